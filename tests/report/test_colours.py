"""The page's colours: legible in both themes, and apart for colour-blind readers."""

import itertools
import re
from importlib.resources import files

import numpy as np
import pytest

TEXT = ("ink", "soft", "link", "line-1", "line-2", "line-3", "line-4")
GROUNDS = ("paper", "card")
LINES = ("line-1", "line-2", "line-3", "line-4")
FILLS = ("side-a", "side-b", "contested", "land")
VERDICTS = ("v-for", "v-against")

# Machado, Oliveira & Fernandes 2009, doi:10.1109/TVCG.2009.113, severity 1.0, on linear sRGB.
SEEN_AS = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]],
    "full sight": np.eye(3).tolist(),
}  # fmt: skip
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def tokens(theme):
    text = files("ripeness.report").joinpath("static", "type.css").read_text(encoding="utf-8")
    found = re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)", text)
    return {name: linear(pair[theme]) for name, *pair in found}


def linear(colour):
    raw = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(raw <= 0.04045, raw / 12.92, ((raw + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    light, dark = sorted((float(TO_XYZ[1] @ one), float(TO_XYZ[1] @ other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(colour):
    scaled = TO_XYZ @ np.clip(colour, 0, 1) / WHITE
    root = np.where(scaled > 216 / 24389, np.cbrt(scaled), (24389 / 27 * scaled + 16) / 116)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(theme):
    known = tokens(theme)
    for name, ground in itertools.product(TEXT, GROUNDS):
        assert contrast(known[name], known[ground]) >= 4.5, (name, ground)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_what_is_drawn_stands_out_from_blank_ground(theme):
    known = tokens(theme)
    for name in ("side-a", "side-b", "contested", "hatch"):
        assert contrast(known[name], known["land"]) >= 3, name


@pytest.mark.parametrize("sight", SEEN_AS)
@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_stay_apart_for_every_kind_of_sight(theme, sight):
    known = tokens(theme)
    seen = {name: lab(np.array(SEEN_AS[sight]) @ colour) for name, colour in known.items()}
    for group in (LINES, FILLS, VERDICTS):
        for one, other in itertools.combinations(group, 2):
            assert np.linalg.norm(seen[one] - seen[other]) >= 14, (one, other)

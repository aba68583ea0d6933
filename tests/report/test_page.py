"""The page as text: whole, safe, small, and made from the record alone."""

import copy
import json
import re
from dataclasses import replace
from importlib.resources import files

import numpy as np
import pytest
from tests.report.sample import HOSTILE, claim, sample_record

from ripeness.report.page import build_page
from ripeness.report.shares import place_shares
from ripeness.terms.errors import RecordError

LIMIT_BYTES = 5 * 1024 * 1024
PAPERS = ("manifest", "case", "claims", "forecast", "scores", "losses", "grid", "outlines")


def key_paths(content, path=()):
    """Every key of a record's paper, first element of each list only, with its path."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield (*path, key)
            yield from key_paths(value, (*path, key))
    elif isinstance(content, list) and content:
        yield from key_paths(content[0], (*path, 0))


def without(content, path):
    """A copy of a paper with one key taken out."""
    copied = copy.deepcopy(content)
    part = copied
    for step in path[:-1]:
        part = part[step]
    del part[path[-1]]
    return copied


def declared(name, keys):
    """Whether a key is one that a page must show, not a name chosen by the case."""
    free = {
        "inputs",
        "versions",
        "by_source",
        "share_met_by",
        "first_reached",
        "inside",
        "geometry",
    }
    return not any(step in free for step in keys[:-1]) and keys[-1] not in UNUSED[name]


UNUSED = {
    "manifest": set(),
    "case": {"window", "west", "east", "south", "north", "side"},
    "claims": set(),
    "forecast": {"mean", "0.01", "0.05", "0.15", "0.2", "0.3", "0.35", "0.4", "0.45", "0.55", "0.6", "0.65", "0.7", "0.8", "0.85", "0.95", "0.99"},
    "scores": {"50", "95"},
    "losses": {"inputs", "files", "names.csv", "counts.parquet"},
    "grid": {"cell_m"},
    "outlines": {"type"},
}  # fmt: skip
"""Keys of the record that no page shows; all others must be there."""


@pytest.mark.parametrize("name", PAPERS)
def test_taking_any_key_out_of_the_record_stops_the_page_and_names_the_key(name):
    record = sample_record()
    content = getattr(record, name)
    paths = [path for path in key_paths(content) if declared(name, path)]
    assert paths
    silent = []
    for path in paths:
        try:
            build_page(replace(record, **{name: without(content, path)}))
        except RecordError as error:
            if str(path[-1]) not in str(error):
                silent.append((path, str(error)))
        else:
            silent.append((path, "the page was made"))
    assert silent == []


@pytest.mark.parametrize("table", ["readings", "cells"])
def test_taking_any_column_out_of_the_record_stops_the_page_and_names_it(table):
    record = sample_record()
    needed = {
        "readings": ["source", "unit", "id", "valid_from", "valid_to", "drawn", "unit_km2", "held_km2", "held_a", "held_b", "contested_km2", "low_250_km2", "high_250_km2"],
        "cells": ["source", "layer", "cell", "day", "before", "after"],
    }[table]  # fmt: skip
    for column in needed:
        fewer = getattr(record, table).drop(columns=column)
        with pytest.raises(RecordError, match=column):
            build_page(replace(record, **{table: fewer}))


def test_same_record_gives_the_same_page():
    assert build_page(sample_record()) == build_page(sample_record())


def test_page_is_small_and_refers_to_nothing_outside(page_text):
    assert len(page_text.encode()) < LIMIT_BYTES
    assert not re.findall(r"""(?:src|href)=["'](?!#|data:)[^"']+""", page_text)
    assert "url(" not in page_text
    assert "default-src 'none'" in page_text.replace("&#39;", "'")


def test_text_of_a_case_cannot_become_markup(page_text):
    assert HOSTILE not in page_text
    assert "<img src=x" not in page_text
    data = re.search(r'id="data">(.*?)</script>', page_text, re.DOTALL).group(1)
    assert "<" not in data
    assert any(mark["text"] == HOSTILE for mark in json.loads(data)["marks"])


def test_unknown_verdict_is_refused():
    record = sample_record()
    claims = copy.deepcopy(record.claims)
    claims["claims"][0]["verdict"] = "proven"
    with pytest.raises(RecordError, match="proven"):
        build_page(replace(record, claims=claims))


def test_link_to_a_claim_that_is_not_there_is_refused():
    record = sample_record()
    case = copy.deepcopy(record.case)
    case["links"][0]["claims"].append("nowhere")
    with pytest.raises(RecordError, match="nowhere"):
        build_page(replace(record, case=case))


def test_cell_outside_the_grid_is_refused():
    record = sample_record()
    cells = record.cells.assign(cell=np.int32(10**6))
    with pytest.raises(RecordError, match="outside the grid"):
        build_page(replace(record, cells=cells))


def test_every_claim_stands_at_the_top_and_in_the_table(page_text):
    top, table = page_text.split('id="claims-table"')
    for said in sample_record().claims["claims"]:
        text = said["text"].replace("<", "&lt;").replace(">", "&gt;").replace("'", "&#39;")
        assert text in top
        assert text in table


def test_exchanging_the_sides_mirrors_the_page():
    record = sample_record()
    plain = (
        json.dumps(record.case)
        .replace("Northland", "Westland")
        .replace("Southland", "Northland")
        .replace("Westland", "Southland")
    )
    mirrored = build_page(replace(record, case=json.loads(plain)))
    expected = (
        build_page(record)
        .replace("Northland", "Westland")
        .replace("Southland", "Northland")
        .replace("Westland", "Southland")
    )
    assert mirrored == expected


def test_exchanging_the_slots_changes_no_figure():
    record = sample_record()
    turned = record.readings.assign(
        drawn="b", held_a=record.readings["held_b"], held_b=record.readings["held_a"]
    )
    sides = [side | {"slot": "b" if side["slot"] == "a" else "a"} for side in record.case["sides"]]
    mirrored = replace(record, readings=turned, case={**record.case, "sides": sides})
    assert place_shares(mirrored) == place_shares(record)
    assert verdict_text(build_page(mirrored)) == verdict_text(build_page(record))


def verdict_text(page):
    """What a reader reads, without the scripts' data."""
    return page.split("<body>")[1].split('<script type="application/json"')[0]


SIDES_WORDS = (
    "enemy", "liberat", "occup", "invader", "invasion", "aggress", "regime", "terror", "rebel", "militant",
    "separatist", "annex", "special operation", "orc", "nazi", "hero", "victim", "puppet", "temporarily",
)  # fmt: skip
"""Words that one side uses of itself or of the other; none is our own voice."""


def test_own_voice_of_the_page_uses_no_side_vocabulary():
    texts = [
        (part.name, part.read_text(encoding="utf-8").lower())
        for folder in ("templates", "static")
        for part in files("ripeness.report").joinpath(folder).iterdir()
        if not part.name.endswith(".css")
    ]
    assert len(texts) > 10
    found = [
        (name, word)
        for name, text in texts
        for word in SIDES_WORDS
        if re.search(rf"\b{word}", text)
    ]
    assert found == []


def test_statements_of_the_arguments_speaker_are_counted_apart_and_readings_once():
    record = sample_record()
    said = record.claims["claims"]
    said += [
        claim("loss_2", statement="loss", verdict="contradicted"),
        claim("loss_3", statement="loss", verdict="open"),
        claim("other", speaker="Southern staff", verdict="supported"),
    ]
    page = build_page(record)
    own = {row["statement"] or row["id"] for row in said if row["speaker"] == "Northern staff"}
    assert f"Said by: Northern staff: {len(own)} statements" in page
    assert "Said by others, set beside it: 2 statements" in page

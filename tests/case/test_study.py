"""A case keeps the study of its scoreboard, and uses it only with the maps it was made from."""

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pandas as pd
import pytest

from ripeness.case.contest_words import sentences_of
from ripeness.case.opened import open_case
from ripeness.case.scoreboard_paper import ScoreboardPaper, scoreboard_paper
from ripeness.case.study import (
    FOLDER,
    STUDY,
    KeptStudy,
    StudyFiles,
    learnt_of,
    panel_digest,
    read_study,
    write_study,
)
from ripeness.evidence.panel import mirrored
from ripeness.front.contest.records import Warned
from ripeness.front.recalibrate import GRID, SAME
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.errors import DataError

ABOUT = {"title": "t", "published": "p", "credit": "c", "licence": "l"}


@pytest.fixture(scope="module")
def opened():
    found = open_case("pokrovsk")
    return replace(found, case=found.case.model_copy(update={"outside_forecasts": ()}))


def study_of(opened, *, digest=None):
    by = opened.case.evidence_to
    study = KeptStudy(
        command="ripeness backtest x --keep",
        seed=1,
        panel_digest=digest or panel_digest(opened.panel, by=by),
        evidence_to=by,
        scores=(), judged=(), judged_sources=(), judged_regions=(),
        pit=(), contest=(), pairs=(), warnings=(),
    )  # fmt: skip
    origin = sunday_on_or_before(opened.case.as_of)
    origins = pd.to_datetime([origin - 2 * WEEK, origin, origin + 2 * WEEK]).astype("datetime64[s]")
    weights = pd.DataFrame(
        [
            ("deepstate", 4, day, model, weight)
            for day, first in zip(origins, (0.5, 0.7, 0.9), strict=True)
            for model, weight in (("damped", first), ("regime", 1 - first))
        ],
        columns=["source", "horizon_weeks", "origin", "model", "weight"],
    )
    curves = pd.DataFrame(
        [
            ("deepstate", 4, day, at, held)
            for day in origins
            for at, held in zip(GRID, SAME, strict=True)
        ],
        columns=["source", "horizon_weeks", "origin", "central", "held"],
    )
    chances = pd.DataFrame(
        [("damped", "deepstate", "donetsk", day, 26, "gained", 0.1) for day in origins],
        columns=["model", "source", "theatre", "origin", "weeks", "direction", "p"],
    )
    return StudyFiles(study, weights, curves, chances)


def kept(opened, folder: Path, files):
    write_study(folder, files, about=ABOUT)
    return replace(opened, folder=folder)


def test_what_is_kept_is_read_again_with_a_record_of_every_file(opened, tmp_path):
    files = study_of(opened)
    write_study(tmp_path, files, about=ABOUT)
    again = read_study(tmp_path)
    assert again.study == files.study
    assert again.weights["weight"].tolist() == pytest.approx(files.weights["weight"].tolist())
    record = json.loads((tmp_path / FOLDER / "source.json").read_text(encoding="utf-8"))
    assert set(record["files"]) == {STUDY, "weights.parquet", "curves.parquet", "chances.parquet"}
    before = (tmp_path / FOLDER / STUDY).read_bytes()
    write_study(tmp_path, files, about=ABOUT)
    assert (tmp_path / FOLDER / STUDY).read_bytes() == before


def test_weights_and_chances_are_those_of_the_last_origin_by_the_as_of_day(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened))
    found = learnt_of(here).weights_at("deepstate", 4, ("damped", "regime"))
    assert found == pytest.approx([0.7, 0.3])
    paper = scoreboard_paper(here, seed=1)
    assert {row.model: row.weight for row in paper.weights} == pytest.approx(
        {"damped": 0.7, "regime": 0.3}
    )
    assert [row.origin for row in paper.chances] == [sunday_on_or_before(here.case.as_of)]
    assert paper.weights_learnt
    assert paper.chances[0].side == "russia"


def test_a_study_of_other_maps_is_shown_with_a_note_and_lends_no_weights(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened, digest="0" * 64))
    assert not learnt_of(here).knows("deepstate")
    paper = scoreboard_paper(here, seed=1)
    assert not paper.weights_learnt
    assert paper.chances == ()
    assert not paper.study.matches_panel
    assert "ripeness backtest FOLDER --keep" in paper.study.note


def test_later_maps_do_not_spoil_a_study_and_changed_ones_do(opened):
    panel, by = opened.panel, opened.case.evidence_to
    digest = panel_digest(panel, by=by - timedelta(days=60))
    rows = panel.readings
    early = rows[rows["known_on"] <= pd.Timestamp(by - timedelta(days=30))]
    assert panel_digest(replace(panel, readings=early), by=by - timedelta(days=60)) == digest
    doctored = rows.copy()
    first = doctored.index[doctored["unit"] == "region"][0]
    doctored.loc[first, "held_km2"] += 1.0
    assert panel_digest(replace(panel, readings=doctored), by=by - timedelta(days=60)) != digest
    assert panel_digest(mirrored(panel), by=by - timedelta(days=60)) == digest


def test_a_case_without_a_study_says_nothing_and_is_no_error(opened, tmp_path):
    paper = scoreboard_paper(replace(opened, folder=tmp_path), seed=1)
    assert paper.study is None
    assert paper.sentences == paper.scores == paper.weights == ()


def test_a_broken_study_is_refused_with_a_remedy(opened, tmp_path):
    write_study(tmp_path, study_of(opened), about=ABOUT)
    (tmp_path / FOLDER / STUDY).write_bytes(b"no zip")
    with pytest.raises(DataError, match="backtest CASE --keep"):
        read_study(tmp_path)


def test_the_shipped_study_fits_the_shipped_maps():
    here = open_case("pokrovsk")
    here = replace(here, case=here.case.model_copy(update={"outside_forecasts": ()}))
    paper = scoreboard_paper(here, seed=1)
    assert paper.study.matches_panel
    assert paper.weights_learnt
    assert {row.model for row in paper.contest} == {"pace_13", "damped", "regime", "attrition"}
    assert {row.truth for row in paper.power} == {row.model for row in paper.contest}
    assert paper.outside
    assert len(paper.sentences) > 8
    for row in paper.judged:
        if row.model == "stack" and row.horizon_weeks in {4, 13}:
            assert row.ratio.holds
            assert all(share.holds for share in row.coverage.values())


def test_warnings_are_summed_up_without_a_claim_of_skill():
    row = Warned(
        model="regime", source="map", theatre="donetsk", direction="lost", weeks=26, origins=9,
        highest=0.6, highest_on="2025-01-05", warned_on={"0.25": (), "0.5": ("2025-01-05",)},
        came=1, expected=0.1,
    )  # fmt: skip
    empty = dict.fromkeys(("scores", "judged", "judged_sources", "judged_regions", "pit"), ())
    empty |= dict.fromkeys(("weights", "contest", "pairs", "chances", "power", "outside"), ())
    paper = ScoreboardPaper(
        study=None, sentences=(), weights_learnt=False, warnings=(row,), **empty
    )
    said = " ".join(sentences_of(paper))
    assert "Regime switching put a rupture at one in two or more at 1 of 9 questions" in said
    assert "1 counted rupture began" in said
    assert "no skill is claimed" in said

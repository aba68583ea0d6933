"""A case keeps the study of its scoreboard, and uses of it what its own maps knew by then."""

import json
from dataclasses import replace
from datetime import date, timedelta
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
    with_digests,
    write_study,
)
from ripeness.evidence.panel import known_by, mirrored
from ripeness.front.contest.records import Band, Versus, Warned
from ripeness.front.learnt import NOTHING
from ripeness.front.recalibrate import GRID, SAME
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.errors import DataError

ABOUT = {"title": "t", "published": "p", "credit": "c", "licence": "l"}


@pytest.fixture(scope="module")
def opened():
    found = open_case("pokrovsk")
    return replace(found, case=found.case.model_copy(update={"outside_forecasts": ()}))


def versus(known_on: date):
    return Versus(
        model="regime", rival="damped", source="deepstate", horizon_weeks=4, forecasts=9,
        first_origin=known_on - 40 * WEEK, last_origin=known_on - 4 * WEEK, known_on=known_on,
        ratio=Band(value=1.1, low=1.0, high=1.2),
    )  # fmt: skip


def study_of(opened, *, pairs=()):
    by = opened.case.evidence_to
    study = KeptStudy(
        command="ripeness backtest x --keep",
        seed=1,
        panel_digest=panel_digest(opened.panel, by=by),
        evidence_to=by,
        scores=(), judged=(), judged_sources=(), judged_regions=(),
        pit=(), contest=(), pairs=pairs, warnings=(),
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
    return with_digests(StudyFiles(study, weights, curves, chances), opened.panel)


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


def corrected(opened, known_on: date):
    """The case with one map drawn anew, which became known on a day."""
    rows = opened.panel.readings
    first = rows[(rows["unit"] == "region") & (rows["source"] == "deepstate")].iloc[[0]]
    anew = first.assign(known_on=pd.Timestamp(known_on), held_km2=first["held_km2"] + 1.0)
    readings = pd.concat([rows, anew.astype(rows.dtypes.to_dict())], ignore_index=True)
    return replace(opened, panel=replace(opened.panel, readings=readings))


def same_as_learnt(found, other) -> bool:
    same = {key: rows.tolist() for key, rows in found.curves.items()} == {
        key: rows.tolist() for key, rows in other.curves.items()
    }
    return same and found.weights == other.weights and found.knows("deepstate")


def test_what_became_known_after_the_origin_changes_neither_weights_nor_chances(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened))
    learnt, before = learnt_of(here), scoreboard_paper(here, seed=1)
    assert before.study.note is None
    origin = sunday_on_or_before(here.case.as_of)
    for day in (origin + timedelta(days=1), here.case.as_of + WEEK, here.case.evidence_to):
        later = corrected(here, day)
        assert same_as_learnt(learnt_of(later), learnt)
        paper = scoreboard_paper(later, seed=1)
        assert (paper.weights, paper.chances) == (before.weights, before.chances)
        assert paper.weights_learnt
        assert not paper.study.matches_panel, "the scoreboard itself rests on all maps"
        assert "after the origin" in paper.study.note
        assert "equal" not in paper.study.note


def test_maps_cut_at_the_as_of_day_lend_the_same_weights(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened))
    cut = replace(here, panel=known_by(here.panel, here.case.as_of))
    assert same_as_learnt(learnt_of(cut), learnt_of(here))


def test_a_correction_known_by_the_origin_drops_weights_and_chances_with_a_note(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened))
    for day in (sunday_on_or_before(here.case.as_of), here.case.as_of - 10 * WEEK):
        earlier = corrected(here, day)
        assert learnt_of(earlier) == NOTHING
        equal = learnt_of(earlier).weights_at("deepstate", 4, ("damped", "regime"))
        assert equal.tolist() == [0.5, 0.5]
        paper = scoreboard_paper(earlier, seed=1)
        assert not paper.weights_learnt
        assert paper.weights == paper.chances == ()
        assert not paper.study.matches_panel
        assert "weights are equal here" in paper.study.note
        assert "ripeness backtest FOLDER --keep" in paper.study.note


def test_neither_mirrored_maps_nor_other_slots_spoil_a_study(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened))
    other = replace(here, panel=mirrored(here.panel))
    assert same_as_learnt(learnt_of(other), learnt_of(here))
    ours, theirs = (scoreboard_paper(case, seed=1) for case in (here, other))
    assert theirs.study == ours.study
    assert theirs.weights == ours.weights
    assert [row.p for row in theirs.chances] == [row.p for row in ours.chances]
    assert {row.side for row in (*ours.chances, *theirs.chances)} == {"russia", "ukraine"}


def test_an_as_of_day_before_every_origin_has_learnt_nothing(opened, tmp_path):
    here = kept(opened, tmp_path, study_of(opened))
    early = here.case.model_copy(update={"as_of": here.case.as_of - 10 * WEEK})
    assert learnt_of(replace(here, case=early)) == NOTHING
    assert not scoreboard_paper(replace(here, case=early), seed=1).weights_learnt


def test_a_comparison_stays_while_maps_known_by_the_end_of_evidence_are_the_same(opened, tmp_path):
    end = opened.case.evidence_to
    old, new = versus(end - 6 * WEEK), versus(end - WEEK)
    here = kept(opened, tmp_path, study_of(opened, pairs=(old, new)))
    assert scoreboard_paper(here, seed=1).pairs == (old, new)
    late = corrected(here, end - 2 * WEEK)
    assert scoreboard_paper(late, seed=1).pairs == ()
    earlier = late.case.model_copy(update={"evidence_to": end - 3 * WEEK})
    assert scoreboard_paper(replace(late, case=earlier), seed=1).pairs == (old,)


def test_a_study_kept_without_digests_lends_no_weights_and_says_so(opened, tmp_path):
    files = study_of(opened)
    bare = replace(files, study=files.study.model_copy(update={"digests": {}}))
    here = kept(opened, tmp_path, bare)
    assert learnt_of(here) == NOTHING
    paper = scoreboard_paper(here, seed=1)
    assert paper.study.matches_panel
    assert "which maps each origin knew" in paper.study.note


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
    assert paper.study.note is None
    assert paper.weights_learnt
    assert {row.model for row in paper.contest} == {"pace_13", "damped", "regime", "attrition"}
    assert {row.truth for row in paper.power} == {row.model for row in paper.contest}
    assert paper.outside
    assert len(paper.sentences) > 8
    for row in paper.judged:
        if row.model == "stack" and row.horizon_weeks in {4, 13}:
            assert row.ratio.holds
            assert all(share.holds for share in row.coverage.values())


def test_the_shipped_study_has_the_digest_of_every_origin():
    here = open_case("pokrovsk")
    files = read_study(here.folder)
    assert files.study.digests == with_digests(files, here.panel).study.digests
    origins = {day.date() for day in files.weights["origin"]}
    assert origins
    assert origins <= set(files.study.digests)
    assert {row.known_on for row in files.study.pairs} <= set(files.study.digests)


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

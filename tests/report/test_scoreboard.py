"""How good the forecasts have been, on the page: bands beside figures, misses named."""

from dataclasses import replace

import pytest
from tests.report.sample import sample_record

from ripeness.case.scoreboard_paper import ScoreboardPaper
from ripeness.report.fields import Fields
from ripeness.report.page import SECTION_PAGES, build_page
from ripeness.report.scoreboard import along, labels, ticks, view

FOUR = {"damped": 0.86, "regime": 0.94, "pace_13": 1.0, "attrition": 1.12}


def band(value):
    return {"value": value, "low": value * 0.9, "high": value * 1.15}


def share(promised, found, *, holds):
    ends = {"low": found - 0.06, "high": min(found + 0.06, 1.0), "half_width": 0.06}
    return {"promised": promised, "share": found, "holds": holds, **ends}


def standing(model, weeks, value):
    return {
        "model": model, "source": "all", "period": "all", "horizon_weeks": weeks,
        "forecasts": 400, "origins": 40, "ratio": band(value), "weight": band(0.25),
        "best": model == "damped",
    }  # fmt: skip


def judged(model, weeks):
    against = {"baseline": "auto_ets", **band(0.93), "series": 8, "forecasts": 400, "holds": True}
    return {
        "model": model, "horizon_weeks": weeks, "forecasts": 400, "origins": 40,
        "coverage": {
            "50": share(0.5, 0.52, holds=True),
            "80": share(0.8, 0.79, holds=True),
            "95": share(0.95, 0.86, holds=False),
        },
        "ratio": against, "ratio_without_ruptures": None,
        "worst_half_year": {"half_year": "2023-H1", "ratio": 1.4, "forecasts": 60},
    }  # fmt: skip


def outside(**changes):
    row = {
        "forecast": "halt", "text": "The line halts.", "speaker": "A paper",
        "said_on": "2025-04-05", "due": "2025-08-31", "source": "deep", "region": "total",
        "side": "north", "quantity": "gain_km2", "low": None, "high": 100.0, "status": "scored",
        "observed_km2": 250.0, "met": False, "error_km2": 150.0, "ours_wis_km2": {"stack": 40.0},
        "ours_median_km2": {"stack": 220.0}, "ours_interval_km2": {"stack": [120.0, 330.0]},
        "ours_p_met": {"stack": 0.07}, "at_pace_on": None, "why_not": None,
    }  # fmt: skip
    return {**row, **changes}


def paper(**changes):
    weeks = (4, 13, 26)
    bins = (0.16, 0.1, 0.09, 0.08, 0.09, 0.08, 0.1, 0.09, 0.09, 0.12)
    made = {
        "study": {
            "command": "ripeness backtest small", "seed": 1, "panel_digest": "0" * 64,
            "matches_panel": True, "first_origin": "2022-06-05", "last_origin": "2025-11-30",
            "evidence_to": "2026-02-28", "note": None,
        },
        "sentences": ["Of the four, the damped pace forecast best on 2025-11-30.", "And no more."],
        "scores": [], "judged": [judged(m, w) for w in weeks for m in ("stack", "damped")],
        "judged_sources": ["deep"], "judged_regions": ["total"],
        "pit": [
            {"model": "stack", "source": "all", "horizon_weeks": w, "forecasts": 400, "bins": bins}
            for w in weeks
        ],
        "weights": [], "weights_learnt": False,
        "contest": [standing(m, w, value) for w in weeks for m, value in FOUR.items()],
        "pairs": [], "chances": [], "power": [], "warnings": [],
        "outside": [outside(), outside(status="pending", observed_km2=None, met=None, error_km2=None)],
    }  # fmt: skip
    return ScoreboardPaper.model_validate({**made, **changes}).model_dump(mode="json")


class Shown:
    """The page's case."""

    case = Fields(sample_record().case, "case.json")


def seen(**changes):
    return view(Fields(paper(**changes), "sections/scoreboard.json"), Shown())


def test_the_contest_stands_best_first_with_bands_around_their_dots():
    four, *_ = seen()["contest"]
    assert [row.told.split(" ")[0] for row in four.rows] == ["0.86", "0.94", "1.00", "1.12"]
    for row in four.rows:
        left, at, wide = (float(text[:-1]) for text in (row.left, row.at, row.width))
        assert left < at < left + wide


def test_equal_factors_are_equally_far_from_the_line_of_one():
    assert along(2.0, 4.0) - 50 == pytest.approx(50 - along(0.5, 4.0))
    assert [text for _, text, _ in ticks(1.5)] == ["0.67", "0.8", "1", "1.25", "1.5"]
    assert [one for _, _, one in ticks(1.5)] == [False, False, True, False, False]
    assert [row[1:] for row in labels(ticks(1.5))] == [
        ("0.67", "start"), ("1", "middle"), ("1.5", "end"),
    ]  # fmt: skip


def test_an_interval_that_misses_is_marked_and_its_half_width_printed():
    row = seen()["judged"][0]
    assert [(held["told"], held["missed"]) for held in row["coverage"]] == [
        ("52% ± 6", False), ("79% ± 6", False), ("86% ± 6", True),
    ]  # fmt: skip
    assert row["worst"] == "2023-H1: 1.40"


def test_a_forecast_of_others_says_how_it_fared_or_that_it_is_not_due():
    due, waiting = seen()["outside"]
    assert (due["range"], due["fared"], due["ours"]) == (
        "at most 100",
        "not met, 150 km² off",
        "7%",
    )
    assert (waiting["fared"], waiting["observed"]) == ("not due yet", "–")


def test_bins_of_honest_forecasts_reach_the_line():
    even = [0.1] * 10
    row = {"model": "stack", "source": "all", "horizon_weeks": 4, "forecasts": 9, "bins": even}
    (bins,) = seen(pit=[row])["bins"]
    assert {top for _, top, _ in bins.bars} == {bins.even}


def test_the_page_shows_the_section_and_says_where_there_is_none():
    assert "scoreboard" in SECTION_PAGES
    record = sample_record()
    page = build_page(replace(record, sections={"scoreboard": paper()}))
    assert "Of the four, the damped pace forecast best on 30 Nov 2025." in page
    assert "How good the forecasts have been" in page
    bare = build_page(replace(record, sections={"scoreboard": paper(study=None)}))
    assert "makes one" in bare

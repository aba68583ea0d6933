"""The page's part on how good forecasts of where were."""

from datetime import date

import numpy as np
import pandas as pd
import pytest

from ripeness.case.where_paper import KeptWhere, WherePaper
from ripeness.case.where_sentences import sentences
from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.front.allocation_scores.summary import Judged, summary
from ripeness.report.fields import Fields
from ripeness.report.where_scores import view
from ripeness.terms.chance import stream
from ripeness.theatre.grid import Window, make_grid

ORIGINS = pd.date_range("2025-02-02", periods=10, freq="28D")
SETTINGS = WhereSettings(horizons=(4,), square_horizon=4, draws=200)
TITLES = {"made": "Made up"}


def rows(*, good: bool):
    draw = stream(1, "test", "page")
    found = []
    for origin in ORIGINS:
        true = draw.beta(0.5, 3, size=300)
        y = (draw.random(300) < true).astype(float)
        for model in ("allocation", "plain_logistic"):
            knows = (model == "allocation") == good
            found.append(
                {
                    "what": "cell",
                    "model": model,
                    "horizon_weeks": 4,
                    "cell": np.arange(300),
                    "p": true if knows else np.full(300, 0.3),
                    "y": y,
                    "origin": origin,
                }
            )
            place = {
                "model": model,
                "horizon_weeks": 4,
                "place": ["town"],
                "p": [0.4],
                "y": [2.0],
                "low": [0.2],
                "high": [0.3],
                "crps": [0.5 if knows else 1.0],
                "origin": origin,
            }
            found.extend({"what": what, **place} for what in ("share", "date"))
    table = pd.concat([pd.DataFrame(one) for one in found], ignore_index=True)
    return (
        table.assign(source="made", why="")
        .fillna({"cell": -1, "place": ""})
        .astype({"cell": "int32"})
    )


def paper(*, good: bool):
    grid = make_grid(Window(west=37.0, east=37.6, south=48.0, north=48.4))
    scores = summary(rows(good=good), Judged(grid, "allocation", "plain_logistic", SETTINGS, 3))
    study = KeptWhere(
        command="ripeness backtest made --where --keep",
        seed=1,
        cells_digest="0" * 64,
        first_origin=date(2025, 2, 2),
        last_origin=date(2025, 10, 12),
        evidence_to=date(2026, 2, 28),
        scores=scores,
    )
    return WherePaper(study=study, matches_panel=True, sentences=tuple(sentences(scores, TITLES)))


class Page:
    case = Fields(
        {
            "sources": [{"name": "made", "title": "Made up"}],
            "places": [{"id": "town", "name": "The town"}],
        },
        "case.json",
    )


@pytest.mark.parametrize("good", [True, False])
def test_a_sentence_says_no_more_than_the_interval_allows(good):
    (said,) = paper(good=good).sentences
    assert ("was clearly better than a plain logistic" in said) == good
    assert ("not clearly better" in said) == (not good)
    assert "10 origins worth" in said


def test_each_source_has_a_paragraph_of_its_own():
    both = pd.concat([rows(good=True), rows(good=False).assign(source="other")], ignore_index=True)
    grid = make_grid(Window(west=37.0, east=37.6, south=48.0, north=48.4))
    scores = summary(both, Judged(grid, "allocation", "plain_logistic", SETTINGS, 3))
    one, two = sentences(scores, {**TITLES, "other": "The other"})
    assert one.startswith("Made up, ")
    assert "was clearly better" in one
    assert two.startswith("The other, ")
    assert "not clearly better" in two


def test_an_aim_that_was_missed_is_said():
    (good,), (bad,) = paper(good=True).sentences, paper(good=False).sentences
    assert "missed" not in good
    assert "5% was aimed at and missed" in bad
    assert "worse than cells drawn independently" not in good
    assert "worse than cells drawn independently" in bad


@pytest.mark.parametrize(("week", "late"), [(2.0, False), (3.5, True)])
def test_at_the_farthest_horizon_chances_stand_beside_what_came(week, late):
    scores = paper(good=False).study.scores
    nearer = scores.model_copy(
        update={
            "square_horizon": 2,
            "cells": scores.cells
            + tuple(row.model_copy(update={"horizon_weeks": 2}) for row in scores.cells),
            "places_scored": tuple(
                row.model_copy(update={"week_of_falls": week}) for row in scores.places_scored
            ),
        }
    )
    (said,) = sentences(nearer, TITLES)
    assert "chances added up to 4.0 falls, those of the plain logistic to 4.0, and 10 came" in said
    assert ("hardly charges a forecast of never" in said) == late


def test_the_page_shows_scores_curve_and_errors():
    shown = view(Fields(paper(good=True).model_dump(mode="json"), "where.json"), Page())
    assert {row.model for row in shown["rows"]} == {
        "the model of this report",
        "plain logistic on nine features",
    }
    (plot,) = shown["plots"]
    assert plot.title == "Made up"
    assert plot.line.startswith("M")
    assert all(low >= high for _, _, low, high in plot.ours)
    assert plot.more
    assert plot.less
    (miss,) = shown["misses"]
    assert (miss.place, miss.ours, miss.plain, miss.fell) == ("The town", "0.50", "1.00", "100 %")

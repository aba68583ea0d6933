"""How long wars last and how they end, recounted from the Correlates of War (Sarkees and Wayman).

DUR-1 names the file of lengths by war, but its figures are not those of that file's `days`, which
count from the first day to the last (median 163). They are days of fighting: the union, over a
war's participants, of both of their spells in the participant file, truces left out. Five wars
differ. Both counts are held here.
"""

from itertools import pairwise

import numpy as np
import pandas as pd
import pytest
from scipy.stats import weibull_min

WON, COMPROMISE, TRANSFORMED, STALEMATE = {"1", "2"}, {"3"}, {"4"}, {"6"}


@pytest.fixture
def spans(real_data):
    return pd.read_csv(real_data / "wars" / "cow_interstate_war_level_durations.csv")


@pytest.fixture
def days_of_fighting(real_data):
    file = real_data / "wars" / "cow_interstate_war_v4.0.csv"
    participants = pd.read_csv(file, encoding="latin-1")
    wars = participants.groupby("WarNum")
    return np.array([days_in_any(spells_of(war)) for _, war in wars], dtype=float)


def spells_of(war):
    """First and last days of every participant's spells, those with an unknown day left out."""
    spells = []
    for number in ("1", "2"):
        ends = [
            pd.to_datetime(
                pd.DataFrame(
                    {part.lower(): war[f"{end}{part}{number}"] for part in ("Year", "Month", "Day")}
                ),
                errors="coerce",
            )
            for end in ("Start", "End")
        ]
        spells += [spell for spell in zip(*ends, strict=True) if not pd.isna(list(spell)).any()]
    return spells


def days_in_any(spells):
    """Days that lie in at least one spell, both ends counted."""
    edges = sorted(
        {edge for first, last in spells for edge in (first, last + pd.Timedelta(days=1))}
    )
    return sum(
        (after - before).days
        for before, after in pairwise(edges)
        if any(first <= before <= last for first, last in spells)
    )


def test_dur_1_days_of_fighting(days_of_fighting):
    shape, _, scale = weibull_min.fit(days_of_fighting, floc=0)
    assert len(days_of_fighting) == 95
    assert np.median(days_of_fighting) == 150
    assert days_of_fighting.mean() == pytest.approx(411.7, abs=0.05)
    assert (shape, scale) == (pytest.approx(0.7146, abs=1e-4), pytest.approx(320.9, abs=0.1))


def test_dur_1_from_first_to_last_day_wars_are_longer(spans):
    assert len(spans) == 95
    assert spans["days"].median() == 163
    assert spans["days"].mean() == pytest.approx(417.9, abs=0.05)


def test_dur_3_how_wars_end(spans):
    codes = [set(str(outcome).split(";")) for outcome in spans["outcome_sideA"]]
    ends = [
        sum(bool(code & kind) for code in codes)
        for kind in (WON, TRANSFORMED, STALEMATE, COMPROMISE)
    ]
    assert ends == [77, 8, 8, 2]

"""Rows of where: the same for any number of processes, kept, and blind to what comes later."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest
from tests.front.event_study.worlds import START, world

from ripeness.evidence.cells import known_changes
from ripeness.front.allocation.ground import ground_of
from ripeness.front.allocation.units import units_of
from ripeness.front.allocation_scores.models import Said, Seen
from ripeness.front.allocation_scores.origins import Study, Theatre, made, tasks_of
from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.front.allocation_scores.tempo import PastTempo
from ripeness.results.kept import Shelf
from ripeness.terms.errors import ModelError

SETTINGS = WhereSettings(horizons=(4, 8), members=20, draws=200, square_horizon=4)


@dataclass(frozen=True)
class Nearest:
    """Cells nearer than 5 km change by 4 weeks, those nearer than 9 by 8: a model by rule."""

    name: str = "allocation"

    def said(self, seen, *, seed, settings):  # noqa: ARG002
        from ripeness.front.allocation.floor import ahead_of
        from ripeness.front.allocation.lattice import depth_km
        from ripeness.front.allocation.settings import AllocationSettings

        ground, places = seen.ground, seen.places
        given = AllocationSettings(band_km=settings.within_km)
        cells = ahead_of(ground.now, ground, given)
        depth = depth_km(ground.now, ground.capacity, cell_km=1.0).ravel()[cells]
        chances = np.stack([np.where(depth <= far, 0.9, 0.1) for far in (3, 5)])
        rise = np.linspace(0, 1, 9)[None, :, None] * np.ones((settings.members, 1, len(places)))
        return {self.name: Said(cells, chances, rise)}


@dataclass(frozen=True)
class Silent:
    """A model that never has enough to go on."""

    name: str = "plain_logistic"

    def said(self, seen, *, seed, settings):  # noqa: ARG002
        raise ModelError("too little", where="a test", expected="more", remedy="Wait.")


@pytest.fixture(scope="module")
def made_up():
    return world(seed=2)


def study(made_up, *, until=START + timedelta(weeks=120), origins=(60, 70)):
    places = units_of(
        {town.id: town.outline for town in made_up.scene.towns}, {}, made_up.panel.grid
    )
    return Study(
        origins=tuple(START + timedelta(weeks=week) for week in origins),
        theatres={"made": Theatre(places, None, {})},
        until=until,
        models=(Nearest(), Silent()),
        seed=1,
        settings=SETTINGS,
    )


def rows(made_up, kept=None, **given):
    return made(tasks_of(made_up.panel, study(made_up, **given)), kept=kept or Shelf(None))


def test_what_came_about_stands_beside_what_was_said(made_up):
    found = rows(made_up)
    cells = found[found["what"] == "cell"]
    assert set(cells["horizon_weeks"]) == {4, 8}
    near = cells[cells["p"] > 0.5]["y"].mean()
    far = cells[cells["p"] < 0.5]["y"].mean()
    assert near > 0.5 > far
    refused = found[found["what"] == "refused"]
    assert set(refused["model"]) == {"plain_logistic"}
    assert refused["why"].str.contains("too little").all()


def test_a_horizon_that_is_not_over_14_days_ago_is_not_scored(made_up):
    soon = START + timedelta(weeks=75)
    found = rows(made_up, until=soon, origins=(70,))
    assert not (found["what"] == "cell").any()
    later = rows(made_up, until=START + timedelta(weeks=76), origins=(70,))
    assert set(later[later["what"] == "cell"]["horizon_weeks"]) == {4}


def test_what_was_said_does_not_hang_on_later_maps(made_up):
    found = rows(made_up)
    early = made_up.panel.cells
    day = START + timedelta(weeks=100)
    cut = made_up.panel.__class__(
        made_up.panel.readings[made_up.panel.readings["known_on"] <= pd.Timestamp(day)],
        known_changes(early, day),
        made_up.panel.grid,
        made_up.panel.sources,
    )
    again = made(
        tasks_of(cut, study(made_up, until=day)),
        kept=Shelf(None),
    )
    key = ["origin", "horizon_weeks", "cell"]
    one, other = (
        table[table["what"] == "cell"].sort_values(key, ignore_index=True)
        for table in (found, again)
    )
    pd.testing.assert_frame_equal(one[[*key, "p", "y"]], other[[*key, "p", "y"]])


def test_rows_are_kept_and_found_again(made_up, tmp_path):
    shelf = Shelf(tmp_path)
    first = rows(made_up, kept=shelf)
    count = len(list(tmp_path.iterdir()))
    second = rows(made_up, kept=shelf)
    assert len(list(tmp_path.iterdir())) == count == 2
    pd.testing.assert_frame_equal(first, second)


def test_places_are_scored_by_date_and_share(made_up):
    found = rows(made_up)
    dates = found[found["what"] == "date"]
    assert (dates["crps"] >= 0).all()
    shares = found[found["what"] == "share"]
    assert ((shares["low"] <= shares["high"]) & shares["high"].between(0, 1)).all()


def test_drawn_tempo_repeats_blocks_of_the_past(made_up):
    ground = ground_of(made_up.panel, source="made", as_of=START + timedelta(weeks=90))
    seen = Seen(ground, pd.Series(dtype=float), ())
    drawn = PastTempo()(seen, 50, 26, 3)
    assert drawn.shape == (50, 26, 2)
    past = np.diff(ground.settled[:-2].astype(int), axis=0)
    gains = np.maximum(past, 0).sum(axis=(1, 2)) / 16
    assert np.isin(drawn[:, :, 0].round(6), gains.round(6)).all()
    assert drawn[:, :, 0].mean() == pytest.approx(gains[-52:].mean(), rel=0.1)
    assert (PastTempo()(seen, 50, 26, 3) == drawn).all()
    assert date(2024, 1, 1) < ground.origin

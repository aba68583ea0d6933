"""What a model of where must say at an origin, and the models that are scored."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ripeness.front.allocation.courses import run_ensemble
from ripeness.front.allocation.ensemble import model_of
from ripeness.front.allocation.fit import fit_hazard
from ripeness.front.allocation.floor import Cells, ahead_of, floor_chances, independent_weeks
from ripeness.front.allocation.ground import Ground
from ripeness.front.allocation.hazard import Direction, Hazard
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.front.allocation.units import Unit
from ripeness.front.allocation_scores.settings import WhereSettings
from ripeness.terms.errors import ModelError

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Seen:
    """What a model sees at an origin."""

    ground: Ground
    """The cells, as known then."""
    whole: pd.Series
    """The area held of the whole by Sunday, in km², as known then; may be empty."""
    places: tuple[Unit, ...]
    """Places as cells."""


class Tempo(Protocol):
    """Draws how much ground changes hands inside the window."""

    def __call__(self, seen: Seen, members: int, weeks: int, seed: int) -> Numbers:
        """Return km² (members, weeks, gain and recapture), from what is known at the origin."""
        ...


@dataclass(frozen=True)
class Said:
    """What a model says at an origin."""

    cells: NDArray[np.int64]
    """Cells of the grid that it speaks of."""
    chances: Numbers
    """Chance that each changes hands, by horizon and cell; missing for a horizon it cannot tell."""
    shares: Numbers
    """Share held of each place, by member, week (the origin first) and place; missing after the
    last horizon that it can tell."""


class WhereModel(Protocol):
    """A model of which cells change hands, and so of when places fall."""

    @property
    def name(self) -> str:
        """Name shown."""
        ...

    def said(self, seen: Seen, *, seed: int, settings: WhereSettings) -> dict[str, Said]:
        """Say at the ground's origin what may change, knowing nothing later; by variant's name."""
        ...


@dataclass(frozen=True)
class Simulated:
    """The hazard with its sector latent, simulated: the model that the project puts forward.

    Beside it stands the same without the latent, to see what that is for.
    """

    tempo: Tempo
    """Draws how much ground changes hands."""
    beside: bool = True
    """Whether the variant without the latent is simulated too."""
    allocation: AllocationSettings = field(default_factory=AllocationSettings)
    """Band, batches and fit."""

    @property
    def name(self) -> str:
        """Name shown."""
        return "allocation"

    def said(self, seen: Seen, *, seed: int, settings: WhereSettings) -> dict[str, Said]:
        """Fit, simulate, and count in how many members each cell changes hands."""
        hazard = fit_hazard(seen.ground, settings=self.allocation)
        variants = {self.name: hazard}
        if self.beside:
            variants[f"{self.name}_without_latent"] = without_latent(hazard)
        tempo = self.tempo(seen, settings.members, max(settings.horizons), seed)
        return {
            name: self._simulated(seen, one, tempo=tempo, seed=seed, settings=settings)
            for name, one in variants.items()
        }

    def _simulated(
        self, seen: Seen, hazard: Hazard, *, tempo: Numbers, seed: int, settings: WhereSettings
    ) -> Said:
        ground = seen.ground
        given = self.allocation.model_copy(
            update={"weeks": max(settings.horizons), "members": settings.members}
        )
        model = model_of(ground, hazard, settings=given)
        found = run_ensemble(model, tempo, units=seen.places, seed=seed)
        cells = ahead_of(ground.now, ground, _within(self.allocation, settings))
        p = found["change_p"].sel(horizon=list(settings.horizons)).to_numpy()
        chance = p.reshape(len(settings.horizons), -1)[:, cells].astype(float)
        count = settings.members
        return Said(
            cells=cells,
            chances=(chance * count + 0.5) / (count + 1),  # a chance of nought has no log score
            shares=found["place_share"].to_numpy().astype(float),
        )


@dataclass(frozen=True)
class Floor:
    """A logistic of each cell's change by a horizon; its cells know nothing of each other."""

    kind: Literal["plain", "distance"] = "plain"
    """Nine features, or distance alone."""
    allocation: AllocationSettings = field(default_factory=AllocationSettings)
    """Band and fit."""

    @property
    def name(self) -> str:
        """Name shown."""
        return {"plain": "plain_logistic", "distance": "distance_only"}[self.kind]

    def said(self, seen: Seen, *, seed: int, settings: WhereSettings) -> dict[str, Said]:
        """Fit one logistic for each horizon, and draw cells independently for the places."""
        ground, places = seen.ground, seen.places
        given = _within(self.allocation, settings)
        made: dict[int, Cells] = {}
        refused: ModelError | None = None
        for horizon in settings.horizons:
            try:
                made[horizon] = floor_chances(
                    ground, horizon_weeks=horizon, kind=self.kind, settings=given
                )
            except ModelError as error:  # no earlier week's outcome is known so far ahead
                refused = error
        if refused is not None and not made:
            raise refused
        cells = next(iter(made.values())).cells
        unknown = np.full(len(cells), np.nan)
        chances = [made[h].chance if h in made else unknown for h in settings.horizons]
        weeks = max(settings.horizons)
        drawn = independent_weeks(made, weeks=weeks, members=settings.members, seed=seed)
        shares = _shares(ground, places, cells, drawn=drawn, weeks=weeks)
        shares[:, max(made) + 1 :] = np.nan
        return {self.name: Said(cells, np.stack(chances), shares)}


def without_latent(hazard: Hazard) -> Hazard:
    """Return a hazard whose sectors share no luck."""

    def calm(way: Direction) -> Direction:
        still = {"variance": 0.0, "burst_variance": 0.0}
        return way.model_copy(update={"latent": way.latent.model_copy(update=still)})

    return hazard.model_copy(
        update={"gain": calm(hazard.gain), "recapture": calm(hazard.recapture)}
    )


def _within(allocation: AllocationSettings, settings: WhereSettings) -> AllocationSettings:
    return allocation.model_copy(update={"band_km": settings.within_km})


def _shares(
    ground: Ground,
    places: Sequence[Unit],
    cells: NDArray[np.int64],
    *,
    drawn: NDArray[np.int16],
    weeks: int,
) -> Numbers:
    """Return the share held of each place where each cell changes whole in a drawn week."""
    where = np.full(ground.grid.size, -1)
    where[cells] = np.arange(len(cells))
    now = ground.now.ravel() / 16.0
    full = ground.capacity.ravel() / 16.0
    found = np.zeros((len(drawn), weeks + 1, len(places)))
    steps = np.arange(weeks + 1)
    for number, place in enumerate(places):
        moving = where[place.cells] >= 0
        still = (place.km2 * now[place.cells])[~moving].sum()
        mine = place.cells[moving]
        changed = drawn[:, where[mine]][:, None, :] <= steps[None, :, None]
        held = np.where(changed, full[mine], now[mine]) @ place.km2[moving]
        found[:, :, number] = (held + still) / place.km2.sum()
    return found

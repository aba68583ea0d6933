"""Where the line may move and when places may fall, by source, for the record of a run."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import numpy as np

from ripeness.case.allocated import Allocation, Allocations
from ripeness.case.opened import OpenedCase
from ripeness.evidence.panel import known_by, weekly_km2
from ripeness.front.allocation.lattice import mostly_held
from ripeness.front.allocation.outputs import (
    CellChances,
    PlaceForecast,
    RegionForecast,
    cells_of,
    places_of,
    region_of,
)
from ripeness.front.allocation.settings import AllocationSettings
from ripeness.front.allocation.window_tempo import net_changes
from ripeness.front.catalogue import OWN, tempos
from ripeness.front.history import weekly_history
from ripeness.front.settings import FrontSettings
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.declared import Declared
from ripeness.terms.errors import RipenessError
from ripeness.terms.forecasts import Refused
from ripeness.terms.progress import Report, silent

TWO_YEARS_WEEKS = 104

MODEL = "allocation"
"""Name of the model where it could not speak."""


class Fitted(Declared):
    """What one source's allocation was fitted on, and its sector latent."""

    source: str
    """Whose maps."""
    origin: date
    """The Sunday by which everything was known."""
    weeks: int
    """Weeks whose changes were fitted."""
    members: int
    """Courses simulated."""
    gained_km2: float
    """Ground that came to the side drawn in these weeks."""
    lost_km2: float
    """Ground that went from it."""
    latent_variance: float
    """Variance of the lasting part of the sector latent, of gains."""
    drawn_km2: tuple[float, float, float]
    """Ground gained inside the window by the horizon: 10, 50 and 90 percent of members."""


class AllocationPaper(Declared):
    """Where the line may move and when places may fall; sources are never mixed."""

    origin: date
    """The Sunday from which the ensembles look forward."""
    horizon_weeks: int
    """How many weeks they look."""
    places: tuple[PlaceForecast, ...]
    """By source, place and share held."""
    regions: tuple[RegionForecast, ...]
    """When the rest of each region is gone."""
    cells: tuple[CellChances, ...]
    """Chances of cells, by source, horizon and direction."""
    fitted: tuple[Fitted, ...]
    """What each source's ensemble rests on."""
    problems: tuple[Refused, ...]
    """Sources that could not be simulated, and why."""


@dataclass(frozen=True)
class _Told:
    """What one source's ensemble says."""

    places: tuple[PlaceForecast, ...]
    cells: tuple[CellChances, ...]
    fitted: Fitted


def has_allocation(opened: OpenedCase) -> bool:
    """Return whether some source of a case draws cells."""
    return not opened.panel.cells.empty


def allocation_paper(
    opened: OpenedCase,
    *,
    seed: int,
    source: str | None = None,
    shared: Allocations | None = None,
    progress: Report = silent,
) -> AllocationPaper:
    """Simulate each source's line from the as-of day and say what may change hands.

    Args:
        opened: The case.
        seed: The seed of the run.
        source: One source only.
        shared: The allocations of the run, where other sections use them too.
        progress: Told of each source.
    """
    shared = shared or allocations(opened, seed=seed)
    drawn = opened.panel.cells["source"].unique()
    names = [name for name in opened.panel.sources if name in drawn and source in {None, name}]
    told, problems = [], []
    with ThreadPoolExecutor(2) as pool:
        work = [pool.submit(_source, shared, name) for name in names]
        for number, (name, one) in enumerate(zip(names, work, strict=True)):
            progress("allocation", number, len(names))
            try:
                told.append(one.result())
            except RipenessError as error:
                problems.append(Refused(source=name, region="window", model=MODEL, why=str(error)))
    return AllocationPaper(
        origin=sunday_on_or_before(opened.case.as_of),
        horizon_weeks=shared.settings.weeks,
        places=tuple(row for one in told for row in one.places),
        regions=tuple(_regions(opened, [one.fitted.source for one in told], seed)),
        cells=tuple(row for one in told for row in one.cells),
        fitted=tuple(one.fitted for one in told),
        problems=tuple(problems),
    )


def allocations(opened: OpenedCase, *, seed: int, weeks: int | None = None) -> Allocations:
    """Return the allocations of a run, of which none is made yet.

    Args:
        opened: The case, which says how many courses are simulated.
        seed: The seed of the run.
        weeks: How many weeks a course lasts; the usual by default.
    """
    usual = AllocationSettings(members=opened.case.allocation.members)
    settings = usual if weeks is None else usual.model_copy(update={"weeks": weeks})
    return Allocations(opened, seed, settings)


def enough_weeks(weeks: int) -> int | None:
    """Return how long courses must last to be read so far; None where the usual ones do.

    Args:
        weeks: How far they are read.
    """
    return weeks if weeks > AllocationSettings().weeks else None


def _source(shared: Allocations, source: str) -> _Told:
    opened, settings = shared.opened, shared.settings
    ready, ensemble = shared.of(source)
    ground = ready.model.ground
    sides = opened.case.side_in
    side, other = sides[ground.drawn], sides["b" if ground.drawn == "a" else "a"]
    return _Told(
        places=places_of(ensemble, side=side, other=other, units=ready.units),
        cells=cells_of(ensemble, mostly_held(ground.now, ground.capacity)),
        fitted=_fitted(ready, settings),
    )


def _fitted(ready: Allocation, settings: AllocationSettings) -> Fitted:
    hazard = ready.model.hazard
    gained = np.quantile(ready.tempo_km2[:, :, 0].sum(axis=1), (0.1, 0.5, 0.9))
    return Fitted(
        source=hazard.source,
        origin=ready.model.ground.origin,
        weeks=hazard.weeks,
        members=settings.members,
        gained_km2=hazard.gain.changed_km2,
        lost_km2=hazard.recapture.changed_km2,
        latent_variance=hazard.gain.latent.variance,
        drawn_km2=tuple(gained.tolist()),
    )


def _regions(opened: OpenedCase, sources: list[str], seed: int) -> list[RegionForecast]:
    """Return when the rest of each region is gone, by the pool of tempo models."""
    known = known_by(opened.panel, opened.case.as_of)
    origin = sunday_on_or_before(opened.case.as_of)
    settings = FrontSettings(horizon_weeks=TWO_YEARS_WEEKS, members=1000)
    models = [one for one in tempos() if one.name in OWN]
    found = []
    for source in sources:
        for region in opened.case.theatre.regions:
            rows = known.readings
            rows = rows[(rows["source"] == source) & (rows["id"] == region.id)]
            if rows.empty or not np.isfinite(unit := float(rows["unit_km2"].iloc[-1])):
                continue
            readings = weekly_km2(known, source=source, id=region.id, until=opened.case.as_of)
            try:
                history = weekly_history(readings, origin=origin, settings=settings)
                net = net_changes(history, models, settings, seed=seed)
            except RipenessError:
                continue  # the tempo's own page says why it could not forecast this region
            found.append(
                region_of(
                    history.last_km2 + np.cumsum(net, axis=1),
                    origin=origin,
                    unit_km2=unit,
                    held_km2=history.last_km2,
                    named=(
                        region.id,
                        source,
                        opened.case.side_in[opened.panel.sources[source].drawn],
                    ),
                )
            )
    return found

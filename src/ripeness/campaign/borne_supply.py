"""Whether supply makes it easier to foretell which cells change hands.

The hazard of the allocation is fitted on the first part of the weeks. To it is added, for every
cell and week, *b* times the share that does not reach those who hold the cell; *b* is what would
have foretold the earlier weeks best. The score is the conditional log score: minus the log of the
share of a week's changes that the hazard gives to the cells that did change.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.borne_out import BorneOut, judged
from ripeness.campaign.supplies import NetworkSupplies, Rear
from ripeness.front.allocation.dynamics import place_of
from ripeness.front.allocation.ensemble import Model
from ripeness.front.allocation.fit import fit_hazard
from ripeness.front.allocation.ground import cut
from ripeness.front.allocation.hazard import Direction
from ripeness.front.allocation.lattice import BORDER
from ripeness.front.allocation.rows import Rows, fit_weeks, rows_of

Numbers = NDArray[np.float64]

STRENGTHS = np.linspace(-3.0, 6.0, 91)
"""Strengths to choose from, log hazard a share of delivery."""

FITTED_SHARE = 0.5
"""The share of the weeks on which the hazard is fitted; the rest is foretold."""

FEWEST_WEEKS = 40
"""With fewer weeks nothing is tested."""


@dataclass(frozen=True)
class Examples:
    """One direction's cells by week, with what the hazard says of them and what they lack."""

    rows: Rows
    """The cells."""
    score: Numbers
    """Their log hazard."""
    short: Numbers
    """The share that does not reach those who hold them."""


def supply_foretells(model: Model, rear: Rear, *, seed: int) -> BorneOut:
    """Return what the maps of one source say of the coupling of supply to the hazard.

    Args:
        model: The allocation of the source.
        rear: Network, places and ground.
        seed: The seed of the run.
    """
    ground = model.ground
    weeks = fit_weeks(ground, model.settings)
    tested = weeks[int(len(weeks) * FITTED_SHARE) :] if len(weeks) >= FEWEST_WEEKS else []
    strength, without, with_it = None, np.zeros(0), np.zeros(0)
    if tested:
        examples = _all_examples(model, rear, weeks, tested[0])
        strength, without, with_it = foretold_by_supply(examples, weeks, tested)
    found = judged(
        "supply_shifts_hazard",
        f"log score of which cells change hands in a week on the map of {ground.source}, with and without the share that does not reach those who hold them",
        strength=strength,
        without=without,
        with_it=with_it,
        seed=seed,
    )
    days = {"first": ground.weeks[tested[0]], "last": ground.weeks[tested[-1]]} if tested else {}
    return found.model_copy(update={"map_source": ground.source, **days})


def foretold_by_supply(
    examples: Sequence[Examples], weeks: Sequence[int], tested: Sequence[int]
) -> tuple[float, Numbers, Numbers]:
    """Return the best strength, and the log scores of weeks without supply and with it.

    Args:
        examples: Cells by week, one a direction.
        weeks: All weeks, in order.
        tested: Those that are foretold, each from the weeks before it.
    """
    told = np.sum([scores(one, weeks) for one in examples], axis=0)
    plain = np.sum([scores(one, weeks, strengths=np.zeros(1)) for one in examples], axis=0)
    past = np.cumsum(told, axis=0)
    at = [list(weeks).index(week) for week in tested]
    with_it = [told[one, past[one - 1].argmin() if one else 0] for one in at]
    return float(STRENGTHS[past[-1].argmin()]), plain[at, 0], np.array(with_it)


def scores(one: Examples, weeks: Sequence[int], *, strengths: Numbers = STRENGTHS) -> Numbers:
    """Return the log score of each week at each strength: [week, strength].

    Args:
        one: One direction's cells.
        weeks: The weeks.
        strengths: The strengths.
    """
    found = np.zeros((len(weeks), len(strengths)))
    first = np.array(weeks)
    edges = np.stack([np.searchsorted(one.rows.week, first + more) for more in (0, 1)])
    for number, (begin, end) in enumerate(edges.T):
        part = slice(begin, end)
        changed = one.rows.changed[part]
        if changed.sum() <= 0:
            continue
        score = one.score[part, None] + one.short[part, None] * strengths
        top = score.max(axis=0)
        size = one.rows.free[part] * one.rows.stands_for[part]
        whole = top + np.log(size @ np.exp(score - top))
        found[number] = changed.sum() * whole - changed @ score
    return found


def _all_examples(model: Model, rear: Rear, weeks: list[int], split: int) -> list[Examples]:
    """Return the examples of both directions, by a hazard that knows the weeks before one."""
    ground, settings = model.ground, model.settings
    hazard = fit_hazard(cut(ground, ground.weeks[split]), settings=settings)
    place = place_of(model.lattice)
    both = rows_of(ground, model.lattice, place, weeks=weeks, settings=settings)
    lacking = 1 - _delivered(model, rear, weeks)
    ways = (hazard.gain, hazard.recapture)
    return [
        Examples(rows, _score(rows, way), _at(rows, lacking[:, number], weeks, model=model))
        for number, (rows, way) in enumerate(zip(both, ways, strict=True))
    ]


def _score(rows: Rows, way: Direction) -> Numbers:
    return (rows.features @ np.array(way.coefficients, np.float32)).astype(np.float64)


def _at(rows: Rows, lacking: Numbers, weeks: Sequence[int], *, model: Model) -> Numbers:
    """Return what each example lacks, from what each cell of the grid lacks by week."""
    row, column = np.divmod(rows.cell, model.lattice.width)
    cell = (row - BORDER) * model.lattice.columns + column
    return lacking[np.searchsorted(np.array(weeks), rows.week), cell]


def _delivered(model: Model, rear: Rear, weeks: Sequence[int]) -> Numbers:
    """Return the share delivered to those who hold against each direction: [week, 2, cell]."""
    every = np.arange(model.ground.grid.size)
    supplies = NetworkSupplies(model, rear, cells=every)
    return np.stack([supplies.on_map(model.ground.settled[week].ravel()) for week in weeks])

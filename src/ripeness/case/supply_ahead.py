"""The weeks ahead of a case's supply, from the ground that its allocation draws."""

from collections.abc import Iterator

import numpy as np
import xarray as xr

from ripeness.case.allocated import Allocation, Allocations
from ripeness.case.allocation_store import cells_of_band
from ripeness.case.supplied import Supplied
from ripeness.supply.ahead import Member, delivered_ahead
from ripeness.supply.held import Ground, moved
from ripeness.supply.paper import SupplyPaper
from ripeness.supply.paper_ahead import AheadShare, SupplyAhead
from ripeness.supply.situation import situation
from ripeness.terms.days import WEEK
from ripeness.terms.errors import DataError, RipenessError
from ripeness.terms.question import Slot

SLOTS: tuple[Slot, Slot] = ("a", "b")


def supply_ahead(
    case: Supplied, allocations: Allocations
) -> tuple[SupplyAhead | None, tuple[str, ...]]:
    """Return delivery in the weeks ahead, and which sources could not be moved on.

    Args:
        case: The case.
        allocations: The allocations of the run.
    """
    rows: list[AheadShare] = []
    sources, left_out, members, origin = [], [], 0, None
    for source in case.current:
        try:
            ready, courses = allocations.of(source)
        except RipenessError as error:
            left_out.append(f"{source}: its line could not be moved on ({error})")
            continue
        sources.append(source)
        members, origin = courses.sizes["kept"], ready.model.ground.origin
        begin = case.ground(source, origin, by=case.opened.case.as_of)
        for side in SLOTS:
            rows += _rows(case, ready, courses, begin, side=side)
    if origin is None:
        return None, tuple(left_out)
    found = SupplyAhead(origin=origin, members=members, sources=tuple(sources), rows=tuple(rows))
    return found, tuple(left_out)


def only_weeks(paper: SupplyPaper, weeks: int) -> SupplyPaper:
    """Return the paper with one of its weeks ahead alone.

    Args:
        paper: The paper.
        weeks: How many weeks ahead.

    Raises:
        DataError: If the paper does not look so far ahead, or not ahead at all.
    """
    given = sorted({row.weeks for row in paper.ahead.rows}) if paper.ahead is not None else []
    if paper.ahead is None or weeks not in given:
        raise DataError(
            f"delivery asked for {weeks} weeks ahead",
            where="--ahead",
            expected=", ".join(map(str, given)) or "a case whose line is moved on",
            remedy="Ask for one of these." if given else "Leave --ahead out.",
        )
    rows = tuple(row for row in paper.ahead.rows if row.weeks == weeks)
    return paper.model_copy(update={"ahead": paper.ahead.model_copy(update={"rows": rows})})


def _rows(
    case: Supplied, ready: Allocation, courses: xr.Dataset, begin: Ground, *, side: Slot
) -> Iterator[AheadShare]:
    ground, cells = ready.model.ground, cells_of_band(ready)
    now = situation(begin, side=side, towns=case.towns, grid=case.grid)
    members = member_grounds(
        courses,
        begin,
        cells,
        ground.now.ravel()[cells],
        drawn=ground.drawn,
        abroad=case.drawings[ground.source].abroad,
    )
    found = delivered_ahead(case.webs, members, side=side, towns=case.towns, grid=case.grid)
    for one in found:
        if one.held > 0 or now.held[case.towns.number(one.place)]:
            yield AheadShare(
                place=one.place,
                source=ground.source,
                side=case.sides[side],
                network=one.network,
                weeks=one.weeks,
                date=ground.origin + one.weeks * WEEK,
                held=one.held,
                delivered=one.delivered,
            )


def member_grounds(
    courses: xr.Dataset,
    begin: Ground,
    cells: np.ndarray,
    now: np.ndarray,
    *,
    drawn: Slot,
    abroad: np.ndarray | None,
) -> Iterator[Member]:
    """Return each kept member's ground at each horizon: the last map, and what moved since.

    Args:
        courses: The ensemble, whose `ahead` is what the first members hold at each horizon.
        begin: The ground at the origin.
        cells: The cell of the grid of each of its cells.
        now: What is held of them at the origin, in sixteenths.
        drawn: The side whose holdings these are.
        abroad: Which cells of the grid cannot move; None: each can.
    """
    for at, weeks in enumerate(courses["horizon"].to_numpy().tolist()):
        for number, held in enumerate(courses["ahead"].to_numpy()[:, at]):
            gone = held != now
            ground = moved(begin, cells[gone], held[gone], side=drawn, fixed=abroad)
            yield Member(number, weeks, ground)

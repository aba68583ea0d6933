"""The rows of *before and after*: what differs, in which sense, and what placebos show."""

from collections.abc import Iterator
from datetime import date

import numpy as np

from ripeness.supply.agreement import leads
from ripeness.supply.assumed import interval
from ripeness.supply.held import given_to
from ripeness.supply.hubs import BEHIND_KM, Change, change_of_hands
from ripeness.supply.interval import Interval
from ripeness.supply.paper import TOTAL, BeforeAfter, Estimand, Exposed, Precedes, SupplySeries
from ripeness.supply.ranked import Scan
from ripeness.supply.situation import Situation, Towns
from ripeness.supply.surroundings import neck_km, other_ground
from ripeness.supply.through import Through
from ripeness.supply.webs import Webs
from ripeness.supply.windows import Span, like_spans, placebo
from ripeness.terms.question import Slot
from ripeness.theatre.grid import Grid
from ripeness.theatre.network.variants import Variant

SHRUNK = (0.1, 0.25, 0.5)
"""By which shares a neck counts as shrunk."""


def span_rows(
    through: Through,
    span: Span,
    town: int,
    *,
    towns: Towns,
    told: tuple[Estimand, str, str],
    slack_days: int,
) -> list[BeforeAfter]:
    """Return how delivery differs between two days, place by place and for all others together.

    Args:
        through: Delivery through time, both days among its days.
        span: The two days.
        town: Number of the place that fell.
        towns: The places.
        told: The estimand, the source and the side's id.
        slack_days: By how many days other windows may differ in length.
    """
    estimand, source, side = told
    others = like_spans(through.days, span, slack_days=slack_days)
    head = {
        "estimand": estimand,
        "source": source,
        "side": side,
        "first": span.first,
        "last": span.last,
    }
    rows = []
    for name in through.wanted_t:
        total = through.total(name, but=town)
        asked = _between(through, total, span)
        if not np.isfinite(asked).any():
            continue
        compared = np.array([_middle(_between(through, total, other)) for other in others])
        rows.append(
            BeforeAfter(
                place=TOTAL,
                network=name,
                change=interval(asked[np.isfinite(asked)]),
                placebo=placebo(_middle(asked), compared),
                **head,
            )
        )
        share = through.share(name)
        for number, place in enumerate(towns.ids):
            change = _between(through, share[:, :, number], span)
            if number != town and np.isfinite(change).any():
                change = interval(change[np.isfinite(change)])
                rows.append(
                    BeforeAfter(place=place, network=name, change=change, placebo=None, **head)
                )
    return rows


def effect_rows(
    webs: Webs,
    on: Situation,
    town: int,
    *,
    towns: Towns,
    told: tuple[str, date, str],
    among: Scan | None,
) -> list[BeforeAfter]:
    """Return what the place's change of hands changes on one day, all else being equal.

    Args:
        webs: The variants of the network.
        on: The day on the ground.
        town: Number of the place.
        towns: The places.
        told: The source, the day and the side's id.
        among: The same clamp on every comparable place, for the placebo; None: without one.
    """
    source, day, side = told
    rows = []
    for name, change in change_of_hands(webs, on, towns, town).items():
        head = {
            "estimand": "intervention",
            "source": source,
            "side": side,
            "first": day,
            "last": day,
            "network": name,
        }
        compared = _others(among, name, town)
        rows.append(
            BeforeAfter(
                place=TOTAL,
                change=interval(-change.loss),
                placebo=placebo(float(np.median(-change.loss)), compared),
                **head,
            )
        )
        rows += [
            BeforeAfter(place=place, change=found, placebo=None, **head)
            for place, found in _by_place(change, towns)
        ]
    return rows


def exposed_row(
    on: Situation, town: int, *, towns: Towns, grid: Grid, told: tuple[str, date, str]
) -> Exposed:
    """Return how many other places' necks shrink when one place changes hands.

    Args:
        on: The day on the ground.
        town: Number of the place.
        towns: The places.
        grid: The grid.
        told: The source, the day and the side's id.
    """
    facing: Slot = "b" if on.side == "a" else "a"
    kept, lost = (given_to(on.ground, towns.cells[town], holder) for holder in (on.side, facing))
    near = np.flatnonzero(on.held & (on.behind_km <= BEHIND_KM))
    compared = near[near != town]
    before, after = (
        _necks(other_ground(ground, on.side, grid), compared, towns, grid)
        for ground in (kept, lost)
    )
    ratio = np.ones(len(after))
    np.divide(after, before, out=ratio, where=np.isfinite(after) & (before > 0))
    shrunk = 1 - ratio
    tenth, quarter, half = ((shrunk >= least).sum() for least in SHRUNK)
    source, day, side = told
    return Exposed(
        place=towns.ids[town],
        date=day,
        source=source,
        side=side,
        by_tenth=int(tenth),
        by_quarter=int(quarter),
        by_half=int(half),
        compared=len(compared),
    )


def series_rows(through: Through, towns: Towns, *, source: str, side: str) -> list[SupplySeries]:
    """Return delivered shares through time, place by place and for all together.

    Args:
        through: Delivery through time.
        towns: The places.
        source: Who drew the maps.
        side: The side's id.
    """
    rows = []
    for name in through.wanted_t:
        parts = [(TOTAL, through.total(name))]
        share = through.share(name)
        parts += [(place, share[:, :, number]) for number, place in enumerate(towns.ids)]
        for place, drawn in parts:
            known = np.isfinite(drawn).all(axis=1)
            if known.any():
                low, value, high = np.quantile(drawn[known], (0.05, 0.5, 0.95), axis=1).round(4)
                rows.append(
                    SupplySeries(
                        place=place,
                        source=source,
                        side=side,
                        network=name,
                        days=tuple(np.array(through.days)[known].tolist()),
                        value=tuple(value.tolist()),
                        low=tuple(low.tolist()),
                        high=tuple(high.tolist()),
                    )
                )
    return rows


def precedes_rows(through: Through, *, source: str, side: str) -> list[Precedes]:
    """Return whether delivery falls before ground is lost, by place and month.

    Args:
        through: Delivery through time.
        source: Who drew the maps.
        side: The side's id.
    """
    months = {12 * day.year + day.month: at for at, day in enumerate(through.days)}
    rows = np.array(list(months.values()))
    if len(rows) < 3:
        return []
    next_month = np.diff(list(months)) == 1  # a month without a map leaves a gap
    in_a_row = (next_month[:-1] & next_month[1:])[:, None]
    ground = np.diff(through.own[rows], axis=0)[1:]
    found = []
    for name in through.wanted_t:
        share = through.share(name)[rows]
        known = np.isfinite(share).all(axis=1)
        middle = np.where(known, np.median(np.nan_to_num(share), axis=1), np.nan)
        delivery = np.diff(middle, axis=0)[:-1]
        value, p, pairs, places = leads(delivery, np.where(in_a_row, ground, np.nan))
        found.append(
            Precedes(
                source=source,
                side=side,
                network=name,
                correlation=value,
                p=p,
                n=pairs,
                places=places,
            )
        )
    return found


def _between(through: Through, figures: np.ndarray, span: Span) -> np.ndarray:
    return figures[through.days.index(span.last)] - figures[through.days.index(span.first)]


def _middle(drawn: np.ndarray) -> float:
    known = drawn[np.isfinite(drawn)]
    return float(np.median(known)) if len(known) else float("nan")


def _others(among: Scan | None, name: Variant, town: int) -> np.ndarray:
    if among is None:
        return np.zeros(0)
    return np.array(
        [
            -np.median(change[name].loss)
            for number, change in zip(among.numbers, among.changes, strict=True)
            if number != town and name in change
        ]
    )


def _by_place(change: Change, towns: Towns) -> Iterator[tuple[str, Interval]]:
    for number, place in enumerate(towns.ids):
        fall = change.loss_by_place[:, number]
        fall = fall[np.isfinite(fall)]
        if len(fall):
            yield place, interval(-fall)


def _necks(other: np.ndarray, numbers: np.ndarray, towns: Towns, grid: Grid) -> np.ndarray:
    found = []
    for number in numbers:
        place = np.zeros(other.size, bool)
        place[towns.cells[number]] = True
        neck = neck_km(other, place.reshape(other.shape), cell_km=grid.cell_m / 1000)
        found.append(np.inf if neck is None else neck)
    return np.array(found)

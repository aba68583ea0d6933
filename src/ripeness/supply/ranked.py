"""Which place's change of hands costs the others most, and how sure the order is."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

import numpy as np

from ripeness.supply.agreement import correlated
from ripeness.supply.assumed import ENDS, interval
from ripeness.supply.hubs import Change, changes_of_hands, comparable, ranks
from ripeness.supply.paper import Agreement, Hub, HubByNetwork, PlaceLoss, RankRange
from ripeness.supply.situation import Situation, Towns
from ripeness.supply.webs import LinkStates, Webs
from ripeness.theatre.network.variants import Variant

Place = Literal["top_three", "not_top_three", "undecided"]
"""Where a place stands among those compared."""

FIRST = 3
"""How many places count as the first ones."""

SHOWN = 0.001
"""A smaller fall of a delivered share than this is not listed."""

CHOKED = 0.5
"""A place is a choke point where less than this share of what goes through it has another way."""

LEAST_BUSY = 0.01
"""With less of the demand than this going through it, a place is neither busy nor a choke point."""


@dataclass(frozen=True)
class Scan:
    """Every comparable place of one side given to the other in turn, on one map."""

    source: str
    day: date
    side_id: str
    numbers: np.ndarray
    changes: tuple[dict[Variant, Change], ...]

    def losses(self, name: Variant) -> np.ndarray:
        """Return what each place's loss takes from the others, by draw and place."""
        return np.stack([change[name].loss for change in self.changes], axis=1)


def scan(
    webs: Webs, states: LinkStates, on: Situation, towns: Towns, *, told: tuple[str, date, str]
) -> Scan:
    """Give every comparable place to the other side, one at a time.

    Args:
        webs: The variants of the network.
        states: The state of their links.
        on: The day on the ground.
        towns: The places.
        told: The source, the day and the side's id.
    """
    numbers = comparable(on)
    changes = changes_of_hands(webs, on, towns, numbers.tolist(), as_is=states)
    return Scan(*told, numbers=numbers, changes=tuple(changes))


def hub_rows(found: Scan, towns: Towns) -> list[Hub]:
    """Return the places of a scan, the costliest first.

    Args:
        found: The scan.
        towns: The places.
    """
    if not len(found.numbers):
        return []
    names = tuple(found.changes[0])
    by_name = {name: ranks(found.losses(name)) for name in names}
    every = np.concatenate(list(by_name.values()))
    losses = np.concatenate([found.losses(name) for name in names])
    rows = [
        _hub(found, towns, at, {name: by_name[name][:, at] for name in names}, every, losses)
        for at in range(len(found.numbers))
    ]
    return sorted(rows, key=lambda row: (row.rank.median, -row.loss.value, row.place))


def agreement_rows(found: Scan, *, seed: int) -> list[Agreement]:
    """Return how alike the criteria rank the places of a scan.

    Args:
        found: The scan.
        seed: The seed of the run.
    """
    rows = []
    for name in tuple(found.changes[0]) if found.changes else ():
        criteria = {
            "loss": np.median(found.losses(name), axis=0),
            "busy": np.array([np.median(change[name].busy) for change in found.changes]),
            "hours_added": np.array(
                [change[name].hours_added or 0.0 for change in found.changes], float
            ),
            "cut_off": np.array([change[name].cut_off for change in found.changes], float),
        }
        keys = list(criteria)
        for at, first in enumerate(keys):
            for second in keys[at + 1 :]:
                pair = correlated(
                    criteria[first], criteria[second], seed=seed, name=f"{name} {first} {second}"
                )
                rows.append(
                    Agreement(
                        source=found.source,
                        side=found.side_id,
                        network=name,
                        first=first,
                        second=second,
                        spearman=pair.spearman,
                        kendall=pair.kendall,
                        places=len(found.numbers),
                    )
                )
    return rows


def rank_range(drawn: np.ndarray) -> RankRange:
    """Return the middle of some ranks, and the ends within which nine in ten lie."""
    low, high = np.quantile(drawn, ENDS)
    return RankRange(median=float(np.median(drawn)), low=float(low), high=float(high))


def verdict(medians: list[float], losses: list[float]) -> Place:
    """Say whether a place is among the first in every variant, in none, or they differ.

    A place whose loss takes nothing is not among the first, whatever its shared rank.

    Args:
        medians: Its median rank, variant by variant.
        losses: Its median loss, variant by variant.

    Example:
        >>> verdict([1.0, 2.0], [0.2, 0.1]), verdict([1.0, 5.0], [0.2, 0.0])
        ('top_three', 'undecided')
    """
    among = [rank <= FIRST and loss > SHOWN for rank, loss in zip(medians, losses, strict=True)]
    if all(among):
        return "top_three"
    return "undecided" if any(among) else "not_top_three"


def _hub(  # noqa: PLR0917 - one place of the scan
    found: Scan,
    towns: Towns,
    at: int,
    own: dict[Variant, np.ndarray],
    every: np.ndarray,
    losses: np.ndarray,
) -> Hub:
    changes = found.changes[at]
    rows = tuple(_by_network(name, change, own[name]) for name, change in changes.items())
    through = [row.redundancy for row in rows if row.redundancy is not None]
    kept = changes["both"] if "both" in changes else next(iter(changes.values()))
    return Hub(
        place=towns.ids[found.numbers[at]],
        date=found.day,
        source=found.source,
        side=found.side_id,
        rank=rank_range(every[:, at]),
        compared=len(found.numbers),
        loss=interval(losses[:, at]),
        redundancy=float(np.median(through)) if through else None,
        choke_point=bool(through) and len(through) == len(rows) and max(through) < CHOKED,
        verdict=verdict([row.rank.median for row in rows], [row.loss.value for row in rows]),
        by_network=rows,
        takes_from=_takes_from(kept, towns),
    )


def _by_network(name: Variant, change: Change, rank: np.ndarray) -> HubByNetwork:
    busy = float(np.median(change.busy))
    kept = change.redundancy[np.isfinite(change.redundancy)]
    return HubByNetwork(
        network=name,
        loss=interval(change.loss),
        busy=busy,
        redundancy=float(np.median(kept)) if busy > LEAST_BUSY and len(kept) else None,
        hours_added=change.hours_added,
        cut_off=change.cut_off,
        rank=rank_range(rank),
    )


def _takes_from(change: Change, towns: Towns) -> tuple[PlaceLoss, ...]:
    rows = []
    for number, name in enumerate(towns.ids):
        fall = change.loss_by_place[:, number]
        fall = fall[np.isfinite(fall)]
        if len(fall) and np.quantile(fall, ENDS[1]) > SHOWN:
            rows.append(PlaceLoss(place=name, loss=interval(fall)))
    return tuple(sorted(rows, key=lambda row: (-row.loss.value, -row.loss.high)))

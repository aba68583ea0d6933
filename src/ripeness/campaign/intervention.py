"""The effect of a place's fall: the same day and draws, the place held by one and by the other.

Only this is called an effect. The placebo is the same done to every comparable place near the line.
The effect is split by the paths whose couplings are on; a path that is shut carries nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.conclusion import compared, quiet_spread
from ripeness.campaign.couplings import COUPLINGS, Switches
from ripeness.campaign.fought import Fought, fight_of
from ripeness.campaign.paths import PATHS, split, subsets
from ripeness.campaign.records import EffectPaper, PathShare, Quantity
from ripeness.campaign.reservation import reservation
from ripeness.campaign.staged import Stage, fought
from ripeness.campaign.strips import zone
from ripeness.campaign.windows import UNITS, placebo
from ripeness.campaign.worth import Offers
from ripeness.front.allocation.ensemble import Outside
from ripeness.front.allocation.lattice import depth_km
from ripeness.front.allocation.units import Unit
from ripeness.table.utility import annuity

Numbers = NDArray[np.float64]

MEMBERS = 40
"""Members of each arm, for the place asked about and for those it is compared with: with fewer
members these would scatter more, and its own effect would seem small beside them."""

NEAR_KM = 40.0
"""A place whose middle lies farther from the line is not compared."""

MOST_PLACES = 5
"""How many places are compared: the nearest to the line."""

Arms = dict[tuple[Quantity, str], Numbers]


@dataclass(frozen=True)
class _Asked:
    stage: Stage
    offers: Offers
    package: int
    names: tuple[str, str]
    on: Switches


def interventions(
    stage: Stage, offers: Offers, package: int, *, names: tuple[str, str], on: Switches
) -> Iterator[EffectPaper]:
    """Return what a place's change of hands changes, with its placebos and by path.

    Args:
        stage: What the campaign is made from.
        offers: The packages, of one family of priors.
        package: Position of the package that terms are compared with.
        names: Ids of the sides, the taker first.
        on: Which couplings are on.
    """
    place = stage.opened.case.campaign.place
    units = {unit.id: unit for unit in stage.allocated.units if unit.kind == "place"}
    if place not in units:
        return
    asked = _Asked(stage, offers, package, names, on)
    members = min(MEMBERS, stage.members)
    by_paths = _by_paths(asked, units[place], members)
    others = [_effect(asked, unit, members, on) for unit in comparable(stage, units, place)]
    for key, effect in by_paths[frozenset(PATHS)].items():
        mean, low, high = quiet_spread(effect)
        beside = np.array([one[key].mean() for one in others])
        yield EffectPaper.model_validate(
            {
                "map_source": stage.source,
                "place": place,
                "estimand": "intervention",
                "first": stage.days[0],
                "last": stage.days[0],
                "on": key[0],
                "side": key[1] or None,
                "series": None,
                "unit": UNITS[key[0]],
                "value": mean,
                "low": low,
                "high": high,
                "placebos": len(others),
                "paths": _shares({one: found[key] for one, found in by_paths.items()}),
                **placebo(beside, mean),
            }
        )


def comparable(stage: Stage, units: dict[str, Unit], place: str) -> list[Unit]:
    """Return the other places near the line, the nearest first.

    Args:
        stage: What the campaign is made from.
        units: The places by id.
        place: The place asked about.
    """
    ground = stage.allocated.model.ground
    cell_km = ground.grid.cell_m / 1000
    away = np.abs(depth_km(ground.now, ground.capacity, cell_km=cell_km).ravel())
    near = {name: float(away[unit.cells].mean()) for name, unit in units.items() if name != place}
    names = sorted((km, name) for name, km in near.items() if km <= NEAR_KM)
    return [units[name] for _, name in names[:MOST_PLACES]]


def _by_paths(asked: _Asked, unit: Unit, members: int) -> dict[frozenset[str], Arms]:
    """Return the effect for every set of open paths.

    With the ground shut the line elsewhere stays as it would have been, and nothing follows.
    Opening a path of which no coupling is on changes nothing, so it is not run again.
    """
    carried = frozenset(one.path for one in COUPLINGS if asked.on.of(one.name))
    made: dict[frozenset[str], Arms] = {}
    found: dict[frozenset[str], Arms] = {}
    for open_ in subsets(PATHS):
        through = open_ & carried
        if through not in made:
            made[through] = _effect(asked, unit, members, asked.on.only(through))
        whole = made[through]
        shut = {key: np.zeros_like(values) for key, values in whole.items()}
        found[open_] = whole if "ground" in open_ else shut
    return found


def _shares(effect: dict[frozenset[str], Numbers]) -> list[PathShare]:
    told = split(effect)
    rows = []
    for path, values in {**told.shares, "together": told.together}.items():
        mean, low, high = quiet_spread(values)
        rows.append(PathShare(path=path, value=mean, low=low, high=high))
    return rows


def _effect(asked: _Asked, unit: Unit, members: int, on: Switches) -> Arms:
    """Return, by member, what differs with the place held by the taker and by the other side."""
    stage = asked.stage
    ground = stage.allocated.model.ground
    arms: list[Arms] = []
    for holder in (1, -1):
        clamp = np.zeros(ground.capacity.size, np.int8)
        clamp[unit.cells] = holder if stage.draws_taker else -holder
        outside = Outside(clamp=clamp.reshape(ground.capacity.shape))
        run = fought(stage, members=members, on=on, outside=outside)
        arms.append(_read(asked, run, unit))
    return {key: arms[0][key] - arms[1][key] for key in arms[0]}


def _read(asked: _Asked, run: Fought, unit: Unit) -> Arms:
    """Read every quantity off one arm; the place's own ground counts in none of them."""
    stage, members = asked.stage, len(run.battle.region_km2)
    places = [one.id for one in stage.allocated.units if one.kind == "place"]
    own = run.battle.place_share[:, :, places.index(unit.id)] * unit.km2.sum()
    elsewhere = run.battle.region_km2 - own
    gain = run.sign * (elsewhere - elsewhere[:, :1]) / run.rest_km2
    offers = asked.offers.some(members)
    fight = replace(fight_of(run, stage.draws), gain=gain)
    going = reservation(offers, fight)
    a_year = annuity(offers.weights.rate, 0.0, offers.weights.span)
    inside = zone(offers, going, fight.gain[:, 0], week=0).any(axis=1)
    found: Arms = {
        ("ground", ""): run.rest_km2 * (1 - gain[:, -1]),
        ("zone", ""): inside.astype(float),
    }
    for name, party in zip(asked.names, offers.sides, strict=True):
        found["reservation", name] = going.value[:, 0, party] / a_year
        terms = compared(offers, gain[:, -1], package=asked.package, party=int(party))
        found["terms", name] = terms.no_better.astype(float)
    return found

"""The effect of a place's fall: the same day and draws, the place held by one and by the other.

Only this is called an effect. The placebo is the same done to every comparable place near the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.conclusion import compared, quiet_spread
from ripeness.campaign.couplings import OFF
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
"""Members of each arm for the place asked about."""

PLACEBO_MEMBERS = 20
"""Members of each arm for a place that it is compared with."""

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


def interventions(
    stage: Stage, offers: Offers, package: int, names: tuple[str, str]
) -> Iterator[EffectPaper]:
    """Return what a place's change of hands changes, with its placebos and by path.

    Args:
        stage: What the campaign is made from.
        offers: The packages, of one family of priors.
        package: Position of the package that terms are compared with.
        names: Ids of the sides, the taker first.
    """
    place = stage.opened.case.campaign.place
    units = {unit.id: unit for unit in stage.allocated.units if unit.kind == "place"}
    if place not in units:
        return
    asked = _Asked(stage, offers, package, names)
    own = _effect(asked, units[place], min(MEMBERS, stage.members))
    others = [
        _effect(asked, unit, min(PLACEBO_MEMBERS, stage.members))
        for unit in comparable(stage, units, place)
    ]
    for key, effect in own.items():
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
                "paths": paths_of(effect),
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


def paths_of(effect: Numbers) -> list[PathShare]:
    """Split an effect by path where no coupling is on: all of it goes through the ground."""
    nothing = np.zeros_like(effect)
    told = split({one: effect if "ground" in one else nothing for one in subsets(PATHS)})
    shares = {**told.shares, "together": told.together}
    rows = []
    for path, values in shares.items():
        mean, low, high = quiet_spread(values)
        rows.append(PathShare(path=path, value=mean, low=low, high=high))
    return rows


def _effect(asked: _Asked, unit: Unit, members: int) -> Arms:
    """Return, by member, what differs with the place held by the taker and by the other side."""
    stage = asked.stage
    ground = stage.allocated.model.ground
    arms: list[Arms] = []
    for holder in (1, -1):
        clamp = np.zeros(ground.capacity.size, np.int8)
        clamp[unit.cells] = holder if stage.draws_taker else -holder
        outside = Outside(clamp=clamp.reshape(ground.capacity.shape))
        run = fought(stage, stage.ensemble(members, outside), members=members, on=OFF)
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
    fight = fight_of(run, stage.draws)
    fight = type(fight)(gain=gain, losses=fight.losses)
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

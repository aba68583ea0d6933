"""Readings made of a map laid over the ground: one row per unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import shapely

from ripeness.evidence.ground import Ground
from ripeness.evidence.observation import Observation
from ripeness.evidence.overlay import TOLERANCES_M, Laid
from ripeness.evidence.tables import READING_TYPES

DIGITS_KM2 = 5
"""Areas are kept to this many digits of a km² (10 m²)."""

DIGITS_KM = 3
"""Distances are kept to the metre."""


@dataclass(frozen=True)
class Drawer:
    """Who draws, and the slot of the side drawn."""

    source: str
    drawn: str


def readings_of(
    ground: Ground, laid: Laid, observation: Observation, drawer: Drawer
) -> pd.DataFrame:
    """Return one row for each unit that a map's source can speak of.

    Args:
        ground: The ground over which the map was laid.
        laid: The map laid over it.
        observation: The map.
        drawer: Who drew it.
    """
    units = ground.units
    held = _by_unit(ground, laid.held)
    if np.isnan(units["unit_km2"].iloc[0]):
        held[0] = laid.whole.area / 1e6
    areas = {"held_km2": held, "contested_km2": _contested(ground, laid, observation)}
    for number, tolerance in enumerate(TOLERANCES_M):
        areas[f"low_{tolerance}_km2"] = np.maximum(held - _by_unit(ground, laid.inside[number]), 0)
        areas[f"high_{tolerance}_km2"] = held + _by_unit(ground, laid.outside[number])
    table = units.assign(
        source=drawer.source,
        valid_from=pd.Timestamp(observation.valid_from),
        valid_to=pd.Timestamp(observation.valid_to),
        known_on=pd.Timestamp(observation.known_on),
        drawn=drawer.drawn,
        unit_km2=units["unit_km2"].round(DIGITS_KM2),
        line_km=_distances(ground, laid),
        digest=observation.digest,
        **{name: np.round(values, DIGITS_KM2) for name, values in areas.items()},
    )
    return table[table["shown"]].drop(columns="shown")


def published_readings(ground: Ground, observation: Observation, drawer: Drawer) -> pd.DataFrame:
    """Return one row for each unit whose area a source publishes without shapes."""
    units = ground.units[ground.units["id"].isin(list(observation.areas))]
    nothing = {
        f"{end}_{tolerance}_km2": np.nan for tolerance in TOLERANCES_M for end in ("low", "high")
    }
    table = units.assign(
        source=drawer.source,
        valid_from=pd.Timestamp(observation.valid_from),
        valid_to=pd.Timestamp(observation.valid_to),
        known_on=pd.Timestamp(observation.known_on),
        drawn=drawer.drawn,
        held_km2=[round(observation.areas[name], DIGITS_KM2) for name in units["id"]],
        contested_km2=np.nan,
        line_km=np.nan,
        digest=observation.digest,
        **nothing,
    )
    return table.drop(columns="shown")


def joined(tables: Sequence[pd.DataFrame], columns: Sequence[str]) -> pd.DataFrame:
    """Join tables of readings into one, in order of source, day and unit."""
    table = pd.concat([table for table in tables if len(table)], ignore_index=True)
    return table[list(columns)].astype(READING_TYPES)


def _by_unit(ground: Ground, values: np.ndarray) -> np.ndarray:
    return np.bincount(ground.pieces.unit, weights=values, minlength=len(ground.units)) / 1e6


def _contested(ground: Ground, laid: Laid, observation: Observation) -> np.ndarray:
    if observation.contested is None:
        return np.full(len(ground.units), np.nan)
    return _by_unit(ground, laid.contested)


def _distances(ground: Ground, laid: Laid) -> np.ndarray:
    """Return the distance in km from each place's centre to the line between the sides."""
    distance = np.full(len(ground.units), np.nan)
    lines = [line for line in laid.lines if line is not None and not line.is_empty]
    if lines and len(ground.centres):
        found = shapely.STRtree(lines).query_nearest(
            ground.centres, return_distance=True, all_matches=False
        )
        distance[ground.centre_units[found[0][0]]] = np.round(found[1] / 1e3, DIGITS_KM)
    return distance

"""Cells by day as a change list: who looks at a day sees the last change on or before it."""

from datetime import date

import numpy as np
import pandas as pd

LAYERS = ("held", "contested")
"""Layers of cells."""

CELL_TYPES = {
    "cell": "int32",
    "day": "datetime64[s]",
    "known_on": "datetime64[s]",
    "before": "uint8",
    "after": "uint8",
}
"""Types of the columns of a change list beside its two labels."""

CELL_COLUMNS = ("source", "layer", *CELL_TYPES)
"""Columns of a change list, in order."""


def no_changes() -> pd.DataFrame:
    """Return an empty change list."""
    empty = pd.DataFrame({name: pd.Series(dtype=object) for name in CELL_COLUMNS})
    return empty.astype(CELL_TYPES)


def state_at(cells: pd.DataFrame, day: date, *, source: str, layer: str, size: int) -> np.ndarray:
    """Return the sixteenths of every cell as of a day (uint8).

    Args:
        cells: A change list, cut by `known_by` where knowledge matters.
        day: The day.
        source: Name of the source.
        layer: `held` or `contested`.
        size: Number of cells of the grid.
    """
    rows = cells[(cells["source"] == source) & (cells["layer"] == layer)]
    return last_state(rows[rows["day"] <= pd.Timestamp(day)], size)


def known_changes(cells: pd.DataFrame, day: date) -> pd.DataFrame:
    """Return the change list as it could be known on a day.

    Where a day was drawn again later, both drawings stand in the list; once both are known, the
    later one holds, and each change is written anew from what then stood before it.
    """
    return settled(cells[cells["known_on"] <= pd.Timestamp(day)].reset_index(drop=True))


def settled(cells: pd.DataFrame) -> pd.DataFrame:
    """Let the drawing known last hold for each day, so that the changes of a cell join up."""
    if (cells["known_on"] == cells["day"]).all():
        return cells
    key = ["source", "layer", "cell", "day"]
    ordered = cells.sort_values([*key, "known_on"], kind="stable")
    ordered = ordered.drop_duplicates(key, keep="last")
    previous = ordered.groupby(["source", "layer", "cell"], sort=False)["after"].shift(fill_value=0)
    ordered = ordered.assign(before=previous.astype("uint8"))
    ordered = ordered[ordered["before"] != ordered["after"]]
    return ordered.sort_values(["source", "layer", "day", "cell"], kind="stable").reset_index(
        drop=True
    )


def change_rows(
    before: np.ndarray, after: np.ndarray, *, day: date, known_on: date
) -> pd.DataFrame:
    """Return the changes from one state to another, both in sixteenths of every cell."""
    return _rows(before, after, np.flatnonzero(before != after), (day, known_on))


def with_map_between(
    changes: pd.DataFrame,
    state: np.ndarray,
    *,
    dates: tuple[date, date],
    following: tuple[date, date],
) -> pd.DataFrame:
    """Return the changes of one source and layer with one map more before maps that stand already.

    The maps that stand keep their states: where the new map disturbs the one that follows, the list
    says so on that map's day, known once both maps are.

    Args:
        changes: `cell`, `day`, `known_on`, `before`, `after` of one source and layer.
        state: The new map's sixteenths of every cell.
        dates: The new map's day, and the first day on which it could be read.
        following: The same of the map that follows.
    """
    before = last_state(changes[changes["day"] <= pd.Timestamp(dates[0])], len(state))
    then = last_state(changes[changes["day"] <= pd.Timestamp(following[0])], len(state))
    disturbed = np.flatnonzero(before != state)
    known = max(dates[1], following[1])
    rows = [
        changes,
        _rows(before, state, disturbed, dates),
        _rows(state, then, disturbed, (following[0], known)),
    ]
    joined = pd.concat(rows, ignore_index=True).astype(CELL_TYPES)
    joined = joined.drop_duplicates(["cell", "day", "known_on"], keep="last")
    joined = joined[joined["before"] != joined["after"]]
    return joined.sort_values(["day", "known_on", "cell"], kind="stable").reset_index(drop=True)


def last_state(changes: pd.DataFrame, size: int) -> np.ndarray:
    """Return the sixteenths of every cell after all the changes of one source and layer."""
    ordered = changes.sort_values(["day", "known_on"], kind="stable")
    state = np.zeros(size, dtype=np.uint8)
    state[ordered["cell"].to_numpy()] = ordered["after"].to_numpy()
    return state


def _rows(
    before: np.ndarray, after: np.ndarray, cells: np.ndarray, dates: tuple[date, date]
) -> pd.DataFrame:
    day, known_on = dates
    return pd.DataFrame(
        {
            "cell": cells,
            "day": pd.Timestamp(day),
            "known_on": pd.Timestamp(known_on),
            "before": before[cells],
            "after": after[cells],
        }
    ).astype(CELL_TYPES)

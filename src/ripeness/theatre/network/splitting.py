"""Splitting lines where they cross, and counting what is there once."""

import numpy as np
import pandas as pd
import shapely

from ripeness.theatre.network.lines import LINE_COLUMNS
from ripeness.theatre.network.record import STANDINGS

EXACT_M = 0.01
"""How near a piece lies to the line it is a piece of, where lines are split as they are drawn."""


def split_at_crossings(lines: pd.DataFrame, *, precision_m: float = 0.0) -> pd.DataFrame:
    """Split lines of one mode wherever two cross or touch; ground covered twice is kept once.

    A bridge over a road is split like a crossing: which is which is not read. With a precision,
    lines are first snapped to a raster of that width, so that tracks side by side become one.

    Args:
        lines: Lines on a plane (`Lines.table`), in metres.
        precision_m: Width of the raster; 0 splits lines as they are drawn.

    Returns:
        One row for each piece between crossings, its class and standing those of the surest line
        that it is a piece of.
    """
    shapes = lines["shape"].to_numpy(object)
    whole = shapely.length(shapes) > 0
    if not whole.any():
        return lines.iloc[:0]
    lines, shapes = lines[whole].reset_index(drop=True), shapes[whole]
    union = shapely.union_all(shapes, grid_size=precision_m or None)
    pieces = shapely.get_parts(union)
    pieces = pieces[shapely.length(pieces) > 0]
    return _told_apart(pieces, lines, near_m=2 * precision_m + EXACT_M)


def crossings_without_node(lines: pd.DataFrame) -> int:
    """Return how many pairs of lines of one mode cross where neither ends.

    Args:
        lines: Lines that should meet at their ends only.
    """
    count = 0
    for _, same in lines.groupby("mode"):
        shapes = same["shape"].to_numpy(object)
        tree = shapely.STRtree(shapes)
        one, other = tree.query(shapes, predicate="intersects")
        pairs = one < other
        left, right = shapes[one[pairs]], shapes[other[pairs]]
        met = shapely.intersection(left, right)
        ends = shapely.union(shapely.boundary(left), shapely.boundary(right))
        beyond = shapely.difference(met, shapely.buffer(ends, EXACT_M))
        count += int((~shapely.is_empty(beyond)).sum())
    return count


def _told_apart(pieces: np.ndarray, lines: pd.DataFrame, *, near_m: float) -> pd.DataFrame:
    """Give each piece the class, standing and direction of the line that it is a piece of."""
    shapes = lines["shape"].to_numpy(object)
    middles = shapely.line_interpolate_point(pieces, 0.5, normalized=True)
    piece, line = shapely.STRtree(shapes).query(middles, predicate="dwithin", distance=near_m)
    forth = shapely.line_locate_point(
        shapes[line], shapely.get_point(pieces[piece], -1)
    ) >= shapely.line_locate_point(shapes[line], shapely.get_point(pieces[piece], 0))
    both = lines["both_ways"].to_numpy(bool)[line]
    rank = lines["standing"].map(STANDINGS.index).to_numpy()[line]
    matches = pd.DataFrame(
        {"piece": piece, "line": line, "rank": rank, "forth": both | forth, "back": both | ~forth}
    ).sort_values(["piece", "rank", "line"], kind="stable")
    ways = matches.groupby("piece")[["forth", "back"]].any()
    chosen = matches.drop_duplicates("piece")
    made = lines.iloc[chosen["line"].to_numpy()].reset_index(drop=True)
    kept = pieces[chosen["piece"].to_numpy()]
    scale = made["length_km"].to_numpy(float) / (shapely.length(made["shape"].to_numpy()) / 1000)
    forward = ways["forth"].to_numpy()
    turned = [p if ahead else shapely.reverse(p) for p, ahead in zip(kept, forward, strict=True)]
    return made.assign(
        shape=pd.Series(turned, dtype=object),
        length_km=shapely.length(kept) / 1000 * scale,
        both_ways=forward & ways["back"].to_numpy(),
    )[list(LINE_COLUMNS)]

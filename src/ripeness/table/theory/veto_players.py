"""Veto players: what can replace the status quo when several must agree (Tsebelis 1995).

Players have ideal points in the plane and like what is nearer. Seen from the status quo in a
direction `u`, player `i` gains for a distance of up to `2 <x_i - q, u>`, so that the set that `k`
players prefer reaches as far as the `k`-th largest of these, and its area is an integral of squared
cosines, exact between the directions at which two players change places.
"""

import math
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike
from scipy.spatial import ConvexHull, QhullError

from ripeness.table.theory.guards import numbers, refuse, whole


def win_set_area(
    players: ArrayLike,
    *,
    status_quo: ArrayLike,
    required: int | None = None,
) -> float:
    """Return the area of the set of points that enough players prefer to the status quo.

    Args:
        players: Ideal points in the plane, one row a player, in any unit of length.
        status_quo: The point that stands if nothing is agreed, in the same unit.
        required: How many players must prefer a point; all of them if left out.

    Returns:
        The area, in the unit of length squared; exact but for rounding.

    Raises:
        ModelError: If points are not in the plane, or `required` is out of its range.

    References:
        Tsebelis (1995), Decision making in political systems, British Journal of Political Science
        25(3), 289-325, doi:10.1017/S0007123400007225.

    Example:
        >>> round(win_set_area([(0, 0), (1, 0)], status_quo=(0.5, 0.5)), 9)
        0.285398163
    """
    where = "win_set_area"
    reach, needed = _placed(players, status_quo, required, where=where)
    turns = _turning_directions(reach)
    return sum(_sector(reach, needed, pair) for pair in pairwise(turns))


def win_set_outline(
    players: ArrayLike,
    *,
    status_quo: ArrayLike,
    required: int | None = None,
    points: int = 720,
) -> np.ndarray:
    """Return points on the outline of the win set, in order, for drawing.

    Args:
        players: Ideal points in the plane, one row a player, in any unit of length.
        status_quo: The point that stands if nothing is agreed, in the same unit.
        required: How many players must prefer a point; all of them if left out.
        points: In how many evenly spread directions the outline is taken, at least 3.

    Raises:
        ModelError: If points are not in the plane, or an argument is out of its range.

    References:
        Tsebelis (1995), doi:10.1017/S0007123400007225.

    Example:
        >>> outline = win_set_outline([(0, 0)], status_quo=(1, 0), points=4)
        >>> outline.round(9)[:3].tolist()
        [[1.0, 0.0], [1.0, 0.0], [-1.0, 0.0]]
    """
    where = "win_set_outline"
    reach, needed = _placed(players, status_quo, required, where=where)
    count = whole(points, "points", where=where, low=3)
    angles = 2 * math.pi * np.arange(count) / count
    rays = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    far = -np.sort(-(rays @ reach.T), axis=1)[:, needed - 1]
    return np.asarray(status_quo, dtype=float) + np.maximum(far, 0.0)[:, None] * rays


def in_win_set(
    point: ArrayLike,
    *,
    players: ArrayLike,
    status_quo: ArrayLike,
    required: int | None = None,
) -> bool:
    """Tell whether enough players prefer a point to the status quo.

    Args:
        point: The point, in the plane.
        players: Ideal points in the plane, one row a player.
        status_quo: The point that stands if nothing is agreed.
        required: How many players must prefer it; all of them if left out.

    Raises:
        ModelError: If points are not in the plane, or `required` is out of its range.

    References:
        Tsebelis (1995), doi:10.1017/S0007123400007225.

    Example:
        >>> in_win_set((0.5, 0.2), players=[(0, 0), (1, 0)], status_quo=(0.5, 0.5))
        True
    """
    where = "in_win_set"
    reach, needed = _placed(players, status_quo, required, where=where)
    ideal, standing = reach / 2, np.asarray(status_quo, dtype=float)
    step = _point(point, "point", where=where) - standing
    gains = ((ideal - step) ** 2).sum(axis=1) < (ideal**2).sum(axis=1)
    return int(gains.sum()) >= needed


def in_core(players: ArrayLike, *, status_quo: ArrayLike) -> bool:
    """Tell whether the status quo cannot be changed when every player has a veto.

    That is so if and only if it lies in the convex hull of the ideal points.

    Args:
        players: Ideal points in the plane, one row a player.
        status_quo: The point that stands if nothing is agreed.

    Raises:
        ModelError: If points are not in the plane.

    References:
        Tsebelis (1995), doi:10.1017/S0007123400007225, on the unanimity core.

    Example:
        >>> in_core([(0, 0), (1, 0)], status_quo=(0.5, 0))
        True
        >>> in_core([(0, 0), (1, 0)], status_quo=(0.5, 0.5))
        False
    """
    reach, _ = _placed(players, status_quo, None, where="in_core")
    if (np.hypot(*reach.T) == 0).any():
        return True
    angles = np.sort(np.arctan2(reach[:, 1], reach[:, 0]))
    gaps = np.diff(np.append(angles, angles[0] + 2 * math.pi))
    return bool(gaps.max() <= math.pi + 1e-12)


def core_area(players: ArrayLike) -> float:
    """Return the area of the unanimity core: the convex hull of the ideal points.

    Args:
        players: Ideal points in the plane, one row a player.

    Raises:
        ModelError: If points are not in the plane.

    References:
        Tsebelis (1995), doi:10.1017/S0007123400007225.

    Example:
        >>> core_area([(0, 0), (1, 0), (0, 1)])
        0.5
    """
    ideal = numbers(players, "players", where="core_area", dimensions=2)
    if ideal.shape[1] != 2:
        refuse(players, "players", where="core_area", expected="points in the plane")
    if len(ideal) < 3:
        return 0.0
    try:
        return float(ConvexHull(ideal).volume)
    except QhullError:  # all on one line
        return 0.0


def _placed(
    players: ArrayLike,
    status_quo: ArrayLike,
    required: int | None,
    *,
    where: str,
) -> tuple[np.ndarray, int]:
    """Twice the way from the status quo to each ideal point, and how many players are needed."""
    ideal = numbers(players, "players", where=where, dimensions=2)
    if ideal.shape[1] != 2:
        refuse(players, "players", where=where, expected="points in the plane")
    needed = len(ideal)
    if required is not None:
        needed = whole(required, "required", where=where, low=1, high=len(ideal))
    return 2 * (ideal - _point(status_quo, "status_quo", where=where)), needed


def _point(values: ArrayLike, name: str, *, where: str) -> np.ndarray:
    point = numbers(values, name, where=where)
    if len(point) != 2:
        refuse(values, name, where=where, expected="a point in the plane")
    return point


def _turning_directions(reach: np.ndarray) -> np.ndarray:
    """Directions in which a player stops gaining, or two players gain for equally far."""
    pairs = reach[:, None, :] - reach[None, :, :]
    lines = np.concatenate([reach, pairs[np.triu_indices(len(reach), 1)]])
    lines = lines[np.hypot(*lines.T) > 0]
    across = np.arctan2(lines[:, 1], lines[:, 0]) + math.pi / 2
    turns = np.unique(np.concatenate([across, across + math.pi]) % (2 * math.pi))
    start = turns[0] if len(turns) else 0.0
    return np.append(turns, start + 2 * math.pi)


def _sector(reach: np.ndarray, needed: int, angles: tuple[float, float]) -> float:
    """Half the integral of the squared reach of the k-th player over a sector."""
    low, high = float(angles[0]), float(angles[1])
    middle = (low + high) / 2
    far = reach @ np.array([math.cos(middle), math.sin(middle)])
    player = int(np.argsort(-far, kind="stable")[needed - 1])
    if not far[player] > 0:
        return 0.0
    a, b = reach[player]
    squares = (a**2 + b**2) * (high - low)
    doubles = (a**2 - b**2) * (math.sin(2 * high) - math.sin(2 * low)) / 2
    cross = a * b * (math.cos(2 * low) - math.cos(2 * high))
    return float(squares + doubles + cross) / 4

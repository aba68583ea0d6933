"""Which of many points no other point betters in every coordinate."""

from dataclasses import dataclass

import numpy as np

_SWEPT = 256
"""How many points a sweep in three dimensions takes at once."""
_WORD = 64
_BLOCK = 4096
"""How many points are compared at once, in bits, in four dimensions and more."""
_QUERIES = 2048


def maxima(points: np.ndarray) -> np.ndarray:
    """Return the positions of points that no other dominates, one for each distinct point.

    A point dominates another if it is nowhere smaller and somewhere larger.

    Args:
        points: Finite numbers by [point, coordinate].

    Returns:
        Positions, from the largest first coordinate to the smallest.

    References:
        Kung, Luccio and Preparata (1975), On finding the maxima of a set of vectors, Journal of
        the ACM 22(4), 469-476, doi:10.1145/321906.321910. The sweeps in two and three dimensions
        are theirs, taken in blocks; from four on, dominance is decided by intersecting bit sets.

    Example:
        >>> maxima(np.array([[1.0, 3.0], [2.0, 2.0], [1.0, 2.0], [2.0, 2.0]])).tolist()
        [1, 0]
    """
    return maxima_and_twins(points)[0]


def maxima_and_twins(points: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return the undominated positions, and which other positions hold the same points.

    Returns:
        The positions kept; the positions of their twins; for each twin, the place in the first
        array of the point that it equals.
    """
    order = np.lexsort(-points.T[::-1])
    ranked = points[order]
    fresh = np.ones(len(order), dtype=bool)
    fresh[1:] = (ranked[1:] != ranked[:-1]).any(axis=1)
    distinct = ranked[fresh]
    kept = _undominated(distinct)
    first = np.flatnonzero(fresh)[kept]
    if fresh.all():
        return order[first], order[:0], order[:0]
    place = np.full(len(distinct), -1)
    place[kept] = np.arange(int(kept.sum()))
    owner = place[np.cumsum(fresh) - 1]
    twin = ~fresh & (owner >= 0)
    return order[first], order[twin], owner[twin]


def _undominated(ranked: np.ndarray) -> np.ndarray:
    """Mark the maxima among distinct points in falling lexical order."""
    match ranked.shape[1]:
        case 1:
            return np.arange(len(ranked)) == 0
        case 2:
            return _staircase(ranked[:, 1])
        case 3:
            return _swept(ranked)
        case _:
            return _by_bits(ranked)


def _staircase(second: np.ndarray) -> np.ndarray:
    kept = np.ones(len(second), dtype=bool)
    kept[1:] = second[1:] > np.maximum.accumulate(second)[:-1]
    return kept


def _swept(ranked: np.ndarray) -> np.ndarray:
    """Sweep down the first coordinate, keeping the staircase of the other two."""
    kept = np.zeros(len(ranked), dtype=bool)
    steps = np.array([[-np.inf, np.inf], [np.inf, -np.inf]])  # second rising, third falling
    for start in range(0, len(ranked), _SWEPT):
        rest = ranked[start : start + _SWEPT, 1:]
        above = steps[np.searchsorted(steps[:, 0], rest[:, 0]), 1]
        left = np.flatnonzero(rest[:, 1] > above)
        rest = rest[left]
        beats = (rest[:, None, 0] >= rest[None, :, 0]) & (rest[:, None, 1] >= rest[None, :, 1])
        left = left[~np.triu(beats, 1).any(axis=0)]
        kept[start + left] = True
        steps = _joined(steps, ranked[start + left, 1:])
    return kept


def _joined(steps: np.ndarray, fresh: np.ndarray) -> np.ndarray:
    """Return the staircase of old steps and new points."""
    both = np.vstack([steps, fresh])
    both = both[np.lexsort((-both[:, 1], -both[:, 0]))]
    return both[_staircase(both[:, 1])][::-1]


@dataclass(frozen=True)
class _Bits:
    """Points such that those at least as large as another in a coordinate are a row of bits."""

    points: np.ndarray
    falling: tuple[np.ndarray, ...]
    """By coordinate: the negated values, in falling order of the values."""
    rows: tuple[np.ndarray, ...]
    """By coordinate: the set of the first so many points, for every number of them."""


def _by_bits(ranked: np.ndarray) -> np.ndarray:
    """Compare with the points kept so far, in blocks, by intersecting sets of bits."""
    order = np.argsort(-ranked.sum(axis=1), kind="stable")  # nothing is dominated by what follows
    kept = np.zeros(len(ranked), dtype=bool)
    archive: list[_Bits] = []
    for start in range(0, len(order), _BLOCK):
        block = order[start : start + _BLOCK]
        for bits in archive:
            block = block[~_dominated(ranked[block], bits)]
        if len(block):
            block = block[~_dominated(ranked[block], _bits(ranked[block]), others=True)]
            kept[block] = True
            archive = _added(archive, ranked[block])
    return kept


def _added(archive: list[_Bits], fresh: np.ndarray) -> list[_Bits]:
    """Return the archive with new points; its last block is filled up first."""
    if archive and len(archive[-1].points) + len(fresh) <= _BLOCK:
        return [*archive[:-1], _bits(np.vstack([archive[-1].points, fresh]))]
    return [*archive, _bits(fresh)]


def _bits(points: np.ndarray) -> _Bits:
    sorted_, rows = [], []
    for column in points.T:
        falling = np.argsort(-column, kind="stable")
        table = np.zeros((len(points) + 1, -(-len(points) // _WORD)), dtype=np.uint64)
        table[np.arange(1, len(points) + 1), falling // _WORD] = _bit(falling)
        rows.append(np.bitwise_or.accumulate(table, axis=0))
        sorted_.append(-column[falling])
    return _Bits(points, tuple(sorted_), tuple(rows))


def _bit(positions: np.ndarray) -> np.ndarray:
    return np.left_shift(np.uint64(1), (positions % _WORD).astype(np.uint64))


def _dominated(queries: np.ndarray, bits: _Bits, *, others: bool = False) -> np.ndarray:
    """Say which queries some point is nowhere smaller than; `others`: but for itself."""
    found = np.zeros(len(queries), dtype=bool)
    for start in range(0, len(queries), _QUERIES):
        some = queries[start : start + _QUERIES]
        sets = np.full((len(some), bits.rows[0].shape[1]), ~np.uint64(0))
        for column, falling, rows in zip(some.T, bits.falling, bits.rows, strict=True):
            sets &= rows[np.searchsorted(falling, -column, side="right")]
        if others:
            own = np.arange(start, start + len(some))
            sets[np.arange(len(some)), own // _WORD] &= ~_bit(own)
        found[start : start + len(some)] = sets.any(axis=1)
    return found

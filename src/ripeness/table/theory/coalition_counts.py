"""Counting coalitions with generating functions, in whole numbers of any length.

`prod (1 + y x^w)` counts coalitions by weight (the power of x) and size (the power of y). It is
kept as one number a weight, whose digits of fixed width are the counts by size, so that multiplying
by y is a shift. A voter is taken out again by the alternating series of `1 / (1 + y x^w)`; over a
window of weights as long as `w`, the series is a sum over neighbouring windows of running totals.
"""

from collections import Counter
from itertools import accumulate
from math import comb


def counts_by_size(weights: list[int], quota: int) -> dict[int, list[int]]:
    """Return, for each weight, how many coalitions of the others it decides, by their size.

    Example:
        >>> counts_by_size([2, 1, 1], 3)
        {2: [0, 2, 1], 1: [0, 1, 0]}
    """
    n = len(weights)
    width = comb(n, n // 2).bit_length() + 1  # no count by size exceeds the middle binomial
    running = _running_totals(weights, quota, width)
    mask = (1 << width) - 1
    sizes = (1 << width * n) - 1
    found = {}
    for weight in Counter(weights):
        packed = _decided(running, weight, width=width, voters=n) & sizes
        found[weight] = [packed >> width * size & mask for size in range(n)]
    return found


def swings(weights: list[int], quota: int) -> dict[int, int]:
    """Return, for each weight, how many coalitions of the others it decides.

    Example:
        >>> swings([2, 1, 1], 3)
        {2: 3, 1: 1}
    """
    running = _running_totals(weights, quota, 0)
    return {
        weight: _decided(running, weight, width=0, voters=len(weights))
        for weight in Counter(weights)
    }


def _running_totals(weights: list[int], quota: int, width: int) -> list[int]:
    """Coalitions of weight up to each number below the quota, digits being counts by size."""
    counts = [1] + [0] * (quota - 1)
    reached = 0
    for weight in sorted(weights):
        reached = min(reached + weight, quota - 1)
        lighter = counts[: max(reached + 1 - weight, 0)]
        pairs = zip(counts[weight : reached + 1], lighter, strict=True)
        counts[weight : reached + 1] = [count + (less << width) for count, less in pairs]
    return list(accumulate(counts))


def _decided(running: list[int], weight: int, *, width: int, voters: int) -> int:
    """Coalitions without the voter that lie below the quota, and not below it with the voter.

    Shifts by more than `voters` digits fall outside what is read and are left out.
    """
    if weight == 0:
        return 0
    tops = range(len(running) - 1, -1, -weight)
    totals = [running[top] for top in (tops if width == 0 else tops[: voters + 1])]
    windows = [total - less for total, less in zip(totals, [*totals[1:], 0], strict=True)]
    if width == 0:
        return sum(windows[::2]) - sum(windows[1::2])
    signed = [window << width * step for step, window in enumerate(windows)]
    return sum(signed[::2]) - sum(signed[1::2])

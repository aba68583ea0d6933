"""A search for one package that is better for all, among the most promising partial packages."""

import numpy as np

from ripeness.table.packages.labels import Worths, step_gains
from ripeness.table.packages.layers import Layers

WIDTH = 300
"""How many partial packages are kept at an issue."""


def package_above(
    layers: Layers,
    worths: Worths,
    above: np.ndarray,
    weights: np.ndarray,
    *,
    width: int = WIDTH,
) -> np.ndarray | None:
    """Return a package that exceeds every party's threshold, if the search meets one.

    Each partial package is completed as is best for a weighting of parties, and judged by the
    party that then gains least; so what is judged best is a package, and is returned as soon as
    its smallest gain is above zero. Finding none does not mean that there is none.

    Args:
        layers: The rules of the plan, that some package obeys.
        worths: What options and pairs are worth.
        above: A threshold for each party.
        weights: The weighting, one number a party.
        width: How many partial packages are kept at an issue.
    """
    ends = _ends(layers, worths, weights)
    scale = np.maximum(np.ptp(worths.options, axis=2).sum(axis=1), 1.0)
    worth, state = -above[None, :], np.zeros(1, dtype=int)
    package = np.zeros((1, len(layers.order)), dtype=np.int64)
    for at, issue in enumerate(layers.order):
        following = layers.moves[at][state]
        parent, option = np.nonzero(following >= 0)
        worth = worth[parent] + step_gains(layers, worths, at)[state[parent], option]
        state = following[parent, option]
        least = ((worth + ends[at + 1][0][state]) / scale).min(axis=1)
        kept = np.argsort(-least, kind="stable")[:width]
        package = package[parent[kept]]
        package[:, issue] = option[kept]
        worth, state = worth[kept], state[kept]
        if least[kept[0]] > 0:
            return _completed(layers, package[0], int(state[0]), ends=ends, first=at + 1)
    return None


def _ends(
    layers: Layers, worths: Worths, weights: np.ndarray
) -> list[tuple[np.ndarray, np.ndarray]]:
    """Return, before each issue and by state, the best completion's worth and next option."""
    ends = [(np.zeros((1, len(weights))), np.zeros(1, dtype=int))]
    for at in reversed(range(len(layers.order))):
        move = layers.moves[at]
        total = step_gains(layers, worths, at) + ends[0][0][move]
        option = np.where(move >= 0, total @ weights, -np.inf).argmax(axis=1)
        ends.insert(0, (total[np.arange(len(move)), option], option))
    return ends


def _completed(
    layers: Layers,
    package: np.ndarray,
    state: int,
    *,
    ends: list[tuple[np.ndarray, np.ndarray]],
    first: int,
) -> np.ndarray:
    whole = package.copy()
    for at in range(first, len(layers.order)):
        option = int(ends[at][1][state])
        whole[layers.order[at]] = option
        state = int(layers.moves[at][state, option])
    return whole

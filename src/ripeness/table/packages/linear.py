"""The best package for a weighting of parties, for many draws at once."""

from dataclasses import dataclass

import numpy as np

from ripeness.table.packages.layers import Layers


@dataclass(frozen=True)
class Gains:
    """What packages gain over reservation values, in many draws, as shares of a party's range."""

    options: np.ndarray
    """By [draw, party, issue, option]; 0 where there is no such option."""
    pairs: np.ndarray
    """By [draw, party, pair]."""
    least: np.ndarray
    """By [draw, party]: what must be exceeded."""

    def some(self, draws: np.ndarray) -> "Gains":
        """Return the gains of some draws."""
        return Gains(self.options[draws], self.pairs[draws], self.least[draws])


def best_packages(
    layers: Layers, gains: Gains, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return each draw's best package for a weighting of parties, and each party's gain from it.

    Args:
        layers: The rules of the plan, that some package obeys.
        gains: What packages gain.
        weights: By [draw, party].

    Returns:
        Option positions by [draw, issue]; gains above the least by [draw, party].
    """
    options = np.einsum("dp,dpio->dio", weights, gains.options)
    pairs = np.einsum("dp,dpq->dq", weights, gains.pairs)
    draws = len(weights)
    ahead = np.zeros((draws, 1))
    choices: list[np.ndarray] = []
    for at in reversed(range(len(layers.order))):
        move = layers.moves[at]
        total = options[:, layers.order[at], None, : move.shape[1]] + ahead[:, move]
        if layers.pairs[at]:
            total = total + np.einsum("dq,soq->dso", pairs[:, layers.pairs[at]], layers.hits[at])
        total = np.where(move >= 0, total, -np.inf)
        choices.append(total.argmax(axis=2))
        ahead = np.take_along_axis(total, choices[-1][:, :, None], axis=2)[:, :, 0]
    return _followed(layers, gains, choices[::-1])


def _followed(
    layers: Layers, gains: Gains, choices: list[np.ndarray]
) -> tuple[np.ndarray, np.ndarray]:
    draws = np.arange(len(gains.least))
    package = np.zeros((len(draws), len(layers.order)), dtype=np.int64)
    state = np.zeros(len(draws), dtype=np.int64)
    gain = -gains.least
    for at, issue in enumerate(layers.order):
        option = choices[at][draws, state]
        package[:, issue] = option
        gain = gain + gains.options[draws, :, issue, option]
        for k, pair in enumerate(layers.pairs[at]):
            hit = layers.hits[at][state, option, k]
            gain = gain + gains.pairs[:, :, pair] * hit[:, None]
        state = layers.moves[at][state, option]
    return package, gain

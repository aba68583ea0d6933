"""What a side believes of the chance of the next fort, and how forts that fall change it."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv, roots_legendre

from ripeness.table.theory.guards import numbers, positive, refuse


@dataclass(frozen=True)
class BetaBelief:
    """A beta belief about the chance that A takes the next fort.

    Example:
        >>> belief = BetaBelief(3, 1)
        >>> belief.mean_after(np.array([0.0, 2.0]), np.array([0.0, 4.0]))
        array([0.75, 0.5 ])
    """

    wins: float
    """The first parameter, above 0: forts that A would have taken in the belief's past."""
    losses: float
    """The second parameter, above 0: forts that A would have lost."""

    def __post_init__(self) -> None:
        positive(self.wins, "wins", where="BetaBelief")
        positive(self.losses, "losses", where="BetaBelief")

    def mean_after(self, taken: np.ndarray, lost: np.ndarray) -> np.ndarray:
        """Return the expected chance after so many forts taken and lost."""
        return (self.wins + taken) / (self.wins + self.losses + taken + lost)

    def points(self, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Return chances and weights that stand for the belief (Gauss points of its quantiles)."""
        nodes, weights = roots_legendre(count)
        return betaincinv(self.wins, self.losses, (nodes + 1) / 2), weights / 2


@dataclass(frozen=True)
class PointBelief:
    """A belief that the chance that A takes the next fort is one of a few values.

    Example:
        >>> belief = PointBelief(chances=(0.4, 0.6), weights=(0.5, 0.5))
        >>> belief.mean_after(np.array([0.0, 1.0]), np.array([0.0, 0.0]))
        array([0.5 , 0.52])
    """

    chances: tuple[float, ...]
    """The chances held possible, each inside (0, 1)."""
    weights: tuple[float, ...]
    """How probable each is, above 0; they sum to one."""

    def __post_init__(self) -> None:
        chances = numbers(self.chances, "chances", where="PointBelief")
        weights = numbers(self.weights, "weights", where="PointBelief")
        if not ((chances > 0) & (chances < 1)).all():
            refuse(self.chances, "chances", where="PointBelief", expected="each inside (0, 1)")
        right = len(weights) == len(chances) and (weights > 0).all()
        if not right or not abs(weights.sum() - 1) <= 1e-9:
            expected = f"{len(chances)} weights above 0 that sum to one"
            refuse(self.weights, "weights", where="PointBelief", expected=expected)

    def mean_after(self, taken: np.ndarray, lost: np.ndarray) -> np.ndarray:
        """Return the expected chance after so many forts taken and lost."""
        chances = np.asarray(self.chances)
        logs = np.log(self.weights) + np.multiply.outer(taken, np.log(chances))
        logs = logs + np.multiply.outer(lost, np.log1p(-chances))
        likelihood = np.exp(logs - logs.max(axis=-1, keepdims=True))
        return likelihood @ chances / likelihood.sum(axis=-1)

    def points(self, count: int) -> tuple[np.ndarray, np.ndarray]:  # noqa: ARG002 - a belief's shape
        """Return the chances held possible and their weights."""
        return np.asarray(self.chances), np.asarray(self.weights)


Belief = BetaBelief | PointBelief

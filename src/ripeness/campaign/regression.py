"""What a later payoff is worth in a state: a regression fitted on one half, read on the other.

Least squares on a quadratic basis of the state, as in Longstaff & Schwartz 2001
(https://doi.org/10.1093/rfs/14.1.113). Each half is valued by the other half's fit, so that no
member's own future enters what it is taken to know.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.terms.errors import ModelError

Numbers = NDArray[np.float64]

RIDGE = 1e-3
"""Weight of the penalty on the standardised terms, a member; it only steadies the solution."""

LEAST_SPREAD = 1e-12
"""A feature that varies less than this over the members tells nothing and is left out."""


@dataclass(frozen=True)
class Valued:
    """What each member's later payoff is worth in its state, and how much the state explains."""

    value: Numbers
    """Expected payoff, by [member, payoff]; each from a fit on the other half."""
    r2: Numbers
    """Share of the payoff's variance that the state explains, out of sample: [payoff]. Below 0
    where the fit is worse than the mean; 0 where the payoff does not vary."""


def halves(members: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the two halves of the members: even ones and odd ones.

    Example:
        >>> [half.tolist() for half in halves(5)]
        [[0, 2, 4], [1, 3]]
    """
    return np.arange(0, members, 2), np.arange(1, members, 2)


def valued(state: Numbers, payoff: Numbers) -> Valued:
    """Return what payoffs are worth in the states, each half by the other half's fit.

    Args:
        state: What is known of each member: [member, feature].
        payoff: What each comes to: [member, payoff].

    Raises:
        ModelError: If there are fewer than eight members, the arrays do not match, or a number is
            not finite.
    """
    _refuse_unfit(state, payoff)
    value = np.empty_like(payoff, dtype=np.float64)
    left = np.zeros(payoff.shape[1])
    spread = np.zeros(payoff.shape[1])
    first, second = halves(len(state))
    for fitted, read in ((first, second), (second, first)):
        basis, centre = _basis(state, fitted)
        mean = payoff[fitted].mean(axis=0)
        slopes = _slopes(basis[fitted] - centre, payoff[fitted] - mean)
        value[read] = mean + (basis[read] - centre) @ slopes
        left += ((payoff[read] - value[read]) ** 2).sum(axis=0)
        spread += ((payoff[read] - mean) ** 2).sum(axis=0)
    explained = np.zeros(len(spread))
    varies = spread > LEAST_SPREAD * max(len(state), 1)
    explained[varies] = 1 - left[varies] / spread[varies]
    return Valued(value=value, r2=explained)


def _basis(state: Numbers, fitted: NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """Return standardised features with their squares and products, and the means over a half."""
    middle, spread = state[fitted].mean(axis=0), state[fitted].std(axis=0)
    kept = spread > LEAST_SPREAD * (1 + np.abs(middle))
    plain = np.clip((state[:, kept] - middle[kept]) / spread[kept], -4.0, 4.0)
    rows, columns = np.triu_indices(plain.shape[1])
    basis = np.hstack([plain, plain[:, rows] * plain[:, columns]])
    return basis, basis[fitted].mean(axis=0) if basis.shape[1] else np.zeros(0)


def _slopes(basis: Numbers, payoff: Numbers) -> Numbers:
    size = basis.shape[1]
    if size == 0:
        return np.zeros((0, payoff.shape[1]))
    normal = basis.T @ basis + RIDGE * len(basis) * np.eye(size)
    return np.asarray(np.linalg.solve(normal, basis.T @ payoff), dtype=np.float64)


def _refuse_unfit(state: Numbers, payoff: Numbers) -> None:
    if len(state) != len(payoff) or len(state) < 8:
        found = f"{len(state)} states and {len(payoff)} payoffs"
    elif not (np.isfinite(state).all() and np.isfinite(payoff).all()):
        found = "a state or a payoff that is not a finite number"
    else:
        return
    raise ModelError(
        found,
        where="the value of going on",
        expected="at least eight members, each with a finite state and payoff",
        remedy="Raise the number of members; report this if a number is not finite.",
    )

"""Consent: the chance that a rule is met, given the chances of those who must agree.

A body agrees by unanimity, by a share of its members or by weight of votes; a chain agrees if every
step of it does. Members may decide independently or share a factor. Where a rule is not met the
status quo stands.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import gammaln, ndtr, ndtri
from scipy.stats import binom

from ripeness.table.theory.guards import numbers, one_of, refuse, whole, within

Factor = Literal["beta", "normal"]
"""How a shared factor is drawn: one chance for all from a beta, or a normal behind each member."""

_NODES = 16
"""Nodes in each panel of the quadrature over a normal factor; more move nothing by 1e-12."""
_FAR = 9
"""How many standard deviations of the factor are covered."""
_AROUND = np.array([-8.0, -4.0, -2.0, -1.0, 0.0, 1.0, 2.0, 4.0, 8.0])
"""Where panels end around the value at which a member's mind changes, in its own spread."""
_MOST_WEIGHT = 1_000_000
"""The largest total of whole weights that is counted."""


@dataclass(frozen=True)
class Consent:
    """The chance that a rule is met, and how often each member decides it."""

    passes: float
    """The chance that the rule is met."""
    pivotal: tuple[float, ...]
    """For each member, the chance that its own vote decides."""


def unanimity_chance(
    members: int, *, chance: float, shared: float = 0.0, factor: Factor = "beta"
) -> float:
    """Return the chance that all of `n` members agree.

    Args:
        members: How many must agree, at least 1.
        chance: Each member's chance to agree, 0 to 1.
        shared: Correlation between two members' votes (`beta`) or between the normal variables
            behind them (`normal`), 0 to 1; 0: independent.
        factor: How the shared factor is drawn.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Skellam (1948), A probability distribution derived from the binomial distribution by
        regarding the probability of success as variable between the sets of trials, Journal of
        the Royal Statistical Society B 10(2), 257-261, doi:10.1111/j.2517-6161.1948.tb00014.x.

    Example:
        >>> round(unanimity_chance(32, chance=0.98), 6)
        0.523883
        >>> round(unanimity_chance(32, chance=0.98, shared=0.5), 6)
        0.921736
    """
    where = "unanimity_chance"
    n = whole(members, "members", where=where, low=1)
    p = within(chance, "chance", where=where)
    rho = within(shared, "shared", where=where)
    one_of(factor, "factor", where=where, choices=("beta", "normal"))
    if rho in {0.0, 1.0} or p in {0.0, 1.0}:
        return p if rho == 1.0 else p**n
    if factor == "beta":
        return _beta_all(n, p, rho)
    given, weight = _normal_nodes(np.array([p]), rho)
    return float(weight @ given[:, 0] ** n)


def chance_needed(members: int, *, passes: float, shared: float = 0.0) -> float:
    """Return the chance that each of `n` members must have for all to agree with a given chance.

    Args:
        members: How many must agree, at least 1.
        passes: The chance that all agree, 0 to 1.
        shared: Correlation between two members' votes, 0 to 1.

    Raises:
        ModelError: If an argument is out of its range.

    Example:
        >>> round(chance_needed(32, passes=0.5), 6)
        0.978572
    """
    where = "chance_needed"
    wanted = within(passes, "passes", where=where)
    low, high = 0.0, 1.0
    for _ in range(60):  # halving: a chance to 1e-18
        middle = (low + high) / 2
        if unanimity_chance(members, chance=middle, shared=shared) < wanted:
            low = middle
        else:
            high = middle
    return high


def vote(
    chances: Sequence[float],
    *,
    quota: float,
    weights: Sequence[int] | None = None,
    shared: float = 0.0,
    factor: Factor = "normal",
) -> Consent:
    """Return the chance that members of enough weight agree, and who decides how often.

    Args:
        chances: Each member's chance to agree, 0 to 1.
        quota: The weight that is enough, above 0; a simple majority of `n` is `n // 2 + 1`.
        weights: Each member's whole weight, at least 0; one each if left out.
        shared: As in `unanimity_chance`, 0 to 1; a `beta` factor takes equal chances only.
        factor: How the shared factor is drawn.

    Raises:
        ModelError: If an argument is out of its range, or the quota exceeds all weights.

    References:
        Chances of a sum of unequal votes: Poisson's binomial, as in Wang (1993), Statistica
        Sinica 3(2), 295-312; one normal factor: Vasicek (1991), Limiting loan loss probability
        distribution, KMV.

    Example:
        >>> consent = vote([0.5, 0.5, 0.5], quota=2)
        >>> round(consent.passes, 9), [round(chance, 9) for chance in consent.pivotal]
        (0.5, [0.5, 0.5, 0.5])
    """
    where = "vote"
    p = _chances(chances, where=where)
    w = _weights(weights, len(p), where=where)
    needed = _quota(quota, int(w.sum()), where=where)
    rho = within(shared, "shared", where=where)
    one_of(factor, "factor", where=where, choices=("beta", "normal"))
    if factor == "beta" and np.ptp(p) != 0:
        refuse(tuple(chances), "chances", where=where, expected="equal chances under `beta`")
    if factor == "beta" and 0 < rho < 1 and 0 < p[0] < 1:
        return _voted_beta(float(p[0]), w, needed, rho)
    return _voted(p, w, needed, _nodes(p, rho))


def chain_chance(steps: Sequence[float]) -> float:
    """Return the chance that every step of a chain is met, the steps being independent.

    Raises:
        ModelError: If a chance is out of its range, or there is no step.

    Example:
        >>> chain_chance([0.5, 0.5])
        0.25
    """
    return float(np.prod(_chances(steps, where="chain_chance")))


def chain_bounds(steps: Sequence[float]) -> tuple[float, float]:
    """Return the least and the greatest chance of a chain, however its steps depend.

    Raises:
        ModelError: If a chance is out of its range, or there is no step.

    References:
        Fréchet (1935), Généralisation du théorème des probabilités totales, Fundamenta
        Mathematicae 25, 379-387, doi:10.4064/fm-25-1-379-387.

    Example:
        >>> low, high = chain_bounds([0.9, 0.8])
        >>> round(low, 6), high
        (0.7, 0.8)
    """
    p = _chances(steps, where="chain_bounds")
    return max(0.0, float(p.sum()) - (len(p) - 1)), float(p.min())


def with_failure(passes: float, *, agreed: float, status_quo: float) -> float:
    """Return what an option is worth if the status quo stands where its rule is not met.

    Args:
        passes: The chance that the rule is met, 0 to 1.
        agreed: What the option is worth.
        status_quo: What the status quo is worth, in the same unit.

    Raises:
        ModelError: If the chance is out of its range.

    Example:
        >>> with_failure(0.25, agreed=1.0, status_quo=0.0)
        0.25
    """
    p = within(passes, "passes", where="with_failure")
    return p * agreed + (1 - p) * status_quo


def _chances(values: Sequence[float], *, where: str) -> np.ndarray:
    p = numbers(values, "chances", where=where)
    if not ((p >= 0) & (p <= 1)).all():
        refuse(tuple(values), "chances", where=where, expected="chances from 0 to 1")
    return p


def _weights(weights: Sequence[int] | None, count: int, *, where: str) -> np.ndarray:
    if weights is None:
        return np.ones(count, dtype=int)
    w = numbers(weights, "weights", where=where)
    if len(w) != count or not ((w >= 0) & (w == np.floor(w))).all():
        refuse(tuple(weights), "weights", where=where, expected=f"{count} whole weights from 0")
    if not 0 < w.sum() <= _MOST_WEIGHT:
        expected = f"weights with a sum above 0, at most {_MOST_WEIGHT}"
        refuse(tuple(weights), "weights", where=where, expected=expected)
    return w.astype(int)


def _quota(quota: float, total: int, *, where: str) -> int:
    needed = math.ceil(within(quota, "quota", where=where, high=math.inf) - 1e-9)
    if not 0 < needed <= total:
        expected = f"above 0 and at most all weight, {total}: a rule that somebody can meet"
        refuse(quota, "quota", where=where, expected=expected)
    return needed


def _beta_all(n: int, p: float, rho: float) -> float:
    """All of n agree: the product of (a + i) / (a + b + i), written so that rho may be tiny."""
    i = np.arange(n)
    return float(np.prod((p * (1 - rho) + i * rho) / (1 - rho + i * rho)))


def _beta_counts(n: int, p: float, rho: float) -> np.ndarray:
    """The chance that k of n agree, for k from 0 to n."""
    i = np.arange(n)
    yes = np.concatenate([[0.0], np.cumsum(np.log(p * (1 - rho) + i * rho))])
    no = np.concatenate([[0.0], np.cumsum(np.log((1 - p) * (1 - rho) + i * rho))])
    together = np.log(1 - rho + i * rho).sum()
    k = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.exp(ways + yes + no[::-1] - together)


def _voted_beta(p: float, w: np.ndarray, needed: int, rho: float) -> Consent:
    n = len(w)
    if np.ptp(w) == 0:
        count = -(-needed // int(w[0]))
        decides = float(_beta_counts(n - 1, p, rho)[count - 1])
        return Consent(_within_one(_beta_counts(n, p, rho)[count:].sum()), (decides,) * n)
    passes = _beta_counts(n, p, rho) @ _subsets(w)[:, needed:].sum(axis=1)
    fewer, pivotal = _beta_counts(n - 1, p, rho), {}
    for i, weight in enumerate(w.tolist()):
        if weight not in pivotal:
            window = _subsets(np.delete(w, i))[:, max(needed - weight, 0) : needed]
            pivotal[weight] = _within_one(fewer @ window.sum(axis=1))
    return Consent(_within_one(passes), tuple(pivotal[weight] for weight in w.tolist()))


def _subsets(w: np.ndarray) -> np.ndarray:
    """By size, the share of all subsets of members that has each total weight."""
    n, total = len(w), int(w.sum())
    counts = np.zeros((n + 1, total + 1))
    counts[0, 0] = 1.0
    for weight in w.tolist():
        counts[1:, weight:] += counts[:-1, : total + 1 - weight].copy()
    return counts / counts.sum(axis=1, keepdims=True)


def _nodes(p: np.ndarray, rho: float) -> tuple[np.ndarray, np.ndarray]:
    """Chances given the shared factor, a row for each of its values, and these values' weights."""
    sure = ((p == 0) | (p == 1)).all()
    if rho == 0.0 or sure:
        return p[None, :], np.ones(1)
    return _alike(p) if rho == 1.0 else _normal_nodes(p, rho)


def _alike(p: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One number between 0 and 1 decides for all: who agrees changes at each member's chance."""
    steps = np.unique(np.concatenate([[0.0, 1.0], p]))
    middles = (steps[:-1] + steps[1:]) / 2
    return (p[None, :] > middles[:, None]).astype(float), np.diff(steps)


def _normal_nodes(p: np.ndarray, rho: float) -> tuple[np.ndarray, np.ndarray]:
    """Gauss-Legendre over the factor, in panels that narrow where a member's mind changes."""
    spread, inner = math.sqrt(1 - rho), np.unique(p[(p > 0) & (p < 1)])
    turns = ndtri(inner) / math.sqrt(rho)
    near = (turns[:, None] + spread / math.sqrt(rho) * _AROUND).ravel()
    edges = np.unique(np.clip(np.concatenate([np.arange(-_FAR, _FAR + 1), near]), -_FAR, _FAR))
    x, weight = np.polynomial.legendre.leggauss(_NODES)
    half = np.diff(edges)[:, None] / 2
    z = (edges[:-1, None] + half * (x + 1)).ravel()
    weights = (half * weight).ravel() * np.exp(-z * z / 2) / math.sqrt(2 * math.pi)
    given = ndtr((ndtri(p)[None, :] - math.sqrt(rho) * z[:, None]) / spread)
    return given, weights / weights.sum()


def _voted(
    p: np.ndarray, w: np.ndarray, needed: int, nodes: tuple[np.ndarray, np.ndarray]
) -> Consent:
    given, weight = nodes
    if np.ptp(p) == 0 and np.ptp(w) == 0:
        count = -(-needed // int(w[0]))
        passes = weight @ binom.sf(count - 1, len(p), given[:, 0])
        decides = float(weight @ binom.pmf(count - 1, len(p) - 1, given[:, 0]))
        return Consent(_within_one(passes), (decides,) * len(p))
    passes = weight @ _sums(given, w)[:, needed:].sum(axis=1)
    pivotal: dict[tuple[float, int], float] = {}
    for i, member in enumerate(zip(p.tolist(), w.tolist(), strict=True)):
        if member not in pivotal:
            others = _sums(np.delete(given, i, axis=1), np.delete(w, i))
            window = others[:, max(needed - member[1], 0) : needed]
            pivotal[member] = _within_one(weight @ window.sum(axis=1))
    members = zip(p.tolist(), w.tolist(), strict=True)
    return Consent(_within_one(passes), tuple(pivotal[member] for member in members))


def _sums(given: np.ndarray, w: np.ndarray) -> np.ndarray:
    """The chances of each total weight that agrees, a row for each value of the factor."""
    sums = np.zeros((len(given), int(w.sum()) + 1))
    sums[:, 0] = 1.0
    for chance, weight in zip(given.T, w.tolist(), strict=True):
        if weight == 0:
            continue
        moved = sums[:, :-weight] * chance[:, None]
        sums *= 1 - chance[:, None]
        sums[:, weight:] += moved
    return sums


def _within_one(chance: float | np.ndarray) -> float:
    return min(max(float(chance), 0.0), 1.0)

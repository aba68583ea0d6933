"""The four rules on lotteries over a finite number of outcomes, for any number of parties."""

from typing import Any

import numpy as np
from scipy.optimize import linprog

from ripeness.table.theory.frontiers import hull_rows
from ripeness.table.theory.guards import refuse

_SLACK = 1e-10
"""How far a first aim may be missed, relative to the size of gains, for the sake of the second."""


def on_lotteries(
    rule: str, table: np.ndarray, threat: np.ndarray, powers: np.ndarray | None
) -> np.ndarray:
    """Return the chance of each outcome in the lottery that a rule picks.

    Raises:
        ModelError: If no lottery is better for all than the threat.

    Example:
        >>> table = np.array([[4.0, 1.0], [1.0, 4.0], [2.0, 2.0]])
        >>> on_lotteries("egalitarian", table, np.zeros(2), None).round(6).tolist()
        [0.5, 0.5, 0.0]
    """
    rows = hull_rows(table)
    scale = np.maximum(table[rows].max(axis=0) - threat, 0.0)
    if not (scale > 0).all():
        _refuse_threat(threat, rule)
    gains = (table[rows] - threat) / scale
    common, equal = _most_equal(gains, np.ones(len(threat)))
    if not common > 1e-12:
        _refuse_threat(threat, rule)
    match rule:
        case "nash":
            weights = np.ones(len(threat)) if powers is None else powers
            chances = _largest_product(gains, equal, weights / weights.sum())
        case "utilitarian":
            chances = _largest_sum(gains, scale)
        case "kalai_smorodinsky":
            chances = _most_equal(gains, _ideal(gains))[1]
        case _:
            chances = _most_equal(gains * scale / scale.max(), np.ones(len(threat)))[1]
    lottery = np.zeros(len(table))
    lottery[rows] = chances
    return lottery


def _linear(aim: np.ndarray, **limits: Any) -> np.ndarray:  # noqa: ANN401 - linprog's own
    """Minimise a linear aim; HiGHS' presolve may call infeasible what is just feasible."""
    found = linprog(aim, **limits, method="highs")
    if found.x is None:
        found = linprog(aim, **limits, method="highs", options={"presolve": False})
    if found.x is None:
        refuse(found.message, "outcomes", where="linprog", expected="outcomes of like size")
    return np.asarray(found.x)


def _refuse_threat(threat: np.ndarray, rule: str) -> None:
    expected = "a threat that all can better"
    refuse(tuple(threat.tolist()), "disagreement", where=rule, expected=expected)


def _ideal(gains: np.ndarray) -> np.ndarray:
    """The most that each party can gain where no other loses."""
    return np.array([_best(gains, gains[:, party], gains)[0] for party in range(gains.shape[1])])


def _best(
    gains: np.ndarray, aim: np.ndarray, floors: np.ndarray, least: np.ndarray | None = None
) -> tuple[float, np.ndarray]:
    """The lottery that maximises an aim while each of the floors stays at or above its least."""
    least = np.zeros(floors.shape[1]) if least is None else least
    solved = _linear(
        -aim,
        A_ub=-floors.T,
        b_ub=-least,
        A_eq=np.ones((1, len(gains))),
        b_eq=[1.0],
        bounds=(0, None),
    )
    chances = np.maximum(solved, 0.0)
    return float(aim @ chances / chances.sum()), chances / chances.sum()


def _most_equal(gains: np.ndarray, unit: np.ndarray) -> tuple[float, np.ndarray]:
    """Maximise the smallest gain, in units given; then the sum of gains in the same units."""
    shares = gains / unit
    count = len(shares)
    solved = _linear(
        np.append(np.zeros(count), -1.0),
        A_ub=np.hstack([-shares.T, np.ones((shares.shape[1], 1))]),
        b_ub=np.zeros(shares.shape[1]),
        A_eq=np.append(np.ones(count), 0.0)[None, :],
        b_eq=[1.0],
        bounds=[*[(0, None)] * count, (None, None)],
    )
    smallest = float(solved[-1])
    least = np.full(shares.shape[1], smallest - _SLACK * max(abs(smallest), 1e-3))
    return smallest, _best(shares, shares.sum(axis=1), shares, least)[1]


def _largest_sum(gains: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Maximise the sum of utilities; of several points take the one most equal in gains."""
    real = gains * scale / scale.max()
    top, chances = _best(real, real.sum(axis=1), real)
    tied = np.flatnonzero(real.sum(axis=1) >= top - 1e-9 * max(abs(top), 1.0))
    if len(tied) < 2:
        return chances
    smallest, among = _most_equal(real[tied], np.ones(real.shape[1]))
    if smallest < 0:
        return chances
    chances = np.zeros(len(real))
    chances[tied] = among
    return chances


def _largest_product(gains: np.ndarray, start: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Maximise the weighted sum of logs of gains over lotteries, by pairwise line searches.

    A step moves chance from the worst outcome in use to the best, as the gradient ranks them; the
    gap between the two bounds what is left to gain, and the search ends when it is negligible.
    """
    chances = 0.5 * start + 0.5 / len(start)
    if not (chances @ gains > 0).all():
        chances = start
    for _ in range(20000):
        slopes = gains @ (weights / (chances @ gains))
        used = chances > 0
        best = int(slopes.argmax())
        worst = int(np.where(used, slopes, np.inf).argmin())
        if slopes[best] - 1 <= 1e-13 or slopes[best] - slopes[worst] <= 1e-13:
            break
        step = _line_search(chances @ gains, gains[best] - gains[worst], weights, chances[worst])
        chances = chances.copy()
        chances[best] += step
        chances[worst] = chances[worst] - step if step < chances[worst] else 0.0
    return chances / chances.sum()


def _line_search(
    point: np.ndarray, along: np.ndarray, weights: np.ndarray, longest: float
) -> float:
    """Find where the weighted sum of logs stops rising along a line."""
    falling = along < 0
    room = float((point[falling] / -along[falling]).min()) if falling.any() else np.inf
    low, high = 0.0, min(longest, room * (1 - 1e-12))
    if float((weights * along / (point + high * along)).sum()) >= 0:
        return high
    for _ in range(100):
        middle = (low + high) / 2
        if float((weights * along / (point + middle * along)).sum()) > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2

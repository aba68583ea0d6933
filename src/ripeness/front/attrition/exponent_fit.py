"""The exponents of a law from daily losses, with their uncertainty: Bayesian regression of logs."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.front.attrition.estimates import DailyLosses, Estimate
from ripeness.terms.chance import stream
from ripeness.terms.errors import ModelError

WHERE = "fit of exponents"
BURNT = 200
"""Draws left out at the start, while the chain finds its place."""


@dataclass(frozen=True)
class Prior:
    """What is held of both exponents before the data: a normal distribution, the same for each.

    At mean 1/2 and deviation 1/2 each exponent of the square (0, 1), linear (1, 1) and logarithmic
    (1, 0) laws lies one deviation off: none of them is favoured.
    """

    mean: float = 0.5
    """Prior mean of each exponent."""
    deviation: float = 0.5
    """Prior standard deviation of each exponent; above zero."""


@dataclass(frozen=True)
class ExponentFit:
    """Exponents of both sides' losses, and what else moves them; posterior means and intervals."""

    own: Estimate
    """Power of a side's own strength in its losses."""
    enemy: Estimate
    """Power of the enemy's strength in a side's losses."""
    level: tuple[Estimate, Estimate]
    """Log of the losses of x and of y at average strengths, between the two states of `attacks`."""
    attack: tuple[Estimate, Estimate]
    """What `attacks` = 1 adds to the log losses of x and of y (and -1 takes away)."""


def fit_exponents(
    losses: DailyLosses,
    attacks: Any,  # noqa: ANN401 - an array
    *,
    prior: Prior = Prior(),
    seed: int,
    draws: int = 2000,
    slots: tuple[str, str] = ("a", "b"),
) -> ExponentFit:
    """Return the exponents that daily losses support, and how firmly.

    log(losses of k) = level_k + (log own - mean) own + (log enemy - mean) enemy + attack_k I + e,
    with errors correlated between the sides, flat priors on levels and attacks, Jeffreys' prior on
    the errors' covariance, and a normal prior on the exponents; by Gibbs sampling. Strengths that
    only decline say little about exponents, so the prior matters: state it.

    Args:
        losses: Strengths and losses by day; losses above zero.
        attacks: For each day +1 or -1, for example who attacks.
        prior: What is held of the exponents before.
        seed: Seed of the run.
        draws: Draws kept; at least 100.
        slots: Slots of x and y; exchanged, the result is mirrored.

    Raises:
        ModelError: If a loss is zero, `attacks` does not fit the days, or the prior is not proper.

    References:
        Wiper, Pettit and Young (2000), *Naval Research Logistics* 47(7), 541-558.

    Example:
        >>> days = np.arange(30)
        >>> x, y = 1000.0 * 0.98**days, 900.0 * 0.95**days
        >>> swell, surf = np.exp(0.05 * np.cos(days)), np.exp(0.05 * np.sin(days))
        >>> losses = DailyLosses(x, y, 1e-5 * x * y * swell, 2e-5 * x * y * surf)
        >>> found = fit_exponents(losses, np.where(days < 9, -1, 1), seed=1, draws=300)
        >>> found.own.low < 1.0 < found.own.high
        True
    """
    if slots[0] > slots[1]:
        turned = DailyLosses(losses.y, losses.x, losses.y_lost, losses.x_lost)
        found = fit_exponents(turned, attacks, prior=prior, seed=seed, draws=draws)
        (x_level, y_level), (x_attack, y_attack) = found.level, found.attack
        return ExponentFit(found.own, found.enemy, (y_level, x_level), (y_attack, x_attack))
    sides = _logs(losses)
    marks = _marks(attacks, sides[0].size)
    refusals.rate(prior.deviation, "prior.deviation", where=WHERE)
    refusals.finite(prior.mean, "prior.mean", where=WHERE)
    kept = refusals.count(draws, "draws", where=WHERE, least=100)
    generator = stream(seed, "front", "attrition", "exponents")
    chain = np.empty((kept, 6))
    drawn = _gibbs(_design(sides, marks), np.concatenate(sides[2:]), prior, generator)
    for turn in range(-BURNT, kept):
        chain[max(turn, 0)] = next(drawn)
    found = [_estimate(column) for column in chain.T]
    return ExponentFit(found[2], found[3], (found[0], found[1]), (found[4], found[5]))


def _logs(losses: DailyLosses) -> tuple[np.ndarray, ...]:
    rows = [np.asarray(row, float) for row in (losses.x, losses.y, losses.x_lost, losses.y_lost)]
    if not bool(np.all(rows[2] > 0.0) and np.all(rows[3] > 0.0)):
        raise ModelError(
            found="a day without losses",
            where=WHERE,
            expected="losses above zero, for their logarithm",
            remedy="Leave such days out, or use fit_rates.",
        )
    return tuple(np.log(row) for row in rows)


def _marks(attacks: Any, days: int) -> np.ndarray:  # noqa: ANN401 - an array
    marks = np.asarray(attacks, dtype=float)
    if marks.shape != (days,) or not bool(np.all(np.abs(marks) == 1.0)):
        raise ModelError(
            found=f"attacks of shape {marks.shape}",
            where=WHERE,
            expected=f"{days} values, each 1 or -1",
            remedy="Give one mark a day.",
        )
    return marks


def _design(sides: tuple[np.ndarray, ...], marks: np.ndarray) -> np.ndarray:
    """Return the regressors of x above those of y: two levels, own, enemy, two attacks."""
    x, y = (side - side.mean() for side in sides[:2])
    one, none = np.ones_like(x), np.zeros_like(x)
    return np.vstack(
        [
            np.column_stack([one, none, x, y, marks, none]),
            np.column_stack([none, one, y, x, none, marks]),
        ]
    )


def _gibbs(
    design: np.ndarray, logs: np.ndarray, prior: Prior, generator: np.random.Generator
) -> Iterator[np.ndarray]:
    """Draw coefficients given the covariance and the covariance given coefficients, in turn."""
    days = logs.size // 2
    held = np.zeros(6)
    held[2:4] = prior.deviation**-2.0
    precision = np.eye(2)
    while True:
        weighted = design.T @ np.kron(precision, np.eye(days))
        root = _root(weighted @ design + np.diag(held))
        centre = np.linalg.solve(root, weighted @ logs + held * prior.mean)
        drawn = np.linalg.solve(root.T, centre + generator.standard_normal(6))
        left = (logs - design @ drawn).reshape(2, days)
        normal = generator.standard_normal((2, days))
        spread = np.linalg.solve(_root(left @ left.T).T, normal)
        precision = spread @ spread.T  # Wishart
        yield drawn


def _root(matrix: np.ndarray) -> np.ndarray:
    try:
        return np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError as error:
        raise ModelError(
            found="losses that the model fits without error, or days too few to tell",
            where=WHERE,
            expected="losses that vary, each side in its own way",
            remedy="Use fit_rates, or give more days.",
        ) from error


def _estimate(column: np.ndarray) -> Estimate:
    low, high = np.quantile(column, (0.025, 0.975))
    return Estimate(float(column.mean()), float(low), float(high))

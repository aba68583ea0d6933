"""Casualties of one step: a binomial draw for each run, quick where casualties are few."""

import numpy as np

FEW = 3.0
"""Mean casualties a step up to which inversion beats the library's draw."""


def casualties(units: np.ndarray, hazard: np.ndarray, generator: np.random.Generator) -> np.ndarray:
    """Draw how many of some units are lost when each is lost with chance 1 - exp(-hazard).

    Where few are lost the distribution function is summed from zero up until it passes a uniform
    draw, for all runs at once, runs that have passed it leaving the sum; else the library draws.
    Both are exact; which is used depends on the largest mean of the batch alone.

    Args:
        units: Units of each run; whole numbers, zero or more.
        hazard: Hazard of each unit over the step; zero or more.
        generator: The stream to draw from.

    Example:
        >>> from ripeness.terms.chance import stream
        >>> casualties(np.array([0, 10]), np.array([1.0, 1e9]), stream(1, "example")).tolist()
        [0, 10]
    """
    mean = units * hazard
    if mean.size and float(mean.max()) <= FEW:
        return _summed_up(units, hazard, mean, generator.random(units.size))
    return generator.binomial(units, -np.expm1(-hazard))


def _summed_up(
    units: np.ndarray, hazard: np.ndarray, mean: np.ndarray, uniform: np.ndarray
) -> np.ndarray:
    """Invert the binomial distribution by P(k + 1) = P(k) (n - k) / (k + 1) odds."""
    none = np.exp(-mean)
    lost = np.zeros(units.size, dtype=units.dtype)
    at = np.flatnonzero(uniform >= none)
    term, rest = none[at], uniform[at] - none[at]
    n, odds = units[at], np.expm1(hazard[at])
    count = 0
    while at.size:
        term = term * (n - count) / (count + 1) * odds
        count += 1
        lost[at] = count
        more = (rest >= term) & (count < n)
        at, term, rest = at[more], term[more], rest[more] - term[more]
        n, odds = n[more], odds[more]
    return lost

"""What nobody measures - capacities, demands, stocks - drawn from their stated ranges."""

from dataclasses import dataclass

import numpy as np

from ripeness.supply.interval import Interval
from ripeness.terms.chance import stream
from ripeness.theatre.network.declared import DeclaredNetwork, StatedRange

ENDS = (0.05, 0.95)
"""Quantiles of draws at the ends of an interval."""


@dataclass(frozen=True)
class Assumed:
    """One value of everything assumed for each draw; all draws are equally likely.

    `capacity` says where between its ends, 0-1, every capacity of a mode lies; `people_t` is
    tonnes a day for each counted inhabitant, `front_t` for each kilometre of front.
    """

    capacity: dict[str, np.ndarray]
    people_t: np.ndarray
    front_t: np.ndarray
    degraded_km: np.ndarray
    degraded_share: np.ndarray
    stock_days: np.ndarray

    @property
    def count(self) -> int:
        """Number of draws."""
        return len(self.people_t)

    def of(self, draw: int) -> "Assumed":
        """Return one draw by itself."""
        own = slice(draw, draw + 1)
        return Assumed(
            capacity={mode: values[own] for mode, values in self.capacity.items()},
            people_t=self.people_t[own],
            front_t=self.front_t[own],
            degraded_km=self.degraded_km[own],
            degraded_share=self.degraded_share[own],
            stock_days=self.stock_days[own],
        )


def drawn(declared: DeclaredNetwork, *, seed: int, draws: int) -> Assumed:
    """Draw what is assumed, each quantity evenly over the logarithm of its range (or the range).

    Draws are stratified: of `draws` equal parts of a range each is met once. All capacities of a
    mode move together, since what is not known of them is not known of all alike.

    Args:
        declared: The ranges.
        seed: The seed of the run.
        draws: How many.
    """

    def even(name: str) -> np.ndarray:
        chance = stream(seed, "supply", "assumed", name)
        return (chance.permutation(draws) + chance.random(draws)) / draws

    def within(name: str, stated: StatedRange) -> np.ndarray:
        return spread(stated.low, stated.high, even(name))

    demand, states = declared.demand, declared.states
    head = within("people_kg_per_day", demand.people_kg_per_day) / 1000
    return Assumed(
        capacity={mode: even(mode) for mode in ("road", "rail", "transfer")},
        people_t=head * within("people_left", demand.people_left),
        front_t=within("front_t_per_km_day", demand.front_t_per_km_day),
        degraded_km=within("degraded_km", states.degraded_km),
        degraded_share=within("degraded_share", states.degraded_share),
        stock_days=within("stock_days", demand.stock_days),
    )


def spread(low: np.ndarray | float, high: np.ndarray | float, at: np.ndarray) -> np.ndarray:
    """Return where in a range one is: even in the logarithm, or plainly where it starts at zero.

    Args:
        low: Lower end.
        high: Upper end.
        at: From 0 (the lower end) to 1.

    Example:
        >>> spread(10.0, 1000.0, np.array([0.0, 0.5, 1.0])).round(9).tolist()
        [10.0, 100.0, 1000.0]
    """
    low, high = np.broadcast_arrays(np.asarray(low, float), np.asarray(high, float))
    positive = low > 0
    ratio = np.divide(high, low, out=np.ones(low.shape), where=positive)
    return np.where(positive, low * ratio**at, low + (high - low) * at)


def interval(values: np.ndarray) -> Interval:
    """Return the middle of some draws and the ends within which nine in ten lie."""
    low, value, high = np.quantile(values, (ENDS[0], 0.5, ENDS[1])).tolist()
    return Interval(value=value, low=low, high=high)

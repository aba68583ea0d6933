"""The packages that no party can better without another losing."""

from dataclasses import dataclass
from itertools import islice
from typing import Literal

import numpy as np

from ripeness.table.packages.by_program import frontier_by_program
from ripeness.table.packages.epsilon import Spread, thinned_frontier
from ripeness.table.packages.labels import Bound, Labels, Worths, label_setting, packages, ways
from ripeness.table.packages.layers import Layers, layers
from ripeness.table.packages.values import Values, checked, on_grid, worth
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import numbers, refuse

Method = Literal["exact", "epsilon", "milp"]


_SPREAD = Spread()


@dataclass(frozen=True)
class Search:
    """How a frontier is looked for."""

    method: Literal["auto", "exact", "epsilon", "milp"] = "auto"
    """`auto`: exact, or to within a distance once an issue leaves more than `most_labels`."""
    most_labels: int = 120_000
    """Partial packages kept at one issue before `auto` stops looking for the exact frontier."""
    spread: Spread = _SPREAD
    """How finely an approximate frontier is worked out."""
    most_programs: int = 2_000
    """The largest frontier looked for by mixed-integer programs."""


@dataclass(frozen=True)
class Frontier:
    """Undominated packages, one for each distinct worth, from the first party's best on."""

    parties: tuple[str, ...]
    """Ids of the parties."""
    packages: np.ndarray
    """Option positions by [package, issue]."""
    worth: np.ndarray
    """What each is worth by [package, party]."""
    method: Method
    """How it was found."""
    epsilon: np.ndarray
    """By party: no package exceeds every listed one by more than this; zero if exact."""
    _labels: Labels | None = None
    _layers: Layers | None = None

    def ties(self, at: int, most: int = 100) -> tuple[tuple[int, ...], ...]:
        """Return the packages of the same worth to all as one listed, it among them.

        Args:
            at: The position of the listed package.
            most: Return no more than this many.
        """
        if self._labels is None or self._layers is None:
            return (tuple(self.packages[at].tolist()),)
        return tuple(islice(ways(self._layers, self._labels, at), most))


def frontier(
    plan: Plan,
    values: Values,
    *,
    parties: tuple[str, ...] | None = None,
    above: np.ndarray | None = None,
    search: Search | None = None,
) -> Frontier:
    """Return the packages that no party can better without another losing.

    Args:
        plan: A plan without faults.
        values: One set of values, in any unit for each party.
        parties: Whose values count; all if left out.
        above: A threshold for each party; only packages that exceed them all are listed.
        search: How to look.

    Raises:
        ModelError: If values do not fit the plan, no package obeys its rules, or `above` does not
            fit the parties.

    Example:
        >>> from ripeness.table.plan import Issue, Option
        >>> options = (Option(id="as_is", title="as it is", status_quo=True),
        ...            Option(id="new", title="new"))
        >>> plan = Plan(id="p", title="P", issues=(Issue(id="a", title="A", options=options),))
        >>> values = Values(("x", "y"), np.array([[[0.0, 2.0]], [[1.0, 0.5]]]), np.zeros((2, 0)))
        >>> frontier(plan, values).worth.tolist()
        [[2.0, 0.5], [0.0, 1.0]]
    """
    search = search or Search()
    own = checked(plan, values if parties is None else values.of(parties))
    if own.options.ndim != 3:
        refuse(own.options.shape, "values", where="frontier", expected="one draw: values.draw(i)")
    floor = _floor(above, own)
    options, pairs, floor_units, unit = on_grid(own, floor)
    worths, rules = Worths(options, pairs), layers(plan)
    if not rules.possible:
        refuse("no package", "constraints", where="frontier", expected="rules that can be met")
    bound = None if floor is None else Bound(floor_units)
    if search.method == "milp":
        found = frontier_by_program(plan, worths, most=search.most_programs)
        return _listed(plan, own, found, method="milp", epsilon=0 * unit, floor=floor)
    if search.method != "epsilon":
        most = search.most_labels if search.method == "auto" else None
        labels = label_setting(rules, worths, bound=bound, most=most)
        if labels.complete:
            found = packages(rules, labels)
            return Frontier(
                own.parties, found, worth(plan, own, found), "exact", 0 * unit, labels, rules
            )
    found, slack = thinned_frontier(rules, worths, search.spread)
    method: Method = "epsilon" if slack.any() else "exact"
    return _listed(plan, own, found, method=method, epsilon=slack * unit, floor=floor)


def _floor(above: np.ndarray | None, own: Values) -> np.ndarray | None:
    if above is None:
        return None
    floor = numbers(above, "above", where="frontier")
    if len(floor) != len(own.parties):
        refuse(above, "above", where="frontier", expected="one number for each party")
    return floor


def _listed(
    plan: Plan,
    own: Values,
    found: np.ndarray,
    *,
    method: Method,
    epsilon: np.ndarray,
    floor: np.ndarray | None,
) -> Frontier:
    amounts = worth(plan, own, found)
    order = np.lexsort(-amounts.T[::-1])
    if floor is not None:
        order = order[(amounts[order] > floor).all(axis=1)]
    return Frontier(own.parties, found[order], amounts[order], method, epsilon)

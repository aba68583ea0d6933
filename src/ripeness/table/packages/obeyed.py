"""Which packages obey a plan's rules."""

import numpy as np

from ripeness.table.packages.values import picked
from ripeness.table.plan import Choice, Constraint, Plan


def obeys(plan: Plan, packages: np.ndarray) -> np.ndarray:
    """Say which packages obey every rule of a plan.

    Args:
        plan: A plan without faults of form.
        packages: Option positions by [package, issue].

    Example:
        >>> from ripeness.table.plan import Issue, Option
        >>> options = (Option(id="as_is", title="as it is", status_quo=True),
        ...            Option(id="new", title="new"))
        >>> issues = tuple(Issue(id=name, title=name, options=options) for name in "ab")
        >>> news = tuple(Choice(issue=name, options=("new",)) for name in "ab")
        >>> rule = Constraint(id="both", kind="together", when=news)
        >>> plan = Plan(id="p", title="P", issues=issues, constraints=(rule,))
        >>> obeys(plan, np.array([[0, 0], [0, 1], [1, 1]])).tolist()
        [True, False, True]
    """
    held = np.ones(len(packages), dtype=bool)
    for rule in plan.constraints:
        held &= ~broken(plan, rule, packages)
    return held


def broken(plan: Plan, rule: Constraint, packages: np.ndarray) -> np.ndarray:
    """Say which packages break one rule."""
    when = _met(plan, rule.when, packages)
    match rule.kind:
        case "at_most":
            return when.sum(axis=0) > (rule.most or 0)
        case "together":
            return np.asarray(when.any(axis=0)) & ~_every(when)
        case "implies":
            return _every(when) & ~_every(_met(plan, rule.then, packages))
        case _:
            return _every(when)


def _met(plan: Plan, choices: tuple[Choice, ...], packages: np.ndarray) -> np.ndarray:
    return np.array([picked(plan, one.issue, one.options, packages) for one in choices])


def _every(met: np.ndarray) -> np.ndarray:
    return np.asarray(met.all(axis=0))

"""A plan of which some issues are settled beforehand."""

from collections.abc import Mapping

from ripeness.table.packages.layers import layers
from ripeness.table.plan import Choice, Constraint, Plan


def fixed(plan: Plan, picks: Mapping[str, tuple[str, ...]]) -> Plan:
    """Return a plan whose packages settle some issues by one of the options given.

    Args:
        plan: The plan.
        picks: Issue to the options that are left; both are of the plan.

    Example:
        >>> from ripeness.table.plan import Issue, Option
        >>> options = (Option(id="as_is", title="as it is", status_quo=True),
        ...            Option(id="new", title="new"))
        >>> plan = Plan(id="p", title="P", issues=(Issue(id="a", title="A", options=options),))
        >>> [rule.id for rule in fixed(plan, {"a": ("new",)}).constraints]
        ['fixed_a']
    """
    rules = []
    for issue_id, left in picks.items():
        others = tuple(one.id for one in plan.issue(issue_id).options if one.id not in left)
        if others:
            when = (Choice(issue=issue_id, options=others),)
            rules.append(Constraint(id=f"fixed_{issue_id}", kind="excludes", when=when))
    return plan.model_copy(update={"constraints": (*plan.constraints, *rules)})


def possible(plan: Plan, picks: Mapping[str, tuple[str, ...]]) -> bool:
    """Say whether a package obeys the rules between options and holds one of each options given.

    Args:
        plan: The plan.
        picks: Issue to the options of which one will do.
    """
    return layers(fixed(plan, picks)).possible

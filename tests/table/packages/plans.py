"""Small plans and values for tests, and every package of a plan by plain enumeration."""

from itertools import product

import numpy as np

from ripeness.table.packages.values import Values, option_counts
from ripeness.table.plan import Choice, Constraint, Issue, Option, Pairwise, Plan


def issue(name: str, count: int) -> Issue:
    """An issue of so many options, the first of which is the status quo."""
    options = tuple(
        Option(id=f"o{k}", title=f"option {k}", status_quo=k == 0) for k in range(count)
    )
    return Issue(id=name, title=name, options=options)


def even_plan(issues: int, options: int) -> Plan:
    """A plan without rules."""
    listed = tuple(issue(f"i{at}", options) for at in range(issues))
    return Plan(id="even", title="even", issues=listed)


def chance_plan(draw: np.random.Generator, *, most_issues: int = 5, most_options: int = 4) -> Plan:
    """A plan with up to three rules and two pairs, drawn at random; rules may be beyond meeting."""
    counts = draw.integers(2, most_options + 1, int(draw.integers(2, most_issues + 1)))
    issues = tuple(issue(f"i{at}", int(count)) for at, count in enumerate(counts))

    def choice(at: int) -> Choice:
        size = int(draw.integers(1, counts[at]))
        some = sorted(draw.choice(counts[at], size, replace=False))
        return Choice(issue=f"i{at}", options=tuple(f"o{k}" for k in some))

    def choices(number: int) -> tuple[Choice, ...]:
        return tuple(choice(int(at)) for at in draw.choice(len(counts), number, replace=False))

    rules = tuple(_rule(draw, f"c{k}", choices) for k in range(int(draw.integers(0, 4))))
    ends = [choices(2) for _ in range(int(draw.integers(0, 3)))]
    pairs = tuple(Pairwise(id=f"p{k}", first=a, second=b) for k, (a, b) in enumerate(ends))
    return Plan(id="chance", title="chance", issues=issues, constraints=rules, pairs=pairs)


def _rule(draw: np.random.Generator, name: str, choices) -> Constraint:
    kind = ("implies", "excludes", "together", "at_most")[int(draw.integers(4))]
    match kind:
        case "implies":
            return Constraint(id=name, kind=kind, when=choices(1), then=choices(1))
        case "at_most":
            return Constraint(id=name, kind=kind, when=choices(2), most=int(draw.integers(0, 2)))
        case _:
            return Constraint(id=name, kind=kind, when=choices(2))


def chance_values(
    draw: np.random.Generator,
    plan: Plan,
    *,
    parties: int,
    draws: int | None = None,
    digits: int = 15,
) -> Values:
    """Even values of options and normal ones of pairs; few digits make ties."""
    counts = option_counts(plan)
    lead = () if draws is None else (draws,)
    options = draw.random((*lead, parties, len(counts), counts.max())).round(digits)
    options[..., np.arange(counts.max()) >= counts[:, None]] = np.nan
    pairs = draw.normal(size=(*lead, parties, len(plan.pairs))).round(digits)
    return Values(tuple("abcdef"[:parties]), options, pairs)


def opposed_values(draw: np.random.Generator, plan: Plan, *, parties: int, draws: int) -> Values:
    """Values of parties that pull two ways, with some room for both."""
    counts = option_counts(plan)
    shape = (draws, parties, len(counts), int(counts.max()))
    signs = np.where(np.arange(parties) % 2, -1, 1)[:, None, None]
    common = draw.random((draws, 1, *shape[2:])) * signs
    options = draw.random((*shape[:3], 1)) * common + 0.3 * draw.random(shape)
    options[..., np.arange(counts.max()) >= counts[:, None]] = np.nan
    return Values(tuple("abcdef"[:parties]), options, np.zeros((draws, parties, len(plan.pairs))))


def every_package(plan: Plan) -> np.ndarray:
    """Every package that obeys the rules, found one by one."""
    ranges = [range(len(one.options)) for one in plan.issues]
    found = [package for package in product(*ranges) if allowed(plan, package)]
    return np.array(found, dtype=int).reshape(len(found), len(plan.issues))


def allowed(plan: Plan, package: tuple[int, ...]) -> bool:
    """Whether a package obeys the rules, read off their words."""
    picks = plan.picks(package)
    for rule in plan.constraints:
        when = [picks[one.issue] in one.options for one in rule.when]
        then = [picks[one.issue] in one.options for one in rule.then]
        held = {
            "implies": not all(when) or all(then),
            "excludes": not all(when),
            "together": all(when) or not any(when),
            "at_most": rule.most is not None and sum(when) <= rule.most,
        }
        if not held[rule.kind]:
            return False
    return True


def undominated(worth: np.ndarray) -> np.ndarray:
    """The distinct rows that no other row betters, compared pair by pair."""
    rows = np.unique(worth, axis=0)
    beats = (rows[:, None] >= rows[None]).all(axis=2)
    np.fill_diagonal(beats, val=False)
    return rows[~beats.any(axis=0)][::-1]

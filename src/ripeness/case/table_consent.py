"""What options of a plan need beside the two sides."""

from ripeness.case.table_draws import TableDraws
from ripeness.table.consent import chance_needed
from ripeness.table.consent_rules import ConsentRule, met, steps_met
from ripeness.table.paper import ConsentPaper, Ends, StepPaper
from ripeness.table.priors import FAMILIES


def consent_rows(draws: TableDraws, package: tuple[int, ...]) -> tuple[ConsentPaper, ...]:
    """Return the rule that each option needs, with the chance that it is met.

    A party's own step is met where it prefers the package to fighting on: the least and the
    greatest share of draws over families.

    Args:
        draws: The draws of the table.
        package: The package asked about.
    """
    low, high = _own_steps(draws, package)
    return tuple(
        _row(draws, draws.tabled.rule(option.needs), f"{issue.id}={option.id}", (low, high))
        for issue in draws.tabled.issues
        for option in issue.options
        if option.needs is not None
    )


def _own_steps(
    draws: TableDraws, package: tuple[int, ...]
) -> tuple[dict[str, float], dict[str, float]]:
    prefer = {family: (draws.gains(family, package) > 0).mean(axis=0) for family in FAMILIES}
    shares = {
        party: [float(found[at]) for found in prefer.values()]
        for at, party in enumerate(draws.parties)
    }
    return (
        {party: min(found) for party, found in shares.items()},
        {party: max(found) for party, found in shares.items()},
    )


def _row(
    draws: TableDraws,
    rule: ConsentRule,
    option: str,
    own: tuple[dict[str, float], dict[str, float]],
) -> ConsentPaper:
    least, most = met(rule, parties=own[0]), met(rule, parties=own[1])
    issue_id, option_id = option.split("=")
    issue = draws.tabled.issue(issue_id)
    barred = rule.barred(draws.case.as_of)
    lows = {title: low for title, low, _ in steps_met(rule, parties=own[0])}
    return ConsentPaper(
        option=option,
        title=f"{issue.title}: {issue.options[issue.at(option_id)].title}",
        rule=rule.title,
        voters=least.voters,
        p_pass=_ends(0.0, 0.0) if barred else _ends(least.low, most.high),
        pivotal=_ends(0.0, 0.0) if barred else _ends(least.pivotal_low, most.pivotal_high),
        even_chance_needs=None if rule.kind == "chain" else chance_needed(rule.members, passes=0.5),
        barred=rule.barred_while if barred else None,
        steps=tuple(
            StepPaper(title=title, low=lows[title], high=high)
            for title, _, high in steps_met(rule, parties=own[1])
        ),
        source=rule.source,
        evidence=rule.evidence,
    )


def _ends(low: float, high: float) -> Ends:
    return Ends(mean=(low + high) / 2, low=low, high=high)

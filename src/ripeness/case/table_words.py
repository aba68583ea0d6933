"""What the numbers of a table support, in sentences that favour no side, and no more."""

from collections.abc import Mapping

from ripeness.table.paper import PlanPaper, Shares, TablePaper

CAVEATS = (
    (
        "No party's values are known: stances give an order, and each family of priors fills in "
        "the rest in its own way. A share of draws is no probability of peace."
    ),
    (
        "What losses, years and a breach weigh are ranges assumed in the case; nobody has measured "
        "them."
    ),
)
"""What stands under every result."""


def sentences(paper: TablePaper) -> tuple[str, ...]:
    """Return what a table's numbers support, in order.

    Args:
        paper: The table, without sentences.
    """
    names = {party.id: party.name for party in paper.parties}
    plan = next(one for one in paper.plans if one.name == paper.plan_shown)
    return (
        paper.ordinal.text,
        _stances(paper, plan, names),
        _zone(paper),
        *(
            f"Where {names[row.party]} holds to its core demands, such a package is left "
            f"{_in(row.zone)}."
            for row in paper.held
            if row.to == "core" and row.issues
        ),
        f"Both sides prefer “{plan.title}” {_in(plan.in_zone)}.",
        *_blockers(paper, names),
        *_consent(paper, plan),
        _commitment(paper, plan),
        _rests(paper, names),
        *CAVEATS,
    )


def ordinal_text(options: int, packages: int, possible: float) -> str:
    """Say what stances alone imply, before any number is drawn.

    Args:
        options: How many options no party can like less than the status quo.
        packages: How many packages every party prefers, whatever its values.
        possible: Share of packages that every party may prefer, for some values.
    """
    many = f"{packages:,} packages are" if packages != 1 else "one package is"
    return (
        f"Public stances alone: {options} of the options can be worse than the status quo for no "
        f"party at the table, and {many if packages else 'no package is'} preferred to it by every "
        f"party whatever its values; {100 * possible:.1f} % of all packages may be, for some values "
        "that the stances allow."
    )


def _zone(paper: TablePaper) -> str:
    return (
        f"Some package exists that both sides prefer to fighting on {_in(paper.zone)}; one that "
        f"every party at the table prefers, {_in(paper.zone_all)}."
    )


def _stances(paper: TablePaper, plan: PlanPaper, names: Mapping[str, str]) -> str:
    row = next(one for one in paper.ordinal.plans if one.plan == plan.name)
    told = "; ".join(
        f"{names[party]} – better on {row.better[party]}, worse on {row.worse[party]}, not told "
        f"on {row.unknown[party]}"
        for party in names
    )
    open_to = [names[party] for party, verdict in row.by_party.items() if verdict == "open"]
    settled = "stances settle it" if not open_to else f"open for {', '.join(open_to)}"
    return (
        f"“{plan.title}” beside the status quo of each issue, by stances alone: {told}. On the "
        f"whole: {settled}."
    )


def _blockers(paper: TablePaper, names: Mapping[str, str]) -> list[str]:
    points = [row for row in paper.blockers if row.zone_gain > 0]
    return [
        (
            f"Of what the sides call their core, {row.title[0].lower()}{row.title[1:]} closes the "
            f"zone most: if {names[max(row.by_party, key=lambda one: row.by_party[one])]} yields "
            f"on it, the zone grows by {100 * min(row.by_prior.values()):.0f} to "
            f"{100 * max(row.by_prior.values()):.0f} points, by family of priors."
        )
        for row in points[:1]
    ]


def _consent(paper: TablePaper, plan: PlanPaper) -> list[str]:
    core = {issue.id for issue in paper.issues if issue.core}
    picked = {f"{issue}={option}" for issue, option in plan.changes.items() if issue in core}
    rows = [row for row in paper.consent if row.option in picked]
    told = [
        (
            f"“{row.title}” needs all {row.voters} members: for an even chance that they all "
            f"agree, each must agree with a chance of {100 * row.even_chance_needs:.1f} %, if they "
            "decide apart."
        )
        for row in rows
        if row.even_chance_needs is not None
    ]
    barred = dict.fromkeys(
        f"“{row.rule}”, barred under {row.barred}," for row in rows if row.barred
    )
    return [*told[:1], *(f"{rule} cannot be met on the day of the forecast." for rule in barred)]


def _commitment(paper: TablePaper, plan: PlanPaper) -> str:
    rows = {row.arrangement: row for row in paper.commitment if row.plan == plan.name}
    plain, back = rows["no_snap_back"], rows["snap_back"]
    if plain.verdict == "not_preferred":
        return f"In no draw do both sides prefer “{plan.title}”, so there is nothing to hold."
    return (
        "Where both sides prefer it, it holds by itself "
        f"{_in(plain.shares['self_enforcing'])}, if a breaker keeps what it was given; "
        f"{_in(back.shares['self_enforcing'])}, if what can be taken back is."
    )


def _rests(paper: TablePaper, names: Mapping[str, str]) -> str:
    first, second = paper.rests_on[:2]
    told = [
        f"{row.what}{f' ({names[row.party]})' if row.party else ''}, which moves it from "
        f"{100 * row.low_third:.0f} to {100 * row.high_third:.0f} % of draws"
        for row in (first, second)
    ]
    return f"Whether both sides prefer it rests most on {told[0]}; then on {told[1]}."


def _in(shares: Shares) -> str:
    low, high = 100 * shares.low, 100 * shares.high
    if round(low) == round(high):
        return f"in {low:.0f} % of draws in every family of priors"
    return f"in {low:.0f} to {high:.0f} % of draws, by family of priors"

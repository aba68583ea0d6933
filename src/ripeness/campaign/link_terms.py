"""What the table and the campaign say of the links of an argument, in sentences of no side."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ripeness.campaign.link_words import (
    FAMILIES,
    VERDICTS,
    Sentence,
    Told,
    ground_between,
    listed,
    maps_of,
    missing,
    percent,
    shares_between,
    started,
)
from ripeness.campaign.records import CampaignPaper, ConclusionSide, Share, TollAt
from ripeness.claims.answered import ClaimVerdict
from ripeness.table.paper import Shares

TERMS = {
    "p_no_better": "no better",
    "p_no_worse": "no worse",
    "p_not_comparable": "not comparable",
}
"""How terms may compare with a package, in words."""


def table_sentence(told: Told) -> Sentence:
    """Say in which draws a package exists that both sides prefer, and what closes that zone.

    Args:
        told: The papers.
    """
    table = told.table
    if table is None:
        return missing("the table", "modelled", "A plan named under `table:` of the case.")
    plan = next(one for one in table.plans if one.name == table.plan_shown)
    blockers = [row for row in table.blockers if row.zone_gain > 0]
    held = (
        ""
        if not blockers
        else f" Of what the sides call their core, {_blocker(blockers[0].title)} stands in the way most: without it that share rises by {_growth(blockers[0].by_prior.values())}."
    )
    rests = listed(
        [
            f"{_assumed(row.what)} moves that share from {percent(row.low_third)} to "
            f"{percent(row.high_third)}"
            for row in table.rests_on[:2]
        ]
    )
    return Sentence(
        f"Both sides prefer “{plan.title}” to fighting on in {_families(plan.in_zone)} of draws "
        f"of what they may want. Some package that both prefer exists in {_families(table.zone)} "
        f"of draws.{held}",
        "modelled",
        f"What parties want, which nobody has measured: {rests}."
        if rests
        else "What parties want, which nobody has measured.",
    )


def _assumed(what: str) -> str:
    """Write an assumption as the subject of a sentence."""
    plain = what.removesuffix(", least and most")
    return "how open wishes are filled in" if plain == "family of priors" else f"the {plain}"


def _blocker(title: str) -> str:
    return f"{title[0].lower()}{title[1:]}"


def _growth(by_family: Iterable[float]) -> str:
    values = [100 * value for value in by_family]
    return f"{min(values):.0f} to {max(values):.0f} points"


def losses_sentence(claims: Sequence[ClaimVerdict], told: Told) -> Sentence:
    """Say what fighting on costs, each series by itself, beside what was said of it.

    Args:
        claims: The link's claims.
        told: The papers.
    """
    campaign = told.campaign
    if campaign is None:
        return missing("the campaign", "modelled", "A plan and maps from which it can be run.")
    parts = [
        ground_between(told, campaign),
        _tolls(campaign.conclusion.extra_losses, told),
        _said(claims),
    ]
    return Sentence(
        " ".join(part for part in parts if part),
        "modelled",
        "A source that counts both sides alike and whole, or one of civilians, of which none is "
        "shipped; or an end of the war before that day.",
    )


def _tolls(rows: Iterable[TollAt], told: Told) -> str:
    """Say what would be lost by kind and side: from the least of any series to the greatest."""
    sides = told.sides()
    groups: dict[tuple[str, str, bool], dict[str, list[TollAt]]] = {}
    for row in sorted(rows, key=lambda row: (row.kind, row.source, sides.index(row.side))):
        key = (row.kind, row.basis, row.lower_bound)
        groups.setdefault(key, {}).setdefault(row.side, []).append(row)
    if not groups:
        return "No series of losses can be carried on."
    lost = [
        f"{kind.replace('_', ' ')}{_standing(basis, bound=bound)}, "
        + listed([_toll(own[side], told) for side in sides if side in own])
        + f" ({_counted_by(own.values(), told)})"
        for (kind, basis, bound), own in groups.items()
    ]
    population = listed(sorted({row.population for row in rows}))
    return (
        f"{started(population)} lost by then, each series by itself and none added: "
        f"{'; '.join(lost)}."
    )


def _counted_by(rows: Iterable[Sequence[TollAt]], told: Told) -> str:
    names = dict.fromkeys(row.source for own in rows for row in own)
    return " and ".join(told.title(name) for name in names)


def _standing(basis: str, *, bound: bool) -> str:
    claimed = " as the opponent claims" if basis == "claimed_by_opponent" else ""
    return f"{claimed}{', at least' if bound else ''}"


def _toll(rows: Sequence[TollAt], told: Told) -> str:
    """Write the interval of one series, or from the least to the greatest end of several."""
    low, high = min(row.low for row in rows), max(row.high for row in rows)
    return f"{told.names[rows[0].side]} {low:,.0f} to {high:,.0f}"


def _said(claims: Sequence[ClaimVerdict]) -> str:
    """Say what was said of losses to come, and what became of its readings."""
    ahead = [
        one
        for one in claims
        if one.measure == "losses" and one.statement is not None and one.asserted is not None
    ]
    if not ahead:
        return ""
    counts = Counter(VERDICTS[one.verdict] for one in ahead)
    told = listed([f"{number} {word}" for word, number in sorted(counts.items())])
    said = ahead[0].asserted
    low, high = (None, None) if said is None else (said.low, said.high)
    span = "A number" if low is None or high is None else f"{low:,.0f} to {high:,.0f}"
    return f"{span} was said, in {len(ahead)} readings: {told}."


def conclusion_sentence(told: Told) -> Sentence:
    """Say for each side whether the terms at the horizon are better than the package.

    Args:
        told: The papers.
    """
    campaign = told.campaign
    if campaign is None:
        return missing("the campaign", "modelled", "A plan and maps from which it can be run.")
    rows = campaign.conclusion.by_side
    plain = [row for row in rows if row.supported is None]
    parts = [
        f"For {told.names[side]} it is {_by_word(own)}."
        for side in told.sides()
        if (own := [row for row in plain if row.side == side])
    ]
    package = campaign.conclusion.package
    titles = {} if told.table is None else {one.name: one.title for one in told.table.plans}
    return Sentence(
        f"A line frozen on {campaign.horizon} is set against "
        f"“{titles.get(package, package)}” agreed now, over {maps_of(told, campaign)}. {' '.join(parts)}",
        "modelled",
        " ".join([_hinge(campaign), _support(told, rows)]).strip(),
    )


def _by_word(rows: Sequence[ConclusionSide]) -> str:
    """Say which of the three holds most, and for which families of priors."""
    families = list(dict.fromkeys(row.family for row in rows))
    found: dict[str, list[str]] = {}
    for family in families:
        own = [row for row in rows if row.family == family]
        most = max(TERMS, key=lambda key: min(getattr(row, key).value for row in own))
        found.setdefault(most, []).append(family)
    return ", ".join(
        f"{TERMS[key]}{_where(some, of=families)} "
        f"({_shares([getattr(row, key) for row in rows if row.family in some])} of courses)"
        for key, some in found.items()
    )


def _where(some: Sequence[str], *, of: Sequence[str]) -> str:
    if len(some) == len(of) > 1:
        return " whatever it is taken to want"
    return f" {' or '.join(FAMILIES[one] for one in some)}"


def _shares(found: Sequence[Share]) -> str:
    """Write shares of members from the least to the greatest end of their intervals."""
    return shares_between(min(one.low for one in found), max(one.high for one in found))


def _hinge(campaign: CampaignPaper) -> str:
    if not campaign.hinges:
        return "No study of what it hinges on is kept here."
    of_terms = [row for row in campaign.hinges if "no better" in row.conclusion]
    rows = of_terms or campaign.hinges
    row = max(rows, key=lambda row: abs(row.high_third - row.low_third))
    turns = f"; it turns where {row.flips_when}" if row.flips_when else ""
    return (
        f"Most of all {row.assumptions}: “{row.conclusion}” holds in {percent(row.low_third)} of "
        f"the design where that is low and in {percent(row.high_third)} where it is high, in "
        f"{percent(row.robust_share)} of all {row.points} points{turns}."
    )


def _support(told: Told, rows: Sequence[ConclusionSide]) -> str:
    changed = [row for row in rows if row.supported is not None]
    if not changed:
        return ""
    parts = [
        f"in {shares_between(*_ends(row for row in changed if row.side == side))} of courses for "
        f"{told.names[side]}"
        for side in told.sides()
        if any(row.side == side for row in changed)
    ]
    return f"If outside support to either side changes, it is no better {listed(parts)}."


def _ends(rows: Iterable[ConclusionSide]) -> tuple[float, float]:
    values = [row.p_no_better.value for row in rows]
    return min(values), max(values)


def _families(shares: Shares) -> str:
    return shares_between(shares.low, shares.high)

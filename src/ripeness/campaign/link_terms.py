"""What the table and the campaign say of the links of an argument, in sentences of no side."""

from collections import Counter
from collections.abc import Iterable, Sequence

from ripeness.campaign.link_words import (
    VERDICTS,
    Sentence,
    Told,
    ground_left,
    missing,
    percent,
    shares_between,
)
from ripeness.campaign.records import CampaignPaper, ConclusionSide, Share, TollAt
from ripeness.claims.answered import ClaimVerdict
from ripeness.table.paper import Shares


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
        else f"; of what the sides call their core, {_blocker(blockers[0].title)} closes it most, by {_growth(blockers[0].by_prior.values())}"
    )
    rests = "; ".join(
        f"{row.what}, which moves it from {percent(row.low_third)} to {percent(row.high_third)}"
        for row in table.rests_on[:2]
    )
    return Sentence(
        f"Some package exists that both sides prefer to fighting on in {_families(table.zone)} of "
        f"draws, by family of priors, and both prefer “{plan.title}” in "
        f"{_families(plan.in_zone)}{held}.",
        "modelled",
        f"What parties want, which nobody has measured: {rests}."
        if rests
        else "What parties want, which nobody has measured.",
    )


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
    tolls = [_toll(row, told) for row in _ordered(campaign.conclusion.extra_losses, told)]
    cost = (
        f"and until then would be lost, each series by itself and none added: {'; '.join(tolls)}"
        if tolls
        else "and no series of losses can be carried on"
    )
    ground = ground_left(told, campaign)
    return Sentence(
        f"{ground[0].upper()}{ground[1:]}, {cost}{_said(claims)}.",
        "modelled",
        "One source that counts both sides alike and whole, or one of civilians, of which none is "
        "shipped; and an end of the war before the horizon.",
    )


def _ordered(rows: Iterable[TollAt], told: Told) -> list[TollAt]:
    sides = told.sides()
    return sorted(rows, key=lambda row: (row.source, row.kind, sides.index(row.side)))


def _toll(row: TollAt, told: Told) -> str:
    least = "at least " if row.lower_bound else ""
    claimed = ", claimed by the opponent" if row.basis == "claimed_by_opponent" else ""
    return (
        f"{least}{row.mean:,.0f} ({row.low:,.0f} to {row.high:,.0f}) {row.population} of "
        f"{told.names[row.side]} {row.kind.replace('_', ' ')} by {told.title(row.source)}{claimed}"
    )


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
    told = ", ".join(f"{number} {word}" for word, number in sorted(counts.items()))
    said = ahead[0].asserted
    low, high = (None, None) if said is None else (said.low, said.high)
    span = "a number" if low is None or high is None else f"{low:,.0f} to {high:,.0f}"
    return f"; {span} was said, which can be read in {len(ahead)} ways ({told})"


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
        f"for {told.names[side]} the terms at the horizon are {_three(own)}"
        for side in told.sides()
        if (own := [row for row in plain if row.side == side])
    ]
    answer = "; ".join(parts)
    package = campaign.conclusion.package
    titles = {} if told.table is None else {one.name: one.title for one in told.table.plans}
    return Sentence(
        f"If the war goes on to {campaign.horizon} and the line then freezes, against "
        f"“{titles.get(package, package)}”, by map and family of priors: {answer}.",
        "modelled",
        " ".join([_hinge(campaign), _support(told, rows)]).strip(),
    )


def _three(rows: Sequence[ConclusionSide]) -> str:
    return ", ".join(
        f"{word} in {_shares([getattr(row, key) for row in rows])}"
        for key, word in (
            ("p_no_better", "no better"),
            ("p_no_worse", "no worse"),
            ("p_not_comparable", "not comparable"),
        )
    )


def _shares(found: Sequence[Share]) -> str:
    """Write shares of members over maps and families, with the error of their number."""
    low, high = min(one.low for one in found), max(one.high for one in found)
    least, most = min(one.value for one in found), max(one.value for one in found)
    return (
        f"{shares_between(least, most)} of members ({shares_between(low, high)} with their error)"
    )


def _hinge(campaign: CampaignPaper) -> str:
    if not campaign.hinges:
        return "This case keeps no study of what it hinges on."
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
        f"for {told.names[side]} at {shares_between(*_ends(row for row in changed if row.side == side))}"
        for side in told.sides()
        if any(row.side == side for row in changed)
    ]
    return f"Under other levels of outside support to either side *no better* lies {' and '.join(parts)}."


def _ends(rows: Iterable[ConclusionSide]) -> tuple[float, float]:
    values = [row.p_no_better.value for row in rows]
    return min(values), max(values)


def _families(shares: Shares) -> str:
    return shares_between(shares.low, shares.high)

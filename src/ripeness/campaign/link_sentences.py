"""What maps, supply and forecasts say of the links of an argument, in sentences of no side.

Sentences are short; each figure has its interval, and none says more than the papers support.
Sides are named in the order of what they do - the side that holds the rest of the region, then
the other - so that exchanging the sides exchanges the sentences.
"""

from collections.abc import Iterator, Sequence

from ripeness.campaign.link_words import (
    VERDICTS,
    Sentence,
    Told,
    figure,
    ground_left,
    interval,
    listed,
    missing,
    percent,
    ratio,
)
from ripeness.case.contest_words import named
from ripeness.case.scoreboard_paper import ScoreboardPaper
from ripeness.claims.answered import ClaimVerdict, SourceVerdict
from ripeness.front.contest.records import Standing
from ripeness.front.contest.standings import EVERY
from ripeness.supply.paper import Hub, SupplyPaper

HUB = {
    "top_three": "among the first three in every variant of the network",
    "not_top_three": "among the first three in no variant of the network",
    "undecided": "among the first three in some variants of the network only",
}
"""What supply says of a place."""


def control_sentence(claims: Sequence[ClaimVerdict], told: Told) -> Sentence:
    """Say what the maps read of the first statement of a link that they can test.

    Args:
        claims: The link's claims.
        told: The papers.
    """
    tested = [one for one in claims if one.by_source and one.basis == "observed"]
    if not tested:
        return Sentence(
            f"Not answered: no map has a reading for any of its {len(claims)} statements.",
            "observed",
            "A map of the days asked about.",
        )
    claim = tested[0]
    readings = listed(
        [
            f"{told.title(name)} reads {_reading(one, claim.unit)}"
            for name, one in sorted(claim.by_source.items())
        ]
    )
    place = claim.place or claim.region or "total"
    side = f" held by {told.names[claim.side]}" if claim.side else ""
    return Sentence(
        f"Said: {_asserted(claim)} of {told.names.get(place, place)}{side} – "
        f"{VERDICTS[claim.verdict]}. On {claim.day}, {readings}.",
        "observed",
        _other_readings(claim, told),
    )


def _reading(one: SourceVerdict, unit: str | None) -> str:
    value = figure(one.value, unit)
    if not one.bands:
        return value
    band = min(one.bands, key=lambda band: band.tolerance_m)
    mark = ", all not shown taken as the other side's" if one.complement_assumed else ""
    return f"{value} ({figure(band.low, unit)} to {figure(band.high, unit)}{mark})"


def _asserted(claim: ClaimVerdict) -> str:
    said = claim.asserted
    if said is None:
        return "nothing measurable"
    low, high = said.low, said.high
    if low is None:
        return f"at most {figure(high, claim.unit)}"
    if high is None or (claim.unit == "share" and high >= 1):
        return f"at least {figure(low, claim.unit)}"
    return f"{figure(low, claim.unit)} to {figure(high, claim.unit)}"


def _other_readings(claim: ClaimVerdict, told: Told) -> str:
    rows = sorted(claim.by_source.items())
    wider = [
        f"{told.title(name)} would leave it undecided"
        if one.verdict_1000 == "undecided"
        else f"{told.title(name)} would read it as {VERDICTS[one.verdict_1000]}"
        for name, one in rows
        if one.verdict_1000 != one.verdict
    ]
    later = [
        f"{told.title(name)} reads what was said from {one.first_met} on"
        for name, one in rows
        if one.first_met is not None and one.verdict != "supported"
    ]
    parts = ["Another map of that day"]
    if wider:
        parts.append(f"a drawing tolerance of 1 km, by which {' and '.join(wider)}")
    if later:
        parts.append(f"a later day: {' and '.join(later)}")
    return f"{'; '.join(parts)}."


def supply_sentence(told: Told) -> Sentence:
    """Say what the loss of the place asked about takes from its side's other places.

    Args:
        told: The papers.
    """
    if told.supply is None:
        return missing("supply", "modelled", "A `network:` declared in the case.")
    hubs = list(_first_hubs(told, told.supply))
    if not hubs:
        return Sentence(
            "Not answered: on no map known by then does a side still hold the place asked about.",
            "modelled",
            "A map of an earlier day.",
        )
    place = told.names.get(hubs[0].place, hubs[0].place)
    taken = listed(
        [f"{interval(hub.loss, 1)} by {told.title(hub.source)} ({hub.date})" for hub in hubs]
    )
    ranks = listed([_rank(hub) for hub in hubs])
    found = listed([HUB[one] for one in dict.fromkeys(hub.verdict for hub in hubs)])
    variants = [row.loss.value for hub in hubs for row in hub.by_network]
    return Sentence(
        f"Without {place}, {taken} of what the other places of {told.names[hubs[0].side]} need "
        f"would no longer arrive. By that loss it ranks {ranks}: {found}.",
        "modelled",
        f"A better network: {_not_mapped(told.supply)} of the length of this one is a scheme or "
        f"a reconstruction, and over its variants the share runs from {percent(min(variants), 1)} "
        f"to {percent(max(variants), 1)}.",
    )


def _rank(hub: Hub) -> str:
    rank = hub.rank
    return f"{rank.median:.0f} ({rank.low:.0f} to {rank.high:.0f}) of {hub.compared}"


def _first_hubs(told: Told, supply: SupplyPaper) -> Iterator[Hub]:
    """Give the earliest row of each source: of the side that held the place then."""
    found: dict[str, Hub] = {}
    for hub in sorted(supply.hubs, key=lambda hub: hub.date):
        if hub.place == supply.town and hub.date <= told.case.as_of:
            found.setdefault(hub.source, hub)
    side = next((hub.side for hub in found.values()), None)
    return (found[name] for name in sorted(found) if found[name].side == side)


def _not_mapped(supply: SupplyPaper) -> str:
    whole = sum(row.km for row in supply.standing)
    rest = sum(row.km for row in supply.standing if row.standing != "mapped")
    return percent(rest / whole if whole else 0.0)


def pace_sentence(told: Told) -> Sentence:
    """Say what the pace leaves of the region, and which view of the pace has forecast best.

    Args:
        told: The papers.
    """
    parts = [] if told.campaign is None else [ground_left(told, told.campaign)]
    best = None if told.scoreboard is None else _best(told.scoreboard)
    if best is not None:
        parts.append(
            f"Of the views of the pace, {named(best.model)} has forecast best {best.horizon_weeks} "
            f"weeks ahead: {ratio(best.ratio)} of the error of the constant pace."
        )
    if not parts:
        return missing("the pace", "modelled", "A campaign, or a kept scoreboard, in the case.")
    return Sentence(" ".join(parts), "modelled", _breaks(told))


def _best(scoreboard: ScoreboardPaper) -> Standing | None:
    rows = [row for row in scoreboard.contest if row.source == EVERY and row.period == EVERY]
    longest = max((row.horizon_weeks for row in rows), default=0)
    last = [row for row in rows if row.horizon_weeks == longest]
    return min(last, key=lambda row: row.ratio.value, default=None)


def _breaks(told: Told) -> str:
    if told.scoreboard is None:
        return "Past forecasts: this case keeps no scoreboard that would tell how far to trust it."
    rows = [
        row
        for row in told.scoreboard.pairs
        if (row.model, row.rival, row.source) == ("attrition", "damped", EVERY)
    ]
    if not rows:
        return "A break of the front, or a scoreboard made from these maps."
    row = max(rows, key=lambda row: row.horizon_weeks)
    return (
        f"A break of the front. So far the model that expects breaks forecasts worse, or no better: "
        f"{ratio(row.ratio)} of the error of the damped pace, {row.horizon_weeks} weeks ahead."
        if row.ratio.value >= 1
        else f"A break of the front. The model that expects breaks has {ratio(row.ratio)} of the "
        f"error of the damped pace, {row.horizon_weeks} weeks ahead."
    )

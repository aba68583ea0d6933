"""What links of an argument are answered from, and how their figures are written."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ripeness.campaign.records import CampaignPaper, CoursePaper
from ripeness.case.records import Case
from ripeness.case.scoreboard_paper import ScoreboardPaper
from ripeness.claims.answered import ClaimVerdict
from ripeness.claims.measure import Basis
from ripeness.front.contest.records import Band
from ripeness.supply.paper import Interval, SupplyPaper
from ripeness.table.paper import TablePaper

VERDICTS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "sources_disagree": "the sources disagree",
    "undecided": "undecided",
    "consistent_with_model": "consistent with the model",
    "not_consistent_with_model": "not consistent with the model",
    "open": "open",
    "not_measurable": "not measurable",
}
"""Verdicts in words."""

FAMILIES = {
    "ordinal_only": "if stances alone count",
    "evidence_centred": "if evidence centres its wishes",
    "adversarial": "if it is set against agreement",
    "accommodating": "if it is set for agreement",
}
"""What is assumed of the wishes of a party, by family of priors."""


@dataclass(frozen=True)
class Sentence:
    """An answer before it has a link."""

    answer: str
    """The answer in a few short sentences."""
    basis: Basis
    """What kind of knowledge it rests on."""
    would_change_it: str
    """What would change it."""


@dataclass(frozen=True)
class Told:
    """What links are answered from; a paper that was not made is None."""

    case: Case
    """The case."""
    verdicts: tuple[ClaimVerdict, ...]
    """The verdicts on its claims."""
    titles: Mapping[str, str]
    """Titles of sources of maps and counts, by name."""
    supply: SupplyPaper | None = None
    """Supply and hub loss."""
    scoreboard: ScoreboardPaper | None = None
    """The scoreboard."""
    table: TablePaper | None = None
    """The table."""
    campaign: CampaignPaper | None = None
    """The campaign, its links left out."""

    @cached_property
    def verdict(self) -> dict[str, ClaimVerdict]:
        """The verdicts by the id of their claim."""
        return {one.id: one for one in self.verdicts}

    @cached_property
    def names(self) -> dict[str, str]:
        """Names of sides, places and regions by id."""
        theatre = self.case.theatre
        things = [*self.case.sides, *theatre.regions, *theatre.places]
        return {"total": theatre.total.name} | {one.id: one.name for one in things}

    def title(self, source: str) -> str:
        """Return the title of a source, without what stands in brackets unless two share it."""
        title = self.titles.get(source, source)
        short = title.split(" (")[0]
        alike = [one for one in self.titles.values() if one.split(" (")[0] == short]
        return title if len(alike) > 1 else short

    def sides(self) -> list[str]:
        """Return ids of the sides, the one that holds the rest of the region first."""
        ids = [side.id for side in self.case.sides]
        taker = None if self.campaign is None else self.campaign.taker
        return sorted(ids, key=lambda side: side == taker)


def missing(what: str, basis: Basis, remedy: str) -> Sentence:
    """Return what is said where a paper is missing.

    Args:
        what: The paper, in words.
        basis: What it would rest on.
        remedy: What the case would have to declare.
    """
    return Sentence(f"Not answered: this run has no paper of {what}.", basis, remedy)


def figure(value: float | None, unit: str | None) -> str:
    """Write a value in its unit; a share in per cent.

    Example:
        >>> figure(0.44, "share"), figure(1200.0, "km2")
        ('44 %', '1,200 km²')
    """
    if value is None:
        return "no end"
    if unit == "share":
        return percent(value)
    return f"{value:,.0f} {(unit or '').replace('km2', 'km²').replace('_', ' ')}".strip()


def percent(value: float, digits: int = 0) -> str:
    """Write a share in per cent."""
    return f"{100 * value:.{digits}f} %"


def shares_between(low: float, high: float) -> str:
    """Write a range of shares in per cent.

    Example:
        >>> shares_between(0.1, 0.12), shares_between(0.3, 0.301)
        ('10 to 12 %', '30 %')
    """
    if round(100 * low) == round(100 * high):
        return percent(low)
    return f"{100 * low:.0f} to {percent(high)}"


def listed(parts: Sequence[str]) -> str:
    """Write a list as a sentence does.

    Example:
        >>> listed(["a", "b", "c"]), listed(["a"])
        ('a, b and c', 'a')
    """
    return " and ".join(part for part in (", ".join(parts[:-1]), *parts[-1:]) if part)


def started(text: str) -> str:
    """Write a sentence with a capital at its start.

    Example:
        >>> started("if so"), started("“If” so")
        ('If so', '“If” so')
    """
    return f"{text[:1].upper()}{text[1:]}"


def interval(drawn: Interval, digits: int) -> str:
    """Write a share with its interval, in per cent."""
    low, high = f"{100 * drawn.low:.{digits}f}", percent(drawn.high, digits)
    return f"{percent(drawn.value, digits)} ({low} to {high})"


def ratio(band: Band) -> str:
    """Write a ratio with its band, where it has one."""
    if band.low is None or band.high is None:
        return f"{band.value:.2f}"
    return f"{band.value:.2f} ({band.low:.2f} to {band.high:.2f})"


def ground_left(told: Told, campaign: CampaignPaper) -> str:
    """Say by each map what fighting on leaves of what one side still holds of the region.

    Args:
        told: The papers.
        campaign: The campaign.
    """
    rows = listed(
        [
            f"{left.mean:,.0f} ({left.low:,.0f} to {left.high:,.0f}) of "
            f"{course.ground[0].mean:,.0f} km² by {told.title(course.map_source)}"
            for course in _fights(campaign)
            for left in course.ground[-1:]
        ]
    )
    side, region = _whose(told, campaign)
    return f"If the war goes on to {campaign.horizon}, {side} keeps of {region} {rows}."


def ground_between(told: Told, campaign: CampaignPaper) -> str:
    """Say over all maps what share of the region's rest fighting on leaves.

    Args:
        told: The papers.
        campaign: The campaign.
    """
    ends = [
        (left.low / first.mean, left.high / first.mean)
        for course in _fights(campaign)
        for first, left in [(course.ground[0], course.ground[-1])]
        if first.mean > 0
    ]
    if not ends:
        return ""
    span = shares_between(min(low for low, _ in ends), max(high for _, high in ends))
    side, region = _whose(told, campaign)
    return (
        f"If the war goes on to {campaign.horizon}, {side} keeps {span} of what is left to it of "
        f"{region}, over {maps_of(told, campaign)}."
    )


def _whose(told: Told, campaign: CampaignPaper) -> tuple[str, str]:
    """Give the names of the side that holds the rest of the region, and of the region."""
    return told.names[told.sides()[0]], told.names.get(campaign.region, campaign.region)


def maps_of(told: Told, campaign: CampaignPaper) -> str:
    """Name the sources on whose maps a campaign was run.

    Args:
        told: The papers.
        campaign: The campaign.
    """
    names = dict.fromkeys(course.map_source for course in _fights(campaign))
    return f"the maps of {listed([told.title(name) for name in names])}"


def _fights(campaign: CampaignPaper) -> Iterable[CoursePaper]:
    return (course for course in campaign.courses if course.name == "fight_on")

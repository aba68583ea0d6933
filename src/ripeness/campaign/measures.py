"""What a campaign, and the allocation, answer to a claim; every answer is a model's."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from ripeness.campaign.records import CampaignPaper
from ripeness.case.allocation_paper import AllocationPaper
from ripeness.terms.declared import Declared
from ripeness.terms.question import ModelQuestion
from ripeness.terms.readings import Band, Reading


class NoOptions(Declared):
    """What a measure is told that needs to be told nothing."""


@dataclass(frozen=True)
class NewsPlacebo:
    """How often windows of equal length moved what going on is worth at least as far as the news.

    Of the quantities that moved around the announcement the one that stands out most is taken, and
    its p-value is raised for having been chosen (Bonferroni).
    """

    name: str = "news_placebo_p"
    """The name that a case uses."""
    unit: str = "p"
    """Unit of the value."""
    basis: Literal["modelled"] = "modelled"
    """What going on is worth is a model's."""
    material: str = "campaign"
    """What the case hands in."""
    options: type[Declared] = NoOptions
    """What the measure may be told."""

    def read_with(
        self,
        question: ModelQuestion,
        material: CampaignPaper,
        *,
        by: date,
    ) -> tuple[Reading, ...]:
        """Answer by each source with maps on both sides of the announcement, known by a day."""
        found = []
        for source in dict.fromkeys(row.map_source for row in material.effect_of_place):
            rows = [
                row
                for row in material.effect_of_place
                if (row.map_source, row.estimand) == (source, "news")
                and row.placebo_p is not None
                and question.place in {None, row.place}
                and row.last <= by
            ]
            if not rows:
                continue
            chances = [row.placebo_p for row in rows if row.placebo_p is not None]
            least = min(chances)
            value = min(least * len(chances), 1.0)
            found.append(
                Reading(
                    source=source,
                    value=value,
                    bands=(Band(tolerance_m=0, low=least, high=value),),
                    on=rows[0].last,
                    known_on=rows[0].last,
                    note=f"the least p of {len(chances)} quantities, by {rows[0].placebos} other windows; the upper end allows for having chosen it",
                )
            )
        return tuple(found)


@dataclass(frozen=True)
class TermsNoBetter:
    """Share of courses of fighting on whose terms are no better than the package.

    For the side that holds the rest, with outside support as it is; the band spans the families of
    priors, for what the side wants is not known.
    """

    name: str = "terms_no_better"
    """The name that a case uses."""
    unit: str = "share"
    """Unit of the value."""
    basis: Literal["modelled"] = "modelled"
    """The campaign is a model."""
    material: str = "campaign"
    """What the case hands in."""
    options: type[Declared] = NoOptions
    """What the measure may be told."""

    def read_with(
        self,
        question: ModelQuestion,
        material: CampaignPaper,
        *,
        by: date,
    ) -> tuple[Reading, ...]:
        """Answer by each source."""
        told = material.conclusion
        found = []
        for source in dict.fromkeys(row.map_source for row in told.by_side):
            shares = [
                row.p_no_better.value
                for row in told.by_side
                if (row.map_source, row.side, row.supported) == (source, told.side, None)
            ]
            on = min(question.said_on, by)
            found.append(
                Reading(
                    source=source,
                    value=sum(shares) / len(shares),
                    bands=(Band(tolerance_m=0, low=min(shares), high=max(shares)),),
                    on=on,
                    known_on=on,
                    note=f"terms of the line frozen on {material.horizon} against the package {told.package}; the band spans {len(shares)} families of priors",
                )
            )
        return tuple(found)


@dataclass(frozen=True)
class RestGone:
    """Share of simulated courses in which nothing of the rest is left within two years."""

    name: str = "rest_gone_by_force"
    """The name that a case uses."""
    unit: str = "share"
    """Unit of the value."""
    basis: Literal["modelled"] = "modelled"
    """The tempo carried on is a model."""
    material: str = "allocation"
    """What the case hands in."""
    options: type[Declared] = NoOptions
    """What the measure may be told."""

    def read_with(
        self,
        question: ModelQuestion,
        material: AllocationPaper,
        *,
        by: date,
    ) -> tuple[Reading, ...]:
        """Answer by each source that shows the region."""
        return tuple(
            Reading(
                source=row.source,
                value=1 - row.p_not_within_two_years,
                on=material.origin,
                known_on=min(material.origin, by),
                complement_assumed=row.complement_assumed,
                note=f"{row.left_km2:.0f} km² left on {material.origin}; the pool of tempo models, two years ahead",
            )
            for row in material.regions
            if row.region == question.region
        )

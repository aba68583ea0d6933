"""What a campaign, and the allocation, answer to a claim; every answer is a model's."""

from ripeness.campaign.records import CampaignPaper
from ripeness.case.allocation_paper import AllocationPaper
from ripeness.terms.options import NoOptions
from ripeness.terms.paper_measure import Asked, PaperMeasure
from ripeness.terms.readings import Band, Reading


def _news(asked: Asked[NoOptions, CampaignPaper]) -> tuple[Reading, ...]:
    """Answer by each source with maps on both sides of the announcement, known by a day."""
    found = []
    for source in dict.fromkeys(row.map_source for row in asked.paper.effect_of_place):
        rows = [
            row
            for row in asked.paper.effect_of_place
            if (row.map_source, row.estimand) == (source, "news")
            and row.placebo_p is not None
            and asked.question.place in {None, row.place}
            and row.last <= asked.by
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


NEWS_PLACEBO = PaperMeasure("news_placebo_p", "p", "modelled", "campaign", NoOptions, _news)
"""How often windows of equal length moved what going on is worth at least as far as the news.

Of the quantities that moved around the announcement the one that stands out most is taken, and
its p-value is raised for having been chosen (Bonferroni).
"""


def _terms(asked: Asked[NoOptions, CampaignPaper]) -> tuple[Reading, ...]:
    """Answer by each source."""
    told = asked.paper.conclusion
    found = []
    for source in dict.fromkeys(row.map_source for row in told.by_side):
        shares = [
            row.p_no_better.value
            for row in told.by_side
            if (row.map_source, row.side, row.supported) == (source, told.side, None)
        ]
        on = min(asked.question.said_on, asked.by)
        found.append(
            Reading(
                source=source,
                value=sum(shares) / len(shares),
                bands=(Band(tolerance_m=0, low=min(shares), high=max(shares)),),
                on=on,
                known_on=on,
                note=f"terms of the line frozen on {asked.paper.horizon} against the package {told.package}; the band spans {len(shares)} families of priors",
            )
        )
    return tuple(found)


TERMS_NO_BETTER = PaperMeasure(
    "terms_no_better", "share", "modelled", "campaign", NoOptions, _terms
)
"""Share of courses of fighting on whose terms are no better than the package.

For the side that holds the rest, with outside support as it is; the band spans the families of
priors, for what the side wants is not known.
"""


def _rest(asked: Asked[NoOptions, AllocationPaper]) -> tuple[Reading, ...]:
    """Answer by each source that shows the region."""
    origin = asked.paper.origin
    return tuple(
        Reading(
            source=row.source,
            value=1 - row.p_not_within_two_years,
            on=origin,
            known_on=min(origin, asked.by),
            complement_assumed=row.complement_assumed,
            note=f"{row.left_km2:.0f} km² left on {origin}; the pool of tempo models, two years ahead",
        )
        for row in asked.paper.regions
        if row.region == asked.question.region
    )


REST_GONE = PaperMeasure("rest_gone_by_force", "share", "modelled", "allocation", NoOptions, _rest)
"""Share of simulated courses in which nothing of the rest is left within two years."""

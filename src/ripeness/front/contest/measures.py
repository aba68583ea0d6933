"""What the contest answers to claims: the chance of a rupture, and whether expecting breaks helps.

Both read the kept scoreboard of a case, which the case layer hands in; without one made from the
case's own maps they answer nothing. They come in by the entry point `ripeness.measures`.
"""

from datetime import timedelta
from typing import Literal, Protocol

from pydantic import Field

from ripeness.front.contest.records import ChanceThen, Versus
from ripeness.front.contest.standings import EVERY
from ripeness.terms.declared import Declared
from ripeness.terms.paper_measure import Asked, PaperMeasure
from ripeness.terms.readings import Band, Reading

AGED = -timedelta(days=21)
"""A chance given longer before the statement speaks of another day."""

MATERIAL = "scoreboard"
"""The paper from which these measures read."""


class Kept(Protocol):
    """What the case layer hands in."""

    @property
    def chances(self) -> tuple[ChanceThen, ...]:
        """Chances of a rupture at the last origin by the as-of day."""
        ...

    @property
    def pairs(self) -> tuple[Versus, ...]:
        """Each model of the contest against each other."""
        ...


class ChanceOptions(Declared):
    """Options of the chance of a rupture."""

    direction: Literal["gained", "lost", "either"] = "gained"
    """Whether the side that a source draws would gain or lose ground; `either`: the likelier."""


class VersusOptions(Declared):
    """Options of a comparison of two models."""

    model: str = "attrition"
    """The model."""
    rival: str = "damped"
    """The one that it is compared with."""
    horizon_weeks: int = Field(default=13, ge=1)
    """How many weeks ahead."""


EVERY_GROUND = "total"


def _chances(asked: Asked[ChanceOptions, Kept]) -> tuple[Reading, ...]:
    """Read each source's chances at the last origin before the statement."""
    question, told = asked.question, asked.told
    theatre = question.region or EVERY_GROUND
    rows = [
        one
        for one in asked.paper.chances
        if one.theatre == theatre
        and AGED <= one.origin - min(question.said_on, asked.by) <= timedelta(0)
        and told.direction in {"either", one.direction}
    ]
    sources = dict.fromkeys(one.source for one in rows)
    return tuple(_chance([one for one in rows if one.source == name]) for name in sources)


RUPTURE_CHANCE = PaperMeasure(
    "rupture_chance", "share", "modelled", MATERIAL, ChanceOptions, _chances
)
"""Chance of a rupture in the weeks after a statement, by source.

The value is the mean over the contest's models, the band reaches from the least to the largest
of them: they disagree by much more than each one's draws do.
"""


def _ratios(asked: Asked[VersusOptions, Kept]) -> tuple[Reading, ...]:
    """Read the ratio on each source's maps, with its 90 % band."""
    told = asked.told
    return tuple(
        _ratio(one)
        for one in asked.paper.pairs
        if (one.model, one.rival, one.horizon_weeks) == (told.model, told.rival, told.horizon_weeks)
        and one.source != EVERY
        and one.known_on <= asked.by
    )


SCORE_AGAINST = PaperMeasure(
    "score_against", "percent", "modelled", MATERIAL, VersusOptions, _ratios
)
"""A model's score over a rival's, both at the same past origins, by source, in percent of it.

Below 100 the model forecast better. Read once its last outcome was known.
"""


def _chance(asked: list[ChanceThen]) -> Reading:
    by_model: dict[str, float] = {}
    for one in asked:
        by_model[one.model] = max(one.p, by_model.get(one.model, 0.0))
    first = asked[0]
    said = ", ".join(f"{name} {p:.0%}" for name, p in by_model.items())
    return Reading(
        source=first.source,
        value=sum(by_model.values()) / len(by_model),
        bands=(Band(tolerance_m=0, low=min(by_model.values()), high=max(by_model.values())),),
        on=first.origin,
        known_on=first.origin,
        valid_to=first.origin + timedelta(weeks=first.weeks),
        note=f"within {first.weeks} weeks of {first.origin}, by model: {said}",
    )


def _ratio(one: Versus) -> Reading:
    low, high = one.ratio.low, one.ratio.high
    bands = (
        ()
        if low is None or high is None
        else (Band(tolerance_m=0, low=100 * low, high=100 * high),)
    )
    return Reading(
        source=one.source,
        value=100 * one.ratio.value,
        bands=bands,
        on=one.first_origin,
        valid_to=one.last_origin,
        known_on=one.known_on,
        note=(
            f"score of {one.model} over that of {one.rival}, {one.horizon_weeks} weeks ahead, "
            f"{one.forecasts} forecasts"
        ),
    )

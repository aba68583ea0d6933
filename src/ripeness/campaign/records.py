"""The answer of a campaign, as plain records: what pages, programs and measures read."""

from datetime import date
from typing import Literal

from ripeness.campaign.borne_out import BorneOut
from ripeness.campaign.couplings import Coupling
from ripeness.evidence.losses.kinds import Basis, Kind
from ripeness.table.priors import Family
from ripeness.terms.declared import Declared

Estimand = Literal["news", "crossing", "intervention"]
"""What is compared; only *intervention* is called the effect of the fall."""

Quantity = Literal["reservation", "zone", "terms", "ground", "losses"]
"""What it is compared on."""


class Spread(Declared):
    """A figure with the ends that hold nine members in ten."""

    mean: float
    """Mean over members."""
    low: float
    """5 % of members lie below."""
    high: float
    """5 % of members lie above."""


class Share(Declared):
    """A share of members, with the interval that their number leaves open."""

    value: float
    """The share."""
    low: float
    """Lower end of the 90 % interval, and of the families of priors where there are several."""
    high: float
    """Upper end."""


class CourseEnd(Declared):
    """By when a course has ended."""

    date: date
    """A Sunday."""
    p: float
    """Share of members in which it has."""


class GroundAt(Spread):
    """Ground by a week."""

    week: date
    """A Sunday."""


class TollAt(Spread):
    """Losses up to a week by one series; no two series may be added."""

    side: str
    """Id of the side whose losses they are."""
    population: str
    """Who or what is counted."""
    kind: Kind
    """What is counted of them."""
    basis: Basis
    """Who says so and how."""
    source: str
    """Name of the source of the count."""
    lower_bound: bool
    """Whether it is at least so much."""
    known_on: date
    """First day on which the last count used could be read."""
    week: date
    """The Sunday up to which losses are added, from `as_of` on."""


class TermsShare(Declared):
    """A way in which a course ends, and in how many members."""

    package: str | None
    """Id of the named package that it is, or is near; null: the line frozen without agreement."""
    change: str | None
    """The one issue in which it differs, as ISSUE=OPTION; null: none."""
    share: float
    """Share of members."""


class CoursePaper(Declared):
    """One course of action, on one source's map."""

    map_source: str
    """Whose map the battlefield starts from."""
    name: str
    """`fight_on`, `settle_now`, `settle_at_WEEKS` or `bargain`."""
    title: str
    """Name shown."""
    family: Family | None
    """Family of priors; null where none enters."""
    package: str | None
    """Id of the package settled on; null where it is open."""
    end: tuple[CourseEnd, ...]
    """By when the war has ended."""
    ground: tuple[GroundAt, ...]
    """What is left of the region to the side that holds the rest, in km², by week."""
    terms: tuple[TermsShare, ...]
    """How it ends, the most frequent first."""
    losses: tuple[TollAt, ...]
    """Losses up to each fourth week and the horizon, each series by itself."""


class Difference(Declared):
    """One course against another, member by member on the same draws."""

    map_source: str
    """Whose map."""
    minuend: str
    """The course from which the other is taken."""
    subtrahend: str
    """The other."""
    quantity: str
    """What is compared: ground, or a series of losses as SOURCE SIDE KIND."""
    unit: str
    """Its unit."""
    mean: float
    """Mean of the differences."""
    low: float
    """5 % of members lie below."""
    high: float
    """5 % of members lie above."""
    p_sign: float
    """Share of members in which the difference has the sign of its mean."""


class PathShare(Declared):
    """What one path contributes to an effect: its Shapley value."""

    path: str
    """`ground`, `supply`, `losses` or `beliefs`; `together` is what they do only together."""
    value: float
    """Mean over members."""
    low: float
    """5 % of members lie below."""
    high: float
    """5 % of members lie above."""


class EffectPaper(Declared):
    """What goes with the change of hands of a place, by one estimand."""

    map_source: str
    """Whose map."""
    place: str
    """Id of the place."""
    estimand: Estimand
    """What is compared."""
    first: date
    """The day before."""
    last: date
    """The day after; for an intervention the same day."""
    on: Quantity
    """What it is compared on."""
    side: str | None
    """Id of the side, where it is one side's."""
    series: str | None
    """Which series of losses, where it is one."""
    unit: str
    """Unit of the value."""
    value: float
    """After less before; for an intervention, held by the taker less held by the other."""
    low: float | None
    """5 % of members lie below; null where there is one value a window."""
    high: float | None
    """5 % of members lie above."""
    placebo_low: float | None
    """5 % of the placebos lie below; null where there is none."""
    placebo_high: float | None
    """5 % of the placebos lie above."""
    placebo_p: float | None
    """Share of placebos, the window itself among them, at least as far from their middle."""
    placebos: int
    """How many windows, or places, it is compared with."""
    paths: tuple[PathShare, ...] = ()
    """How it splits by path, for an intervention."""


class StripPaper(Declared):
    """Whether a war is ripe, as three strips; not a forecast of peace."""

    map_source: str
    """Whose map."""
    date: date
    """A Sunday."""
    hurting: float | None
    """Share of draws in which both reservation values fall over 13 weeks; null near the horizon."""
    way_out: float
    """Share of draws in which a package that both sides prefer also holds."""
    spokesmen: float
    """Mean chance that the rules of consent are met for the package easiest to pass."""
    low: dict[str, float | None]
    """Each strip in the family of priors in which it is least."""
    high: dict[str, float | None]
    """Each strip in the family in which it is greatest."""


class ReservationPaper(Declared):
    """What fighting on is worth to a side in a week, in shares of all that is at stake."""

    map_source: str
    """Whose map."""
    side: str
    """Id of the side."""
    family: Family
    """Family of priors."""
    week: date
    """A Sunday."""
    mean: float
    """Mean over draws: fight on to the horizon, then freeze on the line."""
    low: float
    """5 % of draws lie below."""
    high: float
    """5 % of draws lie above."""
    r2_out_of_sample: float
    """Share of what is to come that the state explains, on members the fit has not seen."""
    later_talks: float
    """What later talks add on average; below 0 it is an error of estimation."""


class ConclusionSide(Declared):
    """The conclusion for one side on one source's map under one level of outside support."""

    map_source: str
    """Whose map."""
    side: str
    """Id of the side whose terms are compared."""
    supported: str | None
    """Id of the side whose outside support is changed; null: neither's."""
    support: str
    """Id of the level of support."""
    family: Family
    """Family of priors."""
    p_no_better: Share
    """The terms at the horizon are no better for it than the package."""
    p_no_worse: Share
    """They are no worse."""
    p_not_comparable: Share
    """It depends on what the side wants."""


class ConclusionPaper(Declared):
    """Whether fighting on changes the outcome, or the toll alone."""

    package: str
    """Id of the package compared with."""
    side: str
    """Id of the side that holds the rest: the shares below are its."""
    p_no_better: float
    """Share of members in which its terms at the horizon are no better than the package."""
    p_no_worse: float
    """Share in which they are no worse."""
    p_not_comparable: float
    """Share in which it depends on what the side wants."""
    low: dict[str, float]
    """Each of the three, least over sources and families."""
    high: dict[str, float]
    """Each of the three, greatest."""
    extra_losses: tuple[TollAt, ...]
    """Losses until the horizon, each series by itself."""
    by_side: tuple[ConclusionSide, ...]
    """The same for each side, source, family and level of support."""
    text: str
    """The same in a sentence or two."""


class Hinge(Declared):
    """What a conclusion hinges on."""

    conclusion: str
    """Which one."""
    assumptions: str
    """The assumption that is moved."""
    sobol_total: float | None
    """Share of the conclusion's variance over the design that goes with the assumption, alone or
    with others; null where it was not estimated."""
    low_third: float
    """Share of the design's points in which it holds, where the assumption is in its low third."""
    high_third: float
    """The same in its high third."""
    flips_when: str | None
    """Where the answer turns; null: nowhere in the design."""
    robust_share: float
    """Share of all points of the design in which it holds."""
    points: int
    """How many points."""


class LinkAnswer(Declared):
    """One link of the argument, answered."""

    link: str
    """Id of the link."""
    answer: str
    """The answer in one sentence, with its interval."""
    basis: str
    """`observed`, `rule` or `modelled`."""
    would_change_it: str
    """What would change the answer."""


class CampaignPaper(Declared):
    """A campaign: fight on, settle or bargain; and what hangs on what."""

    horizon: date
    """The last Sunday looked at."""
    members: int
    """How many courses were run."""
    region: str
    """Id of the region at issue."""
    taker: str
    """Id of the side that does not hold the rest of it."""
    couplings: tuple[Coupling, ...]
    """Every way in which one model moves another."""
    borne_out: tuple[BorneOut, ...]
    """What the data say of each."""
    courses: tuple[CoursePaper, ...]
    """The courses of action."""
    differences: tuple[Difference, ...]
    """Courses against each other, paired."""
    effect_of_place: tuple[EffectPaper, ...]
    """What goes with the change of hands of the place."""
    ripeness: tuple[StripPaper, ...]
    """Three strips by date; not a forecast of peace."""
    conclusion: ConclusionPaper
    """Whether fighting on changes the outcome, or the toll alone."""
    reservation: tuple[ReservationPaper, ...]
    """What fighting on is worth, by week."""
    hinges: tuple[Hinge, ...]
    """What the conclusions hinge on, from the study that the case ships; none if it has none."""
    links: tuple[LinkAnswer, ...]
    """Every link of the argument, in one sentence each."""
    civilians: str
    """What is said of civilians."""
    problems: tuple[str, ...]
    """What could not be told, and why."""

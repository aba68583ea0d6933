"""A made-up campaign of the made-up run: two maps, two families of priors, two sides.

Every row obeys what the records promise: intervals hold their means, shares of one thing sum to
one, and an effect's paths sum to it.
"""

from datetime import date, timedelta

from ripeness.campaign.borne_out import BorneOut
from ripeness.campaign.couplings import COUPLINGS
from ripeness.campaign.records import (
    CampaignPaper,
    ConclusionPaper,
    ConclusionSide,
    CourseEnd,
    CoursePaper,
    Difference,
    EffectPaper,
    GroundAt,
    Hinge,
    LinkAnswer,
    PathShare,
    ReservationPaper,
    Share,
    StripPaper,
    TermsShare,
    TollAt,
)

ORIGIN, WEEKS = date(2025, 6, 1), 26
DAYS = tuple(ORIGIN + timedelta(weeks=week) for week in range(WEEKS + 1))
SOURCES = ("first_map", "second_map")
FAMILIES = ("evidence_centred", "adversarial")
SIDES = ("north", "south")
PACE = {"first_map": 6.0, "second_map": 4.0}


def campaign_paper() -> CampaignPaper:
    """A whole paper; the taker is `north`."""
    return CampaignPaper(
        horizon=DAYS[-1],
        members=200,
        region="shire",
        taker="north",
        couplings=COUPLINGS,
        borne_out=borne_out(),
        courses=courses(),
        differences=differences(),
        effect_of_place=effects(),
        ripeness=strips(),
        conclusion=conclusion(),
        reservation=reservation(),
        hinges=hinges(),
        links=links(),
        civilians="No source of losses among civilians is shipped, so nothing is said of them.",
        problems=("second_map: no intervention, for it draws no cells.",),
    )


def borne_out() -> tuple[BorneOut, ...]:
    """One coupling is borne out, one is not, one could not be tested, one says nothing."""
    rows = (
        ("ground_moves_losses", "first_map", 0.21, 0.11, 0.04, 0.19, True, 78),
        ("strength_moves_tempo", None, 0.4, -0.03, -0.08, 0.01, False, 60),
        ("supply_shifts_hazard", None, None, None, None, None, False, 12),
    )
    return tuple(
        BorneOut(
            coupling=name,
            map_source=source,
            tested=f"Whether {name.replace('_', ' ')}, week by week.",
            strength=strength,
            skill=skill,
            low=low,
            high=high,
            weeks=weeks,
            first=date(2024, 1, 7) if skill is not None else None,
            last=date(2025, 5, 25) if skill is not None else None,
            on=on,
        )
        for name, source, strength, skill, low, high, on, weeks in rows
    )


def toll_at(side: str, source: str, week: int, *, until: int = WEEKS) -> TollAt:
    """Losses of one side by one of two sources: a list of names, or a claim by the opponent."""
    told = min(week, until)
    named = source == "name_list"
    mean = (60.0 if named else 900.0) * told
    return TollAt(
        side=side,
        population="soldiers",
        kind="killed" if named else "killed_and_wounded",
        basis="named_list" if named else "claimed_by_opponent",
        source=source,
        lower_bound=named,
        known_on=date(2025, 5, 30),
        week=DAYS[week],
        mean=mean,
        low=0.8 * mean,
        high=1.3 * mean,
    )


def tolls(until: int = WEEKS) -> tuple[TollAt, ...]:
    """Both sides by the list, one side by the claim; never summed."""
    weeks = (*range(4, WEEKS, 4), WEEKS)
    series = (("north", "name_list"), ("south", "name_list"), ("north", "staff"))
    return tuple(
        toll_at(side, source, week, until=until) for side, source in series for week in weeks
    )


def ground(source: str, until: int) -> tuple[GroundAt, ...]:
    """Ground left, falling at an even pace until the war ends."""
    told = []
    for week, day in enumerate(DAYS):
        fought = min(week, until)
        mean, half = 900.0 - PACE[source] * fought, 1.5 * fought
        told.append(GroundAt(week=day, mean=mean, low=mean - half, high=mean + half))
    return tuple(told)


def courses() -> tuple[CoursePaper, ...]:
    """Fight on, settle now and settle at 13 on both maps; bargain in each family."""
    found = []
    for source in SOURCES:
        for name, title, until in (
            ("fight_on", "fight on, then freeze on the line", WEEKS),
            ("settle_now", "settle now on a package", 0),
            ("settle_at_13", "settle in week 13 on a package", 13),
        ):
            settled = name != "fight_on"
            found.append(
                CoursePaper(
                    map_source=source,
                    name=name,
                    title=title,
                    family=None,
                    package="plan" if settled else None,
                    end=tuple(
                        CourseEnd(date=day, p=float(settled and week >= until))
                        for week, day in enumerate(DAYS)
                    ),
                    ground=ground(source, until),
                    terms=(
                        TermsShare(package="plan" if settled else None, change=None, share=1.0),
                    ),
                    losses=tolls(until),
                )
            )
        found += [bargain(source, family) for family in FAMILIES]
    return tuple(found)


def bargain(source: str, family: str) -> CoursePaper:
    """Bargaining that ends early in one family and seldom in the other."""
    last = 0.8 if family == "evidence_centred" else 0.2
    return CoursePaper(
        map_source=source,
        name="bargain",
        title="bargain week by week",
        family=family,
        package=None,
        end=tuple(CourseEnd(date=day, p=last * week / WEEKS) for week, day in enumerate(DAYS)),
        ground=ground(source, 15),
        terms=(
            TermsShare(package="plan", change=None, share=round(last * 0.75, 6)),
            TermsShare(package="plan", change="army=free", share=round(last * 0.25, 6)),
            TermsShare(package=None, change=None, share=round(1 - last, 6)),
        ),
        losses=tolls(15),
    )


def differences() -> tuple[Difference, ...]:
    """Fighting on less settling now, on both maps."""
    return tuple(
        Difference(
            map_source=source,
            minuend="fight_on",
            subtrahend="settle_now",
            quantity=quantity,
            unit=unit,
            mean=mean,
            low=mean - half,
            high=mean + half,
            p_sign=1.0,
        )
        for source in SOURCES
        for quantity, unit, mean, half in (
            ("ground", "km2", -PACE[source] * WEEKS, 39.0),
            ("name_list north killed", "soldiers", 1560.0, 300.0),
            ("name_list south killed", "soldiers", 1560.0, 300.0),
            ("staff north killed_and_wounded", "soldiers", 23400.0, 4000.0),
        )
    )


def effect(estimand: str, source: str, on: str, **about: object) -> EffectPaper:
    """One row of what goes with the change of hands of Midway."""
    same = estimand == "intervention"
    return EffectPaper.model_validate(
        {
            "map_source": source, "place": "midway", "estimand": estimand,
            "first": date(2025, 5, 25), "last": date(2025, 5, 25) if same else ORIGIN, "on": on,
            "side": None, "series": None, "unit": "km2 left at the horizon", "value": -12.0,
            "low": -20.0 if same else None, "high": -5.0 if same else None,
            "placebo_low": -15.0, "placebo_high": 14.0, "placebo_p": 0.21, "placebos": 60,
        }
        | about
    )  # fmt: skip


def effects() -> tuple[EffectPaper, ...]:
    """News and crossing on both maps; an intervention with its paths on one."""
    paths = (("ground", -9.0), ("supply", -2.0), ("losses", -1.0), ("beliefs", 0.0))
    share = {"unit": "share of draws", "value": 0.02, "placebo_low": -0.1, "placebo_high": 0.08}
    found = [
        effect(estimand, source, on, **about)
        for estimand in ("news", "crossing")
        for source in SOURCES
        for on, about in (
            ("ground", {}),
            ("zone", share),
            ("reservation", share | {"side": "north", "unit": "share of all that is at stake"}),
            ("reservation", share | {"side": "south", "unit": "share of all that is at stake"}),
        )
    ]
    split = tuple(
        PathShare(path=path, value=value, low=value - 2, high=value + 2) for path, value in paths
    )
    together = PathShare(path="together", value=0.5, low=-0.5, high=1.5)
    found.append(effect("intervention", "first_map", "ground", paths=(*split, together)))
    found.append(
        effect(
            "intervention", "first_map", "losses", side="north", series="name_list north killed",
            unit="soldiers until the horizon", value=40.0, low=-10.0, high=90.0,
            placebo_low=None, placebo_high=None, placebo_p=None, placebos=0,
        )
    )  # fmt: skip
    return tuple(found)


def strips() -> tuple[StripPaper, ...]:
    """Three strips by date; hurting cannot be told near the horizon."""
    found = []
    for source in SOURCES:
        for week, day in enumerate(DAYS[:-1]):
            hurting = None if week > 12 else 0.3 + 0.01 * week
            middle = {"hurting": hurting, "way_out": 0.4, "spokesmen": 0.02}
            found.append(
                StripPaper(
                    map_source=source,
                    date=day,
                    **middle,
                    low={name: None if v is None else v / 2 for name, v in middle.items()},
                    high={name: None if v is None else v * 1.5 for name, v in middle.items()},
                )
            )
    return tuple(found)


def three(no_better: float, no_worse: float) -> dict[str, Share]:
    """The three shares with an interval about each."""
    values = {
        "p_no_better": no_better,
        "p_no_worse": no_worse,
        "p_not_comparable": max(1 - no_better - no_worse, 0.0),
    }
    return {
        name: Share(value=value, low=max(value - 0.05, 0.0), high=min(value + 0.05, 1.0))
        for name, value in values.items()
    }


def conclusion() -> ConclusionPaper:
    """What fighting on changes, for both sides, on both maps, under three levels of support."""
    levels = [
        (None, "continues"),
        *((side, level) for side in SIDES for level in ("halves", "stops")),
    ]
    rows = tuple(
        ConclusionSide(
            map_source=source,
            side=side,
            supported=supported,
            support=level,
            family=family,
            **three(0.6 if family == "adversarial" else 0.5, 0.1),
        )
        for source in SOURCES
        for side in SIDES
        for supported, level in levels
        for family in FAMILIES
    )
    low = {"p_no_better": 0.5, "p_no_worse": 0.1, "p_not_comparable": 0.3}
    return ConclusionPaper(
        package="plan",
        side="south",
        p_no_better=0.55,
        p_no_worse=0.1,
        p_not_comparable=0.35,
        low=low,
        high={"p_no_better": 0.6, "p_no_worse": 0.1, "p_not_comparable": 0.4},
        extra_losses=tuple(row for row in tolls() if row.week == DAYS[-1]),
        by_side=rows,
        text="For Southland the terms at the horizon are no better than the plan in 50 to 60 %.",
    )


def reservation() -> tuple[ReservationPaper, ...]:
    """What fighting on is worth to either side, by week and family."""
    return tuple(
        ReservationPaper(
            map_source=source,
            side=side,
            family=family,
            week=day,
            mean=0.2 + 0.002 * week,
            low=-0.1,
            high=0.5,
            r2_out_of_sample=0.6 if week < WEEKS else 0.0,
            later_talks=0.03 if family == "evidence_centred" else -0.01,
        )
        for source in SOURCES
        for side in SIDES
        for family in FAMILIES
        for week, day in enumerate(DAYS)
    )


def hinges() -> tuple[Hinge, ...]:
    """What the conclusions hinge on: one that turns, one that does not."""
    return (
        Hinge(conclusion="no better for the side that holds the rest", assumptions="value of ground", sobol_total=0.5, low_third=0.2, high_third=0.9, flips_when="value of ground above 0.4", robust_share=0.62, points=1000),
        Hinge(conclusion="no better for the side that holds the rest", assumptions="pace", sobol_total=None, low_third=0.6, high_third=0.64, flips_when=None, robust_share=0.62, points=1000),
    )  # fmt: skip


def links() -> tuple[LinkAnswer, ...]:
    """An answer to each link of the made-up argument."""
    return (
        LinkAnswer(link="said", answer="First Map shows 97 % (95 to 99 %) held by Northland.", basis="observed", would_change_it="A map with another reading of that day."),
        LinkAnswer(link="hub", answer="Not answered: this run has no paper of supply.", basis="modelled", would_change_it="A network declared in the case."),
    )  # fmt: skip

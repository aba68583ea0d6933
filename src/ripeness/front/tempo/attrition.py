"""Attrition with a breaking point: both sides wear down, and a line too thinly held breaks.

Each side's density (strength over the length of its line) changes by replacements less losses, and
with the ground it must hold: a line grows as the root of the ground behind it. A week's change has
three parts: what `damped` knows of the pace; a pressure proportional to the lead in log density
that one side has won since the history began (in the spirit of Lanchester's laws, where what
counts is the ratio of what is left: 1916, *Aircraft in Warfare*); and breaks. When a side's log
density has fallen by more than its margin, its line soon breaks: for some weeks it loses ground
many times faster than usual, until it stands again on a shorter line. Both sides have the same
priors: their losses and the history alone tell them apart.

Losses enter as courses and ranges by side (`front.wear`), never as one number: each particle
follows one source's course, and a share of strength lost a week drawn within the range known.
Where nothing is known the prior's wide range stands, and the forecast's note says so.

The filter is that of `damped` (each particle carries a Kalman filter), with the break drawn by how
well each possibility foresaw the week that was read (Doucet et al. 2000,
https://doi.org/10.1023/A:1008935410038). A margin never reached in so many weeks grows.
"""

from dataclasses import dataclass, replace

import numpy as np

from ripeness.front.history import Counts, History, Numbers
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo import damped
from ripeness.front.tempo.damped import Cloud, DampedPriors, DampedState
from ripeness.front.tempo.interface import Change
from ripeness.front.tempo.particles import Seen, changes_seen, drawn_again, filtered, renewed
from ripeness.front.wear import SideWear, Wear

STATES = (0, 1, -1)
"""The line holds; the other side's line is broken; the own line is broken."""


@dataclass(frozen=True)
class AttritionPriors:
    """Medians and spreads (of logarithms) of what the history must settle, with their source.

    No army's share of losses a week is known from this series, so the ranges are wide. Battles say
    how little a threshold on losses alone explains: of beaten attackers in 1,080 battles more than
    nine in ten had lost less than 40 % (Helmbold, by way of the Dupuy Institute), and the beaten
    side's median loss in CDB90 is 16 %. So the median margin is 0.35 in the logarithm (30 %), and
    its spread reaches from 9 to 75 %.
    """

    lost: tuple[float, float] = (0.008, 0.8)
    """Share of its strength that a side loses in a week: 0.2 to 3 % in nine draws of ten, that is,
    from a tenth to all of it in a year; armies of both world wars lie between (recalled)."""
    replaced: tuple[float, float] = (1.0, 0.35)
    """Replacements over losses: long wars are those in which armies are made up again."""
    margin: tuple[float, float] = (0.35, 0.8)
    """Fall in log density, since the history began, at which a line may break."""
    pressure: tuple[float, float] = (1.0, 0.8)
    """Pace won by a lead of one in log density, over the typical weekly change."""
    break_: tuple[float, float] = (4.0, 0.8)
    """Ground lost in a week of a broken line, over the typical weekly change, beyond `least`."""
    least: float = 3.0
    """A week of less than so many typical changes is no break."""
    break_weeks: tuple[float, float] = (3.0, 0.5)
    """How long a line stays broken, in weeks."""
    a_week: float = 0.25
    """Chance in a week that a line beyond its margin breaks."""
    otherwise: float = 1 / (20 * 52)
    """Chance in a week that a line breaks though it is not: surprise, envelopment, an order."""
    shorter: float = 0.5
    """Share of its margin that a side has again after its line broke and was drawn anew."""
    line: float = 0.5
    """How a line's length grows with the ground behind it, as a power: alike shapes have 1/2."""
    unknown_end: float = 3.0
    """Where one end of a range is not known it is so many times the other end, at the most."""
    most_read: float = 25.0
    """A weekly change beyond so many typical ones is read as that many."""


PACE = DampedPriors()
"""What is held of the pace without wear: as `damped` has it."""


@dataclass(frozen=True)
class Sides:
    """What each particle holds of both sides; two rows, the own side first."""

    fixed: Numbers
    """Logarithms: lost, replaced and margin of both sides, then pressure, break and its weeks."""
    density: Numbers
    """Log density of each side since the history began."""
    course: Counts
    """Which of the side's courses the particle follows."""
    broken: Counts
    """One of `STATES`."""


@dataclass(frozen=True)
class AttritionState:
    """Where each member stands."""

    pace: DampedState
    """What the pace does without wear."""
    sides: Sides
    """Wear, margins and whether a line is broken."""
    lately: Numbers
    """Losses of a week over their mean, at the end of the history; two rows."""
    scale: float
    """The typical weekly change, in km²."""
    ground_km2: Numbers | None
    """Ground behind each side's line, in km²; two rows. Null: not known, and taken as constant."""


Particles = tuple[Cloud, Sides]
"""The pace and both sides, one column a particle."""


@dataclass(frozen=True)
class Attrition:
    """Density of both sides, pressure and breaking points, on a damped local level."""

    name: str = "attrition"
    particles: int = 4000
    priors: AttritionPriors = AttritionPriors()
    pace: DampedPriors = PACE
    scale_km2: float | None = None
    """The typical weekly change; null: read off the history. Given only in checks."""

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> AttritionState:
        """Return members drawn from what the history and both sides' losses say."""
        scale = self.scale_km2 or damped.typical_change(history)
        known = Known.of(history, self.priors)

        def read(both: Particles, seen: Seen) -> tuple[Particles, Numbers]:
            cloud, sides = both
            for passed in range(seen.week - seen.weeks + 1, seen.week + 1):
                cloud = damped.moved(cloud, generator)
                sides = _worn_down(sides, known.at(sides.course, passed), known.line(passed))
            return self._read((cloud, sides), seen, scale, generator)

        def again(both: Particles, log_weights: Numbers, chosen: Counts) -> Particles:
            cloud, sides = both
            pace = renewed(cloud.fixed, log_weights, chosen, generator)
            fixed = renewed(sides.fixed, log_weights, chosen, generator)
            return damped.chosen_of(cloud, chosen, pace), _chosen(sides, chosen, fixed)

        cloud = damped.prior_cloud(self.pace, scale, self.particles, generator)
        sides = prior_sides(self.priors, known, self.particles, generator)
        (cloud, sides), log_weights = filtered(
            (cloud, sides),
            changes_seen(history, most=self.priors.most_read * scale),
            count=self.particles,
            read=read,
            again=again,
            generator=generator,
        )
        chosen = drawn_again(log_weights, settings.members, generator)
        cloud = damped.chosen_of(cloud, chosen, cloud.fixed[:, chosen])
        sides = _chosen(sides, chosen, sides.fixed[:, chosen])
        return AttritionState(
            pace=damped.members_of(cloud, history, generator),
            sides=sides,
            lately=known.at(sides.course, 0),
            scale=scale,
            ground_km2=known.ground(settings.members),
        )

    def step(
        self, state: AttritionState, generator: np.random.Generator
    ) -> tuple[AttritionState, Change]:
        """Return the state a week later, and what changed hands."""
        draw, wild = (
            generator.random(len(state.sides.broken)),
            generator.standard_normal(len(state.sides.broken)),
        )
        pace, change = damped.Damped().step(state.pace, generator)
        sides = _worn_down(state.sides, state.lately, 0.0)
        upto = np.cumsum(_chances(sides, 1, self.priors), axis=0)
        broken = np.array(STATES)[(draw > upto[:2]).sum(axis=0)]
        mean, spread = _moves(sides, broken, state.scale, self.priors)
        net = change.net_km2 + mean + spread * wild
        sides = _stood_again(replace(sides, broken=broken), sides.broken, self.priors)
        ground = state.ground_km2
        if ground is not None:
            after = np.maximum(ground + np.stack([net, -net]), 1.0)
            longer = self.priors.line * np.log(after / ground)
            sides, ground = replace(sides, density=sides.density - longer), after
        return replace(state, pace=pace, sides=sides, ground_km2=ground), Change.of_net(net)

    def _read(
        self,
        particles: Particles,
        seen: Seen,
        scale: float,
        generator: np.random.Generator,
    ) -> tuple[Particles, Numbers]:
        """Draw whether a line is broken by how well each possibility foresaw the change."""
        cloud, sides = particles
        chances = _chances(sides, seen.weeks, self.priors)
        noise = damped.drawn_noise(cloud, seen.weeks, generator)
        expected, spread_of, _ = damped.foreseen(cloud, seen.week)
        fits, moves = [], []
        for broken in STATES:
            mean, spread = _moves(sides, np.full(len(noise), broken), scale, self.priors)
            variance = noise + spread**2 / seen.weeks
            moves.append((mean, variance))
            fits.append(damped.fit(seen.change - mean - expected, spread_of + variance))
        joint = np.log(chances) + np.array(fits)
        highest = joint.max(axis=0)
        weights = np.exp(joint - highest)
        total = weights.sum(axis=0)
        draw = generator.random(len(noise)) * total
        place = np.minimum((draw > np.cumsum(weights, axis=0)).sum(axis=0), 2)
        mean, variance = (np.choose(place, [move[end] for move in moves]) for end in (0, 1))
        cloud, _ = damped.read(cloud, replace(seen, change=seen.change - mean), variance)
        before, broken = sides.broken, np.array(STATES)[place]
        sides = _stood_again(replace(sides, broken=broken), before, self.priors)
        return (cloud, sides), highest + np.log(total)


def told_of(wear: Wear | None) -> str | None:
    """Say in a note what of both sides' losses was not known, and what that does."""
    lacks = (Wear() if wear is None else wear).lacks()
    if not lacks:
        return None
    return f"not known by the origin: {', '.join(lacks)}; a wide prior stands there instead"


def prior_sides(
    priors: AttritionPriors, known: "Known", count: int, generator: np.random.Generator
) -> Sides:
    """Draw what is not known of both sides."""
    normal = generator.standard_normal((9, count))
    lost = [_within(side, priors, normal[n]) for n, side in enumerate(known.sides)]
    replaced = [_joined(side, lost[n], priors, normal[2 + n]) for n, side in enumerate(known.sides)]
    kinds = (priors.margin, priors.margin, priors.pressure, priors.break_, priors.break_weeks)
    rest = [np.log(median) + spread * normal[4 + n] for n, (median, spread) in enumerate(kinds)]
    course = [
        (generator.random(count) * max(len(side.courses), 1)).astype(np.int64)
        for side in known.sides
    ]
    return Sides(
        fixed=np.array([*lost, *replaced, *rest]),
        density=np.zeros((2, count)),
        course=np.array(course),
        broken=np.zeros(count, dtype=np.int64),
    )


@dataclass(frozen=True)
class Known:
    """What the history says of both sides, by week."""

    sides: tuple[SideWear, SideWear]
    """What is known of their losses, the own side first."""
    first: int
    """The week of the first reading."""
    courses: tuple[Numbers, Numbers]
    """Of each side, courses by weeks from the first reading to the origin."""
    longer: Numbers
    """By week, how much longer each side's line had become, in the logarithm; two rows."""
    ground_km2: Numbers | None
    """Ground behind both lines at the end, in km²; null: not known."""

    @classmethod
    def of(cls, history: History, priors: AttritionPriors) -> "Known":
        """Read a history with what it carries of both sides' losses."""
        wear = history.wear or Wear()
        first = int(history.weeks[0])
        every = np.arange(first, 1)
        held = np.interp(every, history.weeks, history.km2)
        longer, ground = np.zeros((2, len(every))), None
        if history.other_km2 is not None:
            both = np.maximum([held, history.other_km2 + history.last_km2 - held], 1.0)
            longer, ground = priors.line * np.log(both / both[:, :1]), both[:, -1]
        sides = (wear.ours, wear.theirs)
        courses = tuple(_courses(side, len(every)) for side in sides)
        return cls(sides, first, (courses[0], courses[1]), longer, ground)

    def at(self, course: Counts, week: int) -> Numbers:
        """Return the losses of a week over their mean, of both sides, by particle."""
        place = week - self.first
        return np.stack([own[course[n], place] for n, own in enumerate(self.courses)])

    def line(self, week: int) -> Numbers:
        """Return how much longer both lines became in a week, in the logarithm."""
        place = week - self.first
        return (self.longer[:, place] - self.longer[:, place - 1])[:, None]

    def ground(self, members: int) -> Numbers | None:
        """Return the ground behind both lines, by member."""
        return None if self.ground_km2 is None else np.tile(self.ground_km2[:, None], members)


def _courses(side: SideWear, weeks: int) -> Numbers:
    """Return courses by week; constant ones where none is known."""
    if not side.courses:
        return np.ones((1, weeks))
    rows = [course.about_mean[-weeks:] for course in side.courses]
    return np.array([np.r_[np.full(weeks - len(row), row[0]), row] for row in rows])


def _within(side: SideWear, priors: AttritionPriors, normal: Numbers) -> Numbers:
    """Draw the logarithm of a share lost: within the range known, or from the prior.

    A range's ends are taken as two standard deviations about its middle, in the logarithm.
    """
    median, spread = priors.lost
    low, high = side.low, side.high
    if low is None and high is None:
        return np.log(median) + spread * normal
    low = high / priors.unknown_end**2 if low is None and high is not None else low
    high = low * priors.unknown_end**2 if high is None and low is not None else high
    ends = np.log(np.maximum([low or median, high or median], 1e-6))
    return ends.mean() + max(float(np.ptp(ends)) / 4, 0.1) * normal


def _joined(side: SideWear, lost: Numbers, priors: AttritionPriors, normal: Numbers) -> Numbers:
    """Draw the logarithm of a share that joins: about what is stated, or about what is lost."""
    median, spread = priors.replaced
    if side.joins is None:
        return lost + np.log(median) + spread * normal
    ends = np.log(np.maximum(side.joins, 1e-6))
    return ends.mean() + max(float(np.ptp(ends)) / 4, 0.1) * normal


def _worn_down(sides: Sides, course: Numbers, longer: Numbers | float) -> Sides:
    lost, joined = np.exp(sides.fixed[:2]), np.exp(sides.fixed[2:4])
    return replace(sides, density=sides.density + joined - lost * course - longer)


def _chances(sides: Sides, weeks: int, priors: AttritionPriors) -> Numbers:
    """Return the chances of each of `STATES` some weeks on, by particle."""
    thin = -sides.density > np.exp(sides.fixed[4:6])
    hazard = np.where(thin, priors.a_week, priors.otherwise)
    breaks = 1 - (1 - hazard) ** weeks
    ours, theirs = breaks
    stays = (1 / (1 + 1 / np.exp(sides.fixed[8]))) ** weeks
    chances = np.array(
        [(1 - ours) * (1 - theirs), theirs * (1 - ours / 2), ours * (1 - theirs / 2)]
    )
    for place, broken in ((1, 1), (2, -1)):
        here = sides.broken == broken
        chances[:, here] *= 1 - stays[here]
        chances[place, here] += stays[here]
    return chances / chances.sum(axis=0)


def _moves(
    sides: Sides, broken: Counts, scale: float, priors: AttritionPriors
) -> tuple[Numbers, Numbers]:
    """Return what pressure and breaks add to a week's change, and the spread they add."""
    pressure, beyond = scale * np.exp(sides.fixed[6:8])
    breaks = priors.least * scale + beyond
    lead = sides.density[0] - sides.density[1]
    return pressure * lead + breaks * broken, 0.5 * breaks * np.abs(broken)


def _stood_again(sides: Sides, before: Counts, priors: AttritionPriors) -> Sides:
    """Return the sides with density won back by the one whose line broke and stands again."""
    margin = np.exp(sides.fixed[4:6])
    fell = np.stack([(before == -1) & (sides.broken != -1), (before == 1) & (sides.broken != 1)])
    restored = np.maximum(sides.density, -(1 - priors.shorter) * margin)
    return replace(sides, density=np.where(fell, restored, sides.density))


def _chosen(sides: Sides, chosen: Counts, fixed: Numbers) -> Sides:
    return Sides(
        fixed=fixed,
        density=sides.density[:, chosen],
        course=sides.course[:, chosen],
        broken=sides.broken[chosen],
    )

"""The course without agreement: fight on for some years, then freeze on the line.

What it is worth to a party is its reservation value; it is drawn, since its parts are ranges. From
a case file it assumes the pace and the losses of the last weeks; a campaign may hand in others.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ripeness.table.priors import Prior
from ripeness.table.tabled import STATUS_QUO, Span, TabledPlan
from ripeness.table.theory.guards import refuse
from ripeness.table.utility import Course, Weights, annuity, utility
from ripeness.terms.chance import stream
from ripeness.terms.question import Slot


@dataclass(frozen=True)
class Fighting:
    """What the last weeks on the ground would give if they went on."""

    taker: Slot
    """The side that does not hold the rest of the region."""
    pace: np.ndarray
    """Share of the rest that the taker gains a year, one number for each reading."""
    held: np.ndarray
    """What the taker holds of the region, as a multiple of the rest, for each reading."""
    losses: Mapping[Slot, float]
    """Losses of each side a year, in thousands, as counted."""


@dataclass(frozen=True)
class Drawn:
    """What is drawn beside parties' values, the same for every family of priors."""

    weights: Weights
    """What losses, years and delay weigh."""
    years: np.ndarray
    """Years of war of the course without agreement: [draw]."""
    reading: np.ndarray
    """Which reading of the pace: [draw]."""
    times: Mapping[Slot, np.ndarray]
    """What the count of a side's losses is multiplied by: [draw]."""
    breach_years: np.ndarray
    """Years from an agreement to the day on which breaking it would pay most: [draw]."""
    guarantee: np.ndarray
    """What a guarantee could cost a breaker, in shares of all that is at stake: [draw]."""


def draw_stakes(
    tabled: TabledPlan, fighting: Fighting, *, seed: int, keys: Mapping[str, str]
) -> Drawn:
    """Return draws of everything that the case gives as a range.

    Args:
        tabled: The plan with its ranges.
        fighting: The pace and the losses of the last weeks.
        seed: The seed of the run.
        keys: Party to the name of its draws: a side's slot, another party's id.

    Raises:
        ModelError: If there is no reading of the pace.
    """
    if len(fighting.pace) == 0:
        refuse((), "pace", where="draw_stakes", expected="a reading of the pace on the ground")
    stakes, count = tabled.stakes, tabled.draws
    names = [party.id for party in tabled.parties]

    def even(span: Span, *what: str) -> np.ndarray:
        place = stream(seed, "table", "stakes", *what).random(count)
        return span.low + place * (span.high - span.low)

    def by_party(span: Span, what: str, *, logarithmic: bool = False) -> np.ndarray:
        used = _logs(span) if logarithmic else span
        drawn = np.stack([even(used, what, keys[name]) for name in names], axis=1)
        return np.exp(drawn) if logarithmic else drawn

    weights = Weights(
        rate=even(stakes.discount_per_year, "discount"),
        own=by_party(stakes.own_losses_per_thousand, "own", logarithmic=True),
        other=by_party(stakes.other_losses_per_thousand, "other"),
        year=by_party(stakes.year_of_war, "year"),
        span=stakes.span_years,
    )
    slots: tuple[Slot, Slot] = ("a", "b")
    return Drawn(
        weights=weights,
        years=even(tabled.fight_on.years, "years"),
        reading=stream(seed, "table", "stakes", "pace").integers(len(fighting.pace), size=count),
        times={slot: even(tabled.fight_on.losses.times, "losses", slot) for slot in slots},
        breach_years=even(tabled.breach.after_years, "breach"),
        guarantee=even(tabled.breach.guarantee, "guarantee"),
    )


def present_values(prior: Prior, weights: Weights) -> np.ndarray:
    """Return what each option is worth on the first day: [draw, party, issue, option]."""
    return prior.flows * annuity(weights.rate, 0.0, weights.span)[:, None, None, None]


def reservations(
    tabled: TabledPlan, prior: Prior, drawn: Drawn, fighting: Fighting, *, keys: Mapping[str, str]
) -> np.ndarray:
    """Return what fighting on is worth to each party, by [draw, party].

    Args:
        tabled: The plan.
        prior: What parties want.
        drawn: What is drawn beside it.
        fighting: The pace and the losses of the last weeks.
        keys: Party to the name of its draws.
    """
    return utility(fight_on(tabled, prior, drawn, fighting, keys=keys), drawn.weights)


def fight_on(
    tabled: TabledPlan, prior: Prior, drawn: Drawn, fighting: Fighting, *, keys: Mapping[str, str]
) -> Course:
    """Return the course without agreement for draws of a family of priors."""
    slots = [keys[name] if name in tabled.sides else None for name in prior.parties]
    standing = status_quo_flows(tabled, prior)
    ground = next((i for i, one in enumerate(tabled.issues) if one.ground is not None), None)
    pace = fighting.pace[drawn.reading]
    held_now, slope = np.zeros(standing.shape[:2]), np.zeros(standing.shape[:2])
    others = standing.sum(axis=2)
    if ground is not None:
        for p, slot in enumerate(slots):
            if slot is not None:
                held_now[:, p] = standing[:, p, ground]
                others[:, p] -= standing[:, p, ground]
                slope[:, p] = (
                    prior.weights[:, p, ground] * pace * (1 if slot == fighting.taker else -1)
                )
    room = np.where(pace > 0, 1.0, fighting.held[drawn.reading])
    losses = {slot: fighting.losses[slot] * drawn.times[slot] for slot in drawn.times}
    own, other = np.zeros(slope.shape), np.zeros(slope.shape)
    for p, slot in enumerate(slots):
        own[:, p] = losses.get(slot, 0.0) if slot is not None else 0.0
        other[:, p] = sum(count for one, count in losses.items() if one != slot)
    still = np.abs(pace) < 1e-12
    until = np.where(still, drawn.years, room / np.where(still, 1.0, np.abs(pace)))
    return Course(
        years=drawn.years,
        during=others,
        after=others,
        ground_now=held_now,
        ground_slope=slope,
        ground_for=np.minimum(until, drawn.years),
        own=own,
        other=other,
    )


def status_quo_flows(tabled: TabledPlan, prior: Prior) -> np.ndarray:
    """Return what the status quo of each issue is worth a year: [draw, party, issue]."""
    at = [issue.at(STATUS_QUO) for issue in tabled.issues]
    return flows_of(prior, tuple(at))


def flows_of(prior: Prior, package: tuple[int, ...]) -> np.ndarray:
    """Return what each issue's option in a package is worth a year: [draw, party, issue]."""
    picked = prior.values[:, :, np.arange(len(package)), list(package)]
    return prior.weights * picked


def _logs(span: Span) -> Span:
    return Span(low=float(np.log(span.low)), high=float(np.log(span.high)))

"""Planted worlds: a war whose laws are known, fought and bargained without the campaign's code.

What happens is drawn and solved here by itself: ground and losses by their laws, week by week, and
the week of the agreement from values of going on that are computed backwards on a grid. The
campaign forecasts the same war from members: ground by the known law, losses carried on from a
simulated past, and going on valued by its regressions.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
from scipy import stats
from tests.campaign.test_battle import Strip

from ripeness.campaign.bargain import NOBODY, bargain
from ripeness.campaign.battle import battle
from ripeness.campaign.couplings import switches
from ripeness.campaign.courses import bargained, left_by, lost_by
from ripeness.campaign.fought import Fought, fight_of
from ripeness.campaign.reservation import reservation
from ripeness.campaign.toll import Toll, drawn_weeks
from ripeness.campaign.world import Given, Wearing
from ripeness.campaign.worth import WEEKS_A_YEAR, Offers
from ripeness.table.utility import Weights
from ripeness.terms.chance import stream

WEEKS, PAST_WEEKS, SPAN = 26, 52, 10.0
WHOLE_KM2, HELD_KM2 = 100.0, 40.0
REST_KM2 = WHOLE_KM2 - HELD_KM2
ORIGIN = date(2025, 11, 30)
QUANTITIES = ("end", "ground", "losses")


@dataclass(frozen=True)
class Law:
    """What a world runs on."""

    pace: float
    """Ground gained in a mean week, km²."""
    shape: float
    """Shape of a week's gain, a gamma: the smaller, the wilder."""
    back: float
    """Ground retaken in a mean week, km²."""
    losses: tuple[float, float]
    """Losses of a mean week, the taker's first."""
    unrest: float
    """Their spread, on the log scale."""
    tie: float
    """Share of losses that a doubled gain adds."""


def law_of(seed: int) -> Law:
    draw = stream(seed, "test", "planted", "law")
    return Law(
        pace=draw.uniform(0.8, 1.6),
        shape=draw.uniform(0.4, 2.0),
        back=draw.uniform(0.0, 0.2),
        losses=(draw.uniform(600, 1400), draw.uniform(300, 900)),
        unrest=draw.uniform(0.2, 0.5),
        tie=draw.choice([0.0, 0.3]),
    )


def tempo_of(law: Law, draw: np.random.Generator, shape: tuple[int, ...]) -> np.ndarray:
    """Ground that changes hands, each way."""
    each = np.array([law.pace, law.back])
    return draw.gamma(law.shape, 1 / law.shape, size=(*shape, 2)) * each


def losses_of(law: Law, draw: np.random.Generator, weeks: int) -> np.ndarray:
    """Losses of usual weeks: [week, side]."""
    log = law.unrest * draw.normal(size=(weeks, 2)) - law.unrest**2 / 2
    return np.exp(log) * np.array(law.losses)


def wants_of(draw: np.random.Generator, members: int, *, narrowed: float = 1.0) -> Offers:
    """Half of the rest, or all of it, to the taker; each member is one draw of what both want."""

    def within(low: float, high: float, *each: int) -> np.ndarray:
        return (low + high) / 2 + narrowed * (draw.random((members, *each)) - 0.5) * (high - low)

    ground = within(0.1, 0.4, 2)
    standing = np.column_stack([np.full(members, 0.3), 0.3 + ground[:, 1]])
    half, whole = (
        standing + np.column_stack([part * ground[:, 0], -part * ground[:, 1]]) + 0.005
        for part in (0.5, 1.0)
    )
    return Offers(
        parties=("north", "south"),
        direction=np.array([1.0, -1.0]),
        flows=np.stack([half, whole], axis=2),
        follows=np.array([False, False]),
        standing=standing,
        ground=ground,
        weights=Weights(
            rate=within(0.02, 0.1),
            own=within(0.0, 0.012, 2),
            other=np.zeros((members, 2)),
            year=within(0.0, 0.3, 2),
            span=SPAN,
        ),
    )


# ---- what happens, by itself ---------------------------------------------


def happened(law: Law, seed: int) -> dict[str, float]:
    """The week in which the war ends, what is then left of the rest, and what it has cost."""
    draw = stream(seed, "test", "planted", "truth")
    tempo, usual = tempo_of(law, draw, (WEEKS,)), losses_of(law, draw, WEEKS)
    wants = wants_of(draw, 1)
    more = 1 + law.tie * (tempo.sum(axis=1) / (law.pace + law.back) - 1)
    held, lost = HELD_KM2, 0.0
    going = values_of_going_on(law, wants)
    for week in range(WEEKS + 1):
        gain = (held - HELD_KM2) / REST_KM2
        if agreed(wants, at(going[week], gain), week):
            return {"end": week, "ground": WHOLE_KM2 - held, "losses": lost}
        if week < WEEKS:
            held = np.clip(held + tempo[week, 0] - tempo[week, 1], 0, WHOLE_KM2)
            lost += (usual[week] * more[week]).sum()
    return {"end": WEEKS + 1, "ground": WHOLE_KM2 - held, "losses": lost}


GRID = np.linspace(-0.3, 1.0, 261)


def values_of_going_on(law: Law, wants: Offers) -> np.ndarray:
    """What going on is worth by week and gain to both, later talks included: [week, gain, side]."""
    net = np.subtract.outer(quantiles(law, law.pace, 40), quantiles(law, law.back, 8)).ravel()
    net /= REST_KM2
    later = np.clip(GRID[:, None] + net[None], -HELD_KM2 / REST_KM2, 1.0)
    rate, own, year = wants.weights.rate[0], wants.weights.own[0], wants.weights.year[0]
    week_long = 1 / WEEKS_A_YEAR
    cost = own * np.array(law.losses) / 1000
    flow = wants.standing[0] - year
    moved = wants.direction * wants.ground[0]
    going = np.zeros((WEEKS + 1, len(GRID), 2))
    going[WEEKS] = (wants.standing[0] + moved * GRID[:, None]) * spread_over(
        rate, years_left(WEEKS)
    )
    for week in range(WEEKS - 1, -1, -1):
        here = going[week + 1]
        ends = best(wants, here, week + 1)
        value = np.where(np.isnan(ends), here, ends)
        between = (GRID + later.mean(axis=1))[:, None] / 2
        next_week = np.stack(
            [np.interp(later, GRID, value[:, side]).mean(axis=1) for side in (0, 1)], axis=1
        )
        now = (flow + moved * between) * spread_over(rate, week_long) - cost
        going[week] = now + np.exp(-rate * week_long) * next_week
    return going


def quantiles(law: Law, mean: float, count: int) -> np.ndarray:
    """A week's ground one way as equally likely values, of the right mean."""
    found = stats.gamma.ppf((np.arange(count) + 0.5) / count, law.shape)
    return found / found.mean() * mean


def best(wants: Offers, going: np.ndarray, week: int) -> np.ndarray:
    """What is agreed on by gain, missing where nothing is: the greatest product of gains."""
    worth = wants.flows[0].T * spread_over(wants.weights.rate[0], years_left(week))
    found = np.full(going.shape, np.nan)
    most = np.zeros(len(going))
    for package in worth:
        more = package - going
        product = np.where((more > 0).all(axis=1), more.prod(axis=1), 0.0)
        found[product > most] = package
        most = np.maximum(most, product)
    return found


def agreed(wants: Offers, going: np.ndarray, week: int) -> bool:
    return bool(np.isfinite(best(wants, going[None], week)).all())


def at(values: np.ndarray, gain: float) -> np.ndarray:
    return np.array([np.interp(gain, GRID, values[:, side]) for side in (0, 1)])


def spread_over(rate: float, years: float) -> float:
    return (1 - np.exp(-rate * years)) / rate


def years_left(week: int) -> float:
    return SPAN - week / WEEKS_A_YEAR


# ---- what the campaign foretells -----------------------------------------


def foretold(law: Law, seed: int, *, members: int, narrowed: float = 1.0) -> dict[str, np.ndarray]:
    """The same by member, from the campaign.

    `narrowed` below 1 draws ground and wants nearer to their means than the law does.
    """
    draw = stream(seed, "test", "planted", "members")
    tempo = tempo_of(law, draw, (members, WEEKS))
    tempo = tempo.mean(axis=0) + narrowed * (tempo - tempo.mean(axis=0))
    past = losses_of(law, stream(seed, "test", "planted", "past"), PAST_WEEKS)
    tolls = tuple(_toll(slot, past[:, side]) for side, slot in enumerate("ab"))
    drawn = [drawn_weeks(one, seed=seed, members=members, weeks=WEEKS) for one in tolls]
    none = np.zeros((members, 2))
    on = {"ground_moves_losses": law.tie} if law.tie else {}
    given = Given(
        front=Strip(),
        tempo_km2=np.maximum(tempo, 0.0),
        drawn_slot=0,
        tolls=np.stack(drawn, axis=2),
        wearing=Wearing(lost=none, joined=none),
        switches=switches(on),
    )
    days = tuple(ORIGIN + timedelta(weeks=week) for week in range(WEEKS + 1))
    war = Fought("planted", battle(given, members=members), REST_KM2, 1.0, tolls, days)
    fight = fight_of(war, _table(members))
    wants = wants_of(draw, members, narrowed=narrowed)
    found = bargained(bargain(wants, fight, reservation(wants, fight)), "ordinal_only")
    return {
        "end": np.where(found.week == NOBODY, WEEKS + 1, found.week),
        "ground": left_by(found, war)[:, -1],
        "losses": lost_by(found, war)[:, -1].sum(axis=1),
    }


def _toll(slot: str, weekly: np.ndarray) -> Toll:
    return Toll(
        source="count",
        slot=slot,
        population="soldiers",
        kind="killed",
        basis="named_list",
        lower_bound=False,
        known_on=ORIGIN,
        last=ORIGIN,
        weekly=weekly,
    )


def _table(members: int) -> SimpleNamespace:
    """As much of a table's draws as the battlefield is read with: counts as they are."""
    ones = np.ones(members)
    losses = SimpleNamespace(source="count", kind="killed")
    return SimpleNamespace(
        tabled=SimpleNamespace(fight_on=SimpleNamespace(losses=losses)),
        last=SimpleNamespace(fighting=SimpleNamespace(taker="a")),
        drawn=SimpleNamespace(times={"a": ones, "b": ones}),
    )


# ---- how the two compare -------------------------------------------------


def places(worlds: range, *, members: int, narrowed: float = 1.0) -> dict[str, np.ndarray]:
    """Where what happened lies among the members, from 0 to 1, by world.

    Ties are broken by lot, so that where forecast and world share one law every place is as likely
    (Czado, Gneiting & Held 2009, 10.1111/j.1541-0420.2009.01191.x).
    """
    found: dict[str, list[float]] = {name: [] for name in QUANTITIES}
    for seed in worlds:
        law = law_of(seed)
        truth = happened(law, seed)
        ahead = foretold(law, seed, members=members, narrowed=narrowed)
        lot = stream(seed, "test", "planted", "lot").random(len(QUANTITIES))
        for name, part in zip(QUANTITIES, lot, strict=True):
            below = (ahead[name] < truth[name] - 1e-9).sum()
            alike = (np.abs(ahead[name] - truth[name]) <= 1e-9).sum()
            found[name].append((below + part * (alike + 1)) / (members + 1))
    return {name: np.array(values) for name, values in found.items()}


def coverage(place: np.ndarray, *, nominal: float = 0.8) -> tuple[float, float, float]:
    """Share of worlds inside the central interval, with its 95 % interval, worlds drawn again."""
    inside = np.abs(place - 0.5) <= nominal / 2
    draw = stream(1, "test", "planted", "again")
    again = inside[draw.integers(0, len(inside), size=(2000, len(inside)))].mean(axis=1)
    low, high = np.quantile(again, [0.025, 0.975])
    return float(inside.mean()), float(low), float(high)

"""What the conclusions hinge on: assumptions moved together over a design, each point run again.

Points are a scrambled Sobol' sequence over the ranges (Saltelli et al. 2010,
https://doi.org/10.1016/j.cpc.2009.09.018, for the total indices). A conclusion is robust where it
holds in more than nine points of ten.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from ripeness.campaign.conclusion import compared
from ripeness.campaign.records import Hinge
from ripeness.campaign.reservation import reservation
from ripeness.campaign.strips import hurting, zone
from ripeness.campaign.worth import Fight, Offers
from ripeness.terms.chance import stream

Numbers = NDArray[np.float64]

POINTS = 1024
"""Points of the design: a power of two, as the sequence asks."""

MEMBERS = 100
"""Members a point."""

MOST = 0.5
"""A conclusion holds at a point where it does so in more than this share of members."""


@dataclass(frozen=True)
class Assumption:
    """One assumption and the range over which it is moved."""

    name: str
    """What it is, in words."""
    low: float
    """Lower end of the range, as a multiple of what is assumed."""
    high: float
    """Upper end."""
    applied: Callable[[Offers, Fight, float], tuple[Offers, Fight]]
    """Applies a multiple."""


def _pace(offers: Offers, fight: Fight, by: float) -> tuple[Offers, Fight]:
    return offers, replace(
        fight, gain=np.minimum(fight.gain * by, 1.0), believed=fight.believed * by
    )


def _losses(offers: Offers, fight: Fight, by: float) -> tuple[Offers, Fight]:
    return offers, replace(fight, losses=fight.losses * by)


def _own(offers: Offers, fight: Fight, by: float) -> tuple[Offers, Fight]:
    return replace(offers, weights=replace(offers.weights, own=offers.weights.own * by)), fight


def _year(offers: Offers, fight: Fight, by: float) -> tuple[Offers, Fight]:
    return replace(offers, weights=replace(offers.weights, year=offers.weights.year * by)), fight


def _rate(offers: Offers, fight: Fight, by: float) -> tuple[Offers, Fight]:
    return replace(offers, weights=replace(offers.weights, rate=offers.weights.rate * by)), fight


def _ground(offers: Offers, fight: Fight, by: float) -> tuple[Offers, Fight]:
    """Let a share of the rest of the region be worth more to both sides, or less."""
    return replace(offers, ground=offers.ground * by), fight


ASSUMPTIONS: tuple[Assumption, ...] = (
    Assumption("pace on the ground", 0.0, 3.0, _pace),
    Assumption("losses of both sides", 0.5, 2.0, _losses),
    Assumption("weight of own losses", 0.25, 4.0, _own),
    Assumption("weight of a year of war", 0.0, 2.0, _year),
    Assumption("discount a year", 0.5, 2.0, _rate),
    Assumption("worth of ground won or lost by fighting", 0.25, 4.0, _ground),
)
"""The assumptions moved, each as a multiple of what the case assumes."""

CONCLUSIONS = (
    "terms no better for the taker",
    "terms no better for the other side",
    "both sides prefer the package to fighting on",
    "some package is open to all",
    "waiting hurts both sides",
)
"""The conclusions asked at every point."""


def conclusions_at(offers: Offers, fight: Fight, *, package: int, by: Numbers) -> dict[str, float]:
    """Return the share of members in which each conclusion holds at one point of the design.

    Args:
        offers: The packages.
        fight: The battlefield.
        package: Position of the package that the conclusion is about.
        by: The multiple of each assumption.
    """
    for one, multiple in zip(ASSUMPTIONS, by, strict=True):
        offers, fight = one.applied(offers, fight, float(multiple))
    taker, other = (int(side) for side in offers.sides)
    end = fight.gain[:, -1]
    going = reservation(offers, fight)
    inside = zone(offers, going, fight.gain[:, 0], week=0)
    worse = hurting(offers, fight, week=0)
    shares = (
        compared(offers, end, package=package, party=taker).no_better.mean(),
        compared(offers, end, package=package, party=other).no_better.mean(),
        inside[:, package].mean(),
        inside.any(axis=1).mean(),
        0.0 if worse is None else worse.mean(),
    )
    return dict(zip(CONCLUSIONS, map(float, shares), strict=True))


def hinges(
    offers: Offers, fight: Fight, *, package: int, seed: int, points: int = POINTS
) -> tuple[Hinge, ...]:
    """Return what every conclusion hinges on.

    Args:
        offers: The packages, of one family of priors.
        fight: The battlefield.
        package: Position of the package that the conclusion is about.
        seed: The seed of the run.
        points: Points of the design, a power of two.
    """
    ranges = np.array([(one.low, one.high) for one in ASSUMPTIONS])
    design = stats.qmc.Sobol(len(ASSUMPTIONS), rng=stream(seed, "campaign", "hinges"))
    at = stats.qmc.scale(design.random(points), ranges[:, 0], ranges[:, 1])
    told = [conclusions_at(offers, fight, package=package, by=by) for by in at]
    total = _totals(offers, fight, package=package, seed=seed, points=points)
    found = []
    for number, conclusion in enumerate(CONCLUSIONS):
        share = np.array([one[conclusion] for one in told])
        for column, one in enumerate(ASSUMPTIONS):
            found.append(
                _hinge(
                    conclusion,
                    one.name,
                    multiple=at[:, column],
                    share=share,
                    total=total[number, column],
                )
            )
    return tuple(found)


def _totals(offers: Offers, fight: Fight, *, package: int, seed: int, points: int) -> Numbers:
    """Return the total index of each assumption for each conclusion's share of members."""

    def shares(by: Numbers) -> Numbers:
        rows = [conclusions_at(offers, fight, package=package, by=one) for one in by.T]
        return np.array([[row[name] for name in CONCLUSIONS] for row in rows]).T

    uniform = [stats.uniform(one.low, one.high - one.low) for one in ASSUMPTIONS]
    size = max(points // 8, 16)
    found = stats.sobol_indices(
        func=shares,
        n=size,
        dists=uniform,  # pyright: ignore[reportArgumentType] - frozen ones are taken
        rng=stream(seed, "campaign", "hinges", "total"),
    )
    return np.nan_to_num(np.asarray(found.total_order, dtype=np.float64))


def _hinge(
    conclusion: str, assumption: str, *, multiple: Numbers, share: Numbers, total: float
) -> Hinge:
    held = share > MOST
    low, high = np.quantile(multiple, [1 / 3, 2 / 3])
    thirds = held[multiple <= low].mean(), held[multiple >= high].mean()
    return Hinge(
        conclusion=conclusion,
        assumptions=assumption,
        sobol_total=float(np.clip(total, 0.0, 1.0)),
        low_third=float(thirds[0]),
        high_third=float(thirds[1]),
        flips_when=_flip(assumption, multiple, held),
        robust_share=float(held.mean()),
        points=len(share),
    )


def _flip(assumption: str, multiple: Numbers, held: NDArray[np.bool_]) -> str | None:
    """Say where the answer of most points turns along one assumption; none if it never does."""
    edges = np.quantile(multiple, np.linspace(0, 1, 11))
    tenths = np.clip(np.searchsorted(edges, multiple, side="right") - 1, 0, 9)
    most = np.array([held[tenths == one].mean() > MOST for one in range(10)])
    turns = np.flatnonzero(most[1:] != most[:-1])
    if not len(turns):
        return None
    edge = edges[turns[0] + 1]
    return f"{assumption} {'above' if most[turns[0] + 1] else 'below'} {edge:.2g} times the assumed: it holds"

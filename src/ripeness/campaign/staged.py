"""A campaign made ready: the battlefield of each source, and the table on the same draws."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
import xarray as xr
from numpy.typing import NDArray

from ripeness.campaign.allocated import AllocatedFront
from ripeness.campaign.battle import battle
from ripeness.campaign.borne_out import (
    BorneOut,
    beliefs_follow_ground,
    judged,
    losses_follow_ground,
)
from ripeness.campaign.couplings import Switches, switches
from ripeness.campaign.fought import Fought
from ripeness.campaign.replayed import PostponedFront, replayed
from ripeness.campaign.supplies import NetworkSupplies, Rear
from ripeness.campaign.toll import Toll, drawn_weeks, tolls, weeks_after
from ripeness.campaign.world import Front, Given, Supplies, Wearing
from ripeness.case.opened import OpenedCase
from ripeness.case.table_draws import TableDraws
from ripeness.evidence.losses.record import known_by as losses_known_by
from ripeness.evidence.losses.record import trend_rows
from ripeness.evidence.panel import ControlPanel, known_by, weekly_km2
from ripeness.front.allocation.courses import run_ensemble
from ripeness.front.allocation.ensemble import Model, Outside
from ripeness.front.allocation.units import Unit
from ripeness.front.wear import SideWear, wear_of, weekly_counts
from ripeness.terms.chance import stream
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.files import digest_of_bytes
from ripeness.terms.plain import as_json
from ripeness.terms.question import TOTAL

Numbers = NDArray[np.float64]

RATES = np.linspace(0.02, 0.8, 40)
"""Rates of learning to choose from."""

PAST_WEEKS = 190
"""How much of the past shows whether losses follow ground."""


@dataclass(frozen=True)
class Allocated:
    """The allocation of one source, ready to run."""

    model: Model
    """Ground, hazard and settings."""
    units: tuple[Unit, ...]
    """Places and regions."""
    tempo_km2: Numbers
    """Ground drawn to change hands in the window: [member, week, gain and recapture]."""
    courses: Callable[[], xr.Dataset]
    """The ensemble of all members, run or kept."""


@dataclass(frozen=True)
class Stage:
    """What a campaign on one source's map is made from."""

    opened: OpenedCase
    """The case."""
    draws: TableDraws
    """What the parties may want."""
    source: str
    """Whose map."""
    allocated: Allocated
    """Its allocation."""
    region: str
    """Id of the region at issue."""
    unit_km2: float
    """Its area."""
    drawn_km2: float
    """Ground of it that the side drawn holds on the first day."""
    beyond_km2: float
    """The part of that beyond the window."""
    tolls: tuple[Toll, ...]
    """The series of losses carried on."""
    seed: int
    """The seed of the run."""
    members: int
    """How many members."""
    weeks: int
    """The horizon, in weeks; courses that last longer are read so far."""
    rear: Rear | None = None
    """Network, places and ground, where a coupling to supply is on."""
    kept: Path | None = None
    """Folder for courses of the battlefield, so that a run cut short goes on where it was."""

    @cached_property
    def supplies(self) -> Supplies | None:
        """What reaches each cell, where supply is followed; kept over all runs."""
        return None if self.rear is None else NetworkSupplies(self.allocated.model, self.rear)

    @property
    def days(self) -> tuple[date, ...]:
        """The Sundays, the origin first."""
        as_of = self.opened.case.as_of
        return (sunday_on_or_before(as_of), *weeks_after(as_of, self.weeks))

    @property
    def draws_taker(self) -> bool:
        """Whether the source draws the taker's ground."""
        return self.allocated.model.ground.drawn == self.draws.last.fighting.taker

    @property
    def rest_km2(self) -> float:
        """Ground of the region that the taker does not hold on the first day, in km²."""
        return self.unit_km2 - self.drawn_km2 if self.draws_taker else self.drawn_km2

    @property
    def least_km2(self) -> float:
        """The smallest piece of ground that can change hands, in km²."""
        return self.allocated.model.ground.cell_km2 / 16.0

    @property
    def sides(self) -> dict[str, str]:
        """Slot to the id of the side."""
        return {str(slot): side for slot, side in self.opened.case.side_in.items()}

    def front(self, members: int, on: Switches, outside: Outside | None = None) -> Front:
        """Return the front of some members.

        It is run week by week where a coupling moves it, and else run whole and then read.

        Args:
            members: How many members.
            on: Which couplings are on.
            outside: Cells forced to a side.
        """
        if not on.moves_front:
            return self.ensemble(members, outside)
        return AllocatedFront(
            self.allocated.model,
            self.allocated.units,
            self.region,
            self.seed,
            outside=outside,
            outside_km2=self.beyond_km2,
        )

    def ensemble(self, members: int, outside: Outside | None = None) -> Front:
        """Return the front of some members, run whole and then read week by week.

        As things are it is the ensemble of all members, which the run has anyway.
        """
        if outside is None:
            courses = self.allocated.courses()
        else:
            courses = run_ensemble(
                self.allocated.model,
                self.allocated.tempo_km2[:members, : self.weeks],
                units=self.allocated.units,
                seed=self.seed,
                outside=outside,
            )
        return replayed(
            courses, region=self.region, beyond_km2=self.beyond_km2, least_km2=self.least_km2
        )


def fought(
    stage: Stage,
    *,
    members: int,
    on: Switches,
    outside: Outside | None = None,
    support: Mapping[str, float] | None = None,
) -> Fought:
    """Run some members to the horizon, or read them where they were kept.

    Args:
        stage: What the campaign is made from.
        members: How many members.
        on: Which couplings are on.
        outside: Cells forced to a side.
        support: Slot to outside support over that of the first day; as it is by default.
    """
    front = PostponedFront(lambda: stage.front(members, on, outside))
    told = [stage.source, members, on.strength, dict(support or {}), *_forced(outside)]
    name = digest_of_bytes(as_json(told).encode())[:32]
    return Fought(
        source=stage.source,
        battle=battle(
            given(stage, front, members=members, on=on, support=support),
            members=members,
            kept=None if stage.kept is None else stage.kept / name,
        ),
        rest_km2=stage.rest_km2,
        sign=1.0 if stage.draws_taker else -1.0,
        tolls=stage.tolls,
        days=stage.days,
    )


def _forced(outside: Outside | None) -> list[str]:
    """Return what tells ground that is forced to a side from other such ground: digests."""
    given_ = () if outside is None else (outside.clamp, outside.supply)
    return ["" if one is None else digest_of_bytes(one.tobytes()) for one in given_]


def given(
    stage: Stage,
    front: Front,
    *,
    members: int,
    on: Switches,
    support: Mapping[str, float] | None = None,
) -> Given:
    """Return what some members run on; the same draws for every course."""
    level = support or {}
    drawn = [
        drawn_weeks(toll, seed=stage.seed, members=stage.members, weeks=stage.weeks)[:members]
        for toll in stage.tolls
    ]
    empty = np.zeros((members, stage.weeks, 0))
    return Given(
        front=front,
        tempo_km2=stage.allocated.tempo_km2[:members, : stage.weeks],
        drawn_slot=0 if stage.allocated.model.ground.drawn == "a" else 1,
        tolls=np.stack(drawn, axis=2) if drawn else empty,
        wearing=wearing(stage, members=members, support=(level.get("a", 1.0), level.get("b", 1.0))),
        supplies=stage.supplies,
        switches=on,
    )


def wearing(stage: Stage, *, members: int, support: tuple[float, float]) -> Wearing:
    """Draw what each side loses and what joins it in a week, as shares of its strength.

    A side's share lost lies, evenly on the log scale, between what a list of names and what its
    opponent's claim give; what joins is drawn within stated recruitment. Where nothing is known of
    a side it is drawn to lose and to gain alike, so that its strength stays.
    """
    case = stage.opened.case
    origin = sunday_on_or_before(case.as_of)
    wear = wear_of(stage.opened.counts, drawn="a", origin=origin, weeks=104)
    drawn = [_worn(side, stage.seed, stage.members) for side in (wear.ours, wear.theirs)]
    lost, joined = (np.stack([one[part] for one in drawn], axis=1)[:members] for part in (0, 1))
    return Wearing(lost=lost, joined=joined, support=support)


def _worn(side: SideWear, seed: int, members: int) -> tuple[Numbers, Numbers]:
    draw = stream(seed, "campaign", "wearing")
    place, other = draw.random(members), draw.random(members)
    low, high = side.low or side.high, side.high or side.low
    if low is None or high is None:
        return np.zeros(members), np.zeros(members)
    lost = np.exp(np.log(low) + place * (np.log(high) - np.log(low)))
    if side.joins is None:
        return lost, lost
    return lost, side.joins[0] + other * (side.joins[1] - side.joins[0])


def tolls_of(opened: OpenedCase) -> tuple[Toll, ...]:
    """Return the series of losses that the case carries on."""
    case = opened.case
    return tolls(opened.counts.losses, as_of=case.as_of, populations=case.campaign.populations)


def coupled(opened: OpenedCase, borne: tuple[BorneOut, ...], *, source: str) -> Switches:
    """Return the couplings that are on for one source's map, unless the case says otherwise.

    A coupling is on where every test of it on that map that could be made bears it out; of several
    strengths the least is taken, never a mean.

    Args:
        opened: The case.
        borne: What the data say of each coupling.
        source: Whose map.
    """
    told: dict[str, float] = {}
    for name in dict.fromkeys(one.coupling for one in borne):
        rows = [one for one in borne if one.coupling == name and one.map_source == source]
        tested = [one for one in rows if one.skill is not None]
        strengths = [one.strength for one in tested if one.on and one.strength is not None]
        if strengths and len(strengths) == len(tested):
            told[name] = min(strengths, key=abs)
    told |= opened.case.campaign.couplings
    return switches({name: b for name, b in told.items() if b})


def what_is_borne_out(opened: OpenedCase, *, seed: int) -> tuple[BorneOut, ...]:
    """Return what the data known by `as_of` say of the couplings that maps and counts can test.

    Args:
        opened: The case.
        seed: The seed of the run.
    """
    panel, as_of = known_by(opened.panel, opened.case.as_of), opened.case.as_of
    rows = trend_rows(losses_known_by(opened.counts.losses, as_of).records)
    found: list[BorneOut] = []
    for source in sorted(panel.sources):
        gain = _weekly_change(panel, source, as_of)
        if gain is None:
            continue
        rate, without, with_it = beliefs_follow_ground(gain.to_numpy(float), rates=RATES)
        own = [
            judged(
                "ground_moves_beliefs",
                "the next week's net gain, foretold by a pace that learns and by the mean of all weeks before",
                strength=rate,
                without=without,
                with_it=with_it,
                seed=seed,
            )
        ]
        for toll in tolls_of(opened):
            same = rows[
                (rows["source"] == toll.source)
                & (rows["side"] == toll.slot)
                & (rows["kind"] == toll.kind)
                & (rows["population"] == toll.population)
            ]
            losses = _weekly_losses(same, toll.last)
            both = losses.index.intersection(gain.index)
            if len(both) < 2:
                continue
            share, without, with_it = losses_follow_ground(
                losses[both].to_numpy(float), gain[both].abs().to_numpy(float)
            )
            side = opened.case.side(opened.case.side_in[toll.slot]).name
            counted = (
                f"{toll.kind.replace('_', ' ')}, {opened.counts.losses.sources[toll.source].title}"
            )
            own.append(
                judged(
                    "ground_moves_losses",
                    f"weekly losses of {side} ({counted}), foretold with and without the week's change of ground",
                    strength=share,
                    without=without,
                    with_it=with_it,
                    seed=seed,
                )
            )
        found += [one.model_copy(update={"map_source": source}) for one in own]
    return tuple(found)


def _weekly_change(panel: ControlPanel, source: str, as_of: date) -> pd.Series | None:
    rows = panel.readings
    if not ((rows["source"] == source) & (rows["id"] == TOTAL)).any():
        return None
    held = weekly_km2(panel, source=source, id=TOTAL, until=as_of)
    next_week = held.index.to_series().diff() == pd.Timedelta(days=7)
    change = held.diff()[next_week].dropna()
    return change if len(change) > 30 else None


def _weekly_losses(rows: pd.DataFrame, last: date) -> pd.Series:
    counts = weekly_counts(rows, origin=last, weeks=PAST_WEEKS)
    index = pd.date_range(end=pd.Timestamp(last), periods=PAST_WEEKS, freq="7D")
    return pd.Series(counts, index).dropna()

"""Time the campaign on the founding case: three courses, many members, half a year.

    python benchmarks/campaign.py [MEMBERS] [FEW]

runs *fight on* (the ensemble of the allocation), *settle now* and *bargain* for one source and one
family of priors, and prints wall time, time of the cores and memory; the fit of the allocation is
timed apart, since a run makes it once for all its sections. Then the same figures are set beside
those of the first FEW members, with the error that their number leaves.
"""

import resource
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from ripeness.campaign.assembled import stage_of
from ripeness.campaign.bargain import bargain
from ripeness.campaign.couplings import OFF
from ripeness.campaign.courses import (
    Ended,
    bargained,
    fought_on,
    left_by,
    lost_by,
    named_at,
    settled_in,
)
from ripeness.campaign.fought import Fought, fight_of
from ripeness.campaign.offers import listed_packages, offers_of
from ripeness.campaign.reservation import reservation
from ripeness.campaign.staged import Allocated, Stage, fought
from ripeness.case.allocated import allocated
from ripeness.case.fighting import last_weeks
from ripeness.case.opened import open_case
from ripeness.case.plan_file import read_plan
from ripeness.case.table_draws import TableDraws, draw_table
from ripeness.front.allocation.settings import AllocationSettings

SOURCE, WEEKS, SEED = "deepstate", 26, 20251205
FAMILY = "evidence_centred"
WORKERS = 2


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print how long something takes, and the most memory used so far."""
    begun, used = time.perf_counter(), time.process_time()
    yield
    wall, cores = time.perf_counter() - begun, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"{what}: {wall:.1f} s, {cores:.1f} s of a core; at most {memory:.2f} GiB", flush=True)


def staged(members: int) -> Stage:
    """Return the founding case made ready for some members."""
    opened = open_case("pokrovsk")
    settings = AllocationSettings(members=members, weeks=WEEKS)
    with timed("fit of the allocation, once a run"):
        allocation = allocated(opened, SOURCE, seed=SEED, settings=settings)
    tabled = read_plan(opened.folder, opened.case).model_copy(update={"draws": members})
    draws = draw_table(opened.case, tabled, tabled.plan(), last_weeks(opened, tabled), seed=SEED)
    made = Allocated(
        allocation.model,
        allocation.units,
        allocation.tempo_km2,
        lambda: allocation.courses(workers=WORKERS),
    )
    return stage_of(opened, draws, SOURCE, made, seed=SEED)


def courses_of(war: Fought, draws: TableDraws, package: str | None) -> tuple[Ended, ...]:
    """Return the three courses."""
    members = len(war.battle.region_km2)
    listed = listed_packages(draws)
    at = named_at(listed, package or draws.plan.packages[0].id)
    offers = offers_of(draws, FAMILY, listed, members=members)
    fight = fight_of(war, draws)
    found = bargain(offers, fight, reservation(offers, fight))
    settled = settled_in(0, at, members=members, title=listed[at].near)
    return fought_on(members), settled, bargained(found, FAMILY)


def figures(war: Fought, courses: tuple[Ended, ...]) -> dict[str, np.ndarray]:
    """Return figures of all courses by member."""
    found: dict[str, np.ndarray] = {}
    for course in courses:
        found[f"{course.name}: ground left, km²"] = left_by(course, war)[:, -1]
        ended = np.where(course.week < 0, WEEKS + 1, course.week)
        found[f"{course.name}: week of the end"] = ended.astype(float)
        for number, toll in enumerate(war.tolls):
            lost = lost_by(course, war)[:, -1, number]
            found[f"{course.name}: {toll.kind} by {toll.source}, slot {toll.slot}"] = lost
    return found


def compared(many: dict[str, np.ndarray], few: dict[str, np.ndarray]) -> None:
    """Print means of few and many members, and how many errors lie between them."""
    far = []
    for name, values in many.items():
        less = few[name]
        error = np.sqrt(values.var() * (1 / len(less) - 1 / len(values)))
        varies = error > 1e-9 * (1 + abs(values.mean()))
        apart = abs(values.mean() - less.mean()) / error if varies else 0.0
        far.append(apart)
        if varies:
            print(
                f"  {name}: {less.mean():,.1f} and {values.mean():,.1f}, {apart:.1f} errors apart"
            )
    print(f"  {len(far)} figures; {sum(one > 2 for one in far)} lie more than two errors apart")


def main() -> None:
    """Print times, memory, and what more members change."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    few = int(sys.argv[2]) if len(sys.argv) > 2 else 200
    stage = staged(members)
    package = stage.opened.case.campaign.package
    with timed(f"three courses, {members} members, {WEEKS} weeks"):
        with timed("  fight on"):
            war = fought(stage, members=members, on=OFF)
        with timed("  settle now and bargain"):
            courses = courses_of(war, stage.draws, package)
        with timed("  figures"):
            many = figures(war, courses)
    less = war.some(few)
    print(f"the first {few} members beside all {members}:")
    compared(many, figures(less, courses_of(less, stage.draws, package)))


if __name__ == "__main__":
    main()

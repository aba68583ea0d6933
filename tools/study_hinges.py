"""Make the study of what a case's conclusions hinge on, and keep it in the case's folder.

    python tools/study_hinges.py [CASE] [--points N] [--seed N]

The first source of the case that draws cells, the family of priors centred on evidence, and a
hundred members a point. It takes some minutes; a run reads what it found.
"""

import argparse

from ripeness.campaign.assembled import stage_of
from ripeness.campaign.couplings import OFF
from ripeness.campaign.courses import named_at
from ripeness.campaign.fought import fight_of
from ripeness.campaign.hinges import MEMBERS, POINTS, hinges
from ripeness.campaign.kept_hinges import HingeStudy, keep_hinges, study_digest
from ripeness.campaign.of_case import ready
from ripeness.campaign.offers import listed_packages, offers_of
from ripeness.campaign.staged import fought
from ripeness.case.allocation_paper import allocations
from ripeness.case.fighting import last_weeks
from ripeness.case.opened import OpenedCase, open_case
from ripeness.case.plan_file import read_plan
from ripeness.case.table_draws import draw_table
from ripeness.running import SEED
from ripeness.table.priors import Family

FAMILY: Family = "evidence_centred"


def study(opened: OpenedCase, *, seed: int, points: int) -> HingeStudy:
    """Return the study of a case.

    Args:
        opened: The case.
        seed: The seed.
        points: Points of the design, a power of two.
    """
    tabled = read_plan(opened.folder, opened.case)
    draws = draw_table(opened.case, tabled, tabled.plan(), last_weeks(opened, tabled), seed=seed)
    drawn = set(opened.panel.cells["source"].unique())
    source = next(name for name in opened.panel.sources if name in drawn)
    shared = allocations(opened, seed=seed)
    stage = stage_of(opened, draws, source, ready(*shared.of(source)), seed=seed)
    run = fought(stage, members=MEMBERS, on=OFF)
    listed = listed_packages(draws)
    package = named_at(listed, opened.case.campaign.package or draws.plan.packages[0].id)
    return HingeStudy(
        command=f"python tools/study_hinges.py {opened.case.name} --points {points} --seed {seed}",
        seed=seed,
        digest=study_digest(opened),
        map_source=source,
        family=FAMILY,
        members=MEMBERS,
        hinges=hinges(
            offers_of(draws, FAMILY, listed, members=MEMBERS),
            fight_of(run, draws),
            package=package,
            seed=seed,
            points=points,
        ),
    )


def main() -> None:
    """Make and keep the study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", nargs="?", default="pokrovsk")
    parser.add_argument("--points", type=int, default=POINTS)
    parser.add_argument("--seed", type=int, default=SEED)
    asked = parser.parse_args()
    opened = open_case(asked.case)
    print(keep_hinges(opened, study(opened, seed=asked.seed, points=asked.points)))


if __name__ == "__main__":
    main()

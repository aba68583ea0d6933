"""The conclusion under levels of outside support to either side: an assumption, the same for both.

No data here show how support moves the line. What is assumed is that gains follow the ratio of
strengths with a stated elasticity, and that what joins a side's strength falls with its support.
"""

from collections.abc import Iterator, Mapping

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.conclusion import compared, share_with_error
from ripeness.campaign.couplings import Switches, switches
from ripeness.campaign.fought import Fought
from ripeness.campaign.records import ConclusionSide, Share
from ripeness.campaign.staged import Stage, fought
from ripeness.campaign.worth import Offers
from ripeness.table.priors import Family

Numbers = NDArray[np.float64]

MEMBERS = 40
"""Members run for each level of support that is not as it is."""


AS_IT_IS = ("continues", None)
"""Support as it is, of neither side in particular."""


def support_rows(
    stage: Stage,
    whole: Fought,
    offers: Mapping[Family, Offers],
    *,
    package: int,
    on: Switches,
) -> list[ConclusionSide]:
    """Return the conclusion for each side, family and level of support.

    Args:
        stage: What the campaign is made from.
        whole: The battlefield with support as it is.
        offers: The packages, by family of priors.
        package: Position of the package compared with.
        on: Which couplings are on with support as it is.
    """
    settings = stage.opened.case.campaign
    rows = [*_rows(stage, whole.gain[:, -1], offers, package=package, level=AS_IT_IS)]
    few = min(MEMBERS, stage.members)
    assumed = switches({**on.strength, "strength_moves_tempo": settings.support_elasticity})
    for slot, side in sorted(stage.sides.items()):
        for level in settings.support:
            if level.of_first_day == 1.0:
                continue
            run = fought(
                stage,
                members=few,
                on=assumed,
                support={slot: level.of_first_day},
            )
            rows += _rows(stage, run.gain[:, -1], offers, package=package, level=(level.id, side))
    return rows


def _rows(
    stage: Stage,
    gain: Numbers,
    offers: Mapping[Family, Offers],
    *,
    package: int,
    level: tuple[str, str | None],
) -> Iterator[ConclusionSide]:
    for family, given in offers.items():
        for party in sorted(int(one) for one in given.sides):
            terms = compared(given, gain, package=package, party=party)
            parts = {
                "p_no_better": terms.no_better,
                "p_no_worse": terms.no_worse,
                "p_not_comparable": terms.not_comparable,
            }
            yield ConclusionSide(
                map_source=stage.source,
                side=given.parties[party],
                supported=level[1],
                support=level[0],
                family=family,
                **{name: _share(held) for name, held in parts.items()},
            )


def _share(held: NDArray[np.bool_]) -> Share:
    value, low, high = share_with_error(held)
    return Share(value=value, low=low, high=high)

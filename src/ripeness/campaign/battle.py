"""Whole courses of the battlefield, in batches that are kept as they are done."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from ripeness.campaign.order import first_day, next_week
from ripeness.campaign.world import Given, World
from ripeness.terms.errors import ModelError
from ripeness.terms.files import written_aside
from ripeness.terms.progress import Report, silent

Numbers = NDArray[np.float64]

BATCH = 40
"""Members that go side by side: a constant, so that the numbers do not hang on the machine. As many
as the allocation computes together, for fewer would be padded."""


@dataclass(frozen=True)
class Battle:
    """What is kept of every member, by week, the first day included; arrays have one row each."""

    region_km2: Numbers
    """Ground of the region at issue that the side drawn holds: [member, week]."""
    place_share: Numbers
    """Share of each place that it holds: [member, week, place]."""
    changed_km2: Numbers
    """Ground that changed hands: [member, week, gain and recapture]; none on the first day."""
    tolls: Numbers
    """Losses of the week: [member, week, series]; none on the first day."""
    strength: Numbers
    """Strength over that of the first day: [member, week, slot]."""
    believed_km2: Numbers
    """The pace that is believed, net for the side drawn: [member, week]."""


def battle(
    given: Given,
    *,
    members: int,
    kept: Path | None = None,
    progress: Report = silent,
) -> Battle:
    """Run all members to the horizon.

    Batches that lie in `kept` are read instead of made, so a run that was cut short goes on where
    it was; what lies there must come from the same inputs, which the caller sees to.

    Args:
        given: What the campaign runs on.
        members: How many members.
        kept: Folder for finished batches; none is kept without one.
        progress: Told after each batch.

    Raises:
        ModelError: If there are no members, or more than were drawn.
    """
    if not 0 < members <= len(given.tempo_km2):
        raise ModelError(
            f"{members} members",
            where="the campaign",
            expected=f"between 1 and the {len(given.tempo_km2)} drawn",
            remedy="Draw as many courses of the tempo as there are members.",
        )
    starts = range(0, members, BATCH)
    parts = []
    for done, first in enumerate(starts):
        progress("campaign", done, len(starts))
        batch = slice(first, min(first + BATCH, members))
        path = None if kept is None else kept / f"{first:06d}.npz"
        parts.append(_kept(path) or _made(given, batch, path))
    return joined(parts)


def joined(parts: list[Battle]) -> Battle:
    """Return batches as one, in their order."""
    return Battle(
        **{
            one.name: np.concatenate([getattr(part, one.name) for part in parts])
            for one in fields(Battle)
        }
    )


def _made(given: Given, batch: slice, path: Path | None) -> Battle:
    weeks = list(_weeks(given, batch))
    made = Battle(
        **{
            one.name: np.stack([getattr(world, one.name) for world in weeks], axis=1)
            for one in fields(Battle)
        }
    )
    if path is not None:
        with written_aside(path) as aside, aside.open("wb") as file:
            np.savez(file, **vars(made))
    return made


def _weeks(given: Given, batch: slice) -> Iterator[World]:
    world = first_day(given, batch)
    yield world
    for _ in range(given.weeks):
        world = next_week(world, given)
        yield world


def _kept(path: Path | None) -> Battle | None:
    if path is None or not path.is_file():
        return None
    try:
        with np.load(BytesIO(path.read_bytes()), allow_pickle=False) as file:
            return Battle(**{one.name: file[one.name] for one in fields(Battle)})
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):  # cut short: made again
        return None

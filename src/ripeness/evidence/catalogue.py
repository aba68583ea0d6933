"""All sources of maps: the built-in ones, and those that other packages offer by the same door."""

import difflib
from importlib.metadata import entry_points

from ripeness.evidence.observation import MapSource
from ripeness.evidence.sources.deepstate import DeepState
from ripeness.evidence.sources.deepstate_grey import DeepStateGrey
from ripeness.evidence.sources.isw import Isw
from ripeness.evidence.sources.liveuamap import Liveuamap
from ripeness.terms.errors import DataError

GROUP = "ripeness.sources"
"""Entry-point group by which packages offer a source: a callable that returns a `MapSource`."""

BUILT_IN: tuple[MapSource, ...] = (DeepState(), DeepStateGrey(), Liveuamap(), Isw())
"""The sources that come with the package."""


def source_names() -> tuple[str, ...]:
    """Return the names of all sources that are installed, the built-in ones first.

    Example:
        >>> source_names()[:4]
        ('deepstate', 'deepstate_grey', 'liveuamap', 'isw')
    """
    offered = (point.name for point in entry_points(group=GROUP))
    return tuple(dict.fromkeys([*(source.name for source in BUILT_IN), *sorted(offered)]))


def find_source(name: str) -> MapSource:
    """Return the source of a name.

    Args:
        name: The source's name.

    Raises:
        DataError: If no source has that name.
    """
    for source in BUILT_IN:
        if source.name == name:
            return source
    for point in entry_points(group=GROUP, name=name):
        return point.load()()
    known = source_names()
    near = difflib.get_close_matches(name, known, n=1)
    raise DataError(
        f"the unknown source {name!r}",
        where="source",
        expected=f"one of {', '.join(known)}",
        remedy=f"Did you mean {near[0]!r}?" if near else "Name one of those.",
    )

"""All sources of counts: the built-in ones, and those other packages offer by the same door."""

from importlib.metadata import entry_points

from ripeness.evidence.losses.count import LossSource
from ripeness.evidence.losses.sources.general_staff import GeneralStaff
from ripeness.evidence.losses.sources.named_deaths import NamedDeaths
from ripeness.evidence.losses.sources.named_vintages import NamedVintages
from ripeness.evidence.losses.sources.oryx import Oryx
from ripeness.terms.errors import DataError

GROUP = "ripeness.loss_sources"
"""Entry-point group by which packages offer a source: a callable that returns a `LossSource`."""

BUILT_IN: tuple[LossSource, ...] = (GeneralStaff(), NamedDeaths(), NamedVintages(), Oryx())
"""The sources that come with the package."""


def loss_source_names() -> tuple[str, ...]:
    """Return the names of all sources of counts that are installed, the built-in ones first.

    Example:
        >>> loss_source_names()[:4]
        ('general_staff', 'named_deaths', 'named_vintages', 'oryx')
    """
    offered = (point.name for point in entry_points(group=GROUP))
    return tuple(dict.fromkeys([*(source.name for source in BUILT_IN), *sorted(offered)]))


def find_loss_source(name: str) -> LossSource:
    """Return the source of a name.

    Raises:
        DataError: If no source of counts has that name.
    """
    for source in BUILT_IN:
        if source.name == name:
            return source
    for point in entry_points(group=GROUP, name=name):
        return point.load()()
    raise DataError(
        f"the unknown source {name!r}",
        where="source of losses",
        expected=f"one of {', '.join(loss_source_names())}",
        remedy="Name one of those.",
    )

"""The tempo models there are: those built in, and those that other packages bring."""

from importlib.metadata import entry_points
from typing import Any

from ripeness.front.tempo.auto_ets import AutoEts
from ripeness.front.tempo.interface import Tempo
from ripeness.front.tempo.pace import ConstantPace
from ripeness.terms.errors import ModelError

GROUP = "ripeness.tempo"
"""The entry-point group by which another package brings a model."""

PACE_WINDOWS = (4, 13, 26, 52)
"""Windows, in weeks, over which a constant pace is taken."""

BUILT_IN: tuple[Tempo[Any], ...] = (
    *(ConstantPace(window_weeks=weeks) for weeks in PACE_WINDOWS),
    AutoEts(),
)


def tempos() -> tuple[Tempo[Any], ...]:
    """Return every model, built-in ones first.

    Raises:
        ModelError: If two models have one name.
    """
    found = (*BUILT_IN, *(entry.load() for entry in entry_points(group=GROUP)))
    names = [tempo.name for tempo in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ModelError(
            found=f"two models named {twice[0]}",
            where=f"the entry points of {GROUP}",
            expected="a name for each model",
            remedy="Rename or remove one of the packages that bring it.",
        )
    return found

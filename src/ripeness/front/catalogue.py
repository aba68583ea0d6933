"""The tempo models there are: those built in, and those that other packages bring."""

from importlib.metadata import entry_points
from typing import Any

from ripeness.front.stack import Stack
from ripeness.front.tempo.attrition import Attrition
from ripeness.front.tempo.auto_ets import AutoEts
from ripeness.front.tempo.calm import Calm
from ripeness.front.tempo.damped import Damped
from ripeness.front.tempo.interface import Tempo
from ripeness.front.tempo.outside import Outside
from ripeness.front.tempo.pace import ConstantPace
from ripeness.front.tempo.regime import RegimeSwitching
from ripeness.terms.errors import ModelError

GROUP = "ripeness.tempo"
"""The entry-point group by which another package brings a model."""

PACE_WINDOWS = (4, 13, 26, 52)
"""Windows, in weeks, over which a constant pace is taken."""

CALM_WINDOWS = (26, 52)
"""Windows of the constant paces in the stack, read without the wildest weeks."""

BASELINES: tuple[Tempo[Any], ...] = (
    Outside("last_value"),
    Outside("drift"),
    AutoEts(),
    Outside("auto_arima"),
    Outside("auto_theta"),
)
"""The outside voices that every model is compared with; never members of the main stack."""

BUILT_IN: tuple[Tempo[Any], ...] = (
    *(ConstantPace(window_weeks=weeks) for weeks in PACE_WINDOWS),
    *(Calm(ConstantPace(window_weeks=weeks)) for weeks in CALM_WINDOWS),
    Damped(),
    RegimeSwitching(),
    Attrition(),
    AutoEts(),
)

OWN = ("calm_pace_26", "calm_pace_52", "damped", "regime")
"""Members of the main stack."""

CONTEST = ("pace_13", "damped", "regime", "attrition")
"""The contest: a pace that goes on, one that is damped, one that switches, and a breaking point."""

STACKS = (
    Stack("stack", OWN),
    Stack("stack_all", (*OWN, *(baseline.name for baseline in BASELINES))),
)
"""The pools: of our models, and of ours with the outside baselines."""


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

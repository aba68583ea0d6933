"""AutoETS of statsforecast, the outside voice: a known general method that knows no war.

The model is chosen and fitted by statsforecast (Hyndman et al. 2008,
https://doi.org/10.1007/978-3-540-71918-2); its recursion is stepped here, since a step draws from a
named stream. As in most forecasting packages, the errors of the fitted parameters are not in
its spread. It needs a reading every week, so missing weeks are filled along a straight line,
which makes it a little too sure of itself; so the years with many gaps are left out.
"""

import warnings
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ripeness.front.history import History, Numbers
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.gapless import filled
from ripeness.front.tempo.interface import Change
from ripeness.terms.errors import ModelError


@dataclass(frozen=True)
class EtsState:
    """Level and trend of each member, and the fitted numbers of the recursion."""

    level_km2: Numbers
    """Each member's level, in km²."""
    reading_km2: Numbers
    """Each member's last reading, in km²."""
    trend_km2: Numbers
    """Each member's trend, in km² a week."""
    alpha: float
    """Share of an error that enters the level."""
    beta: float
    """Share of an error that enters the trend."""
    phi: float
    """Share of the trend that is left after a week."""
    sigma: float
    """Standard deviation of the errors: relative where they multiply, else in km²."""
    multiplies: bool
    """Whether an error is relative to the level."""


@dataclass(frozen=True)
class AutoEts:
    """Exponential smoothing, its form chosen by AICc."""

    name: str = "auto_ets"

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> EtsState:
        """Return the fitted state at the last reading, the same for every member.

        Raises:
            ModelError: If too many weeks are missing, or no form can be fitted.
        """
        del generator  # what the fit leaves open is not drawn: see the top of this module
        fitted = _fit(filled(history, settings.fewest_changes, method="exponential smoothing"))
        alpha, beta, _, phi = np.nan_to_num(fitted["par"][:4])
        error, trend, _, damped = fitted["components"]
        last = fitted["states"][-1]
        each = np.ones(settings.members)
        return EtsState(
            level_km2=each * last[0],
            reading_km2=each * history.last_km2,
            trend_km2=each * (last[1] if trend == "A" else 0.0),
            alpha=float(alpha),
            beta=float(beta) if trend == "A" else 0.0,
            phi=float(phi) if damped == "D" else 1.0,
            sigma=float(np.sqrt(fitted["sigma2"])),
            multiplies=error == "M",
        )

    def step(self, state: EtsState, generator: np.random.Generator) -> tuple[EtsState, Change]:
        """Return the state a week later, and the change between two readings."""
        mean = state.level_km2 + state.phi * state.trend_km2
        error = state.sigma * generator.standard_normal(len(mean))
        error = error * mean if state.multiplies else error
        reading = mean + error
        after = replace(
            state,
            reading_km2=reading,
            level_km2=mean + state.alpha * error,
            trend_km2=state.phi * state.trend_km2 + state.beta * error,
        )
        return after, Change.of_net(reading - state.reading_km2)


def _fit(readings: Numbers) -> dict[str, Any]:
    from statsforecast.models import AutoETS  # heavy: seconds to import, milliseconds to fit

    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"statsforecast\..*")
        fitted = AutoETS(season_length=1).fit(readings).model_
    numbers = (fitted["sigma2"], *fitted["states"][-1])
    if not np.isfinite(numbers).all():
        raise ModelError(
            found="a fit that is not finite",
            where="exponential smoothing",
            expected="a level, a trend and a variance",
            remedy="Read the pace models for this series.",
        )
    return fitted

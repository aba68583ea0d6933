"""The outside baselines: general methods of statsforecast that know no war.

Last value, drift, AutoARIMA and AutoTheta, fitted and simulated by statsforecast
(https://nixtlaverse.nixtla.io/statsforecast; Hyndman & Khandakar 2008,
https://doi.org/10.18637/jss.v027.i03; Fiorucci et al. 2016,
https://doi.org/10.1016/j.ijforecast.2016.02.005); AutoETS has its own file. They are what every
model of ours is compared with, and are never members of the main stack. Missing weeks are filled
on a straight line. As in most packages the errors of fitted parameters are not in the spread.
"""

import warnings
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np

from ripeness.front.history import History, Numbers
from ripeness.front.settings import FrontSettings
from ripeness.front.tempo.gapless import MOST_FILLED, filled
from ripeness.front.tempo.interface import Change
from ripeness.terms.errors import ModelError

Method = Literal["last_value", "drift", "auto_arima", "auto_theta"]


@dataclass(frozen=True)
class OutsideState:
    """Simulated changes, and the week at which the members stand."""

    changes_km2: Numbers
    """Weeks by members, in km²."""
    week: int
    """How many of these weeks have passed."""


@dataclass(frozen=True)
class Outside:
    """One method of statsforecast, through its own simulated paths."""

    name: Method

    def init(
        self, history: History, settings: FrontSettings, generator: np.random.Generator
    ) -> OutsideState:
        """Return the simulated changes of as many weeks as the forecast looks forward.

        Raises:
            ModelError: If too many weeks are missing, or the method cannot be fitted.
        """
        gaps = MOST_FILLED if self.name.startswith("auto") else 1.0
        readings = filled(history, settings.fewest_changes, method=self.name, most_filled=gaps)
        seed = int(generator.integers(2**31))
        weeks = history.weeks_behind + settings.horizon_weeks
        paths = _simulated(self.name, readings, weeks=weeks, members=settings.members, seed=seed)
        start = np.full((1, settings.members), history.last_km2)
        return OutsideState(np.diff(np.concatenate([start, paths.T]), axis=0), week=0)

    def step(
        self, state: OutsideState, generator: np.random.Generator
    ) -> tuple[OutsideState, Change]:
        """Return the state a week later, and the change that was simulated for it.

        Raises:
            ModelError: If it is stepped beyond the weeks that were simulated.
        """
        del generator  # all draws were made at once, by statsforecast
        if state.week >= len(state.changes_km2):
            raise ModelError(
                found=f"a step after week {state.week}",
                where=self.name,
                expected=f"at most {len(state.changes_km2)} steps, the horizon",
                remedy="Ask for a longer horizon.",
            )
        return replace(state, week=state.week + 1), Change.of_net(state.changes_km2[state.week])


def _simulated(name: Method, readings: Numbers, *, weeks: int, members: int, seed: int) -> Numbers:
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", category=RuntimeWarning)
        try:
            fitted = _model(name).fit(readings)
            paths = np.asarray(fitted.simulate(h=weeks, n_paths=members, seed=seed), float)
        except (ValueError, ZeroDivisionError, np.linalg.LinAlgError, RuntimeError) as error:
            raise _unfitted(name, str(error)[:120] or type(error).__name__) from error
    if not np.isfinite(paths).all():
        raise _unfitted(name, "paths that are not finite")
    return paths


def _model(name: Method) -> Any:  # noqa: ANN401  statsforecast has no common type
    from statsforecast import models  # heavy: seconds to import, milliseconds to fit

    match name:
        case "last_value":
            return models.Naive()
        case "drift":
            return models.RandomWalkWithDrift()
        case "auto_arima":
            return models.AutoARIMA(season_length=1)
        case "auto_theta":
            return models.AutoTheta(season_length=1)


def _unfitted(name: str, found: str) -> ModelError:
    return ModelError(
        found=found,
        where=name,
        expected="a fit that can be simulated",
        remedy="Read the other baselines for this series.",
    )

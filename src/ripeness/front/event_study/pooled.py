"""All falls together: means with intervals, and how often chance alone would have done as much."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ripeness.front.event_study.ground import Numbers
from ripeness.front.event_study.inference import (
    FEWEST_MATCHES,
    Span,
    beyond,
    permuted_p,
    resampled_mean,
)
from ripeness.front.event_study.settings import EventSettings


@dataclass(frozen=True)
class Case:
    """One fall's figures, and its matches'."""

    before: float
    """In the weeks before."""
    after: float
    """In the weeks after."""
    matched: Numbers
    """Change at each match."""
    trend: float
    """Change one window earlier; missing where it is not known."""
    matched_trend: Numbers
    """The same at each match."""
    ground: Numbers
    """Change at each matched point of open ground."""

    @property
    def change(self) -> float:
        """After less before."""
        return self.after - self.before

    @property
    def trend_beyond(self) -> float | None:
        """Change one window earlier, less that of the matches; None where not known."""
        known = self.matched_trend[np.isfinite(self.matched_trend)]
        if not np.isfinite(self.trend) or len(known) < FEWEST_MATCHES:
            return None
        return beyond(self.trend, known)


def pooled(
    cases: Sequence[Case],
    groups: NDArray[np.int64],
    *,
    stream_of: Callable[[str], np.random.Generator],
    settings: EventSettings,
) -> dict[str, object] | None:
    """Return the figures of all falls together; None where there are too few for an interval.

    Args:
        cases: The falls.
        groups: The group of each.
        stream_of: Gives each figure its own stream of draws.
        settings: Draws and confidence.
    """

    def mean(what: str, values: Sequence[float | None]) -> Span | None:
        known = np.array([value is not None for value in values])
        return resampled_mean(
            np.array([value for value in values if value is not None]),
            groups[known],
            draws=settings.draws,
            confidence=settings.confidence,
            generator=stream_of(what),
        )

    change = mean("change", [case.change for case in cases])
    if change is None:
        return None
    by_places = _against([case.matched for case in cases], cases)
    by_ground = _against([case.ground for case in cases], cases)
    against_places = mean("beyond", by_places.differences)
    against_ground = mean("beyond ground", by_ground.differences)
    return {
        "before": mean("before", [case.before for case in cases]),
        "after": mean("after", [case.after for case in cases]),
        "change": change,
        "beyond_matched": against_places,
        "beyond_ground": against_ground,
        "pre_trend": mean("pre_trend", [case.trend_beyond for case in cases]),
        "p": against_places and by_places.p(stream_of("permuted"), settings.draws),
        "p_ground": against_ground and by_ground.p(stream_of("permuted ground"), settings.draws),
        "n_events": len(cases),
        "n_matched": len(by_places.changes),
        "n_matched_ground": len(by_ground.changes),
        "n_groups": len(np.unique(groups)),
    }


@dataclass(frozen=True)
class _Against:
    """Falls against what was matched to them."""

    differences: list[float | None]
    changes: list[float]
    matched: list[Numbers]

    def p(self, generator: np.random.Generator, draws: int) -> float | None:
        return permuted_p(self.changes, self.matched, draws=draws, generator=generator)


def _against(matched: Sequence[Numbers], cases: Sequence[Case]) -> _Against:
    enough = [len(others) >= FEWEST_MATCHES for others in matched]
    pairs = list(zip(cases, matched, enough, strict=True))
    return _Against(
        differences=[beyond(case.change, others) if fit else None for case, others, fit in pairs],
        changes=[case.change for case, _, fit in pairs if fit],
        matched=[others for _, others, fit in pairs if fit],
    )

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
    matched = [case for case in cases if len(case.matched) >= FEWEST_MATCHES]
    differences = [
        beyond(case.change, case.matched) if len(case.matched) >= FEWEST_MATCHES else None
        for case in cases
    ]
    against = mean("beyond", differences)
    return {
        "before": mean("before", [case.before for case in cases]),
        "after": mean("after", [case.after for case in cases]),
        "change": change,
        "beyond_matched": against,
        "pre_trend": mean("pre_trend", [case.trend_beyond for case in cases]),
        "p": against
        and permuted_p(
            [case.change for case in matched],
            [case.matched for case in matched],
            draws=settings.draws,
            generator=stream_of("permuted"),
        ),
        "n_events": len(cases),
        "n_matched": len(matched),
        "n_groups": len(np.unique(groups)),
    }

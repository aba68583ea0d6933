"""How often attackers win, by force ratio, beside the table of The Dupuy Institute."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest, fisher_exact

from ripeness.terms.errors import ModelError

WHERE = "wins by force ratio"


@dataclass(frozen=True)
class RatioBand:
    """A band of force ratios and how often attackers won in it."""

    low: float
    """Smallest ratio of attackers to defenders, included."""
    high: float
    """Largest ratio, not included."""
    share: float
    """Share of fights that the attacker won."""
    fights: int
    """Number of fights."""


DUPUY = (
    RatioBand(0.25, 0.5, 0.22, 9),
    RatioBand(0.5, 1.0, 0.42, 77),
    RatioBand(1.0, 1.5, 0.55, 150),
    RatioBand(1.5, 2.0, 0.59, 123),
    RatioBand(2.0, 2.5, 0.71, 56),
    RatioBand(2.5, 3.0, 0.83, 53),
    RatioBand(3.0, 3.5, 0.69, 48),
)
"""672 divisional fights of 1904-91 (The Dupuy Institute, 31 October 2019), bands below 3.5."""


def wins_by_force_ratio(ratio: Any, won: Any) -> pd.DataFrame:  # noqa: ANN401 - arrays
    """Count attackers' wins by force ratio and set them beside The Dupuy Institute's table.

    A fight whose ratio or outcome is missing is in no band. `p` is Fisher's exact chance of a
    difference as large if both sets of fights had the same share; with seven bands one p below
    .05 is to be expected every third time.

    Args:
        ratio: Attackers over defenders; above zero, or missing.
        won: 1 where the attacker won, 0 or -1 where not, or missing.

    Returns:
        One row a band: low, high, fights, wins, share, its 95 % interval (Clopper-Pearson),
        published share and fights, the published interval, p.

    Raises:
        ModelError: If lengths differ, a ratio is not above zero, or an outcome is none of these.

    References:
        The Dupuy Institute (31 October 2019), force ratios and the outcome of divisional fights.

    Example:
        >>> table = wins_by_force_ratio([1.2, 1.3, 2.6, None], [1, -1, 1, 1])
        >>> table.fights.tolist(), table.wins.tolist()
        ([0, 0, 2, 0, 0, 1, 0], [0, 0, 1, 0, 0, 1, 0])
    """
    ratios, outcomes = _numbers(ratio, "ratio"), _numbers(won, "won")
    if not bool(np.all(np.isin(outcomes, (1.0, 0.0, -1.0)) | np.isnan(outcomes))):
        raise ModelError(
            found=f"won = {sorted(set(outcomes[~np.isnan(outcomes)].tolist()))[:9]}",
            where=WHERE,
            expected="1 where the attacker won, 0 or -1 where not",
            remedy="Give the outcome column of the battle file, WINA in CDB90.",
        )
    if ratios.shape != outcomes.shape or not bool(np.all((ratios > 0.0) | np.isnan(ratios))):
        raise ModelError(
            found=f"{ratios.shape} ratios and {outcomes.shape} outcomes",
            where=WHERE,
            expected="two rows of one length, ratios above zero",
            remedy="Leave out fights in which a side had no strength.",
        )
    return pd.DataFrame([_row(band, ratios, outcomes) for band in DUPUY])


def _numbers(values: Any, name: str) -> np.ndarray:  # noqa: ANN401 - an array
    try:
        column = pd.to_numeric(pd.Series(values))
    except (TypeError, ValueError) as error:
        raise ModelError(
            found=f"{name}: {error}",
            where=WHERE,
            expected="numbers, or missing",
            remedy=f"Give {name} as numbers.",
        ) from error
    return column.astype("Float64").to_numpy(float, na_value=np.nan)


def _row(band: RatioBand, ratios: np.ndarray, outcomes: np.ndarray) -> dict[str, float]:
    inside = (ratios >= band.low) & (ratios < band.high) & ~np.isnan(outcomes)
    fights, wins = int(inside.sum()), int((outcomes[inside] == 1.0).sum())
    theirs = round(band.share * band.fights)
    low, high = _interval(wins, fights)
    published_low, published_high = _interval(theirs, band.fights)
    counts = [[wins, fights - wins], [theirs, band.fights - theirs]]
    return {
        "low": band.low,
        "high": band.high,
        "fights": fights,
        "wins": wins,
        "share": wins / fights if fights else float("nan"),
        "share_low": low,
        "share_high": high,
        "published": band.share,
        "published_fights": band.fights,
        "published_low": published_low,
        "published_high": published_high,
        "p": float(fisher_exact(counts).pvalue) if fights else float("nan"),  # type: ignore[union-attr]
    }


def _interval(wins: int, fights: int) -> tuple[float, float]:
    if not fights:
        return 0.0, 1.0
    interval = binomtest(wins, fights).proportion_ci(0.95)
    return float(interval.low), float(interval.high)

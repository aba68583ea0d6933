"""The models that cannot be told from the best one.

The model confidence set of Hansen, Lunde & Nason (2011), https://doi.org/10.3982/ECTA5771, with the
statistic T_max: models are dropped, the worst first, until equality is no longer refused.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ripeness.scores.checked import Numbers, finite
from ripeness.terms.errors import ModelError


def confidence_set(
    losses: Mapping[str, ArrayLike], *, positions: NDArray[np.int64]
) -> dict[str, float]:
    """Return each model's p value; a 90 % set holds the models with one of at least 0.1.

    Args:
        losses: By model, losses at the same dates in the same order.
        positions: Resampled dates, of `bootstrap.resampled`.

    Raises:
        AlignmentError: If the models' losses do not meet.
        DataError: If a loss is not finite.
        ModelError: If there is no model.
    """
    if not losses:
        raise ModelError(
            found="no model",
            where="a model confidence set",
            expected="at least one",
            remedy="Name the models to compare.",
        )
    names = list(losses)
    table = np.stack([finite(losses[name], f"losses of {name}", dimensions=1) for name in names])
    return dict(zip(names, _p_values(table, positions).tolist(), strict=True))


def _p_values(table: Numbers, positions: NDArray[np.int64]) -> Numbers:
    means = table.mean(axis=1)
    moved = table[:, positions].mean(axis=2) - means[:, None]
    left, p_values, highest = list(range(len(table))), np.ones(len(table)), 0.0
    while len(left) > 1:
        gap = means[left] - means[left].mean()
        noise = moved[left] - moved[left].mean(axis=0)
        spread = np.sqrt((noise**2).mean(axis=1))
        spread = np.where(spread > 0, spread, np.inf)  # a model like all others is never dropped
        highest = max(
            highest,
            float(((noise / spread[:, None]).max(axis=0) >= (gap / spread).max()).mean()),
        )
        worst = int(np.argmax(gap / spread))
        p_values[left[worst]] = highest
        left.pop(worst)
    return p_values

"""A plan with the values and reservation values of the parties that are needed, by draw."""

from dataclasses import dataclass

import numpy as np

from ripeness.table.packages.layers import Layers, layers
from ripeness.table.packages.linear import Gains
from ripeness.table.packages.values import Values, checked
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse


@dataclass(frozen=True)
class Setting:
    """Who must prefer a package, to what, in every draw."""

    plan: Plan
    rules: Layers
    values: Values
    """Of the needed parties, by draw."""
    reservations: np.ndarray
    """By [draw, party]."""


def setting(
    plan: Plan,
    values: Values,
    reservations: np.ndarray,
    parties: tuple[str, ...] | None,
) -> Setting:
    """Return the setting of a question about the zone.

    Args:
        plan: A plan without faults.
        values: Values by draw, or one set of them.
        reservations: What each needed party has without an agreement, by [draw, party].
        parties: The needed parties; all if left out.

    Raises:
        ModelError: If values or reservation values do not fit, or no package obeys the rules.
    """
    own = checked(plan, values if parties is None else values.of(parties)).stacked()
    least = np.atleast_2d(np.asarray(reservations, dtype=float))
    if least.shape != own.options.shape[:2] or not np.isfinite(least).all():
        expected = f"finite numbers, shape {own.options.shape[:2]}"
        refuse(least.shape, "reservations", where="zone", expected=expected)
    rules = layers(plan)
    if not rules.possible:
        refuse("no package", "constraints", where="zone", expected="rules that can be met")
    return Setting(plan, rules, own, least)


def gains(asked: Setting) -> Gains:
    """Return what packages gain over reservation values, as shares of each party's range."""
    options, pairs = np.nan_to_num(asked.values.options), asked.values.pairs
    scale = np.ptp(options, axis=3).sum(axis=2) + np.abs(pairs).sum(axis=2)
    scale = np.where(scale > 0, scale, 1.0)
    least = asked.reservations / scale
    return Gains(options / scale[:, :, None, None], pairs / scale[:, :, None], least)

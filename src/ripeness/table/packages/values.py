"""What packages are worth to parties: one consistent set of values, or many draws of it."""

from dataclasses import dataclass

import numpy as np

from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse

_GRID = 1e-12
"""Sums are exact on a grid of this fraction of a party's largest value, so that equal is equal."""


@dataclass(frozen=True)
class Values:
    """What each option of each issue, and each pair, is worth to each party.

    Leading axes, if any, are draws. Where issues differ in their number of options, the places
    past an issue's last option hold NaN.
    """

    parties: tuple[str, ...]
    """Ids of the parties, in the order of the arrays."""
    options: np.ndarray
    """Worth by [..., party, issue, option]."""
    pairs: np.ndarray
    """Worth by [..., party, pair]; no column where the plan has no pairs."""

    @property
    def draws(self) -> int:
        """How many draws there are; one if there is no draw axis."""
        return len(self.options) if self.options.ndim == 4 else 1

    def draw(self, at: int) -> "Values":
        """Return one draw."""
        if self.options.ndim == 3:
            return self
        return Values(self.parties, self.options[at], self.pairs[at])

    def stacked(self) -> "Values":
        """Return the same values with a draw axis in front."""
        if self.options.ndim == 4:
            return self
        return Values(self.parties, self.options[None], self.pairs[None])

    def of(self, parties: tuple[str, ...]) -> "Values":
        """Return the values of some parties, in the order asked.

        Raises:
            ModelError: If a party is unknown.
        """
        unknown = [party for party in parties if party not in self.parties]
        if unknown:
            refuse(unknown[0], "party", where="values", expected=f"one of {list(self.parties)}")
        rows = [self.parties.index(party) for party in parties]
        return Values(
            tuple(parties),
            np.take(self.options, rows, axis=-3),
            np.take(self.pairs, rows, axis=-2),
        )


def option_counts(plan: Plan) -> np.ndarray:
    """Return how many options each issue has."""
    return np.array([len(issue.options) for issue in plan.issues])


def checked(plan: Plan, values: Values) -> Values:
    """Return the values if they fit the plan and every one is a finite number.

    Raises:
        ModelError: If they do not fit, or a value is infinite or missing.
    """
    parties, issues = len(values.parties), len(plan.issues)
    counts = option_counts(plan)
    shape = (parties, issues, int(counts.max()))
    if not parties >= 1 or len(set(values.parties)) != parties:
        refuse(values.parties, "parties", where="values", expected="one name for each party")
    if values.options.shape[-3:] != shape or values.options.ndim not in {3, 4}:
        refuse(values.options.shape, "options", where="values", expected=f"shape [...,] {shape}")
    pairs = (*values.options.shape[:-3], parties, len(plan.pairs))
    if values.pairs.shape != pairs:
        refuse(values.pairs.shape, "pairs", where="values", expected=f"shape {pairs}")
    there = np.arange(shape[2]) < counts[:, None]
    wrong = np.argwhere(~np.isfinite(values.options) & there)
    if len(wrong):
        party, issue, option = wrong[0][-3:]
        which = plan.issues[issue]
        name = f"worth to {values.parties[party]} of {which.id}={which.options[option].id}"
        found = float(values.options[tuple(wrong[0])])
        refuse(found, name, where="values", expected="a finite number")
    if not np.isfinite(values.pairs).all():
        refuse("infinity or NaN", "pairs", where="values", expected="finite numbers")
    return values


def worth(plan: Plan, values: Values, packages: np.ndarray) -> np.ndarray:
    """Return what packages are worth to each party.

    Args:
        plan: The plan.
        values: One set of values, or many draws.
        packages: Option positions by [package, issue].

    Returns:
        Worth by [..., package, party].

    Example:
        >>> from ripeness.table.plan import Issue, Option, Plan
        >>> options = (Option(id="as_is", title="as it is", status_quo=True),
        ...            Option(id="new", title="new"))
        >>> plan = Plan(id="p", title="P", issues=(Issue(id="a", title="A", options=options),))
        >>> values = Values(("x", "y"), np.array([[[0.0, 2.0]], [[1.0, 0.5]]]), np.zeros((2, 0)))
        >>> worth(plan, values, np.array([[0], [1]])).tolist()
        [[0.0, 1.0], [2.0, 0.5]]
    """
    packages = np.atleast_2d(np.asarray(packages))
    issues = np.arange(packages.shape[1])
    total = values.options[..., issues, packages].sum(axis=-1)
    for at, hit in enumerate(pair_hits(plan, packages).T):
        total = total + values.pairs[..., at, None] * hit
    return np.moveaxis(total, -2, -1)


def pair_hits(plan: Plan, packages: np.ndarray) -> np.ndarray:
    """Say which pairs of a plan each package holds, by [package, pair]."""
    return (
        np.array(
            [
                picked(plan, pair.first.issue, pair.first.options, packages)
                & picked(plan, pair.second.issue, pair.second.options, packages)
                for pair in plan.pairs
            ],
            dtype=bool,
        )
        .reshape(len(plan.pairs), len(packages))
        .T
    )


def picked(plan: Plan, issue: str, options: tuple[str, ...], packages: np.ndarray) -> np.ndarray:
    """Say which packages settle an issue by one of some options."""
    at = plan.issue_ids.index(issue)
    wanted = [k for k, option in enumerate(plan.issues[at].options) if option.id in options]
    return np.isin(packages[:, at], wanted)


def on_grid(values: Values, reservations: np.ndarray | None = None) -> tuple[np.ndarray, ...]:
    """Return one draw's values as whole numbers, so that sums are exact and ties are ties.

    Args:
        values: One set of values.
        reservations: A threshold for each party, put on the same grid.

    Returns:
        Options, pairs and thresholds as whole numbers in floats, and each party's unit.
    """
    options = np.nan_to_num(values.options)
    largest = np.abs(options).max(axis=(1, 2))
    if values.pairs.shape[-1]:
        largest = np.maximum(largest, np.abs(values.pairs).max(axis=1))
    largest = np.where(largest > 0, largest, 1.0)
    unit = 10.0 ** np.ceil(np.log10(largest)) * _GRID
    thresholds = np.zeros(len(unit)) if reservations is None else np.asarray(reservations)
    return (
        np.rint(options / unit[:, None, None]),
        np.rint(values.pairs / unit[:, None]),
        np.rint(thresholds / unit),
        unit,
    )

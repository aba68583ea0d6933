"""What parties are known to prefer, in order only: no weights, no values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from ripeness.table.packages.values import option_counts
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse

Tiers = Sequence[Sequence[str]]
"""Ids from the best to the worst; those of one tier are known to be equal."""


@dataclass(frozen=True)
class Stances:
    """Which option a party is known to find at least as good as which, and what matters more."""

    parties: tuple[str, ...]
    """Ids of the parties."""
    known: np.ndarray
    """By [party, issue, option, other]: the option is known to be at least as good."""
    importance: tuple[tuple[tuple[int, ...], ...], ...] = ()
    """By party: tiers of issues, the most important first; the order within a tier, and the place
    of issues that are left out, are not known. Empty: nothing is known of any party's."""

    def of(self, parties: tuple[str, ...]) -> "Stances":
        """Return the stances of some parties, in the order asked.

        Raises:
            ModelError: If a party is unknown.
        """
        unknown = [party for party in parties if party not in self.parties]
        if unknown:
            refuse(unknown[0], "party", where="stances", expected=f"one of {list(self.parties)}")
        rows = [self.parties.index(party) for party in parties]
        ranked = tuple(self.importance[row] for row in rows) if self.importance else ()
        return Stances(tuple(parties), self.known[rows], ranked)


def stances(
    plan: Plan,
    orders: Mapping[str, Mapping[str, Tiers]],
    *,
    importance: Mapping[str, Tiers] | None = None,
) -> Stances:
    """Return stances from tiers of options by party and issue.

    Args:
        plan: The plan.
        orders: By party and issue: tiers of options, best first. Options and issues that are left
            out are not known to be better or worse than any other.
        importance: By party: tiers of issues, the most important first.

    Raises:
        ModelError: If an issue or option is unknown, or stands in two tiers.

    Example:
        >>> from ripeness.table.plan import Issue, Option
        >>> options = (Option(id="as_is", title="as it is", status_quo=True),
        ...            Option(id="new", title="new"))
        >>> plan = Plan(id="p", title="P", issues=(Issue(id="a", title="A", options=options),))
        >>> stances(plan, {"x": {"a": [["new"], ["as_is"]]}}).known[0, 0].tolist()
        [[True, False], [True, True]]
    """
    counts = option_counts(plan)
    known = np.zeros((len(orders), len(counts), counts.max(), counts.max()), dtype=bool)
    known[..., np.arange(counts.max()), np.arange(counts.max())] = True
    for party, by_issue in enumerate(orders.values()):
        for issue_id, tiers in by_issue.items():
            issue = _position(issue_id, plan.issue_ids, "issue")
            ids = tuple(option.id for option in plan.issues[issue].options)
            rank = _ranks(tiers, ids, f"option of {issue_id}")
            for (one, own), (other, its) in product(rank.items(), repeat=2):
                known[party, issue, one, other] |= own <= its
    ranked: list[tuple[tuple[int, ...], ...]] = []
    for party in orders if importance else ():
        tiers = (importance or {}).get(party, ())
        _ranks(tiers, plan.issue_ids, "issue")
        ranked.append(tuple(tuple(plan.issue_ids.index(one) for one in tier) for tier in tiers))
    return Stances(tuple(orders), _padded(plan, known), tuple(ranked))


def closed(plan: Plan, parties: tuple[str, ...], known: np.ndarray) -> Stances:
    """Return stances from known comparisons, with all that follows from them.

    Args:
        plan: The plan.
        parties: Ids of the parties.
        known: By [party, issue, option, other]: the option is known to be at least as good.
    """
    size = known.shape[-1]
    whole = known | np.eye(size, dtype=bool)
    for middle in range(size):
        whole = whole | (whole[..., :, middle, None] & whole[..., None, middle, :])
    return Stances(parties, _padded(plan, whole))


def _padded(plan: Plan, known: np.ndarray) -> np.ndarray:
    """Let places past an issue's last option compare with everything, so that they never count."""
    counts, size = option_counts(plan), known.shape[-1]
    absent = np.arange(size) >= counts[:, None]
    return known | absent[:, :, None] | absent[:, None, :]


def _ranks(tiers: Tiers, ids: tuple[str, ...], kind: str) -> dict[int, int]:
    found: dict[int, int] = {}
    for rank, tier in enumerate(tiers):
        for one in tier:
            at = _position(one, ids, kind)
            if at in found:
                refuse(one, kind, where="stances", expected="each in one tier")
            found[at] = rank
    return found


def _position(name: str, names: tuple[str, ...], kind: str) -> int:
    if name not in names:
        refuse(name, kind, where="stances", expected=f"one of {list(names)}")
    return names.index(name)

"""What parties' public stances say of their preferences, and no more than that.

On one issue, a party that accepts an option likes it at least as well as the status quo; one that
rejects it likes it at most as well; one that wants it changed likes it less than what it accepts
and more than what it rejects, and on which side of the status quo it stands is not known. A stance
of two letters says only what both of them imply.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise, permutations

import numpy as np

from ripeness.table.tabled import STATUS_QUO, Says, TabledIssue, TabledPlan
from ripeness.table.theory.guards import refuse

_LETTERS: Mapping[str, frozenset[str]] = {
    "A": frozenset("A"),
    "M": frozenset("M"),
    "R": frozenset("R"),
    "M/R": frozenset("MR"),
    "M/A": frozenset("MA"),
    "?": frozenset("AMR"),
}


@dataclass(frozen=True)
class Ordinal:
    """What stances alone imply: which option each party likes at least as well as which other."""

    parties: tuple[str, ...]
    """Ids of the parties."""
    prefers: np.ndarray
    """Whether the one is at least as good as the other: bool by [party, issue, one, other]."""

    def of(self, party: str, issue: int, options: int) -> np.ndarray:
        """Return the relation of one party on one issue, by [one, other]."""
        return self.prefers[self.parties.index(party), issue, :options, :options]


def ordinal(tabled: TabledPlan, *, by: date) -> Ordinal:
    """Return what the stances known by a day imply.

    Args:
        tabled: The plan with its stances.
        by: The last day of knowledge.

    Raises:
        ModelError: If a party's stances and orders on an issue go round in a circle.
    """
    names = tuple(party.id for party in tabled.parties)
    most = max(len(issue.options) for issue in tabled.issues)
    prefers = np.zeros((len(names), len(tabled.issues), most, most), dtype=bool)
    for p, party in enumerate(names):
        for i, issue in enumerate(tabled.issues):
            count = len(issue.options)
            prefers[p, i, :count, :count] = _relation(tabled, issue, party, by)
    return Ordinal(names, prefers)


def relation_of(
    options: Sequence[str],
    stances: dict[str, Says],
    orders: Sequence[Sequence[str]],
    *,
    where: str,
) -> np.ndarray:
    """Return which option is at least as good as which, from stances and orders on one issue.

    Args:
        options: Ids of the options; one of them is `status_quo`.
        stances: Option to stance.
        orders: Orders of options, best first.
        where: What an error calls the issue.

    Raises:
        ModelError: If they go round in a circle.

    Example:
        >>> relation_of(("proposed", "status_quo"), {"proposed": "R"}, (), where="issue p")
        array([[ True, False],
               [ True,  True]])
    """
    count, at = len(options), {option: k for k, option in enumerate(options)}
    strict = np.zeros((count, count), dtype=bool)
    for one, other in _pairs(stances, orders):
        strict[at[one], at[other]] = True
    for middle in range(count):
        strict |= strict[:, [middle]] & strict[[middle], :]
    circle = [option for option in options if strict[at[option], at[option]]]
    if circle:
        refuse(circle, "an order in a circle", where=where, expected="stances that agree")
    return strict | np.eye(count, dtype=bool)


def linear_orders(relation: np.ndarray) -> np.ndarray:
    """Return every full order of options that a relation allows: positions, best first.

    Args:
        relation: Which option is at least as good as which, by [one, other].

    Example:
        >>> linear_orders(np.array([[True, True], [False, True]])).tolist()
        [[0, 1]]
    """
    strict = relation & ~np.eye(len(relation), dtype=bool)
    fits = [
        order
        for order in permutations(range(len(relation)))
        if not any(strict[late, early] for k, early in enumerate(order) for late in order[k + 1 :])
    ]
    return np.array(fits)


def opposed(tabled: TabledPlan, issue: TabledIssue, *, by: date) -> bool:
    """Say whether one side accepts the option proposed and the other rejects it.

    A stance of two letters counts for the more accepting or the more rejecting of the two.
    """
    said = [tabled.stances(side, issue, by=by).get("proposed", "?") for side in tabled.sides]
    accepts = ["A" in _LETTERS[one] and one != "?" for one in said]
    rejects = ["R" in _LETTERS[one] and one != "?" for one in said]
    return (accepts[0] and rejects[1]) or (accepts[1] and rejects[0])


def _relation(tabled: TabledPlan, issue: TabledIssue, party: str, by: date) -> np.ndarray:
    options = tuple(option.id for option in issue.options)
    where = f"issue {issue.id!r}, party {party!r}"
    if issue.ground is not None and party in tabled.sides:
        return relation_of(options, {}, list(_ground_orders(issue, party)), where=where)
    orders = [one.best_first for one in issue.orders if one.party == party]
    return relation_of(options, tabled.stances(party, issue, by=by), orders, where=where)


def _ground_orders(issue: TabledIssue, party: str) -> Iterator[tuple[str, str]]:
    """Give the options of which one leaves a side at least as much ground as the other."""
    spans = {
        option.id: next(span for span in option.rest if span.party == party)
        for option in issue.options
    }
    for one, other in permutations(spans, 2):
        more, less = spans[one], spans[other]
        if more.low >= less.high and more.high > less.low:
            yield one, other


def _pairs(stances: dict[str, Says], orders: Sequence[Sequence[str]]) -> Iterator[tuple[str, str]]:
    """Give each option with each other that it is at least as good as."""
    for option, says in stances.items():
        if option != STATUS_QUO and says == "A":
            yield option, STATUS_QUO
        if option != STATUS_QUO and says == "R":
            yield STATUS_QUO, option
    yield from _ranked(stances)
    for order in orders:
        yield from pairwise(order)


def _ranked(stances: dict[str, Says]) -> Iterator[tuple[str, str]]:
    letters = {option: _LETTERS[says] for option, says in stances.items() if says != "?"}
    for one, other in permutations(letters, 2):
        if max(letters[one]) < min(letters[other]):  # A, M and R stand in the order of letters
            yield one, other

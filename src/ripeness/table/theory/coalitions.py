"""Coalitions behind positions: which one holds, when actors back what they prefer (KTAB family)."""

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ripeness.table.theory.guards import numbers, one_of, refuse

VictoryLaw = Literal["linear", "square", "quartic", "binary"]
"""How strength turns into the chance to prevail: by its first, second or fourth power, or all."""

VotingRule = Literal["binary", "proportional", "cubic"]
"""How hard an actor backs what it prefers: fully, by the difference, or by its cube."""


def coalition_strengths(
    weights: ArrayLike,
    *,
    utilities: ArrayLike,
    voting: VotingRule = "proportional",
) -> np.ndarray:
    """Return the strength behind each option (row) against each other (column).

    Args:
        weights: What each actor can bring to bear, above 0.
        utilities: One row an actor: how much it likes each option, from 0 to 1.
        voting: How hard an actor backs what it prefers.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Wise, Lester and Efird (2015), An introduction to the KAPSARC Toolkit for Behavioral
        Analysis (KTAB), KAPSARC discussion paper.

    Example:
        >>> coalition_strengths([2, 1], utilities=[[1.0, 0.5], [0.0, 1.0]])
        array([[0., 1.],
               [1., 0.]])
    """
    where = "coalition_strengths"
    one_of(voting, "voting", where=where, choices=get_args(VotingRule))
    w = numbers(weights, "weights", where=where)
    u = numbers(utilities, "utilities", where=where, dimensions=2)
    if len(w) != len(u) or not (w > 0).all():
        refuse(weights, "weights", where=where, expected=f"{len(u)} weights above 0")
    if not ((u >= 0) & (u <= 1)).all():
        refuse(utilities, "utilities", where=where, expected="each from 0 to 1")
    return _strengths(w, u, voting)


def victory_chances(strengths: ArrayLike, *, law: VictoryLaw = "square") -> np.ndarray:
    """Return the chance that each option (row) prevails over each other (column).

    Args:
        strengths: The strength behind the row's option against the column's, at least 0.
        law: How strength turns into a chance; options without any strength have an even one.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Wise, Lester and Efird (2015), KTAB, KAPSARC discussion paper.

    Example:
        >>> victory_chances([[0, 2], [1, 0]])
        array([[0.5, 0.8],
               [0.2, 0.5]])
    """
    where = "victory_chances"
    one_of(law, "law", where=where, choices=get_args(VictoryLaw))
    table = numbers(strengths, "strengths", where=where, dimensions=2)
    if table.shape[0] != table.shape[1] or not (table >= 0).all():
        refuse(strengths, "strengths", where=where, expected="a square table of numbers from 0 up")
    return _victory(table, law)


def markov_uniform(chances: ArrayLike) -> tuple[float, ...]:
    """Return how long each option holds, if challengers come at random and the winner stays.

    A probabilistic Condorcet election: the stationary distribution of a chain whose holder meets,
    in each turn, one of the options drawn evenly.

    Args:
        chances: The chance that the row's option prevails over the column's; pairs sum to one.

    Raises:
        ModelError: If the table is not of that kind.

    References:
        Wise, Lester and Efird (2015), KTAB, KAPSARC discussion paper.

    Example:
        >>> [round(chance, 6) for chance in markov_uniform([[0.5, 0.8], [0.2, 0.5]])]
        [0.8, 0.2]
    """
    return tuple(_stationary(_contests(chances, "markov_uniform")).tolist())


def conditional(chances: ArrayLike) -> tuple[float, ...]:
    """Return each option's chance to beat all others, given that one of them does.

    Args:
        chances: The chance that the row's option prevails over the column's; pairs sum to one.

    Raises:
        ModelError: If the table is not of that kind, or no option can beat all others.

    References:
        Wise, Lester and Efird (2015), KTAB, KAPSARC discussion paper.

    Example:
        >>> [round(chance, 6) for chance in conditional([[0.5, 0.8], [0.2, 0.5]])]
        [0.8, 0.2]
    """
    table = _contests(chances, "conditional")
    beats_all = np.where(np.eye(len(table), dtype=bool), 1.0, table).prod(axis=1)
    if not beats_all.sum() > 0:
        refuse(chances, "chances", where="conditional", expected="an option that can beat all")
    return tuple((beats_all / beats_all.sum()).tolist())


def _contests(chances: ArrayLike, where: str) -> np.ndarray:
    table = numbers(chances, "chances", where=where, dimensions=2)
    right = table.shape[0] == table.shape[1] and ((table >= 0) & (table <= 1)).all()
    if right:
        apart = ~np.eye(len(table), dtype=bool)
        right = bool((np.abs(table + table.T - 1)[apart] <= 1e-9).all())
    if not right:
        expected = "a square table of chances, those of a pair summing to one"
        refuse(chances, "chances", where=where, expected=expected)
    return table


def _strengths(w: np.ndarray, u: np.ndarray, voting: VotingRule) -> np.ndarray:
    ahead = np.maximum(u[:, :, None] - u[:, None, :], 0)  # [actor, option, other]
    match voting:
        case "binary":
            votes = (ahead > 0).astype(float)
        case "proportional":
            votes = ahead
        case "cubic":
            votes = ahead**3
    return np.einsum("k,kij->ij", w, votes)


def _victory(table: np.ndarray, law: VictoryLaw) -> np.ndarray:
    top = np.maximum(np.maximum(table, table.T), np.finfo(float).tiny)
    share = table / top  # so that no power overflows
    match law:
        case "linear":
            force = share
        case "square":
            force = share**2
        case "quartic":
            force = share**4
        case "binary":
            force = (share >= share.T).astype(float)
    total = force + force.T
    return np.divide(force, total, out=np.full_like(total, 0.5), where=total > 0)


def _stationary(table: np.ndarray) -> np.ndarray:
    """Solve for the flow that leaves each option as fast as it comes in."""
    n = len(table)
    into = table.T / n  # [holder, challenger]: the challenger takes over
    np.fill_diagonal(into, 0)
    np.fill_diagonal(into, 1 - into.sum(axis=1))
    balance = np.vstack([into.T - np.eye(n), np.ones(n)])
    found = np.linalg.lstsq(balance, np.append(np.zeros(n), 1.0), rcond=None)[0]
    return np.maximum(found, 0) / np.maximum(found, 0).sum()

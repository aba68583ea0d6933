"""The expected-utility model of a group decision (Bueno de Mesquita), as Scholz et al. wrote it.

Actors stand on one line. In each round every pair weighs, from its own view, what a challenge to
the other is worth; who expects to gain makes an offer; who is offered something takes the offer
that moves it least; the forecast is the position that would beat every other in a vote.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ripeness.table.theory.guards import numbers, refuse, whole, within


@dataclass(frozen=True)
class Actors:
    """Who takes part: each one's position, capability and salience, in the same order.

    Example:
        >>> actors = Actors(positions=(0, 40, 100), capabilities=(1, 1, 1), saliences=(1, 0.5, 1))
        >>> median_position(actors)
        40.0
    """

    positions: tuple[float, ...]
    """Where each actor stands on the issue, in the issue's own unit; not all the same."""
    capabilities: tuple[float, ...]
    """What each could bring to bear, above 0, in any unit."""
    saliences: tuple[float, ...]
    """How much of it the issue is worth to each, above 0 and at most 1."""

    def __post_init__(self) -> None:
        where = "Actors"
        positions = numbers(self.positions, "positions", where=where)
        if len(positions) < 2 or not np.ptp(positions) > 0:
            expected = "two actors or more, not all in one place"
            refuse(self.positions, "positions", where=where, expected=expected)
        for name in ("capabilities", "saliences"):
            values = numbers(getattr(self, name), name, where=where)
            if len(values) != len(positions) or not (values > 0).all():
                expected = f"{len(positions)} numbers above 0"
                refuse(getattr(self, name), name, where=where, expected=expected)
        if not max(self.saliences) <= 1:
            expected = "at most 1 (divide percentages by 100)"
            refuse(self.saliences, "saliences", where=where, expected=expected)


@dataclass(frozen=True)
class Round:
    """One round: where actors stood, what was forecast, and what each then took."""

    positions: tuple[float, ...]
    """Where each stood at the start of the round."""
    median: float
    """The position that beats or ties every other in a vote."""
    mean: float
    """The mean position, weighted by capability times salience."""
    risk_exponents: tuple[float, ...]
    """Each actor's risk exponent, from 1/2 (takes risks) to 2 (shuns them)."""
    success_chances: np.ndarray
    """The chance that the row's actor prevails over the column's."""
    expected_utilities: np.ndarray
    """What a challenge to the column's actor is worth to the row's, in the row's own view."""
    next_positions: tuple[float, ...]
    """Where each stands after it has taken the offer that moves it least."""


def expected_utility_model(
    actors: Actors,
    *,
    rounds: int = 10,
    status_quo_chance: float = 1.0,
    scale: tuple[float, float] | None = None,
) -> tuple[Round, ...]:
    """Play the expected-utility model for a number of rounds, or until nobody moves.

    Args:
        actors: Who takes part.
        rounds: How many rounds are played at most, at least 1.
        status_quo_chance: The chance Q that, unchallenged, the other does not move; from 0 to 1.
        scale: The ends of the issue; by default the range of the first positions.

    Returns:
        The rounds in order; the forecast is the median or the mean of the last.

    Raises:
        ModelError: If an argument is out of its range, or the scale leaves an actor out.

    References:
        Scholz, Calbert and Smith (2011), Unravelling Bueno De Mesquita's group decision model,
        Journal of Theoretical Politics 23(4), 510-531, doi:10.1177/0951629811418142; Bueno de
        Mesquita (1997), A decision making model: its structure and form, International Interactions
        23(3-4), 235-266, doi:10.1080/03050629708434909. Our choices are on the model's page.

    Example:
        >>> actors = Actors(positions=(0, 40, 100), capabilities=(1, 1, 3), saliences=(1, 0.5, 1))
        >>> played = expected_utility_model(actors, rounds=3)
        >>> [round(each.median, 3) for each in played]
        [100.0, 100.0, 100.0]
    """
    where = "expected_utility_model"
    count = whole(rounds, "rounds", where=where, low=1)
    q = within(status_quo_chance, "status_quo_chance", where=where)
    positions = np.asarray(actors.positions, dtype=float)
    ends = (positions.min(), positions.max()) if scale is None else scale
    if np.shape(ends) != (2,):
        refuse(scale, "scale", where=where, expected="two ends with every actor between them")
    low, high = ends
    if not low <= positions.min() <= positions.max() <= high:
        refuse(scale, "scale", where=where, expected="two ends with every actor between them")
    capabilities = np.asarray(actors.capabilities, dtype=float)
    saliences = np.asarray(actors.saliences, dtype=float)
    played: list[Round] = []
    while len(played) < count:
        played.append(_play(positions, capabilities, saliences, (float(high - low), q)))
        moved = np.asarray(played[-1].next_positions)
        if np.abs(moved - positions).max() <= 1e-12 * (high - low):
            break
        positions = moved
    return tuple(played)


def median_position(actors: Actors) -> float:
    """Return the position that no other beats, each voting by capability, salience and distance.

    Args:
        actors: Who takes part.

    References:
        Scholz, Calbert and Smith (2011), doi:10.1177/0951629811418142; Black (1948), On the
        rationale of group decision-making, doi:10.1086/256633.

    Example:
        >>> median_position(Actors((4, 7, 10), capabilities=(1, 1, 1), saliences=(1, 1, 1)))
        7.0
    """
    weights = np.asarray(actors.capabilities, dtype=float) * np.asarray(actors.saliences)
    return _median(np.asarray(actors.positions, dtype=float), weights)


def success_chances(positions: ArrayLike, *, weights: ArrayLike) -> np.ndarray:
    """Return the chance that each actor (row) prevails over each other (column) in a contest.

    All third parties throw their weight, times how much they care, behind whom they stand nearer
    to; actors in one place have an even chance.

    Args:
        positions: Where each actor stands.
        weights: Each actor's capability times salience, above 0.

    Raises:
        ModelError: If an argument is out of its range.

    References:
        Bueno de Mesquita (1997), doi:10.1080/03050629708434909.

    Example:
        >>> success_chances([0, 1], weights=[3, 1])
        array([[0.5 , 0.75],
               [0.25, 0.5 ]])
    """
    where = "success_chances"
    x = numbers(positions, "positions", where=where)
    w = numbers(weights, "weights", where=where)
    if len(w) != len(x) or not (w > 0).all():
        refuse(weights, "weights", where=where, expected=f"{len(x)} weights above 0")
    return _success(x, w)


def _play(x: np.ndarray, c: np.ndarray, s: np.ndarray, settings: tuple[float, float]) -> Round:
    weights = c * s
    median = _median(x, weights)
    chances = _success(x, weights)
    safe = np.ones((len(x), len(x)))
    risk = _risk_exponents(_expected(x, s, chances, (safe, median, *settings)))
    own = _expected(x, s, chances, (safe * risk[:, None], median, *settings))
    seen = _expected(x, s, chances, (safe * risk[None, :], median, *settings))
    return Round(
        positions=tuple(x.tolist()),
        median=median,
        mean=float(weights @ x / weights.sum()),
        risk_exponents=tuple(risk.tolist()),
        success_chances=chances,
        expected_utilities=own,
        next_positions=tuple(_moves(x, own, seen.T).tolist()),
    )


def _median(x: np.ndarray, weights: np.ndarray) -> float:
    """The position with the least weighted distance to all; between two that tie, their middle."""
    distance = np.abs(x[:, None] - x[None, :]) @ weights
    best = x[distance <= distance.min() * (1 + 1e-12)]
    return float((best.min() + best.max()) / 2)


def _success(x: np.ndarray, weights: np.ndarray) -> np.ndarray:
    distance = np.abs(x[:, None] - x[None, :])
    lean = distance[:, None, :] - distance[:, :, None]  # [k, i, j]: how much nearer k is to i
    behind = np.einsum("k,kij->ij", weights, np.maximum(lean, 0))
    total = np.einsum("k,kij->ij", weights, np.abs(lean))
    return np.divide(behind, total, out=np.full_like(total, 0.5), where=total > 0)


def _expected(
    x: np.ndarray,
    s: np.ndarray,
    chances: np.ndarray,
    view: tuple[np.ndarray, float, float, float],
) -> np.ndarray:
    """What the row's challenge to the column is worth, at the risk exponents of whoever looks."""
    r, median, span, q = view
    apart = np.abs(x[:, None] - x[None, :]) / span
    off = np.abs(x - median)[:, None] / span
    won, lost = 2 - 4 * (0.5 - 0.5 * apart) ** r, 2 - 4 * (0.5 + 0.5 * apart) ** r
    better = 2 - 4 * (0.5 - 0.25 * np.minimum(off + apart, 2)) ** r
    worse = 2 - 4 * (0.5 + 0.25 * (off + apart)) ** r
    unmoved = 2 - 4 * 0.5**r
    drift = np.where(off < apart, better, worse)  # unchallenged, the rival drifts to the median
    fight = s[None, :] * (chances * won + (1 - chances) * lost)
    yielded = (1 - s[None, :]) * won
    return fight + yielded - q * unmoved - (1 - q) * drift


def _risk_exponents(expected: np.ndarray) -> np.ndarray:
    """From 1/2 for whom others gain most by challenging to 2 for whom they gain least."""
    threat = expected.sum(axis=0) - np.diag(expected)
    spread = np.ptp(threat)
    if not spread > 1e-12:
        return np.ones(len(threat))
    risk = (2 * threat - threat.max() - threat.min()) / spread
    return (1 - risk / 3) / (1 + risk / 3)


def _moves(x: np.ndarray, own: np.ndarray, rival: np.ndarray) -> np.ndarray:
    """Move every actor by the least of its offers; `rival` is the other's stake as the row sees it.

    In the row's view: both gain and the row gains more (confrontation), or the rival loses more
    than the row gains (compelled), and the row asks for all; the rival loses less (compromise), and
    the row asks for that part of the way.
    """
    gap = x[:, None] - x[None, :]
    asks = (gap != 0) & (own > 0) & (own > rival)
    part = np.divide(np.abs(rival), own, out=np.ones_like(own), where=asks & (rival < 0))
    steps = np.where(asks, gap * np.where(rival < 0, np.minimum(part, 1.0), 1.0), np.inf)
    return np.array([place + _least(steps[:, j], own[:, j]) for j, place in enumerate(x)])


def _least(steps: np.ndarray, stakes: np.ndarray) -> float:
    """The shortest step; of equally short ones that of the highest stake; opposite ones cancel."""
    size = np.abs(steps)
    if not np.isfinite(size).any():
        return 0.0
    near = size <= size.min() * (1 + 1e-12)
    firm = near & (stakes >= stakes[near].max() - 1e-12)
    return float(steps[firm].mean())

"""Epstein's adaptive dynamic model: the attacker sets the pace, the defender trades space for life.

Each day A loses the share alpha of its strength and D loses alpha A / rho. The attacker moves its
pace towards the losses it will bear; the defender falls back faster the more its losses exceed
what it will bear, and falling back lowers both sides' losses.
"""

from dataclasses import dataclass

import numpy as np

from ripeness.front.attrition import refusals
from ripeness.terms.errors import ModelError

WHERE = "adaptive model"


@dataclass(frozen=True)
class Tolerances:
    """How much loss each side bears, and how fast the defender can fall back."""

    attacker: float
    """Share of itself that the attacker is ready to lose per day; strictly between 0 and 1."""
    defender: float
    """Share of itself that the defender bears per day before falling back; between 0 and 1."""
    fastest_withdrawal: float
    """Fastest withdrawal of the defender, in km per day; above zero."""


@dataclass(frozen=True)
class Campaign:
    """The days of an adaptive campaign; index 0 is the start."""

    attacker: np.ndarray
    """Strength of the attacker at the start of each day."""
    defender: np.ndarray
    """Strength of the defender at the start of each day."""
    pace: np.ndarray
    """Share of itself that the attacker seeks to lose on each day (prosecution rate)."""
    withdrawal: np.ndarray
    """Speed of the defender's withdrawal on each day, in km per day."""
    ground: np.ndarray
    """Ground given up by the start of each day, in km."""
    over_on: int | None
    """The first day at whose start a side is gone; None if both last."""


def adaptive_model(
    attacker: float,
    defender: float,
    *,
    pace: float,
    exchange: float,
    days: int,
    tolerances: Tolerances | None = None,
) -> Campaign:
    """Return the days of a campaign under Epstein's adaptive model, ground forces only.

    With pace p, withdrawal W, alpha = p (1 - W / Wmax), and thresholds tA and tD:
    A' = A (1 - alpha), D' = D - alpha A / rho; p' = p + (tA - p)(tA - alpha) / tA; and
    W' = W + (Wmax - W)(delta - tD) / (1 - tD) if the defender's share of loss delta exceeds tD,
    else 0. Without tolerances the pace stays and nobody falls back: A_t = A (1 - alpha)^t. When
    the defender has less left than the day would take, it loses what it has and the campaign is
    over; strengths then stand. Air power, a part of the original, is left out.

    Args:
        attacker: Strength of the attacker, in any unit; zero or more.
        defender: Strength of the defender, in the same unit; zero or more.
        pace: Share of itself that the attacker loses on the first day; strictly between 0 and 1.
        exchange: Attackers lost for each defender lost (rho); above zero.
        days: Days to run; zero or more.
        tolerances: What each side bears; None for a fixed pace without withdrawal.

    Raises:
        ModelError: If a strength is negative, a share is not between 0 and 1, a rate is not above
            zero, or days is not whole.

    References:
        Epstein (1985), *The Calculus of Conventional War*, Brookings; Epstein (1988),
        *International Security* 12(4), 154-165.

    Example:
        >>> fixed = adaptive_model(330000, 200000, pace=0.02, exchange=1.5, days=30)
        >>> fixed.attacker[-1].round(6).item(), fixed.defender[-1].round(6).item()
        (180009.825396, 100006.550264)
    """
    state = _State(
        refusals.strength(attacker, "attacker", where=WHERE),
        refusals.strength(defender, "defender", where=WHERE),
        refusals.probability(pace, "pace", where=WHERE),
    )
    rho = refusals.rate(exchange, "exchange", where=WHERE)
    length = refusals.count(days, "days", where=WHERE)
    if tolerances is not None:
        _check(tolerances)
    states = [state]
    for _ in range(length):
        states.append(_next(states[-1], rho, tolerances))
    return _gathered(states)


@dataclass(frozen=True)
class _State:
    attacker: float
    defender: float
    pace: float
    withdrawal: float = 0.0
    ground: float = 0.0

    @property
    def over(self) -> bool:
        """Whether a side is gone."""
        return self.attacker <= 0.0 or self.defender <= 0.0


def _check(tolerances: Tolerances) -> None:
    if not isinstance(tolerances, Tolerances):
        raise ModelError(
            found=f"tolerances = {tolerances!r}",
            where=WHERE,
            expected="Tolerances, or None",
            remedy="Give Tolerances(attacker=..., defender=..., fastest_withdrawal=...).",
        )
    refusals.probability(tolerances.attacker, "tolerances.attacker", where=WHERE)
    refusals.probability(tolerances.defender, "tolerances.defender", where=WHERE)
    refusals.rate(tolerances.fastest_withdrawal, "tolerances.fastest_withdrawal", where=WHERE)


def _next(state: _State, rho: float, tolerances: Tolerances | None) -> _State:
    if state.over:
        return state
    fastest = tolerances.fastest_withdrawal if tolerances else 1.0
    alpha = state.pace * (1.0 - state.withdrawal / fastest)
    wanted = alpha * state.attacker / rho
    lost = min(wanted, state.defender)
    attacker = state.attacker * (1.0 - alpha * lost / wanted) if wanted else state.attacker
    ground = state.ground + state.withdrawal
    if tolerances is None:
        return _State(attacker, state.defender - lost, state.pace, 0.0, ground)
    delta, bears = lost / state.defender, tolerances.defender
    excess = (delta - bears) / (1.0 - bears)
    fall_back = state.withdrawal + (fastest - state.withdrawal) * excess if excess > 0.0 else 0.0
    ready = tolerances.attacker
    pace = state.pace + (ready - state.pace) * (ready - alpha) / ready
    return _State(attacker, state.defender - lost, _within(pace), fall_back, ground)


def _within(pace: float) -> float:
    """Hold a pace between nothing and all."""
    return min(max(pace, 0.0), 1.0)


def _gathered(states: list[_State]) -> Campaign:
    over = [day for day, state in enumerate(states) if state.over]
    return Campaign(
        attacker=np.array([state.attacker for state in states]),
        defender=np.array([state.defender for state in states]),
        pace=np.array([state.pace for state in states]),
        withdrawal=np.array([state.withdrawal for state in states]),
        ground=np.array([state.ground for state in states]),
        over_on=over[0] if over else None,
    )


def days_to_ruin(attacker: float, defender: float, *, pace: float, exchange: float) -> float:
    """Return the day on which the defender is gone at a fixed pace, or infinity.

    D_t = D - A (1 - (1 - alpha)^t) / rho, so it reaches zero if A > rho D.

    Args:
        attacker: Strength of the attacker; above zero.
        defender: Strength of the defender; zero or more.
        pace: Share of itself that the attacker loses per day; strictly between 0 and 1.
        exchange: Attackers lost for each defender lost; above zero.

    Raises:
        ModelError: If a value is out of range.

    Example:
        >>> round(days_to_ruin(330000, 200000, pace=0.02, exchange=1.5), 3)
        118.692
    """
    a = refusals.rate(attacker, "attacker", where=WHERE)
    d = refusals.strength(defender, "defender", where=WHERE)
    alpha = refusals.probability(pace, "pace", where=WHERE)
    rho = refusals.rate(exchange, "exchange", where=WHERE)
    share = rho * d / a
    return float(np.log1p(-share) / np.log1p(-alpha)) if share < 1.0 else float("inf")

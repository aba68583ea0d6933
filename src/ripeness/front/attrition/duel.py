"""The fundamental stochastic duel: one against one, shot by shot."""

from dataclasses import dataclass
from typing import Literal

from ripeness.front.attrition import refusals

WHERE = "fundamental duel"


@dataclass(frozen=True)
class Shots:
    """Who wins a duel of one against one."""

    x_wins: float
    """Probability that x hits first."""
    y_wins: float
    """Probability that y hits first."""
    both_fall: float
    """Probability that both are hit in the same volley."""


def fundamental_duel(
    x_hits: float, y_hits: float, *, fire: Literal["volleys", "x first", "y first"] = "volleys"
) -> Shots:
    """Return who wins a duel of one against one in which both fire round after round.

    Args:
        x_hits: Chance that one shot of x hits; strictly between 0 and 1.
        y_hits: Chance that one shot of y hits; strictly between 0 and 1.
        fire: `volleys` if both fire at the same moments; else who opens, turn by turn.

    Raises:
        ModelError: If a chance is not strictly between 0 and 1, or the way of firing is unknown.

    References:
        Williams and Ancker (1963), https://doi.org/10.1287/opre.11.5.803

    Example:
        >>> fundamental_duel(0.5, 0.5, fire="x first").x_wins == 2 / 3
        True
    """
    p = refusals.probability(x_hits, "x_hits", where=WHERE)
    q = refusals.probability(y_hits, "y_hits", where=WHERE)
    refusals.word(fire, "fire", ("volleys", "x first", "y first"), where=WHERE)
    either = p + q - p * q
    match fire:
        case "x first":
            return Shots(p / either, (1.0 - p) * q / either, 0.0)
        case "y first":
            return Shots((1.0 - q) * p / either, q / either, 0.0)
        case "volleys":
            return Shots(p * (1.0 - q) / either, q * (1.0 - p) / either, p * q / either)


def timed_duel(x_hits: float, y_hits: float, x_shots: float, y_shots: float) -> Shots:
    """Return who wins a duel in which each fires at random moments at its own rate.

    With exponential gaps between shots, hits come at rates x_shots x_hits and y_shots y_hits, and
    x wins with the first over their sum.

    Args:
        x_hits: Chance that one shot of x hits; strictly between 0 and 1.
        y_hits: Chance that one shot of y hits; strictly between 0 and 1.
        x_shots: Shots of x per unit of time; above zero.
        y_shots: Shots of y per unit of time; above zero.

    Raises:
        ModelError: If a chance is not strictly between 0 and 1, or a rate is not above zero.

    References:
        Williams and Ancker (1963), https://doi.org/10.1287/opre.11.5.803

    Example:
        >>> timed_duel(0.2, 0.1, 1.0, 2.0).x_wins
        0.5
    """
    mine = refusals.probability(x_hits, "x_hits", where=WHERE) * refusals.rate(
        x_shots, "x_shots", where=WHERE
    )
    theirs = refusals.probability(y_hits, "y_hits", where=WHERE) * refusals.rate(
        y_shots, "y_shots", where=WHERE
    )
    return Shots(mine / (mine + theirs), theirs / (mine + theirs), 0.0)

"""Every way in which one model moves another: one function each, with equation, units, evidence.

A coupling is switched by its name. One that the data do not bear out is off unless asked for, and
the page says so. With all of them off each model gives exactly its own results.
"""

from collections.abc import Mapping
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError

Numbers = NDArray[np.float64]

Name = Literal[
    "supply_shifts_hazard",
    "strength_moves_tempo",
    "ground_moves_losses",
    "ground_moves_beliefs",
]
"""What may be switched."""

Path = Literal["supply", "losses", "beliefs"]
"""The path from one place to everything else to which a coupling belongs; *ground* is none: ground
itself is what the allocation moves, with all couplings off."""


class Coupling(Declared):
    """One coupling, as pages and docs tell of it."""

    name: Name
    """How settings and pages name it."""
    path: Path
    """The path to which it belongs."""
    equation: str
    """What it does, as a formula."""
    units: str
    """Units of its parameter."""
    reads: str
    """What its evidence is read from."""


COUPLINGS: tuple[Coupling, ...] = (
    Coupling(
        name="supply_shifts_hazard",
        path="supply",
        equation="log hazard of a gain by S in a cell += b x (1 - d/d0), d the share delivered to the other side there, d0 that of the first day",
        units="log hazard a share of delivery",
        reads="log score of which cells change hands with and without the share that does not reach them; rank correlation of modelled delivery and later loss of ground",
    ),
    Coupling(
        name="strength_moves_tempo",
        path="losses",
        equation="gain of S x (strength of S / strength of the other)^b, strengths 1 on the first day, each week less losses and more recruits x outside support",
        units="elasticity, without unit",
        reads="score of the attrition model against the damped one",
    ),
    Coupling(
        name="ground_moves_losses",
        path="losses",
        equation="losses of a week x (1 + b x (gain of the week / usual gain - 1)), not below 0",
        units="share of losses a share of gain",
        reads="error of weekly losses foretold with and without the week's gain",
    ),
    Coupling(
        name="ground_moves_beliefs",
        path="beliefs",
        equation="believed pace += b x (pace of the week - believed pace)",
        units="share of the surprise taken in a week",
        reads="error of the next week's gain foretold by a pace so updated and by a fixed one",
    ),
)
"""Every coupling, in the order of a week."""


class Switches(Declared):
    """Which couplings are on, and how strong each is."""

    strength: dict[Name, float]
    """Coupling to its parameter; one that is left out is off."""

    def of(self, name: Name) -> float:
        """Return the parameter of a coupling, 0 where it is off."""
        return self.strength.get(name, 0.0)

    @property
    def moves_front(self) -> bool:
        """Whether some coupling that is on moves where or how much ground changes hands."""
        return bool(self.of("supply_shifts_hazard") or self.of("strength_moves_tempo"))

    def only(self, paths: frozenset[str]) -> "Switches":
        """Return the same with the couplings of other paths off."""
        path = {one.name: one.path for one in COUPLINGS}
        kept = {name: b for name, b in self.strength.items() if path[name] in paths}
        return switches(kept)


OFF = Switches(strength={})
"""All couplings off."""


def switches(strength: Mapping[str, float]) -> Switches:
    """Return switches by the names of couplings.

    Raises:
        DataError: If there is no such coupling.
    """
    known = [one.name for one in COUPLINGS]
    unknown = [name for name in strength if name not in known]
    if unknown:
        raise DataError(
            f"the coupling {unknown[0]!r}",
            where="the couplings of the campaign",
            expected=f"some of {', '.join(known)}",
            remedy="Name one of these, or leave it out.",
        )
    return Switches.model_validate({"strength": dict(strength)})


def supply_shifts_hazard(delivered: Numbers, first: Numbers, *, b: float) -> Numbers:
    """Return what is added to the log hazard of a side's gains, by cell.

    Args:
        delivered: Share delivered to the other side, by [member, cell], from 0 to 1.
        first: The same on the first day.
        b: Log hazard that a full loss of delivery adds.

    Example:
        >>> supply_shifts_hazard(np.array([[0.5, 1.0]]), np.ones((1, 2)), b=0.8).tolist()
        [[0.4, 0.0]]
    """
    had = first > 0
    kept = np.where(had, delivered / np.where(had, first, 1.0), 1.0)
    return b * (1 - np.clip(kept, 0.0, 1.0))


def strength_moves_tempo(strength: Numbers, *, b: float) -> Numbers:
    """Return what each side's gains are multiplied by, [member, side].

    Args:
        strength: Each side's strength over that of the first day, [member, side].
        b: Elasticity of the gain to the ratio of strengths.

    Example:
        >>> strength_moves_tempo(np.array([[1.0, 0.5]]), b=1.0).tolist()
        [[2.0, 0.5]]
    """
    ratio = np.maximum(strength, 1e-3)
    ours = (ratio[:, :1] / ratio[:, 1:]) ** b
    return np.hstack([ours, 1 / ours])


def worn_strength(strength: Numbers, lost: Numbers, joined: Numbers, support: Numbers) -> Numbers:
    """Return strengths one week later: less what was lost, more what joined, [member, side].

    Args:
        strength: Strength over that of the first day.
        lost: Share of the first day's strength lost in the week.
        joined: Share of it that joins in a week under support as it is.
        support: Outside support over that of the first day; 1 as it is, 0 none.

    Example:
        >>> worn_strength(np.ones((1, 2)), np.full((1, 2), 0.02), np.full((1, 2), 0.02),
        ...               np.array([[1.0, 0.0]])).tolist()
        [[1.0, 0.98]]
    """
    return np.maximum(strength - lost + joined * support, 0.0)


def ground_moves_losses(losses: Numbers, gain: Numbers, usual: Numbers, *, b: float) -> Numbers:
    """Return a week's losses for the ground that changed hands in it, [member].

    Args:
        losses: Losses of a usual week.
        gain: Ground that changed hands, either way, in km².
        usual: The same in a usual week, in km².
        b: Share of losses that a doubled gain adds.

    Example:
        >>> ground_moves_losses(np.array([100.0]), np.array([60.0]), np.array([30.0]), b=0.2)
        array([120.])
    """
    more = np.where(usual > 0, gain / np.where(usual > 0, usual, 1.0) - 1, 0.0)
    return np.maximum(losses * (1 + b * more), 0.0)


def ground_moves_beliefs(believed: Numbers, pace: Numbers, *, b: float) -> Numbers:
    """Return the believed pace after one more week, in km² a week, [member].

    Args:
        believed: The pace believed before the week.
        pace: The pace of the week.
        b: Share of the surprise that is taken in: 0 learns nothing, 1 believes the last week.

    Example:
        >>> ground_moves_beliefs(np.array([30.0]), np.array([50.0]), b=0.25).tolist()
        [35.0]
    """
    return believed + b * (pace - believed)

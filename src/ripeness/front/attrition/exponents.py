"""The exponents that tell one law of attrition from another, and their names."""

from dataclasses import dataclass
from typing import Literal

from ripeness.front.attrition import refusals
from ripeness.terms.errors import ModelError

Law = Literal["square", "linear", "mixed", "logarithmic"]


@dataclass(frozen=True)
class Exponents:
    """Exponents of x' = -a x^x_own y^x_enemy and y' = -b y^y_own x^y_enemy."""

    x_own: float
    """Power of x in its own losses."""
    x_enemy: float
    """Power of y in the losses of x."""
    y_own: float
    """Power of y in its own losses."""
    y_enemy: float
    """Power of x in the losses of y."""

    def mirrored(self) -> "Exponents":
        """Return the exponents with the two sides exchanged."""
        return Exponents(self.y_own, self.y_enemy, self.x_own, self.x_enemy)


NAMED: dict[str, Exponents] = {
    "square": Exponents(0.0, 1.0, 0.0, 1.0),
    "linear": Exponents(1.0, 1.0, 1.0, 1.0),
    "mixed": Exponents(1.0, 1.0, 0.0, 1.0),
    "logarithmic": Exponents(1.0, 0.0, 1.0, 0.0),
}
"""The four laws with names. In the mixed law x hides (area fire) and y stands in the open."""


def exponents_of(law: Law | Exponents, *, where: str) -> Exponents:
    """Return the exponents of a law, given by name or outright.

    Args:
        law: A name, or the exponents themselves; each from -10 to 10.
        where: The model that asks.

    Raises:
        ModelError: If no law has that name, or an exponent is not a finite number in range.

    Example:
        >>> exponents_of("square", where="example").x_enemy
        1.0
    """
    if not isinstance(law, Exponents):
        return NAMED[refusals.word(law, "law", tuple(NAMED), where=where)]
    for name in ("x_own", "x_enemy", "y_own", "y_enemy"):
        value = refusals.finite(getattr(law, name), name, where=where)
        if not -10.0 <= value <= 10.0:
            raise ModelError(
                found=f"{name} = {value!r}",
                where=where,
                expected="an exponent from -10 to 10",
                remedy="Give Exponents(x_own, x_enemy, y_own, y_enemy).",
            )
    return law


def helmbold(weight: float) -> Exponents:
    """Return Helmbold's exponents: x' = -a (x/y)^(1 - weight) y, and so for y.

    Weight 1 is the square law; 1/2 a law linear in the logarithms; 0 the logarithmic law.

    Args:
        weight: Helmbold's exponent, from 0 to 1.

    Raises:
        ModelError: If the weight is outside 0 to 1.

    References:
        Helmbold (1965), https://doi.org/10.1287/opre.13.5.857

    Example:
        >>> helmbold(1.0) == NAMED["square"], helmbold(0.0) == NAMED["logarithmic"]
        (True, True)
    """
    weight = refusals.share(weight, "weight", where="Helmbold's law")
    return Exponents(1.0 - weight, weight, 1.0 - weight, weight)

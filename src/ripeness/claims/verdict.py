"""The verdict rule: what each source says of what was asserted, and what they say together."""

from collections.abc import Mapping
from typing import Literal

from ripeness.terms.readings import Band, Basis, Reading

SourceSays = Literal["supported", "contradicted", "undecided"]
"""What one source says of a claim."""

Verdict = Literal[
    "supported",
    "contradicted",
    "sources_disagree",
    "undecided",
    "open",
    "not_measurable",
    "consistent_with_model",
    "not_consistent_with_model",
]
"""What the evidence says of a claim."""

DECIDING_M = 250
"""The drawing tolerance that decides, in metres; wider ones show how much hangs on it."""

Range = tuple[float | None, float | None]
"""Lower and upper end of what was asserted; nothing: no such end."""


def says(reading: Reading, asserted: Range, *, tolerance_m: float = DECIDING_M) -> SourceSays:
    """Say whether one reading supports what was asserted.

    A reading supports if its band lies inside the asserted range, contradicts if the two are
    disjoint, and leaves it undecided else. A reading without bands speaks by its value alone; one
    that is a lower bound has no upper end.

    Example:
        >>> from datetime import date
        >>> day = date(2025, 12, 1)
        >>> reading = Reading(source="x", value=0.44, on=day, known_on=day)
        >>> says(reading, (0.95, 1.0))
        'contradicted'
    """
    low, high = _band(reading, tolerance_m)
    least = float("-inf") if asserted[0] is None else asserted[0]
    most = float("inf") if asserted[1] is None else asserted[1]
    if least <= low and high <= most:
        return "supported"
    return "contradicted" if high < least or low > most else "undecided"


def overall(
    by_source: Mapping[str, SourceSays],
    *,
    hands: Mapping[str, str],
    basis: Basis,
    stated: frozenset[str] = frozenset(),
) -> tuple[Verdict, bool]:
    """Return the verdict of all sources together, and whether it rests on one alone.

    Sources that all agree decide; where they are one voice only, the verdict is that voice's
    and is said to be. One support against one contradiction is disagreement. All else is
    undecided. A modelled measure reaches at most consistency with its model. What somebody only
    states, such as one party's count of the other's losses, decides nothing.

    Args:
        by_source: What each source with a reading says.
        hands: Source to the hand that drew it; sources of one hand are one voice.
        basis: What kind of knowledge the measure gives.
        stated: The sources whose value is a statement.

    Example:
        >>> overall({"x": "supported", "y": "contradicted"}, hands={}, basis="observed")
        ('sources_disagree', False)
    """
    said: set[SourceSays] = {by_source[source] for source in by_source if source not in stated}
    one_source = len({hands.get(source, source) for source in by_source}) == 1
    if {"supported", "contradicted"} <= said:
        return "sources_disagree", False
    if len(said) != 1 or said == {"undecided"}:
        return "undecided", one_source
    return _by_basis(said.pop(), basis), one_source


def _by_basis(said: SourceSays, basis: Basis) -> Verdict:
    if basis != "modelled" or said == "undecided":
        return said
    return "consistent_with_model" if said == "supported" else "not_consistent_with_model"


def _band(reading: Reading, tolerance_m: float) -> tuple[float, float]:
    band = band_of(reading, tolerance_m)
    low, high = (reading.value, reading.value) if band is None else (band.low, band.high)
    return (low, float("inf")) if reading.lower_bound else (low, high)


def band_of(reading: Reading, tolerance_m: float) -> Band | None:
    """Return a reading's band at a tolerance, else its narrowest one, if it has any."""
    exact = [band for band in reading.bands if band.tolerance_m == tolerance_m]
    ordered = sorted(reading.bands, key=lambda band: band.tolerance_m)
    return next(iter([*exact, *ordered]), None)

"""Figures as people state them, read as ranges; the words are kept beside."""

import math
import re
from dataclasses import dataclass

JUST_UNDER = 0.10
"""*Just under q* and *nearly q* span q less this part of it, up to q."""

ABOUT = 0.10
"""*About q* spans q less and plus this part of it."""

NUMBER = re.compile(r"(?<![\w.])\d{1,3}(?:,\d{3})+(?![\d,])|(?<![\w.])\d+(?:\.\d+)?")

BETWEEN = re.compile(r"(?P<low>\d+(?:\.\d+)?)\s*(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?)")

BEYOND = re.compile(r"\b(over|more than|at least|above)\b|\d\s*\+", re.IGNORECASE)
BELOW = re.compile(r"\b(just under|nearly|almost)\b", re.IGNORECASE)
UP_TO = re.compile(r"\b(up to|at most|under|below|fewer than|less than)\b", re.IGNORECASE)
NEAR = re.compile(r"\b(about|around|some|roughly|approximately)\b|~", re.IGNORECASE)


@dataclass(frozen=True)
class Stated:
    """A figure as stated: its number, its ends (None: open), its words."""

    value: float
    low: float | None
    high: float | None
    words: str


def stated(words: str) -> Stated | None:
    """Read a figure; what stands in brackets or after a comma explains and is not read.

    Returns nothing where no number is said.

    Example:
        >>> stated("600000+").low, stated("600000+").high
        (600000.0, None)
        >>> read = stated("just under 700000")
        >>> read.low, read.high
        (630000.0, 700000.0)
        >>> stated("about 880000-900000")
        Stated(value=890000.0, low=880000.0, high=900000.0, words='about 880000-900000')
    """
    text = re.sub(r"\([^()]*\)?", " ", words[:400])
    text = re.sub(r"(?<=\d),(?=\d{3}(?!\d))", "", text).partition(",")[0]
    two = BETWEEN.search(text)
    if two is not None:
        low, high = sorted((float(two["low"]), float(two["high"])))
        return Stated((low + high) / 2, low, high, words) if math.isfinite(high) else None
    found = NUMBER.search(text)
    value = float(found.group().replace(",", "")) if found else math.inf
    if not math.isfinite(value):
        return None
    low, high = _ends(text, value)
    return Stated(value, low, high, words)


def _ends(text: str, value: float) -> tuple[float | None, float | None]:
    """Return the ends that the words around a number give it."""
    meant: tuple[tuple[re.Pattern[str], float | None, float | None], ...] = (
        (BELOW, value * (1 - JUST_UNDER), value),
        (BEYOND, value, None),
        (UP_TO, None, value),
        (NEAR, value * (1 - ABOUT), value * (1 + ABOUT)),
    )
    fitting = ((low, high) for pattern, low, high in meant if pattern.search(text))
    return next(fitting, (value, value))

"""The range that a claim's words stand for; every width is declared, printed and overridable."""

from pydantic import Field

from ripeness.claims.claim import Asserted
from ripeness.terms.declared import Declared


class Words(Declared):
    """Widths of words in claims."""

    about_share: float = Field(default=0.05, ge=0, le=0.5)
    """*About p %* spans p less and plus this share."""
    about_ratio: float = Field(default=0.10, ge=0, le=1)
    """*About q*, of a quantity that is no share, spans q less and plus this part of q."""
    nearly_share: float = Field(default=0.10, ge=0, le=0.5)
    """*Nearly p %* spans p less this share up to p."""
    almost_all: float = Field(default=0.90, ge=0, le=1)
    """*Almost all* is at least this share."""
    taken: float = Field(default=0.95, ge=0, le=1)
    """*Taken* is at least this share; *not taken* is less than it."""
    gone: float = Field(default=0.05, ge=0, le=1)
    """*Gone* is that at most this share is left."""


def asserted_range(
    asserted: Asserted, words: Words, *, unit: str
) -> tuple[float | None, float | None]:
    """Return the lower and upper end of what was asserted, in the measure's unit.

    An end given in the claim goes before the width of its words; shares stay within 0 and 1.

    Args:
        asserted: What the claim says.
        words: The declared widths.
        unit: Unit of the measure; `share` for shares of one.

    Example:
        >>> asserted_range(Asserted(words="about", value=0.75), Words(), unit="share")
        (0.7, 0.8)
        >>> asserted_range(Asserted(words="taken"), Words(), unit="share")
        (0.95, 1.0)
        >>> asserted_range(Asserted(words="about", value=6000), Words(), unit="km2")
        (5400.0, 6600.0)
    """
    low, high = _by_words(asserted, words, share=unit == "share")
    low = asserted.low if asserted.low is not None else low
    high = asserted.high if asserted.high is not None else high
    if unit == "share":
        low = max(low, 0.0) if low is not None else 0.0
        high = min(high, 1.0) if high is not None else 1.0
    return _tidy(low), _tidy(high)


def _by_words(
    asserted: Asserted, words: Words, *, share: bool
) -> tuple[float | None, float | None]:
    """Return the range of words that need no number, else that of words about one."""
    fixed = {
        "taken": (words.taken, 1.0),
        "not_taken": (0.0, words.taken),
        "almost_all": (words.almost_all, 1.0),
        "gone": (0.0, words.gone),
    }
    if asserted.words in fixed:
        return fixed[asserted.words]
    value = asserted.value
    if value is None:
        return None, None
    about = words.about_share if share else words.about_ratio * abs(value)
    nearly = words.nearly_share if share else words.about_ratio * abs(value)
    ranges = {
        "about": (value - about, value + about),
        "nearly": (value - nearly, value),
        "at_least": (value, None),
        "at_most": (None, value),
    }
    return ranges.get(asserted.words or "", (value, value))


def _tidy(end: float | None) -> float | None:
    """Undo what binary fractions add, so that 0.95 - 0.05 is 0.9."""
    return None if end is None else round(end, 9)

"""Words and figures as the terminal writes them."""

from ripeness.terms.worded import worded

VERDICTS = {
    "supported": "supported",
    "contradicted": "contradicted",
    "sources_disagree": "sources disagree",
    "undecided": "undecided",
    "open": "open",
    "not_measurable": "not measurable",
    "consistent_with_model": "consistent with the model",
    "not_consistent_with_model": "not consistent with the model",
}
"""Verdicts in words."""


def figure(value: float | None, unit: str | None) -> str:
    """Write a value with its unit; a share as a percentage.

    Example:
        >>> figure(0.4404, "share"), figure(6157.8, "km2"), figure(None, "km2")
        ('44.0 %', '6158 km²', 'none')
    """
    if value is None:
        return "none"
    word = worded(value, unit)
    if word is not None:
        return word
    if unit == "share":
        return f"{100 * value:.1f} %"
    shown = (unit or "").replace("km2", "km²").replace("_", " ")
    return f"{value:.{0 if abs(value) >= 100 else 1}f} {shown}".strip()

"""Values that are words on a scale: a stance, and whether a thing is possible."""

WORDED: dict[str, dict[float, str]] = {
    "stance": {
        1.0: "accepts",
        0.5: "accepts or wants changes",
        0.0: "wants changes",
        -0.5: "rejects or wants changes",
        -1.0: "rejects",
    },
    "possible": {1.0: "possible", 0.0: "not possible"},
}
"""Unit to its values and their words."""


def worded(value: float | None, unit: str | None) -> str | None:
    """Return the word of a value, if its unit is one whose values are words.

    Args:
        value: The value.
        unit: The unit.

    Example:
        >>> worded(-1.0, "stance"), worded(1.0, "share")
        ('rejects', None)
    """
    return None if value is None else WORDED.get(unit or "", {}).get(round(value, 6))

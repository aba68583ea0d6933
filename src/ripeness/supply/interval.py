"""A figure over draws, as every row of the paper gives it."""

from ripeness.terms.declared import Declared


class Interval(Declared):
    """The middle of the draws, and the ends within which nine in ten lie."""

    value: float
    """Median of the draws."""
    low: float
    """The 5 % quantile."""
    high: float
    """The 95 % quantile."""

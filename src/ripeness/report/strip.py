"""A strip that sets each source's value and band against the range that was asserted."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields


@dataclass(frozen=True)
class Dot:
    """One source on a strip; positions are per cent of its width."""

    source: str
    at: str
    left: str
    width: str


@dataclass(frozen=True)
class Strip:
    """A strip; positions are per cent of its width."""

    said_left: str
    said_width: str
    dots: tuple[Dot, ...]
    ends: tuple[str, str]

    def dot(self, source: str) -> Dot | None:
        """Return one source's dot, or None where it has no value."""
        return next((dot for dot in self.dots if dot.source == source), None)


def strip(claim: Fields) -> Strip | None:
    """Return the strip of a claim, or None where nothing was asserted or read."""
    said = claim.part_or_none("asserted")
    read = [
        (name, *extent(part))
        for name, part in claim.named_parts("by_source").items()
        if part.number_or_none("value") is not None
    ]
    if said is None or not read:
        return None
    ends = said.number_or_none("low"), said.number_or_none("high")
    known = [value for row in read for value in row[1:4]] + [end for end in ends if end is not None]
    unit = claim.text_or_none("unit")
    low, high = (0.0, 1.0) if unit == "share" else padded(known)
    said_low = low if ends[0] is None else ends[0]
    said_high = high if ends[1] is None else ends[1]
    return Strip(
        said_left=place(said_low, low, high),
        said_width=width(said_low, said_high, low, high),
        dots=tuple(
            Dot(
                name,
                place(value, low, high),
                place(least, low, high),
                width(least, most, low, high),
            )
            for name, value, least, most in read
        ),
        ends=(words.quantity(low, unit), words.quantity(high, unit)),
    )


def extent(part: Fields) -> tuple[float, float, float]:
    """Return a source's value and the ends of its narrowest band."""
    value = part.number("value")
    bands = sorted(part.parts("bands"), key=lambda band: band.number("tolerance_m"))
    if not bands:
        return value, value, value
    return value, bands[0].number("low"), bands[0].number("high")


def padded(known: list[float]) -> tuple[float, float]:
    """Return ends that leave a little room on both sides."""
    low, high = min(known), max(known)
    room = 0.08 * (high - low) or 0.5 * abs(high) or 1.0
    return low - room, high + room


def place(value: float, low: float, high: float) -> str:
    """Return where a value stands, in per cent of the width."""
    return f"{100 * min(max((value - low) / (high - low), 0.0), 1.0):.2f}%"


def width(first: float, last: float, low: float, high: float) -> str:
    """Return the width of a range, in per cent."""
    span = min(last, high) - max(first, low)
    return f"{max(100 * span / (high - low), 0.0):.2f}%"

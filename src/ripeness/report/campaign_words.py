"""Names and figures as the closing sections of a page write them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.losses import loss_titles

FAMILIES = {
    "ordinal_only": "stances alone",
    "evidence_centred": "centred on evidence",
    "adversarial": "adversarial",
    "accommodating": "accommodating",
}
"""Families of priors in words."""

COURSES = {"fight_on": "Fight on", "settle_now": "Settle now", "bargain": "Bargain"}
"""Courses of action in words; *settle at t* is written by its week."""

SHARE_UNITS = "share"
"""A unit that begins so is written in percentage points."""


class Page(Protocol):
    """The papers of the page that the closing sections look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...

    @property
    def losses(self) -> Fields:
        """Losses and their sources."""
        ...

    @property
    def sections(self) -> Mapping[str, Fields]:
        """The papers of the record's sections."""
        ...


@dataclass(frozen=True)
class Names:
    """What ids are called on the page."""

    sides: Mapping[str, str]
    """Sides."""
    ground: Mapping[str, str]
    """Places and regions."""
    sources: Mapping[str, str]
    """Sources of maps and of counts."""
    packages: Mapping[str, str]
    """Packages, where the record has a table."""
    options: Mapping[str, str]
    """ISSUE=OPTION, where the record has a table."""

    def map(self, name: str) -> str:
        """Return the title of a source."""
        return self.sources.get(name, name)

    def package(self, name: str) -> str:
        """Return the title of a package."""
        return self.packages.get(name, name.replace("_", " "))

    def told(self, text: str) -> str:
        """Write a sentence of the record with titles for ids, and days as papers do."""
        quoted = {name: f"“{title}”" for name, title in self.packages.items()}
        return words.plain(words.titled(text, {**quoted, **self.sources}), {})


def names_of(page: Page) -> Names:
    """Return what ids are called.

    Args:
        page: The papers of the page.
    """
    case, table = page.case, page.sections.get("table")
    maps = words.short_titles(
        {part.text("name"): part.text("title") for part in case.parts("sources")}
    )
    ground = [*case.parts("regions"), *case.parts("places")]
    return Names(
        sides={part.text("id"): part.text("name") for part in case.parts("sides")},
        ground={"total": case.part("total").text("name")}
        | {part.text("id"): part.text("name") for part in ground},
        sources=loss_titles(page.losses) | maps,
        packages={}
        if table is None
        else {part.text("name"): part.text("title") for part in table.parts("plans")},
        options={} if table is None else dict(_options(table)),
    )


def _options(table: Fields) -> list[tuple[str, str]]:
    return [
        (
            f"{issue.text('id')}={option.text('id')}",
            f"{issue.text('title')}: {option.text('title')}",
        )
        for issue in table.parts("issues")
        for option in issue.parts("options")
    ]


def family(name: str | None) -> str:
    """Write a family of priors; nothing where none enters."""
    return "" if name is None else FAMILIES.get(name, name.replace("_", " "))


def course(name: str) -> str:
    """Write a course of action.

    Example:
        >>> course("settle_at_13"), course("bargain adversarial")
        ('Settle in week 13', 'Bargain, adversarial')
    """
    head, _, prior = name.partition(" ")
    week = head.removeprefix("settle_at_")
    told = f"Settle in week {week}" if week.isdigit() else COURSES.get(head, head.replace("_", " "))
    return f"{told}, {family(prior)}" if prior else told


def digits(*values: float) -> int:
    """Return how many digits after the point some figures of one unit need.

    Example:
        >>> digits(1200.0, 3.0), digits(42.0), digits(0.31)
        (0, 1, 2)
    """
    most = max(abs(value) for value in values)
    return 0 if most >= 100 else 1 if most >= 10 else 2


def spread(part: Fields, *, middle: str = "mean") -> str:
    """Write a figure with the ends that hold nine members in ten.

    Args:
        part: An object with the middle, `low` and `high`.
        middle: Key of the middle.
    """
    return spread_of(part.number(middle), part.number("low"), part.number("high"))


def spread_of(value: float, low: float, high: float) -> str:
    """Write a figure with its interval.

    Example:
        >>> spread_of(120.4, 80.2, 160.0)
        '120 (80 to 160)'
    """
    places = digits(value, low, high)
    told, least, most = (words.number(one, digits=places) for one in (value, low, high))
    return f"{told} ({least} to {most})"


def shares(value: float, low: float, high: float) -> str:
    """Write a share with its interval, in per cent.

    Example:
        >>> shares(0.5, 0.42, 0.61)
        '50% (42 to 61%)'
    """
    least, most = words.share(low, digits=0), words.share(high, digits=0)
    return f"{words.share(value, digits=0)} ({least.removesuffix('%')} to {most})"


def change(value: float, unit: str, *, places: int | None = None) -> str:
    """Write a difference with its sign; one of shares in percentage points.

    Args:
        value: The difference.
        unit: Its unit.
        places: Digits after the point; by default what the value needs.

    Example:
        >>> change(-0.031, "share of draws"), change(12.0, "km2")
        ('−3.1', '+12.0')
    """
    points = unit.startswith(SHARE_UNITS)
    scaled = 100 * value if points else value
    told = words.number(
        scaled, digits=1 if points else digits(scaled) if places is None else places
    )
    return told if told.startswith(words.MINUS) or not scaled else f"+{told}"


def changes(value: float, low: float, high: float, unit: str) -> str:
    """Write a difference with its interval, all with as many digits.

    Example:
        >>> changes(-12.0, -20.0, -5.0, "km2")
        '−12.0 (−20.0 to −5.0)'
    """
    places = digits(value, low, high)
    told, least, most = (change(one, unit, places=places) for one in (value, low, high))
    return f"{told} ({least} to {most})"


def unit_told(unit: str) -> str:
    """Write the unit of a difference.

    Example:
        >>> unit_told("share of draws"), unit_told("km2 left at the horizon")
        ('percentage points, share of draws', 'km² left at the horizon')
    """
    told = unit.replace("km2", "km²")
    return f"percentage points, {told}" if unit.startswith(SHARE_UNITS) else told


def percent(value: float) -> str:
    """Write a position or width for a drawing, in per cent of its width.

    Example:
        >>> percent(0.3333)
        '33.33%'
    """
    return f"{100 * min(max(value, 0.0), 1.0):.2f}%"

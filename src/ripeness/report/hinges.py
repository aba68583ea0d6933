"""What the conclusions hinge on, and what moves what, on a page."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.campaign_words import Names, percent
from ripeness.report.fields import Fields


@dataclass(frozen=True)
class HingeRow:
    """One assumption: the share of the design in which the conclusion holds, by its thirds."""

    assumption: str
    left: str
    width: str
    low_at: str
    high_at: str
    told: str
    flips: str
    sobol: str


@dataclass(frozen=True)
class HingeGroup:
    """One conclusion with the assumptions that move it, the strongest first."""

    conclusion: str
    robust: str
    robust_at: str
    held: bool
    points: int
    rows: tuple[HingeRow, ...]


LISTED = 2
"""More tests of one coupling than these are told in a list."""

ROBUST = 0.9
"""A conclusion that holds in more of the design than this is called robust."""


def hinge_groups(paper: Fields) -> tuple[HingeGroup, ...]:
    """Return what each conclusion hinges on; none where the case ships no study.

    Args:
        paper: The campaign.
    """
    found: dict[str, list[Fields]] = {}
    for row in paper.parts("hinges"):
        found.setdefault(row.text("conclusion"), []).append(row)
    return tuple(_group(name, rows) for name, rows in found.items())


def _group(name: str, rows: list[Fields]) -> HingeGroup:
    robust = rows[0].number("robust_share")
    ranked = sorted(rows, key=lambda row: -abs(row.number("high_third") - row.number("low_third")))
    return HingeGroup(
        conclusion=f"{name[0].upper()}{name[1:]}",
        robust=words.share(robust, digits=0),
        robust_at=percent(robust),
        held=robust > ROBUST,
        points=rows[0].whole("points"),
        rows=tuple(_row(row) for row in ranked),
    )


def _row(row: Fields) -> HingeRow:
    low, high = row.number("low_third"), row.number("high_third")
    total = row.number_or_none("sobol_total")
    return HingeRow(
        assumption=row.text("assumptions").replace("_", " "),
        left=percent(min(low, high)),
        width=percent(abs(high - low)),
        low_at=percent(low),
        high_at=percent(high),
        told=f"{words.share(low, digits=0)} where low, {words.share(high, digits=0)} where high",
        flips=row.text_or_none("flips_when") or "nowhere in the design",
        sobol="not estimated" if total is None else words.share(total, digits=0),
    )


@dataclass(frozen=True)
class CouplingRow:
    """One way in which one model moves another."""

    name: str
    path: str
    equation: str
    units: str
    reads: str
    on: bool
    why: str
    tests: tuple[str, ...]
    """Every test, where there are too many for a sentence."""


def coupling_rows(paper: Fields, names: Names) -> tuple[CouplingRow, ...]:
    """Return every coupling with what the data say of it, on or off and why.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    told: dict[str, list[Fields]] = {}
    for row in paper.parts("borne_out"):
        told.setdefault(row.text("coupling"), []).append(row)
    return tuple(
        CouplingRow(
            name=part.text("name").replace("_", " "),
            path=part.text("path"),
            equation=part.text("equation"),
            units=part.text("units"),
            reads=part.text("reads"),
            on=any(row.flag("on") for row in told.get(part.text("name"), [])),
            why=_why(told.get(part.text("name"), []), names),
            tests=_tests(told.get(part.text("name"), []), names),
        )
        for part in paper.parts("couplings")
    )


def _tests(rows: list[Fields], names: Names) -> tuple[str, ...]:
    return tuple(_reason(row, names) for row in rows) if len(rows) > LISTED else ()


def _why(rows: list[Fields], names: Names) -> str:
    if not rows:
        return "Off: nothing here tests it."
    told = [_reason(row, names) for row in rows]
    if len(rows) <= LISTED:
        return " ".join(told)
    scored, plain = _readings(rows)
    state = "On" if any(row.flag("on") for row in rows) else "Off"
    parts = []
    if scored:
        least, most = (words.number(100 * end, digits=2) for end in (min(scored), max(scored)))
        parts.append(f"{_tests_of(scored)} of the error that it takes away, {least} to {most}%,")
    if plain:
        least, most = (words.number(end, digits=2) for end in (min(plain), max(plain)))
        parts.append(f"{_tests_of(plain)} of a correlation, {least} to {most}")
    if not parts:
        return f"{state}: too little for any of {len(rows)} tests."
    return f"{state}: {' and '.join(parts)}; each stands below."


def _readings(rows: list[Fields]) -> tuple[list[float], list[float]]:
    """Return shares of error, which have an interval, and correlations, which have none."""
    scored, plain = [], []
    for row in rows:
        skill = row.number_or_none("skill")
        if skill is not None:
            (plain if row.number_or_none("low") is None else scored).append(skill)
    return scored, plain


def _tests_of(found: list[float]) -> str:
    return f"{len(found)} test{'' if len(found) == 1 else 's'}"


def _reason(row: Fields, names: Names) -> str:
    state = "On" if row.flag("on") else "Off"
    skill, low, high = (row.number_or_none(key) for key in ("skill", "low", "high"))
    strength = row.number_or_none("strength")
    fitted = "" if strength is None else f" Parameter {words.number(strength, digits=2)}."
    told, count = row.text("tested").rstrip("."), row.whole("weeks")
    told = words.titled(f"{told[0].lower()}{told[1:]}", {**names.sides, **names.sources})
    drawn_by = row.text_or_none("map_source")
    if drawn_by is not None:
        told = f"{told}, on the map of {names.map(drawn_by)}"
    if skill is None:
        return f"{state}: too little to test it, {count} weeks; {told}.{fitted}"
    if low is None or high is None:
        return f"{state}: {told}: {words.number(skill, digits=2)}, over {count} cases.{fitted}"
    value, least, most = (words.number(100 * one, digits=1) for one in (skill, low, high))
    first, last = row.day_or_none("first"), row.day_or_none("last")
    span = "" if first is None else f", {words.period(first, last)}"
    return (
        f"{state}: {told}; it takes away {value}% of error ({least} to {most}%) over {count} "
        f"weeks not seen{span}.{fitted}"
    )

"""How good the forecasts are: the contest in one figure, coverage, and where outcomes fell."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from ripeness.report import words
from ripeness.report.fields import Fields

EVERY = "all"
"""The word of the record for all sources, or all periods, together."""

MAIN = "stack"
"""The model whose intervals are drawn."""

LEAST_AXIS = 1.5
"""The axis of ratios goes from one over this to this at least ..."""

MOST_AXIS = 4.0
"""... and at most from one over this to this."""

STEPS = (0.25, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 4.0)
"""Where the axis of ratios may be marked."""

INTERVALS = ("50", "80", "95")

PIT_HIGH = 64.0
"""Height of the figure of bins."""


class Page(Protocol):
    """The papers of the page that a section may look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...


@dataclass(frozen=True)
class Dot:
    """A figure with its band on an axis, in per cent of the axis."""

    name: str
    at: str
    left: str
    width: str
    told: str
    best: bool = False
    promised_at: str = ""


@dataclass(frozen=True)
class Panel:
    """One horizon of a figure."""

    weeks: int
    told: str
    rows: tuple[Dot, ...]


@dataclass(frozen=True)
class Bins:
    """Where outcomes fell within the forecasts of one horizon."""

    weeks: int
    told: str
    forecasts: int
    bars: tuple[tuple[str, str, str], ...]
    even: str


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the section's template writes out."""
    titles = {
        part.text("name"): words.short_titles({"": part.text("title")})[""]
        for part in page.case.parts("sources")
    }
    names = {part.text("id"): part.text("name") for part in page.case.parts("regions")}
    names |= {"total": page.case.part("total").text("name")}
    study = paper.part_or_none("study")
    contest = [row for row in paper.parts("contest") if _whole(row)]
    reach = _reach(contest)
    sentences = paper.texts("sentences")
    return {
        "study": None if study is None else study_of(study),
        "lead": words.plain(words.titled(sentences[0], titles), titles) if sentences else "",
        "sentences": [words.plain(words.titled(text, titles), titles) for text in sentences[1:]],
        "contest": tuple(_contest(contest, reach)),
        "ratio_ticks": ticks(reach),
        "ratio_labels": labels(ticks(reach)),
        "coverage": tuple(_coverage(paper)),
        "bins": tuple(_bins(paper)),
        "judged": [judged(row) for row in paper.parts("judged")],
        "judged_on": _judged_on(paper, titles, names),
        "outside": [outside(row, titles, names) for row in paper.parts("outside")],
        "weights": [
            (_source(row.text("source"), titles), row.whole("horizon_weeks"),
             words.model(row.text("model")), words.share(row.number("weight"), digits=0))
            for row in paper.parts("weights")
        ],
        "learnt": paper.flag("weights_learnt"),
    }  # fmt: skip


def data(paper: Fields, page: Page) -> None:
    """Return nothing: the section is drawn by its template."""


def study_of(study: Fields) -> dict[str, str]:
    """Return from what the scoreboard was made, in words."""
    return {
        "command": study.text("command"),
        "seed": str(study.whole("seed")),
        "origins": f"{words.day(study.day('first_origin'))} to {words.day(study.day('last_origin'))}",
        "evidence_to": words.day(study.day("evidence_to")),
        "note": study.text_or_none("note") or "",
    }


def judged(row: Fields) -> dict[str, Any]:
    """Return one model's verdict over all series, as figures in words."""
    worst = row.part_or_none("worst_half_year")
    return {
        "model": words.model(row.text("model")),
        "weeks": row.whole("horizon_weeks"),
        "forecasts": row.whole("forecasts"),
        "ratio": _against(row.part_or_none("ratio")),
        "without": _against(row.part_or_none("ratio_without_ruptures")),
        "coverage": [_held(level, row.part("coverage").part(level)) for level in INTERVALS],
        "worst": "–"
        if worst is None
        else f"{worst.text('half_year')}: {worst.number('ratio'):.2f}",
        "main": row.text("model") == MAIN,
    }


def outside(row: Fields, titles: dict[str, str], names: dict[str, str]) -> dict[str, str]:
    """Return one dated forecast of somebody else, and how it fared."""
    met, error = row.value("met"), row.number_or_none("error_km2")
    status = {"pending": "not due yet", "no_reading": "due, but no map of the day"}
    fared = status.get(row.text("status"), "met" if met else "not met")
    if met is False and error is not None:
        fared += f", {words.number(error)} km² off"
    ours = (
        row.part("ours_p_met").number_or_none(MAIN)
        if MAIN in row.part("ours_p_met").content
        else None
    )
    region = row.text("region")
    return {
        "text": row.text("text"),
        "speaker": row.text("speaker"),
        "said": words.day(row.day("said_on")),
        "due": words.day(row.day("due")),
        "source": _source(row.text("source"), titles),
        "region": names.get(region, region),
        "range": _range(row.number_or_none("low"), row.number_or_none("high")),
        "observed": words.number(row.number_or_none("observed_km2")),
        "fared": fared,
        "ours": words.share(ours, digits=0),
    }


def along(value: float, reach: float) -> float:
    """Return where a ratio stands on the axis, in per cent; equal factors are equally wide.

    Example:
        >>> along(1.0, 2.0), along(2.0, 2.0), along(9.0, 2.0)
        (50.0, 100.0, 100.0)
    """
    share = 0.5 + math.log(value) / math.log(reach) / 2 if value > 0 else 0.0
    return 100 * min(max(share, 0.0), 1.0)


def ticks(reach: float) -> list[tuple[str, str, bool]]:
    """Return the marks of the axis of ratios: where, what, and whether it is the line of one."""
    kept = [step for step in STEPS if 1 / reach <= step * 1.001 and step <= reach * 1.001]
    return [(f"{along(step, reach):.2f}%", f"{step:g}", step == 1.0) for step in kept]


def labels(marks: list[tuple[str, str, bool]]) -> list[tuple[str, str, str]]:
    """Return the marks that are named, the ends and the line of one: where, what, its anchor."""
    named = [(marks[0], "start"), *((mark, "middle") for mark in marks[1:-1] if mark[2])]
    return [(at, text, anchor) for (at, text, _), anchor in [*named, (marks[-1], "end")]]


def _whole(row: Fields) -> bool:
    return row.text("source") == EVERY and row.text("period") == EVERY


def _reach(rows: list[Fields]) -> float:
    ends = [
        abs(math.log(value))
        for row in rows
        for key in ("value", "low", "high")
        if (value := row.part("ratio").number_or_none(key)) is not None and value > 0
    ]
    return min(max(math.exp(max(ends, default=0.0)) * 1.02, LEAST_AXIS), MOST_AXIS)


def _contest(rows: list[Fields], reach: float) -> Iterator[Panel]:
    for weeks in sorted({row.whole("horizon_weeks") for row in rows}):
        here = [row for row in rows if row.whole("horizon_weeks") == weeks]
        here.sort(key=lambda row: row.part("ratio").number("value"))
        dots = tuple(_ratio_dot(row, reach) for row in here)
        told = "; ".join(f"{dot.name} {dot.told}" for dot in dots)
        yield Panel(
            weeks, f"Mean score against the constant pace, {weeks} weeks ahead: {told}", dots
        )


def _ratio_dot(row: Fields, reach: float) -> Dot:
    ratio = row.part("ratio")
    value = ratio.number("value")
    low, high = (ratio.number_or_none(end) for end in ("low", "high"))
    left, right = along(low or value, reach), along(high or value, reach)
    return Dot(
        name=words.model(row.text("model")),
        at=f"{along(value, reach):.2f}%",
        left=f"{left:.2f}%",
        width=f"{right - left:.2f}%",
        told=_banded(value, low, high),
        best=row.flag("best"),
    )


def _coverage(paper: Fields) -> Iterator[Panel]:
    for row in paper.parts("judged"):
        if row.text("model") != MAIN:
            continue
        shares = {level: row.part("coverage").part(level) for level in INTERVALS}
        dots = tuple(_share_dot(level, share) for level, share in shares.items())
        told = "; ".join(f"{dot.name}: {dot.told}" for dot in dots)
        weeks = row.whole("horizon_weeks")
        yield Panel(
            weeks, f"Share of outcomes inside the intervals, {weeks} weeks ahead: {told}", dots
        )


def _share_dot(level: str, share: Fields) -> Dot:
    value, half = share.number("share"), share.number_or_none("half_width")
    low, high = (share.number_or_none(end) for end in ("low", "high"))
    left = 100 * (value if low is None else low)
    right = 100 * (value if high is None else high)
    width = "too few origins for a band" if half is None else f"± {100 * half:.0f} points"
    return Dot(
        name=f"{level}%",
        at=f"{100 * value:.2f}%",
        left=f"{left:.2f}%",
        width=f"{right - left:.2f}%",
        told=f"{words.share(value, digits=0)}, {width}",
        promised_at=f"{100 * share.number('promised'):.2f}%",
    )


def _bins(paper: Fields) -> Iterator[Bins]:
    rows = [
        row
        for row in paper.parts("pit")
        if row.text("model") == MAIN and row.text("source") == EVERY
    ]
    most = max((max(row.numbers("bins")) for row in rows), default=0.0)
    top = max(most, 0.2)
    for row in sorted(rows, key=lambda row: row.whole("horizon_weeks")):
        shares = row.numbers("bins")
        wide = 100 / len(shares)
        bars = tuple(
            (
                f"{number * wide + 0.6:.2f}%",
                f"{PIT_HIGH * (1 - share / top):.1f}",
                f"{PIT_HIGH * share / top:.1f}",
            )
            for number, share in enumerate(shares)
        )
        weeks = row.whole("horizon_weeks")
        told = ", ".join(words.share(share, digits=0) for share in shares)
        yield Bins(
            weeks,
            f"Share of outcomes in each tenth of the forecast, lowest first, {weeks} weeks ahead: {told}",
            row.whole("forecasts"),
            bars,
            f"{PIT_HIGH * (1 - 1 / len(shares) / top):.1f}",
        )


def _held(level: str, share: Fields) -> dict[str, str | bool]:
    half = share.number_or_none("half_width")
    band = "" if half is None else f" ± {100 * half:.0f}"
    return {
        "level": level,
        "told": f"{words.share(share.number('share'), digits=0)}{band}",
        "missed": share.value("holds") is False,
    }


def _against(ratio: Fields | None) -> dict[str, str]:
    if ratio is None:
        return {"told": "–", "baseline": ""}
    low, high = (ratio.number_or_none(end) for end in ("low", "high"))
    told = _banded(ratio.number("value"), low, high)
    return {"told": told, "baseline": words.model(ratio.text("baseline"))}


def _banded(value: float, low: float | None, high: float | None) -> str:
    return (
        f"{value:.2f}" if low is None or high is None else f"{value:.2f} ({low:.2f} to {high:.2f})"
    )


def _range(low: float | None, high: float | None) -> str:
    if low is not None and high is not None and low != high:
        return f"{words.number(low)} to {words.number(high)}"
    if low is not None and high is None:
        return f"at least {words.number(low)}"
    if high is not None and low is None:
        return f"at most {words.number(high)}"
    return words.number(low)


def _judged_on(paper: Fields, titles: dict[str, str], names: dict[str, str]) -> str:
    sources = " and ".join(_source(name, titles) for name in paper.texts("judged_sources"))
    regions = ", ".join(names.get(name, name) for name in paper.texts("judged_regions"))
    return f"{sources}; {regions}" if sources else ""


def _source(name: str, titles: dict[str, str]) -> str:
    return "all sources" if name == EVERY else titles.get(name, name)

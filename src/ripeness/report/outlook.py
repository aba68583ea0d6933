"""When nothing would be left at each pace, and the forecasts that came due."""

from dataclasses import dataclass
from datetime import date

from ripeness.report import words
from ripeness.report.fields import Fields

GREY = {
    "in": "with its grey zone counted as left",
    "out": "without its grey zone",
    "not_drawn": "",
}


AXIS_YEARS = 10
"""How many years the axis of finish dates covers at most; later dates are marked as such."""


@dataclass(frozen=True)
class Finish:
    """When nothing would be left of a region at one pace."""

    source: str
    region: str
    window_weeks: int
    grey_zone: str
    left: str
    left_raw: float
    pace: str
    pace_range: str
    low: str
    median: str
    high: str
    has_date: bool
    ended: str
    late: str
    complement: bool
    left_at: str
    span: str
    median_at: str
    beyond: bool


@dataclass(frozen=True)
class Scored:
    """One forecast made earlier: due and scored, or waiting."""

    status: str
    model: str
    source: str
    region: str
    origin: str
    horizon: int
    due: str
    observed: str
    change: str
    median: str
    range80: str
    inside: tuple[tuple[str, bool], ...]
    wis: str
    wis_raw: float | None
    ratio: str
    lost: bool


def finishes(forecast: Fields, names: dict[str, str], *, as_of: date) -> tuple[Finish, ...]:
    """Return the finish dates in the record's order, set on one time axis from `as_of`."""
    rows = forecast.parts("finish")
    dates = [row.part_or_none("date") for row in rows]
    last = date(last_year(dates, as_of=as_of), 1, 1)
    newest = max((row.day("origin") for row in rows), default=as_of)
    return tuple(finish(row, names, axis=(as_of, last), newest=newest) for row in rows)


def last_year(dates: list[Fields | None], *, as_of: date) -> int:
    """Return the year in which the axis of finish dates ends."""
    medians = [part.day_or_none("median") for part in dates if part]
    latest = max((median.year for median in medians if median), default=as_of.year)
    return min(latest + 2, as_of.year + AXIS_YEARS)


def finish(row: Fields, names: dict[str, str], *, axis: tuple[date, date], newest: date) -> Finish:
    """Return one finish date in words, with its place on the axis."""
    origin = row.day("origin")
    pace, dates = row.part("pace_km2_per_week"), row.part_or_none("date")
    low, median, high = (
        (dates.day_or_none("low"), dates.day_or_none("median"), dates.day_or_none("high"))
        if dates
        else (None, None, None)
    )
    region = row.text("region")
    return Finish(
        source=row.text("source"),
        region=names.get(region, region),
        window_weeks=row.whole("window_weeks"),
        grey_zone=GREY[row.text("grey_zone")],
        left=words.number(row.number("left_km2")),
        left_raw=row.number("left_km2"),
        pace=words.number(pace.number("value"), digits=1),
        pace_range=f"{words.number(pace.number_or_none('low'), digits=1)} to {words.number(pace.number_or_none('high'), digits=1)}",
        low=month(low) if low else "–",
        median=month(median) if median else "not within 20 years",
        high=month(high) if high else "over 20 years",
        has_date=median is not None,
        ended="" if origin == newest else f"from its last map, of {words.day(origin)}",
        late=words.share(row.number("p_not_within_two_years"), digits=0),
        complement=row.flag("complement_assumed"),
        left_at=along(low or median, axis),
        span=f"{max(share(high or axis[1], axis) - share(low or median, axis), 0):.2f}%",
        median_at=along(median, axis),
        beyond=median is None or median > axis[1],
    )


def month(value: date) -> str:
    """Write a month and its year."""
    return f"{words.MONTHS[value.month - 1]} {value.year}"


def share(value: date | None, axis: tuple[date, date]) -> float:
    """Return how far along the axis a day stands, in per cent."""
    if value is None:
        return 0.0
    first, last = axis
    return 100 * min(max((value - first).days / (last - first).days, 0.0), 1.0)


def along(value: date | None, axis: tuple[date, date]) -> str:
    """Write how far along the axis a day stands."""
    return f"{share(value, axis):.2f}%"


def finish_years(forecast: Fields, *, as_of: date) -> tuple[tuple[str, str], ...]:
    """Return the years to mark on the axis of finish dates, with where they stand."""
    dates = [row.part_or_none("date") for row in forecast.parts("finish")]
    last = last_year(dates, as_of=as_of)
    step = 1 if last - as_of.year <= 6 else 2
    axis = (as_of, date(last, 1, 1))
    marked = range(as_of.year + 1, last, step)
    return tuple((str(year), along(date(year, 1, 1), axis)) for year in marked)


def scored(scores: Fields, names: dict[str, str]) -> tuple[Scored, ...]:
    """Return the forecasts made earlier, in the record's order: the largest loss in km² first."""
    return tuple(one_scored(row, names) for row in scores.parts("scored"))


def one_scored(row: Fields, names: dict[str, str]) -> Scored:
    """Return one forecast made earlier in words."""
    region = row.text("region")
    inside, ratios = row.part_or_none("inside"), row.part_or_none("ratio_to")
    ratio = ratios.number_or_none("last_value") if ratios else None
    eighty = row.part("intervals").numbers("80")
    return Scored(
        status=row.text("status"),
        model=words.model(row.text("model")),
        source=row.text("source"),
        region=names.get(region, region),
        origin=words.day(row.day("origin")),
        horizon=row.whole("horizon_weeks"),
        due=words.day(row.day("due")),
        observed=words.number(row.number_or_none("observed")),
        change=words.number(row.number_or_none("observed_change"), digits=1),
        median=words.number(row.number_or_none("median")),
        range80=" to ".join(words.number(end) for end in eighty),
        inside=tuple((level, inside.flag(level)) for level in inside.content) if inside else (),
        wis=words.number(row.number_or_none("wis"), digits=2),
        wis_raw=row.number_or_none("wis"),
        ratio=words.number(ratio, digits=2),
        lost=ratio is not None and ratio > 1,
    )

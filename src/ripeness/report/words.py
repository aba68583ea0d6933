"""How verdicts, dates and figures are written on a page."""

import math
import re
from dataclasses import dataclass
from datetime import date

from ripeness.report.fields import Fields
from ripeness.terms.errors import RecordError
from ripeness.terms.worded import worded

MINUS = "−"
THIN = " "  # a narrow space that does not break
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec")


@dataclass(frozen=True)
class Verdict:
    """One verdict as a page shows it."""

    key: str
    """The verdict's name in the record."""
    label: str
    """What stands on the mark."""
    meaning: str
    """One sentence that says when it is given."""


VERDICTS: tuple[Verdict, ...] = (
    Verdict("supported", "Supported", "Every source with a reading lies inside what was said; one source alone is named as such."),
    Verdict("contradicted", "Contradicted", "Every source with a reading lies outside what was said; one source alone is named as such."),
    Verdict("sources_disagree", "Sources disagree", "One source supports the statement and another contradicts it."),
    Verdict("undecided", "Undecided", "The sources are too few or too uncertain to say, or all there is are statements."),
    Verdict("consistent_with_model", "Consistent with model", "A model, not an observation, agrees; this is the most a model can say."),
    Verdict("not_consistent_with_model", "Not consistent with model", "A model, not an observation, disagrees; this is the most a model can say."),
    Verdict("open", "Open", "It is not due yet, or the model that would test it is not built yet."),
    Verdict("not_measurable", "Not measurable", "No source here measures it, or none could: a motive, a value, the will of people."),
)  # fmt: skip
"""Every verdict, in the order in which a page counts them."""

BASES = {"observed": "observed", "rule": "a rule applied", "modelled": "modelled"}


def verdict(key: str) -> Verdict:
    """Return how a verdict is shown.

    Raises:
        RecordError: If the record holds a verdict that no page knows.
    """
    for known in VERDICTS:
        if known.key == key:
            return known
    raise RecordError(
        repr(key),
        where="a verdict of the record",
        expected=", ".join(known.key for known in VERDICTS),
        remedy="Make the record and the page with the same version of ripeness.",
    )


def day(value: date | None) -> str:
    """Write a day as newspapers do.

    Example:
        >>> day(date(2025, 12, 5))
        '5 Dec 2025'
    """
    if value is None:
        return "not dated"
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def period(first: date | None, last: date | None) -> str:
    """Write the days for which a reading is valid, from the first to the last.

    Example:
        >>> period(date(2025, 12, 1), date(2025, 12, 7)), period(date(2025, 12, 5), None)
        ('1–7 Dec 2025', '5 Dec 2025')
    """
    if first is None or last is None or last == first:
        return day(first)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


def number(value: float | None, *, digits: int = 0) -> str:
    """Write a number with commas between thousands and a true minus sign.

    Example:
        >>> number(-1234.5, digits=1)
        '−1,234.5'
    """
    if value is None:
        return "–"
    text = f"{abs(value):,.{digits}f}"
    negative = value < 0 and float(text.replace(",", "")) != 0
    return f"{MINUS if negative else ''}{text}"


def share(value: float | None, *, digits: int = 1) -> str:
    """Write a share between 0 and 1 as a percentage.

    Example:
        >>> share(0.9464), share(1.0), share(0.9999)
        ('94.6%', '100%', '>99.9%')
    """
    if value is None:
        return "–"
    step = 10**-digits
    percent = round(100 * value, digits)
    sign = "<" if percent <= 0 < value else ">" if percent >= 100 > 100 * value else ""
    if percent in {0, 100} and not sign:
        return f"{percent:.0f}%"
    return (
        f"{sign}{number(min(max(percent, step), 100 - step) if sign else percent, digits=digits)}%"
    )


def quantity(value: float | None, unit: str | None) -> str:  # noqa: PLR0911 - one line a unit
    """Write a value with its unit.

    Example:
        >>> quantity(0.95, "share"), quantity(21.4, "km2"), quantity(50000, "people")
        ('95.0%', '21.4 km²', '50,000 people')
    """
    if value is None:
        return "–"
    word = worded(value, unit)
    if word is not None:
        return word
    if unit == "share":
        return share(value)
    if unit == "share_more":
        return f"{number(100 * value, digits=1)}{THIN}points more"
    digits = 0 if abs(value) >= 100 or float(value).is_integer() else 1
    if unit == "in rank":
        return f"rank {number(value, digits=digits)}"
    written = unit_words(unit or "")
    return f"{number(value, digits=digits)}{THIN if written else ''}{written}"


UNITS = {
    "directions_more": "more directions",
    "km2_per_week_more": "km² a week more",
    "km_per_week_more": "km a week more",
    "people_per_month": "people a month",
    "share_more": "more, as a share",
}
"""Units that a record writes as one word."""


def unit_words(unit: str) -> str:
    """Write a unit as readers do.

    Example:
        >>> unit_words("km2_per_week_more"), unit_words("km2"), unit_words("percent")
        ('km² a week more', 'km²', 'percent')
    """
    return UNITS.get(unit, unit.replace("km2", "km²").replace("_", " "))


MEASURED = {
    "share_held": "share held",
    "area_held": "ground held",
    "share_left": "share left",
    "area_left": "ground left",
    "share_reached": "share held since the day said",
    "net_gain": "net gain",
    "hub_loss": "of what other places need no longer arrives without it",
    "rupture_chance": "chance of a break within half a year",
    "terms_no_better": "of courses: terms no better than agreed now",
    "rest_gone_by_force": "of courses: nothing left",
    "open_points_named": "of the points in dispute are named",
    "finish_at_pace": "until nothing is left",
}
"""What figures at the top of the page measure; others go by the measure's own name."""


def measured(name: str) -> str:
    """Say what a measure gives.

    Example:
        >>> measured("share_held"), measured("neck_km")
        ('share held', 'neck km')
    """
    return MEASURED.get(name, name.replace("_", " "))


def stated(value: float | None, unit: str | None) -> str:
    """Write a value as it was said: a whole percentage stays whole.

    Example:
        >>> stated(0.95, "share"), stated(0.125, "share")
        ('95%', '12.5%')
    """
    if unit == "share" and value is not None:
        return share(value, digits=0 if math.isclose(round(100 * value), 100 * value) else 1)
    return quantity(value, unit)


def band(low: float | None, high: float | None, unit: str | None) -> str:
    """Write a range of a quantity, or nothing where there is none."""
    if low is None or high is None:
        return ""
    return f"{quantity(low, unit)} to {quantity(high, unit)}"


def short_titles(titles: dict[str, str]) -> dict[str, str]:
    """Shorten the titles of sources for charts, unless two would then be the same.

    Example:
        >>> short_titles({"x": "Map X (as published by Y)", "z": "Z / Institute"})
        {'x': 'Map X', 'z': 'Z'}
    """
    short = {name: title.split(" (")[0].split(" / ")[0] for name, title in titles.items()}
    return short if len(set(short.values())) == len(short) else titles


def model(name: str) -> str:
    """Write the name of a model in words.

    Example:
        >>> model("pace_13"), model("auto_ets")
        ('pace of 13 weeks', 'AutoETS (outside)')
    """
    known = {
        "auto_ets": "AutoETS (outside)",
        "damped": "damped pace with a season",
        "regime": "switching regimes",
    }
    head, _, weeks = name.rpartition("_")
    if head in {"pace", "calm_pace"} and weeks.isdigit():
        return f"{'pace' if head == 'pace' else 'calmed pace'} of {weeks} weeks"
    return known.get(name, name.replace("_", " "))


PACE = re.compile(r"\b(?:calm_)?pace_\d+\b")
ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def plain(text: str, titles: dict[str, str]) -> str:
    """Write the record's reason in the page's own words: titles for ids, days as papers do.

    Example:
        >>> plain("deep reads 44.0 % on 2025-11-30: contradicted", {"deep": "Deep Map"})
        'Deep Map reads 44.0% on 30 Nov 2025: contradicted'
    """
    for name, title in titles.items():
        text = re.sub(rf"\b{re.escape(name)}(?= reads\b)", lambda _, title=title: title, text)
    text = PACE.sub(lambda found: model(found[0]), text)
    return ISO_DAY.sub(in_words, titled(text, UNITS)).replace(" %", "%")


def titled(text: str, titles: dict[str, str]) -> str:
    """Write the titles of sources for their ids.

    Example:
        >>> titled("By the same hand as name_list.", {"name_list": "the list of names"})
        'By the same hand as the list of names.'
    """
    for name, title in titles.items():
        text = re.sub(rf"\b{re.escape(name)}\b", lambda _, title=title: title, text)
    return text


def in_words(found: re.Match[str]) -> str:
    """Write an ISO day as newspapers do; what is no day stays."""
    try:
        return day(date.fromisoformat(found[0]))
    except ValueError:
        return found[0]


NEEDS = {
    "table": "the model of the talks",
    "supply": "the model of supply",
    "campaign": "the model of the campaign",
    "front.allocation": "the model of how forces are shared out",
    "front.tempo": "the model of the pace of the front",
}
"""Models that claims wait for, in words."""


def needed(name: str) -> str:
    """Say what a claim waits for."""
    if name == "evidence":
        return "Needs evidence that no source of this case holds yet."
    told = NEEDS.get(name, f"the {name.replace('_', ' ')} model")
    return f"Needs {told}, which is not built yet."


NOT_DUE = "Not due: what it foretells lies after the end of the evidence."


def why_open(claim: Fields) -> str:
    """Say why a claim is open or cannot be measured; nothing for a claim with a verdict."""
    reason, needs = claim.text_or_none("not_measurable_because"), claim.text_or_none("needs")
    due = claim.day_or_none("due")
    match claim.text("verdict"), claim.text_or_none("open_because"):
        case "not_measurable", _:
            return reason or claim.text("not_measurable_because")
        case "open", "needs_model":
            return needed(needs or claim.text("needs"))
        case "open", "not_due":
            return f"Not due: it can be judged on {day(due)}." if due else NOT_DUE
    return ""

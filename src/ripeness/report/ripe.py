"""Whether a war is ripe, on a page: three strips by date, and what fighting on is worth by week."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ripeness.report import words
from ripeness.report.campaign_words import Names, family, shares
from ripeness.report.fields import Fields
from ripeness.report.ground import day_number

STRIPS = {
    "hurting": (
        "Hurting",
        "share of draws in which what fighting on is worth falls for both sides over 13 weeks",
    ),
    "way_out": (
        "A way out",
        "share of draws in which a package that both sides prefer to fighting on would also hold",
    ),
    "spokesmen": (
        "Spokesmen",
        "mean chance that the rules of consent are met for the package easiest to pass",
    ),
}
"""Each strip with its name and what it says."""

NOT_A_FORECAST = "Three strips and never one number. This is not a forecast of peace."
"""What stands over the strips."""


@dataclass(frozen=True)
class StripPanel:
    """One strip on one map."""

    key: str
    title: str
    meaning: str
    told: str


@dataclass(frozen=True)
class StripSource:
    """The three strips on one source's map."""

    source: str
    panels: tuple[StripPanel, ...]


def strip_sources(paper: Fields, names: Names) -> tuple[StripSource, ...]:
    """Return the strips of each source with the first date's figures in words.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    rows = paper.parts("ripeness")
    found = []
    for source in dict.fromkeys(row.text("map_source") for row in rows):
        own = [row for row in rows if row.text("map_source") == source]
        panels = [
            StripPanel(f"strips/{source}/{name}", title, meaning, _told(own, name))
            for name, (title, meaning) in STRIPS.items()
        ]
        found.append(StripSource(names.map(source), tuple(panels)))
    return tuple(found)


def _told(rows: list[Fields], name: str) -> str:
    known = [row for row in rows if row.number_or_none(name) is not None]
    if not known:
        return "Not told: the horizon is too near."
    first, last = known[0], known[-1]
    told = [f"{_share(first, name)} on {words.day(first.day('date'))}"]
    if last is not first:
        told.append(f"{_share(last, name)} on {words.day(last.day('date'))}")
    return f"{'; '.join(told)}; in brackets the families of priors."


def _share(row: Fields, name: str) -> str:
    low, high = (row.part(end).number(name) for end in ("low", "high"))
    return shares(row.number(name), low, high)


def strip_charts(paper: Fields, names: Names) -> dict[str, Any]:
    """Return each strip for the script.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    rows, found = paper.parts("ripeness"), {}
    for source in dict.fromkeys(row.text("map_source") for row in rows):
        own = [row for row in rows if row.text("map_source") == source]
        for name, (title, meaning) in STRIPS.items():
            known = [row for row in own if row.number_or_none(name) is not None]
            line = {
                "name": "",
                "days": [day_number(row.day("date")) for row in known],
                "mean": [round(100 * row.number(name), 2) for row in known],
                **{
                    end: [round(100 * row.part(end).number(name), 2) for row in known]
                    for end in ("low", "high")
                },
            }
            found[f"strips/{source}/{name}"] = {
                "label": f"{title}, {names.map(source)}: {meaning}, by date",
                "unit": "%",
                "digits": 0,
                "x": [day_number(own[0].day("date")), day_number(own[-1].day("date"))],
                "y": [0, 100],
                "lines": [line] if known else [],
                "marks": [],
            }
    return found


@dataclass(frozen=True)
class WorthPanel:
    """What fighting on is worth to one side on one map."""

    key: str
    source: str
    side: str
    told: str


def worth_panels(paper: Fields, names: Names) -> tuple[WorthPanel, ...]:
    """Return a panel for each side on each map, with R² and the option value of later talks.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    return tuple(
        WorthPanel(
            key=f"worth/{source}/{side}",
            source=names.map(source),
            side=names.sides.get(side, side),
            told=_worth_told(rows),
        )
        for (source, side), rows in _by_side(paper, names)
    )


def _by_side(paper: Fields, names: Names) -> Iterator[tuple[tuple[str, str], list[Fields]]]:
    rows = paper.parts("reservation")
    for source in dict.fromkeys(row.text("map_source") for row in rows):
        for side in names.sides:
            own = [
                row for row in rows if (row.text("map_source"), row.text("side")) == (source, side)
            ]
            if own:
                yield (source, side), own


def _worth_told(rows: list[Fields]) -> str:
    before = [row for row in rows if row.number("r2_out_of_sample")]
    fit = [row.number("r2_out_of_sample") for row in before or rows]
    later = [100 * row.number("later_talks") for row in rows]
    low, high = (words.number(end, digits=1) for end in (min(later), max(later)))
    below = "; below 0 it is an error of estimation" if min(later) < 0 else ""
    return (
        f"Out of sample the state explains {min(fit):.2f} to {max(fit):.2f} of what is to come "
        f"(R², over weeks and families). Later talks add {low} to {high} points{below}."
    )


def worth_charts(paper: Fields, names: Names) -> dict[str, Any]:
    """Return reservation values by week for the script: a line a family, and the widest band.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    found: dict[str, Any] = {}
    for (source, side), rows in _by_side(paper, names):
        families = list(dict.fromkeys(row.text("family") for row in rows))
        days = list(dict.fromkeys(row.day("week") for row in rows))
        ends = {
            end: [
                round(100 * pick(row.number(end) for row in rows if row.day("week") == day), 2)
                for day in days
            ]
            for end, pick in (("low", min), ("high", max))
        }
        numbers = [day_number(day) for day in days]
        lines: list[dict[str, Any]] = [
            {"name": "", "days": numbers, "mean": [None] * len(days), **ends}
        ]
        for name in families:
            own = [row for row in rows if row.text("family") == name]
            lines.append(
                {
                    "name": family(name),
                    "days": [day_number(row.day("week")) for row in own],
                    "mean": [round(100 * row.number("mean"), 2) for row in own],
                }
            )
        found[f"worth/{source}/{side}"] = {
            "label": f"What fighting on is worth to {names.sides.get(side, side)} by week, on the map of {names.map(source)}",
            "unit": "% of all that is at stake",
            "digits": 1,
            "lines": lines,
            "marks": [],
        }
    return found


def tables(paper: Fields, names: Names) -> dict[str, list[list[Any]]]:
    """Return the tables behind strips and reservation values.

    Args:
        paper: The campaign.
        names: What ids are called.
    """
    strips = [
        [
            names.map(row.text("map_source")), row.text("date"), title,
            *(
                "" if value is None else round(value, 4)
                for value in (
                    row.number_or_none(name),
                    *(row.part(end).number_or_none(name) for end in ("low", "high")),
                )
            ),
        ]
        for row in paper.parts("ripeness")
        for name, (title, _) in STRIPS.items()
    ]  # fmt: skip
    keys = ("mean", "low", "high", "r2_out_of_sample", "later_talks")
    worth = [
        [
            names.map(row.text("map_source")), names.sides.get(row.text("side"), row.text("side")),
            family(row.text("family")), row.text("week"),
            *(round(row.number(key), 4) for key in keys),
        ]
        for row in paper.parts("reservation")
    ]  # fmt: skip
    return {
        "strips": [["Map", "Date", "Strip", "Share", "Least family", "Greatest family"], *strips],
        "worth": [
            ["Map", "Side", "Family of priors", "Week", "Mean, share of the stake", "5%", "95%",
             "R² out of sample", "Later talks add"],
            *worth,
        ],
    }  # fmt: skip

"""The table, as a page shows it: stances first, then draws by family of priors."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.planes import planes
from ripeness.report.table_changes import cheapest, swaps

FAMILIES = {
    "ordinal_only": "Stances alone",
    "evidence_centred": "Centred on evidence",
    "adversarial": "Against agreement",
    "accommodating": "For agreement",
}
"""Families of priors in words."""

ARRANGEMENTS = {
    "no_snap_back": "a breaker keeps what it was given",
    "snap_back": "what can be taken back is",
    "snap_back_phased": "the same, and what lasts is done in steps",
}
"""What becomes of concessions, in words."""

HOLDS = {
    "self_enforcing": "holds by itself",
    "needs_guarantee": "needs a guarantee",
    "cannot_hold": "cannot hold",
    "not_preferred": "not preferred by both",
}
"""Verdicts of the commitment test in words."""

STANCES = {
    "A": "accepts",
    "M": "wants changes",
    "R": "rejects",
    "M/A": "accepts or wants changes",
    "M/R": "rejects or wants changes",
    "?": "nothing known",
}
"""Stances in words."""

MOST_BARS = 12
"""How many issues a chart lists."""


class Page(Protocol):
    """The papers of the page that a section may look at."""

    @property
    def case(self) -> Fields:
        """What the case says of itself."""
        ...


@dataclass(frozen=True)
class Bar:
    """A range by family, as a line from its least to its greatest with a dot for each family."""

    label: str
    tag: str
    left: float
    width: float
    dots: tuple[float, ...]
    told: str


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the template writes out.

    Args:
        paper: The record's paper `table`.
        page: The page's other papers; the table names its own parties.
    """
    del page
    names = {part.text("id"): part.text("name") for part in paper.parts("parties")}
    sides = sorted(
        (part for part in paper.parts("parties") if part.text_or_none("slot")),
        key=lambda part: part.text("slot"),
    )
    side_ids = [part.text("id") for part in sides]
    plans = paper.parts("plans")
    shown = next(one for one in plans if one.text("name") == paper.text("plan_shown"))
    return {
        "title": paper.text("title"),
        "shown": shown.text("title"),
        "draws": words.number(paper.whole("draws")),
        "span": words.number(paper.number("span_years")),
        "sentences": [words.plain(one, {}) for one in paper.texts("sentences")],
        "sides": [names[side] for side in side_ids],
        "parties": list(names.values()),
        "families": list(FAMILIES.values()),
        "issues": [_issue(part, list(names)) for part in paper.parts("issues")],
        "planes": planes(paper, plans, side_ids, FAMILIES),
        "plans": [
            _plan(number, one, names, _titles(paper)) for number, one in enumerate(plans, start=1)
        ],
        "blockers": _blockers(paper, names),
        "dropped": _dropped(paper),
        "swaps": swaps(paper, FAMILIES),
        "cheapest": cheapest(paper, FAMILIES, names),
        "consent": _consent(paper, shown),
        "commitment": _commitment(paper, plans),
        "rests": _rests(paper, names),
        "pace": [_pace(part, names) for part in paper.parts("pace")],
        "losses": [_losses(part, names) for part in paper.parts("losses")],
        "stances": STANCES,
    }


def data(paper: Fields, page: Page) -> None:
    """Return what a script draws: nothing, for all is drawn already."""
    del paper, page


def _issue(part: Fields, parties: list[str]) -> dict[str, Any]:
    stances = part.parts("stances")
    said = {
        party: [
            {
                "says": one.text("says"),
                "words": STANCES[one.text("says")],
                "option": one.text("option"),
                "later": not one.flag("used"),
                "day": words.day(one.day("known_on")),
                "recalled": one.text("evidence") == "recalled",
            }
            for one in stances
            if one.text("party") == party
        ]
        for party in parties
    }
    return {
        "id": part.text("id"),
        "point": part.whole("point"),
        "title": part.text("title"),
        "options": [
            (one.text("id"), one.text("title"), one.text_or_none("needs"))
            for one in part.parts("options")
        ],
        "said": [said[party] for party in parties],
        "opposed": part.flag("opposed"),
        "recalled": part.text("evidence") == "recalled",
        "source": part.text("source"),
    }


def _titles(paper: Fields) -> dict[str, str]:
    """Return each ISSUE=OPTION in words."""
    return {
        f"{issue.text('id')}={option.text('id')}": f"{issue.text('title')}: {option.text('title')}"
        for issue in paper.parts("issues")
        for option in issue.parts("options")
    }


def _plan(
    number: int, part: Fields, names: Mapping[str, str], titles: Mapping[str, str]
) -> dict[str, Any]:
    distance = part.part("distance").content
    return {
        "number": number,
        "title": part.text("title"),
        "later": part.flag("later"),
        "on": words.day(part.day("on")) if part.day_or_none("on") else "",
        "both": _by_family(part.part("in_zone")),
        "everybody": _by_family(part.part("all_prefer")),
        "by_party": [
            (name, _by_family(part.part("preferred_by").part(party)))
            for party, name in names.items()
        ],
        "nearest": [titles[one] for one in part.texts("nearest_in_zone")],
        "distance": [
            "no zone" if distance[family] is None else f"{distance[family]}" for family in FAMILIES
        ],
        "source": part.text("source"),
    }


def _blockers(paper: Fields, names: Mapping[str, str]) -> list[Bar]:
    rows = []
    growing = [part for part in paper.parts("blockers") if part.number("zone_gain") > 0]
    for part in growing[:MOST_BARS]:
        by_party = part.part("by_party").content
        most = max(by_party, key=lambda party: by_party[party])
        rows.append(_bar(part, part.part("by_prior"), f"if {names[most]} yields"))
    return rows


def _dropped(paper: Fields) -> list[Bar]:
    parts = [part for part in paper.parts("dropped") if part.part("gain").number("high") > 0]
    return [_bar(part, part.part("gain").part("by_prior"), "") for part in parts[:MOST_BARS]]


def _bar(part: Fields, by_prior: Fields, tag: str) -> Bar:
    values = [max(by_prior.number(family), 0.0) for family in FAMILIES]
    low, high = min(values), max(values)
    told = "; ".join(
        f"{FAMILIES[family]} {100 * by_prior.number(family):.0f}" for family in FAMILIES
    )
    return Bar(
        label=part.text("title"),
        tag=tag,
        left=round(100 * low, 2),
        width=round(100 * (high - low), 2),
        dots=tuple(round(100 * value, 2) for value in values),
        told=told,
    )


def _consent(paper: Fields, shown: Fields) -> list[dict[str, Any]]:
    picked = {f"{issue}={option}" for issue, option in shown.part("changes").content.items()}
    return [
        {
            "title": part.text("title"),
            "rule": part.text("rule"),
            "voters": part.whole("voters"),
            "chance": _range(part.part("p_pass")),
            "barred": part.text_or_none("barred"),
            "pivotal": _range(part.part("pivotal")),
            "even": _share(part.number_or_none("even_chance_needs")),
            "steps": [(one.text("title"), _range(one)) for one in part.parts("steps")],
            "source": part.text("source"),
            "recalled": part.text("evidence") == "recalled",
        }
        for part in paper.parts("consent")
        if part.text("option") in picked
    ]


def _commitment(paper: Fields, plans: tuple[Fields, ...]) -> list[dict[str, Any]]:
    titles = {plan.text("name"): plan.text("title") for plan in plans}
    rows = []
    for part in paper.parts("commitment"):
        shares, needed = part.part("shares"), part.part_or_none("guarantee")
        rows.append(
            {
                "plan": titles[part.text("plan")],
                "arrangement": ARRANGEMENTS[part.text("arrangement")],
                "verdict": HOLDS[part.text("verdict")],
                "by_itself": _span(shares.part_or_none("self_enforcing")),
                "guarantee": _span(shares.part_or_none("needs_guarantee")),
                "never": _span(shares.part_or_none("cannot_hold")),
                "worth": _range(needed, digits=1) if needed is not None else "–",
            }
        )
    return rows


def _rests(paper: Fields, names: Mapping[str, str]) -> list[dict[str, Any]]:
    rows = []
    for part in paper.parts("rests_on")[:MOST_BARS]:
        low, high = part.number("low_third"), part.number("high_third")
        party = part.text_or_none("party")
        rows.append(
            {
                "what": part.text("what") + (f", {names[party]}" if party else ""),
                "low": _percent(low),
                "high": _percent(high),
                "left": round(100 * min(low, high), 2),
                "width": round(100 * abs(high - low), 2),
                "from": round(100 * low, 2),
                "to": round(100 * high, 2),
            }
        )
    return rows


def _pace(part: Fields, names: Mapping[str, str]) -> dict[str, str]:
    return {
        "source": part.text("source"),
        "weeks": words.number(part.whole("weeks")),
        "side": names[part.text("side")],
        "rest": words.quantity(part.number("rest_km2"), "km2"),
        "gain": words.quantity(part.number("gain_km2_per_year"), "km2"),
    }


def _losses(part: Fields, names: Mapping[str, str]) -> dict[str, str]:
    least = "at least " if part.flag("lower_bound") else ""
    return {
        "side": names[part.text("side")],
        "told": f"{least}{words.number(part.number('per_year'))} {part.text('kind').replace('_', ' ')} a year",
        "source": part.text("source"),
        "when": f"{words.day(part.day('first'))} to {words.day(part.day('last'))}",
    }


def _by_family(part: Fields) -> list[str]:
    shares = part.part("by_prior")
    return [_percent(shares.number(family)) for family in FAMILIES]


def _span(part: Fields | None) -> str:
    return "–" if part is None else _range(part)


def _range(part: Fields, *, digits: int = 0) -> str:
    low, high = (_percent(part.number(end), digits=digits) for end in ("low", "high"))
    return low if low == high else f"{low} to {high}"


def _share(value: float | None) -> str:
    return "–" if value is None else _percent(value, digits=1)


def _percent(value: float, *, digits: int = 0) -> str:
    text = f"{100 * abs(value):.{digits}f}"
    return f"{'−' if value < 0 and float(text) else ''}{text}%"

"""One self-contained page, made from the record of a run and from nothing else."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import jinja2

from ripeness.report import (
    allocation,
    argument,
    campaign,
    claims,
    events,
    fan,
    ground,
    losses,
    origins,
    outlook,
    scoreboard,
    shares,
    strengths,
    supply,
    table,
    where_scores,
    words,
)
from ripeness.report.fields import Fields
from ripeness.results.record import Record
from ripeness.terms.errors import RecordError

STYLES = (
    "type.css", "layout.css", "argument.css", "figures.css", "losses.css",
    "scoreboard.css", "allocation.css", "events.css", "supply.css", "table.css", "campaign.css", "print.css",
)  # fmt: skip
SCRIPTS = (
    "words.js", "theme.js", "unpack.js", "paint.js", "map.js", "mapcontrols.js",
    "chart.js", "steps.js", "fan.js", "tables.js", "cards.js", "losses.js", "campaign.js", "start.js",
)  # fmt: skip


@dataclass(frozen=True)
class SectionPage:
    """How the paper of one section becomes a part of the page, in its own template and script."""

    view: Callable[[Fields, "Papers"], dict[str, Any]]
    """What its template, NAME.html.j2, writes out as `section`."""
    data: Callable[[Fields, "Papers"], Any]
    """What its script draws, under its name in the page's data."""


SECTION_PAGES: dict[str, SectionPage] = {
    "scoreboard": SectionPage(view=scoreboard.view, data=scoreboard.data),
    "allocation": SectionPage(view=allocation.view, data=allocation.data),
    "events": SectionPage(view=events.view, data=events.data),
    "where": SectionPage(view=where_scores.view, data=where_scores.data),
    "supply": SectionPage(view=supply.view, data=supply.data),
    "table": SectionPage(view=table.view, data=table.data),
    "campaign": SectionPage(view=campaign.view, data=campaign.data),
}
"""The sections that the page shows where the record has them, in the order shown."""


@dataclass(frozen=True)
class Papers:
    """The record's papers, read by key."""

    manifest: Fields
    case: Fields
    claims: Fields
    forecast: Fields
    scores: Fields
    losses: Fields
    sections: Mapping[str, Fields]
    record: Record

    @property
    def shown(self) -> dict[str, tuple[SectionPage, Fields]]:
        """The sections that the record has and the page can show."""
        had = {name: page for name, page in SECTION_PAGES.items() if name in self.sections}
        return {name: (page, self.sections[name]) for name, page in had.items()}


def build_page(record: Record) -> str:
    """Return the page of a run as one HTML document that asks the network for nothing.

    Args:
        record: The record of the run.

    Raises:
        RecordError: If the record lacks a key that the page shows; the message names it.
    """
    papers = Papers(
        manifest=Fields(record.manifest, "manifest.json"),
        case=Fields(record.case, "case.json"),
        claims=Fields(record.claims, "claims.json"),
        forecast=Fields(record.forecast, "forecast.json"),
        scores=Fields(record.scores, "scores.json"),
        losses=Fields(record.losses, "losses.json"),
        record=record,
        sections={
            name: Fields(paper, f"sections/{name}.json") for name, paper in record.sections.items()
        },
    )
    style = "\n".join(static(name) for name in STYLES)
    script = "(() => {\n'use strict';\n" + "\n".join(static(name) for name in SCRIPTS) + "\n})();"
    shown = view(papers) | {
        "style": style,
        "script": script,
        "policy": policy(style=style, script=script),
        "data": embedded(drawn_data(record, papers)),
    }
    try:
        return unindented(environment().get_template("page.html.j2").render(shown))
    except jinja2.UndefinedError as error:
        raise RecordError(
            str(error),
            where="a template of the page",
            expected="a value for everything that the page shows",
            remedy="Report this: the page asks for what it was not given.",
        ) from error


def view(papers: Papers) -> dict[str, Any]:
    """Return everything that the templates write out."""
    case = papers.case
    names = names_by_id(case)
    titles = losses.loss_titles(papers.losses) | source_titles(case)
    packages = package_titles(papers.sections.get("table"))
    said = claims.shown_claims(papers.claims, names=names, titles=titles | packages)
    as_of = papers.manifest.day("as_of")
    both = {part.text("id"): part.text("name") for part in case.parts("sides")}
    known = papers.manifest.day("evidence_to")
    return {
        "title": case.text("title"),
        "question": case.text("question"),
        "origins": origins.origins(papers.manifest, case),
        "links": argument.links(case, said),
        "tallies": argument.tallies(case, said),
        "all_counts": argument.counts(said),
        "answers": campaign.answers(papers.sections.get("campaign")),
        "claims": said,
        "verdicts": words.VERDICTS,
        "both": both,
        "speakers": speakers(papers.claims),
        "places": [(part.text("id"), place_label(part)) for part in case.parts("places")],
        "place_cards": [place_card(part, names) for part in case.parts("places")],
        "main_place": argument.main_place(papers.claims, case),
        "finishes": outlook.finishes(papers.forecast, names, as_of=as_of),
        "finish_years": outlook.finish_years(papers.forecast, as_of=as_of),
        "problems": problems(papers.forecast, names),
        "scored": outlook.scored(papers.scores, names),
        "losses": losses.losses(papers.losses, papers.claims, sides=both, known=known),
        "source_titles": titles,
        "main_region": names.get(argument.main_region(papers.claims, case), ""),
        "sections": {
            name: page.view(paper, papers) for name, (page, paper) in papers.shown.items()
        },
    }


def drawn_data(record: Record, papers: Papers) -> dict[str, Any]:
    """Return everything that the scripts draw."""
    fans = fan.fans(record)
    case, manifest = papers.case, papers.manifest
    return {
        "asOf": ground.day_number(manifest.day("as_of")),
        "evidenceTo": ground.day_number(manifest.day("evidence_to")),
        "sides": {part["slot"]: part for part in sides(case)},
        "sideNames": {part["id"]: part["name"] for part in sides(case)},
        "sources": [{"name": name, "title": title} for name, title in source_titles(case).items()],
        "names": names_by_id(case),
        "mainPlace": argument.main_place(papers.claims, case),
        "mainRegion": argument.main_region(papers.claims, case),
        "models": {one["model"]: words.model(one["model"]) for one in fans},
        "map": ground.packed_ground(record),
        "shares": shares.place_shares(record),
        "marks": shares.marks(papers.claims.parts("claims")),
        "losses": losses.drawn_series(papers.losses),
        "lossReadings": losses.reading_table(papers.losses),
        "strengths": strengths.strength_table(papers.losses.parts("strengths")),
        "fans": fans,
        "observed": fan.observed(record, fans),
        "sections": {
            name: page.data(paper, papers) for name, (page, paper) in papers.shown.items()
        },
    }


def names_by_id(case: Fields) -> dict[str, str]:
    """Return the name of each place and region by its id; `total` has one too."""
    parts = (*case.parts("regions"), *case.parts("places"))
    return {"total": case.part("total").text("name")} | {
        part.text("id"): part.text("name") for part in parts
    }


def source_titles(case: Fields) -> dict[str, str]:
    """Return the title of each source by its name, short enough for a chart."""
    return words.short_titles(
        {part.text("name"): part.text("title") for part in case.parts("sources")}
    )


def package_titles(table: Fields | None) -> dict[str, str]:
    """Return the title of each named package by its name; none where the record has no table."""
    if table is None:
        return {}
    return {part.text("name"): part.text("title") for part in table.parts("plans")}


def sides(case: Fields) -> list[dict[str, str]]:
    """Return the two sides in the order of their slots."""
    keys = ("id", "name", "adjective", "slot")
    found = [{key: part.text(key) for key in keys} for part in case.parts("sides")]
    return sorted(found, key=lambda side: side["slot"])


def place_label(part: Fields) -> str:
    """Return the name under which a place is listed."""
    return part.text("name")


def place_card(part: Fields, names: dict[str, str]) -> dict[str, str]:
    """Return a place with its other names, once, and the outline that stands for it."""
    others = [
        f"{other.text('name')} ({other.text('language')})" for other in part.parts("other_names")
    ]
    region = part.text("region")
    return {
        "name": part.text("name"),
        "others": ", ".join(others),
        "region": names.get(region, region),
        "outline": part.text("outline"),
    }


def speakers(said: Fields) -> list[dict[str, Any]]:
    """Return the record of each speaker."""
    return [
        {
            "speaker": row.text("speaker"),
            "resolved": row.whole("n_resolved"),
            "met": [
                (name, words.share(row.part("share_met_by").number_or_none(name), digits=0))
                for name in row.part("share_met_by").content
            ],
            "lag": lag(row.part_or_none("lag_days")),
        }
        for row in said.parts("speakers")
    ]


def lag(days: Fields | None) -> str:
    """Write by how many days the maps came after (or before) what was said."""
    if days is None or days.number_or_none("median") is None:
        return "–"
    low, high = days.number_or_none("low"), days.number_or_none("high")
    span = "" if low == high else f" ({words.number(low)} to {words.number(high)})"
    return f"{words.number(days.number('median'))}{span}"


def problems(forecast: Fields, names: dict[str, str]) -> list[dict[str, str]]:
    """Return what could not be forecast, and why."""
    return [
        {
            "source": row.text("source"),
            "region": names.get(row.text("region"), row.text("region")),
            "model": words.model(row.text("model")),
            "why": row.text("why"),
        }
        for row in forecast.parts("problems")
    ]


def environment() -> jinja2.Environment:
    """Return the templates: everything escaped, nothing undefined."""
    return jinja2.Environment(
        loader=jinja2.FunctionLoader(lambda name: text_of("templates", name)),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def static(name: str) -> str:
    """Return one style sheet or script."""
    return text_of("static", name)


def text_of(folder: str, name: str) -> str:
    """Return one text file of this package."""
    return files("ripeness.report").joinpath(folder, name).read_text(encoding="utf-8")


def unindented(page: str) -> str:
    """Leave out the indents between the page's style and its data: a twentieth of the page."""
    head, style, rest = page.partition("</style>")
    body, data, end = rest.partition('<script type="application/json"')
    return "".join((head, style, re.sub(r"\n[ \n]+", "\n", body), data, end))


def embedded(content: object) -> str:
    """Write plain values as JSON that no HTML parser can read as markup."""
    text = json.dumps(content, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def policy(*, style: str, script: str) -> str:
    """Return a content policy that allows this page's own style and script, and nothing else."""
    return (
        f"default-src 'none'; script-src '{digest(script)}'; style-src '{digest(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def digest(text: str) -> str:
    """Return a digest as content policies write it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"

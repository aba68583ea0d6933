"""The campaign on a page: what each course comes to, what waiting costs, what hangs on what."""

from datetime import date
from typing import Any

from ripeness.report import courses, effects, hinges, outcome, ripe, waiting, words
from ripeness.report.campaign_words import Page, names_of
from ripeness.report.fields import Fields

WORST_HALF_WIDTH = 1.645 / 2
"""Half-width of the 90 % interval of a share of one half, times the root of the members."""


def view(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the template writes out.

    Args:
        paper: The record's paper `campaign`.
        page: The page's other papers.
    """
    names = names_of(page)
    conclusion, members = paper.part("conclusion"), paper.whole("members")
    region, taker = paper.text("region"), paper.text("taker")
    start = _start(paper)
    return {
        "horizon": words.day(paper.day("horizon")),
        "start": words.day(start),
        "members": words.number(members),
        "error": words.number(100 * WORST_HALF_WIDTH / members**0.5, digits=1),
        "region": names.ground.get(region, region),
        "taker": names.sides.get(taker, taker),
        "package": names.package(conclusion.text("package")),
        "text": names.told(conclusion.text("text")),
        "panels": courses.panels(paper, names),
        "courses": courses.course_rows(paper, names),
        "differences": courses.difference_rows(paper, names),
        "waiting": waiting.waiting_rows(paper, names, start=start),
        "credits": waiting.whom_to_credit(paper, page.losses),
        "civilians": paper.text("civilians"),
        "effects": effects.compared(paper, names),
        "outcomes": outcome.outcomes(conclusion, names),
        "extra": outcome.extra_losses(conclusion, names),
        "strips": ripe.strip_sources(paper, names),
        "not_a_forecast": ripe.NOT_A_FORECAST,
        "worth": ripe.worth_panels(paper, names),
        "hinges": hinges.hinge_groups(paper),
        "couplings": hinges.coupling_rows(paper, names),
        "problems": [names.told(one) for one in paper.texts("problems")],
    }


def data(paper: Fields, page: Page) -> dict[str, Any]:
    """Return what the script draws: charts by key, and the rows of tables by id.

    Args:
        paper: The record's paper `campaign`.
        page: The page's other papers.
    """
    names = names_of(page)
    return {
        "charts": courses.charts(paper, names)
        | waiting.charts(paper, names, start=_start(paper))
        | ripe.strip_charts(paper, names)
        | ripe.worth_charts(paper, names),
        "tables": courses.tables(paper, names)
        | waiting.tables(paper, names)
        | ripe.tables(paper, names)
        | outcome.tables(paper.part("conclusion"), names),
    }


def _start(paper: Fields) -> date:
    return paper.parts("courses")[0].parts("ground")[0].day("week")


def answers(paper: Fields | None) -> dict[str, dict[str, str]]:
    """Return the answer to each link of the argument by the link's id; none without a campaign.

    Args:
        paper: The record's paper `campaign`, if it has one.
    """
    if paper is None:
        return {}
    return {
        row.text("link"): {
            "answer": words.plain(row.text("answer"), {}),
            "basis": words.BASES.get(row.text("basis"), row.text("basis")),
            "change": words.plain(row.text("would_change_it"), {}),
        }
        for row in paper.parts("links")
    }

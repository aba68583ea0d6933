"""The page with every section, at every width and in both themes: WCAG, width, paper."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser
from tests.report.conftest import Opened, opened_in
from tests.report.test_supply import paper as supply_told  # noqa: F401 - a fixture
from tests.report.test_table import paper as table_told  # noqa: F401 - a fixture
from tests.report.whole import whole_record

from ripeness.report.page import SECTION_PAGES, build_page

RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
WIDTHS = (1440, 768, 390)
SECTIONS = {"where": "where-scores"}
"""Sections whose anchor is not their name."""

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def whole_file(
    supply_told: dict[str, Any],  # noqa: F811
    table_told: dict[str, Any],  # noqa: F811
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    record = whole_record(supply=supply_told, table=table_told)
    path = tmp_path_factory.mktemp("whole") / "report.html"
    path.write_text(build_page(record), encoding="utf-8")
    return path


@pytest.fixture(scope="module", params=["light", "dark"])
def whole(request: pytest.FixtureRequest, browser: Browser, whole_file: Path) -> Iterator[Opened]:
    """The page with every section, everything opened that can be."""
    with opened_in(browser, whole_file, theme=request.param, width=1440) as found:
        page = found.page
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        page.evaluate("document.querySelector('[data-show=share]').click()")
        yield found


def test_every_section_is_there_and_nothing_is_said_or_asked(whole):
    for name in SECTION_PAGES:
        assert whole.page.locator(f"section#{SECTIONS.get(name, name)}").count() == 1, name
    assert whole.said == []
    assert whole.asked == [whole.address]


@pytest.mark.parametrize("width", WIDTHS)
def test_no_width_has_a_violation_of_wcag_or_needs_sideways_scrolling(whole, width):
    whole.page.set_viewport_size({"width": width, "height": 844})
    whole.page.wait_for_timeout(100)
    assert whole.page.evaluate("document.documentElement.scrollWidth") <= width
    results = Axe().run(whole.page, options=RULES)
    found = [
        (one["id"], [node["html"] for node in one["nodes"]][:3])
        for one in results.response["violations"]
    ]
    assert found == [], json.dumps(found, indent=1)


@pytest.mark.parametrize("width", WIDTHS)
def test_no_table_in_the_text_scrolls_sideways(whole, width):
    whole.page.set_viewport_size({"width": width, "height": 844})
    whole.page.wait_for_timeout(100)
    wide = whole.page.evaluate(
        "[...document.querySelectorAll('.scroll:not(.foot .scroll)')].filter((one) => one.scrollWidth > "
        "one.clientWidth + 1).map((one) => one.getAttribute('aria-label'))"
    )
    assert wide == []


def test_the_keyboard_reaches_every_control_and_shows_where_it_is(whole):
    page = whole.page
    page.set_viewport_size({"width": 1440, "height": 900})
    hidden = page.evaluate(
        "[...document.querySelectorAll('button, select, input, summary, a[href]')].filter((one) => "
        "one.offsetParent && one.tabIndex < 0).map((one) => one.outerHTML)"
    )
    assert hidden == []
    page.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    for _ in range(12):
        page.keyboard.press("Tab")
        styles = page.evaluate(
            "(() => { const told = getComputedStyle(document.activeElement); "
            "return [told.outlineStyle, parseFloat(told.outlineWidth)]; })()"
        )
        assert styles == ["solid", 3]


def test_on_paper_everything_told_is_open_and_nothing_is_cut(whole):
    page = whole.page
    page.set_viewport_size({"width": 720, "height": 1020})
    page.emulate_media(media="print")
    try:
        cut = page.evaluate(
            "[...document.querySelectorAll('main svg, main table, main canvas')].filter((one) => "
            "one.getBoundingClientRect().right > innerWidth + 1).map((one) => "
            "(one.closest('section').id || 'top') + ' ' + (one.id || one.className.baseVal || one.className))"
        )
    finally:
        page.emulate_media(media="screen")
    assert cut == []

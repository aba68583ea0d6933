"""The closing sections in a browser: drawn in both themes, by keyboard, at every width."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from tests.report.campaigns import campaign_paper
from tests.report.conftest import Opened, opened_in
from tests.report.sample import sample_record

from ripeness.report.page import build_page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def campaign_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    record = sample_record()
    sections = {"campaign": campaign_paper().model_dump(mode="json")}
    path = tmp_path_factory.mktemp("campaign") / "report.html"
    path.write_text(build_page(replace(record, sections=sections)), encoding="utf-8")
    return path


@pytest.fixture(params=["light", "dark"])
def closing(
    request: pytest.FixtureRequest, browser: Browser, campaign_file: Path
) -> Iterator[Opened]:
    with opened_in(browser, campaign_file, theme=request.param, width=1280) as found:
        for one in found.page.query_selector_all("#campaign details"):
            one.evaluate("(node) => { node.open = true; }")
        yield found


def test_every_chart_of_the_campaign_is_drawn(closing):
    assert closing.said == []
    charts = closing.page.locator("[data-campaign]")
    assert charts.count() > 15
    assert closing.page.locator("[data-campaign] svg[role=img]").count() == charts.count()


def test_arrow_keys_read_a_chart_of_the_campaign(closing):
    page = closing.page
    page.focus("[data-campaign='ground/first_map'] svg")
    page.keyboard.press("ArrowLeft")
    told = page.locator("figure:has([data-campaign='ground/first_map']) .readout").inner_text()
    assert told == "30 Nov 2025: fight on 744 (705 to 783) km²"


def test_tables_stand_behind_the_charts(closing):
    for name, least in (("courses", 200), ("waiting", 20), ("strips", 100), ("worth", 200)):
        closing.page.click(f"[data-show=campaign-{name}]")
        assert closing.page.locator(f"#campaign-{name}-table tbody tr").count() > least

"""The page in a browser: it opens from a file, asks for nothing, and does what it says."""

import re
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from tests.report.conftest import Opened
from tests.report.sample import sample_record

from ripeness.report.page import build_page

pytestmark = [pytest.mark.browser, pytest.mark.enable_socket]


def pixels(opened: Opened) -> str:
    return opened.page.evaluate("document.getElementById('map-cells').toDataURL()")


def settle(opened: Opened) -> None:
    opened.page.evaluate(
        "new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )


def test_page_says_nothing_wrong_and_asks_for_nothing_but_itself(opened):
    opened.page.mouse.wheel(0, 4000)
    settle(opened)
    assert opened.said == []
    assert opened.asked == [opened.address]


def test_hostile_text_of_a_case_is_shown_and_not_run(opened):
    assert opened.page.evaluate("window.broken") is None
    assert "window.broken = 2" in opened.page.inner_text("#claims-table")


def test_arrow_keys_move_the_date_and_the_map(opened):
    page = opened.page
    page.focus("#map-date")
    before, day = pixels(opened), page.inner_text("#map-day")
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    settle(opened)
    assert page.inner_text("#map-day") != day
    assert pixels(opened) != before
    for _ in range(40):
        page.keyboard.press("ArrowRight")
    settle(opened)
    assert page.inner_text("#map-day") == day
    assert pixels(opened) == before, "moving back and forth must give the same map"


def test_pointer_moves_the_date(opened):
    slider, day = opened.page.locator("#map-date"), opened.page.inner_text("#map-day")
    slider.click(position={"x": 60, "y": 20})
    settle(opened)
    assert opened.page.inner_text("#map-day") != day


def test_switching_the_source_redraws_the_map_and_names_its_date(opened):
    before = pixels(opened)
    opened.page.check("input[name=map-source][value=second_map]", force=True)
    settle(opened)
    assert pixels(opened) != before
    assert "Second Map" in opened.page.inner_text("#map-said")


def test_day_without_a_map_says_which_map_is_shown(opened):
    opened.page.check("input[name=map-source][value=second_map]", force=True)
    opened.page.focus("#map-date")
    opened.page.keyboard.press("ArrowLeft")
    settle(opened)
    assert opened.page.inner_text("#map-said").startswith(
        "No map this day: shown is the Second Map map of "
    )


def test_disagreement_is_measured_where_both_maps_are_fresh(opened):
    opened.page.evaluate(
        "const slider = document.getElementById('map-date'); slider.value = slider.max; "
        "slider.dispatchEvent(new Event('input'))"
    )
    settle(opened)
    assert "Maps compared: First Map, Second Map" in opened.page.inner_text("#map-differ")
    assert " 0 km²" not in opened.page.inner_text("#map-differ")


def hatched_km2(opened: Opened) -> float:
    opened.page.evaluate(
        "const slider = document.getElementById('map-date'); slider.value = slider.max; "
        "slider.dispatchEvent(new Event('input'))"
    )
    settle(opened)
    text = opened.page.inner_text("#map-differ")
    return float(re.search(r"on ([\d,]+) km²", text).group(1).replace(",", ""))


def test_ground_outside_the_box_of_a_source_is_no_disagreement(opened, tmp_path):
    inside = hatched_km2(opened)
    record = sample_record()
    sources = [source | {"extent": None} for source in record.case["sources"]]
    everywhere = tmp_path / "everywhere.html"
    page = build_page(replace(record, case={**record.case, "sources": sources}))
    everywhere.write_text(page, encoding="utf-8")
    opened.page.goto(everywhere.as_uri())
    opened.page.wait_for_selector("html[data-ready=yes]")
    assert 0 < inside < hatched_km2(opened)


def test_play_moves_the_date_until_paused(opened):
    opened.page.click("#map-play")
    expect(opened.page.locator("#map-day")).not_to_have_text("1 June 2025")
    opened.page.click("#map-play")
    assert opened.page.inner_text("#map-play") == "Play"


def test_claim_table_is_filtered_by_verdict_and_by_words(opened):
    page = opened.page
    visible = "#claims-table > tbody > tr:not([hidden])"
    page.select_option("[data-filter=claims-table][data-key=verdict]", "open")
    assert page.locator(visible).count() == 1
    page.select_option("[data-filter=claims-table][data-key=verdict]", "")
    page.fill("[data-filter=claims-table][data-key=words]", "midway has been")
    assert page.locator(visible).count() == 1
    assert page.inner_text("#claims-table-count").startswith("1 of ")


def test_charts_have_tables_and_a_guide_for_the_keyboard(opened):
    page = opened.page
    page.click("[data-show=share]")
    assert page.locator("#share-table tbody tr").count() > 5
    page.focus("#fan-chart svg")
    page.keyboard.press("ArrowLeft")
    assert "median" in page.inner_text("#fan-readout")


def test_map_data_come_as_csv(opened):
    with opened.page.expect_download() as waiting:
        opened.page.click("[data-csv=map]")
    lines = waiting.value.path().read_text().splitlines()
    assert lines[0].startswith("source,layer,day,cell")
    assert len(lines) > 1000


def test_paper_shows_every_statement_in_light_colours(opened):
    opened.page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    opened.page.emulate_media(media="print")
    assert opened.page.evaluate("document.querySelectorAll('details.more:not([open])').length") == 0
    assert (
        opened.page.evaluate("getComputedStyle(document.body).backgroundColor")
        == "rgb(255, 255, 255)"
    )

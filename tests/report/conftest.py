"""A browser, and a page opened from a file."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright
from tests.report.sample import sample_record

from ripeness.report.page import build_page

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


@dataclass(frozen=True)
class Opened:
    """A page that was opened, with all it said and asked for."""

    page: Page
    address: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)


@pytest.fixture(scope="session")
def page_text() -> str:
    return build_page(sample_record())


@pytest.fixture(scope="session")
def page_file(page_text: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("page") / "report.html"
    path.write_text(page_text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if not CHROMIUM.is_file():
        pytest.skip("no Chromium at /usr/bin/chromium")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        yield browser
        browser.close()


@contextmanager
def opened_in(browser: Browser, path: Path, *, theme: str, width: int) -> Iterator[Opened]:
    """Open a page in a theme and listen to what it says and asks for, until its charts stand."""
    page = browser.new_page(
        viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce"
    )
    opened = Opened(page, path.as_uri())
    page.on(
        "console",
        lambda one: opened.said.append(one.text) if one.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: opened.said.append(str(error)))
    page.on("request", lambda request: opened.asked.append(request.url))
    page.goto(opened.address)
    page.wait_for_selector("html[data-ready=yes]", timeout=20_000)
    yield opened
    page.close()


@pytest.fixture(params=["light", "dark"])
def opened(request: pytest.FixtureRequest, browser: Browser, page_file: Path) -> Iterator[Opened]:
    """The sample's page, open in a theme, its map drawn."""
    with opened_in(browser, page_file, theme=request.param, width=1280) as found:
        yield found

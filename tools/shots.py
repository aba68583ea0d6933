"""Make pictures of a run's page: three widths, both themes, and print.

Usage: python tools/shots.py PAGE.html FOLDER [--parts]
       python tools/shots.py PAGE.html --top FILE.png

`PAGE.html` is the page of a run; pictures go into FOLDER. With `--parts`, each section is a
picture of its own, which is easier to look at than one tall page. With `--top`, one picture is
made: the top of the page as a wide screen shows it, for the README.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {1440: 900, 768: 1024, 390: 844}
MOST_PIXELS = 1560
"""Where the picture for the README is cut at the latest."""
MARGIN = 24
"""Room below what it shows."""
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip


def main() -> None:
    """Open the page at every width and in both themes, and keep what it looks like."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("runs/shots"))
    parser.add_argument("--top", type=Path)
    parser.add_argument("--parts", action="store_true")
    asked = parser.parse_args()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        if asked.top:
            shoot_top(browser, asked.page, asked.top)
            return
        asked.folder.mkdir(parents=True, exist_ok=True)
        for width, height in WIDTHS.items():
            for theme in ("light", "dark"):
                page = browser.new_page(
                    viewport={"width": width, "height": height}, color_scheme=theme
                )
                open_page(page, asked.page)
                shoot(page, asked.folder, f"{width}-{theme}", parts=asked.parts)
                page.close()
        page = browser.new_page(viewport={"width": 720, "height": 1020})
        page.emulate_media(media="print")
        open_page(page, asked.page)
        shoot(page, asked.folder, "print", parts=asked.parts)
        page.pdf(path=asked.folder / "print.pdf", format="A4", print_background=True)
        browser.close()


def open_page(page: Page, path: Path) -> None:
    """Open a page and wait until its map is drawn."""
    page.goto(path.resolve().as_uri())
    page.wait_for_selector("html[data-ready=yes]", timeout=20_000)
    page.wait_for_timeout(200)


def shoot_top(browser: Browser, path: Path, picture: Path) -> None:
    """Keep a picture of the first screen of a page: the argument at a glance."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
    open_page(page, path)
    end = page.eval_on_selector("section.top", "(top) => top.getBoundingClientRect().bottom")
    height = min(round(end) + MARGIN, MOST_PIXELS)
    picture.parent.mkdir(parents=True, exist_ok=True)
    clip = {"x": 0, "y": 0, "width": 1440, "height": height}
    page.screenshot(path=picture, full_page=True, clip=clip)
    print(f"{picture}: {picture.stat().st_size / 1000:.0f} kB")


def shoot(page: Page, folder: Path, name: str, *, parts: bool) -> None:
    """Keep a picture of the whole page, and one of each section if asked."""
    page.screenshot(path=folder / f"report-{name}.png", full_page=True)
    print(folder / f"report-{name}.png")
    if not parts:
        return
    for section in page.query_selector_all("main > section"):
        label = section.get_attribute("id") or "top"
        section.screenshot(path=folder / f"{label}-{name}.png")


if __name__ == "__main__":
    main()

"""Measure how many frames a second the map of a run's page draws while its date moves.

Usage: python benchmarks/report_slider.py [PAGE.html]

Without a page, the founding case is run into a temporary folder and its page is measured.

The date is moved by one day a frame through every day of the maps, by the slider's own event,
whole window and zoomed, for each source; a frame counts when the browser has drawn it.
"""

import argparse
import json
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from ripeness import api

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = (
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
SWEEP = """
async () => {
  const slider = document.getElementById("map-date");
  const [low, high] = [Number(slider.min), Number(slider.max)];
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  slider.value = low;
  slider.dispatchEvent(new Event("input"));
  await frame(); await frame();
  const times = [];
  let last = performance.now();
  const start = last;
  for (let day = low; day <= high; day += 1) {
    slider.value = day;
    slider.dispatchEvent(new Event("input"));
    await frame();
    const now = performance.now();
    times.push(now - last);
    last = now;
  }
  times.sort((one, other) => one - other);
  return {
    days: times.length,
    frames_per_second: Math.round((10000 * times.length) / (last - start)) / 10,
    slowest_5_percent_ms: Math.round(10 * times[Math.floor(times.length * 0.95)]) / 10,
    slowest_ms: Math.round(10 * times[times.length - 1]) / 10,
  };
}
"""


def main() -> None:
    """Sweep the slider of a page and print the frames a second, by source and view."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("page", type=Path, nargs="?")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        measure(asked.page or api.run("pokrovsk", out=Path(folder)).report)


def measure(path: Path) -> None:
    """Print the frames a second of a page, by source and view."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=list(ARGUMENTS))
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        page.goto(path.resolve().as_uri())
        page.wait_for_selector("html[data-ready=yes]", timeout=20_000)
        for source in page.query_selector_all("input[name=map-source]"):
            source.check(force=True)
            for zoomed in (False, True):
                page.select_option("#map-view", index=1 if zoomed else 0)
                found = page.evaluate(SWEEP)
                view = "zoomed" if zoomed else "whole"
                print(json.dumps({"source": source.get_attribute("value"), "view": view, **found}))
        browser.close()


if __name__ == "__main__":
    main()

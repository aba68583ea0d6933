"""What every test may ask for, and the count of what ran and what did not."""

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("ripeness", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("ripeness")

ROOT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """The place of the real data."""
    return Path(os.environ.get("RIPENESS_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session", autouse=True)
def shared_papers(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let all runs of one session share the papers of their sections, over all its workers."""
    os.environ.setdefault("RIPENESS_KEPT", str(tmp_path_factory.getbasetemp().parent / "kept"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; a test that asks for it is skipped where there is none."""
    folder = data_folder()
    if not folder.is_dir():
        pytest.skip("no data folder: set RIPENESS_DATA")
    return folder


LONGEST_FIRST = ("tests/test_thread.py", "tests/campaign/test_whole.py")
"""Files whose first test takes minutes: begun first, so that no worker is left alone with them."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest files; all else stays in its order."""
    items.sort(key=lambda item: not item.nodeid.startswith(LONGEST_FIRST))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran and how many were skipped, by reason."""
    stats = terminalreporter.stats
    ran = sum(len(stats.get(key, [])) for key in ("passed", "failed"))
    reasons = Counter(_reason(report) for report in stats.get("skipped", []))
    terminalreporter.write_line(f"ran {ran}, skipped {sum(reasons.values())}")
    for reason, count in reasons.most_common():
        terminalreporter.write_line(f"  {count} skipped: {reason}")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail in CI where the data are present and a test was skipped all the same."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is None or not os.environ.get("CI") or not data_folder().is_dir():
        return
    if reporter.stats.get("skipped") and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def _reason(report: pytest.TestReport) -> str:
    longrepr = report.longrepr
    return str(longrepr[2]).removeprefix("Skipped: ") if isinstance(longrepr, tuple) else "unknown"

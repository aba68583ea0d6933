from pathlib import Path

from ripeness.case.plan_page import plan_page

PAGE = Path(__file__).resolve().parents[2] / "docs/plan.md"


def test_the_reference_page_of_the_plan_is_current():
    assert PAGE.read_text(encoding="utf-8") == plan_page()

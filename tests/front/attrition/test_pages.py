"""The pages of docs/attrition: every example runs, every figure is there, every heading stands."""

import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = sorted((ROOT / "docs" / "attrition").glob("*.md"))
MODELS = [page for page in PAGES if page.stem != "index"]
HEADINGS = ("Equation", "Units", "Assumptions", "When not to use it", "Paper", "Example")


def examples(page):
    """The page's Python examples, without the fences that doctest would take for output."""
    text = page.read_text(encoding="utf-8").replace("```python", "").replace("```", "")
    return doctest.DocTestParser().get_doctest(text, {}, page.stem, str(page), 0)


@pytest.mark.parametrize("page", MODELS, ids=lambda page: page.stem)
def test_the_example_runs(page):
    test = examples(page)
    report = []
    failed, tried = doctest.DocTestRunner(verbose=False).run(test, out=report.append)
    assert tried > 0
    assert failed == 0, "".join(report)


@pytest.mark.parametrize("page", MODELS, ids=lambda page: page.stem)
def test_the_page_is_whole(page):
    text = page.read_text(encoding="utf-8")
    assert [heading for heading in HEADINGS if f"\n## {heading}\n" not in text] == []
    figures = [part.split(")")[0] for part in text.split("](")[1:] if part.startswith("../figures")]
    assert figures
    assert all((page.parent / figure).is_file() for figure in figures)


def test_the_index_lists_every_page():
    index = (PAGES[0].parent / "index.md").read_text(encoding="utf-8")
    assert [page.name for page in MODELS if f"({page.name})" not in index] == []

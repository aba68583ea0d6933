"""The pages of the solved models: examples run, figures and headings stand, functions are found."""

import ast
import doctest
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCES = {
    "attrition": ROOT / "src" / "ripeness" / "front" / "attrition",
    "bargaining": ROOT / "src" / "ripeness" / "table" / "theory",
}
HEADINGS = (
    "Equation",
    "Units",
    "Assumptions",
    "When not to use it",
    "Paper",
    "Functions",
    "Example",
)
MODELS = [
    page
    for folder in SOURCES
    for page in sorted((ROOT / "docs" / folder).glob("*.md"))
    if page.stem != "index"
]


def examples(page):
    """The page's Python examples, without the fences that doctest would take for output."""
    text = page.read_text(encoding="utf-8").replace("```python", "").replace("```", "")
    return doctest.DocTestParser().get_doctest(text, {}, page.stem, str(page), 0)


def offered(module):
    """Functions meant for a reader: those that explain their arguments, guards left out."""
    for node in ast.parse(module.read_text(encoding="utf-8")).body:
        if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
            continue
        guards = "where" in {each.arg for each in node.args.kwonlyargs}
        if "Args:" in (ast.get_docstring(node) or "") and not guards:
            yield node.name


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


@pytest.mark.parametrize("folder", SOURCES)
def test_the_index_lists_every_page(folder):
    index = (ROOT / "docs" / folder / "index.md").read_text(encoding="utf-8")
    pages = [page.name for page in MODELS if page.parent.name == folder]
    assert pages
    assert [name for name in pages if f"({name})" not in index] == []


@pytest.mark.parametrize("folder", SOURCES)
def test_every_function_is_on_a_page(folder):
    pages = sorted((ROOT / "docs" / folder).glob("*.md"))
    text = "\n".join(page.read_text(encoding="utf-8") for page in pages)
    names = [name for module in sorted(SOURCES[folder].glob("*.py")) for name in offered(module)]
    assert names
    assert [name for name in names if f"`{name}`" not in text] == []

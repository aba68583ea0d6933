"""The page of shipped data says what is shipped."""

import runpy

from tests.conftest import ROOT

from ripeness.case.load import LIBRARY
from ripeness.terms.files import digest_of_file


def test_the_page_is_what_its_command_writes():
    tool = runpy.run_path(str(ROOT / "tools" / "data_page.py"))
    assert (ROOT / "DATA.md").read_text(encoding="utf-8") == tool["page"]()


def test_every_shipped_table_stands_on_the_page_with_its_digest():
    page = (ROOT / "DATA.md").read_text(encoding="utf-8")
    shipped = [path for path in LIBRARY.rglob("*") if path.suffix in {".parquet", ".geojson"}]
    assert shipped
    for path in shipped:
        name = path.relative_to(LIBRARY / path.relative_to(LIBRARY).parts[0])
        row = next(line for line in page.splitlines() if line.startswith(f"| `{name.as_posix()}`"))
        assert row.endswith(f"`{digest_of_file(path)}` |"), name


def test_what_is_shipped_is_small():
    size = sum(path.stat().st_size for path in LIBRARY.rglob("*") if path.is_file())
    assert size <= 6_000_000

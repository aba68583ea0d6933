"""Whether a file that came is what its name claims, before it is put on the shelf."""

import csv
import gzip
import io
import zlib
from pathlib import Path

from ripeness.evidence.fetch.ends import RefusedError
from ripeness.evidence.shapes import parse_json
from ripeness.terms.errors import UpstreamError

GZIP, ZIP = b"\x1f\x8b", b"PK\x03\x04"
"""First bytes of gzipped files and of zip archives."""


def check_content(path: Path, name: str, *, largest: int) -> None:
    """Refuse a file that is not what its name claims: all of it is read.

    Args:
        path: The file as it came.
        name: Its name, which says what it should be.
        largest: Bytes that it may have when decompressed.

    Raises:
        RefusedError: If it is something else, broken, or too large when decompressed.
    """
    content = _plain(path, largest)
    if content.startswith(ZIP):
        raise RefusedError("a zip archive")
    if content[:200].lstrip().lower().startswith(b"<"):
        raise RefusedError("a web page (HTML or XML) instead of data")
    try:
        _check_kind(content, name.removesuffix(".gz"))
    except UpstreamError as error:
        raise RefusedError(f"{error.found} ({error.where})") from error


def _plain(path: Path, largest: int) -> bytes:
    """Return a file's bytes, decompressed.

    Raises:
        RefusedError: If there are none or too many, or the compression is broken.
    """
    with path.open("rb") as file:
        zipped = file.read(2) == GZIP
    try:
        with gzip.open(path) if zipped else path.open("rb") as stream:
            content = stream.read(largest + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise RefusedError(f"a broken gzip file ({error})") from error
    if len(content) > largest:
        raise RefusedError(f"more than {largest} bytes when decompressed")
    if not content.strip():
        raise RefusedError("an empty file")
    return content


def _check_kind(content: bytes, name: str) -> None:
    if name.endswith((".json", ".geojson")):
        if not isinstance(parse_json(content, where=name), dict | list):
            raise RefusedError("JSON without a map in it")
    elif name.endswith(".geojsonl"):
        for number, line in enumerate(content.splitlines(), start=1):
            if line.strip():
                parse_json(line, where=f"line {number}")
    elif name.endswith(".csv"):
        _check_table(content)


def _check_table(content: bytes) -> None:
    """Refuse a table whose rows are not all as long as its head.

    Raises:
        RefusedError: If a row is, or it is no table.
    """
    try:
        text = io.StringIO(content.decode("utf-8-sig"), newline="")
        rows = [row for row in csv.reader(text, strict=True) if row]
    except (UnicodeDecodeError, csv.Error) as error:
        raise RefusedError(f"no table ({error})") from error
    odd = [number for number, row in enumerate(rows, start=1) if len(row) != len(rows[0])]
    if odd or len(rows[0]) < 2:
        where = f", row {odd[0]} breaks off" if odd else ""
        raise RefusedError(f"no whole table{where}")

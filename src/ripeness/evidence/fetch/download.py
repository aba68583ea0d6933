"""One file, downloaded aside: tried again with patience, gone on with where it broke off."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from pathlib import Path
from typing import Literal

import numpy as np
from pydantic import ValidationError

from ripeness.evidence.fetch.addresses import Wanted
from ripeness.evidence.fetch.content import check_content
from ripeness.evidence.fetch.door import Answer, Door, ask
from ripeness.evidence.fetch.ends import BrokenOffError, RefusedError
from ripeness.evidence.fetch.patience import Clock, wait_before
from ripeness.terms.declared import Declared
from ripeness.terms.files import write_text

PASSING = (408, 425, 429, 500, 502, 503, 504)
"""Statuses that may pass: the request is made again."""

MISSING = (404, 410)
"""Statuses that say that there is no such file."""

ENCODINGS = ("", "identity", "gzip", "x-gzip")
"""How an answer may be packed; the files of a source may be gzipped."""


@dataclass(frozen=True)
class Means:
    """What a download needs: a door, a clock, a folder for what breaks off, and two limits.

    `largest` bounds a file as sent, `largest_plain` the same when decompressed.
    """

    door: Door
    clock: Clock
    partial: Path
    largest: int
    largest_plain: int


@dataclass(frozen=True)
class Ending:
    """How a download ended well: the file aside and its mark, or that there is nothing new."""

    kind: Literal["arrived", "unchanged", "absent"]
    path: Path
    etag: str | None = None


class Mark(Declared):
    """What is known of a download that broke off: its address and upstream's mark of it."""

    address: str
    etag: str


def download(
    wanted: Wanted, *, etag: str | None, means: Means, draws: np.random.Generator
) -> Ending:
    """Download one file aside, trying again as often as patience allows.

    Args:
        wanted: The file.
        etag: Upstream's mark of the content that is there already, if any.
        means: Door, clock, folder and limits.
        draws: The file's own stream of draws, for the waits.

    Raises:
        BrokenOffError: If it breaks off each time.
        RefusedError: If what is sent may not be kept.
    """
    patience = means.door.patience
    for attempt in range(1, patience.tries + 1):
        try:
            return _once(wanted, etag=etag, means=means)
        except BrokenOffError as error:
            last = attempt == patience.tries
            if error.wait_s > patience.longest_wait_s:
                why = f"{error.why}; the server asks to wait {error.wait_s:.0f} s"
                raise BrokenOffError(why, wait_s=error.wait_s) from error
            if last:
                why = f"{error.why}, {attempt} times"
                raise BrokenOffError(why, unreachable=error.unreachable) from error
            wait = wait_before(attempt, patience=patience, draws=draws)
            means.clock.sleep(max(wait, error.wait_s))
    raise RefusedError("patience for no try at all")


def _once(wanted: Wanted, *, etag: str | None, means: Means) -> Ending:
    path = means.partial / f"{wanted.name}.part"
    mark = _mark(path, wanted)
    with ask(wanted.address, _headers(path, mark, etag), door=means.door) as answer:
        if answer.status == 304:
            return Ending("unchanged", path, etag)
        if answer.status in MISSING:
            return Ending("absent", path)
        start = _start(answer, path, mark)
        found = _etag(answer)
        _begin(path, start, Mark(address=wanted.address, etag=found) if found else None)
        _receive(answer, path, start=start, means=means)
    _refuse_bad(path, wanted, resumed=start > 0, means=means)
    return Ending("arrived", path, found)


def _mark(path: Path, wanted: Wanted) -> Mark | None:
    """Return the mark of what came before, if it can be gone on with."""
    try:
        mark = Mark.model_validate_json(_mark_path(path).read_bytes())
    except (FileNotFoundError, ValidationError):
        return None
    sound = (
        path.is_file()
        and not path.is_symlink()
        and path.stat().st_size > 0
        and mark.address == wanted.address
    )
    return mark if sound else None


def _mark_path(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")


def _headers(path: Path, mark: Mark | None, etag: str | None) -> dict[str, str]:
    headers = {
        "User-Agent": f"ripeness/{version('ripeness')}",
        "Accept": "*/*",
        "Accept-Encoding": "identity",
    }
    if mark is not None:
        return {**headers, "Range": f"bytes={path.stat().st_size}-", "If-Range": mark.etag}
    return headers if etag is None else {**headers, "If-None-Match": etag}


def _start(answer: Answer, path: Path, mark: Mark | None) -> int:
    """Return the byte at which an answer goes on; zero: it is the whole file.

    Raises:
        BrokenOffError: If the server is busy, or what came before does not fit and was dropped.
        RefusedError: If the status means that there is nothing to be had.
    """
    status, have = answer.status, path.stat().st_size if mark else 0
    if answer.headers.get("content-encoding", "").lower() not in ENCODINGS:
        raise RefusedError("an encoding other than gzip")
    if status == 200:
        return 0
    if status == 206:
        span = re.match(r"bytes (\d{1,18})-", answer.headers.get("content-range", ""))
        fits = span is not None and int(span[1]) == have
        if mark is not None and fits and answer.headers.get("etag", mark.etag) == mark.etag:
            return have
        drop(path)
        raise BrokenOffError("a part that does not fit what came before")
    if status == 416:
        drop(path)
        raise BrokenOffError("no more to what came before")
    if status in PASSING:
        raise BrokenOffError(f"a server that cannot serve now ({status})", wait_s=_asked(answer))
    raise RefusedError(f"the answer {status}")


def _asked(answer: Answer) -> float:
    """Return the seconds that a server asks to wait; a date is read by the server's own clock."""
    text = answer.headers.get("retry-after", "").strip()
    if re.fullmatch(r"\d{1,9}", text):
        return float(text)
    try:
        then = parsedate_to_datetime(text)
        return max(
            (then - parsedate_to_datetime(answer.headers.get("date", ""))).total_seconds(), 0
        )
    except (ValueError, TypeError):
        return 0


def _etag(answer: Answer) -> str | None:
    """Return a mark that stands for the exact bytes; a weak one does not."""
    etag = answer.headers.get("etag", "")
    return etag if re.fullmatch(r'"[\x21\x23-\x7e]{1,200}"', etag) else None


def _begin(path: Path, start: int, mark: Mark | None) -> None:
    """Make the file aside ready: gone on with, or begun anew with its mark."""
    if start:
        return
    drop(path)
    if mark is not None:
        write_text(_mark_path(path), mark.model_dump_json())


def drop(path: Path) -> None:
    """Remove what came of a file, and its mark."""
    _mark_path(path).unlink(missing_ok=True)
    path.unlink(missing_ok=True)


def _receive(answer: Answer, path: Path, *, start: int, means: Means) -> None:
    """Write an answer's body to the file aside.

    Raises:
        BrokenOffError: If it is shorter than announced, or takes too long.
        RefusedError: If it is larger than allowed.
    """
    announced = _announced(answer.headers)
    size, limit = start, means.largest
    allowed = f"{limit} allowed" if limit == means.largest_plain else f"{limit} left of the total"
    begun, longest = means.clock.elapsed(), means.door.patience.file_s
    if announced is not None and start + announced > limit:
        drop(path)
        raise RefusedError(f"{start + announced} bytes announced, more than the {allowed}")
    with path.open("ab") as file:  # made even if nothing comes
        for chunk in answer.chunks():
            size += len(chunk)
            if size > limit:
                break
            file.write(chunk)
            if means.clock.elapsed() - begun > longest:
                raise BrokenOffError(f"more than {longest:g} s for one file")
    if size > limit:
        drop(path)
        raise RefusedError(f"more bytes than the {allowed}")
    if announced is not None and size - start < announced:
        raise BrokenOffError(f"{size - start} of {announced} bytes announced")


def _announced(headers: Mapping[str, str]) -> int | None:
    text = headers.get("content-length", "")
    chunked = "transfer-encoding" in headers
    return int(text) if re.fullmatch(r"\d{1,18}", text) and not chunked else None


def _refuse_bad(path: Path, wanted: Wanted, *, resumed: bool, means: Means) -> None:
    """Refuse a file that is not what its name claims.

    Raises:
        BrokenOffError: If its parts came at different times, so that they may not belong together.
        RefusedError: If it came in one piece.
    """
    try:
        check_content(path, wanted.name, largest=means.largest_plain)
    except RefusedError as error:
        drop(path)
        if resumed:
            raise BrokenOffError(f"parts that do not fit ({error.why})") from error
        raise

"""All files of a source that may come, fetched onto a shelf one after another."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from ripeness.evidence.fetch.addresses import Offer, Wanted, newest_allowed, wanted_files
from ripeness.evidence.fetch.door import Door, origin
from ripeness.evidence.fetch.download import Ending, Means, download, drop
from ripeness.evidence.fetch.ends import BrokenOffError, RefusedError
from ripeness.evidence.fetch.patience import Clock, Patience
from ripeness.evidence.fetch.shelf import Entry, Shelf, held, note, open_shelf, put, safe_name
from ripeness.evidence.observation import Skipped
from ripeness.evidence.shelf import alone
from ripeness.terms.chance import stream
from ripeness.terms.errors import FetchError
from ripeness.terms.files import digest_of_file
from ripeness.terms.progress import Report, silent

AGAIN_DAYS = 28
"""Days that are asked for anew, for corrections, counted back from the newest on the shelf."""

MOST_FAILED = 3
"""Files in a row that may fail before the rest is left for another time."""

MOST_ABSENT = 40
"""Files in a row that upstream may lack before its layout is taken to have changed."""


@dataclass(frozen=True)
class Changed:
    """A file whose content changed under the same name; both contents are kept."""

    file: str
    before: str
    after: str


@dataclass(frozen=True)
class FetchReport:
    """What became of the files asked for.

    `arrived` are new names, `changed` old names with a new content, `absent` those that upstream
    lacks, `failed` those that could not be had; days after `newest_allowed` were not asked for.
    """

    source: str
    folder: Path
    newest_allowed: date
    asked: int
    unchanged: int
    bytes: int
    arrived: tuple[str, ...]
    changed: tuple[Changed, ...]
    absent: tuple[str, ...]
    failed: tuple[Skipped, ...]


@dataclass(frozen=True)
class Ways:
    """How a fetch goes about it: its patience, its clock, and who is told how far it has come."""

    seed: int
    patience: Patience = field(default_factory=Patience)
    clock: Clock = field(default_factory=Clock)
    progress: Report = silent


def fetch(
    offered: Offer, shelf_of_all: Path, *, today: date, ways: Ways, since: date | None = None
) -> FetchReport:
    """Fetch the files of a source onto its shelf; one process at a time does so.

    Without `since`, files that are not on the shelf are asked for, and those of the newest
    `AGAIN_DAYS` anew; with it, every day from then on. A file stands on the shelf whole and
    checked or not at all, and the index tells of it at once: a stop loses one file at most.

    Args:
        offered: What may be downloaded.
        shelf_of_all: The folder in which each source has its shelf.
        today: The machine's day; days newer than the lag before it are not asked for.
        ways: Seed of the waits, patience, clock and progress.
        since: The first day to ask for.

    Raises:
        FetchError: If upstream cannot be reached, fails too often, or has none of the files.
        TooNewError: If every day wanted is too new.
        DataError: If the shelf is broken.
    """
    wanted = wanted_files(offered, today=today, since=since)
    root = shelf_of_all / safe_name(offered.source)
    with alone(root):
        shelf = open_shelf(root)
        asked = wanted if since is not None else _not_there(wanted, shelf)
        round_ = _Round(offered, shelf, today, ways, len(asked))
        tally = _Tally()
        for number, one in enumerate(asked):
            ways.progress(one.name, number, len(asked))
            tally = _fetched(one, tally, round_)
            _stop_if_hopeless(tally, round_)
    _refuse_nothing(tally, round_)
    return FetchReport(
        source=offered.source,
        folder=shelf.files,
        newest_allowed=newest_allowed(offered, today),
        asked=len(asked),
        unchanged=tally.unchanged,
        bytes=tally.bytes,
        arrived=tally.arrived,
        changed=tally.changed,
        absent=tally.absent,
        failed=tally.failed,
    )


@dataclass(frozen=True)
class _Round:
    """What stays the same while the files come."""

    offered: Offer
    shelf: Shelf
    today: date
    ways: Ways
    asked: int

    def means(self, spent: int) -> Means:
        """Return what a download needs, once `spent` bytes have come."""
        public = self.offered.public
        trusted = origin(public.address or "") if self.offered.given else None
        return Means(
            door=Door(self.ways.patience, trusted),
            clock=self.ways.clock,
            partial=self.shelf.partial,
            largest=max(min(public.largest_file, public.largest_total - spent), 0),
            largest_plain=public.largest_file,
        )


@dataclass(frozen=True)
class _Tally:
    """What has become of the files so far."""

    unchanged: int = 0
    bytes: int = 0
    arrived: tuple[str, ...] = ()
    changed: tuple[Changed, ...] = ()
    absent: tuple[str, ...] = ()
    failed: tuple[Skipped, ...] = ()
    unreachable: bool = False
    failed_in_a_row: int = 0
    absent_in_a_row: int = 0


def _not_there(wanted: tuple[Wanted, ...], shelf: Shelf) -> tuple[Wanted, ...]:
    """Leave out what the index knows, but for the days from shortly before the newest file on."""
    latest = shelf.latest
    there = {name for name, entry in latest.items() if entry.digest is not None}
    days = [one.day for one in wanted if one.name in there and one.day is not None]
    again = max(days) - timedelta(days=AGAIN_DAYS) if days else date.min
    return tuple(
        one for one in wanted if one.day is None or one.day > again or one.name not in latest
    )


def _fetched(one: Wanted, tally: _Tally, round_: _Round) -> _Tally:
    before = held(round_.shelf, one.name)
    etag = before.etag if before is not None and before.address == one.address else None
    draws = stream(round_.ways.seed, "fetch", round_.offered.source, one.name)
    try:
        ending = download(one, etag=etag, means=round_.means(tally.bytes), draws=draws)
    except (BrokenOffError, RefusedError) as error:
        return replace(
            tally,
            failed=(*tally.failed, Skipped(one.name, error.why)),
            unreachable=isinstance(error, BrokenOffError) and error.unreachable,
            failed_in_a_row=tally.failed_in_a_row + 1,
        )
    found = _noted(one, ending, replace(tally, failed_in_a_row=0), round_)
    drop(ending.path)
    return found


def _noted(one: Wanted, ending: Ending, tally: _Tally, round_: _Round) -> _Tally:
    if ending.kind == "absent":
        return _without(one, tally, round_)
    tally = replace(tally, absent_in_a_row=0)
    if ending.kind == "unchanged":
        return replace(tally, unchanged=tally.unchanged + 1)
    return _shelved(one, ending, tally, round_)


def _without(one: Wanted, tally: _Tally, round_: _Round) -> _Tally:
    """Note that upstream lacks a file; what is on the shelf stays there."""
    if one.name not in round_.shelf.latest:
        note(round_.shelf, Entry(name=one.name, on=round_.today, address=one.address))
    return replace(
        tally, absent=(*tally.absent, one.name), absent_in_a_row=tally.absent_in_a_row + 1
    )


def _shelved(one: Wanted, ending: Ending, tally: _Tally, round_: _Round) -> _Tally:
    """Put a file on the shelf, and tell a new content of an old name from a new name."""
    before = round_.shelf.latest.get(one.name)
    entry = Entry(
        name=safe_name(one.name),
        on=round_.today,
        digest=digest_of_file(ending.path),
        size=ending.path.stat().st_size,
        address=one.address,
        etag=ending.etag,
    )
    put(round_.shelf, ending.path, entry)
    tally = replace(tally, bytes=tally.bytes + entry.size)
    if before is None or before.digest is None:
        return replace(tally, arrived=(*tally.arrived, one.name))
    if before.digest == entry.digest:
        return replace(tally, unchanged=tally.unchanged + 1)
    change = Changed(one.name, before.digest, entry.digest or "")
    return replace(tally, changed=(*tally.changed, change))


def _stop_if_hopeless(tally: _Tally, round_: _Round) -> None:
    # there is no connection, files fail in a row, or upstream has none of them
    if tally.unreachable or tally.failed_in_a_row >= MOST_FAILED:
        raise _failure(tally, round_)
    if _bare(round_.shelf) and tally.absent_in_a_row >= MOST_ABSENT:
        raise _nowhere(tally, round_)


def _refuse_nothing(tally: _Tally, round_: _Round) -> None:
    # a fetch that brought nothing is one that failed, if nothing was there before
    if round_.asked and _bare(round_.shelf):
        raise _failure(tally, round_) if tally.failed else _nowhere(tally, round_)


def _bare(shelf: Shelf) -> bool:
    return all(entry.digest is None for entry in shelf.latest.values())


def _failure(tally: _Tally, round_: _Round) -> FetchError:
    last, shelf = tally.failed[-1], round_.shelf
    source, kept = round_.offered.source, sum(1 for e in shelf.latest.values() if e.digest)
    came = len(tally.arrived) + len(tally.changed) + tally.unchanged
    host = origin(round_.offered.public.address or "")[0]
    return FetchError(
        f"{last.why} ({last.file}); {came} of {round_.asked} files had come",
        where=f"{host}, for the source {source!r}",
        expected=f"an answer from {host}",
        remedy=f"Nothing was lost: {kept} files lie in {shelf.files}. Give the same command again "
        "later, or when the network is there; it goes on where it stopped. Or download files by hand from "
        f"{round_.offered.public.repository or host}, then: ripeness ingest {source} DIR --case "
        "FOLDER.",
    )


def _nowhere(tally: _Tally, round_: _Round) -> FetchError:
    public = round_.offered.public
    return FetchError(
        f"none of {len(tally.absent)} files, {tally.absent[0]} the first",
        where=public.address or "",
        expected="at least one of them",
        remedy=f"Upstream may have moved its files: look at {public.repository or public.address} "
        "and give their address by `--from URL`.",
    )

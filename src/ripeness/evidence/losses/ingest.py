"""From upstream files to a source's counts on disk, earlier counts being kept as vintages."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path

from ripeness.evidence.losses.catalogue import find_loss_source
from ripeness.evidence.losses.count import Corrected, Count, LossSource, Read
from ripeness.evidence.losses.months import counts_by_month
from ripeness.evidence.losses.provenance import LossSourceRecord
from ripeness.evidence.losses.shelf import LossFiles, read_counts, write_counts
from ripeness.evidence.observation import Skipped
from ripeness.evidence.provenance import SkippedFile
from ripeness.evidence.upstream import list_files, one_a_day, read_bytes
from ripeness.terms.days import MIN_LAG_DAYS
from ripeness.terms.errors import TooNewError, UpstreamError
from ripeness.terms.files import digest_of_bytes

LOSSES = "losses"
"""Name of the folder of counts in a case's folder."""


@dataclass(frozen=True)
class LossReport:
    """What became of the upstream files.

    `read` are the counts read, `added` those new to the case, `unchanged` those it had already;
    `refused` are too new, `redrawn` are totals that fell and counts that changed (all are kept).
    """

    source: str
    read: int
    added: int
    unchanged: int
    skipped: tuple[Skipped, ...]
    refused: tuple[Skipped, ...]
    redrawn: tuple[Skipped, ...]
    first: date | None
    last: date | None
    of: str = "counts"


@dataclass(frozen=True)
class Upstream:
    """What a source's files hold."""

    counts: tuple[Count, ...]
    skipped: tuple[Skipped, ...]
    corrected: tuple[Corrected, ...]
    digests: dict[str, str] = field(default_factory=dict)


def read_upstream(adapter: LossSource, folder: Path) -> Upstream:
    """Read the files of a source in a folder, at the grain in which it is kept.

    Args:
        adapter: The source.
        folder: The folder as downloaded.

    Raises:
        UpstreamError: If the folder holds no file of the source, or none can be read.
    """
    listing = one_a_day(list_files(folder, pattern=adapter.file_pattern, named=adapter.files))
    entries: list[Read] = [
        entry for entry in listing.skipped if "is not that of a file" not in entry.why
    ]
    digests: dict[str, str] = {}
    refused: UpstreamError | None = None
    for file in listing.files:
        try:
            content = read_bytes(file)
            entries += adapter.read(content, file.name)
            digests[file.name] = digest_of_bytes(content)
        except UpstreamError as error:
            refused = error
            entries.append(Skipped(file.name, error.found))
    if refused is not None and not digests:
        raise refused
    counts = [entry for entry in entries if isinstance(entry, Count)]
    return Upstream(
        tuple(counts_by_month(counts) if adapter.grain == "month" else counts),
        tuple(entry for entry in entries if isinstance(entry, Skipped)),
        tuple(entry for entry in entries if isinstance(entry, Corrected)),
        digests,
    )


def ingest_losses(
    source: str, upstream: Path, *, case: Path, today: date, retrieved: date | None = None
) -> LossReport:
    """Read upstream files into the counts of a case's folder, and say what became of each.

    A count that upstream changed is kept beside the old one, known from the day of retrieval. A
    count over a period newer than `MIN_LAG_DAYS` before `today` is refused.

    Args:
        source: Name of the source.
        upstream: Folder of the files as downloaded.
        case: The case's folder.
        today: The day of the machine.
        retrieved: The day on which the files were downloaded; `today` if not given.

    Raises:
        UpstreamError: If the folder holds no file of the source, or none can be read.
        TooNewError: If every count is too new.
        DataError: If there is no such source, or what the case holds cannot be read.
    """
    adapter = find_loss_source(source)
    found = read_upstream(adapter, upstream)
    limit = today - timedelta(days=MIN_LAG_DAYS)
    kept = [count for count in found.counts if count.end <= limit]
    refused = tuple(
        Skipped(f"{count.label}, {count.end}", f"newer than {limit}")
        for count in found.counts
        if count.end > limit
    )
    if not kept:
        _refuse_nothing(adapter, upstream, refused, limit)
    place = case / LOSSES / source
    before = read_counts(place)
    merged = merge(before.counts if before else (), kept, retrieved=retrieved or today)
    corrected = (*found.corrected, *merged.corrected)
    changed = before is None or merged.counts != before.counts
    if changed:
        record = _record(adapter, found, corrected, before=before, retrieved=retrieved or today)
        write_counts(place, LossFiles(record, merged.counts))
    return LossReport(
        source=source,
        read=len(found.counts),
        added=merged.added,
        unchanged=len(kept) - merged.added,
        skipped=found.skipped,
        refused=refused,
        redrawn=tuple(Skipped(one.where, one.why) for one in corrected),
        first=min(count.start for count in kept),
        last=max(count.end for count in kept),
    )


@dataclass(frozen=True)
class Merged:
    """Counts old and new together."""

    counts: tuple[Count, ...]
    added: int
    corrected: tuple[Corrected, ...]


def merge(old: Iterable[Count], new: Iterable[Count], *, retrieved: date) -> Merged:
    """Join new counts to old ones, keeping a changed one beside the old as a later vintage.

    Where upstream now counts by other periods than it did, the old counts give way and are told.

    Args:
        old: What a case holds.
        new: What upstream says now.
        retrieved: The day from which a changed count is known.
    """
    had: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for count in old:
        had[_period(count)].append(count)
    kept, corrected, added = dict(had), [], 0
    says = list(new)
    for count in says:
        same = had.get(_period(count), [])
        if any(_tells(one, count) for one in same):
            continue
        added += 1
        changed = [one for one in same if one.known_on == count.known_on]
        if changed:
            why = f"{changed[-1].value:,.0f} became {count.value:,.0f}"
            corrected.append(Corrected(f"{count.label}, {count.start} to {count.end}", why))
        last = replace(count, known_on=retrieved) if changed else count
        kept[_period(count)] = [*kept.get(_period(count), []), last]
    for period in _gone(had, says):
        corrected.append(Corrected(f"{period[0]}, {period[3]} to {period[4]}", "counted otherwise"))
        del kept[period]
    joined = [count for counts in kept.values() for count in counts]
    order = sorted(joined, key=lambda c: (*map(str, _period(c)), str(c.known_on)))
    return Merged(tuple(order), added, tuple(corrected))


def _period(count: Count) -> tuple[object, ...]:
    return (count.label, count.population, count.kind, count.start, count.end)


def _tells(one: Count, count: Count) -> bool:
    """Say whether a count held already says what a new one says, no earlier than it."""
    known = (one.known_on or date.min) >= (count.known_on or date.min)
    return known and (one.value, one.low, one.high) == (count.value, count.low, count.high)


def _gone(
    had: dict[tuple[object, ...], list[Count]], says: list[Count]
) -> list[tuple[object, ...]]:
    """List periods held that upstream no longer counts, though it counts days of them."""
    now = {_period(count) for count in says}
    by_series: dict[tuple[object, ...], list[Count]] = defaultdict(list)
    for count in says:
        by_series[_period(count)[:3]].append(count)
    spans = {
        series: (min(c.start for c in counts), max(c.end for c in counts))
        for series, counts in by_series.items()
    }
    gone: list[tuple[object, ...]] = []
    for period, counts in had.items():
        span = spans.get(period[:3])
        if period not in now and span and span[0] <= counts[0].end and counts[0].start <= span[1]:
            gone.append(period)
    return gone


def _record(
    adapter: LossSource,
    found: Upstream,
    corrected: tuple[Corrected, ...],
    *,
    before: LossFiles | None,
    retrieved: date,
) -> LossSourceRecord:
    told = {(one.file, one.why): one for one in (before.record.corrected if before else ())}
    told |= {(one.where, one.why): SkippedFile(file=one.where, why=one.why) for one in corrected}
    return LossSourceRecord(
        name=adapter.name,
        title=adapter.title,
        credit=adapter.credit,
        licence=adapter.licence,
        published=adapter.published,
        retrieved=retrieved,
        command=f"ripeness ingest {adapter.name} DIR --case FOLDER",
        scope=adapter.scope,
        basis=adapter.basis,
        lower_bound=adapter.lower_bound,
        fills_in_months=adapter.fills_in_months,
        inputs=found.digests,
        skipped=tuple(SkippedFile(file=one.file, why=one.why) for one in found.skipped),
        corrected=tuple(told.values()),
    )


def _refuse_nothing(
    adapter: LossSource, upstream: Path, refused: tuple[Skipped, ...], limit: date
) -> None:
    if refused:
        raise TooNewError(
            f"{len(refused)} counts, all newer than {limit}",
            where=str(upstream),
            expected=f"counts of periods that end at least {MIN_LAG_DAYS} days ago",
            remedy="Come back later; this is no tool for following events live.",
        )
    raise UpstreamError(
        "no count that can be read",
        where=str(upstream),
        expected=f"files named {adapter.files}",
        remedy="Download the files again.",
    )

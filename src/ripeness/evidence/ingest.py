"""Upstream files into a case's control panel."""

import difflib
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from ripeness.evidence.build import Built, Dates, Part, Setting, add_maps, empty_part
from ripeness.evidence.catalogue import find_source
from ripeness.evidence.cells import no_changes
from ripeness.evidence.declared import DeclaredSource, Evidence
from ripeness.evidence.ground import Ground, lay_ground
from ripeness.evidence.kept import Store, keep_ground, keep_laid, kept_ground, kept_laid, key_of
from ripeness.evidence.observation import MapSource, Observation, Skipped
from ripeness.evidence.panel import GRID, ControlPanel, read_panel, write_panel
from ripeness.evidence.provenance import SkippedFile, SourceRecord
from ripeness.evidence.shelf import alone
from ripeness.evidence.tables import no_readings
from ripeness.evidence.upstream import UpstreamFile, list_files, one_a_day, read_bytes
from ripeness.terms.days import MIN_LAG_DAYS
from ripeness.terms.errors import DataError, TooNewError, UpstreamError
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.declared import Theatre
from ripeness.theatre.grid import make_grid
from ripeness.theatre.outlines import read_outlines, read_shapes

PANEL = "panel"
"""The panel's folder in a case's folder."""

READERS = 2
"""How many files are read ahead at once; what is read does not depend on it."""


@dataclass(frozen=True)
class CaseGround:
    """What ingesting needs of a case: its folder, its ground, its sources, each side's slot."""

    folder: Path
    theatre: Theatre
    evidence: Evidence
    slots: Mapping[str, str]


@dataclass(frozen=True)
class IngestReport:
    """What became of the upstream files.

    `read` counts the maps read, `added` those new to the panel, `unchanged` those it had already;
    `refused` are too new, `redrawn` are past days drawn again (both drawings are kept).
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
    of: str = "maps"


def ingest(
    source: str,
    upstream: Path,
    *,
    case: CaseGround,
    today: date,
    told: Callable[[str], None] = lambda _: None,
    retrieved: date | None = None,
) -> IngestReport:
    """Read upstream files into a case's control panel, and say what became of each.

    Days that the panel has already are left alone; a day drawn again is kept beside the first
    drawing; a day newer than `MIN_LAG_DAYS` before `today` is refused. The panel changes whole or
    not at all, and one process at a time changes it.

    Args:
        source: Name of the source.
        upstream: Folder of the files as downloaded.
        case: The case.
        today: The day of the machine.
        told: Is told the name of each map when its turn comes.
        retrieved: The day on which the files were downloaded; `today` if not given.

    Raises:
        DataError: If the case does not use the source, or its outlines are missing.
        UpstreamError: If the folder holds no file of the source, or no file can be read.
        TooNewError: If every file is too new.
    """
    adapter = find_source(source)
    declared = _declared(case, source)
    with alone(case.folder / PANEL):
        panel = _own_panel(case.folder / PANEL, source)
        store = _store(case, declared, adapter)
        ground = _ground(case, declared, adapter, store)
        setting = Setting(ground, source, _slot(case, declared), retrieved or today)
        panel = _fitting(panel, ground, case)
        part, log = _part(panel, source), _Log([], [])

        def save(built: Built) -> None:
            record = _record(adapter, panel.sources.get(source), built=built, setting=setting)
            record = _with_skipped(record, _report(source, built, log), declared)
            write_panel(_panel_of_one(panel, built.part, record), case.folder / PANEL)

        maps = _observations(adapter, upstream, part, log=log, today=today)
        before = kept_laid(store) if store else None
        built = add_maps(part, maps, setting=setting, told=told, saved=save, after=before)
        report = _report(source, built, log)
        _refuse_nothing(report, upstream, today)
        if built.part is not part or source not in panel.sources:
            save(built)
            if store and built.laid is not None:
                keep_laid(store, built.laid)
    return report


def _own_panel(folder: Path, source: str) -> ControlPanel | None:
    """Read the panel with one source only: the others' parts are neither needed nor touched."""
    return read_panel(folder, only=source) if (folder / GRID).exists() else None


def panel_of(folder: Path) -> ControlPanel | None:
    """Return the panel of a case's folder, or nothing if it has none yet.

    Args:
        folder: The case's folder.
    """
    place = folder / PANEL
    return read_panel(place) if (place / GRID).exists() else None


@dataclass(frozen=True)
class _Log:  # its lists grow while the files are read, one by one
    skipped: list[Skipped]
    refused: list[Skipped]


def _declared(case: CaseGround, name: str) -> DeclaredSource:
    """Find what a case declares of a source.

    Raises:
        DataError: If the case does not use the source.
    """
    for declared in case.evidence.sources:
        if declared.name == name:
            return declared
    known = [declared.name for declared in case.evidence.sources]
    near = difflib.get_close_matches(name, known, n=1)
    raise DataError(
        f"the source {name!r}, which the case does not use",
        where=str(case.folder / "case.yaml"),
        expected=f"one of {', '.join(known)}" if known else "sources under `evidence`",
        remedy=f"Did you mean {near[0]!r}?" if near else "List it under `evidence: sources:`.",
    )


def _slot(case: CaseGround, declared: DeclaredSource) -> str:
    """Find the slot of the side that a source draws.

    Raises:
        DataError: If the case has no such side.
    """
    if declared.draws not in case.slots:
        raise DataError(
            f"the unknown side {declared.draws!r}",
            where=f"evidence: sources: {declared.name}: draws",
            expected=f"one of {', '.join(case.slots)}",
            remedy="Name the side by its id.",
        )
    return case.slots[declared.draws]


def _store(case: CaseGround, declared: DeclaredSource, adapter: MapSource) -> Store | None:
    """Return where a source's ground is kept; nowhere, if a boundary file is not in the folder."""
    named = [unit.outline for unit in (*case.theatre.regions, *case.theatre.places)]
    named += [name for name in (case.theatre.total.outline, case.theatre.land) if name]
    named += [declared.completed_from] if declared.completed_from else []
    files = [case.folder / name for name in sorted({name.split("#")[0] for name in named})]
    home = case.folder.resolve()
    if not all(path.is_file() and path.resolve().is_relative_to(home) for path in files):
        return None
    texts = [case.theatre.model_dump_json(), declared.completed_from or "", repr(adapter.box)]
    return Store(case.folder / PANEL, declared.name, key_of(texts, files))


def _ground(
    case: CaseGround, declared: DeclaredSource, adapter: MapSource, store: Store | None
) -> Ground:
    kept = kept_ground(store, make_grid(case.theatre.window)) if store else None
    if kept is not None:
        return kept
    outlines = read_outlines(case.folder, case.theatre)
    added = read_shapes(case.folder, declared.completed_from) if declared.completed_from else {}
    ground = lay_ground(
        case.theatre, outlines, box=adapter.box, completed_from=tuple(added.values())
    )
    if store:
        keep_ground(store, ground)
    return ground


def _fitting(panel: ControlPanel | None, ground: Ground, case: CaseGround) -> ControlPanel:
    """Return the panel, or an empty one.

    Raises:
        DataError: If the panel was built on another grid.
    """
    if panel is None:
        return ControlPanel(no_readings(), no_changes(), ground.grid, {})
    if panel.grid != ground.grid:
        raise DataError(
            "a panel built on another grid",
            where=str(case.folder / PANEL),
            expected="the grid of the case's window",
            remedy="Remove the panel's folder and ingest every source again.",
        )
    return panel


def _part(panel: ControlPanel, source: str) -> Part:
    if source not in panel.sources:
        return empty_part()
    return Part(
        panel.readings[panel.readings["source"] == source].reset_index(drop=True),
        panel.cells[panel.cells["source"] == source].reset_index(drop=True),
        weekly=panel.sources[source].readings_kept == "weekly",
    )


def _observations(
    adapter: MapSource, upstream: Path, part: Part, *, log: _Log, today: date
) -> Iterator[Observation]:
    """Yield the maps of a folder; what is not used goes into the log."""
    listing = one_a_day(list_files(upstream, pattern=adapter.file_pattern, named=adapter.files))
    log.skipped.extend(listing.skipped)
    limit = today - timedelta(days=MIN_LAG_DAYS)
    files: list[UpstreamFile] = []
    for file in listing.files:
        if adapter.gap_policy == "dated" and file.day is not None and file.day > limit:
            log.refused.append(_too_new(file.path.name, file.day, limit))
        else:
            files.append(file)
    for found in _read_ahead(adapter, files, _known_files(part)):
        if isinstance(found, Skipped):
            log.skipped.append(found)
        elif found.valid_to > limit:
            log.refused.append(_too_new(found.file, found.valid_to, limit))
        else:
            yield found


def _read_ahead(
    adapter: MapSource, files: list[UpstreamFile], known: Mapping[tuple[date | None, str], Dates]
) -> Iterator[Observation | Skipped]:
    """Yield what is in the files, in order; those of a day each are read ahead of their turn."""
    with ThreadPoolExecutor(READERS) as readers:
        waiting: deque[Future[list[Observation | Skipped]]] = deque()
        for file in files:
            if file.day is None:
                yield from _read(adapter, file, known)
                continue
            waiting.append(readers.submit(lambda one: list(_read(adapter, one, known)), file))
            if len(waiting) > READERS:
                yield from waiting.popleft().result()
        while waiting:
            yield from waiting.popleft().result()


def _too_new(file: str, day: date, limit: date) -> Skipped:
    return Skipped(file, f"{day} is newer than {limit}, {MIN_LAG_DAYS} days before today")


def _known_files(part: Part) -> dict[tuple[date | None, str], Dates]:
    """Return the days of each map that the panel has, by the file's day and digest."""
    maps = part.readings[["valid_from", "valid_to", "digest"]].drop_duplicates()
    days = [(a.date(), b.date(), digest) for a, b, digest in maps.itertuples(index=False)]
    dated = {(last, digest): (first, last) for first, last, digest in days}
    return {**dated, **{(None, digest): (first, last) for first, last, digest in days}}


def _read(
    adapter: MapSource, file: UpstreamFile, known: Mapping[tuple[date | None, str], Dates]
) -> Iterator[Observation | Skipped]:
    """Read a file, unless the panel has it: then its map is named without being read again."""
    try:
        content = read_bytes(file)
        digest = digest_of_bytes(content)
        day = file.day if adapter.gap_policy == "dated" else None
        if file.day is not None and (day, digest) in known:
            first, last = known[day, digest]
            yield Observation(first, last, last, file.name, digest)
            return
        yield from adapter.read(content, file.name)
    except UpstreamError as error:
        yield Skipped(file.path.name, f"{error.where}: {error.found}")
    except OSError as error:
        yield Skipped(file.path.name, f"it cannot be read ({error.strerror})")


def _report(source: str, built: Built, log: _Log) -> IngestReport:
    skipped = (*log.skipped, *built.skipped)
    days = built.part.readings
    return IngestReport(
        source=source,
        read=built.added + built.unchanged + len(built.redrawn),
        added=built.added,
        unchanged=built.unchanged,
        skipped=tuple(sorted(skipped, key=lambda entry: entry.file)),
        refused=tuple(log.refused),
        redrawn=built.redrawn,
        first=days["valid_from"].min().date() if len(days) else None,
        last=days["valid_to"].max().date() if len(days) else None,
    )


def _refuse_nothing(report: IngestReport, upstream: Path, today: date) -> None:
    """Refuse a folder of which not one map could be read.

    Raises:
        TooNewError: If there were only maps that are too new.
        UpstreamError: If there were none.
    """
    if report.read:
        return
    if report.refused:
        raise TooNewError(
            f"only days that are too new ({report.refused[0].file}: {report.refused[0].why})",
            where=str(upstream),
            expected=f"days up to {today - timedelta(days=MIN_LAG_DAYS)}",
            remedy=f"Wait until they are {MIN_LAG_DAYS} days old; nothing here tracks the present.",
        )
    first = report.skipped[0]
    raise UpstreamError(
        f"no map that can be read ({first.file}: {first.why})",
        where=str(upstream),
        expected="at least one whole map",
        remedy="Download the files again.",
    )


def _record(
    adapter: MapSource, before: SourceRecord | None, *, built: Built, setting: Setting
) -> SourceRecord:
    readings = built.part.readings
    digests = sorted(set(readings["digest"]))
    return SourceRecord(
        name=adapter.name,
        title=adapter.title,
        drawn="a" if setting.drawn == "a" else "b",
        credit=adapter.credit,
        licence=adapter.licence,
        published=adapter.published,
        retrieved=setting.known_from,
        command=f"ripeness ingest {adapter.name} DIR --case FOLDER",
        scope=adapter.scope,
        gap_policy=adapter.gap_policy,
        readings_kept=before.readings_kept if before else "all",
        first=readings["valid_from"].min().date(),
        last=readings["valid_to"].max().date(),
        maps=built.added + len(built.redrawn) + (before.maps if before else 0),
        inputs_digest=digest_of_bytes("\n".join(digests).encode()),
        skipped=before.skipped if before else (),
        redrawn=before.redrawn if before else (),
    )


def _with_skipped(
    record: SourceRecord, report: IngestReport, declared: DeclaredSource
) -> SourceRecord:
    """Add to a record what was skipped and drawn again this time, and the case's word on scope."""
    skipped = {entry.file: entry for entry in record.skipped}
    skipped |= {entry.file: SkippedFile(file=entry.file, why=entry.why) for entry in report.skipped}
    redrawn = [SkippedFile(file=entry.file, why=entry.why) for entry in report.redrawn]
    return record.model_copy(
        update={
            "scope": declared.scope,
            "skipped": tuple(skipped[name] for name in sorted(skipped)),
            "redrawn": (*record.redrawn, *redrawn),
        }
    )


def _panel_of_one(panel: ControlPanel, part: Part, record: SourceRecord) -> ControlPanel:
    """Return a panel of one source, ready to be written beside the others."""
    return replace(panel, readings=part.readings, cells=part.cells, sources={record.name: record})

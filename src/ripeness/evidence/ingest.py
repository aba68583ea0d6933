"""Upstream files into a case's control panel."""

import difflib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from ripeness.evidence.build import Built, Part, Setting, add_maps, empty_part
from ripeness.evidence.catalogue import find_source
from ripeness.evidence.declared import DeclaredSource, Evidence
from ripeness.evidence.ground import Ground, lay_ground
from ripeness.evidence.observation import MapSource, Observation, Skipped
from ripeness.evidence.panel import GRID, ControlPanel, no_readings, read_panel, write_panel
from ripeness.evidence.cells import no_changes
from ripeness.evidence.provenance import SkippedFile, SourceRecord
from ripeness.evidence.upstream import UpstreamFile, list_files, one_a_day, read_bytes
from ripeness.terms.days import MIN_LAG_DAYS
from ripeness.terms.errors import DataError, TooNewError, UpstreamError
from ripeness.terms.files import digest_of_bytes
from ripeness.theatre.declared import Theatre
from ripeness.theatre.outlines import read_outlines, read_shapes

PANEL = "panel"
"""The panel's folder in a case's folder."""


@dataclass(frozen=True)
class CaseGround:
    """What ingesting needs of a case: its folder, its ground, its sources, and each side's slot."""

    folder: Path
    theatre: Theatre
    evidence: Evidence
    slots: dict[str, str]


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

    Days that the panel has already are left alone; a day drawn again is kept beside the first drawing;
    a day newer than `MIN_LAG_DAYS` before `today` is refused.

    Args:
        source: Name of the source.
        upstream: Folder of the files as downloaded.
        case: The case.
        today: The day of the machine.
        told: Is told the name of each map when it has been read.
        retrieved: The day on which the files were downloaded; `today` if not given.

    Raises:
        DataError: If the case does not use the source, or its outlines are missing.
        UpstreamError: If the folder holds no file of the source, or no file can be read.
        TooNewError: If every file is too new.
    """
    adapter = find_source(source)
    declared = _declared(case, source)
    panel = panel_of(case.folder)
    ground, setting = _setting(case, declared, adapter, today)
    panel = _fitting(panel, ground, case)
    log = _Log([], [], 0)
    part = _part(panel, source)
    built = add_maps(
        part, _observations(adapter, upstream, part, log, today), setting=setting, told=told
    )
    report = _report(source, built, log)
    _refuse_nothing(report, upstream, today)
    record = _record(panel, (adapter, declared, setting), built, report)
    record = record.model_copy(update={"retrieved": retrieved or today})
    if built.added or built.redrawn or source not in panel.sources:
        write_panel(_with(panel, source, built.part, record), case.folder / PANEL)
    return report


def panel_of(folder: Path) -> ControlPanel | None:
    """Return the panel of a case's folder, or nothing if it has none yet."""
    place = folder / PANEL
    return read_panel(place) if (place / GRID).exists() else None


@dataclass
class _Log:  # grows while files are read
    skipped: list[Skipped]
    refused: list[Skipped]
    unchanged: int


def _declared(case: CaseGround, name: str) -> DeclaredSource:
    for declared in case.evidence.sources:
        if declared.name == name:
            return declared
    known = [declared.name for declared in case.evidence.sources]
    near = difflib.get_close_matches(name, known, n=1)
    raise DataError(
        f"the source {name!r}, which the case does not use",
        where=str(case.folder / "case.yaml"),
        expected=f"one of {', '.join(known)}",
        remedy=f"Did you mean {near[0]!r}?" if near else "List it under `evidence: sources:`.",
    )


def _setting(
    case: CaseGround, declared: DeclaredSource, adapter: MapSource, today: date
) -> tuple[Ground, Setting]:
    outlines = read_outlines(case.folder, case.theatre)
    added = read_shapes(case.folder, declared.completed_from) if declared.completed_from else {}
    ground = lay_ground(case.theatre, outlines, box=adapter.box, completed_from=tuple(added.values()))
    return ground, Setting(ground, declared.name, case.slots[declared.draws], today)


def _fitting(panel: ControlPanel | None, ground: Ground, case: CaseGround) -> ControlPanel:
    """Return the panel, or an empty one; refuse one that was built on another grid."""
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
    )


def _observations(
    adapter: MapSource, upstream: Path, part: Part, log: _Log, today: date
) -> Iterator[Observation]:
    """Yield the maps of a folder; what is not used goes into the log."""
    listing = one_a_day(list_files(upstream, pattern=adapter.file_pattern, named=adapter.files))
    log.skipped.extend(listing.skipped)
    limit = today - timedelta(days=MIN_LAG_DAYS)
    known = set(part.readings["digest"])
    for file in listing.files:
        if adapter.gap_policy == "dated" and file.day is not None and file.day > limit:
            log.refused.append(_too_new(file.path.name, file.day, limit))
            continue
        for found in _read(adapter, file, known, log):
            if isinstance(found, Skipped):
                log.skipped.append(found)
            elif found.valid_to > limit:
                log.refused.append(_too_new(found.file, found.valid_to, limit))
            else:
                yield found


def _too_new(file: str, day: date, limit: date) -> Skipped:
    return Skipped(file, f"{day} is newer than {limit}, {MIN_LAG_DAYS} days before today")


def _read(
    adapter: MapSource, file: UpstreamFile, known: set[str], log: _Log
) -> Iterator[Observation | Skipped]:
    try:
        content = read_bytes(file)
        if digest_of_bytes(content) in known:
            log.unchanged += 1
            return
        yield from adapter.read(content, file.name)
    except UpstreamError as error:
        yield Skipped(file.path.name, error.found)
    except OSError as error:
        yield Skipped(file.path.name, f"it cannot be read ({error.strerror})")


def _report(source: str, built: Built, log: _Log) -> IngestReport:
    skipped = (*log.skipped, *built.skipped)
    unchanged = built.unchanged + log.unchanged
    days = built.part.readings
    return IngestReport(
        source=source,
        read=built.added + unchanged + len(built.redrawn),
        added=built.added,
        unchanged=unchanged,
        skipped=tuple(sorted(skipped, key=lambda entry: entry.file)),
        refused=tuple(log.refused),
        redrawn=built.redrawn,
        first=days["valid_from"].min().date() if len(days) else None,
        last=days["valid_to"].max().date() if len(days) else None,
    )


def _refuse_nothing(report: IngestReport, upstream: Path, today: date) -> None:
    """Raise if not one map could be read."""
    if report.read:
        return
    if report.refused:
        raise TooNewError(
            f"only days that are too new ({report.refused[0].file}: {report.refused[0].why})",
            where=str(upstream),
            expected=f"days up to {today - timedelta(days=MIN_LAG_DAYS)}",
            remedy=f"Wait until they are {MIN_LAG_DAYS} days old; the programme does no live tracking.",
        )
    first = report.skipped[0]
    raise UpstreamError(
        f"no file that can be read ({first.file}: {first.why})",
        where=str(upstream),
        expected="at least one whole map",
        remedy="Download the files again.",
    )


def _record(
    panel: ControlPanel,
    who: tuple[MapSource, DeclaredSource, Setting],
    built: Built,
    report: IngestReport,
) -> SourceRecord:
    adapter, declared, setting = who
    digests = sorted(set(built.part.readings["digest"]))
    before = panel.sources.get(adapter.name)
    kept = {entry.file: entry for entry in (before.skipped if before else ())}
    kept |= {entry.file: SkippedFile(file=entry.file, why=entry.why) for entry in report.skipped}
    redrawn = tuple(SkippedFile(file=entry.file, why=entry.why) for entry in report.redrawn)
    return SourceRecord(
        name=adapter.name,
        title=adapter.title,
        drawn="a" if setting.drawn == "a" else "b",
        credit=adapter.credit,
        licence=adapter.licence,
        published=adapter.published,
        retrieved=setting.today,
        command=f"ripeness ingest {adapter.name} DIR --case FOLDER",
        scope=declared.scope,
        gap_policy=adapter.gap_policy,
        readings_kept=before.readings_kept if before else "all",
        first=report.first,
        last=report.last,
        maps=len(digests),
        inputs_digest=digest_of_bytes("\n".join(digests).encode()),
        skipped=tuple(kept[name] for name in sorted(kept)),
        redrawn=(*(before.redrawn if before else ()), *redrawn),
    )


def _with(panel: ControlPanel, source: str, part: Part, record: SourceRecord) -> ControlPanel:
    """Return a panel of one source, ready to be written beside the others."""
    return replace(panel, readings=part.readings, cells=part.cells, sources={source: record})

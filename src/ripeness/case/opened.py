"""A case opened for work: its folder, its declaration, its maps and its counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from ripeness.case.docket import ground_rules
from ripeness.case.load import case_folder, load_case
from ripeness.case.records import Case
from ripeness.evidence.counts import Counts, read_counts_of
from ripeness.evidence.panel import ControlPanel, drawn_as, read_panel
from ripeness.terms.errors import DataError, NoDataError

BEYOND_MAPS = timedelta(days=31)
"""How far the end of the evidence may lie after the last map."""


@dataclass(frozen=True)
class OpenedCase:
    """A case with its folder, its control panel and its counts."""

    folder: Path
    case: Case
    panel: ControlPanel
    counts: Counts


def open_case(
    named: str | Path, *, as_of: date | None = None, evidence_to: date | None = None
) -> OpenedCase:
    """Open a case, with other days than its own where they are given.

    Args:
        named: A built-in case or a case's folder.
        as_of: What models may know; the case's by default.
        evidence_to: What resolves claims; the case's by default, or `as_of` where that is later.

    Raises:
        CaseError: If the case is wrong.
        DataError: If its panel is, or the days are in the wrong order.
        NoDataError: If `evidence_to` is given and lies long after the last map.
    """
    folder = case_folder(named)
    case = load_case(named)
    known = as_of or case.as_of
    end = evidence_to or max(case.evidence_to, known)
    if known > end:
        raise DataError(
            f"an as-of day {known} after the end of the evidence {end}",
            where=str(folder),
            expected="an as-of day on or before it",
            remedy="Give an earlier --as-of or a later --evidence-to.",
        )
    slots = ground_rules(case).slots
    drawn = {source.name: slots[source.draws] for source in case.evidence.sources}
    panel = drawn_as(read_panel(folder / "panel"), drawn)
    if evidence_to is not None:
        _refuse_beyond(panel, evidence_to, folder)
    given = case.model_copy(update={"as_of": known, "evidence_to": end})
    return OpenedCase(folder, given, panel, read_counts_of(folder, case.losses, slots=slots))


def _refuse_beyond(panel: ControlPanel, end: date, folder: Path) -> None:
    if panel.readings.empty:
        return
    last = panel.readings["valid_to"].max().date()
    if end > last + BEYOND_MAPS:
        raise NoDataError(
            f"evidence to {end}, while the last map is of {last}",
            where=str(folder),
            expected="an end of the evidence that the maps reach",
            remedy=f"Give an --evidence-to of about {last}, or ingest later maps.",
        )

"""Rebuilds the counts of losses and the figures of strength that the founding case ships.

    python tools/ship_losses.py          all of them

Files upstream are those of `RIPENESS_DATA`, retrieved on the day that its PROVENANCE.md states.
"""

from datetime import date, timedelta
from pathlib import Path

from ship_boundaries import CASE, RETRIEVED, data_folder

from ripeness.evidence.losses.ingest import LOSSES, ingest_losses
from ripeness.evidence.losses.shelf import RECORD, LossFiles, read_counts, write_counts
from ripeness.evidence.provenance import SkippedFile
from ripeness.evidence.strengths.record import StrengthFile, read_figures, write_strengths
from ripeness.terms.days import MIN_LAG_DAYS

FOLDERS = {
    "general_staff": "upstream/general_staff",
    "named_deaths": "losses",
    "named_vintages": "losses",
    "oryx": "losses",
}
"""Where in the data folder each source's files lie."""

STRENGTHS = "text/force_size_estimates.csv"

COMMAND = "RIPENESS_DATA=DATA python tools/ship_losses.py"


def ship_losses(data: Path, case: Path) -> None:
    """Build the counts of each source anew and put them in place of those that stand."""
    retrieved = date.fromisoformat(RETRIEVED)
    today = retrieved + timedelta(days=MIN_LAG_DAYS)
    for source, folder in FOLDERS.items():
        place = case / LOSSES / source
        (place / RECORD).unlink(missing_ok=True)
        report = ingest_losses(source, data / folder, case=case, today=today, retrieved=retrieved)
        command = f"{COMMAND}  (ripeness ingest {source} DATA/{folder} --case FOLDER)"
        part = read_counts(place)
        if part is not None:
            record = part.record.model_copy(update={"command": command})
            write_counts(place, LossFiles(record, part.counts))
        print(
            f"{source}: {report.added} counts, {len(report.skipped)} skipped, "
            f"{len(report.redrawn)} corrected, {report.first} to {report.last}"
        )


def ship_strengths(data: Path, case: Path) -> None:
    """Read the table of stated figures anew."""
    path = data / STRENGTHS
    figures, skipped = read_figures(path.read_bytes(), path.name)
    file = StrengthFile(
        title="Stated figures of strength",
        credit="The speakers and publications named in each figure",
        licence="facts stated in public, in our own words, each with its source",
        published=f"compiled for this project: {STRENGTHS}",
        retrieved=date.fromisoformat(RETRIEVED),
        command=COMMAND,
        figures=tuple(figures),
        skipped=tuple(SkippedFile(file=one.file, why=one.why) for one in skipped),
    )
    write_strengths(case / LOSSES, file)
    print(f"strengths: {len(figures)} figures, {len(skipped)} skipped")


def main() -> None:
    """Ship counts and figures."""
    ship_losses(data_folder(), CASE)
    ship_strengths(data_folder(), CASE)


if __name__ == "__main__":
    main()

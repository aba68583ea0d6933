"""The study of what the conclusions hinge on, as a case ships it, for the same input only."""

from pathlib import Path

from pydantic import ValidationError

from ripeness.campaign.records import Hinge
from ripeness.case.opened import OpenedCase
from ripeness.evidence.panel import known_by
from ripeness.terms.declared import Declared
from ripeness.terms.errors import DataError
from ripeness.terms.files import digest_of_bytes, digest_of_file, write_text
from ripeness.terms.plain import as_json

FOLDER, FILE = "campaign", "hinges.json"
"""Where the study lies in a case's folder."""


class HingeStudy(Declared):
    """What the conclusions hinge on, and what that was made from."""

    command: str
    """The command that makes it again."""
    seed: int
    """Its seed."""
    digest: str
    """Digest of the maps and the plan that it was made from."""
    map_source: str
    """Whose map."""
    family: str
    """Family of priors."""
    members: int
    """Members a point."""
    hinges: tuple[Hinge, ...]
    """What it found."""


def kept_hinges(opened: OpenedCase) -> tuple[Hinge, ...]:
    """Return what a case's study found; nothing where it has none, or it was made from other input.

    Raises:
        DataError: If the study cannot be read.
    """
    path = study_path(opened.folder)
    if not path.is_file():
        return ()
    try:
        study = HingeStudy.model_validate_json(path.read_bytes())
    except ValidationError as error:
        raise DataError(
            str(error).splitlines()[0][:200],
            where=str(path),
            expected="the file that tools/study_hinges.py writes",
            remedy="Make it again, or delete it.",
        ) from error
    return study.hinges if study.digest == study_digest(opened) else ()


def keep_hinges(opened: OpenedCase, study: HingeStudy) -> Path:
    """Write a study into the folder of its case and return its path."""
    path = study_path(opened.folder)
    write_text(path, as_json(study.model_dump(mode="json")) + "\n")
    record = {
        "title": "What the conclusions of the campaign hinge on",
        "published": "the panel and the plan of this case",
        "credit": opened.panel.sources[study.map_source].credit,
        "licence": "results only: Apache-2.0; the maps are their makers' own",
        "retrieved": opened.case.evidence_to.isoformat(),
        "command": study.command,
        "files": {FILE: digest_of_file(path)},
    }
    write_text(path.with_name("source.json"), as_json(record) + "\n")
    return path


def study_path(folder: Path) -> Path:
    """Return where a case keeps its study."""
    return folder / FOLDER / FILE


def study_digest(opened: OpenedCase) -> str:
    """Return the digest of what a study hangs on: maps known by `as_of`, the plan, the settings."""
    readings = known_by(opened.panel, opened.case.as_of).readings
    maps = readings[["source", "id", "valid_from", "held_km2"]].to_csv(index=False)
    plan = opened.case.table
    parts = [
        digest_of_bytes(maps.encode()),
        "" if plan is None else digest_of_file(opened.folder / plan),
        opened.case.campaign.model_dump_json(),
        opened.case.as_of.isoformat(),
    ]
    return digest_of_bytes("\n".join(parts).encode())

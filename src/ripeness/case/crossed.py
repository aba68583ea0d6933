"""What no single field can tell: whether the parts of a case file fit each other."""

from pathlib import Path

from ripeness.case.file import CaseFile
from ripeness.terms.errors import Fault


def crossed_faults(file: CaseFile, folder: Path) -> list[Fault]:
    """Return every fault that lies between parts of a case file."""
    return []

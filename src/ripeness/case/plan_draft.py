"""A plan that fits its record but may not fit its case: read with its lines, for checks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ripeness.case.faults import did_you_mean, shown
from ripeness.case.file import CaseFile, Path_, where
from ripeness.case.records import Case
from ripeness.table.tabled import TabledPlan
from ripeness.terms.errors import Fault


@dataclass(frozen=True)
class PlanDraft:
    """A plan that fits its record, with the lines of its file and the case that it belongs to."""

    name: str
    """Name of the file."""
    file: CaseFile
    """What the file holds, with lines."""
    tabled: TabledPlan
    """The plan."""
    case: Case
    """The case."""

    def fault(self, path: Path_, found: str, expected: str, remedy: str) -> Fault:
        """Return a fault with the line of the value at fault."""
        return Fault(f"{self.name}: {where(path)}", found, expected, remedy, self.file.line(path))

    def unknown(
        self, path: Path_, named: object, known: Iterable[str], *, kind: str
    ) -> Iterator[Fault]:
        """Give a fault if a name is not known."""
        words = set(known)
        if named not in words:
            remedy = did_you_mean(named, words)
            yield self.fault(path, shown(named), f"the id of a {kind}", remedy)

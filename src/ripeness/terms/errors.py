"""Every way of being wrong, drawn as one tree.

RipenessError
├── CaseError          a case file is wrong; carries every fault found in it
├── DataError          data are wrong, or are not there
│   ├── UpstreamError  an upstream file cannot be read as what it claims to be
│   ├── TooNewError    a day newer than the programme accepts
│   ├── FetchError     upstream could not be reached, or sent what may not be kept
│   ├── AlignmentError labels that should meet do not
│   ├── NetworkError   a network is wrong; carries every fault found in it
│   └── NoDataError    nothing is known about what was asked
├── ModelError         a model was given what it cannot use
└── RecordError        the record of a run lacks what a page or a reader asks of it
"""

from dataclasses import dataclass


class RipenessError(Exception):
    """Something is wrong: what was found, where, what was expected, what to do."""

    def __init__(self, found: str, *, where: str, expected: str, remedy: str) -> None:
        self.found = found
        self.where = where
        self.expected = expected
        self.remedy = remedy
        super().__init__(f"{where}: found {found}; expected {expected}. {remedy}")


@dataclass(frozen=True)
class Fault:
    """One thing wrong in a file: what was found, on which line, and the remedy."""

    where: str
    found: str
    expected: str
    remedy: str
    line: int | None = None


class CaseError(RipenessError):
    """A case file is wrong; `faults` holds every fault found in it."""

    def __init__(self, faults: tuple[Fault, ...], *, where: str) -> None:
        self.faults = faults
        count = f"{len(faults)} fault{'s' if len(faults) != 1 else ''}"
        super().__init__(
            f"{count}, the first being {faults[0].found} at {faults[0].where}",
            where=where,
            expected=faults[0].expected,
            remedy=faults[0].remedy,
        )


class DataError(RipenessError):
    """Data are wrong, or are not there."""


class UpstreamError(DataError):
    """An upstream file cannot be read as what it claims to be."""


class TooNewError(DataError):
    """A day is newer than the programme accepts."""


class FetchError(DataError):
    """Upstream could not be reached, or sent what may not be kept."""


class AlignmentError(DataError):
    """Labels that should meet do not."""


class NetworkError(DataError):
    """A network is wrong; `faults` holds every fault found in it."""

    def __init__(self, faults: tuple[Fault, ...], *, where: str) -> None:
        self.faults = faults
        super().__init__(
            "; ".join(f"{fault.found} at {fault.where}" for fault in faults),
            where=where,
            expected="; ".join(dict.fromkeys(fault.expected for fault in faults)),
            remedy=" ".join(dict.fromkeys(fault.remedy for fault in faults)),
        )


class NoDataError(DataError):
    """Nothing is known about what was asked."""


class ModelError(RipenessError):
    """A model was given what it cannot use."""


class RecordError(RipenessError):
    """The record of a run lacks what a page or a reader asks of it."""

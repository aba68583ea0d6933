"""Loading a case: checked whole, and every fault of it shown at once."""

from pathlib import Path

from pydantic import ValidationError

from ripeness.case.crossed import crossed_faults
from ripeness.case.faults import did_you_mean, faults_of
from ripeness.case.file import NAME, read_case_file
from ripeness.case.plan_file import plan_and_faults
from ripeness.case.records import Case
from ripeness.terms.errors import CaseError, Fault

LIBRARY = Path(__file__).with_name("library")
"""Where the built-in cases are."""


def built_in_cases() -> tuple[str, ...]:
    """Return the names of the cases that the package ships."""
    return tuple(sorted(path.parent.name for path in LIBRARY.glob(f"*/{NAME}")))


def case_folder(named: str | Path) -> Path:
    """Return the folder of a case named by a built-in name or by a folder.

    Args:
        named: `pokrovsk`, or a folder that holds a `case.yaml`. A name with a slash, or of a
            folder that is there, is a folder.

    Raises:
        CaseError: If there is no such case.
    """
    path = Path(named)
    if (path / NAME).is_file():
        return path
    if str(named) in built_in_cases():
        return LIBRARY / str(named)
    looks_built_in = path.parent == Path() and not path.exists()
    fault = Fault(
        str(named),
        f"no file {NAME} there" if path.is_dir() else "neither a built-in case nor a folder",
        f"a built-in case or a folder with a {NAME}",
        did_you_mean(named, built_in_cases())
        if looks_built_in
        else "Make one by `ripeness new FOLDER --like pokrovsk`.",
    )
    raise CaseError((fault,), where=str(named))


def load_case(named: str | Path) -> Case:
    """Load a case by a built-in name or from a folder.

    Raises:
        CaseError: If anything is wrong with it; it holds every fault found.
    """
    folder = case_folder(named)
    case, faults = _read(folder)
    if case is None or faults:
        raise CaseError(faults, where=str(folder / NAME))
    return case


def check(named: str | Path) -> tuple[Fault, ...]:
    """Return every fault of a case, in the order of the lines; none for a sound one."""
    try:
        folder = case_folder(named)
    except CaseError as error:
        return error.faults
    return _read(folder)[1]


def _read(folder: Path) -> tuple[Case | None, tuple[Fault, ...]]:
    file = read_case_file(folder / NAME)
    if file.content is None:
        return None, file.faults
    faults = list(file.faults)
    case: Case | None = None
    try:
        case = Case.model_validate(file.content)
    except ValidationError as error:
        known_lines = {fault.line for fault in faults}
        refused = faults_of(error, file, Case)
        faults += [fault for fault in refused if fault.line not in known_lines]
    faults += crossed_faults(file, folder)
    if case is not None:
        faults += plan_and_faults(folder, case)[1]
    return case, tuple(sorted(set(faults), key=lambda fault: (fault.line or 0, fault.where)))

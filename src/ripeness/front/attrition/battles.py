"""Readers of the battle files, in which missing is its own state and never zero."""

from pathlib import Path

import numpy as np
import pandas as pd

from ripeness.terms.errors import NoDataError, UpstreamError

JUDGEMENTS = (
    "CEA", "LEADA", "TRNGA", "MORALA", "LOGSA", "MOMNTA", "INTELA", "TECHA", "INITA", "WINA",
    "QUALA", "RESA", "MOBILA", "AIRA", "FPREPA", "WXA", "TERRA", "LEADAA", "PLANA", "SURPAA",
    "MANA", "LOGSAA", "FORTSA", "DEEPA",
)  # fmt: skip
"""Columns that judge the attacker's edge; negative favours the defender, -9 is missing."""

COUNTS = tuple(
    name + side
    for side in ("A", "D")
    for name in (
        "STR", "INTST", "RERP", "CAS", "FINST", "CAV", "TANK", "LT", "MBT", "ARTY", "FLY",
        "CTANK", "CARTY", "CFLY",
    )
)  # fmt: skip
"""Columns that count; -1 is missing."""

WIDTHS = ("WOFA1", "WOFD1", "WOFA2", "WOFD2", "WOFA3", "WOFD3")
"""Widths of front in km; -1 is missing."""

NINES = {"POSTYPE": 9, "FRONT": 9, "DEPTH": 9, "TIME": 9, "AEROA": 9, "KMDA": -9999}
"""Columns with a code of their own for what is missing."""

CODES = ("POST1", "POST2", "TERRA1", "TERRA2", "WX1", "WX2", "WX3", "PRI", "SEC", "RESO")
"""Columns of codes, by how their names begin: text even where a code looks like a number."""

SCORES = ("ACHA", "ACHD")
"""Mission accomplishment, 1 to 10; 0 is missing."""


def read_cdb90(file: Path) -> pd.DataFrame:
    """Read the original CDB90 battle file, one row a battle, missing as missing.

    Each column keeps its upstream name. Codes for *missing* differ by column and are turned into
    `NA`: -1 in counts and widths, -9 in judgements, 9 in five, -9999 in KMDA, 99 and 9999 in
    dates, 0 in the two accomplishment scores. A negative judgement or KMDA that is no such code is
    a value: WINA is 1, 0 or -1, and KMDA (total km, not km a day) is negative where the attacker
    lost ground. Casualties that exceed the strength stay as they are, and `doubts` says so.

    Args:
        file: The file `CDB90-orig.csv`; Latin-1.

    Raises:
        NoDataError: If there is no such file.
        UpstreamError: If the file lacks columns that the original has.

    References:
        U.S. Army Concepts Analysis Agency, CDB90; jrnold/CDB90.
    """
    table = _table(file, ("ISQNO", "WAR", "NAME", "WINA", "STRA", "CASD", "ATPBYR1"))
    names = [str(name) for name in table]
    coded: dict[str, tuple[int, ...]] = {
        **dict.fromkeys(JUDGEMENTS, (-9,)),
        **dict.fromkeys(COUNTS, (-1,)),
        **dict.fromkeys(WIDTHS, (-1,)),
        **dict.fromkeys(SCORES, (0,)),
        **{name: (code,) for name, code in NINES.items()},
        **{
            name: (99, 9999)
            for name in names
            if name[:2] in {"YR", "MO", "DA", "HR"} and name[-1] in "123"
        },
        **{name: (9999,) for name in names if name.startswith("ATP") and "HR" in name},
    }
    columns: dict[str, pd.Series] = {
        name: _numbers(column, coded[name]) if name in coded else _plain(column, name)
        for name, column in zip(names, (table[name] for name in names), strict=True)
    }
    battles = pd.DataFrame(columns)
    battles["doubts"] = _doubts(battles)
    return battles


def read_ardennes(file: Path) -> pd.DataFrame:
    """Read daily strengths and casualties of the Ardennes campaign of 1944-45.

    Args:
        file: A file with columns day, allied_force, allied_casualties, german_force and
            german_casualties.

    Raises:
        NoDataError: If there is no such file.
        UpstreamError: If a column is missing or holds what is no positive number.

    References:
        Wiper, Pettit and Young (2000), *Naval Research Logistics* 47(7), 541-558.
    """
    names = ("day", "allied_force", "allied_casualties", "german_force", "german_casualties")
    return _positive(_table(file, names), names, file)


def read_iwo_jima(file: Path) -> pd.DataFrame:
    """Read the days of Engel's model of Iwo Jima.

    Args:
        file: A file with columns day, us_model_engel, japan_model_engel and us_landed_that_day.

    Raises:
        NoDataError: If there is no such file.
        UpstreamError: If a column is missing.

    References:
        Engel (1954), https://doi.org/10.1287/opre.2.2.163
    """
    names = ("day", "us_model_engel", "japan_model_engel", "us_landed_that_day")
    return _table(file, names)[list(names)].astype(float)


def read_battles_1620_1905(file: Path) -> pd.DataFrame:
    """Read the strengths and losses of battles from 1620 to 1905; R is the victor.

    Args:
        file: A file with columns year, R0, Rc, B0, Bc and period.

    Raises:
        NoDataError: If there is no such file.
        UpstreamError: If a column is missing or holds what is no positive number.

    References:
        Rubio-Campillo (2016), *PLoS ONE* 11(1).
    """
    names = ("year", "R0", "Rc", "B0", "Bc", "period")
    return _positive(_table(file, names), names, file)


def _table(file: Path, needed: tuple[str, ...]) -> pd.DataFrame:
    path = Path(file)
    if not path.is_file():
        raise NoDataError(
            found=f"no file {path.name}",
            where=str(path.parent),
            expected="a battle file",
            remedy="Give the path of the file itself; see PROVENANCE for where it comes from.",
        )
    table = pd.read_csv(path, encoding="latin-1", dtype=str, keep_default_na=False)
    missing = [name for name in needed if name not in table]
    if missing:
        raise UpstreamError(
            found=f"no column {', '.join(missing)}",
            where=path.name,
            expected=f"columns {', '.join(needed)}",
            remedy="Give the original file, comma separated, with its header.",
        )
    return table


def _numbers(column: pd.Series, missing: tuple[int, ...]) -> pd.Series:
    """Read numbers; blanks and the column's own codes are missing."""
    values = pd.to_numeric(column.str.strip().replace("", None), errors="coerce")
    return values.mask(values.isin(missing)).astype("Float64")


def _plain(column: pd.Series, name: str) -> pd.Series:
    """Read numbers where all that is written is a number, else text; blanks are missing."""
    written = column.str.strip().replace("", None)
    values = pd.to_numeric(written, errors="coerce")
    if not name.startswith(CODES) and values.notna().equals(written.notna()):
        return values.astype("Float64")
    return written.replace("?", None).str.upper().astype("string")


def _doubts(battles: pd.DataFrame) -> pd.Series:
    """Say which rows cannot be right as they stand."""
    notes = [
        np.where((battles[f"CAS{side}"] > battles[f"STR{side}"]).fillna(value=False), text, "")
        for side, text in (
            ("A", "attacker lost more than it had"),
            ("D", "defender lost more than it had"),
        )
    ]
    rows = ["; ".join(note for note in row if note) for row in zip(*notes, strict=True)]
    return pd.Series(rows, index=battles.index, dtype="string")


def _positive(table: pd.DataFrame, names: tuple[str, ...], file: Path) -> pd.DataFrame:
    numbers = table[list(names)].apply(pd.to_numeric, errors="coerce")
    bad = numbers.index[~(numbers > 0).all(axis=1)]
    if len(bad):
        raise UpstreamError(
            found=f"{len(bad)} rows with what is no positive number, the first on line {bad[0] + 2}",
            where=Path(file).name,
            expected="positive numbers throughout",
            remedy="Correct or leave out those rows.",
        )
    return numbers

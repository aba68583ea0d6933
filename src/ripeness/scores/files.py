"""Tables of forecasts and of what came about, read from files as others write them.

A table may be long (one quantile a row) or wide (one column a level, named `0.5` or `q0.5`). Common
names of columns are understood, levels may be percentages, and what only one model or one region
needs not name may be absent. What is understood is fixed here; nothing is guessed from numbers.
"""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from ripeness.scores.table import KEYS
from ripeness.terms.days import sunday_on_or_before
from ripeness.terms.errors import DataError

OTHER_NAMES = {
    "model": ("model_name", "team_model", "forecaster", "method"),
    "source": ("map", "series"),
    "region": ("location", "area", "theatre", "place", "unique_id"),
    "origin": ("forecast_date", "reference_date", "cutoff", "issued", "as_of"),
    "horizon_weeks": ("horizon", "weeks_ahead", "ahead", "h"),
    "level": ("quantile", "quantile_level", "output_type_id", "tau", "probability", "prob"),
    "value": ("prediction", "predicted", "forecast", "yhat", "held_km2", "km2"),
    "observed": ("actual", "truth", "y"),
    "due": ("target_end_date", "target_date", "date", "week", "ds"),
}
"""For each column of a forecast, other names that it may go by."""

OBSERVED_NAMES = {
    "date": ("week", "sunday", "day", "valid_from", "target_end_date", "ds", "due"),
    "source": OTHER_NAMES["source"],
    "region": OTHER_NAMES["region"],
    "value": ("observed", "observation", "held_km2", "km2", "actual", "truth", "y"),
}
"""The same for a series of what came about."""

WHEN_ABSENT = {"model": "forecast", "source": "given", "region": "total"}
"""What a column is taken to say in every row where a table does not have it."""

WIDE = re.compile(r"^(?:q|quantile|p)?[_ ]?((?:0?\.\d+)|(?:\d{1,2}(?:\.\d+)?%))$", re.IGNORECASE)


def read_forecasts(path: Path) -> pd.DataFrame:
    """Read a table of quantile forecasts: Parquet, CSV or TSV, long or wide.

    Args:
        path: The file.

    Returns:
        One quantile a row: `model`, `source`, `region`, `origin`, `horizon_weeks`, `level`,
        `value`, and `observed` where the table has it.

    Raises:
        DataError: If the file cannot be read, or lacks something that cannot be understood.
    """
    table = _long(_renamed(_read(path), OTHER_NAMES))
    where = str(path)
    _refuse_lack(("origin", "level", "value"), table, where)
    table = table.assign(origin=_days(table["origin"], "origin", where))
    table = table.assign(horizon_weeks=_horizons(table, where), level=_levels(table, where))
    table = table.assign(value=_numbers(table["value"], "value", where))
    if "observed" in table:
        table = table.assign(observed=_numbers(table["observed"], "observed", where, gaps=True))
    kept = [*KEYS, "level", "value", *(["observed"] if "observed" in table else [])]
    return _named(table, tuple(WHEN_ABSENT), where)[kept]


def read_observed(path: Path, forecasts: pd.DataFrame) -> pd.DataFrame:
    """Read a series of what came about: `date`, `value`, and `source` and `region` where given.

    A series that names no source stands for every source of the forecasts, and so with regions,
    but not for several of them where its days stand more than once.

    Args:
        path: The file: CSV, TSV or Parquet.
        forecasts: The forecasts that it will be read for.

    Raises:
        DataError: If the file cannot be read, or a day or a value in it cannot.
    """
    where = str(path)
    table = _renamed(_read(path), OBSERVED_NAMES)
    _refuse_lack(("date", "value"), table, where)
    table = table.assign(
        date=_days(table["date"], "date", where),
        value=_numbers(table["value"], "value", where, gaps=True),
    ).dropna(subset=["value"])
    for name in ("source", "region"):
        if name not in table:
            table = table.merge(forecasts[[name]].drop_duplicates(), how="cross")
    table = _named(table, ("source", "region"), where)
    return table[["source", "region", "date", "value"]].drop_duplicates(ignore_index=True)


def on_sundays(series: pd.DataFrame) -> pd.DataFrame:
    """Return a series by the Sunday on or before each day; the last day of a week stands for it."""
    days = [pd.Timestamp(sunday_on_or_before(day.date())) for day in series["date"]]
    weekly = series.sort_values("date").assign(date=pd.DatetimeIndex(days).as_unit("s"))
    return weekly.drop_duplicates(["source", "region", "date"], keep="last", ignore_index=True)


def _read(path: Path) -> pd.DataFrame:
    try:
        match path.suffix.lower():
            case ".parquet" | ".pq":
                table = pd.read_parquet(path)
            case ".tsv":
                table = pd.read_csv(path, sep="\t")
            case _:
                table = pd.read_csv(path, sep=None, engine="python", encoding="utf-8-sig")
    except (OSError, ValueError, pd.errors.ParserError) as error:
        raise DataError(
            f"no table ({str(error)[:120] or type(error).__name__})",
            where=str(path),
            expected="a Parquet or CSV file that can be read",
            remedy="Give the file's path; CSV needs a first line with the names of columns.",
        ) from error
    if table.empty:
        raise DataError(
            "a table without rows",
            where=str(path),
            expected="at least one row",
            remedy="Write the table again, or name another file.",
        )
    index = [name for name in table.index.names if name is not None]
    return table.reset_index() if index else table


def _renamed(table: pd.DataFrame, names: dict[str, tuple[str, ...]]) -> pd.DataFrame:
    lower = {column: str(column).strip().lower() for column in table.columns}
    table = table.rename(columns=lower)
    for name, others in names.items():
        known = [other for other in others if other in table]
        if name not in table and known:
            table = table.rename(columns={known[0]: name})
    return table


def _long(table: pd.DataFrame) -> pd.DataFrame:
    wide = {column: WIDE.match(str(column)) for column in table.columns}
    levels = {column: _level(match.group(1)) for column, match in wide.items() if match}
    if "level" in table or len(levels) < 2:
        return table
    table = table.drop(columns=[name for name in ("value",) if name in table])
    kept = [column for column in table.columns if column not in levels]
    long = table.melt(id_vars=kept, value_vars=list(levels), var_name="level")
    return long.assign(level=long["level"].map(levels))


def _level(text: str) -> float:
    return float(text[:-1]) / 100 if text.endswith("%") else float(text)


def _named(table: pd.DataFrame, names: tuple[str, ...], where: str) -> pd.DataFrame:
    for name in names:
        if name not in table:
            table = table.assign(**{name: WHEN_ABSENT[name]})
        elif table[name].isna().any():
            raise _unread(table[table[name].isna()], name, "a name", where)
        table = table.assign(**{name: table[name].astype(str).str.strip()})
    return table


def _days(column: pd.Series, name: str, where: str) -> pd.Series:
    days = pd.to_datetime(column, errors="coerce", utc=True, format="mixed")
    if days.isna().any():
        raise _unread(column[days.isna()].to_frame(), name, "a day written YYYY-MM-DD", where)
    return days.dt.tz_localize(None).dt.normalize().astype("datetime64[s]")


def _numbers(column: pd.Series, name: str, where: str, *, gaps: bool = False) -> pd.Series:
    numbers = pd.to_numeric(column, errors="coerce").astype(float)
    wrong = ~np.isfinite(numbers) & ~(column.isna() & gaps)
    if wrong.any():
        raise _unread(column[wrong].to_frame(), name, "a finite number", where)
    return numbers


def _levels(table: pd.DataFrame, where: str) -> pd.Series:
    text = table["level"].astype(str).str.strip().str.lstrip("qQ_")
    percent = text.str.endswith("%")
    levels = _numbers(text.str.rstrip("%"), "level", where)
    levels = levels.where(~percent, levels / 100)
    if not percent.any() and (levels > 1).any():
        levels = levels / 100
    wrong = ~((levels > 0) & (levels < 1))
    if wrong.any():
        expected = "a probability above 0 and below 1, or a percentage"
        raise _unread(table.loc[wrong, ["level"]], "level", expected, where)
    return levels.round(6)


def _horizons(table: pd.DataFrame, where: str) -> pd.Series:
    if "horizon_weeks" in table:
        weeks = _numbers(table["horizon_weeks"], "horizon_weeks", where)
    else:
        _refuse_lack(("horizon_weeks",) if "due" not in table else (), table, where)
        weeks = (_days(table["due"], "due", where) - table["origin"]).dt.days / 7
    wrong = (weeks != weeks.round()) | (weeks < 1)
    if wrong.any():
        found = table.loc[wrong].assign(horizon_weeks=weeks[wrong])
        raise _unread(found, "horizon_weeks", "whole weeks, at least one", where)
    return weeks.astype("int64")


def _refuse_lack(needed: tuple[str, ...], table: pd.DataFrame, where: str) -> None:
    missing = [name for name in needed if name not in table]
    if missing:
        raise DataError(
            f"no column {', '.join(missing)} among {', '.join(map(str, table.columns))}",
            where=where,
            expected="model, source, region, origin, horizon_weeks, level, value; of a series date, value",
            remedy="Rename or add them; docs/scores.md lists the other names that are understood.",
        )


def _unread(rows: pd.DataFrame, name: str, expected: str, where: str) -> DataError:
    first = rows[name].iloc[0]
    found = repr(first) if isinstance(first, str) else str(first)
    return DataError(
        f"{found} in the column {name} ({len(rows)} such rows)",
        where=f"{where}, row {int(np.asarray(rows.index)[0]) + 1}",
        expected=expected,
        remedy="Mend these rows, or leave them out of the table.",
    )

"""The control panel: control by place, region and cell, by date, by source."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import ValidationError

from ripeness.evidence.cells import known_changes, no_changes
from ripeness.evidence.provenance import SourceRecord
from ripeness.evidence.shelf import (
    SourceFiles,
    read_source,
    source_folders,
    told_if_unwritable,
    write_source,
)
from ripeness.evidence.tables import no_readings
from ripeness.terms.days import WEEK, sunday_on_or_before
from ripeness.terms.errors import DataError, NoDataError
from ripeness.terms.files import write_text
from ripeness.theatre.grid import Grid

GRID = "grid.json"
"""Name of the file that records the grid, beside the sources' folders."""


@dataclass(frozen=True)
class ControlPanel:
    """Control as each source drew it; no figure here mixes two sources.

    `readings` has one row per source, unit and map; `cells` lists every change of a cell, in
    sixteenths, the first map of a source being a change from zero; `grid` says where cells are;
    `sources` says where everything comes from.
    """

    readings: pd.DataFrame
    cells: pd.DataFrame
    grid: Grid
    sources: Mapping[str, SourceRecord]


def read_panel(folder: Path, *, only: str | None = None) -> ControlPanel:
    """Read a control panel; a folder without sources gives an empty one.

    Args:
        folder: The panel's folder (`panel` in a case's folder).
        only: Name of the one source to read; None: all.

    Raises:
        DataError: If there is no panel, or a file of it is not what it should be.
    """
    path = folder / GRID
    try:
        grid = Grid.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        raise DataError(
            f"no grid that can be read ({str(error)[:120]})",
            where=str(path),
            expected="a panel written by `ripeness ingest`",
            remedy="Give a case's `panel` folder, or ingest the case's sources first.",
        ) from error
    places = [place for place in source_folders(folder) if only in {None, place.name}]
    parts = {place.name: read_source(place) for place in places}
    readings = [part.readings for part in parts.values() if len(part.readings)]
    cells = [part.cells for part in parts.values() if len(part.cells)]
    return ControlPanel(
        readings=pd.concat(readings, ignore_index=True) if readings else no_readings(),
        cells=pd.concat(cells, ignore_index=True) if cells else no_changes(),
        grid=grid,
        sources={name: part.record for name, part in parts.items()},
    )


def write_panel(panel: ControlPanel, folder: Path) -> None:
    """Write a control panel; each source's part is replaced whole or not at all.

    Parts of sources that the panel does not have are left as they are.

    Args:
        panel: The control panel.
        folder: The panel's folder (`panel` in a case's folder).

    Raises:
        DataError: If the folder cannot be written to; what stood before stands.
    """
    with told_if_unwritable(folder):
        write_text(folder / GRID, panel.grid.model_dump_json(indent=1) + "\n")
    for name in panel.sources:
        write_source(folder / name, part_of(panel, name))


def part_of(panel: ControlPanel, source: str) -> SourceFiles:
    """Return one source's part of a panel."""
    return SourceFiles(
        panel.sources[source],
        panel.readings[panel.readings["source"] == source].reset_index(drop=True),
        panel.cells[panel.cells["source"] == source].reset_index(drop=True),
    )


def known_by(panel: ControlPanel, day: date) -> ControlPanel:
    """Return the panel as it could be known on a day.

    Args:
        panel: The control panel.
        day: The last day of knowledge; nothing with a later `known_on` is kept.
    """
    readings = panel.readings[panel.readings["known_on"] <= pd.Timestamp(day)]
    return replace(
        panel, readings=readings.reset_index(drop=True), cells=known_changes(panel.cells, day)
    )


def shares(readings: pd.DataFrame) -> pd.DataFrame:
    """Add the shares held by A, held by B, contested and not shown; they sum to one.

    A source that draws only one side gives the other side zero: the rest is *not shown*. Where the
    unit's area is not known (`total` without an outline) the shares are missing.

    Args:
        readings: Rows as in `ControlPanel.readings`.
    """
    whole = readings["unit_km2"].to_numpy(float)
    held = np.minimum(readings["held_km2"].to_numpy(float), whole) / whole
    contested = np.nan_to_num(readings["contested_km2"].to_numpy(float)) / whole
    contested = np.minimum(contested, 1 - held)
    by_a = (readings["drawn"] == "a").to_numpy()
    return readings.assign(
        held_a=np.where(by_a, held, 0 * held),
        held_b=np.where(by_a, 0 * held, held),
        contested=contested,
        not_shown=1 - held - contested,
    )


def weekly_km2(
    panel: ControlPanel,
    *,
    source: str,
    id: str,  # noqa: A002  named as the column is
    until: date,
    column: str = "held_km2",
) -> pd.Series:
    """Return a unit's area by week, each week read at its Sunday; missing weeks are absent.

    A dated map speaks for the Sunday on or after it, if none lies between; a map with a window
    speaks for the Sundays that its window covers, and of several windows the one that ends first.

    Args:
        panel: The control panel, cut by `known_by` where knowledge matters.
        source: Name of the source.
        id: Id of the region or place, or `total`.
        until: The last day that may be read; no Sunday after it has a reading.
        column: Which area.

    Raises:
        NoDataError: If the panel has nothing of that source and unit.
    """
    rows = panel.readings
    rows = rows[(rows["source"] == source) & (rows["id"] == id)]
    if rows.empty:
        raise NoDataError(
            f"nothing of {id!r} by {source!r}",
            where="control panel",
            expected=f"one of the sources {', '.join(panel.sources)} and a unit that it shows",
            remedy="Ingest the source, or ask for another unit.",
        )
    weeks = sunday_rows(latest_vintages(rows[rows[column].notna()]))
    weeks = weeks[weeks["sunday"] <= pd.Timestamp(until)]
    return pd.Series(
        weeks[column].to_numpy(float),
        index=pd.DatetimeIndex(weeks["sunday"], name="week").as_unit("s"),
        name=column,
    )


def sunday_rows(readings: pd.DataFrame) -> pd.DataFrame:
    """Return the reading of each Sunday that has one, with `sunday` and the `row` it stands in.

    Args:
        readings: Readings of one unit by one source, one vintage of each map, in order.
    """
    rows = readings.assign(row=readings.index)
    windows = bool((rows["valid_to"] > rows["valid_from"]).any())
    return _sundays_covered(rows) if windows else _sundays_after(rows)


def latest_vintages(readings: pd.DataFrame) -> pd.DataFrame:
    """Keep of each map the vintage known last, ordered by validity."""
    ordered = readings.sort_values(
        ["source", "id", "valid_to", "valid_from", "known_on"], kind="stable"
    )
    return ordered.drop_duplicates(["source", "id", "valid_from", "valid_to"], keep="last")


def drawn_as(panel: ControlPanel, slots: Mapping[str, str]) -> ControlPanel:
    """Return the panel of the sources that a case uses, with the slot of the side each draws.

    Whose ground a source draws is the case's to say, so exchanging the slots of the sides
    exchanges whose ground the maps show.

    Args:
        panel: The control panel as it lies on disk.
        slots: Source to the slot of the side it draws; other sources are left out.
    """
    used = panel.readings["source"].isin(list(slots))
    readings = panel.readings[used].reset_index(drop=True)
    cells = panel.cells[panel.cells["source"].isin(list(slots))].reset_index(drop=True)
    return replace(
        panel,
        readings=readings.assign(drawn=readings["source"].map(dict(slots)).astype(object)),
        cells=cells,
        sources={
            name: record.model_copy(update={"drawn": slots[name]})
            for name, record in panel.sources.items()
            if name in slots
        },
    )


def mirrored(panel: ControlPanel) -> ControlPanel:
    """Return the panel with the two slots exchanged: what A held, B holds."""
    other = {"a": "b", "b": "a"}
    records = {
        name: record.model_copy(update={"drawn": other[record.drawn]})
        for name, record in panel.sources.items()
    }
    readings = panel.readings.assign(drawn=panel.readings["drawn"].map(other))
    return replace(panel, readings=readings, sources=records)


def _sundays_after(rows: pd.DataFrame) -> pd.DataFrame:
    """Read dated maps: the last of the seven days that end on a Sunday."""
    late = (6 - rows["valid_to"].dt.dayofweek) % 7
    weeks = rows.assign(sunday=rows["valid_to"] + pd.to_timedelta(late, unit="D"))
    return weeks.drop_duplicates("sunday", keep="last")


def _sundays_covered(rows: pd.DataFrame) -> pd.DataFrame:
    """Read maps with windows: for each Sunday the window over it that ends first, begins last."""
    first = rows["valid_from"] + pd.to_timedelta(
        (6 - rows["valid_from"].dt.dayofweek) % 7, unit="D"
    )
    last = [pd.Timestamp(sunday_on_or_before(day.date())) for day in rows["valid_to"]]
    count = (pd.Series(last, index=rows.index) - first).dt.days // WEEK.days + 1
    count = count.clip(lower=0).to_numpy()
    number = np.repeat(np.arange(len(rows)), count)
    step = np.arange(len(number)) - np.repeat(np.cumsum(count) - count, count)
    sunday = first.iloc[number] + pd.to_timedelta(step * WEEK.days, unit="D")
    weeks = rows.iloc[number].assign(sunday=sunday.to_numpy())
    weeks = weeks.sort_values(["sunday", "valid_to", "valid_from"], ascending=[True, True, False])
    return weeks.drop_duplicates("sunday", keep="first")

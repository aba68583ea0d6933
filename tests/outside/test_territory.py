"""Published territory figures, and areas computed by others from the same maps."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd
import pytest
import shapely

from ripeness.case.load import case_folder, load_case
from ripeness.evidence.catalogue import find_source
from ripeness.evidence.ground import Ground, lay_ground
from ripeness.evidence.observation import Observation
from ripeness.evidence.overlay import lay_map
from ripeness.evidence.panel import ControlPanel, read_panel
from ripeness.evidence.upstream import UpstreamFile, read_bytes
from ripeness.theatre.areas import area_km2
from ripeness.theatre.outlines import Outlines, read_outlines

AGREED = 0.005
"""How far areas computed by others may be from ours."""

Areas = Callable[[date], dict[str, float]]


@pytest.fixture(scope="session")
def outlines() -> Outlines:
    return read_outlines(case_folder("pokrovsk"), load_case("pokrovsk").theatre)


@pytest.fixture(scope="session")
def ground(outlines: Outlines) -> Ground:
    return lay_ground(load_case("pokrovsk").theatre, outlines)


@pytest.fixture(scope="session")
def shipped() -> ControlPanel:
    return read_panel(case_folder("pokrovsk") / "panel")


def raw_map(data: Path, day: date) -> Observation:
    name = f"deepstatemap_data_{day:%Y%m%d}.geojson"
    content = read_bytes(UpstreamFile(data / "upstream" / "deepstate" / name, name, day))
    (found,) = find_source("deepstate").read(content, name)
    assert isinstance(found, Observation)
    return found


@pytest.fixture(scope="session")
def areas(real_data: Path, outlines: Outlines) -> Areas:
    """Geodesic areas of a day's raw map: the whole, and each region."""

    def of(day: date) -> dict[str, float]:
        held = raw_map(real_data, day).held
        assert held is not None
        regions = {
            name: area_km2(shapely.intersection(held, outline.geometry))
            for name, outline in outlines.regions.items()
        }
        return {"total": area_km2(held), **regions}

    return of


def test_ukr_a_the_whole_held_on_the_first_of_january_2026(areas):
    """DeepState's own year-end figure is 116 165 km²."""
    assert areas(date(2026, 1, 1))["total"] == pytest.approx(116_165, rel=0.002)


def test_ukr_b_the_gain_of_2025(areas, outlines):
    """DeepState's own year-end figures: 4 336 km², and 10.6 points of Donetsk oblast."""
    start, end = areas(date(2024, 12, 31)), areas(date(2026, 1, 1))
    assert end["total"] - start["total"] == pytest.approx(4_336, rel=0.01)
    points = (
        100 * (end["donetsk"] - start["donetsk"]) / area_km2(outlines.regions["donetsk"].geometry)
    )
    assert points == pytest.approx(10.6, abs=0.2)


def test_areas_on_the_grid_s_plane_are_those_on_the_ellipsoid(real_data, ground, areas):
    for day in (date(2024, 7, 8), date(2025, 8, 1), date(2026, 2, 28)):
        held = raw_map(real_data, day).held
        assert held is not None
        laid = lay_map(ground, held)
        exact = areas(day)
        assert laid.whole.area / 1e6 == pytest.approx(exact["total"], rel=1e-4)
        for unit, name in enumerate(ground.units["id"]):
            if name in exact and name != "total":
                ours = laid.held[ground.pieces.unit == unit].sum() / 1e6
                assert ours == pytest.approx(exact[name], rel=1e-4, abs=0.01)
        window = ground.grid.window
        box = shapely.box(window.west, window.south, window.east, window.north)
        inside = area_km2(shapely.intersection(held, shapely.segmentize(box, 0.02)))
        assert laid.cells_held.sum() / 16 == pytest.approx(inside, rel=1e-3)


def test_the_shipped_panel_holds_what_raw_maps_give(areas, shipped):
    rows = shipped.readings[shipped.readings["source"] == "deepstate"]
    for day in (date(2024, 12, 31), date(2025, 12, 5), date(2026, 2, 28)):
        held = rows[rows["valid_to"] == pd.Timestamp(day)].set_index("id")["held_km2"]
        for name, exact in areas(day).items():
            assert held[name] == pytest.approx(exact, rel=1e-4, abs=0.01)


def reference(data: Path, file: str, source: str) -> pd.DataFrame:
    table = pd.read_csv(data / "control" / file, parse_dates=["date"])
    table = table[(table["source"] == source) & (table["cls"] == "occupied")]
    table = table[table["flag"] != "bad_geometry"].set_index("date")
    return table.rename(columns=lambda name: name.lower().replace(" ", "_"))


def compared(shipped: ControlPanel, table: pd.DataFrame, *, source: str, unit: str) -> pd.DataFrame:
    rows = shipped.readings
    rows = rows[
        (rows["source"] == source) & (rows["unit"] == unit) & rows["id"].isin(table.columns)
    ]
    theirs = table[list(rows["id"].unique())].reset_index().melt("date", value_name="theirs")
    theirs = theirs.rename(columns={"date": "valid_to", "variable": "id"})
    pairs = rows.merge(theirs.assign(valid_to=theirs["valid_to"].astype("datetime64[s]")))
    return pairs.rename(columns={"held_km2": "ours", "unit_km2": "whole"}).dropna(subset="theirs")


def test_regions_agree_with_areas_computed_by_others(real_data, shipped):
    table = reference(real_data, "reference_area_by_oblast.csv.gz", "deepstate")
    pairs = compared(shipped, table, source="deepstate", unit="region")
    assert len(pairs) > 4_000
    off = (pairs["ours"] - pairs["theirs"]).abs()
    assert (off <= AGREED * pairs["theirs"] + 0.05).all()


def test_the_whole_agrees_with_areas_computed_by_others(real_data, shipped):
    """Theirs is cut by the land's outline, ours is all that is drawn: up to 0.5 % of water."""
    table = reference(real_data, "reference_area_by_oblast.csv.gz", "deepstate")
    rows = shipped.readings.query("source == 'deepstate' and id == 'total'").set_index("valid_to")
    ratio = rows["held_km2"] / table["ukraine_total"].reindex(rows.index)
    assert ratio.between(1.0, 1 + AGREED).all()


def test_places_agree_with_shares_computed_by_others(real_data, shipped):
    table = reference(real_data, "reference_share_by_settlement.csv.gz", "deepstate")
    pairs = compared(shipped, table, source="deepstate", unit="place")
    assert len(pairs) > 15_000
    off = (pairs["ours"] / pairs["whole"] - pairs["theirs"]).abs()
    assert (off <= AGREED).all()


def test_completed_regions_agree_where_the_source_s_scope_was_whole(real_data, shipped):
    """Before 2024-03-14 the source drew ground held before 2022 itself, so completing adds slivers.

    Theirs is dated by the day of each file, ours by the last day of the window in it, which is a
    day or two earlier; Kherson, Luhansk and Donetsk are compared to 0.5 % of the region.
    """
    table = reference(real_data, "reference_area_by_oblast.csv.gz", "nzz")
    table = table[table["flag"].isna()]
    pairs = compared(shipped, table, source="liveuamap", unit="region")
    pairs = pairs[pairs["whole"].notna()]
    assert len(pairs) > 300
    off = (pairs["ours"] - pairs["theirs"]).abs() / pairs["whole"]
    assert (off <= AGREED).mean() > 0.9


def test_places_with_a_grey_zone_agree_with_shares_computed_by_others(real_data, shipped):
    table = reference(real_data, "reference_share_by_settlement.csv.gz", "deepstate_full")
    pairs = compared(shipped, table, source="deepstate_grey", unit="place")
    off = (pairs["ours"] / pairs["whole"] - pairs["theirs"]).abs()
    assert len(pairs) > 2_000
    assert (off <= AGREED).mean() > 0.999


def test_isw_totals_are_the_sum_of_control_and_advances(real_data, shipped):
    table = pd.read_csv(real_data / "control" / "isw_daily_layer_areas.csv", parse_dates=["date"])
    total = (table["ukraine_control_map"] + table["russian_advances"]).set_axis(table["date"])
    rows = shipped.readings.query("source == 'isw'").set_index("valid_to")["held_km2"]
    assert (rows - total.reindex(rows.index)).abs().max() < 1e-3
    left_out = {"2024-07-03", "2025-03-04"}
    assert not left_out & {str(day.date()) for day in rows.index}
    assert total.notna().sum() - len(rows) == len(left_out)


def test_monthly_gains_agree_with_those_computed_by_others(real_data, shipped):
    """Gains of a month, from the last map of one to the last of the next."""
    table = pd.read_csv(real_data / "control" / "reference_monthly_gains.csv").set_index("month")
    rows = shipped.readings.query("source == 'deepstate' and id == 'total'").set_index("valid_to")
    month_ends = rows["held_km2"].resample("ME").last()
    ours = month_ends.diff().iloc[1:].set_axis(month_ends.index[1:].strftime("%Y-%m"))
    off = (ours - table["deepstate_km2"].reindex(ours.index)).dropna().abs()
    assert len(off) >= 18
    assert off.max() < 5.0


def test_no_shipped_day_is_after_the_last_of_the_data(shipped):
    assert shipped.readings["valid_to"].max() <= pd.Timestamp("2026-02-28")
    assert shipped.cells["day"].max() <= pd.Timestamp("2026-02-28")
    assert shipped.readings["known_on"].max() - pd.Timestamp("2026-02-28") <= timedelta(0)

from datetime import date

import pytest
from tests.claims.panels import NAN, panel_of, question, reading

from ripeness.claims.maps import day_of, known_series

LATE = date(2026, 2, 28)


def chosen(rows, *, on=date(2025, 11, 30), by=LATE):
    """The last valid day of the map that speaks for a day."""
    series = known_series(question(), panel_of(rows), by=by).get("x")
    row = None if series is None else series.on(on)
    return None if row is None else day_of(series.maps.loc[row, "valid_to"])


@pytest.mark.parametrize(
    ("windows", "expected"),
    [
        ([("2025-11-30", "2025-11-30"), ("2025-11-29", "2025-11-29")], date(2025, 11, 30)),
        ([("2025-11-28", "2025-11-28"), ("2025-12-01", "2025-12-01")], date(2025, 11, 28)),
        ([("2025-11-23", "2025-11-23")], date(2025, 11, 23)),
        ([("2025-11-22", "2025-11-22")], None),
        ([("2025-12-07", "2025-12-07")], date(2025, 12, 7)),
        ([("2025-12-08", "2025-12-08")], None),
        ([("2025-11-20", "2025-12-05"), ("2025-11-20", "2025-12-01")], date(2025, 12, 1)),
        ([("2025-11-20", "2025-12-05"), ("2025-11-29", "2025-11-29")], date(2025, 12, 5)),
        ([], None),
    ],
)
def test_the_map_whose_days_cover_speaks_then_the_last_before_then_the_first_after(
    windows, expected
):
    assert chosen([reading(day=start, valid_to=end) for start, end in windows]) == expected


def test_a_map_that_was_not_yet_known_does_not_speak():
    rows = [reading(known_on="2025-12-10"), reading(day="2025-11-27")]
    assert chosen(rows, by=date(2025, 12, 7)) == date(2025, 11, 27)
    assert chosen(rows, by=date(2025, 12, 10)) == date(2025, 11, 30)


def test_of_several_drawings_of_a_day_the_last_known_speaks():
    rows = [reading(held=60.0, known_on="2025-12-20"), reading(held=50.0)]
    for by, held in ((date(2025, 12, 1), 50.0), (date(2025, 12, 20), 60.0)):
        maps = known_series(question(), panel_of(rows), by=by)["x"].maps
        assert maps["held_km2"].tolist() == [held]


def test_a_gap_stays_a_gap():
    rows = [reading(held=NAN), reading(day="2025-11-28")]
    assert chosen(rows) == date(2025, 11, 28)


def test_a_place_and_a_region_of_one_id_are_kept_apart():
    rows = [reading(), reading(source="y", unit="region")]
    assert list(known_series(question(), panel_of(rows), by=LATE)) == ["x"]

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm

from ripeness import api
from ripeness.scores.files import read_forecasts, read_observed
from ripeness.terms.errors import DataError

LEVELS = [0.025, 0.1, 0.25, 0.5, 0.75, 0.9, 0.975]
ORIGINS = pd.date_range("2025-01-05", periods=12, freq="14D")


def long_table(**more):
    rows = [
        ("ours", "map", "total", origin, 4, level, 1_000 + 10 * number + norm.ppf(level, 0, 20))
        for number, origin in enumerate(ORIGINS)
        for level in LEVELS
    ]
    names = ["model", "source", "region", "origin", "horizon_weeks", "level", "value"]
    return pd.DataFrame(rows, columns=names).assign(**more)


def series():
    days = pd.date_range("2025-01-05", periods=40, freq="7D")
    return pd.DataFrame({"week": days, "value": 1_000 + 5.0 * np.arange(40)})


def scored(tmp_path, table, came, name="table.csv", **options):
    path, other = tmp_path / name, tmp_path / "came.csv"
    table.to_parquet(path, index=False) if name.endswith("parquet") else table.to_csv(
        path, index=False
    )
    came.to_csv(other, index=False)
    return api.score(path, observed=other, **options)


def test_a_long_table_and_a_plain_series_are_scored(tmp_path):
    answer = scored(tmp_path, long_table(), series())
    (row,) = answer.scores
    assert (row.model, row.n, row.horizon_weeks, answer.values) == ("ours", 12, 4, "level")  # noqa: PD011
    assert answer.without_outcome == 0
    assert set(answer.inputs) == {"table.csv", "came.csv"}


@pytest.mark.parametrize(
    "rewritten",
    [
        lambda t: t.assign(level=t["level"].map(lambda x: f"{100 * x:g}%")),
        lambda t: t.assign(level=t["level"].map(str)),
        lambda t: t.assign(origin=t["origin"].dt.strftime("%Y-%m-%dT00:00:00Z")),
        lambda t: t.rename(columns={"level": "Quantile", "value": "prediction", "origin": "forecast_date"}),
        lambda t: t.drop(columns=["source", "region"]),
        lambda t: t.drop(columns="horizon_weeks").assign(
            target_end_date=t["origin"] + pd.Timedelta(weeks=4)
        ),
        lambda t: t.sample(frac=1, random_state=np.random.RandomState(1)).assign(note="x"),
        lambda t: t.pivot_table(
            index=["model", "origin", "horizon_weeks"], columns="level", values="value"
        ).reset_index(),
    ],
)  # fmt: skip
@pytest.mark.parametrize("name", ["table.csv", "table.parquet"])
def test_shapes_that_others_write_give_the_same_score(tmp_path, rewritten, name):
    table = rewritten(long_table())
    table.columns = [str(column) for column in table.columns]
    usual = scored(tmp_path, long_table(), series()).scores[0]
    row = scored(tmp_path, table, series(), name).scores[0]
    assert row.wis == pytest.approx(usual.wis)
    assert row.coverage == usual.coverage


def test_changes_since_the_origin_are_told_from_levels(tmp_path):
    level = scored(tmp_path, long_table(), series())
    start = 1_000 + 10.0 * np.repeat(np.arange(12), len(LEVELS))
    change = scored(tmp_path, long_table(value=long_table()["value"] - start), series())
    assert change.values == "change"  # noqa: PD011
    assert change.scores[0].wis == pytest.approx(level.scores[0].wis)


def test_days_within_the_week_are_read_at_their_sunday(tmp_path):
    late = series().assign(week=series()["week"] + pd.Timedelta(days=3))
    assert scored(tmp_path, long_table(), late).scores[0].n == 12


def test_forecasts_not_due_are_counted_and_left_out(tmp_path):
    answer = scored(tmp_path, long_table(), series().head(10))
    assert 0 < answer.scores[0].n < 12
    assert answer.without_outcome == 12 - answer.scores[0].n


def test_a_table_with_its_own_observations_needs_no_series(tmp_path):
    path = tmp_path / "own.csv"
    long_table(observed=1_020.0).to_csv(path, index=False)
    assert api.score(path).scores[0].n == 12


def test_a_baseline_of_the_table_can_be_named(tmp_path):
    both = pd.concat([long_table(), long_table(model="theirs", value=long_table()["value"] + 90)])
    rows = scored(tmp_path, both, series(), baselines=("theirs",)).scores
    assert next(row for row in rows if row.model == "ours").ratio_to["theirs"].value < 1
    with pytest.raises(DataError, match="found no model 'nobody'; expected one of ours, theirs"):
        scored(tmp_path, both, series(), baselines=("nobody",))


@pytest.mark.parametrize(
    ("table", "message"),
    [
        (long_table().drop(columns="value"), "no column value among"),
        (long_table().drop(columns="horizon_weeks"), "no column horizon_weeks among"),
        (long_table(level=-0.5), "column level"),
        (long_table(level="high"), "'high' in the column level"),
        (long_table(origin="soon"), "'soon' in the column origin"),
        (long_table(horizon_weeks=1.5), "column horizon_weeks"),
        (long_table(value=np.inf), "inf in the column value"),
        (long_table().iloc[:0], "a table without rows"),
        (long_table(region="elsewhere"), "none with an observation on its day"),
        (pd.concat([long_table()] * 2), "found a quantile twice"),
        (long_table(value=-long_table()["value"]), "quantiles that cross"),
    ],
)
def test_what_cannot_be_understood_is_named(tmp_path, table, message):
    came = series().assign(source="map", region="total")
    with pytest.raises(DataError, match=message):
        scored(tmp_path, table, came)


def test_a_file_that_is_no_table_is_refused(tmp_path):
    with pytest.raises(DataError, match="expected a Parquet or CSV file"):
        read_forecasts(tmp_path / "absent.csv")
    wrong = tmp_path / "wrong.parquet"
    wrong.write_bytes(b"no table")
    with pytest.raises(DataError, match="expected a Parquet or CSV file"):
        read_forecasts(wrong)
    path = tmp_path / "series.csv"
    pd.DataFrame({"value": [1.0]}).to_csv(path, index=False)
    with pytest.raises(DataError, match="no column date"):
        read_observed(path, long_table())


def test_the_answer_fits_its_schema(tmp_path):
    jsonschema = pytest.importorskip("jsonschema")
    answer = scored(tmp_path, long_table(), series())
    jsonschema.validate(answer.model_dump(mode="json"), api.schema("score"))

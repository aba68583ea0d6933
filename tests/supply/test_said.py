"""What supply may say: places of the case, and nothing else that could be found on a map."""

import json
import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from typer.testing import CliRunner

from ripeness import api
from ripeness.case.network import open_network
from ripeness.case.opened import open_case
from ripeness.case.supply_ahead import only_weeks
from ripeness.case.supply_paper import supply_paper
from ripeness.cli.main import app
from ripeness.cli.supply import ahead_table
from ripeness.supply.interval import Interval
from ripeness.supply.measures import HUB_LOSS, HUB_RANK, NECK_KM, NECKS_NARROWED
from ripeness.supply.paper import SupplyPaper
from ripeness.supply.paper_ahead import AheadShare, SupplyAhead
from ripeness.terms.errors import DataError, NoDataError
from ripeness.terms.question import ModelQuestion

UNSAID = re.compile(
    r"\b(link|tail|head|node|lon|lat|longitude|latitude|x_m|y_m|cell|bridge|yard|junction)\b"
)


@pytest.fixture(scope="module")
def loss():
    """What the loss of the founding town would change on the map of one day."""
    return api.supply("pokrovsk", without="pokrovsk", on=date(2025, 6, 1))


def keys_of(thing):
    if isinstance(thing, dict):
        for key, value in thing.items():
            yield key
            yield from keys_of(value)
    elif isinstance(thing, list):
        for value in thing:
            yield from keys_of(value)


def numbers_of(thing):
    if isinstance(thing, dict | list):
        for value in thing.values() if isinstance(thing, dict) else thing:
            yield from numbers_of(value)
    elif isinstance(thing, float):
        yield thing


def schema_keys(schema):
    for record in (schema, *schema.get("$defs", {}).values()):
        yield from record.get("properties", {})


def test_no_output_has_a_key_for_a_link_or_a_position():
    found = {key for key in schema_keys(SupplyPaper.model_json_schema()) if UNSAID.search(key)}
    assert found == set()


def test_no_output_holds_a_link_or_a_coordinate_outside_the_place_table(loss):
    opened = open_case("pokrovsk")
    places = {place.id for place in opened.case.theatre.places} | {"total"}
    said = loss.model_dump(mode="json", exclude={"inputs", "assumptions", "sources", "left_out"})
    named = [
        row["place"]
        for part in ("places", "hubs", "before_after", "series", "necks", "exposed")
        for row in said[part]
    ]
    named += [row["place"] for hub in said["hubs"] for row in hub["takes_from"]]
    named += [place for row in said["sectors"] for place in (row["sector"], *row["through"])]
    assert set(named) <= places
    assert not {key for key in keys_of(said) if UNSAID.search(key)}
    nodes = open_network(opened).network.nodes
    degrees = {f"{value:.3f}" for value in (*nodes["lon"], *nodes["lat"])}
    assert not {f"{value:.3f}" for value in numbers_of(said)} & degrees


def test_every_variant_is_carried_through(loss):
    for hub in loss.hubs:
        assert [row.network for row in hub.by_network] == ["rail", "road", "both", "perturbed"]
    assert {row.estimand for row in loss.before_after} == {"intervention"}
    assert {row.standing for row in loss.standing} >= {"schematic", "reconstructed"}
    assert all(row.source for row in loss.assumptions)


def test_loss_is_never_a_gain_and_has_an_interval(loss):
    for hub in loss.hubs:
        for row in hub.by_network:
            assert -1e-9 <= row.loss.low <= row.loss.value <= row.loss.high <= 1
            assert 0 <= row.busy <= 1


def test_days_after_the_last_map_and_places_far_behind_are_refused():
    with pytest.raises(DataError, match="after the last map"):
        api.supply("pokrovsk", without="pokrovsk", on=date(2026, 3, 15))
    with pytest.raises(DataError, match="km behind the line"):
        api.supply("pokrovsk", without="donetsk_city", on=date(2025, 12, 1))
    with pytest.raises(DataError, match="km behind the line"):
        api.supply("pokrovsk", without="mariupol", on=date(2025, 10, 31))
    with pytest.raises(DataError, match="no place 'paris'"):
        api.supply("pokrovsk", without="paris")
    with pytest.raises(DataError, match="no map within a month"):
        api.supply("pokrovsk", without="pokrovsk", on=date(2019, 1, 1))


def test_the_command_prints_one_object(loss):
    asked = ["supply", "pokrovsk", "--without", "pokrovsk", "--on", "2025-06-01", "--json"]
    ran = CliRunner().invoke(app, asked)
    assert ran.exit_code == 0
    assert json.loads(ran.stdout)["hubs"] == loss.model_dump(mode="json")["hubs"]
    wrong = CliRunner().invoke(app, ["supply", "pokrovsk", "--on", "2025-06-01"])
    assert wrong.exit_code == 2


def question(**given):
    told = {"measure": "x", "place": "pokrovsk", "about": "ukraine"} | given
    return ModelQuestion(on=date(2025, 12, 5), said_on=date(2025, 12, 5), **told)


def test_measures_span_the_variants_and_never_more_than_a_model(loss):
    readings = HUB_LOSS.read_with(question(), loss, by=date(2026, 2, 28))
    assert [reading.source for reading in readings] == sorted({hub.source for hub in loss.hubs})
    for reading, hub in zip(readings, sorted(loss.hubs, key=lambda hub: hub.source), strict=True):
        (band,) = reading.bands
        assert band.low == min(row.loss.low for row in hub.by_network)
        assert band.high == max(row.loss.high for row in hub.by_network)
    (first, *_) = HUB_RANK.read_with(question(), loss, by=date(2026, 2, 28))
    assert first.bands[0].low < first.bands[0].high
    assert HUB_LOSS.read_with(question(), loss, by=date(2025, 1, 1)) == ()
    assert HUB_LOSS.read_with(question(slot="a"), loss, by=date(2026, 2, 28)) == ()
    assert {one.basis for one in (HUB_LOSS, HUB_RANK, NECKS_NARROWED, NECK_KM)} == {"modelled"}
    narrowed = NECKS_NARROWED.read_with(question(), loss, by=date(2026, 2, 28))
    assert all(one.bands[0].low <= one.value <= one.bands[0].high for one in narrowed)
    with pytest.raises(DataError, match="options of the measure"):
        HUB_LOSS.read_with(question(options={"when": "later"}), loss, by=date(2026, 2, 28))


def test_weeks_ahead_that_are_too_near_or_do_not_go_together_are_refused():
    for weeks in (3, 0):
        with pytest.raises(DataError, match=f"{weeks} weeks ahead"):
            api.supply("pokrovsk", ahead=weeks)
    near = CliRunner().invoke(app, ["supply", "pokrovsk", "--ahead", "3"])
    assert near.exit_code == 1
    assert "4 weeks or more" in str(near.exception)
    for other in (["--daily"], ["--without", "pokrovsk"]):
        ran = CliRunner().invoke(app, ["supply", "pokrovsk", "--ahead", "13", *other])
        assert ran.exit_code == 2


def test_one_of_the_weeks_ahead_can_be_asked_for(loss):
    paper = SupplyPaper.model_validate(
        {key: getattr(loss, key) for key in SupplyPaper.model_fields}
    )
    with pytest.raises(DataError, match="case whose line is moved on"):
        only_weeks(paper, 13)
    rows = [
        AheadShare(
            place="pokrovsk",
            source="map",
            side="ukraine",
            network="both",
            weeks=weeks,
            date=date(2025, 11, 30) + timedelta(weeks=weeks),
            held=0.5,
            delivered=Interval(value=0.5, low=0.1, high=0.9),
        )
        for weeks in (4, 13)
    ]
    ahead = SupplyAhead(origin=date(2025, 11, 30), members=40, sources=("map",), rows=tuple(rows))
    moved = paper.model_copy(update={"ahead": ahead})
    assert [row.weeks for row in only_weeks(moved, 13).ahead.rows] == [13]
    with pytest.raises(DataError, match="4, 13"):
        only_weeks(moved, 26)
    jsonschema = pytest.importorskip("jsonschema")
    answer = loss.model_copy(update={"ahead": ahead}).model_dump(mode="json")
    assert len(answer["ahead"]["rows"]) == 2
    jsonschema.validate(answer, api.schema("supply"))
    table = ahead_table([row.model_dump(mode="json") for row in rows])
    assert table.row_count == 2


class NoCourses:
    """Allocations of which none can be made."""

    def of(self, source):
        raise NoDataError(
            "too few weeks", where=source, expected="a year of maps", remedy="Wait for more."
        )


@pytest.fixture(scope="module")
def whole():
    """The whole paper of the founding case, of few draws and maps far apart."""
    opened = open_case("pokrovsk")
    few = opened.case.supply.model_copy(update={"draws": 4, "step_days": 120})
    case = opened.case.model_copy(update={"supply": few})
    return supply_paper(replace(opened, case=case), seed=1, allocations=NoCourses())


def test_the_whole_paper_names_places_of_the_case_and_holds_no_position(whole):
    opened = open_case("pokrovsk")
    places = {place.id for place in opened.case.theatre.places}
    said = whole.model_dump(mode="json", exclude={"assumptions", "sources", "left_out"})
    assert {row["place"] for row in said["places"]} <= places
    assert {row["sector"] for row in said["sectors"]} <= places
    assert {place for row in said["sectors"] for place in row["through"]} <= places
    assert {row["place"] for row in said["series"]} <= places | {"total"}
    assert not {key for key in keys_of(said) if UNSAID.search(key)}
    nodes = open_network(opened).network.nodes
    degrees = {f"{value:.4f}" for value in (*nodes["lon"], *nodes["lat"])}
    told = {
        f"{value:.4f}"
        for part in ("places", "sectors", "hubs", "before_after")
        for value in numbers_of(said[part])
        if value > 1
    }
    assert len(told & degrees) <= 0.002 * len(told)


def test_stretches_are_told_on_the_days_on_which_places_are(whole):
    for what in ("source", "side", "date", "network"):
        assert {getattr(row, what) for row in whole.sectors} == {
            getattr(row, what) for row in whole.places
        }
    for row in whole.sectors:
        assert 0 <= row.out_of_reach_km <= row.front_km
        if row.delivered is not None:
            assert 0 <= row.delivered.low <= row.delivered.value <= row.delivered.high <= 1
        if not row.through:
            assert (row.delivered, row.hours_to_rear, row.routes_node) == (None, None, 0)


def test_a_source_whose_line_cannot_be_moved_on_is_named(whole):
    assert whole.ahead is None
    said = [line for line in whole.left_out if "could not be moved on" in line]
    assert {line.split(":")[0] for line in said} == {row.source for row in whole.places}
    assert all("too few weeks" in line for line in said)

"""The section about supply shows what its paper holds, of a made-up country."""

import copy
import json
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from tests.supply.country import (
    GRID,
    country_ground,
    country_network,
    country_towns,
    country_webs,
)

from ripeness.report import supply
from ripeness.report.fields import Fields
from ripeness.report.page import environment
from ripeness.supply.ahead import Member, delivered_ahead
from ripeness.supply.changed import effect_rows, exposed_row, series_rows, span_rows
from ripeness.supply.interval import Interval
from ripeness.supply.paper import Agreement, Precedes, StandingShare, StatedAssumption, SupplyPaper
from ripeness.supply.paper_ahead import AheadShare, SupplyAhead
from ripeness.supply.placed import OneDay, neck_row, place_rows, worked_out
from ripeness.supply.ranked import hub_rows, scan
from ripeness.supply.sectors import sector_rows
from ripeness.supply.situation import situation
from ripeness.supply.through import through_time
from ripeness.supply.webs import link_states
from ripeness.supply.windows import Span
from ripeness.terms.errors import RecordError
from ripeness.theatre.network.record import NetworkSource

TOWNS, START = country_towns(), date(2025, 1, 5)
GATE = 0
LAST = START + timedelta(weeks=7)

NOT_SHOWN = {
    "announced": "the claims say when it was announced",
    "slots": "names of sides stand on the page, not slots",
    "exposed": "measures read it; the claims show it",
    "necks": "measures read it; the claims show it",
    "places.demand_t": "shares are shown; tonnes are in the record",
    "places.routes_edge": "ways with no junction in common are the stricter count",
    "places.days_of_supply": "shown by stretch of the front",
    "sectors.demand_t": "shares are shown; tonnes are in the record",
    "sectors.routes_edge": "ways with no junction in common are the stricter count",
    "hubs.loss": "shown variant by variant",
    "hubs.redundancy": "in the record; the loss beside the busyness says as much",
    "hubs.choke_point": "in the record; the verdict is shown",
    "agreements.places": "the ranking says how many are compared",
    "standing.standing": "read as made up or not",
    "standing.links": "shares are of length",
    "sources.name": "the title names it",
    "sources.upstream_digest": "in the record, for whoever checks the file",
}
"""What the paper holds and the page does not write, and why."""


def told_ahead(webs):
    """Rows for the weeks ahead of the western side."""
    members = [
        Member(number, weeks, country_ground(46 if number % 3 else 39))
        for weeks in (4, 13)
        for number in range(18)
    ]
    found = delivered_ahead(webs, members, side="a", towns=TOWNS, grid=GRID)
    rows = [
        AheadShare(
            place=one.place, source="map", side="west", network=one.network, weeks=one.weeks,
            date=START + timedelta(weeks=one.weeks), held=one.held, delivered=one.delivered,
        )
        for one in found
    ]  # fmt: skip
    return SupplyAhead(origin=START, members=18, sources=("map",), rows=tuple(rows))


@pytest.fixture(scope="module")
def paper() -> dict[str, Any]:
    webs = country_webs(country_network(bypass=True))
    days = [START + timedelta(weeks=week) for week in range(8)]
    grounds = [(day, country_ground(46 - week), True) for week, day in enumerate(days)]
    through = through_time(webs, grounds, side="a", towns=TOWNS, grid=GRID)
    places, sectors = [], []
    for line, day in ((46, START), (38, LAST)):
        one = OneDay("map", day, "a", "west", country_ground(line))
        worked = worked_out(webs, one, towns=TOWNS, grid=GRID)
        places += place_rows(webs, one, worked, towns=TOWNS, grid=GRID)
        sectors += sector_rows(webs, one, worked, towns=TOWNS, grid=GRID)
    ground = country_ground(44)
    on = situation(ground, side="a", towns=TOWNS, grid=GRID)
    told = ("map", START, "west")
    found = scan(webs, link_states(webs, ground, side="a"), on, TOWNS, told=told)
    span = Span(days[2], days[3])
    changes = effect_rows(webs, on, GATE, towns=TOWNS, told=told, among=found) + span_rows(
        through, span, GATE, towns=TOWNS, told=("news", "map", "west"), slack_days=1
    )
    made = SupplyPaper(
        town="gate",
        announced=days[3],
        slots={"west": "a", "east": "b"},
        draws=6,
        places=tuple(places),
        sectors=tuple(sectors),
        hubs=tuple(hub_rows(found, TOWNS)),
        before_after=tuple(changes),
        series=tuple(series_rows(through, TOWNS, source="map", side="west")),
        necks=(neck_row(OneDay("map", START, "a", "west", ground), "front", towns=TOWNS, grid=GRID),),
        exposed=(exposed_row(on, GATE, towns=TOWNS, grid=GRID, told=told),),
        agreements=(
            Agreement(
                source="map", side="west", network="both", first="loss", second="busy",
                spearman=Interval(value=0.5, low=0.1, high=0.8),
                kendall=Interval(value=0.4, low=0.0, high=0.7), places=9,
            ),
        ),
        precedes=(
            Precedes(
                source="map", side="west", network="both", correlation=0.4, p=0.02, n=40, places=3
            ),
        ),
        ahead=told_ahead(webs),
        standing=(
            StandingShare(mode="road", standing="schematic", km=30.0, links=3),
            StandingShare(mode="road", standing="mapped", km=10.0, links=1),
        ),
        assumptions=(
            StatedAssumption(
                name="stock", unit="days", low=2.0, high=9.0, source="a book", evidence="recalled"
            ),
        ),
        sources=(
            NetworkSource(
                name="lines", title="Lines", credit="Those who drew it", licence="CC0-1.0",
                published="compiled", retrieved=START, standing="schematic",
            ),
        ),
        left_out=("other: its maps end early",),
    )  # fmt: skip
    return json.loads(made.model_dump_json())


@dataclass(frozen=True)
class Page:
    """What a section may look at of the other papers."""

    case: Fields


def page() -> Page:
    names = [{"id": name, "name": name.title()} for name in TOWNS.ids]
    sides = [{"id": side, "name": f"The {side}"} for side in ("west", "east")]
    sources = [{"name": "map", "title": "Map of lines"}]
    return Page(Fields({"places": names, "sides": sides, "sources": sources}, "case.json"))


def html(paper) -> str:
    origins = {
        "sources": [], "version": "0", "case": "small", "as_of_iso": "2025-12-05",
        "evidence_to_iso": "2026-02-28", "seed": 1, "command": "ripeness run small",
    }  # fmt: skip
    shown = supply.view(Fields(paper, "sections/supply.json"), page())
    return environment().get_template("supply.html.j2").render(section=shown, origins=origins)


def test_the_page_tells_of_the_weeks_ahead_and_what_that_rests_on(paper):
    text = html(paper)
    assert "What places may get in the weeks ahead" in text
    assert "18 courses of the line" in text
    assert "75% of the length of its roads" in text
    assert "held in 67%" in text
    ahead = text[text.index("in the weeks ahead") : text.index("come before a loss of ground")]
    assert "rank" not in ahead.lower().replace("no ranking", "")
    assert "4 weeks, 2 Feb 2025" in ahead
    assert "13 weeks, 6 Apr 2025" in ahead


def test_a_run_that_moves_no_line_says_so(paper):
    without = paper | {"ahead": None, "left_out": ["the weeks ahead: no ensemble was at hand"]}
    text = html(without)
    assert "Not told: this run moved no line ahead." in text
    assert "the weeks ahead: no ensemble was at hand" in text


def test_stretches_of_the_front_stand_under_the_places_of_their_side(paper):
    text = html(paper)
    assert "A stretch has no neck and no open directions" in text
    table = text[text.index("supplyfront") :]
    assert "Front" in table
    assert table.index("Through") < table.index("A stock lasts")
    lone = copy.deepcopy(paper)
    for row in lone["sectors"]:
        row.update(through=[], delivered=None, hours_to_rear=None, out_of_reach_km=row["front_km"])
    text = html(lone)
    assert "km of it out of reach" in text
    assert "not known" in text


def test_places_of_which_nothing_is_in_doubt_are_named_together(paper):
    sure = copy.deepcopy(paper)
    for row in sure["ahead"]["rows"]:
        if row["place"] == "gate":
            row.update(held=1.0, delivered={"value": 1.0, "low": 1.0, "high": 1.0})
    text = html(sure)
    assert "nine times in ten: Gate" in text


def test_nothing_is_said_of_a_link_or_a_position(paper):
    text = html(paper).lower()
    for word in ("bridge", "junction ", "coordinate", "latitude", "longitude"):
        assert word not in text.replace("no junction", "")


def rows_of(paper):
    """Every key of the paper, and of the rows of its tables."""
    for key, value in paper.items():
        yield key, None
        if isinstance(value, list) and value and isinstance(value[0], dict):
            yield from ((key, inner) for inner in value[0])
        if isinstance(value, dict) and key == "ahead":
            yield from ((key, inner) for inner in value)


def without(paper, key, inner):
    less = copy.deepcopy(paper)
    if inner is None:
        del less[key]
    elif isinstance(less[key], dict):
        del less[key][inner]
    else:
        for row in less[key]:
            row.pop(inner, None)
    return less


def test_every_key_of_the_paper_is_shown_or_there_is_a_reason(paper):
    unused = []
    for key, inner in rows_of(paper):
        try:
            html(without(paper, key, inner))
        except RecordError:
            continue
        name = key if inner is None else f"{key}.{inner}"
        if key not in NOT_SHOWN and name not in NOT_SHOWN:
            unused.append(name)
    assert unused == []


def test_each_key_that_is_not_shown_is_still_one_of_the_paper(paper):
    names = {key if inner is None else f"{key}.{inner}" for key, inner in rows_of(paper)}
    assert set(NOT_SHOWN) <= names

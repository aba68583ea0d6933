"""What followed earlier falls, in the founding case."""

from dataclasses import replace

import numpy as np
import pytest

from ripeness import api, sections
from ripeness.case.events_paper import FEW, events_paper, has_events
from ripeness.case.mirror import mirrored
from ripeness.case.opened import open_case
from ripeness.front.event_study.record import ALL
from ripeness.front.event_study.settings import EventSettings
from ripeness.report.events import view
from ripeness.report.fields import Fields
from ripeness.running import drawer, run_folder
from ripeness.sections import Work


@pytest.fixture(scope="module")
def opened():
    return open_case("pokrovsk")


@pytest.fixture(scope="module")
def paper(opened):
    """The paper of a run, which runs of the session share."""
    work = Work(opened, api.SEED, drawer(run_folder(opened)))
    return sections.paper(work, "events")


def test_the_founding_case_has_falls_of_either_side(opened, paper):
    assert has_events(opened)
    fell = [fall for fall in paper.falls if fall.crossed["0.95"] is not None]
    assert {fall.side for fall in fell} == {"russia", "ukraine"}
    back = {(fall.source, fall.place) for fall in fell if fall.side == "ukraine"}
    assert ("liveuamap", "izium") in back
    assert all(fall.complement_assumed == (fall.side == "ukraine") for fall in fell)


def test_fewer_than_ten_falls_are_said_in_the_headline(paper):
    counts = {
        row.source: row.n_events
        for row in paper.events
        if (row.place, row.quantity, row.crossing) == (ALL, "pace", "0.95")
        and (row.radius_km, row.after_weeks) == (paper.radius_km, paper.after_weeks)
    }
    assert min(counts.values()) < FEW
    assert f"fewer than {FEW} on DeepState" in paper.headline
    for count in counts.values():
        assert str(count) in paper.headline


def test_every_mean_has_an_interval_that_holds_it(paper):
    spans = [
        span
        for row in paper.events
        if row.place == ALL
        for span in (row.before, row.after, row.change, row.beyond_matched, row.beyond_ground)
        if span is not None
    ]
    assert len(spans) > 100
    assert all(span.low <= span.value <= span.high for span in spans)
    assert all(
        row.after.value - row.before.value == pytest.approx(row.change.value)
        for row in paper.events
        if row.place == ALL
    )


def test_what_was_known_on_the_as_of_day_is_kept_apart(opened, paper):
    assert paper.earlier_by == opened.case.as_of
    assert paper.known_by == opened.case.evidence_to
    assert all(row.place == ALL for row in paper.earlier)
    later, then = (
        sum(row.n_events for row in rows if row.place == ALL)
        for rows in (paper.events, paper.earlier)
    )
    assert then <= later


def test_exchanging_the_sides_exchanges_only_the_sides(opened):
    opened = replace(opened, panel=one_source(opened.panel, "liveuamap"))
    few = EventSettings(radii_km=(30.0,), weeks=(13,), draws=200)
    paper = events_paper(opened, seed=1, settings=few)
    case = mirrored(opened.case)
    other = type(opened)(opened.folder, case, _drawn_again(opened, case), opened.counts)
    turned = events_paper(other, seed=1, settings=few)
    assert turned.headline == paper.headline
    assert turned.sentences == paper.sentences
    swap = {"russia": "ukraine", "ukraine": "russia", None: None}
    mine = [row.model_dump(exclude={"side"}) for row in paper.events]
    assert [row.model_dump(exclude={"side"}) for row in turned.events] == mine
    slots = {side.id: side.slot for side in opened.case.sides}
    turned_slots = {side.id: side.slot for side in case.sides}
    if slots == turned_slots:
        assert [row.side for row in turned.events] == [swap[row.side] for row in paper.events]


def _drawn_again(opened, case):
    from ripeness.case.docket import ground_rules
    from ripeness.evidence.panel import drawn_as

    slots = ground_rules(case).slots
    return drawn_as(
        opened.panel,
        {
            source.name: slots[source.draws]
            for source in case.evidence.sources
            if source.name in opened.panel.sources
        },
    )


def one_source(panel, name):
    readings, cells = (rows[rows["source"] == name] for rows in (panel.readings, panel.cells))
    return replace(panel, readings=readings, cells=cells, sources={name: panel.sources[name]})


def test_the_page_draws_every_fall_with_its_curve(opened, paper):
    class Page:
        case = Fields(
            {
                "sources": [
                    {"name": name, "title": record.title}
                    for name, record in opened.panel.sources.items()
                ],
                "places": [
                    {"id": place.id, "name": place.name} for place in opened.case.theatre.places
                ],
                "sides": [{"id": side.id, "name": side.name} for side in opened.case.sides],
            },
            "case.json",
        )

    shown = view(Fields(paper.model_dump(mode="json"), "events.json"), Page())
    cards = [card for source in shown["sources"] for card in source.cards]
    assert len(cards) == sum(fall.crossed["0.95"] is not None for fall in paper.falls)
    curves = [card.curve for card in cards if card.curve]
    assert len(curves) > 20
    for curve in curves:
        heights = [
            float(pair.split()[1]) for pair in curve.line.replace("L", "M").split("M") if pair
        ]
        assert np.all((np.array(heights) <= 88.1) & (np.array(heights) >= 0))
    assert shown["headline"] == paper.headline

from importlib.metadata import EntryPoint

import pytest

from ripeness.claims import measure
from ripeness.terms.errors import DataError

SHARE = "ripeness.claims.measures.ground:SHARE_HELD"


def offered(monkeypatch, *entries):
    """Let packages offer these measures."""
    points = tuple(EntryPoint(name, value, measure.GROUP) for name, value in entries)
    monkeypatch.setattr(measure, "entry_points", lambda group: points if group else ())


def test_a_package_may_offer_a_measure_or_a_class_of_one(monkeypatch):
    offered(
        monkeypatch,
        ("one", SHARE),
        ("two", "ripeness.claims.measures.gain:Gain"),
    )
    assert sorted(measure.installed_measures()) == ["net_gain", "share_held"]


@pytest.mark.parametrize(
    ("entries", "message"),
    [
        ([("a", SHARE), ("b", SHARE)], "a second measure named 'share_held'"),
        ([("a", "ripeness.nowhere:THING")], "does not load"),
        ([("a", "ripeness.claims.measures.ground:NOTHING")], "does not load"),
        ([("a", "ripeness.claims.measures.ground:SHARES")], "is no measure"),
    ],
)
def test_what_is_no_measure_is_refused_by_name(monkeypatch, entries, message):
    offered(monkeypatch, *entries)
    with pytest.raises(DataError, match=message):
        measure.installed_measures()

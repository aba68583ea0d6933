import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.claims.asserted import Words, asserted_range
from ripeness.claims.claim import Asserted

DEFAULT = Words()


@pytest.mark.parametrize(
    ("asserted", "unit", "expected"),
    [
        ({"words": "taken"}, "share", (0.95, 1.0)),
        ({"words": "not_taken"}, "share", (0.0, 0.95)),
        ({"words": "almost_all"}, "share", (0.9, 1.0)),
        ({"words": "gone"}, "share", (0.0, 0.05)),
        ({"words": "about", "value": 0.95}, "share", (0.9, 1.0)),
        ({"words": "about", "value": 0.14}, "share", (0.09, 0.19)),
        ({"words": "nearly", "value": 0.5}, "share", (0.4, 0.5)),
        ({"words": "at_least", "value": 0.3}, "share", (0.3, 1.0)),
        ({"words": "at_most", "value": 0.3}, "share", (0.0, 0.3)),
        ({"words": "about", "value": 6000}, "km2", (5400.0, 6600.0)),
        ({"words": "at_least", "value": 5600}, "km2", (5600.0, None)),
        ({"words": "between", "low": 1, "high": 2}, "km2", (1.0, 2.0)),
        ({"value": 52, "low": 39, "high": 65}, "weeks", (39.0, 65.0)),
        ({"words": "taken", "low": 0.99}, "share", (0.99, 1.0)),
    ],
)
def test_words_have_their_declared_width(asserted, unit, expected):
    assert asserted_range(Asserted(**asserted), DEFAULT, unit=unit) == expected


def test_a_case_may_declare_another_width():
    words = Words(taken=0.99, about_share=0.02)
    assert asserted_range(Asserted(words="taken"), words, unit="share") == (0.99, 1.0)
    assert asserted_range(Asserted(words="about", value=0.5), words, unit="share") == (0.48, 0.52)


@given(st.floats(0, 1), st.sampled_from(["about", "nearly", "at_least", "at_most", None]))
def test_the_range_of_a_share_holds_what_was_said_and_stays_a_share(value, words):
    low, high = asserted_range(Asserted(words=words, value=value), DEFAULT, unit="share")
    assert 0 <= low <= value + 1e-9
    assert value - 1e-9 <= high <= 1

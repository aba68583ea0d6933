from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ripeness.evidence.strengths.record import period_of, read_figures
from ripeness.evidence.strengths.words import stated
from ripeness.terms.errors import UpstreamError


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        ("600000+", 600_000, None),
        ("623000", 623_000, 623_000),
        ("just under 700000", 630_000, 700_000),
        ("over 700000 (617000 in combat zone figure is Putin Dec 2023)", 700_000, None),
        ("about 880000-900000", 880_000, 900_000),
        ("38000 per month (190000 in five months)", 38_000, 38_000),
        ("30000-35000 per month, up to 90% to replace losses", 30_000, 35_000),
        ("about 500,000", 450_000, 550_000),
        ("up to 90000", None, 90_000),
    ],
)
def test_words_become_a_range_and_are_kept(words, low, high):
    figure = stated(words)
    assert figure is not None
    assert (figure.low, figure.high, figure.words) == (low, high, words)


@given(st.text(max_size=80))
def test_no_words_bring_the_reading_down_and_ends_hold_the_value(words):
    figure = stated(words)
    if figure is not None:
        assert figure.low is None or figure.low <= figure.value
        assert figure.high is None or figure.value <= figure.high


@given(st.text(max_size=20))
def test_a_time_is_a_period_or_none(text):
    period = period_of(text)
    assert period is None or period[0] <= period[1]


def test_the_shipped_table_gives_both_sides_with_speakers(real_data):
    path = real_data / "text/force_size_estimates.csv"
    figures, skipped = read_figures(path.read_bytes(), path.name)
    assert {figure.label for figure in figures} == {"Russia", "Russian", "Ukraine"}
    assert all(figure.speaker for figure in figures)
    assert len(figures) + len(skipped) == 10
    insider = next(figure for figure in figures if figure.speaker == "The Insider")
    assert insider.known_on == date(2026, 1, 31)


def test_a_web_page_is_no_table_of_figures():
    with pytest.raises(UpstreamError, match="HTML"):
        read_figures(b"<html></html>", "x.csv")

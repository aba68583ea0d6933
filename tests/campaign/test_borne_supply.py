"""Whether supply tells which cells fall: found where it is planted, and off where it is not."""

import numpy as np
import pytest

from ripeness.campaign.borne_out import judged
from ripeness.campaign.borne_supply import Examples, foretold_by_supply, scores
from ripeness.front.allocation.rows import Rows
from ripeness.terms.chance import stream

WEEKS, CELLS = 60, 300


def planted(b, *, seed=3):
    """Cells by week, of which forty change: by their hazard, and by what does not reach them."""
    draw = stream(seed, "test", "supply", "hazard")
    score, short = draw.normal(size=(WEEKS, CELLS)), draw.random((WEEKS, CELLS))
    weight = np.exp(score + b * short)
    changed = np.stack([draw.multinomial(40, one / one.sum()) for one in weight]).astype(float)
    rows = Rows(
        names=(),
        features=np.zeros((WEEKS * CELLS, 0), np.float32),
        week=np.repeat(np.arange(WEEKS), CELLS),
        cell=np.tile(np.arange(CELLS), WEEKS),
        stands_for=np.ones(WEEKS * CELLS),
        free=np.ones(WEEKS * CELLS),
        changed=changed.ravel(),
    )
    return Examples(rows, score.ravel(), short.ravel())


def told(one):
    weeks = list(range(WEEKS))
    strength, without, with_it = foretold_by_supply([one], weeks, weeks[20:])
    return strength, judged(
        "supply_shifts_hazard", "t", strength=strength, without=without, with_it=with_it, seed=1
    )


def test_a_planted_effect_of_supply_is_found_and_on():
    strength, found = told(planted(1.5))
    assert strength == pytest.approx(1.5, abs=0.25)
    assert found.on
    assert found.weeks == WEEKS - 20


def test_where_there_is_none_it_stays_off():
    strength, found = told(planted(0.0))
    assert abs(strength) < 0.3
    assert not found.on


def test_a_score_is_that_of_the_share_given_to_the_cells_that_changed():
    one = planted(0.0)
    found = scores(one, [7], strengths=np.array([0.0, 2.0]))
    for number, b in enumerate((0.0, 2.0)):
        mine = slice(7 * CELLS, 8 * CELLS)
        odds = np.exp(one.score[mine] + b * one.short[mine])
        due = -(one.rows.changed[mine] * np.log(odds / odds.sum())).sum()
        assert found[0, number] == pytest.approx(due)


def test_a_later_week_changes_no_earlier_score():
    one = planted(1.0)
    kept = one.rows.week < 40
    parts = {name: getattr(one.rows, name)[kept] for name in vars(one.rows) if name != "names"}
    early = Examples(Rows(names=(), **parts), one.score[kept], one.short[kept])
    _, _, before = foretold_by_supply([early], list(range(40)), list(range(20, 40)))
    _, _, after = foretold_by_supply([one], list(range(WEEKS)), list(range(20, WEEKS)))
    np.testing.assert_allclose(before, after[:20])

"""Published numbers and closed forms of attrition: each row of VALIDATION, with its source."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from ripeness.front.attrition.adaptive import adaptive_model
from ripeness.front.attrition.battles import (
    read_ardennes,
    read_battles_1620_1905,
    read_cdb90,
    read_iwo_jima,
)
from ripeness.front.attrition.breaks import (
    EnvelopmentBreak,
    LossBreak,
    Situation,
    Threshold,
    chance_broken,
    known,
)
from ripeness.front.attrition.brown import brown_win
from ripeness.front.attrition.estimates import DailyLosses
from ripeness.front.attrition.exponent_fit import Prior, fit_exponents
from ripeness.front.attrition.force_ratios import wins_by_force_ratio
from ripeness.front.attrition.landings import Landing, square_law_with_landings
from ripeness.front.attrition.linear import linear_law
from ripeness.front.attrition.rate_fit import fit_rates
from ripeness.front.attrition.square import square_law, square_law_end, square_law_invariant
from ripeness.front.attrition.square_fit import Ends, fit_square_ends, fit_square_series
from ripeness.front.attrition.stochastic import stochastic_duel, stochastic_duel_exact

ASHORE = (Landing(0, 1, x=54000), Landing(2, 3, x=6000), Landing(5, 6, x=13000))
"""Engel (1954), doi:10.1287/opre.2.2.163: United States landings at Iwo Jima."""


@pytest.fixture(scope="module")
def battles(real_data):
    return real_data / "battles"


@pytest.fixture(scope="module")
def cdb90(battles):
    return read_cdb90(battles / "CDB90-orig.csv")


@pytest.fixture(scope="module")
def ardennes(battles):
    days = read_ardennes(battles / "ardennes_1944_daily.csv")
    return DailyLosses(
        x=days.allied_force.to_numpy(float),
        y=days.german_force.to_numpy(float),
        x_lost=days.allied_casualties.to_numpy(float),
        y_lost=days.german_casualties.to_numpy(float),
    )


def test_lan_sq_1_the_square_law_after_five_days():
    """LAN-SQ-1, closed form: x = x0 cosh kt - sqrt(a/b) y0 sinh kt."""
    course = square_law(1000, 800, 0.05, 0.04, 5)
    assert float(course.x) == pytest.approx(823.4335021358, abs=1e-9)
    assert float(course.y) == pytest.approx(618.4126340492, abs=1e-9)
    assert square_law_invariant(course.x, course.y, 0.05, 0.04) == pytest.approx(8000.0, abs=1e-9)


def test_lan_sq_2_the_square_law_to_the_end():
    """LAN-SQ-2: survivors sqrt(200000); time artanh(2/sqrt 5)/k = arcsinh(2)/sqrt(.002).

    The row prints 32.2806703; forty digits give 32.28067057..., which is 2.7e-7 more. So its last
    digit is wrong, though it holds to 1e-7 relative.
    """
    end = square_law_end(1000, 800, 0.05, 0.04)
    assert end.winner == "x"
    assert end.x == pytest.approx(447.2135955, abs=1e-7)
    assert end.time == pytest.approx(np.arcsinh(2.0) / np.sqrt(0.002), rel=1e-14)
    assert end.time == pytest.approx(32.2806703, rel=1e-7)


def test_lan_lin_1_the_linear_law_after_fifty_days():
    """LAN-LIN-1, closed form."""
    course = linear_law(1000, 800, 2e-5, 1e-5, 50)
    assert float(course.x) == pytest.approx(517.342130744, abs=1e-8)
    assert float(course.y) == pytest.approx(558.671065372, abs=1e-8)


def test_lan_sto_1_the_stochastic_duel_of_equal_skill():
    """LAN-STO-1: Hankin, R package lanchester; also by Brown (1963), doi:10.1287/opre.11.3.418."""
    published = {
        (4, 3): Fraction(233, 315),
        (2, 1): Fraction(5, 6),
        (2, 2): Fraction(1, 2),
        (2, 3): Fraction(9, 40),
        (2, 4): Fraction(29, 360),
    }
    for (x, y), chance in published.items():
        assert stochastic_duel_exact(x, y).x_wins == chance
        assert brown_win(x, y) == chance


def test_lan_sto_2_expected_survivors_of_ten_against_ten():
    """LAN-STO-2: the winner's expected strength; summed exactly beside it."""
    exact = stochastic_duel_exact(10, 10)
    mean = sum(s * p for s, p in enumerate(exact.x_left)) + sum(
        s * p for s, p in enumerate(exact.y_left)
    )
    assert float(mean) == pytest.approx(5.7151475, abs=1e-6)
    assert stochastic_duel(10, 10).mean_winner_left == pytest.approx(float(mean), rel=1e-12)


def test_lan_iwo_1_iwo_jima_with_21000_defenders():
    """LAN-IWO-1: Engel (1954), doi:10.1287/opre.2.2.163."""
    course = square_law_with_landings(0, 21000, 0.0544, 0.0106, [28, 35], landings=ASHORE)
    assert course.x == pytest.approx([53863, 53080], abs=2)
    assert course.y[1] == pytest.approx(81, abs=2)


def test_lan_iwo_1_iwo_jima_with_21500_defenders(battles):
    """LAN-IWO-1 with the parameter file's 21500, and the whole of the file's model.

    The row says day 36 for 52012 / 768; both the formula and the file say day 35 (on day 36 they
    give 51985 / 217).
    """
    days = read_iwo_jima(battles / "iwojima_1945_engel_model.csv")
    course = square_law_with_landings(0, 21500, 0.0544, 0.0106, days.day, landings=ASHORE)
    assert course.x[27] == pytest.approx(53042, abs=2)
    assert (course.x[34], course.y[34]) == pytest.approx((52012, 768), abs=2)
    assert course.x == pytest.approx(days.us_model_engel.to_numpy(), abs=1.01)
    assert course.y == pytest.approx(days.japan_model_engel.to_numpy(), abs=1.01)


def test_lan_iwo_2_rates_from_the_end_points_are_not_the_published_ones():
    """LAN-IWO-2: Antonov, SystemModeling: B .0106351, A .0547895. Not reproduced.

    Two end points fix two rates, so there is one answer: with Engel's landings and 21000 defenders
    it is A .05982, B .010881 (9.2 % and 2.3 % above), and it meets both ends. At the published
    rates the same course ends on day 35 at 52982 / 41, not 51300 / 0. All 73000 at once gives
    A .0629, B .01028; 21500 defenders over 36 days A .0569, B .01081. So the published pair was
    fitted to something else besides these ends; it lies far nearer Engel's own .0544 / .0106.
    """
    found = fit_square_ends(Ends(0, 21000, 51300, 0, 35), landings=ASHORE)
    assert found.a.value == pytest.approx(0.0598198, rel=1e-5)
    assert found.b.value == pytest.approx(0.0108806, rel=1e-5)
    assert found.a.value / 0.0547895 - 1 == pytest.approx(0.092, abs=0.001)
    assert found.b.value / 0.0106351 - 1 == pytest.approx(0.023, abs=0.001)
    met = square_law_with_landings(
        0, 21000, found.a.value, found.b.value, 34.999999, landings=ASHORE
    )
    assert (float(met.x), float(met.y)) == pytest.approx((51300, 0), abs=0.1)
    theirs = square_law_with_landings(0, 21000, 0.0547895, 0.0106351, 35, landings=ASHORE)
    assert (float(theirs.x), float(theirs.y)) == pytest.approx((52982, 41), abs=1)


def test_engels_rates_come_back_from_his_own_course(battles):
    """Engel's rates, fitted to the course that his rates made, within the file's rounding."""
    days = read_iwo_jima(battles / "iwojima_1945_engel_model.csv")
    found = fit_square_series(days.day, days.us_model_engel, start=(0, 21500), landings=ASHORE)
    assert found.a.value == pytest.approx(0.0544, rel=1e-4)
    assert found.b.value == pytest.approx(0.0106, rel=1e-4)
    assert found.a.low < 0.0544 < found.a.high
    assert found.b.low < 0.0106 < found.b.high


PUBLISHED = (7.784, 8.018, 1.058, 0.704, -0.241, 0.035)
"""LAN-ARD-1: Wiper, Pettit and Young (2000), NRL 47(7), 541-558, as rerun: levels of x and y,
exponents own and enemy, attacks of x and y; I = -1 on the first five days and +1 on the others."""
ATTACKS = np.where(np.arange(32) < 5, -1, 1)


def test_lan_ard_1_what_no_prior_on_the_exponents_touches(ardennes):
    """LAN-ARD-1, the part that can be reproduced: level + mean(I) attack = mean log losses.

    Strengths are centred, so under any prior on the exponents the regression meets the mean. That
    holds for the published numbers, within the rows' tolerances added (.03 + .6875 x .01), and
    with I = 0 in place of +1 it would not (7.822 for x): so this is the coding that was used.
    """
    means = [float(np.log(lost).mean()) for lost in (ardennes.x_lost, ardennes.y_lost)]
    published = [
        level + attack * ATTACKS.mean()
        for level, attack in zip(PUBLISHED[:2], PUBLISHED[4:], strict=True)
    ]
    assert published == pytest.approx(means, abs=0.03 + 0.6875 * 0.01)
    found = fit_exponents(ardennes, ATTACKS, seed=1, draws=4000)
    ours = [
        level.value + attack.value * ATTACKS.mean()
        for level, attack in zip(found.level, found.attack, strict=True)
    ]
    assert ours == pytest.approx(means, abs=0.01)


def test_lan_ard_1_the_exponents_are_the_priors_and_the_row_names_none(ardennes):
    """LAN-ARD-1, the part that cannot be reproduced, how far, and why.

    Strengths decline steadily over 32 days, so the data hardly move a prior on the exponents: with
    .5 +- .5 own is 1.20 and enemy .60, with 1 +- .5 it is 1.65 and 1.02, and with a vague prior
    5.2 and -.4. The row gives no prior; the paper was not at hand. So agreement within the row's
    tolerances would show the choice of a prior and nothing else: .75 +- .316, found by trying
    some eighty, comes within .08 (enemy) and .02 (attacks), and is not used here. What is held,
    under the default prior, which favours none of the three named laws:
    the levels agree within the row's .03, both exponents lie within .2 and the attacks within .03,
    and every published number is inside our 95 % interval.
    """
    found = fit_exponents(ardennes, ATTACKS, seed=1, draws=4000)
    ours = (*found.level, found.own, found.enemy, *found.attack)
    misses = [abs(one.value - value) for one, value in zip(ours, PUBLISHED, strict=True)]
    assert max(misses[:2]) < 0.03
    assert max(misses[2:4]) < 0.2
    assert max(misses[4:]) < 0.03
    assert all(one.low < value < one.high for one, value in zip(ours, PUBLISHED, strict=True))
    vague = fit_exponents(ardennes, ATTACKS, prior=Prior(0.5, 50.0), seed=1, draws=4000)
    assert vague.own.value - found.own.value > 2.0
    assert vague.own.high - vague.own.low > 2.0 * (found.own.high - found.own.low)


def test_lan_ard_2_linear_law_of_the_ardennes(ardennes):
    """LAN-ARD-2: least squares on the same data."""
    found = fit_rates(ardennes, law="linear")
    assert found.a.value == pytest.approx(4.8886e-9, rel=1e-4)
    assert found.b.value == pytest.approx(7.28435e-9, rel=1e-4)
    assert found.r_squared == pytest.approx(0.2138, abs=1e-4)
    assert min(found.carry_over) > 0.4  # so the printed interval is too narrow, and says so


def test_mov_tdi_1_wins_by_force_ratio_agree_in_six_bands_of_seven(cdb90):
    """MOV-TDI-1: The Dupuy Institute, 31 October 2019, 672 divisional fights of 1904-91.

    That database is not open; CDB90 (fights of 1904-91 in it) is its kin. In six bands of seven the
    two agree (Fisher's p above .05). At .50-.99 CDB90 has 43 wins of 72 (60 %) against 42 % of 77,
    p = .03, which the least of seven bands shows by chance one time in five. We know no other
    reason.
    """
    modern = cdb90[cdb90.ATPBYR1.between(1904, 1991) & (cdb90.STRD > 0)]
    table = wins_by_force_ratio(modern.STRA / modern.STRD, modern.WINA)
    assert table.published.tolist() == [0.22, 0.42, 0.55, 0.59, 0.71, 0.83, 0.69]
    assert table.published_fights.tolist() == [9, 77, 150, 123, 56, 53, 48]
    differs = table[table.p < 0.05]
    assert differs.low.tolist() == [0.5]
    assert differs.p.item() == pytest.approx(0.033, abs=0.002)
    agrees = table[table.p >= 0.05]
    assert ((agrees.share_low <= agrees.published) & (agrees.published <= agrees.share_high)).all()


def test_mov_mcq_a_force_may_be_manoeuvred_out_without_losses():
    """MOV-MCQ: McQuie (1987), through The Dupuy Institute: manoeuvre 64, fire 12, other 24 %.

    Context, not a computation: no data of his 52 fights are at hand. What the models must allow is
    that a force gives up unhurt, as his 64 % did; the page of the break rules prints his shares.
    """
    turned = Situation(own=100, own_start=100, enemy=100, enveloped=0.6)
    fire, manoeuvre = LossBreak(Threshold(0.1, 0.2, 0.5)), EnvelopmentBreak(known(0.5))
    assert float(chance_broken([fire], turned)) == 0.0
    assert float(chance_broken([fire, manoeuvre], turned)) == 1.0
    root = Path(__file__).resolve().parents[2]
    page = (root / "docs" / "attrition" / "break_rules.md").read_text(encoding="utf-8")
    assert "64 % did so because of manoeuvre and 12 % because of fire (McQuie)" in page


def test_mov_hel_beaten_attackers_lose_less_than_two_fifths(cdb90, battles):
    """MOV-HEL: Helmbold, through a secondary source: under 40 % in more than 90 % of cases."""
    beaten = cdb90[cdb90.WINA == -1]
    share = (beaten.CASA / beaten.STRA).dropna()
    assert len(share) == 215
    assert (share < 0.4).mean() == pytest.approx(0.916, abs=0.001)
    older = read_battles_1620_1905(battles / "rubio2016_battles_1620_1905.csv")
    assert (older.Bc / older.B0 < 0.4).mean() == pytest.approx(0.913, abs=0.001)


def test_losses_alone_explain_few_defeats(cdb90):
    """VALIDATION, below the table: loser's median loss 16 %; 27 % of losers lost over 30 %."""
    lost = [
        *(cdb90.CASA / cdb90.STRA)[cdb90.WINA == -1].dropna(),
        *(cdb90.CASD / cdb90.STRD)[cdb90.WINA == 1].dropna(),
    ]
    assert np.median(lost) == pytest.approx(0.16, abs=0.005)
    assert np.mean(np.array(lost) > 0.3) == pytest.approx(0.27, abs=0.01)


def test_mov_adm_epstein_without_withdrawal():
    """MOV-ADM: Epstein's model at a fixed pace: A0 (1 - alpha)^t; D0 - (A0 - A) / rho."""
    campaign = adaptive_model(330000, 200000, pace=0.02, exchange=1.5, days=30)
    assert campaign.attacker[-1] == pytest.approx(180009.825396, abs=1e-6)
    assert campaign.defender[-1] == pytest.approx(100006.550264, abs=1e-6)


def test_cdb90_keeps_the_attackers_defeats(cdb90):
    """PROVENANCE: WINA 398 / 217 / 43 / 2, lost in the cleaned file."""
    assert (cdb90.WINA == 1).sum() == 398
    assert (cdb90.WINA == -1).sum() == 217
    assert (cdb90.WINA == 0).sum() == 43
    assert cdb90.WINA.isna().sum() == 2

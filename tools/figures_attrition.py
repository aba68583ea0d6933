"""Draw the figures of docs/attrition from the models themselves: one function a figure.

The figure of battles reads `battles/CDB90-orig.csv` from the data folder and is left as it is
where there is none.
"""

import os
from collections.abc import Callable
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
from figures_look import BLUE, BROWN, GREEN, GREY, HEIGHT, WIDTH, Chart, lines, themed

from ripeness.front.attrition.adaptive import Tolerances, adaptive_model
from ripeness.front.attrition.battles import read_cdb90
from ripeness.front.attrition.breaks import (
    LossBreak,
    RatioBreak,
    Situation,
    Threshold,
    chance_broken,
)
from ripeness.front.attrition.duel import fundamental_duel
from ripeness.front.attrition.ensembles import Plan, attrition_ensemble
from ripeness.front.attrition.exponents import helmbold
from ripeness.front.attrition.force_ratios import wins_by_force_ratio
from ripeness.front.attrition.general import general_law
from ripeness.front.attrition.landings import Landing, square_law_with_landings
from ripeness.front.attrition.linear import linear_law
from ripeness.front.attrition.logarithmic import logarithmic_law
from ripeness.front.attrition.mixed import mixed_law
from ripeness.front.attrition.square import square_law
from ripeness.front.attrition.square_fit import Ends, fit_square_ends
from ripeness.front.attrition.stochastic import stochastic_duel

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "figures"
DATA = Path(os.environ.get("RIPENESS_DATA", ROOT.parent / "shared" / "data"))
X, Y, NEUTRAL, THIRD = BLUE, BROWN, GREY, GREEN
ASHORE = (Landing(0, 1, x=54000), Landing(2, 3, x=6000), Landing(5, 6, x=13000))


def table(at: np.ndarray, /, **series: np.ndarray) -> pd.DataFrame:
    """Return the series in one long table; underscores in names become spaces."""
    return pd.concat(
        [
            pd.DataFrame({"x": at, "y": values, "series": name.replace("_", " ")})
            for name, values in series.items()
        ]
    )


def square() -> Chart:
    """Draw a fight to the end, alone and with reinforcement of y."""
    t = np.linspace(0, 50, 401)
    alone = square_law(1000, 800, 0.05, 0.04, t)
    helped = square_law(1000, 800, 0.05, 0.04, t, reinforcement=(0, 20))
    rows = table(
        t,
        x_alone=alone.x,
        y_alone=alone.y,
        x_when_y_gets_20_a_day=helped.x,
        y_with_20_a_day=helped.y,
    )
    colours = {
        "x alone": X,
        "y alone": Y,
        "x when y gets 20 a day": "#8fbbdd",
        "y with 20 a day": "#e3b98f",
    }
    return lines(rows, "day", "strength", colours=colours, columns=2)


def linear() -> Chart:
    """Draw a fight that never ends, alone and with reinforcement of x."""
    t = np.linspace(0, 400, 401)
    alone = linear_law(1000, 800, 2e-5, 1e-5, t)
    helped = linear_law(1000, 800, 2e-5, 1e-5, t, reinforcement=(4, 0))
    rows = table(
        t, x_alone=alone.x, y_alone=alone.y, x_with_4_a_day=helped.x, y_when_x_gets_4_a_day=helped.y
    )
    colours = {
        "x alone": X,
        "y alone": Y,
        "x with 4 a day": "#8fbbdd",
        "y when x gets 4 a day": "#e3b98f",
    }
    return lines(rows, "day", "strength", colours=colours, columns=2)


def mixed() -> Chart:
    """Draw the strength in the open that holds a hidden side to a draw, and what follows."""
    parts = []
    for y in np.linspace(200, 2000, 10):
        course = mixed_law(100, y, 1e-4, 1.0, np.linspace(0, 150, 601))
        parts.append(
            pd.DataFrame(
                {"hidden": course.x, "open": course.y, "start": y, "winner": course.end.winner}
            )
        )
    rows = pd.concat(parts)
    rows["series"] = rows.winner.map(
        {"x": "the hidden side wins", "y": "the side in the open wins", "neither": "draw"}
    )
    scale = alt.Scale(domain=["the hidden side wins", "the side in the open wins"], range=[X, Y])
    return (
        alt.Chart(rows)
        .mark_line(strokeWidth=2)
        .encode(
            x=alt.X("open:Q", title="strength in the open, y", axis=alt.Axis(tickCount=6)),
            y=alt.Y("hidden:Q", title="hidden strength, x"),
            order=alt.Order("open:Q", sort="descending"),
            detail="start:N",
            color=alt.Color("series:N", scale=scale, legend=alt.Legend(title=None, orient="top")),
        )
        .properties(width=WIDTH, height=HEIGHT)
    )


def logarithmic() -> Chart:
    """Draw two sides that fade by themselves, with and without reinforcement."""
    t = np.linspace(0, 100, 201)
    alone = logarithmic_law(1000, 800, 0.05, 0.04, t)
    helped = logarithmic_law(1000, 800, 0.05, 0.04, t, reinforcement=(20, 0))
    rows = table(t, x_alone=alone.x, y=alone.y, x_with_20_a_day=helped.x)
    colours = {"x alone": X, "y": Y, "x with 20 a day": "#8fbbdd"}
    return lines(rows, "day", "strength", colours=colours, columns=2)


def general() -> Chart:
    """Draw the same fight under Helmbold's exponents, from logarithmic to square."""
    t = np.linspace(0, 60, 301)
    weights = {"weight 0 (logarithmic)": 0.0, "weight 0.5": 0.5, "weight 1 (square)": 1.0}
    rows = table(
        t,
        **{
            name: general_law(1000, 700, 0.04, 0.04, t, law=helmbold(weight)).y
            for name, weight in weights.items()
        },
    )
    colours = dict(zip(weights, (THIRD, NEUTRAL, Y), strict=True))
    return lines(rows, "day", "strength of y (700 against 1000)", colours=colours, columns=2)


def stochastic() -> Chart:
    """Draw how many are left, by winner, beside the square law's certain answer."""
    duel = stochastic_duel(50, 40)
    rows = pd.DataFrame(
        {
            "left": [*range(51), *range(41)],
            "chance": [*duel.x_left, *duel.y_left],
            "series": ["x wins"] * 51 + ["y wins"] * 41,
        }
    ).query("left > 0")
    bars = (
        alt.Chart(rows)
        .mark_bar(size=6, opacity=0.8)
        .encode(
            x=alt.X(
                "left:Q",
                title="units left to the winner, 50 against 40",
                scale=alt.Scale(domain=[0, 50], nice=False, padding=0),
            ),
            y=alt.Y(
                "chance:Q", title="probability", stack=None, scale=alt.Scale(domain=[0, 0.065])
            ),
            color=alt.Color(
                "series:N",
                scale=alt.Scale(domain=["x wins", "y wins"], range=[X, Y]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
    )
    sure = pd.DataFrame({"left": [30.0], "text": ["square law: 30"]})
    rule = alt.Chart(sure).mark_rule(color="#333", strokeDash=[5, 4]).encode(x="left:Q")
    label = (
        alt.Chart(sure)
        .mark_text(align="left", dx=6, fontSize=12, color="#333")
        .encode(x="left:Q", y=alt.value(10), text="text:N")
    )
    return (bars + rule + label).properties(width=WIDTH, height=HEIGHT)


def one_to_one() -> Chart:
    """Draw what opening fire is worth."""
    p = np.linspace(0.02, 0.98, 97)
    opens, replies, volleys = (
        [fundamental_duel(q, 0.3, fire=fire) for q in p]
        for fire in ("x first", "y first", "volleys")
    )
    rows = table(
        p,
        x_wins_if_x_opens=np.array([duel.x_wins for duel in opens]),
        x_wins_if_y_opens_or_in_volleys=np.array([duel.x_wins for duel in replies]),
        both_fall_in_volleys=np.array([duel.both_fall for duel in volleys]),
    )
    colours = {
        "x wins if x opens": X,
        "x wins if y opens or in volleys": Y,
        "both fall in volleys": NEUTRAL,
    }
    return lines(
        rows, "chance that a shot of x hits (y: 0.3)", "probability", colours=colours, columns=2
    )


def ensemble() -> Chart:
    """Draw the middle and the spread of many runs, beside the square law."""
    plan = Plan(steps=400, runs=4000, seed=1, dt=0.1, every=5)
    runs = attrition_ensemble(100, 80, 0.05, 0.04, plan=plan)
    parts = []
    for name, path in (("x", runs.x_path), ("y", runs.y_path)):
        low, middle, high = np.quantile(path, (0.05, 0.5, 0.95), axis=0)
        parts.append(
            pd.DataFrame(
                {"day": runs.times, "low": low, "middle": middle, "high": high, "series": name}
            )
        )
    base = alt.Chart(pd.concat(parts)).encode(
        x=alt.X("day:Q", title="day"),
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=["x", "y"], range=[X, Y]),
            legend=alt.Legend(title=None, orient="top"),
        ),
    )
    course = square_law(100, 80, 0.05, 0.04, runs.times)
    certain = table(runs.times, x=course.x, y=course.y)
    dashed = (
        alt.Chart(certain)
        .mark_line(strokeDash=[5, 4], strokeWidth=1.5, color="#333")
        .encode(x="x:Q", y="y:Q", detail="series:N")
    )
    band = base.mark_area(opacity=0.25).encode(y=alt.Y("low:Q", title="strength"), y2="high:Q")
    return (band + base.mark_line(strokeWidth=2.5).encode(y="middle:Q") + dashed).properties(
        width=WIDTH, height=HEIGHT
    )


def adaptive() -> Chart:
    """Draw strengths, and ground given up, for defenders that bear more or less."""
    strengths, ground = [], []
    for bears, name in (
        (0.03, "bears 3 % a day"),
        (0.05, "bears 5 % a day"),
        (0.9, "never falls back"),
    ):
        run = adaptive_model(
            330000,
            200000,
            pace=0.02,
            exchange=1.5,
            days=40,
            tolerances=Tolerances(attacker=0.05, defender=bears, fastest_withdrawal=20),
        )
        day = np.arange(41)
        strengths.append(pd.DataFrame({"x": day, "y": run.defender / 1000, "series": name}))
        ground.append(pd.DataFrame({"x": day, "y": run.ground, "series": name}))
    colours = {"bears 3 % a day": Y, "bears 5 % a day": NEUTRAL, "never falls back": THIRD}
    left = lines(
        pd.concat(strengths), "day", "defender left, thousands", colours=colours, columns=2
    )
    right = lines(pd.concat(ground), "day", "ground given up, km", colours=colours, columns=2)
    return alt.hconcat(left.properties(width=300), right.properties(width=300))


def breaking() -> Chart:
    """Draw the chance that y has broken along a course, by rule."""
    t = np.linspace(0, 32, 161)
    course = square_law(1000, 800, 0.05, 0.04, t)
    seen = Situation(own=course.y, own_start=800, enemy=course.x)
    losses, ratio = LossBreak(Threshold(0.2, 0.45, 0.9)), RatioBreak(Threshold(1.2, 1.5, 2.5))
    rows = table(
        t,
        losses=chance_broken([losses], seen),
        force_ratio=chance_broken([ratio], seen),
        either=chance_broken([losses, ratio], seen),
    )
    colours = {"losses": X, "force ratio": THIRD, "either": NEUTRAL}
    return lines(rows, "day", "chance that y has broken", colours=colours, columns=2)


def fits() -> Chart:
    """Draw Iwo Jima with Engel's rates and with those fitted to the end points."""
    t = np.linspace(0, 36, 361)
    engel = square_law_with_landings(0, 21500, 0.0544, 0.0106, t, landings=ASHORE)
    found = fit_square_ends(Ends(0, 21000, 51300, 0, 35), landings=ASHORE)
    ends = square_law_with_landings(0, 21000, found.a.value, found.b.value, t, landings=ASHORE)
    rows = table(
        t,
        **{
            "x, Engel's rates": engel.x,
            "y, Engel's rates": engel.y,
            "x, fitted to the ends": ends.x,
            "y, fitted to the ends": ends.y,
        },
    )
    colours = {
        "x, Engel's rates": X,
        "y, Engel's rates": Y,
        "x, fitted to the ends": "#8fbbdd",
        "y, fitted to the ends": "#e3b98f",
    }
    return lines(rows, "day", "strength", colours=colours, columns=2)


def battles() -> Chart:
    """Draw attackers' wins by force ratio: CDB90 beside The Dupuy Institute's table."""
    fought = read_cdb90(DATA / "battles" / "CDB90-orig.csv")
    modern = fought[fought.ATPBYR1.between(1904, 1991) & (fought.STRD > 0)]
    found = wins_by_force_ratio(modern.STRA / modern.STRD, modern.WINA)
    bands = [f"{low:g}-{high:g}" for low, high in zip(found.low, found.high, strict=True)]
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "band": bands,
                    "share": 100 * found[share],
                    "low": 100 * found[f"{stem}_low"],
                    "high": 100 * found[f"{stem}_high"],
                    "series": name,
                }
            )
            for share, stem, name in (
                ("share", "share", "CDB90, 1904-91"),
                ("published", "published", "The Dupuy Institute, 2019"),
            )
        ]
    )
    names = ["CDB90, 1904-91", "The Dupuy Institute, 2019"]
    base = alt.Chart(rows).encode(
        x=alt.X(
            "band:N", title="attackers for each defender", sort=bands, axis=alt.Axis(labelAngle=0)
        ),
        xOffset=alt.XOffset("series:N", scale=alt.Scale(domain=names, paddingOuter=0.6)),
        color=alt.Color(
            "series:N",
            scale=alt.Scale(domain=names, range=[X, Y]),
            legend=alt.Legend(title=None, orient="top"),
        ),
    )
    bars = base.mark_rule(strokeWidth=2.5).encode(
        y=alt.Y(
            "low:Q", title="attacker wins, % (95 % interval)", scale=alt.Scale(domain=[0, 100])
        ),
        y2="high:Q",
    )
    points = base.mark_point(filled=True, size=80, opacity=1).encode(y="share:Q")
    return (bars + points).properties(width=WIDTH + 60, height=HEIGHT)


FIGURES: dict[str, Callable[[], Chart]] = {
    "square_law": square,
    "linear_law": linear,
    "mixed_law": mixed,
    "logarithmic_law": logarithmic,
    "general_law": general,
    "stochastic_duel": stochastic,
    "fundamental_duel": one_to_one,
    "ensembles": ensemble,
    "adaptive_model": adaptive,
    "break_rules": breaking,
    "fits": fits,
    "battles": battles,
}


def main() -> None:
    """Draw every figure."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, draw in FIGURES.items():
        if name == "battles" and not DATA.is_dir():
            print(f"{name}: left as it is, for want of the data folder")
            continue
        themed(draw()).save(FOLDER / f"attrition_{name}.svg")
        print(name)


if __name__ == "__main__":
    main()

"""Draw the figures of docs/bargaining from the models themselves: one function a figure."""

import math
from collections.abc import Callable
from pathlib import Path

import altair as alt
import numpy as np
import pandas as pd
from figures_look import BLUE, BROWN, GREEN, GREY, HEIGHT, WIDTH, Chart, lines, themed

from ripeness.table.theory.adjusted_winner import adjusted_winner
from ripeness.table.theory.alternating_offers import rotating_offers, rubinstein
from ripeness.table.theory.bargaining_range import bargaining_range
from ripeness.table.theory.beliefs import BetaBelief
from ripeness.table.theory.coalitions import conditional, markov_uniform, victory_chances
from ripeness.table.theory.commitment import largest_peaceful_chance
from ripeness.table.theory.expected_utility import Actors, expected_utility_model
from ripeness.table.theory.forts_diffusion import forts_diffusion, matching_diffusion
from ripeness.table.theory.forts_learning import LearningWar, learning_forts, settlement
from ripeness.table.theory.forts_walk import forts_walk, length_distribution, war_values
from ripeness.table.theory.frontiers import Curve
from ripeness.table.theory.legislative import legislative_values
from ripeness.table.theory.power_indices import banzhaf, shapley_shubik
from ripeness.table.theory.screening import screening_uniform
from ripeness.table.theory.solutions import egalitarian, kalai_smorodinsky, nash, utilitarian
from ripeness.table.theory.veto_players import win_set_outline
from ripeness.table.theory.war_of_attrition import chance_still_fighting, war_of_attrition

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "figures"
A, B, NEUTRAL, THIRD = BLUE, BROWN, GREY, GREEN


def long(x: np.ndarray, series: dict[str, np.ndarray]) -> pd.DataFrame:
    """Return a long table: x, y, and the name of the series."""
    return pd.concat([pd.DataFrame({"x": x, "y": y, "series": name}) for name, y in series.items()])


def range_figure() -> Chart:
    """Draw the shares that both sides prefer to a war."""
    chances = np.linspace(0.01, 0.99, 99)
    zones = [bargaining_range(win_chance=p, cost_a=0.1, cost_b=0.15) for p in chances]
    table = pd.DataFrame(
        {"p": chances, "low": [z.low for z in zones], "high": [z.high for z in zones]}
    )
    x = alt.X("p:Q", title="chance that A wins a war", scale=alt.Scale(domain=[0, 1]))
    band = (
        alt.Chart(table)
        .mark_area(opacity=0.3, color=THIRD)
        .encode(
            x=x, y=alt.Y("low:Q", title="share of A", scale=alt.Scale(domain=[0, 1])), y2="high:Q"
        )
    )
    low = alt.Chart(table).mark_line(color=A, strokeWidth=2.5).encode(x=x, y="low:Q")
    high = alt.Chart(table).mark_line(color=B, strokeWidth=2.5).encode(x=x, y="high:Q")
    notes = pd.DataFrame(
        {
            "x": [0.77, 0.24, 0.5],
            "y": [0.42, 0.64, 0.525],
            "text": ["least share A accepts", "most that B concedes", "both prefer peace"],
            "colour": [A, B, "#2f5d3a"],
        }
    )
    text = (
        alt.Chart(notes)
        .mark_text(fontSize=12, align="center")
        .encode(x="x:Q", y="y:Q", text="text:N", color=alt.Color("colour:N", scale=None))
    )
    return (band + low + high + text).properties(width=WIDTH, height=HEIGHT)


def screening_figure() -> Chart:
    """Draw the best demand as the other side's cost grows less certain."""
    tops = np.linspace(0.05, 1, 96)
    best = [
        screening_uniform(win_chance=0.3, proposer_cost=0.1, low_cost=0, high_cost=top)
        for top in tops
    ]
    series = {
        "demand": np.array([b.demand for b in best]),
        "chance of war": np.array([b.war_chance for b in best]),
        "worth to the proposer": np.array([b.value for b in best]),
    }
    colours = dict(zip(series, (A, B, THIRD), strict=True))
    title = "largest cost of war that the other side may have"
    return lines(long(tops, series), title, "share, or chance", colours=colours)


def offers_figure() -> Chart:
    """Draw what the first proposer gets, by patience."""
    patience = np.linspace(0.01, 0.99, 99)
    series = {
        "two, equally patient": np.array(
            [rubinstein(discount_first=d, discount_second=d)[0] for d in patience]
        ),
        "two, the other at 0.8": np.array(
            [rubinstein(discount_first=d, discount_second=0.8)[0] for d in patience]
        ),
        "three, equally patient": np.array([rotating_offers([d] * 3)[0] for d in patience]),
    }
    colours = dict(zip(series, (A, B, THIRD), strict=True))
    chart = lines(
        long(patience, series), "discount factor", "first proposer's share", colours=colours
    )
    return chart.encode(
        y=alt.Y("y:Q", title="first proposer's share", scale=alt.Scale(domain=[0, 1]))
    )


def legislative_figure() -> Chart:
    """Draw what the chance to propose is worth, by voting rule."""
    own = np.linspace(0.02, 0.96, 95)
    series = {}
    for quota, name in ((2, "two votes of three pass"), (3, "all three must agree")):
        series[name] = np.array(
            [
                legislative_values(
                    recognition=[p, (1 - p) / 2, (1 - p) / 2], discounts=[0.9] * 3, quota=quota
                )[0]
                for p in own
            ]
        )
    colours = dict(zip(series, (A, B), strict=True))
    title = "chance that the party proposes"
    return lines(long(own, series), title, "its expected share", colours=colours)


def attrition_figure() -> Chart:
    """Draw how long a waiting war lasts."""
    times = np.linspace(0, 15, 151)
    series = {}
    for value, name in ((5, "A's prize is worth 5"), (10, "10"), (20, "20")):
        war = war_of_attrition(value_a=value, value_b=5, cost_a=1, cost_b=1)
        series[name] = np.array([chance_still_fighting(war, time=t) for t in times])
    colours = dict(zip(series, (A, B, THIRD), strict=True))
    return lines(long(times, series), "time", "chance that neither has given up", colours=colours)


def commitment_figure() -> Chart:
    """Draw how steep a rise leaves peace."""
    now = np.linspace(0.05, 0.95, 91)
    series = {}
    for cost, name in ((0.1, "costs of war 0.1 each"), (0.5, "0.5"), (1.0, "1")):
        series[name] = np.array(
            [
                largest_peaceful_chance(
                    chance_now=p, discount=0.9, cost_declining=cost, cost_rising=cost
                )
                for p in now
            ]
        )
    colours = dict(zip(series, (A, B, THIRD), strict=True))
    chart = lines(
        long(now, series), "chance of the rising side now", "its chance next round", colours=colours
    )
    same = alt.Chart(pd.DataFrame({"x": [0.05, 0.95], "y": [0.05, 0.95]}))
    line = same.mark_line(strokeDash=[5, 4], color=NEUTRAL).encode(x="x:Q", y="y:Q")
    notes = pd.DataFrame(
        {"x": [0.25, 0.7], "y": [0.75, 0.45], "text": ["preventive war", "peace (dashed: no rise)"]}
    )
    text = (
        alt.Chart(notes)
        .mark_text(fontSize=12, color="#333")
        .encode(x="x:Q", y="y:Q", text="text:N")
    )
    return chart + line + text


def forts_figure() -> Chart:
    """Draw the range within a war along forts, and how long it lasts."""
    held = np.arange(11)
    values = war_values(forts=10, chance=0.55, cost_a=0.005, cost_b=0.005)
    table = pd.DataFrame({"n": held, "low": values.value_a, "high": values.highest_share_a})
    x = alt.X("n:Q", title="forts that A holds, of 10", axis=alt.Axis(tickMinStep=1))
    y = alt.Y("low:Q", title="share of A")
    band = alt.Chart(table).mark_area(opacity=0.3, color=THIRD).encode(x=x, y=y, y2="high:Q")
    low = alt.Chart(table).mark_line(color=A, strokeWidth=2.5, point=True).encode(x=x, y=y)
    high = (
        alt.Chart(table)
        .mark_line(color=B, strokeWidth=2.5, point={"color": B})
        .encode(x=x, y="high:Q")
    )
    left = (band + low + high).properties(
        width=280, height=HEIGHT, title="range within the war, p = 0.55, cost 0.005 a round"
    )
    won, lost = length_distribution(forts=10, held=5, chance=0.55, rounds=80)
    rounds = np.arange(5, 81, 2)
    series = {"A wins": won[5::2], "A loses": lost[5::2]}
    right = lines(
        long(rounds, series),
        "round in which the war ends",
        "chance",
        colours={"A wins": A, "A loses": B},
    )
    return alt.hconcat(
        left,
        right.properties(width=280, title="length from 5 of 10 (odd rounds only)"),
        spacing=40,
    ).resolve_scale(color="independent")


def diffusion_figure() -> Chart:
    """Draw the walk against its diffusion."""
    chances = np.linspace(0.3, 0.7, 81)
    rows = []
    for forts in (4, 10, 40):
        rows += [
            (
                p,
                forts_walk(forts=forts, held=forts // 2, chance=float(p)).win_chance,
                f"{forts} forts",
                forts,
            )
            for p in chances
        ]
    walk = pd.DataFrame(rows, columns=["x", "y", "series", "forts"])
    limits = []
    for forts in (4, 10, 40):
        for p in chances[::5]:
            drift, volatility = matching_diffusion(chance=float(p))
            war = forts_diffusion(ground=forts, held=forts / 2, drift=drift, volatility=volatility)
            limits.append((p, war.win_chance, f"{forts} forts"))
    colours = dict(zip([f"{n} forts" for n in (4, 10, 40)], (A, B, THIRD), strict=True))
    chart = lines(walk, "chance of the next fort", "chance to win from the middle", colours=colours)
    dots = (
        alt.Chart(pd.DataFrame(limits, columns=["x", "y", "series"]))
        .mark_point(size=45, strokeWidth=1.5)
        .encode(x="x:Q", y="y:Q", color="series:N")
    )
    return (chart + dots).properties(
        title="lines: walk; circles: the diffusion of the same drift and spread"
    )


def learning_figure() -> Chart:
    """Draw where learning sides agree, and when their war is over."""
    war = LearningWar(
        forts=20,
        held=10,
        belief_a=BetaBelief(9, 6),
        belief_b=BetaBelief(6, 9),
        cost_a=0.004,
        cost_b=0.004,
    )
    values = learning_forts(war)
    moves = 60
    reach = [
        (t, n, "agree" if values.settled[t, n] else "fight on")
        for t in range(moves + 1)
        for n in range(1, 20)
        if np.isfinite(values.fight_a[t, n])
    ]
    table = pd.DataFrame(reach, columns=["t", "n", "choice"])
    left = (
        alt.Chart(table)
        .mark_square(size=38, opacity=1)
        .encode(
            x=alt.X("t:Q", title="forts that have changed hands", scale=alt.Scale(nice=False)),
            y=alt.Y("n:Q", title="forts that A holds, of 20"),
            color=alt.Color(
                "choice:N",
                scale=alt.Scale(domain=["agree", "fight on"], range=[THIRD, "#d9b38c"]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
        .properties(width=300, height=HEIGHT, title="what the sides do at each state")
    )
    series = {}
    for p in (0.5, 0.65, 0.8):
        end = settlement(values, chance=p)
        series[f"{p}"] = np.cumsum(end.settled + end.won + end.lost)[: moves + 1 : 2]
    right = lines(
        long(np.arange(0, moves + 1, 2), series),
        "forts that have changed hands",
        "chance that the war is over",
        colours=dict(zip(series, (A, B, THIRD), strict=True)),
    )
    return alt.hconcat(
        left, right.properties(width=280, title="by the true chance of the next fort"), spacing=40
    ).resolve_scale(color="independent")


def solutions_figure() -> Chart:
    """Draw the solutions on one frontier."""
    curve = Curve(first=math.sqrt, second=lambda x: 1 - x)
    path = pd.DataFrame([curve.at(x) for x in np.linspace(0, 1, 201)], columns=["u", "v"])
    rules = {
        "Nash": nash,
        "Kalai-Smorodinsky, egalitarian": kalai_smorodinsky,
        "utilitarian": utilitarian,
    }
    points = pd.DataFrame(
        [(*rule(curve, disagreement=(0, 0)).value, name) for name, rule in rules.items()],
        columns=["u", "v", "rule"],
    )
    even = egalitarian(curve, disagreement=(0, 0)).value
    ray = pd.DataFrame([(0, 0), even], columns=["u", "v"])
    x = alt.X("u:Q", title="utility of the first party", scale=alt.Scale(domain=[0, 1]))
    y = alt.Y("v:Q", title="utility of the second party", scale=alt.Scale(domain=[0, 1]))
    line = alt.Chart(path).mark_line(color=NEUTRAL, strokeWidth=2.5).encode(x=x, y=y, order="u:Q")
    dash = alt.Chart(ray).mark_line(color=NEUTRAL, strokeDash=[4, 4]).encode(x=x, y=y)
    dots = (
        alt.Chart(points)
        .mark_circle(size=110, opacity=1)
        .encode(
            x=x,
            y=y,
            color=alt.Color(
                "rule:N",
                scale=alt.Scale(domain=list(rules), range=[A, B, THIRD]),
                legend=alt.Legend(title=None, orient="top", columns=3),
            ),
        )
    )
    return (line + dash + dots).properties(width=320, height=320)


def winner_figure() -> Chart:
    """Draw who gets what at Camp David."""
    points = {
        "Sinai": (35, 55),
        "recognition": (10, 5),
        "West Bank and Gaza": (20, 10),
        "linkage": (10, 5),
        "Palestinian rights": (5, 20),
        "Jerusalem": (20, 5),
    }
    division = adjusted_winner(points)
    rows = []
    for issue, (israel, egypt) in points.items():
        share = division.share_a[issue]
        rows += [(issue, "Israel", israel * share), (issue, "Egypt", egypt * (1 - share))]
    table = pd.DataFrame(rows, columns=["issue", "party", "points"])
    return (
        alt.Chart(table[table["points"] > 0])
        .mark_bar()
        .encode(
            y=alt.Y(
                "issue:N", sort=list(division.order), title=None, axis=alt.Axis(labelLimit=200)
            ),
            x=alt.X("points:Q", title="points won, by the winner's own count"),
            color=alt.Color(
                "party:N",
                scale=alt.Scale(domain=["Israel", "Egypt"], range=[A, B]),
                legend=alt.Legend(title=None, orient="top"),
            ),
        )
        .properties(width=WIDTH, height=220)
    )


def power_figure() -> Chart:
    """Draw voting power by quota."""
    quotas = np.arange(11, 21)
    weights = [10, 5, 3, 2]
    rows = []
    for quota in quotas:
        exact = shapley_shubik(weights, quota=int(quota))
        swings = banzhaf(weights, quota=int(quota)).normalised
        for voter, weight in enumerate(weights):
            rows.append((quota, float(exact[voter]), f"weight {weight}", "Shapley-Shubik"))
            rows.append((quota, float(swings[voter]), f"weight {weight}", "Banzhaf, normalised"))
    table = pd.DataFrame(rows, columns=["quota", "power", "voter", "index"])
    return (
        alt.Chart(table)
        .mark_line(interpolate="step", strokeWidth=2.5)
        .encode(
            x=alt.X("quota:Q", title="quota, of 20", scale=alt.Scale(domain=[11, 20])),
            y=alt.Y("power:Q", title="power"),
            color=alt.Color(
                "voter:N",
                sort=[f"weight {w}" for w in weights],
                scale=alt.Scale(
                    range=[A, B, THIRD, NEUTRAL], domain=[f"weight {w}" for w in weights]
                ),
                legend=alt.Legend(title=None, orient="top"),
            ),
            column=alt.Column("index:N", title=None, header=alt.Header(labelFontSize=13)),
        )
        .properties(width=270, height=240)
    )


def veto_figure() -> Chart:
    """Draw what two of three and all three prefer to the status quo."""
    players, standing = [(0.0, 0.0), (1.0, 0.0), (0.75, 0.9)], (-0.1, 0.75)
    names = {2: "two of three prefer it", 3: "all three prefer it"}
    scale = alt.Scale(domain=[-0.8, 1.7], nice=False)
    colours = alt.Scale(domain=list(names.values()), range=["#cfe3ef", "#7fb28b"])
    layers = []
    for required, name in names.items():
        outline = win_set_outline(players, status_quo=standing, required=required)
        table = pd.DataFrame(outline, columns=["x", "y"]).assign(
            set=name, order=range(len(outline))
        )
        layers.append(
            alt.Chart(table)
            .mark_line(filled=True, interpolate="linear-closed", opacity=1, clip=True)
            .encode(
                x=alt.X("x:Q", title="first dimension", scale=scale),
                y=alt.Y("y:Q", title="second dimension", scale=scale),
                order="order:Q",
                color=alt.Color(
                    "set:N",
                    scale=colours,
                    legend=alt.Legend(title=None, orient="top", symbolType="square"),
                ),
            )
        )
    area = alt.layer(*layers)
    marks = pd.DataFrame([(*p, "veto player") for p in players] + [(*standing, "status quo")])
    marks.columns = ["x", "y", "what"]
    dots = (
        alt.Chart(marks)
        .mark_point(filled=True, size=90, color="#222", opacity=1)
        .encode(
            x="x:Q", y="y:Q", shape=alt.Shape("what:N", legend=alt.Legend(title=None, orient="top"))
        )
    )
    return (area + dots).properties(width=340, height=340).resolve_scale(shape="independent")


def utility_figure() -> Chart:
    """Draw how actors move, and the forecast."""
    actors = Actors(
        positions=(0, 10, 35, 50, 60, 80, 100),
        capabilities=(20, 60, 40, 30, 80, 50, 90),
        saliences=(0.9, 0.6, 0.5, 0.8, 0.7, 0.4, 0.6),
    )
    played = expected_utility_model(actors, rounds=8)
    rows = [
        (number, x, f"actor {actor + 1}")
        for number, each in enumerate(played)
        for actor, x in enumerate(each.positions)
    ]
    table = pd.DataFrame(rows, columns=["round", "x", "actor"])
    axis = alt.X("round:Q", title="round", axis=alt.Axis(tickMinStep=1))
    paths = (
        alt.Chart(table)
        .mark_line(color="#b8b8b8", strokeWidth=1.5, point={"color": "#b8b8b8"})
        .encode(x=axis, y=alt.Y("x:Q", title="position"), detail="actor:N")
    )
    forecast = long(
        np.arange(len(played)),
        {
            "median": np.array([each.median for each in played]),
            "mean": np.array([each.mean for each in played]),
        },
    )
    return paths + lines(forecast, "round", "position", colours={"median": A, "mean": B})


def coalition_figure() -> Chart:
    """Draw three laws of victory and two elections."""
    table = [[0, 12.099, 54.921], [10.333, 0, 27.079], [5.007, 55.047, 0]]
    rows = []
    for law in ("linear", "square", "quartic"):
        chances = victory_chances(table, law=law)
        for kind, found in (
            ("Markov, uniform", markov_uniform(chances)),
            ("conditional", conditional(chances)),
        ):
            rows += [(law, kind, f"option {n + 1}", p) for n, p in enumerate(found)]
    data = pd.DataFrame(rows, columns=["law", "kind", "option", "chance"])
    return (
        alt.Chart(data)
        .mark_bar()
        .encode(
            x=alt.X("option:N", title=None, axis=alt.Axis(labelAngle=0)),
            xOffset=alt.XOffset("law:N", sort=["linear", "square", "quartic"]),
            y=alt.Y("chance:Q", title="chance"),
            color=alt.Color(
                "law:N",
                sort=["linear", "square", "quartic"],
                scale=alt.Scale(
                    domain=["linear", "square", "quartic"], range=["#9cc3de", A, "#0c3d61"]
                ),
                legend=alt.Legend(title="law of victory", orient="top"),
            ),
            column=alt.Column("kind:N", title=None, header=alt.Header(labelFontSize=13)),
        )
        .properties(width=250, height=230)
    )


FIGURES: dict[str, Callable[[], Chart]] = {
    "range": range_figure,
    "screening": screening_figure,
    "alternating_offers": offers_figure,
    "legislative": legislative_figure,
    "war_of_attrition": attrition_figure,
    "preventive_war": commitment_figure,
    "forts_walk": forts_figure,
    "forts_diffusion": diffusion_figure,
    "forts_learning": learning_figure,
    "solutions": solutions_figure,
    "adjusted_winner": winner_figure,
    "power_indices": power_figure,
    "veto_players": veto_figure,
    "expected_utility": utility_figure,
    "coalitions": coalition_figure,
}


def main() -> None:
    """Write every figure as docs/figures/bargaining_NAME.svg."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    alt.data_transformers.disable_max_rows()
    for name, draw in FIGURES.items():
        path = FOLDER / f"bargaining_{name}.svg"
        themed(draw()).save(path)
        print(path.name)


if __name__ == "__main__":
    main()

"""Scoreboards as tables for the terminal."""

from typing import Any

from rich.table import Table

PERCENTS = ("50", "80", "95")


def score_table(scores: list[dict[str, Any]]) -> Table:
    """Return scores, one row a model, source, region and horizon."""
    baselines = list(dict.fromkeys(name for row in scores for name in row["ratio_to"]))
    table = Table("source", "region", "weeks", "model", box=None, header_style="dim")
    for name in ("origins (worth)", "WIS", "inside 50 / 80 / 95 %"):
        table.add_column(name, justify="right")
    for name in baselines:
        table.add_column(f"÷ {name}", justify="right")
    table.add_column("among the best")
    for row in scores:
        best = {True: "yes", False: "no", None: "too few"}[row["in_confidence_set"]]
        table.add_row(
            row["source"], row["region"], str(row["horizon_weeks"]), row["model"],
            f"{row['n']} ({row['n_eff']:.1f})", f"{row['wis']:.1f}", _inside(row["coverage"]),
            *(_ratio(row["ratio_to"].get(name)) for name in baselines), best,
        )  # fmt: skip
    return table


def judged_table(judged: list[dict[str, Any]]) -> Table:
    """Return models judged over all series together, one row a model and horizon."""
    table = Table("weeks", "model", box=None, header_style="dim")
    table.add_column("forecasts", justify="right")
    for percent in PERCENTS:
        table.add_column(f"inside {percent} % (band)", justify="right")
    table.add_column("÷ best baseline (90 %)", justify="right")
    table.add_column("without ruptures", justify="right")
    table.add_column("worst half-year", justify="right")
    for row in judged:
        worst = row["worst_half_year"]
        table.add_row(
            str(row["horizon_weeks"]),
            row["model"],
            str(row["forecasts"]),
            *(_share(row["coverage"][percent]) for percent in PERCENTS),
            _against(row["ratio"]),
            _ratio(row["ratio_without_ruptures"]),
            "-" if worst is None else f"{worst['ratio']:.2f} in {worst['half_year']}",
        )
    return table


def contest_table(contest: list[dict[str, Any]]) -> Table:
    """Return how the contest's models stand over all periods, one row a source and horizon."""
    models = list(dict.fromkeys(row["model"] for row in contest))
    table = Table("source", "weeks", box=None, header_style="dim")
    for name in ("forecasts", *models):
        table.add_column(name, justify="right")
    told: dict[tuple[str, int], dict[str, dict[str, Any]]] = {}
    for row in contest:
        if row["period"] == "all":
            told.setdefault((row["source"], row["horizon_weeks"]), {})[row["model"]] = row
    for (source, weeks), rows in told.items():
        cells = [f"{_against_pace(rows[name])}" for name in models]
        table.add_row(source, str(weeks), str(rows[models[0]]["forecasts"]), *cells)
    return table


def _against_pace(row: dict[str, Any]) -> str:
    ratio, weight = row["ratio"], row["weight"]["value"]
    band = "" if ratio["low"] is None else f" ({ratio['low']:.2f}-{ratio['high']:.2f})"
    mark = " *" if row["best"] else ""
    return f"{ratio['value']:.2f}{band}, {weight:.0%}{mark}"


def _inside(coverage: dict[str, float | None]) -> str:
    told = (coverage[percent] for percent in PERCENTS)
    return " / ".join("-" if share is None else f"{100 * share:.0f}" for share in told)


def _ratio(ratio: dict[str, Any] | None) -> str:
    return "-" if ratio is None else f"{ratio['value']:.2f}"


def _share(share: dict[str, Any]) -> str:
    if share["low"] is None:
        return f"{100 * share['share']:.0f}"
    mark = "" if share["holds"] else " !"
    return f"{100 * share['share']:.0f} ({100 * share['low']:.0f}-{100 * share['high']:.0f}){mark}"


def _against(ratio: dict[str, Any] | None) -> str:
    if ratio is None:
        return "-"
    band = "" if ratio["low"] is None else f" ({ratio['low']:.2f}-{ratio['high']:.2f})"
    return f"{ratio['value']:.2f}{band} {ratio['baseline']}"

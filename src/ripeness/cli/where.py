"""The scores of where as tables on a screen."""

from typing import Any

from rich.table import Table

BASELINE = "plain_logistic"
"""What every model is compared with."""


def where_table(rows: list[dict[str, Any]]) -> Table:
    """Return a table of models' chances for cells.

    Args:
        rows: `cells` of a backtest.
    """
    table = Table(title="Cells ahead of the line", box=None, pad_edge=False)
    for name in ("source", "weeks", "model", "precision", "Brier", "log score", "skill", "origins"):
        table.add_column(name, justify="left" if name in {"source", "model"} else "right")
    for row in rows:
        precision = row["average_precision"]
        table.add_row(
            row["source"],
            str(row["horizon_weeks"]),
            row["model"],
            "-" if precision is None else f"{precision:.2f}",
            f"{row['brier']:.4f}",
            f"{row['log_score']:.4f}",
            _skill(row),
            f"{row['n_origins']} ({row['n_eff']:.1f})",
        )
    return table


def dates_table(rows: list[dict[str, Any]]) -> Table:
    """Return a table of the dates at which places fall.

    Args:
        rows: `places_scored` of a backtest.
    """
    table = Table(title="\nWhen half of a place is held", box=None, pad_edge=False)
    for name in ("source", "weeks", "model", "CRPS, weeks", "skill", "U shape", "p", "fell"):
        table.add_column(name, justify="left" if name in {"source", "model"} else "right")
    for row in rows:
        chance = row["pit_p"]
        table.add_row(
            row["source"],
            str(row["horizon_weeks"]),
            row["model"],
            f"{row['crps_date']:.3f}",
            _skill(row),
            f"{row['u_shape']:+.2f}",
            "-" if chance is None else f"{chance:.2f}",
            f"{row['fell']} of {row['n']}",
        )
    return table


def _skill(row: dict[str, Any]) -> str:
    """Write by how much a model beats the plain logistic."""
    skill = row["skill_to"].get(BASELINE)
    if skill is None:
        return "-"
    ends = "" if skill["low"] is None else f" ({skill['low']:.0%} to {skill['high']:.0%})"
    return f"{skill['value']:.0%}{ends}"

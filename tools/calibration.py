"""Simulation-based calibration of the Bayesian tempo models, kept beside its test.

python tools/calibration.py          200 draws a model, about two minutes
"""

import json
from pathlib import Path

from ripeness.front.contest.calibration import calibration, checked_models

KEPT = Path(__file__).resolve().parents[1] / "tests" / "front" / "contest" / "calibration.json"
DRAWS, SEED = 200, 7


def main() -> None:
    """Keep the ranks."""
    rows = [
        row for checked in checked_models() for row in calibration(checked, draws=DRAWS, seed=SEED)
    ]
    content = {
        "command": "python tools/calibration.py",
        "seed": SEED,
        "ranks": [row.model_dump(mode="json") for row in rows],
    }
    KEPT.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    for row in rows:
        print(row.model, row.quantity, row.counts, f"{row.p:.3f}")


if __name__ == "__main__":
    main()

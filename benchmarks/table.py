"""Time packages of plans, and NegMAS where it is installed, on the same values.

Run it with the Python that has this package. NegMAS (AGPL-3.0-or-later) is looked for in the Python
named by `RIPENESS_NEGMAS_PYTHON` (a throw-away environment with `negmas>=0.11`), else in this one,
and timed only if it is there; the package never imports it. Seconds are those of the processor, of
one thread where `OMP_NUM_THREADS=1`.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from ripeness.table.packages.epsilon import Spread
from ripeness.table.packages.frontier import Search, frontier
from ripeness.table.packages.points import points
from ripeness.table.packages.values import Values
from ripeness.table.packages.zone import zone
from ripeness.table.plan import Issue, Option, Plan
from ripeness.terms.chance import stream

NEGMAS = """
import sys, time
import numpy as np
from negmas import make_issue
from negmas.preferences import LinearAdditiveUtilityFunction, nash_points, pareto_frontier

table = np.load(sys.argv[1])
parties, count, options = table.shape
issues = [make_issue(options, f"i{at}") for at in range(count)]
ufuns = [
    LinearAdditiveUtilityFunction(
        values={f"i{at}": {k: float(row[at, k]) for k in range(options)} for at in range(count)},
        issues=issues,
        reserved_value=0.0,
    )
    for row in table
]
start = time.process_time()
front, _ = pareto_frontier(ufuns, issues=issues)
picked = nash_points(ufuns, front, issues=issues)
seconds = time.process_time() - start
print(seconds, len(set(front)), *picked[0][0])
"""


def plan_of(issues: int, options: int) -> Plan:
    """Return a plan without rules."""
    ways = tuple(Option(id=f"o{k}", title="-", status_quo=k == 0) for k in range(options))
    listed = tuple(Issue(id=f"i{at}", title="-", options=ways) for at in range(issues))
    return Plan(id="timed", title="timed", issues=listed)


def values_of(plan: Plan, parties: int, kind: str, draws: int | None = None) -> Values:
    """Return made-up values: even and strange to each other, or of parties that pull two ways."""
    draw = stream(1, "benchmark", "table", kind, len(plan.issues), parties)
    lead = () if draws is None else (draws,)
    shape = (*lead, parties, len(plan.issues), len(plan.issues[0].options))
    table = draw.random(shape)
    if kind == "opposed":
        signs = np.where(np.arange(parties) % 2, -1, 1)[:, None, None]
        common = 0.5 + 0.5 * signs * draw.uniform(-1, 1, (*lead, 1, *shape[-2:]))
        table = draw.random((*shape[:-1], 1)) * common + 0.1 * table
    table /= table.max(axis=-1).sum(axis=-1)[..., None, None]
    names = tuple(f"p{at}" for at in range(parties))
    return Values(names, table, np.zeros((*lead, parties, 0)))


def seconds_of(task: Callable[[], object], times: int = 3) -> float:
    """Return the shortest of a few timings, in seconds of the processor."""
    found = []
    for _ in range(times):
        start = time.process_time()
        task()
        found.append(time.process_time() - start)
    return min(found)


def negmas(values: Values) -> list[float]:
    """Return NegMAS' seconds, number of undominated worths and Nash point; nothing without it."""
    python = os.environ.get("RIPENESS_NEGMAS_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "values.npy"
        np.save(place, values.options)
        done = subprocess.run(  # noqa: S603 - our own text
            [python, "-c", NEGMAS, str(place)], capture_output=True, text=True, check=False
        )
    return [float(word) for word in done.stdout.split()] if done.returncode == 0 else []


def one_frontier(issues: int, parties: int, kind: str, search: Search | None = None) -> None:
    """Print what a frontier with its Nash point takes, and the peer where it can enumerate."""
    plan = plan_of(issues, 4)
    values = values_of(plan, parties, kind)
    threat = values.options.min(axis=2).sum(axis=1)  # as NegMAS has it: the worst package
    found = frontier(plan, values, search=search)
    nash = points(found, reservations=threat)["nash"][0]
    own = seconds_of(
        lambda: points(frontier(plan, values, search=search), reservations=threat), times=3
    )
    name = f"{issues} x 4, {parties} parties, {kind}"
    near = f", within {found.epsilon.max():.3f} of at most 1" if found.epsilon.any() else ""
    print(f"{name:28} {own:8.4f} s  {found.method}, {len(found.worth)} packages{near}")
    peer = negmas(values) if 4**issues <= 2_000_000 and search is None else []
    if peer:
        apart = np.abs(np.array(peer[2:]) - np.array(nash.worth)).max()
        print(
            f"{'':28} NegMAS {peer[0]:.2f} s ({peer[1]:.0f} worths), ratio {peer[0] / own:,.0f}; "
            f"Nash points differ by {apart:.1e}"
        )


def zones(parties: int, kind: str, level: float) -> None:
    """Print what 1,000 draws of a plan of 30 issues take."""
    plan = plan_of(30, 4)
    values = values_of(plan, parties, kind, draws=1000)
    low, high = values.options.min(axis=3).sum(axis=2), values.options.max(axis=3).sum(axis=2)
    reservations = (1 - level) * low + level * high
    found = zone(plan, values, reservations)
    own = seconds_of(lambda: zone(plan, values, reservations), times=1)
    print(
        f"zone, {parties} parties, {kind}, {level:.2f}  {own:7.2f} s  share {found.share.value:.3f}, "
        f"{found.by_program} by program"
    )


def main() -> None:
    """Print the timings."""
    print("frontier and Nash point")
    for issues, parties in ((10, 2), (10, 4), (34, 2), (34, 3)):
        for kind in ("even", "opposed"):
            one_frontier(issues, parties, kind)
    near = Search(method="epsilon", spread=Spread())
    for parties, kind in ((3, "opposed"), (4, "even"), (4, "opposed")):
        one_frontier(34, parties, kind, near)
    print("agreement zone, 30 issues x 4 options, 1,000 draws, by level of reservation values")
    for parties in (2, 3, 4, 5):
        for level in (0.55, 0.65, 0.75):
            zones(parties, "opposed", level)


if __name__ == "__main__":
    main()

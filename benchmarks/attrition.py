"""Time stochastic attrition, and Mesa where it is installed, on the same fight.

Run it with the Python that has this package. Mesa 3 is looked for in the Python named by
`RIPENESS_MESA_PYTHON` (a throw-away environment with `mesa>=3`), else in this one, and timed only
if it is there; the package never imports it.
"""

import os
import subprocess
import sys

from timing import best_of

from ripeness.front.attrition.ensembles import Plan, attrition_ensemble
from ripeness.front.attrition.stochastic import stochastic_duel

X, Y, STEPS = 500, 400, 365
RATES = {
    "few losses": (0.0008, 0.0009),
    "to mid-fight": (0.0015, 0.0015),
    "to the end": (0.005, 0.005),
}
RUNS = 32768

MESA = """
import time
import mesa

class Unit(mesa.Agent):
    def __init__(self, model, side):
        super().__init__(model)
        self.side = side

    def step(self):
        if self.random.random() < self.model.chance[self.side]:
            self.model.lost.append(self)

class Fight(mesa.Model):
    def __init__(self, x, y, a, b, seed):
        super().__init__(seed=seed)
        self.rates, self.left, self.lost = (a, b), [x, y], []
        self.chance = [0.0, 0.0]
        Unit.create_agents(self, x, side=0)
        Unit.create_agents(self, y, side=1)

    def step(self):
        (a, b), (x, y) = self.rates, self.left
        self.chance = [1 - 2.718281828459045 ** (-a * y / x), 1 - 2.718281828459045 ** (-b * x / y)]
        self.lost = []
        self.agents.do("step")
        for unit in self.lost:
            self.left[unit.side] -= 1
            unit.remove()

RATES = {rates}
for a, b in RATES:
    start, runs = time.perf_counter(), 0
    while runs < 3 or time.perf_counter() - start < 5:
        fight = Fight({x}, {y}, a, b, runs)
        for _ in range({steps}):
            if min(fight.left) <= 0:
                break
            fight.step()
        runs += 1
    print(runs / (time.perf_counter() - start))
"""


def ours(a: float, b: float) -> float:
    """Return our runs a second."""
    plan = Plan(steps=STEPS, runs=RUNS, seed=1)
    return RUNS / best_of(lambda: attrition_ensemble(X, Y, a, b, plan=plan))


def mesa() -> list[float]:
    """Return Mesa's runs a second for each pair of rates, or nothing where it is not installed."""
    python = os.environ.get("RIPENESS_MESA_PYTHON", sys.executable)
    code = (
        MESA.replace("{rates}", repr(list(RATES.values())))
        .replace("{x}", str(X))
        .replace("{y}", str(Y))
        .replace("{steps}", str(STEPS))
    )
    done = subprocess.run([python, "-c", code], capture_output=True, text=True, check=False)  # noqa: S603 - our own text
    return [float(line) for line in done.stdout.split()] if done.returncode == 0 else []


def main() -> None:
    """Print the timings."""
    peers = mesa()
    print(f"stochastic attrition, {X} against {Y}, {STEPS} steps, runs a second on one core")
    for place, (name, (a, b)) in enumerate(RATES.items()):
        speed = ours(a, b)
        beside = (
            f"Mesa {peers[place]:6.2f}, ratio {speed / peers[place]:,.0f}" if peers else "no Mesa"
        )
        print(f"  {name:13} {speed:9,.0f}   {beside}")
    seconds = best_of(lambda: stochastic_duel(X, Y))
    print(f"exact duel of {X} against {Y}: {1000 * seconds:.1f} ms")


if __name__ == "__main__":
    main()

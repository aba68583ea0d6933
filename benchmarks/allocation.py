"""Time the allocation, the same rules in plain NumPy, and in Mesa where it is installed.

    python benchmarks/allocation.py [MEMBERS] [WORKERS]

simulates the founding case's window for 26 weeks by DeepState's map. NumPy and Mesa take a week's
steps for few members, and members a second are compared. Mesa 3 is looked for in the Python named
by `RIPENESS_MESA_PYTHON` (a throw-away environment with `mesa>=3`), else in this one, and timed
only if it is there; the package never imports it.
"""

import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import jax
import numpy as np
from scipy import ndimage

from ripeness.case.allocated import Allocation, allocated
from ripeness.case.opened import open_case
from ripeness.front.allocation import dynamics
from ripeness.front.allocation.ensemble import batches, start
from ripeness.front.allocation.features import AGES_WEEKS, QUIET, RINGS
from ripeness.front.allocation.fit import fit_hazard
from ripeness.front.allocation.lattice import BORDER, POOL
from ripeness.front.allocation.settings import AllocationSettings

WEEKS, SEED = 26, 20251205
NUMPY_WEEKS = 4

MESA = """
import sys
import time
import mesa
import numpy as np

class Cell(mesa.Agent):
    def __init__(self, model, row, column, score):
        super().__init__(model)
        self.row, self.column, self.score = row, column, score

    def step(self):
        held, r, c = self.model.held, self.row, self.column
        free = 1.0 - held[r, c]
        if free <= 0:
            return
        near = self.model.near
        score = self.score + near[0] * held[r, c] + near[1] * (held[r, c] >= 0.5)
        for number, ring in enumerate(self.model.rings):
            window = self.model.most[r - ring : r + ring + 1, c - ring : c + ring + 1]
            score += near[2 + number] * (not window.any())
        d3 = held[r - 1 : r + 2, c - 1 : c + 2].mean()
        d9 = held[r - 4 : r + 5, c - 4 : c + 5].mean()
        score += near[-4] * d3 + near[-3] * d9 + near[-2] * d3 * d3 + near[-1] * d9 * d9
        u = self.random.random()
        self.model.ranks.append((score - np.log(u / (1 - u)), free, self))

class Line(mesa.Model):
    def __init__(self, given):
        super().__init__(seed=1)
        self.held, self.near, self.rings = given["held"].copy(), given["near"], given["rings"]
        self.wanted = float(given["wanted"])
        for row, column, score in zip(given["row"], given["column"], given["score"]):
            Cell(self, int(row), int(column), float(score))

    def step(self):
        self.most, self.ranks = self.held >= 0.5, []
        self.agents.do("step")
        left = self.wanted
        for _, free, cell in sorted(self.ranks, key=lambda one: -one[0]):
            taken = min(free, left)
            self.held[cell.row, cell.column] += taken
            left -= taken
            if left <= 0:
                break

line = Line(np.load(sys.argv[1]))
begun = time.process_time()
line.step()
print(time.process_time() - begun)
"""


class PlainLine:
    """One member in plain NumPy and SciPy: the rules of `dynamics.step`."""

    def __init__(self, ready: Allocation) -> None:
        """Copy the state at the origin."""
        model = ready.model
        self.lattice, self.weights = model.lattice, jax.tree.map(np.asarray, model.weights)
        begin = jax.tree.map(np.asarray, model.begin)
        shape = (self.lattice.height, self.lattice.width)
        self.capacity = self.lattice.capacity.reshape(shape)
        self.full = self.lattice.sixteenths.reshape(shape)
        self.held = begin.held[0].reshape(shape).astype(int)
        self.heat, self.past, self.fresh = begin.heat[0].copy(), begin.past.copy(), begin.fresh[0]
        self.latent = np.zeros((2, len(self.lattice.nodes_km)))
        self.draw = np.random.default_rng(SEED)
        self.week = 0

    def step(self, wanted: np.ndarray) -> None:
        """Take one week; `wanted` is in sixteenths, gain and recapture."""
        shaken = self._latents()
        scores = [self.score(way, shaken[way]) for way in (0, 1)]
        band = self.lattice.band
        now = self.held.ravel()[band]
        gained = self._drawn(scores[0], self.full.ravel()[band] - now, wanted[0])
        lost = self._drawn(scores[1], now, wanted[1])
        after = self.held.ravel().copy()
        after[band] = now + gained - lost
        moved = (after.reshape(self.held.shape) - self.held) / 16.0
        keep = np.exp(-1 / np.array(AGES_WEEKS))[:, None, None, None]
        for way in (0, 1):
            told = np.stack(self._smooth(self.fresh[0, way]))[None]
            self.heat[way] = keep * self.heat[way] + (1 - keep) * told
        self.past = keep[:, 0, 0, 0] * self.past + (1 - keep[:, 0, 0, 0])
        new = np.stack([self._pool(np.maximum(sign * moved, 0)) for sign in (1, -1)])
        self.fresh = np.concatenate([self.fresh[1:], new[None]])
        self.held, self.week = after.reshape(self.held.shape), self.week + 1

    def score(self, way: int, latent: np.ndarray) -> np.ndarray:
        """Return the log hazard of the cells of the band, one way."""
        share = self.held / 16.0
        mine = share if way == 0 else self.capacity - share
        most = (2 * mine >= self.capacity) & (self.capacity > 0)
        three, nine = (self._mean(mine, side) for side in (3, 9))
        part = mine / np.maximum(self.capacity, 1e-6)
        reached, found = most, []
        for step in range(1, RINGS[-1] + 1):
            structure = ndimage.generate_binary_structure(2, 2 if step % 2 else 1)
            reached = ndimage.binary_dilation(reached, structure)
            if step in RINGS:
                found.append(1.0 - reached)
        near = [part, most, *found, three, nine, three**2, nine**2]
        close = sum(b * one for b, one in zip(self.weights.near[way], near, strict=True))
        broad = self._wide(way, mine) + self._sector(latent)
        fine = self.lattice.up_rows @ broad @ self.lattice.up_columns.T
        line = (close + fine).ravel()[self.lattice.band]
        return line + self.weights.fixed[way]

    def _wide(self, way: int, mine: np.ndarray) -> np.ndarray:
        twelve, wide = self._smooth(self._pool(mine))
        warm = np.log(QUIET + self.heat / self.past[None, :, None, None, None])
        own = [warm[way, age, scale] for scale in (0, 1) for age in range(len(AGES_WEEKS))]
        other = [warm[1 - way, 1, scale] for scale in (0, 1)]
        told = [twelve, wide, twelve**2, wide**2, *own, *other]
        return sum(b * one for b, one in zip(self.weights.wide[way], told, strict=True))

    def _sector(self, latent: np.ndarray) -> np.ndarray:
        rows, columns = self.lattice.node_rows, self.lattice.node_columns
        return rows @ latent.reshape(rows.shape[1], columns.shape[1]) @ columns.T

    def _latents(self) -> np.ndarray:
        shocks = self.draw.normal(size=(2, 2, self.latent.shape[1]))
        roots = self.weights.root
        lasting, burst = (np.einsum("djk,dk->dj", roots[:, s], shocks[:, s]) for s in (0, 1))
        weekly = self.weights.weekly[:, None]
        lasting = self.weights.spread[:, None] * lasting
        fresh = np.sqrt(1 - weekly**2)
        self.latent = lasting if self.week == 0 else weekly * self.latent + fresh * lasting
        return self.latent + self.weights.burst[:, None] * burst

    def _drawn(self, score: np.ndarray, free: np.ndarray, wanted: int) -> np.ndarray:
        weight = np.where(free > 0, np.exp(score - score[free > 0].max()), 0.0)
        chance = np.minimum(weight * wanted / (weight * free).sum(), 1 - 1e-6)
        for _ in range(5):
            capped = chance >= 1 - 1e-6
            left = wanted - free[capped].sum()
            rest = (weight * free)[~capped].sum()
            chance = np.where(capped, 1 - 1e-6, np.minimum(weight * left / rest, 1 - 1e-6))
        u = self.draw.random(len(free))
        with np.errstate(divide="ignore"):
            rank = np.log(chance / (1 - chance)) - np.log(u / (1 - u))
        order = np.argsort(-rank)
        before = np.cumsum(free[order]) - free[order]
        taken = np.zeros(len(free), int)
        taken[order] = np.clip(wanted - before, 0, free[order])
        return taken

    def _mean(self, field: np.ndarray, side: int) -> np.ndarray:
        summed, shown = (
            ndimage.uniform_filter(one.astype(float), side, mode="constant") * side**2
            for one in (field, self.capacity)
        )
        return summed / np.maximum(shown, 1e-6)

    def _pool(self, field: np.ndarray) -> np.ndarray:
        height, width = field.shape
        return field.reshape(height // POOL, POOL, width // POOL, POOL).sum(axis=(1, 3))

    def _smooth(self, squares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        shown = self._spread(self._pool(self.capacity))
        found = self._spread(squares)
        return tuple(a / np.maximum(b, 1e-6) for a, b in zip(found, shown, strict=True))

    def _spread(self, squares: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        twelve = squares
        for axis in (0, 1):
            twelve = ndimage.convolve1d(twelve, [1, 2, 1], axis, mode="constant")
        wide = twelve
        for axis in (0, 1):
            wide = ndimage.convolve1d(wide, [1, 0, 2, 0, 1], axis, mode="constant")
        return twelve, wide


def main() -> None:
    """Print times, members a second, and memory."""
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    workers = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    settings = AllocationSettings(members=members, weeks=WEEKS)
    ready = allocated(open_case("pokrovsk"), "deepstate", seed=SEED, settings=settings)
    print(f"cells that can change hands: {len(ready.model.lattice.band)}; {jax.devices()[0]}")
    begun, used = time.perf_counter(), time.process_time()
    fit_hazard(ready.model.ground, settings=settings)
    print(f"fit: {time.perf_counter() - begun:.1f} s, {time.process_time() - used:.1f} s of a core")
    first = ready.tempo_km2[: settings.batch, :2]
    list(batches(ready.model, first, seed=SEED))
    begun, used = time.perf_counter(), time.process_time()
    for _ in batches(ready.model, ready.tempo_km2, seed=SEED, workers=workers):
        pass
    took, cpu = time.perf_counter() - begun, time.process_time() - used
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"JAX: {members} members, {WEEKS} weeks: {took:.1f} s, {cpu:.1f} s of a core")
    print(f"     {members / cpu:.1f} members a second of a core; at most {memory:.2f} GiB")
    plain = time_numpy(ready)
    print(
        f"NumPy: {1 / plain:.2f} members a second of a core; JAX is {plain * members / cpu:.1f} times as fast"
    )
    mesa = time_mesa(ready)
    if mesa is None:
        print("Mesa: not installed")
    else:
        each = mesa * WEEKS
        print(
            f"Mesa (gains and close surroundings alone): {1 / each:.4f} members a second of a core; JAX is {each * members / cpu:.0f} times as fast"
        )


def time_numpy(ready: Allocation) -> float:
    """Return the seconds of a core that one member takes in plain NumPy, and check its rules."""
    line = PlainLine(ready)
    model = ready.model
    state = start(model, 1)
    hooks = dynamics.no_hooks(model.lattice)
    _, _, shares, warm = dynamics._prepared(state, model.place, hooks)  # noqa: SLF001
    given = {"weights": model.weights, "place": model.place}
    for way, share in enumerate(shares):
        toward = np.int32(way)
        seen = dynamics._surroundings(share, warm, state.latent, toward, **given)  # noqa: SLF001
        ours = np.asarray(dynamics._looked_up(seen, toward, hooks=hooks, **given))[0]  # noqa: SLF001
        off = np.abs(ours - line.score(way, line.latent[way])).max()
        print(f"     log hazards of the two differ by at most {off:.1e}")
    wanted = np.round(ready.tempo_km2[0] * 16).astype(int)
    used = time.process_time()
    for week in range(NUMPY_WEEKS):
        line.step(wanted[week])
    return (time.process_time() - used) / NUMPY_WEEKS * WEEKS


def time_mesa(ready: Allocation) -> float | None:
    """Return the seconds of a core that Mesa takes for one member's week, or None."""
    line = PlainLine(ready)
    lattice = ready.model.lattice
    row, column = np.divmod(lattice.band, lattice.width)
    inside = row < lattice.height - BORDER
    broad = line._wide(0, line.held / 16.0)  # noqa: SLF001
    score = (lattice.up_rows @ broad @ lattice.up_columns.T).ravel()[lattice.band]
    python = os.environ.get("RIPENESS_MESA_PYTHON", sys.executable)
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.npz"
        np.savez(
            given,
            held=line.held / 16.0,
            near=line.weights.near[0],
            rings=np.array(RINGS),
            wanted=ready.tempo_km2[0, 0, 0],
            row=row[inside],
            column=column[inside],
            score=score[inside],
        )
        done = subprocess.run(  # noqa: S603 - our own text, and a Python that the user names
            [python, "-c", MESA, str(given)], capture_output=True, text=True, check=False
        )
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1])
        return None
    return float(done.stdout)


if __name__ == "__main__":
    main()

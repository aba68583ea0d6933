"""Counting, listing and drawing the packages that obey a plan's rules."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np

from ripeness.table.packages.layers import Layers


@dataclass(frozen=True)
class Marks:
    """Which options count: only allowed ones, with at least one of each kind of sign."""

    allowed: np.ndarray
    """By [issue, option]."""
    signs: np.ndarray
    """By [sign, issue, option]: a package must hold an option with each sign."""


Counts = list[dict[tuple[int, int], int]]
"""Before each issue read, by state of the rules and signs still lacking: how many ways on."""


def count_marked(rules: Layers, marks: Marks) -> int:
    """Return how many packages obey the rules and hold the marks."""
    return _ways(rules, marks)[0].get((0, _all(marks)), 0) if rules.possible else 0


def listed_packages(rules: Layers, marks: Marks, most: int) -> tuple[tuple[int, ...], ...]:
    """Return the first packages that obey the rules and hold the marks, as option positions."""
    if not rules.possible:
        return ()
    return tuple(islice(_walk(rules, marks, _ways(rules, marks)), most))


def sampled_packages(
    rules: Layers, marks: Marks, count: int, draw: np.random.Generator
) -> np.ndarray:
    """Draw packages evenly, with replacement, among those that obey the rules and marks."""
    ways = _ways(rules, marks)
    found = np.zeros((count, len(rules.order)), dtype=np.int64)
    uniform = draw.random((count, len(rules.order)))
    for row in range(count):
        state, lacking = 0, _all(marks)
        for at, issue in enumerate(rules.order):
            steps = list(_steps(rules, marks, ways, at=at, where=(state, lacking)))
            chances = np.cumsum([float(number) for *_, number in steps])
            pick = int(np.searchsorted(chances, uniform[row, at] * chances[-1], side="right"))
            option, (state, lacking), _ = steps[min(pick, len(steps) - 1)]
            found[row, issue] = option
    return found


def _all(marks: Marks) -> int:
    return (1 << len(marks.signs)) - 1


def _bits(marks: Marks, issue: int) -> list[int]:
    """Return, by option of an issue, the signs that it bears."""
    powers = 1 << np.arange(len(marks.signs))
    return (marks.signs[:, issue].T.astype(np.int64) @ powers).tolist()


def _ways(rules: Layers, marks: Marks) -> Counts:
    """Count, backwards, the ways on from every state and every set of signs lacking."""
    ways: Counts = [{(0, 0): 1}]
    for at in reversed(range(len(rules.order))):
        issue, move = rules.order[at], rules.moves[at]
        bits = _bits(marks, issue)
        before: dict[tuple[int, int], int] = {}
        ahead: dict[int, list[tuple[int, int]]] = {}
        for (state, lacking), number in ways[0].items():
            ahead.setdefault(state, []).append((lacking, number))
        open_ = (move >= 0) & marks.allowed[issue, : move.shape[1]]
        for state, option in np.argwhere(open_).tolist():
            _add(before, state, bits[option], ahead.get(int(move[state, option]), []))
        ways.insert(0, before)
    return ways


def _add(
    before: dict[tuple[int, int], int], state: int, bits: int, ahead: list[tuple[int, int]]
) -> None:
    """Add the ways on after an option: what was lacking before it is lacking still, or borne."""
    for lacking, number in ahead:
        if lacking & bits:
            continue
        borne = bits
        while True:  # every subset of the option's signs may have been lacking before it
            key = (state, lacking | borne)
            before[key] = before.get(key, 0) + number
            if borne == 0:
                break
            borne = (borne - 1) & bits


def _steps(
    rules: Layers, marks: Marks, ways: Counts, *, at: int, where: tuple[int, int]
) -> Iterator[tuple[int, tuple[int, int], int]]:
    """Give each option that leads on, where it leads, and how many ways go on from there."""
    issue = rules.order[at]
    bits = _bits(marks, issue)
    for option, following in enumerate(rules.moves[at][where[0]].tolist()):
        after = (following, where[1] & ~bits[option])
        number = ways[at + 1].get(after, 0)
        if following >= 0 and marks.allowed[issue, option] and number:
            yield option, after, number


def _walk(rules: Layers, marks: Marks, ways: Counts) -> Iterator[tuple[int, ...]]:
    package = [0] * len(rules.order)
    waiting = [(0, (0, _all(marks)), -1)]
    while waiting:
        at, where, option = waiting.pop()
        if option >= 0:
            package[rules.order[at - 1]] = option
        if at == len(rules.order):
            if where[1] == 0:
                yield tuple(package)
            continue
        steps = list(_steps(rules, marks, ways, at=at, where=where))
        waiting.extend((at + 1, after, option) for option, after, _ in reversed(steps))

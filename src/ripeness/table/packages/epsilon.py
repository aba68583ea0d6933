"""A frontier to within a stated distance, where the exact one has too many packages to list.

Issues are read in spans short enough to be exact. Spans are then joined in pairs, and of what
falls into one cell of a grid one package is kept; of cells, those that no other cell dominates.
So every join loses at most the width of its cells, and the widths add up to the distance stated.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from ripeness.table.packages.labels import Worths, label_setting, packages
from ripeness.table.packages.layers import Layers
from ripeness.table.packages.maxima import maxima, maxima_and_twins

_MOST_CELLS = 4_000_000
"""A grid has no more cells than this."""
_AT_ONCE = 1_000_000
"""How many sums of two labels are held at once."""


@dataclass(frozen=True)
class Spread:
    """How finely an approximate frontier is worked out."""

    span_labels: int = 3000
    """A span of issues is closed when it has more undominated packages than this."""
    cells: int = 40
    """Cells along each party's axis where two spans are joined."""
    last_cells: int = 44
    """The same where the last two are joined; fewer in either case where parties are many."""


@dataclass(frozen=True)
class _Block:
    """Undominated ways through a span, from one state of the rules to another."""

    worth: np.ndarray
    package: np.ndarray


@dataclass(frozen=True)
class _Span:
    blocks: dict[tuple[int, int], _Block]
    slack: np.ndarray
    """How far a listed package may fall short of one that is not listed, by party."""


def thinned_frontier(
    layers: Layers, worths: Worths, spread: Spread
) -> tuple[np.ndarray, np.ndarray]:
    """Return packages that come near every package, and how near, by party.

    Returns:
        Option positions by [package, issue]; the distance, on the grid of the worths: for every
        package there is a listed one that is worth no less than this much less to any party.

    References:
        Papadimitriou and Yannakakis (2000), On the approximability of trade-offs, 41st Annual
        Symposium on Foundations of Computer Science, 86-92, doi:10.1109/SFCS.2000.892068.
    """
    spans = list(_spans(layers, worths, spread.span_labels))
    while len(spans) > 1:
        last = len(spans) == 2
        cells = spread.last_cells if last else spread.cells
        joined = [_join(*two, cells) for two in zip(spans[::2], spans[1::2], strict=False)]
        spans = joined + (spans[-1:] if len(spans) % 2 else [])
    (whole,) = spans
    found = list(whole.blocks.values())
    worth = np.vstack([block.worth for block in found])
    package = np.vstack([block.package for block in found])
    kept = maxima(worth)
    return package[kept], whole.slack


def _spans(layers: Layers, worths: Worths, most: int) -> Iterator[_Span]:
    """Cut the reading order into spans, each read exactly from every state it may start in."""
    first, count = 0, len(layers.order)
    while first < count:
        trial = label_setting(layers, worths, most=most, span=range(first, count))
        after = first + len(trial.steps)
        blocks: dict[tuple[int, int], _Block] = {}
        for start in range(len(layers.moves[first])):
            labels = label_setting(layers, worths, span=range(first, after), start=start)
            chosen = packages(layers, labels, first)
            for end in np.unique(labels.state).tolist():
                here = labels.state == end
                blocks[start, end] = _Block(labels.worth[here], chosen[here])
        yield _Span(blocks, np.zeros(len(worths.options)))
        first = after


def _join(left: _Span, right: _Span, cells: int) -> _Span:
    """Join two spans that follow each other, and thin what comes out."""
    one, two = _worths(left), _worths(right)
    low, high = one.min(axis=0) + two.min(axis=0), one.max(axis=0) + two.max(axis=0)
    count = min(cells, int(_MOST_CELLS ** (1 / len(low))) - 1)
    width = np.maximum((high - low) / count, 1.0)
    grid = _Grid(low, width, count + 1)
    blocks = {}
    for start, end in {(start, end) for start, _ in left.blocks for _, end in right.blocks}:
        parts = [
            (block, right.blocks[middle, end])
            for (begun, middle), block in left.blocks.items()
            if begun == start and (middle, end) in right.blocks
        ]
        if parts:
            blocks[start, end] = _thinned(parts, grid)
    return _Span(blocks, left.slack + right.slack + np.ceil(width) + 1.0)


def _worths(span: _Span) -> np.ndarray:
    return np.vstack([block.worth for block in span.blocks.values()])


@dataclass(frozen=True)
class _Grid:
    low: np.ndarray
    width: np.ndarray
    side: int


def _thinned(parts: list[tuple[_Block, _Block]], grid: _Grid) -> _Block:
    """Keep one package of each cell that no other cell dominates: that of the largest sum."""
    best = np.full(grid.side ** len(grid.low), -np.inf)
    chosen = np.zeros((len(best), 3), dtype=np.int32)
    for part, (left, right) in enumerate(parts):
        rows = max(_AT_ONCE // len(right.worth), 1)
        for first in range(0, len(left.worth), rows):
            cell, total = _placed(left.worth[first : first + rows], right.worth, grid)
            np.maximum.at(best, cell, total)
            won = np.flatnonzero(total == best[cell])
            row, column = np.divmod(won, len(right.worth))
            chosen[cell[won]] = np.column_stack([np.full(len(won), part), first + row, column])
    full = np.flatnonzero(best > -np.inf)
    corners = np.column_stack(np.unravel_index(full, (grid.side,) * len(grid.low)))
    taken = chosen[full[maxima(corners.astype(float))]]
    pieces = []
    for part, (left, right) in enumerate(parts):
        own = taken[taken[:, 0] == part]
        worth = left.worth[own[:, 1]] + right.worth[own[:, 2]]
        pieces.append((worth, left.package[own[:, 1]] + right.package[own[:, 2]]))
    worth, package = (np.vstack(stack) for stack in zip(*pieces, strict=True))
    kept = maxima_and_twins(worth)[0]
    return _Block(worth[kept], package[kept])


def _placed(left: np.ndarray, right: np.ndarray, grid: _Grid) -> tuple[np.ndarray, np.ndarray]:
    """Return the cell of every sum of two labels, and its sum over parties in cell widths."""
    cell, total = np.zeros((len(left), len(right)), dtype=np.int64), np.zeros((1, 1))
    for party, (low, width) in enumerate(zip(grid.low, grid.width, strict=True)):
        share = (left[:, party, None] - low) / width + right[None, :, party] / width
        cell = cell * grid.side + share.astype(np.int64)
        total = total + share
    return cell.ravel(), total.ravel()

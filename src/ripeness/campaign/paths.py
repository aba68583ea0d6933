"""An effect split by the paths on which it travels, as Shapley values over the couplings' switches.

Shapley 1953 (https://doi.org/10.1515/9781400881970-018), as used to attribute effects in models by
Owen 2014 (https://doi.org/10.1137/130936233). The shares add up to the whole effect in every
member; what two paths do only together is shown beside them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import factorial

import numpy as np
from numpy.typing import NDArray

from ripeness.terms.errors import ModelError

Numbers = NDArray[np.float64]

PATHS = ("ground", "supply", "losses", "beliefs")
"""The paths from one place to everything else. With *ground* off the place changes hands and the
line elsewhere stays as it would have been."""


@dataclass(frozen=True)
class Split:
    """An effect by path."""

    shares: Mapping[str, Numbers]
    """Path to what it contributes, by member; they sum to the whole."""
    together: Numbers
    """What the paths do together beyond the sum of what each does alone, by member."""


def subsets(paths: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """Return every set of paths, the empty one first.

    Example:
        >>> [sorted(one) for one in subsets(("x", "y"))]
        [[], ['x'], ['y'], ['x', 'y']]
    """
    sizes = range(len(paths) + 1)
    return tuple(frozenset(one) for size in sizes for one in combinations(paths, size))


def split(effect: Mapping[frozenset[str], Numbers]) -> Split:
    """Return an effect split by path.

    Args:
        effect: For every set of paths that are open, the effect by member; nothing comes through
            where none is.

    Raises:
        ModelError: If a set of paths is missing.
    """
    paths = tuple(sorted(frozenset().union(*effect), key=_place))
    missing = [one for one in subsets(paths) if one not in effect]
    if missing:
        raise ModelError(
            f"no effect with the paths {', '.join(sorted(missing[0])) or 'all shut'}",
            where="the split of an effect by path",
            expected="one effect for every set of open paths",
            remedy="Run the missing combination.",
        )
    count = len(paths)
    shares: dict[str, Numbers] = {}
    for path in paths:
        rest = tuple(one for one in paths if one != path)
        shares[path] = np.sum(
            [
                factorial(len(have))
                * factorial(count - len(have) - 1)
                / factorial(count)
                * (effect[have | {path}] - effect[have])
                for have in subsets(rest)
            ],
            axis=0,
        )
    none = effect[frozenset()]
    alone = np.sum([effect[frozenset({path})] - none for path in paths], axis=0)
    return Split(shares=shares, together=effect[frozenset(paths)] - none - alone)


def _place(path: str) -> tuple[int, str]:
    return (PATHS.index(path) if path in PATHS else len(PATHS), path)

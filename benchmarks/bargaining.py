"""Time the solved models of bargaining, and a peer where one is installed.

Run it with the Python that has this package. A peer is looked for and timed only if it can be
imported (`powerindices` from PyPI; it takes no part in the package).
"""

import importlib.util
from collections.abc import Callable
from itertools import chain, combinations

import numpy as np
from timing import best_of

from ripeness.table.theory.beliefs import BetaBelief
from ripeness.table.theory.expected_utility import Actors, expected_utility_model
from ripeness.table.theory.forts_learning import LearningWar, learning_forts
from ripeness.table.theory.forts_walk import war_values
from ripeness.table.theory.frontiers import Lotteries
from ripeness.table.theory.power_indices import banzhaf, shapley_shubik
from ripeness.table.theory.solutions import nash
from ripeness.table.theory.veto_players import win_set_area
from ripeness.terms.chance import stream

VOTERS = list(range(1, 101))
FEW_VOTERS = [(7 * voter) % 23 + 1 for voter in range(18)]


def group(count: int) -> Actors:
    """Return a group of made-up actors."""
    draw = stream(1, "benchmark", "actors")
    columns = [draw.uniform(low, high, count) for low, high in ((0, 100), (1, 100), (0.1, 1))]
    return Actors(*(tuple(column.tolist()) for column in columns))


def by_enumeration(weights: list[int], quota: int) -> list[int]:
    """Count Banzhaf swings coalition by coalition, as small scripts do."""
    swings = [0] * len(weights)
    everyone = range(len(weights))
    for members in chain.from_iterable(combinations(everyone, size) for size in everyone):
        lacking = quota - sum(weights[member] for member in members)
        if lacking > 0:
            for voter in set(everyone).difference(members):
                swings[voter] += weights[voter] >= lacking
    return swings


def main() -> None:
    """Print one line a task: what, seconds, and what was asked."""
    war = LearningWar(
        forts=50,
        held=25,
        belief_a=BetaBelief(6, 4),
        belief_b=BetaBelief(4, 6),
        cost_a=0.001,
        cost_b=0.001,
    )
    actors = group(17)
    draw = stream(1, "benchmark", "outcomes")
    outcomes = Lotteries(tuple(map(tuple, draw.random((1000, 3)).tolist())))
    points = draw.random((30, 2))
    tasks: list[tuple[str, Callable[[], object], float | None]] = [
        ("expected utility, 17 actors, 10 rounds", lambda: expected_utility_model(actors), 0.1),
        ("learning forts, 50 forts", lambda: learning_forts(war), 1.0),
        ("Shapley-Shubik, weights 1 to 100", lambda: shapley_shubik(VOTERS, quota=2526), 0.1),
        ("Banzhaf, weights 1 to 100", lambda: banzhaf(VOTERS, quota=2526), 0.1),
        (
            "values within a war, 1000 forts",
            lambda: war_values(forts=1000, chance=0.5, cost_a=1e-6, cost_b=1e-6),
            None,
        ),
        ("Nash, 3 parties, 1000 outcomes", lambda: nash(outcomes, disagreement=(0, 0, 0)), None),
        (
            "win set of 20 of 30 players, exact",
            lambda: win_set_area(points, status_quo=(2, 2), required=20),
            None,
        ),
    ]
    for name, task, asked in tasks:
        goal = f"   asked: <= {asked:g} s" if asked else ""
        print(f"{name:42} {best_of(task):9.4f} s{goal}")
    against_peers()


def against_peers() -> None:
    """Time Banzhaf power against enumeration and, where it is installed, a peer."""
    quota = sum(FEW_VOTERS) // 2 + 1
    ours = best_of(lambda: banzhaf(FEW_VOTERS, quota=quota))
    slow = best_of(lambda: by_enumeration(FEW_VOTERS, quota), times=1)
    same = by_enumeration(FEW_VOTERS, quota) == list(banzhaf(FEW_VOTERS, quota=quota).swings)
    print(
        f"Banzhaf, 18 voters: enumeration {slow:.3f} s, ours {ours:.5f} s, ratio {slow / ours:.0f}"
    )
    print(f"the same counts: {same}")
    if importlib.util.find_spec("powerindices") is None:
        print("powerindices is not installed: not timed")
        return
    from powerindices import compute_pbi, compute_ssi  # noqa: PLC0415 - a peer that may be absent

    for name, peer, mine in (
        ("Shapley-Shubik", compute_ssi, lambda: shapley_shubik(VOTERS, quota=2526)),
        ("Banzhaf", compute_pbi, lambda: banzhaf(VOTERS, quota=2526)),
    ):
        theirs = best_of(lambda peer=peer: peer(2526, VOTERS), times=1)
        own = best_of(mine)
        apart = np.abs(np.array(peer(6, [4, 3, 2, 1])) - shares_of(name, [4, 3, 2, 1], 6)).max()
        print(
            f"{name}, 100 voters: powerindices {theirs:.3f} s, ours {own:.4f} s, ratio {theirs / own:.1f}"
        )
        print(f"largest difference on four voters: {apart:.2g}")


def shares_of(name: str, weights: list[int], quota: int) -> np.ndarray:
    """Return our index of that name as floats."""
    if name == "Banzhaf":
        return np.array([float(share) for share in banzhaf(weights, quota=quota).absolute])
    return np.array([float(share) for share in shapley_shubik(weights, quota=quota)])


if __name__ == "__main__":
    main()

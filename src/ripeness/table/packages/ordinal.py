"""Which packages parties prefer, whatever their weights and values, given only their stances.

A set of weights and values is *consistent* with a party's stances if no option that is known to be
at least as good has a lower value, and no issue that is known to matter more has a lower weight.
A package is *necessarily* preferred to another if it is never worth less, and sometimes more, over
all consistent sets; *possibly* if it is worth more in one of them. What pairs are worth is not
known in order, and counts for nothing here.
"""

from dataclasses import dataclass

import numpy as np

from ripeness.table.packages.counting import Marks, count_marked, listed_packages, sampled_packages
from ripeness.table.packages.layers import Layers, layers
from ripeness.table.packages.stances import Stances
from ripeness.table.packages.zone import Share, share
from ripeness.table.plan import Plan
from ripeness.table.theory.guards import refuse


@dataclass(frozen=True)
class Ordinal:
    """How many packages are preferred to one of them, given only the stances."""

    packages: int
    """How many packages obey the rules."""
    necessarily: int
    """How many every needed party necessarily prefers, whatever matters more to it."""
    listed: tuple[tuple[int, ...], ...]
    """Those packages, as option positions, or the first of them."""
    possibly_share: Share
    """The share of all packages that every needed party possibly prefers."""
    possibly_by_party: dict[str, Share]
    """The same for each party alone."""
    necessarily_by_party: dict[str, Share]
    """The share of all packages that a party necessarily prefers."""


def preferred(
    known: Stances, packages: np.ndarray, baseline: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    """Say which packages each party necessarily, and possibly, prefers to one package.

    The worst consistent set is at a corner: all weight even on the most important issues down to
    some place, and values that are 1 from some option up and 0 below. So no program is solved.
    Where the importance of issues is known, each issue's best option has value 1 and its worst 0.

    Args:
        known: The stances.
        packages: Option positions by [package, issue].
        baseline: The package compared with.

    Returns:
        Necessarily and possibly, each by [package, party].

    References:
        Kirkwood and Sarin (1985), Ranking with partial information, Operations Research 33(1),
        38-48, doi:10.1287/opre.33.1.38; Hazen (1986), Partial information, dominance, and
        potential optimality, Operations Research 34(2), 296-310, doi:10.1287/opre.34.2.296.

    Example:
        >>> relation = np.array([[[[True, False], [True, True]]]])
        >>> both = preferred(Stances(("x",), relation), np.array([[0], [1]]), (0,))
        >>> [one[:, 0].tolist() for one in both]
        [[False, True], [False, True]]
    """
    packages = np.atleast_2d(packages)
    necessarily, possibly = [], []
    base = np.asarray(baseline)
    for party in range(len(known.parties)):
        tiers = known.importance[party] if known.importance else ()
        relation = known.known[party]
        never_less = _never_less(_least(relation, packages, base, settled=bool(tiers)), tiers)
        never_more = _never_less(_least(relation, base, packages, settled=bool(tiers)), tiers)
        possibly.append(~never_more)
        necessarily.append(never_less & ~never_more)
    return np.array(necessarily).T, np.array(possibly).T


def ordinal(
    plan: Plan,
    known: Stances,
    *,
    parties: tuple[str, ...] | None = None,
    baseline: tuple[int, ...] | None = None,
    most: int = 20,
    draw: tuple[np.random.Generator, int] | None = None,
) -> Ordinal:
    """Count the packages that the needed parties necessarily, and possibly, prefer.

    Counts are exact where nothing is known of the importance of issues; where something is,
    shares are estimated from packages drawn evenly among those that obey the rules.

    Args:
        plan: A plan without faults.
        known: The stances.
        parties: The needed parties; all if left out.
        baseline: The package compared with; the status quo if left out.
        most: List no more packages than this.
        draw: The generator, and the number of packages drawn.

    Raises:
        ModelError: If no package obeys the rules, or a draw is needed and not given.
    """
    own = known if parties is None else known.of(parties)
    base = plan.positions({}) if baseline is None else baseline
    rules = layers(plan)
    if not rules.possible:
        refuse("no package", "constraints", where="ordinal", expected="rules that can be met")
    at_least, more = _relations(own, base)
    everyone = Marks(np.asarray(at_least.all(axis=0)), more)
    total = count_marked(rules, _unmarked(at_least))
    necessary = count_marked(rules, everyone)
    listed = listed_packages(rules, everyone, most)
    if not own.importance:
        return Ordinal(total, necessary, listed, *_counted(own, rules, (at_least, more), total))
    if draw is None:
        expected = "a generator and a number, as the importance of issues is known"
        refuse(None, "draw", where="ordinal", expected=expected)
    drawn = sampled_packages(rules, _unmarked(at_least), draw[1], draw[0])
    always, sometimes = preferred(own, drawn, base)
    return Ordinal(
        total,
        necessary,
        listed,
        share(np.asarray(sometimes.all(axis=1))),
        {party: share(row) for party, row in zip(own.parties, sometimes.T, strict=True)},
        {party: share(row) for party, row in zip(own.parties, always.T, strict=True)},
    )


def _relations(known: Stances, base: tuple[int, ...]) -> tuple[np.ndarray, np.ndarray]:
    """Say, by [party, issue, option], what is never worse, and what may be better."""
    issues = np.arange(len(base))
    at_least = known.known[:, issues, :, base].transpose(1, 0, 2)
    more = ~known.known[:, issues, base, :]
    return at_least, more


def _unmarked(like: np.ndarray) -> Marks:
    return Marks(np.ones(like.shape[1:], dtype=bool), np.zeros((0, *like.shape[1:]), dtype=bool))


def _counted(
    own: Stances, rules: Layers, relations: tuple[np.ndarray, np.ndarray], total: int
) -> tuple[Share, dict[str, Share], dict[str, Share]]:
    """Return exact shares: of what all possibly prefer, and by party of both kinds."""
    at_least, more = relations
    whole = _unmarked(at_least)

    def exactly(marks: Marks) -> Share:
        value = count_marked(rules, marks) / total
        return Share(value, value, value, 0)

    possibly = {
        party: exactly(Marks(whole.allowed, more[k : k + 1])) for k, party in enumerate(own.parties)
    }
    necessarily = {
        party: exactly(Marks(at_least[k], more[k : k + 1])) for k, party in enumerate(own.parties)
    }
    return exactly(Marks(whole.allowed, more)), possibly, necessarily


def _least(
    known: np.ndarray, packages: np.ndarray, others: np.ndarray, *, settled: bool
) -> np.ndarray:
    """Return, by issue, the least that one package's value can exceed another's by: -1, 0 or 1."""
    packages, others = np.broadcast_arrays(np.atleast_2d(packages), np.atleast_2d(others))
    issues = np.arange(packages.shape[1])
    least = np.where(known[issues, packages, others], 0, -1)
    if settled:
        top = np.asarray(known.all(axis=2))[issues, packages]
        bottom = np.asarray(known.all(axis=1))[issues, others]
        same = known[issues, others, packages]
        least = np.where(top & bottom & ~same, 1, least)
    return least


def _never_less(least: np.ndarray, tiers: tuple[tuple[int, ...], ...]) -> np.ndarray:
    """Say which packages are worth no less at any corner of the weights, by [package]."""
    ranked = [issue for tier in tiers for issue in tier]
    free = [issue for issue in range(least.shape[1]) if issue not in ranked]
    held = np.asarray((least[:, free] >= 0).all(axis=1))
    total = np.zeros(len(least), dtype=int)
    for tier in tiers:
        own = least[:, list(tier)]
        held &= total + np.minimum(own, 0).sum(axis=1) >= 0
        total = total + own.sum(axis=1)
    return held

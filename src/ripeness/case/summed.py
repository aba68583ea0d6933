"""What a backtest's forecasts say together: the scoreboard, the judged set and the contest."""

from dataclasses import dataclass

import pandas as pd

from ripeness.case.opened import OpenedCase
from ripeness.case.scoreboard_paper import outside_of
from ripeness.case.study import (
    KeptStudy,
    StudyFiles,
    panel_digest,
    read_study,
    with_digests,
    write_study,
)
from ripeness.evidence.panel import known_by
from ripeness.front.backtest import STEP_WEEKS
from ripeness.front.catalogue import BASELINES
from ripeness.front.contest.records import PitCount, Standing, Versus, Warned
from ripeness.front.contest.warned import chance_table
from ripeness.front.contest.whole import contest_of
from ripeness.front.learnt import learnt_tables
from ripeness.front.rupture import Event, events
from ripeness.front.ruptures_ahead import ground_of, holds_rupture
from ripeness.scores.board import BoardRow, scoreboard
from ripeness.scores.judge import Judged, judge
from ripeness.terms.errors import DataError

BASELINE_NAMES = tuple(model.name for model in BASELINES)

ABOUT = {
    "title": "Scoreboard",
    "published": "computed from this case's own maps and counts",
    "credit": "this project, from the sources of the panel",
    "licence": "as the sources of the panel; scores, weights and chances only",
}
"""What the record of a kept study says of where it comes from."""


@dataclass(frozen=True)
class Found:
    """What a backtest found, forecast by forecast."""

    scored: pd.DataFrame
    """Scores, of `scores.table.score_each`."""
    made: pd.DataFrame
    """Forecasts from the origins scored, of `backtest.made_again` and `stack.stacked`."""
    came: pd.DataFrame
    """What came about, of `outcomes.outcomes`."""


@dataclass(frozen=True)
class Sums:
    """What the forecasts say together."""

    scores: tuple[BoardRow, ...]
    judged: tuple[Judged, ...]
    judged_sources: tuple[str, ...]
    judged_regions: tuple[str, ...]
    pit: tuple[PitCount, ...] = ()
    contest: tuple[Standing, ...] = ()
    pairs: tuple[Versus, ...] = ()
    warnings: tuple[Warned, ...] = ()


def summed(opened: OpenedCase, found: Found, *, judged: tuple[str, ...], seed: int) -> Sums:
    """Return the scoreboard of a backtest, its judged set and its contest.

    Args:
        opened: The case.
        found: What the backtest found.
        judged: Regions judged together, where they are not the case's own.
        seed: The seed of the resampling.

    Raises:
        DataError: If a region that is asked for was not scored.
    """
    scored, declared = found.scored, opened.case.scoreboard
    _refuse_unknown(judged, scored)
    regions = judged or declared.regions or opened.case.rupture.theatres
    kept = scored[scored["region"].isin(regions)]
    named = () if judged else tuple(n for n in declared.sources if n in set(kept["source"]))
    sources = named or _widest(kept)
    kept = kept[kept["source"].isin(sources)]
    board = scoreboard(scored, baselines=BASELINE_NAMES, seed=seed, step_weeks=STEP_WEEKS)
    regions = tuple(name for name in dict.fromkeys(regions) if name in set(kept["region"]))
    if kept.empty:
        return Sums(board, (), sources, regions)
    listed = _events(opened)
    yardstick = {"seed": seed, "step_weeks": STEP_WEEKS}
    verdict = judge(
        kept, baselines=BASELINE_NAMES, ruptured=holds_rupture(kept, listed), **yardstick
    )
    contest = contest_of(kept, found.made, found.came, listed=listed, **yardstick)
    return Sums(board, verdict, sources, regions, **vars(contest))


def keep_study(
    opened: OpenedCase, sums: Sums, made: pd.DataFrame, pool: pd.DataFrame, *, seed: int
) -> None:
    """Keep the study in the case's folder; an earlier power analysis stays.

    Args:
        opened: The case.
        sums: What the forecasts say together.
        made: Forecasts from all origins, those that were not scored too.
        pool: The main stack's forecasts from all origins.
        seed: The seed of the run.
    """
    earlier = read_study(opened.folder)
    study = KeptStudy(
        command=f"ripeness backtest {opened.case.name} --seed {seed} --keep",
        seed=seed,
        panel_digest=panel_digest(opened.panel, by=opened.case.evidence_to),
        evidence_to=opened.case.evidence_to,
        power=() if earlier is None else earlier.study.power,
        outside=outside_of(opened, seed=seed),
        **vars(sums),
    )
    weights, curves = learnt_tables(pool)
    files = StudyFiles(study, weights=weights, curves=curves, chances=chance_table(made))
    write_study(opened.folder, with_digests(files, opened.panel), about=ABOUT)


def _refuse_unknown(regions: tuple[str, ...], scored: pd.DataFrame) -> None:
    unknown = [name for name in regions if name not in set(scored["region"])]
    if unknown:
        raise DataError(
            f"no scored region {unknown[0]!r}",
            where="the regions judged together",
            expected=f"some of {', '.join(sorted(scored['region'].unique()))}",
            remedy="Name regions that have forecasts.",
        )


def _widest(kept: pd.DataFrame) -> tuple[str, ...]:
    """Return the sources that show most of the regions."""
    regions_of = kept.groupby("source", sort=False)["region"].nunique()
    return tuple(regions_of.index[regions_of == regions_of.max()])


def _events(opened: OpenedCase) -> tuple[Event, ...]:
    rule, until = opened.case.rupture, opened.case.evidence_to
    ground = ground_of(
        known_by(opened.panel, until),
        rule,
        until=until,
        side_in=opened.case.side_in,
        one_hand=opened.case.one_hand,
    )
    return events(ground, rule, multiple=rule.multiple)

"""The scoreboard of a case for the record of a run: a kept study, and what it allows to say."""

from collections.abc import Iterator
from datetime import date

import pandas as pd

from ripeness.case.contest_words import sentences_of
from ripeness.case.opened import OpenedCase
from ripeness.case.study import (
    StudyFiles,
    has_study,
    matched_by,
    matches,
    read_study,
    taught_on,
)
from ripeness.front.contest.outside import score_outside
from ripeness.front.contest.records import (
    ChanceThen,
    OutsideScore,
    PitCount,
    Power,
    Standing,
    Versus,
    Warned,
    Weight,
)
from ripeness.front.wear import OTHER
from ripeness.scores.board import BoardRow
from ripeness.scores.judge import Judged
from ripeness.terms.declared import Declared
from ripeness.terms.question import Slot


class Study(Declared):
    """From what the scoreboard was made."""

    command: str
    """The command that makes it again."""
    seed: int
    """Its seed."""
    panel_digest: str
    """SHA-256 of the control panel it was made from."""
    matches_panel: bool
    """Whether that is the panel of this run."""
    first_origin: date
    """The first origin scored."""
    last_origin: date
    """The last origin scored."""
    evidence_to: date
    """The last day of evidence that scored."""
    note: str | None
    """What holds and what to do where it was made from another panel; null where it matches."""


class ScoreboardPaper(Declared):
    """What a page shows of the scoreboard; empty lists where the case has no kept study."""

    study: Study | None
    """From what it was made; null: the case ships no study, run `ripeness backtest`."""
    sentences: tuple[str, ...]
    """What the numbers support, in order, and no more."""
    scores: tuple[BoardRow, ...]
    """By source, region and horizon, the best model first."""
    judged: tuple[Judged, ...]
    """Each model over all judged series together, the best first within a horizon."""
    judged_sources: tuple[str, ...]
    """Sources whose series were judged together."""
    judged_regions: tuple[str, ...]
    """Their regions."""
    pit: tuple[PitCount, ...]
    """Where outcomes fell within the forecasts, by model, source and horizon."""
    weights: tuple[Weight, ...]
    """The stack's weights in use in this run, at the last origin by its as-of day."""
    weights_learnt: bool
    """Whether they were learnt; false: they are equal."""
    contest: tuple[Standing, ...]
    """Pace, damped, regime and attrition by source, period and horizon."""
    pairs: tuple[Versus, ...]
    """Each of the four directly against each other."""
    chances: tuple[ChanceThen, ...]
    """How likely each of the four thought a rupture, at the last origin by the as-of day."""
    power: tuple[Power, ...]
    """How long it takes to tell the four apart in simulated worlds."""
    warnings: tuple[Warned, ...]
    """What rupture warnings each model would have raised, and when."""
    outside: tuple[OutsideScore, ...]
    """Dated forecasts of others, scored when due by the rule that scores ours."""


def scoreboard_paper(opened: OpenedCase, *, seed: int) -> ScoreboardPaper:
    """Return the scoreboard of an opened case from its kept study.

    Weights and chances are taken from it if the maps known by their origin are those it was made
    from, whatever became known later. Where the maps differ by the end of its evidence, it is shown
    with a note, without comparisons that rest on them, and outside forecasts are scored anew.

    Args:
        opened: The case.
        seed: The seed of the run, for outside forecasts that the study does not hold.
    """
    files = read_study(opened.folder)
    fits = files is not None and matches(files, opened)
    study = None if files is None else files.study
    origin = None if files is None else taught_on(files, opened)
    weights = () if files is None or origin is None else tuple(_weights(files, origin))
    same = fits and study is not None and study.evidence_to == opened.case.evidence_to
    paper = ScoreboardPaper(
        study=None if files is None else _study(files, fits=fits, taught=origin is not None),
        sentences=(),
        scores=() if study is None else study.scores,
        judged=() if study is None else study.judged,
        judged_sources=() if study is None else study.judged_sources,
        judged_regions=() if study is None else study.judged_regions,
        pit=() if study is None else study.pit,
        weights=weights,
        weights_learnt=bool(weights),
        contest=() if study is None else study.contest,
        pairs=() if files is None else _pairs(files, opened, fits=fits),
        chances=() if files is None or origin is None else tuple(_chances(files, opened, origin)),
        power=() if study is None else study.power,
        warnings=() if study is None else study.warnings,
        outside=study.outside if study is not None and same else outside_of(opened, seed=seed),
    )
    return paper.model_copy(update={"sentences": tuple(sentences_of(paper))})


def has_scoreboard(opened: OpenedCase) -> bool:
    """Tell whether a case has a kept study, or outside forecasts to score."""
    return bool(opened.case.outside_forecasts) or has_study(opened.folder)


def outside_of(opened: OpenedCase, *, seed: int) -> tuple[OutsideScore, ...]:
    """Score the outside forecasts of an opened case.

    Args:
        opened: The case.
        seed: The seed of the run.
    """
    return score_outside(
        opened.panel,
        opened.counts,
        opened.case.outside_forecasts,
        evidence_to=opened.case.evidence_to,
        side_in=opened.case.side_in,
        seed=seed,
    )


def _study(files: StudyFiles, *, fits: bool, taught: bool) -> Study:
    study = files.study
    return Study(
        command=study.command,
        seed=study.seed,
        panel_digest=study.panel_digest,
        matches_panel=fits,
        first_origin=min((row.first_origin for row in study.scores), default=study.evidence_to),
        last_origin=max((row.last_origin for row in study.scores), default=study.evidence_to),
        evidence_to=study.evidence_to,
        note=_note(files, fits=fits, taught=taught),
    )


OTHER_MAPS = (
    "This scoreboard was made from other maps than this run's, so the stack's weights are equal here: "
    "run `ripeness backtest FOLDER --keep`."
)
"""What a page says where the study does not fit."""

LATER_MAPS = (
    "This scoreboard was made from other maps than this run's. They differ only in what became known "
    "after the origin of the stack's weights, so these hold; for a scoreboard of this run's maps, "
    "run `ripeness backtest FOLDER --keep`."
)
"""What it says where the study does not fit, but did by the as-of day."""

NO_DIGESTS = (
    "This scoreboard does not say which maps each origin knew, so the stack's weights are equal here: "
    "run `ripeness backtest FOLDER --keep`."
)
"""What it says where the study fits but was kept without digests by origin."""


def _note(files: StudyFiles, *, fits: bool, taught: bool) -> str | None:
    if not fits:
        return LATER_MAPS if taught else OTHER_MAPS
    return None if files.study.digests else NO_DIGESTS


def _pairs(files: StudyFiles, opened: OpenedCase, *, fits: bool) -> tuple[Versus, ...]:
    """Return all pairs of a study that fits, else those known while its maps were this run's."""
    if fits:
        return files.study.pairs
    day = matched_by(files, opened, opened.case.evidence_to)
    return tuple(row for row in files.study.pairs if day is not None and row.known_on <= day)


def _weights(files: StudyFiles, origin: date) -> Iterator[Weight]:
    known = files.weights[files.weights["origin"] <= pd.Timestamp(origin)]
    last = known.groupby(["source", "horizon_weeks"])["origin"].transform("max")
    for row in known[known["origin"] == last].to_dict("records"):
        yield Weight.model_validate({**row, "origin": row["origin"].date()})


def _chances(files: StudyFiles, opened: OpenedCase, origin: date) -> Iterator[ChanceThen]:
    panel, side_in = opened.panel.readings, opened.case.side_in
    drawn = dict(zip(panel["source"], panel["drawn"], strict=True))
    known = files.chances[files.chances["origin"] <= pd.Timestamp(origin)]
    last = known.groupby(["source", "theatre"])["origin"].transform("max")
    for row in known[known["origin"] == last].to_dict("records"):
        slot: Slot = drawn[row["source"]]
        slot = slot if row["direction"] == "gained" else OTHER[slot]
        told = {**row, "origin": row["origin"].date(), "side": side_in[slot]}
        yield ChanceThen.model_validate(told)

"""The scoreboard of a case for the record of a run: a kept study, and what it allows to say."""

from datetime import date

from ripeness.front.contest.records import (
    OutsideScore,
    PitCount,
    Power,
    Standing,
    Warned,
    Weight,
)
from ripeness.scores.board import BoardRow
from ripeness.scores.judge import Judged
from ripeness.terms.declared import Declared


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
    """What to do where it was made from another panel; null where it matches."""


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
    power: tuple[Power, ...]
    """How long it takes to tell the four apart in simulated worlds."""
    warnings: tuple[Warned, ...]
    """What rupture warnings each model would have raised, and when."""
    outside: tuple[OutsideScore, ...]
    """Dated forecasts of others, scored when due by the rule that scores ours."""

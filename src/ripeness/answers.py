"""What the verbs return: records that print as the objects of INTERFACES."""

from datetime import date
from pathlib import Path

from ripeness.campaign.records import CampaignPaper
from ripeness.case.allocation_paper import AllocationPaper
from ripeness.case.losses_paper import LossesPaper
from ripeness.case.scoreboard_paper import ScoreboardPaper
from ripeness.case.where_paper import WherePaper
from ripeness.claims.answered import ClaimVerdict
from ripeness.claims.speakers import Speaker
from ripeness.front.allocation.outputs import PlaceForecast
from ripeness.front.event_study.record import EventsPaper
from ripeness.front.finish import FinishAtPace
from ripeness.front.ruptures_ahead import Ruptures
from ripeness.results.answer import Head
from ripeness.results.manifest import Manifest
from ripeness.scoreboard import BacktestAnswer, ScoreAnswer
from ripeness.scores.due import Scored
from ripeness.supply.paper import SupplyPaper
from ripeness.table.paper import TablePaper
from ripeness.terms.declared import Declared
from ripeness.terms.forecasts import QuantileForecast, Refused


class Claims(Declared):
    """Verdicts and speaker records."""

    claims: tuple[ClaimVerdict, ...]
    """Every claim, with what the evidence says of it."""
    speakers: tuple[Speaker, ...]
    """For each speaker, which dated claims each map later met."""


class Forecast(Ruptures):
    """Forecasts of the front."""

    forecasts: tuple[QuantileForecast, ...]
    """By source, region and model."""
    finish: tuple[FinishAtPace, ...]
    """When nothing would be left to the other side, at each pace."""
    problems: tuple[Refused, ...]
    """What could not be forecast, and why."""
    places: tuple[PlaceForecast, ...] = ()
    """When places fall, by source and share held; empty where no source draws cells."""


class Scores(Declared):
    """Forecasts that have come due."""

    scored: tuple[Scored, ...]
    """One row for each forecast and horizon, losses first, pending ones last."""


class TableAnswer(Head, TablePaper):
    """What `ripeness table --json` prints."""


class CampaignHead(Declared):
    """The head of a campaign's answer: there `ripeness` is what the campaign says of it."""

    version: str
    """Version of the programme."""
    case: str
    """Name of the case."""
    as_of: date
    """The last day whose evidence a model may know."""
    evidence_to: date
    """The last day whose evidence may decide a claim or score a forecast."""
    seed: int
    """The seed of every random stream."""
    inputs: dict[str, str]
    """Name of each input file to its SHA-256."""


class CampaignAnswer(CampaignHead, CampaignPaper):
    """What `ripeness campaign --json` prints."""


class ClaimsAnswer(Head, Claims):
    """What `ripeness claims --json` prints."""


class ForecastAnswer(Head, Forecast):
    """What `ripeness forecast --json` prints."""


class SupplyAnswer(Head, SupplyPaper):
    """What `ripeness supply --json` prints."""


class RunAnswer(Manifest):
    """What `ripeness run --json` prints."""

    claims: Claims
    """Verdicts and speaker records."""
    forecast: Forecast
    """Forecasts of the front."""
    scores: Scores
    """Forecasts that have come due."""
    losses: LossesPaper
    """Losses and strengths, each series by itself."""
    scoreboard: ScoreboardPaper | None = None
    """The scoreboard and the contest; null: the case keeps none."""
    events: EventsPaper | None = None
    """What happened after earlier places fell; null where the case has no places or cells."""
    allocation: AllocationPaper | None = None
    """Where the line may move, and when places may fall; null: no source draws cells."""
    where: WherePaper | None = None
    """How good forecasts of where were; null where the case keeps no such study."""
    supply: SupplyPaper | None = None
    """Supply and hub loss; null: the case declares no network."""
    table: TablePaper | None = None
    """The table; null: the case declares no plan."""
    campaign: CampaignPaper | None = None
    """The campaign; null: the case declares no plan, or has no maps from which it can be run."""
    headlines: tuple[str, ...]
    """The headline claim of each link of the argument."""
    region: str
    """The region that the case lists first."""
    folder: Path
    """The run's folder."""
    report: Path
    """The page."""


SCHEMAS: dict[str, type[Declared]] = {
    "claims": ClaimsAnswer,
    "forecast": ForecastAnswer,
    "supply": SupplyAnswer,
    "table": TableAnswer,
    "campaign": CampaignAnswer,
    "run": RunAnswer,
    "backtest": BacktestAnswer,
    "score": ScoreAnswer,
}
"""The answers whose JSON Schema is printed, by name."""

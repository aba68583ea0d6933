"""The scores of where, as records."""

from datetime import date
from math import isfinite

from ripeness.scores.bootstrap import Interval
from ripeness.terms.declared import Declared


class Skill(Declared):
    """By how much a model's loss is less than another's, as a share of it."""

    value: float
    """1 − mean loss ÷ the other's; above nought is better."""
    low: float | None
    """Lower end of the interval over blocks of origins; null with too few origins."""
    high: float | None
    """Upper end."""


class CellScore(Declared):
    """One model's chances for cells at one horizon, all origins together."""

    model: str
    """The model."""
    source: str
    """Name of the source."""
    horizon_weeks: int
    """Weeks ahead."""
    average_precision: float | None
    """How well it ranks cells: mean over origins; null where nothing changed hands."""
    precision_low: float | None
    """The least of any origin."""
    precision_high: float | None
    """The greatest of any origin."""
    brier: float
    """Mean squared difference of chance and outcome."""
    log_score: float
    """Mean negative logarithm of the chance given to what came about."""
    skill_to: dict[str, Skill]
    """By other model: the skill of the Brier score."""
    log_skill_to: dict[str, Skill]
    """By other model: the skill of the log score."""
    base_rate: float
    """Share of cells that changed hands."""
    mean_chance: float
    """Mean chance given."""
    n_cells: int
    """Cells scored, over all origins."""
    n_origins: int
    """Origins scored."""
    n_eff: float
    """How many origins that do not overlap they are worth."""
    first_origin: date
    """The first origin."""
    last_origin: date
    """The last one."""


class PlaceScore(Declared):
    """One model's places at one horizon: the week in which half is held, and the share held."""

    model: str
    """The model."""
    source: str
    """Name of the source."""
    horizon_weeks: int
    """Weeks ahead; a date later than that counts as that."""
    crps_date: float
    """Mean CRPS of the week in which half of the place is held, in weeks."""
    skill_to: dict[str, Skill]
    """By other model: the skill of that score."""
    u_shape: float
    """How much wider than flat the PIT of the share is: its mean squared distance from one half
    over 1/12, less one. Above nought: outcomes fall outside too often, the model is too sure."""
    u_shape_low: float | None
    """Lower end of its interval over blocks of origins."""
    u_shape_high: float | None
    """Upper end."""
    pit_p: float | None
    """Share of resamplings in which the PIT is not U-shaped; small: too sure. Null with too few."""
    pit: tuple[float, ...]
    """Share of outcomes in each tenth of the forecast."""
    n: int
    """Places scored, over all origins."""
    fell: int
    """Of these, places of which half was held by the horizon."""
    said: float
    """Mean chance given that it would be; times the number of places, the falls it told of."""
    week_of_falls: float | None
    """Mean week in which those that fell did; null where none did."""
    n_origins: int
    """Origins scored."""


class ReliabilityPoint(Declared):
    """Cells of about one chance, and how many of them changed hands."""

    model: str
    """The model."""
    source: str
    """Name of the source."""
    horizon_weeks: int
    """Weeks ahead."""
    chance: float
    """Mean chance given."""
    frequency: float
    """Share that changed hands."""
    low: float | None
    """Lower end over blocks of origins."""
    high: float | None
    """Upper end."""
    n: int
    """Cells."""


class WrongSquare(Declared):
    """A square of ground, and by how much the model was wrong there on the whole."""

    source: str
    """Name of the source."""
    row: int
    """Row of the square, from the north."""
    column: int
    """Column of the square, from the west."""
    expected_km2: float
    """Ground that was to change hands, summed over origins and divided by their number."""
    came_km2: float
    """Ground that did."""
    n_origins: int
    """Origins at which it lay near enough ahead of the line."""


class PlaceMiss(Declared):
    """One place: how it was judged at the origins at which it lay near the line."""

    place: str
    """Id of the place."""
    source: str
    """Name of the source."""
    horizon_weeks: int
    """Weeks ahead."""
    crps_date: float
    """Mean CRPS of the date, in weeks."""
    baseline: float
    """The same of the baseline."""
    said: float
    """Mean chance given that half would be held by the horizon."""
    fell: float
    """Share of origins after which it was."""
    n_origins: int
    """Origins."""


class WhereScores(Declared):
    """How good forecasts of where were."""

    model: str
    """The model put forward."""
    baseline: str
    """What it must beat."""
    square_km: float
    """Side of the squares of the map of errors."""
    square_horizon: int
    """Its horizon, in weeks."""
    members: int
    """Courses simulated at each origin."""
    cells: tuple[CellScore, ...]
    """Cells by source, model and horizon."""
    places_scored: tuple[PlaceScore, ...]
    """Places by source, model and horizon."""
    reliability: tuple[ReliabilityPoint, ...]
    """Chances and frequencies, at the horizon of the map of errors."""
    wrong: tuple[WrongSquare, ...]
    """Where the model put forward was wrong."""
    misses: tuple[PlaceMiss, ...]
    """Place by place, the model put forward, at the horizon of the map of errors."""
    refused: tuple[str, ...]
    """What could not be forecast, and why."""


def skill_of(ratio: Interval) -> Skill:
    """Return skill from a ratio of mean losses.

    Where the other loses nothing in more than a twentieth of the resamplings, as where nothing
    happened, the ratio has no end, and the skill has none.
    """
    if ratio.low is None or ratio.high is None or not isfinite(ratio.low + ratio.high):
        return Skill(value=1 - ratio.value, low=None, high=None)
    return Skill(value=1 - ratio.value, low=1 - ratio.high, high=1 - ratio.low)

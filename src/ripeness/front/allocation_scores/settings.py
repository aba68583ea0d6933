"""How forecasts of where are scored."""

from pydantic import Field

from ripeness.terms.declared import Declared


class WhereSettings(Declared):
    """Origins, horizons and distances; the same for every model, source and side."""

    horizons: tuple[int, ...] = (4, 13, 26)
    """Weeks ahead, rising."""
    step_weeks: int = Field(default=4, ge=1)
    """Weeks from one origin to the next."""
    within_km: float = Field(default=25.0, gt=0)
    """How far ahead of the line at the origin a cell may lie to be scored."""
    members: int = Field(default=100, ge=20)
    """Courses simulated at each origin by models that simulate."""
    draws: int = Field(default=2000, ge=100)
    """How often blocks of origins are resampled."""
    confidence: float = Field(default=0.9, gt=0, lt=1)
    """Share of the draws inside an interval."""
    reliability_edges: tuple[float, ...] = (
        0.0, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0,
    )  # fmt: skip
    """Edges of the groups of chances for which it is told how often cells changed hands."""
    square_km: float = Field(default=5.0, gt=0)
    """Side of the squares of the map of errors."""
    square_horizon: int = 13
    """Horizon of that map and of the reliability curve."""

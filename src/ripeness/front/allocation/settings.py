"""The numbers that shape where ground changes hands; the same for every source and side."""

from pydantic import Field

from ripeness.terms.declared import Declared


class AllocationSettings(Declared):
    """The numbers that shape an allocation: band, members, batches, and what a fit looks at."""

    members: int = Field(default=1000, ge=1)
    """How many whole courses of the line are simulated."""
    weeks: int = Field(default=26, ge=1, le=520)
    """How many weeks a course lasts."""
    batch: int = Field(default=40, ge=1)
    """Members computed together: a constant of the run, the last batch padded (decision 0003)."""
    band_km: float = Field(default=25.0, gt=0)
    """How far from the line at the origin a cell may lie and still be gained, in km."""
    behind_km: float = Field(default=12.0, gt=0)
    """How far behind the line at the origin ground may be recaptured, in km."""
    history_weeks: int = Field(default=104, ge=8)
    """How many weeks before the origin a fit may learn from."""
    half_life_weeks: float = Field(default=52.0, gt=0)
    """Age at which a week counts half in a fit."""
    ridge: float = Field(default=30.0, gt=0)
    """Penalty on the square of a coefficient of a feature of unit spread, in units of km² seen."""
    node_km: int = Field(default=12, ge=4)
    """Distance between the nodes that carry the sector latent, in km."""
    supply_effect: float = Field(default=0.0, ge=0)
    """Rise of the log hazard of losing ground where supply falls from whole to none: assumed."""

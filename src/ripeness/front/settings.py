"""How a front forecast is made: lengths, members, and how much of the past is used."""

from pydantic import Field

from ripeness.terms.declared import Declared


class FrontSettings(Declared):
    """The numbers that shape a forecast; the same for every source, region and side."""

    horizon_weeks: int = Field(default=26, ge=1)
    """How many weeks to look forward from the origin."""
    members: int = Field(default=5000, ge=100)
    """How many whole paths are simulated."""
    history_weeks: int = Field(default=104, ge=30)
    """How many weeks before the origin a model may learn from."""
    fewest_changes: int = Field(default=26, ge=8)
    """With fewer weekly changes than this no error is bootstrapped and no model is fitted."""
    least_change_km2: float = Field(default=0.01, ge=0)
    """A smaller change between two readings is a vertex moved on the map, not ground."""
    fewest_moved: int = Field(default=4, ge=1)
    """With fewer weeks than this in which ground changed hands no error can be estimated."""
    block_weeks: int = Field(default=8, ge=4)
    """Length of a block of the moving block bootstrap, in weeks."""
    finish_windows_weeks: tuple[int, ...] = Field(default=(4, 13, 26, 52), min_length=1)
    """Windows over which a pace is taken that is carried on to the finish, in weeks."""
    stale_weeks: int = Field(default=4, ge=0)
    """How many weeks before the origin the last reading may lie; an older one is refused."""

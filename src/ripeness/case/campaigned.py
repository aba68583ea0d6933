"""What a case declares of its courses: how many, how far, against which package, which place."""

from datetime import date

from pydantic import Field

from ripeness.terms.declared import Declared


class SupportLevel(Declared):
    """A level of outside support, the same for either side; an assumption."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """How results name the level."""
    title: str = Field(min_length=1)
    """Name shown."""
    of_first_day: float = Field(ge=0)
    """Support over that of the first day: 1 as it is, 0 none."""


class CoursesSettings(Declared):
    """How many courses of the line a run simulates on each map."""

    members: int = Field(default=200, ge=20, le=20000)
    """Whole courses; the chances of cells and places are shares of them."""


class CampaignSettings(Declared):
    """The numbers of a campaign; the same for both sides.

    It runs the courses of the allocation: how many is declared there, once.
    """

    horizon_weeks: int = Field(default=26, ge=4, le=104)
    """How many weeks are looked ahead."""
    package: str | None = None
    """Id of the named package that the conclusion is about; the plan's first by default."""
    settle_weeks: tuple[int, ...] = (13,)
    """Weeks in which the courses *settle at t* settle."""
    place: str | None = None
    """Id of the place whose change of hands is looked at; null: none."""
    announced_on: date | None = None
    """The day on which its change of hands was announced; null: none."""
    support: tuple[SupportLevel, ...] = (
        SupportLevel(id="continues", title="support continues", of_first_day=1.0),
        SupportLevel(id="halves", title="support halves", of_first_day=0.5),
        SupportLevel(id="stops", title="support stops", of_first_day=0.0),
    )
    """Levels of outside support to one side, the other's unchanged; tried for each side."""
    couplings: dict[str, float] = Field(default_factory=dict)
    """Coupling to its strength, in place of what the data bear out; 0 switches it off."""
    support_elasticity: float = Field(default=1.0, ge=0)
    """How gains follow the ratio of strengths where support is not as it is: an assumption that no
    data here bear out."""
    populations: tuple[str, ...] = ("soldiers",)
    """Whose losses are carried on; nothing is added up over them."""

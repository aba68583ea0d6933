"""The `evidence` section of a case: which sources are read, and what each leaves out."""

from pydantic import Field

from ripeness.terms.declared import Declared


class Complement(Declared):
    """The declared assumption that all a source does not show belongs to a side."""

    side: str
    """Id of the side that is taken to hold what is not shown."""
    reason: str = Field(min_length=1)
    """Why the case assumes so; printed wherever a figure rests on it."""


class DeclaredSource(Declared):
    """One source of maps, as the case uses it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    """Name of the source's adapter."""
    draws: str
    """Id of the side whose ground the source draws."""
    scope: str = Field(min_length=1)
    """What the source leaves out, in a sentence."""
    complement: Complement | None = None
    """Who is taken to hold what is not shown; null: nobody, it stays *not shown*."""
    completed_from: str | None = None
    """Boundary file (relative to the case's folder) of ground that the source leaves out by scope
    and that is added to its level; every such reading is marked `completed`."""


class Evidence(Declared):
    """The evidence that a case rests on."""

    sources: tuple[DeclaredSource, ...] = ()
    """The sources, in the order shown."""

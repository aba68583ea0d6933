"""The `supply` section of a case: which place it asks about, and how finely it is computed."""

from datetime import date

from pydantic import Field

from ripeness.terms.declared import Declared


class SupplySettings(Declared):
    """What a case asks of its network."""

    town: str | None = None
    """Id of the place whose change of hands is asked about; null: none in particular."""
    announced: date | None = None
    """Day on which its fall was announced; null: it was not."""
    draws: int = Field(default=8, ge=4, le=200)
    """How many draws of what is assumed; the perturbed network differs in each."""
    step_days: int = Field(default=21, ge=1)
    """How many days apart the maps of a series are; `ripeness supply --daily` takes all."""
    since: date | None = None
    """First day of the series; null: a source's first map."""

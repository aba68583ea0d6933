"""Records declared in a file: frozen, and refusing keys they do not know."""

from pydantic import BaseModel, ConfigDict


class Declared(BaseModel):
    """A frozen record that refuses unknown keys; its field texts are the manual."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        validate_default=True,
        allow_inf_nan=False,
    )

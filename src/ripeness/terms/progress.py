"""How long work tells how far it has come, without knowing who listens."""

from typing import Protocol


class Report(Protocol):
    """Something that is told how far work has come."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take note of a stage, of the steps done, and of their total where it is known."""


def silent(stage: str, done: int, total: int | None) -> None:
    """Take note of nothing."""

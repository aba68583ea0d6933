"""The conclusion in numbers for every side, source, family and level of support, and in words."""

from collections.abc import Mapping, Sequence

from ripeness.campaign.records import ConclusionPaper, ConclusionSide, TollAt

PARTS = ("p_no_better", "p_no_worse", "p_not_comparable")
"""What is said of terms against a package."""


def concluded(
    rows: Sequence[ConclusionSide],
    *,
    extra: tuple[TollAt, ...],
    package: str,
    side: str,
    title: Mapping[str, str],
) -> ConclusionPaper:
    """Return the conclusion: one side's shares over sources and families, support as it is.

    Args:
        rows: Every side, source, family and level of support.
        extra: Losses until the horizon, each series by itself.
        package: Id of the package compared with.
        side: Id of the side that holds the rest.
        title: Side to its name.
    """
    own = [row for row in rows if row.side == side and row.supported is None]
    low = {part: min(getattr(row, part).value for row in own) for part in PARTS}
    high = {part: max(getattr(row, part).value for row in own) for part in PARTS}
    mean = {part: sum(getattr(row, part).value for row in own) / len(own) for part in PARTS}
    return ConclusionPaper(
        package=package,
        side=side,
        p_no_better=mean["p_no_better"],
        p_no_worse=mean["p_no_worse"],
        p_not_comparable=mean["p_not_comparable"],
        low=low,
        high=high,
        extra_losses=extra,
        by_side=tuple(rows),
        text=_text(rows, package=package, title=title),
    )


def _text(rows: Sequence[ConclusionSide], *, package: str, title: Mapping[str, str]) -> str:
    """Say for both sides, in the order of their names in the rows, what the shares are."""
    said = []
    for side in dict.fromkeys(row.side for row in rows):
        own = [row for row in rows if row.side == side and row.supported is None]
        told = [
            f"{what} in {_span([getattr(row, part).value for row in own])}"
            for part, what in (
                ("p_no_better", "no better"),
                ("p_no_worse", "no worse"),
                ("p_not_comparable", "not comparable"),
            )
        ]
        said.append(
            f"For {title[side]} the terms at the horizon, the line frozen, are {', '.join(told)} of courses than {package}, over all maps and families of priors"
        )
    return ". ".join(said) + ". Courses of a model, not of the war."


def _span(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    if round(low, 2) == round(high, 2):
        return f"{low:.0%}"
    return f"{low:.0%} to {high:.0%}"

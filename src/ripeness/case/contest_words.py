"""The sentences that the numbers of a scoreboard support, and no more."""

from collections.abc import Iterator
from typing import Protocol

from ripeness.front.contest.records import Band, Power, Standing, Versus, Warned
from ripeness.front.contest.standings import EVERY
from ripeness.scores.judge import Judged

MAIN = "stack"
JUDGED_WEEKS = (4, 13)
"""Horizons, in weeks, on which the verdict rests."""

FAR_WEEKS = 1040
"""Twenty years: a longer time is not given in weeks."""


class Told(Protocol):
    """What the sentences are made from."""

    @property
    def judged(self) -> tuple[Judged, ...]:
        """Each model over all judged series together."""
        ...

    @property
    def contest(self) -> tuple[Standing, ...]:
        """The contest by source, period and horizon."""
        ...

    @property
    def pairs(self) -> tuple[Versus, ...]:
        """Its models against each other."""
        ...

    @property
    def power(self) -> tuple[Power, ...]:
        """How long it takes to tell them apart."""
        ...

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What rupture warnings each would have raised."""
        ...


def sentences_of(told: Told) -> Iterator[str]:
    """Give the sentences in order: the stack, the contest, its power, the warnings."""
    yield from _of_stack(told.judged)
    yield from _of_contest(told.contest)
    yield from _of_breaks(told.pairs)
    yield from _of_power(told.power)
    yield from _of_warnings(told.warnings)


def named(model: str) -> str:
    """Return a model's name in words.

    Example:
        >>> named("pace_13")
        'the constant pace'
    """
    return _NAMES.get(model, model)


_NAMES = {
    "pace_13": "the constant pace",
    "damped": "the damped pace",
    "regime": "regime switching",
    "attrition": "attrition with a breaking point",
    "stack": "the stack",
    "auto_ets": "AutoETS",
    "auto_arima": "AutoARIMA",
    "auto_theta": "AutoTheta",
    "last_value": "the last value",
    "drift": "drift",
}


def _of_stack(judged: tuple[Judged, ...]) -> Iterator[str]:
    for row in judged:
        if row.model != MAIN or row.horizon_weeks not in JUDGED_WEEKS or row.ratio is None:
            continue
        ratio = row.ratio
        band = "" if ratio.low is None else f" ({ratio.low:.2f} to {ratio.high:.2f})"
        held = [name for name, share in row.coverage.items() if share.holds]
        kept = "all three" if len(held) == 3 else ", ".join(held) or "none"
        yield (
            f"{row.horizon_weeks} weeks ahead the stack's score was {ratio.value:.2f}{band} of that of "
            f"{named(ratio.baseline)}, the best single baseline, over {ratio.forecasts} forecasts; of its 50, 80 "
            f"and 95 % intervals {kept} held as often as promised, as far as these origins can tell."
        )


def _of_contest(contest: tuple[Standing, ...]) -> Iterator[str]:
    rows = [row for row in contest if row.source == EVERY and row.period == EVERY]
    for horizon in sorted({row.horizon_weeks for row in rows}):
        here = sorted(
            (row for row in rows if row.horizon_weeks == horizon), key=lambda row: row.ratio.value
        )
        others = "; ".join(f"{named(row.model)} {_of(row.ratio)}" for row in here[1:])
        yield (
            f"Of the four, {named(here[0].model)} forecast best {horizon} weeks ahead: its score was "
            f"{_of(here[0].ratio)} of that of the constant pace ({others})."
        )


def _of_breaks(pairs: tuple[Versus, ...]) -> Iterator[str]:
    for row in pairs:
        if (row.model, row.rival, row.source) != ("attrition", "damped", EVERY):
            continue
        low, high = row.ratio.low, row.ratio.high
        if low is None or high is None:
            said = "too few origins to say more"
        elif high < 1:
            said = "expecting breaks helped"
        elif low > 1:
            said = "expecting breaks cost more than it gained, in a record with hardly a break"
        else:
            said = "these origins cannot tell the two apart"
        yield (
            f"{row.horizon_weeks} weeks ahead attrition with a breaking point scored {_of(row.ratio)} of the "
            f"damped pace: {said}."
        )


def _of_power(power: tuple[Power, ...]) -> Iterator[str]:
    for row in power:
        if {row.truth, row.rival} != {"attrition", "damped"}:
            continue
        longest = max(row.told_apart, key=int)
        need = _needed(row.weeks_needed)
        yield (
            f"In {row.worlds} simulated worlds in which {named(row.truth)} is true, {longest} weeks of evidence "
            f"showed it against {named(row.rival)} in {row.told_apart[longest]:.0%}; {need}."
        )


def _needed(weeks: float | None) -> str:
    if weeks is None:
        return "no length of evidence would do"
    said = f"about {weeks:.0f} weeks" if weeks <= FAR_WEEKS else "more than twenty years"
    return f"{said} would be needed to tell in four worlds of five"


def _of_warnings(warnings: tuple[Warned, ...]) -> Iterator[str]:
    if not warnings:
        return
    came = {(row.source, row.theatre, row.direction): row.came for row in warnings}
    for model in dict.fromkeys(row.model for row in warnings):
        own = [row for row in warnings if row.model == model]
        loud = max(own, key=lambda row: row.highest)
        half = sum(len(row.warned_on["0.5"]) for row in own)
        yield (
            f"{named(model)[0].upper()}{named(model)[1:]} put a rupture at one in two or more at {half} of "
            f"{sum(row.origins for row in own)} questions; its loudest was {loud.highest:.0%} on "
            f"{loud.highest_on} ({loud.theatre}, {loud.source}, {loud.direction})."
        )
    total = sum(came.values())
    yield (f"{_count(total)} began within reach of these origins; no skill is claimed from so few.")


def _count(total: int) -> str:
    return "No counted rupture" if total == 0 else f"{total} counted rupture{'s' * (total > 1)}"


def _of(band: Band) -> str:
    if band.low is None or band.high is None:
        return f"{band.value:.2f}"
    return f"{band.value:.2f} ({band.low:.2f} to {band.high:.2f})"

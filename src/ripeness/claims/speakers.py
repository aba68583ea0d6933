"""The speaker record: which of a speaker's claims each map met, and how much later or earlier."""

from collections.abc import Sequence
from datetime import date
from statistics import median

from ripeness.claims.answered import ClaimVerdict, SourceVerdict
from ripeness.terms.declared import Declared


class Lag(Declared):
    """Days from the day a claim speaks of to the day a map met it; negative: the map led."""

    low: int
    """The least."""
    median: float
    """The middle one."""
    high: int
    """The greatest."""


class Met(Declared):
    """One claim of a speaker as one source drew it."""

    claim: str
    """Id of the claim."""
    source: str
    """Who drew the map."""
    met: bool
    """Whether the value lay in the asserted range, on the day or later."""
    met_on: date | None
    """Day from which it did, where the maps tell."""
    lag_days: int | None
    """Days from the day the claim speaks of; null where the maps begin later, or never met it."""


class Speaker(Declared):
    """What became of a speaker's dated claims."""

    speaker: str
    """Who said them."""
    n_resolved: int
    """How many are due and could be read by at least one source."""
    share_met_by: dict[str, float]
    """Source to the share met, of those that it could read."""
    lag_days: Lag | None
    """Days over all claims and sources that tell; null: none does."""
    claims: tuple[Met, ...]
    """Claim by claim and source by source."""


def speaker_records(verdicts: Sequence[ClaimVerdict]) -> tuple[Speaker, ...]:
    """Return a record of each speaker with at least one claim that a source could read.

    The value decides here, not its band: the question is when a map came to show what was said.
    """
    by_speaker: dict[str, list[ClaimVerdict]] = {}
    for verdict in verdicts:
        if verdict.by_source and (verdict.place or verdict.region):
            by_speaker.setdefault(verdict.speaker, []).append(verdict)
    return tuple(_record(speaker, by_speaker[speaker]) for speaker in sorted(by_speaker))


def _record(speaker: str, verdicts: Sequence[ClaimVerdict]) -> Speaker:
    met = tuple(
        _met(verdict, source, answer)
        for verdict in verdicts
        for source, answer in sorted(verdict.by_source.items())
    )
    lags = [one.lag_days for one in met if one.lag_days is not None]
    return Speaker(
        speaker=speaker,
        n_resolved=len(verdicts),
        share_met_by=_shares(met),
        lag_days=Lag(low=min(lags), median=median(lags), high=max(lags)) if lags else None,
        claims=met,
    )


def _met(verdict: ClaimVerdict, source: str, answer: SourceVerdict) -> Met:
    day = answer.first_met
    lag = None if day is None or answer.first_met_is_bound else (day - verdict.day).days
    return Met(
        claim=verdict.id,
        source=source,
        met=day is not None or answer.verdict == "supported",
        met_on=day,
        lag_days=lag,
    )


def _shares(met: Sequence[Met]) -> dict[str, float]:
    sources = sorted({one.source for one in met})
    return {
        source: sum(one.met for one in met if one.source == source)
        / sum(one.source == source for one in met)
        for source in sources
    }

"""Claims as a page shows them: a sentence, figures by source, verdicts, the reason."""

from dataclasses import dataclass

from ripeness.report import words
from ripeness.report.fields import Fields
from ripeness.report.strip import Strip, strip


@dataclass(frozen=True)
class Figure:
    """One source's answer to a claim, in words."""

    source: str
    value: str
    band: str
    tolerances: tuple[str, ...]
    verdict: words.Verdict
    on: str
    known_on: str
    reached: tuple[tuple[str, str], ...]
    met: str
    then: str
    note: str
    distance: str
    outline: str
    complement: bool


@dataclass(frozen=True)
class ShownClaim:
    """One claim, in words."""

    id: str
    text: str
    speaker: str
    reported_by: str
    said_on: str
    said_iso: str
    published_on: str
    kind: str
    basis: str
    measure: str
    asserted: str
    verdict: words.Verdict
    on_the_day: words.Verdict
    why: str
    open_reason: str
    one_source: bool
    recalled: bool
    mirror_of: str
    statement: str
    link: str
    place: str
    note: str
    cited: tuple[str, ...]
    silent: tuple[str, ...]
    figures: tuple[Figure, ...]
    strip: Strip | None

    @property
    def decided(self) -> bool:
        """Whether some evidence was read for it."""
        return bool(self.figures)


def shown_claims(
    claims: Fields, *, names: dict[str, str], titles: dict[str, str]
) -> tuple[ShownClaim, ...]:
    """Return every claim of the record, in its order.

    Args:
        claims: The record's `claims.json`.
        names: Name of each place and region by id.
        titles: Title of each source, and of each package, by its name.
    """
    return tuple(shown(claim, names=names, titles=titles) for claim in claims.parts("claims"))


def shown(claim: Fields, *, names: dict[str, str], titles: dict[str, str]) -> ShownClaim:
    """Return one claim in words."""
    unit = claim.text_or_none("unit")
    sources = claim.named_parts("by_source")
    place, region = claim.text_or_none("place"), claim.text_or_none("region")
    where = place or region or ""
    return ShownClaim(
        id=claim.text("id"),
        text=claim.text("text"),
        speaker=claim.text("speaker"),
        reported_by=claim.text_or_none("reported_by") or "",
        said_on=words.day(claim.day_or_none("said_on")),
        said_iso=claim.text_or_none("said_on") or "",
        published_on=words.day(claim.day_or_none("published_on")),
        kind=claim.text("kind").replace("_", " "),
        basis=words.BASES.get(claim.text_or_none("basis") or "", claim.text_or_none("basis") or ""),
        measure=words.measured(claim.text_or_none("measure") or ""),
        asserted=asserted(claim.part_or_none("asserted"), unit),
        verdict=words.verdict(claim.text("verdict")),
        on_the_day=words.verdict(claim.text_or_none("verdict_on_the_day") or claim.text("verdict")),
        why=words.plain(claim.text_or_none("why") or "", titles),
        open_reason=words.why_open(claim),
        one_source=claim.flag("one_source"),
        recalled=claim.text("evidence") == "recalled",
        mirror_of=claim.text_or_none("mirror_of") or "",
        statement=claim.text_or_none("statement") or claim.text("id"),
        link=claim.text_or_none("link") or "",
        note=claim.text_or_none("note") or "",
        cited=tuple(cited(part) for part in claim.parts("sources")),
        silent=claim.texts("silent"),
        place=names.get(where, where),
        figures=tuple(figure(name, part, unit, titles) for name, part in sources.items()),
        strip=strip(claim),
    )


def figure(name: str, part: Fields, unit: str | None, titles: dict[str, str]) -> Figure:
    """Return one source's answer in words; the narrowest tolerance is the one shown."""
    bands = sorted(part.parts("bands"), key=lambda band: band.number("tolerance_m"))
    distance = part.number_or_none("distance_to_line_km")
    reached = part.part_or_none("first_reached")
    return Figure(
        source=name,
        value=words.quantity(part.number_or_none("value"), unit),
        band=words.band(bands[0].number("low"), bands[0].number("high"), unit) if bands else "",
        tolerances=tuple(tolerance(band, unit) for band in bands),
        verdict=words.verdict(part.text("verdict")),
        on=words.period(part.day_or_none("on"), part.day_or_none("valid_to")),
        known_on=words.day(part.day_or_none("known_on")),
        reached=tuple(first_day(reached, level) for level in reached.content) if reached else (),
        met=first_met(part),
        then=on_the_day(part.part_or_none("on_the_day"), unit),
        note=words.plain(words.titled(part.text_or_none("note") or "", titles), {}),
        distance="" if distance is None else f"{words.number(distance, digits=1)}{words.THIN}km",
        outline=part.text_or_none("place_outline") or "",
        complement=part.flag("complement_assumed"),
    )


def first_met(part: Fields) -> str:
    """Write the day from which a source's value lay in the asserted range, if it ever did."""
    first, bound = part.day_or_none("first_met"), part.flag("first_met_is_bound")
    if first is None:
        return ""
    return f"{words.day(first)} or before" if bound else words.day(first)


def on_the_day(part: Fields | None, unit: str | None) -> str:
    """Write what a source said with what was known when the statement was made."""
    if part is None:
        return ""
    value = words.quantity(part.number("value"), unit)
    said = words.verdict(part.text("verdict")).label.lower()
    return f"{value}, {said} (map of {words.day(part.day('on'))})"


def cited(part: Fields) -> str:
    """Write where a statement was found."""
    address = part.text_or_none("address")
    return f"{part.text('title')} ({address})" if address else part.text("title")


def tolerance(band: Fields, unit: str | None) -> str:
    """Write one drawing tolerance with the range it allows."""
    metres = words.number(band.number("tolerance_m"))
    return f"±{metres}{words.THIN}m: {words.band(band.number('low'), band.number('high'), unit)}"


def first_day(reached: Fields, level: str) -> tuple[str, str]:
    """Return a share and the day it was first reached."""
    first = reached.day_or_none(level)
    return words.share(float(level), digits=0), words.day(first) if first else "not reached"


def asserted(part: Fields | None, unit: str | None) -> str:
    """Write what was asserted, as a range; nothing where nothing measurable was."""
    if part is None:
        return ""
    value, low, high = (part.number_or_none(key) for key in ("value", "low", "high"))
    bounds = said_range((low, high), value, unit)
    return bounds or words.stated(value, unit)


def said_range(
    ends: tuple[float | None, float | None], value: float | None, unit: str | None
) -> str:
    """Write the range that was asserted, one-sided where one end says nothing."""
    low, high = ends
    floor = low is None or (unit == "share" and low <= 0)
    ceiling = high is None or (unit == "share" and high >= 1 and value in {None, 1.0})
    if floor and ceiling:
        return ""
    if floor or ceiling:
        end, bound = (high, "at most") if floor else (low, "at least")
        return f"{bound} {words.stated(end, unit)}"
    if low == high:
        return words.stated(low, unit)
    both = f"{words.stated(low, unit)} to {words.stated(high, unit)}"
    return both if value is None else f"{words.stated(value, unit)} ({both})"

"""Supply and hub loss of a case, for the record of a run."""

from dataclasses import dataclass, field
from datetime import date

import numpy as np
import pandas as pd

from ripeness.case.allocated import Allocations
from ripeness.case.opened import OpenedCase
from ripeness.case.supplied import Supplied, asked_about, supplied
from ripeness.case.supply_ahead import supply_ahead
from ripeness.supply.changed import (
    effect_rows,
    exposed_row,
    precedes_rows,
    series_rows,
    span_rows,
)
from ripeness.supply.hubs import refuse_far
from ripeness.supply.paper import (
    Agreement,
    BeforeAfter,
    Estimand,
    Exposed,
    Hub,
    Neck,
    PlaceSupply,
    Precedes,
    SectorSupply,
    StandingShare,
    StatedAssumption,
    SupplyPaper,
    SupplySeries,
)
from ripeness.supply.paper_ahead import SupplyAhead
from ripeness.supply.placed import OneDay, neck_row, place_rows, worked_out
from ripeness.supply.ranked import Scan, agreement_rows, hub_rows, scan
from ripeness.supply.sectors import sector_rows
from ripeness.supply.situation import Situation
from ripeness.supply.through import Through, thinned, through_time
from ripeness.supply.webs import link_states
from ripeness.supply.windows import REACHED, Span, crossing_span, news_span
from ripeness.terms.progress import Report, silent
from ripeness.terms.question import Slot

NECK = "neck_km"
"""The measure for whose claims necks are computed, on the day asked about."""

NEWS_SLACK, CROSSING_SLACK = 1, 7
"""By how many days windows of equal length may differ, for news and, at least, for a crossing."""

NOT_AHEAD = "the weeks ahead: no ensemble that moves the line on was at hand"
"""What a paper says that was made without an allocation."""

SLOTS: tuple[Slot, Slot] = ("a", "b")


@dataclass(frozen=True)
class _Spans:
    """The windows of one source, and the side that held the place before."""

    side: Slot
    before: date | None
    news: Span | None
    crossing: Span | None

    @property
    def days(self) -> list[date]:
        """The days at their ends."""
        spans = [span for span in (self.news, self.crossing) if span is not None]
        return [day for span in spans for day in (span.first, span.last)]


@dataclass
class _Rows:
    """The rows of the paper as they are gathered."""

    places: list[PlaceSupply] = field(default_factory=list)
    sectors: list[SectorSupply] = field(default_factory=list)
    hubs: list[Hub] = field(default_factory=list)
    before_after: list[BeforeAfter] = field(default_factory=list)
    series: list[SupplySeries] = field(default_factory=list)
    necks: list[Neck] = field(default_factory=list)
    exposed: list[Exposed] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    precedes: list[Precedes] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    ahead: SupplyAhead | None = None


def supply_paper(
    opened: OpenedCase,
    *,
    seed: int,
    daily: bool = False,
    allocations: Allocations | None = None,
    progress: Report = silent,
) -> SupplyPaper:
    """Return the supply and the hub loss of a case, as known by its last day of evidence.

    Args:
        opened: The case.
        seed: The seed of the run.
        daily: Whether series take every map; else maps some days apart.
        allocations: The ensembles that move the line on, for the weeks ahead; None: without them.
        progress: Told after each source.
    """
    case, rows = supplied(opened, seed=seed), _Rows()
    for done, source in enumerate(case.days, start=1):
        if source in case.current:
            _gather(case, source, rows, daily=daily)
        else:
            rows.left_out.append(f"{source}: its maps end before the time asked about")
        progress("supply", done, len(case.days))
    if allocations is None:
        rows.left_out.append(NOT_AHEAD)
    else:
        rows.ahead, why = supply_ahead(case, allocations)
        rows.left_out += why
    return _paper(case, rows)


def loss_of_place(opened: OpenedCase, place: str, *, on: date | None, seed: int) -> SupplyPaper:
    """Return what the loss of one place would change on one day, by each source.

    Args:
        opened: The case.
        place: Id of the place.
        on: The day; None: the last map known as of the case's day.
        seed: The seed of the run.

    Raises:
        DataError: If there is no such place, it lies more than 40 km behind the line, or the day is
            later than the last map.
    """
    case, rows = supplied(opened, seed=seed), _Rows()
    number = case.towns.number(place)
    for source, day, on_day in asked_about(case, place, on):
        refuse_far(on_day, case.towns, number)
        found = _scanned(case, on_day, told=(source, day, case.sides[on_day.side]))
        rows.hubs += [row for row in hub_rows(found, case.towns) if row.place == place]
        _effects(case, on_day, number, rows, among=found)
    return _paper(case, rows, town=place)


def _gather(case: Supplied, source: str, rows: _Rows, *, daily: bool) -> None:
    """Compute everything from one source's maps."""
    spans = _spans(case, source)
    if spans is not None and spans.crossing is None:
        why = "the place asked about does not go from 5 % to 95 % on its maps"
        rows.left_out.append(f"{source}: {why}")
    for side, through in _through(case, source, spans, daily=daily).items():
        name = case.sides[side]
        rows.series += series_rows(through, case.towns, source=source, side=name)
        rows.precedes += precedes_rows(through, source=source, side=name)
        if spans is not None and side == spans.side:
            _spanned(case, spans, through, rows, source=source)
    for day in _key_days(case, source, spans):
        ground = case.ground(source, day)
        for side in SLOTS:
            one = OneDay(source, day, side, case.sides[side], ground)
            worked = worked_out(case.webs, one, towns=case.towns, grid=case.grid)
            rows.places += place_rows(case.webs, one, worked, towns=case.towns, grid=case.grid)
            rows.sectors += sector_rows(case.webs, one, worked, towns=case.towns, grid=case.grid)
    _hubs(case, source, spans, rows)
    _claimed_necks(case, source, rows)


def _spans(case: Supplied, source: str) -> _Spans | None:
    """Return the windows of the place asked about, for the side that held it before."""
    settings, town = case.opened.case.supply, case.town
    if town is None:
        return None
    days, by_a = _held_by_a(case, source, case.towns.ids[town])
    crossings: dict[Slot, Span | None] = {
        "a": crossing_span(days, 1 - by_a),
        "b": crossing_span(days, by_a),
    }
    found = [span for span in crossings.values() if span is not None]
    if not found and not len(days):
        return None
    last = max(found, key=lambda span: span.last) if found else None
    side: Slot = "a" if by_a[0] >= 0.5 else "b"
    if last is not None:
        side = "a" if crossings["a"] is last else "b"
    news = None if settings.announced is None else news_span(days, settings.announced)
    others = by_a if side == "b" else 1 - by_a
    low = [day for day, share in zip(days, others, strict=True) if share <= REACHED[0]]
    before = last.first if last is not None else (low[-1] if low else None)
    return _Spans(side, before, news, last)


def _held_by_a(case: Supplied, source: str, place: str) -> tuple[list[date], np.ndarray]:
    """Return the share of a place that the side in slot a holds, map by map, as overlaid."""
    maps = case.maps[(case.maps["source"] == source) & (case.maps["id"] == place)]
    maps = maps.sort_values(["valid_to", "known_on"]).drop_duplicates("valid_to", keep="last")
    share = (maps["held_km2"] / maps["unit_km2"]).to_numpy(float)
    drawn_a = (maps["drawn"] == "a").to_numpy()
    return [day.date() for day in maps["valid_to"]], np.where(drawn_a, share, 1 - share)


def _through(
    case: Supplied, source: str, spans: _Spans | None, *, daily: bool
) -> dict[Slot, Through]:
    """Compute delivery through time for both sides; for the windows' side with days between."""
    days = case.days[source]
    step = 1 if daily else case.opened.case.supply.step_days
    ends = spans.days if spans is not None else []
    chosen = {side: thinned(days, step_days=step, always=ends) for side in SLOTS}
    if spans is not None and spans.news is not None:
        length = spans.news.length
        later = [
            min(days, key=lambda one: abs(one - day - length)) for day in chosen[spans.side][::2]
        ]
        chosen[spans.side] = sorted({*chosen[spans.side], *later})
    return {
        side: through_time(
            case.webs,
            case.grounds(source, chosen[side]),
            side=side,
            towns=case.towns,
            grid=case.grid,
        )
        for side in SLOTS
    }


def _spanned(case: Supplied, spans: _Spans, through: Through, rows: _Rows, *, source: str) -> None:
    """Add what differs across the news and across the crossing."""
    settings = case.opened.case.supply
    asked: tuple[tuple[Estimand, Span | None, int], ...] = (
        ("news", spans.news, NEWS_SLACK),
        ("crossing", spans.crossing, max(CROSSING_SLACK, settings.step_days // 2 + 1)),
    )
    for estimand, span, slack in asked:
        if span is not None and case.town is not None:
            rows.before_after += span_rows(
                through,
                span,
                case.town,
                towns=case.towns,
                told=(estimand, source, case.sides[spans.side]),
                slack_days=slack,
            )


def _key_days(case: Supplied, source: str, spans: _Spans | None) -> list[date]:
    """Return the days on which places are listed: before the fall, at the news, and last."""
    days = {case.days[source][-1]}
    if spans is not None and spans.before is not None:
        days.add(spans.before)
    if spans is not None and spans.news is not None:
        days.add(spans.news.last)
    return sorted(days)


def _hubs(case: Supplied, source: str, spans: _Spans | None, rows: _Rows) -> None:
    """Rank the places: as of the case's day for both sides, and before the fall for the loser."""
    known = [day for day in case.days[source] if day <= case.opened.case.as_of]
    asked: list[tuple[date, Slot]] = [(known[-1], side) for side in SLOTS] if known else []
    if spans is not None and spans.before is not None:
        asked.append((spans.before, spans.side))
    for day, side in asked:
        on = case.on(source, day, side)
        found = _scanned(case, on, told=(source, day, case.sides[side]))
        rows.hubs += hub_rows(found, case.towns)
        rows.agreements += agreement_rows(found, seed=case.seed)
        if case.town is not None and spans is not None and side == spans.side:
            _effects(case, on, case.town, rows, among=found)


def _effects(case: Supplied, on: Situation, town: int, rows: _Rows, *, among: Scan) -> None:
    """Add what the place's change of hands changes on the day of a scan."""
    told = (among.source, among.day, among.side_id)
    rows.before_after += effect_rows(case.webs, on, town, towns=case.towns, told=told, among=among)
    rows.exposed.append(exposed_row(on, town, towns=case.towns, grid=case.grid, told=told))


def _scanned(case: Supplied, on: Situation, *, told: tuple[str, date, str]) -> Scan:
    states = link_states(case.webs, on.ground, side=on.side)
    return scan(case.webs, states, on, case.towns, told=told)


def _claimed_necks(case: Supplied, source: str, rows: _Rows) -> None:
    """Add the neck of each place of which a claim says that it is cut off, on that day."""
    slots: dict[str, Slot] = {name: slot for slot, name in case.sides.items()}
    for claim in case.opened.case.claims:
        if claim.measure is None or claim.measure.name != NECK or claim.place is None:
            continue
        days = [day for day in case.days[source] if day <= claim.day]
        side = claim.side or claim.about
        if days and side in slots:
            one = OneDay(source, days[-1], slots[side], side, case.ground(source, days[-1]))
            rows.necks.append(neck_row(one, claim.place, towns=case.towns, grid=case.grid))


def _paper(case: Supplied, rows: _Rows, *, town: str | None = None) -> SupplyPaper:
    settings = case.opened.case.supply
    return SupplyPaper(
        town=town or settings.town,
        announced=settings.announced,
        slots={name: slot for slot, name in case.sides.items()},
        draws=settings.draws,
        places=tuple(rows.places),
        sectors=tuple(rows.sectors),
        hubs=tuple(rows.hubs),
        before_after=tuple(rows.before_after),
        series=tuple(rows.series),
        necks=tuple(rows.necks),
        exposed=tuple(rows.exposed),
        agreements=tuple(rows.agreements),
        precedes=tuple(rows.precedes),
        ahead=rows.ahead,
        standing=_standing(case.network.network.links),
        assumptions=_assumptions(case),
        sources=case.network.network.sources,
        left_out=(*rows.left_out, *case.network.record.notes),
    )


def _standing(links: pd.DataFrame) -> tuple[StandingShare, ...]:
    return tuple(
        StandingShare.model_validate(
            {
                "mode": mode,
                "standing": standing,
                "km": float(own["length_km"].sum()),
                "links": len(own),
            }
        )
        for (mode, standing), own in links.groupby(["mode", "standing"], sort=True)
    )


def _assumptions(case: Supplied) -> tuple[StatedAssumption, ...]:
    demand, states = case.network.declared.demand, case.network.declared.states
    stated = (
        ("goods for each inhabitant", "kg a day", demand.people_kg_per_day),
        ("inhabitants still there", "share of those counted", demand.people_left),
        ("goods for each kilometre of front", "t a day", demand.front_t_per_km_day),
        ("stock", "days of demand", demand.stock_days),
        ("how near the line a link is degraded", "km", states.degraded_km),
        ("capacity that a degraded link keeps", "share", states.degraded_share),
    )
    return tuple(StatedAssumption(name=name, unit=unit, **dict(one)) for name, unit, one in stated)

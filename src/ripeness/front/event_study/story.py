"""One fall as it is drawn: its weekly advance beside its matches', and its two roses."""

import numpy as np

from ripeness.front.event_study.crossings import Passage, week_of
from ripeness.front.event_study.ground import Ground, Numbers
from ripeness.front.event_study.inference import FEWEST_MATCHES, band
from ripeness.front.event_study.matching import Match, looks, matches
from ripeness.front.event_study.record import Fall, MatchedTo
from ripeness.front.event_study.settings import EventSettings, shown_radius


def fall_story(ground: Ground, passage: Passage, town: int, *, settings: EventSettings) -> Fall:
    """Return a fall with its curve and its roses, and what of it could not be compared.

    Args:
        ground: The gaining side's ground by the source.
        passage: The place's passage.
        town: Position of the place.
        settings: The radius and weeks shown.
    """
    fell = passage.on["0.95"]
    week = None if fell is None else week_of(fell, ground.weeks.sundays)
    radius = _radius(ground, town, settings)
    drawn: dict[str, object] = {}
    if week is not None and radius is not None:
        drawn = _drawn(ground, (town, week), radius=radius, settings=settings)
    return Fall.model_validate(
        {
            "place": passage.place,
            "source": ground.weeks.source,
            "side": ground.side,
            "crossed": passage.on,
            "known_on": passage.known_on,
            "complement_assumed": ground.side != ground.weeks.drawn,
            "left_out": _left_out(ground, town, week, settings),
            "rose_weeks": settings.figure_weeks,
            **drawn,
        }
    )


def _radius(ground: Ground, town: int, settings: EventSettings) -> int | None:
    """Return the radius shown, else the widest smaller one whose disc the source draws whole."""
    whole = ground.around[town].whole
    fit = [number for number in range(shown_radius(settings) + 1) if whole[number]]
    return fit[-1] if fit else None


def _left_out(
    ground: Ground, town: int, week: int | None, settings: EventSettings
) -> tuple[str, ...]:
    said: list[str] = []
    if week is None:
        said.append("95 percent is not reached, so it counts as no fall")
    cut = [
        f"{radius:g}"
        for radius, whole in zip(settings.radii_km, ground.around[town].whole, strict=True)
        if not whole
    ]
    if cut:
        said.append(f"the disc of {', '.join(cut)} km leaves what the source draws")
    if week is not None:
        last = len(ground.weeks.sundays) - 1 - settings.lasting_weeks
        short = [f"{weeks}" for weeks in settings.weeks if week + weeks > last or week < weeks]
        if short:
            said.append(f"the record is too short for {', '.join(short)} weeks on both sides")
    return tuple(said)


def _drawn(
    ground: Ground, fall: tuple[int, int], *, radius: int, settings: EventSettings
) -> dict[str, object]:
    town, week = fall
    near = _matches(ground, fall, radius=radius, settings=settings)
    span = range(-settings.figure_span_weeks, settings.figure_span_weeks)
    weekly = [told.gained[1][:, radius].sum(axis=1) for told in ground.around]
    own = _read(weekly[town], week, span)
    others = np.array([_read(weekly[one.town], one.week, span) for one in near])
    rose = ground.around[town].gained[settings.figure_weeks][:, radius]
    before = week - settings.figure_weeks
    return {
        "radius_km": settings.radii_km[radius],
        "weeks": tuple(span),
        "advance": tuple(None if np.isnan(value) else float(value) for value in own),
        "matched": tuple(_band(others[:, column]) for column in range(len(span)))
        if len(others)
        else (None,) * len(span),
        "matched_to": tuple(
            MatchedTo(place=ground.towns[one.town].id, week=ground.weeks.sundays[one.week])
            for one in near
        ),
        "rose_before": _rose(rose, before),
        "rose_after": _rose(rose, week),
    }


def _matches(
    ground: Ground, fall: tuple[int, int], *, radius: int, settings: EventSettings
) -> tuple[Match, ...]:
    gained = np.array(
        [told.gained[settings.figure_weeks][:, radius].sum(axis=1) for told in ground.around]
    )
    whole = np.array([told.whole[radius] for told in ground.around])
    own = looks(ground, "places", radius=radius, settings=settings)
    return matches(
        (own, *fall),
        own,
        np.isfinite(gained) & whole[:, None],
        reach=(settings.radii_km[radius], settings.figure_weeks),
        settings=settings,
    )


def _read(values: Numbers, week: int, span: range) -> Numbers:
    at = week + np.array(span)
    inside = (at >= 0) & (at < len(values))
    return np.where(inside, values[np.clip(at, 0, len(values) - 1)], np.nan)


def _band(figures: Numbers) -> object:
    known = figures[np.isfinite(figures)]
    return band(known) if len(known) >= FEWEST_MATCHES else None


def _rose(gained: Numbers, week: int) -> tuple[float, ...] | None:
    if week < 0 or not np.isfinite(gained[week]).all():
        return None
    return tuple(float(km2) for km2 in gained[week])

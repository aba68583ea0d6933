"""A made-up run, small and whole: two sides, two maps, a town, a region, eight claims."""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from ripeness.results.record import Record
from ripeness.terms.forecasts import LEVELS

FIRST, AS_OF, LAST = date(2025, 1, 5), date(2025, 6, 1), date(2025, 8, 31)
COLUMNS, ROWS = 40, 40
CRS = "+proj=laea +lat_0=48.2 +lon_0=37.2 +datum=WGS84 +units=m"
HOSTILE = "</script><script>window.broken = 1</script><img src=x onerror='window.broken = 2'>"


def sample_record() -> Record:
    """A whole record of a made-up run."""
    return Record(
        manifest=manifest(),
        case=case(),
        claims={"claims": claims(), "speakers": speakers()},
        forecast=forecast(),
        scores={"scored": scored()},
        losses=losses(),
        grid=grid(),
        outlines=outlines(),
        readings=readings(),
        cells=cells(),
    )


def manifest():
    return {
        "ripeness": "0.1.0", "case": "made_up", "as_of": str(AS_OF), "evidence_to": str(LAST),
        "seed": 7, "inputs": {"case.yaml": "ab" * 32}, "versions": {"numpy": "2.0"},
        "python": "3.11", "command": "ripeness run made_up --seed 7",
    }  # fmt: skip


def case():
    return {
        "title": "The town of Midway", "argument_by": "Northern staff",
        "question": "Midway is said to have been taken. What follows from it?",
        "sides": [
            {"id": "north", "name": "Northland", "adjective": "Northern", "slot": "a"},
            {"id": "south", "name": "Southland", "adjective": "Southern", "slot": "b"},
        ],
        "places": [
            {"id": "midway", "name": "Midway", "other_names": [{"name": "Мідвей", "language": "uk"}], "region": "shire", "outline": "real boundary"},
            {"id": "ferry", "name": "Ferry", "other_names": [], "region": "shire", "outline": "circle"},
        ],
        "regions": [{"id": "shire", "name": "Shire"}],
        "total": {"name": "Southland"},
        "links": [
            {"id": "said", "title": "The town has been taken", "claims": ["taken", "motive"], "headline": "taken"},
            {"id": "hub", "title": "The town is a hub", "claims": ["hub", HOSTILE[:8]], "headline": "hub"},
        ],
        "sources": [
            {"name": "first_map", "title": "First Map", "credit": "First Map", "licence": "CC BY 4.0", "scope": "Colours change late.", "retrieved": "2026-11-22", "command": "ripeness ingest first_map DIR", "published": "a repository", "first": "2025-01-05", "last": "2025-08-31", "maps": 30, "skipped": [{"file": "broken.json", "why": "no polygon"}], "complement": {"side": "south", "reason": "Only one side is drawn."}, "extent": {"west": 36.9, "east": 37.25, "south": 48.0, "north": 48.4}},
            {"name": "second_map", "title": "Second Map", "credit": "Second Map", "licence": "none stated; credit", "scope": "Draws one side only.", "retrieved": "2026-11-22", "command": "ripeness ingest second_map DIR", "published": "a repository", "first": "2025-01-05", "last": "2025-08-31", "maps": 30, "skipped": [{"file": "broken.json", "why": "no polygon"}], "complement": {"side": "south", "reason": "Only one side is drawn."}, "extent": None},
        ],
        "window": {"west": 36.93, "east": 37.47, "south": 48.02, "north": 48.38},
    }  # fmt: skip


def claim(name, **changes):
    return {
        "id": name, "speaker": "Northern staff", "reported_by": "an agency", "said_on": "2025-05-20",
        "published_on": "2025-05-21", "due": None, "kind": "fact", "measure": "share_held", "basis": "observed",
        "asserted": {"value": 1.0, "low": 0.95, "high": 1.0}, "place": "midway", "region": None,
        "verdict": "sources_disagree", "open_because": None, "needs": None,
        "verdict_on_the_day": "contradicted", "why": "One map lies inside, the other outside.",
        "one_source": False, "text": "Midway has been taken.", "link": "said", "evidence": "seen",
        "mirror_of": None, "statement": None, "note": None, "silent": ["second_map"],
        "sources": [{"title": "A newspaper", "address": None}], "unit": "share", "not_measurable_because": None,
        "by_source": {"first_map": answer(0.97), "second_map": answer(0.62, "contradicted")},
    } | changes  # fmt: skip


def answer(value, verdict="supported"):
    return {
        "value": value, "verdict": verdict, "on": "2025-08-30", "valid_to": "2025-08-30", "known_on": "2025-08-30",
        "bands": [
            {"tolerance_m": 250, "low": value - 0.02, "high": min(value + 0.02, 1)},
            {"tolerance_m": 1000, "low": value - 0.06, "high": min(value + 0.06, 1)},
        ],
        "first_reached": {"0.05": "2025-03-01", "0.5": "2025-05-01", "0.95": None},
        "distance_to_line_km": 2.5, "place_outline": "real boundary", "complement_assumed": False,
        "first_met": "2025-08-30", "first_met_is_bound": False, "note": None,
        "on_the_day": {"value": 0.4, "verdict": "contradicted", "on": "2025-05-18", "known_on": "2025-05-18"},
    }  # fmt: skip


def unmeasured(name, verdict, **changes):
    return claim(
        name, asserted=None, measure=None, unit=None, verdict=verdict, verdict_on_the_day=verdict,
        by_source={}, **changes,
    )  # fmt: skip


def claims():
    return [
        claim("taken"),
        unmeasured("motive", "not_measurable", text="The denial is made for its effect.", not_measurable_because="A motive leaves no trace on a map."),
        unmeasured("hub", "open", open_because="needs_model", needs="supply", link="hub", text="Without the town the region cannot be supplied."),
        claim(HOSTILE[:8], text=HOSTILE, speaker=HOSTILE, link="hub", verdict="supported"),
    ]  # fmt: skip


def speakers():
    return [
        {
            "speaker": "Northern staff",
            "n_resolved": 1,
            "share_met_by": {"first_map": 1.0, "second_map": 0.0},
            "lag_days": {"low": 3, "median": 9, "high": 20},
        }
    ]


def sunday_after(weeks):
    return AS_OF + timedelta(weeks=weeks)


def quantiles(model):
    spread = np.linspace(-2.2, 2.2, len(LEVELS))
    weeks = [sunday_after(week) for week in range(1, 14)]
    values = [
        [round(400 + 6 * week + 4 * step * week**0.6, 3) for week in range(1, 14)]
        for step in spread
    ]
    return {
        "source": "first_map", "region": "shire", "measure": "held_km2", "side": "north",
        "unit": "km2", "model": model, "origin": str(AS_OF), "origin_value": 400.0,
        "weeks": [str(week) for week in weeks], "quantiles": dict(zip(LEVELS, values, strict=True)),
        "mean": values[11], "members": 1000, "complement_assumed": False,
    }  # fmt: skip


def forecast():
    finish = {
        "source": "first_map", "region": "shire", "origin": str(AS_OF), "window_weeks": 13, "grey_zone": "not_drawn",
        "left_km2": 900.0, "pace_km2_per_week": {"value": 6.0, "low": 2.0, "high": 10.0},
        "date": {"low": "2026-12-01", "median": "2028-04-16", "high": "2031-01-05"},
        "p_not_within_two_years": 0.81, "complement_assumed": True,
    }  # fmt: skip
    none = finish | {
        "window_weeks": 4,
        "date": None,
        "p_not_within_two_years": 1.0,
        "grey_zone": "in",
    }
    return {
        "forecasts": [quantiles("pace_13"), quantiles("auto_ets")],
        "finish": [finish, none],
        "problems": [{"source": "second_map", "region": "shire", "model": "auto_ets", "why": "Too few weeks."}],
    }  # fmt: skip


def scored():
    due = {
        "model": "pace_13", "source": "first_map", "region": "shire", "origin": str(AS_OF),
        "horizon_weeks": 4, "due": str(sunday_after(4)), "status": "scored", "observed": 430.0,
        "observed_change": 30.0, "median": 424.0,
        "intervals": {"50": [420.0, 428.0], "80": [416.0, 432.0], "95": [410.0, 440.0]},
        "wis": 2.5, "inside": {"50": False, "80": True, "95": True}, "ratio_to": {"last_value": 1.2},
    }  # fmt: skip
    waiting = due | {
        "horizon_weeks": 26,
        "due": str(sunday_after(26)),
        "status": "pending",
        "observed": None,
        "observed_change": None,
        "wis": None,
        "inside": None,
        "ratio_to": None,
    }
    return [due, waiting]


def month(first, value, **changes):
    return {
        "month": first, "value": value, "known_on": "2025-07-01",
        "incomplete": False, "partial": False,
    } | changes  # fmt: skip


def series(side, **changes):
    return {
        "source": "name_list", "side": side, "population": "soldiers", "kind": "killed",
        "basis": "named_list", "lower_bound": True, "undated": 12.0,
        "months": [month("2025-01-01", 410.0), month("2025-02-01", 380.0, partial=True), month("2025-03-01", 90.0, incomplete=True)],
    } | changes  # fmt: skip


def counted(value, says, **changes):
    return {
        "source": "name_list", "value": value, "lower_bound": True, "first": "2025-05-20",
        "last": "2025-07-20", "says": says,
    } | changes  # fmt: skip


def loss_reading(side, due, **changes):
    return {
        "claim": "taken", "side": side, "kind": "killed", "said_on": "2025-05-20", "due": due,
        "low": 1000.0, "high": 2000.0, "measured": True, "before": [counted(700.0, "undecided")],
        "after": [counted(2100.0, "contradicted")], "so_far": [],
    } | changes  # fmt: skip


def strength(side, **changes):
    return {
        "side": side, "scope": "deployed", "speaker": "A minister", "words": "some 600000",
        "quantity": "troops in the zone", "value": 600000.0, "low": 540000.0, "high": 660000.0,
        "first": "2025-04-01", "last": "2025-04-30", "known_on": "2025-04-30", "cited": "a newspaper",
    } | changes  # fmt: skip


def losses():
    return {
        "civilians": "No source of losses among civilians is shipped.",
        "series": [
            series("north"), series("south"),
            series("south", kind="missing"),
            series("north", population="tanks", kind="equipment_lost", months=[month("2025-01-01", -3.0)]),
        ],
        "readings": [
            loss_reading("north", "2025-07-20"), loss_reading("south", "2025-07-20"),
            loss_reading("south", "2025-11-20", after=[], so_far=[counted(2100.0, "contradicted")]),
            loss_reading(None, "2025-07-20", kind="all_claimed", measured=False, before=[], after=[], so_far=[]),
        ],
        "strengths": [strength("north"), strength("south", high=None), strength("south", scope="total")],
        "sources": [{
            "name": "name_list", "title": "A list of names", "credit": "Its keepers", "licence": "MIT",
            "published": "a repository", "retrieved": "2026-11-22", "command": "ripeness ingest name_list DIR",
            "scope": "Names only.", "basis": "named_list", "lower_bound": True, "fills_in_months": 6,
            "first": "2025-01-01", "last": "2025-03-31", "counts": 30, "inputs": {"names.csv": "ab" * 32},
            "skipped": [{"file": "names.csv line 3", "why": "no date"}], "corrected": [],
            "files": {"counts.parquet": "cd" * 32}, "vintage": None,
        }],
    }  # fmt: skip


def grid():
    return {
        "crs": CRS, "origin_x_m": -20000.0, "origin_y_m": 20000.0, "cell_m": 1000,
        "columns": COLUMNS, "rows": ROWS,
        "window": {"west": 36.93, "east": 37.47, "south": 48.02, "north": 48.38},
    }  # fmt: skip


def square(west, south, east, north):
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def outlines():
    def feature(kind, name, ground):
        about = {"kind": kind, "id": name.lower(), "name": name}
        return {"type": "Feature", "properties": about, "geometry": ground}

    return {
        "type": "FeatureCollection",
        "features": [
            feature("region", "Shire", square(36.95, 48.03, 37.45, 48.37)),
            feature("place", "Midway", square(37.15, 48.17, 37.25, 48.23)),
            feature("place", "Ferry", square(37.30, 48.25, 37.34, 48.28)),
        ],
    }


def map_days(source):
    step = 7 if source == "first_map" else 21
    return [FIRST + timedelta(days=day) for day in range(0, (LAST - FIRST).days, step)]


def reach(source, day):
    """How many columns from the west a map shows as held: whole, and sixteenths of the next."""
    lag = 0 if source == "first_map" else 40
    sixteenths = int(16 * (8 + max((day - FIRST).days - lag, 0) / 14))
    return divmod(sixteenths, 16)


def cells():
    rows = []
    for source in ("first_map", "second_map"):
        before = np.zeros((ROWS, COLUMNS), np.uint8)
        for day in map_days(source):
            full, part = reach(source, day)
            after = np.zeros_like(before)
            after[:, :full], after[:, full] = 16, part
            changed = np.flatnonzero(after != before)
            rows.append(pd.DataFrame({
                "source": source, "layer": "held", "cell": changed.astype("int32"),
                "day": pd.Timestamp(day), "known_on": pd.Timestamp(day),
                "before": before.ravel()[changed], "after": after.ravel()[changed],
            }))  # fmt: skip
            before = after
    return pd.concat(rows, ignore_index=True)


def readings():
    rows = []
    for source in ("first_map", "second_map"):
        for day in map_days(source):
            full, part = reach(source, day)
            held = min(max((full + part / 16 - 10) / 10, 0), 1)
            for unit, name, area in (
                ("place", "midway", 50.0),
                ("place", "ferry", 9.0),
                ("region", "shire", 1400.0),
            ):
                stands = held if unit == "place" else (full + part / 16) / COLUMNS
                rows.append({
                    "source": source, "unit": unit, "id": name, "valid_from": day,
                    "valid_to": day + timedelta(days=6 if source == "first_map" else 0), "known_on": day, "drawn": "a", "unit_km2": area,
                    "held_km2": stands * area, "contested_km2": np.nan,
                    "low_250_km2": max(stands - 0.03, 0) * area, "high_250_km2": min(stands + 0.03, 1) * area,
                    "low_1000_km2": max(stands - 0.1, 0) * area, "high_1000_km2": min(stands + 0.1, 1) * area,
                    "line_km": 2.0, "completed": False, "outline": "real boundary", "digest": "cd" * 32,
                    "held_a": stands, "held_b": 0.0, "contested": np.nan, "not_shown": 1 - stands,
                })  # fmt: skip
    frame = pd.DataFrame(rows)
    return frame.astype(dict.fromkeys(("valid_from", "valid_to", "known_on"), "datetime64[s]"))

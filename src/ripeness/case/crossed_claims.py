"""Whether each claim of a case can be judged as it is written."""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from ripeness.case.draft import Draft, Entry
from ripeness.case.faults import did_you_mean, shown
from ripeness.claims.measure import AnyMeasure, Measure, ModelMeasure, Told, installed_measures
from ripeness.terms.errors import Fault
from ripeness.terms.question import TOTAL

NEEDS_VALUE = ("about", "nearly", "at_least", "at_most")
"""Words that say something only about a number."""

NEEDS_BOTH = "between"
"""The word that says something only of two ends."""


def claim_faults(draft: Draft) -> Iterator[Fault]:
    """Check every claim: what it names, how it would be judged, its days, its range."""
    measures = installed_measures()
    for claim in draft.entries("claims"):
        yield from _named(draft, claim)
        yield from _judged(draft, claim, measures)
        yield from _measure(draft, claim, measures)
        yield from _days(draft, claim, measures)
        yield from _asserted(draft, claim)
    yield from _said_too_late(draft)


def _named(draft: Draft, claim: Entry) -> Iterator[Fault]:
    sides = draft.ids("sides")
    known = {
        "side": (sides, "side"),
        "about": ([*sides, *draft.ids("parties")], "side or party"),
        "place": (draft.ids("theatre", "places"), "place"),
        "region": ([TOTAL, *draft.ids("theatre", "regions")], "region"),
        "negates": (draft.ids("claims"), "claim"),
        "mirror_of": (draft.ids("claims"), "claim"),
    }
    for key, (words, kind) in known.items():
        yield from draft.unknown((*claim.path, key), claim.text(key), words, kind=kind)
    for key in ("negates", "mirror_of"):
        if claim.has(key) and claim.text(key) == claim.text("id"):
            yield draft.fault(
                (*claim.path, key), "the claim itself", "another claim", "Name the other one."
            )
    if claim.has("place") and claim.has("region"):
        yield draft.fault(
            (*claim.path, "region"), "a place and a region", "one of them", "Remove one of the two."
        )


def _judged(draft: Draft, claim: Entry, measures: Mapping[str, AnyMeasure]) -> Iterator[Fault]:
    ways = [key for key in ("measure", "needs", "not_measurable_because") if claim.has(key)]
    if not ways:
        yield draft.fault(
            claim.path,
            "no way to judge the claim",
            "`measure`, `needs` or `not_measurable_because`",
            "Name a measure, or the model it waits for, or say why nothing could decide it.",
        )
    if "not_measurable_because" in ways and len(ways) > 1:
        yield draft.fault(
            (*claim.path, "not_measurable_because"),
            f"this beside `{ways[0]}`",
            "one way to judge the claim",
            "Remove one of the two.",
        )
    called = claim.content.get("measure")
    if called is None:
        return
    name = called.get("name") if isinstance(called, dict) else None
    measure = measures.get(name) if isinstance(name, str) else None
    on_maps = measure is None or isinstance(measure, Measure)
    wanted = {"asserted": "asserted", "side": "side"} if on_maps else {"asserted": "asserted"}
    if on_maps and not claim.has("region"):
        wanted["place"] = "place` or `region"
    for key, words in wanted.items():
        if not claim.has(key):
            yield draft.fault(
                (*claim.path, "measure"),
                f"a measure without `{words}`",
                "all that the measure is asked",
                f"Add `{words}`.",
            )


def _measure(draft: Draft, claim: Entry, measures: Mapping[str, AnyMeasure]) -> Iterator[Fault]:
    called = claim.content.get("measure")
    if not isinstance(called, dict):
        return
    name, path = called.get("name"), (*claim.path, "measure", "name")
    measure = measures.get(name) if isinstance(name, str) else None
    if measure is None:
        if not claim.has("needs"):
            yield from draft.unknown(path, name, measures, kind="measure that is installed")
    elif isinstance(measure, Told):
        options = called.get("options")
        yield from _options(draft, claim, measure, options if isinstance(options, dict) else {})


def _options(draft: Draft, claim: Entry, measure: Told, options: dict[str, Any]) -> Iterator[Fault]:
    try:
        measure.options.model_validate(options)
    except ValidationError as error:
        known = measure.options.model_fields
        for details in error.errors(include_url=False):
            key = str(details["loc"][0]) if details["loc"] else ""
            path = (*claim.path, "measure", "options", key)
            if details["type"] == "extra_forbidden":
                remedy = did_you_mean(key, known)
                yield draft.fault(path, f"the unknown option `{key}`", "a known option", remedy)
            else:
                meaning = known[key].description if key in known else None
                yield draft.fault(
                    path, shown(details["input"]), details["msg"], meaning or "Correct it."
                )


def _days(draft: Draft, claim: Entry, measures: Mapping[str, AnyMeasure]) -> Iterator[Fault]:
    ordered = [("on", "said_on"), ("said_on", "published_on"), ("said_on", "due")]
    for first, last in ordered:
        earlier, later = claim.day(first), claim.day(last)
        if earlier is not None and later is not None and earlier > later:
            key = first if first == "on" else last
            yield draft.fault(
                (*claim.path, key),
                f"{first} {earlier} after {last} {later}",
                f"`{first}` not after `{last}`",
                "Correct one of the two days.",
            )
    called = claim.content.get("measure")
    name = called.get("name") if isinstance(called, dict) else None
    waits = not isinstance(measures.get(name or ""), ModelMeasure)  # a model can be asked at once
    if claim.text("kind") == "prediction" and called is not None and waits and not claim.has("due"):
        yield draft.fault(
            claim.path,
            "a measured prediction without `due`",
            "the day it can be judged",
            "Add `due`.",
        )


def _said_too_late(draft: Draft) -> Iterator[Fault]:
    """Find claims said after the evidence ends; where there are several, one day may be wrong."""
    evidence_to = Entry((), draft.file.content or {}).day("evidence_to")
    said = [(claim, claim.day("said_on")) for claim in draft.entries("claims")]
    late = [
        (claim, day)
        for claim, day in said
        if day is not None and evidence_to is not None and day > evidence_to
    ]
    if len(late) > 1:
        yield draft.fault(
            ("evidence_to",),
            f"{evidence_to}, before {len(late)} claims were said (the last on "
            f"{max(day for _, day in late)})",
            "a day not before the claims that it decides",
            "Move `evidence_to`, or correct the days of the claims.",
        )
    elif late:
        claim, day = late[0]
        yield draft.fault(
            (*claim.path, "said_on"),
            f"{day}, after the evidence ends",
            f"a day not after evidence_to {evidence_to}",
            "Correct the day, or move `evidence_to`.",
        )


def _asserted(draft: Draft, claim: Entry) -> Iterator[Fault]:
    asserted = claim.content.get("asserted")
    if not isinstance(asserted, dict):
        return
    path = (*claim.path, "asserted")
    if not claim.has("measure"):
        yield draft.fault(path, "a range without a measure", "both", "Add `measure`, or remove it.")
    ends = [asserted.get(key) for key in ("low", "high")]
    numbers = [end for end in ends if isinstance(end, int | float)]
    if any(low > high for low, high in pairwise(numbers)):
        yield draft.fault(path, "`low` above `high`", "`low` not above `high`", "Exchange the two.")
    words = asserted.get("words")
    if not numbers and asserted.get("value") is None and (words in NEEDS_VALUE or words is None):
        yield draft.fault(path, "no number", "`value`, or `low` or `high`", "Add the number said.")
    if words == NEEDS_BOTH and len(numbers) < 2:
        yield draft.fault(path, "`between` without two ends", "`low` and `high`", "Add both.")

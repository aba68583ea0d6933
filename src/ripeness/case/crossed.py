"""What no single field can tell: whether the parts of a case file fit each other."""

from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from ripeness.case.crossed_claims import claim_faults
from ripeness.case.draft import Draft, day_in
from ripeness.case.file import CaseFile
from ripeness.case.ground_files import data_faults, outline_faults
from ripeness.evidence.catalogue import source_names
from ripeness.evidence.losses.catalogue import loss_source_names
from ripeness.terms.errors import Fault
from ripeness.terms.question import TOTAL


def crossed_faults(file: CaseFile, folder: Path) -> list[Fault]:
    """Return every fault that lies between parts of a case file, or between it and its data."""
    draft = Draft(file, folder)
    return [fault for check in CHECKS for fault in check(draft)]


def side_faults(draft: Draft) -> Iterator[Fault]:
    """Check that there are two sides, one in each slot."""
    sides = list(draft.entries("sides"))
    slots = [side.text("slot") for side in sides]
    if draft.value("sides") is not None and sorted(map(str, slots)) != ["a", "b"]:
        yield draft.fault(
            ("sides",),
            f"the slots {', '.join(map(str, slots)) or 'of nobody'}",
            "two sides, one in slot `a` and one in slot `b`",
            "Give each side a slot of its own.",
        )


def repeated_ids(draft: Draft) -> Iterator[Fault]:
    """Check that no two things that could be meant by one id share it."""
    groups: tuple[tuple[str, list[tuple[str, ...]]], ...] = (
        ("id", [("sides",), ("parties",)]),
        ("id", [("theatre", "regions"), ("theatre", "places"), ("network", "origins")]),
        ("id", [("claims",)]),
        ("id", [("links",)]),
        ("id", [("outside_forecasts",)]),
        ("name", [("evidence", "sources"), ("losses", "sources")]),
    )
    for key, lists in groups:
        counts = Counter(identity for path in lists for identity in draft.ids(*path, key=key))
        seen: set[str] = set()
        for entry in (entry for path in lists for entry in draft.entries(*path)):
            identity = entry.text(key)
            if identity is None or counts[identity] < 2:
                continue
            if identity in seen:
                yield draft.fault(
                    (*entry.path, key),
                    f"`{identity}` a second time",
                    f"an {key} of its own" if key == "id" else "each source once",
                    "Rename or remove one of the two.",
                )
            seen.add(identity)


def total_as_id(draft: Draft) -> Iterator[Fault]:
    """Check that no region or place takes the word for the whole theatre."""
    for path in (("theatre", "regions"), ("theatre", "places")):
        for entry in draft.entries(*path):
            if entry.text("id") == TOTAL:
                yield draft.fault(
                    (*entry.path, "id"),
                    f"`{TOTAL}`",
                    "another id",
                    f"`{TOTAL}` stands for the whole theatre; rename this one.",
                )


def place_regions(draft: Draft) -> Iterator[Fault]:
    """Check that each place lies in a region of the case."""
    regions = draft.ids("theatre", "regions")
    for place in draft.entries("theatre", "places"):
        yield from draft.unknown(
            (*place.path, "region"), place.text("region"), regions, kind="region"
        )


def source_faults(draft: Draft) -> Iterator[Fault]:
    """Check the sources: installed, drawing a side, the rest declared to be the other's."""
    sides = draft.ids("sides")
    for source in draft.entries("evidence", "sources"):
        path, draws = source.path, source.text("draws")
        yield from draft.unknown(
            (*path, "name"), source.text("name"), source_names(), kind="source that is installed"
        )
        yield from draft.unknown((*path, "draws"), draws, sides, kind="side")
        complement = source.content.get("complement")
        other = complement.get("side") if isinstance(complement, dict) else None
        side_path = (*path, "complement", "side")
        yield from draft.unknown(side_path, other, sides, kind="side")
        if other is not None and other == draws:
            yield draft.fault(
                side_path,
                f"`{other}`, whom the source draws",
                "the other side",
                "Name the side that is taken to hold what the source does not show.",
            )
    names = [
        name for part in ("evidence", "losses") for name in draft.ids(part, "sources", key="name")
    ]
    groups = draft.value("one_hand")
    for index, group in enumerate(groups if isinstance(groups, list) else []):
        for position, name in enumerate(group if isinstance(group, list) else []):
            yield from draft.unknown(
                ("one_hand", index, position), name, names, kind="source of the case"
            )


def loss_faults(draft: Draft) -> Iterator[Fault]:
    """Check the sources of counts: installed, each label standing for a side of the case."""
    sides = draft.ids("sides")
    for source in draft.entries("losses", "sources"):
        yield from draft.unknown(
            (*source.path, "name"),
            source.text("name"),
            loss_source_names(),
            kind="source of losses that is installed",
        )
        labels = source.content.get("labels")
        for label, side in (labels if isinstance(labels, dict) else {}).items():
            yield from draft.unknown((*source.path, "labels", label), side, sides, kind="side")
    labels = draft.value("losses", "strengths", "labels")
    for label, side in (labels if isinstance(labels, dict) else {}).items():
        path = ("losses", "strengths", "labels", label)
        yield from draft.unknown(path, side, sides, kind="side")


def network_faults(draft: Draft) -> Iterator[Fault]:
    """Check that the network's files are there, and that its origins are sides' own."""
    sides = draft.ids("sides")
    for origin in draft.entries("network", "origins"):
        yield from draft.unknown((*origin.path, "side"), origin.text("side"), sides, kind="side")
    beyond = draft.value("network", "beyond_land")
    yield from draft.unknown(
        ("network", "beyond_land"), beyond if isinstance(beyond, str) else None, sides, kind="side"
    )
    folder = draft.value("network", "folder")
    if isinstance(folder, str):
        yield from _network_folder(draft, folder)


def _network_folder(draft: Draft, folder: str) -> Iterator[Fault]:
    path = (draft.folder / folder).resolve()
    inside = path.is_relative_to(draft.folder.resolve())
    if not inside or not (path / "source.json").is_file():
        yield draft.fault(
            ("network", "folder"),
            f"no network in `{folder}`" if inside else f"`{folder}`, which leaves the folder",
            "a folder of the case with a network's files",
            "Correct the path, or make the network's files.",
        )
    supplied = {origin.text("side") for origin in draft.entries("network", "origins")}
    without = [side for side in draft.ids("sides") if side not in supplied]
    if without:
        yield draft.fault(
            ("network", "origins"),
            f"no origin of {', '.join(map(str, without))}",
            "an origin for each side",
            "Name where each side's supply sets out, in its rear.",
        )


def link_faults(draft: Draft) -> Iterator[Fault]:
    """Check that links list claims that are there, each once."""
    claims = draft.ids("claims")
    for link in draft.entries("links"):
        listed = link.content.get("claims")
        names = listed if isinstance(listed, list) else []
        for position, name in enumerate(names):
            path = (*link.path, "claims", position)
            yield from draft.unknown(path, name, claims, kind="claim")
            if name in names[:position]:
                yield draft.fault(
                    path, f"`{name}` a second time", "each claim once", "Remove one of the two."
                )


def rupture_theatres(draft: Draft) -> Iterator[Fault]:
    """Check that ruptures are looked for in regions of the case."""
    known = [TOTAL, *draft.ids("theatre", "regions")]
    for path in (("rupture", "theatres"), ("scoreboard", "regions")):
        listed = draft.value(*path)
        for position, name in enumerate(listed if isinstance(listed, list) else []):
            yield from draft.unknown((*path, position), name, known, kind="region")


def named_in_forecasts(draft: Draft) -> Iterator[Fault]:
    """Check that events on record and outside forecasts name sides, regions and claims."""
    sides = draft.ids("sides")
    regions = [TOTAL, *draft.ids("theatre", "regions")]
    keys = (
        (("rupture", "kinds"), "gained_by", sides, "side"),
        (("rupture", "kinds"), "theatre", regions, "region"),
        (("outside_forecasts",), "side", sides, "side"),
        (("outside_forecasts",), "region", regions, "region"),
        (("outside_forecasts",), "claim", draft.ids("claims"), "claim"),
    )
    for path, key, known, kind in keys:
        for entry in draft.entries(*path):
            yield from draft.unknown((*entry.path, key), entry.text(key), known, kind=kind)
    sources = draft.value("scoreboard", "sources")
    for position, name in enumerate(sources if isinstance(sources, list) else []):
        known_sources = draft.ids("evidence", "sources", key="name")
        where = ("scoreboard", "sources", position)
        yield from draft.unknown(where, name, known_sources, kind="source of the case")


def day_faults(draft: Draft) -> Iterator[Fault]:
    """Check that what models may know ends no later than what decides claims."""
    as_of, evidence_to = day_in(draft.value("as_of")), day_in(draft.value("evidence_to"))
    if as_of is not None and evidence_to is not None and as_of > evidence_to:
        yield draft.fault(
            ("as_of",),
            f"{as_of}, after evidence_to",
            f"a day not after {evidence_to}",
            "Models may not know more than what decides the claims; correct one of the two.",
        )


CHECKS: tuple[Callable[[Draft], Iterator[Fault]], ...] = (
    side_faults,
    repeated_ids,
    total_as_id,
    place_regions,
    source_faults,
    loss_faults,
    network_faults,
    claim_faults,
    link_faults,
    rupture_theatres,
    named_in_forecasts,
    day_faults,
    outline_faults,
    data_faults,
)
"""Every check between parts of a case, in the order run."""

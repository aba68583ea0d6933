"""What a case says of itself, as plain values for the record of a run."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import shapely

from ripeness.case.records import Case
from ripeness.evidence.catalogue import find_source, source_names
from ripeness.evidence.provenance import SourceRecord
from ripeness.theatre.declared import Place, Region
from ripeness.theatre.outlines import Outline, read_outlines

REGION_DETAIL_DEG = 0.003
"""How far a region's outline may be off where it is only drawn, in degrees."""

PLACE_DETAIL_DEG = 0.0003
"""The same for a place."""


def case_paper(
    case: Case, sources: Mapping[str, SourceRecord], *, leads: Mapping[str, str]
) -> dict[str, Any]:
    """Return what a page shows of a case and of its sources.

    Args:
        case: The case.
        sources: The provenance of every source that the control panel holds; a source of the
            case that is not among them is left out.
        leads: The claim that stands for each link, by the link's id.
    """
    theatre = case.theatre
    return {
        "name": case.name,
        "title": case.title,
        "question": case.question,
        "argument_by": case.argument_by,
        "window": theatre.window.model_dump(),
        "total": theatre.total.model_dump(mode="json"),
        "sides": [side.model_dump(mode="json") for side in case.sides],
        "parties": [party.model_dump(mode="json") for party in case.parties],
        "regions": [region.model_dump(mode="json") for region in theatre.regions],
        "places": [place.model_dump(mode="json") for place in theatre.places],
        "links": [
            {**link.model_dump(mode="json"), "headline": leads[link.id]} for link in case.links
        ],
        "rupture": case.rupture.model_dump(mode="json"),
        "sources": [
            {
                **sources[declared.name].model_dump(mode="json"),
                "scope": declared.scope,
                "complement": declared.complement and declared.complement.model_dump(),
                "extent": source_extent(declared.name),
            }
            for declared in case.evidence.sources
            if declared.name in sources
        ],
    }


def source_extent(name: str) -> dict[str, float] | None:
    """Return the box outside which a source says nothing; None where it has no such box.

    Args:
        name: The source's name; one that is no longer installed has no box that is known.
    """
    box = find_source(name).box if name in source_names() else None
    return box.model_dump() if box else None


def outlines_paper(case: Case, folder: Path) -> dict[str, Any]:
    """Return the outlines of regions and places, simplified for drawing, as GeoJSON.

    Args:
        case: The case.
        folder: Its folder.

    Raises:
        DataError: If a boundary file is missing or wrong.
    """
    outlines = read_outlines(folder, case.theatre)
    regions = [
        _feature("region", region, outlines.regions[region.id], REGION_DETAIL_DEG)
        for region in case.theatre.regions
    ]
    places = [
        _feature("place", place, outlines.places[place.id], PLACE_DETAIL_DEG)
        for place in case.theatre.places
    ]
    return {"type": "FeatureCollection", "features": regions + places}


def _feature(
    kind: str, unit: Region | Place, outline: Outline, detail_deg: float
) -> dict[str, Any]:
    drawn = shapely.set_precision(outline.geometry.simplify(detail_deg), 1e-5)
    about = {"kind": kind, "id": unit.id, "name": unit.name, "outline": outline.kind}
    return {"type": "Feature", "properties": about, "geometry": shapely.geometry.mapping(drawn)}

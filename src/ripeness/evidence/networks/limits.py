"""What a file of lines may hold at most, and how a stranger's line is judged."""

from typing import NoReturn

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.evidence.upstream import LARGEST_FILE
from ripeness.terms.errors import UpstreamError

MOST_LINES = 2_000_000
"""No file may hold more lines than this."""

MOST_POINTS = 20_000_000
"""No file may hold more points than this."""

LONGEST_KM = 20_000.0
"""No line may be longer than this, km."""

LARGEST_EXTRACT = 4 * LARGEST_FILE
"""No extract of a map may be larger than this many bytes."""


def refuse(found: str, *, where: str, expected: str = "lines in degrees (WGS84)") -> NoReturn:
    """Refuse a file that is not what it should be.

    Raises:
        UpstreamError: Always.
    """
    raise UpstreamError(
        found,
        where=where,
        expected=expected,
        remedy="Download or export the file again, or leave it out.",
    )


def parts_of_line(shape: BaseGeometry | None) -> list[shapely.LineString]:
    """Return the lines of a shape that can be lines of a network, in two dimensions.

    Other shapes, empty lines, and lines with points that are no longitudes and latitudes give none.
    """
    if shape is None or shape.geom_type not in {"LineString", "MultiLineString"}:
        return []
    parts = [shapely.force_2d(part) for part in shapely.get_parts(shape)]
    return [part for part in parts if _is_sound(part)]


def _is_sound(line: BaseGeometry) -> bool:
    points = shapely.get_coordinates(line)
    if len(points) < 2 or not np.isfinite(points).all():
        return False
    in_degrees = (np.abs(points[:, 0]) <= 180).all() and (np.abs(points[:, 1]) <= 90).all()
    return bool(in_degrees and line.length > 0 and np.ptp(points[:, 0]) <= 180)

"""Areas and lengths on the WGS84 ellipsoid."""

import pyproj
from shapely.geometry.base import BaseGeometry

WGS84 = pyproj.Geod(ellps="WGS84")
"""The ellipsoid of every longitude and latitude here."""


def area_km2(geometry: BaseGeometry) -> float:
    """Return the area of a shape in longitudes and latitudes, its edges taken as geodesics.

    Karney, Algorithms for geodesics, Journal of Geodesy 87 (2013), 10.1007/s00190-012-0578-z.

    Example:
        >>> from shapely.geometry import box
        >>> round(area_km2(box(37, 48, 38, 49)))
        8218
    """
    if geometry.is_empty:
        return 0.0
    parts = getattr(geometry, "geoms", [geometry])
    return sum(abs(WGS84.geometry_area_perimeter(part)[0]) for part in parts) / 1e6

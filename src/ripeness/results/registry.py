"""Forecasts written down on the day they were made, so that they can be scored when due."""

import json
from pathlib import Path

from pydantic import ValidationError

from ripeness.terms.errors import RecordError
from ripeness.terms.files import digest_of_bytes, write_text
from ripeness.terms.forecasts import QuantileForecast
from ripeness.terms.plain import as_json


def register(forecasts: list[QuantileForecast], folder: Path) -> Path | None:
    """Write forecasts of one origin into a registry; the same forecasts are written once.

    Args:
        forecasts: Forecasts that share an origin.
        folder: The registry.

    Returns:
        The file, named by origin and content, or None where there is nothing to write.
    """
    if not forecasts:
        return None
    content = as_json([forecast.model_dump(mode="json") for forecast in forecasts])
    origin = max(forecast.origin for forecast in forecasts)
    path = folder / f"{origin}-{digest_of_bytes(content.encode())[:12]}.json"
    if not path.exists():
        write_text(path, content)
    return path


def registered(folder: Path) -> list[QuantileForecast]:
    """Read every forecast of a registry, oldest file first.

    Raises:
        RecordError: If a file of the registry is not a list of forecasts.
    """
    forecasts: list[QuantileForecast] = []
    for path in sorted(folder.glob("*.json")):
        try:
            rows = json.loads(path.read_text(encoding="utf-8"))
            forecasts += [QuantileForecast.model_validate(row) for row in rows]
        except (OSError, TypeError, ValueError, ValidationError) as error:
            raise RecordError(
                str(error),
                where=str(path),
                expected="a list of quantile forecasts",
                remedy="Move the file out of the registry, or restore it.",
            ) from error
    return forecasts

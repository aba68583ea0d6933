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

    Files are numbered in the order of their writing, and none is ever changed.

    Args:
        forecasts: Forecasts that share an origin.
        folder: The registry.

    Returns:
        The file, or None where there is nothing to write.
    """
    if not forecasts:
        return None
    content = as_json([forecast.model_dump(mode="json") for forecast in forecasts])
    digest = digest_of_bytes(content.encode())[:12]
    standing = sorted(folder.glob(f"*-{digest}.json"))
    if standing:
        return standing[0]
    number = 1 + max((_number(path) for path in folder.glob("*.json")), default=0)
    path = folder / f"{number:05d}-{forecasts[0].origin}-{digest}.json"
    write_text(path, content)
    return path


def counted(
    forecasts: list[QuantileForecast], made: tuple[QuantileForecast, ...]
) -> tuple[QuantileForecast, ...]:
    """Return the forecasts that count: of one model, area and origin only one.

    What this run made counts for its origin, since the page shows it; of what earlier runs made
    for other origins, the first registered counts, for the later ones may have known more.

    Args:
        forecasts: All that is registered, in the order of writing.
        made: What this run made.
    """
    first: dict[tuple[object, ...], QuantileForecast] = {}
    for forecast in (*made, *forecasts):
        first.setdefault(_key(forecast), forecast)
    return tuple(first.values())


def _key(forecast: QuantileForecast) -> tuple[object, ...]:
    return (
        forecast.source,
        forecast.region,
        forecast.measure,
        forecast.side,
        forecast.model,
        forecast.origin,
    )


def _number(path: Path) -> int:
    number = path.name.partition("-")[0]
    return int(number) if number.isdecimal() else 0


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

"""What is laid once is kept beside the panel: the ground of a source, and its map laid last.

A kept file is only ever a saving: it is named by the digest of all it was made from, holds plain
arrays and shapes (nothing that could run), and one that is missing or broken is made again.
"""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path

import numpy as np
import pandas as pd
import shapely
from shapely.geometry.base import BaseGeometry

from ripeness.evidence import ground as ground_module
from ripeness.evidence import overlay as overlay_module
from ripeness.evidence.ground import Ground, Pieces, Tiles
from ripeness.evidence.overlay import Laid
from ripeness.terms.files import digest_of_bytes, digest_of_file, write_bytes
from ripeness.theatre import grid as grid_module
from ripeness.theatre.grid import Grid

KEPT = ".kept"
"""Name of the folder of kept files, in the panel's folder."""

MADE_BY = tuple(Path(str(m.__file__)) for m in (ground_module, overlay_module, grid_module))
"""Modules whose text stands in a kept file's name: other code makes other files."""

Arrays = dict[str, np.ndarray]


@dataclass(frozen=True)
class Store:
    """Where one source's files are kept, and the digest of what its ground was made from."""

    folder: Path
    source: str
    key: str

    def path(self, what: str) -> Path:
        """Return the place of a kept file."""
        return self.folder / KEPT / f"{self.source}-{what}-{self.key[:16]}.npz"


def key_of(texts: Sequence[str], files: Sequence[Path]) -> str:
    """Return the digest of all that a ground is made from, the code and its libraries included.

    Args:
        texts: What is declared of it.
        files: The boundary files.
    """
    parts = [*texts, str(shapely.__version__), shapely.geos_version_string]
    parts += [digest_of_file(path) for path in (*MADE_BY, *files)]
    return digest_of_bytes("\n".join(parts).encode())


def keep_ground(store: Store, ground: Ground) -> None:
    """Keep a ground."""
    pieces, tiles, units = ground.pieces, ground.tiles, ground.units
    cut = np.flatnonzero(~pieces.full)
    arrays = {
        **{f"unit_{name}": units[name].to_numpy() for name in ("unit_km2", "shown", "completed")},
        **{f"unit_{name}": units[name].to_numpy(str) for name in ("unit", "id", "outline")},
        "tiles": np.array([tiles.side, tiles.left, tiles.top]),
        **{f"tile_{name}": getattr(tiles, name) for name in ("column", "row", "index")},
        **{f"piece_{name}": getattr(pieces, name) for name in ("tile", "unit", "area", "full")},
        **_packed("cut", pieces.shape[cut]),
        **_packed("shape", [ground.inner, ground.window, ground.completed_from]),
        **_packed("centre", ground.centres),
        **{name: getattr(ground, name) for name in ("wholly_inner", "seams", "window_cells")},
        "centre_units": ground.centre_units,
    }
    _write(store, "ground", arrays)


def kept_ground(store: Store, grid: Grid) -> Ground | None:
    """Return the ground kept, if there is one."""
    arrays = _read(store, "ground")
    if arrays is None:
        return None
    tiles = _tiles(arrays)
    inner, window, completed_from = _unpacked("shape", arrays)
    return Ground(
        grid=grid,
        units=pd.DataFrame(
            {
                **{name: arrays[f"unit_{name}"].astype(object) for name in ("unit", "id")},
                "unit_km2": arrays["unit_unit_km2"],
                "outline": arrays["unit_outline"].astype(object),
                **{name: arrays[f"unit_{name}"] for name in ("shown", "completed")},
            }
        ),
        tiles=tiles,
        pieces=_pieces(arrays, tiles),
        inner=inner,
        completed_from=completed_from,
        window=window,
        centres=_unpacked("centre", arrays),
        **{
            name: arrays[name] for name in ("wholly_inner", "seams", "window_cells", "centre_units")
        },
    )


def keep_laid(store: Store, laid: Laid) -> None:
    """Keep the map laid last, so that the next one is quickly laid after it."""
    plain = {name: getattr(laid, name) for name in _plain_fields()}
    _write(
        store, "laid", {**plain, **_packed("whole", [laid.whole]), **_packed("line", laid.lines)}
    )


def kept_laid(store: Store) -> Laid | None:
    """Return the map kept, if there is one."""
    arrays = _read(store, "laid")
    if arrays is None:
        return None
    return Laid(
        whole=_unpacked("whole", arrays)[0],
        lines=_unpacked("line", arrays),
        **{name: arrays[name] for name in _plain_fields()},
    )


def _plain_fields() -> list[str]:
    return [field.name for field in fields(Laid) if field.name not in {"whole", "lines"}]


def _tiles(arrays: Arrays) -> Tiles:
    side, left, top = arrays["tiles"].tolist()
    column, row = arrays["tile_column"], arrays["tile_row"]
    boxes = shapely.box(
        left + column * side, top - (row + 1) * side, left + (column + 1) * side, top - row * side
    )
    return Tiles(
        side=side,
        left=left,
        top=top,
        boxes=boxes,
        column=column,
        row=row,
        index=arrays["tile_index"],
        centre_x=left + (column + 0.5) * side,
        centre_y=top - (row + 0.5) * side,
    )


def _pieces(arrays: Arrays, tiles: Tiles) -> Pieces:
    tile, full = arrays["piece_tile"], arrays["piece_full"]
    shape = tiles.boxes[tile]
    shape[~full] = _unpacked("cut", arrays)
    return Pieces(
        tile=tile,
        unit=arrays["piece_unit"],
        shape=shape,
        area=arrays["piece_area"],
        full=full,
        start=np.searchsorted(tile, np.arange(len(tiles.boxes) + 1)),
    )


def _packed(name: str, shapes: Sequence[BaseGeometry | None] | np.ndarray) -> Arrays:
    """Return shapes as one run of bytes and the length of each; none has no bytes."""
    texts = [text or b"" for text in shapely.to_wkb(np.asarray(shapes, dtype=object))]
    return {
        f"{name}_bytes": np.frombuffer(b"".join(texts), dtype=np.uint8),
        f"{name}_lengths": np.array([len(text) for text in texts], dtype=np.int64),
    }


def _unpacked(name: str, arrays: Arrays) -> np.ndarray:
    content, ends = arrays[f"{name}_bytes"].tobytes(), np.cumsum(arrays[f"{name}_lengths"]).tolist()
    starts = [0, *ends[:-1]]
    texts = [content[a:b] or None for a, b in zip(starts, ends, strict=False)]
    return np.asarray(shapely.from_wkb(np.array(texts, dtype=object)), dtype=object)


def _write(store: Store, what: str, arrays: Arrays) -> None:
    """Write a kept file, its digest first, in place of those of other keys.

    A place that cannot be written to keeps nothing.
    """
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    content, path = buffer.getvalue(), store.path(what)
    try:
        write_bytes(path, hashlib.sha256(content).digest() + content)
        for other in path.parent.glob(f"{store.source}-{what}-*.npz"):
            if other != path:
                other.unlink(missing_ok=True)
    except OSError:
        return


def _read(store: Store, what: str) -> Arrays | None:
    try:
        content = store.path(what).read_bytes()
        if hashlib.sha256(content[32:]).digest() != content[:32]:
            return None
        with np.load(io.BytesIO(content[32:]), allow_pickle=False) as arrays:
            return dict(arrays)
    except (OSError, ValueError, zipfile.BadZipFile):
        return None

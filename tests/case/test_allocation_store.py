"""An ensemble in a folder: the same numbers, however often it was cut short."""

import numpy as np
import pytest
import xarray as xr
import zarr
from tests.front.allocation.worlds import COLUMNS, ROWS, SLOPE, hazard_with, still_model

from ripeness.case.allocated import Allocation
from ripeness.case.allocation_store import cells_of_band, stored_courses
from ripeness.front.allocation.units import Unit
from ripeness.terms.errors import DataError


@pytest.fixture(scope="module")
def ready():
    everywhere = np.arange(ROWS * COLUMNS)
    units = (
        Unit("town", "place", everywhere[600:640], np.ones(40), inside=1.0),
        Unit("all", "region", everywhere, np.ones(ROWS * COLUMNS), inside=1.0),
    )
    return Allocation(still_model(hazard_with(SLOPE)), units, np.tile([6.0, 1.0], (10, 4, 1)), 9)


def test_a_folder_gives_the_numbers_of_memory(ready, tmp_path):
    found = stored_courses(ready, tmp_path / "ensemble")
    xr.testing.assert_identical(found.drop_vars(["held", "cell"]), ready.courses())
    assert found["held"].shape == (10, 5, len(ready.model.lattice.band))
    begun = ready.model.ground.now.ravel()[cells_of_band(ready)]
    assert (found["held"].to_numpy()[:, 0] == begun).all()


def test_what_was_cut_short_goes_on(ready, tmp_path):
    folder = tmp_path / "ensemble"
    whole = stored_courses(ready, folder)
    group = zarr.open_group(str(folder), mode="a")
    group["done"][1:] = False
    group["place_share"][4:] = 0.0
    group["cells"][4:] = 0
    told = []
    again = stored_courses(ready, folder, progress=lambda *one: told.append(one))
    xr.testing.assert_identical(again, whole)
    assert [one[1] for one in told] == [2, 3]


def test_a_finished_folder_is_only_read(ready, tmp_path):
    stored_courses(ready, tmp_path / "ensemble")
    told = []
    stored_courses(ready, tmp_path / "ensemble", progress=lambda *one: told.append(one))
    assert told == []


def test_the_folder_of_another_ensemble_is_refused(ready, tmp_path):
    stored_courses(ready, tmp_path / "ensemble")
    other = Allocation(ready.model, ready.units, ready.tempo_km2 + 1, ready.seed)
    with pytest.raises(DataError, match="another ensemble"):
        stored_courses(other, tmp_path / "ensemble")

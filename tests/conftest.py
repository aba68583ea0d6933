"""What every test may ask for."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


def data_folder() -> Path:
    """The place of the real data."""
    return Path(os.environ.get("RIPENESS_DATA", ROOT.parent / "shared" / "data"))


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of real data; a test that asks for it is skipped where there is none."""
    folder = data_folder()
    if not folder.is_dir():
        pytest.skip("no data folder: set RIPENESS_DATA")
    return folder

"""The command line explains itself quickly."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ripeness.cli.main import app

COMMANDS = (
    "run", "check", "new", "schema", "ingest", "fetch", "claims", "forecast", "backtest", "score",
    "supply", "table", "campaign",
)  # fmt: skip


def test_help_names_every_command_that_is_built():
    shown = CliRunner().invoke(app, ["--help"])
    assert shown.exit_code == 0
    assert all(f" {name} " in shown.stdout for name in COMMANDS)


@pytest.mark.parametrize("name", ["draft", "serve"])
def test_a_command_that_is_not_built_is_absent(name: str):
    assert f"│ {name} " not in CliRunner().invoke(app, ["--help"]).stdout
    assert CliRunner().invoke(app, [name]).exit_code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches_its_use(name: str):
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0
    assert "Usage" in shown.stdout
    assert "Raises:" not in shown.stdout


def test_help_loads_none_of_the_heavy_libraries():
    heavy = "{'numpy', 'pandas', 'shapely', 'statsforecast', 'pyarrow'}"
    code = f"import ripeness.cli.main, sys; print(sorted({heavy} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"

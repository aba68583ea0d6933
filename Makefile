# `make run` and `make test` do all the set-up; nothing else is needed but Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
SOURCES := pyproject.toml constraints.txt

.PHONY: run test check bench shots shipped clean
.DEFAULT_GOAL := run

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "ripeness needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(BIN)/python $(SOURCES)
	@echo "Installing ripeness (a minute or two, once)"
	$(INSTALL) --editable .
	@touch $@

$(VENV)/.test: $(VENV)/.run
	$(INSTALL) --editable '.[test,check]'
	@touch $@

run: $(VENV)/.run  ## set up, then answer the founding case
	@$(BIN)/ripeness run pokrovsk

test: $(VENV)/.test  ## the whole suite, slow studies apart
	$(BIN)/python -m pytest -n auto --dist worksteal -m "not slow"

check: $(VENV)/.test  ## style, import contracts, types, dead code, spelling
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/basedpyright
	$(BIN)/vulture
	$(BIN)/codespell README.md DATA.md docs src tests

bench: $(VENV)/.test  ## speed and memory beside the peers, as ratios
	$(INSTALL) --editable '.[bench]'
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python $$script || exit 1; done

shots: $(VENV)/.test  ## pictures of the report at three widths, in both themes
	@$(BIN)/ripeness run pokrovsk > /dev/null
	$(BIN)/python tools/shots.py runs/pokrovsk/report.html runs/shots
	$(BIN)/python tools/shots.py runs/pokrovsk/report.html --top docs/figures/report-top.png

shipped: $(VENV)/.run  ## rebuild what the package ships from the upstream files (RIPENESS_DATA)
	$(BIN)/python tools/ship.py
	$(BIN)/python tools/ship_losses.py
	$(BIN)/python tools/ship_network.py
	$(BIN)/python tools/ship_where.py
	$(BIN)/python tools/data_page.py

clean:
	rm -rf $(VENV) runs

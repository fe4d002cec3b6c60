# Set-up, demo and checks. Needs Python 3.11, make and the package registry.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

export OMP_NUM_THREADS ?= 2
export ORT_DISABLE_TELEMETRY := 1

.PHONY: help setup demo test lint types imports unit clean

help:
	@echo "make demo    set up, then run the workbench on the documents in examples/"
	@echo "make test    set up, then run lint, types, import rules and tests"
	@echo "make setup   set up only: a virtual environment in $(VENV)"
	@echo "make clean   remove what the demo and the checks have made"

setup: $(INSTALLED)

$(INSTALLED): pyproject.toml setup.py constraints.txt $(wildcard aligners/native/*)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' \
		|| { echo "Python 3.11 is needed; name it: make PYTHON=/path/to/python3.11"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt \
		--editable '.[dev,training]'
	touch $@

demo: $(INSTALLED)
	mkdir -p demo
	$(BIN)/workbench run examples/documents --db demo/bitext.db --export demo/export

test: lint types imports unit

lint: $(INSTALLED)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(INSTALLED)
	$(BIN)/mypy

imports: $(INSTALLED)
	$(BIN)/lint-imports

unit: export OMP_NUM_THREADS := 1
unit: $(INSTALLED)
	$(BIN)/pytest -n 2 --dist loadfile

clean:
	rm -rf demo build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache *.egg-info

# Two commands do everything on a fresh machine with Python 3.11: `make serve` and `make test`.

PYTHON ?= python3.11
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet --constraint constraints.txt

.PHONY: help setup serve test lint format translations bench clean

help:
	@echo "make serve   set up and serve articles/ on http://127.0.0.1:8000"
	@echo "make test    set up and run all the tests"
	@echo "make lint    style, types and the floors of the house"
	@echo "make translations   bring the catalogs up to date"
	@echo "make bench   the figures, as ratios to peers in the same run"

.venv/bin/python:
	@command -v $(PYTHON) >/dev/null && $(PYTHON) -m venv .venv || python3 -m venv .venv

.venv/.serve: .venv/bin/python pyproject.toml constraints.txt
	@echo "Setting up (once)…"
	@$(PIP) --editable .
	@touch $@

.venv/.test: .venv/.serve
	@echo "Setting up what the tests need (once)…"
	@$(PIP) --editable '.[test,lint]'
	@touch $@

.venv/.bench: .venv/.test
	@$(PIP) --editable '.[bench]'
	@touch $@

setup: .venv/.serve

serve: setup
	@$(BIN)/feedsvc serve

# All of them by several processes at once; what ARGS names is sooner done by one.
test: ARGS ?= --numprocesses auto --dist worksteal
test: .venv/.test
	@$(BIN)/python -m pytest $(ARGS)

lint: .venv/.test
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: .venv/.test
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

translations: .venv/.serve
	@$(BIN)/python -m feedsvc.web.translations

bench: .venv/.bench
	@$(BIN)/python -m bench $(ARGS)

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# The commands of a clone: each says what it does while it does it. Needs Python 3.11, make and git, nothing else.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
STAMP  := $(VENV)/.made-from-$(shell cksum requirements/dev.txt pyproject.toml | cksum | cut -d' ' -f1)
PYWB   := .venv-pywb
PLAYER := $(PYWB)/.made-from-$(shell cksum requirements/pywb.txt | cut -d' ' -f1)
DUCK2  := .venv-duckdb2
DUCKS  := $(DUCK2)/.made-from-$(shell cksum requirements/duckdb2.txt | cut -d' ' -f1)
export PYTHONDONTWRITEBYTECODE :=
export DO_NOT_TRACK := 1
export PREFECT_SERVER_ANALYTICS_ENABLED := false

.PHONY: help env pywb duckdb2 demo test lint bench accuracy lock clean

help:
	@grep -E '^[a-z0-9]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

env: $(STAMP)  ## the pinned environment in .venv

$(STAMP):
	@echo "env: making $(VENV) from requirements/dev.txt (about a minute the first time)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "env: onrecord needs Python 3.11 or newer, $(PYTHON) is older; try: make env PYTHON=python3.11" >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pip check --disable-pip-version-check
	@touch $@

pywb: $(PLAYER)  ## pywb in .venv-pywb, which shares no pins with us: the tests replay the archive with it

$(PLAYER):
	@echo "pywb: making $(PYWB) from requirements/pywb.txt (half a minute the first time)"
	@$(PYTHON) -m venv --clear $(PYWB)
	@$(PYWB)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/pywb.txt && touch $@ || \
	  echo "pywb: cannot be installed here, so the tests that replay the archive with it will be skipped" >&2

duckdb2: $(DUCKS)  ## DuckDB 2 and the duckdb shell in .venv-duckdb2: the tests read the published copy with them

$(DUCKS):
	@echo "duckdb2: making $(DUCK2) from requirements/duckdb2.txt (a few seconds)"
	@$(PYTHON) -m venv --clear $(DUCK2)
	@$(DUCK2)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/duckdb2.txt && touch $@ || \
	  echo "duckdb2: cannot be installed here, so the tests that read with it will be skipped" >&2

demo: env  ## the main job with no network: who said what, and what changed
	@$(BIN)/onrecord demo

lint: env  ## ruff, mypy, import contracts
	@echo "lint: ruff (style), ruff (format), mypy (types), import-linter (who may import whom)"
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo || $(BIN)/lint-imports

test: lint pywb duckdb2  ## the linters and the whole suite
	@echo "test: the whole suite, in random order, no network but loopback"
	@$(BIN)/pytest -n auto --dist loadfile

bench: env  ## speed, as tables; never a test
	@$(BIN)/python -m tests.bench

accuracy: env  ## quality on ../shared/data, as a table pinned by tests/accuracy/baseline.json
	@$(BIN)/python -m tests.accuracy

lock: env  ## make requirements/*.txt anew (the only target that wants uv)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile pyproject.toml --group dev --universal --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/dev.txt
	@printf 'pywb\nbrotli\n' | $(BIN)/uv pip compile - --no-emit-package brotlipy --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/pywb.txt
	@printf 'duckdb>=2,<3\nduckdb-cli\npytz\n' | $(BIN)/uv pip compile - --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --quiet -o requirements/duckdb2.txt

clean:  ## remove the environment and every cache
	@rm -rf $(VENV) $(PYWB) $(DUCK2) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

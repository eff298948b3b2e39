# Everything a person or a machine needs to say to this repository. `make` alone lists it.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?= python3
PORT ?= 8000
export UV_PYTHON_DOWNLOADS := never

BIN := .venv/bin
INSTALL := $(BIN)/uv pip install --quiet --python $(BIN)/python
COMPILE := $(BIN)/uv pip compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --universal --python-version 3.11
PYTEST := $(BIN)/python -m pytest -n auto --dist loadfile
TEXTS := $(wildcard src/samspill/locale/*/LC_MESSAGES/*.po)

.PHONY: help demo setup test lint bench requirements outdated check-system

help: ## what can be said to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

demo: setup ## try Samspill on invented people: make demo PORT=8010 (FRESH=1 begins anew)
	@exec $(BIN)/samspill demo --port $(PORT) $(if $(FRESH),--fresh) --stop-with-parent

setup: .venv/.run node_modules/.installed .venv/.texts ## install what Samspill runs on, here in this folder

test: setup .venv/.test .venv/.spark check-system lint ## all checks, and all tests on SQLite and PostgreSQL
	$(PYTEST) tests
	tools/with_postgresql.sh $(PYTEST) tests -m "not browser"

lint: .venv/.run .venv/.test ## style, floors and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint src --lint
	$(BIN)/lint-imports
	$(BIN)/mypy

bench: setup .venv/.test ## how fast it is, each figure beside its peer in the same run
	$(BIN)/python -m benchmarks

requirements: .venv/.tools ## lock the packages named in requirements/*.in
	$(COMPILE) requirements/uv.in -o requirements/uv.txt
	$(COMPILE) requirements/run.in -o requirements/run.txt
	$(COMPILE) requirements/test.in -o requirements/test.txt
	$(COMPILE) requirements/spark.in -o requirements/spark.txt

outdated: .venv/.tools ## which packages have newer versions (docs/security.md says how soon to follow)
	@$(BIN)/uv pip list --python $(BIN)/python --outdated
	@npm outdated || true

check-system:
	@tools/system_for_tests.sh

# A stamp says that a step was done for the files it depends on.
.venv/.tools: requirements/uv.txt
	@tools/check_programs.sh $(PYTHON)
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

.venv/.run: .venv/.tools requirements/run.txt pyproject.toml
	@echo "Installing the Python packages that Samspill runs on …"
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.test: .venv/.run requirements/test.txt
	@echo "Installing the Python packages that the tests need …"
	@$(INSTALL) --require-hashes -r requirements/test.txt
	@touch $@

# The figures are counted on a real Spark master and worker too (docs/scale.md). 300 MB, for the tests alone.
.venv/.spark: .venv/.test requirements/spark.txt
	@echo "Installing Spark, for the tests …"
	@$(INSTALL) --require-hashes -r requirements/spark.txt
	@touch $@

node_modules/.installed: package.json package-lock.json
	@tools/check_programs.sh $(PYTHON)
	@echo "Installing the front-end packages …"
	@npm ci --silent --no-audit --no-fund
	@touch $@

.venv/.texts: .venv/.run $(TEXTS)
	@SAMSPILL_MODE=demo $(BIN)/samspill texts compile
	@touch $@

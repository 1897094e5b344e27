# Naungan. `make help` lists the targets. Needs Python 3.11 or newer and make; nothing else, and no root.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
BIN := .venv/bin
UV_VERSION := 0.13.9
READY := .venv/.ready

# Compiled Python is kept (git ignores it): without it, each worker and each process of a test compiles everything anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help setup demo test test-all check format serve bench docs messages lock clean

help: ## Show this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-10s %s\n", $$1, $$2}'

setup: $(READY) ## Install uv and everything else into .venv

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "Naungan needs Python 3.11 or newer; install it or run: make PYTHON=/path/to/python3 setup"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: setup ## Set everything up and run the main job: lists in, month billed, coverage beside the published figures
	$(BIN)/naungan demo
	@echo
	@echo "See it in the browser: make serve"

serve: setup ## Serve the pages on http://127.0.0.1:8000/
	$(BIN)/naungan serve

test: setup ## Set everything up and pass the tests (quick path)
	$(BIN)/python -m pytest -m "not slow" -n 2 --dist worksteal

test-all: setup ## All tests, the slow ones too
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: setup ## Lint, types, arrows between the rooms, templates, translations, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/templates.py
	$(BIN)/python tools/messages.py check
	$(BIN)/python tools/reference.py check
	NAUNGAN_HOME=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run

format: setup ## Put the code and the templates in order
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .
	$(BIN)/djade --target-version 5.2 $$(git ls-files 'src/naungan/*.html')

messages: setup ## Bring the catalogue of messages up to date
	$(BIN)/python tools/messages.py update

bench: setup ## Measure, as ratios in one run (see docs/performance.md)
	$(BIN)/python -m benchmarks $(ARGS)

docs: setup ## Write the pages of docs/ that come from the product itself
	$(BIN)/python tools/reference.py

lock: ## Pin versions and hashes anew
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --all-extras --generate-hashes \
		--no-emit-index-url pyproject.toml -o requirements.lock

clean: ## Remove what was installed and what the demo wrote
	rm -rf .venv var build dist

# Alles begint hier. `make` zonder doel toont wat er kan.
PY := .venv/bin/python
PYTEST_ARGS ?= -n auto --maxprocesses 4 --dist loadgroup
export PYTHONDONTWRITEBYTECODE ?= 1

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test test-full check bench format clean

help: ## deze lijst
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## alles wat de andere doelen nodig hebben (snel als er niets veranderde)
	@sh .ci/setup

demo: setup ## het portaal met de demoregio; PORT=8080 kiest de poort, Ctrl-C stopt alles
	@exec $(PY) -m portal demo

demo-reset: setup ## gooit de gegevens van de demo weg
	@$(PY) -m portal demo --reset

test: setup ## de hele testreeks, ook in de browser
	@sh .ci/browser
	@$(PY) -m pytest $(PYTEST_ARGS)

test-full: setup ## de hele toegankelijkheidsmatrix en de lange varianten erbij
	@sh .ci/browser
	@PORTAL_TEST_FULL=1 $(PY) -m pytest $(PYTEST_ARGS)

check: setup ## opmaak, lint, types, importregels, sjablonen
	@$(PY) -m ruff format --check .
	@$(PY) -m ruff check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports
	@.venv/bin/djlint templates --lint --quiet

bench: setup ## meet de snelheid en schrijft bench/results
	@$(PY) -m tests.bench

format: setup
	@$(PY) -m ruff format .
	@$(PY) -m ruff check --fix --quiet .

clean:
	rm -rf .venv node_modules static/dist .pytest_cache .mypy_cache .ruff_cache

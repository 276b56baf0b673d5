# make demo · make test · make lint · make check: each makes its own environment first.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
READY  := $(VENV)/ready

.DEFAULT_GOAL := help
.PHONY: help demo test lint format check reference bench bench-peers bench-reading bench-questions bench-serve mishaps figures confidence clean

help: ## this list
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

demo: $(READY) ## builds the bundled IL-2-in-HIV graph, validates it, answers the questions
	@$(BIN)/kg demo

test: $(READY) ## runs the whole test suite, on all cores; one file: ARGS=tests/test_store.py
	@$(BIN)/python -m pytest --numprocesses=auto --dist=worksteal $(ARGS)

lint: $(READY) ## ruff, format and strict types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(READY) ## rewrites the code in the house's format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

reference: $(READY) ## writes docs/ontology.md anew, from the ontology
	@$(BIN)/python tools/make_reference.py

bench: $(READY) ## times a build of registry records: INPUT=studies.zip
	@cd tests && ../$(BIN)/python -m bench $(abspath $(INPUT))

bench-peers: $(READY) ## the same done by others, as ratios: INPUT=studies.zip; into the README: ARGS=--write
	@cd tests && ../$(BIN)/python -m bench_peers $(abspath $(INPUT)) $(ARGS)

bench-reading: $(READY) ## tells how many abstracts a second are read: INPUT=pubmed.xml.gz
	@cd tests && ../$(BIN)/python -m bench_reading $(abspath $(INPUT))

bench-questions: $(READY) ## times each question over a store: STORE=build/kg
	@cd tests && ../$(BIN)/python -m bench_questions $(abspath $(STORE))

bench-serve: $(READY) ## asks the endpoint and the engine's own server, light and heavy queries at once
	@cd tests && ../$(BIN)/python -m bench_serving $(abspath $(STORE))

mishaps: $(READY) ## kills builds, fills disks, flips bytes, and holds what is left against what is promised
	@cd tests && ../$(BIN)/python -m mishaps $(ARGS)

figures: $(READY) ## writes the figures of docs/evaluation.md anew: CORPORA=folder
	@cd tests && ../$(BIN)/python -m evaluation_page $(abspath $(CORPORA))

confidence: $(READY) ## counts the precision of each rule into kg/data/rules.tsv: CORPORA=folder
	@cd tests && ../$(BIN)/python -m rule_precision $(abspath $(CORPORA))

check: lint test ## both: what CI runs

clean: ## removes the environment and what was built
	rm -rf $(VENV) build dist

# Installed again only when pyproject.toml changes: the code itself is installed as a link.
$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kg needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@echo "installing into $(VENV): a minute, once" >&2
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	@touch $@

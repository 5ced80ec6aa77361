# `make` alone lists the verbs. Each prepares what it needs by itself.

.DEFAULT_GOAL := help
SERVICES = intake ledger workshops employment reporting
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN = .venv/bin
SOURCES = shared/src services/*/src simulation/src
EVERYTHING = -e "shared[dev]" $(SERVICES:%=-e services/%) -e "services/ledger[pdf]" -e "services/workshops[pdf]" -e "services/employment[pdf]" -e "services/reporting[report]" -e simulation

.venv/ready: constraints.txt shared/pyproject.toml simulation/pyproject.toml $(SERVICES:%=services/%/pyproject.toml)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Azione 0 needs Python 3.11 or newer: apt-get install python3 python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt $(EVERYTHING)
	@touch $@

install: .venv/ready  ## only prepare .venv

demo: .venv/ready  ## an invented estate lives through the five services (no server needed)
	@$(BIN)/azione0 demo --once

test: .venv/ready  ## all tests; what needs a server uses one that answers, or is skipped with a reason
	$(BIN)/python -m pytest -q -n 2 --dist loadgroup -m "not faults"
	$(BIN)/python -m pytest -q -m faults

check: .venv/ready  ## format, lint, types, who may import whom, drift of generated files
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy $(SOURCES)
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/promises

fix: .venv/ready  ## repair what can be repaired
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

contracts: .venv/ready  ## write schemas, AsyncAPI and the choreography again
	$(BIN)/azione0 contracts export shared --choreography docs/choreography.md

words: .venv/ready  ## compile the English sentences
	$(BIN)/pybabel -q compile -d shared/src/azione0/locale -D azione0

bench: .venv/ready  ## ratios against the named peers, absolute figures beside
	$(BIN)/python -m bench

walk:  ## every place where a word is said, in order: make walk EVENT=InstalmentMissed
	@test -n "$(EVENT)" || { echo "say which: make walk EVENT=InstalmentMissed"; exit 2; }
	@show() { echo; echo "== $$1"; shift; git --no-pager grep -n -w "$$@" || echo "(nowhere)"; }; \
	show "decided and remembered" -E '(class |event.)$(EVENT)' -- 'services/*.py' ':(exclude)services/reporting'; \
	show "announced" "$(EVENT)" -- 'services/*/published.py'; \
	show "promised" "class $(EVENT)" -- shared/src/azione0/contracts; \
	show "published" "title.*$(EVENT)" -- shared/schemas; \
	show "heard" "$(EVENT)" -- 'services/*/service.py'; \
	show "projected and told" "$(EVENT)" -- services/reporting/src; \
	show "journeys" "$(EVENT)" -- tests/journeys

pins:  ## write constraints.txt again from a fresh environment
	rm -rf .venv-pins && $(PYTHON) -m venv .venv-pins
	.venv-pins/bin/pip install --quiet $(EVERYTHING)
	.venv-pins/bin/pip freeze --exclude-editable > constraints.txt
	rm -rf .venv-pins

help:
	@grep -hE '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

.PHONY: install demo test check fix contracts words bench walk pins help

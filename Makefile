# Two commands do everything: make run, make test. `make help` tells the others.
.DEFAULT_GOAL := help
PORT ?= 8000
SCENARIO ?= month
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard capac/web/locale/*/LC_MESSAGES/*.po))
export PYTHONWARNINGS ?= ignore::ResourceWarning

.PHONY: help setup docs demo run test prove bench check shots reset lock

help: ## what can be asked
	@awk -F':.*## ' '/^[a-z]+:.*## /{printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make setup PYTHON=python3.x")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements-dev.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@touch $(STAMP)

.venv/.installed-%: requirements-%.lock | $(STAMP)
	$(BIN)/python -m pip install --quiet --require-hashes -r $<
	@touch $@

%.mo: %.po | $(STAMP)
	@$(BIN)/python -m capac.cli.catalogues

setup: $(STAMP) $(CATALOGUES) ## build .venv, and nothing else

docs: setup ## make the map and the coverage tables again
	$(BIN)/python scripts/make_docs.py

demo: setup ## set all up, play the demonstration, print its result [SCENARIO=name]
	$(BIN)/python -m world demo --scenario $(SCENARIO)

run: setup ## the same, then serve [PORT=8000]
	$(BIN)/python -m world demo --scenario $(SCENARIO) --serve --port $(PORT)

test: setup .venv/.installed-spark ## the whole suite, in parallel
	$(BIN)/python scripts/run_tests.py

prove: setup .venv/.installed-spark ## long proofs: random kills, large comparisons; writes docs/performance.md
	$(BIN)/python scripts/run_tests.py --prove

bench: setup .venv/.installed-spark .venv/.installed-bench ## measure; results in build/bench.json and docs/performance.md [ONLY=group]
	$(BIN)/python -m bench $(if $(ONLY),--only $(ONLY))
	@$(BIN)/python -m scripts.performance_page

check: setup ## style, types, import order, templates
	$(BIN)/ruff check . && $(BIN)/ruff format --check .
	$(BIN)/mypy capac world tests scripts bench
	$(BIN)/lint-imports
	$(BIN)/djlint --lint --quiet capac/web

shots: setup ## pictures of every page at 390 and 1280 pixels, in docs/shots
	$(BIN)/python scripts/make_shots.py

reset: setup ## drop the database and what was built
	-$(BIN)/capac db stop
	rm -rf build .run
	$(BIN)/capac db reset

lock: setup ## resolve requirements again
	for f in requirements requirements-dev requirements-spark requirements-bench; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate $$f.in -o $$f.lock; done

# Two commands matter: `make demo` (set up and run) and `make test` (set up and test).
# Needs Python >= 3.11 and make; everything else comes through the lock files.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
MAKEFLAGS += --jobs=2 # packages are compiled while the front-end files come

.PHONY: setup setup-dev setup-cluster demo test check wheel audit bench bench-check bench-web bench-stream bench-bureaus bench-soak test-faults fuzz fuzz-api lock messages clean help

help: ## show this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: $(STAMPS)/app $(STAMPS)/compiled ## only set up, into .venv

setup-dev: $(STAMPS)/dev $(STAMPS)/compiled
	@$(BIN)/python tools/commit_message.py --install

setup-cluster: $(STAMPS)/cluster $(STAMPS)/compiled ## set up with what several machines need

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "回应 needs Python 3.11 or newer; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

$(STAMPS)/runtime: requirements.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-compile --no-deps --require-hashes -r requirements.lock
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/compiled: $(STAMPS)/runtime
	-@$(BIN)/python -m compileall -qq $(VENV)/lib
	@touch $@

$(STAMPS)/frontend: package.json package-lock.json tools/frontend.py src/huiying/web/static/huiying/icons.json $(STAMPS)/runtime
	$(BIN)/python tools/frontend.py
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/app: $(STAMPS)/runtime $(STAMPS)/frontend pyproject.toml $(wildcard src/huiying/locale/*/LC_MESSAGES/*.po)
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-deps --no-build-isolation -e .
	$(BIN)/pybabel -q compile -D django -d src/huiying/locale
	$(BIN)/pybabel -q compile -D messages -d src/huiying/locale
	@touch $@

$(STAMPS)/dev: requirements-dev.lock $(STAMPS)/app
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-compile --no-deps --require-hashes -r requirements-dev.lock
	@touch $@

$(STAMPS)/cluster: requirements-cluster.lock $(STAMPS)/app
	$(BIN)/python -m pip install --disable-pip-version-check -q --no-compile --no-deps --require-hashes -r requirements-cluster.lock
	@touch $@

demo: setup ## set up and run the fictional district (PORT=8000)
	$(BIN)/huiying demo --port $(PORT)

test: setup-dev ## set up and pass all tests
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/run_tests.py

check: setup-dev ## the fast half: format, lint, types, import contracts
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/run_tests.py --fast

wheel: setup ## build dist/huiying-….whl, which holds the front-end files and catalogues
	$(BIN)/python -m pip wheel --disable-pip-version-check -q --no-deps --no-build-isolation -w dist .

audit: setup ## write dist/huiying.cdx.json and compare with known vulnerabilities (pip-audit)
	$(BIN)/python tools/audit.py

bench: setup ## measure: import, alarm, pages
	$(BIN)/huiying bench import && $(BIN)/huiying bench alarm && $(BIN)/huiying bench pages

bench-check: setup ## fail when the engine became slower or worse than was recorded
	$(BIN)/python -m benchmarks.check_engine

bench-web: setup ## measure 100 officers and 1,000 readers (SECONDS=600 DATABASE=)
	$(BIN)/huiying bench web --seconds $(or $(SECONDS),600) --database "$(DATABASE)"

RATE ?= 1000
bench-stream: setup ## measure posts taken and placed for minutes (RATE=1000 SECONDS=120 DATABASE=)
	$(BIN)/huiying bench stream --posts $(RATE) --seconds $(or $(SECONDS),120) --database "$(DATABASE)"

BUREAUS ?= 50
bench-bureaus: setup ## measure many bureaus, one loud, a killed worker (BUREAUS=50 POSTS=100 SECONDS=60 DATABASE=)
	$(BIN)/huiying bench bureaus --bureaus $(BUREAUS) --posts $(or $(POSTS),100) --seconds $(or $(SECONDS),60) --database "$(DATABASE)"

DAYS ?= 90
bench-soak: setup ## measure what grows over days of use (DAYS=90 DATABASE=)
	$(BIN)/huiying bench soak --days $(DAYS) --database "$(DATABASE)"

KILLS ?= 220
SEED ?= 1
DATABASE ?=
test-faults: setup-dev ## kill, freeze, fill and cut off installations (KILLS=220 SEED=1 DATABASE=)
	$(BIN)/python -m tests.faults --kills $(KILLS) --seed $(SEED) --database "$(DATABASE)"

fuzz: setup-dev ## throw bytes at the way of a post and at every parser (SECONDS=60, for each of the two)
	$(BIN)/python tools/fuzz.py --seconds $(or $(SECONDS),60) --seed $$(date +%s)
	$(BIN)/python tools/fuzz_parsers.py --seconds $(or $(SECONDS),60) --seed $$(date +%s)

fuzz-api: setup-dev ## ask the interfaces what their description allows, and what not (SECONDS=60 SEED=1)
	HUIYING_FUZZ_SECONDS=$(or $(SECONDS),60) HUIYING_FUZZ_SEED=$(SEED) $(BIN)/python -m pytest -q -s --show-capture=no tests/web/api/test_fuzz_api.py

LOCK := uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header -q --extra build --extra names

lock: ## renew the lock files, all with the same versions (needs uv)
	$(LOCK) --extra cluster pyproject.toml -o requirements-cluster.lock
	$(LOCK) -c requirements-cluster.lock pyproject.toml -o requirements.lock
	$(LOCK) -c requirements-cluster.lock --extra cluster --extra dev pyproject.toml -o requirements-dev.lock

messages: setup ## collect the sentences of the screens into the catalogue
	$(BIN)/python tools/messages.py

clean: ## remove what was set up (keeps your data)
	rm -rf $(VENV) src/huiying/web/static/vendor node_modules

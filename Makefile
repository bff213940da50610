# Needs Python 3.11 or newer and make, nothing else: the rest is fetched into .tools and .venv.

PYTHON ?= python3
export UV_PYTHON_DOWNLOADS := never
export UV_PYTHON := $(PYTHON)
# Company networks have their own certificates; a bare machine has none and uses uv's.
ifneq ($(wildcard /etc/ssl/certs/ca-certificates.crt),)
export UV_SYSTEM_CERTS ?= 1
endif

UV := .tools/bin/uv
BIN := .venv/bin
READY := .venv/.ready
CHROMIUM := /usr/bin/chromium
TEXTS := build/messages.pot
COMPILED := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/messages.po))
PORT_OPTION = $(if $(PORT),--port $(PORT))

.DEFAULT_GOAL := help
.PHONY: help setup translations language assets demo run worker migrate test browser check \
	check-static bench bench-schedule bench-live test-slow fmt lock clean again

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(UV):
	@PYTHON="$(PYTHON)" sh .ci/install-uv

# Without the browser files an environment that looks ready is not.
ifeq ($(wildcard static/vendor/digest.txt),)
$(READY): again
endif

$(READY): pyproject.toml uv.lock hatch_build.py frontend/package-lock.json | $(UV)
	$(UV) sync --locked --all-extras --reinstall-package offsite
	@touch $@

setup: $(READY) $(COMPILED) ## Make .venv, browser files and languages, if they are not there yet

translations/%/LC_MESSAGES/messages.mo: translations/%/LC_MESSAGES/messages.po | $(READY)
	$(BIN)/python -m offsite.translating

$(TEXTS): again | $(READY)
	@mkdir -p $(@D)
	$(BIN)/pybabel -q extract -F babel.cfg --add-location=file --no-wrap --sort-by-file -o $@ .

translations: $(TEXTS) ## Bring new sentences into every catalogue, and compile these
	$(BIN)/pybabel -q update -i $(TEXTS) -d translations --no-wrap --no-fuzzy-matching \
		--ignore-obsolete --ignore-pot-creation-date
	$(BIN)/python -m offsite.translating

language: $(TEXTS) ## Begin a catalogue for another language (CODE=de)
	$(BIN)/pybabel -q init -i $(TEXTS) -d translations -l $(CODE) --no-wrap

assets: ## Fetch the browser files of frontend/ into static/vendor again
	rm -rf static/vendor frontend/node_modules
	$(MAKE) setup

demo: $(READY) ## Fill a believable event and serve it (SERVE=0: only fill; PORT=5000)
	$(BIN)/offsite demo $(if $(filter 0,$(SERVE)),--no-serve) $(PORT_OPTION)

run: $(READY) ## Serve what is in instance/ (PORT=5000)
	$(BIN)/offsite run $(PORT_OPTION)

worker: $(READY) ## Start one more worker for jobs
	$(BIN)/offsite worker

migrate: $(READY) ## Bring the database of instance/ to the newest migration
	$(BIN)/offsite db upgrade

test: $(READY) browser ## Install what the tests need and run them all (ARGS= for pytest)
	$(BIN)/pytest $(ARGS)

browser:
	@sh .ci/install-chromium $(CHROMIUM)

check-static: $(READY) ## Format, lint, types and import order, without tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

check: check-static test ## What CI runs: format, lint, types, import order, tests

test-slow: $(READY) ## Prove by force: thousands of votes while the server is killed
	$(BIN)/pytest -n 0 -m slow tests/slow $(ARGS)

bench: bench-schedule bench-mix bench-studio bench-live ## Measure performance, as ratios within one run

bench-schedule: $(READY) ## Measure the schedule engine on its reference problems
	$(UV) sync --locked --all-extras --group bench --inexact
	$(BIN)/python -m bench.schedule

bench-mix: $(READY) ## Measure the mixing engine beside a greedy and a plain annealing
	$(BIN)/python -m bench.mixing

bench-studio: $(READY) ## Measure what a move in the studio takes beside an ordinary page
	$(BIN)/python -m bench.studio

bench-live: $(READY) ## Measure live pages beside a bare Flask page
	$(BIN)/python -m bench.live

fmt: $(READY) ## Format the code and mend what lint can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: | $(UV) ## Lock the dependencies again after a change of pyproject.toml
	$(UV) lock

clean: ## Remove everything that was fetched or built; instance/ stays
	rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf static/vendor frontend/node_modules build dist test-results
	find offsite tests migrations bench -name __pycache__ -type d -prune -exec rm -rf {} +

# The commands of the project; README.md says what each is for.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CATALOGS := bot/locales/kk/LC_MESSAGES/bot.mo bot/locales/ru/LC_MESSAGES/bot.mo
SOURCES := bot domain storage sandbox tests bench tools

.DEFAULT_GOAL := help
.PHONY: help run install test check soak bench format extract clean

help: ## show the commands
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | column -t -s "$$(printf '\t')"

run: install ## start the bot; without BOT_TOKEN together with the sandbox and its chat page
	@$(BIN)/python -m bot

install: $(VENV)/run.stamp $(CATALOGS) ## set up .venv with the pinned dependencies, compile the catalogs

test: $(VENV)/dev.stamp $(CATALOGS) ## run every test, PostgreSQL and browser tests included
	@sh tools/chromium.sh
	$(BIN)/python -m pytest -n 4 --dist worksteal

check: $(VENV)/dev.stamp $(CATALOGS) ## format and lint, types, import directions, catalogs, lessons
	$(BIN)/ruff format --check $(SOURCES)
	$(BIN)/ruff check $(SOURCES)
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_locales.py
	$(BIN)/python -m bot lessons check

soak: $(VENV)/dev.stamp $(CATALOGS) ## the long runs: every kill, many more takes
	@sh tools/chromium.sh
	$(BIN)/python -m pytest -m soak --override-ini timeout=3600

bench: $(VENV)/dev.stamp $(CATALOGS) ## measure, and write docs/benchmarks.md
	$(BIN)/python -m bench

format: $(VENV)/dev.stamp ## put the code into its form
	$(BIN)/ruff format $(SOURCES)
	$(BIN)/ruff check --fix $(SOURCES)

extract: $(VENV)/dev.stamp ## bring new texts of the code into the catalogs
	$(BIN)/pybabel -q extract -F babel.cfg -k t -k plain -k n:1,2 --no-default-keywords \
		--add-location=file -o $(VENV)/bot.pot .
	$(BIN)/pybabel -q update -D bot -i $(VENV)/bot.pot -d bot/locales --no-fuzzy-matching \
		--ignore-pot-creation-date --width=99

clean: ## remove what the commands above made; data/ stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage
	find . -name __pycache__ -prune -exec rm -rf {} +
	rm -f $(CATALOGS)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: requirements/run.lock | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/run.lock
	@touch $@

$(VENV)/dev.stamp: requirements/dev.lock $(VENV)/run.stamp
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/dev.lock
	@touch $@

%.mo: %.po | $(VENV)/run.stamp
	@$(BIN)/pybabel -q compile -i $< -o $@ -l $(notdir $(patsubst %/,%,$(dir $(patsubst %/,%,$(dir $<)))))

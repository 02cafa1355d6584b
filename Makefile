# From a fresh clone: `make run` serves the desk, `make test` proves it. Python, make and a C library are enough.

PYTHON ?= python3
VENV := .venv
BIN := $(CURDIR)/$(VENV)/bin
WORKERS ?= 2
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# A stamp says that what it stands for was done with the files it depends on.
INSTALLED := $(VENV)/.installed
DEV_INSTALLED := $(VENV)/.dev-installed
BUILT := $(VENV)/.assets-built
ASSETS := web/assets
PACKAGES := $(ASSETS)/node_modules/.package-lock.json
ASSET_SOURCES := $(wildcard $(ASSETS)/*.mjs $(foreach folder,js css,$(ASSETS)/$(folder)/* $(ASSETS)/$(folder)/*/*))
TRANSLATED := $(VENV)/.translated
TRANSLATIONS := $(wildcard web/translations/*/LC_MESSAGES/*.po)
NODE_PATHS := PATH="$(BIN):$$PATH"

.PHONY: install run test lint format docs bench assets wheel lock clean

install: $(INSTALLED) assets

run: install
	$(BIN)/sagsgang serve --demo

test: install $(DEV_INSTALLED) lint
	cd $(ASSETS) && $(NODE_PATHS) npm run --silent test
	$(BIN)/pytest -n $(WORKERS) $(PYTEST_ARGS)

lint: $(DEV_INSTALLED) $(PACKAGES)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	cd $(ASSETS) && $(NODE_PATHS) npm run --silent lint

format: $(DEV_INSTALLED)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The parts of the documents that say what the code is: the rules of the check, the house.
docs: $(DEV_INSTALLED)
	$(BIN)/python -m tests.documents

# B6 brings a PostgreSQL of its own, which is among the tools of the tests.
bench: install $(DEV_INSTALLED)
	$(BIN)/sagsgang bench

assets: $(BUILT) $(TRANSLATED)

# The product as one file, with the browser's files in it: it runs without Node and without this checkout.
wheel: install
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir dist .

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Sagsgang needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3 …"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
		{ echo "Python cannot make a virtual environment here; on Debian and Ubuntu: apt-get install python3-venv"; exit 1; }

$(INSTALLED): requirements/run.txt pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_INSTALLED): requirements/dev.txt $(INSTALLED)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

$(PACKAGES): $(ASSETS)/package-lock.json $(ASSETS)/.npmrc | $(INSTALLED)
	cd $(ASSETS) && $(NODE_PATHS) npm ci --loglevel=error
	@touch $@

$(BUILT): $(PACKAGES) $(ASSET_SOURCES)
	cd $(ASSETS) && $(NODE_PATHS) node build.mjs
	@touch $@

$(TRANSLATED): $(TRANSLATIONS) | $(INSTALLED)
	$(if $(TRANSLATIONS),$(BIN)/pybabel --quiet compile -d web/translations)
	@touch $@

# Writes the lock files anew; everything else only reads them.
lock: $(DEV_INSTALLED)
	$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --extra build -o requirements/run.txt
	$(BIN)/uv pip compile pyproject.toml --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --custom-compile-command "make lock" --extra build --extra dev \
		-c requirements/run.txt -o requirements/dev.txt
	cd $(ASSETS) && $(NODE_PATHS) npm update --package-lock-only

clean:
	rm -rf $(VENV) $(ASSETS)/node_modules web/static

# The commands of development. `make setup` first; CONTRIBUTING.md explains them.
VENV ?= .venv-dev
BIN = $(VENV)/bin
PYTHON ?= python3

.PHONY: setup run test quick random lint format messages docs man site bench build release clean

setup: $(BIN)/stdplan

# Installed again when the dependencies or the build change.
$(BIN)/stdplan: pyproject.toml hatch_build.py
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $@

run: setup
	PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/tour.sh

test: setup
	$(BIN)/python -m pytest -n auto

quick: setup
	$(BIN)/python -m pytest -n auto -m "not slow"

TESTS ?= tests
random: setup
	$(BIN)/python -m pytest -n auto --hypothesis-profile random --timeout 0 $(TESTS)

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: setup
	$(BIN)/python tests/messages.py update

docs: setup
	$(BIN)/python tests/docs_examples.py docs/tasks.md
	$(BIN)/python tests/command_reference.py

man: setup
	$(BIN)/python tests/man_pages.py build/man
	$(BIN)/python tests/man_pages.py build/man/zh zh

site: setup
	$(BIN)/pip install --quiet --editable '.[site]'
	$(BIN)/python website/build_site.py build/site

bench: setup
	$(BIN)/pip install --quiet --editable '.[bench]'
	$(BIN)/python benchmarks/run.py

build: setup
	$(BIN)/pip install --quiet build
	$(BIN)/python -m build

release: lint test build
	@echo "dist/ has the sdist and the wheel. Set the date in CHANGELOG.md, tag the commit, publish dist/."

clean:
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache

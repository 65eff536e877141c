# Everything a person or the continuous integration does, by one name each.

PYTHON ?= python3
MINUTES ?= 60
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check

.PHONY: serve test lint prove fuzz pictures evaluate bench figures lock clean help

help:  ## list these targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | sort

serve: $(VENV)/.installed  ## set everything up and open the web chat on http://127.0.0.1:7860
	$(BIN)/secondsource serve

test: $(VENV)/.installed-dev lint  ## set everything up and run every check and test
	$(BIN)/python -m pytest

prove: $(VENV)/.installed-dev  ## run the proofs that take minutes; their results stay in tests/proofs/results/
	$(BIN)/python -m pytest -m proof

fuzz: $(VENV)/.installed-dev  ## fuzz each of our own parsers for MINUTES (60); TARGETS chooses some
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES) $(TARGETS)

pictures: $(VENV)/.installed-dev  ## take pictures of every page and state into build/pictures/
	$(BIN)/python -m tests.proofs.pictures

lint: $(VENV)/.installed-dev  ## style, types, layers and the library's records
	$(BIN)/ruff check assistant knowledge tests
	$(BIN)/ruff format --check assistant knowledge tests
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/secondsource check

evaluate: $(VENV)/.installed-dev  ## measure the answers: report and data in build/
	mkdir -p build
	$(BIN)/secondsource evaluate --json build/evaluation.json --html build/evaluation.html --trec build/trec

bench: $(VENV)/.installed-dev  ## measure speed, size and scale, beside paper-qa and haystack-ai where they are installed
	$(BIN)/python tests/bench/figures.py
	$(BIN)/python tests/bench/quotes.py
	$(BIN)/python tests/bench/gate.py
	$(BIN)/python tests/bench/rooms.py
	$(BIN)/python tests/bench/peers.py
	$(BIN)/python tests/bench/scale.py

figures: evaluate bench  ## measure every figure of the README anew

lock: $(VENV)/.installed-dev  ## choose versions anew: constraints.txt and both lock files
	$(BIN)/python -m piptools compile --quiet --upgrade --generate-hashes --strip-extras --allow-unsafe --extra build \
	  --extra export --extra ingest --no-emit-index-url --no-emit-find-links --output-file requirements.lock pyproject.toml
	$(BIN)/python -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --extra build --extra dev \
	  --extra anthropic --extra evaluation --extra export --extra fuzz --extra ingest --extra ollama --extra openai \
	  --no-emit-index-url --no-emit-find-links --constraint requirements.lock \
	  --output-file requirements-dev.lock pyproject.toml
	sed -nE 's/^([A-Za-z0-9._-]+==[^ ;]+).*/\1/p' requirements-dev.lock > constraints.txt

$(VENV)/.installed: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) install --quiet --require-hashes --requirement requirements.lock
	$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(PIP) install --quiet --require-hashes --requirement requirements-dev.lock
	touch $@

clean:  ## remove what was installed and built here
	rm -rf $(VENV) dist build *.egg-info

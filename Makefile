# Everything runs inside .venv; set PYTHON to choose the interpreter (3.11 or newer).
PYTHON ?= python3
# The scene model needs torch and diffusers; `make demo EXTRAS=` leaves them out, and the studio draws everything.
EXTRAS ?= diffusion
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
TEST_STAMP := $(VENV)/.installed-dev

.PHONY: demo test lint bench clean

demo: $(STAMP)
	$(BIN)/listgen models pull cutout
	$(BIN)/listgen generate examples --out build

test: $(TEST_STAMP)
	$(BIN)/python -m pytest -n auto --dist loadscope --cov --cov-report=term:skip-covered

lint: $(TEST_STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(TEST_STAMP)
	$(BIN)/python -m benchmarks

clean:
	rm -rf build dist .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .coverage .listgen

$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".$(if $(EXTRAS),[$(EXTRAS)])"
	touch $@

$(TEST_STAMP): $(STAMP)
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

# make run · make test · make evals · make bench; README.md says what each does and takes.

# The first Python that is new enough; another one: make run PYTHON=/path/to/python3.12
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
VENV ?= .venv
HOST ?= 127.0.0.1
PORT ?= 8501
TORCH_INDEX ?=

BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INSTALLED_DEV := $(VENV)/.installed-dev
CONSTRAINTS := $(VENV)/.constraints.txt

OMP_NUM_THREADS ?= 1
export OMP_NUM_THREADS
# Without bytecode every start takes two to three times as long.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test lint unit browser evals bench
.DEFAULT_GOAL := run

define CHECK_ADDRESS
import socket, sys
host, port = sys.argv[1:]
family = socket.AF_INET6 if ":" in host else socket.AF_INET
try:
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as the server does
        listener.bind((host, int(port)))
except (OSError, OverflowError, ValueError) as error:
    reason = getattr(error, "strerror", None) or error
    sys.exit(f"The page cannot be served at {host}, port {port}: {reason}. Choose another port: make run PORT=8502")
endef
export CHECK_ADDRESS

define ANNOUNCE_INSTALL
import importlib.metadata, sys
venv, torch_index = sys.argv[1:]
print(f"Installing about 130 packages into {venv}: some 2.3 GB on disk, a few minutes, once.")
try:
    importlib.metadata.version("torch")
except importlib.metadata.PackageNotFoundError:
    if sys.platform == "linux" and not torch_index:
        print("PyTorch may bring several more gigabytes of CUDA. To avoid that stop here (Ctrl-C)")
        print("and see the section PyTorch in README.md.")
endef
export ANNOUNCE_INSTALL

run: $(INSTALLED)
	@$(BIN)/python -c "$$CHECK_ADDRESS" "$(HOST)" "$(PORT)"
	@$(BIN)/python ingest.py || [ $$? -eq 1 ]  # 1: a file failed and was named; the rest is there to be asked
	@$(BIN)/python -m streamlit run app.py --server.address "$(HOST)" --server.port "$(PORT)"

test: lint
	$(BIN)/python -m pytest

lint: $(INSTALLED_DEV)
	$(BIN)/python -m ruff check .
	$(BIN)/python -m ruff format --check .
	$(BIN)/python -m mypy

unit: $(INSTALLED_DEV)
	$(BIN)/python -m pytest -m "not browser and not model"

browser: $(INSTALLED_DEV)
	$(BIN)/python -m pytest -m browser

evals: $(INSTALLED)
	@$(BIN)/python ingest.py
	$(BIN)/python -m evals.compare --baseline

bench: $(INSTALLED_DEV)
	@$(BIN)/python ingest.py
	$(BIN)/python -m evals.bench

$(BIN)/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { echo \
		"Python 3.11 or newer is needed. Install it, or name it: make run PYTHON=/path/to/python3.12"; exit 1; }
	@"$(PYTHON)" -m venv "$(VENV)" || { rm -rf "$(VENV)"; exit 1; }

# An installed torch is left alone, whatever its version.
$(INSTALLED): pyproject.toml constraints.txt | $(BIN)/python
	@$(BIN)/python -c "$$ANNOUNCE_INSTALL" "$(VENV)" "$(TORCH_INDEX)"
	@$(BIN)/python -m pip install --quiet --upgrade pip
	@if $(BIN)/python -c 'import importlib.metadata as metadata; metadata.version("torch")' 2>/dev/null; \
		then grep -v '^torch==' constraints.txt; else cat constraints.txt; fi > $(CONSTRAINTS)
	$(if $(TORCH_INDEX),PIP_EXTRA_INDEX_URL="$(TORCH_INDEX)") $(BIN)/python -m pip install -c $(CONSTRAINTS) -e .
	@touch $@

$(INSTALLED_DEV): $(INSTALLED)
	$(BIN)/python -m pip install --quiet -c $(CONSTRAINTS) -e ".[dev]"
	@touch $@

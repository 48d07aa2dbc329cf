"""What is set before a heavy import, and that no shell can turn telemetry on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.environment import DEFAULTS, PRIVATE, prepare

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in DEFAULTS:
        monkeypatch.setenv(name, "")  # so that it is put back afterwards
        monkeypatch.delenv(name)


def test_everything_is_set_where_nothing_was() -> None:
    prepare()
    assert {name: os.environ[name] for name in DEFAULTS} == DEFAULTS


def test_what_the_owner_set_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    monkeypatch.setenv("HF_HUB_OFFLINE", "0")
    prepare()
    assert (os.environ["OMP_NUM_THREADS"], os.environ["HF_HUB_OFFLINE"]) == ("8", "0")


@pytest.mark.parametrize("name", PRIVATE)
def test_tracing_and_telemetry_are_off_whatever_the_shell_says(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, "true")
    prepare()
    assert os.environ[name] == "false"


def test_preparing_twice_changes_nothing_more() -> None:
    prepare()
    before = dict(os.environ)
    prepare()
    assert dict(os.environ) == before


def test_the_command_prepares_before_anything_else_is_imported() -> None:
    code = (
        "import os, sys, runpy; sys.argv = ['assistant', '--help']\n"
        "try: runpy.run_module('assistant', run_name='__main__')\n"
        "except SystemExit: print('LANGSMITH_TRACING=' + os.environ['LANGSMITH_TRACING'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": str(ROOT), "LANGSMITH_TRACING": "true"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.endswith("LANGSMITH_TRACING=false\n")


def test_importing_the_package_sets_nothing() -> None:
    code = "import os, assistant; print('HF_HUB_OFFLINE' in os.environ)"
    done = subprocess.run(
        [sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "False\n"

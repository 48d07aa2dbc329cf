"""One figure beside its reference, and fresh processes to take figures in."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from evals.subject import REPOSITORY


class BenchError(Exception):
    """A measurement cannot be taken here; says in one line why."""


class SkippedError(BenchError):
    """What a measurement needs is not on this machine, which is no fault."""


@dataclass(frozen=True, slots=True)
class Measurement:
    """A figure in `unit`, and what it is held against in the same unit; `aim` says what it should be."""

    what: str
    value: float
    reference: float
    against: str
    unit: str
    aim: str

    @property
    def ratio(self) -> float:
        """How many times the reference."""
        return self.value / self.reference


def run_fresh(*arguments: str) -> str:
    """What a fresh Python with these arguments writes to standard output.

    Raises:
        BenchError: it ended with an error; carries its last line.
    """
    found = subprocess.run([sys.executable, *arguments], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    if found.returncode:
        raise BenchError((found.stderr.strip().splitlines() or ["ended without a word"])[-1])
    return found.stdout


def report_of(code: str) -> dict[str, Any]:
    """The JSON object that a fresh Python prints as the last line of this code."""
    return dict(json.loads(run_fresh("-c", code).splitlines()[-1]))


def time_alternately(*actions: Callable[[], object], rounds: int) -> tuple[float, ...]:
    """Median seconds of each action, taken in turn so that a busy moment falls on all."""
    seconds: Sequence[list[float]] = [[] for _ in actions]
    for _ in range(rounds):
        for action, taken in zip(actions, seconds, strict=True):
            started = time.perf_counter()
            action()
            taken.append(time.perf_counter() - started)
    return tuple(median(taken) for taken in seconds)

"""What importing costs a fresh process."""

from __future__ import annotations

from collections.abc import Iterator

from evals.bench.measurement import Measurement, run_fresh, time_alternately

ROUNDS = 7
MODULES = (
    ("import assistant", "assistant", "under 0.3 s more"),
    ("import all that answers", "assistant.answering.assistant", "told"),
)


def measure() -> Iterator[Measurement]:
    """The package alone, then with all that answers, each against a Python that does nothing."""
    for what, module, aim in MODULES:
        value, reference = time_alternately(
            lambda module=module: run_fresh("-c", f"import {module}"),  # type: ignore[misc]
            lambda: run_fresh("-c", "pass"),
            rounds=ROUNDS,
        )
        yield Measurement(what, value, reference, "python -c pass", "s", aim)

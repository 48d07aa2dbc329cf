"""The first question in a fresh process, from the start of Python to the answer."""

from __future__ import annotations

from collections.abc import Iterator

from evals.bench.measurement import Measurement, run_fresh, time_alternately

ROUNDS = 3
QUESTION = "Hvad er de fem kendetegn?"
BARE_SEARCH = f"""
from assistant import environment
environment.prepare()
from evals.bench.warm_question import open_parts
embedder, index = open_parts()
index.nearest("body", embedder.embed_questions([{QUESTION!r}])[0], count=10)
"""


def measure() -> Iterator[Measurement]:
    """`python -m assistant` against loading engine and index, encoding once and asking Chroma once."""
    value, reference = time_alternately(
        lambda: run_fresh("-m", "assistant", QUESTION, "--json"),
        lambda: run_fresh("-c", BARE_SEARCH),
        rounds=ROUNDS,
    )
    yield Measurement("first question, fresh process", value, reference, "load, 1 encode, 1 query", "s", "told")

"""The JSON of a run: figures, cases and the settings it ran under."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.cases import Outcome
from evals.metrics import DECIMALS, summarize, summarize_by_language, summarize_by_tag

Figures = dict[str, Any]


def build_figures(outcomes: Sequence[Outcome]) -> Figures:
    """`summary`, `by_tag` and `by_language` of these outcomes, as plain JSON values."""
    return {
        "summary": asdict(summarize(outcomes)),
        "by_tag": {tag: asdict(summary) for tag, summary in summarize_by_tag(outcomes).items()},
        "by_language": {language: asdict(summary) for language, summary in summarize_by_language(outcomes).items()},
    }


def build_result(figures: Figures, outcomes: Sequence[Outcome], settings: Mapping[str, object]) -> dict[str, Any]:
    """Everything about a run, in the form that eval-format.md fixes; a failed case has an `error` and no answer."""
    return {**figures, "cases": [_case_record(outcome) for outcome in outcomes], "settings": dict(settings)}


def write_json(path: Path, result: Mapping[str, object]) -> None:
    """Write `result` as UTF-8 JSON, each rate on one line so that a change of a baseline can be read.

    Raises:
        OSError: the file cannot be written.
    """
    text = json.dumps(result, ensure_ascii=False, indent=2) + "\n"
    text = _RATE.sub(lambda rate: " ".join(rate.group().split()), text)
    path.write_bytes(text.encode("utf-8", errors="backslashreplace"))  # a lone surrogate becomes its JSON escape


def question_fingerprints(paths: Sequence[Path]) -> dict[str, str]:
    """The first 16 hex digits of each question file's sha256, by file name."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()[:16] for path in paths}


_RATE = re.compile(r'\{\s+"value": [^{}]*\}')  # inside a string the quotation marks would be escaped


def _case_record(outcome: Outcome) -> dict[str, object]:
    return {
        "id": outcome.case.id,
        "ranked_documents": list(outcome.ranked_documents),
        "cited_documents": list(outcome.cited_documents),
        "refused": outcome.refused,
        "answer": outcome.answer if outcome.error is None else None,
        "seconds": round(outcome.seconds, DECIMALS),
        "error": outcome.error,
    }

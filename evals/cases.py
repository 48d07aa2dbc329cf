"""What is asked and what came back: question files are read and checked here, outcomes only described."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from assistant.datamodels import Language


class QuestionFileError(Exception):
    """A question file cannot be used; says in one line which file, line and field, and what to write there."""


@dataclass(frozen=True, slots=True)
class Case:
    """One line of a question file.

    `documents` are ids, or id prefixes that end in `/`, any one of which is a right source. Each of `facts` is a
    tuple of alternatives, any one of which will do. `history` is asked first, oldest first.
    """

    id: str
    question: str
    language: Language
    answerable: bool
    documents: tuple[str, ...]
    facts: tuple[tuple[str, ...], ...] = ()
    history: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the assistant did with a case.

    `ranked_documents` are distinct, best first, at most 10. `cited_documents` and `verbatim` hold one entry per
    citation, in the answer's order; `verbatim`: the quote stands in the cited document. A case with an `error` has
    failed: it was neither answered nor refused, and everything else but `seconds` is empty.
    """

    case: Case
    seconds: float
    ranked_documents: tuple[str, ...] = ()
    cited_documents: tuple[str, ...] = ()
    verbatim: tuple[bool, ...] = ()
    refused: bool = False
    answer: str = ""
    error: str | None = None

    @property
    def answered(self) -> bool:
        """Neither refused nor failed."""
        return not self.refused and self.error is None


def load_cases(path: Path) -> tuple[Case, ...]:
    """All cases of a JSON Lines file, in its order; blank lines are skipped.

    Raises:
        QuestionFileError: the file cannot be read as UTF-8 or holds no case, a line is no JSON object, a field is
            missing, unknown or of the wrong type, a language is neither `da` nor `en`, an id occurs twice.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except OSError as error:
        raise QuestionFileError(f"{path}: cannot be read ({error.strerror})") from error
    except UnicodeDecodeError as error:
        raise QuestionFileError(f"{path}: is not UTF-8 (byte {error.start})") from error
    line_of_id: dict[str, int] = {}
    cases = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        case = _read_case(line, place=f"{path}:{number}")
        if case.id in line_of_id:
            raise QuestionFileError(
                f"{path}:{number}: field 'id': '{case.id}' is already used in line {line_of_id[case.id]}"
            )
        line_of_id[case.id] = number
        cases.append(case)
    if not cases:
        raise QuestionFileError(f"{path}: holds no question")
    return tuple(cases)


def _read_case(line: str, *, place: str) -> Case:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise QuestionFileError(f"{place}: is not JSON ({error})") from error
    if not isinstance(record, dict):
        raise QuestionFileError(f"{place}: is not a JSON object with the fields {', '.join(_READERS)}")
    for name in record:
        if name not in _READERS:
            raise QuestionFileError(f"{place}: field '{name}' is unknown; the fields are {', '.join(_READERS)}")
    for name in _REQUIRED:
        if name not in record:
            raise QuestionFileError(f"{place}: field '{name}' is missing")
    values: dict[str, Any] = {}
    for name, value in record.items():
        try:
            values[name] = _READERS[name](value)
        except TypeError as error:
            raise QuestionFileError(f"{place}: field '{name}' must be {error}") from error
    return Case(**values)


def _string(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("a string")
    return value


def _language(value: object) -> str:
    if value not in get_args(Language):
        raise TypeError("'da' or 'en'")
    return _string(value)


def _boolean(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("true or false")
    return value


def _strings(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise TypeError("a list of strings")
    return tuple(value)


def _facts(value: object) -> tuple[tuple[str, ...], ...]:
    expected = "a list whose items are strings or non-empty lists of alternative strings"
    if not isinstance(value, list):
        raise TypeError(expected)
    facts = []
    for item in value:
        alternatives = [item] if isinstance(item, str) else item
        if not isinstance(alternatives, list) or not alternatives:
            raise TypeError(expected)
        if not all(isinstance(text, str) and text.strip() for text in alternatives):
            raise TypeError(expected)
        facts.append(tuple(alternatives))
    return tuple(facts)


_READERS: Mapping[str, Callable[[object], object]] = {
    "id": _string,
    "question": _string,
    "language": _language,
    "answerable": _boolean,
    "documents": _strings,
    "facts": _facts,
    "history": _strings,
    "tags": _strings,
}
_REQUIRED = ("id", "question", "language", "answerable", "documents")

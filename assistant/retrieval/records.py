"""Documents and passages as JSON lines, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

from assistant.datamodels import Document, Passage, Rendering, Section, Source, Suggestion

Record = TypeVar("Record", Document, Passage)


def to_line(record: Document | Passage) -> str:
    """The record as one line of JSON, the same for the same content."""
    return json.dumps(asdict(record), ensure_ascii=False, sort_keys=True)


def write_records(path: Path, records: Iterable[Document | Passage]) -> None:
    """Write one record a line, in order."""
    path.write_text("".join(to_line(record) + "\n" for record in records), encoding="utf-8", newline="\n")


def read_documents(path: Path) -> dict[str, Document]:
    """Documents by id, in the order written.

    Raises:
        OSError, ValueError, KeyError, TypeError: the file is not what `write_records` wrote.
    """
    return _read(path, _document)


def read_passages(path: Path) -> dict[str, Passage]:
    """Passages by id, in the order written; raises as `read_documents`."""
    return _read(path, _passage)


def _read(path: Path, build: Callable[[dict[str, Any]], Record]) -> dict[str, Record]:
    with path.open(encoding="utf-8", newline="\n") as file:
        records = (build(json.loads(line)) for line in file)
        return {record.id: record for record in records}


def _document(fields: dict[str, Any]) -> Document:
    sections = tuple(Section(**_described(section)) for section in fields["sections"])
    return Document(**{**fields, "sections": sections, "page_starts": tuple(fields["page_starts"])})


def _passage(fields: dict[str, Any]) -> Passage:
    return Passage(**{**_described(fields), "sentences": tuple((start, end) for start, end in fields["sentences"])})


def _described(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that sections and passages have in common, as tuples of their types."""
    known: dict[str, Callable[[Any], object]] = {
        "heading_path": str,
        "facts": str,
        "questions_da": str,
        "questions_en": str,
        "sources": lambda item: Source(**item),
        "renderings": lambda item: Rendering(**item),
        "suggestions": lambda item: Suggestion(**item),
    }
    return {
        name: tuple(known[name](item) for item in value) if name in known else value for name, value in fields.items()
    }

"""What a check found, and the list of what a person has looked at and found right."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import shorten
from typing import Literal, get_args

from assistant.datamodels import Document, Language, Section
from assistant.ingestion.located_yaml import read_text
from assistant.ingestion.problems import FileError
from assistant.text import checks as text

FindingKind = Literal[
    "number_not_in_facts",
    "name_not_in_facts",
    "fact_without_wording",
    "number_not_told",
    "name_not_told",
    "number_not_in_english",
    "number_not_in_danish",
    "name_not_in_english",
    "name_not_in_danish",
    "misspelt",
]
ANYWHERE = "*"
SHOWN_CHARS = 90


@dataclass(frozen=True, slots=True)
class Finding:
    """A number, name or word that is not right at `place`, as it is written in `sentence`."""

    kind: FindingKind
    place: str
    item: str
    sentence: str

    def say(self, language: Language) -> str:
        """Place, what is not right and how the sentence begins, on one line."""
        begun = shorten(self.sentence, SHOWN_CHARS, placeholder=" …")
        return f"{self.place}: {text.FINDINGS[self.kind].say(language, item=self.item)}: »{begun}«"


@dataclass(frozen=True, slots=True)
class Allowance:
    """Findings of one kind and item, at one place or `ANYWHERE`, that a person has found right, and why."""

    kind: FindingKind
    place: str
    item: str
    reason: str

    def covers(self, finding: Finding) -> bool:
        """Whether the finding is one of those."""
        return (self.kind, self.item) == (finding.kind, finding.item) and self.place in (ANYWHERE, finding.place)


def place_of(document: Document, section: Section) -> str:
    """Where a section stands, as it is written in messages and lists: `cases/paddehatten › Hvad lærte de?`."""
    return " › ".join((document.id, *section.heading_path))


def set_aside(
    findings: Iterable[Finding], allowances: Collection[Allowance]
) -> tuple[tuple[Finding, ...], tuple[Allowance, ...]]:
    """The findings that no allowance covers, and the allowances that cover none."""
    findings = tuple(findings)
    left = tuple(finding for finding in findings if not any(allowance.covers(finding) for allowance in allowances))
    idle = tuple(allowance for allowance in allowances if not any(map(allowance.covers, findings)))
    return left, idle


def read_allowances(path: Path) -> tuple[Allowance, ...]:
    """The allowances of a file with four columns: kind, place, item, reason.

    Raises:
        FileError: a line is not right; names it.
    """
    kinds = get_args(FindingKind)
    allowances = []
    for line, (kind, place, item, reason) in read_rows(path, columns=4):
        if kind not in kinds:
            raise FileError(text.UNKNOWN_KIND, path=path, line=line, kind=kind, allowed=", ".join(kinds))
        allowances.append(Allowance(kind, place, item, reason))  # type: ignore[arg-type]
    return tuple(allowances)


def read_rows(path: Path, *, columns: int) -> tuple[tuple[int, Sequence[str]], ...]:
    """The rows of a tab-separated file with their line numbers; blank lines and those that begin with # are left out.

    Raises:
        FileError: the file cannot be read, or a row has another number of columns or an empty one; names the line.
    """
    rows = []
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if not line.strip() or line.startswith("#"):
            continue
        fields = [field.strip() for field in line.split("\t")]
        if len(fields) != columns or not all(fields):
            raise FileError(text.WRONG_COLUMNS, path=path, line=number, columns=columns)
        rows.append((number, fields))
    return tuple(rows)

"""The wording of the numbered facts, from the two dossiers that may lie beside the project.

A line `- F123. Wording. [S1][S2] ◇` is a fact, `| S1 | title | publisher | date | address |` a source, and a list
item under a heading `Rettelser …` that begins `**F018 …**` corrects the facts it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.ingestion.located_yaml import read_text

DOSSIERS = ("corpus-facts.md", "corpus-facts-2.md")

_FACT = re.compile(r"- (F\d{3})(?: P)?\. (.*)")
_SOURCE_ROW = re.compile(r"\| (S\d+) \|(.*)\|[^|]*\|$")
_HEADING = re.compile(r"(#+)\s+(?:\d[\d.-]*\s+)?(.*)")
_CORRECTION = re.compile(r"\* \*\*([^*]*\bF\d{3}[^*]*)\*\*(.*)")
_REFERENCE = re.compile(r"\[S\d+\]|\(se [^)]*\)|\(F\d{3}[^)]*\)|\bF\d{3}(?:-F\d{3})?|[✂◇⏱]")


# A fact with one of these words says of whom or what only together with the fact before it.
_REFERS_BACK = re.compile(
    r"\b(?:samme|dér|hun|han|hans|hendes|deres|forfatterne|paragraffen|robotten|udvalget)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class FactWording:
    """A fact's own words with its corrections, and the `context` it stands in.

    That is the headings above it, the rows of its sources, and the fact before it, under the same
    heading, where it refers back.
    """

    text: str
    context: str


def find_dossiers(corpus_dir: Path) -> tuple[Path, ...]:
    """The dossiers in the folder `shared` beside the project that holds `corpus_dir`; empty where one is missing."""
    paths = tuple(corpus_dir.resolve().parent.parent / "shared" / name for name in DOSSIERS)
    return paths if all(path.is_file() for path in paths) else ()


def read_dossiers(paths: Sequence[Path]) -> Mapping[str, FactWording]:
    """The wording of every fact by its number.

    Raises:
        FileError: a dossier cannot be read.
    """
    return parse_dossiers([read_text(path) for path in paths])


def parse_dossiers(texts: Sequence[str]) -> Mapping[str, FactWording]:
    """The wording of every fact in these dossiers by its number, in their order."""
    lines = [line for text in texts for line in text.split("\n")]
    sources = {match[1]: match[2].replace("|", ". ") for line in lines if (match := _SOURCE_ROW.match(line))}
    corrections = list(_corrections(lines))
    wordings: dict[str, FactWording] = {}
    before: tuple[FactWording, tuple[str, ...]] | None = None
    for number, words, headings in _facts(lines):
        words = " ".join((words, *(correction for facts, correction in corrections if number in facts)))
        rows = [sources.get(id, "") for id in dict.fromkeys(re.findall(r"\bS\d+", words))]
        text = _REFERENCE.sub("", words).strip()
        goes_on = before is not None and before[1] == headings and _REFERS_BACK.search(text)
        above = (before[0].text, before[0].context) if before and goes_on else ()
        wordings[number] = FactWording(text=text, context="\n".join((*headings, *rows, *above)))
        before = (wordings[number], headings)
    return wordings


def _facts(lines: Sequence[str]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Each fact's number, line and headings: those of the dossier, and the bold line or the line that ends in ":"."""
    headings: dict[int, str] = {}
    deepest = 7
    for line in lines:
        heading = _HEADING.match(line)
        fact = _FACT.match(line)
        if heading:
            level = len(heading[1])
            headings = {above: title for above, title in headings.items() if above < level}
            headings[level] = heading[2]
        elif fact:
            yield fact[1], fact[2], tuple(title for level, title in headings.items() if level > 1)
        elif line.startswith("**") or line.endswith(":"):
            headings[deepest] = line


def _corrections(lines: Sequence[str]) -> Iterator[tuple[frozenset[str], str]]:
    """The facts that a correction names in bold, with its words."""
    for line in lines:
        match = _CORRECTION.match(line)
        if match:
            named = re.sub(
                r"F(\d{3})-F(\d{3})",
                lambda span: " ".join(f"F{number:03}" for number in range(int(span[1]), int(span[2]) + 1)),
                match[1],
            )
            yield frozenset(re.findall(r"F\d{3}", named)), f"{match[1]} {match[2]}"

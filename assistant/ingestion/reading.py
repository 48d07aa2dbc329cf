"""From files to documents: Markdown with front matter, checked on load."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import cast, get_args

from assistant.datamodels import Document, Kind, Label, Language, Problem, Section, Source, Wording
from assistant.errors import CorpusError
from assistant.ingestion.located_yaml import LocatedMapping, parse_mapping, read_text
from assistant.ingestion.markdown import find_headings, split_blocks
from assistant.ingestion.metadata import describe_sections
from assistant.ingestion.problems import FileError
from assistant.ingestion.registers import Registers, read_registers, read_sources
from assistant.text import corpus as text

CASE_FIELDS = ("workplace", "municipality_or_region", "sector")
FRONT_MATTER_FIELDS = ("title", "kind", "language", "wording", "sources", *CASE_FIELDS)
CHOICES: Mapping[str, tuple[str, ...]] = {
    "kind": get_args(Kind),
    "language": get_args(Language),
    "wording": get_args(Wording),
}
DEFAULTS = {"kind": "background", "language": "da", "wording": "verbatim"}
LABEL_OF_KIND: Mapping[str, Label] = {
    "publication": "coverage",
    "hallmark": "coverage",
    "case": "background",
    "background": "background",
    "reflection": "ours",
}


def read_corpus(folder: Path, *, extra: Sequence[Path] = ()) -> tuple[tuple[Document, ...], tuple[Problem, ...]]:
    """All documents of a corpus folder and of extra files or folders, and what could not be read.

    Documents come in the order of their paths, the corpus first. A file with a mistake is a problem and the
    others go on. `sources.yaml` and `facts.yaml` of the corpus folder count for the extra files too.

    Raises:
        CorpusError: the folder or an extra path does not exist, or a register cannot be read.
    """
    read, problems = read_files(find_files(folder, extra=extra), registers=read_registers(folder))
    return tuple(document for _, document in read), problems


def find_files(folder: Path, *, extra: Sequence[Path] = ()) -> tuple[tuple[Path, Path], ...]:
    """The document files as pairs `(path, root)`; a document's id is its path under the root.

    A file's own folder is its root when it was given by itself. Hidden files, other formats and the corpus
    folder's README.md are no documents.

    Raises:
        CorpusError: the folder or an extra path does not exist, or an extra file is not Markdown.
    """
    if not folder.is_dir():
        raise CorpusError(text.NO_FOLDER, path=folder)
    found = {path.resolve(): (path, folder) for path in _markdown_files(folder) if path != folder / "README.md"}
    for path in extra:
        if not path.exists():
            raise CorpusError(text.NO_PATH, path=path)
        if path.is_file() and path.suffix.lower() != ".md":
            raise CorpusError(text.NOT_MARKDOWN, path=path)
        files = [path] if path.is_file() else _markdown_files(path)
        for file in files:
            found.setdefault(file.resolve(), (file, path.parent if path.is_file() else path))
    return tuple(found.values())


def read_files(
    files: Sequence[tuple[Path, Path]], *, registers: Registers
) -> tuple[tuple[tuple[Path, Document], ...], tuple[Problem, ...]]:
    """The documents in `files`, each with its path, and the problems of the files that failed."""
    read: dict[str, tuple[Path, Document]] = {}
    asked: dict[str, str] = {}
    problems = []
    for path, root in files:
        try:
            document = read_document(path, root=root, registers=registers, asked=asked)
        except FileError as error:
            problems.append(error.problem)
            continue
        if document.id in read:
            other = read[document.id][0]
            problems.append(FileError(text.DUPLICATE_ID, path=path, line=1, id=document.id, other=other).problem)
        else:
            read[document.id] = (path, document)
            asked |= {
                question.casefold(): document.id
                for section in document.sections
                for question in (*section.questions_da, *section.questions_en)
            }
    return tuple(read.values()), tuple(problems)


def read_document(
    path: Path, *, root: Path, registers: Registers | None = None, asked: Mapping[str, str] = MappingProxyType({})
) -> Document:
    """The document in a Markdown file, with what `x.meta.yaml` beside `x.md` says about its sections.

    Args:
        path: the file.
        root: the folder that its id is relative to.
        registers: sources and facts; those of `root` where none are given.
        asked: the questions of other documents, case-folded, and where each stands.

    Raises:
        CorpusError: the file or its meta file is not right; names file and line and says what to write instead.
    """
    registers = read_registers(root) if registers is None else registers
    front_matter, body, first_line = _split_front_matter(path)
    located = parse_mapping(front_matter, path=path, first_line=2)
    fields = located.as_mapping(located.values, allowed=FRONT_MATTER_FIELDS)
    if fields.get("title") is None:
        raise FileError(text.MISSING_FIELD, path=path, line=1, field="title")
    title = located.as_text(fields["title"], "title")
    chosen = {
        name: located.as_choice(fields.get(name, DEFAULTS[name]), name, allowed=allowed)
        for name, allowed in CHOICES.items()
    }
    if not split_blocks(body):
        raise FileError(text.EMPTY_BODY, path=path, line=first_line)
    sections = find_sections(
        body,
        label="publication"
        if chosen["kind"] == "publication" and chosen["wording"] == "verbatim"
        else LABEL_OF_KIND[chosen["kind"]],
        sources=read_sources(located, fields.get("sources"), "sources", registers=registers),
    )
    meta_path = path.with_suffix(".meta.yaml")
    if meta_path.is_file():
        sections = describe_sections(
            sections,
            document_text=body,
            document_path=path,
            meta_path=meta_path,
            registers=registers,
            asked=asked,
        )
    return Document(
        id=document_id(path, root=root),
        title=title,
        text=body,
        sections=sections,
        kind=cast(Kind, chosen["kind"]),
        language=cast(Language, chosen["language"]),
        wording=cast(Wording, chosen["wording"]),
        workplace=_optional_text(located, "workplace"),
        municipality_or_region=_optional_text(located, "municipality_or_region"),
        sector=_optional_text(located, "sector"),
    )


def document_id(path: Path, *, root: Path) -> str:
    """The path under `root` without extension, in lower-case ASCII: æ→ae, ø→oe, å→aa, spaces and signs → "-"."""
    name = unicodedata.normalize("NFC", path.relative_to(root).with_suffix("").as_posix()).lower()
    for danish, ascii_letters in (("æ", "ae"), ("ø", "oe"), ("å", "aa")):
        name = name.replace(danish, ascii_letters)
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", name) if not unicodedata.combining(sign))
    return re.sub(r"[^a-z0-9/._-]+", "-", plain)


def find_sections(body: str, *, label: Label, sources: tuple[Source, ...] = ()) -> tuple[Section, ...]:
    """The sections of a Markdown body, heading to heading; those without text of their own are left out."""
    headings = find_headings(body)
    sections = []
    path: list[tuple[int, str]] = []
    starts = [0, *(heading.end for heading in headings)]
    ends = [*(heading.start for heading in headings), len(body)]
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if number:
            heading = headings[number - 1]
            path = [*((level, title) for level, title in path if level < heading.level), (heading.level, heading.title)]
        content = body[start:end].strip()
        if content and split_blocks(content):
            start = body.index(content, start)
            titles = tuple(title for _, title in path if title)
            sections.append(Section(titles, start, start + len(content), label=label, sources=sources))
    return tuple(sections)


def _markdown_files(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() == ".md"
        and path.is_file()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts)
    )


def _split_front_matter(path: Path) -> tuple[str, str, int]:
    """The front matter, the body after it, and the line of the file on which the body begins."""
    content = read_text(path)
    if not re.match(r"---[ \t]*\n", content):
        raise FileError(text.NO_FRONT_MATTER, path=path, line=1)
    rest = content.partition("\n")[2]
    closing = re.search(r"^---[ \t]*$", rest, re.MULTILINE)
    if closing is None:
        raise FileError(text.OPEN_FRONT_MATTER, path=path, line=1)
    front_matter = rest[: closing.start()]
    body = rest[closing.end() :].removeprefix("\n")
    return front_matter, body, front_matter.count("\n") + 3


def _optional_text(located: LocatedMapping, name: str) -> str | None:
    value = located.values.get(name)
    return None if value is None else located.as_text(value, name)

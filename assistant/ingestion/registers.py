"""The two registers of a corpus folder: `sources.yaml` and `facts.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from assistant.datamodels import Label, Source
from assistant.ingestion.located_yaml import LocatedMapping, parse_mapping, read_text
from assistant.text import corpus as text

SOURCE_FIELDS = ("title", "publisher", "date", "url", "interested", "ages")
FACT_FIELDS = ("sources", "label", "interested", "ages", "truncated")
LABELS: tuple[Label, ...] = ("publication", "coverage", "background", "ours")


@dataclass(frozen=True, slots=True)
class Fact:
    """A numbered fact: the ids of the sources it rests on, and whose words it is."""

    sources: tuple[str, ...]
    label: Label


@dataclass(frozen=True, slots=True)
class Registers:
    """Sources and facts by id; None where the corpus folder keeps no such register."""

    sources: Mapping[str, Source] | None = None
    facts: Mapping[str, Fact] | None = None


def read_registers(folder: Path) -> Registers:
    """The registers that lie in `folder`.

    Raises:
        FileError: a register that cannot be read; names the line.
    """
    sources = facts = None
    if (folder / "sources.yaml").is_file():
        located = parse_mapping(read_text(folder / "sources.yaml"), path=folder / "sources.yaml")
        sources = {str(id): read_source(located, fields, str(id), id=str(id)) for id, fields in located.values.items()}
    if (folder / "facts.yaml").is_file():
        located = parse_mapping(read_text(folder / "facts.yaml"), path=folder / "facts.yaml")
        facts = {str(number): _read_fact(located, fields, str(number)) for number, fields in located.values.items()}
    return Registers(sources=sources, facts=facts)


def read_source(located: LocatedMapping, value: object, *key: str | int, id: str | None) -> Source:
    """The source written at `key`: `title`, and as far as known `publisher`, `date`, `url`, `interested`, `ages`."""
    fields = located.as_mapping(value, *key, allowed=SOURCE_FIELDS)
    if fields.get("title") is None:
        raise located.error(text.MISSING_FIELD, *key, field="title")
    known = {name: content for name, content in fields.items() if content is not None}
    texts = {
        name: located.as_text(known[name], *key, name)
        for name in ("title", "publisher", "date", "url")
        if name in known
    }
    flags = {name: located.as_flag(known[name], *key, name) for name in ("interested", "ages") if name in known}
    return Source(id=id, **texts, **flags)  # type: ignore[arg-type]


def read_sources(located: LocatedMapping, value: object, *key: str | int, registers: Registers) -> tuple[Source, ...]:
    """The sources listed at `key`: ids in the register, or sources written out in place."""
    sources = []
    for number, item in enumerate(located.as_list(value, *key)):
        if isinstance(item, dict):
            sources.append(read_source(located, item, *key, number, id=None))
            continue
        id = located.as_text(item, *key, number)
        if registers.sources is None:
            sources.append(Source(id=id, title=id))  # nothing is known of it but its name
        elif id in registers.sources:
            sources.append(registers.sources[id])
        else:
            raise located.error_for_unknown(
                text.UNKNOWN_SOURCE, *key, number, written=id, known=registers.sources, source=id
            )
    return tuple(sources)


def _read_fact(located: LocatedMapping, value: object, number: str) -> Fact:
    fields = located.as_mapping(value, number, allowed=FACT_FIELDS)
    label: Label = located.as_choice(fields.get("label"), number, "label", allowed=LABELS)  # type: ignore[assignment]
    return Fact(sources=located.as_texts(fields.get("sources"), number, "sources"), label=label)

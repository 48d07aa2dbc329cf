"""YAML whose every value knows the line it stands on, so that a mistake can be pointed at."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import ClassVar

import yaml

from assistant.ingestion.problems import FileError
from assistant.text import corpus as text
from assistant.text.phrase import Phrase

Key = tuple[str | int, ...]


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """The safe loader without time stamps: a date stays the text it was written as."""

    yaml_implicit_resolvers: ClassVar = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class LocatedMapping:
    """A YAML mapping and the line of each of its values, by the path of keys that leads there.

    The checks below return a value in the shape asked for, or raise a `FileError` that names file and line.
    """

    path: Path
    values: Mapping[str, object]
    lines: Mapping[Key, int]

    def error(self, phrase: Phrase, *key: str | int, **values: object) -> FileError:
        """The error to raise about the value at `key`, or at the nearest place above it that was written."""
        return FileError(phrase, path=self.path, line=self._line(key), **values)

    def error_for_unknown(
        self, phrase: Phrase, *key: str | int, written: str, known: Iterable[str], **values: object
    ) -> FileError:
        """The same, asking about what was probably meant where something of `known` resembles what was written."""
        close = get_close_matches(written, list(known), n=1, cutoff=0.75)
        if close:
            phrase = Phrase(da=f"{phrase.da} {text.DID_YOU_MEAN.da}", en=f"{phrase.en} {text.DID_YOU_MEAN.en}")
            values["meant"] = close[0]
        return self.error(phrase, *key, **values)

    def _line(self, key: Key) -> int | None:
        above = (self.lines.get(key[:length]) for length in range(len(key), 0, -1))
        return next(filter(None, above), None)

    def as_mapping(
        self, value: object, *key: str | int, allowed: tuple[str, ...] | None = None
    ) -> Mapping[str, object]:
        """`value` as a mapping with text keys, all of them among `allowed`; None counts as empty."""
        if value is None:
            return {}
        if not isinstance(value, dict):
            raise self.error(text.NOT_A_MAPPING, *key)
        for name in value:
            if not isinstance(name, str) or (allowed is not None and name not in allowed):
                raise self.error_for_unknown(
                    text.UNKNOWN_FIELD,
                    *key,
                    name,
                    written=str(name),
                    known=allowed or (),
                    field=name,
                    allowed=", ".join(allowed or ()),
                )
        return value

    def as_list(self, value: object, *key: str | int) -> list[object]:
        """`value` as a list; None counts as empty."""
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.error(text.NOT_A_LIST, *key, field=key[-1])
        return value

    def as_text(self, value: object, *key: str | int) -> str:
        """`value` as text that is not blank; a number is taken as it was meant."""
        if isinstance(value, bool) or not isinstance(value, str | int | float) or not str(value).strip():
            raise self.error(text.NOT_TEXT, *key, field=key[-1])
        return str(value).strip()

    def as_texts(self, value: object, *key: str | int) -> tuple[str, ...]:
        """`value` as a list of texts."""
        return tuple(self.as_text(item, *key, number) for number, item in enumerate(self.as_list(value, *key)))

    def as_choice(self, value: object, *key: str | int, allowed: tuple[str, ...]) -> str:
        """`value` as one of `allowed`."""
        if value not in allowed:
            raise self.error(text.WRONG_VALUE, *key, field=key[-1], value=value, allowed=", ".join(allowed))
        return str(value)

    def as_flag(self, value: object, *key: str | int) -> bool:
        """`value` as true or false."""
        if not isinstance(value, bool):
            raise self.error(text.NOT_TRUE_OR_FALSE, *key, field=key[-1])
        return value


def read_text(path: Path) -> str:
    r"""The text of a UTF-8 file with `\n` line ends and without byte order mark.

    Raises:
        FileError: no access, or not UTF-8.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise FileError(text.UNREADABLE, path=path, reason=error.strerror or type(error).__name__) from error
    try:
        decoded = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FileError(text.NOT_UTF8, path=path, line=line) from error
    return decoded.replace("\r\n", "\n").replace("\r", "\n")


def parse_mapping(source: str, *, path: Path, first_line: int = 1) -> LocatedMapping:
    """The mapping written in `source`, whose first line is line `first_line` of `path`.

    Raises:
        FileError: not YAML, not a mapping, or a key that stands twice.
    """
    try:
        loader = _Loader(source)
        node = loader.get_single_node()
        values = {} if node is None else loader.construct_document(node)
    except yaml.YAMLError as error:
        raise _unreadable(error, source, path=path, first_line=first_line) from error
    if not isinstance(values, dict):
        raise FileError(text.NOT_A_MAPPING, path=path, line=first_line)
    lines: dict[Key, int] = {}
    if node is not None:
        _collect_lines(node, (), lines, path=path, first_line=first_line, seen=set())
    return LocatedMapping(path=path, values=values, lines=lines)


def _unreadable(error: yaml.YAMLError, source: str, *, path: Path, first_line: int) -> FileError:
    """What to write instead: the two slips of the hand first, then what the parser made of the rest."""
    for number, line in enumerate(source.split("\n")):
        if re.match(r" *\t", line):
            return FileError(text.TAB_IN_YAML, path=path, line=first_line + number)
        if re.match(r" *(?:- )?[a-z_]+:(?!//)\S", line):
            return FileError(text.NOT_A_MAPPING, path=path, line=first_line + number)
    mark = getattr(error, "problem_mark", None)
    line_number = first_line + mark.line if mark is not None else first_line
    return FileError(text.BROKEN_YAML, path=path, line=line_number, reason=getattr(error, "problem", None) or "?")


def _collect_lines(
    node: yaml.Node, key: Key, lines: dict[Key, int], *, path: Path, first_line: int, seen: set[int]
) -> None:
    if id(node) in seen:  # an alias: walked once, or a few lines could stand for billions
        return
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            child = (*key, str(name.value))
            line = first_line + name.start_mark.line
            if child in lines:
                raise FileError(text.DUPLICATE_KEY, path=path, line=line, key=name.value)
            lines[child] = line
            _collect_lines(value, child, lines, path=path, first_line=first_line, seen=seen)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            child = (*key, number)
            lines[child] = first_line + value.start_mark.line
            _collect_lines(value, child, lines, path=path, first_line=first_line, seen=seen)

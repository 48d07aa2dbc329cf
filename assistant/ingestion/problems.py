"""A mistake in a corpus file, as an error to raise and as a problem to report."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

from assistant.datamodels import Language, Problem
from assistant.errors import CorpusError
from assistant.text.corpus import placed
from assistant.text.phrase import Phrase


def build_problem(phrase: Phrase, *, path: Path | str, line: int | None = None, **values: object) -> Problem:
    """The mistake at a place in a file, said in both languages."""
    said = {language: phrase.say(language, path=path, **values) for language in get_args(Language)}
    return Problem(str(path), line, message_da=said["da"], message_en=said["en"])


class FileError(CorpusError):
    """A corpus file cannot be used as it stands; `problem` is the same mistake for a report."""

    def __init__(self, phrase: Phrase, *, path: Path, line: int | None = None, **values: object) -> None:
        place = str(path) if line is None else f"{path}:{line}"
        super().__init__(placed(phrase), place=place, **values)
        self.problem = build_problem(phrase, path=path, line=line, **values)

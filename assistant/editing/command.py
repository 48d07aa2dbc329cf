"""`python -m assistant corpus`: the corpus in numbers, and what is to be mended."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import astuple, replace
from pathlib import Path
from typing import get_args

from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant.datamodels import Document, Language
from assistant.editing.checking import LISTS, check_words, compare_languages, compare_with_facts, read_lists
from assistant.editing.dossiers import find_dossiers, read_dossiers
from assistant.editing.findings import Finding
from assistant.editing.overview import CorpusOverview, survey
from assistant.editing.rules import find_breaches
from assistant.editing.spelling import has_dictionary
from assistant.environment import terminal_language
from assistant.errors import AssistantError
from assistant.ingestion.reading import read_corpus
from assistant.ingestion.registers import read_registers
from assistant.settings import load_settings
from assistant.text import editing as text
from assistant.text.labels import LABELS

EXIT_TO_MEND = 1
EXIT_COULD_NOT_RUN = 2


def main(arguments: Sequence[str]) -> int:
    """Print the overview of a corpus folder.

    Returns:
        0 where all is well, 1 where something is to be mended, 2 where the folder or a register cannot be read.
    """
    options = _parse(arguments)
    language: Language = options.language or terminal_language()
    console = Console(soft_wrap=True, highlight=False)
    try:
        corpus_dir = options.corpus or load_settings().corpus_dir
        documents, problems = read_corpus(corpus_dir)
        registers = read_registers(corpus_dir)
        # a file that could not be read leaves its sources unused, which is not a fault of theirs
        judged_by = replace(registers, sources=None) if problems else registers
        to_mend = [problem.say(language) for problem in (*problems, *find_breaches(documents, judged_by))]
        to_mend += [finding.say(language) for finding in _check(corpus_dir, documents)]
    except AssistantError as error:
        Console(stderr=True, soft_wrap=True, highlight=False).print(Text(error.say(language)))
        return EXIT_COULD_NOT_RUN
    _print_overview(console, survey(documents, registers), language)
    _print_problems(console, to_mend, language)
    return EXIT_TO_MEND if to_mend else 0


def _parse(arguments: Sequence[str]) -> argparse.Namespace:
    usage = text.USAGE.say(terminal_language())
    parser = argparse.ArgumentParser(prog="python -m assistant corpus", description=usage)
    parser.add_argument("--corpus", type=Path, metavar="DIR", help=text.CORPUS_HELP.say(terminal_language()))
    parser.add_argument("--language", choices=("da", "en"), help=text.LANGUAGE_HELP.say(terminal_language()))
    return parser.parse_args(arguments)


def _print_overview(console: Console, overview: CorpusOverview, language: Language) -> None:
    first, *numbers = (column.say(language) for column in text.COLUMNS)
    table = Table(box=None, pad_edge=False)
    table.add_column(first)
    for name in numbers:
        table.add_column(name, justify="right")
    for count in (*overview.folders, replace(overview.total, folder=text.TOTAL.say(language))):
        table.add_row(*map(str, astuple(count)))
    console.print(table)
    console.print()
    console.print(_facts_line(overview, language))
    years = overview.sources_by_year
    console.print(
        text.SOURCES.say(
            language,
            count=sum(years.values()),
            undated=years.get(None, 0),
            ageing=overview.ageing,
            interested=overview.interested,
        )
    )
    dated = (text.YEAR.say(language, year=year, count=count) for year, count in years.items() if year)
    console.print(text.BY_YEAR.say(language, years=", ".join(dated)))


def _facts_line(overview: CorpusOverview, language: Language) -> str:
    used, known = overview.facts_used, overview.facts_known
    total = text.FACTS.say(language, used=sum(used.values()), known=sum(known.values()))
    by_label = (
        text.FACTS_OF_LABEL.say(
            language, label=LABELS[label].say(language), used=used.get(label, 0), known=known[label]
        )
        for label in known
    )
    return f"{total} ({', '.join(by_label)})" if known else total


def _check(corpus_dir: Path, documents: Sequence[Document]) -> Iterator[Finding]:
    """What does not agree with the facts, the English or the dictionary, as far as each lies beside the corpus."""
    if not (corpus_dir / LISTS).is_dir():
        return
    lists = read_lists(corpus_dir)
    if dossiers := find_dossiers(corpus_dir):
        yield from compare_with_facts(documents, read_dossiers(dossiers), lists).findings
    yield from compare_languages(documents, lists).findings
    for language in get_args(Language):
        if has_dictionary(language):
            yield from check_words(documents, lists, language=language).findings


def _print_problems(console: Console, to_mend: Sequence[str], language: Language) -> None:
    console.print()
    console.print(text.FOUND.say(language, count=len(to_mend)) if to_mend else text.CLEAN.say(language))
    for line in to_mend:
        console.print(Text(f"  {line}"))

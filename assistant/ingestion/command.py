"""The command line of the ingest: what it is given, how far it is, what came of it."""

from __future__ import annotations

import argparse
import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant.datamodels import IngestReport
from assistant.environment import terminal_language
from assistant.errors import AssistantError
from assistant.ingestion import indexing
from assistant.retrieval.embedding import embedder_name, load_passage_embedder
from assistant.settings import load_settings
from assistant.text import ingest as text
from assistant.text.phrase import Phrase

EXIT_FAILED_FILES = 1
EXIT_COULD_NOT_RUN = 2
EXIT_INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one ingest and report on it.

    Returns:
        The exit status: 0, 1 when a file failed, 2 when it could not run, 130 when it was interrupted.
    """
    options = _parse(arguments)
    logging.basicConfig(level=logging.WARNING)
    console = Console(soft_wrap=True, highlight=False)
    started = time.perf_counter()
    try:
        settings = load_settings()
        index_dir = options.index or settings.index_dir
        with _show_progress(console) as on_progress:
            report = indexing.ingest(
                corpus_dir=options.corpus or settings.corpus_dir,
                index_dir=index_dir,
                embedding_model=embedder_name(settings.embedding_model),
                embedder=lambda: load_passage_embedder(settings.embedding_model, models_dir=index_dir / "models"),
                extra=options.paths,
                remove=options.remove,
                on_progress=on_progress,
            )
    except AssistantError as error:
        console.print(error.say(terminal_language()), markup=False)
        return EXIT_COULD_NOT_RUN
    except KeyboardInterrupt:
        console.print(_say(text.INTERRUPTED))
        return EXIT_INTERRUPTED
    _print_report(console, report, seconds=time.perf_counter() - started)
    return EXIT_FAILED_FILES if report.failed else 0


def _say(phrase: Phrase, **values: object) -> str:
    return phrase.say(terminal_language(), **values)


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python ingest.py", description=_say(text.DESCRIPTION))
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=_say(text.HELP_PATHS))
    parser.add_argument("--remove", action="append", default=[], type=Path, metavar="PATH", help=_say(text.HELP_REMOVE))
    parser.add_argument("--corpus", type=Path, metavar="DIR", help=_say(text.HELP_CORPUS))
    parser.add_argument("--index", type=Path, metavar="DIR", help=_say(text.HELP_INDEX))
    return parser.parse_args(arguments)


@contextmanager
def _show_progress(console: Console) -> Iterator[indexing.Progress]:
    """A bar for each stage on a terminal; elsewhere one plain line as a stage begins."""
    if not console.is_terminal:
        begun: set[str] = set()

        def say(stage: indexing.Stage, _done: int, total: int) -> None:
            if stage not in begun:
                begun.add(stage)
                console.print(f"{_say(text.STAGES[stage])} ({total})" if total > 1 else _say(text.STAGES[stage]))

        yield say
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks = {}

        def move(stage: indexing.Stage, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(_say(text.STAGES[stage]), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield move


def _print_report(console: Console, report: IngestReport, *, seconds: float) -> None:
    for problem in report.failed:
        console.print(_say(text.FAILED, problem=problem.say(terminal_language())), markup=False)
    console.print(
        _say(
            text.SUMMARY,
            documents=report.documents,
            added=report.added,
            unchanged=report.unchanged,
            removed=report.removed,
            failed=len(report.failed),
            seconds=seconds,
        )
    )
    if report.failed:
        console.print(_say(text.FAILED_SUMMARY, failed=len(report.failed)))

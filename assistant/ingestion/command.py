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
from assistant.errors import AssistantError
from assistant.ingestion import indexing
from assistant.retrieval.embedding import embedder_name, load_passage_embedder
from assistant.settings import load_settings
from assistant.text import ingest as text

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
        console.print(str(error), markup=False)
        return EXIT_COULD_NOT_RUN
    except KeyboardInterrupt:
        console.print(text.INTERRUPTED.say("en"))
        return EXIT_INTERRUPTED
    _print_report(console, report, seconds=time.perf_counter() - started)
    return EXIT_FAILED_FILES if report.failed else 0


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python ingest.py", description=text.DESCRIPTION.say("en"))
    parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help=text.HELP_PATHS.say("en"))
    parser.add_argument(
        "--remove", action="append", default=[], type=Path, metavar="PATH", help=text.HELP_REMOVE.say("en")
    )
    parser.add_argument("--corpus", type=Path, metavar="DIR", help=text.HELP_CORPUS.say("en"))
    parser.add_argument("--index", type=Path, metavar="DIR", help=text.HELP_INDEX.say("en"))
    return parser.parse_args(arguments)


@contextmanager
def _show_progress(console: Console) -> Iterator[indexing.Progress]:
    """A bar for each stage on a terminal; elsewhere one plain line as a stage begins."""
    if not console.is_terminal:
        begun: set[str] = set()

        def say(stage: indexing.Stage, _done: int, total: int) -> None:
            if stage not in begun:
                begun.add(stage)
                console.print(
                    f"{text.STAGES[stage].say('en')} ({total})" if total > 1 else text.STAGES[stage].say("en")
                )

        yield say
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as bars:
        tasks = {}

        def move(stage: indexing.Stage, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(text.STAGES[stage].say("en"), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield move


def _print_report(console: Console, report: IngestReport, *, seconds: float) -> None:
    for problem in report.failed:
        place = problem.path if problem.line is None else f"{problem.path}:{problem.line}"
        console.print(text.FAILED.say("en", place=place, message=problem.message), markup=False)
    console.print(
        text.SUMMARY.say(
            "en",
            documents=report.documents,
            added=report.added,
            unchanged=report.unchanged,
            removed=report.removed,
            failed=len(report.failed),
            seconds=seconds,
        )
    )
    if report.failed:
        console.print(text.FAILED_SUMMARY.say("en", failed=len(report.failed)))

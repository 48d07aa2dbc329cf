"""`python -m evals.run`: asks the assistant every question of the files given and says how good the answers are.

It asks as the page asks, through `Assistant.ask`, in the language it detects itself. Exit status: 0 when it ran to
the end, whatever the scores; 2, with one line that says why, when it could not.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import NoReturn, get_args

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from assistant import environment
from assistant.answering.assistant import ABLATIONS
from assistant.datamodels import Mode
from assistant.errors import AssistantError
from evals.asking import Asked, run_cases
from evals.cases import Case, Outcome, QuestionFileError, load_cases
from evals.results import build_figures, build_result, question_fingerprints, write_json
from evals.subject import Subject, SubjectError, open_subject
from evals.tables import open_console, print_failures, print_figures

EXIT_DONE = 0
EXIT_COULD_NOT_RUN = 2
EXIT_STOPPED = 130
COULD_NOT_RUN = (QuestionFileError, SubjectError, AssistantError, OSError)

Opening = Callable[..., AbstractContextManager[Subject]]


class OneLineParser(argparse.ArgumentParser):
    """Says what is wrong with the command in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit 2 without the usage text."""
        self.exit(EXIT_COULD_NOT_RUN, f"{self.prog}: {message}; see --help\n")


def main(arguments: Sequence[str] | None = None, *, opening: Opening = open_subject) -> int:
    """Run the command line; `opening` is how the assistant is opened, see `evals.subject.open_subject`."""
    environment.prepare()
    options = build_parser().parse_args(arguments)
    try:
        run(options, opening=opening)
    except COULD_NOT_RUN as error:
        print(f"evals.run: {error}", file=sys.stderr)
        return EXIT_COULD_NOT_RUN
    except KeyboardInterrupt:
        return EXIT_STOPPED
    return EXIT_DONE


def run(options: argparse.Namespace, *, opening: Opening) -> None:
    """Measure, print, write.

    Raises:
        QuestionFileError: a question file cannot be used.
        SubjectError: the assistant cannot be measured as wished.
        AssistantError: it cannot be opened.
        OSError: the result cannot be written.
    """
    cases = [case for path in options.questions for case in load_cases(path)]
    if options.json:
        options.json.parent.mkdir(parents=True, exist_ok=True)
        options.json.touch()  # a result that cannot be written is better known before the questions than after
    without = frozenset(options.without)
    with opening(corpus_dir=options.corpus, mode=options.mode, without=without) as subject:
        outcomes = ask_with_progress(subject.assistant, cases)
        settings = {**subject.settings, "question_files": question_fingerprints(options.questions)}
    figures = build_figures(outcomes)
    console = open_console()
    print_figures(console, figures, title=", ".join(path.name for path in options.questions))
    print_failures(console, outcomes)
    if options.json:
        write_json(options.json, build_result(figures, outcomes, settings))


def ask_with_progress(assistant: Asked, cases: Sequence[Case]) -> list[Outcome]:
    """One outcome per case, with a bar on standard error where that is a terminal."""
    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
        if not progress.console.is_terminal:
            progress.disable = True
        return list(progress.track(run_cases(assistant, cases), total=len(cases)))


def build_parser() -> argparse.ArgumentParser:
    """The command line, its help naming every step that can be switched off."""
    steps = "\n".join(f"  {name:<20} {what}" for name, what in ABLATIONS.items())
    parser = OneLineParser(
        prog="python -m evals.run",
        description="Ask the assistant every question of the files given and say how good the answers are.",
        epilog=f"steps that --without switches off:\n{steps}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--questions", type=Path, nargs="+", action="extend", required=True, metavar="FILE", help="JSON Lines files"
    )
    parser.add_argument("--json", type=Path, metavar="OUT", help="write figures, cases and settings there")
    parser.add_argument("--corpus", type=Path, metavar="DIR", help="these documents instead of the corpus")
    parser.add_argument("--mode", choices=get_args(Mode), help="how answers are made (default: as the settings say)")
    parser.add_argument(
        "--without",
        nargs="+",
        action="extend",
        default=[],
        choices=tuple(ABLATIONS),
        metavar="NAME",
        help="switch steps of retrieval off",
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())

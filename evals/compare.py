"""`python -m evals.compare --baseline`: measures dev and test and shows the change against the committed baseline.

The rule: a rate has fallen when its new value lies below the low end of the baseline's own 95 % interval for the same
file, over all its questions or those of one language. Less than that is what another draw of questions would do as
well. Tags are shown with `evals.run` but not judged: most have too few questions for an interval to mean much. Times
are shown and never judged, for they depend on the machine. Where every baseline case was right the interval is a
point, so that a single wrong quote or language is a fall.

Exit status: 0 when nothing has fallen, 1 when something has, 2 with one line when it could not run.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from assistant import environment
from evals.cases import load_cases
from evals.results import Figures, build_figures, question_fingerprints, write_json
from evals.run import (
    COULD_NOT_RUN,
    EXIT_COULD_NOT_RUN,
    EXIT_DONE,
    EXIT_STOPPED,
    OneLineParser,
    Opening,
    ask_with_progress,
)
from evals.subject import REPOSITORY, open_subject
from evals.tables import NAMES, open_console, print_failures, show, show_interval

EXIT_FALLEN = 1
BASELINE = REPOSITORY / "evals" / "results" / "baseline.json"
QUESTIONS = REPOSITORY / "evals" / "questions"
FILES = ("dev", "test")


class BaselineError(Exception):
    """There is no baseline to compare with, or it cannot be read."""


@dataclass(frozen=True, slots=True)
class Change:
    """One rate of one group of cases, then and now, each as in the JSON; `old` is None where it was not measured."""

    group: str
    name: str
    old: Mapping[str, Any] | None
    new: Mapping[str, Any]

    @property
    def difference(self) -> float | None:
        """New minus old value; None where either is missing."""
        if self.old is None or self.old["value"] is None or self.new["value"] is None:
            return None
        return float(self.new["value"] - self.old["value"])

    @property
    def has_fallen(self) -> bool:
        """Whether the new value lies below the old interval, or is gone where there was one."""
        if self.old is None or self.old["value"] is None:
            return False
        return self.new["value"] is None or self.new["value"] < self.old["low"]


def main(
    arguments: Sequence[str] | None = None, *, opening: Opening = open_subject, questions_dir: Path = QUESTIONS
) -> int:
    """Run the command line; `opening` is how the assistant is opened, see `evals.subject.open_subject`."""
    environment.prepare()
    options = build_parser().parse_args(arguments)
    console = open_console()
    try:
        old = {} if options.update else read_baseline(options.baseline)
        new = measure(questions_dir, opening=opening, console=console)
        if options.update:
            options.baseline.parent.mkdir(parents=True, exist_ok=True)
            write_json(options.baseline, new)
            console.print(f"wrote {options.baseline}")
            return EXIT_DONE
    except (BaselineError, *COULD_NOT_RUN) as error:
        print(f"evals.compare: {error}", file=sys.stderr)
        return EXIT_COULD_NOT_RUN
    except KeyboardInterrupt:
        return EXIT_STOPPED
    return EXIT_FALLEN if print_comparison(console, old, new) else EXIT_DONE


def measure(questions_dir: Path, *, opening: Opening, console: Console) -> dict[str, Any]:
    """The figures of each file under its name, and the settings; the cases' answers are left out to stay small.

    Raises:
        QuestionFileError: a question file cannot be used.
        SubjectError: the assistant cannot be measured.
        AssistantError: it cannot be opened.
    """
    paths = {name: questions_dir / f"{name}.jsonl" for name in FILES}
    cases = {name: load_cases(path) for name, path in paths.items()}
    measured: dict[str, Any] = {}
    with opening() as subject:
        for name in FILES:
            outcomes = ask_with_progress(subject.assistant, cases[name])
            print_failures(console, outcomes)
            measured[name] = build_figures(outcomes)
        return {
            **measured,
            "settings": {**subject.settings, "question_files": question_fingerprints(list(paths.values()))},
        }


def read_baseline(path: Path) -> dict[str, Any]:
    """What `--update` wrote.

    Raises:
        BaselineError: the file is missing or is no baseline; names the command that writes one.
    """
    try:
        baseline = json.loads(path.read_text(encoding="utf-8"))
        missing = [name for name in (*FILES, "settings") if name not in baseline]
    except (OSError, ValueError, TypeError) as error:
        raise BaselineError(f"no baseline in {path}; write one with python -m evals.compare --update") from error
    if missing:
        raise BaselineError(f"{path} lacks {missing[0]}; write it anew with python -m evals.compare --update")
    return dict(baseline)


def compare(old: Figures, new: Figures) -> Iterator[Change]:
    """Every judged rate of one file that was measured or should have been, over all cases and then by language."""
    groups = {"all": (old["summary"], new["summary"])}
    for language, summary in new["by_language"].items():
        groups[language] = (old["by_language"].get(language, {}), summary)
    for group, (then, now) in groups.items():
        for name in NAMES:
            change = Change(group=group, name=name, old=then.get(name), new=now[name])
            if change.new["value"] is not None or change.has_fallen:
                yield change


def print_comparison(console: Console, old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """A table per file with what it was, what it is and the change; returns whether anything has fallen."""
    if old["settings"].get("question_files") != new["settings"]["question_files"]:
        console.print("The question files have changed since the baseline: this compares different questions.")
    fallen = False
    for file in FILES:
        changes = list(compare(old[file], new[file]))
        console.print(_table(file, changes))
        then, now = old[file]["summary"], new[file]["summary"]
        console.print(f"a question took {show(then['seconds_p50'])} s, takes {show(now['seconds_p50'])} s (p50)")
        fallen |= any(change.has_fallen for change in changes)
    console.print("Something has fallen below the baseline." if fallen else "Nothing has fallen below the baseline.")
    return fallen


def _table(file: str, changes: Sequence[Change]) -> Table:
    columns = ("", "", "baseline", "interval", "now", "change", "")
    table = Table(*columns, title=file, box=box.SIMPLE_HEAD, title_justify="left")
    for change in changes:
        old = change.old or {"value": None}
        difference = "–" if change.difference is None else f"{change.difference:+.2f}"
        verdict = Text("fallen", style="bold red") if change.has_fallen else Text("")
        new = show(change.new["value"])
        table.add_row(
            change.group, NAMES[change.name], show(old["value"]), show_interval(old), new, difference, verdict
        )
        if change.name == list(NAMES)[-1]:
            table.add_section()
    return table


def build_parser() -> argparse.ArgumentParser:
    """The command line."""
    parser = OneLineParser(
        prog="python -m evals.compare",
        description="Measure evals/questions/dev.jsonl and test.jsonl and compare with the committed baseline.",
    )
    parser.add_argument(
        "--baseline",
        type=Path,
        nargs="?",
        const=BASELINE,
        default=BASELINE,
        metavar="FILE",
        help=f"compare with this one (default: {BASELINE.relative_to(REPOSITORY)})",
    )
    parser.add_argument("--update", action="store_true", help="write what is measured as the new baseline")
    return parser


if __name__ == "__main__":
    sys.exit(main())

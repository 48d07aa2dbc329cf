"""Figures as tables in a terminal."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from evals.cases import Outcome
from evals.results import Figures

NAMES: Mapping[str, str] = {
    "recall_at_1": "recall@1",
    "recall_at_3": "recall@3",
    "recall_at_5": "recall@5",
    "mrr_at_10": "MRR@10",
    "ndcg_at_10": "nDCG@10",
    "fact_recall": "facts in the answer",
    "answered_rate": "answered, of the answerable",
    "refusal_recall": "refused, of the unanswerable",
    "refusal_precision": "unanswerable, of the refused",
    "citation_precision": "citations of a right document",
    "citation_recall": "answers citing a right document",
    "quote_accuracy": "quotes verbatim",
    "language_match": "in the question's language",
}
FINDING = {
    "recall_at_1": "R@1",
    "recall_at_3": "R@3",
    "recall_at_5": "R@5",
    "mrr_at_10": "MRR",
    "ndcg_at_10": "nDCG",
}
ANSWERING = {
    "fact_recall": "facts",
    "answered_rate": "answ.",
    "refusal_recall": "ref. R",
    "refusal_precision": "ref. P",
    "citation_precision": "cit. P",
    "citation_recall": "cit. R",
    "quote_accuracy": "quote",
    "language_match": "lang.",
}


def open_console() -> Console:
    """Standard output; wide enough for every table where it is not a terminal, which rich takes for 80 columns."""
    return Console(width=None if sys.stdout.isatty() else 110, highlight=False, markup=False)


def print_figures(console: Console, figures: Figures, *, title: str) -> None:
    """All figures with their intervals, then their values by language and by tag."""
    summary = figures["summary"]
    heading = f"{title}: {summary['n']} questions"
    whole = Table("", "value", "95 % interval", "n", title=heading, box=box.SIMPLE_HEAD, title_justify="left")
    for name, words in NAMES.items():
        rate = summary[name]
        whole.add_row(words, show(rate["value"]), show_interval(rate), str(rate["n"]))
    seconds = f"{show(summary['seconds_p50'])} s / {show(summary['seconds_p95'])} s"
    whole.add_row("a question takes, p50 / p95", seconds, "", str(summary["n"]))
    console.print(whole)
    console.print(_breakdown(figures, FINDING, title="Finding"))
    console.print(_breakdown(figures, ANSWERING, title="Answering"))


def print_failures(console: Console, outcomes: Sequence[Outcome]) -> None:
    """One line per case that crashed or ran out of time; nothing where none did."""
    failed = [outcome for outcome in outcomes if outcome.error is not None]
    if failed:
        console.print(Text(f"{len(failed)} of {len(outcomes)} cases failed:", style="bold red"))
    for outcome in failed:
        console.print(Text(f"  {outcome.case.id}: {outcome.error}"))


def show(value: float | None) -> str:
    """Two decimals, or a dash where there is no figure."""
    return "–" if value is None else f"{value:.2f}"


def show_interval(rate: Mapping[str, Any]) -> str:
    """Low and high end, or a dash."""
    return "–" if rate["value"] is None else f"{rate['low']:.2f}–{rate['high']:.2f}"


def _breakdown(figures: Figures, columns: Mapping[str, str], *, title: str) -> Table:
    table = Table("", "n", *columns.values(), title=title, box=box.SIMPLE_HEAD, title_justify="left")
    groups = {"all": figures["summary"], **figures["by_language"], **figures["by_tag"]}
    ends = {"all", list(groups)[len(figures["by_language"])]}
    for group, summary in groups.items():
        values = [show(summary[name]["value"]) for name in columns]
        table.add_row(Text(group), str(summary["n"]), *values, end_section=group in ends)
    return table

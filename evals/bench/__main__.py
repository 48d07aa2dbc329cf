"""`python -m evals.bench`: every measurement in a table; ratios are what counts, absolute figures are only told.

Exit status: 0, or 1 when one could not be taken, unless it needs a browser and there is none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence

from rich import box
from rich.console import Console
from rich.table import Table

from assistant import environment
from assistant.errors import AssistantError
from evals.bench import first_paint, first_question, import_time, serving, warm_question
from evals.bench.measurement import BenchError, Measurement, SkippedError
from evals.tables import open_console

Measure = Callable[[], Iterator[Measurement]]

MEASURES: Sequence[Measure] = (
    import_time.measure,
    first_question.measure,
    warm_question.measure,
    serving.measure,
    first_paint.measure,
)


def main(measures: Sequence[Measure] = MEASURES) -> int:
    """Take each measurement in turn; one that cannot be taken says so in a line and the others go on."""
    environment.prepare()
    console = open_console()
    taken: list[Measurement] = []
    untaken: list[str] = []
    at_fault = False
    for measure in measures:
        name = measure.__module__.rpartition(".")[2]
        Console(stderr=True).print(f"measuring {name} …")
        try:
            taken.extend(measure())
        except (BenchError, AssistantError) as error:
            untaken.append(f"{name}: {error}")
            at_fault |= not isinstance(error, SkippedError)
    console.print(_table(taken))
    for line in untaken:
        console.print(line)
    return int(at_fault)


def _table(measurements: Sequence[Measurement]) -> Table:
    table = Table("", "takes", "against", "takes", "ratio", "should be", box=box.SIMPLE_HEAD)
    for one in measurements:
        digits = 0 if one.unit == "MB" else 3
        value, reference = (f"{figure:.{digits}f} {one.unit}" for figure in (one.value, one.reference))
        table.add_row(one.what, value, one.against, reference, f"{one.ratio:.2f} ×", one.aim)
    return table


if __name__ == "__main__":
    sys.exit(main())

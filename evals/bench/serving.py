"""What a serving process holds in memory after some questions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from evals.bench.measurement import BenchError, Measurement, SkippedError, report_of

STATUS = Path("/proc/self/status")
# VmHWM, not getrusage: on Linux a new process starts with its parent's peak in getrusage
REPORT = """
import json, re, sys
import streamlit
{answering}
peak_kilobytes = int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1])
print(json.dumps({{"peak_megabytes": peak_kilobytes / 1024, "torch": "torch" in sys.modules}}))
"""
ANSWERING = """
from assistant import environment
environment.prepare()
from assistant.answering.assistant import load_assistant
from assistant.settings import load_settings
from evals.bench.warm_question import QUESTIONS
assistant = load_assistant(load_settings())
for question in QUESTIONS:
    assistant.ask(question)
"""


def measure() -> Iterator[Measurement]:
    """Peak memory against Streamlit alone.

    Raises:
        SkippedError: the system does not tell a process its peak memory, as Linux does.
        BenchError: the process has imported torch, which on the default path is a fault and not a figure.
    """
    if not STATUS.exists():
        raise SkippedError(f"skipped, for there is no {STATUS} here")
    serving = report_of(REPORT.format(answering=ANSWERING))
    empty = report_of(REPORT.format(answering=""))
    yield Measurement(
        "serving process, peak memory",
        serving["peak_megabytes"],
        empty["peak_megabytes"],
        "Streamlit alone",
        "MB",
        "under 600 MB",
    )
    if serving["torch"]:
        raise BenchError("the serving process has imported torch")

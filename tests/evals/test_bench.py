from __future__ import annotations

from collections.abc import Iterator

import pytest

from evals.bench.__main__ import main
from evals.bench.measurement import BenchError, Measurement, SkippedError, report_of, run_fresh, time_alternately


def take_one() -> Iterator[Measurement]:
    yield Measurement("warm question", 0.03, 0.02, "1 encode, 1 query", "s", "at most 2 ×")


def skip() -> Iterator[Measurement]:
    raise SkippedError("skipped, for there is no chromium here")
    yield


def fail() -> Iterator[Measurement]:
    raise BenchError("the serving process has imported torch")
    yield


def test_a_measurement_is_shown_beside_its_reference(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([take_one]) == 0

    shown = capsys.readouterr().out
    for words in ("warm question", "0.030 s", "1 encode, 1 query", "0.020 s", "1.50 ×", "at most 2 ×"):
        assert words in shown


def test_what_is_skipped_is_said_and_no_fault(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([skip, take_one]) == 0

    shown = capsys.readouterr().out
    assert "skipped, for there is no chromium here" in shown
    assert "warm question" in shown


def test_what_cannot_be_taken_is_said_and_ends_with_1(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([fail, take_one]) == 1

    assert "the serving process has imported torch" in capsys.readouterr().out


def test_a_fresh_process_reports_or_says_why_not() -> None:
    assert report_of("print('noise'); print('{\"torch\": false}')") == {"torch": False}
    with pytest.raises(BenchError, match="no such thing"):
        run_fresh("-c", "raise SystemExit('no such thing')")


def test_actions_are_timed_in_turn() -> None:
    order: list[str] = []

    medians = time_alternately(lambda: order.append("a"), lambda: order.append("b"), rounds=3)

    assert order == ["a", "b"] * 3
    assert len(medians) == 2

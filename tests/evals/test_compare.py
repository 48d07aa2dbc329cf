from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from evals.compare import Change, main
from tests.evals.conftest import FakeAssistant, FakeOpening, make_answer, make_record, write_questions

RIGHT = {"Hvad arbejder Paddehatten med?": make_answer()}
WRONG = {"Hvad arbejder Paddehatten med?": make_answer(ranked=("cases/b",), cited=("cases/b",))}


def make_rate(value: float | None, low: float | None = None) -> dict[str, Any]:
    return {"value": value, "low": value if low is None else low, "high": value, "n": 10}


@pytest.fixture
def questions_dir(tmp_path: Path) -> Path:
    for name in ("dev", "test"):
        write_questions(tmp_path / f"{name}.jsonl", make_record(tags=["case"]))
    return tmp_path


def run(questions_dir: Path, answers: dict[str, Any], *arguments: str) -> int:
    command = ["--baseline", str(questions_dir / "results" / "baseline.json"), *arguments]
    return main(command, opening=FakeOpening(FakeAssistant(answers)), questions_dir=questions_dir)


def test_a_rate_falls_when_it_drops_below_the_low_end_of_the_old_interval() -> None:
    assert not Change("all", "recall_at_1", make_rate(0.8, low=0.7), make_rate(0.7)).has_fallen
    assert Change("all", "recall_at_1", make_rate(0.8, low=0.7), make_rate(0.69)).has_fallen
    assert not Change("all", "recall_at_1", make_rate(0.8, low=0.7), make_rate(0.9)).has_fallen


def test_what_was_not_measured_before_cannot_fall_and_what_is_gone_has() -> None:
    assert not Change("en", "recall_at_1", None, make_rate(0.1)).has_fallen
    assert not Change("en", "recall_at_1", make_rate(None), make_rate(0.1)).has_fallen
    assert Change("en", "recall_at_1", make_rate(0.5), make_rate(None)).has_fallen
    assert Change("en", "recall_at_1", None, make_rate(0.1)).difference is None


def test_update_writes_the_figures_of_dev_and_test_without_the_answers(questions_dir: Path) -> None:
    assert run(questions_dir, RIGHT, "--update") == 0

    baseline = json.loads((questions_dir / "results" / "baseline.json").read_text(encoding="utf-8"))
    assert set(baseline) == {"dev", "test", "settings"}
    assert set(baseline["dev"]) == {"summary", "by_tag", "by_language"}
    assert baseline["test"]["by_tag"]["case"]["recall_at_1"]["value"] == 1.0
    assert set(baseline["settings"]["question_files"]) == {"dev.jsonl", "test.jsonl"}


def test_the_same_figures_again_end_with_0(questions_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(questions_dir, RIGHT, "--update")

    assert run(questions_dir, RIGHT) == 0
    shown = capsys.readouterr().out
    assert "Nothing has fallen" in shown
    assert "+0.00" in shown
    assert "have changed" not in shown


def test_a_figure_below_its_interval_ends_with_1_and_is_marked(
    questions_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(questions_dir, RIGHT, "--update")

    assert run(questions_dir, WRONG) == 1
    shown = capsys.readouterr().out
    assert "Something has fallen" in shown
    assert "-1.00" in shown


def test_better_figures_end_with_0(questions_dir: Path) -> None:
    run(questions_dir, WRONG, "--update")

    assert run(questions_dir, RIGHT) == 0


def test_changed_questions_are_said(questions_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(questions_dir, RIGHT, "--update")
    write_questions(questions_dir / "dev.jsonl", make_record(id="other"))

    assert run(questions_dir, RIGHT) == 0
    assert "The question files have changed since the baseline" in capsys.readouterr().out


def test_failed_cases_are_shown(questions_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(questions_dir, RIGHT, "--update")

    assert run(questions_dir, {"Hvad arbejder Paddehatten med?": RuntimeError("gone")}) == 1
    assert "robotter: RuntimeError: gone" in capsys.readouterr().out


@pytest.mark.parametrize("content", [None, "", "7", '{"dev": {}}'])
def test_without_a_usable_baseline_it_ends_with_2_and_the_command_that_writes_one(
    questions_dir: Path, content: str | None, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        (questions_dir / "results").mkdir()
        (questions_dir / "results" / "baseline.json").write_text(content, encoding="utf-8")

    assert run(questions_dir, RIGHT) == 2
    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert "python -m evals.compare --update" in said[0]

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import fields
from pathlib import Path

import pytest

from assistant.answering.assistant import ABLATIONS
from assistant.errors import IndexUnavailableError
from assistant.text.phrase import Phrase
from evals.metrics import SHARES, Summary
from evals.run import main
from evals.subject import Subject, SubjectError
from tests.evals.conftest import FakeAssistant, FakeOpening, make_answer, make_record, write_questions

ROBOTS = make_answer()
LEADER = make_answer("Lederen lytter til idéer [1].", ranked=("cases/b", "cases/paddehatten"), quote="lytter")


@pytest.fixture
def opening() -> FakeOpening:
    return FakeOpening(
        FakeAssistant(
            {
                "Hvad arbejder Paddehatten med?": ROBOTS,
                "Og lederen?": LEADER,
                "What does it cost?": make_answer("The sources do not say what it costs.", cited=(), refused=True),
            }
        )
    )


def test_a_run_writes_figures_cases_and_settings_as_the_contract_has_them(
    questions: Path, opening: FakeOpening, tmp_path: Path
) -> None:
    out = tmp_path / "made" / "out.json"

    assert main(["--questions", str(questions), "--json", str(out)], opening=opening) == 0

    result = json.loads(out.read_text(encoding="utf-8"))
    assert set(result) == {"summary", "by_tag", "by_language", "cases", "settings"}
    assert set(result["summary"]) == {field.name for field in fields(Summary)}
    assert result["summary"]["n"] == 3
    assert result["summary"]["recall_at_1"]["value"] == 0.5
    assert result["summary"]["recall_at_3"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 2}
    assert result["summary"]["refusal_recall"]["value"] == 1.0
    assert result["summary"]["fact_recall"] == {"value": 1.0, "low": 1.0, "high": 1.0, "n": 1}
    assert result["summary"]["language_match"]["value"] == 1.0
    assert list(result["by_language"]) == ["da", "en"]
    assert set(result["by_tag"]) == {"case", "near-miss", "follow-up"}
    assert result["by_tag"]["near-miss"]["recall_at_1"] == {"value": None, "low": None, "high": None, "n": 0}
    assert set(result["settings"]["question_files"]) == {"few.jsonl"}
    assert result["cases"][2] == {
        "id": "idéer",
        "ranked_documents": ["cases/b", "cases/paddehatten"],
        "cited_documents": ["cases/paddehatten"],
        "refused": False,
        "answer": "Lederen lytter til idéer [1].",
        "seconds": result["cases"][2]["seconds"],
        "error": None,
    }


def test_every_rate_is_an_object_of_value_interval_and_count(
    questions: Path, opening: FakeOpening, tmp_path: Path
) -> None:
    main(["--questions", str(questions), "--json", str(tmp_path / "out.json")], opening=opening)

    summary = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))["summary"]
    for name in SHARES:
        assert list(summary[name]) == ["value", "low", "high", "n"]


def test_the_tables_show_all_questions_each_language_and_each_tag(
    questions: Path, opening: FakeOpening, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--questions", str(questions)], opening=opening)

    shown = capsys.readouterr().out
    for words in ("few.jsonl: 3 questions", "recall@1", "quotes verbatim", "near-miss", "follow-up", "da", "en"):
        assert words in shown
    assert "failed" not in shown


def test_several_files_are_measured_together(questions: Path, opening: FakeOpening, tmp_path: Path) -> None:
    more = write_questions(tmp_path / "more.jsonl", make_record())
    out = tmp_path / "out.json"

    assert main(["--questions", str(questions), str(more), "--json", str(out)], opening=opening) == 0

    result = json.loads(out.read_text(encoding="utf-8"))
    assert [case["id"] for case in result["cases"]] == ["robotter", "price", "idéer", "robotter"]
    assert set(result["settings"]["question_files"]) == {"few.jsonl", "more.jsonl"}


def test_a_case_that_crashes_is_counted_and_shown_and_the_run_goes_on(
    questions: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    opening = FakeOpening(FakeAssistant({"Og lederen?": ValueError("[bold]out of [1]")}))
    out = tmp_path / "out.json"

    assert main(["--questions", str(questions), "--json", str(out)], opening=opening) == 0

    shown = capsys.readouterr().out
    assert "1 of 3 cases failed" in shown
    assert "idéer: ValueError: [bold]out of [1]" in shown
    result = json.loads(out.read_text(encoding="utf-8"))
    assert result["summary"]["failed"] == 1
    assert result["cases"][2]["error"] == "ValueError: [bold]out of [1]"
    assert result["cases"][2]["refused"] is False
    assert result["cases"][2]["answer"] is None


def test_a_lone_surrogate_in_a_question_or_an_answer_is_written_as_valid_json(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    path.write_text(json.dumps(make_record(question="\ud800?")) + "\n", encoding="utf-8")
    opening = FakeOpening(FakeAssistant({"\ud800?": make_answer("Svar \ud800 [1].")}))

    assert main(["--questions", str(path), "--json", str(tmp_path / "out.json")], opening=opening) == 0

    result = json.loads((tmp_path / "out.json").read_text(encoding="utf-8"))
    assert result["cases"][0]["answer"] == "Svar \ud800 [1]."


def test_corpus_mode_and_steps_left_out_reach_the_assistant(
    questions: Path, opening: FakeOpening, tmp_path: Path
) -> None:
    others = [name for name in ABLATIONS if name != "section-questions"][:1]
    command = ["--questions", str(questions), "--corpus", str(tmp_path), "--mode", "extractive"]

    assert main([*command, "--without", "section-questions", *others], opening=opening) == 0

    assert opening.wished == {
        "corpus_dir": tmp_path,
        "mode": "extractive",
        "without": frozenset(["section-questions", *others]),
    }


def test_a_bad_question_file_ends_with_2_and_one_line(
    tmp_path: Path, opening: FakeOpening, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write_questions(tmp_path / "typo.jsonl", make_record(langauge="da"))

    assert main(["--questions", str(path)], opening=opening) == 2

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 1
    assert f"{path}:1: field 'langauge' is unknown" in said[0]


@pytest.mark.parametrize(
    "trouble",
    [
        IndexUnavailableError(Phrase(da="Der er intet indeks.", en="There is no index; run python ingest.py.")),
        SubjectError("There is no index; run python ingest.py."),
    ],
)
def test_an_assistant_that_cannot_be_opened_ends_with_2_and_one_line(
    questions: Path, trouble: Exception, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(**wished: object) -> AbstractContextManager[Subject]:
        raise trouble

    assert main(["--questions", str(questions)], opening=broken) == 2
    assert capsys.readouterr().err == "evals.run: There is no index; run python ingest.py.\n"


@pytest.mark.parametrize(
    "wrong",
    [["--without", "magic"], ["--mode", "telepathic"], ["--json"], ["--limit", "3"]],
)
def test_a_wrong_argument_ends_with_2_and_one_line(
    questions: Path, opening: FakeOpening, wrong: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--questions", str(questions), *wrong], opening=opening)

    assert caught.value.code == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


def test_a_result_that_cannot_be_written_is_said_before_the_first_question(
    questions: Path, opening: FakeOpening, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--questions", str(questions), "--json", str(questions / "out.json")], opening=opening) == 2

    assert len(capsys.readouterr().err.splitlines()) == 1
    assert opening.assistant.seen == []


def test_help_names_every_step_that_can_be_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--help"])

    shown = capsys.readouterr().out
    assert caught.value.code == 0
    assert "section-questions" in ABLATIONS
    for name, what in ABLATIONS.items():
        assert name in shown
        assert what in shown

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from evals.cases import Case, QuestionFileError, load_cases
from tests.evals.conftest import make_record, write_questions

COMMITTED = sorted((Path(__file__).resolve().parents[2] / "evals" / "questions").glob("*.jsonl"))


def test_a_case_with_every_field_is_read_as_written(tmp_path: Path) -> None:
    record = make_record(facts=["1.200", ["robot", "robotter"]], history=["Hvem?"], tags=["case"])

    assert load_cases(write_questions(tmp_path / "one.jsonl", record)) == (
        Case(
            id="robotter",
            question="Hvad arbejder Paddehatten med?",
            language="da",
            answerable=True,
            documents=("cases/paddehatten",),
            facts=(("1.200",), ("robot", "robotter")),
            history=("Hvem?",),
            tags=("case",),
        ),
    )


def test_blank_lines_are_skipped_and_an_empty_or_odd_question_is_a_question(tmp_path: Path) -> None:
    path = tmp_path / "odd.jsonl"
    empty, odd = make_record(id="empty", question=""), make_record(id="odd", question="a\u2028b\x00")
    write_questions(path, empty, odd)
    path.write_text("\ufeff\n" + path.read_text(encoding="utf-8").replace("}\n", "}\r\n\n"), encoding="utf-8")

    assert [case.question for case in load_cases(path)] == ["", "a\u2028b\x00"]


@pytest.mark.parametrize("name", ["id", "question", "language", "answerable", "documents"])
def test_a_missing_field_is_named_with_file_and_line(tmp_path: Path, name: str) -> None:
    record = make_record(id="second")
    del record[name]
    path = write_questions(tmp_path / "gap.jsonl", make_record(), record)

    with pytest.raises(QuestionFileError) as caught:
        load_cases(path)

    assert str(caught.value) == f"{path}:2: field '{name}' is missing"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("id", 7, "a string"),
        ("question", None, "a string"),
        ("language", "sv", "'da' or 'en'"),
        ("language", ["da"], "'da' or 'en'"),
        ("answerable", 1, "true or false"),
        ("answerable", "true", "true or false"),
        ("documents", "cases/paddehatten", "a list of strings"),
        ("documents", [1], "a list of strings"),
        ("history", None, "a list of strings"),
        ("tags", {"case": 1}, "a list of strings"),
        ("facts", "robotter", "a list whose items are strings"),
        ("facts", [[]], "a list whose items are strings"),
        ("facts", [["robotter", 5]], "a list whose items are strings"),
        ("facts", [" "], "a list whose items are strings"),
        ("facts", [5], "a list whose items are strings"),
    ],
)
def test_a_value_of_the_wrong_type_is_named_with_what_it_must_be(
    tmp_path: Path, name: str, value: Any, expected: str
) -> None:
    path = write_questions(tmp_path / "wrong.jsonl", make_record(**{name: value}))

    with pytest.raises(QuestionFileError) as caught:
        load_cases(path)

    assert f"{path}:1: field '{name}' must be {expected}" in str(caught.value)


def test_an_unknown_field_is_named_with_the_fields_there_are(tmp_path: Path) -> None:
    path = write_questions(tmp_path / "typo.jsonl", make_record(tag=["case"]))

    with pytest.raises(QuestionFileError, match=r"typo\.jsonl:1: field 'tag' is unknown; the fields are id, .*tags"):
        load_cases(path)


def test_an_id_used_twice_is_named_with_both_lines(tmp_path: Path) -> None:
    path = write_questions(tmp_path / "twice.jsonl", make_record(), make_record(id="other"), make_record())

    with pytest.raises(QuestionFileError, match=r"twice\.jsonl:3: field 'id': 'robotter' is already used in line 1"):
        load_cases(path)


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        (b'{"id": "a"\n', ":1: is not JSON"),
        (b'["a"]\n', ":1: is not a JSON object"),
        (b"\n \n", "holds no question"),
        ("æ".encode("latin-1"), "is not UTF-8"),
    ],
)
def test_a_file_that_is_no_question_file_says_so(tmp_path: Path, content: bytes, complaint: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_bytes(content)

    with pytest.raises(QuestionFileError) as caught:
        load_cases(path)

    assert str(path) in str(caught.value)
    assert complaint in str(caught.value)


def test_a_file_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match=r"gone\.jsonl: cannot be read"):
        load_cases(tmp_path / "gone.jsonl")


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_our_own_cases_name_right_documents_exactly_where_they_are_answerable(path: Path) -> None:
    for case in load_cases(path):
        assert bool(case.documents) == case.answerable, case.id
        assert case.answerable or not case.facts, case.id
        assert case.tags, case.id

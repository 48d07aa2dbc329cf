from __future__ import annotations

from pathlib import Path

import pytest

from assistant.errors import CorpusError
from assistant.retrieval.packaged import PackagedQuestionEmbedder
from evals import subject
from evals.subject import SubjectError, open_subject, read_commit

DOCUMENT = "---\ntitle: Ferie\n---\nFerien skal varsles tre måneder før.\n"


@pytest.fixture(autouse=True)
def settings_of_our_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSISTANT_INDEX_DIR", str(tmp_path / "index"))
    monkeypatch.setenv("ASSISTANT_CHAT_API_KEY", "sk-secret")


def test_a_corpus_folder_that_is_not_there_says_so(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="nowhere"), open_subject(corpus_dir=tmp_path / "nowhere"):
        pass


def test_a_corpus_of_which_nothing_can_be_read_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "bad.md").write_text("no title\n", encoding="utf-8")

    with pytest.raises(SubjectError, match="holds no document"), open_subject(corpus_dir=tmp_path / "documents"):
        pass

    assert "bad.md:1" in capsys.readouterr().err


def test_a_crash_while_opening_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(*values: object, **named: object) -> None:
        raise RuntimeError("no more memory")

    monkeypatch.setattr(subject, "load_assistant", crash)

    with pytest.raises(SubjectError, match="crashed while it was opened: RuntimeError: no more memory"), open_subject():
        pass


def test_outside_a_repository_there_is_no_commit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subject, "REPOSITORY", tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))

    assert read_commit() is None


@pytest.mark.model
def test_a_folder_of_plain_documents_is_measured_alone_and_no_secret_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # the engine embeds passages too, without half a gigabyte to unpack first
    monkeypatch.setattr(subject, "load_passage_embedder", lambda model, *, models_dir: PackagedQuestionEmbedder())
    (tmp_path / "documents" / "sub").mkdir(parents=True)
    (tmp_path / "documents" / "sub" / "Årsferie.md").write_text(DOCUMENT, encoding="utf-8")

    with open_subject(corpus_dir=tmp_path / "documents") as opened:
        answer = opened.assistant.ask("Hvornår skal ferien varsles?")

    assert {hit.passage.document_id for hit in answer.hits} == {"sub/aarsferie"}
    assert opened.settings["mode"] == "extractive"
    assert opened.settings["corpus"] == "documents"
    assert opened.settings["passages"]
    assert "sk-secret" not in str(opened.settings)

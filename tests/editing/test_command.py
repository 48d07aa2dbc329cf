from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.editing.command import main

ROOT = Path(__file__).resolve().parents[2]
KAT = "---\ntitle: Kat\nwording: own-words\n---\n## Søvn\n\nDen sover. Katten spiser mus.\n"


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    (tmp_path / "dyr").mkdir()
    (tmp_path / "dyr" / "kat.md").write_text(KAT, encoding="utf-8")
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = main([str(argument) for argument in arguments])
    printed = capsys.readouterr()
    return status, printed.out, printed.err


def test_the_corpus_is_shown_in_numbers_and_what_is_to_be_mended(
    corpus_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, out, _ = run(capsys, "--corpus", corpus_dir, "--language", "da")

    assert status == 1
    assert out.splitlines()[1].split() == ["dyr", "1", "6", "1", "0", "0", "0", "2", "0"]
    assert "dyr/kat › Søvn: Sætningen peger tilbage og kan ikke stå alene." in out


def test_a_file_that_cannot_be_read_is_named_with_its_line(
    corpus_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus_dir / "sources.yaml").write_text("S1: {title: Ubrugt}\n", encoding="utf-8")
    (corpus_dir / "dyr" / "kat.meta.yaml").write_text("Søvnn:\n  label: ours\n", encoding="utf-8")

    status, out, _ = run(capsys, "--corpus", corpus_dir, "--language", "en")

    assert status == 1
    assert "kat.meta.yaml:1: The heading “Søvnn” is not in kat.md." in out
    assert "Did you mean “Søvn”?" in out
    assert "S1" not in out


def test_documents_with_nothing_but_a_title_break_no_rule(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: A\n---\nDen sover.\n", encoding="utf-8")

    status, out, _ = run(capsys, "--corpus", tmp_path, "--language", "en")

    assert status == 0
    assert "No rule is broken." in out


def test_a_missing_folder_is_said_in_the_language_of_the_terminal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "da_DK.UTF-8")

    status, out, err = run(capsys, "--corpus", tmp_path / "ingen")

    assert (status, out) == (2, "")
    assert "findes ikke. Ret ASSISTANT_CORPUS_DIR eller --corpus" in err


def test_the_word_corpus_on_the_command_line_opens_the_overview(corpus_dir: Path) -> None:
    command = [sys.executable, "-m", "assistant", "corpus", "--corpus", str(corpus_dir), "--language", "en"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "Sources in use: 0" in done.stdout

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from assistant.ingestion import command
from assistant.ingestion.index_lock import lock_index
from assistant.ingestion.indexing import CONTENTLESS_QUESTIONS
from assistant.protocols import Embedder
from assistant.retrieval.language.contrast import load_contrast
from tests.fakes import FakeEmbedder

ROOT = Path(__file__).parents[1]
OWN_TEXTS = 3  # of kat.md: its body and two sentences
TEXTS = OWN_TEXTS + len(CONTENTLESS_QUESTIONS) + len(load_contrast())


@pytest.fixture
def corpus_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "kat.md").write_text("---\ntitle: Kat\n---\nKatten sover. Katten spiser.", encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _fake_model(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def load(model: str, *, models_dir: Path) -> Embedder:
        return FakeEmbedder("fake")

    for name in list(os.environ):
        if name.startswith("ASSISTANT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(command, "load_passage_embedder", load)


def run(arguments: Sequence[object], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    status = command.main([str(argument) for argument in arguments])
    captured = capsys.readouterr()
    assert captured.err == ""
    return status, captured.out


def test_folders_come_from_the_settings_and_options_go_before_them(
    corpus_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run([], capsys)[0] == 0
    assert (tmp_path / ".index" / "current").is_file()

    monkeypatch.setenv("ASSISTANT_CORPUS_DIR", str(tmp_path / "ingen"))
    assert run(["--corpus", corpus_dir, "--index", tmp_path / "andet"], capsys)[0] == 0
    assert (tmp_path / "andet" / "current").is_file()


def test_without_a_terminal_each_stage_is_one_plain_line_and_a_summary_follows(
    corpus_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(["--corpus", corpus_dir], capsys)

    lines = said.splitlines()
    assert status == 0
    assert lines[:-1] == [
        "Reading files",
        f"Encoding texts ({TEXTS})",
        f"Building the index ({OWN_TEXTS + len(load_contrast())})",
        "Checking the index",
    ]
    assert lines[-1].startswith("1 documents. Passages: 1 added, 0 unchanged, 0 removed, 0 file(s) failed.")

    status, said = run(["--corpus", corpus_dir], capsys)
    assert status == 0
    assert said.startswith("1 documents. Passages: 0 added, 1 unchanged, 0 removed, 0 file(s) failed.")


def test_extra_paths_are_added_and_removed(
    corpus_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    extra = tmp_path / "fugl.md"
    extra.write_text("---\ntitle: Fugl\n---\nFuglen synger.", encoding="utf-8")

    assert "2 documents. Passages: 2 added" in run([extra, "--corpus", corpus_dir], capsys)[1]
    assert "1 documents. Passages: 0 added, 1 unchanged, 1 removed" in run(["--remove", "fugl.md"], capsys)[1]


def test_a_file_that_fails_is_named_with_its_line_and_the_status_is_1(
    corpus_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = corpus_dir / "hund.md"
    path.write_text("---\ntitle: Hund\nkind: [dyr]\n---\nHunden gør.", encoding="utf-8")

    status, said = run([], capsys)

    assert status == 1
    assert "Failed: corpus/hund.md:3: “kind” cannot be “['dyr']”. Write one of: publication" in said
    assert "1 file(s) failed" in said


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--corpus", "ingen"], "The folder ingen does not exist"),
        (["ingen.md"], "ingen.md does not exist"),
        (["--remove", "ingen.md"], "is not among the extra paths"),
        (["--index", "corpus/kat.md"], "could not be written in corpus/kat.md"),
    ],
)
@pytest.mark.usefixtures("corpus_dir")
def test_what_cannot_run_says_so_in_one_line_and_the_status_is_2(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    status, said = run(arguments, capsys)

    assert status == 2
    assert says in said
    assert said.count("\n") == 1


@pytest.mark.usefixtures("corpus_dir")
def test_a_wrong_setting_and_a_running_ingest_are_said_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".index").mkdir()
    with lock_index(tmp_path / ".index"):
        assert run([], capsys) == (
            2,
            "Another ingest is running in .index. Wait until it has ended and run again: python ingest.py\n",
        )
    monkeypatch.setenv("ASSISTANT_CORPUS_DIRR", "corpus")
    status, said = run([], capsys)
    assert (status, said.count("\n")) == (2, 1)
    assert "ASSISTANT_CORPUS_DIR" in said


@pytest.mark.usefixtures("corpus_dir")
def test_ctrl_c_ends_with_a_calm_line_and_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(model: str, *, models_dir: Path) -> Embedder:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "load_passage_embedder", interrupted)

    status, said = run([], capsys)

    assert status == 130
    assert said.splitlines()[-1] == "Interrupted. Nothing has been changed; run again: python ingest.py"


def test_on_a_terminal_there_is_a_progress_bar(corpus_dir: Path, tmp_path: Path) -> None:
    code = (
        "from assistant.ingestion import command; from tests.fakes import FakeEmbedder\n"
        "command.load_passage_embedder = lambda model, *, models_dir: FakeEmbedder('fake')\n"
        f"raise SystemExit(command.main(['--corpus', {str(corpus_dir)!r}, '--index', {str(tmp_path / 'index')!r}]))"
    )
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    ) as process:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 4096)
            except OSError:  # Linux reports the end of a terminal like this
                break
            if not part:
                break
            shown += part
    os.close(ours)

    assert process.returncode == 0
    assert "━" in shown.decode()
    assert f"{TEXTS}/{TEXTS}" in shown.decode()
    assert "1 added" in shown.decode()


def test_ctrl_c_in_the_running_command_leaves_no_traceback(corpus_dir: Path, tmp_path: Path) -> None:
    code = (
        "import time; from assistant.ingestion import command\n"
        "command.load_passage_embedder = lambda model, *, models_dir: time.sleep(60)\n"
        f"raise SystemExit(command.main(['--corpus', {str(corpus_dir)!r}, '--index', {str(tmp_path / 'index')!r}]))"
    )
    with subprocess.Popen(
        [sys.executable, "-u", "-c", code], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        while not process.stdout.readline().startswith("Encoding"):
            pass
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        said, errors = process.communicate(timeout=30)

    assert process.returncode == 130
    assert said.startswith("Interrupted.")
    assert errors == ""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pytest

from assistant.datamodels import IngestReport
from assistant.errors import CorpusError, IndexUnavailableError
from assistant.ingestion import indexing, publishing
from assistant.ingestion.index_lock import lock_index
from assistant.ingestion.indexing import ingest
from assistant.protocols import Embedder
from assistant.retrieval import index_folder
from assistant.retrieval.attunement import is_identity
from assistant.retrieval.index import open_index, verify
from tests.fakes import FakeEmbedder
from tests.ingestion.conftest import Write

ROOT = Path(__file__).parents[2]
KILLS = 30


@pytest.fixture
def index_dir(tmp_path: Path) -> Path:
    return tmp_path / "index"


check_in_a_process_of_its_own = publishing._verify


@pytest.fixture(autouse=True)
def _check_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check new indexes in this process, which saves a start of Python each; the kills below do it as it is done."""
    monkeypatch.setattr(publishing, "_verify", verify)


@pytest.fixture
def two_documents(write: Write) -> None:
    write("kat.md", title="Kat", body="Katten sover.\n\n## Mad\n\nKatten spiser fisk.\n")
    write("hund.md", title="Hund", body="Hunden gør.\n")


def run(
    corpus_dir: Path,
    index_dir: Path,
    *,
    embedder: FakeEmbedder | None = None,
    extra: Iterable[Path] = (),
    remove: Iterable[Path] = (),
) -> IngestReport:
    embedder = embedder or FakeEmbedder()
    return ingest(
        corpus_dir=corpus_dir,
        index_dir=index_dir,
        embedding_model=embedder.name,
        embedder=lambda: embedder,
        extra=tuple(extra),
        remove=tuple(remove),
    )


def no_model() -> Embedder:
    raise AssertionError("an unchanged run loaded the model")


def texts(index_dir: Path) -> dict[str, list[str]]:
    """What the index holds: the passages' texts by document."""
    held: dict[str, list[str]] = {}
    with open_index(index_dir, embedder_name="fake") as index:
        for passage in index.passages.values():
            held.setdefault(passage.document_id, []).append(passage.text)
    return held


def folders(index_dir: Path) -> set[str]:
    return {path.name for path in index_dir.glob("index-*")}


@pytest.mark.usefixtures("two_documents")
def test_a_first_ingest_adds_every_passage(corpus_dir: Path, index_dir: Path) -> None:
    report = run(corpus_dir, index_dir)

    assert (report.added, report.unchanged, report.removed, report.documents, report.failed) == (3, 0, 0, 2, ())
    assert texts(index_dir) == {"hund": ["Hunden gør."], "kat": ["Katten sover.", "Katten spiser fisk."]}


@pytest.mark.usefixtures("two_documents")
def test_a_second_ingest_changes_nothing_loads_no_model_and_is_done_at_once(corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)
    before = {path: path.stat().st_mtime_ns for path in index_dir.rglob("*")}
    started = time.perf_counter()

    report = ingest(corpus_dir=corpus_dir, index_dir=index_dir, embedding_model="fake", embedder=no_model)

    assert time.perf_counter() - started < 1
    assert report == IngestReport(added=0, unchanged=3, removed=0, documents=2, encoded=0)
    assert {path: path.stat().st_mtime_ns for path in index_dir.rglob("*") if path.name != "lock"} == {
        path: changed for path, changed in before.items() if path.name != "lock"
    }


@pytest.mark.usefixtures("two_documents")
def test_only_changed_texts_are_encoded_again(write: Write, corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)
    write("hund.md", title="Hund", body="Hunden gør.\n\n## Søvn\n\nHunden sover.\n")
    embedder = FakeEmbedder()

    report = run(corpus_dir, index_dir, embedder=embedder)

    assert sorted(embedder.seen) == ["Hund\nSøvn\nHunden sover.", "Hunden sover."]
    assert (report.added, report.unchanged, report.removed, report.encoded) == (1, 3, 0, 2)


@pytest.mark.usefixtures("two_documents")
def test_a_change_that_needs_no_new_vector_loads_no_model(corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)
    (corpus_dir / "hund.md").unlink()

    report = ingest(corpus_dir=corpus_dir, index_dir=index_dir, embedding_model="fake", embedder=no_model)

    assert (report.added, report.unchanged, report.removed, report.documents) == (0, 2, 1, 1)
    assert list(texts(index_dir)) == ["kat"]


@pytest.mark.usefixtures("two_documents")
def test_a_comment_in_a_meta_file_builds_no_new_index(write: Write, corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)
    before = folders(index_dir)
    write("kat.meta.yaml", "# intet at sige\n")

    assert run(corpus_dir, index_dir).added == 0
    assert folders(index_dir) == before
    assert ingest(
        corpus_dir=corpus_dir, index_dir=index_dir, embedding_model="fake", embedder=no_model
    ) == IngestReport(0, 3, 0, documents=2, encoded=0)


@pytest.mark.usefixtures("two_documents")
def test_extra_paths_are_remembered_until_they_are_removed(corpus_dir: Path, index_dir: Path, tmp_path: Path) -> None:
    extra = tmp_path / "fugl.md"
    extra.write_text("---\ntitle: Fugl\n---\nFuglen synger.", encoding="utf-8")

    run(corpus_dir, index_dir)
    assert run(corpus_dir, index_dir, extra=[extra]).added == 1
    assert run(corpus_dir, index_dir).unchanged == 4
    assert texts(index_dir)["fugl"] == ["Fuglen synger."]
    assert run(corpus_dir, index_dir, remove=[extra]).removed == 1
    assert "fugl" not in texts(index_dir)
    with pytest.raises(CorpusError, match="not among the extra paths"):
        run(corpus_dir, index_dir, remove=[extra])


@pytest.mark.usefixtures("two_documents")
def test_a_remembered_path_that_is_gone_is_reported_and_its_documents_stay(
    corpus_dir: Path, index_dir: Path, tmp_path: Path
) -> None:
    extra = tmp_path / "mere"
    extra.mkdir()
    (extra / "fugl.md").write_text("---\ntitle: Fugl\n---\nFuglen synger.", encoding="utf-8")
    run(corpus_dir, index_dir, extra=[extra])
    (extra / "fugl.md").unlink()
    extra.rmdir()

    report = run(corpus_dir, index_dir)

    assert [problem.path for problem in report.failed] == [str(extra)]
    assert "--remove" in report.failed[0].message_en
    assert "fugl" in texts(index_dir)
    assert run(corpus_dir, index_dir, remove=[extra]).failed == ()
    assert "fugl" not in texts(index_dir)


@pytest.mark.usefixtures("two_documents")
def test_a_file_with_a_mistake_keeps_its_old_version_while_others_change(
    write: Write, corpus_dir: Path, index_dir: Path
) -> None:
    run(corpus_dir, index_dir)
    write("kat.md", "---\nkind: case\n---\nNy tekst.")
    write("hund.md", title="Hund", body="Hunden løber.")
    write("ny.md", "Ingen titel.")

    report = run(corpus_dir, index_dir)

    assert sorted(Path(problem.path).name for problem in report.failed) == ["kat.md", "ny.md"]
    held = texts(index_dir)
    assert held == {"kat": ["Katten sover.", "Katten spiser fisk."], "hund": ["Hunden løber."]}
    again = run(corpus_dir, index_dir)
    assert (again.added, again.unchanged, again.failed) == (0, 3, report.failed)
    write("kat.md", title="Kat", body="Katten leger.")
    (corpus_dir / "ny.md").unlink()
    assert run(corpus_dir, index_dir).failed == ()
    assert texts(index_dir)["kat"] == ["Katten leger."]


def test_where_every_file_fails_at_first_there_is_no_index_and_each_is_reported(
    write: Write, corpus_dir: Path, index_dir: Path
) -> None:
    write("a.md", "Ingen titel.")

    report = run(corpus_dir, index_dir)

    assert len(report.failed) == 1
    assert report.documents == 0
    with pytest.raises(IndexUnavailableError):
        open_index(index_dir, embedder_name="fake")


@pytest.mark.usefixtures("two_documents")
def test_another_embedding_model_encodes_everything_anew(corpus_dir: Path, index_dir: Path) -> None:
    first = run(corpus_dir, index_dir)
    second = run(corpus_dir, index_dir, embedder=FakeEmbedder("other"))

    assert (second.encoded, second.unchanged) == (first.encoded, 3)
    with pytest.raises(IndexUnavailableError, match="embedding: other ≠ fake"):
        open_index(index_dir, embedder_name="fake")
    open_index(index_dir, embedder_name="other").close()


@pytest.mark.usefixtures("two_documents")
def test_weights_that_changed_under_one_name_leave_no_old_vector(
    write: Write, corpus_dir: Path, index_dir: Path
) -> None:
    run(corpus_dir, index_dir)
    write("ny.md", title="Ny", body="Ny tekst.")
    changed = FakeEmbedder("fake-2")

    report = ingest(corpus_dir=corpus_dir, index_dir=index_dir, embedding_model="fake", embedder=lambda: changed)

    assert report.encoded == len(changed.seen) > 20
    open_index(index_dir, embedder_name="fake-2").close()


@pytest.mark.usefixtures("two_documents")
def test_one_older_index_is_kept_back_and_no_more(write: Write, corpus_dir: Path, index_dir: Path) -> None:
    seen = []
    for number in range(4):
        write("hund.md", title="Hund", body=f"Hunden gør {number} gange.")
        run(corpus_dir, index_dir)
        seen.append(index_folder.current_folder(index_dir).name)

    assert folders(index_dir) == set(seen[-2:])


@pytest.mark.usefixtures("two_documents")
def test_what_a_killed_ingest_left_is_removed(corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)
    (index_dir / "index-0123").mkdir()
    (index_dir / "index-0123" / "documents.jsonl").touch()
    (index_dir / "current.77.new").touch()
    (index_dir / "models").mkdir()

    run(corpus_dir, index_dir)

    assert sorted(path.name for path in index_dir.iterdir()) == sorted(
        [*folders(index_dir), "current", "lock", "models"]
    )
    assert len(folders(index_dir)) == 1


@pytest.mark.usefixtures("two_documents")
def test_a_build_that_does_not_pass_its_check_leaves_the_old_index(
    write: Write, corpus_dir: Path, index_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(corpus_dir, index_dir)
    write("ny.md", title="Ny", body="Ny tekst.")
    monkeypatch.setattr(publishing, "_verify", check_in_a_process_of_its_own)
    monkeypatch.setattr("sys.executable", "/bin/false")

    with pytest.raises(IndexUnavailableError, match="did not pass its check"):
        run(corpus_dir, index_dir)

    assert "ny" not in texts(index_dir)
    assert len(folders(index_dir)) == 1


@pytest.mark.parametrize("stage", ["reading", "encoding", "building", "checking"])
@pytest.mark.usefixtures("two_documents")
def test_an_interrupt_at_any_stage_leaves_the_old_index(
    write: Write, corpus_dir: Path, index_dir: Path, stage: str
) -> None:
    run(corpus_dir, index_dir)
    write("ny.md", title="Ny", body="Ny tekst.")

    def interrupt(reached: indexing.Stage, _done: int, _total: int) -> None:
        if reached == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ingest(
            corpus_dir=corpus_dir,
            index_dir=index_dir,
            embedding_model="fake",
            embedder=FakeEmbedder,
            on_progress=interrupt,
        )

    assert set(texts(index_dir)) == {"kat", "hund"}
    assert len(folders(index_dir)) == 1
    assert run(corpus_dir, index_dir).added == 1


@pytest.mark.usefixtures("two_documents")
def test_two_ingests_at_once_are_not_let_in(corpus_dir: Path, index_dir: Path) -> None:
    index_dir.mkdir()
    with lock_index(index_dir), pytest.raises(IndexUnavailableError, match="Another ingest is running"):
        run(corpus_dir, index_dir)
    assert run(corpus_dir, index_dir).added == 3


def test_a_missing_corpus_folder_is_named_and_no_index_is_made(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"ingen does not exist.*--corpus"):
        run(tmp_path / "ingen", tmp_path / "index")
    assert not (tmp_path / "index").exists()


@pytest.mark.usefixtures("two_documents")
def test_an_emptied_corpus_folder_does_not_empty_the_index(corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)
    for path in corpus_dir.glob("*.md"):
        path.unlink()

    with pytest.raises(CorpusError, match="no documents"):
        run(corpus_dir, index_dir)

    assert set(texts(index_dir)) == {"kat", "hund"}


@pytest.mark.usefixtures("two_documents")
def test_an_index_folder_that_cannot_be_written_to_is_named(corpus_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "fil").touch()

    with pytest.raises(IndexUnavailableError, match=r"could not be written.*python ingest\.py"):
        run(corpus_dir, tmp_path / "fil" / "index")


INGEST = """
import sys
from pathlib import Path
from assistant.errors import AssistantError
from assistant.ingestion.indexing import ingest
from tests.fakes import FakeEmbedder
corpus_dir, index_dir, limit = sys.argv[1:]
if int(limit):
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(limit), int(limit)))
print("ready", flush=True)
try:
    ingest(corpus_dir=Path(corpus_dir), index_dir=Path(index_dir), embedding_model="fake", embedder=FakeEmbedder)
except AssistantError as error:
    sys.exit(str(error))
print("done", flush=True)
"""


def start_ingest(corpus_dir: Path, index_dir: Path, *, limit_bytes: int = 0) -> subprocess.Popen[str]:
    """An ingest in a process of its own that has its imports behind it; no file may grow beyond the limit."""
    process = subprocess.Popen(
        [sys.executable, "-c", INGEST, str(corpus_dir), str(index_dir), str(limit_bytes)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


@pytest.mark.skipif(sys.platform == "win32", reason="there is no limit on file sizes to set")
@pytest.mark.parametrize("limit_bytes", [100, 20_000, 100_000, 300_000])
@pytest.mark.usefixtures("two_documents")
def test_a_full_disk_is_named_and_leaves_the_old_index(
    write: Write, corpus_dir: Path, index_dir: Path, limit_bytes: int
) -> None:
    run(corpus_dir, index_dir)
    write("ny.md", title="Ny", body="Ny tekst. " * 200)

    with start_ingest(corpus_dir, index_dir, limit_bytes=limit_bytes) as process:
        _, message = process.communicate(timeout=60)

    assert process.returncode == 1
    assert "The old one is untouched" in message
    assert "Traceback" not in message
    assert set(texts(index_dir)) == {"kat", "hund"}
    assert len(folders(index_dir)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.usefixtures("two_documents")
def test_thirty_kills_at_random_moments_never_leave_a_broken_or_an_empty_index(
    write: Write, corpus_dir: Path, index_dir: Path
) -> None:
    chance = random.Random(2019)
    versions = ["Nul."]
    write("version.md", title="Version", body=versions[0])
    with start_ingest(corpus_dir, index_dir) as process:
        ready = time.perf_counter()
        process.communicate()
    usual_seconds = time.perf_counter() - ready
    killed = 0

    while killed < KILLS:
        versions.append(f"Version {killed} af {len(versions)}.")
        write("version.md", title="Version", body=versions[-1])
        with start_ingest(corpus_dir, index_dir) as process:
            time.sleep(chance.uniform(0, usual_seconds * 0.6))  # the rest is mostly the check, which only reads)
            os.kill(process.pid, signal.SIGKILL)
        killed += process.returncode == -signal.SIGKILL
        held = texts(index_dir)
        assert held["kat"] == ["Katten sover.", "Katten spiser fisk."]
        assert held["version"][0] in versions
    run(corpus_dir, index_dir)
    assert texts(index_dir)["version"] == [versions[-1]]
    assert len(folders(index_dir)) <= 2


def test_questions_enough_teach_a_map_that_rows_and_questions_go_through(
    write: Write, corpus_dir: Path, index_dir: Path
) -> None:
    animals = [f"dyr{number}" for number in range(40)]
    for animal in animals:
        write(f"{animal}.md", title=animal.capitalize(), body=f"{animal} sover.\n")
        asked = [f"Hvad laver {animal} kl. {hour}?" for hour in range(8)]
        write(f"{animal}.meta.yaml", '"": {questions: {da: [' + ", ".join(f'"{each}"' for each in asked) + "]}}\n")

    run(corpus_dir, index_dir)

    folder = index_folder.current_folder(index_dir)
    learnt = np.load(folder / index_folder.ATTUNEMENT)
    assert not is_identity(learnt)
    with open_index(index_dir, embedder_name="fake") as index:
        question = FakeEmbedder().embed_questions(["Hvad laver dyr7 kl. 3?"])[0]
        (nearest,) = index.nearest("question", question, count=1)
        assert nearest.similarity == pytest.approx(1, abs=1e-3)
        assert nearest.hubness == 0


@pytest.mark.usefixtures("two_documents")
def test_without_questions_nothing_is_learnt_and_hubs_are_measured(corpus_dir: Path, index_dir: Path) -> None:
    run(corpus_dir, index_dir)

    assert is_identity(np.load(index_folder.current_folder(index_dir) / index_folder.ATTUNEMENT))
    with open_index(index_dir, embedder_name="fake") as index:
        matches = index.nearest("body", FakeEmbedder().embed_questions(["Katten"])[0], count=3)
        assert any(match.hubness != 0 for match in matches)

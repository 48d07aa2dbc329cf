from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.datamodels import Field, Match
from assistant.errors import IndexUnavailableError
from assistant.ingestion.indexing import ingest
from assistant.ingestion.rows import rows_of
from assistant.retrieval import index_folder
from assistant.retrieval.index import FIELDS, ChromaIndex, ServedIndex, open_index, verify
from tests.fakes import FakeEmbedder

EMBEDDER = FakeEmbedder()
DOCUMENTS = {
    "kat": "Katten sover på sofaen. Katten spiser fisk.",
    "hund": "Hunden gør ad posten.",
    "skat": "Skatten betales i marts.",
}
META = """"":
  questions:
    da: [Hvor sover katten?]
    en: [Where does the cat sleep?]
  english:
    - {en: The cat sleeps on the sofa., da: Katten sover på sofaen.}
    - {en: The cat eats fish., da: Katten spiser fisk.}
"""


def build(corpus_dir: Path, index_dir: Path, *, embedder: FakeEmbedder = EMBEDDER) -> None:
    ingest(corpus_dir=corpus_dir, index_dir=index_dir, embedding_model=embedder.name, embedder=lambda: embedder)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the corpus and its index, to be copied before it is harmed."""
    folder = tmp_path_factory.mktemp("built")
    (folder / "corpus").mkdir()
    for name, body in DOCUMENTS.items():
        (folder / "corpus" / f"{name}.md").write_text(f"---\ntitle: {name}\n---\n{body}", encoding="utf-8")
    (folder / "corpus" / "kat.meta.yaml").write_text(META, encoding="utf-8")
    build(folder / "corpus", folder / "index")
    return folder


@pytest.fixture
def corpus_dir(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "corpus", tmp_path / "corpus"))


@pytest.fixture
def index_dir(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built / "index", tmp_path / "index"))


@pytest.fixture
def index(index_dir: Path) -> Iterator[ChromaIndex]:
    with open_index(index_dir, embedder_name="fake") as opened:
        yield opened


def ask(index: ChromaIndex, field: Field, question: str, *, count: int = 3, **only: list[str]) -> tuple[Match, ...]:
    return index.nearest(field, EMBEDDER.embed_questions([question])[0], count=count, **only)


def passage_id(index: ChromaIndex, document_id: str) -> str:
    return next(passage.id for passage in index.passages.values() if passage.document_id == document_id)


def test_documents_and_passages_come_back_as_they_went_in(index: ChromaIndex) -> None:
    assert list(index.documents) == ["hund", "kat", "skat"]
    cat = index.passages[passage_id(index, "kat")]
    assert cat.text == DOCUMENTS["kat"] == index.documents["kat"].text[cat.start : cat.end]
    assert cat.questions_en == ("Where does the cat sleep?",)
    assert [rendering.text for rendering in cat.renderings] == ["The cat sleeps on the sofa.", "The cat eats fish."]
    assert cat.sentences == ((0, 23), (24, 43))


@pytest.mark.parametrize(
    ("field", "question", "language", "text"),
    [
        ("body", "Hunden og posten", "da", "Hunden gør ad posten."),
        ("english", "cat fish sofa", "en", "The cat sleeps on the sofa. The cat eats fish."),
        ("question", "Hvor sover katten", "da", "Hvor sover katten?"),
        ("question", "Where does it sleep", "en", "Where does the cat sleep?"),
        ("sentence", "katten spiser fisk", "da", "Katten spiser fisk."),
        ("sentence", "the cat eats fish", "en", "The cat eats fish."),
    ],
)
def test_the_nearest_row_of_each_field_is_the_one_that_shares_its_words(
    index: ChromaIndex, field: Field, question: str, language: str, text: str
) -> None:
    best, *others = ask(index, field, question)

    assert (best.field, best.language, best.text) == (field, language, text)
    assert best.similarity > 0.4
    assert all(best.similarity >= other.similarity for other in others)


def test_a_sentence_row_points_at_the_words_it_is_or_renders(index: ChromaIndex) -> None:
    for question in ("katten spiser fisk", "the cat eats fish"):
        best = ask(index, "sentence", question)[0]
        assert index.documents["kat"].text[best.start : best.end] == "Katten spiser fisk."
    assert ask(index, "body", "katten")[0].start is None


def test_similarity_is_the_cosine_and_chroma_finds_what_exact_search_finds(index: ChromaIndex) -> None:
    vector = EMBEDDER.embed_questions(["Hvor spiser katten fisk i marts?"])[0]
    rows = [row for passage in index.passages.values() for row in rows_of(passage) if row.field == "sentence"]
    exact = {row.text: float(EMBEDDER.embed_passages([row.embedded.words])[0] @ vector) for row in rows}

    found = index.nearest("sentence", vector, count=len(rows))

    assert {match.text: pytest.approx(match.similarity, abs=1e-5) for match in found} == exact


def test_hubness_is_the_mean_similarity_to_the_contentless_questions(index: ChromaIndex) -> None:
    from assistant.ingestion.indexing import CONTENTLESS_QUESTIONS

    match = ask(index, "question", "Hvor sover katten?")[0]
    contentless = EMBEDDER.embed_questions(CONTENTLESS_QUESTIONS)

    expected = float((contentless @ EMBEDDER.embed_questions([match.text])[0]).mean())
    assert match.hubness == pytest.approx(expected, abs=1e-5)


def test_only_rows_of_the_passages_asked_for_come_back(index: ChromaIndex) -> None:
    dog = passage_id(index, "hund")

    assert {match.passage_id for match in ask(index, "sentence", "katten", count=9, passage_ids=[dog])} == {dog}
    assert ask(index, "question", "katten", passage_ids=[dog]) == ()
    assert ask(index, "body", "katten", passage_ids=[]) == ()
    assert ask(index, "body", "katten", passage_ids=["ukendt"]) == ()


def test_fewer_rows_come_back_where_there_are_fewer(index: ChromaIndex) -> None:
    assert len(ask(index, "body", "katten", count=50)) == 3
    assert ask(index, "body", "katten", count=0) == ()


def test_an_index_can_be_asked_from_many_threads(index: ChromaIndex) -> None:
    expected = ask(index, "sentence", "katten spiser")
    answers: list[tuple[Match, ...]] = []
    threads = [
        threading.Thread(target=lambda: answers.append(ask(index, "sentence", "katten spiser"))) for _ in range(16)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == [expected] * 16


def test_a_closed_index_says_so_and_can_be_closed_again(index_dir: Path) -> None:
    index = open_index(index_dir, embedder_name="fake")
    index.close()
    index.close()

    with pytest.raises(IndexUnavailableError, match=r"python ingest\.py"):
        ask(index, "body", "katten")


def harm_pointer(index_dir: Path, _folder: Path) -> None:
    (index_dir / "current").write_text("../andetsteds\n", encoding="utf-8")


def harm_missing_folder(_index_dir: Path, folder: Path) -> None:
    shutil.rmtree(folder)


def harm_manifest(_index_dir: Path, folder: Path) -> None:
    (folder / "manifest.json").unlink()


def harm_half_manifest(_index_dir: Path, folder: Path) -> None:
    (folder / "manifest.json").write_text('{"content": "a"}', encoding="utf-8")


def harm_missing_database(_index_dir: Path, folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").unlink()


def harm_cut_vectors(_index_dir: Path, folder: Path) -> None:
    path = next(folder.glob("chroma/*/data_level0.bin"))
    path.write_bytes(path.read_bytes()[:100])


def harm_grown_links(_index_dir: Path, folder: Path) -> None:
    with next(folder.glob("chroma/*/link_lists.bin")).open("r+b") as file:
        file.truncate(84 * 1024**3)  # sparse, as kills have left it


def harm_database_bytes(_index_dir: Path, folder: Path) -> None:
    path = folder / "chroma" / "chroma.sqlite3"
    path.write_bytes(b"x" * path.stat().st_size)


def harm_passages(_index_dir: Path, folder: Path) -> None:
    path = folder / "passages.jsonl"
    path.write_text("x" * path.stat().st_size, encoding="utf-8")


def harm_rows(_index_dir: Path, folder: Path) -> None:
    with sqlite3.connect(folder / "chroma" / "chroma.sqlite3") as database:
        database.execute("DELETE FROM embeddings WHERE id = (SELECT MAX(id) FROM embeddings)")
    database.close()


@pytest.mark.parametrize(
    "harm",
    [
        harm_pointer,
        harm_missing_folder,
        harm_manifest,
        harm_half_manifest,
        harm_missing_database,
        harm_cut_vectors,
        harm_grown_links,
        harm_database_bytes,
        harm_passages,
        harm_rows,
    ],
)
def test_a_damaged_or_half_written_index_is_named_and_ingest_mends_it(
    index_dir: Path, corpus_dir: Path, harm: object
) -> None:
    folder = index_folder.current_folder(index_dir)
    harm(index_dir, folder)  # type: ignore[operator]

    with pytest.raises(IndexUnavailableError, match=r"damaged.*python ingest\.py"):
        open_index(index_dir, embedder_name="fake")
    build(corpus_dir, index_dir)
    with open_index(index_dir, embedder_name="fake") as mended:
        assert len(mended.passages) == 3


def test_a_missing_folder_and_an_empty_one_hold_no_index_and_none_is_made(tmp_path: Path) -> None:
    (tmp_path / "tom").mkdir()
    for name in ("ingen", "tom"):
        with pytest.raises(IndexUnavailableError, match=r"no index in .*python ingest\.py"):
            open_index(tmp_path / name, embedder_name="fake")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["tom"]


def test_somebody_elses_chroma_folder_is_foreign(tmp_path: Path) -> None:
    (tmp_path / "chroma.sqlite3").write_bytes(b"")

    with pytest.raises(IndexUnavailableError, match=r"did not make.*python ingest\.py"):
        open_index(tmp_path, embedder_name="fake")


def test_an_index_of_another_embedding_model_is_refused_and_both_are_named(index_dir: Path) -> None:
    with pytest.raises(IndexUnavailableError, match=r"embedding: fake ≠ other.*python ingest\.py"):
        open_index(index_dir, embedder_name="other")


@pytest.mark.parametrize("name", ["schema", "splitting", "passage_chars"])
def test_an_index_of_other_parameters_is_refused(index_dir: Path, name: str) -> None:
    path = index_folder.current_folder(index_dir) / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["fingerprint"][name] = 0
    path.write_text(json.dumps(manifest), encoding="utf-8")

    with pytest.raises(IndexUnavailableError, match=rf"{name}: 0 ≠ .*python ingest\.py"):
        open_index(index_dir, embedder_name="fake")


def test_a_reader_never_touches_the_files_of_the_index(index_dir: Path) -> None:
    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in sorted(index_dir.rglob("*")) if path.is_file()}

    before = files()
    with open_index(index_dir, embedder_name="fake") as index:
        assert index.nearest("body", np.asarray(EMBEDDER.embed_questions(["Tekst"])[0]), count=1)
    assert files() == before


def test_a_read_only_index_is_served(index_dir: Path) -> None:
    folders = [index_dir, *(path for path in index_dir.rglob("*") if path.is_dir())]
    for path in index_dir.rglob("*"):
        path.chmod(0o444 if path.is_file() else 0o555)
    try:
        with open_index(index_dir, embedder_name="fake") as index:
            assert index.nearest("body", np.asarray(EMBEDDER.embed_questions(["Tekst"])[0]), count=1)
    finally:
        for folder in folders:
            folder.chmod(0o755)


def test_verifying_passes_a_whole_index_and_ends_badly_on_a_damaged_one(index_dir: Path) -> None:
    folder = index_folder.current_folder(index_dir)
    verify(folder)
    harm_rows(index_dir, folder)

    run = subprocess.run([sys.executable, "-m", "assistant.retrieval.index", str(folder)], capture_output=True)

    assert run.returncode != 0


def test_a_served_index_notices_an_ingest_and_keeps_the_old_one_open(index_dir: Path, corpus_dir: Path) -> None:
    served = ServedIndex(index_dir, embedder_name="fake")
    first = served.latest()
    assert served.latest() is first

    (corpus_dir / "fugl.md").write_text("---\ntitle: fugl\n---\nFuglen synger.", encoding="utf-8")
    build(corpus_dir, index_dir)
    second = served.latest()

    assert ask(second, "body", "Fuglen synger")[0].text == "Fuglen synger."
    assert "fugl" not in first.documents
    assert ask(first, "body", "Katten sover på sofaen")[0].text == DOCUMENTS["kat"]
    (corpus_dir / "fugl.md").unlink()
    build(corpus_dir, index_dir)
    third = served.latest()
    assert "fugl" not in third.documents
    with pytest.raises(IndexUnavailableError):
        ask(first, "body", "katten")
    served.close()


def test_a_served_index_goes_on_where_the_new_one_cannot_be_used(
    index_dir: Path, corpus_dir: Path, caplog: pytest.LogCaptureFixture
) -> None:
    served = ServedIndex(index_dir, embedder_name="fake")
    first = served.latest()
    build(corpus_dir, index_dir, embedder=FakeEmbedder("other"))

    assert served.latest() is first
    assert served.latest() is first
    assert len(caplog.messages) == 1
    (index_dir / "current").unlink()
    assert served.latest() is first
    served.close()


def test_a_served_index_that_never_was_says_so_each_time(tmp_path: Path) -> None:
    served = ServedIndex(tmp_path, embedder_name="fake")
    for _ in range(2):
        with pytest.raises(IndexUnavailableError):
            served.latest()
    served.close()


def test_every_field_has_its_collection_even_where_nothing_fills_it(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "a.md").write_text("---\ntitle: A\n---\nTekst.", encoding="utf-8")
    build(tmp_path / "corpus", tmp_path / "index")

    with open_index(tmp_path / "index", embedder_name="fake") as index:
        vector = np.asarray(EMBEDDER.embed_questions(["Tekst"])[0])
        counts = {field: len(index.nearest(field, vector, count=9)) for field in FIELDS}
    assert counts == {"body": 1, "english": 0, "question": 0, "sentence": 1, "contrast": 9}

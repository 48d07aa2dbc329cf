from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import EmbeddingModelError
from assistant.protocols import Embedder
from assistant.retrieval.embedding import (
    SentenceTransformerEmbedder,
    embedder_name,
    load_passage_embedder,
    load_question_embedder,
)
from assistant.retrieval.packaged import PACKAGED_NAME
from tests.retrieval.sentences import SENTENCES

AWKWARD = {
    "empty": "",
    "blank": " \n\t ",
    "the sign that crashed the engine": "\ufdfa" * 100,
    "NUL": "\x00hvad er\x00 ledelse",
    "lone surrogates": "hvad er \ud800 ledelse \udfff",
    "one character": "?",
    "emoji": "👩🏽‍💻🎉",
    "special tokens": "<s> </s> <pad> <mask> query: passage: ",
    "another script": "ما هي القيادة؟ 領導力是什麼",
    "very long": "ledelse og digitalisering " * 4000,
}


@pytest.fixture(
    params=[
        pytest.param("engine", marks=pytest.mark.model),
        pytest.param("unpacked", marks=pytest.mark.model),
        "tiny",
    ]
)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "tiny":
        return SentenceTransformerEmbedder(request.getfixturevalue("tiny_model"))
    found: Embedder = request.getfixturevalue(request.param)
    return found


def test_vectors_are_float32_of_unit_length_one_row_a_text(embedder: Embedder) -> None:
    for embed in (embedder.embed_questions, embedder.embed_passages):
        vectors = embed(SENTENCES[:20])

        assert vectors.dtype == np.float32
        assert vectors.shape == (20, embedder.dimension)
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_no_texts_give_no_rows(embedder: Embedder) -> None:
    assert embedder.embed_questions([]).shape == (0, embedder.dimension)
    assert embedder.embed_passages([]).shape == (0, embedder.dimension)
    assert embedder.embed_passages([]).dtype == np.float32


def test_rows_stand_in_the_order_given_and_a_batch_equals_one_by_one(embedder: Embedder) -> None:
    texts = ["ledelse", "hvad er digital ledelse og innovation " * 5, "hvad", "er digital ledelse"] * 5
    together = embedder.embed_passages(texts)
    apart = np.vstack([embedder.embed_passages([text]) for text in texts])

    assert np.allclose(together, apart, atol=1e-5)
    assert not np.allclose(together[0], together[1], atol=1e-3)


@pytest.mark.parametrize("text", AWKWARD.values(), ids=AWKWARD.keys())
def test_no_text_can_crash_an_embedder(embedder: Embedder, text: str) -> None:
    for vectors in (embedder.embed_questions([text, "ledelse"]), embedder.embed_passages([text, "ledelse"])):
        assert np.isfinite(vectors).all()
        assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)


def test_signs_that_cannot_be_seen_do_not_move_the_vector(embedder: Embedder) -> None:
    plain, *disguised = embedder.embed_questions(
        ["hvad er på færde", "hvad er pa\u030a færde", "hv\u00adad er\x00 på fæ\u200brde", "\ud800hvad  er\n på færde"]
    )

    for vector in disguised:
        assert np.allclose(vector, plain, atol=1e-5)


def test_a_name_is_the_same_for_two_embedders_of_one_model(embedder: Embedder, tiny_model: Path) -> None:
    assert embedder.name in {PACKAGED_NAME, embedder_name(tiny_model)}


def test_a_model_that_is_not_here_says_what_to_do_offline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    empty = tmp_path / "empty"
    empty.mkdir()

    for model in ("somebody/no-such-model", str(empty), str(tmp_path / "missing")):
        with pytest.raises(EmbeddingModelError) as caught:
            load_question_embedder(model, models_dir=tmp_path)
        for language in ("da", "en"):
            message = caught.value.say(language)
            assert model in message
            assert "HF_HUB_OFFLINE=0" in message
            assert "ASSISTANT_EMBEDDING_MODEL" in message


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json", "config.json", "modules.json"])
def test_a_damaged_model_is_an_error_of_ours(tiny_model: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(tiny_model, tmp_path / "tiny")
    (tmp_path / "tiny" / name).write_text("broken", encoding="utf-8")

    with pytest.raises(EmbeddingModelError, match=r"model .*tiny could (not|neither) be loaded"):
        SentenceTransformerEmbedder(tmp_path / "tiny")


def test_the_name_of_a_folder_follows_its_content_and_not_its_place(tiny_model: Path, tmp_path: Path) -> None:
    moved = tmp_path / "elsewhere" / "tiny"
    shutil.copytree(tiny_model, moved)
    assert embedder_name(moved) == embedder_name(str(tiny_model))
    assert SentenceTransformerEmbedder(moved).name == embedder_name(moved)
    assert embedder_name(moved).startswith("tiny/")

    with (moved / "model.safetensors").open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        file.write(b"\x01")
    assert embedder_name(moved) != embedder_name(tiny_model)
    assert embedder_name("somebody/some-model") == "somebody/some-model"


def test_prompts_are_the_callers_then_the_models_then_those_of_the_e5_family(tiny_model: Path, tmp_path: Path) -> None:
    plain = SentenceTransformerEmbedder(tiny_model)
    e5 = shutil.copytree(tiny_model, tmp_path / "multilingual-e5-tiny")
    prompted = shutil.copytree(tiny_model, tmp_path / "prompted")
    config = json.loads((prompted / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    config["prompts"] = {"query": "hvad er ", "document": "og "}
    (prompted / "config_sentence_transformers.json").write_text(json.dumps(config), encoding="utf-8")

    def shows(embedder: Embedder, query_prompt: str, passage_prompt: str) -> bool:
        return np.allclose(
            [embedder.embed_questions(["ledelse"])[0], embedder.embed_passages(["ledelse"])[0]],
            plain.embed_questions([query_prompt + "ledelse", passage_prompt + "ledelse"]),
            atol=1e-6,
        )

    assert shows(plain, "", "")
    assert shows(SentenceTransformerEmbedder(e5), "query: ", "passage: ")
    assert shows(SentenceTransformerEmbedder(prompted), "hvad er ", "og ")
    assert shows(SentenceTransformerEmbedder(prompted, query_prompt="", passage_prompt="digital "), "", "digital ")
    assert not shows(plain, "hvad er ", "og ")


def test_progress_counts_every_text_once(tiny_model: Path) -> None:
    done: list[int] = []
    load_passage_embedder(str(tiny_model), models_dir=tiny_model, on_progress=done.append).embed_passages(SENTENCES)

    assert sum(done) == len(SENTENCES)
    assert max(done) == 16

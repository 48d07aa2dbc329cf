"""A new index folder: built aside, checked in a process of its own, pointed to, and older ones removed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np

import assistant
from assistant.datamodels import Document, Passage
from assistant.errors import IndexUnavailableError
from assistant.ingestion.encoding import Encoded, save_vectors
from assistant.ingestion.rows import Row, Text
from assistant.protocols import Vectors
from assistant.retrieval import index_folder
from assistant.retrieval.attunement import VIEW_WEIGHTS, View, attune, is_identity, learn_attunement
from assistant.retrieval.index import build_collections
from assistant.retrieval.index_folder import Manifest
from assistant.retrieval.records import write_records
from assistant.text import index as text

VERIFY_TIMEOUT_SECONDS = 300


def publish(
    index_dir: Path,
    *,
    documents: Sequence[Document],
    passages: Sequence[Passage],
    rows: Sequence[Row],
    encoded: Encoded,
    contentless: Sequence[Text],
    manifest: Manifest,
    attuned: bool,
    replaces: Path | None,
    on_progress: Callable[[Literal["building", "checking"], int, int], None],
) -> None:
    """Build an index folder, check it, make it the current one, and keep only the one it replaces beside it.

    Args:
        index_dir: where index folders lie.
        documents: all documents, in order.
        passages: all their passages.
        rows: all rows of the passages.
        encoded: the vectors of the rows' texts and of the contentless questions.
        contentless: questions that ask for nothing; each row's mean similarity to them is its hubness.
        manifest: as it shall be written, but for the file sizes.
        attuned: whether the vectors go through a map learnt from the sections' questions.
        replaces: the folder in use until now.
        on_progress: told when a stage begins and ends.

    Raises:
        IndexUnavailableError: it could not be written or did not pass its check; the old index stays.
        OSError: the disk is full or cannot be written to; the old index stays.
    """
    folder = _new_folder(index_dir, manifest.content)
    try:
        on_progress("building", 0, len(rows))
        folder.mkdir()
        write_records(folder / index_folder.DOCUMENTS, documents)
        write_records(folder / index_folder.PASSAGES, passages)
        save_vectors(folder / index_folder.VECTORS, encoded)
        vectors = encoded.matrix([row.embedded for row in rows])
        attunement = (
            learn_attunement(**_views(rows, vectors, passages), passages=len(passages))
            if attuned
            else np.eye(encoded.dimension, dtype=np.float32)
        )
        np.save(folder / index_folder.ATTUNEMENT, attunement)
        vectors = attune(vectors, attunement)
        hubness = np.zeros(len(rows), dtype=np.float32)
        if is_identity(attunement):  # a map that was learnt has learnt to keep such rows away
            hubness = np.asarray(vectors @ encoded.matrix(contentless).mean(axis=0), dtype=np.float32)
        build_collections(folder, rows, vectors=vectors, hubness=hubness)
        index_folder.write_manifest(folder, replace(manifest, sizes=index_folder.file_sizes(folder)))
        on_progress("building", len(rows), len(rows))
        on_progress("checking", 0, 1)
        _verify(folder)
        on_progress("checking", 1, 1)
        index_folder.point_to(folder)
    except BaseException:
        if not _is_current(folder):
            shutil.rmtree(folder, ignore_errors=True)
        raise
    for other in index_dir.glob(f"{index_folder.PREFIX}*"):
        if other not in (folder, replaces):
            shutil.rmtree(other, ignore_errors=True)


def _views(rows: Sequence[Row], vectors: Vectors, passages: Sequence[Passage]) -> dict[str, View]:
    """What the map is learnt from; rows come passage by passage, as the map wants them."""
    numbers = {passage.id: number for number, passage in enumerate(passages)}
    chosen = {name: [i for i, row in enumerate(rows) if row.field == name] for name in VIEW_WEIGHTS}
    return {
        name: View(vectors[own], np.array([numbers[rows[i].passage_id] for i in own], dtype=np.int64))
        for name, own in chosen.items()
    }


def remove_half_built(index_dir: Path) -> None:
    """Remove what a killed ingest left: folders without a manifest, and small files under temporary names."""
    for folder in index_dir.glob(f"{index_folder.PREFIX}*"):
        if not (folder / index_folder.MANIFEST).exists() and not _is_current(folder):
            shutil.rmtree(folder, ignore_errors=True)
    for file in (*index_dir.glob("*.new"), *index_dir.glob(f"{index_folder.PREFIX}*/*.new")):
        file.unlink(missing_ok=True)


def _new_folder(index_dir: Path, content: str) -> Path:
    """A folder name that is free: a served folder is never written to, nor replaced under an open client."""
    folder = index_dir / f"{index_folder.PREFIX}{content}"
    number = 1
    while folder.exists():
        number += 1
        folder = index_dir / f"{index_folder.PREFIX}{content}.{number}"
    return folder


def _is_current(folder: Path) -> bool:
    try:
        return index_folder.current_folder(folder.parent) == folder
    except IndexUnavailableError:
        return False


def _verify(folder: Path) -> None:
    package_root = str(Path(assistant.__file__).resolve().parents[1])
    path = os.pathsep.join(filter(None, (package_root, os.environ.get("PYTHONPATH"))))
    try:
        subprocess.run(
            [sys.executable, "-m", "assistant.retrieval.index", str(folder)],
            env={**os.environ, "PYTHONPATH": path},
            check=True,
            capture_output=True,
            timeout=VERIFY_TIMEOUT_SECONDS,
        )
    except subprocess.SubprocessError as error:
        raise IndexUnavailableError(text.BROKEN_BUILD) from error

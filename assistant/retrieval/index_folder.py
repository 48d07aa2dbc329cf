"""What lies on disk: one pointer file, and index folders that are whole or not used at all."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.errors import IndexUnavailableError
from assistant.ingestion.splitting import PASSAGE_CHARS, SPLITTING_VERSION
from assistant.retrieval.attunement import ATTUNEMENT_VERSION
from assistant.retrieval.language.contrast import contrast_version
from assistant.text import index as text

SCHEMA_VERSION = 2  # raise it when what is stored, or how, changes
POINTER = "current"
MANIFEST = "manifest.json"
DOCUMENTS = "documents.jsonl"
PASSAGES = "passages.jsonl"
VECTORS = "vectors.npz"
ATTUNEMENT = "attunement.npy"
CHROMA = "chroma"
DAMAGED = "damaged"
PREFIX = "index-"


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an index folder holds and what it was made from; written last, so that a folder with one is whole.

    `fingerprint` must be the same on both sides for answers to be right. `inputs` is a digest of every file
    and setting that went in, empty where a file failed. `origins` maps document ids to their files. `extra`
    are the paths ingested beside the corpus. `rows` counts each field; `dimension` is the vectors' length;
    `sizes` are file sizes in bytes.
    """

    fingerprint: Mapping[str, str | int]
    embedding_model: str
    content: str
    inputs: str
    extra: tuple[str, ...]
    origins: Mapping[str, str]
    rows: Mapping[str, int]
    dimension: int
    sizes: Mapping[str, int]


def fingerprint(
    embedder_name: str, *, passage_chars: int = PASSAGE_CHARS, attuned: bool = True
) -> dict[str, str | int]:
    """What an index made now with this embedder is marked with."""
    return {
        "embedding": embedder_name,
        "passage_chars": passage_chars,
        "splitting": SPLITTING_VERSION,
        "schema": SCHEMA_VERSION,
        "contrast": contrast_version(),
        "attunement": ATTUNEMENT_VERSION if attuned else 0,
    }


def current_folder(index_dir: Path) -> Path:
    """The folder that the pointer names.

    Raises:
        IndexUnavailableError: there is no index, something else lies there, or the pointer leads nowhere.
    """
    try:
        name = (index_dir / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        foreign = (index_dir / "chroma.sqlite3").exists()
        raise IndexUnavailableError(text.FOREIGN if foreign else text.MISSING, path=index_dir) from None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnavailableError(text.DAMAGED, path=index_dir) from error
    folder = index_dir / name
    if not name.startswith(PREFIX) or Path(name).name != name or not folder.is_dir():
        raise IndexUnavailableError(text.DAMAGED, path=index_dir)
    return folder


def point_to(folder: Path) -> None:
    """Make `folder` the current one in a single step: readers see the old pointer or the new one, never half."""
    pointer = folder.parent / POINTER
    replace_text(pointer, folder.name + "\n")


def replace_text(path: Path, content: str) -> None:
    """Write a small file so that a kill leaves the old content or the new."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with temporary.open("w", encoding="utf-8", newline="\n") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, in one step."""
    replace_text(folder / MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder.

    Raises:
        IndexUnavailableError: there is none, or it cannot be read: the folder is half-written or damaged.
    """
    try:
        fields = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        return Manifest(**{**fields, "extra": tuple(fields["extra"])})
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise IndexUnavailableError(text.DAMAGED, path=folder) from error


def file_sizes(folder: Path) -> dict[str, int]:
    """Size in bytes of every file below `folder` but the manifest, by relative path.

    Chroma writes into its files on every opening but never changes their size; a missing, cut or (after a
    kill while adding) absurdly grown file shows here, before Chroma is let near it.
    """
    return {
        path.relative_to(folder).as_posix(): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path != folder / MANIFEST and not path.name.endswith("-journal")
    }


def is_whole(folder: Path, manifest: Manifest) -> bool:
    """Whether every file is there at its full size."""
    sizes = file_sizes(folder)
    return all(sizes.get(name) == size for name, size in manifest.sizes.items())


def mark_damaged(folder: Path) -> None:
    """Leave a note that a reader could not open this folder, so that the next ingest makes it anew.

    Damage that leaves every size as it was would else look unchanged to the ingest and stay for ever.
    """
    with suppress(OSError):
        (folder / DAMAGED).touch()


def is_marked_damaged(folder: Path) -> bool:
    """Whether a reader has found this folder damaged."""
    return (folder / DAMAGED).exists()


def check_fingerprint(manifest: Manifest, *, embedder_name: str, index_dir: Path) -> None:
    """Compare an index with what this process would make.

    Raises:
        IndexUnavailableError: they differ; says in what, and the command that mends it.
    """
    expected = fingerprint(embedder_name)
    differences = ", ".join(
        f"{name}: {manifest.fingerprint.get(name)} ≠ {value}"
        for name, value in expected.items()
        if manifest.fingerprint.get(name) != value
    )
    if differences:
        raise IndexUnavailableError(text.OTHER_SETTINGS, path=index_dir, differences=differences)

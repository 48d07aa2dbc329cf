"""The index in Chroma: a collection for each field, and the documents and passages beside them."""

from __future__ import annotations

import logging
import shutil
import sqlite3
import sys
import tempfile
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self, cast, get_args

import numpy as np

from assistant.datamodels import Document, Field, Match, Passage
from assistant.errors import IndexUnavailableError
from assistant.ingestion.rows import Row, contrast_rows, rows_of
from assistant.protocols import Vectors
from assistant.retrieval import index_folder
from assistant.retrieval.attunement import attune
from assistant.retrieval.records import read_documents, read_passages
from assistant.text import index as text

if TYPE_CHECKING:
    from chromadb.api.client import Client
    from chromadb.api.collection_configuration import CreateHNSWConfiguration

FIELDS: tuple[Field, ...] = get_args(Field)
# ef_search above any count we ask for: at some thousand rows the search is then exact, at no cost to speak of.
HNSW: CreateHNSWConfiguration = {"space": "cosine", "ef_construction": 200, "ef_search": 500}
BATCH = 2_000  # Chroma refuses more than 5,461 rows at once
SELF_QUERIES = 5

logger = logging.getLogger(__name__)
_client_lock = threading.Lock()  # twelve threads that made clients at once lost two of them


class ChromaIndex:
    """An index folder open for reading; safe to share between threads, and to be closed once.

    Chroma writes to what it opens: a reader that was killed while opening left files of a healthy index empty. So
    each reader opens a copy of its own, and the folder itself is never touched once it is built.
    """

    def __init__(self, folder: Path) -> None:
        """Open a whole index folder; `open_index` finds and checks it.

        Raises:
            IndexUnavailableError: the folder is damaged, or there is no room for a copy.
        """
        self.folder = folder
        self._manifest = index_folder.read_manifest(folder)
        self._client: Client | None = None
        chroma = folder / index_folder.CHROMA
        if not index_folder.is_whole(folder, self._manifest):
            raise IndexUnavailableError(text.DAMAGED, path=folder)
        self._copy = tempfile.TemporaryDirectory(prefix="index-", ignore_cleanup_errors=True)
        try:
            copied = _copy_chroma(chroma, Path(self._copy.name) / index_folder.CHROMA)
            self._documents = read_documents(folder / index_folder.DOCUMENTS)
            self._passages = read_passages(folder / index_folder.PASSAGES)
            self._attunement: Vectors = np.load(folder / index_folder.ATTUNEMENT, allow_pickle=False)
            self._client = _open_client(copied)
            self._collections = {field: self._client.get_collection(field, embedding_function=None) for field in FIELDS}
            self._rows = _row_ids(self._passages.values())
            self._known = {field: self._read_rows(field) for field in FIELDS}
            sound = all(self._is_sound(field) for field in FIELDS)
        except _damage() as error:
            self._give_up()
            raise IndexUnavailableError(text.DAMAGED, path=folder) from error
        if not sound:
            self._give_up()
            raise IndexUnavailableError(text.DAMAGED, path=folder)

    @property
    def content(self) -> str:
        """Hash of all that the index was made from; the same content gives the same hash anywhere."""
        return self._manifest.content

    @property
    def documents(self) -> Mapping[str, Document]:
        """All documents by id."""
        return self._documents

    @property
    def passages(self) -> Mapping[str, Passage]:
        """All passages by id, in document order."""
        return self._passages

    def nearest(
        self, field: Field, vector: Vectors, *, count: int, passage_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        """The `count` rows of `field` nearest to a unit `vector` of shape `(dimension,)`, best first.

        The vector is the embedding model's; it goes through the map that this index was attuned with. Fewer where the
        field has fewer rows, empty where it has none. With `passage_ids`, only rows of those.

        Raises:
            IndexUnavailableError: the index was damaged or removed while it was open.
        """
        attuned = attune(np.asarray(vector, dtype=np.float32), self._attunement)
        return self._nearest_to(field, attuned, count=count, passage_ids=passage_ids)

    def _nearest_to(
        self, field: Field, attuned: Vectors, *, count: int, passage_ids: Sequence[str] | None = None
    ) -> tuple[Match, ...]:
        rows = self._rows[field]
        # A list of ids costs a sixth of a `where` on metadata, which Chroma does not index.
        ids = None if passage_ids is None else [id for passage in passage_ids for id in rows.get(passage, ())]
        if not rows or count < 1 or ids == []:
            return ()
        try:
            found = self._collections[field].query(
                query_embeddings=attuned[None],
                n_results=count,
                ids=ids,
                include=["distances"],  # all else is known; fetching it for hundreds of rows costs more than the search
            )
            known = self._known[field]
            (row_ids,), (distances,) = found["ids"], cast("list[list[float]]", found["distances"])
            return tuple(_match(*known[id], distance) for id, distance in zip(row_ids, distances, strict=True))
        except _damage() as error:
            raise IndexUnavailableError(text.DAMAGED, path=self.folder) from error

    def _read_rows(self, field: Field) -> dict[str, tuple[Row, float]]:
        """Every row of a field by id, with its hubness."""
        stored = self._collections[field].get(include=["metadatas"])
        hubness = {
            id: float(cast(float, metadata["hubness"]))
            for id, metadata in zip(stored["ids"], stored["metadatas"] or (), strict=True)
        }
        return {row.id: (row, hubness[row.id]) for row in _rows(self._passages.values()) if row.field == field}

    def close(self) -> None:
        """Let go of the files; the index cannot be asked afterwards. A second call does nothing."""
        if self._client is not None:
            with _client_lock:
                self._client.close()
            self._client = None
        self._copy.cleanup()

    def _is_sound(self, field: Field) -> bool:
        """Whether a collection counts what the manifest says, measures cosines, and finds something."""
        collection = self._collections[field]
        count = self._manifest.rows[field]
        if collection.count() != count or collection.configuration_json["hnsw"]["space"] != HNSW["space"]:
            return False
        anything = np.ones((1, self._manifest.dimension), dtype=np.float32)
        found = collection.query(query_embeddings=anything, n_results=1, include=[])
        return len(found["ids"][0]) == min(count, 1)

    def _give_up(self) -> None:
        self.close()
        index_folder.mark_damaged(self.folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class ServedIndex:
    """The current index of a folder for a process that lives long: notices an ingest and opens what it made.

    The index before it stays open until the next change, so that a question under way is not cut off.
    """

    def __init__(self, index_dir: Path, *, embedder_name: str) -> None:
        self._index_dir = index_dir
        self._embedder_name = embedder_name
        self._lock = threading.Lock()
        self._seen: tuple[int, int] | None = None
        self._current: ChromaIndex | None = None
        self._previous: ChromaIndex | None = None

    def latest(self) -> ChromaIndex:
        """The index to answer the next question from; asks the file system once, and opens only what is new.

        A new index that cannot be used is logged and the one in use goes on.

        Raises:
            IndexUnavailableError: there is no index that can be used, and none was open.
        """
        with self._lock:
            seen = self._stat()
            if self._current is not None and (seen == self._seen or seen is None):
                return self._current
            try:
                opened = open_index(self._index_dir, embedder_name=self._embedder_name)
            except IndexUnavailableError as error:
                if self._current is None:
                    raise
                logger.warning("kept the index in use: %s", error)
            else:
                if self._previous is not None:
                    self._previous.close()
                self._previous, self._current = self._current, opened
            self._seen = seen
            return self._current

    def close(self) -> None:
        """Close what is open."""
        with self._lock:
            for index in (self._previous, self._current):
                if index is not None:
                    index.close()
            self._previous = self._current = self._seen = None

    def _stat(self) -> tuple[int, int] | None:
        try:
            found = (self._index_dir / index_folder.POINTER).stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino


def open_index(index_dir: Path, *, embedder_name: str) -> ChromaIndex:
    """The current index in `index_dir`, open for reading.

    Raises:
        IndexUnavailableError: missing, foreign, half-written, damaged, not writable, or made with another
            embedding model, splitting or schema; names the command that mends it.
    """
    folder = index_folder.current_folder(index_dir)
    manifest = index_folder.read_manifest(folder)
    index_folder.check_fingerprint(manifest, embedder_name=embedder_name, index_dir=index_dir)
    return ChromaIndex(folder)


def build_collections(folder: Path, rows: Sequence[Row], *, vectors: Vectors, hubness: Vectors) -> None:
    """Write the rows into a new Chroma database below `folder` and close it.

    Args:
        folder: an index folder under construction, never one that is in use.
        rows: all rows of all fields.
        vectors: `(len(rows), dimension)` float32, attuned, rows L2-normalised.
        hubness: `(len(rows),)`, each row's mean similarity to contentless questions.

    Raises:
        IndexUnavailableError: Chroma could not write, as on a full disk.
    """
    client: Client | None = None
    try:
        client = _open_client(folder / index_folder.CHROMA)
        for field in FIELDS:
            collection = client.create_collection(field, configuration={"hnsw": HNSW}, embedding_function=None)
            numbers = [number for number, row in enumerate(rows) if row.field == field]
            for first in range(0, len(numbers), BATCH):
                batch = numbers[first : first + BATCH]
                collection.add(
                    ids=[rows[number].id for number in batch],
                    embeddings=vectors[batch],
                    documents=[rows[number].text for number in batch],
                    metadatas=[_metadata(rows[number], float(hubness[number])) for number in batch],
                )
    except _damage() as error:
        raise IndexUnavailableError(text.CANNOT_WRITE, path=folder.parent, reason=str(error)) from error
    finally:
        if client is not None:
            with _client_lock:
                client.close()


def verify(folder: Path) -> None:
    """Open an index folder as a reader would and ask it for some of its own rows.

    Meant for a process of its own: a damaged Chroma folder can end the process that opens it.

    Raises:
        IndexUnavailableError: a count is wrong, or a row is not nearest to itself.
    """
    with ChromaIndex(folder) as index:
        for field, collection in index._collections.items():
            ids = [id for of_passage in index._rows[field].values() for id in of_passage]
            step = max(1, len(ids) // SELF_QUERIES)
            vectors = collection.get(ids=ids[::step], include=["embeddings"])["embeddings"] if ids else ()
            for vector in vectors if vectors is not None else ():
                nearest = index._nearest_to(field, np.asarray(vector, dtype=np.float32), count=1)
                if not nearest or nearest[0].similarity < 0.999:
                    raise IndexUnavailableError(text.DAMAGED, path=folder)


def _damage() -> tuple[type[Exception], ...]:
    """What Chroma and our own files raise when they are damaged; after `close` Chroma raises AttributeError too."""
    from chromadb.errors import ChromaError

    return ChromaError, sqlite3.Error, OSError, ValueError, TypeError, KeyError, RuntimeError, AttributeError


def _copy_chroma(chroma: Path, copy: Path) -> Path:
    """A Chroma folder of one's own, writable even where the original is not."""
    shutil.copytree(chroma, copy, copy_function=shutil.copyfile)
    return copy


def _open_client(path: Path) -> Client:
    import chromadb

    with _client_lock:
        return cast("Client", chromadb.PersistentClient(str(path)))


def _row_ids(passages: Iterable[Passage]) -> dict[Field, dict[str, list[str]]]:
    """Row ids by field and passage."""
    ids: dict[Field, dict[str, list[str]]] = {field: {} for field in FIELDS}
    for row in _rows(passages):
        ids[row.field].setdefault(row.passage_id, []).append(row.id)
    return ids


def _rows(passages: Iterable[Passage]) -> Iterator[Row]:
    """Every row there is, as it was built."""
    for passage in passages:
        yield from rows_of(passage)
    yield from contrast_rows()


def _metadata(row: Row, hubness: float) -> dict[str, str | int | float]:
    metadata: dict[str, str | int | float] = {
        "passage_id": row.passage_id,
        "language": row.language,
        "hubness": hubness,
    }
    if row.start is not None and row.end is not None:
        metadata |= {"start": row.start, "end": row.end}
    return metadata


def _match(row: Row, hubness: float, distance: float) -> Match:
    # Chroma's cosine distance; distances never leave this file
    return Match(row.passage_id, row.field, row.language, 1.0 - distance, hubness, row.text, row.start, row.end)


if __name__ == "__main__":
    verify(Path(sys.argv[1]))

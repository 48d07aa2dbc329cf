"""Makes the index agree with the corpus: encodes what is new, builds aside, checks, and swaps one pointer."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from assistant.datamodels import Document, IngestReport, Problem
from assistant.errors import CorpusError, IndexUnavailableError
from assistant.ingestion.encoding import Encoded, encode, load_vectors
from assistant.ingestion.index_lock import lock_index
from assistant.ingestion.problems import build_problem
from assistant.ingestion.publishing import publish, remove_half_built
from assistant.ingestion.reading import find_files, read_files
from assistant.ingestion.registers import read_registers
from assistant.ingestion.rows import Text, contrast_rows, rows_of
from assistant.ingestion.splitting import PASSAGE_CHARS, split_document
from assistant.protocols import Embedder
from assistant.retrieval import index_folder
from assistant.retrieval.index import FIELDS
from assistant.retrieval.index_folder import Manifest
from assistant.retrieval.records import read_documents, read_passages, to_line
from assistant.text import corpus as corpus_text
from assistant.text import index as text

Stage = Literal["reading", "encoding", "building", "checking"]
Progress = Callable[[Stage, int, int], None]

# A passage near all of these is near every question; retrieval subtracts a part of that.
CONTENTLESS_QUESTIONS = (
    "Hvad er det?",
    "Hvordan gør jeg?",
    "Hvorfor?",
    "Hvem er det?",
    "Hvornår var det?",
    "Hvor mange er der?",
    "Kan du fortælle mere?",
    "Hvad betyder det?",
    "Hvad skal jeg gøre?",
    "Er der eksempler på det?",
    "What is it?",
    "How do I do that?",
    "Why?",
    "Who decides?",
    "When was that?",
    "How many are there?",
    "Can you tell me more?",
    "What does it mean?",
    "What should I do?",
    "Are there any examples?",
)
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Old:
    """The index in use before this ingest; `whole`: every file is there."""

    folder: Path
    manifest: Manifest
    whole: bool


@dataclass(frozen=True, slots=True)
class _Corpus:
    """What was read: documents, the file each comes from by document id, and what failed."""

    documents: tuple[Document, ...]
    origins: Mapping[str, str]
    problems: tuple[Problem, ...]


def _say_nothing(_stage: Stage, _done: int, _total: int) -> None:
    pass


def ingest(
    *,
    corpus_dir: Path,
    index_dir: Path,
    embedding_model: str,
    embedder: Callable[[], Embedder],
    extra: Sequence[Path] = (),
    remove: Sequence[Path] = (),
    passage_chars: int = PASSAGE_CHARS,
    attuned: bool = True,
    on_progress: Progress = _say_nothing,
) -> IngestReport:
    """Make the index in `index_dir` agree with `corpus_dir` plus the extra paths, remembered from earlier runs.

    Run twice, it changes nothing, loads no model and is done at once. A document whose file has a mistake
    keeps its old version. At no moment is there half an index: the old one serves until the new one is checked.

    Args:
        corpus_dir: the folder of documents.
        index_dir: where indexes lie; made where it does not exist.
        embedding_model: what identifies the model before it is loaded: `embedder_name` of its setting.
        embedder: loads the model; called only when a text has no vector yet.
        extra: files and folders to ingest beside the corpus from now on.
        remove: extra paths to forget.
        passage_chars: longest section that stays whole; another than the default is for measuring.
        attuned: whether vectors go through a map learnt from the sections' questions; False is for measuring.
        on_progress: told how far each stage is; texts for "encoding".

    Raises:
        CorpusError: the corpus or an extra path does not exist, or a register cannot be read.
        IndexUnavailableError: another ingest is running, or the index cannot be written.
        EmbeddingModelError: the embedding model cannot be loaded.
    """
    if not corpus_dir.is_dir():
        raise CorpusError(corpus_text.NO_FOLDER, path=corpus_dir)
    try:
        index_dir.mkdir(parents=True, exist_ok=True)
        with lock_index(index_dir):
            old = _find_old(index_dir)
            remove_half_built(index_dir)
            remembered = _remembered(old, extra=extra, remove=remove)
            gone = [path for path in remembered if not path.exists() and path not in map(Path.resolve, extra)]
            files = find_files(corpus_dir, extra=[path for path in remembered if path not in gone])
            inputs = _digest(
                corpus_dir,
                files,
                fingerprint=index_folder.fingerprint(embedding_model, passage_chars=passage_chars, attuned=attuned),
                extra=remembered,
            )
            if old and old.whole and old.manifest.inputs == inputs:
                return _unchanged(old.manifest)
            on_progress("reading", 0, len(files))
            corpus = _read(corpus_dir, files, gone=gone, old=old)
            on_progress("reading", len(files), len(files))
            return _update(
                corpus,
                old,
                index_dir=index_dir,
                embedding_model=embedding_model,
                embedder=embedder,
                inputs="" if corpus.problems else inputs,
                extra=tuple(map(str, remembered)),
                passage_chars=passage_chars,
                attuned=attuned,
                on_progress=on_progress,
            )
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise IndexUnavailableError(text.CANNOT_WRITE, path=index_dir, reason=reason) from error


def _find_old(index_dir: Path) -> _Old | None:
    try:
        folder = index_folder.current_folder(index_dir)
        manifest = index_folder.read_manifest(folder)
    except IndexUnavailableError:
        return None
    whole = index_folder.is_whole(folder, manifest) and not index_folder.is_marked_damaged(folder)
    return _Old(folder, manifest, whole=whole)


def _remembered(old: _Old | None, *, extra: Sequence[Path], remove: Sequence[Path]) -> tuple[Path, ...]:
    """The extra paths from now on, absolute: those of earlier runs, less those removed, and the new ones."""
    paths = [Path(path) for path in old.manifest.extra] if old else []
    for path in map(Path.resolve, remove):
        if path not in paths:
            raise CorpusError(corpus_text.NOT_REMEMBERED, path=path, remembered=", ".join(map(str, paths)) or "–")
        paths.remove(path)
    return tuple(dict.fromkeys([*paths, *map(Path.resolve, extra)]))


def _digest(
    corpus_dir: Path,
    files: Iterable[tuple[Path, Path]],
    *,
    fingerprint: Mapping[str, object],
    extra: Iterable[Path],
) -> str:
    """Hash of everything that an index is made from, so that an unchanged run is known without reading any of it."""
    digest = hashlib.sha256(repr((fingerprint, CONTENTLESS_QUESTIONS, *extra)).encode())
    paths = [corpus_dir / "sources.yaml", corpus_dir / "facts.yaml"]
    for path, _ in files:
        paths += [path, path.with_suffix(".meta.yaml")]
    for path in paths:
        try:
            content = path.read_bytes()
        except OSError as error:
            content = type(error).__name__.encode()
        digest.update(repr((str(path.resolve()), len(content))).encode() + content)
    return digest.hexdigest()


def _unchanged(manifest: Manifest) -> IngestReport:
    return IngestReport(0, manifest.rows["body"], 0, documents=len(manifest.origins), encoded=0)


def _read(corpus_dir: Path, files: Sequence[tuple[Path, Path]], *, gone: Sequence[Path], old: _Old | None) -> _Corpus:
    """Read the files; documents whose file failed or whose path is gone are taken from the old index."""
    read, problems = read_files(files, registers=read_registers(corpus_dir))
    missing = tuple(build_problem(corpus_text.NO_PATH, path=path) for path in gone)
    documents = {document.id: document for _, document in read}
    origins = {document.id: str(path.resolve()) for path, document in read}
    if old and (problems or missing):
        listed = {str(path.resolve()) for path, _ in files}
        for id, document in _old_documents(old).items():
            origin = old.manifest.origins.get(id, "")
            if id not in documents and (origin in listed or any(Path(origin).is_relative_to(path) for path in gone)):
                documents[id], origins[id] = document, origin
    if not documents and not problems and not missing:
        raise CorpusError(corpus_text.NO_DOCUMENTS, path=corpus_dir)
    return _Corpus(tuple(documents.values()), origins, (*problems, *missing))


def _old_documents(old: _Old) -> dict[str, Document]:
    try:
        return read_documents(old.folder / index_folder.DOCUMENTS)
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def _old_passages(old: _Old | None) -> set[str]:
    try:
        return set(read_passages(old.folder / index_folder.PASSAGES)) if old else set()
    except (OSError, ValueError, KeyError, TypeError):
        return set()


def _update(
    corpus: _Corpus,
    old: _Old | None,
    *,
    index_dir: Path,
    embedding_model: str,
    embedder: Callable[[], Embedder],
    inputs: str,
    extra: tuple[str, ...],
    passage_chars: int,
    attuned: bool,
    on_progress: Progress,
) -> IngestReport:
    """Bring the index to what was read: not at all, in its manifest alone, or as a new folder."""
    passages = tuple(
        passage for document in corpus.documents for passage in split_document(document, target_chars=passage_chars)
    )
    before, after = _old_passages(old), {passage.id for passage in passages}
    if not passages:
        return IngestReport(0, 0, 0, documents=0, encoded=0, failed=corpus.problems)
    rows = (*(row for passage in passages for row in rows_of(passage)), *contrast_rows())
    contentless = [Text(question, asked=True) for question in CONTENTLESS_QUESTIONS]
    encoded = encode(
        [*(row.embedded for row in rows), *contentless],
        known=_known_vectors(old, embedding_model),
        embedder=embedder,
        on_progress=lambda done, total: on_progress("encoding", done, total),
    )
    fingerprint = index_folder.fingerprint(encoded.embedder_name, passage_chars=passage_chars, attuned=attuned)
    manifest = Manifest(
        fingerprint=fingerprint,
        embedding_model=embedding_model,
        content=_content_hash(fingerprint, corpus.documents),
        inputs=inputs,
        extra=extra,
        origins=corpus.origins,
        rows={field: sum(row.field == field for row in rows) for field in FIELDS},
        dimension=encoded.dimension,
        sizes=old.manifest.sizes if old else {},
    )
    if old and old.whole and old.manifest.content == manifest.content:
        if old.manifest != manifest:
            index_folder.write_manifest(old.folder, manifest)
    else:
        publish(
            index_dir,
            documents=corpus.documents,
            passages=passages,
            rows=rows,
            encoded=encoded,
            contentless=contentless,
            manifest=manifest,
            attuned=attuned,
            replaces=old.folder if old else None,
            on_progress=on_progress,
        )
    logger.info("ingested %d documents, %d passages, %d texts encoded", len(corpus.documents), len(after), encoded.new)
    return IngestReport(
        added=len(after - before),
        unchanged=len(after & before),
        removed=len(before - after),
        documents=len(corpus.documents),
        encoded=encoded.new,
        failed=corpus.problems,
    )


def _known_vectors(old: _Old | None, embedding_model: str) -> Encoded | None:
    if old is None or old.manifest.embedding_model != embedding_model:
        return None
    name = str(old.manifest.fingerprint.get("embedding"))
    return load_vectors(old.folder / index_folder.VECTORS, embedder_name=name)


def _content_hash(fingerprint: Mapping[str, object], documents: Iterable[Document]) -> str:
    digest = hashlib.sha256(repr((sorted(fingerprint.items()), CONTENTLESS_QUESTIONS)).encode())
    for document in documents:
        digest.update(to_line(document).encode())
    return digest.hexdigest()[:16]

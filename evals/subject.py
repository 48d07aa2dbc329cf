"""The assistant under test, opened exactly as the page opens it, and what is told about it beside its figures."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from assistant.answering.assistant import load_assistant
from assistant.datamodels import Mode
from assistant.errors import AssistantError
from assistant.ingestion.indexing import ingest
from assistant.retrieval.embedding import load_passage_embedder
from assistant.retrieval.index_folder import current_folder, read_manifest
from assistant.settings import Settings, load_settings
from evals.asking import Asked

REPOSITORY = Path(__file__).resolve().parent.parent


class SubjectError(Exception):
    """The assistant cannot be measured as wished; says in one line why, and what to do."""


@dataclass(frozen=True, slots=True)
class Subject:
    """An assistant ready to be asked, and the settings that its figures belong to, without secrets."""

    assistant: Asked
    settings: Mapping[str, object]


@contextmanager
def open_subject(
    *, corpus_dir: Path | None = None, mode: Mode | None = None, without: frozenset[str] = frozenset()
) -> Iterator[Subject]:
    """Open the served index, or with `corpus_dir` a temporary one of that folder alone.

    Raises:
        SubjectError: nothing in `corpus_dir` can be ingested, or opening crashed.
        AssistantError: a setting, the corpus, the index or a model cannot be used; generative without a chat model.
    """
    settings = load_settings()
    with tempfile.TemporaryDirectory(prefix="evals-", ignore_cleanup_errors=True) as folder:
        index_dir = settings.index_dir if corpus_dir is None else Path(folder)
        try:
            if corpus_dir is not None:
                _ingest_alone(corpus_dir, index_dir=index_dir, settings=settings)
            assistant = load_assistant(settings, index_dir=index_dir, without=without, mode=mode)
        except (AssistantError, SubjectError, OSError):
            raise
        except Exception as error:  # the contract: one line, also for a fault of ours
            raise SubjectError(f"the assistant crashed while it was opened: {type(error).__name__}: {error}") from error
        told = _describe(settings, index_dir=index_dir, corpus_dir=corpus_dir, mode=mode, without=without)
        yield Subject(assistant=assistant, settings=told)


def read_commit() -> str | None:
    """The commit of this checkout, ending in `-dirty` where files differ from it; None outside a repository."""
    command = ["git", "describe", "--always", "--abbrev=40", "--exclude=*", "--dirty"]
    try:
        found = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return None
    return found.stdout.strip()


def _ingest_alone(corpus_dir: Path, *, index_dir: Path, settings: Settings) -> None:
    """Ingest that folder and nothing else; what fails is named and the rest measured."""
    report = ingest(
        corpus_dir=corpus_dir,
        index_dir=index_dir,
        embedding_model=settings.embedding_model,
        # the model is unpacked once, beside the index that is served
        embedder=lambda: load_passage_embedder(settings.embedding_model, models_dir=settings.index_dir / "models"),
    )
    for problem in report.failed:
        print(f"not ingested: {problem.say('en')}", file=sys.stderr)
    if not report.documents:
        raise SubjectError(f"{corpus_dir} holds no document that can be ingested")


def _describe(
    settings: Settings, *, index_dir: Path, corpus_dir: Path | None, mode: Mode | None, without: frozenset[str]
) -> dict[str, object]:
    manifest = read_manifest(current_folder(index_dir))
    return {
        "mode": mode or ("generative" if settings.chat_model else "extractive"),
        "embedding_model": settings.embedding_model,
        "chat_model": settings.chat_model,
        "answer_sentences": settings.answer_sentences,
        "refusal_threshold": settings.refusal_threshold,
        "without": sorted(without),
        "passages": dict(manifest.fingerprint),
        "corpus": (corpus_dir or settings.corpus_dir).name,
        "corpus_fingerprint": manifest.content,
        "commit": read_commit(),
    }

"""`python -m evals.faults.kill_ingest`: kills the real ingest at random moments and opens what is left.

Each time one document of a copy of the corpus is changed, the ingest is started and killed with SIGKILL, and the
index must open, whole, as it was before or as it was to become. Exit status: 0, or 1 when one did not.
"""

from __future__ import annotations

import argparse
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from assistant import environment
from assistant.errors import AssistantError
from assistant.retrieval.embedding import embedder_name
from assistant.retrieval.index import open_index
from assistant.settings import load_settings

REPOSITORY = Path(__file__).resolve().parents[2]
CHANGED = "kendetegn/2-ideudvikling"


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as often as asked and say what each kill left."""
    parser = argparse.ArgumentParser(prog="python -m evals.faults.kill_ingest", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=30)
    parser.add_argument("--seed", type=int, default=2019)
    options = parser.parse_args(arguments)
    environment.prepare()
    console = Console(highlight=False, soft_wrap=True)
    with tempfile.TemporaryDirectory(prefix="kill-ingest-", ignore_cleanup_errors=True) as folder:
        corpus_dir = Path(shutil.copytree(load_settings().corpus_dir, Path(folder) / "corpus"))
        index_dir = Path(folder) / "index"
        console.print("first ingest, not killed …")
        _ingest(corpus_dir, index_dir).wait()
        broken = _kill_again_and_again(console, corpus_dir, index_dir, kills=options.kills, seed=options.seed)
        _ingest(corpus_dir, index_dir).wait()
        broken += not _holds(console, index_dir, [_document(corpus_dir).read_text(encoding="utf-8")])
    console.print(f"{options.kills} kills, {broken} broken")
    return 1 if broken else 0


def _kill_again_and_again(console: Console, corpus_dir: Path, index_dir: Path, *, kills: int, seed: int) -> int:
    """How many of the kills left an index that is broken or empty."""
    chance = random.Random(seed)
    path = _document(corpus_dir)
    original = path.read_text(encoding="utf-8")
    versions = [f"{original}\n## Forsøg\n\nIngen afbrydelse endnu.\n"]
    path.write_text(versions[0], encoding="utf-8")
    started = time.perf_counter()
    _ingest(corpus_dir, index_dir).wait()
    usual_seconds = time.perf_counter() - started
    console.print(f"an ingest of one change takes {usual_seconds:.1f} s")
    killed = broken = 0
    while killed < kills:
        versions.append(f"{original}\n## Forsøg\n\nAfbrydelse nummer {killed}, udgave {len(versions)}.\n")
        path.write_text(versions[-1], encoding="utf-8")
        process = _ingest(corpus_dir, index_dir)
        moment = chance.uniform(0, usual_seconds)
        time.sleep(moment)
        process.kill()
        if process.wait() != -signal.SIGKILL:
            continue  # it was done before
        killed += 1
        sound = _holds(console, index_dir, versions)
        broken += not sound
        console.print(f"kill {killed} after {moment:.1f} s: {'sound' if sound else 'BROKEN'}")
    return broken


def _document(corpus_dir: Path) -> Path:
    return corpus_dir / f"{CHANGED}.md"


def _ingest(corpus_dir: Path, index_dir: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "ingest.py", "--corpus", str(corpus_dir), "--index", str(index_dir)]
    return subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.DEVNULL)


def _holds(console: Console, index_dir: Path, versions: Sequence[str]) -> bool:
    """Whether the index opens and holds one of the versions of the changed document, and all other documents."""
    try:
        with open_index(index_dir, embedder_name=embedder_name(load_settings().embedding_model)) as index:
            text = index.documents[CHANGED].text
            return len(index.documents) > 1 and any(version.endswith(text) for version in versions)
    except AssistantError as error:
        console.print(str(error))
        return False


if __name__ == "__main__":
    sys.exit(main())

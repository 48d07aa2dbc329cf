"""The real page over the real corpus, in a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 60
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


@pytest.fixture(scope="session")
def chromium() -> str:
    """Where Chromium is; without it the tests are skipped, but not in CI."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        skip_unless_in_ci("there is no Chromium here")
    return found


def skip_unless_in_ci(reason: str) -> NoReturn:
    if os.environ.get("CI") == "true":
        pytest.fail(f"browser tests must run in CI, but {reason}", pytrace=False)
    pytest.skip(reason)


@pytest.fixture(scope="session")
def index_dir(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An index of the real corpus: the folder of TEST_INDEX_DIR, or one made for this run.

    The model is unpacked into it, half a gigabyte, unless TEST_MODELS_DIR says where it lies unpacked.
    """
    if given := os.environ.get("TEST_INDEX_DIR"):
        yield Path(given).resolve()
        return
    made = tmp_path_factory.mktemp("index")
    if models := os.environ.get("TEST_MODELS_DIR"):
        Path(models).mkdir(parents=True, exist_ok=True)
        (made / "models").symlink_to(Path(models).resolve(), target_is_directory=True)
    done = subprocess.run(
        [sys.executable, "ingest.py"], cwd=ROOT, env=environment_for(made), capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    yield made
    shutil.rmtree(made)  # pytest would keep three of them


def environment_for(index_dir: Path) -> dict[str, str]:
    """This process's environment with the default settings over one index."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("ASSISTANT_", "STREAMLIT_"))}
    return {**kept, "ASSISTANT_INDEX_DIR": str(index_dir)}


@contextmanager
def served(app: Path, environment: dict[str, str]) -> Iterator[str]:
    """The address of an app on a free port, once it answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(app), "--server.port", str(port)]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=quiet, stderr=quiet) as server:
        try:
            wait_until_up(address)
            yield address
        finally:
            server.terminate()


def wait_until_up(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < deadline, "the page did not start"
            time.sleep(0.1)


@pytest.fixture(scope="package")
def address(index_dir: Path) -> Iterator[str]:
    with served(ROOT / "app.py", environment_for(index_dir)) as found:
        yield found


@pytest.fixture(scope="package")
def slow_address(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The page over an assistant that says one sentence and then keeps its reader waiting."""
    no_index = tmp_path_factory.mktemp("no-index")
    with served(ROOT / "tests" / "browser" / "slow_app.py", environment_for(no_index)) as found:
        yield found


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    # not for the whole session: while it is open no other test can run an event loop
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield opened
        opened.close()


@contextmanager
def visiting(browser: Browser, address: str, *, width: int = 1280, height: int = 900) -> Iterator[Page]:
    """A visitor of their own at the first page; whatever they do, no request may leave for elsewhere."""
    with browser.new_context(
        viewport={"width": width, "height": height},
        locale="da-DK",
        timezone_id="Europe/Copenhagen",
        reduced_motion="reduce",
        permissions=["clipboard-read", "clipboard-write"],
    ) as context:
        page = context.new_page()
        page.set_default_timeout(20_000)
        elsewhere: list[str] = []
        faults: list[str] = []
        own = (address, "blob:", "data:")
        page.on("request", lambda request: None if request.url.startswith(own) else elsewhere.append(request.url))
        page.on("pageerror", lambda error: faults.append(error.message))
        page.goto(address)
        yield page
        assert elsewhere == []
        assert faults == []


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    with visiting(browser, address) as opened:
        yield opened

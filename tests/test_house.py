"""How the house is built: imports go one way, engines have one door, nothing grows too large."""

import ast
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

import kg

PACKAGE = ROOT / "kg"

# From the ground up: a room imports only rooms that stand before it.
ROOMS = (
    *("errors", "cycles", "namespaces", "codes", "values", "terms", "resources", "data", "units"),
    *("hypertext", "table"),
    *("records", "identifiers", "inputs", "figures", "linking", "sources", "fetching", "reading"),
    *("evaluation", "training", "derivation"),
    *("graph", "concordance", "validation", "store", "vocabularies", "reasoning", "network"),
    "synthesis",
    *("review", "build", "questions", "remote"),
    *("export", "judging", "tables", "view", "glance", "reference", "show", "lookup", "why"),
    *("differing", "api"),
    *("talking", "serving", "demo", "cli"),
    *("__main__",),
)
# The only rooms that may name a library.
DOORS = {
    "pyoxigraph": "store",
    "oxrdflib": "store",
    "pyshacl": "validation",
    "owlready2": "reasoning",
    "networkx": "network",
    "lxml": "sources",
    "fsspec": "fetching",
    "dask": "build",
    "distributed": "build",
    "matplotlib": "figures",
    "pyarrow": "tables",
    "mcp": "talking",
    "mcp_types": "talking",
    "starlette": "serving",
    "uvicorn": "serving",
    "jinja2": "serving",
    "typer": "cli",
    "rich": "cli",
}
# `kg` itself is the facade: anybody may ask it for its version, and it opens the top room.
FACADE = "kg"


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def room_of(path: Path) -> str:
    """The room that a module belongs to."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return FACADE if parts == ("__init__",) else parts[0]


def imported(path: Path) -> Iterator[str]:
    """The full names of what a module imports, at any depth, but for the eyes of a type checker."""
    for node in _without_type_checking(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _without_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        hidden = isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
        if not hidden:
            yield from _without_type_checking(child)


def rooms_used(path: Path) -> set[str]:
    """The rooms that a module imports from."""
    names = (name.split(".") for name in imported(path))
    known = {room_of(each) for each in modules()}
    found = {parts[1] for parts in names if parts[0] == "kg" and len(parts) > 1}
    return (found & known) - {room_of(path), FACADE}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_go_one_way(path: Path) -> None:
    """A room imports only rooms that stand before it in the list above."""
    here = room_of(path)
    allowed = {"api", "table"} if here == FACADE else set(ROOMS[: ROOMS.index(here)])
    assert rooms_used(path) <= allowed


def test_every_room_is_on_the_list() -> None:
    """A new room needs its place."""
    assert {room_of(path) for path in modules()} - {FACADE} <= set(ROOMS)


@pytest.mark.parametrize(("library", "room"), DOORS.items())
def test_each_engine_has_one_door(library: str, room: str) -> None:
    """Whatever an engine does otherwise than expected is dealt with in one place."""
    users = {
        room_of(path)
        for path in modules()
        if any(name.split(".")[0] == library for name in imported(path))
    }
    assert users <= {room}


def test_the_network_has_one_door() -> None:
    """What is asked of the world goes at one pace, under one set of limits."""
    asking = ("urllib.request", "http.client", "httpx", "requests", "urllib3", "aiohttp")
    users = {
        room_of(path) for path in modules() if any(n.startswith(asking) for n in imported(path))
    }
    assert users == {"fetching"}


# --- Size ----------------------------------------------------------------------------------------


def python_files() -> list[Path]:
    """Everything that people read."""
    return [*modules(), *sorted((ROOT / "tests").rglob("*.py"))]


@pytest.mark.parametrize("path", python_files(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(path: Path) -> None:
    """There is a second idea in it: give that a room."""
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 400


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_function_is_longer_than_40_lines(path: Path) -> None:
    """Nor is any hard to take in at once."""
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= 40
    ]
    assert long == []


def test_no_room_has_a_name_that_says_nothing() -> None:
    """What cannot be named has no idea of its own."""
    names = {path.stem for path in modules()}
    assert names & {"utils", "util", "helpers", "helper", "common", "misc"} == set()


# --- What is shipped -----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The names in the wheel that the configuration describes."""
    out = tmp_path_factory.mktemp("wheel")
    tool = shutil.which("hatchling", path=str(Path(sys.executable).parent))
    if tool is None:
        pytest.skip("hatchling is not installed beside this Python")
    subprocess.run([tool, "build", "-t", "wheel", "-d", out], cwd=ROOT, check=True)
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built).namelist()


@pytest.mark.parametrize("folder", ["ontology", "queries"])
def test_the_wheel_carries_what_the_package_reads(wheel: list[str], folder: str) -> None:
    """Ontology, shapes, rules, checks and questions, inside the package."""
    here = {
        f"kg/{path.relative_to(ROOT).as_posix()}"
        for path in (ROOT / folder).rglob("*")
        if path.is_file()
    }
    assert here
    assert here <= set(wheel)


def test_the_wheel_carries_the_data_of_the_package(wheel: list[str]) -> None:
    """Tables, records, the mark of a typed package; no compiled file."""
    here = {
        f"kg/{path.relative_to(PACKAGE).as_posix()}"
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert here <= set(wheel)
    assert not [name for name in wheel if name.endswith(".pyc")]


def test_the_licence_is_the_one_that_is_declared() -> None:
    """Apache-2.0, its whole text."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in (ROOT / "LICENSE").read_text(encoding="utf-8")


def test_each_ignored_rule_is_explained() -> None:
    """Whoever finds it wrong knows what to argue with."""
    rules = re.findall(
        r'^    "([A-Z]+\d*)",(.*)$', (ROOT / "pyproject.toml").read_text("utf-8"), re.MULTILINE
    )
    assert len(rules) > 10
    assert [rule for rule, reason in rules if "#" not in reason] == []


def test_the_version_is_a_release_number() -> None:
    """What `kg --version` and every extraction state."""
    assert re.fullmatch(r"\d+\.\d+\.\d+", kg.__version__)

"""Clients of others, unchanged: two of npm, by each of their ways to ask."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from served import Served, serving
from stores import ID, TK, line, published

# Versions as tried; the newest may ask for a newer Node.
PACKAGES = ("fetch-sparql-endpoint@7.2.0", "sparql-http-client@3.1.0")
LABEL = 'an "odd" & <marked> été'


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A server over a few things."""
    root = tmp_path_factory.mktemp("shelf")
    lines = [line(f"thing-{n}", "size", f'"{n}"') for n in range(5, 9)]
    published(root, [*lines, line("thing-7", "label", json.dumps(LABEL, ensure_ascii=False))])
    with serving(root) as served:
        yield served


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients, installed from npm or its cache."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node and npm are not on this machine")
    folder = tmp_path_factory.mktemp("npm")
    quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline", "--loglevel=error")
    limits = ("--fetch-retries=0", "--fetch-timeout=20000")
    command = ["npm", "install", *quiet, *limits, "--prefix", str(folder), *PACKAGES]
    try:
        done = subprocess.run(command, capture_output=True, check=False, text=True, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("npm did not come back within 90 s")
    if done.returncode:
        pytest.skip(f"npm cannot install the clients: {done.stderr.strip()[:200]}")
    return folder


@pytest.fixture(scope="module")
def told(server: Served, packages: Path) -> dict[str, Any]:
    """What each client understood, by its way to ask."""
    script = ROOT / "tests" / "clients" / "ask.mjs"
    arguments = [str(packages), f"{server.base}/sparql", f"PREFIX tk: <{TK}>"]
    done = subprocess.run(
        ["node", str(script), *arguments], capture_output=True, check=False, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_clients_of_npm_work_unchanged(told: dict[str, Any]) -> None:
    """Tables, graphs, truth; by GET, by form, directly; what is unbound and what is odd too."""
    rows = [[f"{ID}thing-{n}", str(n), LABEL if n == 7 else None] for n in range(5, 9)]
    assert len(told) == 6
    for way, understood in told.items():
        assert (understood["rows"], understood["truth"]) == (rows, True), way
        assert understood["triples"] == 4, way
        assert understood.get("error", 400) == 400, way

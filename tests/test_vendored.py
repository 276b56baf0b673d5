"""What others wrote and we hand on: each file is the one that was published, with its licence."""

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT

FOLDERS = (ROOT / "kg" / "serving" / "pages" / "vendor", ROOT / "tests" / "axe")


def packages(folder: Path) -> list[tuple[Path, dict[str, Any]]]:
    """The packages of a table, each with where its files stand."""
    table = tomllib.loads((folder / "vendored.toml").read_text("utf-8"))
    return [(folder / f"{each['folder']}-{each['version']}", each) for each in table["package"]]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_file_is_the_one_that_the_table_names(folder: Path) -> None:
    """No file more or less, none changed; ``tools/vendor.py FOLDER`` asks what was published."""
    assert {home.name for home, _ in packages(folder)} == {
        each.name for each in folder.iterdir() if each.is_dir()
    }
    for home, package in packages(folder):
        found = {
            each.name: hashlib.sha256(each.read_bytes()).hexdigest() for each in home.iterdir()
        }
        assert found == package["sha256"]
        assert package["files"].keys() <= found.keys()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_each_package_brings_its_licence(folder: Path) -> None:
    """Named in the table, its text beside the files; nothing asks for a source map."""
    for home, package in packages(folder):
        (text,) = (each.read_text("utf-8") for each in home.glob("LICENSE*"))
        assert package["licence"] in {"MIT", "MPL-2.0"}
        assert "Permission is hereby granted" in text or "Mozilla Public License" in text
        assert not [each for each in home.iterdir() if b"sourceMappingURL=" in each.read_bytes()]

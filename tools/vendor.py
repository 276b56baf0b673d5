#!/usr/bin/env python3
"""Fetches the files of other people that a browser is sent, or checks that they are what they say.

Usage: tools/vendor.py [--write] FOLDER

FOLDER holds vendored.toml: packages of npm, each with its version, its licence and its files. Each
file is taken out of the package as it was published, without its link to a source map. Where a
package was bundled from others, the licences of those, found by its source map, are collected into
LICENSES.txt beside it. Without --write nothing is changed: what differs from the table is said.
Needs npm and the network; nobody else does.
"""

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MAP = re.compile(rb"\n?(?://|/\*)# sourceMappingURL=\S+(?: \*/)?\s*$")
IN_MODULES = re.compile(r"node_modules/((?:@[^/]+/)?[^/]+)/")
LICENCE = re.compile(r"licen[sc]e", re.IGNORECASE)
LICENCES = "LICENSES.txt"

Package = dict[str, Any]


def main(folder: Path, *, write: bool) -> int:
    """How many files differ; with *write* they are replaced, and their sums printed."""
    table = tomllib.loads((folder / "vendored.toml").read_text("utf-8"))
    wrong = 0
    for package in table["package"]:
        home = folder / f"{package['folder']}-{package['version']}"
        for name, content in files_of(package, licences_too=write):
            found = hashlib.sha256(content).hexdigest()
            if write:
                home.mkdir(exist_ok=True)
                (home / name).write_bytes(content)
                sys.stdout.write(f'"{name}" = "{found}"\n')
            elif package["sha256"].get(name) != found:
                wrong += 1
                sys.stderr.write(f"{home.name}/{name}: the table says otherwise\n")
    return wrong


def files_of(package: Package, *, licences_too: bool) -> Iterator[tuple[str, bytes]]:
    """The files of a package as they are served, each with its name here.

    Collected licences change with the releases that npm finds today; the others never do.
    """
    with tempfile.TemporaryDirectory() as made:
        scratch = Path(made)
        packed = fetched(f"{package['name']}@{package['version']}", scratch)
        for name, place in package["files"].items():
            yield name, MAP.sub(b"\n", (packed / place).read_bytes())
        if licences_too and "bundled" in package:
            yield LICENCES, licences(package, packed, scratch).encode()


def fetched(what: str, scratch: Path) -> Path:
    """Where a package was unpacked."""
    npm("pack", "--silent", what, cwd=scratch)
    (archive,) = scratch.glob("*.tgz")
    with tarfile.open(archive) as opened:
        opened.extractall(scratch / "packed", filter="data")
    return scratch / "packed" / "package"


def licences(package: Package, packed: Path, scratch: Path) -> str:
    """The licences of what was bundled into a package, and its own."""
    sources = json.loads((packed / package["bundled"]).read_text("utf-8"))["sources"]
    inside = sorted({found[-1] for each in sources if (found := IN_MODULES.findall(each))})
    wanted = f"{package['name']}@{package['version']}"
    npm("install", "--silent", "--ignore-scripts", wanted, cwd=scratch)
    told = (licence_of(scratch / "node_modules" / name) for name in inside)
    own = json.loads((packed / "package.json").read_text("utf-8"))
    head = f"{own['name']} {own['version']}: {package['licence']}"
    notice = package["notice"].strip()
    return "\n\n".join([head, authors(own), notice, "Bundled into it:", *told]) + "\n"


def licence_of(home: Path) -> str:
    """Name, version and licence of a package, with the text where it brings one."""
    said = json.loads((home / "package.json").read_text("utf-8"))
    head = f"{said['name']} {said['version']}: {said.get('license', 'see its text')}"
    files = sorted(each for each in home.iterdir() if LICENCE.match(each.name))
    texts = [each.read_text("utf-8").strip() for each in files]
    return "\n\n".join(["-" * 80 + f"\n{head}", *(texts or [authors(said)])])


def authors(said: Package) -> str:
    """Whose a package is that brings no text of its licence."""
    people = [said.get("author"), *said.get("contributors", [])]
    names = [each["name"] if isinstance(each, dict) else each for each in people if each]
    return f"Copyright {', '.join(names)}"


def npm(*words: str, cwd: Path) -> None:
    """Run npm."""
    command = ["npm", *words]
    subprocess.run(command, cwd=cwd, check=True, stdout=subprocess.DEVNULL)  # noqa: S603


if __name__ == "__main__":
    given = sys.argv[1:]
    places = [each for each in given if each != "--write"]
    if len(places) != 1:
        sys.exit(__doc__)
    sys.exit(1 if main(Path(places[0]), write="--write" in given) else 0)

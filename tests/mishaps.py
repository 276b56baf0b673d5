"""Builds that are killed, disks that are full, bytes that flip: what becomes of the store.

In: how often of each. Out: a line of counts for each kind; whatever is not as promised ends the
run with what was seen. After a build that was ended at any moment the old or the new generation
answers, whole; what it left is gone with the next build; every flipped byte is told by its file.

Run from the folder ``tests`` as ``python -m mishaps [KILLS FLIPS FULL]``, or by ``make mishaps``;
``test_mishaps.py`` does a few of each.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from conftest import ROOT
from vocabulary_files import NT

from kg import store
from kg.errors import StoreDamaged
from kg.vocabularies import add as add_vocabulary

ONE: Final = ROOT / "docs" / "example-report.txt"
_BUILD: Final = "import sys, kg; kg.build(sys.argv[2:], store=sys.argv[1]).close()"
# What is tried is a disk that fills up while it is written; a full one is noticed before.
_BUILD_ANYWAY: Final = f"from kg.store import folder; folder.require_room = print; {_BUILD}"
_LEAST: Final = 80 << 20  # a build does not begin on a disk with less
_OUTCOMES: Final = ("old generation", "new generation")


class Broken(AssertionError):
    """What was promised and did not come."""


def main(kills: int = 200, flips: int = 100, full: int = 20) -> None:
    """Try each so often."""
    seed = int(os.environ.get("KG_SEED", "0")) or random.randrange(1 << 30)
    sys.stdout.write(f"KG_SEED={seed}\n")
    with TemporaryDirectory(prefix="mishaps-") as name:
        chance, folder = Random(seed), Path(name)
        for told in (
            killed(folder, kills, chance),
            flipped(folder, flips, chance),
            filled(folder, full),
        ):
            sys.stdout.write(f"{told}\n")


Random = random.Random


# --- A store and its builds ----------------------------------------------------------------------


def inputs(folder: Path) -> tuple[list[Path], list[Path]]:
    """Two sets of inputs that make two stores."""
    changed = folder / "changed.txt"
    changed.write_text(ONE.read_text("utf-8").replace("2.31", "2.41"), encoding="utf-8")
    return [ONE], [changed]


def started(root: Path, given: list[Path], script: str = _BUILD) -> "subprocess.Popen[bytes]":
    """A build in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", script, str(root), *map(str, given)],
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def built(root: Path, given: list[Path], script: str = _BUILD) -> tuple[int, str]:
    """The exit code of a build that was left alone, and what it said."""
    with started(root, given, script) as build:
        _, said = build.communicate(timeout=120)
    return build.returncode, said.decode()


def content(root: Path) -> str:
    """What the store states, as a hash, once every file is as it was published and it answers."""
    found = store.verify(root)
    if found:
        raise Broken(found)
    with store.open_store(root) as opened:
        asked = opened.table("SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }")
        stated = chain(opened.quads(), opened.description(), opened.vocabularies())
        lines = sum(1 for _ in stated)
        if [row["n"] for row in asked] != [lines]:
            raise Broken(str(asked), lines)
        return opened.manifest.content


def left(root: Path) -> list[str]:
    """What is in a store beside its generations."""
    names = sorted(path.name for path in root.iterdir())
    return [name for name in names if not name.startswith(("CURRENT", "build.lock", "gen-"))]


# --- Killed --------------------------------------------------------------------------------------


def killed(folder: Path, times: int, chance: Random) -> str:
    """Builds killed at any moment, with all their processes: what each came to."""
    root, sides = folder / "killed", inputs(folder)
    took, states = _both(root, sides)
    outcomes: Counter[str] = Counter()
    for _ in range(times):
        before = content(root)
        new = 1 - states.index(before)
        with started(root, sides[new]) as build:
            time.sleep(chance.uniform(0, took * 1.1))
            with contextlib.suppress(ProcessLookupError):
                os.killpg(build.pid, signal.SIGKILL)
            build.communicate()
        outcomes[_OUTCOMES[(before, states[new]).index(content(root))]] += 1
        outcomes["left something"] += bool(left(root))
    if built(root, sides[0])[0] or left(root) or len(list(root.glob("gen-*"))) > 2:
        raise Broken(sorted(root.iterdir()))
    return f"{times} builds killed within {took:.1f} s: {dict(sorted(outcomes.items()))}"


def _both(root: Path, sides: tuple[list[Path], list[Path]]) -> tuple[float, list[str]]:
    """The seconds that a build takes, and what the store states after each of two."""
    states = []
    for given in sides:
        begun = time.perf_counter()
        code, said = built(root, given)
        took = time.perf_counter() - begun
        if code:
            raise Broken(said)
        states.append(content(root))
    return took, states


# --- Flipped -------------------------------------------------------------------------------------


def flipped(folder: Path, times: int, chance: Random) -> str:
    """Single bytes changed anywhere in a store: whether each is told by its file."""
    root = folder / "flipped"
    vocabulary = folder / "mesh.nt"
    vocabulary.write_text(NT, encoding="utf-8")
    add_vocabulary([str(vocabulary)], root, name="mesh")
    built(root, [ONE])
    place = next(root.glob("gen-*"))
    files = [path for path in place.rglob("*") if path.is_file() and path.stat().st_size]
    files += [root / store.CURRENT, *(root / "vocabularies" / "mesh").glob("[!s]*")]
    for number in range(times):
        file = files[number % len(files)]
        with _changed(file, chance):
            if told(root) != [file.name]:
                raise Broken(file, told(root))
    content(root)
    return f"{times} flipped bytes in {len(files)} files: each told by the name of its file"


@contextlib.contextmanager
def _changed(file: Path, chance: Random) -> Iterator[None]:
    good = file.read_bytes()
    at = chance.randrange(len(good))
    other = good[at] ^ (1 << chance.randrange(8))
    file.write_bytes(good[:at] + bytes([other]) + good[at + 1 :])
    yield
    file.write_bytes(good)


def told(root: Path) -> list[str]:
    """The names of the files of which something is told."""
    try:
        return [finding.file.rpartition("/")[2] for finding in store.verify(root)]
    except StoreDamaged as error:
        return [Path(error.where or "").name]


# --- Filled --------------------------------------------------------------------------------------


def filled(folder: Path, times: int) -> str:
    """Disks that fill up at any point of a build: what each came to."""
    sides = inputs(folder)
    needed = _needed(folder / "measured", sides)
    outcomes: Counter[str] = Counter()
    for number in range(times):
        with disk(folder / "disk", _LEAST + 3 * needed) as place:
            if place is None:
                return "no disk could be mounted here: needs root, or user namespaces"
            _fill_up(place, sides, number * needed // times, outcomes)
    return f"{times} disks filled up, {needed >> 10:,} KB needed: {dict(sorted(outcomes.items()))}"


def _needed(root: Path, sides: tuple[list[Path], list[Path]]) -> int:
    """About the bytes that a second build writes."""
    _both(root, sides)
    newest = max(root.glob("gen-*"))
    return sum(path.stat().st_size for path in newest.rglob("*") if path.is_file()) * 3 // 2


def _fill_up(
    place: Path, sides: tuple[list[Path], list[Path]], room: int, outcomes: Counter[str]
) -> None:
    """Build with so much room; then what answers, and whether the room is given back."""
    root, ballast = place / "store", place / "ballast"
    built(root, sides[0])
    before, free = content(root), shutil.disk_usage(place).free
    ballast.write_bytes(bytes(max(0, free - room)))
    code, said = built(root, sides[1], _BUILD_ANYWAY)
    if code and "\nkg.errors.StoreError: " not in said:
        raise Broken(said)
    whole = content(root) == before
    if whole != bool(code) or left(root):
        raise Broken(code, said, left(root))
    ballast.unlink()
    if code and shutil.disk_usage(place).free < free - (64 << 10):
        raise Broken(shutil.disk_usage(place).free, free)
    if built(root, sides[1])[0] or content(root) == before:
        raise Broken("no build after the disk had room again")
    outcomes[_OUTCOMES[not whole]] += 1


@contextlib.contextmanager
def disk(place: Path, size: int) -> Iterator[Path | None]:
    """A small disk of its own, or nothing where none may be mounted."""
    place.mkdir(exist_ok=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)],
        check=False,
        capture_output=True,
    )
    try:
        yield place if mounted.returncode == 0 else None
    finally:
        if mounted.returncode == 0:
            subprocess.run(["umount", str(place)], check=True)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))

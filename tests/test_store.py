"""The store: never half, never written while it is read, and told from its manifest."""

import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import DECIMAL, ID, TK, line, published, sample_lines

from kg import store
from kg.errors import (
    InputError,
    NoStore,
    StoreDamaged,
    StoreError,
    StoreInUse,
)
from kg.store import folder, manifest
from kg.terms import Iri, Literal, nquad

LINES = [
    line("arm-2", "size", '"2"'),
    line("arm-1", "value", f'"0.050"^^<{DECIMAL}>'),
    line("arm-1", "size", '"1"'),
    line("arm-1", "size", '"1"', graph="b"),
]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that tests only read."""
    root = tmp_path_factory.mktemp("shelf")
    published(root, LINES, rejects=[{"where": "a.txt", "what": "the file is empty"}])
    return root


@pytest.fixture(scope="module")
def opened(shelf: Path) -> Iterator[store.Store]:
    """The same store, open."""
    with store.open_store(shelf) as reader:
        yield reader


# --- Publishing ----------------------------------------------------------------------------------


def test_staged_lines_keep_their_lexical_forms(opened: store.Store) -> None:
    """The engine makes 0.050 to 0.05; what is exported never went through it."""
    assert list(opened.quads()) == sorted(LINES)
    assert opened.table("SELECT ?v { ?s tk:value ?v }").terms == ((Literal("0.05", DECIMAL),),)


def test_order_and_repetition_of_the_lines_do_not_matter(tmp_path: Path) -> None:
    """Equal content is equal bytes."""
    lines = sample_lines()
    one = published(tmp_path / "one", lines)
    random.shuffle(lines)
    other = published(tmp_path / "other", lines + lines[:7])
    assert (one / "graph.nq.gz").read_bytes() == (other / "graph.nq.gz").read_bytes()


def test_the_manifest_tells_what_was_built(shelf: Path) -> None:
    """Versions, counts by graph, and the hash of every file."""
    made = store.open_store(shelf).manifest
    assert made.generation == 1
    assert made.quads == 4
    assert made.graphs == {f"{ID}report/a": 3, f"{ID}report/b": 1}
    assert made.engine.name == "pyoxigraph"
    assert made.rejects == 1
    assert {"graph.nq.gz", "rejects.jsonl", "engine/CURRENT"} <= made.files.keys()


def test_rejects_are_kept_with_the_generation(opened: store.Store) -> None:
    """They are what `kg rejects` lists."""
    assert opened.rejects() == [{"where": "a.txt", "what": "the file is empty"}]


def test_two_generations_are_kept(tmp_path: Path) -> None:
    """The last and the one before it; the reader of an older one keeps that too."""
    published(tmp_path, LINES)
    with store.open_store(tmp_path) as reader:
        for _ in range(3):
            published(tmp_path, LINES[:1])
        assert folder.numbers(tmp_path) == [1, 3, 4]
        assert len(reader.table("SELECT ?s { ?s tk:size ?n }")) == 2
    published(tmp_path, LINES)
    assert folder.numbers(tmp_path) == [4, 5]


def test_what_a_killed_build_left_is_removed_by_the_next(tmp_path: Path) -> None:
    """It is never read, and it does not stay."""
    left = tmp_path / "tmp-dead"
    left.mkdir(parents=True)
    (left / "graph.nq.gz").write_text("half")
    published(tmp_path, LINES)
    assert not left.exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CURRENT", "build.lock", "gen-1"]


def test_a_second_builder_is_told_who_builds(tmp_path: Path) -> None:
    """At once, with process and host."""
    with store.locked(tmp_path), pytest.raises(StoreInUse) as refused, store.locked(tmp_path):
        pass
    assert f"process {os.getpid()} on " in str(refused.value)
    with store.locked(tmp_path):
        pass


def test_a_line_that_is_not_rdf_publishes_nothing(tmp_path: Path) -> None:
    """The old generation answers as before."""
    published(tmp_path, LINES)
    with pytest.raises(StoreError, match="could not be written"):
        published(tmp_path, [*LINES, "<x:s> <x:p> oops <x:g> .\n"])
    assert folder.current(tmp_path).name == "gen-1"
    assert list(tmp_path.glob("tmp-*")) == []


def test_a_full_disk_is_noticed_before_anything_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The old generation stays."""
    published(tmp_path, LINES)
    usage = shutil.disk_usage(tmp_path)._replace(free=1 << 20)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match="too full"):
        published(tmp_path, LINES)
    assert folder.numbers(tmp_path) == [1]


@pytest.mark.parametrize("step", ["sync", "require_room"])
def test_an_interrupted_build_leaves_the_old_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """Ctrl-C before the switch is as if nothing had been asked."""
    published(tmp_path, LINES)

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(folder, step, interrupt)
    with pytest.raises(KeyboardInterrupt):
        published(tmp_path, LINES[:1])
    assert store.open_store(tmp_path).manifest.quads == 4
    assert list(tmp_path.glob("tmp-*")) == []


_BUILD = """
import sys
from pathlib import Path
from kg import store
root = Path(sys.argv[1])
lines = (f'<x:s{i}> <x:p> "{sys.argv[2]}" <x:g> .\\n' for i in range(20_000))
with store.locked(root):
    print("building", flush=True)
    store.publish(lines, root=root, inputs=())
"""


def test_a_build_that_is_killed_leaves_the_old_generation_or_the_new(tmp_path: Path) -> None:
    """At random moments of the build."""
    published(tmp_path, ['<x:s> <x:p> "old" <x:g> .\n'])
    seen = set()
    for _ in range(6):
        child = subprocess.Popen(
            [sys.executable, "-c", _BUILD, tmp_path, "new"], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        child.stdout.readline()
        time.sleep(random.uniform(0.02, 0.5))
        child.kill()
        child.wait()
        child.stdout.close()
        with store.open_store(tmp_path) as reader:
            assert store.verify(tmp_path) == []
            answer = reader.table("SELECT (COUNT(*) AS ?n) ?o { ?s <x:p> ?o } GROUP BY ?o").rows
        assert answer in {((1, "old"),), ((20_000, "new"),)}
        seen.add(answer)
    assert seen


# --- Opening and verifying -----------------------------------------------------------------------


def test_no_store_says_how_to_make_one(tmp_path: Path) -> None:
    """A missing folder is not an empty graph."""
    with pytest.raises(NoStore, match="kg build"):
        store.open_store(tmp_path / "nothing")
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize("content", ["gen-7\n", "", "../elsewhere\n"])
def test_a_pointer_to_nothing_is_damage(tmp_path: Path, content: str) -> None:
    """CURRENT names a generation of this store."""
    published(tmp_path, LINES)
    (tmp_path / "CURRENT").write_text(content)
    with pytest.raises(StoreDamaged):
        store.open_store(tmp_path)


def test_a_store_without_its_pointer_is_damaged_not_absent(tmp_path: Path) -> None:
    """There is data; a build must not be told to start from nothing."""
    published(tmp_path, LINES)
    (tmp_path / "CURRENT").unlink()
    with pytest.raises(StoreDamaged, match="which generation"):
        store.open_store(tmp_path)


def test_another_engine_is_refused_with_a_way_out(tmp_path: Path) -> None:
    """Files of another minor version are never opened to look."""
    place = published(tmp_path, LINES)
    made = manifest.read(place)
    other = manifest.Engine("pyoxigraph", "0.4.9")
    changed = manifest.seal(msgspec.structs.replace(made, engine=other))
    (place / manifest.NAME).write_bytes(manifest.encode(changed))
    with pytest.raises(StoreError, match="Build it again"):
        store.open_store(tmp_path)


def test_a_flipped_name_of_an_empty_field_is_found(tmp_path: Path) -> None:
    """Without the name nothing is missed, and the content fits the seal."""
    file = published(tmp_path, LINES) / manifest.NAME
    data = file.read_bytes()
    assert b'"vocabularies": []' in data
    file.write_bytes(data.replace(b'"vocabularies"', b'"vocabularier"'))
    assert [each.file for each in store.verify(tmp_path)] == [manifest.NAME]


def test_every_flipped_byte_is_found(tmp_path: Path) -> None:
    """In any file of the generation, the manifest included."""
    place = published(tmp_path, sample_lines())
    files = [path for path in place.rglob("*") if path.is_file() and path.stat().st_size]
    assert store.verify(tmp_path) == []
    for path in files:
        good = path.read_bytes()
        at = random.randrange(len(good))
        path.write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        found = [each.file for each in store.verify(tmp_path)]
        assert found == [path.relative_to(place).as_posix()], (path, at)
        path.write_bytes(good)


def test_missing_cut_and_foreign_files_are_found(tmp_path: Path) -> None:
    """Sizes are looked at whenever a store is opened; content by `kg verify`."""
    place = published(tmp_path, LINES)
    (place / "rejects.jsonl").write_text("more")
    (place / "stray").write_text("x")
    (place / "graph.nq.gz").unlink()
    assert {(each.file, each.what.split()[0]) for each in store.verify(tmp_path)} == {
        ("rejects.jsonl", "has"),
        ("stray", "is"),
        ("graph.nq.gz", "is"),
    }
    with pytest.raises(StoreDamaged):
        store.open_store(tmp_path)
    assert store.previous(tmp_path) is None


def test_reading_changes_no_file(tmp_path: Path) -> None:
    """A store may lie on a medium that cannot be written."""
    published(tmp_path, LINES)
    with store.open_store(tmp_path) as reader:
        assert len(reader.rdflib()) == 3 + len(list(reader.description()))
        assert reader.query("ASK { ?s ?p ?o }") is True
    assert store.verify(tmp_path) == []


# --- Lines ---------------------------------------------------------------------------------------


def test_many_lines_are_sorted_in_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order is the same when they do not fit into memory."""
    monkeypatch.setattr(store.lines, "_RUN", 10)
    lines = [f"<x:{n % 97}> <x:p> <x:o> <x:g> .\n" for n in range(500)]
    random.shuffle(lines)
    assert list(store.in_order(lines, tmp_path)) == sorted(set(lines))


@pytest.mark.parametrize(
    ("data", "syntax", "place"),
    [
        (b"@prefix x: <http://x/> .\nx:s x:p x: oops", "ttl", "a.ttl line 2"),
        (b"<http://x/s> <http://x/p> 'a' .", "nt", "a.ttl line 1"),
    ],
)
def test_a_file_that_is_not_well_formed_is_told_with_its_line(
    data: bytes, syntax: str, place: str
) -> None:
    """Line and, where the parser knows it, column."""
    with pytest.raises(InputError) as wrong:
        list(store.parse(data, syntax, where="a.ttl"))
    assert str(wrong.value.where).startswith(place)


def test_entities_are_refused_before_any_parser_sees_them() -> None:
    """They can grow to any size."""
    bomb = b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "x">]><rdf:RDF/>'
    with pytest.raises(InputError, match="entities"):
        list(store.parse(bomb, "rdf"))


@given(st.text(max_size=40).filter(lambda t: "\x00" not in t))
def test_any_text_survives_a_line(text: str) -> None:
    """Written as a line and parsed again, it is the same line."""
    made = nquad((Iri("http://x/s"), "http://x/p", Literal(text), Iri("http://x/g")))  # type: ignore[arg-type]
    assert list(store.parse(made.encode("utf-8", "surrogatepass"), "nq")) == [made]


# --- Vocabularies --------------------------------------------------------------------------------


def _add_vocabulary(root: Path) -> None:
    place = root / "vocabularies" / "tiny"
    place.mkdir(parents=True)
    graph = store.graph_iri("tiny")
    (place / "graph.nq").write_text(f'<x:d1> <{TK}size> "7" <{graph}> .\n')
    source = {"title": "A tiny vocabulary", "origin": "made here", "quads": 1}
    (place / "source.json").write_text(json.dumps(source))


def test_vocabularies_survive_builds(tmp_path: Path) -> None:
    """They answer beside the data, and are not part of it."""
    _add_vocabulary(tmp_path)
    for _ in range(2):
        published(tmp_path, LINES)
    with store.open_store(tmp_path) as reader:
        assert len(reader.table("SELECT ?s { ?s tk:size '7' }")) == 1
        assert list(reader.quads()) == sorted(LINES)
        assert len(list(reader.vocabularies())) == 1
        assert [word.name for word in reader.manifest.vocabularies] == ["tiny"]
    (tmp_path / "vocabularies" / "tiny" / "graph.nq").write_text("")
    assert [each.file for each in store.verify(tmp_path)] == ["vocabularies/tiny"]

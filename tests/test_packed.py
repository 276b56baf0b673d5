"""The staged lines of a generation: packed, the same for the same lines, and read as they were."""

import gzip
import shutil
from pathlib import Path

import msgspec
import pytest
from stores import ID, line, published, sample_lines

from kg import store
from kg.build.blocks import merged, ordered, set_down
from kg.build.spool import Spool
from kg.errors import StoreError
from kg.store import loading, manifest, packed

ODD = [
    line("s", "label", '"one\\u0020line"'),
    line("s", "label", '"another\u2028\u0085 of its own"'),
    line("t", "label", '"and\x0c a third"'),
]


def _staged(place: Path) -> Path:
    return place / store.STAGED


def test_any_tool_unpacks_the_lines(tmp_path: Path) -> None:
    """They are gzipped N-Quads, sorted."""
    place = published(tmp_path, sample_lines())
    assert gzip.decompress(_staged(place).read_bytes()).decode() == "".join(sorted(sample_lines()))


def test_only_a_newline_ends_a_line(tmp_path: Path) -> None:
    """Other separators of lines stand within literals."""
    place = published(tmp_path, ODD)
    assert list(packed.lines(_staged(place))) == sorted(ODD)


def test_pieces_are_whole_lines(tmp_path: Path) -> None:
    """However few bytes are asked for, and none is lost."""
    place = published(tmp_path, sample_lines())
    pieces = list(packed.pieces(_staged(place), 100))
    assert len(pieces) > 10
    assert all(piece.endswith(b" .\n") for piece in pieces)
    assert b"".join(pieces).decode() == "".join(sorted(sample_lines()))


def test_loading_in_slices_is_loading_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the disk need not hold unpacked at once changes nothing of what is loaded."""
    published(tmp_path / "one", sample_lines())
    monkeypatch.setattr(loading, "_PIECE", 300)
    monkeypatch.setattr(loading, "_SLICE", 1000)
    place = published(tmp_path / "other", sample_lines())
    with store.open_store(tmp_path / "one") as one, store.open_store(tmp_path / "other") as other:
        assert one.manifest.engine_quads == other.manifest.engine_quads
        assert one.counts() == other.counts()
        everything = "SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } }"
        assert sorted(map(str, one.table(everything))) == sorted(map(str, other.table(everything)))
    assert not (place / "slice").exists()


@pytest.mark.parametrize("several", [False, True])
def test_blocks_are_the_same_bytes_whoever_packs_them(tmp_path: Path, *, several: bool) -> None:
    """One family alone, or two that say the same: what is merged here was packed elsewhere."""
    many = sorted(line("s", f"p{n}", f'"{n}"') for n in range(2000))
    few = sorted(line("r", f"p{n}", f'"{n}"') for n in range(20))
    with Spool(tmp_path / "spool") as spool:
        standing = [*set_down(few, spool), *set_down(many, spool)]
        standing += [*set_down(many, spool), *set_down(few, spool)] if several else []
    assert {block.packed for block in standing} == {False, True}
    with (tmp_path / "out").open("wb") as file, packed.Packing(file) as packing:
        double = merged(ordered(standing, tmp_path), packing)
    assert (tmp_path / "out").read_bytes() == packed.pack("".join(few).encode()) + packed.pack(
        "".join(many).encode()
    )
    assert double.total() == (2020 if several else 0)


# --- Stores of the release before ----------------------------------------------------------------


def _as_before(root: Path) -> Path:
    """The store as an earlier kg would have left it: its lines not packed."""
    place = root / "gen-1"
    (place / manifest.PLAIN).write_bytes(gzip.decompress(_staged(place).read_bytes()))
    _staged(place).unlink()
    made = manifest.read(place)
    files = manifest.entries(place)
    before = msgspec.structs.replace(made, format=1, files=files)
    (place / manifest.NAME).write_bytes(manifest.encode(manifest.seal(before)))
    return place


def test_a_store_of_the_release_before_opens(tmp_path: Path) -> None:
    """It answers, exports and verifies as it did."""
    published(tmp_path, ODD)
    _as_before(tmp_path)
    with store.open_store(tmp_path) as opened:
        assert list(opened.quads()) == sorted(ODD)
        assert len(opened.table("SELECT ?s { ?s tk:label ?l }")) == len(ODD)
        assert opened.manifest.content == opened.manifest.files["graph.nq"].sha256
    assert store.verify(tmp_path) == []


def test_a_store_of_the_release_before_is_built_upon(tmp_path: Path) -> None:
    """The next generation is of this release; the one before stays readable."""
    published(tmp_path, ODD)
    before = _as_before(tmp_path)
    after = published(tmp_path, ODD)
    assert _staged(after).is_file()
    with store.open_generation(before) as older, store.open_store(tmp_path) as newer:
        assert list(older.quads()) == list(newer.quads())


def test_a_store_of_a_release_to_come_is_refused(tmp_path: Path) -> None:
    """Nobody guesses what its files mean."""
    place = published(tmp_path, ODD)
    made = msgspec.structs.replace(manifest.read(place), format=manifest.FORMAT + 1)
    (place / manifest.NAME).write_bytes(manifest.encode(manifest.seal(made)))
    with pytest.raises(StoreError, match="another version"):
        store.open_store(tmp_path)


def test_lines_of_one_graph_are_found_in_packed_lines(tmp_path: Path) -> None:
    """A rebuild takes the lines of an unchanged report from the generation before."""
    lines = [line("s", "size", '"1"', "a"), line("s", "size", '"1"', "b")]
    published(tmp_path, lines)
    with store.open_store(tmp_path) as opened:
        assert list(opened.quads(graphs={f"{ID}report/b"})) == lines[1:]
    shutil.rmtree(tmp_path / "gen-1" / "engine")
    assert list(packed.lines(_staged(tmp_path / "gen-1"))) == lines

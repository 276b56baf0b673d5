"""Exports in shards: whole, disjoint, the same bytes, and loaded by what people use."""

import gzip
import hashlib
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from commands import Command, command
from stores import published, sample_lines

from kg.api import open_graph
from kg.errors import InputError, UsageError
from kg.export.blocks import unit
from kg.export.folders import whole
from kg.export.shards import stretches, write_shards


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the invented trial, told by three reports."""
    root = tmp_path_factory.mktemp("shelf")
    lines = [
        line.replace("pmid-12345", f"pmid-{number}") for number in (11, 22, 33)
        for line in sample_lines()
    ]  # fmt: skip
    published(root, lines)
    return root


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], shelf: Path
) -> Command:
    """The command over that store."""
    return command(monkeypatch, capsysbinary, shelf)


def lines_in(folder: Path) -> list[list[str]]:
    """The lines of each file, in the order of the files."""
    return [
        (gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes())
        .decode()
        .splitlines(keepends=True)
        for path in sorted(folder.glob("part-*"))
    ]


# --- N-Quads -------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["nq", "nq.gz"])
def test_shards_are_the_whole_in_order(shelf: Path, tmp_path: Path, form: str) -> None:
    """Put together they are the one file; no line is there twice; no part of a report is apart."""
    with open_graph(shelf) as graph:
        made = graph.shards(tmp_path / "out", 3, form)
        every = list(graph.lines())
    parts = lines_in(tmp_path / "out")
    assert [line for part in parts for line in part] == every
    assert [shard.rows for shard in made.files] == [len(part) for part in parts]
    assert len(parts) == 3
    assert min(map(len, parts)) > len(every) / 12
    units = [{unit(line) for line in part} for part in parts]
    assert all(not (here & there) for here, there in pairwise(units))


def test_the_list_holds_the_hash_of_each_file(shelf: Path, tmp_path: Path) -> None:
    """Who copies them can tell whether all have come."""
    with open_graph(shelf) as graph:
        graph.shards(tmp_path / "out", 2)
    listed = json.loads((tmp_path / "out" / "shards.json").read_text())
    for shard in listed["files"]:
        data = (tmp_path / "out" / shard["file"]).read_bytes()
        assert shard["bytes"] == len(data)
        assert shard["sha256"] == hashlib.sha256(data).hexdigest()
    assert listed["rows"] == sum(shard["rows"] for shard in listed["files"])


@pytest.mark.parametrize("form", ["nq", "nq.gz", "parquet"])
def test_the_same_graph_gives_the_same_bytes(shelf: Path, tmp_path: Path, form: str) -> None:
    """Whenever it is written; what stood there before is replaced."""
    files: list[dict[str, bytes]] = []
    with open_graph(shelf) as graph:
        for count, name in ((4, "a"), (2, "a"), (2, "b")):
            graph.shards(tmp_path / name, count, form)
            found = (path for path in (tmp_path / name).rglob("*") if path.is_file())
            files.append({str(p.relative_to(tmp_path / name)): p.read_bytes() for p in found})
    assert files[1] == files[2] != files[0]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


def test_more_shards_than_there_are_reports_are_fewer(tmp_path: Path) -> None:
    """None is empty."""
    given = sorted(sample_lines())
    made = write_shards(lambda: given, tmp_path / "out", 10_000, "nq")
    assert 1 < len(made.files) < 10_000
    assert all(shard.rows for shard in made.files)


def test_stretches_of_nothing_are_none() -> None:
    """An empty graph."""
    assert list(stretches([], 3, 0)) == []


# --- Folders -------------------------------------------------------------------------------------


def test_a_folder_with_other_files_is_not_touched(shelf: Path, tmp_path: Path) -> None:
    """Nobody loses a file to an export."""
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with open_graph(shelf) as graph, pytest.raises(UsageError, match="other files"):
        graph.shards(tmp_path, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    """Whole, and nothing beside it."""
    with whole(tmp_path / "out") as folder:
        (folder / "shards.json").write_text("old", encoding="utf-8")

    def full() -> None:
        with whole(tmp_path / "out") as folder:
            (folder / "shards.json").write_text("new", encoding="utf-8")
            raise OSError(28, "No space left on device")

    with pytest.raises(InputError, match="cannot be written"):
        full()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert (tmp_path / "out" / "shards.json").read_text(encoding="utf-8") == "old"


# --- Tables --------------------------------------------------------------------------------------


def rows_of(path: Path | str) -> list[dict[str, Any]]:
    """The rows of a Parquet file."""
    found: list[dict[str, Any]] = pq.ParquetFile(path).read().to_pylist()
    return found


def test_shards_of_tables_hold_each_row_once(shelf: Path, tmp_path: Path) -> None:
    """In the order of the one file of each table."""
    with open_graph(shelf) as graph:
        graph.shards(tmp_path / "parts", 3, "parquet")
        graph.tables(tmp_path / "one")
    for table in sorted((tmp_path / "one").glob("*.parquet")):
        parts = sorted((tmp_path / "parts" / table.stem).glob("part-*.parquet"))
        assert parts
        assert [row for part in parts for row in rows_of(part)] == rows_of(table)
        assert pq.read_schema(parts[0]).equals(pq.read_schema(table), check_metadata=True)
    assert len(list((tmp_path / "parts" / "results").iterdir())) > 1


def test_duckdb_reads_them_as_one_table(shelf: Path, tmp_path: Path) -> None:
    """By a pattern."""
    duckdb = pytest.importorskip("duckdb")
    with open_graph(shelf) as graph:
        graph.shards(tmp_path / "parts", 3, "parquet")
        graph.tables(tmp_path / "one")
    counted = [
        duckdb.sql(f"SELECT count(*), sum(value) FROM '{tmp_path}/{files}'").fetchall()
        for files in ("parts/results/*.parquet", "one/results.parquet")
    ]
    assert counted[0] == counted[1]
    assert counted[0][0][0] > 0


# --- The command ---------------------------------------------------------------------------------


def test_the_command_says_what_it_wrote(kg: Command, tmp_path: Path) -> None:
    """Files and lines, or rows."""
    told = kg("export", "-o", tmp_path / "nq", "--shards", "2")
    assert told.code == 0
    assert f"wrote {tmp_path / 'nq'}: 2 files, " in told.err
    assert "rows" in kg("export", "-o", tmp_path / "t", "--shards", 2, "-f", "parquet").err


def test_other_forms_are_not_written_in_shards(kg: Command, tmp_path: Path) -> None:
    """Turtle's prefixes are of the whole."""
    told = kg("export", "-o", tmp_path / "out", "--shards", "2", "-f", "ttl")
    assert told.code == 2
    assert "nq, nq.gz, parquet" in told.err

"""Files of tables: the same bytes for the same graph, whole or as before, read by other tools."""

import csv
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from commands import Command, command
from conftest import ROOT
from sample_tables import invented
from stores import published, sample_lines

import kg
from kg import tables
from kg.errors import InputError, UsageError
from kg.namespaces import PREFIXES, TK
from kg.tables.blocks import blocks
from kg.tables.catalogue import needs
from kg.tables.page import page

ALL = {each.name: each for each in tables.TABLES}
COLUMNS = [(name, column.name) for name, each in ALL.items() for column in each.columns]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """An invented trial, and a thing with every column."""
    return sorted({*sample_lines(), *invented()})


@pytest.fixture(scope="module")
def folder(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables as Parquet."""
    target = tmp_path_factory.mktemp("tables")
    tables.write_tables(lambda: lines, target, "parquet")
    return target


# --- Files --------------------------------------------------------------------------------------


def test_the_same_graph_gives_the_same_bytes(
    lines: list[str], folder: Path, tmp_path: Path
) -> None:
    """No time, no place, no chance."""
    tables.write_tables(lambda: lines, tmp_path, "parquet")
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == sorted(f"{each.name}.parquet" for each in (*tables.TABLES, tables.DICTIONARY))
    for name in names:
        assert (tmp_path / name).read_bytes() == (folder / name).read_bytes()


def test_csv_says_the_same(lines: list[str], tmp_path: Path, folder: Path) -> None:
    """Numbers as the graph has them, lists as JSON, nothing where there is nothing."""
    tables.write_tables(lambda: lines, tmp_path, "csv")
    for name, tabled in ALL.items():
        with (tmp_path / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        typed_rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
        assert len(rows) == len(typed_rows) > 0
        for row, typed in zip(rows, typed_rows, strict=True):
            for column in tabled.columns:
                assert same(row[column.name], typed[column.name])


def same(written: str, typed: Any) -> bool:
    """Whether a cell of CSV says what a typed one says."""
    if typed is None or isinstance(typed, str):
        return written == (typed or "")
    return float(written) == typed if isinstance(typed, float) else json.loads(written) == typed


def test_a_column_is_described_beside_its_data(folder: Path) -> None:
    """Type, meaning, unit and path: in the schema, and in the dictionary."""
    field = pq.read_schema(folder / "interventions.parquet").field("dose")
    assert str(field.type) == "double"
    assert field.metadata[b"unit"] == b"dose_unit"
    assert field.metadata[b"path"] == b"tk:regimen/tk:hasPhase/tk:dose/tk:value"
    told = pq.read_table(folder / "columns.parquet").to_pylist()
    assert [(row["table"], row["column"]) for row in told[: len(COLUMNS)]] == COLUMNS
    assert all(row["meaning"] and row["type"] and row["holds"] for row in told)


# In the unit of whatever disagrees; the second of several.
_NO_UNIT = {
    *("magnitude", "tolerance", "first_value", "second_value"),
    *("phase_order", "record_version"),
}


def test_every_number_with_a_unit_says_which() -> None:
    """A unit column that is named is there; other units are codes."""
    for tabled in tables.TABLES:
        names = {column.name for column in tabled.columns}
        for column in tabled.columns:
            if column.kind in {"decimal", "integer"} and column.name not in _NO_UNIT:
                assert column.unit in names | {"1", "d", "/d", "%", "deg", "By"}, (
                    tabled.name,
                    column.name,
                )


def test_names_are_each_there_once() -> None:
    """Tables by name, columns by name within a table; IRIs and labels in pairs."""
    assert len(ALL) == len(tables.TABLES)
    for tabled in tables.TABLES:
        names = [column.name for column in tabled.columns]
        assert len(set(names)) == len(names)
        assert all(name.isidentifier() and name == name.lower() for name in names)


def test_docs_describe_every_column() -> None:
    """docs/tables.md is what the declarations say."""
    assert (ROOT / "docs" / "tables.md").read_text(encoding="utf-8") == page(), (
        "mend with: python -c 'from pathlib import Path; from kg.tables.page import write_page;"
        ' write_page(Path("docs/tables.md"))\''
    )


def test_what_a_cell_cannot_hold_is_counted(tmp_path: Path) -> None:
    """Two labels of an arm, and a number that no float64 is."""
    arm = f"<{PREFIXES['report']}r/arm-1>"
    graph = f"<{PREFIXES['report']}r>"
    digits = "0.12345678901234567891"
    said = sorted(
        f"{arm} {term} {graph} .\n"
        for term in (
            f"<{PREFIXES['rdf']}type> <{TK.Arm}>",
            f'<{PREFIXES["rdfs"]}label> "one"',
            f'<{PREFIXES["rdfs"]}label> "other"',
            f'<{TK.confidence}> "{digits}"^^<{PREFIXES["xsd"]}decimal>',
        )
    )
    made = tables.write_table(lambda: said, "arms", tmp_path / "arms.parquet", "parquet")
    assert (made.crowded, made.rounded) == ({"arms.label": 1}, {"arms.confidence": 1})
    (row,) = pq.read_table(tmp_path / "arms.parquet").to_pylist()
    assert (row["label"], row["confidence"]) == ("one", float(Decimal(digits)))
    tables.write_table(lambda: said, "arms", tmp_path / "arms.csv", "csv")
    assert digits in (tmp_path / "arms.csv").read_text(encoding="utf-8")


def test_a_place_that_cannot_be_written_is_one_line(lines: list[str], tmp_path: Path) -> None:
    """A file where the folder should be; nothing is left behind."""
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        tables.write_tables(lambda: lines, tmp_path / "taken", "csv")
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_failure_leaves_the_tables_as_they_were(lines: list[str], tmp_path: Path) -> None:
    """Whole, or as before."""
    tables.write_tables(lambda: lines, tmp_path, "csv")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def breaking() -> Iterator[str]:
        yield from lines[: len(lines) // 2]
        raise OSError("gone")

    with pytest.raises(InputError, match="cannot be written"):
        tables.write_tables(breaking, tmp_path, "csv")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


# --- How lines are read -------------------------------------------------------------------------


def test_one_report_is_in_memory_at_a_time(lines: list[str], tmp_path: Path) -> None:
    """Reports whose names begin alike stand apart; nothing of another is in a block."""
    names = ("r1", "r10", "r1-a")
    inside = [line for line in lines if line.startswith(f"<{PREFIXES['report']}invented/")]
    renamed = sorted(line.replace("/invented", f"/{name}") for line in inside for name in names)
    seen = [
        {node.removeprefix(f"<{PREFIXES['report']}").partition("/")[0] for node in block.facts}
        for block in blocks(lambda: renamed, needs(), tmp_path)
    ]
    assert sorted(owner for owners in seen for owner in owners) == sorted(names)


def test_a_store_of_any_order_of_reports_gives_the_same_rows(tmp_path: Path) -> None:
    """A link of a trial finds its arm, whatever the reports between them are called."""
    arm, trial = f"<{PREFIXES['report']}{{}}/arm-1>", f"<{PREFIXES['trial']}{{}}>"
    graph = f"<{PREFIXES['report']}g>"
    said = [
        line
        for name in ("a", "a-b", "a1", "aa", "b")
        for line in (
            f"{arm.format(name)} <{PREFIXES['rdf']}type> <{TK.Arm}> {graph} .\n",
            f"{trial.format(name)} <{TK.hasArm}> {arm.format(name)} {graph} .\n",
        )
    ]
    tables.write_table(lambda: sorted(said), "arms", tmp_path / "arms.parquet", "parquet")
    rows = pq.read_table(tmp_path / "arms.parquet").to_pylist()
    assert len(rows) == 5
    for row in rows:
        assert row["arm"].split("/")[-2] == row["trial"].split("/")[-1]


# --- From outside -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def store(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of these statements."""
    root = tmp_path_factory.mktemp("store")
    published(root, lines)
    return root


def test_a_graph_writes_its_tables(store: Path, folder: Path, tmp_path: Path) -> None:
    """All of them, the same as from its lines."""
    with kg.open(store) as graph:
        made = graph.tables(tmp_path)
    assert made.rows["trials"] > 1
    for path in tmp_path.iterdir():
        assert path.read_bytes() == (folder / path.name).read_bytes()


def test_a_table_of_one_trial(store: Path, tmp_path: Path) -> None:
    """What the reports of the trial say."""
    with kg.open(store) as graph:
        made = graph.tables(tmp_path / "a.parquet", table="arms", trial="STRIDE")
        with pytest.raises(UsageError, match="no table 'arm'"):
            graph.tables(tmp_path / "a.csv", form="csv", table="arm")
    rows = pq.read_table(tmp_path / "a.parquet").to_pylist()
    assert {row["trial_label"] for row in rows} == {"STRIDE"}
    assert made.rows == {"arms": len(rows)}


@pytest.mark.parametrize("library", ["polars", "pandas", "duckdb"])
def test_other_readers_find_the_same(library: str, folder: Path) -> None:
    """Numbers are numbers and missing ones are missing, wherever the files are read."""
    module = pytest.importorskip(library)
    path = str(folder / "results.parquet")
    column = pq.read_table(path)["value"].to_pylist()
    wanted = sum(number for number in column if number is not None)
    if library == "duckdb":
        (row,) = module.sql(f"SELECT sum(value), count(*) FROM '{path}'").fetchall()
    else:
        frame = module.read_parquet(path)
        row = (frame["value"].sum(), len(frame))
    assert row == (pytest.approx(wanted), len(column))


# --- At the command line ------------------------------------------------------------------------


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], store: Path
) -> Command:
    """The command, run in this process over that store."""
    return command(monkeypatch, capsysbinary, store)


def test_the_command_writes_all_tables_into_a_folder(run: Command, tmp_path: Path) -> None:
    """And says so beside the data."""
    told = run("export", "-o", tmp_path / "new", "-f", "parquet")
    assert (told.code, told.out) == (0, "")
    assert f"wrote {tmp_path / 'new'}: {len(ALL) + 1} tables" in told.err
    assert (tmp_path / "new" / "results.parquet").is_file()


def test_the_command_writes_one_table_to_a_pipe_or_a_file(run: Command, tmp_path: Path) -> None:
    """The same bytes; the ending of a file says the form."""
    piped = run("export", "-o", "-", "--table", "arms", "--trial", "STRIDE")
    assert piped.out.startswith("arm,trial,trial_label,report,")
    run("export", "-o", tmp_path / "a.csv", "--table", "arms", "--trial", "STRIDE")
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == piped.out
    run("export", "-o", tmp_path / "a.parquet", "--table", "arms")
    assert (tmp_path / "a.parquet").read_bytes()[:4] == b"PAR1"


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        (("-o", "x.csv"), "holds one table"),
        (("-o", "x.parquet", "-f", "parquet"), "all tables need a folder"),
        (("-o", "-", "-f", "csv"), "all tables need a folder"),
        (("-o", "x.ttl", "--table", "arms"), "no such form"),
        (("-o", "x", "-f", "csv", "--with", "ontology"), "the graph's own data"),
        (("-o", "x.csv", "--table", "arm"), "no table 'arm'"),
    ],
)
def test_what_cannot_be_asked_so_is_one_line(
    run: Command, asked: tuple[str, ...], what: str
) -> None:
    """With the way out; nothing is written."""
    told = run("export", *asked)
    assert told.code == 2
    assert what in told.err
    assert not Path(asked[1]).exists()

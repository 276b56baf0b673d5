"""Rows → files of tables: Parquet and CSV, the same bytes for the same rows. Alone knows pyarrow.

In: staged lines, and where to. Out: a file for each table, all of them whole or as they were. A
file holds no time and no name of a machine. In Parquet a number is the nearest float64, and one
that this is not is counted; CSV has every number as the graph has it.
"""

import csv
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, Literal, Protocol

from kg.errors import InputError
from kg.records import Record
from kg.tables.blocks import Lines, blocks
from kg.tables.catalogue import DICTIONARY, TABLES, described, needs, origin, table
from kg.tables.columns import Column, Tabled
from kg.tables.rows import Cell, Row, Rows

Form = Literal["parquet", "csv"]
FORMS: Final[tuple[Form, ...]] = ("parquet", "csv")
_BATCH: Final = 4_096  # rows of one group of rows: what is held in memory of each table


class Written(Record, frozen=True, kw_only=True):
    """What was written: rows by table, and cells that could not hold all that there was.

    ``crowded`` counts cells of one value for which there were several, by ``table.column``;
    ``rounded`` numbers that no float64 is.
    """

    rows: dict[str, int]
    crowded: dict[str, int]
    rounded: dict[str, int]


def write_tables(lines: Lines, folder: Path, form: Form) -> Written:
    """Write every table, and the dictionary of their columns, into a folder.

    *Errors*: ``InputError`` where the place cannot be written.
    """
    return _placed(lines, (*TABLES, DICTIONARY), form, folder, {})


def write_table(lines: Lines, name: str, path: Path, form: Form) -> Written:
    """Write one table into a file.

    *Errors*: ``UsageError`` for a table that there is not; ``InputError`` as for all.
    """
    return _placed(lines, (table(name),), form, path.parent, {name: path.name})


def _placed(
    lines: Lines, tables: Sequence[Tabled], form: Form, folder: Path, names: dict[str, str]
) -> Written:
    """The tables in a folder under these names, once all of them stand."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(prefix=".tables-", dir=folder) as beside:
            made = _written(lines, tables, form, Path(beside))
            for each in tables:
                file = f"{each.name}.{form}"
                (Path(beside) / file).replace(folder / names.get(each.name, file))
    except OSError as error:
        raise InputError(
            "the tables cannot be written", where=str(folder), got=error.strerror or str(error)
        ) from error
    return made


def _written(lines: Lines, tables: Sequence[Tabled], form: Form, folder: Path) -> Written:
    with ExitStack() as open_files:
        sheets = [
            Sheet(each, open_files.enter_context(closing(_file(form, folder, each))))
            for each in tables
        ]
        kept = [sheet for sheet in sheets if sheet.table.classes]
        for block in blocks(lines, needs(), folder):
            for sheet in kept:
                sheet.take(sheet.rows.of(block))
        for sheet in sheets:
            if not sheet.table.classes:
                sheet.take(described())
            sheet.end()
    return Written(
        rows={sheet.table.name: sheet.count for sheet in sheets},
        crowded=_by_column((sheet.table.name, sheet.rows.crowded) for sheet in sheets),
        rounded=_by_column((sheet.table.name, sheet.file.rounded) for sheet in sheets),
    )


def _by_column(counts: Iterable[tuple[str, Counter[str]]]) -> dict[str, int]:
    return {f"{name}.{column}": n for name, some in counts for column, n in sorted(some.items())}


class Sheet:
    """A table on its way into a file."""

    def __init__(self, tabled: Tabled, file: "_File") -> None:
        self.table = tabled
        self.rows = Rows(tabled)
        self.file = file
        self.count = 0
        self._waiting: list[Row] = []

    def take(self, rows: Iterable[Row]) -> None:
        """Take in rows; a full batch goes into the file."""
        self._waiting += rows
        while len(self._waiting) >= _BATCH:
            self._write(self._waiting[:_BATCH])
            del self._waiting[:_BATCH]

    def end(self) -> None:
        """Write what is left."""
        if self._waiting:
            self._write(self._waiting)

    def _write(self, rows: list[Row]) -> None:
        self.count += len(rows)
        self.file.write(rows)


class _File(Protocol):
    """A file that takes rows."""

    rounded: Counter[str]

    def write(self, rows: Sequence[Row]) -> None:
        """Take in some rows."""

    def close(self) -> None:
        """Be whole."""


def _file(form: Form, folder: Path, tabled: Tabled) -> _File:
    return opened(form, folder / f"{tabled.name}.{form}", tabled)


def opened(form: Form, path: Path, tabled: Tabled) -> _File:
    """A file of a table, ready to take rows."""
    return _Csv(path, tabled) if form == "csv" else _Parquet(path, tabled)


# --- CSV ----------------------------------------------------------------------------------------


class _Csv:
    """A file of comma-separated values: missing is empty, a list is a JSON array."""

    def __init__(self, path: Path, tabled: Tabled) -> None:
        self.rounded: Counter[str] = Counter()
        self._file = path.open("w", encoding="utf-8", newline="")
        self._writer = csv.writer(self._file, lineterminator="\n")
        self._writer.writerow(column.name for column in tabled.columns)

    def write(self, rows: Sequence[Row]) -> None:
        """Take in some rows."""
        self._writer.writerows(map(_spelled, rows))

    def close(self) -> None:
        """Be whole."""
        self._file.close()


def _spelled(row: Row) -> list[Cell]:
    """A row as CSV has it.

    >>> _spelled((None, True, 7, "0.05", ["a", "b"]))
    [None, 'true', 7, '0.05', '["a", "b"]']
    """
    return [
        json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | bool) else cell
        for cell in row
    ]


# --- Parquet ------------------------------------------------------------------------------------


class _Parquet:
    """A file of Parquet: typed columns, each with its meaning, unit and path beside it."""

    def __init__(self, path: Path, tabled: Tabled) -> None:
        import pyarrow.parquet as pq

        self.rounded: Counter[str] = Counter()
        self._columns = tabled.columns
        self._schema = schema(tabled)
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd")

    def write(self, rows: Sequence[Row]) -> None:
        """Take in some rows."""
        import pyarrow as pa

        arrays = [
            pa.array(self._typed(column, cells), type=field.type)
            for column, field, cells in zip(
                self._columns, self._schema, zip(*rows, strict=True), strict=True
            )
        ]
        self._writer.write_batch(pa.record_batch(arrays, schema=self._schema))

    def _typed(self, column: Column, cells: Sequence[Cell]) -> Sequence[object]:
        if column.kind != "decimal":
            return cells
        numbers = [None if cell is None else float(str(cell)) for cell in cells]
        for number, cell in zip(numbers, cells, strict=True):
            if number is not None and Decimal(repr(number)) != Decimal(str(cell)):
                self.rounded[column.name] += 1
        return numbers

    def close(self) -> None:
        """Be whole."""
        self._writer.close()


def schema(tabled: Tabled) -> Any:  # noqa: ANN401 - pyarrow is untyped
    """The Arrow schema of a table, with what its dictionary says of each column."""
    import pyarrow as pa

    plain = {
        "decimal": pa.float64(),
        "integer": pa.int64(),
        "boolean": pa.bool_(),
    }
    fields = []
    for column in tabled.columns:
        single = plain.get(column.kind, pa.string())
        told = {
            "meaning": column.meaning,
            "unit": column.unit,
            "path": origin(tabled, column),
        }
        fields.append(
            pa.field(
                column.name,
                pa.list_(single) if column.many else single,
                metadata={name: words for name, words in told.items() if words},
            )
        )
    return pa.schema(fields, metadata={"rows": f"one row for each {tabled.rows}"})

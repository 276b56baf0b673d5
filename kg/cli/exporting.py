"""`kg export`, `kg network`."""

import sys
from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Annotated, Any, Final, cast

import typer

from kg.cli import options, output
from kg.errors import UsageError
from kg.namespaces import TK

if TYPE_CHECKING:
    import networkx as nx

    from kg.api import Graph
    from kg.table import Table
    from kg.tables import Form, Written

_PICTURES: Final = ("svg", "png")
_TABLES: Final = ("parquet", "csv")
_SHARDED: Final = ("nq", "nq.gz", "parquet")


def export(
    output_file: Annotated[
        Path, typer.Option("--output", "-o", metavar="FILE", help="Where to; - is standard output.")
    ],
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
    trial: Annotated[str | None, typer.Option(help="Only this trial.")] = None,
    question: Annotated[str | None, typer.Option(help="Only what this answer speaks of.")] = None,
    value: Annotated[
        list[str] | None, typer.Option("-p", metavar="name=value", help="For --question.")
    ] = None,
    extra: Annotated[
        list[str] | None,
        typer.Option("--with", help="Add: ontology, vocabularies, description.", metavar="WHAT"),
    ] = None,
    table: Annotated[
        str | None, typer.Option(metavar="NAME", help="One table, into a csv or parquet FILE.")
    ] = None,
    shards: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="So many files, into a folder.")
    ] = None,
) -> None:
    """Write the graph: data and the concepts in use.

    Forms: ttl, nt, nq, trig, jsonld, rdf, by the ending of FILE; ris: the reports as citations,
    without authors. Tables: parquet, csv, all of them into a folder. In shards: nq, nq.gz, parquet.
    """
    which: dict[str, Any] = {"trial": trial, "question": question, "extras": tuple(extra or ())}
    which["values"] = options.pairs(value)
    if shards is not None:
        _shards(output_file, store, shards, format, which)
    elif table is not None or format in _TABLES:
        _tables(output_file, store, format, table, which)
    else:
        _graph(output_file, store, format, which)


def _graph(target: Path, store: Path, wanted: str | None, which: Mapping[str, Any]) -> None:
    """The graph in one file, or to standard output."""
    import kg
    from kg.export import FORMS, syntax_of

    to_pipe = str(target) == "-"
    named = to_pipe or wanted
    chosen = output.form(wanted, None, FORMS, "ttl") if named else syntax_of(target)
    with kg.open(store) as graph:
        if to_pipe:
            _to_pipe(graph, chosen, which)
        else:
            graph.export(target, chosen, **which)
            output.tell(f"wrote {target}")


def _to_pipe(graph: "Graph", chosen: str, which: Mapping[str, Any]) -> None:
    """To standard output: for a program as it comes, for a person at once and made safe."""
    from kg.export import RIS, as_text, write

    if chosen == RIS or sys.stdout.isatty():
        output.emit(graph.rendered(chosen, **which))
        return
    with TemporaryDirectory(prefix="kg-") as folder, as_text(sys.stdout.buffer) as out:
        write(graph.lines(**which), chosen, out, Path(folder))


def _shards(
    target: Path, store: Path, count: int, wanted: str | None, which: Mapping[str, Any]
) -> None:
    """The graph, or its tables, in several files of a folder."""
    import kg

    chosen = output.form(wanted, None, _SHARDED, "nq")
    with kg.open(store) as graph:
        given = {name: value for name, value in which.items() if value}
        made = graph.shards(target, count, form=chosen, **given)
    noun = "rows" if chosen == "parquet" else "lines"
    output.tell(f"wrote {target}: {len(made.files):,} files, {made.rows:,} {noun}")


def _tables(
    target: Path, store: Path, wanted: str | None, table: str | None, which: Mapping[str, Any]
) -> None:
    """All tables into a folder, or one into a file or a pipe."""
    import kg

    chosen = cast("Form", output.form(wanted, target, _TABLES, "csv"))
    given = {name: value for name, value in which.items() if value}
    if "extras" in given:
        raise UsageError("tables hold the graph's own data", got="--with")
    with kg.open(store) as graph:
        if table is None and (
            str(target) == "-" or target.suffix in {f".{form}" for form in _TABLES}
        ):
            raise UsageError(
                "all tables need a folder",
                got=str(target),
                way_out=f"-o DIR -f {chosen}, or one of them: --table results",
            )
        if str(target) != "-":
            _told(graph.tables(target, form=chosen, table=table, **given), target)
            return
        with TemporaryDirectory() as folder:
            file = Path(folder) / "table"
            graph.tables(file, form=chosen, table=table, **given)
            output.emit(file.read_bytes())


def _told(made: "Written", target: Path) -> None:
    """What was written, and what a cell could not hold."""
    rows = f"{sum(made.rows.values()):,} rows"
    tables = f"{len(made.rows)} tables, " if len(made.rows) > 1 else ""
    output.tell(f"wrote {target}: {tables}{rows}")
    for column, count in made.crowded.items():
        output.tell(f"{column}: {count:,} cells have several values; the first stands there")
    for column, count in made.rounded.items():
        output.tell(f"{column}: {count:,} numbers have more digits than a float64; csv has them")


def network(
    store: options.Store = options.STORE,
    output_file: options.Output = None,
    format: options.Format = None,  # noqa: A002
    substance: Annotated[
        str | None, typer.Option(metavar="NAME", help="Only trials that gave it.")
    ] = None,
    page: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Some interventions at a time.")
    ] = None,
) -> None:
    """Show which interventions were compared directly, and in how many trials.

    Of many trials a page at a time, unless a substance is named.
    To a FILE: .graphml, or a picture as .svg or .png. Else forms: table, csv, tsv, json, md.
    """
    from kg.network import draw, graphml

    forms = ("table", "csv", "tsv", "json", "md", "graphml", *_PICTURES)
    chosen = output.form(format, output_file, forms, "csv")
    net, number = _net(store, substance, page)
    if chosen in _PICTURES:
        if output_file is None:
            raise UsageError("a picture needs a file", way_out=f"kg network -o network.{chosen}")
        picture = draw(net)
        output.emit(picture.svg if chosen == "svg" else picture.png, output_file)
    elif chosen == "graphml":
        output.emit(graphml(net), output_file)
    else:
        output.emit_table(_comparisons(net), chosen, output_file, absent="—")
    if number and net.graph["more"]:
        output.tell(
            f"what some interventions were compared with; others follow: --page {number + 1},"
            " or --substance NAME"
        )


def _net(
    store: Path, substance: str | None, page: int | None
) -> tuple["nx.Graph[str]", int | None]:
    """The network that is asked for, and which page it is."""
    import warnings

    import kg
    from kg.api import PartialAnswer

    with kg.open(store) as graph, warnings.catch_warnings():
        warnings.simplefilter("ignore", PartialAnswer)  # told in a line of its own
        number = page or _first_page(graph, substance)
        return graph.network(substance=substance, page=number), number


def _first_page(graph: "Graph", substance: str | None) -> int | None:
    """The first page, where the whole would take too long."""
    from kg.network import WHOLE

    counts = graph.store.counts()
    trials = 0 if counts is None else counts.members.get(TK.Trial, 0)
    return 1 if substance is None and trials > WHOLE else None


def _comparisons(net: "nx.Graph[str]") -> "Table":
    from kg.table import Table
    from kg.terms import integer, text

    rows = (
        (
            text(a),
            text(b),
            integer(data["trials"]),
            integer(data["participants"]) if "participants" in data else None,
            text(data["names"]),
        )
        for a, b, data in sorted(net.edges(data=True), key=lambda edge: edge[:2])
    )
    columns = ("intervention", "compared with", "trials", "participants", "names")
    return Table(columns, tuple(rows), "Direct comparisons")

"""`kg export`, `kg network`, `kg vocabulary`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli import options, output
from kg.errors import UsageError

if TYPE_CHECKING:
    import networkx as nx

    from kg.table import Table

_PICTURES: Final = ("svg", "png")

vocabulary = typer.Typer(help="Vocabularies that a store keeps beside its data.")


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
        typer.Option("--with", help="Add: ontology, vocabularies.", metavar="WHAT"),
    ] = None,
) -> None:
    """Write the graph: data and the concepts in use.

    Forms: ttl, nt, nq, trig, jsonld, rdf, by the ending of FILE.
    """
    import kg
    from kg.export import WRITERS, render, syntax_of

    to_pipe = str(output_file) == "-"
    if to_pipe or format:
        chosen = output.form(format, None, tuple(WRITERS), "ttl")
    else:
        chosen = syntax_of(output_file)
    with kg.open(store) as graph:
        lines = graph.quads(
            trial=trial,
            question=question,
            values=options.pairs(value),
            extras=tuple(extra or ()),
        )
    output.emit(render(lines, chosen), output_file)


def network(
    store: options.Store = options.STORE,
    output_file: options.Output = None,
    format: options.Format = None,  # noqa: A002
) -> None:
    """Show which interventions were compared directly, and in how many trials.

    To a FILE: .graphml, or a picture as .svg or .png. Else forms: table, csv, tsv, json, md.
    """
    import kg
    from kg.network import draw, graphml

    forms = ("table", "csv", "tsv", "json", "md", "graphml", *_PICTURES)
    chosen = output.form(format, output_file, forms, "csv")
    with kg.open(store) as graph:
        net = graph.network()
    if chosen in _PICTURES:
        if output_file is None:
            raise UsageError("a picture needs a file", way_out=f"kg network -o network.{chosen}")
        picture = draw(net)
        output.emit(picture.svg if chosen == "svg" else picture.png, output_file)
    elif chosen == "graphml":
        output.emit(graphml(net), output_file)
    else:
        output.emit_table(_comparisons(net), chosen, output_file, absent="—")


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


@vocabulary.command("list")
def list_vocabularies(
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
) -> None:
    """List the vocabularies of a store.

    Forms: table, csv, tsv, json, md.
    """
    from kg.store import installed
    from kg.table import Table
    from kg.terms import Iri, integer, text

    chosen = output.form(format, None, ("table", "csv", "tsv", "json", "md"), "csv")
    rows = (
        (
            text(word.entry.name),
            text(word.source.title),
            integer(word.entry.quads),
            Iri(word.entry.graph),
        )
        for word in installed(store)
    )
    columns = ("name", "title", "statements", "graph")
    output.emit_table(Table(columns, tuple(rows), "Vocabularies"), chosen)

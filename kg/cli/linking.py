"""`kg vocabulary`."""

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options, output

if TYPE_CHECKING:
    from kg.vocabularies import Source

vocabulary = typer.Typer(
    help="Vocabularies that a store keeps beside its data.", no_args_is_help=True
)


@vocabulary.command("add")
def add_vocabulary(
    files: Annotated[list[str], typer.Argument(metavar="FILE|URL…", show_default=False)],
    name: Annotated[
        str | None, typer.Option(help="What it is called; else told by the first file's name.")
    ] = None,
    store: options.Store = options.STORE,
) -> None:
    """Take a vocabulary into the store, where it stays whatever is built.

    A FILE is MeSH as RDF (.nt) or XML, OBO, OWL or SKOS in any RDF syntax, or a table of ids and
    labels; gzip is unpacked. Several files make one vocabulary. A vocabulary of this name is
    replaced; where a file is no vocabulary, or has lost nine in ten terms, it stays as it was.
    """
    from kg.vocabularies import add

    with output.progress() as progress:
        _tell(*add(files, store, name=name, progress=progress))


@vocabulary.command("fetch")
def fetch_vocabulary(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    store: options.Store = options.STORE,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Take what the address gives now, if it changed.")
    ] = False,
) -> None:
    """Download a vocabulary from its publisher, and take it into the store.

    NAME is chebi, hp, mesh or mondo. Which version is fixed; its SHA-256 is written into
    vocabularies.lock in the store, and what differs from it later is refused. A download that was
    interrupted goes on where it ended.
    """
    from kg.vocabularies import fetch

    with output.progress() as progress:
        _tell(*fetch(name, store, refresh=refresh, progress=progress))


def _tell(name: str, source: "Source") -> None:
    output.tell(
        f"{name}: {source.terms:,} terms, {source.quads:,} statements; kg build takes them up"
    )


@vocabulary.command("remove")
def remove_vocabulary(
    name: Annotated[str, typer.Argument(metavar="NAME", show_default=False)],
    store: options.Store = options.STORE,
) -> None:
    """Take a vocabulary out of the store; the next build is without it."""
    from kg.vocabularies import remove

    remove(store, name)
    output.tell(f"{name} is removed; kg build leaves it out")


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

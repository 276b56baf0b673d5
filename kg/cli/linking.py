"""`kg vocabulary`, `kg link`, `kg mappings`."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli import options, output
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.linking.grounding import Candidate
    from kg.linking.mapping_sets import Contradiction, Match
    from kg.table import Table
    from kg.vocabularies import Source

_SHOWN: Final = 5
"""How many of a row of names are told."""

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


_KINDS: Final = ("anatomy", "condition", "organism", "other", "procedure", "substance")


def link(
    text: Annotated[str, typer.Argument(metavar="TEXT", show_default=False)],
    kind: Annotated[
        list[str] | None, typer.Option(help="condition, substance, procedure, …; repeatable.")
    ] = None,
    context: Annotated[str, typer.Option(help="Other words of the record.")] = "",
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
) -> None:
    """Rank the terms of vocabularies that a mention may name, with the why.

    A row is marked where it would be linked. On a tie none is; a mention of several things has a
    row for each. Without a vocabulary in the store the slice of MeSH in the package is asked: names
    of descriptors. Forms: table, csv, tsv, json, md.
    """
    from kg.linking.abbreviations import explained
    from kg.vocabularies import grounder

    chosen = output.form(format, None, ("table", "csv", "tsv", "json", "md"), "csv")
    kinds = [_kind(each) for each in kind or ()]
    asked = grounder(store)
    said = explained([text, context])
    taken = asked.links(text, kinds, explained=said, context=context)
    whole = asked.candidates(text, kinds, explained=said, context=context)
    output.emit_table(_candidates(taken, whole), chosen)


def _kind(written: str) -> str:
    if written.lower() not in _KINDS:
        raise UsageError("there is no such kind", got=written, expected=", ".join(_KINDS))
    return written.capitalize()


def _candidates(taken: "Sequence[Candidate]", whole: "Sequence[Candidate]") -> "Table":
    from decimal import Decimal

    from kg.table import Table
    from kg.terms import Iri, decimal, text

    linked = {each.iri for each in taken}
    every = [*taken, *(each for each in whole if each.iri not in linked)]
    rows = (
        (
            text("yes" if each.iri in linked else "no"),
            decimal(Decimal(str(each.score))),
            Iri(each.iri),
            text(each.label),
            text(each.predicate),
            text("; ".join(each.why)),
        )
        for each in every
    )
    columns = ("linked", "score", "term", "label", "predicate", "why")
    return Table(columns, tuple(rows), "Terms")


def mappings(
    output_file: options.Output = None,
    add: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Take a set of mappings (SSSOM) in.")
    ] = None,
    name: Annotated[
        list[str] | None, typer.Option("--set", metavar="NAME", help="Only these; repeatable.")
    ] = None,
    contradictions: Annotated[
        bool, typer.Option("--contradictions", help="Show what cannot both hold; exit code 1.")
    ] = False,
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
) -> None:
    """Write the mappings of concepts, ontology and imported sets as one SSSOM table.

    With them go the links of the last build, each with its score, its ground and kg's version.
    A set that is taken in stays in the store: its exact matches lend terms their names, and what it
    says not to match is never linked. Forms of --contradictions: table, csv, tsv, json, md.
    """
    from kg.linking import mapping_sets

    if add is not None:
        _take_in(add, store, name)
        return
    every, prefixes = _all_of(store, name)
    doubts = list(mapping_sets.contradictions(every))
    if contradictions:
        chosen = output.form(format, output_file, ("table", "csv", "tsv", "json", "md"), "csv")
        output.emit_table(_doubts(doubts), chosen, output_file)
        raise typer.Exit(1 if doubts else 0)
    table = mapping_sets.write(every, title="Mappings of a kg store", prefixes=prefixes)
    output.emit(table, output_file)
    if doubts:
        output.tell(f"{len(doubts):,} contradictions: kg mappings --contradictions")


def _take_in(file: Path, store: Path, name: list[str] | None) -> None:
    from kg.vocabularies import add_mappings
    from kg.vocabularies.unknown import unknown

    called, found = add_mappings(file, store, name[0] if name else None)
    negative = sum(match.negated for match in found.matches)
    many = "s" if len(found.matches) != 1 else ""
    output.tell(f"{called}: {len(found.matches):,} mapping{many}, {negative:,} of them negative")
    strange = unknown(found.matches, store)
    if strange:
        more = f" and {len(strange) - _SHOWN:,} more" if len(strange) > _SHOWN else ""
        named = ", ".join(strange[:_SHOWN])
        output.tell(f"{called}: neither kg nor this store has the concept {named}{more}")


def _all_of(store: Path, name: list[str] | None) -> "tuple[list[Match], dict[str, str]]":
    """The mappings of these sets, or of all and of the store's concepts; and their prefixes."""
    from kg.vocabularies import mapping_names, mapping_set

    sets = [mapping_set(each, store) for each in name or mapping_names(store)]
    every = [match for each in sets for match in each.matches]
    if not name:
        every += _of_build(store, every)
    return every, {prefix: base for each in sets for prefix, base in each.prefixes.items()}


def _of_build(store: Path, known: "Sequence[Match]") -> "list[Match]":
    """The links of a build that no set gives; none where nothing was published yet."""
    from kg.errors import NoStore
    from kg.vocabularies import concept_links

    given = {(match.subject, match.predicate, match.object) for match in known}
    try:
        links = list(concept_links(store))
    except NoStore:
        return []
    return [link for link in links if (link.subject, link.predicate, link.object) not in given]


def _doubts(found: "Sequence[Contradiction]") -> "Table":
    from kg.linking.curies import curie
    from kg.table import Table
    from kg.terms import text

    rows = (
        tuple(
            text(cell)
            for cell in (
                each.what,
                f"{curie(each.one.subject)} {curie(each.one.object)}",
                f"{curie(each.other.subject)} {curie(each.other.object)}",
            )
        )
        for each in found
    )
    return Table(("what", "one", "other"), tuple(rows), "Contradictions")

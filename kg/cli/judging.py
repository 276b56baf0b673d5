"""`kg validate`, `kg verify`, `kg reason`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options, output

if TYPE_CHECKING:
    from kg.reasoning import Inferences
    from kg.table import Table
    from kg.validation import Verdict


def validate(
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="FILE.ttl…", show_default=False)
    ] = None,
    shapes: Annotated[
        list[Path] | None, typer.Option(help="Shapes of your own, too; repeatable.")
    ] = None,
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
) -> None:
    """Check graphs against the shapes and coherence checks: without a FILE, the store.

    Exit code 1 where something violates them. Forms: table, csv, tsv, json, xml, md, ttl (a SHACL
    validation report).
    """
    chosen = output.form(format, output_file, (*output.TABLE_FORMS, "ttl"), "csv")
    verdict = _of_files(files, shapes or []) if files else _of_store(store, shapes or [])
    if chosen == "table" and output_file is None:
        from kg.validation.reports import to_table

        output.emit_table(to_table(verdict), chosen)
    else:
        from kg.validation import write_report

        output.emit(write_report(verdict, chosen), output_file)
    output.tell(str(verdict))
    if not verdict.conforms:
        raise typer.Exit(1)


def _of_store(store: Path, shapes: list[Path]) -> "Verdict":
    import kg

    with kg.open(store) as graph:
        return graph.validate(shapes=shapes)


def _of_files(files: list[Path], shapes: list[Path]) -> "Verdict":
    from kg.judging import validate_files

    return validate_files(files, shapes=shapes)


def verify(
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
) -> None:
    """Check the files of a store against its manifest, and its vocabularies against their own.

    Exit code 1 where one is not as it was published. That a vocabulary was replaced since the last
    build is told, and is no damage. Forms: table, csv, tsv, json, md.
    """
    from kg.store import newer
    from kg.store import verify as check

    chosen = output.form(format, None, ("table", "csv", "tsv", "json", "md"), "csv")
    findings = check(store)
    if findings:
        from kg.table import Table
        from kg.terms import text

        rows = tuple((text(each.file), text(each.what)) for each in findings)
        output.emit_table(Table(("file", "finding"), rows, "Not as published"), chosen)
        raise typer.Exit(1)
    output.tell(f"{store}: every file is as it was published")
    for name in newer(store):
        output.tell(f"{name}: it changed since the last build; kg build takes it up")


def reason(
    hermit: Annotated[
        bool, typer.Option("--hermit", help="Ask HermiT (needs Java) instead of the rules.")
    ] = False,
    store: options.Store = options.STORE,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
) -> None:
    """List the types and links that follow from what is stated.

    Forms: table, csv, tsv, json, xml, md.
    """
    import kg

    chosen = output.form(format, output_file, output.TABLE_FORMS, "csv")
    with kg.open(store) as graph:
        found = graph.classify() if hermit else graph.infer()
    output.emit_table(_as_table(found), chosen, output_file)


def _as_table(found: "Inferences") -> "Table":
    from kg.table import Table
    from kg.terms import Iri

    rows = tuple((Iri(s), Iri(p), Iri(o)) for s, p, o in found.triples())
    return Table(("thing", "property", "value"), rows, "What follows")

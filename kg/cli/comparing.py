"""`kg diff`."""

from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli import options, output

if TYPE_CHECKING:
    from kg.differing import Difference
    from kg.table import Table

_FORMS: Final = ("table", "csv", "tsv", "json", "md")


def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", show_default=False)],
    new: Annotated[str, typer.Argument(metavar="NEW", show_default=False)],
    *,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="Exit code 1 where anything changed.")
    ] = False,
    answers: Annotated[
        bool, typer.Option("--answers/--no-answers", help="Ask the questions of both.")
    ] = True,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
) -> None:
    """Show what changed: reports, trials, claims, and the answers of questions.

    OLD and NEW are stores, STORE@GENERATION (build/kg@3), folders of generations, or files that
    `kg export` wrote. A claim is known by its IRI. Forms: table, csv, tsv, json, md.
    """
    from kg.api import diff as compare

    chosen = output.form(format, output_file, _FORMS, "csv")
    found = compare(old, new, asking=answers, timeout=timeout, memory=memory)
    if chosen == "table" and output_file is None:
        _show(found)
    else:
        from kg.differing.written import flat, written

        content = flat(found).to_text("table") if chosen == "table" else written(found, chosen)
        output.emit(content, output_file)
    output.tell(_summary(found))
    if exit_code and found:
        raise typer.Exit(1)


def _summary(found: "Difference") -> str:
    if not found:
        return f"nothing changed from {found.old} to {found.new}"
    claims = sum(change.kind == "claim" for change in found.changes)
    answers = len(found.answers)
    old, new = found.made_by
    versions = f"; read by kg {old}, then by kg {new}" if old != new and old and new else ""
    return (
        f"{claims:,} claim{'s' if claims != 1 else ''} and {answers} answer"
        f"{'s' if answers != 1 else ''} changed{versions}"
    )


def _show(found: "Difference") -> None:
    """The tables, each as long as a person reads; what is left out is counted."""
    from kg.differing.written import tables_of

    for table, most in tables_of(found):
        if len(table):
            output.emit_table(_cut(table, most), "table")
        if len(table) > most:
            output.tell(f"{table.title}: {len(table) - most:,} more rows with -f csv")


def _cut(table: "Table", most: int) -> "Table":
    from dataclasses import replace

    return replace(table, terms=table.terms[:most])

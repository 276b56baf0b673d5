"""`kg build`, `kg rejects`, `kg demo`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from kg.cli import options, output
from kg.errors import InputError, NetworkError

if TYPE_CHECKING:
    from kg.build import Summary
    from kg.table import Table

_SHOWN: Final = 5


def build(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT…", show_default=False)],
    store: options.Store = options.STORE,
    refresh: Annotated[
        bool, typer.Option("--refresh", help="Fetch records anew that were fetched before.")
    ] = False,
    workers: options.Workers = None,
    model: Annotated[
        Path | None,
        typer.Option("--model", metavar="MODEL", help="What kg train wrote; else KG_MODEL."),
    ] = None,
    extractor: options.Extractor = None,
) -> None:
    """Read reports, validate what they say, publish it in a store.

    An INPUT is a file, a folder, a .zip, .tar or .gz of them, the address of one (https://, s3://,
    gs://), or an id: NCT01234567, PMID:123, doi:10.… Formats are told by content; ids are fetched
    from ClinicalTrials.gov and PubMed, and kept. What cannot be taken is set aside with one line,
    and the rest is built: exit code 3, or 6 for want of a network. Where nothing could be taken
    nothing is published, and an older generation of the store stands unchanged.
    """
    from kg.build import build as run

    _help_by(model, extractor)
    with output.progress() as progress:
        summary = run(inputs, store, refresh=refresh, workers=workers, progress=progress)
    if summary.generation is None:
        _tell_of_nothing(summary, inputs, store)
    else:
        _tell(summary, store)
    if summary.count("network"):
        raise typer.Exit(NetworkError.exit_code)
    if summary.generation is None or not summary.complete:
        raise typer.Exit(InputError.exit_code)


def _help_by(model: Path | None, extractor: str | None) -> None:
    """What helps reading beside its rules, found before anything is read."""
    from kg.reading import use_extractor, use_model

    if model is not None:
        use_model(model)
    if extractor:
        use_extractor(extractor)


def _tell_of_nothing(summary: "Summary", inputs: list[str], store: Path) -> None:
    """Every line there is: no store keeps them."""
    for reject in summary.rejects:
        output.tell(reject.line())
    if not summary.rejects:
        output.tell(f"{', '.join(inputs)}: there is no file in it that could be read")
    older = summary.standing
    stands = f"; its older generation, {Path(older).name}, stands unchanged" if older else ""
    output.tell(f"nothing was published in {store}{stands}")


def _tell(summary: "Summary", store: Path) -> None:
    counted = (
        (len(summary.reports), "report"),
        (summary.trials, "trial"),
        (summary.claims, "claim"),
        (summary.quads, "statement"),
    )
    told = ", ".join(_counted(number, noun) for number, noun in counted)
    output.tell(f"{store}: {told}")
    if summary.unplaced:
        values, fields = sum(summary.unplaced.values()), len(summary.unplaced)
        told = f"{_counted(values, 'value')} of {_counted(fields, 'field')}"
        output.tell(f"{told} {'has' if values == 1 else 'have'} no place in the model")
    _tell_of_links(summary)
    refused = [reject for reject in summary.rejects if reject.refused]
    for reject in refused[:_SHOWN]:
        output.tell(reject.line())
    others = len(summary.rejects) - len(refused[:_SHOWN])
    if others:
        output.tell(
            f"{others:,} more line{'s' if others > 1 else ''} in: kg rejects --store {store}"
        )


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'s' if number != 1 else ''}"


def _tell_of_links(summary: "Summary") -> None:
    """What was given and what names lead to, where the two were held against each other."""
    given = summary.confirmed + summary.unconfirmed
    if given:
        output.tell(
            f"{summary.confirmed:,} of {given:,} headings that registries gave are what names lead"
            " to as well"
        )
    if summary.otherwise:
        output.tell(f"{summary.otherwise:,} given mappings are to another term than the name is")


def demo(
    out: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Where files go.")
    ] = options.STORE.parent,
    store: options.Store = options.STORE,
) -> None:
    """Build the bundled graph of IL-2 in HIV, validate it, answer the questions, draw."""
    from kg.cli.story import told
    from kg.demo import demo as run

    with output.busy("building, validating, asking, drawing: some ten seconds"):
        story = run(out, store)
    output.emit_page(told(story, store, output.console().width))


def rejects(store: options.Store = options.STORE, format: options.Format = None) -> None:  # noqa: A002
    """List what the build of this store set aside: refused inputs, dropped claims, unread words.

    Forms: table, csv, tsv, json, md.
    """
    import kg

    forms = ("table", "csv", "tsv", "json", "md")
    chosen = output.form(format, None, forms, "csv")
    with kg.open(store) as graph:
        rows = graph.rejects()
    if chosen == "json":
        import json

        output.emit(json.dumps(rows, ensure_ascii=False, indent=1) + "\n")
    else:
        output.emit_table(_as_table(rows), chosen)


def _as_table(rows: list[dict[str, str]]) -> "Table":
    from kg.table import Table
    from kg.terms import text

    columns = ("kind", "where", "what", "got", "expected")
    cells = (tuple(text(row[name]) if name in row else None for name in columns) for row in rows)
    return Table(columns, tuple(cells), "Set aside")

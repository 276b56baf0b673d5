"""`kg evaluate`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from kg.cli import options, output
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.evaluation import Evaluation

_FORMS = ("table", "json", "md")

Corpora = Annotated[
    list[Path], typer.Argument(metavar="CORPUS…", help="Annotated corpora, or folders of such.")
]
Part = Annotated[
    Literal["tune", "held-out", "all"],
    typer.Option(help="Documents to tune on, those kept back, or both."),
]
Limit = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="So many documents of each corpus.")
]
Seed = Annotated[int, typer.Option(metavar="S", help="Which, where they are limited.")]
Suggested = Annotated[bool, typer.Option("--suggested", help="Score suggestions, too.")]
Errors = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="List the errors here; the ending says the form."),
]


def evaluate(
    corpora: Corpora,
    part: Part = "tune",
    limit: Limit = None,
    seed: Seed = 0,
    suggested: Suggested = False,
    errors: Errors = None,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
) -> None:
    """Score reading against annotated corpora: see docs/evaluation.md.

    Forms: table, json, md; of the errors csv, tsv, json, md. Errors of documents that are held
    out are never listed.
    """
    from kg.evaluation import evaluate as score

    chosen = output.form(format, output_file, _FORMS, "md")
    listed = output.form(None, errors, output.TABLE_FORMS, "csv") if errors else None
    if errors and part == "held-out":
        raise UsageError(
            "errors of held-out documents are not listed", expected="--part tune, or all"
        )
    with output.progress() as progress:
        found = score(
            corpora, part=part, limit=limit, seed=seed, suggested=suggested, progress=progress
        )
    _write(found, chosen, output_file)
    if errors and listed:
        from kg.evaluation import worklist

        output.emit(worklist(found).to_text(listed), errors)


def _write(found: "Evaluation", chosen: str, output_file: Path | None) -> None:
    from kg.evaluation import tables, to_json, to_markdown

    if chosen == "table" and not output.stands_alone(output_file):
        for table in tables(found):
            output.emit_table(table, chosen)
    elif chosen == "json":
        output.emit(to_json(found), output_file)
    else:
        output.emit(to_markdown(found), output_file)

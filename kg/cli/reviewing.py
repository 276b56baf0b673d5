"""`kg review`."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli import options, output
from kg.errors import UsageError

if TYPE_CHECKING:
    from kg.table import Table

_YAML = frozenset({".yaml", ".yml"})


def review(
    store: options.Store = options.STORE,
    trial: Annotated[
        str | None, typer.Option("--trial", metavar="TRIAL", help="One trial, as for kg show.")
    ] = None,
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="suggestions|conflicts|flags")
    ] = None,
    decided: Annotated[
        bool, typer.Option("--all", help="Also what was decided, with by whom and why.")
    ] = False,
    by: Annotated[
        str | None, typer.Option("--by", metavar="NAME", help="Who decides: writes a record.")
    ] = None,
    format: options.Format = None,  # noqa: A002
    output_file: options.Output = None,
    timeout: options.Timeout = 10.0,
    memory: options.Memory = 512,
) -> None:
    """List what waits for a person: suggestions, reports that differ, flagged claims.

    Each comes with what it says, the words that say it, its rule and how sure that is. With --by
    NAME and -o FILE.yaml it is written as a curated record to complete, which kg build takes
    beside the reports.

    Forms: table, csv, tsv, json, xml, md.
    """
    if by is None and output_file is not None and output_file.suffix in _YAML:
        raise UsageError("a record of decisions needs its author", expected="--by NAME")
    found, record = _waiting(store, trial, kind, decided, by, timeout, memory)
    if by is None:
        chosen = output.form(format, output_file, output.TABLE_FORMS, "csv")
        output.emit_table(found, chosen, output_file)
    elif found.terms:
        output.emit(record, output_file)
    if not found.terms:
        output.tell("nothing waits")


def _waiting(
    store: Path,
    trial: str | None,
    kind: str | None,
    decided: bool,
    by: str | None,
    timeout: float,
    memory: int,
) -> tuple["Table", str]:
    """What waits as a table, and as a record to complete where somebody will decide."""
    import kg
    from kg.lookup import find_trial
    from kg.review import as_table, sheet, waiting

    with kg.open(store, timeout=timeout, memory=memory) as graph:
        of = None if trial is None else find_trial(graph.store, trial)
        items = waiting(graph.store, trial=of, kind=kind, decided=decided)
        record = "" if by is None else sheet(graph.store, items, by)
    return as_table(items, decided=decided), record

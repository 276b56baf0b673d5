"""A difference in the forms in which people and programs read it.

In: a difference. Out: tables, one for each thing that a person asks, or one flat for a program;
JSON and Markdown.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, Final

from kg.differing import Answer, Change, Difference
from kg.namespaces import REPORT
from kg.table import Table, compact
from kg.terms import Iri, Literal, Term, integer, text
from kg.view import short

_FLAT: Final = ("kind", "change", "thing", "about", "property", "old", "new")
_MANY, _FEW = 40, 4
_COUNTED: Final = {"reworded", "moved"}
"""Changes that are only counted for a person: what is claimed is the same."""

_BESIDE: Final = {"tk:sourceHash", "tk:supportedBy"}
"""Properties that differ wherever words do: a program gets them."""

Row = tuple[Term | None, ...]


def written(difference: Difference, form: str) -> str:
    """The difference as csv, tsv, json or md.

    *Errors*: ``UsageError`` for another form.
    """
    if form == "json":
        return json.dumps(_plain(difference), ensure_ascii=False, indent=1) + "\n"
    if form == "md":
        tables = (table for table, _ in tables_of(difference) if len(table))
        return "\n".join(f"## {table.title}\n\n{table.to_text('md')}" for table in tables)
    return flat(difference).to_text(form)


# --- For programs --------------------------------------------------------------------------------


def flat(difference: Difference) -> Table:
    """Every property and every row that differs, one a row."""
    rows = [row for change in difference.changes for row in _of_change(change)]
    rows += [row for answer in difference.answers for row in _of_answer(answer)]
    return Table(_FLAT, tuple(rows), "Differences")


def _of_change(change: Change) -> Iterator[Row]:
    head = (text(change.kind), text(change.how), change.iri, text(change.about))
    for each in change.properties:
        yield (*head, text(each.name), _joined(each.old), _joined(each.new))
    if not change.properties:
        yield (*head, None, None, None)


def _of_answer(answer: Answer) -> Iterator[Row]:
    head = (text(answer.question), text(answer.title))
    if answer.fault:
        yield text("answer"), text("not compared"), *head, None, None, text(answer.fault)
    for row in answer.removed:
        yield text("answer"), text("removed"), *head, None, _line(row), None
    for row in answer.added:
        yield text("answer"), text("added"), *head, None, None, _line(row)


def _joined(values: Iterable[str]) -> Literal | None:
    joined = " | ".join(values)
    return text(joined) if joined else None


def _line(row: dict[str, Any]) -> Literal:
    cells = (f"{name}={_cell(value)}" for name, value in row.items() if value is not None)
    return text("; ".join(cells))


def _cell(value: object) -> str:
    return compact(value) if isinstance(value, str) else str(value)


def _plain(difference: Difference) -> dict[str, Any]:
    return {
        "old": difference.old,
        "new": difference.new,
        "kg": list(difference.made_by),
        "totals": {total.kind: total._asdict() for total in difference.totals},
        "changes": [
            change._asdict() | {"properties": [each._asdict() for each in change.properties]}
            for change in difference.changes
        ],
        "answers": [
            {
                "question": answer.question,
                "title": answer.title,
                "fault": answer.fault,
                "removed": _rows(answer.removed),
                "added": _rows(answer.added),
            }
            for answer in difference.answers
        ],
    }


def _rows(table: Table) -> list[dict[str, str | None]]:
    """The rows, every value in its own spelling."""
    return [
        {
            name: term.lexical if isinstance(term, Literal) else term
            for name, term in zip(table.columns, row, strict=True)
        }
        for row in table.terms
    ]


# --- For people ----------------------------------------------------------------------------------


def tables_of(difference: Difference) -> Iterator[tuple[Table, int]]:
    """The tables that a person reads, each with the most rows that a person wants to see of it."""
    yield _totals(difference), _MANY
    yield _changes(difference, ("report", "trial"), "Reports and trials"), _MANY
    yield _changes(difference, ("claim",), "Claims"), _MANY
    yield _answers(difference), _MANY
    for answer in difference.answers:
        yield _rows_of(answer), _FEW


def _totals(difference: Difference) -> Table:
    rows = (
        (
            text(f"{total.kind}s" if total.kind != "other" else "other nodes"),
            *map(integer, total[1:]),
        )
        for total in difference.totals
    )
    columns = ("things", "before", "now", "added", "removed", "changed", "reworded", "moved")
    return Table(columns, tuple(rows), f"{difference.old} → {difference.new}")


def _changes(difference: Difference, kinds: tuple[str, ...], title: str) -> Table:
    """What changed of these kinds, without what came or went with its report."""
    whole = {
        c.iri for c in difference.changes if c.kind == "report" and c.how in {"added", "removed"}
    }
    rows = (
        row
        for change in difference.changes
        if change.kind in kinds
        and change.how not in _COUNTED
        and _report_of(change.iri) not in whole - {change.iri}
        for row in _for_person(change)
    )
    return Table(("thing", "change", "about", "property", "before", "now"), tuple(rows), title)


def _report_of(iri: Iri) -> str:
    return REPORT + iri.removeprefix(REPORT).partition("/")[0]


def _for_person(change: Change) -> Iterator[Row]:
    head = (text(short(change.iri)), text(change.how), text(change.about))
    told = [each for each in change.properties if each.name not in _BESIDE]
    for each in told:
        yield (*head, text(each.name), _joined(each.old), _joined(each.new))
    if not told:
        yield (*head, None, None, None)


def _answers(difference: Difference) -> Table:
    rows = (
        (
            text(answer.question),
            text(answer.fault or answer.title),
            integer(len(answer.removed)),
            integer(len(answer.added)),
        )
        for answer in difference.answers
    )
    return Table(("question", "asks", "rows gone", "rows new"), tuple(rows), "Answers")


def _rows_of(answer: Answer) -> Table:
    gone = ((text("−"), *row) for row in answer.removed.terms)
    new = ((text("+"), *row) for row in answer.added.terms)
    return Table(("row", *answer.columns), (*gone, *new), answer.question)

"""All tables, and what they are told of: the data dictionary, docs/tables.md, the queries.

In: the declarations. Out: their list in order, a row for each column, and the page.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from kg.errors import UsageError
from kg.tables import documents, findings, links, registry, studies
from kg.tables.blocks import Needs
from kg.tables.columns import Column, Tabled
from kg.tables.paths import ways

TABLES: Final = (
    studies.TRIALS,
    studies.CONDITIONS,
    studies.ARMS,
    studies.GROUPS,
    studies.INTERVENTIONS,
    studies.CRITERIA,
    studies.SCHEDULES,
    findings.OUTCOMES,
    findings.RESULTS,
    findings.COMPARISONS,
    findings.ADVERSE_EVENTS,
    findings.ASSOCIATIONS,
    findings.CONCLUSIONS,
    links.DISAGREEMENTS,
    links.TIES,
    links.MATCHES,
    links.DECISIONS,
    documents.REPORTS,
    documents.PASSAGES,
    documents.SECTIONS,
    documents.INDEXING,
    documents.SUBSTANCES,
    documents.NOTICES,
    documents.CONCEPTS,
    registry.DETAILS,
    registry.IDENTIFIERS,
    registry.DATES,
    registry.SPONSORSHIPS,
    registry.AFFILIATIONS,
    registry.SITES,
    registry.FACILITIES,
    registry.REFERENCES,
    registry.REGISTRY_GROUPS,
    registry.DATA_SHARING,
    registry.ATTACHMENTS,
    registry.AGREEMENTS,
    registry.COMPLIANCE,
)


def table(name: str) -> Tabled:
    """The table of this name.

    *Errors*: ``UsageError`` that lists those there are.
    """
    found = {each.name: each for each in TABLES}
    if name not in found:
        raise UsageError(f"there is no table {name!r}", expected=f"one of {', '.join(found)}")
    return found[name]


@cache
def needs() -> Needs:
    """What the paths of all tables ask for."""
    paths = {path for each in TABLES for path in _paths(each)}
    of_trial = {c.path for c in studies.TRIALS.columns}
    return Needs.of(
        [way for path in paths for way in ways(path)],
        [way for path in of_trial for way in ways(path)],
    )


def _paths(tabled: Tabled) -> Iterator[str]:
    yield tabled.each
    yield from (column.path for column in tabled.columns)


# --- The data dictionary ------------------------------------------------------------------------

_TYPES: Final = {
    "iri": "string",
    "code": "string",
    "text": "string",
    "date": "string",
    "decimal": "float64",
    "integer": "int64",
    "boolean": "bool",
}
_HOLDS: Final = {
    "iri": "IRI",
    "code": "code",
    "text": "text",
    "date": "date",
    "decimal": "number",
    "integer": "whole number",
    "boolean": "truth value",
}


def type_of(column: Column) -> str:
    """The type of a column in the files.

    >>> type_of(Column(name="n", kind="integer", meaning="How many", many=True))
    'list<int64>'
    """
    plain = _TYPES[column.kind]
    return f"list<{plain}>" if column.many else plain


def holds(column: Column) -> str:
    """What a cell of a column holds, in words.

    >>> holds(Column(name="flags", kind="code", meaning="What is suspicious", many=True))
    'list of code'
    """
    return f"list of {_HOLDS[column.kind]}" if column.many else _HOLDS[column.kind]


def origin(tabled: Tabled, column: Column) -> str:
    """The property path that leads from a row's thing to a column's values; else what is said.

    >>> origin(studies.CONDITIONS, studies.CONDITIONS.columns[3])
    'tk:studiesCondition/skos:prefLabel'
    """
    if column.graph:
        return "named graph"
    if column.among:
        return "rdf:type"
    if not column.of_each:
        return column.path
    return "/".join(filter(None, (tabled.each, column.path)))


DICTIONARY: Final = Tabled(
    name="columns",
    rows="column of a table: this description",
    classes=(),
    columns=tuple(
        Column(name=name, kind="text", meaning=meaning)
        for name, meaning in (
            ("table", "The table"),
            ("column", "The column"),
            ("type", "Its type in Parquet"),
            ("holds", "What a cell holds"),
            ("unit", "The unit of its numbers: a UCUM code, or the column that has it"),
            ("meaning", "What it tells"),
            ("path", "The property path from the row's thing; empty for the thing itself"),
        )
    ),
)


def described() -> Iterator[tuple[str | None, ...]]:
    """A row for each column of each table."""
    for tabled in (*TABLES, DICTIONARY):
        for column in tabled.columns:
            yield (
                tabled.name,
                column.name,
                type_of(column),
                holds(column),
                column.unit,
                column.meaning,
                origin(tabled, column) or None,
            )

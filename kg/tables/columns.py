"""What a table is: its rows, and its columns with their types, units, meaning and origin.

In: paths. Out: the records that tables are declared with. One declaration makes the table, its
description in the files, docs/tables.md, and the SPARQL queries that the tests hold it to.
"""

from typing import Final, Literal

from kg.records import Record
from kg.tables.paths import along

Kind = Literal["iri", "code", "text", "date", "decimal", "integer", "boolean"]
"""What a cell holds: a thing, a coded value's name, text, an ISO date as precise as known, …"""


class Column(Record, frozen=True, kw_only=True):
    """One column of a table.

    ``path`` leads from the row's thing to the values; with ``of_each`` from what the row is
    expanded by. ``many`` makes a list of all of them. A column has ``among`` instead where it says
    which of these classes the thing is of, and ``graph`` where it names the graph that says so.

    *Units*: ``unit`` is a UCUM code, or the column that holds it.
    """

    name: str
    kind: Kind
    meaning: str
    path: str = ""
    unit: str | None = None
    many: bool = False
    of_each: bool = False
    among: tuple[str, ...] = ()
    graph: bool = False


class Tabled(Record, frozen=True, kw_only=True):
    """One table: a row for each thing of ``classes`` that is not of ``but``.

    ``each`` expands a row by what its path leads to; a thing without any has one row all the same,
    unless ``only_with`` is set.
    """

    name: str
    rows: str
    classes: tuple[str, ...]
    columns: tuple[Column, ...]
    but: tuple[str, ...] = ()
    each: str = ""
    only_with: bool = False


# --- Columns that many tables have --------------------------------------------------------------


def itself(name: str, meaning: str) -> Column:
    """The IRI of the row's own thing."""
    return Column(name=name, kind="iri", meaning=meaning)


def linked(
    name: str, path: str, meaning: str, *, by: str = "rdfs:label", of_each: bool = False
) -> tuple[Column, Column]:
    """A thing that the row points at, and what it is called."""
    words = Column(
        name=f"{name}_label",
        kind="text",
        path=along(path, by),
        meaning=f"What `{name}` is called",
        of_each=of_each,
    )
    return Column(name=name, kind="iri", path=path, meaning=meaning, of_each=of_each), words


def concept(name: str, path: str, meaning: str) -> tuple[Column, Column]:
    """A concept that the row points at, and its short name."""
    return linked(name, path, meaning, by="skos:prefLabel")


def trial(path: str) -> tuple[Column, Column]:
    """The trial that a row belongs to."""
    return linked("trial", path, "The trial")


REPORT: Final = Column(
    name="report", kind="iri", graph=True, meaning="The report that says so: its named graph"
)
LABEL: Final = Column(
    name="label", kind="text", path="rdfs:label", meaning="What the report calls it"
)
CLAIM: Final = (
    Column(
        name="derivation",
        kind="code",
        path="tk:derivation",
        meaning="Whether the report says so (`reported`) or kg computed it (`derived`)",
    ),
    Column(
        name="derived_from",
        kind="iri",
        path="tk:derivedFrom",
        many=True,
        meaning="The claims that a derived one was computed from",
    ),
    Column(name="rule", kind="text", path="tk:ruleId", meaning="The rule that read or derived it"),
    Column(
        name="confidence",
        kind="decimal",
        path="tk:confidence",
        unit="1",
        meaning="How sure the rule is",
    ),
    Column(
        name="status",
        kind="code",
        path="tk:claimStatus",
        meaning="Asserted, suggested, or reviewed by a person",
    ),
    Column(
        name="caution",
        kind="text",
        path="tk:caution",
        meaning="What to know before leaning on it: its report was retracted, …",
    ),
    Column(
        name="flags",
        kind="code",
        path="tk:flag",
        many=True,
        meaning="What is suspicious about it",
    ),
    Column(
        name="passages",
        kind="iri",
        path="tk:supportedBy",
        many=True,
        meaning="The passages that say so; join with `passages`",
    ),
)


def numbers(name: str, path: str, what: str, *, of_each: bool = False) -> tuple[Column, ...]:
    """A quantity: its value or bounds, its unit, and how the report wrote them."""
    unit = f"{name}_unit"
    return tuple(
        Column(
            name=f"{name}{end}",
            kind=kind,
            path=along(path, step),
            meaning=f"{what}{words}",
            unit=unit if kind == "decimal" else None,
            of_each=of_each,
        )
        for end, kind, step, words in _QUANTITY
    )


_QUANTITY: Final[tuple[tuple[str, Kind, str, str], ...]] = (
    ("", "decimal", "tk:value", ""),
    ("_min", "decimal", "tk:minValue", ": lower bound"),
    ("_min_inclusive", "boolean", "tk:minInclusive", ": whether the lower bound belongs to it"),
    ("_max", "decimal", "tk:maxValue", ": upper bound"),
    ("_max_inclusive", "boolean", "tk:maxInclusive", ": whether the upper bound belongs to it"),
    ("_unit", "text", "tk:unit", ": unit, as a UCUM code"),
    ("_unit_text", "text", "tk:unitText", ": unit as written"),
    ("_reported", "text", "tk:reportedValue", ": number as written"),
)


def total(name: str, path: str, what: str) -> tuple[Column, ...]:
    """What was computed from quantities of a phase of dosing: a value and its unit."""
    parts = numbers(name, path, what, of_each=True)
    return tuple(part for part in parts if part.name in {name, f"{name}_unit"})


def column(
    name: str,
    kind: Kind,
    path: str,
    meaning: str,
    *,
    unit: str | None = None,
    of_each: bool = False,
) -> Column:
    """A column with at most one value in a row."""
    return Column(name=name, kind=kind, path=path, meaning=meaning, unit=unit, of_each=of_each)


def several(name: str, kind: Kind, path: str, meaning: str) -> Column:
    """A column of lists: all the values that there are."""
    return Column(name=name, kind=kind, path=path, meaning=meaning, many=True)


def sort_of(meaning: str, *among: str) -> Column:
    """The first of these classes that the row's thing is of."""
    return Column(name="kind", kind="code", meaning=meaning, among=among)

"""Tables: what a query answers, as typed values, with the RDF terms behind them.

In: SPARQL results in JSON, which every engine and every endpoint can write. Out: a frozen
``Table`` whose cells are Python values, and its forms. Those for people (table, md, html) shorten
IRIs to CURIEs; those for programs (csv, tsv, json, xml, data frames) leave every term as it is.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING, Any, Final
from xml.sax.saxutils import escape as xml_escape
from xml.sax.saxutils import quoteattr

from kg import hypertext
from kg.errors import UsageError
from kg.namespaces import PREFIXES, RDF, XSD
from kg.terms import Iri, Literal, Term, boolean, spelled

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

Value = str | int | float | bool | Decimal | date | datetime | None

_WHOLE = (XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger)
_READERS: dict[str, Callable[[str], Value]] = {
    XSD.boolean: lambda lexical: {"true": True, "1": True, "false": False, "0": False}[lexical],
    XSD.date: date.fromisoformat,
    XSD.dateTime: datetime.fromisoformat,
    XSD.decimal: Decimal,
    XSD.double: float,
    XSD.float: float,
    **dict.fromkeys(_WHOLE, int),
}


def to_value(term: Term | None) -> Value:
    """A term as a Python value; what cannot be read as its datatype stays text.

    >>> to_value(Literal("4.50", XSD.decimal)), to_value(Literal("x", XSD.integer))
    (Decimal('4.50'), 'x')
    """
    if term is None or isinstance(term, str):
        return term
    reader = _READERS.get(term.datatype)
    if reader is None:
        return term.lexical
    try:
        return reader(term.lexical)
    except (ArithmeticError, KeyError, ValueError):
        return term.lexical


def compact(iri: str) -> str:
    """An IRI as a CURIE where a prefix of ours fits, else as it is.

    >>> compact("https://w3id.org/trialkg/id/concept/p24")
    'concept:p24'
    """
    fitting = [(base, prefix) for prefix, base in PREFIXES.items() if iri.startswith(base)]
    if not fitting:
        return iri
    base, prefix = max(fitting, key=lambda pair: len(pair[0]))
    return f"{prefix}:{iri[len(base) :]}"


@dataclass(frozen=True)
class Table:
    """The answer to a query: columns, and rows of typed values.

    >>> answer = Table(("trial", "n"), ((Iri("https://e.org/t"), Literal("60", XSD.integer)),))
    >>> answer.rows
    (('https://e.org/t', 60),)
    >>> len(answer), answer["n"]
    (1, (60,))
    >>> print(answer.to_text("csv"), end="")
    trial,n
    https://e.org/t,60
    """

    columns: tuple[str, ...]
    terms: tuple[tuple[Term | None, ...], ...] = ()
    title: str | None = field(default=None, compare=False)
    """What was asked, for a reader of the answer."""
    more: bool = field(default=False, compare=False)
    """Whether this is a page, and another follows."""
    notes: tuple[str, ...] = field(default=(), compare=False)
    """How what was asked for was read, where that has to be told."""

    @classmethod
    def from_json(cls, results: str | bytes, *, title: str | None = None) -> Table:
        """The table that a document of SPARQL results in JSON holds; ASK gives one cell.

        *Source*: SPARQL 1.1 Query Results JSON Format, sections 3 and 4.
        """
        document = json.loads(results)
        if "boolean" in document:
            truth = boolean(document["boolean"])
            return cls(("answer",), ((truth,),), title)
        columns = tuple(document["head"].get("vars", ()))
        rows = tuple(
            tuple(_term(binding.get(name)) for name in columns)
            for binding in document["results"]["bindings"]
        )
        return cls(columns, rows, title)

    @cached_property
    def rows(self) -> tuple[tuple[Value, ...], ...]:
        """The rows as Python values; what is unbound is ``None``."""
        return tuple(tuple(map(to_value, row)) for row in self.terms)

    def __len__(self) -> int:
        """How many rows there are."""
        return len(self.terms)

    def __iter__(self) -> Iterator[dict[str, Value]]:
        """The rows, each as a dictionary by column."""
        return (dict(zip(self.columns, row, strict=True)) for row in self.rows)

    def __getitem__(self, column: str) -> tuple[Value, ...]:
        """All values of one column, in the order of the rows."""
        if column not in self.columns:
            raise KeyError(f"no column {column!r}; there are {', '.join(self.columns)}")
        index = self.columns.index(column)
        return tuple(row[index] for row in self.rows)

    def to_text(self, form: str = "table") -> str:
        """The table in a textual form: table, csv, tsv, json, xml, md or html.

        *Errors*: ``UsageError`` for a form that is not one of these.
        """
        if form not in _WRITERS:
            raise UsageError(
                "a table cannot be written in this form",
                got=form,
                expected=f"one of {', '.join(_WRITERS)}",
            )
        return _WRITERS[form](self)

    def to_polars(self) -> pl.DataFrame:
        """The table as a polars data frame; decimals become floats.

        *Errors*: ``UsageError`` where polars is not installed.
        """
        frame: pl.DataFrame = _library("polars").DataFrame(self._series(), strict=False)
        return frame

    def to_pandas(self) -> pd.DataFrame:
        """The table as a pandas data frame; decimals become floats.

        *Errors*: ``UsageError`` where pandas is not installed.
        """
        return _library("pandas").DataFrame(self._series())

    def _series(self) -> dict[str, list[Value]]:
        return {
            name: [float(cell) if isinstance(cell, Decimal) else cell for cell in self[name]]
            for name in self.columns
        }

    def _repr_html_(self) -> str:
        """The table as a notebook shows it."""
        return self.to_text("html")

    def __str__(self) -> str:
        """The table as plain text."""
        return self.to_text("table")


def _term(binding: dict[str, str] | None) -> Term | None:
    if binding is None:
        return None
    if binding["type"] == "uri":
        return Iri(binding["value"])
    if binding["type"] == "bnode":
        return Iri("_:" + binding["value"])  # a name within this answer only
    language = binding.get("xml:lang")
    datatype = RDF.langString if language else binding.get("datatype", XSD.string)
    return Literal(binding["value"], datatype, language)


def _library(name: str) -> Any:  # noqa: ANN401 - the optional libraries are untyped here
    from importlib import import_module

    try:
        return import_module(name)
    except ImportError as absent:
        raise UsageError(
            f"{name} is not installed",
            way_out="Install it with: pip install 'kg-trials[notebook]'",
        ) from absent


# --- Forms --------------------------------------------------------------------------------------

_WIDEST: Final = 48


def _bare(term: Term | None) -> str:
    if term is None:
        return ""
    return term if isinstance(term, str) else term.lexical


def _short(term: Term | None) -> str:
    return compact(term) if isinstance(term, str) else _bare(term)


def _csv(table: Table) -> str:
    """*Source*: SPARQL 1.1 Query Results CSV and TSV Formats, section 3."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(map(_bare, row) for row in table.terms)
    return out.getvalue()


def _spelled(term: Term | None) -> str:
    if term is None:
        return ""
    return term if isinstance(term, str) and term.startswith("_:") else spelled(term)


def _tsv(table: Table) -> str:
    """*Source*: SPARQL 1.1 Query Results CSV and TSV Formats, section 4."""
    head = "\t".join(f"?{name}" for name in table.columns)
    rows = ("\t".join(map(_spelled, row)) for row in table.terms)
    return "\n".join([head, *rows]) + "\n"


def _json_term(term: Term) -> dict[str, str]:
    if isinstance(term, str):
        kind = "bnode" if term.startswith("_:") else "uri"
        return {"type": kind, "value": term.removeprefix("_:") if kind == "bnode" else term}
    binding = {"type": "literal", "value": term.lexical}
    if term.language:
        return binding | {"xml:lang": term.language}
    return binding if term.datatype == XSD.string else binding | {"datatype": term.datatype}


def _json(table: Table) -> str:
    """*Source*: SPARQL 1.1 Query Results JSON Format, section 3."""
    bindings = [
        {
            name: _json_term(term)
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        }
        for row in table.terms
    ]
    document = {"head": {"vars": list(table.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _xml_term(term: Term) -> str:
    if isinstance(term, Literal):
        attribute = ""
        if term.language:
            attribute = f" xml:lang={quoteattr(term.language)}"
        elif term.datatype not in {XSD.string, RDF.langString}:
            attribute = f" datatype={quoteattr(term.datatype)}"
        return f"<literal{attribute}>{xml_escape(term.lexical)}</literal>"
    if term.startswith("_:"):
        return f"<bnode>{xml_escape(term[2:])}</bnode>"
    return f"<uri>{xml_escape(term)}</uri>"


def _xml(table: Table) -> str:
    """*Source*: SPARQL Query Results XML Format (Second Edition), section 2."""
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in table.columns)
    rows = "".join(
        "<result>"
        + "".join(
            f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
            for name, term in zip(table.columns, row, strict=True)
            if term is not None
        )
        + "</result>\n"
        for row in table.terms
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n<head>{head}</head>\n'
        f"<results>\n{rows}</results>\n</sparql>\n"
    )


def _markdown(table: Table) -> str:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    rows = [line([" ".join(_short(term).split()) for term in row]) for row in table.terms]
    rule = "|" + "---|" * len(table.columns)
    return "\n".join([line(list(table.columns)), rule, *rows]) + "\n"


def _html(table: Table) -> str:
    """Things that have a label are shown by it, and lead where they stand."""
    title = " — ".join(filter(None, (table.title, "one page, more follows" if table.more else "")))
    every = for_people(table.columns)
    said = {place for row in table.terms for place, term in enumerate(row) if term is not None}
    shown = [each for each in every if said & {*each[1:]} or not table.terms]
    rows = [[_html_cell(row, *places) for _, *places in shown] for row in table.terms]
    silent = [name for name, *places in every if table.terms and not said & {*places}]
    return hypertext.table(title, [name for name, *_ in shown], rows, silent)


def _html_cell(row: tuple[Term | None, ...], place: int, thing: int) -> hypertext.Cell:
    number = isinstance(to_value(row[place]), (int, float, Decimal))
    leads = row[thing]
    return hypertext.Cell(
        _short(row[place]) or _short(leads), leads if isinstance(leads, str) else None, number
    )


def for_people(columns: Sequence[str]) -> list[tuple[str, int, int]]:
    """The columns that a person is shown: head, place of the words, place of the thing meant.

    Where a thing and its label have a column each, the label's is shown in place of both.

    >>> for_people(["trial", "label", "dosePerCycle", "armLabel", "arm"])
    [('trial', 1, 0), ('dose per cycle', 2, 2), ('arm', 3, 4)]
    """
    things = {name: _thing_of(name) for name in columns if name != "label" or "trial" in columns}
    labels = {thing for name, thing in things.items() if thing != name and thing in columns}
    places = {name: place for place, name in enumerate(columns)}
    return [
        (_said(name), place, places.get(things.get(name, name), place))
        for place, name in enumerate(columns)
        if name not in labels
    ]


def _thing_of(name: str) -> str:
    """The column of the thing that a column of labels is about; any other is its own."""
    if name == "label":
        return "trial"
    return name.replace("Labels", "Iris") if name.endswith("Labels") else name.removesuffix("Label")


def _said(name: str) -> str:
    """A column's name in words."""
    bare = "trial" if name == "label" else name.removesuffix("Label")
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", bare).lower()


def _text(table: Table) -> str:
    """Aligned columns; what nobody could read in a column is cut at its width."""
    if not table.terms:
        return f"{'  '.join(table.columns)}\n(no rows)\n"
    cells = [
        list(table.columns),
        *(
            [shorten(_short(term), _WIDEST, placeholder=" …") for term in row]
            for row in table.terms
        ),
    ]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = (
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in cells
    )
    return "\n".join(lines) + "\n"


_WRITERS: Final[dict[str, Callable[[Table], str]]] = {
    "table": _text,
    "csv": _csv,
    "tsv": _tsv,
    "json": _json,
    "xml": _xml,
    "md": _markdown,
    "html": _html,
}

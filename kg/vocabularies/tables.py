"""Tables of terms: an id and a label in each row, more columns where a head names them.

In: a file with tabs or commas. Out: terms. Known heads: ``id`` (``ui``, ``curie``), ``label``
(``name``), ``synonyms`` (``entry_terms``) and ``tree_numbers``, the last two with ``|`` between
values. Without a head the first two columns are id and label.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from kg.errors import InputError
from kg.linking import curies
from kg.linking.thesaurus import Name, Term, TermKind
from kg.vocabularies.contents import File
from kg.vocabularies.trees import kinds_of

_IDS: Final = ("id", "ui", "curie", "identifier", "iri", "code", "compound_id")
_LABELS: Final = ("label", "name", "preflabel", "preferred_label", "term")
_SYNONYMS: Final = ("synonyms", "entry_terms", "synonym", "aliases")
_MOST_SAID: Final = 60

Columns = tuple[int, int, int | None, int | None]


def delimiter(head: bytes) -> str | None:
    r"""What stands between the columns of a table; nothing where this is none.

    >>> delimiter(b"ui\tlabel\nD1\tA\n"), delimiter(b"D1,A\nD2,B\n"), delimiter(b"A report.")
    ('\t', ',', None)
    """
    lines = [line for line in head.split(b"\n")[:20] if line and not line.startswith(b"#")]
    for mark in (b"\t", b","):
        if lines and all(mark in line for line in lines[:-1] or lines):
            return mark.decode()
    return None


def read(file: File, prefix: str) -> Iterator[Term]:
    """Each row as a term; ids without a prefix of their own are those of *prefix*.

    *Errors*: ``InputError`` with the line that has no id or no label.
    """
    mark = delimiter(file.head()) or "\t"
    lines = (line for line in file.lines() if line and not line.startswith("#"))
    if mark == "\t":
        rows = csv.reader(lines, delimiter=mark, quoting=csv.QUOTE_NONE)
    else:
        rows = csv.reader(lines, delimiter=mark)
    iri = _iris(file.name, prefix)
    first = next(rows, [])
    columns = _columns(first)
    if columns is None:
        columns = (0, 1, None, None)
        yield _term(file.name, 1, first, columns, iri)
    for number, row in enumerate(rows, 2):
        yield _term(file.name, number, row, columns, iri)


def _columns(head: Sequence[str]) -> Columns | None:
    """Where things stand by a head; nothing for a first row that is none."""
    names = [name.strip().lower() for name in head]
    ids = [names.index(name) for name in _IDS if name in names]
    labels = [names.index(name) for name in _LABELS if name in names]
    if not ids or not labels:
        return None
    synonyms = [names.index(name) for name in _SYNONYMS if name in names]
    trees = [n for n, name in enumerate(names) if name.startswith("tree_numbers")]
    return ids[0], labels[0], next(iter(synonyms), None), next(iter(trees), None)


def _term(
    name: str, number: int, row: Sequence[str], columns: Columns, iri: Callable[[str, int], str]
) -> Term:
    at, label, synonyms, trees = columns
    if len(row) <= max(at, label) or not row[at].strip() or not row[label].strip():
        got = " | ".join(row)[:_MOST_SAID] or "nothing"
        raise InputError("a row lacks its id or its label", where=f"{name} line {number}", got=got)
    places = tuple(_several(row, trees))
    return Term(
        iri=iri(row[at].strip(), number),
        label=row[label].strip(),
        names=tuple(Name(text) for text in _several(row, synonyms)),
        kinds=kinds_of(places),
        notations=places,
    )


def _several(row: Sequence[str], column: int | None) -> Iterator[str]:
    if column is not None and column < len(row):
        yield from filter(None, map(str.strip, row[column].split("|")))


def _iris(name: str, prefix: str) -> Callable[[str, int], str]:
    """What makes an IRI of an id.

    *Errors*: ``InputError`` for a bare id where the vocabulary is not one of the table's.
    """
    known = curies.prefixes().get(prefix)

    def iri(written: str, number: int) -> str:
        if ":" in written and curies.split(written):
            return curies.canonical(written)
        if "://" in written:
            return written
        if known is None:
            raise InputError(
                "an id says not of which vocabulary it is",
                where=f"{name} line {number}",
                got=written,
                expected="a CURIE, an IRI, or --name with a known prefix",
            )
        return known.base + written

    return iri


def kinds(prefix: str) -> tuple[TermKind, ...]:
    """The kind of the terms of a vocabulary as a whole, where it has one."""
    known = curies.prefixes().get(prefix)
    return (known.kind,) if known and known.kind else ()  # type: ignore[return-value]

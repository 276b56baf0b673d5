"""One use of each term, found in graphs that conform.

In: Turtle files. Out: for each property a triple that uses it, for each class a node of it.
"""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from kg.namespaces import RDF, XSD
from kg.store import parse, statement
from kg.terms import Iri, Literal, spelled
from kg.view import short

_LONGEST: Final = 160
_PLAIN: Final = (XSD.boolean, XSD.decimal, XSD.integer)
_NUMBER: Final = re.compile(r"[+-]?\d+(\.\d+)?|true|false")


class Examples:
    """The shortest use of each term, the same whatever the order of the files."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._uses: dict[str, str] = {}
        for file in files:
            for line in parse(file.read_bytes(), file.suffix[1:], where=file.name):
                subject, predicate, value = statement(line)
                term = value if predicate == RDF.type and isinstance(value, str) else predicate
                self._keep(short(term), _turtle(subject, predicate, value))

    def of(self, name: str) -> str | None:
        """The triple that shows a term in use; nothing where no file uses it."""
        return self._uses.get(name)

    def _keep(self, name: str, use: str) -> None:
        known = self._uses.get(name)
        if len(use) <= _LONGEST and (known is None or (len(use), use) < (len(known), known)):
            self._uses[name] = use


def _turtle(subject: str, predicate: str, value: Iri | Literal) -> str:
    """A triple as an export writes it.

    >>> from kg.namespaces import TK
    >>> _turtle("https://w3id.org/trialkg/id/report/pmid-1/arm-1", TK.size, Literal("60", TK.size))
    'pmid-1:arm-1 tk:size "60"^^tk:size'
    """
    said = "a" if predicate == RDF.type else short(predicate)
    return f"{short(subject)} {said} {_value(value)}"


def _value(value: Iri | Literal) -> str:
    if isinstance(value, str):
        return short(value)
    if value.datatype in _PLAIN and _NUMBER.fullmatch(value.lexical):
        return value.lexical
    plain = spelled(value)
    return plain.replace(f"<{value.datatype}>", short(value.datatype))

"""Parameters bound into a query as terms, never pasted as text.

In: an admitted query and values. Out: query text in which each parameter is a ``VALUES`` of the
groups that use it: the same for this engine, for rdflib and for a remote endpoint. The engine's
own substitution reaches only variables that are selected.
"""

import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final, NamedTuple

from kg.errors import RefusedQuery, UsageError
from kg.namespaces import PREFIXES, XSD
from kg.store.gate import Query
from kg.terms import Iri, Literal, Term, boolean, integer, spelled, text

Value = object
"""A term, an rdflib term, a plain Python value, or a sequence of them: any of these."""

_ABSOLUTE: Final = re.compile(r"(?:https?://|urn:)[^\x00-\x20<>\"{}|\\^`]+")
_CURIE: Final = re.compile(r"([a-z]\w*):([\w.-][\w./-]*)?")
_QUOTED: Final = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([A-Za-z]+(?:-[A-Za-z0-9]+)*)|\^\^(\S+))?')
_NUMBER: Final = re.compile(r"[+-]?(?:\d+(?P<fraction>\.\d+)?)")


class Insertion(NamedTuple):
    """Text that binding adds before a place of the query."""

    place: int
    text: str


def insertions(query: Query, bindings: Mapping[str, Value]) -> list[Insertion]:
    """What binds the parameters: a ``VALUES`` in the outermost group and in each that uses them.

    *Errors*: ``UsageError`` for a name that the query does not have, or computes itself.

    >>> from kg.store.gate import admit
    >>> query = admit("SELECT ?p { ?s ?p ?o }")
    >>> bound(query, insertions(query, {"o": 5}))
    'SELECT ?p { VALUES ?o {"5"^^<http://www.w3.org/2001/XMLSchema#integer>} ?s ?p ?o }'
    """
    for name in bindings:
        _check(query, name)
    rows = {name: _values(name, value) for name, value in bindings.items()}
    return [
        Insertion(group.start, "".join(row for name, row in rows.items() if name in used))
        for group in query.groups
        if (used := set(rows) if group.outermost else group.variables & set(rows))
    ]


def bound(query: Query, added: Sequence[Insertion]) -> str:
    """The text of the query with the insertions made."""
    places = [0, *(insertion.place for insertion in added), len(query.text)]
    pieces = (query.text[a:b] for a, b in pairwise(places))
    texts = chain((insertion.text for insertion in added), [""])
    return "".join(chain.from_iterable(zip(pieces, texts, strict=True)))


def _check(query: Query, name: str) -> None:
    if name not in query.variables:
        raise UsageError(
            f"the query has no variable ?{name}",
            expected="one of " + ", ".join(f"?{known}" for known in sorted(query.variables)),
        )
    if name in query.computed:
        raise UsageError(f"?{name} is computed by the query and cannot be given a value")
    if query.short_form:
        raise RefusedQuery(
            "CONSTRUCT WHERE takes no parameters", way_out="Write CONSTRUCT { … } WHERE { … }."
        )


def _values(name: str, value: Value) -> str:
    several = isinstance(value, Sequence) and not isinstance(value, (str, Literal))
    terms = [term_of(one) for one in (value if several else [value])]  # type: ignore[attr-defined]
    return f" VALUES ?{name} {{{' '.join(map(_spelled, terms))}}}"


def _spelled(term: Term) -> str:
    if isinstance(term, str) and not _ABSOLUTE.fullmatch(term):
        raise UsageError("not an absolute IRI", got=term)
    return spelled(term)


# --- Values --------------------------------------------------------------------------------------


def term_of(value: Value) -> Term:
    """The term of a Python value: a text that is an IRI or a known CURIE is an IRI.

    >>> term_of(True).lexical, term_of(Decimal("0.050")).lexical, term_of("CD4 count").lexical
    ('true', '0.050', 'CD4 count')
    >>> term_of("tk:Trial")
    'https://w3id.org/trialkg/ns#Trial'
    """
    if isinstance(value, Literal):
        return value
    if (known := _rdflib_term(value)) is not None:
        return known
    if isinstance(value, str):
        return _iri(value) or text(value)
    if isinstance(value, bool):
        return boolean(value)
    if isinstance(value, int):
        return integer(value)
    return _other(value)


def _other(value: Value) -> Literal:
    if isinstance(value, Decimal):
        return Literal(format(value, "f"), XSD.decimal)
    if isinstance(value, float):
        return Literal(repr(value), XSD.double)
    if isinstance(value, datetime):
        return Literal(value.isoformat(), XSD.dateTime)
    if isinstance(value, date):
        return Literal(value.isoformat(), XSD.date)
    raise UsageError(f"a {type(value).__name__} cannot be bound to a variable")


def _iri(value: str) -> Iri | None:
    if _ABSOLUTE.fullmatch(value):
        return Iri(value)
    if (match := _CURIE.fullmatch(value)) and match[1] in PREFIXES:
        return Iri(PREFIXES[match[1]] + (match[2] or ""))
    return None


def _rdflib_term(value: Value) -> Term | None:
    # Whoever passes a term of rdflib has imported rdflib; nobody else pays for it.
    rdflib = sys.modules.get("rdflib")
    if rdflib is None:
        return None
    if isinstance(value, rdflib.URIRef):
        return Iri(str(value))
    if isinstance(value, rdflib.Literal):
        datatype = str(value.datatype) if value.datatype else XSD.string
        return Literal(str(value), datatype, value.language)
    return None


def term_from_text(given: str) -> Term:
    """The term that a person typed: ``<IRI>``, a CURIE, a number, true, ``"text"@en``, or text.

    >>> term_from_text("90"), term_from_text("IL-2"), term_from_text("concept:il-2")
    (Literal(lexical='90', datatype='...#integer', language=None),
     Literal(lexical='IL-2', datatype='...#string', language=None),
     'https://w3id.org/trialkg/id/concept/il-2')
    """
    if given.startswith("<") and given.endswith(">"):
        return Iri(given[1:-1])
    if match := _QUOTED.fullmatch(given):
        return _quoted(*match.groups())
    if match := _NUMBER.fullmatch(given):
        return Literal(given, XSD.decimal if match["fraction"] else XSD.integer)
    if given in {"true", "false"}:
        return boolean(given == "true")
    return term_of(given)


def _quoted(body: str, language: str | None, datatype: str | None) -> Literal:
    plain = re.sub(r"\\(.)", r"\1", body)
    if datatype is None:
        return text(plain, language)
    return Literal(plain, _iri(datatype.strip("<>")) or datatype.strip("<>"))

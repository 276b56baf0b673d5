"""RDF terms as plain Python values, and the N-Quads lines they make.

In: strings, exact decimals and numbers. Out: terms light enough to make millions of them, and
their canonical lines. An IRI is a ``str``; a literal keeps the lexical form it was given, so that
nothing is rewritten between a record and a line. No RDF library is imported until
:func:`to_rdflib` is called.
"""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, Final, NamedTuple, NewType

import msgspec

from kg.namespaces import XSD
from kg.values import date_datatype, plain

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Identifier

Iri = NewType("Iri", str)
"""An absolute IRI. Objects of triples must be made one on purpose: a bare text is not a term."""


class Literal(msgspec.Struct, frozen=True, gc=False, cache_hash=True):
    """A literal: its exact lexical form, its datatype, and a language where it has one."""

    lexical: str
    datatype: str = XSD.string
    language: str | None = None


Term = Iri | Literal
Triple = tuple[Iri, str, Term]


class Quad(NamedTuple):
    """One statement and the graph that makes it."""

    subject: Iri
    predicate: str
    object: Term
    graph: Iri


def text(value: str, language: str | None = None) -> Literal:
    """A plain string, or one in a language.

    >>> text("CD4 count")
    Literal(lexical='CD4 count', datatype='http://www.w3.org/2001/XMLSchema#string', language=None)
    """
    if language is not None:
        return Literal(value, _LANG_STRING, language)
    return _repeated(value) if len(value) <= _SHORT else Literal(value)


# Most literals of a registry are the same few: a long text is not, and would only be held.
_SHORT: Final = 100
_HELD: Final = 1 << 16


@lru_cache(maxsize=_HELD)
def _repeated(value: str) -> Literal:
    return Literal(value)


@lru_cache(maxsize=_HELD)
def decimal(value: Decimal) -> Literal:
    """An exact decimal in its canonical form, which always has a point.

    With the point Turtle writes it bare, and nobody takes it for a whole number.

    >>> decimal(Decimal("428")).lexical, decimal(Decimal("0.050")).lexical
    ('428.0', '0.05')
    """
    shortest = plain(value)
    return Literal(shortest if "." in shortest else f"{shortest}.0", XSD.decimal)


@lru_cache(maxsize=_HELD)
def integer(value: int) -> Literal:
    """A whole number."""
    return Literal(str(value), XSD.integer)


def boolean(value: bool) -> Literal:  # noqa: FBT001 - the value itself, not a switch
    """A truth value, spelled ``true`` or ``false``."""
    return _TRUE if value else _FALSE


_TRUE: Final = Literal("true", XSD.boolean)
_FALSE: Final = Literal("false", XSD.boolean)


def date(value: str) -> Literal:
    """An ISO date with the datatype of its precision.

    >>> date("2009-07").datatype
    'http://www.w3.org/2001/XMLSchema#gYearMonth'
    """
    return Literal(value, XSD[date_datatype(value)])


# --- Lines --------------------------------------------------------------------------------------

_LANG_STRING: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
# Source: RDF Dataset Canonicalization (W3C 2024), section 4.6, the canonical form of N-Quads.
_SPECIAL: Final = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F)},
    **str.maketrans(
        {"\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\"}
    ),
}


def spelled(term: Term) -> str:
    r"""A term as canonical N-Quads writes it.

    >>> print(spelled(Iri("https://example.org/a")), spelled(text('a "b"\n')))
    <https://example.org/a> "a \"b\"\n"
    >>> print(spelled(integer(31)), spelled(text("fever", "en")))
    "31"^^<http://www.w3.org/2001/XMLSchema#integer> "fever"@en
    """
    if isinstance(term, str):
        return f"<{term}>"
    return _held(term) if len(term.lexical) <= _SHORT else _quoted(term)


def _quoted(term: Literal) -> str:
    lexical, datatype, language = term.lexical, term.datatype, term.language
    if _SPECIAL.search(lexical):
        lexical = lexical.translate(_ESCAPES)
    if language:
        return f'"{lexical}"@{language}'
    return f'"{lexical}"' if datatype == XSD.string else f'"{lexical}"^^<{datatype}>'


_held = lru_cache(maxsize=_HELD)(_quoted)


def nquad(quad: Quad) -> str:
    """The line of one quad, with its newline."""
    subject, predicate, obj, graph = quad
    return f"<{subject}> <{predicate}> {spelled(obj)} <{graph}> .\n"


def nquads(quads: Iterable[Quad]) -> Iterator[str]:
    """The lines of quads, in the order given."""
    for subject, predicate, obj, graph in quads:
        # As in spelled(), without the call: most of a registry's lines are made here.
        if isinstance(obj, Literal):
            said = _held(obj) if len(obj.lexical) <= _SHORT else _quoted(obj)
            yield f"<{subject}> <{predicate}> {said} <{graph}> .\n"
        else:
            yield f"<{subject}> <{predicate}> <{obj}> <{graph}> .\n"


def in_graph(triples: Iterable[Triple], graph: Iri) -> list[Quad]:
    """The same statements as made by one graph."""
    # The class is filled without its own ``__new__``, which would cost as much as all the rest.
    rows = [(subject, predicate, obj, graph) for subject, predicate, obj in triples]
    return list(map(tuple.__new__, repeat(Quad), rows))


def ntriples(quads: Iterable[Quad]) -> Iterator[str]:
    """The lines of triples, whichever graph makes them; a blank node starts with ``_:``."""
    for subject, predicate, obj, _ in quads:
        yield f"{_node(subject)} <{predicate}> {_node(obj)} .\n"


def _node(term: Term) -> str:
    return term if isinstance(term, str) and term.startswith("_:") else spelled(term)


_LINE: Final = re.compile(
    r"""<([^<>"{}|^`\\\x00-\x20]+)>\ <([^<>"{}|^`\\\x00-\x20]+)>\ (?:<([^<>"{}|^`\\\x00-\x20]+)>
    |"([^"\\]*(?:\\.[^"\\]*)*)"(?:@([A-Za-z0-9-]+)|\^\^<([^<>]+)>)?)(?:\ <([^<>]+)>)?\ \.\n?""",
    re.VERBOSE | re.DOTALL,
)
_UNESCAPED: Final = {
    "b": "\b",
    "t": "\t",
    "n": "\n",
    "f": "\f",
    "r": "\r",
    '"': '"',
    "\\": "\\",
}


def read_line(line: str) -> tuple[Iri, str, Term, Iri | None] | None:
    """The terms of a canonical line, with its graph where it names one; else nothing.

    >>> read_line('<x:s> <x:p> "fever"@en .')[2]
    Literal(lexical='fever', datatype='...#langString', language='en')
    >>> read_line("_:b0 <x:p> <x:o> .") is None
    True
    """
    match = _LINE.fullmatch(line)
    if match is None:
        return None
    subject, predicate, iri, lexical, language, datatype, graph = match.groups()
    term: Term = Iri(iri) if iri else _literal(lexical, language, datatype)
    return Iri(subject), predicate, term, Iri(graph) if graph else None


def _literal(lexical: str, language: str | None, datatype: str | None) -> Literal:
    if "\\" in lexical:
        lexical = re.sub(r"\\(u[0-9A-Fa-f]{4}|.)", _unescaped, lexical, flags=re.DOTALL)
    if language:
        return text(lexical, language)
    return Literal(lexical, datatype or XSD.string)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    return chr(int(code[1:], 16)) if code.startswith("u") else _UNESCAPED[code]


# --- To rdflib ----------------------------------------------------------------------------------


def rdflib_term(term: Term) -> "Identifier":
    """The same term for rdflib, its lexical form untouched."""
    import rdflib

    if isinstance(term, str):
        return rdflib.URIRef(term)
    lexical, datatype, language = term.lexical, term.datatype, term.language
    if language:
        return rdflib.Literal(lexical, lang=language)
    kind = None if datatype == XSD.string else rdflib.URIRef(datatype)
    return rdflib.Literal(lexical, datatype=kind, normalize=False)


def to_rdflib(quads: Iterable[Quad]) -> "Graph":
    """An rdflib graph of the statements, whichever graph made them; prefixes are bound."""
    from rdflib import Graph

    graph = _with_prefixes(Graph(bind_namespaces="none"))
    for subject, predicate, obj, _ in quads:
        graph.add((rdflib_term(subject), rdflib_term(Iri(predicate)), rdflib_term(obj)))
    return graph


def _with_prefixes(graph: "Graph") -> "Graph":
    from kg.namespaces import PREFIXES

    for prefix, base in PREFIXES.items():
        graph.bind(prefix, base)
    return graph

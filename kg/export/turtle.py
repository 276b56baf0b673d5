"""Turtle that a person likes to read, and TriG: the same bytes for the same statements.

In: lines in order. Out: text, written as it comes, in stretches that declare the prefixes they use:
the first those that it has, each further one what is new to it. Lexical forms are kept exactly: a
number stands bare only where a reader of Turtle gives it back letter by letter.

*Source*: RDF 1.1 Turtle (W3C 2014), sections 2.5 and 6.5.
"""

import io  # noqa: F401 - an example writes into it
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import IO, Final

from kg.export.blocks import Block, NamedGraph, Section, graphs
from kg.export.names import Names
from kg.export.passing import sections
from kg.namespaces import RDF, XSD
from kg.terms import Literal, Term, spelled, text

_WIDTH: Final = 100
_STRETCH: Final = 1 << 22
_NEWLINE: Final = "\n"
_BARE: Final = {
    XSD.integer: re.compile(r"[+-]?[0-9]+"),
    XSD.decimal: re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD.double: re.compile(r"[+-]?(?:[0-9]+\.[0-9]*|\.?[0-9]+)[eE][+-]?[0-9]+"),
    XSD.boolean: re.compile(r"true|false"),
}
_LONG_ESCAPES: Final = {
    **{code: f"\\u{code:04X}" for code in (*range(0x20), 0x7F) if code != ord("\n")},
    **str.maketrans({"\\": "\\\\", "\t": r"\t", "\b": r"\b", "\r": r"\r", "\f": r"\f"}),
}


def turtle(lines: Iterable[str], out: IO[str], scratch: Path) -> None:
    r"""Write the statements in Turtle, whichever graph made them.

    >>> out = io.StringIO()
    >>> turtle(['<x:s> <https://w3id.org/trialkg/ns#size> "31"@en .\n'], out, Path("."))
    >>> print(out.getvalue(), end="")
    @prefix tk: <https://w3id.org/trialkg/ns#> .
    <BLANKLINE>
    <x:s>
        tk:size "31"@en .
    """
    names = Names()
    _document(_written(sections(lines, scratch), names, ""), names, out)


def trig(quads: Iterable[str], out: IO[str], scratch: Path) -> None:
    """Write the statements in TriG, each graph in its own braces, in order of their names."""
    names = Names()
    pieces = chain.from_iterable(_graph(graph, names) for graph in graphs(quads, scratch))
    _document(pieces, names, out)


def _document(pieces: Iterable[str], names: Names, out: IO[str]) -> None:
    """Write a document: before each stretch, the prefixes that it is the first to use.

    Those of reports, which are many, are declared by each stretch anew; the readers of Turtle allow
    it, and nobody has to remember them.
    """
    for number, stretch in enumerate(_stretches(pieces)):
        declared = [f"@prefix {prefix}: <{base}> .\n" for prefix, base in names.new_declarations()]
        out.write("\n" if number else "")
        out.writelines(declared)
        out.write("\n" if declared else "")
        out.write(stretch)


def _stretches(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces in stretches of some length, each without empty lines around it."""
    held: list[str] = []
    length = 0
    for piece in pieces:
        held.append(piece)
        length += len(piece)
        if length >= _STRETCH:
            yield f"{''.join(held).strip(_NEWLINE)}\n"
            held.clear()
            length = 0
    if rest := "".join(held).strip(_NEWLINE):
        yield f"{rest}\n"


def _graph(graph: NamedGraph, names: Names) -> Iterator[str]:
    """A graph in its braces; in several of them where it is long, for no prefix stands inside."""
    for stretch in _stretches(_written(graph.sections, names, "    ")):
        yield f"\n{_term_iri(graph.name, names)} {{\n{stretch}}}\n"


def _written(some: Iterable[Section], names: Names, indent: str) -> Iterator[str]:
    for number, section in enumerate(some):
        yield "\n" if number else ""
        yield from _section(section, names, indent)


def _section(section: Section, names: Names, indent: str) -> Iterator[str]:
    """The blocks of a section; a title tells more than a single block by itself."""
    first, *others = islice(section.blocks, 2)
    if others:
        yield f"{indent}# {section.title}\n\n"
    yield _block(first, names, indent)
    for block in chain(others, section.blocks):
        yield "\n" + _block(block, names, indent)


def _block(block: Block, names: Names, indent: str) -> str:
    inner = f"{indent}    "
    rows = (inner + _property(*each, names, inner) for each in block.properties)
    return f"{indent}{_term_iri(block.subject, names)}\n" + " ;\n".join(rows) + " .\n"


def _property(predicate: str, objects: Sequence[Term], names: Names, indent: str) -> str:
    verb = "a" if predicate == RDF.type else _term_iri(predicate, names)
    terms = [term(each, names) for each in objects]
    row = f"{verb} {', '.join(terms)}"
    if len(terms) == 1 or len(indent) + len(row) + 2 <= _WIDTH:
        return row
    return f"{verb} " + f",\n{indent}    ".join(terms)


def term(value: Term, names: Names) -> str:
    """A term in Turtle, as short as exactness allows."""
    return _literal(value, names) if isinstance(value, Literal) else _term_iri(value, names)


def _term_iri(iri: str, names: Names) -> str:
    if iri.startswith("_:"):
        return iri
    return names.short(iri) or f"<{iri}>"


def _literal(value: Literal, names: Names) -> str:
    bare = _BARE.get(value.datatype)
    if bare is not None and bare.fullmatch(value.lexical):
        return value.lexical
    quoted = _long(value.lexical) if "\n" in value.lexical else spelled(text(value.lexical))
    if value.language:
        return f"{quoted}@{value.language}"
    if value.datatype == XSD.string:
        return quoted
    return f"{quoted}^^{_term_iri(value.datatype, names)}"


def _long(lexical: str) -> str:
    """A string over several lines, as it was."""
    escaped = re.sub(r'"(?="|\Z)', r"\"", lexical.translate(_LONG_ESCAPES))
    return f'"""{escaped}"""'

"""Turtle that a person likes to read, and TriG: the same bytes for the same statements.

In: lines in order. Out: text, written as it comes. Lexical forms are kept exactly: a number stands
bare only where a reader of Turtle gives it back letter by letter.

*Source*: RDF 1.1 Turtle (W3C 2014), sections 2.5 and 6.5.
"""

import io  # noqa: F401 - an example writes into it
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Final

from kg.export.blocks import Block, NamedGraph, Section, graphs, sections
from kg.export.names import Names
from kg.namespaces import RDF, XSD
from kg.store import in_order
from kg.terms import Literal, Term, spelled, text

_WIDTH: Final = 100
_CHUNK: Final = 1 << 22
_MOST_NAMES: Final = 10_000
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
    _document(_written(sections(lines, scratch), names, ""), names, out, scratch)


def trig(quads: Iterable[str], out: IO[str], scratch: Path) -> None:
    """Write the statements in TriG, each graph in its own braces, in order of their names."""
    names = Names()
    pieces = chain.from_iterable(
        _graph(graph, names, number) for number, graph in enumerate(graphs(quads, scratch))
    )
    _document(pieces, names, out, scratch)


def _document(pieces: Iterable[str], names: Names, out: IO[str], scratch: Path) -> None:
    """Write a document: the prefixes that its body uses, which are known at the end, come first."""
    with _beside(scratch) as body, _beside(scratch) as used:
        for piece in pieces:
            body.write(piece)
            if len(names.used) > _MOST_NAMES:
                used.writelines(names.set_down())
        used.writelines(names.set_down())
        used.seek(0)
        for declared in in_order(used, scratch):
            _, prefix, base = declared.rstrip("\n").split("\t")
            out.write(f"@prefix {prefix}: <{base}> .\n")
        if used.tell() and body.tell():
            out.write("\n")
        body.seek(0)
        shutil.copyfileobj(body, out, _CHUNK)


def _beside(scratch: Path) -> IO[str]:
    """A file for what is written later."""
    return TemporaryFile("w+", encoding="utf-8", errors="surrogatepass", newline="\n", dir=scratch)


def _graph(graph: NamedGraph, names: Names, number: int) -> Iterator[str]:
    yield "\n" if number else ""
    yield f"{_term_iri(graph.name, names)} {{\n"
    yield from _written(graph.sections, names, "    ")
    yield "}\n"


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

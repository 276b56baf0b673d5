"""Turtle that a person likes to read, and TriG: the same bytes for the same statements.

In: lines. Out: text. Lexical forms are kept exactly: a number stands bare only where a reader of
Turtle gives it back letter by letter.

*Source*: RDF 1.1 Turtle (W3C 2014), sections 2.5 and 6.5.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from kg.export.blocks import Block, Section, natural, sections
from kg.export.names import Names
from kg.namespaces import RDF, XSD
from kg.store import graph_of
from kg.terms import Literal, Term, spelled, text

_WIDTH: Final = 100
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


def turtle(lines: Iterable[str]) -> str:
    """The statements in Turtle, whichever graph made them.

    >>> print(turtle(['<x:s> <https://w3id.org/trialkg/ns#size> "31"@en .']), end="")
    @prefix tk: <https://w3id.org/trialkg/ns#> .
    <BLANKLINE>
    <x:s>
        tk:size "31"@en .
    """
    names = Names()
    body = "\n".join(_section(section, names, "") for section in sections(lines))
    return _declared(names, body)


def trig(quads: Iterable[str]) -> str:
    """The statements in TriG, each graph in its own braces, in order of their names."""
    names = Names()
    graphs: dict[str, list[str]] = defaultdict(list)
    for line in quads:
        graphs[graph_of(line)].append(line)
    in_order = sorted(graphs, key=natural)
    return _declared(names, "\n".join(_graph(name, graphs[name], names) for name in in_order))


def _declared(names: Names, body: str) -> str:
    declared = "".join(f"@prefix {name}: <{base}> .\n" for name, base in names.declarations())
    return f"{declared}\n{body}" if declared and body else declared + body


def _graph(name: str, lines: Iterable[str], names: Names) -> str:
    body = "\n".join(_section(section, names, "    ") for section in sections(lines))
    return f"{_term_iri(name, names)} {{\n{body}}}\n"


def _section(section: Section, names: Names, indent: str) -> str:
    title = f"{indent}# {section.title}\n\n" if _speaks(section) else ""
    return title + "\n".join(_block(block, names, indent) for block in section.blocks)


def _speaks(section: Section) -> bool:
    """Whether a title tells more than the block itself."""
    return len(section.blocks) > 1


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

"""Lines → statements: what a canonical line of N-Quads or N-Triples says, without the engine.

In: a line as ``kg.terms`` spells it. Out: its terms, its triple, its graph.

*Source*: RDF 1.1 N-Quads (W3C 2014), section 3.
"""

import re
from typing import Final, NamedTuple

from kg.namespaces import RDF
from kg.terms import Iri, Literal, Term


class Statement(NamedTuple):
    """One triple with its terms read."""

    subject: Iri
    predicate: str
    object: Term


_LINE: Final = re.compile(
    r"(?:<(?P<s>[^>]*)>|(?P<sb>_:\S+)) <(?P<p>[^>]*)> "
    r'(?:<(?P<o>[^>]*)>|(?P<ob>_:\S+)|"(?P<text>[^"\\]*(?:\\.[^"\\]*)*)"'
    r"(?:@(?P<lang>[\w-]+)|\^\^<(?P<type>[^>]*)>)?)"
)
_ESCAPE: Final = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ESCAPED: Final = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def statement(line: str) -> Statement:
    r"""The triple that a line of N-Quads or N-Triples states.

    >>> statement('<x:s> <x:p> "a\\nb"@en <x:g> .').object.lexical
    'a\nb'
    """
    match = _LINE.match(line)
    if match is None:
        raise ValueError(line)
    subject = Iri(match["s"] if match["s"] is not None else match["sb"])
    return Statement(subject, match["p"], _object(match))


def _object(match: re.Match[str]) -> Term:
    if match["text"] is None:
        return Iri(match["o"] if match["o"] is not None else match["ob"])
    text = match["text"]
    if "\\" in text:
        text = _ESCAPE.sub(_character, text)
    if match["lang"]:
        return Literal(text, RDF.langString, match["lang"])
    return Literal(text, match["type"]) if match["type"] else Literal(text)


def _character(match: re.Match[str]) -> str:
    code = match[1] or match[2]
    return chr(int(code, 16)) if code else _ESCAPED.get(match[3], match[3])


def triple_of(line: str) -> str:
    r"""The triple of a quad's line, as an N-Triples line.

    >>> triple_of('<http://x/s> <http://x/p> "a b" <http://x/g> .\n')
    '<http://x/s> <http://x/p> "a b" .\n'
    """
    return line[: line.rindex(" ", 0, len(line) - 3)] + " .\n"


def graph_of(line: str) -> str:
    """The IRI of the graph of a quad's line."""
    return line[line.rindex(" ", 0, len(line) - 3) + 2 : -4]

"""Lines → statements: what a canonical line of N-Quads or N-Triples says, without the engine.

In: a line as ``kg.terms`` spells it. Out: its terms, its triple, its graph.
"""

import re
from typing import Final, NamedTuple

from kg.terms import Iri, Term, read_line


class Statement(NamedTuple):
    """One triple with its terms read."""

    subject: Iri
    predicate: str
    object: Term


# A blank node, where a subject or an object stands; only an ontology has them.
_BLANK: Final = re.compile(r"^_:[A-Za-z0-9]+|(?<=> )_:[A-Za-z0-9]+(?=(?: <[^>]*>)? \.\n?$)")


def statement(line: str) -> Statement:
    r"""The triple that a line states; a blank node is an IRI that starts with ``_:``.

    >>> statement('_:b0 <x:p> "a\\nb"@en <x:g> .')
    Statement(subject='_:b0', predicate='x:p', object=Literal(lexical='a\nb', ... language='en'))
    """
    found = read_line(_BLANK.sub(r"<\g<0>>", line) if "_:" in line else line)
    if found is None:
        raise ValueError(line)
    return Statement(*found[:3])


def triple_of(line: str) -> str:
    r"""The triple of a quad's line, as an N-Triples line.

    >>> triple_of('<http://x/s> <http://x/p> "a b" <http://x/g> .\n')
    '<http://x/s> <http://x/p> "a b" .\n'
    """
    return line[: line.rindex(" ", 0, len(line) - 3)] + " .\n"


def graph_of(line: str) -> str:
    """The IRI of the graph of a quad's line."""
    return line[line.rindex(" ", 0, len(line) - 3) + 2 : -4]

"""RDF files of any size → triples, one after another.

In: a stream of bytes in any RDF syntax. Out: triples as plain terms; graphs are left aside. What
``kg.store.lines`` is for documents, this is for vocabularies, which no memory should hold whole.
"""

from collections.abc import Iterator
from typing import IO

import pyoxigraph as ox

from kg.errors import InputError
from kg.store.lines import FORMATS, plain_term
from kg.terms import Iri, Term


def triples(
    stream: IO[bytes], syntax: str, *, where: str, base: str | None = None
) -> Iterator[tuple[Iri, str, Term]]:
    """Each triple; a blank node is an IRI that starts with ``_:``.

    *Errors*: ``InputError`` with the line where the stream is not well formed.
    """
    try:
        for quad in ox.parse(stream, FORMATS[syntax], base_iri=base):
            subject, predicate = plain_term(quad.subject), plain_term(quad.predicate)
            yield Iri(str(subject)), str(predicate), plain_term(quad.object)
    except (SyntaxError, ValueError) as error:
        line = getattr(error, "lineno", None)
        raise InputError(
            "not well formed, or cut off",
            where=f"{where} line {line}" if line else where,
            got=str(getattr(error, "msg", None) or error).strip(),
        ) from error

"""The tokens of a query, one after the other.

In: the text of a query. Out: its tokens without comments and prefixes, and the IRI that one names.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.namespaces import PREFIXES
from kg.terms import Iri

_TOKEN: Final = re.compile(
    r"""\#[^\n]*|PREFIX\s+(?P<prefix>\w*):\s*<(?P<base>[^>]*)>
    |(?P<token>[?$]\w+|<[^<>\s"{}|^`\\]*>|(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')(?:@[\w-]+|\^\^\S+)?
    |\w*:\w[\w-]*
    |\d+(?:\.\d+)?|\w+|\|\||&&|[<>!]=|\S)""",
    re.VERBOSE,
)
_END: Final = ""
_QUOTES: Final = "\"'"


class Refused(Exception):
    """What a query holds is not known here; the message names it."""


class Var(str):
    """A variable, with its question mark."""

    __slots__ = ()


class Tokens:
    """The tokens that are left of a query."""

    def __init__(self, query: str) -> None:
        found = list(_TOKEN.finditer(query))
        own = {match["prefix"]: match["base"] for match in found if match["base"] is not None}
        self._bases = {**PREFIXES, **own}
        self._left = [match["token"] for match in reversed(found) if match["token"] is not None]

    @property
    def next(self) -> str:
        """The token that comes; nothing at the end."""
        return self._left[-1] if self._left else _END

    def take_any(self) -> str:
        """The token that comes, taken."""
        if not self._left:
            raise Refused("the end")
        return self._left.pop()

    def take(self, token: str) -> bool:
        """Whether this token came, and was taken."""
        found = self.next == token
        if found:
            self._left.pop()
        return found

    def need(self, token: str) -> None:
        """Take this token.

        *Errors*: ``Refused`` where another comes.
        """
        if not self.take(token):
            raise Refused(self.next)

    def until(self, *ends: str) -> Iterator[str]:
        """The tokens before one of these, taken."""
        while self.next not in ends and self._left:
            yield self._left.pop()

    @property
    def named(self) -> frozenset[str]:
        """Every IRI among the tokens that are left."""
        return frozenset(filter(None, map(self.iri, self._left)))

    def skip(self, opening: str, closing: str) -> None:
        """Take what stands between two brackets, and both."""
        self.need(opening)
        depth = 1
        while depth:
            token = self.take_any()
            depth += (token == opening) - (token == closing)

    def iri(self, token: str) -> Iri | None:
        """The IRI that a token names, where it names one."""
        if token.startswith("<") and token.endswith(">"):
            return Iri(token[1:-1])
        prefix, colon, local = token.partition(":")
        named = colon and token[0] not in _QUOTES and prefix in self._bases
        return Iri(self._bases[prefix] + local) if named else None


def words_of(query: str) -> frozenset[str]:
    """Every IRI that a query names: among them are all predicates that it reads.

    >>> sorted(words_of("PREFIX x: <urn:x-> SELECT * { ?a x:b/<urn:c> ?d } # x:e"))
    ['urn:c', 'urn:x-b']
    """
    return Tokens(query).named

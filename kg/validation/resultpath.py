"""Paths of findings as a validation report writes them.

In: a path as SPARQL writes it, with full IRIs. Out: the same path in Turtle, for ``sh:resultPath``.
"""

import re
from collections.abc import Callable
from typing import Final

_TOKEN: Final = re.compile(r"<[^<>]*>|[()|/^*+?]")
_REPEATS: Final = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


def path_in_turtle(path: str, node: Callable[[str], str]) -> str | None:
    """The path, its IRIs written by *node*; none where it is no path.

    *Source*: Shapes Constraint Language (W3C 2017), section 2.3.1.

    >>> print(path_in_turtle("^<urn:a>/(<urn:b>|<urn:c>)*", "<{}>".format))
    ( [ sh:inversePath <urn:a> ] [ sh:zeroOrMorePath [ sh:alternativePath ( <urn:b> <urn:c> ) ] ] )
    """
    tokens = _TOKEN.findall(path)
    if "".join(tokens) != path:
        return None
    reader = _Reader(tokens, node)
    found = reader.either()
    return found if reader.done else None


class _Reader:
    """Reads the tokens of a path from left to right."""

    def __init__(self, tokens: list[str], node: Callable[[str], str]) -> None:
        self._tokens = tokens[::-1]
        self._node = node

    @property
    def done(self) -> bool:
        """Whether nothing is left to read."""
        return not self._tokens

    def _next(self, *wanted: str) -> str | None:
        """The next token, where it is one of those that are wanted."""
        return self._tokens.pop() if self._tokens and self._tokens[-1] in wanted else None

    def either(self) -> str | None:
        """Paths with ``|`` between them."""
        parts = [self._chain()]
        while self._next("|"):
            parts.append(self._chain())
        return _listed("[ sh:alternativePath {} ]", parts)

    def _chain(self) -> str | None:
        parts = [self._step()]
        while self._next("/"):
            parts.append(self._step())
        return _listed("{}", parts)

    def _step(self) -> str | None:
        inverse = self._next("^")
        found = self._inside() if self._next("(") else self._iri()
        repeat = self._next(*_REPEATS)
        if found and repeat:
            found = f"[ sh:{_REPEATS[repeat]} {found} ]"
        return f"[ sh:inversePath {found} ]" if found and inverse else found

    def _inside(self) -> str | None:
        found = self.either()
        return found if self._next(")") else None

    def _iri(self) -> str | None:
        if not self._tokens or not self._tokens[-1].startswith("<"):
            return None
        return self._node(self._tokens.pop()[1:-1])


def _listed(form: str, parts: list[str | None]) -> str | None:
    """Several paths as a list, one by itself; none where one of them is none."""
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return known[0] if len(known) == 1 else form.format(f"( {' '.join(known)} )")

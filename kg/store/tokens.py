"""The tokens of a SPARQL query, without a parser: enough to judge a query before the engine does.

In: text. Out: tokens with their places. Nesting is limited here, and text that could be read as
an IRI or as two comparisons is refused where one reading could hide what the other executes.

*Source*: SPARQL 1.1 Query Language (W3C 2013), section 19.8, the terminals of the grammar.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.errors import LimitError, RefusedQuery

MAX_DEPTH: Final = 100

_LOCAL: Final = r"(?:[\w.·-]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])"
_TOKEN: Final = re.compile(
    rf"""
      (?P<space>\s+|\#[^\n\r]*)
    | (?P<string>\"\"\"(?:"{{0,2}}(?:[^"\\]|\\.))*\"\"\"|'''(?:'{{0,2}}(?:[^'\\]|\\.))*'''
        |"[^"\\\n\r]*(?:\\.[^"\\\n\r]*)*"|'[^'\\\n\r]*(?:\\.[^'\\\n\r]*)*')
    | (?P<iri><[^<>"{{}}|^`\\\x00-\x20]*>)
    | (?P<var>[?$]\w+)
    | (?P<lang>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    | (?P<name>[^\W\d](?:[\w.-]*\w)?(?::{_LOCAL}*)?|_?:{_LOCAL}*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPERANDS: Final = frozenset({"var", "string", "number", "iri", "lang", "name"})
_STRUCTURE: Final = re.compile(r"[#'()\[\]]")


class Token(NamedTuple):
    """A terminal of the grammar, with its place in the text."""

    kind: str
    text: str
    start: int

    @property
    def word(self) -> str:
        """The token in capitals, for a comparison with keywords."""
        return self.text.upper()

    @property
    def end(self) -> int:
        """The place after the token."""
        return self.start + len(self.text)

    def opens(self) -> bool:
        """Whether this is an opening bracket."""
        return self.kind == "mark" and self.text in "{(["

    def closes(self) -> bool:
        """Whether this is a closing bracket."""
        return self.kind == "mark" and self.text in "})]"


NOTHING: Final = Token("mark", "", 0)


def tokens(text: str) -> Iterator[Token]:
    """The tokens of the text, white space and comments left out.

    *Errors*: ``RefusedQuery`` for text with two readings, ``LimitError`` for deep nesting.

    >>> [token.text for token in tokens("SELECT ?s { ?s a <http://x/y> } # all")]
    ['SELECT', '?s', '{', '?s', 'a', '<http://x/y>', '}']
    """
    brackets = _Brackets()
    before = NOTHING
    position = 0
    while match := _TOKEN.match(text, position):
        token = Token(match.lastgroup or "mark", match.group(), position)
        if token.kind == "iri" and brackets.in_parentheses and _is_operand(before):
            token = _comparison(token)
        position = token.end
        if token.kind == "space":
            continue
        if token.text == "\\":
            raise RefusedQuery("an escape outside strings and names is refused")
        brackets.see(token)
        yield token
        before = token


def _is_operand(token: Token) -> bool:
    return token.kind in _OPERANDS or token.text == ")"


def _comparison(token: Token) -> Token:
    # "(?a<b:c>?d)": the engine may read an IRI or comparisons. Either is harmless as long as
    # nothing inside can open or close anything: a bracket, a string, a comment.
    if _STRUCTURE.search(token.text):
        raise RefusedQuery(
            "this can be read as an IRI or as comparisons",
            got=token.text,
            way_out="Write a space after '<', or the IRI with a prefix.",
        )
    return Token("mark", "<", token.start)


class _Brackets:
    """The brackets that are open; those of a VALUES block hold data, never expressions."""

    def __init__(self) -> None:
        self._open: list[str] = []
        self._data_next = False

    @property
    def in_parentheses(self) -> bool:
        return bool(self._open) and self._open[-1] == "("

    def see(self, token: Token) -> None:
        if token.kind == "name" and token.word == "VALUES":
            self._data_next = True
        elif token.opens():
            self._enter(token.text)
        elif token.closes() and self._open:
            self._open.pop()

    def _enter(self, bracket: str) -> None:
        in_data = bool(self._open) and self._open[-1] == "data"
        starts_data = bracket == "{" and self._data_next
        self._open.append("data" if in_data or starts_data else bracket)
        if bracket == "{":
            self._data_next = False
        if len(self._open) > MAX_DEPTH:
            raise LimitError(
                "the query is nested too deeply", expected=f"at most {MAX_DEPTH} open brackets"
            )

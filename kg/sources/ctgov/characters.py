r"""Characters that no text can have, which JSON may spell: they would break what we write.

In: a download as bytes, or a decoded record. Out: the same with a replacement sign in the place of
control characters and of half surrogate pairs, or with a blank where the character was a kind of
blank; and where they stood.
"""

import re
from typing import Any, Final, NamedTuple

_SURROGATE: Final = re.compile(rb"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
# Escapes are taken one by one: a backslash may itself be escaped.
_ESCAPE: Final = re.compile(
    rb"(\\[^u]|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2})|" + _SURROGATE.pattern
)
_SPELLED: Final = re.compile(
    rb"\\(?:[bf]|u(?:00[01]|007[fF]|[dD][89a-fA-F]|[fF]{3}[eEfF]))|\x7f|\xef\xbf[\xbe\xbf]"
)
# Source: Extensible Markup Language 1.0 (W3C 2008), section 2.2, and what kg takes of any text.
_NO_TEXT: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SIGN: Final = "\N{REPLACEMENT CHARACTER}"


class Replaced(NamedTuple):
    """A text in which characters were replaced: its JSON pointer, and their codes."""

    path: str
    codes: tuple[str, ...]


def whole_pairs(data: bytes) -> bytes:
    r"""JSON of equal length in which no half of a surrogate pair is spelled.

    >>> whole_pairs(rb'["\ud83d\ude00", "\ud83d"]')
    b'["\\ud83d\\ude00", "\\ufffd"]'
    """
    if not _SURROGATE.search(data):
        return data
    return _ESCAPE.sub(lambda escape: escape[1] or rb"\ufffd", data)


def may_be_odd(raw: bytes) -> bool:
    """Whether a record is to be looked through: its bytes spell what may be such a character."""
    return _SPELLED.search(raw) is not None


def replaced(value: Any, found: list[Replaced], at: str = "") -> Any:  # noqa: ANN401 - a JSON value
    r"""A value of which every text, names too, can be written; the texts that were not so.

    >>> told = []
    >>> replaced({"a": ["one\x00two", "one\x0ctwo"]}, told) == {"a": ["one\ufffdtwo", "one two"]}
    True
    >>> told
    [Replaced(path='/a/0', codes=('U+0000',)), Replaced(path='/a/1', codes=('U+000C',))]
    """
    if isinstance(value, str):
        return _text(value, found, at)
    if isinstance(value, list):
        return [replaced(each, found, f"{at}/{number}") for number, each in enumerate(value)]
    if isinstance(value, dict):
        names = ((_text(name, found, at), each) for name, each in value.items())
        return {name: replaced(each, found, f"{at}/{name}") for name, each in names}
    return value


def _text(text: str, found: list[Replaced], at: str) -> str:
    odd = _NO_TEXT.findall(text)
    if odd:
        found.append(Replaced(writable(at), tuple(f"U+{ord(each):04X}" for each in odd)))
    return writable(text)


def writable(text: str) -> str:
    r"""A text without such characters.

    >>> writable("fever\x00\x0b39")
    'fever\ufffd 39'
    """
    return _NO_TEXT.sub(lambda each: " " if each[0].isspace() else _SIGN, text)

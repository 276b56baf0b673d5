r"""Patterns of SHACL as Python's: the two languages look alike and differ in small things.

In: a pattern and its flags. Out: a compiled pattern that matches exactly what XPath has it match,
or a refusal that names the part that Python has no equal for. ``$`` is the greatest difference:
Python's would let a line break through at the end.
"""

import re
from typing import Final

_NORMAL: Final = r"[^\\\[\](){}*+?|^$.]"
# Source: XML Schema 1.1 Part 2 (W3C 2012), appendix G; XPath Functions 2.0 (W3C 2010), section 7.6.
_TOKEN: Final = re.compile(
    rf"""
    (?P<class> \[ \^? (?: [^\\\[\]^] | \\ [nrtdDs\\|.?*+(){{}}\[\]^$-] | (?<!\[) \^ )+ \] )
  | (?P<escape> \\ [nrtdDsS\\|.?*+(){{}}\[\]^$-] )
  | (?P<open> \( (?: \?: )? )
  | (?P<repeat> (?: [*+?] | \{{ [0-9]+ (?: ,[0-9]* )? \}} ) \?? )
  | (?P<start> \^ )
  | (?P<end> \$ )
  | (?P<same> {_NORMAL} | [).|] )
    """,
    re.VERBOSE,
)
_FLAGS: Final = {"i": re.IGNORECASE, "s": re.DOTALL, "m": re.NOFLAG, "q": re.NOFLAG}
_SPACE: Final = r" \t\n\r"
_SPACES: Final = {r"\s": f"[{_SPACE}]", r"\S": f"[^{_SPACE}]"}
# What Python may one day take for arithmetic of sets, and XPath takes for it now.
_SETS: Final = ("--", "&&", "||", "~~", "-[")
_NOTHING: Final = {"", "open", "repeat", "start", "end"}


class NoEqual(ValueError):
    """A part of a pattern that Python has no equal for."""


def translated(pattern: str, flags: str = "") -> re.Pattern[str]:
    r"""The pattern for :func:`re.Pattern.search`.

    *Errors*: ``NoEqual``, which names the part.

    >>> bool(translated("^NCT[0-9]{8}$").search("NCT00000001\n"))
    False
    >>> bool(translated("^b", "m").search("a\nb"))
    True
    """
    unknown = set(flags) - set(_FLAGS)
    if unknown:
        raise NoEqual(f"the flag {min(unknown)}")
    python = re.escape(pattern) if "q" in flags else "".join(_parts(pattern, flags))
    try:
        return re.compile(python, sum(_FLAGS[flag] for flag in set(flags)))
    except (re.error, OverflowError) as error:
        raise NoEqual(str(error)) from error


def _parts(pattern: str, flags: str) -> list[str]:
    found: list[str] = []
    position, last = 0, ""
    while position < len(pattern):
        match = _TOKEN.match(pattern, position)
        kind = (match and match.lastgroup) or ""
        # Python reads a second repeat as "without going back", XPath not at all.
        if match is None or (kind == "repeat" and last in _NOTHING):
            raise NoEqual(f"{pattern[position : position + 4]!r}")
        found.append(_part(kind, match[0], several="m" in flags))
        position, last = match.end(), kind
    return found


def _part(kind: str, text: str, *, several: bool) -> str:
    """One part as Python writes it; ``several``: the pattern is about lines."""
    if kind == "start":
        return r"(?:\A|(?<=\n)(?!\Z))" if several else r"\A"
    if kind == "end":
        return r"(?:(?=\n)|(?<!\n)\Z)" if several else r"\Z"
    if kind == "class":
        return _class(text)
    return _SPACES.get(text, text)


def _class(text: str) -> str:
    if any(mark in text for mark in _SETS):
        raise NoEqual(repr(text))
    return re.sub(r"\\(.)", lambda match: _SPACE if match[1] == "s" else match[0], text)

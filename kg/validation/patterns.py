"""Patterns that cannot be used: those that are no regular expression, and those that explode.

In: a regular expression. Out: what is wrong with it, or nothing. A repeat explodes where one text
can be cut into its turns in many ways: an engine that backtracks tries them all.
"""

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Final

_TOKEN: Final = re.compile(
    r"""
    (?P<atom> \\. | \[\^?\]?(?:\\.|[^\]\\])*\] )       # an escape or a class is one character
  | (?P<open> \((?:\?[:=!]|\?<[=!]|\?P?<\w+>)? )
  | (?P<close> \) )
  | (?P<repeat> [*+?] | \{\d*,?\d*\} )
  | (?P<or> \| )
  | (?P<anchor> [\^$] )
  | (?P<char> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_ENDLESS: Final = re.compile(r"[*+]|\{\d*,\}")
_OPTIONAL: Final = re.compile(r"[*?]|\{0?,")
_ATOMS: Final = {"atom", "char"}
_SAMPLE: Final = [*map(chr, range(0x20, 0x7F)), "\n", "é", "µ", "≥", "漢"]


@dataclass(slots=True)
class _Branch:
    """One alternative of a group: the characters it can begin with, and what it repeats openly."""

    starts: list[str] = field(default_factory=list)
    settled: bool = False
    repeats: list[str] = field(default_factory=list)
    text: str = ""


@dataclass(slots=True)
class _Group:
    branches: list[_Branch] = field(default_factory=lambda: [_Branch()])

    @property
    def last(self) -> _Branch:
        return self.branches[-1]


def fault_of(pattern: str) -> str | None:
    r"""What is wrong with a pattern, or nothing.

    >>> fault_of(r"^NCT[0-9]{8}$"), fault_of(r"^(/[a-z]+)*$"), fault_of(r"^(\{[!-z]+\})+$")
    (None, None, None)
    >>> fault_of("[0-9"), fault_of("^(a+)+$"), fault_of("^(a|a)*$")
    ('not a regular expression', 'a repeat in a repeat', 'a repeat of alternatives that overlap')
    """
    try:
        re.compile(pattern)
    except re.error:
        return "not a regular expression"
    return _explosion([(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(pattern)])


def _explosion(tokens: list[tuple[str, str]]) -> str | None:
    groups = [_Group()]
    closed: _Group | None = None
    for index, (kind, text) in enumerate(tokens):
        groups[-1].last.text += text
        if kind == "repeat" and closed is not None:
            fault = _fault(closed) if _ENDLESS.match(text) else None
            if fault:
                return fault
            _adopt(groups[-1].last, closed, optional=bool(_OPTIONAL.match(text)))
            if _ENDLESS.match(text):
                _repeat_group(groups[-1].last, closed, tokens, index)
        elif closed is not None:
            _adopt(groups[-1].last, closed, optional=False)
        if kind == "close" and len(groups) > 1:
            closed = groups.pop()
            continue
        closed = None
        _step(groups, tokens, index)
    return None


def _step(groups: list[_Group], tokens: list[tuple[str, str]], index: int) -> None:
    """Take in one token that neither closes a group nor repeats one."""
    kind, text = tokens[index]
    if kind == "open":
        groups.append(_Group())
    elif kind == "or":
        groups[-1].last.text = groups[-1].last.text[:-1]
        groups[-1].branches.append(_Branch())
    elif kind in _ATOMS:
        _take(groups[-1].last, text, _quantifier(tokens, index))
    elif kind == "repeat" and index and tokens[index - 1][0] in _ATOMS and _ENDLESS.match(text):
        repeated = tokens[index - 1][1]
        if not _closed_by(tokens, index + 1, repeated):
            groups[-1].last.repeats.append(repeated)


def _take(branch: _Branch, atom: str, quantifier: str) -> None:
    if branch.settled:
        return
    branch.starts.append(atom)
    branch.settled = not _OPTIONAL.match(quantifier)


def _adopt(branch: _Branch, inner: _Group, *, optional: bool) -> None:
    """What a group that ended means for the alternative it stands in."""
    if not branch.settled:
        branch.starts += [start for each in inner.branches for start in each.starts]
        branch.settled = not optional and all(each.settled for each in inner.branches)
    branch.repeats += [atom for each in inner.branches for atom in each.repeats]


def _repeat_group(
    branch: _Branch, inner: _Group, tokens: list[tuple[str, str]], index: int
) -> None:
    starts = [start for each in inner.branches for start in each.starts]
    branch.repeats += [s for s in starts if not _closed_by(tokens, index + 1, s)]


def _quantifier(tokens: list[tuple[str, str]], index: int) -> str:
    following = tokens[index + 1] if index + 1 < len(tokens) else ("", "")
    return following[1] if following[0] == "repeat" else ""


def _closed_by(tokens: list[tuple[str, str]], index: int, repeated: str) -> bool:
    """Whether a character that the repeat cannot eat must follow it, so that its end is certain."""
    if index >= len(tokens) or tokens[index][0] not in _ATOMS:
        return False
    must = not _OPTIONAL.match(_quantifier(tokens, index))
    return must and not _overlap(tokens[index][1], repeated)


def _fault(group: _Group) -> str | None:
    repeats = [atom for branch in group.branches for atom in branch.repeats]
    starts = [start for branch in group.branches for start in branch.starts]
    if any(_overlap(start, atom) for start in starts for atom in repeats):
        return "a repeat in a repeat"
    return "a repeat of alternatives that overlap" if _ambiguous(group.branches) else None


def _ambiguous(branches: list[_Branch]) -> bool:
    """Whether two alternatives are the same, or single characters that overlap."""
    texts = [branch.text.removesuffix(")") for branch in branches]
    if len(set(texts)) < len(texts):
        return True
    single = [b.starts[0] for b, text in zip(branches, texts, strict=True) if b.starts == [text]]
    return any(_overlap(one, two) for n, one in enumerate(single) for two in single[:n])


@cache
def _overlap(one: str, two: str) -> bool:
    """Whether one character can match both."""
    first, second = re.compile(one, re.DOTALL), re.compile(two, re.DOTALL)
    return any(first.fullmatch(char) and second.fullmatch(char) for char in _SAMPLE)

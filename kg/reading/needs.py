"""What a line must hold for a rule to match at all, told from the rule itself.

In: a regular expression. Out: a few strings of which one stands in every text that it matches.
Most rules match few lines, and to look for two or three strings takes a tenth of the time of
trying the rule at every word. The way is that of prefilters for many patterns at once (RE2's
``FilteredRE2``), over the parse tree that Python's own compiler makes.
"""

from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

# More strings than this are dearer to look for than the rule; longer ones tell no more.
_STRINGS: Final = 12
_LENGTH: Final = 24

Needs = frozenset[str]


class _Seen(NamedTuple):
    """What a part of a rule matches.

    ``whole`` are all texts that it matches, where they are few; ``one_of`` are strings of which
    each text that it matches holds one, where any are known.
    """

    whole: Needs | None
    one_of: Needs | None


_NOTHING: Final = _Seen(frozenset({""}), None)
_ANYTHING: Final = _Seen(None, None)


def needs(pattern: str) -> Needs:
    """Strings of which every text that a pattern matches holds one; none where nothing is sure.

    >>> sorted(needs("[a-z]+ groups? of (?:V|N)"))
    [' group of N', ' group of V', ' groups of N', ' groups of V']
    >>> sorted(needs("(?:higher|lower) than [a-z]+"))
    ['higher than ', 'lower than ']
    >>> needs("[a-z]+ ?")
    frozenset()
    """
    seen = _sequence(_parser.parse(pattern))
    best = _better(seen.one_of, seen.whole) or frozenset()
    return best if all(each.strip() for each in best) else frozenset()


def _sequence(parts: Iterable[tuple[Any, Any]]) -> _Seen:
    """What parts one after another match; a run of parts that are known whole counts as one."""
    run: Needs = frozenset({""})
    best: Needs | None = None
    all_known = True
    for operator, argument in parts:
        seen = _part(str(operator), argument)
        best = _better(best, seen.one_of)
        longer = None if seen.whole is None else _joined(run, seen.whole)
        if longer is None:
            best = _better(best, run)
            run = seen.whole or frozenset({""})
            all_known = False
        else:
            run = longer
    return _Seen(run if all_known else None, _better(best, run))


def _part(operator: str, argument: Any) -> _Seen:  # noqa: PLR0911 - a tree of Python's, whose parts are no type's
    match operator:
        case "LITERAL":
            return _Seen(frozenset({chr(argument)}), None)
        case "IN":
            return _of_set(argument)
        case "SUBPATTERN":
            return _sequence(argument[3])
        case "BRANCH":
            return _branch([_sequence(each) for each in argument[1]])
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _repeat(*argument)
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return _NOTHING  # they look and take nothing
        case "ATOMIC_GROUP":
            return _sequence(argument)
    return _ANYTHING


def _of_set(members: list[tuple[Any, Any]]) -> _Seen:
    """One of a few characters, or of too many to tell."""
    if len(members) > _STRINGS or any(str(kind) != "LITERAL" for kind, _ in members):
        return _ANYTHING
    return _Seen(frozenset(chr(code) for _, code in members), None)


def _branch(ways: list[_Seen]) -> _Seen:
    """What one of several ways matches: known where each way is."""
    whole = _united(each.whole for each in ways)
    return _Seen(whole, _united(_better(each.one_of, each.whole) for each in ways))


def _repeat(least: int, most: int, parts: Iterable[tuple[Any, Any]]) -> _Seen:
    once = _sequence(parts)
    if least:
        return once if most == 1 else _Seen(None, _better(once.one_of, once.whole))
    if once.whole is not None and most == 1:
        return _Seen(once.whole | {""}, None)
    return _ANYTHING


def _joined(first: Needs, second: Needs) -> Needs | None:
    """Each of the first followed by each of the second, where these are few and short."""
    if len(first) * len(second) > _STRINGS:
        return None
    joined = frozenset(a + b for a in first for b in second)
    return joined if max(map(len, joined)) <= _LENGTH else None


def _united(sets: Iterable[Needs | None]) -> Needs | None:
    """All members of some sets, where each is known and they are few together."""
    every: set[str] = set()
    for each in sets:
        if each is None:
            return None
        every |= each
    return frozenset(every) if len(every) <= _STRINGS else None


def _better(first: Needs | None, second: Needs | None) -> Needs | None:
    """The set of strings that fewer lines hold: a long shortest member, then few of them."""
    return max((first, second), key=_worth)


def _worth(strings: Needs | None) -> tuple[float, int]:
    if not strings or "" in strings:
        return (0, 0)
    return (min(map(_rarity, strings)), -len(strings))


def _rarity(string: str) -> float:
    """How much a string tells; what stands for something recognised tells more than a letter."""
    blanks = string.count(" ")
    return len(string) - blanks + 2 * sum(map(str.isupper, string)) + blanks / 4

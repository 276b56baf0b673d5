"""What a line must hold for a rule to match at all, told from the rule itself.

In: a rule, as a regular expression over a line whose items stand between blanks. Out: a few
:class:`Need` records, each of which every line that the rule matches meets. Most rules match few
lines, and to look words up in a set takes a tenth of the time of trying the rule at every word.
The way is that of prefilters for many patterns at once (RE2's ``FilteredRE2``), over the parse
tree that Python's own compiler makes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from re import _parser  # type: ignore[attr-defined]
from typing import Any, Final, NamedTuple

# Of a hundred lines of abstracts, how many hold a word: those that many do, and any other.
_SHARES: Final[dict[str, float]] = {
    ".": 96, "N": 60, "the": 53, "and": 52, "of": 51, "H": 50, ",": 47, "in": 46, ")": 40, "(": 40, "to": 32, "V": 31,
    "a": 28, "I": 26, "were": 26, "with": 25, "A": 25, "was": 24, "D": 20, "U": 20, "%": 20, "patients": 18, "for": 18,
    "P": 15, "or": 12, "S": 12, "group": 12, "on": 11, "study": 11, "randomized": 11, "at": 11, "after": 10, "trial": 9,
    "by": 9, "treatment": 8, "is": 8, "E": 8, "=": 8, ":": 7, ";": 7, "no": 7, "this": 7, "as": 6, "from": 6, "not": 6,
    "significant": 6, "-": 6, "compared": 6, "between": 6, "than": 5, "that": 5, "an": 5, "/": 4, "T": 4, "all": 4,
}  # fmt: skip
_SELDOM: Final = 0.5
# A need that more lines meet is not worth the look; of the others the rarest are looked at.
_WORTH, _LOOKS = 80, 2
# What grows beyond this tells little: strings joined, strings of several ways, letters of one.
_JOINED, _UNITED, _LENGTH = 200, 300, 60
# So few letters are part of many words; for more parts of words a line takes too long to look through.
_SHORT, _PARTS = 3, 12

Strings = frozenset[str]
_EMPTY: Final = frozenset({""})


class Need(NamedTuple):
    """Words of which a line must hold one, unless it holds one of some parts of words."""

    words: Strings
    parts: tuple[str, ...]
    share: float


def needs(pattern: str) -> tuple[Need, ...]:
    """What each line must hold that a rule matches, the rarest first; nothing where nothing is sure.

    >>> [sorted(need.words) for need in needs("[a-z]+ of (?:A|S)")]
    [['A', 'S']]
    >>> [(sorted(need.words), need.parts) for need in needs("higher|correlat[a-z]+")]
    [(['higher'], (' correlat',))]
    >>> needs("[a-z]+")
    ()
    """
    seen = _sequence(_tree(_parser.parse(pattern)), _BETWEEN)
    told = {need for each in seen.held(_BETWEEN) if (need := _need(each)).share <= _WORTH}
    return tuple(sorted(told, key=lambda need: (need.share, sorted(need.words)))[:_LOOKS])


def _need(strings: Strings) -> Need:
    """What to look for where a line holds one of some strings: of each its rarest word.

    Of words that are as rare it is the one that most of the strings hold.
    """
    among = [_words(each) for each in strings]
    common = Counter(word for words in among for word in words)

    def rarest(word: str) -> tuple[float, int, str]:
        return _SHARES.get(word, _SELDOM), -common[word], word

    words = frozenset(min(each, key=rarest) for each in among if each)
    parts = tuple(sorted(each for each, own in zip(strings, among, strict=True) if not own))
    vague = len(parts) > _PARTS or any(len(each.strip()) <= _SHORT for each in parts)
    share = sum(_SHARES.get(word, _SELDOM) for word in words) + 2 * _SELDOM * len(parts)
    return Need(words, parts, 100 if vague else share)


def _words(string: str) -> list[str]:
    """The whole words of a string: what stands between its blanks."""
    first, last = string.find(" "), string.rfind(" ")
    return string[first:last].split() if first < last else []


class _Sides(NamedTuple):
    """Whether a blank surely stands before what a part matches, and behind it."""

    before: bool
    behind: bool


_BETWEEN: Final = _Sides(before=True, behind=True)


class _Edges(NamedTuple):
    """Whether a part may match nothing; whether all else that it matches opens, or closes, with a blank."""

    empty: bool
    opens: bool
    closes: bool


class _Part(NamedTuple):
    """A part of a rule: its few texts, or the ways that it may go on, and how often."""

    edges: _Edges
    texts: Strings | None = None
    ways: tuple[tuple["_Part", ...], ...] = ()
    least: int = 1
    most: int = 1
    taken: bool = True


_WIDTHLESS: Final = _Part(_Edges(empty=True, opens=True, closes=True), _EMPTY)
_ANYTHING: Final = _Part(_Edges(empty=True, opens=False, closes=False))


def _tree(parts: Iterable[tuple[Any, Any]]) -> tuple[_Part, ...]:
    """The parts of a rule one after another, groups opened and letters joined."""
    flat = list(_flat(parts))
    return tuple(
        made
        for plain, run in groupby(flat, key=lambda part: str(part[0]) == "LITERAL")
        for made in ([_text("".join(chr(code) for _, code in run))] if plain else map(_part, run))
    )


def _flat(parts: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
    for operator, argument in parts:
        match str(operator):
            case "SUBPATTERN" if not argument[1] & re.IGNORECASE:
                yield from _flat(argument[3])
            case "ATOMIC_GROUP":
                yield from _flat(argument)
            case _:
                yield operator, argument


def _text(text: str) -> _Part:
    edges = _Edges(empty=False, opens=text.startswith(" "), closes=text.endswith(" "))
    return _Part(edges, frozenset({text}))


def _part(told: tuple[Any, Any]) -> _Part:
    """A part as Python's parser tells it: an operator and its argument."""
    argument = told[1]
    match str(told[0]):
        case "IN":
            return _of_set(argument)
        case "BRANCH":
            return _of_ways(tuple(map(_tree, argument[1])))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, parts = argument
            way = _tree(parts)
            edges = _ends(way)
            return _Part(edges._replace(empty=edges.empty or not least), None, (way,), least, most)
        case "ASSERT":
            return _WIDTHLESS._replace(texts=None, ways=(_tree(argument[1]),), taken=False)
        case "ASSERT_NOT" | "AT":
            return _WIDTHLESS
    return _ANYTHING


def _of_set(members: list[tuple[Any, Any]]) -> _Part:
    """One of a few characters, or of too many to tell."""
    if len(members) > _PARTS or any(str(kind) != "LITERAL" for kind, _ in members):
        return _ANYTHING
    return _ANYTHING._replace(texts=frozenset(chr(code) for _, code in members))


def _of_ways(ways: tuple[tuple[_Part, ...], ...]) -> _Part:
    ends = list(map(_ends, ways))
    edges = _Edges(
        empty=any(each.empty for each in ends),
        opens=all(each.opens for each in ends),
        closes=all(each.closes for each in ends),
    )
    return _Part(edges, None, ways)


def _ends(parts: Sequence[_Part]) -> _Edges:
    """The edges of parts one after another."""
    return _Edges(
        empty=all(part.edges.empty for part in parts),
        opens=all(part.edges.opens for part in _until_sure(parts)),
        closes=all(part.edges.closes for part in _until_sure(reversed(parts))),
    )


def _until_sure(parts: Iterable[_Part]) -> Iterator[_Part]:
    """The parts up to the first that always matches something."""
    for part in parts:
        yield part
        if not part.edges.empty:
            return


class _Seen(NamedTuple):
    """What parts match: all texts, where these are few, and strings of which a line holds one of each set."""

    whole: Strings | None
    sets: tuple[Strings, ...] = ()

    def held(self, sides: _Sides) -> tuple[Strings, ...]:
        """All sets of strings of each of which a line must hold one."""
        return (*self.sets, *_bordered(self.whole or _EMPTY, [sides]))


def _sequence(parts: Sequence[_Part], sides: _Sides) -> _Seen:
    """What parts one after another match; a run of parts that are known whole counts as one."""
    around = _around(parts, sides)
    run, first, known = _EMPTY, 0, True
    sets: list[Strings] = []
    for place, part in enumerate(parts):
        seen = _seen(part, around[place])
        sets += seen.sets
        joined = None if seen.whole is None else _joined(run, seen.whole)
        if joined is None:
            sets += _bordered(run, around[first:place])
            first = place if seen.whole is not None else place + 1
            known = False
        run = joined or seen.whole or _EMPTY
    return (
        _Seen(run, tuple(sets)) if known else _Seen(None, (*sets, *_bordered(run, around[first:])))
    )


def _bordered(run: Strings, around: list[_Sides]) -> list[Strings]:
    """The texts of a run of parts with the blanks around it, where they tell anything."""
    if not around or any(not each.strip() for each in run):
        return []
    before, behind = " " * around[0].before, " " * around[-1].behind
    return [frozenset(f"{before}{each}{behind}" for each in run)]


def _around(parts: Sequence[_Part], sides: _Sides) -> list[_Sides]:
    """The sides of each of some parts one after another."""
    before, behind = [sides.before], [sides.behind]
    for part in parts:
        before.append(part.edges.closes and (before[-1] or not part.edges.empty))
    for part in reversed(parts):
        behind.append(part.edges.opens and (behind[-1] or not part.edges.empty))
    return list(map(_Sides, before[:-1], behind[-2::-1]))


def _seen(part: _Part, sides: _Sides) -> _Seen:
    """What a part matches, between its sides."""
    if not part.ways:
        return _Seen(part.texts)
    if not part.taken:  # what is only looked at stands in the line all the same
        alone = _Sides(before=False, behind=False)
        return _Seen(_EMPTY, _sequence(part.ways[0], alone).held(alone))
    if part.most > 1:  # what is taken again stands beside itself
        sides = _Sides(sides.before and part.edges.closes, sides.behind and part.edges.opens)
    seen = _any_of([_sequence(way, sides) for way in part.ways], sides)
    if part.most > 1:
        return _Seen(None, seen.held(sides) if part.least else ())
    if part.least:
        return seen
    return _Seen(None if seen.whole is None else seen.whole | _EMPTY)


def _any_of(ways: list[_Seen], sides: _Sides) -> _Seen:
    """What one of several ways matches: known where each way is."""
    if len(ways) == 1:
        return ways[0]
    whole = _united(each.whole for each in ways)
    best = _united(max(each.held(sides), key=_worth, default=None) for each in ways)
    return _Seen(whole, () if best is None or whole is not None else (best,))


def _joined(first: Strings, second: Strings) -> Strings | None:
    """Each of the first followed by each of the second, where these are few and short."""
    if len(first) * len(second) > _JOINED:
        return None
    joined = frozenset([a + b for a in first for b in second])
    return joined if max(map(len, joined)) <= _LENGTH else None


def _united(sets: Iterable[Strings | None]) -> Strings | None:
    """All members of some sets, where each is known and they are few together."""
    every: set[str] = set()
    for each in sets:
        if each is None:
            return None
        every |= each
    return frozenset(every) if len(every) <= _UNITED else None


def _worth(strings: Strings) -> float:
    """The fewer lines hold one of some strings, the more they are worth."""
    return -_need(strings).share

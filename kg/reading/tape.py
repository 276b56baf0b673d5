"""The tape: a sentence as a row of items that a cascade of rules folds, stage by stage.

In: a stretch of the report's text. Out: a :class:`Tape`. Each item keeps the span of text it
stands for. Words stand on the tape in a normal spelling, lower case; what has been recognised
stands as one capital letter (``V`` a value, ``T`` a time, ``A`` an arm …), with the recognised
record as its payload. Rules are regular expressions over the tape, so that spelling, typography
and digits are settled before grammar begins, and every match leads back to exact offsets. The
design is that of cascaded finite-state transducers (Hobbs et al., FASTUS, 1997).
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any, Final

import msgspec

from kg.reading.frozen import Frozen
from kg.reading.needs import Strings, needs


class Item(Frozen, frozen=True, gc=False):
    """One word, sign or recognised thing: its form on the tape, its span, what it means.

    No form holds a blank. A thousand items are made of an abstract, which is why they are structs.
    """

    form: str
    start: int
    end: int
    value: Any = None


class Hit(msgspec.Struct, frozen=True, gc=False):
    """A match of a rule on a tape, seen as items."""

    tape: "Tape"
    match: re.Match[str]

    @property
    def first(self) -> int:
        """The index of the first item matched."""
        return self.tape.index(self.match.start() + 1)

    @property
    def last(self) -> int:
        """The index after the last item matched."""
        return self.tape.index(max(self.match.start() + 1, self.match.end() - 1)) + 1

    @property
    def spelled(self) -> str:
        """What matched, in the tape's spelling."""
        return self.match.group().strip()

    def items(self, group: str | int = 0) -> tuple[Item, ...]:
        """The items that a group of the match covers, none where it took no part."""
        start, end = self.match.span(group)
        line = self.tape.line
        start += line.startswith(" ", start)
        if start >= end:
            return ()
        behind = line.count(" ", 0, start)
        return self.tape.items[behind - 1 : behind + line.count(" ", start, end - 1)]

    def values(self, form: str, group: str | int = 0) -> tuple[Any, ...]:
        """The payloads of the items of one form within a group."""
        return tuple([item.value for item in self.items(group) if item.form == form])

    def value(self, form: str, group: str | int = 0) -> Any:
        """The payload of the first item of that form in the group, or nothing."""
        for item in self.items(group):
            if item.form == form:
                return item.value
        return None

    def words(self, group: str | int = 0) -> str:
        """The report's own words for a group, from its first item to its last."""
        return self.tape.words(self.items(group))

    def has(self, group: str) -> bool:
        """Whether the rule has the group and it took part in the match."""
        return group in self.match.re.groupindex and self.match.group(group) is not None


class Tape:
    """A row of items with its one-line spelling, ready for rules."""

    __slots__ = ("forms", "items", "line", "text")

    def __init__(self, text: str, items: tuple[Item, ...]) -> None:
        forms = [item.form for item in items]
        self.text = text
        self.items = items
        self.line = f" {' '.join(forms)} "
        self.forms = frozenset(forms)

    def __repr__(self) -> str:
        return f"Tape({self.line!r})"

    @property
    def start(self) -> int:
        """Where the tape begins in the text, in code points."""
        return self.items[0].start if self.items else 0

    @property
    def end(self) -> int:
        """Where the tape ends in the text, in code points."""
        return self.items[-1].end if self.items else 0

    def index(self, position: int) -> int:
        """The item that stands at, or last before, a position of the line."""
        return self.line.count(" ", 0, position) - 1

    def words(self, items: tuple[Item, ...]) -> str:
        """The text that a run of items covers, as the report has it."""
        return self.text[items[0].start : items[-1].end] if items else ""

    def hits(self, pattern: str) -> Iterator[Hit]:
        """All matches of a rule, left to right, none overlapping."""
        tried = _RULES[pattern]
        if self._lacks(tried):
            return iter(())
        return map(partial(Hit, self), tried.matches(self.line))

    def hit(self, pattern: str) -> Hit | None:
        """The first match of a rule, or nothing."""
        tried = _RULES[pattern]
        for (
            words,
            parts,
        ) in tried.needs:  # as in _lacks: a call takes longer, and this is asked most
            if words.isdisjoint(self.forms) and not (parts and _any_in(self.line, parts)):
                return None
        match = tried.first(self.line)
        return Hit(self, match) if match else None

    def _lacks(self, tried: "Rule") -> bool:
        """Whether the tape lacks what a rule is known to need."""
        for words, parts in tried.needs:
            if words.isdisjoint(self.forms) and not (parts and _any_in(self.line, parts)):
                return True
        return False

    def part(self, first: int, last: int) -> "Tape":
        """The tape of the items from ``first`` up to ``last``."""
        if not first and last >= len(self.items):
            return self
        return Tape(self.text, self.items[first:last])

    def fold(self, pattern: str, make: Callable[[Hit], Item | None]) -> "Tape":
        """The tape with each match replaced by the one item made of it, if one is made."""
        tried = _RULES[pattern]
        return self if self._lacks(tried) else self.folded(tried.matches(self.line), make)

    def folded(
        self, matches: Iterable[re.Match[str]], make: Callable[[Hit], Item | None]
    ) -> "Tape":
        """The same with matches of whatever rules, left to right, none overlapping."""
        items: list[Item] = []
        done = 0
        for match in matches:
            hit = Hit(self, match)
            first = hit.first
            item = make(hit) if first >= done else None
            if item is not None:
                items += [*self.items[done:first], item]
                done = hit.last
        if not done:
            return self
        return Tape(self.text, (*items, *self.items[done:]))


def _any_in(line: str, parts: tuple[str, ...]) -> bool:
    """Whether a line holds one of some parts of words."""
    for part in parts:  # noqa: SIM110 - a generator takes longer, and mostly there are none
        if part in line:
            return True
    return False


# A rule that has been tried so often is worth the time of telling what it needs.
_OFTEN: Final = 40
_Held = tuple[Strings, tuple[str, ...]]
_ANYTHING: Final = re.compile(r"\(\?P<\w+>\.\+\??\)")


def _opens_with_any(pattern: str) -> bool:
    """Whether a rule opens with anything at all: it matches from the first item on, or nowhere.

    >>> _opens_with_any("(?P<what>.+?) fell"), _opens_with_any("(?P<what>.+?) fell|rose")
    (True, False)
    """
    if _ANYTHING.match(pattern) is None:
        return False
    depth = 0
    for sign in re.sub(r"\\.|\[[^\]]*\]", "", pattern):
        depth += (sign == "(") - (sign == ")")
        if sign == "|" and not depth:
            return False
    return True


class Rule:
    """A rule ready to be tried: ``needs`` are words, or else parts of words, that a tape must hold."""

    __slots__ = ("first", "matches", "needs", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        # The blank before is taken along: Python looks for a first sign that is sure much faster
        # than it tries every place. The blank behind stays for the next match.
        compiled = re.compile(f" (?:{pattern})(?= )")
        self.first = compiled.match if _opens_with_any(pattern) else compiled.search
        self.matches = compiled.finditer
        self.needs: Iterable[_Held] = _Untold(self)


class _Untold:
    """What a rule needs before it is told: nothing, until the rule has been tried often enough."""

    __slots__ = ("_left", "_rule")

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._left = _OFTEN

    def __iter__(self) -> Iterator[_Held]:
        self._left -= 1
        if not self._left:
            told = needs(self._rule.pattern)
            self._rule.needs = tuple((need.words, need.parts) for need in told)
        return iter(())


class _Rules(dict[str, Rule]):
    """The rules that were asked for, each made once; some hold names of a document, and go again."""

    def __missing__(self, pattern: str) -> Rule:
        if len(self) >= _MOST:
            self.clear()
        made = self[pattern] = Rule(spelled_out(pattern))
        return made


_MOST: Final = 1 << 13
# A look into a dictionary takes a third of the time of a cached call, a thousand times a page.
_RULES: Final = _Rules()


def rule(pattern: str) -> Rule:
    """A rule with the tape's shorthands spelled out.

    A rule starts and ends at item borders: ``{w}`` is one word, ``{np}`` a run of words and
    commas-free signs that may name something, ``{any}`` any items, as few as will do.

    >>> [match.group().strip() for match in rule("{w} was V").matches(" age was V ")]
    ['age was V']
    """
    return _RULES[pattern]


def spelled_out(pattern: str) -> str:
    """A rule without shorthands, as a regular expression."""
    for name, meaning in SHORTHAND.items():
        pattern = pattern.replace("{" + name + "}", meaning)
    return pattern.strip()


SHORTHAND = {
    "w": r"[^\sA-Z,;:.()\[\]]+",
    "np": r"(?:[^\sA-Z,;:.()\[\]]+ )*?[^\sA-Z,;:.()\[\]]+",
    "any": r"(?:\S+ )*?",
}

"""The tape: a sentence as a row of items that a cascade of rules folds, stage by stage.

In: a stretch of the report's text. Out: a :class:`Tape`. Each item keeps the span of text it
stands for. Words stand on the tape in a normal spelling, lower case; what has been recognised
stands as one capital letter (``V`` a value, ``T`` a time, ``A`` an arm …), with the recognised
record as its payload. Rules are regular expressions over the tape, so that spelling, typography
and digits are settled before grammar begins, and every match leads back to exact offsets. The
design is that of cascaded finite-state transducers (Hobbs et al., FASTUS, 1997).
"""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Self

import msgspec

from kg.reading.needs import Strings, needs


class Item(msgspec.Struct, frozen=True, gc=False):
    """One word, sign or recognised thing: its form on the tape, its span, what it means.

    No form holds a blank. A thousand items are made of an abstract, which is why they are structs.
    """

    form: str
    start: int
    end: int
    value: Any = None

    def _replace(self, **fields: Any) -> Self:
        """The item with some fields set anew, as of a named tuple."""
        return msgspec.structs.replace(self, **fields)


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
        start += len(written := self.match[group] or "") - len(written.lstrip())
        if start < 0 or start >= end:
            return ()
        line = self.tape.line
        behind = line.count(" ", 0, start)
        return self.tape.items[behind - 1 : behind + line.count(" ", start, end - 1)]

    def values(self, form: str, group: str | int = 0) -> tuple[Any, ...]:
        """The payloads of the items of one form within a group."""
        return tuple(item.value for item in self.items(group) if item.form == form)

    def value(self, form: str, group: str | int = 0) -> Any:
        """The payload of the first item of that form in the group, or nothing."""
        return next((item.value for item in self.items(group) if item.form == form), None)

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
        if not tried.may_match(self):
            return iter(())
        return map(partial(Hit, self), tried.matches(self.line))

    def hit(self, pattern: str) -> Hit | None:
        """The first match of a rule, or nothing."""
        tried = _RULES[pattern]
        match = tried.first(self.line) if tried.may_match(self) else None
        return Hit(self, match) if match else None

    def part(self, first: int, last: int) -> "Tape":
        """The tape of the items from ``first`` up to ``last``."""
        if not first and last >= len(self.items):
            return self
        return Tape(self.text, self.items[first:last])

    def fold(self, pattern: str, make: Callable[[Hit], Item | None]) -> "Tape":
        """The tape with each match replaced by the one item made of it, if one is made."""
        tried = _RULES[pattern]
        if not tried.may_match(self):
            return self
        items: list[Item] = []
        done = 0
        for match in tried.matches(self.line):
            hit = Hit(self, match)
            first = hit.first
            item = make(hit) if first >= done else None
            if item is not None:
                items += [*self.items[done:first], item]
                done = hit.last
        if not done:
            return self
        return Tape(self.text, (*items, *self.items[done:]))


# A rule that has been tried so often is worth the time of telling what it needs.
_OFTEN: Final = 40


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
    """A rule ready to be tried: it tells from the words of a tape whether to try it at all."""

    __slots__ = ("_left", "_needs", "first", "matches", "pattern")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        # The blank before is taken along: Python looks for a first sign that is sure much faster
        # than it tries every place. The blank behind stays for the next match.
        compiled = re.compile(f" (?:{pattern})(?= )")
        self.first = compiled.match if _opens_with_any(pattern) else compiled.search
        self.matches = compiled.finditer
        self._needs: tuple[tuple[Strings, tuple[str, ...]], ...] = ()
        self._left = _OFTEN

    def may_match(self, tape: Tape) -> bool:
        """Whether a tape holds what the rule is known to need."""
        for words, parts in self._needs:
            if words.isdisjoint(tape.forms):
                for part in parts:
                    if part in tape.line:
                        break
                else:
                    return False
        if self._left:
            self._left -= 1
            if not self._left:
                self._needs = tuple((need.words, need.parts) for need in needs(self.pattern))
        return True


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

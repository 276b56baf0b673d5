"""The roster: the arms of a study under every name the report uses for them.

In: arm drafts. Out: which arm a wording means, or none where it could mean two; and tapes on
which mentions of arms stand as ``A`` (one arm or a list of arms), ``G`` (all the groups) and,
where asked for, ``I`` (a treatment that only one arm has).
"""

import itertools
from functools import lru_cache
from typing import NamedTuple

from kg.reading.arm_names import CONTROL, HEADS, STRANGERS, TREATED, ArmNames
from kg.reading.dose_arms import fold_doses
from kg.reading.frozen import Frozen
from kg.reading.glossary import normal
from kg.reading.measures import PEOPLE
from kg.reading.phrases import DETERMINERS, STOPS, VERBS, forms
from kg.reading.tape import Hit, Item, Tape

_LINKS = frozenset("plus with and + combined".split())
_RECEIVING = (
    rf"(?:the )?(?:group|arm|{PEOPLE}|those)(?: who| that)?(?: were| was| had been)?"
    r" (?:treated with|receiving|given|assigned to receive|assigned to|randomized to receive|randomized to|allocated to"
    r"|on|received|taking)"
)
_ALL = (
    r"(?:the |both |all |two |three |four |study |treatment |treated |randomized |trial |V )*"
    r"(?:groups|arms|treatments)"
)
_BEHIND = r"\((?<=[VQ] \() (?:A|I|{w}(?: {w}){0,3}) \)"
_LONGEST, _DIGITS = 7, 2
_NO_CLOSERS = DETERMINERS | _LINKS
_NO_OPENERS = DETERMINERS | _LINKS | TREATED
_GIVEN = TREATED | {"therapy", "combination", "supplementation"}
_ALLOTTING = frozenset("into randomly divided distributed either receive receives were".split())
_LETTER = r"(?:[a-d]|V|i{1,3}|iv|@\S+)"
_LETTERED_HEADS = ("group", "arm", "cohort", "regimen", "schedule")
_NUMBERS = frozenset({"V", "i", "ii", "iii", "iv", *"abcdefghjklmnopqrstuvwxyz"})
_LETTERED = rf"(?:groups|arms) (?P<one>{_LETTER}) (?:, (?P<two>{_LETTER}) ,? ?)?(?:and|or|versus|vs) (?P<three>{_LETTER})"


class Mention(Frozen, frozen=True, gc=False):
    """Arms that a wording means, in the order it names them."""

    arms: tuple[int, ...]
    words: str


class _Begun(NamedTuple):
    """A tape with what may open a mention, and the mentions looked for so far."""

    tape: Tape
    leads: dict[int, int]
    headed: frozenset[int]
    found: dict[int, tuple[Item, int] | None]


class Roster(ArmNames):
    """The arms, found under any of their names on tapes."""

    def fold(self, tape: Tape, *, bare: bool = False) -> Tape:
        """The tape with mentions of arms folded; ``bare`` treatments too where asked for."""
        if not self.drafts:
            return tape
        begun = self._begun(tape)
        return self._folded(begun, self._opened(begun.tape) if bare else frozenset())

    def folds(self, tape: Tape) -> tuple[Tape, Tape]:
        """The tape with mentions of arms folded, and that on which bare treatments are, too."""
        if not self.drafts:
            return tape, tape
        begun = self._begun(tape)
        arms, named = self._folded(begun, frozenset()), self._opened(begun.tape)
        return arms, self._folded(begun, named) if named else arms

    def _begun(self, tape: Tape) -> _Begun:
        tape = fold_doses(tape.fold(_LETTERED, self._lettered), self.drafts, self.names, self._item)
        leads = {hit.first: hit.last for hit in tape.hits(_RECEIVING)}
        return _Begun(tape, leads, _before_heads(tape), {})

    def _folded(self, begun: _Begun, named: frozenset[int]) -> Tape:
        tape = begun.tape
        items: list[Item] = []
        done = 0
        for place in sorted({*begun.leads, *begun.headed, *named}):
            if place < done:
                continue
            found = self._mention(begun, place) or (
                self._bare(tape, place) if place in named else None
            )
            if found:
                items += [*tape.items[done:place], found[0]]
                done = found[1]
        folded = Tape(tape.text, (*items, *tape.items[done:])) if done else tape
        return folded.fold(_ALL, self._all).fold(_BEHIND, self._behind)

    def _mention(self, begun: _Begun, place: int) -> tuple[Item, int] | None:
        """The mention of an arm that begins at a place, and where it ends."""
        if place not in begun.found:
            tape, lead = begun.tape, begun.leads.get(place)
            begun.found[place] = (
                None if lead is None else self._longest(tape, place, lead, _LONGEST)
            ) or (self._headed(tape, place) if place in begun.headed else None)
        return begun.found[place]

    def _opened(self, tape: Tape) -> frozenset[int]:
        """The places where a name of a treatment or an arm may begin."""
        known = tape.forms & self._starts
        if not known:
            return frozenset()
        return frozenset(n for n, item in enumerate(tape.items) if item.form in known)

    def _behind(self, hit: Hit) -> Item | None:
        """An arm named in parentheses right behind its value: "14% (control)"."""
        inner = hit.items()[1:-1]
        arm = (
            inner[0].value.arms[0]
            if inner[0].form in {"A", "I"}
            else self.resolve(hit.tape.words(inner))
        )
        words = hit.tape.words(inner)
        if arm is None:
            return None
        return Item("A", hit.items()[0].start, hit.items()[-1].end, Mention((arm,), words))

    def _all(self, hit: Hit) -> Item:
        items = hit.items()
        return Item("G", items[0].start, items[-1].end, Mention(tuple(range(len(self.drafts))), ""))

    def _lettered(self, hit: Hit) -> Item | None:
        """Several arms by their letters: "groups A and B"."""
        words = [hit.words(g) for g in ("one", "two", "three") if hit.has(g)]
        arms = tuple(
            next(
                (
                    n
                    for head in _LETTERED_HEADS
                    if (n := self.resolve(f"{head} {word}")) is not None
                ),
                None,
            )
            for word in words
        )
        if None in arms or len(set(arms)) < len(arms):
            return None
        items = hit.items()
        return Item("A", items[0].start, items[-1].end, Mention(arms, hit.words()))  # type: ignore[arg-type]

    def _longest(self, tape: Tape, place: int, begin: int, most: int) -> tuple[Item, int] | None:
        for end in range(min(len(tape.items), begin + most), begin, -1):
            run = tape.items[begin:end]
            if run[-1].form in _NO_CLOSERS or not all(map(_is_name, run)):
                continue
            arm = self.resolve(tape.words(run))
            several = self._two(tape.words(run)) or _is_joined(run)
            if arm is not None and not several and not self._acts(run):
                return self._item(tape, place, end, (arm,)), end
        return None

    def _acts(self, run: tuple[Item, ...]) -> bool:
        """Whether behind a name the words go on with a verb: "on zentarol rated their pain"."""
        verbs = (n for n, item in enumerate(run) if n and item.form.endswith("ed"))
        verb = next((n for n in verbs if run[n].form not in _LINKS), None)
        names = (f" {name} " for name, _ in self._longest_first)
        before = f" {normal(forms(run[:verb]))} "
        return verb is not None and any(name in before for name in names)

    def _two(self, words: str) -> bool:
        """Whether words name two arms, one on each side of an "and"."""
        sides = [self.resolve(side) for side in words.split(" and ")]
        return len(sides) > 1 and None not in sides and len(set(sides)) > 1

    def _headed(self, tape: Tape, place: int) -> tuple[Item, int] | None:
        """A mention closed by its head: "the X group", "the X and control groups", "controls"."""
        if not _is_name(tape.items[place]) or tape.items[place].form in _LINKS:
            return None
        if place and tape.items[place - 1].form in STRANGERS:
            return None
        for end in range(place, min(len(tape.items), place + _LONGEST + 1)):
            item = tape.items[end]
            if item.form in HEADS or item.form in {"group", "arm"}:
                number = end + 1 < len(tape.items) and _is_number(tape, end + 1)
                stop = end + 2 if number and item.form in {"group", "arm", "cohort"} else end + 1
                return self._named(tape, place, end, stop)
            if not _is_name(item):
                return None
        return None

    def _named(self, tape: Tape, place: int, head: int, stop: int) -> tuple[Item, int] | None:
        run = tape.items[place:head]
        if stop == head + 2 or tape.items[head].form == "controls" or not run:
            last = stop if stop == head + 2 else head + 1
            return self._owned(
                tape, place, head, self.resolve(tape.words(tape.items[place:last])), stop
            )
        pair = forms(run).split(" and ")
        if len(pair) > 1 and tape.items[head].form.endswith("s"):
            arms = tuple(self.resolve(words) for words in pair)
            if None not in arms and arms[0] != arms[1]:
                return self._item(tape, place, stop, arms), stop  # type: ignore[arg-type]
        return self._owned(tape, place, head, self.resolve(tape.words(run)), stop)

    def _owned(
        self, tape: Tape, place: int, head: int, arm: int | None, stop: int
    ) -> tuple[Item, int] | None:
        """The mention, where what stands before a "with" is of its name: no "mean size with group 1"."""
        words = [item.form for item in tape.items[place:head]]
        before = words[: words.index("with")] if "with" in words else []
        if arm is None or (before and not (self._words[arm] | _GIVEN) & set(before)):
            return None
        return self._item(tape, place, stop, (arm,)), stop

    def _bare(self, tape: Tape, place: int) -> tuple[Item, int] | None:
        form = tape.items[place].form
        if not _is_name(tape.items[place]) or form in _NO_OPENERS:
            return None
        if (called := self._by_name(tape, place)) is not None:
            return called
        if (control := self._in_list(tape, place)) is not None:
            return control
        if normal(form) not in self._openers:
            return None
        for end in range(min(len(tape.items), place + _LONGEST), place, -1):
            run = tape.items[place:end]
            if (
                run[-1].form not in _LINKS
                and all(map(_is_name, run))
                and self._only_names(tape.words(run))
            ):
                arm = self.resolve(tape.words(run))
                if arm is not None:
                    return self._item(tape, place, end, (arm,))._replace(form="I"), end
        return None

    def _by_name(self, tape: Tape, place: int) -> tuple[Item, int] | None:
        """A mention by a name that the arm itself has: its abbreviation, its letter."""
        for end in range(min(len(tape.items), place + 3), place, -1) if self._called else ():
            arm = self._called.get(normal(tape.words(tape.items[place:end])))
            if arm is not None and all(map(_is_name, tape.items[place:end])):
                return self._item(tape, place, end, (arm,))._replace(form="I"), end
        return None

    def _in_list(self, tape: Tape, place: int) -> tuple[Item, int] | None:
        """A mention by role alone where only names stand: "(drops, 5%; control, 7%)"."""
        items = tape.items
        if items[place].form not in CONTROL or not 0 < place < len(items) - 1:
            return None
        listed = items[place - 1].form in {"(", ";"} and items[place + 1].form in {",", ":", "="}
        arm = self.one("controlRole") if listed else None
        if arm is None:
            return None
        return self._item(tape, place, place + 1, (arm,))._replace(form="I"), place + 1

    def _only_names(self, words: str) -> bool:
        """Whether words are names of treatments and nothing more."""
        rest = f" {normal(words)} "
        for name, _ in self._longest_first:
            rest = rest.replace(f" {name} ", " ")
        return not set(rest.split()) - _LINKS - {"alone", "only", "therapy", "treatment", "use"}

    def _item(self, tape: Tape, place: int, end: int, arms: tuple[int, ...]) -> Item:
        run = tape.items[place:end]
        return Item("A", run[0].start, run[-1].end, Mention(arms, tape.words(run)))


def _is_joined(run: tuple[Item, ...]) -> bool:
    """Whether behind a name further people are told of: "on zentarol and patients"."""
    pairs = itertools.pairwise(run)
    return any(one.form == "and" and two.form in HEADS for one, two in pairs)


def _before_heads(tape: Tape) -> frozenset[int]:
    """The places from which names alone lead to a word for a group or its people."""
    if tape.forms.isdisjoint(HEADS):
        return frozenset()
    found: set[int] = set()
    for head, item in enumerate(tape.items):
        if item.form in HEADS:
            first = head
            while first and head - first < _LONGEST and _is_name(tape.items[first - 1]):
                first -= 1
            found.update(range(first, head + 1))
    return frozenset(found)


def _is_number(tape: Tape, place: int) -> bool:
    """Whether an item can number a group: a letter, or a small number with nothing about it."""
    item = tape.items[place]
    if item.form != "V":
        return item.form in _NUMBERS or item.form[0] == "@"
    words = tape.words((item,))
    return words.isdigit() and len(words) < _DIGITS


def _is_name(item: Item) -> bool:
    """Whether an item can stand within the name of an arm."""
    return _names(item.form)


@lru_cache(maxsize=1 << 14)
def _names(form: str) -> bool:
    if form in _LINKS or form == "no":
        return True
    first = form[0]
    named = first.isalnum() and not first.isupper() and form not in _ALLOTTING
    return named and form not in STOPS and form not in VERBS

"""A sentence without its asides: the items outside parentheses, and the tests that stood within.

In: a tape. Out: :class:`Row` records, one for each clause, on which the grammar of verdicts is
written: "pain ( P ) and sleep ( P ) were better" reads "pain and sleep were better".
"""

from functools import lru_cache

from kg.reading.frozen import Frozen
from kg.reading.measures import Probability
from kg.reading.tape import Hit, Item, Tape

_BREAKS = frozenset("; . but whereas while although though yet".split())
_NOTHING = frozenset("ns n.s n.s.".split())
_SET_AGAINST = [[form] for form in "in with for by after the A I".split()]
_ASIDES = frozenset("however nevertheless therefore".split())
_SEVERAL = frozenset("groups arms treatments regimens conditions interventions cohorts".split())
_GROUPS = (
    r"(?:(?:the|both|all|two|three|four|study|treatment|treated|intervention|randomized|trial|patient|V) )*"
    rf"(?:{'|'.join(sorted(_SEVERAL))})"
)
_OPEN, _CLOSE = frozenset("(["), frozenset(")]")
_MARKS = _BREAKS | _NOTHING | _ASIDES | _OPEN | _CLOSE | {"P", "except"}


class Row(Frozen, frozen=True, gc=False):
    """A clause: its items outside parentheses, and each test with the items that stand before it."""

    tape: Tape
    tests: tuple[tuple[int, Probability], ...]

    def between(self, first: int, last: int) -> tuple[Probability, ...]:
        """The tests that stand behind the items from ``first`` up to ``last``."""
        return tuple(test for place, test in self.tests if first < place <= last)


# Kept a while: what is sure, what is likely and what the next sentence leans on ask for the same.
@lru_cache(maxsize=32)
def rows(tape: Tape, *, contrasts: bool = False) -> tuple[Row, ...]:
    """The clauses of a sentence, left to right; with *contrasts* "but not in them" is of its clause."""
    if contrasts and not any(
        _contrasts(tape, n) for n, i in enumerate(tape.items) if i.form == "but"
    ):
        return rows(tape)  # the same rows, of which all is known already that was asked before
    found: list[Row] = []
    items: list[Item] = []
    tests: list[tuple[int, Probability]] = []
    depth = 0
    for n, item in enumerate(tape.items):
        if item.form not in _MARKS:
            if not depth:
                items.append(item)
            continue
        depth += item.form in _OPEN
        if item.form == "P":
            level = bool(items) and items[-1].form in {"the", "at"} and not depth
            if not level:  # "not significant at the P level" tells no test
                tests.append((len(items), item.value))
        elif depth and item.form in _NOTHING:
            tests.append((len(items), Probability(">", None, None)))
        elif not depth and _breaks(tape, n) and not (contrasts and _contrasts(tape, n)):
            found.append(_row(tape, items, tests))
            items, tests = [], []
        elif not depth and item.form not in _ASIDES:
            items.append(item)
        depth -= item.form in _CLOSE and depth > 0
    found.append(_row(tape, items, tests))
    return tuple(row for row in found if row.tape.items)


def _breaks(tape: Tape, place: int) -> bool:
    """Whether a clause ends at an item: "except that" begins one, "except" alone does not."""
    form, behind = tape.items[place].form, tape.items[place + 1 : place + 2]
    if form == "." and behind and place and _is_initial(tape, tape.items[place - 1]):
        return False
    return form in _BREAKS or (form == "except" and any(item.form == "that" for item in behind))


def _is_initial(tape: Tape, item: Item) -> bool:
    """Whether a name goes on behind a dot: "B. subtilis", and "given B." where that is an arm's."""
    last = tape.text[item.start : item.end].split()[-1:]
    return bool(last) and len(last[0]) == 1 and last[0].isalpha()


def _contrasts(tape: Tape, place: int) -> bool:
    """Whether "but" sets groups against each other: "but not in controls"."""
    behind = [item.form for item in tape.items[place : place + 3]]
    return behind[:2] == ["but", "not"] and behind[2:] in _SET_AGAINST


def _row(tape: Tape, items: list[Item], tests: list[tuple[int, Probability]]) -> Row:
    return Row(Tape(tape.text, tuple(items)), tuple(tests))


@lru_cache(maxsize=32)
def with_groups(tape: Tape) -> Tape:
    """The tape with wordings for all groups at once folded, also where no arm is known."""
    if _SEVERAL.isdisjoint(tape.forms):
        return tape
    return tape.fold(rf"(?<!and )(?<!or )(?<!vs )(?<!versus ){_GROUPS}", _everybody)


def _everybody(hit: Hit) -> Item:
    items = hit.items()
    return Item("G", items[0].start, items[-1].end, None)

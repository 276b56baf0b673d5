"""What groups got that go by a code: "drops (group A, n = 20)", "group B: tea", "milk was given to group C".

In: the codes of arms, the sentences' tapes. Out: the stretches that stand beside each code, in the order of
the text; whether they name what can be given is for others to say.
"""

from collections.abc import Iterator
from typing import NamedTuple

from kg.reading.glossary import normal
from kg.reading.phrases import trim
from kg.reading.tape import Item, Tape

Row = tuple[int, Tape]
Run = tuple[Item, ...]
_OPENERS = frozenset(
    ", ; : . ) ( of or versus vs to either receive received receiving with compared than between into while whereas"
    " given underwent administered using".split()
)
_LEADS = frozenset(": - – — =".split())
_ENDS = frozenset("; . ( ) , : while whereas versus vs and".split())
_GIVEN = (
    r"(?P<what>[^.;:()]+?) (?:was|were) (?:then )?(?:given|prescribed|administered|used|applied|performed|instilled|offered)"
    r" (?:to|in|for|on)(?: the)?(?: patients in| those in)?(?: the)? $"
)
_FIGURES = frozenset({"P", "C", "Q"})
_LONGEST = 16


class Beside(NamedTuple):
    """A stretch beside the code of an arm; ``defined`` where the code is set equal to it."""

    arm: int
    number: int
    tape: Tape
    run: Run
    defined: bool


def beside_codes(codes: dict[str, int], rows: list[Row]) -> Iterator[Beside]:
    """What stands beside the codes of arms, where a sentence tells no results."""
    letters = {code.split()[-1]: arm for code, arm in codes.items()}
    for number, tape in rows if codes else ():
        yield from _by_letters(letters, number, tape)
        for place in range(len(tape.items) - 1 if _FIGURES.isdisjoint(tape.forms) else 0):
            arm = codes.get(normal(tape.words(tape.items[place : place + 2])))
            for run, defined in () if arm is None else _stretches(tape, place):
                if 0 < len(run) <= _LONGEST:
                    yield Beside(arm or 0, number, tape, run, defined)


def _by_letters(letters: dict[str, int], number: int, tape: Tape) -> Iterator[Beside]:
    """What stands before the letters of all arms in brackets, in one sentence: "drops (A) or tea (B)"."""
    found: dict[str, Run] = {}
    for n, item in enumerate(tape.items[:-2]):
        words = tape.words(tape.items[n + 1 : n + 2])
        alone = item.form == "(" and tape.items[n + 2].form == ")"
        if alone and len(words) == 1 and words.isupper() and words.lower() in letters:
            found.setdefault(words.lower(), trim(_before(tape.items, _asides_before(tape, n))))
    if found.keys() == letters.keys():
        yield from (
            Beside(letters[k], number, tape, run, defined=True) for k, run in found.items() if run
        )


def _asides_before(tape: Tape, opened: int) -> int:
    """The place where the brackets open that stand right before a bracket, or that place itself."""
    while opened and tape.items[opened - 1].form == ")":
        opened = max((n for n in range(opened) if tape.items[n].form == "("), default=0)
    return opened


def _stretches(tape: Tape, place: int) -> Iterator[tuple[Run, bool]]:
    """What stands before the bracket that opens with a code, or behind the code and what leads on."""
    items = tape.items
    if place and items[place - 1].form == "(":
        yield trim(_before(items, place - 1)), False
        return
    last = _past_aside(items, place + 2)
    if last < len(items) and items[last].form in _LEADS:
        yield trim(_until(items, last + 1)), True
    elif last > place + 2:
        yield trim(items[place + 3 : last - 1]), False
    elif hit := tape.part(0, place).hit(_GIVEN):
        yield trim(hit.items("what")), False


def _before(items: Run, opened: int) -> Run:
    first = opened
    while first and items[first - 1].form not in _OPENERS:
        first -= 1
    return items[first:opened]


def _past_aside(items: Run, place: int) -> int:
    """The place behind a bracket that opens here, or the place itself."""
    if place >= len(items) or items[place].form != "(":
        return place
    return next((n + 1 for n in range(place, len(items)) if items[n].form == ")"), len(items))


def _until(items: Run, first: int) -> Run:
    """The items up to what ends a name; a bracket within is left out by whoever reads them."""
    end = next((n for n in range(first, len(items)) if items[n].form in _ENDS), len(items))
    return items[first:end]

"""Groups that went different ways: "pain fell with X and rose with Y", "fell with X, was unchanged with Y".

In: the clauses of a sentence. Out: :class:`Apart` records: what, of which arm there was more in the
end, against which, and the tests. Where both went one way nothing is said: how far is another matter.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.codes import ComparisonDirection
from kg.reading.measures import Probability
from kg.reading.phrases import STOPS
from kg.reading.subjects import Subject
from kg.reading.tape import Tape
from kg.reading.verdicts.about import lead
from kg.reading.verdicts.cues import FALLING, RISING
from kg.reading.verdicts.numbers import arms_told
from kg.reading.verdicts.phrases import WITHIN, named
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.sides import Sides

_STILL = (
    r"(?:(?:did|does|do) not (?:significantly |markedly )?change|(?:remained|was|were) (?:\w+ly )?(?:unchanged|stable|constant|unaffected|unaltered)"
    r"|not (?:significantly )?changed|no (?:significant |such )?change(?! in))"
)
_BETTER = r"(?:improv\w+|worse\w+|better|deteriorat\w+)"
_PAIR, _REACH = 2, 3


class Apart(NamedTuple):
    """What went one way in the first of two arms and another in the second."""

    subject: Subject
    arms: tuple[int, int]
    direction: ComparisonDirection
    tests: tuple[Probability, ...]
    still: bool


def apart(clauses: Sequence[Row], sides: Sides) -> Apart | None:
    """What two groups of a sentence did differently, where order leaves one way to read it."""
    row = _whole(clauses)
    cues = sorted(_cues(row.tape))
    if len(cues) != _PAIR or row.tape.hit(WITHIN) or row.tape.hit(_BETTER):
        return None
    arms = list(arms_told(row, sides.likely))
    if len(arms) != _PAIR or arms[0][1] == arms[1][1]:
        return None
    (first, one), (second, two) = cues
    order = "".join(
        w for _, w in sorted([*((n, "c") for n, _ in cues), *((n, "a") for n, _ in arms)])
    )
    direction = _direction(one, two)
    subjects = _subjects(row.tape, first, clauses)
    if direction is None or order not in {"caca", "acac"} or len(subjects) != 1:
        return None
    if _tells_more(row.tape, arms[order == "acac"][0] + 1, second, subjects[0]):
        return None
    tests = tuple(test for _, test in row.tests)
    return Apart(subjects[0], (arms[0][1], arms[1][1]), direction, tests, "still" in {one, two})


def _whole(clauses: Sequence[Row]) -> Row:
    """The clauses as one."""
    if len(clauses) == 1:
        return clauses[0]
    items = tuple(item for row in clauses for item in row.tape.items)
    tests: list[tuple[int, Probability]] = []
    length = 0
    for row in clauses:
        tests += [(place + length, test) for place, test in row.tests]
        length += len(row.tape.items)
    return Row(Tape(clauses[0].tape.text, items), tuple(tests))


def _cues(tape: Tape) -> Iterator[tuple[int, str]]:
    """The places of words for a rise, for a fall, and for neither."""
    still = [(hit.first, hit.last) for hit in tape.hits(_STILL)]
    yield from ((first, "still") for first, _ in still)
    for n, item in enumerate(tape.items):
        way = "higher" if item.form in RISING else "lower" if item.form in FALLING else None
        if way is not None and not any(first <= n < last for first, last in still):
            yield n, way


def _direction(one: str, two: str) -> ComparisonDirection | None:
    """Which way the first went of the second."""
    if one == two:
        return None
    if "higher" in {one, two}:
        return "higher" if one == "higher" else "lower"
    return "lower" if one == "lower" else "higher"


def _subjects(tape: Tape, first: int, clauses: Sequence[Row]) -> tuple[Subject, ...]:
    """What moved: what the first clause speaks of, or the noun right before the word for a change."""
    start = first
    while start and first - start < _REACH and tape.items[start - 1].form not in _ENDS:
        start -= 1
    compound = named(tape, tape.items[start:first]) if start < first else ()
    told = compound if tape.items[first].form in _NOUNS else lead(clauses[:1])
    later = lead(clauses[1:]) if len(clauses) > 1 else ()
    words = {each.words.lower() for each in told}
    return told if {each.words.lower() for each in later} <= words else ()


def _tells_more(tape: Tape, start: int, end: int, subject: Subject) -> bool:
    """Whether words before the second change name another thing than the first is of."""
    known = _JOINING | {item.form for item in subject.items} | set(subject.words.lower().split())
    forms = (item.form for item in tape.items[start:end])
    return any(form.islower() and form not in known and form[-2:] != "ly" for form in forms)


_JOINING = frozenset(
    "and but whereas while although it they had has was were the a an in with by from to of those that there"
    " compared versus vs group groups patients participants at after only then also as significant".split()
)
_NOUNS = frozenset(
    "increase increases decrease decreases reduction rise fall gain loss decline drop".split()
)
_ENDS = STOPS | frozenset(
    "a an the significant significantly was were had and , of in mean median slight marked small large A I G V T D".split()
)

"""Numbers of people for arms that are known by name and not by number.

In: drafts of arms and the sentences' tapes. Out: the drafts with their numbers, where the sentence
that names them holds one "n =" for each, or where all that is said of an arm's people anywhere
("of 47 patients in the drops arm", "drops were given to 23 women") is one and the same number.
Totals behind a count ("12 of 44 patients with drops") do where those of all arms add up to a
number of people that the report states.
"""

from collections.abc import Callable, Iterator

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary
from kg.reading.group_names import is_declared
from kg.reading.roster import Roster
from kg.reading.tape import Tape
from kg.reading.wholes import depths, size_of

Row = tuple[int, Tape]
Told = dict[int, dict[int, int]]
Reader = Callable[[Tape], Iterator[tuple[int, int]]]
_IN = (
    r"(?:in|receiving|treated with|assigned to|assigned to receive|given|who received|who were assigned to|randomized to"
    r"|randomized to receive|allocated to|on|undergoing|taking|from)(?: the)?"
)
_OUT_OF = rf"(?:of|among|from|for)(?: the| all)? (?P<n>S) {_IN} (?P<arm>A|I)"
_GIVEN_TO = r"(?P<arm>A|I)(?: {w}){0,3}? (?:was|were) (?:then )?(?:administered|given|used|performed|applied|done) (?:to|in|on|for)(?: the)? (?P<n>S)"
_ASSIGNED = r"(?P<n>S)(?: {w}){0,2}? (?:were|was) (?:then )?(?:randomly )?(?:randomized|assigned|allocated)(?: {w}){0,2}? to(?: receive| undergo)?(?: the)? (?P<arm>A|I)"
_DECLARED = r"(?P<arm>A|I)(?: {w})?? \( (?P<n>S)(?= \)| ,| ;)"
_COUNTED = (
    rf"(?P<n>Q)(?: \( [^()]* \))?(?: {{w}}){{0,4}}? {_IN} (?P<arm>A|I)",
    r"(?P<arm>A|I)(?: {w})? (?:was|were|had) (?P<n>Q)",
    rf"(?P<n>Q)(?: \( [^()]* \))? (?:of|with|for|in both the|in the)(?: the)? (?P<arm>A|I)",
    r"(?P<arm>A|I) \( (?P<n>Q)",
)
_PART = r"(?:subgroup|subset|subsample|substudy|sub-study|responders|evaluable|eligible|women with|patients with|older|younger|aged|completed|analys\w+)"
_FEWEST = 2


def sized_in_place(drafts: tuple[ArmDraft, ...], tapes: dict[int, Tape]) -> tuple[ArmDraft, ...]:
    """The drafts with the numbers in brackets behind each name, in the one sentence that names them."""
    numbers = {draft.sentences[:1] for draft in drafts}
    if any(draft.size for draft in drafts) or len(numbers) != 1 or numbers == {()}:
        return drafts
    tape = tapes[drafts[0].sentences[0]]
    starts = [draft.span[0] for draft in drafts]
    if starts != sorted(set(starts)) or not starts[0]:
        return drafts
    told: list[list[int]] = [[] for _ in drafts]
    deep = depths(item.form for item in tape.items)
    for item, depth in zip(tape.items, deep, strict=True):
        place = sum(start <= item.start for start in starts) - 1
        size = size_of(item) if item.form == "S" and depth and is_declared(item) else None
        if place >= 0 and size:
            told[place].append(size)
    if any(len(sizes) != 1 for sizes in told):
        return drafts
    return tuple(d._replace(size=sizes[0]) for d, sizes in zip(drafts, told, strict=True))


def sized_by_mentions(
    drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The drafts, all with numbers where sentences give each arm one number and no other."""
    if any(draft.size for draft in drafts) or len(drafts) < _FEWEST:
        return drafts
    roster = Roster(drafts, glossary)
    folded = [(n, roster.fold(tape, bare=True)) for n, tape in rows if _counts(tape)]
    stated = {i.value.count for _, tape in rows for i in tape.items if i.form == "S"}
    people = _gathered(folded, _of_people)
    if found := _complete(drafts, people):
        return found
    totals = _gathered(folded, _of_totals)
    sizes = [size for place in range(len(drafts)) for size in totals.get(place, {})]
    return (sum(sizes) in stated and _complete(drafts, totals)) or drafts


def _counts(tape: Tape) -> bool:
    return any(item.form in {"S", "Q"} for item in tape.items)


def _complete(drafts: tuple[ArmDraft, ...], told: Told) -> tuple[ArmDraft, ...]:
    """The drafts with their numbers if each has just one; none otherwise."""
    if any(len(told.get(place, {})) != 1 for place in range(len(drafts))):
        return ()
    found = []
    for place, draft in enumerate(drafts):
        ((size, number),) = told[place].items()
        found.append(draft._replace(size=size, sentences=_with(draft, number)))
    return tuple(found)


def _with(draft: ArmDraft, number: int) -> tuple[int, ...]:
    return tuple(sorted({*draft.sentences, number}))


def _gathered(rows: list[Row], read: Reader) -> Told:
    told: Told = {}
    for number, tape in rows:
        for arm, size in read(tape):
            told.setdefault(arm, {}).setdefault(size, number)
    return told


def _of_people(tape: Tape) -> Iterator[tuple[int, int]]:
    """The arms with the numbers of their people that a sentence gives."""
    if tape.hit(_PART):
        return
    for pattern in (_OUT_OF, _GIVEN_TO, _ASSIGNED, _DECLARED):
        for hit in tape.hits(pattern):
            (item,) = hit.items("n")
            (arm,) = hit.items("arm")
            size = size_of(item)
            bare = pattern == _DECLARED and not is_declared(item)
            if size and not bare and len(arm.value.arms) == 1:
                yield arm.value.arms[0], size


def _of_totals(tape: Tape) -> Iterator[tuple[int, int]]:
    """The arms with the totals out of which a sentence counts."""
    for pattern in _COUNTED:
        for hit in tape.hits(pattern):
            (item,), (arm,) = hit.items("n"), hit.items("arm")
            if item.value.denominator and len(arm.value.arms) == 1:
                yield arm.value.arms[0], item.value.denominator

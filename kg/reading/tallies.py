"""Numbers of people for arms that one sentence names and another counts.

In: drafts of arms, the sentences' tapes. Out: the drafts with the numbers of a list that names each
of them once, however the list was read: "44 received drops and 43 placebo", "drops (n = 44) versus
placebo (n = 43)". Of several such lists the one that adds up to a number of people stated counts,
else the largest: those who were allotted, not those who were left.
"""

from collections.abc import Iterator

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary
from kg.reading.group_names import Found
from kg.reading.roster import Roster
from kg.reading.sized import sized
from kg.reading.tape import Tape
from kg.reading.told import readings

Row = tuple[int, Tape]
EVENTS = (
    r"(?:died|deaths|events?|relapsed|relapses?|experienced|developed|occurred|responded|recurrences?|had(?! been)"
    r"|withdrew|discontinued|dropped|lost|toxicity|adverse|reported|observed|achieved"
    r"|(?<!eligible for )(?<!evaluable for )(?<!assessable for )responses?|failed)"
)
PART = r"(?:subgroup|subset|subsample|substudy|sub-study|sub-group|responders|subpopulation)"
_BEFORE, _BEHIND, _PAIR = 12, 5, 2
Tally = tuple[int, dict[int, int]]


def sized_by_lists(
    drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The drafts with the numbers of the list that counts them all, where one does."""
    if len(drafts) < _PAIR or all(draft.size for draft in drafts):
        return drafts
    roster = Roster(drafts, glossary)
    stated = {item.value.count for _, tape in rows for item in tape.items if item.form == "S"}
    told = [
        tally for tally in (*_counted(rows, roster, stated), *_read(rows, roster, glossary))
        if all(d.size in {None, tally[1][n]} for n, d in enumerate(drafts))
    ]  # fmt: skip
    if not told:
        return drafts
    number, sizes = max(told, key=lambda tally: _weight(tally, stated))
    return tuple(
        draft._replace(size=sizes[n], sentences=tuple(sorted({*draft.sentences, number})))
        for n, draft in enumerate(drafts)
    )


def _weight(tally: Tally, stated: set[int]) -> tuple[bool, int]:
    total = sum(tally[1].values())
    return total in stated, total


def _counted(rows: list[Row], roster: Roster, stated: set[int]) -> Iterator[Tally]:
    """The lists of names with their numbers that name each arm once, where they count people."""
    for number, tape in rows:
        for found in sized(tape) if not tape.hit(PART) else ():
            whole = sum(each.size for each in found) in stated
            declared = all(each.declared for each in found)
            if not declared and (
                tells_events(tape, found) or not (whole or _says_people(tape, found))
            ):
                continue
            named = ((_called(roster, tape.words(each.run)), each.size) for each in found)
            yield from _whole(number, named, roster)


def _called(roster: Roster, words: str) -> int | None:
    """The arm of a name, or of the letter of its group."""
    return roster.resolve(f"group {words}" if len(words) == 1 else words)


def _says_people(tape: Tape, found: Found) -> bool:
    """Whether a list is one of people: they stand near it, and nothing is said to happen to them."""
    first = min(tape.items.index(each.run[0]) for each in found)
    near = tape.part(max(0, first - _BEFORE), min(len(tape.items), first + _BEFORE))
    return "S" in near.forms and not tape.hit(EVENTS)


def _read(rows: list[Row], roster: Roster, glossary: Glossary) -> Iterator[Tally]:
    """The lists of arms with their numbers that other rules read."""
    for drafts in readings(rows, glossary):
        named = ((roster.resolve(draft.label), draft.size) for draft in drafts)
        number = drafts[0].sentences[0] if drafts[0].sentences else 0
        yield from _whole(number, named, roster)


def _whole(
    number: int, named: Iterator[tuple[int | None, int | None]], roster: Roster
) -> Iterator[Tally]:
    """The numbers by arm if each arm has one, and nothing else does."""
    pairs = list(named)
    sizes = {place: size for place, size in pairs if place is not None and size and size > _PAIR}
    if len(sizes) == len(pairs) == len(roster.drafts):
        yield number, sizes


def tells_events(tape: Tape, found: Found) -> bool:
    """Whether the words before or behind a list say that it counts events, not people."""
    places = [tape.items.index(item) for each in found for item in (each.run[0], each.run[-1])]
    before = tape.part(max(0, min(places) - _BEFORE), min(places))
    last = max(places) + 1
    ends = (n for n in range(last, len(tape.items)) if tape.items[n].form in {",", ";", "."})
    behind = tape.part(last, min(last + _BEHIND - 1, next(ends, len(tape.items))))
    return bool(before.hit(EVENTS) or behind.hit(EVENTS))

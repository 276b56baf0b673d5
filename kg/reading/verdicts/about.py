"""What a likely verdict is about, where grammar leaves the words further off.

In: a clause and the place of a cue. Out: the things that are named: a subject with a participle in it,
a list behind a change, what the clause or the sentence before spoke of.
"""

import re
from collections.abc import Iterator, Sequence

from kg.reading.phrases import VERBS
from kg.reading.subjects import Subject
from kg.reading.tape import Item, Tape
from kg.reading.verdicts.cues import AGAINST, CHANGE_OF, VERB
from kg.reading.verdicts.phrases import named, subject_of, unopened
from kg.reading.verdicts.row import Row

Items = tuple[Item, ...]
_BEFORE = frozenset("with of in by for at on after the a an and or".split())
_TELLING = frozenset("that showed revealed found indicated demonstrated".split())
_GROUP = re.compile(r"\b(?:groups?|arms?|patients|participants|subjects|controls?|placebo)$")
_REACH = 5
_STOPS = frozenset(
    "A G I T D V Q B P C at after during over following throughout by when while until within among which that who as from"
    " compared versus vs than between across with without under because due suggesting indicating leading resulting".split()
)
_UPON = r"(?:in terms of|with (?:respect|regard) to|regarding|in|for|at|on) (?:the )?(?:(?:reducing|decreasing|lowering|improving|increasing|relieving|preventing|maintaining|achieving|controlling) )?(?:the )?(?P<what>\S+)"


def subject_before(items: Items) -> Items:
    """The subject of a predicate, cut before the first verb that is no participle of its own."""
    said = subject_of(items)
    if said and not _TELLING & {item.form for item in items}:
        return said
    told = max((n + 1 for n, item in enumerate(items) if item.form in _TELLING), default=0)
    run = unopened(items[told:])
    return run[: next((n for n, _ in enumerate(run) if _is_verb(run, n)), len(run))]


def listed(tape: Tape, first: int, last: int) -> tuple[Subject, ...]:
    """The things that a list names from one item on: "pain, sleep and mood (with drops)"."""
    against = tape.part(first, last).hit(AGAINST)
    items = tape.items[first : first + against.first if against else last]
    end = next((n for n, item in enumerate(items) if n and item.form in _STOPS), len(items))
    verb = next((n for n, item in enumerate(items[:end]) if item.form in VERBS), None)
    if verb is not None:
        breaks = [n for n, item in enumerate(items[:verb]) if item.form in {",", "and"}]
        end = breaks[-1] if breaks else 0
    return named(tape, items[:end])


def listed_on(tape: Tape, first: int, last: int) -> tuple[Subject, ...]:
    """The things of a list that goes on behind times and groups: "pain at a month, sleep and mood"."""
    found: list[Subject] = []
    while first < last:
        found += listed(tape, first, last)
        items = tape.items[first:last]
        stop = next((n for n, item in enumerate(items) if n and item.form in _STOPS), None)
        if stop is None or any(item.form in VERBS for item in items[:stop]):
            break
        rest = items[stop : stop + _REACH]
        comma = next((n for n, item in enumerate(rest) if item.form == ","), None)
        if comma is None:
            break
        first += stop + comma + 1
        first += any(item.form in {"and", "or", "nor"} for item in tape.items[first : first + 1])
    return tuple(found)


def upon(tape: Tape, first: int, last: int) -> tuple[Subject, ...]:
    """The first things named behind a preposition: "a greater fall with drops in pain and nausea"."""
    part = tape.part(first, last)
    for hit in part.hits(_UPON):
        found = listed(part, hit.last - 1, len(part.items))
        if found and not _GROUP.search(found[0].words.lower()):
            return found
    return ()


def lead(rows: Sequence[Row]) -> tuple[Subject, ...]:
    """What clauses speak of: the change that they tell, else their subject; the last that do."""
    for row in reversed(rows):
        found = tuple(_told(row))
        if found:
            return found
    return ()


def _told(row: Row) -> Iterator[Subject]:
    differs = row.tape.hit(r"differences? (?:between G )?(?:in|for) (?P<what>\S+)")
    changed = row.tape.hit(rf"{CHANGE_OF} (?P<what>\S+)") or differs
    if changed is not None:
        found = listed(row.tape, changed.last - 1, len(row.tape.items))
        if found:
            yield from found
            return
    moved = row.tape.hit(rf"(?<!not ){VERB} (?P<what>\S+)")
    if moved is not None and is_moved(row.tape, moved.last - 1):
        yield from listed(row.tape, moved.last - 1, len(row.tape.items))
        return
    items = row.tape.items
    verb = next((n for n, _ in enumerate(items) if _is_verb(items, n)), 0)
    if verb and not row.tape.part(0, verb).hit(AGAINST):
        yield from named(row.tape, subject_before(items[:verb]))


def _is_verb(items: Items, place: int) -> bool:
    """Whether an item is a verb, and no participle such as "improved" in "with improved sight"."""
    return bool(place) and items[place].form in VERBS and items[place - 1].form not in _BEFORE


_ACTED = r"(?:failed to|had|developed|achieved|experienced|reported|showed|completed|passed|reached|required|suffered|died|relapsed|responded) (?P<what>\S.*?)(?= (?:in|with|after|at|during|over|between|among|compared|versus|vs|than|when|from|,|and A) | $)"


def acted(row: Row) -> tuple[Subject, ...]:
    """What befell somebody: "V in A and V in A had a relapse"; not who they are: "who took drops"."""
    part = row.tape
    while (hit := part.hit(_ACTED)) is not None:
        who = hit.first and part.items[hit.first - 1].form in _OF_THEM
        found = () if who else named(row.tape, hit.items("what"))
        if found:
            return found
        part = part.part(hit.first + 1 if who else hit.last, len(part.items))
    return ()


_OF_THEM = frozenset("who that which had have has".split())


def is_estimate(subject: Subject) -> bool:
    """Whether words name a ratio of an outcome or a difference in it, and not the outcome."""
    return _ESTIMATE.match(subject.words.lower()) is not None


_ESTIMATE = re.compile(
    r"(?:\w+ )?(?:hazards?|odds|risk|rate) ratios?\b|(?:[\w-]+ )*(?:mean |group )?differences?$"
)


def is_moved(tape: Tape, place: int) -> bool:
    """Whether what stands behind a verb is what it moves, so that its subject is who does."""
    item = next(iter(tape.items[place : place + 1]), None)
    return (
        item is not None
        and item.form.islower()
        and item.form not in _UNMOVED
        and item.form[-2:] != "ly"
    )


_UNMOVED = frozenset(
    "in by from to at after with during over and or than more less for on among within between over-time compared versus vs under only when"
    " throughout following until as while both across up down of also further significant even not but per approximately about"
    " pre- post-".split()
)

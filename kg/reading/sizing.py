"""Numbers of people for arms that are known by name and not by number.

In: drafts of arms and the sentences' tapes. Out: the drafts with their numbers, where the sentence
that names them holds one "n =" for each, or where all that is said of an arm's people anywhere
("of 47 patients in the drops arm", "drops were given to 23 women") is one and the same number.
Totals behind a count ("12 of 44 patients with drops") do where those of all arms add up to a
number of people that the report states, or stand there again and again.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import product

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary
from kg.reading.group_names import is_declared
from kg.reading.headcounts import Counted, head_counts, in_turns, people_counts, single_counts
from kg.reading.roster import Roster
from kg.reading.rulebook import Rulebook
from kg.reading.tallies import EVENTS, PART, sized_by_lists
from kg.reading.tape import Item, Tape
from kg.reading.wholes import depths, size_of

Row = tuple[int, Tape]
ALLOTS = r"(?:randomized|randomly|allocated|assigned|divided|distributed|put into)"
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
_BESIDE = r"(?P<arm>A|I) (?:,|:) (?P<n>S)(?= \(| ,| ;| \.| and)"
_HOLDS = r"(?P<arm>A|I) (?:included|consisted of|comprised|contained|involved) (?P<n>S)"
_FROM = r"(?P<n>S) from(?: the)? (?P<arm>A)"
_NUMBERED = Rulebook(
    (each, None) for each in (_OUT_OF, _GIVEN_TO, _ASSIGNED, _DECLARED, _BESIDE, _HOLDS, _FROM)
)
_COUNTED = (
    rf"(?P<n>Q)(?: \( [^()]* \))?(?: {{w}}){{0,4}}? {_IN} (?P<arm>A|I)",
    r"(?P<arm>A|I)(?: {w})? (?:was|were|had) (?P<n>Q)",
    r"(?P<n>Q)(?: \( [^()]* \))? (?:of|with|for|in both the|in the)(?: the)? (?P<arm>A|I)",
    r"(?P<arm>A|I) \( (?P<n>Q)",
)
_EACH = r"(?P<n>S|V) (?:(?:were|was) (?:included|enrolled|randomized|allocated|assigned|entered|recruited) )?(?:(?:in |for |to |into )?each(?: (?:group|arm|{w} group))?|per (?:group|arm)|in both (?:groups|arms))"
_HOLDING = r"(?:contained|included|consisted of|comprised|had|with|of|consisting of|containing|including|comprising)"
_EACH_HELD = rf"each(?: of the)?(?: (?:group|arm))?(?: {{w}}){{0,2}}? {_HOLDING} (?P<n>S)"
_GROUPS_OF = r"(?:groups|arms)(?: were of equal size)? \( (?P<n>S)(?: each)? \)"
_SO_MANY_OF = r"(?P<many>V|S)(?: {w}){0,2}? (?:groups|arms) of (?P<n>S|V)"
_OF_EACH = Rulebook((each, None) for each in (_EACH, _EACH_HELD, _GROUPS_OF, _SO_MANY_OF))
_THERE_WERE = r"there were (?:V|S)(?: {w}){0,2}? (?:in|per) (?:each|both|group|arm)|per (?:group|arm) were (?:included|enrolled|recruited)"
_PART = r"(?:subgroup|subset|subsample|substudy|sub-study|responders|evaluable|eligible|women with|patients with|older|younger|aged|completed|analys\w+)"
_ANALYSED = r"(?:evaluable|assessable|analysed|evaluated|assessed|available|included)"
_OF_SOME = re.compile(r"eligible|evaluable|assessable|completed|remaining|other|first|last")
_FEWEST, _MOST, _SMALL = 2, 0.75, 4
_COUNTING = frozenset("patients women participants subjects numbers sizes".split())
_PLANNED = r"(?:sample sizes?|calculated|power|required|needed|planned|will be)"
_OF_PART = r"(?:subgroup|subset|subsample|substudy|sub-study|responders|among|women with|patients with|those with|older|younger|aged|infusions|cycles|doses|procedures|lesions|courses|of the)"


def sized_in_place(drafts: tuple[ArmDraft, ...], tapes: dict[int, Tape]) -> tuple[ArmDraft, ...]:
    """The drafts with the numbers in brackets behind each name, in the one sentence that names them."""
    numbers = {draft.sentences[:1] for draft in drafts}
    if all(draft.size for draft in drafts) or len(numbers) != 1 or numbers == {()}:
        return drafts
    tape = tapes[drafts[0].sentences[0]]
    starts = [draft.span[0] for draft in drafts]
    if starts != sorted(set(starts)) or not starts[0]:
        return drafts
    stated = {
        item.value.count for each in tapes.values() for item in each.items if item.form == "S"
    }
    declared, bare = _in_brackets(tape, starts)
    for told in (declared, bare):
        sizes = [found[0] for found in told if len(found) == 1]
        known = all(d.size in {None, n} for d, n in zip(drafts, sizes, strict=False))
        if len(sizes) == len(drafts) and known and (told is declared or sum(sizes) in stated):
            return tuple(d._replace(size=n) for d, n in zip(drafts, sizes, strict=True))
    return drafts


def _in_brackets(tape: Tape, starts: list[int]) -> tuple[list[list[int]], list[list[int]]]:
    """The numbers in brackets behind each start: those written as "n =", and those with nothing else."""
    declared: list[list[int]] = [[] for _ in starts]
    bare: list[list[int]] = [[] for _ in starts]
    items = tape.items
    for n, (item, depth) in enumerate(zip(items, depths([i.form for i in items]), strict=True)):
        place = sum(start <= item.start for start in starts) - 1
        size = size_of(item) if depth and item.form in {"S", "V"} else None
        if place < 0 or not size:
            continue
        if item.form == "S" and is_declared(item):
            if not _is_number_of(items[:n]):
                declared[place].append(size)
        elif [i.form for i in items[n - 1 : n + 2 : 2]] == ["(", ")"]:
            bare[place].append(size)
    return declared, bare


def _is_number_of(before: tuple[Item, ...]) -> bool:
    """Whether words in the same brackets say what a number is the number of: "(number of doses n = 9)"."""
    opened = max((n for n, item in enumerate(before) if item.form == "("), default=0)
    return any(item.form == "number" for item in before[opened:])


def sized_by_mentions(
    drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The drafts, all with numbers where sentences give each arm one number and no other."""
    drafts = sized_by_lists(drafts, rows, glossary)
    if all(draft.size for draft in drafts) or len(drafts) < _FEWEST:
        return drafts
    roster = Roster(drafts, glossary)
    folded = [(n, roster.fold(tape, bare=True)) for n, tape in rows if _counts(tape)]
    stated = stated_in(rows)
    named = {
        n: people_counts(tape, roster.resolve, len(drafts)) for n, tape in rows if "S" in tape.forms
    }
    found = _counted(drafts, folded, stated, named) or _complete(drafts, _in_turn(folded))
    if found and all(d.size in {None, f.size} for d, f in zip(drafts, found, strict=True)):
        return found
    if any(draft.size for draft in drafts):
        return drafts
    people = _gathered(folded, _of_people)
    if found := _complete(drafts, people):
        return found
    totals = _gathered(folded, _of_totals)
    sizes = [size for place in range(len(drafts)) for size in totals.get(place, {})]
    often = Counter(arm for _, tape in folded for arm, _ in _of_totals(tape))
    again = all(often[place] >= _FEWEST for place in range(len(drafts)))
    sure = sum(sizes) in stated or again or _are_most(folded, totals, sizes, stated)
    found = _complete(drafts, totals) if sure else ()
    found = found or of_one_size(drafts, rows)
    return found if any(draft.size for draft in found) else _left(drafts, folded, named, stated)


def _in_turn(rows: list[Row]) -> Told:
    """The people that some arms are told of and the totals of the rest, where one sentence has both."""
    for number, tape in rows:
        people, totals = dict(_of_people(tape)), dict(_of_totals(tape))
        if people and totals and people.keys().isdisjoint(totals):
            return {arm: {size: number} for arm, size in (people | totals).items()}
    return {}


def _counted(
    drafts: tuple[ArmDraft, ...], rows: list[Row], stated: set[int],
    named: dict[int, tuple[Counted, ...]],
) -> tuple[ArmDraft, ...]:  # fmt: skip
    """The drafts with the numbers of the sentence that gives each one, the most people first.

    Where it counts those to whom something happened, their sum must be stated elsewhere.
    """
    told: list[tuple[bool, int, int, dict[int, int]]] = []
    for number, tape in rows:
        found = head_counts(tape, len(drafts)) or named.get(number, ())
        total = sum(each.size for each in found)
        told_of = (
            stated if not _happened(tape, found) else stated_in([r for r in rows if r[0] != number])
        )
        whole = _is_whole(total, told_of, shares=any(each.share for each in found))
        few = number in named and found == named[number] and total < _MOST * max(stated, default=0)
        plain = _is_plain(tape, found) or (found and found == in_turns(tape))
        if found and (whole or (plain and not few)):
            told.append((whole, total, -number, {each.arm: each.size for each in found}))
    if not told:
        return _adding_up(drafts, rows, stated)
    _, _, number, sizes = max(told, key=lambda each: each[:3])
    return tuple(
        draft._replace(size=sizes[n], sentences=_with(draft, -number))
        for n, draft in enumerate(drafts)
    )


def _left(
    drafts: tuple[ArmDraft, ...], rows: list[Row], named: dict[int, tuple[Counted, ...]],
    stated: set[int],
) -> tuple[ArmDraft, ...]:  # fmt: skip
    """The drafts with the numbers of those who were analysed, where no others are told and these are most."""
    for number, tape in rows:
        found = head_counts(tape, len(drafts)) or named.get(number, ())
        told = found and tape.hit(_ANALYSED) and not (_happened(tape, found) or tape.hit(_OF_PART))
        whole, total = stated - {each.size for each in found}, sum(each.size for each in found)
        if told and _MOST * max(whole, default=total) <= total <= max(whole, default=total):
            sizes = {each.arm: each.size for each in found}
            return tuple(
                draft._replace(size=sizes[n], sentences=_with(draft, number))
                for n, draft in enumerate(drafts)
            )
    return drafts


def _happened(tape: Tape, found: tuple[Counted, ...]) -> bool:
    """Whether a sentence says what happened to people before it counts them."""
    first = min((each.place for each in found), default=0)
    return tape.part(0, first).hit(EVENTS) is not None


def _is_whole(total: int, stated: set[int], *, shares: bool) -> bool:
    """Whether numbers add up to one that is stated, and not to a small part of the people."""
    most = max(stated, default=0)
    return total == most if shares else total in stated and total * _SMALL >= most


def _is_plain(tape: Tape, found: tuple[Counted, ...]) -> bool:
    """Whether a sentence tells of people, of nothing that happened to them and of no part of them."""
    people = "S" in tape.forms
    shares = any(each.share for each in found)
    return people and not (shares or tape.hit(EVENTS) or tape.hit(_PART))


def _adding_up(
    drafts: tuple[ArmDraft, ...], rows: list[Row], stated: set[int]
) -> tuple[ArmDraft, ...]:
    """The drafts with the numbers of sentences of their own that together add up to all people."""
    told: Told = {}
    for number, tape in rows:
        found = single_counts(tape)
        for each in found if not _happened(tape, found) else ():
            told.setdefault(each.arm, {}).setdefault(each.size, number)
    if len(told) != len(drafts) or any(len(sizes) > _SMALL for sizes in told.values()):
        return ()
    whole = [
        sizes
        for sizes in product(*(told[n] for n in range(len(drafts))))
        if _is_whole(sum(sizes), stated, shares=False) and sum(sizes) * _FEWEST >= max(stated)
    ]
    if len(whole) != 1:
        return ()
    return tuple(
        draft._replace(size=size, sentences=_with(draft, told[n][size]))
        for n, (draft, size) in enumerate(zip(drafts, whole[0], strict=True))
    )


def _are_most(rows: list[Row], totals: Told, sizes: list[int], stated: set[int]) -> bool:
    """Whether one sentence out of no part of them counts out of most of the people there were."""
    numbers = {number for told in totals.values() for number in told.values()}
    whole = max(stated, default=0)
    parts = any(tape.hit(_OF_PART) for n, tape in rows if n in numbers)
    return len(numbers) == 1 and not parts and _MOST * whole <= sum(sizes) <= whole


def _counts(tape: Tape) -> bool:
    told = not tape.forms.isdisjoint(("S", "Q"))
    return told or ("V" in tape.forms and not tape.forms.isdisjoint(_COUNTING))


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
    for pattern, _ in _NUMBERED.open_to(tape):
        for hit in tape.hits(pattern):
            part = tape.hit(_PART)
            if part and part.first < hit.last:
                break
            (item,) = hit.items("n")
            (arm,) = hit.items("arm")
            size = size_of(item)
            bare = pattern == _DECLARED and not is_declared(item)
            bare = bare or _OF_SOME.search(tape.words((item,)).lower()) is not None
            if size and not bare and len(arm.value.arms) == 1:
                yield arm.value.arms[0], size


def _of_totals(tape: Tape) -> Iterator[tuple[int, int]]:
    """The arms with the totals out of which a sentence counts."""
    for pattern in _COUNTED:
        for hit in tape.hits(pattern):
            (item,), (arm,) = hit.items("n"), hit.items("arm")
            if item.value.denominator and len(arm.value.arms) == 1:
                yield arm.value.arms[0], item.value.denominator


def of_one_size(drafts: tuple[ArmDraft, ...], rows: list[Row]) -> tuple[ArmDraft, ...]:
    """The drafts each with the number that a sentence gives every group, where one number only."""
    stated = stated_in(rows)
    told: dict[int, int] = {}
    for number, tape in rows:
        hits = [hit for hit, _ in _OF_EACH.hits(tape)]
        for hit in () if not hits or tape.hit(PART) or tape.hit(_PLANNED) else hits:
            size = size_of(hit.items("n")[0])
            if hit.has("many") and size_of(hit.items("many")[0]) != len(drafts):
                continue
            whole = size and size * len(drafts) in stated
            plain = bool(tape.hit(ALLOTS) or tape.hit(_THERE_WERE)) and not tape.hit(EVENTS)
            alone = hit.first <= 1 and len(tape.items) - hit.last <= 1
            if size and (whole or plain or alone):
                told.setdefault(size, number)
    if len(told) != 1:
        return drafts
    ((size, number),) = told.items()
    return tuple(
        draft._replace(size=size, sentences=tuple(sorted({*draft.sentences, number})))
        for draft in drafts
    )


def stated_in(rows: list[Row]) -> set[int]:
    """The numbers of people that the sentences state."""
    told = (tape.items for _, tape in rows if "S" in tape.forms)
    return {item.value.count for items in told for item in items if item.form == "S"}

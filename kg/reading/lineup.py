"""The line-up of a study: its arms, out of all the ways in which a report names them.

In: the sentences' tapes. Out: :class:`~kg.reading.arms.ArmDraft` records. What the rules of
:mod:`kg.reading.arms` read comes first; then the names that stand with their numbers of people,
best where the numbers add up to one that the report states; numbers and further names found
elsewhere are given to the arms they name.
"""

import re
from collections.abc import Iterable, Iterator

from kg.reading.aliases import with_aliases
from kg.reading.allotment import allotted, announced, announced_in
from kg.reading.arms import ArmDraft, is_named
from kg.reading.crossed import without_crossed
from kg.reading.dose_arms import with_doses
from kg.reading.frozen import Frozen
from kg.reading.glossary import Glossary, normal
from kg.reading.group_names import Sized, is_dose
from kg.reading.in_common import received_by_all
from kg.reading.listed_names import GENERIC, are_arms, draft_of, drafts_of, is_arm, unbracketed
from kg.reading.named import compared, named, offered
from kg.reading.roles import with_roles
from kg.reading.roster import Roster
from kg.reading.scored import of_arms, score
from kg.reading.shared_heads import with_heads
from kg.reading.sized import singles, sized
from kg.reading.sizing import ALLOTS, of_one_size, sized_in_place, stated_in
from kg.reading.strange import is_strange
from kg.reading.tallies import EVENTS, PART
from kg.reading.tape import Tape
from kg.reading.told import readings
from kg.reading.treatments import Component
from kg.reading.undergone import undergone

Row = tuple[int, Tape]
_LETTERS = re.compile("[^\\W\\d_]")
_CHANCE = r"(?:randomized|randomly|randomization|random|by chance|by lot|coin)"
_PURPOSE = r"(?:aims?|purpose|objectives?|goals?|to (?:compare|evaluate|assess|determine|investigate|examine|test)|we compared?|compares|comparing|(?:trial|study) (?:{w} )?compared)"
_TRIAL = (
    r"(?:randomized|randomised|phase (?:ii|iii|ii/iii)) (?:{w} ){0,6}?(?:trial|study|comparison)"
)
_BLINDED = r"(?:double-blind|double-blinded|double blind) (?:{w} ){0,6}?(?:trial|study|comparison)"
_OF_TRIALS = rf"{ALLOTS}|placebo-controlled|crossover|cross-over|double-blind|double-blinded|double blind|phase iii"
_BLANKS = frozenset("placebo placebos vehicle sham".split())
_SMALL = frozenset("with plus without no to for by on based only alone dose".split())
_ENOUGH, _CERTAIN = 2, 4
_FEW, _PAIR = 4, 2


class Line(Frozen, frozen=True, gc=False):
    """A list of drafts, and how surely it is the study's arms."""

    drafts: tuple[ArmDraft, ...]
    score: int
    number: int
    declared: bool


def line_up(
    rows: Iterable[Row], titles: Iterable[Row], glossary: Glossary, lead: str
) -> tuple[ArmDraft, ...]:
    """The arms of a study, under all their names; none where fewer than two are told of."""
    told, titles = list(rows), list(titles)
    tapes = {**dict(titles), **dict(told)}
    known = without_crossed(told)
    return _settled(_line_up(known, titles, tapes, glossary, lead), tapes, glossary)


def line_up_undergone(rows: Iterable[Row], glossary: Glossary, lead: str) -> tuple[ArmDraft, ...]:
    """The arms of a study that only says what was given, in the passive: "drops or tea were given"."""
    known = list(rows)
    for number, tape in known if any(tape.hit(_CHANCE) for _, tape in known) else ():
        for found in undergone(tape) if not tape.hit(PART) else ():
            drafts = list(drafts_of(tape, number, found, glossary, known))
            sure = _is_blank(drafts) or tape.hit(_CHANCE) or _recur(drafts, number, known)
            if sure and are_arms(drafts, glossary):
                chosen = tuple(with_roles([d._replace(size=None) for d in drafts], glossary, lead))
                return _settled(_filled(chosen, known, glossary), dict(known), glossary)
    return ()


def _settled(
    drafts: tuple[ArmDraft, ...], tapes: dict[int, Tape], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The arms with what they share, their doses and their other names; none where one has no letters."""
    told = with_doses(with_heads(drafts, glossary), tapes, glossary)
    spelled = all(_LETTERS.search(draft.label) for draft in told)
    return with_aliases(told, tapes) if spelled else ()


def _line_up(
    known: list[Row], titles: list[Row], tapes: dict[int, Tape], glossary: Glossary, lead: str
) -> tuple[ArmDraft, ...]:
    read = with_roles(_told(known, glossary), glossary, lead)
    told = tuple(_bared(_also_called(draft, tapes)) for draft in read)
    told = sized_in_place(told, tapes)
    if len(told) > 1 and all(draft.size for draft in told):
        return told
    stated = stated_in(known)
    lines = sorted(_lines(known, glossary, stated), key=lambda line: (-line.score, line.number))
    sure = [line for line in lines if line.score >= _ENOUGH]
    if told:
        joined = _joined(told, lines, glossary)
        told = joined or (told if not sure else ())
    sure = sure or [line for line in lines if _is_likely(line, known)]
    found = list(sure[0].drafts) if sure else _grouped(known, glossary)
    found = found or _unsized(known, titles, glossary)
    chosen = told or tuple(with_roles(found, glossary, lead) if found else ())
    chosen = sized_in_place(chosen, tapes) if chosen else ()
    if chosen and not told and not sure:
        chosen = _joined(chosen, lines, glossary) or chosen
    return _filled(chosen, known, glossary) if chosen else ()


def _told(rows: list[Row], glossary: Glossary) -> list[ArmDraft]:
    """The arms of the first way of reading that names them all, each with what all received."""
    most = announced_in(rows)
    for drafts in readings(rows, glossary):
        named = len(drafts) >= most and all(map(is_named, drafts))
        if named and not any(is_strange(d, glossary) for d in drafts):
            shared = tuple(received_by_all(rows, glossary))
            return [_sharing(draft, shared) for draft in drafts]
    return []


def _sharing(draft: ArmDraft, shared: tuple[tuple[Component, int], ...]) -> ArmDraft:
    return draft._replace(
        components=(*draft.components, *(component for component, _ in shared)),
        sentences=tuple(sorted({*draft.sentences, *(number for _, number in shared)})),
    )


def _unsized(rows: list[Row], titles: list[Row], glossary: Glossary) -> list[ArmDraft]:
    """The arms of the first list of names without numbers: allotted to, else compared."""
    purposes = [*titles, *((n, tape) for n, tape in rows if tape.hit(_PURPOSE))]
    trial = _is_trial([*titles, *rows])
    chance = any(tape.hit(_CHANCE) for _, tape in rows)
    for lists, told in ((allotted, chance), (announced, chance or trial)):
        for number, tape in rows if told else ():
            for listed in lists(tape) if not tape.hit(PART) else ():
                drafts = list(drafts_of(tape, number, listed.names, glossary, rows))
                if len(drafts) > 1 and are_arms(drafts, glossary):
                    return [draft._replace(size=None) for draft in drafts]
    given, most = rows if chance else [], announced_in(rows)
    for read, tapes in ((named, rows), (offered, given), (compared, purposes if trial else [])):
        for number, tape in tapes:
            for found in read(tape) if not tape.hit(PART) else ():
                drafts = list(drafts_of(tape, number, found, glossary, rows))
                sure = any(map(is_dose, found)) or (read is compared and _of_trial(tape, found))
                sure = sure or (read is offered and (bool(tape.hit(_CHANCE)) or _is_blank(drafts)))
                sure = sure or _recur(drafts, number, rows)
                if len(drafts) >= max(most, _PAIR) and sure and are_arms(drafts, glossary):
                    return [draft._replace(size=None) for draft in drafts]
    return []


def _is_blank(drafts: list[ArmDraft]) -> bool:
    """Whether one of the drafts is given nothing that works: by chance, as those of the others are."""
    return any(_BLANKS & set(normal(draft.label).split()) for draft in drafts)


def _of_trial(tape: Tape, found: tuple[Sized, ...]) -> bool:
    """Whether a sentence that sets two names against each other calls that a trial, or a blinded one of placebo."""
    last = found[-1].run[-1].form
    return bool(tape.hit(_TRIAL) or (last in {"placebo", "placebos"} and tape.hit(_BLINDED)))


def _grouped(rows: list[Row], glossary: Glossary) -> list[ArmDraft]:
    """The arms that sentences of their own call groups, each with one number written as "n ="."""
    found: dict[str, list[ArmDraft]] = {}
    for number, tape in rows:
        for each in () if tape.hit(PART) else singles(tape):
            if each.declared:
                draft = draft_of(tape, number, each, glossary)
                found.setdefault(normal(draft.label), []).append(draft)
    once = [drafts[0] for drafts in found.values() if len({d.size for d in drafts}) == 1]
    return once if 1 < len(once) == len(found) <= _FEW and are_arms(once, glossary) else []


def _is_likely(line: Line, rows: list[Row]) -> bool:
    """Whether names with "n =" but without a verb that allots are the arms: all are met again."""
    return line.declared and _is_trial(rows) and _recur(list(line.drafts), line.number, rows)


def _is_trial(rows: list[Row]) -> bool:
    return any(tape.hit(_OF_TRIALS) for _, tape in rows)


def _recur(drafts: list[ArmDraft], number: int, rows: list[Row]) -> bool:
    """Whether each name has a word of its own that another sentence has too; blanks need none."""
    words = [set(normal(draft.label).split()) - GENERIC - _SMALL for draft in drafts]
    if len(words) == _PAIR and words[0] == words[1] and words[0]:
        return any(draft.label.lower().startswith(("no ", "without ")) for draft in drafts)
    elsewhere = {
        word
        for n, tape in rows
        if n != number
        for item in tape.items
        for word in (item.form, item.form.removesuffix("s"))
    }
    blank = any(words) and not any(own - _BLANKS for own in words)
    return not blank and all(
        not own - _BLANKS or (own - set().union(*words[:n], *words[n + 1 :])) & elsewhere
        for n, own in enumerate(words)
    )


def _filled(
    drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The drafts with the numbers that single mentions give them, each the only one for its arm."""
    if all(draft.size for draft in drafts):
        return drafts
    roster = Roster(drafts, glossary)
    found: dict[int, dict[int, int]] = {}
    for number, tape in rows:
        for each in () if tape.hit(PART) else singles(tape):
            place = roster.resolve(tape.words(unbracketed(each.run)))
            if place is not None and each.share is None and (each.declared or not tape.hit(EVENTS)):
                found.setdefault(place, {}).setdefault(each.size, number)
    filled = tuple(_sized_once(draft, found.get(n, {})) for n, draft in enumerate(drafts))
    return filled if any(draft.size for draft in filled) else of_one_size(filled, rows)


def _sized_once(draft: ArmDraft, found: dict[int, int]) -> ArmDraft:
    """The draft with its number, where just one was found and it has none."""
    if draft.size is not None or len(found) != 1:
        return draft
    ((size, number),) = found.items()
    return draft._replace(size=size, sentences=tuple(sorted({*draft.sentences, number})))


def _also_called(draft: ArmDraft, tapes: dict[int, Tape]) -> ArmDraft:
    """A draft with the name in parentheses right behind it: "docetaxel plus X (TX)"."""
    for number in draft.sentences:
        items = tapes[number].items
        behind = [n for n, item in enumerate(items) if item.start >= draft.span[1]][:1]
        place = behind[0] if behind else len(items)
        inside = items[place : place + 3]
        if [i.form for i in inside[:1]] == ["("] and [i.form for i in inside[2:]] == [")"]:
            words = tapes[number].words(inside[1:2])
            if words[:2].isupper():
                return draft._replace(aliases=draft.aliases | {normal(words)})
    return draft


def _bared(draft: ArmDraft) -> ArmDraft:
    """A draft that received nothing where its name is only that of a group: "control group"."""
    generic = not set(normal(draft.label).split()) - GENERIC
    named = {word for c in draft.components for word in normal(c.words).split()} - GENERIC
    return draft._replace(components=(), names=frozenset()) if generic and not named else draft


def _lines(rows: list[Row], glossary: Glossary, stated: set[int]) -> Iterator[Line]:
    for number, tape in rows:
        if tape.hit(PART):
            continue
        for found in of_arms(list(sized(tape))):
            sure = score(tape, found, stated)
            drafts = tuple(drafts_of(tape, number, found, glossary, rows))
            told = all(is_arm(draft) or sure > _CERTAIN for draft in drafts)
            told = told and not any(is_strange(draft, glossary) for draft in drafts)
            if sure > 0 and told:
                yield Line(drafts, sure, number, all(each.declared for each in found))


def _joined(
    told: tuple[ArmDraft, ...], lines: list[Line], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The arms that the rules read, with the numbers of the first list that names each of them."""
    roster = Roster(told, glossary)
    for line in lines:
        places = [roster.resolve(draft.label) for draft in line.drafts]
        if len(places) == len(told) == len({place for place in places if place is not None}):
            by_place = dict(zip(places, line.drafts, strict=True))
            return tuple(_with(arm, by_place[n]) for n, arm in enumerate(told))
    return ()


def _with(arm: ArmDraft, found: ArmDraft) -> ArmDraft:
    return arm._replace(
        size=arm.size or found.size,
        aliases=arm.aliases | found.aliases,
        sentences=tuple(sorted({*arm.sentences, *found.sentences})),
    )

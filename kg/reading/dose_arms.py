"""Arms that differ by their dose alone: what each is called, and how sentences speak of it.

In: drafts of arms with the sentences' tapes; later tapes on which arms are to be found. Out: drafts
each with its dose in its label; tapes on which "zentarol 10 mg", "the 10 mg group" and "the higher
dose" stand as ``A``. A dose that two arms have, or that stands by itself, means none of them.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kg.reading.dosage import is_dose, is_strength
from kg.reading.glossary import Glossary, normal
from kg.reading.measures import Measure
from kg.reading.phrases import STOPS, VERBS, depth_zero, forms, trim
from kg.reading.tape import Item, Tape
from kg.reading.treatments import Component, component

if TYPE_CHECKING:
    from kg.reading.arms import ArmDraft

_RATE = (
    r"(?:/ (?:day|d|week)|(?:per|a) (?:day|week)|(?:once|twice|thrice) (?:daily|weekly|a day|a week)|daily|weekly"
    r"|once-daily|twice-daily|once-weekly|b\.i\.d\.|bid|q\.d\.|qd|t\.i\.d\.|tid|V times (?:a day|daily))"
)
_HEAD = r"(?:groups?|arms?|doses?|dosages?|recipients|regimens?|cohorts?|patients|participants|subjects)"
_BEFORE = frozenset("with for on receiving received given taking".split())
_THOSE = frozenset("those patients women men participants subjects adults children".split())
_HIGH = r"(?:high|higher|highest|larger|largest)"
_LOW = r"(?:low|lower|lowest|smaller|smallest)"
_RANKED = rf"(?P<way>{_HIGH}|{_LOW})(?:-| )doses?"
_RANKED_WORDS = frozenset({"high", "higher", "highest", "larger", "largest"})
_LISTED = rf"V (?:, )?(?:and|or|versus|vs) V(?: {_RATE})? {_HEAD}"
_NO_NAME = frozenset(
    "either receive dose doses daily once twice weekly placebo got took used taking receiving using group groups fixed oral".split()
)
_NO_WORDS = STOPS | VERBS | _NO_NAME
_NAMED, _PAIR = 4, 2


class Dose(NamedTuple):
    """What a dose is: its amount and the code of its unit."""

    amount: Decimal
    unit: str


def dose_of(item: Item) -> Dose | None:
    """The dose that an item is, if it is one.

    >>> from kg.reading.atoms import Unit
    >>> dose_of(Item("V", 0, 4, Measure(Decimal(5), "5", Unit("mg", "mg"))))
    Dose(amount=Decimal('5'), unit='mg')
    """
    measure = item.value if item.form == "V" else None
    if not isinstance(measure, Measure) or measure.value is None or measure.unit is None:
        return None
    plain = measure.spread is None and measure.interval is None and measure.spread_low is None
    told = plain and (is_dose(measure) or is_strength(measure))
    return Dose(measure.value, measure.unit.code) if told else None


def doses_in(items: Iterable[Item]) -> list[Item]:
    """The items that are doses, outside of brackets."""
    return [item for item in depth_zero(tuple(items)) if dose_of(item)]


def with_doses(
    drafts: "tuple[ArmDraft, ...]", tapes: dict[int, Tape], glossary: Glossary
) -> "tuple[ArmDraft, ...]":
    """The drafts, those that receive the same called by what sets them apart: their doses."""
    sole = Counter(_received(draft, glossary) for draft in drafts)
    drafts = tuple(
        each
        for draft in drafts
        for each in (_several(draft, tapes) if sole[_received(draft, glossary)] == 1 else (draft,))
    )
    names = [_received(draft, glossary) for draft in drafts]
    alike = Counter(names)
    told = [_told(d, tapes) if alike[n] > 1 else None for d, n in zip(drafts, names, strict=True)]
    whole = {name for name, dose in zip(names, told, strict=True) if dose is None}
    kept = [None if n in whole else dose for n, dose in zip(names, told, strict=True)]
    doses = [(n, dose_of(k)) for n, k in zip(names, kept, strict=True) if k]
    if len(set(doses)) < len(doses):
        return drafts
    return tuple(
        _called(draft, dose, tapes) if dose else draft
        for draft, dose in zip(drafts, kept, strict=True)
    )


def _several(draft: "ArmDraft", tapes: dict[int, Tape]) -> "Iterator[ArmDraft]":
    """The arms of "zentarol 5 or 10 mg": one for each dose, where one of them is met by itself."""
    doses = _alternatives(draft, tapes)
    apart = draft.size is None and len(draft.components) == 1 and draft.number is None
    if len(doses) > 1 and apart and _met_apart(doses, draft, tapes):
        for dose in doses:
            yield _called(draft, dose, tapes)
    else:
        yield draft


def _alternatives(draft: "ArmDraft", tapes: dict[int, Tape]) -> list[Item]:
    """The doses of an arm that stand in one list behind its name."""
    for number in draft.sentences[:1] if draft.components else ():
        items = tapes[number].items
        name = next((n for n, i in enumerate(items) if i.end == draft.components[0].end), None)
        if name is None or draft.components[0].kind != "treatment":
            return []
        place = name + 1 + (forms(items[name + 1 : name + 2]) == "(")
        found = []
        while place < len(items) and dose_of(items[place]):
            found.append(items[place])
            joints = [i.form for i in items[place + 1 : place + 3]]
            place += 1 + (2 if joints[:1] == [","] and joints[1:] in (["or"], ["and"]) else 1)
            if not joints or joints[0] not in {",", "or", "and"}:
                break
        return found if len({dose_of(i) for i in found}) == len(found) else []
    return []


def _met_apart(doses: list[Item], draft: "ArmDraft", tapes: dict[int, Tape]) -> bool:
    """Whether another sentence speaks of one of the doses, or of all of them with an "and"."""
    if len(doses) > _PAIR:
        return True
    wanted = {dose_of(item) for item in doses}
    names = {
        normal(draft.components[0].words).split()[-1],
        "group",
        "groups",
        "arm",
        "dose",
        "doses",
    }
    for number, tape in tapes.items():
        for place, item in enumerate(tape.items):
            if number in draft.sentences or dose_of(item) not in wanted:
                continue
            near = [i.form for i in tape.items[max(0, place - 2) : place + 3]]
            if "or" not in near and names & {normal(form) for form in near}:
                return True
    return False


def _received(draft: "ArmDraft", glossary: Glossary) -> tuple[str, ...]:
    """What a draft receives, each by its shortest name: without route, rhythm or form."""
    names = (glossary.names(c.words) or {normal(c.words)} for c in draft.components)
    return tuple(sorted(min(each, key=lambda name: (len(name), name)) for each in names))


def _told(draft: "ArmDraft", tapes: dict[int, Tape]) -> Item | None:
    """The one dose in the stretch that tells of an arm with one treatment."""
    if len(draft.components) != 1 or draft.components[0].kind != "treatment":
        return None
    for number in draft.sentences[:1]:
        own = [i for i in tapes[number].items if draft.span[0] <= i.start < draft.span[1]]
        found = doses_in(own)
        return found[0] if len(found) == 1 else None
    return None


def _called(draft: "ArmDraft", dose: Item, tapes: dict[int, Tape]) -> "ArmDraft":
    """A draft by the name of its treatment and its dose; by the dose alone it is known too."""
    written = tapes[draft.sentences[0]].words((dose,))
    unit = dose.value.unit.written
    amount = written if unit in written else f"{written} {unit}"
    name = draft.components[0].words
    label = draft.label if draft.number else f"{name} {amount}"
    aliases = {normal(amount), normal(f"{name} {amount}"), normal(f"{amount} {name}")}
    return draft._replace(
        label=label,
        aliases=draft.aliases | aliases,
        names=draft.names | aliases,
        dose=dose_of(dose),
    )


def given_at(dose: Item, tapes: Iterable[Tape]) -> Component | None:
    """The one treatment that sentences name beside a dose: "zentarol 5, 10 or 20 mg"."""
    wanted = dose_of(dose)
    found: Counter[str] = Counter()
    named: dict[str, Component] = {}
    for tape in tapes:
        for place, item in enumerate(tape.items):
            if wanted is not None and dose_of(item) == wanted:
                for run in (_name_before(tape, place), _name_behind(tape, place)):
                    if run:
                        each = component(tape, run)
                        found[normal(each.words)] += 1
                        named.setdefault(normal(each.words), each)
    ranked = found.most_common(2)
    sole = ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1])
    return named[ranked[0][0]] if sole else None


def _name_before(tape: Tape, place: int) -> tuple[Item, ...]:
    """The name before a dose or before the list of doses that it is part of."""
    while place and (tape.items[place - 1].form in {"V", ",", "or", "and"}):
        place -= 1
    first = place
    while first and place - first < _NAMED and _is_word(tape.items[first - 1]):
        first -= 1
    return trim(tape.items[first:place])


def _name_behind(tape: Tape, place: int) -> tuple[Item, ...]:
    """The name behind "of" that follows a dose or a list of doses."""
    items = tape.items
    place += 1
    while place < len(items) and items[place].form in {"V", ",", "or", "and", "/", "day"}:
        place += 1
    if place >= len(items) or items[place].form != "of":
        return ()
    last = place + 1
    while last < len(items) and last - place <= _NAMED and _is_word(items[last]):
        last += 1
    return trim(items[place + 1 : last])


def _is_word(item: Item) -> bool:
    form = item.form
    return form[0].isalpha() and form[0].islower() and form not in _NO_WORDS


def fold_doses(
    tape: Tape, drafts: "tuple[ArmDraft, ...]", names: tuple[frozenset[str], ...], make: "Maker"
) -> Tape:
    """The tape on which mentions of arms by their dose stand as ``A``."""
    known: dict[Dose, int] = {}
    for n, draft in enumerate(drafts):
        if draft.dose is not None:
            known[draft.dose] = n if draft.dose not in known else -1
    if not known:
        return tape
    words = frozenset(name for each in names for name in each)
    spots = sorted({*_by_dose(tape, known, words), *_by_rank(tape, drafts)})
    items: list[Item] = []
    done = 0
    for first, last, arms in spots:
        if first >= done:
            items += [*tape.items[done:first], make(tape, first, last, arms)]
            done = last
    return Tape(tape.text, (*items, *tape.items[done:])) if done else tape


Spot = tuple[int, int, tuple[int, ...]]


Maker = Callable[[Tape, int, int, tuple[int, ...]], Item]


def _by_dose(tape: Tape, known: dict[Dose, int], words: frozenset[str]) -> Iterator[Spot]:
    for hit in tape.hits(_LISTED):
        places = [known.get(d, -1) for i in hit.items() if (d := dose_of(i))]
        if len(places) > 1 and -1 not in places and len(set(places)) == len(places):
            yield hit.first, hit.last, tuple(places)
    labels = tuple(_labels(tape, known))
    if len({arms for *_, arms in labels}) == len(labels) > 1:
        yield from labels
    for place, item in enumerate(tape.items):
        arm = known.get(dose, -1) if (dose := dose_of(item)) else -1
        if arm >= 0:
            first, last = _reach(tape, place, words)
            row = _row(tape, place, known) if first < place and last > first else ()
            if row:
                yield first, place + 2 * len(row) + 1, (arm, *row)
            elif last > first:
                yield first, last, (arm,)


def _labels(tape: Tape, known: dict[Dose, int]) -> Iterator[Spot]:
    """The doses in brackets right behind values, each of its arm: "12% (5 mg) and 15% (10 mg)"."""
    items = tape.items
    for n in range(1, len(items) - 2):
        inside = items[n].form == "(" and items[n + 2].form == ")"
        dose = dose_of(items[n + 1]) if inside and items[n - 1].form in {"V", "Q"} else None
        if dose is not None and known.get(dose, -1) >= 0:
            yield n, n + 3, (known[dose],)


def _row(tape: Tape, place: int, known: dict[Dose, int]) -> tuple[int, ...]:
    """The further arms of a list of doses behind one name: "zentarol 5, 10 and 20 mg"."""
    found = []
    for n in range(place + 1, len(tape.items) - 1, 2):
        dose = dose_of(tape.items[n + 1])
        if tape.items[n].form not in {",", "and", "or", "versus", "vs"} or dose is None:
            break
        found.append(known.get(dose, -1))
    return tuple(found) if -1 not in found and len(set(found)) == len(found) else ()


def _reach(tape: Tape, place: int, words: frozenset[str]) -> tuple[int, int]:
    """From where to where a mention by dose goes; nowhere where the dose is no name of an arm."""
    before = _name_length(tape, place, words, back=True)
    behind = place + 1
    rest = tape.part(behind, behind + 6).line
    rate = re.match(rf" {_RATE}(?= )", rest)
    behind += len(rate.group().split()) if rate else 0
    of = tape.items[behind : behind + 1] and tape.items[behind].form == "of"
    name = _name_length(tape, behind + bool(of), words, back=False)
    end = behind + bool(of) + name if name else behind
    head = re.match(rf" {_HEAD}(?= )", tape.part(end, end + 2).line)
    end += 1 if head else 0
    before_it = [item.form for item in tape.items[max(0, place - 2) : place]]
    led = before_it[-1:] and before_it[-1] in _BEFORE and (rate or before_it[0] in _THOSE)
    return (place - before, end) if before or name or head or led else (0, 0)


def _name_length(tape: Tape, place: int, words: frozenset[str], *, back: bool) -> int:
    """How many items right before or behind a place are the name of a treatment."""
    for size in range(_NAMED, 0, -1):
        run = tape.items[max(0, place - size) : place] if back else tape.items[place : place + size]
        plain = len(run) == size and not {"(", ")", ","} & {item.form for item in run}
        if plain and normal(tape.words(run)) in words:
            return size
    return 0


def _by_rank(tape: Tape, drafts: "tuple[ArmDraft, ...]") -> Iterator[Spot]:
    """The arm of the higher or the lower dose, where the doses have an order."""
    dosed = [
        (draft.dose.amount, n, draft.dose.unit) for n, draft in enumerate(drafts) if draft.dose
    ]
    ordered = sorted(dosed)
    if len(ordered) < len("12") or len({unit for *_, unit in dosed}) > 1:
        return
    for hit in tape.hits(
        rf"(?:the )?{_RANKED}(?: {{w}})?? {_HEAD}|the {_RANKED.replace('way', 'wise')}(?! of)"
    ):
        word = hit.match["way"] or hit.match["wise"]
        arm = ordered[-1][1] if word in _RANKED_WORDS else ordered[0][1]
        yield hit.first, hit.last, (arm,)

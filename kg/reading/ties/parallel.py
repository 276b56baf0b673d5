"""Groups of names that the roster has not, known by where they stand beside their values.

In: the items of a sentence of a trial of two arms. Out: the items with the name that stands where
the other arm must stand folded to it: "21% with zentarol and 30% with monotherapy". A name that
could be of others than the other arm is left, and so is a sentence with two such names.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.reading.arms import ArmDraft
from kg.reading.phrases import STOPS, VERBS
from kg.reading.tape import Item

_BEFORE = frozenset(
    "in with for of on among from after receiving under following given taking".split()
)
_LEADS = frozenset({"than", "vs", "versus", "compared", "with", "for", "in", "to", "the"})
_OPENING = frozenset({"(", "[", ";", ","})
_ARTICLES = frozenset({"the", "a", "an", "those"})
_ENDS = frozenset(
    ", . ; ) ( P and or vs vs. versus v compared than while whereas respectively with C F ] [ : had was were"
    " experienced at group arm".split()
)
_PEOPLE = frozenset(
    "patients women men participants subjects cases group arm groups arms controls recipients".split()
)
_NO_NAME = frozenset(
    "baseline total all both each overall follow-up general population historical healthy normal age older younger"
    " first second third last same other others another one two three pre post before after time least most only day"
    " days week weeks month months year years hour hours minute minutes responders non-responders nonresponders stage"
    " grade grades women men males females boys girls premenopausal postmenopausal subgroup subgroups subset positive"
    " negative high low average addition median mean range spite part favour favor terms order whom which this that"
    " patients participants subjects cases events deaths those these them it its their therapy treatment study trial"
    " analysis ci interval hazard ratio risk score scores points respect regard".split()
)
_CONTROL = re.compile(
    r"\b(?:controls?|placebo|usual|standard|conventional|sham|vehicle|comparison|comparator|observation|untreated|no"
    r"|without|alone|monotherapy|routine|reference|dummy|not?)\b"
)
_OUTSIDE = re.compile(r"\b(?:cohort|histor|healthy|external|general|matched|unselected|registry)")
_LETTERED = re.compile(r"(?:the )?(?:(?:group|arm) )?(\d|[a-z]|i{1,3}|iv)(?: (?:group|arm))?")
_WITHOUT = re.compile(r"(?:the )?(?:no|non|not|without)\b")
_NO = frozenset({"no", "without"})
_LEADING_NO = frozenset({"the", "with", "for", "in", "and", "versus", "vs", "vs.", "of", "or", "("})
_COMPARING = frozenset({"than", "compared", "versus", "vs"})
_WHO = frozenset("those patients women men participants subjects who".split())
_GIVEN = frozenset({"given", "receiving", "treated", "assigned", "allocated", "randomized", "on"})
_OF_THEM = frozenset(
    "who not did were was had treated given assigned allocated randomized randomised managed".split()
)
_NOT_THEY = frozenset("baseline before younger older that this".split())
_PLAIN_CONTROLS = frozenset({"placebo", "sham", "vehicle", "control", "controls"})
_LONGEST, _FURTHEST = 4, 9
_TWO = 2
_WORD = re.compile(r"[a-z0-9][a-z0-9+/-]*")


class Slot(NamedTuple):
    """A stretch of items where the name of a group stands beside a value."""

    first: int
    last: int


def with_other(text: str, arms: tuple[ArmDraft, ...], items: list[Item]) -> list[Item]:
    """The items with the one unknown name that stands beside a value as the other of two arms."""
    if len(arms) != _TWO or any(item.form == "X" for item in items):
        return items
    slots = list(_slots(items))
    known = {item.value for item in items if item.form == "A"}
    beside = [slot for slot in slots if items[slot.first].form == "A"]
    unknown = [slot for slot in slots if items[slot.first].form not in {"A", "I"}]
    names = {_name(text, items, slot) for slot in unknown}
    if len(known) != 1 or not beside or len(names) != 1 or len(next(iter(known))) != 1:
        return items
    (arm,) = known.pop()
    if not may_be(names.pop(), arms[1 - arm]):
        return items
    for slot in reversed(unknown):
        start, end = items[slot.first].start, items[slot.last - 1].end
        items = [*items[: slot.first], Item("A", start, end, (1 - arm,)), *items[slot.last :]]
    return items


def _name(text: str, items: list[Item], slot: Slot) -> str:
    words = _WORD.findall(text[items[slot.first].start : items[slot.last - 1].end].lower())
    return " ".join(word for word in words if word not in _PEOPLE)


def _slots(items: list[Item]) -> Iterator[Slot]:
    """The names right behind a value: "V with zentarol", "V of patients in the diet group"."""
    for place, item in enumerate(items):
        if item.form != "V":
            continue
        begin = _begin(items, place + 1)
        end = _end(items, begin) if begin is not None else 0
        if begin is not None and end > begin:
            yield Slot(begin, end)
        elif _form(items, place + 1) == "(" and (end := _end(items, place + 2)) > place + 2:
            if _form(items, end) == ")":
                yield Slot(place + 2, end)
        elif (_form(items, place - 1) == "(" and (slot := _leading(items, place - 1, _LEADS))) or (
            _form(items, place - 1) == ":" and (slot := _leading(items, place - 1, _OPENING))
        ):
            yield slot


def _leading(items: list[Item], end: int, leads: frozenset[str]) -> Slot | None:
    """The name right before a value: "than with monotherapy (12%)", "(usual care: 12%; …"."""
    begin = end
    while (
        begin
        and end - begin < _LONGEST
        and (_is_word(items[begin - 1].form) or _form(items, begin - 1) == "A")
    ):
        begin -= 1
    if begin == end or _form(items, begin - 1) not in leads:
        return None
    forms = {item.form for item in items[begin:end]}
    if forms & _NO_NAME - _heads(items, begin, end) or (begin + 1 < end and "A" in forms):
        return None
    return Slot(begin, end)


def _begin(items: list[Item], place: int) -> int | None:
    """Where the name behind a value begins: behind a preposition, or in brackets of its own."""
    place = _behind_aside(items, place)
    if (_form(items, place), _form(items, place - 2)) == (")", "("):
        place += 1  # "(V) for X"
    form = _form(items, place)
    if form in _PEOPLE and _form(items, place - 1) == "of":
        place, form = place + 1, _form(items, place + 1)
    if form == "of" and _form(items, place + 1) in _PEOPLE:
        place, form = place + 2, _form(items, place + 2)
    if form not in _BEFORE:
        return None
    place += 1
    while _form(items, place) in _ARTICLES:
        place += 1
    if _form(items, place) in _PEOPLE and _form(items, place + 1) in _GIVEN:
        place += 2 + (_form(items, place + 2) in {"with", "to"})  # "the group given …"
    return place


def _behind_aside(items: list[Item], place: int) -> int:
    """The place behind brackets that hold an interval or a unit, if such stand there."""
    forms = [item.form for item in items[place : place + 4]]
    if forms[:1] in (["("], ["["]) and forms[2:3] in ([")"], ["]"]) and forms[1] in {"C", "R"}:
        return place + 3
    return place + 1 if forms[:1] in (["C"], ["R"]) else place


def _end(items: list[Item], begin: int) -> int:
    """Where the name ends, if it is one."""
    if _form(items, begin) in {"A", "I"}:
        return begin + 1
    end = begin
    while end < len(items) and end - begin < _LONGEST and _is_word(items[end].form):
        end += 1
    forms = {item.form for item in items[begin:end]}
    if (
        end == begin
        or _form(items, end) not in _ENDS
        or forms & _NO_NAME - _heads(items, begin, end)
    ):
        return begin
    return end


def _heads(items: list[Item], begin: int, end: int) -> set[str]:
    """The word for people or treatment that may close a name of more words."""
    return {items[end - 1].form} & {*_PEOPLE, "therapy", "treatment"} if end - begin > 1 else set()


def _is_word(form: str) -> bool:
    return (
        form[0].isalnum()
        and not form[0].isupper()
        and form not in STOPS
        and form not in VERBS
        and (not form[0].isdigit() or any(c.isalpha() for c in form))
    )


def _form(items: list[Item], place: int) -> str:
    return items[place].form if 0 <= place < len(items) else "."


def without(text: str, arms: tuple[ArmDraft, ...], items: list[Item]) -> list[Item]:
    """The items with groups that went without what one arm had: "no zentarol".

    Of two arms that is the other one, if it controls; of more it is nobody known.
    """
    found: list[Item] = []
    for item in items:
        told = _arms_of(item)
        rest = _rest(arms, told) if len(told) == 1 else None
        if rest is None:
            found.append(item)
        elif _WITHOUT.match(text[item.start : item.end].lower()) and not _is_without(arms[told[0]]):
            found.append(rest._replace(start=item.start, end=item.end))
        elif _form(found, len(found) - 1) in _NO and _form(found, len(found) - 2) in _LEADING_NO:
            found[-1] = rest._replace(start=found[-1].start, end=item.end)
        else:
            found.append(item)
    return found


def _rest(arms: tuple[ArmDraft, ...], told: tuple[int, ...]) -> Item | None:
    """Who went without what an arm had: of two the other, if it may be; of more nobody known."""
    if len(arms) > _TWO:
        return Item("X", 0, 0)
    other = 1 - told[0]
    return Item("A", 0, 0, (other,)) if is_control(arms[other]) else None


def against(text: str, arms: tuple[ArmDraft, ...], items: list[Item]) -> list[Item]:
    """The items with people whom the one arm named is compared with as the other, if they may be.

    "Fewer with zentarol compared with those left untreated": else they are a group of no arm.
    """
    named = {arm for item in items for arm in _arms_of(item)}
    if len(named) != 1 or any(item.form in {"G", "X"} for item in items):
        return items
    other = 1 - next(iter(named))
    for place, item in enumerate(items):
        begin = place + 1 + (_form(items, place + 1) in {"with", "to"})
        end = _compared_end(items, begin) if item.form in _COMPARING else begin
        if end > begin:
            start, stop = items[begin].start, items[end - 1].end
            may = may_be(text[start:stop].lower(), arms[other])
            whole = Item("A" if may else "X", start, stop, (other,) if may else None)
            return [*items[:begin], whole, *items[end:]]
    return items


def _compared_end(items: list[Item], begin: int) -> int:
    """The place behind people, or behind a control's name, that something is compared with."""
    end = _people_end(items, begin)
    if end > begin:
        return end
    name = begin + (_form(items, begin) in _ARTICLES)
    return name + 1 if _form(items, name) in _PLAIN_CONTROLS else begin


def _people_end(items: list[Item], begin: int) -> int:
    """The place behind the people told of from a place on; that place where no people are."""
    end = begin
    while end < len(items) and end - begin < _FURTHEST and _is_told(items[end].form):
        end += 1
    forms = {item.form for item in items[begin:end]}
    closed = _form(items, end) in {"(", ",", ".", ";"}
    return end if closed and forms & _WHO and not forms & _NOT_THEY else begin


def _is_told(form: str) -> bool:
    return _is_word(form) or form in _ARTICLES | _BEFORE | _OF_THEM


def _arms_of(item: Item) -> tuple[int, ...]:
    if item.form == "A":
        return tuple(item.value)
    return tuple(item.value.arms) if item.form == "I" else ()


def _is_without(arm: ArmDraft) -> bool:
    """Whether an arm is itself called by what it went without."""
    return bool(_WITHOUT.search((arm.label or "").lower()))


def is_control(arm: ArmDraft) -> bool:
    """Whether an arm is by its own words one that another is compared with: placebo, usual care."""
    own = " ".join((arm.label or "", *(c.words for c in arm.components), *arm.aliases)).lower()
    return bool(_CONTROL.search(own)) or any(c.kind != "treatment" for c in arm.components)


def the_control(name: str, arms: tuple[ArmDraft, ...]) -> int | None:
    """The one arm that controls, where a name says that it is one: "placebo" for "usual care"."""
    controls = [n for n, arm in enumerate(arms) if arm.role == "controlRole" and is_control(arm)]
    plain = _CONTROL.search(name) and not _OUTSIDE.search(name)
    return controls[0] if plain and len(controls) == 1 else None


def is_reserved(name: str) -> bool:
    """Whether a name says that it is of controls, or of a group outside the trial."""
    return bool(_CONTROL.search(name) or _OUTSIDE.search(name))


def may_be(name: str, arm: ArmDraft) -> bool:
    """Whether a name can be an arm's: one that controls is no treatment's, nor the other way about."""
    if (letter := _LETTERED.fullmatch(name)) and (
        own := _LETTERED.fullmatch((arm.label or "").lower())
    ):
        return letter[1] == own[1]
    if _OUTSIDE.search(name) and not _OUTSIDE.search((arm.label or "").lower()):
        return False
    if _CONTROL.search(name):
        return is_control(arm) or arm.role == "controlRole"
    return not is_control(arm)

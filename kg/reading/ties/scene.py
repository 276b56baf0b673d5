"""A sentence as ties see it: its values, its arms, and the words between them.

In: a line of a page with its facts, or spans that somebody marked. Out: a tape on which a value
stands as ``V``, a mention of arms as ``A``, all groups as ``G``, a group that nobody could name
as ``X``, and everything else as reading left it.
"""

import re
from functools import lru_cache

from kg.reading.arms import ArmDraft
from kg.reading.facts import Fact, facts_of
from kg.reading.frozen import Frozen
from kg.reading.page import Line
from kg.reading.phrases import STOPS, VERBS
from kg.reading.results import is_arm
from kg.reading.roster import Roster
from kg.reading.tape import Item, Tape
from kg.reading.ties.bare import with_bare
from kg.reading.ties.coordinated import together
from kg.reading.ties.inside import Inside, placed
from kg.reading.ties.parallel import (
    against,
    is_control,
    may_be,
    the_control,
    with_other,
    without,
)
from kg.reading.ties.shares import with_shares
from kg.reading.ties.topics import SAYING
from kg.reading.ties.values import VALUES, ended, form_of, happened, outside, overlaid, plain

_TOLD = VALUES | {"people"}
_HEADS = frozenset({"group", "arm", "groups", "arms", "recipients", "cohort"})
_OF_LIMBS = frozenset(
    "function oedema edema lymphedema lymphoedema morbidity volume circumference pain symptoms swelling mobility"
    " movement strength problems muscle length measurements".split()
)
_LIMBS = frozenset(
    "upper affected ipsilateral contralateral left right normal dominant shoulder treated".split()
)
_NO_NAMES = frozenset(
    "the a an of in for with on and or between within among each both either all two three four every per any no"
    " other which this that these those their age same study versus vs than by to from were was respective different across".split()
)
_LONGEST = 5
_LEADING = frozenset(
    {"with", "among", "for", "on", "receiving", "versus", "vs", "vs.", "than", "taking"}
)
_INTO = frozenset({"in", "with", "for", "on", "of", "among", "than", "receiving"})
_SUCH = frozenset({"that", "those"})
_POINTING = frozenset({":", "(", ";"})
_OF = frozenset({"of", "among", "from", "after", "by"})
_CLOSING = frozenset(
    ", . ; ) V ( and or vs vs. versus P compared than patients women participants group arm recipients users".split()
)
_TREATED_WITH = re.compile(
    r"(.{3,})-(?:treated|exposed|fed|allocated|assigned|vaccinated|supplemented)"
)
_NAMING = frozenset({"A", "I"})
_ROLES = frozenset({"control", "controls", "treatment", "intervention"})
_IN_PASSING = frozenset({"which", "that", "whose"})
_BESIDE = frozenset("V ( ; : , vs vs. versus v than and or the".split())
_BEHIND = frozenset(
    "V ( ) ; : , = vs vs. versus v than and had was were P C F . experienced showed reported".split()
)
_PEOPLE = frozenset({"patients", "women", "participants", "subjects", "men", "group", "arm"})
_PLURAL = re.compile(r"\b(?:groups|arms|both|and|or)\b")
_NOT_TREATED = re.compile(
    r"\b(?:control|placebo|usual|standard|observ|compar|young|old|aged?\b|high|low|risk|negative|positive|sub|non|no\b|mixed"
    r"|other|sham|conventional|untreated|healthy|historic)"
)
_WITHOUT = re.compile(r"(?:no|non|not|without)\b")
_WORD = re.compile(r"[a-z][a-z0-9+-]+")
_EMPTY = frozenset(
    "the a an of and or with for plus group groups arm arms patients treatment therapy treated receiving mg day days week weeks daily"
    " participants subjects women men dose alone study one two three in to by followed every who were was standard from on users".split()
)


class Scene(Frozen, frozen=True, gc=False):
    """The tape of a sentence, and its facts: the payload of a ``V`` is the place of its fact.

    ``named`` are the stretches that the roster itself takes for arms; the others are inferred.
    """

    tape: Tape
    facts: tuple[Fact, ...]
    named: tuple[tuple[int, int], ...] = ()

    @property
    def inferred(self) -> bool:
        """Whether an arm of the sentence goes by a name that the roster does not know."""
        told = (item for item in self.tape.items if item.form == "A")
        return any(not any(a < i.end and i.start < b for a, b in self.named) for i in told)


def scene_of(line: Line, roster: Roster) -> Scene | None:
    """The scene of a line, if it holds values; of two arms the one not named is the other."""
    arms = roster.drafts
    facts = facts_of(line)
    if " V " not in line.full.line and not any(fact.kind in _TOLD for fact in facts):
        return None
    text = line.full.text
    marks = [Item(form_of(f), f.start, ended(text, f), n) for n, f in enumerate(facts)]
    marks = outside(line.full.items, marks)
    items = overlaid(line.full.items, marks)
    items = [_named(items, n) if i.form in _NAMING else i for n, i in enumerate(items)]
    inside = Inside(text, facts, roster.resolve)
    items = placed(items, inside.named(_exposed(roster, list(line.full.items)), marks))
    own, known = _own_words(roster)
    items = together(text, roster, own, _exposed(roster, items))
    items = [_each(items, n) if i.form == "A" else i for n, i in enumerate(items)]
    items = [_single(text, arms, i) if i.form == "A" else i for i in items]
    items = _called(text, own, known, _strangers(happened(plain(items))))
    items = [_told(text, arms, own, i) if i.form == "X" else i for i in items]
    if len(arms) == 2:  # noqa: PLR2004 - one and the other
        items = without(text, arms, items)
        items = with_other(text, arms, _others(text, arms, _treated(text, arms, items)))
        items = against(text, arms, items)
    else:
        items = without(text, arms, items)
    items, facts = with_bare(arms, items, facts)
    tape, facts = with_shares(Tape(text, tuple(items)), facts)
    named = tuple((i.start, i.end) for i in line.full.items if i.form in {"A", "I"})
    return Scene(tape, facts, named) if any(item.form == "V" for item in items) else None


def by_treatments(scene: Scene, roster: Roster) -> Scene | None:
    """The scene with every treatment of one arm alone as that arm, where there is such a one.

    What a clause with "which" says of a treatment is said in passing, and of no group. A word that
    only one arm's name has is a treatment where nothing else stands with it.
    """
    own, known = _own_words(roster)
    items = _called(scene.tape.text, own, known, list(scene.tape.items), bare=True)
    for n, item in enumerate(items):
        if item.form == "I" and not (n and _in_passing(items, n)):
            items[n] = item._replace(form="A", value=tuple(item.value.arms))
    changed = [i.form for i in items] != [i.form for i in scene.tape.items]
    return scene._replace(tape=Tape(scene.tape.text, tuple(items))) if changed else None


def _in_passing(items: list[Item], place: int) -> bool:
    """Whether a treatment is named in passing, or a word for a role is part of another name."""
    before, words = items[place - 1].form, items[place].value.words
    if before == "that" and place > 1 and items[place - 2].form in SAYING:
        return False
    return before in _IN_PASSING or (words.lower() in _ROLES and _names(before))


def _exposed(roster: Roster, items: list[Item]) -> list[Item]:
    """The items with people named by what they were given as their arm: "zentarol-treated patients"."""
    found: list[Item] = []
    for item in items:
        match = _TREATED_WITH.fullmatch(item.form) if "-" in item.form else None
        arm = roster.resolve(match[1]) if match else None
        if found and found[-1].form == "A" and found[-1].end == item.start:
            found.append(item)
        elif arm is not None:
            found.append(Item("A", item.start, item.end, (arm,)))
        else:
            found.append(item)
    return found


def _each(items: list[Item], place: int) -> Item:
    """A mention as it is, unless the word before it says that all groups are meant: "each X group"."""
    item = items[place]
    every = place and items[place - 1].form in {"each", "either", "both", "every"}
    single = item.form == "A" and len(item.value) == 1
    followed = place + 1 < len(items) and items[place + 1].form in {"and", "or", ","}
    return item._replace(form="G") if every and single and not followed else item


def _single(text: str, arms: tuple[ArmDraft, ...], item: Item) -> Item:
    """A mention as it is, unless its words name several groups and one of them was read."""
    if item.form != "A" or len(item.value) != 1:
        return item
    words = text[item.start : item.end].lower()
    label = (arms[item.value[0]].label or "").lower()
    return (
        item._replace(form="G")
        if _PLURAL.search(words) and words not in label and label not in words
        else item
    )


def _called(
    text: str,
    own: tuple[frozenset[str], ...],
    known: frozenset[str],
    items: list[Item],
    *,
    bare: bool = False,
) -> list[Item]:
    """The items with a name behind a preposition as its arm, if it has words of one arm alone.

    A *bare* one stands between values, signs and verbs: "12% zentarol vs 14% placebo".
    """
    if not any(own):
        return items
    found: list[Item] = []
    place = 0
    people = any(item.form in _PEOPLE for item in items)
    while place < len(items):
        leads = bool(found) and found[-1].form in _LEADING
        figure = leads and (items[place].form, _form(items, place + 1)) == ("N", "-")
        stop = place + 2 * figure  # "5-fluorouracil"
        if leads or people:
            stop = _name_end(items, stop, headed=not leads)
        if bare and stop == place and (not found or found[-1].form in _BESIDE):
            stop = _name_end(items, place, headed=False)
            stop = stop if stop < len(items) and items[stop].form in _BEHIND else place
        arm = None
        if stop > place:
            words = set(_WORD.findall(text[items[place].start : items[stop - 1].end].lower()))
            arm = _of_words(words, own, known)
        if arm is not None:
            found.append(Item("A", items[place].start, items[stop - 1].end, (arm,)))
            place = stop
        else:
            found.append(items[place])
            place += 1
    return found


def _of_words(
    words: set[str], own: tuple[frozenset[str], ...], known: frozenset[str]
) -> int | None:
    """The one arm of which words are some of its own, where all others belong to names too."""
    arms = [n for n, each in enumerate(own) if not each.isdisjoint(words)]
    return arms[0] if len(arms) == 1 and words <= known | _EMPTY else None


def _name_end(items: list[Item], place: int, *, headed: bool) -> int:
    """The place behind the words of a name; of one that must be headed, behind its "patients"."""
    stop, most = place, min(len(items), place + _LONGEST)
    while stop < most and _names(items[stop].form):
        stop += 1
        if headed and items[stop - 1].form in _PEOPLE:
            return stop
    return place if headed else stop


@lru_cache(maxsize=1 << 14)
def _names(form: str) -> bool:
    return (
        form not in _NO_NAMES
        and form not in VERBS
        and form not in STOPS
        and form[0].isalnum()
        and not form[0].isupper()
    )


@lru_cache(maxsize=1)  # all scenes of a page ask for those of one roster
def _own_words(roster: Roster) -> tuple[tuple[frozenset[str], ...], frozenset[str]]:
    """The words that only one arm's name has, for each arm, and the words of all their names."""
    told = [
        frozenset(
            _WORD.findall(" ".join((d.label or "", *(c.words for c in d.components))).lower())
        )
        - _EMPTY
        for d in roster.drafts
    ]
    own = tuple(
        own - frozenset().union(*(other for m, other in enumerate(told) if m != n))
        for n, own in enumerate(told)
    )
    return own, frozenset().union(*told)


def _told(
    text: str, arms: tuple[ArmDraft, ...], own: tuple[frozenset[str], ...], item: Item
) -> Item:
    """A group of unknown name as the arm whose words alone its name has, if one arm's only."""
    name = text[item.start : item.end].lower()
    words = set(_WORD.findall(name))
    found = [n for n, each in enumerate(own) if each & words]
    if not found and (control := the_control(name, arms)) is not None:
        found = [control]
    elif _WITHOUT.match(name):  # "the no zentarol group" is the one that had none
        found = [1 - n for n in found if len(arms) == len(found) + 1 and is_control(arms[1 - n])]
    return item._replace(form="A", value=(found[0],)) if len(found) == 1 else item


def _named(items: list[Item], place: int) -> Item:
    """A bare treatment as a mention of its arm where the words around it make it one."""
    item = items[place]
    if item.form != "I":
        return item._replace(value=tuple(item.value.arms)) if item.form == "A" else item
    here = is_arm(Tape("", tuple(items[max(0, place - 1) : place + 1])), min(place, 1))
    follows = items[place + 1].form if place + 1 < len(items) else ""
    before = items[place - 1].form if place else "("
    if before in {"the", "a"} and place > 1 and items[place - 2].form in _INTO:
        before = "of"
    if (
        here
        or (before in {"between", "comparing"} and follows in {"and", "with", "vs", "versus"})
        or (before == "V" and follows in {"vs", "versus", ",", ")", ";", "."})
        or item.value.words.lower().startswith(("group", "arm"))
        or (before in _OF and follows in _CLOSING)
        or (before == "of" and _form(items, place - 2) in _SUCH and follows in {"was", "were"})
        or follows in {":", "(", "V"}
        or before in {"(", ";", "vs", "versus"}
        or (follows == "," and before in _POINTING and _form(items, place + 2) == "V")
        or _listed(items, place)
    ):
        return item._replace(form="A", value=tuple(item.value.arms))
    return item


def _form(items: list[Item], place: int) -> str:
    return items[place].form if place < len(items) else ""


def _listed(items: list[Item], place: int) -> bool:
    """Whether a bare treatment follows another mention: "in A and B"."""
    return (
        place > 1 and items[place - 1].form in {"and", "or"} and items[place - 2].form in {"A", "I"}
    )


def _strangers(items: list[Item]) -> list[Item]:
    """The items with each group of a name that no arm has folded to ``X``."""
    found: list[Item] = []
    for n, item in enumerate(items):
        limb = item.form == "arm" and n + 1 < len(items) and items[n + 1].form in _OF_LIMBS
        if item.form in _HEADS and not limb:
            name = _name_before(found)
            if name and found[-1].form not in _LIMBS:
                start = found[-name].start
                del found[-name:]
                found.append(Item("X", start, item.end))
                continue
        found.append(item)
    return found


def _name_before(found: list[Item]) -> int:
    """How many words before a head name the group."""
    count = 0
    while count < min(_LONGEST, len(found)):
        form = found[-count - 1].form
        if not _names(form):
            break
        count += 1
    return count


def _treated(text: str, arms: tuple[ArmDraft, ...], items: list[Item]) -> list[Item]:
    """The items with a group that is no control, by its name, as the arm that is none either."""
    controls = [n for n, draft in enumerate(arms) if draft.role == "controlRole"]
    if len(controls) != 1 or not is_control(arms[controls[0]]):
        return items
    return [
        i._replace(form="A", value=(1 - controls[0],))
        if i.form == "X" and not _NOT_TREATED.search(text[i.start : i.end].lower())
        else i
        for i in items
    ]


def _others(text: str, arms: tuple[ArmDraft, ...], items: list[Item]) -> list[Item]:
    """The items with unknown groups taken for the other of two arms, where just one is named."""
    named = {arm for item in items if item.form == "A" for arm in item.value}
    strange = {text[item.start : item.end].lower() for item in items if item.form == "X"}
    if len(named) != 1 or len(strange) != 1:
        return items
    other = 1 - next(iter(named))
    if not may_be(strange.pop(), arms[other]):
        return items
    return [i._replace(form="A", value=(other,)) if i.form == "X" else i for i in items]

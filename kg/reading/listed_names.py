"""Drafts of arms out of the names that one list gives to groups.

In: the names of a list, each a stretch of one sentence. Out: :class:`~kg.reading.arms.ArmDraft` records; what is
no more than a dose is that of the treatment named beside it, what is no more than a role or a letter received nothing.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from kg.reading.arms import ArmDraft, arm_of
from kg.reading.dose_arms import doses_in, given_at
from kg.reading.dose_runs import is_further
from kg.reading.glossary import Glossary, normal
from kg.reading.group_names import Sized, is_dose
from kg.reading.strange import is_strange
from kg.reading.tape import Item, Tape
from kg.reading.treatments import Component
from kg.reading.wholes import form_of

Row = tuple[int, Tape]
GENERIC = frozenset(
    "group groups arm arms cohort the a an of and treatment treated study patient patients intervention"
    " experimental control controls test active comparison comparator usual one two three first second"
    " third investigational reference participants women men".split()
)
_CALLED = frozenset(
    "treatment treated study intervention experimental control test active comparison comparator usual"
    " investigational reference".split()
)
_NUMBERED = re.compile(r"(?:group|arm|cohort|regimen|schedule|treatment)s? (?:[a-e]|\d|i{1,3}|iv)")
_HEADED = frozenset({"group", "arm", "cohort"})
_BESIDES = frozenset("plus with + combined".split())
_RATES = frozenset(
    "day daily week weekly per dose doses once twice times each month group groups arm arms fractions and the".split()
)
_MANNERS = frozenset(
    "orally intravenously subcutaneously intramuscularly topically rectally vaginally".split()
)
_SHORT, _ALIAS = 12, 4


def drafts_of(
    tape: Tape, number: int, found: tuple[Sized, ...], glossary: Glossary, rows: list[Row]
) -> Iterator[ArmDraft]:
    """The drafts of a list; a mere dose is one of the treatment named beside it, here or elsewhere."""
    found = _with_own(found)
    drafts = [draft_of(tape, number, each, glossary) for each in found]
    doses = [is_dose(each) and not _is_named(each) for each in found]
    if any(_is_manner(each) for each, dose in zip(found, doses, strict=True) if not dose):
        return
    labels = Counter(draft.label for draft in drafts)
    for n, (draft, each) in enumerate(zip(drafts, found, strict=True)):
        words = " ".join(tape.words(unbracketed(each.run)).split())
        if doses[n]:
            base = _base(drafts, found, doses, n) or _given(each, rows)
            drafts[n] = draft._replace(label=words, components=base, names=frozenset())
        elif any(doses[n + 1 : n + 2]) or labels[draft.label] > 1:
            drafts[n] = draft._replace(label=words)
        yield drafts[n]


def _with_own(found: tuple[Sized, ...]) -> tuple[Sized, ...]:
    """The names of a list, each with the dose behind its comma: "zentarol, 5 mg daily, or placebo"."""
    kept: list[Sized] = []
    for each in found:
        alone = is_dose(each) and not _is_named(each)
        bare = bool(kept) and not kept[-1].size and _takes(kept[-1], each)
        if alone and bare and _is_named(kept[-1]):
            kept[-1] = kept[-1]._replace(run=(*kept[-1].run, *each.run), size=each.size)
        else:
            kept.append(each)
    return tuple(kept)


def _takes(named: Sized, dose: Sized) -> bool:
    """Whether a dose is of the name before it: that has none, or one in another unit."""
    return "W" not in map(form_of, named.run) or (
        bool(doses_in(named.run)) and is_further(named.run, dose.run)
    )


def _is_named(each: Sized) -> bool:
    """Whether a stretch names more than how much and how often."""
    words = {item.form for item in each.run if re.fullmatch(r"[a-z][a-z-]{2,}.*", item.form)}
    return bool(words - _RATES)


def _is_manner(each: Sized) -> bool:
    """Whether a stretch only says how something was given, whose name stands elsewhere."""
    words = {item.form for item in each.run if item.form[0].islower()}
    return bool(words & _MANNERS) and words <= _RATES | _MANNERS


def _base(
    drafts: list[ArmDraft], found: tuple[Sized, ...], doses: list[bool], place: int
) -> tuple[Component, ...]:
    """The treatment of the nearest arm that is named with its dose, of which another is a dose."""
    near = (*range(place - 1, -1, -1), *range(place + 1, len(drafts)))
    named = (drafts[n].components for n in near if not doses[n] and _has_dose(found[n]))
    return next((each for each in named if any(c.kind == "treatment" for c in each)), ())


def _has_dose(each: Sized) -> bool:
    """Whether a stretch names one treatment with its dose, and nothing besides."""
    return bool(doses_in(each.run)) and not _BESIDES & {item.form for item in each.run}


def _given(each: Sized, rows: list[Row]) -> tuple[Component, ...]:
    """The treatment that sentences name beside the dose that an arm is called by."""
    named = [given_at(dose, (tape for _, tape in rows)) for dose in doses_in(each.run)[:1]]
    return tuple(component for component in named if component)


def draft_of(tape: Tape, number: int, each: Sized, glossary: Glossary) -> ArmDraft:
    """The draft that one name of a list stands for."""
    draft = arm_of(tape, each.run, glossary)
    label = " ".join(tape.words(unbracketed(each.run)).split())
    numbered = bool(_NUMBERED.fullmatch(normal(label))) or (
        len(each.run) > 1 and each.run[0].form in _HEADED and each.run[1].form[0] == "@"
    )
    bare = numbered or not set(normal(label).split()) - GENERIC
    aliases = frozenset(_aliases(tape, each))
    if normal(label).split()[:1] in (["not"], ["without"]):
        bare, draft = True, draft._replace(type="noIntervention")
    return draft._replace(
        label=label if bare or not draft.components else draft.label,
        components=() if bare else draft.components,
        names=draft.names if not bare else frozenset(),
        size=each.size,
        number=label if numbered else None,
        aliases=aliases,
        span=(min(item.start for item in (*each.run, *each.also)), each.run[-1].end),
        sentences=(number,),
    )


def unbracketed(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """The first stretch of a run that stands outside parentheses."""
    end = next((n for n, item in enumerate(run) if n and item.form == "("), len(run))
    return run[:end]


def _aliases(tape: Tape, each: Sized) -> Iterator[str]:
    """Other names in parentheses: "arm A", "control", an abbreviation."""
    opened = [n for n, item in enumerate(each.run) if item.form == "("]
    inside = each.run[opened[0] + 1 : -1] if opened else ()
    for items in (inside, each.also):
        words = tape.words(items)
        named = bool(GENERIC & set(normal(words).split())) or (
            len(items) == 1 and words[:2].isupper()
        )
        if items and len(items) <= _ALIAS and named:
            yield normal(words)


def are_arms(drafts: Iterable[ArmDraft], glossary: Glossary) -> bool:
    """Whether all drafts name what people can be allotted to."""
    return all(is_arm(draft) and not is_strange(draft, glossary) for draft in drafts)


def is_arm(draft: ArmDraft) -> bool:
    """Whether a draft names something to receive, or goes by a role or a letter."""
    words = [word for c in draft.components for word in c.words.split()]
    return bool(draft.label) and len(words) <= _SHORT and bool(draft.components or _called(draft))


def _called(draft: ArmDraft) -> bool:
    """Whether a draft that names nothing to receive is called by its role or number."""
    return bool(draft.number or draft.type or set(normal(draft.label).split()) & _CALLED)

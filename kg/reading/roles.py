"""The roles of arms: which is on trial and which is the control.

In: drafts of arms, the title and the objective. Out: the drafts with their roles, where labels tell
them, or where title or objective speak of one of two arms alone. Of two treatments set against each
other neither is the control because it is named second: such arms have no roles.
"""

import re

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary, normal

_BLANKS = frozenset({"placebo", "sham", "vehicle", "dummy"})
_CONTROL = frozenset(
    "placebo control controls usual standard conventional sham observation untreated deferred delayed waiting"
    " wait-list waitlist no not vehicle dummy".split()
)
_AGAINST = re.compile(
    r" (?:versus|vs|v|compar\w+|than|or|superior\w*|non-?inferior\w*|equivalen\w+|against|relative|differen\w+|either) "
)
_LETTERS = re.compile("[a-z]{2}")
_SENTENCE = re.compile(r"[.?!:;] ")
_PLAIN = frozenset(
    "group arm with and plus of for the in to by on at alone only therapy treatment regimen daily weekly dose mg once twice"
    " single combination combined intervention program programme patient".split()
)
_ADDED = re.compile(
    r"(?<=\S) (?:plus|with|and|\+|added to|in addition to|combined with|along with|on top of) (?:usual|standard|conventional|routine) .*"
)
_PAIR = 2


def with_roles(drafts: list[ArmDraft], glossary: Glossary, lead: str) -> list[ArmDraft]:
    """The drafts with their roles, where labels tell them, or a lead that speaks of one alone.

    ``lead`` is the title and the objective: the one of two arms that they study the effects of,
    with no word of the other or of a comparison, is the one on trial.
    """
    blank = [_is_blank(draft) for draft in drafts]
    controls = [
        none or _is_called_control(draft, glossary)
        if any(blank)
        else _is_control(draft, drafts, glossary)
        for none, draft in zip(blank, drafts, strict=True)
    ]
    if any(controls) and not all(controls):
        return [
            d._replace(role="controlRole" if c else "experimentalRole")
            for d, c in zip(drafts, controls, strict=True)
        ]
    only = _studied(drafts, glossary, lead) if len(drafts) == _PAIR else None
    if only is None:
        return drafts
    return [d._replace(role="experimentalRole" if d is only else "controlRole") for d in drafts]


def _is_blank(draft: ArmDraft) -> bool:
    """Whether an arm has nothing that works: then those that have something are no controls."""
    given = draft.components
    return draft.type == "noIntervention" or (
        bool(given) and all(c.kind != "treatment" for c in given)
    )


def _is_control(draft: ArmDraft, drafts: list[ArmDraft], glossary: Glossary) -> bool:
    if draft.role == "controlRole" or any(c.kind != "treatment" for c in draft.components):
        others = [d for d in drafts if d is not draft]
        first = normal(draft.label).partition(" ")[0] in _BLANKS
        return draft.role == "controlRole" or first or not _own(draft, others)
    if _is_called_control(draft, glossary):
        return True
    return all(_within(draft, o) for o in drafts if o is not draft and o.label != "both")


def _is_called_control(draft: ArmDraft, glossary: Glossary) -> bool:
    """Whether an arm goes by a word for controls; "no" and "placebo" may stand beside what works.

    What is added to a usual care is no control.
    """
    label = _ADDED.sub("", normal(glossary.expand(draft.label)))
    words = set(" ".join((label, *draft.aliases)).split()) & _CONTROL
    active = any(c.kind == "treatment" for c in draft.components)
    return bool(words - _BLANKS if active else words)


def _own(draft: ArmDraft, others: list[ArmDraft]) -> set[str]:
    """The treatments that a draft names and no other arm does."""
    shared = {normal(c.words) for other in others for c in other.components}
    return {normal(c.words) for c in draft.components if c.kind == "treatment"} - shared


def _within(draft: ArmDraft, other: ArmDraft) -> bool:
    mine = {normal(c.words) for c in draft.components}
    return bool(mine) and mine < {normal(c.words) for c in other.components}


def _studied(drafts: list[ArmDraft], glossary: Glossary, lead: str) -> ArmDraft | None:
    """The arm that the first sentence of the lead to name any arm names alone, with no comparison."""
    words = [_words(draft, glossary) for draft in drafts]
    own = [mine - theirs for mine, theirs in zip(words, reversed(words), strict=True)]
    for sentence in _SENTENCE.split(lead):
        told = f" {normal(sentence)} "
        named = [n for n, mine in enumerate(own) if mine & set(told.split())]
        if named:
            return drafts[named[0]] if len(named) == 1 and not _AGAINST.search(told) else None
    return None


def _words(draft: ArmDraft, glossary: Glossary) -> set[str]:
    """All words under which an arm may be spoken of, those apart that say nothing of it."""
    names = (draft.label, *(c.words for c in draft.components))
    spelled = " ".join(normal(each) for name in names for each in (name, glossary.expand(name)))
    return {word for word in spelled.split() if _LETTERS.search(word)} - _PLAIN

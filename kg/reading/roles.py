"""The roles of arms: which is on trial and which is the control.

In: drafts of arms, the title and the objective. Out: the drafts with their roles, where labels or
what the title names first tell them.
"""

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary, normal

_CONTROL = (
    "placebo control controls usual standard conventional sham observation untreated deferred delayed waiting"
    " wait-list waitlist no not vehicle dummy".split()
)


def with_roles(drafts: list[ArmDraft], glossary: Glossary, lead: str) -> list[ArmDraft]:
    """The drafts with their roles, where labels or what the title names first tell them.

    ``lead`` is the title and objective, whose first-named treatment is the one on trial where
    the labels alone do not say which arm is the control.
    """
    blank = [_is_blank(draft) for draft in drafts]
    controls = [
        none or _is_called_control(draft) if any(blank) else _is_control(draft, drafts)
        for none, draft in zip(blank, drafts, strict=True)
    ]
    if any(controls) and not all(controls):
        return [
            d._replace(role="controlRole" if c else "experimentalRole")
            for d, c in zip(drafts, controls, strict=True)
        ]
    first = _first_named(drafts, glossary, lead)
    if first is None:
        return drafts
    return [d._replace(role="experimentalRole" if d is first else "controlRole") for d in drafts]


def _is_blank(draft: ArmDraft) -> bool:
    """Whether an arm has nothing that works: then those that have something are no controls."""
    given = draft.components
    return draft.type == "noIntervention" or (
        bool(given) and all(c.kind != "treatment" for c in given)
    )


def _is_control(draft: ArmDraft, drafts: list[ArmDraft]) -> bool:
    if draft.role == "controlRole" or any(c.kind != "treatment" for c in draft.components):
        others = [d for d in drafts if d is not draft]
        return draft.role == "controlRole" or not _own(draft, others)
    if _is_called_control(draft):
        return True
    return any(_within(draft, o) for o in drafts if o is not draft and o.label != "both")


def _is_called_control(draft: ArmDraft) -> bool:
    """Whether an arm goes by a word for controls; "no" and "placebo" may stand beside what works."""
    words = set(" ".join((normal(draft.label), *draft.aliases)).split()) & set(_CONTROL)
    active = any(c.kind == "treatment" for c in draft.components)
    return bool(words - {"placebo", "sham", "vehicle", "dummy"} if active else words)


def _own(draft: ArmDraft, others: list[ArmDraft]) -> set[str]:
    """The treatments that a draft names and no other arm does."""
    shared = {normal(c.words) for other in others for c in other.components}
    return {normal(c.words) for c in draft.components if c.kind == "treatment"} - shared


def _within(draft: ArmDraft, other: ArmDraft) -> bool:
    mine = {normal(c.words) for c in draft.components}
    return bool(mine) and mine < {normal(c.words) for c in other.components}


def _first_named(drafts: list[ArmDraft], glossary: Glossary, lead: str) -> ArmDraft | None:
    """The arm whose own treatment the title or the objective names before any other's."""
    text = " " + normal(lead) + " "
    places: list[tuple[int, int]] = []
    for index, draft in enumerate(drafts):
        own = _own(draft, [d for d in drafts if d is not draft])
        found = [text.find(f" {name} ") for word in own for name in glossary.names(word)]
        places += [(min(p for p in found if p >= 0), index)] if any(p >= 0 for p in found) else []
    return drafts[min(places)[1]] if places else None

"""From arm drafts to arms: what each receives, in which role, how much and how.

In: a page. Out: :class:`~kg.records.Arm` records with their interventions. What all arms receive
is background; what only one arm has is on trial there, or is its comparator; a treatment that
some patients get on a condition is an intervention of every arm, with that condition.
"""

from typing import NamedTuple

from kg.codes import ArmType, InterventionRole
from kg.reading.arms import ArmDraft, closed
from kg.reading.courses import Treatment
from kg.reading.dosing import Dosages, read_dosing
from kg.reading.glossary import normal
from kg.reading.in_common import taken_besides
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page
from kg.reading.phrases import trim
from kg.reading.results import arm_key
from kg.reading.tape import Hit
from kg.reading.treatments import Component
from kg.reading.trust import confidence
from kg.records import Arm, Intervention

_CONDITIONAL = r"(?P<what>{w}(?: {w}){0,3}?) (?:was|were|could be) (?:added|given|administered|allowed|permitted|offered) (?:only )?(?P<cond>(?:in|to|for|if|when) (?P<who>.+?))(?= \.| ;| ,| $)"

_VAGUE = frozenset("or drug drugs medication treatment".split())


class Conditional(NamedTuple):
    """A treatment given on a condition, whatever the arm."""

    words: str
    condition: str
    line: Line


def read_arms(ledger: Ledger) -> tuple[Arm, ...]:
    """The arms of the study, each once, in the order the report names them."""
    passages = (
        {line.number: ledger.passage(line) for line in ledger.page.lines}
        if ledger.page.drafts
        else {}
    )
    extra = tuple(_conditionals(ledger.page))
    besides = _besides(ledger.page) if ledger.page.drafts else ()
    names = tuple(ledger.page.glossary.names(given.words) for given, _ in besides)
    dosages = Dosages(ledger.page, names)
    return tuple(
        _arm(dosages, n, draft, extra, besides, passages)
        for n, draft in enumerate(ledger.page.drafts)
    )


def _besides(page: Page) -> tuple[tuple[Component, int], ...]:
    """What everybody took besides, each once, where no arm is set apart by it."""
    told = [
        (line.number, line.tape)
        for line in page.lines
        if line.part in {"title", "objective", "methods", "design", None}
    ]
    known = {name for names in page.roster.names for name in names}
    found: dict[str, tuple[Component, int]] = {}
    for given, number in taken_besides(told, page.glossary):
        names = page.glossary.names(given.words)
        if names.isdisjoint(known):
            known |= names
            found[normal(given.words)] = (given, number)
    return tuple(found.values())


def _arm(
    dosages: Dosages,
    number: int,
    draft: ArmDraft,
    extra: tuple[Conditional, ...],
    besides: tuple[tuple[Component, int], ...],
    passages: dict[int, str],
) -> Arm:
    page = dosages.page
    evidence = tuple(passages[n] for n in draft.sentences)
    received = [
        _intervention(dosages, number, draft, component, part, evidence, passages)
        for component, part in zip(draft.components, page.roster.order[number], strict=True)
    ]
    received += [
        _besides_given(dosages, number, place, given, passages[line])
        for place, (given, line) in enumerate(besides)
    ]
    received += [_conditional(page, case, passages) for case in extra]
    return Arm(
        key=arm_key(number),
        label=closed(draft.label),
        evidence=evidence,
        role=draft.role,
        type=_type(page, draft),
        size=draft.size,
        lost_to_follow_up=draft.lost,
        receives=tuple(received),
        rule="arm.allocated",
        confidence=confidence("arm.allocated"),
        status="asserted",
    )


def _type(page: Page, draft: ArmDraft) -> ArmType | None:
    """What kind of arm this is: placebo, none, or active against active where no role is told."""
    if draft.type is not None:
        return draft.type
    if draft.role == "controlRole" and any(c.kind == "placebo" for c in draft.components):
        return "placeboComparator"
    active = all(c.kind == "treatment" for d in page.drafts for c in d.components)
    return "activeComparator" if draft.role is None and active and draft.components else None


def _role(
    page: Page, number: int, draft: ArmDraft, component: Component, part: int
) -> InterventionRole | None:
    if component.kind != "treatment":
        return "placebo" if component.kind == "placebo" else "noTreatment"
    alike = len(set(page.roster.parts)) == 1  # they differ by dose: what all have is on trial
    if part in page.roster.shared and not alike:
        return "background"
    if alike:
        return "investigational" if draft.role == "experimentalRole" else None
    if draft.role == "controlRole":
        own = page.roster.parts[number]
        elsewhere = any(part in parts for parts in page.roster.parts if parts != own)
        return "background" if elsewhere else "comparator"
    return "investigational" if draft.role else None


def _intervention(
    dosages: Dosages,
    number: int,
    draft: ArmDraft,
    component: Component,
    part: int,
    evidence: tuple[str, ...],
    passages: dict[int, str],
) -> Intervention:
    page = dosages.page
    role = _role(page, number, draft, component, part)
    tried = role in {"investigational", "comparator", None}
    treatment = _treatment(page, draft, component, tried=tried)
    active = component.kind == "treatment"
    dosing = None
    if component.kind != "nothing":
        given = role != "background"
        dosing = read_dosing(dosages, number, part, treatment, passages, active=active, tried=given)
    words = component.words
    slug = (
        page.glossary.concept(words, "Substance", label=words)
        if component.kind == "treatment"
        else None
    )
    used = tuple(passages[line.number] for line in dosing.lines) if dosing else ()
    return Intervention(
        label=component.words,
        substance=slug,
        other_names=draft.also if len(draft.components) == 1 else (),
        role=role,
        route=dosing.route if dosing else None,
        phases=dosing.phases if dosing else (),
        evidence=tuple(dict.fromkeys((*evidence, *used))),
        rule="intervention.received",
        confidence=confidence("intervention.received"),
        status="asserted",
    )


def _treatment(page: Page, draft: ArmDraft, component: Component, *, tried: bool) -> Treatment:
    """A treatment with the lines that may tell its course; none tell that of a background."""
    own = set(draft.sentences)
    others = {n for d in page.drafts if d is not draft for n in d.sentences} - own
    shared = len({n for d in page.drafts for n in d.sentences}) < len(page.drafts)
    lines = tuple(
        _own_stretch(line, draft) if shared and line.number in own else line
        for line in page.lines
        if line.number not in others
    )
    place = f"{arm_key(page.drafts.index(draft))}.{draft.components.index(component)}"
    on_trial = (
        {part for parts in page.roster.parts for part in parts}
        - page.roster.shared
        - page.roster.inert
    )
    names = page.glossary.names(component.words)
    besides = tuple(
        (c.start, c.end)
        for d in page.drafts
        for c in d.components
        if page.glossary.names(c.words).isdisjoint(names)
    )
    only = len(on_trial or {part for parts in page.roster.parts for part in parts}) == 1
    told = lines if tried else ()
    strange = frozenset(name for known in page.roster.names for name in known) - names
    key = f"{place}.phase-1"
    return Treatment(names, only=only, key=key, besides=besides, lines=told, others=strange)


def _own_stretch(line: Line, draft: ArmDraft) -> Line:
    """The line cut down to what it says of one arm, where one sentence tells of them all."""
    first = next((n for n, item in enumerate(line.tape.items) if item.start >= draft.span[0]), 0)
    last = max(
        (n + 1 for n, item in enumerate(line.tape.items) if item.end <= draft.span[1]),
        default=len(line.tape.items),
    )
    tape = line.tape.part(first, last)
    return (
        line._replace(tape=tape, span=line.span._replace(start=tape.start, end=tape.end))
        if tape.items
        else line
    )


def _besides_given(
    dosages: Dosages, number: int, place: int, given: Component, passage: str
) -> Intervention:
    """What everybody took besides, as an intervention of an arm; its dosage where one is told."""
    page = dosages.page
    passages = {line.number: f"{line.span.start}-{line.span.end}" for line in page.lines}
    key = f"{arm_key(number)}.besides-{place + 1}.phase-1"
    treatment = Treatment(frozenset(), only=False, key=key)
    part = len(page.roster.names) + place
    dosing = read_dosing(dosages, number, part, treatment, passages, active=True, tried=False)
    return Intervention(
        label=given.words,
        substance=page.glossary.concept(given.words, "Substance", label=given.words),
        role="background",
        route=dosing.route,
        phases=dosing.phases,
        evidence=(passage,),
        rule="intervention.besides",
        confidence=confidence("intervention.besides"),
        status="asserted",
    )


def _conditionals(page: Page) -> list[Conditional]:
    found = []
    named = {
        name
        for draft in page.drafts
        for c in draft.components
        for name in page.glossary.names(c.words)
    }
    for line in page.lines:
        hit = (
            line.tape.hit(_CONDITIONAL)
            if line.part not in {"background", "results", "conclusions", "objective"}
            else None
        )
        if hit and _is_treatment(page, hit, named):
            what = line.tape.words(trim(hit.items("what")))
            found.append(Conditional(what, hit.words("who"), line))
    return found


def _is_treatment(page: Page, hit: Hit, named: set[str]) -> bool:
    what = trim(hit.items("what"))
    words = hit.tape.words(what)
    vague = _VAGUE & {item.form for item in what}
    if not what or vague or hit.match.group("cond").startswith(("for D", "for a period")):
        return False
    return page.glossary.names(words).isdisjoint(named) and (
        page.glossary.known(words, "Substance") is not None
        or f"{words.lower()}-naive" in hit.match.group("cond")
        or page.glossary.kind_of(words) == "Substance"
    )


def _conditional(page: Page, case: Conditional, passages: dict[int, str]) -> Intervention:
    return Intervention(
        label=case.words,
        substance=page.glossary.concept(case.words, "Substance"),
        role="background",
        applies_if=case.condition,
        evidence=(passages[case.line.number],),
        rule="intervention.conditional",
        confidence=confidence("intervention.conditional"),
        status="asserted",
    )

"""How the treatment of an arm was given: route and phases, from all that a page says of it.

In: a page. Out: :class:`Dosing` for each treatment of each arm. What stands beside the name where
the arm itself is told of goes first, then what stands beside it elsewhere, then what is said of all
treatments at once, then what sentences about the only treatment on trial tell of its course. Two
places of one kind that disagree say nothing; what is said of one arm's dose is never another's.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from kg.codes import Route, ScheduleType
from kg.reading.amounts import quantity
from kg.reading.arms import ArmDraft
from kg.reading.courses import Course, Treatment, read_course
from kg.reading.dosage import Dosage, dosage_after, is_strength, merged
from kg.reading.dose_arms import doses_in
from kg.reading.measures import Measure
from kg.reading.occurrences import Said, occurrences
from kg.reading.overall import said_of_all
from kg.reading.page import Line, Page
from kg.reading.trust import confidence
from kg.records import DosingPhase

_OWN, _JOINT, _OF_ALL = 0, 8, 9
_NOTHING = Dosage()
_TOLD = frozenset({"methods", "design", "objective", "title", None})
_GOT = frozenset("received receive took underwent was were had got receiving".split())
_SHARED = ("per_day", "gap", "days", "route", "length", "cycles")
_RHYTHM = ("gap", "days")
_TOGETHER = (("per_day",), _RHYTHM, ("route",), ("length",), ("cycles",), ("starting",))
_OF_CYCLES = frozenset({"cycle_length", "days_per_cycle", "cycles", "duration"})
_EITHER = {"length": ("length", "cycles"), "cycles": ("length", "cycles")}
_DOSE = ("doses", "steps", "basis", "then")
_OFTEN = re.compile(
    r"\s*(?:once |twice |thrice )?(?:\b(?:dai|week|night|month|fortnight)ly\b"
    r"|\b(?:every|each|alternate|per) (?:other )?(?:day|week|night|month)s?\b)"
)


class Dosing(NamedTuple):
    """How one treatment was given, and the lines that say so."""

    route: Route | None
    phases: tuple[DosingPhase, ...]
    lines: tuple[Line, ...]


class Source(NamedTuple):
    """A dosage, the line that says it, and how near to the arm it was said."""

    rank: int
    line: Line
    dosage: Dosage


class Dosages:
    """All that a page says of the dosage of its treatments, gathered once."""

    def __init__(self, page: Page, background: tuple[frozenset[str], ...] = ()) -> None:
        self.page = page
        self.said = occurrences(page, background) if page.drafts else ()
        self.of_all = tuple(
            Source(_OF_ALL, line, dosage)
            for line, dosage in (said_of_all(page) if page.drafts else ())
        )
        self.own = tuple(tuple(self._own(draft)) for draft in page.drafts)
        self.trailing = tuple(self._trailing())

    def _own(self, draft: ArmDraft) -> Iterator[tuple[int | None, Source]]:
        """What is said where an arm is told of, each with its treatment; a bare dose has none."""
        told = [s for s in self.said if s.line.number in draft.sentences]
        found = [
            (s.part, Source(_OWN, s.line, said))
            for s in told
            if (said := _listed(s, draft) or (s.dosage if _within(s, draft) else None))
        ]
        yield from found
        if any(source.dosage.doses for _, source in found):
            return
        for line in self.page.lines:
            if line.number in draft.sentences and (dosage := _bare_dose(line, draft)).doses:
                yield None, Source(_OWN, line, dosage)

    def _trailing(self) -> Iterator[Source]:
        """What stands behind the last treatment of a list that names them all: it is said of all."""
        parts = frozenset().union(*self.page.roster.parts) - self.page.roster.shared
        for line in self.page.lines:
            told = [s for s in self.said if s.line is line and s.part in parts]
            if line.part in _TOLD and {s.part for s in told} == parts and len(told) > 1:
                yield from self._behind(line, told)

    def _behind(self, line: Line, told: list[Said]) -> Iterator[Source]:
        *before, last = told
        within = {i.form for i in line.tape.items if told[0].start <= i.start < last.start}
        if within & _GOT or last.dosage.start:
            return
        names = _SHARED if last.part in self.page.roster.inert else ("length", "cycles")
        shared = {
            name: getattr(last.dosage, name)
            for name in names
            if not any(
                getattr(s.dosage, each) for s in before for each in _EITHER.get(name, (name,))
            )
        }
        yield Source(_OF_ALL, line, replace(Dosage(), **shared))

    def of(self, number: int, part: int, *, tried: bool) -> tuple[Source, ...]:
        """What is said of one treatment of an arm, the nearest first.

        ``tried`` says that it is on trial: what is said of all treatments is not said of what
        people took besides.
        """
        draft = self.page.drafts[number]
        own = [s for p, s in self.own[number] if p == part or (p is None and _only(draft))]
        parts = self.page.roster.parts
        rivals = [n for n, held in enumerate(parts) if part in held and n != number]
        apart = [s for n in rivals for p, s in self.own[n] if p in {part, None}]
        theirs = {id(s.dosage) for s in apart}
        others = [
            _common(Source(s.rank, s.line, s.dosage), (*apart, *own) if rivals else ())
            for s in self.said
            if s.part == part and s.dosage.says and id(s.dosage) not in theirs
        ]
        alike = (_common(s, tuple(own)) for s in self._alike(number) if tried)
        joint = self._joint(number) if tried else ()
        others = [_without_dose(s) if _is_choice(s.dosage) else s for s in others]
        near = [s for s in (*own, *others, *joint, *alike) if s.dosage.says]
        return (*near, *(self.trailing if tried else ()), *(self.of_all if tried else ()))

    def _joint(self, number: int) -> Iterator[Source]:
        """How often and how long, said behind the last of the treatments that an arm has together."""
        own = [s for part, s in self.own[number] if part is not None]
        if len(own) > 1 and not any(s.dosage.gap or s.dosage.per_day for s in own[:-1]):
            said = own[-1].dosage
            shared = replace(
                Dosage(), gap=said.gap, days=said.days, length=said.length, cycles=said.cycles
            )
            yield Source(_JOINT, own[-1].line, shared)

    def _alike(self, number: int) -> Iterator[Source]:
        """What is said of an arm that only the dose sets apart, its dose left out."""
        drafts = self.page.drafts
        start, end = drafts[number].span
        text = self.page.text
        if _OFTEN.search(text, start, end) or _OFTEN.match(text, end):
            return  # it has a rhythm of its own, whether it could be read or not
        for n, draft in enumerate(drafts):
            alike = draft.dose and drafts[number].dose and n != number
            if alike and self.page.roster.parts[n] == self.page.roster.parts[number]:
                for _, source in self.own[n]:
                    yield _without_dose(source)._replace(rank=_JOINT)


def _is_choice(said: Dosage) -> bool:
    """Whether several doses are told of, of which it is not said who got which."""
    return len(said.doses) > 1 and not said.steps


def _listed(said: Said, draft: ArmDraft) -> Dosage | None:
    """What a place that tells the doses of several arms at once says of one of them."""
    doses = said.dosage.doses
    if draft.dose is None or len(doses) <= 1 or said.dosage.steps:
        return None
    own = [
        d
        for d in doses
        if d.value == draft.dose.amount and d.unit and d.unit.code == draft.dose.unit
    ]
    return replace(said.dosage, doses=tuple(own)) if own else _NOTHING


def _within(said: Said, draft: ArmDraft) -> bool:
    return draft.span[0] <= said.start < draft.span[1]


def _only(draft: ArmDraft) -> bool:
    return len([c for c in draft.components if c.kind == "treatment"]) == 1


def _bare_dose(line: Line, draft: ArmDraft) -> Dosage:
    """The dosage of an arm that is called by its dose: "zentarol 5 mg or 10 mg"."""
    items = line.tape.items
    own = [item for item in items if draft.span[0] <= item.start < draft.span[1]]
    for item in doses_in(own)[:1]:
        if draft.dose is not None or not is_strength(item.value):
            said = dosage_after(line.tape, items.index(item))
            return replace(said, doses=(item.value,)) if draft.dose and said.doses else said
    return Dosage()


def _common(source: Source, apart: tuple[Source, ...]) -> Source:
    """A dosage said of several arms without what sets them apart."""
    if not apart:
        return source
    said = source.dosage
    differ = {
        name: None
        for name in _SHARED
        if any(getattr(s.dosage, name) not in {None, getattr(said, name)} for s in apart)
    }
    if any(map(_has_rhythm, apart)):
        differ |= {"per_day": None, "gap": None, "days": None}
    if any(s.dosage.doses for s in apart) or len(said.doses) > 1:
        differ |= {"doses": (), "steps": False, "basis": None, "then": None}  # type: ignore[dict-item]
    return source._replace(dosage=replace(said, **differ))


def _has_rhythm(source: Source) -> bool:
    return bool(source.dosage.per_day or source.dosage.gap or source.dosage.basis)


def read_dosing(
    dosages: Dosages, number: int, part: int, treatment: Treatment, passages: dict[int, str],
    *, active: bool, tried: bool,
) -> Dosing:  # fmt: skip
    """How a treatment of an arm was given; ``active`` says that it can have a dose."""
    sources = dosages.of(number, part, tried=tried)
    said, lines = combined(sources if active else [_without_dose(s) for s in sources])
    course = read_course(treatment, passages) if active and treatment.lines else Course()
    main = _first_phase(said, lines, course, treatment.key, passages)
    later = _later_phases(said, main) if main else []
    more = [
        msgspec.structs.replace(phase, order=n)
        for n, phase in enumerate(course.later, 1 + bool(main) + len(later))
    ]
    phases = tuple(p for p in (main, *later, *more) if p)
    used = {line.number: line for line in (*lines, *course.lines)}
    route = said.route or course.route
    return Dosing(route, phases, tuple(used[n] for n in sorted(used)))


def _without_dose(source: Source) -> Source:
    return source._replace(
        dosage=replace(source.dosage, doses=(), steps=False, basis=None, then=None)
    )


def combined(sources: Iterable[Source]) -> tuple[Dosage, list[Line]]:
    """What several places say together, the nearest first, and the lines that say it."""
    ranked = sorted(sources, key=lambda source: source.rank)
    said, lines = Dosage(), []
    for names in (_DOSE, *_TOGETHER):
        found = _agreed(ranked, names)
        if found is not None:
            said = replace(said, **{name: getattr(found.dosage, name) for name in names})
            lines.append(found.line)
    return said, lines


def _agreed(ranked: list[Source], names: tuple[str, ...]) -> Source | None:
    """The first source of the nearest rank that says something, if all of its rank agree."""
    head = names[0]
    telling = [s for s in ranked if getattr(s.dosage, head)]
    nearest = [s for s in telling if s.rank == telling[0].rank]
    same = {_key(getattr(s.dosage, head)) for s in nearest}
    if len(same) != 1:
        return None
    return max(nearest, key=lambda s: sum(getattr(s.dosage, name) is not None for name in names))


def _key(value: object) -> object:
    """A value by what it means, however it was written."""
    if isinstance(value, Measure):
        return value.value, value.low, value.high, value.unit and value.unit.code
    return tuple(map(_key, value)) if isinstance(value, tuple) else value


def _first_phase(
    said: Dosage, lines: list[Line], course: Course, key: str, passages: dict[int, str]
) -> DosingPhase | None:
    fields = _fields(said)
    told = _of_course(course, fields)
    fields = {**told, **fields}
    if not fields:
        return None
    numbers = {line.number for line in (*lines, *(course.first if told else ()))}
    starting = said.starting or course.starting
    several = said.steps or said.then is not None or len(said.doses) > 1
    kind: ScheduleType | None = "fixed" if "dose" in fields and not (starting or several) else None
    if said.steps and len(said.doses) == 1:
        kind = "escalation"
    return DosingPhase(
        key=key,
        order=1,
        schedule_type=kind,
        evidence=tuple(passages[n] for n in sorted(numbers)),
        rule="dosing.phase",
        confidence=confidence("dosing.phase"),
        status="asserted",
        **fields,  # type: ignore[arg-type]
    )


def _of_course(course: Course, fields: dict[str, object]) -> dict[str, object]:
    """What a course adds to a dosage: all where that has no dose, its cycles where it has the same."""
    dose = fields.get("dose")
    if dose is None:
        return course.fields
    same = course.in_cycles and course.fields.get("dose") in {None, dose}
    return {n: v for n, v in course.fields.items() if n in _OF_CYCLES} if same else {}


def _fields(said: Dosage) -> dict[str, object]:
    """The fields of a phase that a dosage fills."""
    basis = said.basis
    if basis is None and said.doses and (said.per_day or said.gap):
        basis = "perAdministration"
    found = {
        "dose": _amount(said.doses[0]) if said.doses else None,
        "dose_basis": basis if said.doses else None,
        "doses_per_day": said.per_day,
        "days_per_cycle": said.days,
        "cycle_length": quantity(said.gap) if said.gap else None,
        "cycles": said.cycles,
        "duration": quantity(said.length) if said.length else None,
    }
    return {name: value for name, value in found.items() if value is not None}


def _amount(dose: Measure) -> object:
    """A dose without time: "5 mg/d" is 5 mg."""
    if dose.unit and dose.unit.code.endswith("/d"):
        dose = replace(dose, unit=dose.unit._replace(code=dose.unit.code.removesuffix("/d")))
    return quantity(dose)


def _later_phases(said: Dosage, main: DosingPhase) -> list[DosingPhase]:
    """The further doses: steps up from the first, alternatives to it, or what came then."""
    raised: ScheduleType | None = "escalation" if said.steps else None
    found = [
        msgspec.structs.replace(main, key="", schedule_type=raised, dose=_amount(dose))
        for dose in said.doses[1:]
    ]
    if said.then is not None:
        fields = _fields(merged(said.then, Dosage()))
        blank = DosingPhase(rule=main.rule, confidence=main.confidence, status="asserted")
        kind: ScheduleType | None = "escalation" if said.then.steps else None
        found.append(
            msgspec.structs.replace(blank, schedule_type=kind, evidence=main.evidence, **fields)
        )
    return [
        msgspec.structs.replace(
            phase,
            order=n,
            replaces=main.key if phase.schedule_type == "escalation" else None,
        )
        for n, phase in enumerate(found, 2)
    ]

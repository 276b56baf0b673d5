"""The course of a treatment as sentences tell it: dose, days, cycles, what was changed later.

In: the lines about a treatment. Out: a :class:`Course`. Where only one treatment is on trial, its
dose, the days of a cycle, its length and the number of cycles may each stand in a sentence of their
own, far from its name; doses that were raised or adjusted later are phases of their own.
"""

import re
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

import msgspec

from kg.codes import DoseBasis, Route
from kg.reading.amounts import quantity
from kg.reading.atoms import Unit
from kg.reading.dosage import is_dose
from kg.reading.glossary import normal
from kg.reading.measures import PEOPLE, TIME_UNITS, Measure
from kg.reading.page import Line
from kg.reading.routes import ROUTES
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit, Tape
from kg.reading.trust import confidence
from kg.records import DosingPhase

_LETTERS = re.compile("[a-z]+")
_ROUTED: Rulebook[Route] = Rulebook(ROUTES)
_TIMES = {
    "once": 1, "twice": 2, "thrice": 3, "two": 2, "three": 3, "four": 4, "qd": 1, "bid": 2, "tid": 3, "qid": 4,
}  # fmt: skip
_DAILY = r"(?:daily|a day|per day|each day|every day|/ day|/ d|/day)"
_A_DAY = (
    rf"(?:once|twice|thrice|(?:two|three|four) times|V times)(?: -)? {_DAILY}"
    r"|(?:once|twice|three-times)-daily|[bqt]\.?i?\.?d\.?"
)
_BASES: tuple[tuple[str, DoseBasis], ...] = (
    (rf"V (?:\( \S+ \) )?{_DAILY}|V of \S+ {_DAILY}", "perDay"),
    (r"V (?:per|a|each|/) cycle", "perCycle"),
    (r"V (?:per week|a week|/ week)", "perWeek"),
    (r"weekly|once a week|every D", "perAdministration"),
)
_FORTNIGHT = 14  # "a 28-day cycle" is how long a cycle is, not how many days of it have a dose
_CYCLE = r"(?:treatment |therapy )?(?:cycles?|courses?|rounds?)"
_ROUTINE = r"(?:this|the) (?:routine|regimen|cycle|course|schedule|treatment|procedure|therapy)"
_THE_DOSE = r"(?:the|this) (?:dose|dosage|dosing|frequency|timing)|V (?:{w} ){0,2}?(?:cycles?|courses?) (?:was|were) (?:given|administered|planned)"
_EVERY = r"(?:every|each) (?P<gap>D)|(?:every|each) (?P<word>week|month|day|year)|(?:at|in) (?P<at>D) intervals|at intervals of (?P<apart>D)|repeated every (?P<again>D)"
_DAYS = rf"(?:each|every one) of (?P<of>D)|V (?:consecutive|successive) days|{_CYCLE} of (?P<each>D)|(?P<long>D)(?: -)? {_CYCLE}|(?:for|over|during) (?P<run>D)(?= , every| every| of each|, repeated| , (?:given|repeated)| and (?:was |were )?repeated)|in each {_CYCLE} (?:, )?(?:[^\s;]+ ){{1,9}}?for (?P<within>D)"
_CYCLES = rf"(?P<n>V) (?:D (?:- )?)?(?:{{w}} ){{0,2}}?{_CYCLE}"
_TAILORED = (
    r"(?:frequency|dose|dosage|number|schedule|interval|timing)s? {any}(?:was|were) (?:then )?(?:tailored|adjusted|individualized|titrated|adapted|modified)"
    r"(?: {any})?(?P<target>(?:to|in order to|so as to) (?:maintain|keep|hold|achieve|reach|sustain|attain) .+?)(?= \.| $)"
)
_AS_NEEDED = (
    r"(?:cycles?|courses?|doses?|injections?|infusions?)(?: of(?: {w}){1,4}?)? (?:was|were) (?:given|administered|repeated) (?:as|when|if) (?:needed|required|necessary)"
    r" (?P<target>(?:to|in order to|so as to) (?:maintain|keep|hold|achieve|reach|sustain|attain) .+?)(?= \.| $)"
)
_ESCALATED = rf"(?:(?:if|when|in case|unless) |(?:in|for) (?=(?:{PEOPLE}|those) (?:who|with|without)))(?P<cond>.+?) , (?:the |their )?(?:dosage|dose)s?(?: {{any}})?(?:was|were|could be|was then) (?:increased|escalated|raised|doubled) to (?P<doses>V(?: (?:or|and|,|to) V)*)"
_ESCALATED_LAST = r"(?:dosage|dose)s?(?: {any})?(?:was|were|could be) (?:increased|escalated|raised) to (?P<doses>V(?: (?:or|and|,) V)*)(?: {any})?(?:if|when|in) (?P<cond>.+?)(?= \.| $)"
_CHANGES = Rulebook((form, None) for form in (_TAILORED, _AS_NEEDED, _ESCALATED, _ESCALATED_LAST))


class Treatment(NamedTuple):
    """The treatment in question: its names, whether it is the only one on trial, its phase's key.

    ``besides`` are the spans of the names of other treatments, whose routes are not its own;
    ``others`` are those names.
    """

    names: frozenset[str]
    only: bool
    key: str
    besides: tuple[tuple[int, int], ...] = ()
    lines: tuple[Line, ...] = ()
    others: frozenset[str] = frozenset()


class Course(NamedTuple):
    """What sentences tell of the course of a treatment, and the lines that say so.

    ``fields`` are those of its first phase, ``first`` the lines that give them.
    """

    route: Route | None = None
    fields: dict[str, object] = {}  # noqa: RUF012
    first: tuple[Line, ...] = ()
    later: tuple[DosingPhase, ...] = ()
    lines: tuple[Line, ...] = ()
    starting: bool = False
    in_cycles: bool = False


def read_course(told_of: Treatment, passage: dict[int, str]) -> Course:
    """The course of a treatment, over the lines that may tell it."""
    told: list[Line] = []
    for line in told_of.lines:
        close = bool(told) and told[-1].number + 1 == line.number
        if _about(line, told_of, close=close):
            told.append(line)
    told = [line for line in told if not _of_others(line, told_of)]
    fields, first = _first_phase(told, told_of.names) if told_of.only else ({}, [])
    later: list[DosingPhase] = []
    used = list(first)
    for line in told:
        more = [*_tailored(line, 1), *_escalated(line, 1, fields, told_of.key)]
        later += [msgspec.structs.replace(p, evidence=(passage[line.number],)) for p in more]
        used += [line] if more else []
    starting = any(line.tape.hit(r"(?:starting|beginning|initial|initially)") for line in first)
    route = _route(told, told_of.besides) if told_of.only else None
    in_cycles = any(line.tape.hit(_CYCLE) for line in first)
    return Course(route, fields, tuple(first), tuple(later), tuple(used), starting, in_cycles)


def changes_later(line: Line) -> bool:
    """Whether a line tells how a dose was changed in the course of time."""
    return next(_CHANGES.hits(line.tape), None) is not None


def _about(line: Line, treatment: Treatment, *, close: bool) -> bool:
    """Whether a line speaks of the treatment: by name, or as the routine or dose just described."""
    if line.part in {"background", "results", "conclusions", "title"}:
        return False
    if _names_any(line, treatment.names):
        return True
    if treatment.only and _opens_with_dose(line.tape):
        return True
    return (treatment.only or close) and bool(line.tape.hit(_ROUTINE) or line.tape.hit(_THE_DOSE))


def _opens_with_dose(tape: Tape) -> bool:
    """Whether a dose opens a line: of several arms that differ in dose, each has such a stretch."""
    first = tape.items[0] if tape.items else None
    return first is not None and first.form == "V" and is_dose(first.value)


def _names_any(line: Line, names: frozenset[str]) -> bool:
    """Whether a line has one of some names: first it is asked for their letters, which costs little."""
    text = line.tape.text[line.span.start : line.span.end]
    letters = f"{text.lower()} {line.atoms.line}"
    if not any(_longest(name) in letters for name in names):
        return False
    plain = f" {_normal(text)} "
    return any(f" {name} " in plain for name in names)


@lru_cache(maxsize=1 << 10)
def _longest(name: str) -> str:
    """The most letters in a row that a name has."""
    return max(_LETTERS.findall(name), key=len, default="")


# A sentence is asked for while its page is read; kept among names it would crowd them out.
_normal = lru_cache(maxsize=64)(normal.__wrapped__)


def _route(lines: list[Line], besides: tuple[tuple[int, int], ...]) -> Route | None:
    """The one route that the lines state, the names of other treatments passed over."""
    found = {
        route
        for line in lines
        for hit, route in _ROUTED.hits(line.tape)
        if not any(start <= hit.items()[0].start < end for start, end in besides)
    }
    if "continuousIntravenous" in found:
        found.discard("intravenous")
    return found.pop() if len(found) == 1 else None


def _of_others(line: Line, treatment: Treatment) -> bool:
    """Whether a line names another treatment, and this one nowhere."""
    return not _names_any(line, treatment.names) and _names_any(line, treatment.others)


def _first_phase(lines: list[Line], names: frozenset[str]) -> tuple[dict[str, object], list[Line]]:
    """What the statements of dose, days and cycles make up together, each said first."""
    found: dict[str, object] = {}
    used: list[Line] = []
    for line in lines:
        if changes_later(line):
            continue
        said = {**_dose(line.tape), **_cycle(line.tape, names)}
        fresh = {n: v for n, v in said.items() if n not in found and v is not None}
        found |= fresh
        used += [line] if fresh else []
    return found, used


def _dose(tape: Tape) -> dict[str, object]:
    for place, item in enumerate(tape.items):
        behind = [each.form for each in tape.items[place + 1 : place + 3]]
        several = item.form == "V" and behind in (["or", "V"], [",", "V"], ["and", "V"])
        if several and is_dose(item.value):
            return {}
        if item.form == "V" and is_dose(item.value) and not _is_measured(tape, place):
            basis, per_day = _basis(tape.part(place, len(tape.items)))
            return {"dose": quantity(item.value), "dose_basis": basis, "doses_per_day": per_day}
    return {}


def _is_measured(tape: Tape, place: int) -> bool:
    """Whether a value in a unit of dose is a finding: "the level was 5 mg" is no dose."""
    before = tape.items[place - 1].form if place else ""
    if {"mean", "median", "average"} & {i.form for i in tape.items[max(0, place - 9) : place]}:
        return True
    if before in {"was", "were"}:
        return not any(item.form in {"dose", "dosage", "doses"} for item in tape.items[:place])
    return before in {"<", ">", "mean", "median", "from", "concentration", "level"}


def _basis(tape: Tape) -> tuple[DoseBasis | None, Decimal | None]:
    """What a dose is per, and how many there are a day where the report says so."""
    if hit := tape.hit(_A_DAY):
        return "perAdministration", _per_day(hit)
    if (hit := tape.hit(r"every D")) and (hours := hit.value("D")).unit.code == "h":
        even = hours.value and 24 % hours.value == 0
        return ("perAdministration", 24 / hours.value) if even else (None, None)
    basis = next((code for pattern, code in _BASES if tape.hit(pattern)), None)
    return basis, None


def _per_day(hit: Hit) -> Decimal | None:
    word = re.split(r"[ -]", hit.spelled)[0].replace(".", "")
    if word in _TIMES:
        return Decimal(_TIMES[word])
    value = hit.value("V")
    return value.value if value else None


def _cycle(tape: Tape, names: frozenset[str]) -> dict[str, object]:
    fields: dict[str, object] = {"cycle_length": _gap(tape), "days_per_cycle": _days(tape)}
    counts = [
        hit.value("V", "n")
        for hit in tape.hits(_CYCLES)
        if "after" not in tape.line[: hit.match.start()].split()[-2:]
        and not _of_another(tape, hit, names)
    ]
    total = tape.hit(rf"total of {_CYCLES}")
    chosen = total.value("V", "n") if total else (counts[0] if counts else None)
    if (
        chosen
        and chosen.value
        and chosen.unit is None
        and chosen.value == chosen.value.to_integral_value()
    ):
        fields["cycles"] = int(chosen.value)
    if hit := tape.hit(r"for (?:a total of |up to )?(?P<run>D)(?! ,? ?(?:every|each))"):
        length = hit.value("D", "run")
        if length.unit.code in {"wk", "mo", "a"} and length.value is not None:
            fields["duration"] = quantity(length)
    return fields


def _of_another(tape: Tape, hit: Hit, names: frozenset[str]) -> bool:
    """Whether cycles are said to be of something else: "four cycles of surgery"."""
    behind = tape.items[hit.last : hit.last + 5]
    if not behind or behind[0].form != "of" or behind[1].form in {"D", "V"}:
        return False
    words = f" {normal(tape.words(behind[1:]))} "
    return not any(f" {name} " in words for name in names)


def _gap(tape: Tape) -> object:
    for hit in tape.hits(_EVERY):
        length = hit.value("D")
        if (
            length is not None
            and length.unit.code in TIME_UNITS - {"h", "min"}
            and length.value is not None
        ):
            return quantity(length)
    said = tape.hit(r"once weekly|weekly|once a week|monthly|once monthly|once a month")
    if said:
        code, word = ("wk", "week") if "week" in said.spelled else ("mo", "month")
        return quantity(Measure(Decimal(1), said.words(), Unit(code, word)))
    return None


def _days(tape: Tape) -> Decimal | None:
    hit = tape.hit(_DAYS)
    if hit is None:
        return None
    if number := hit.value("V"):
        return number.value  # type: ignore[no-any-return]
    length: Measure = hit.value("D")
    if length.unit is None or length.value is None:
        return None
    per = {"d": 1, "wk": 7}.get(length.unit.code)
    days = length.value * per if per else None
    return None if days and hit.has("long") and days >= _FORTNIGHT else days


def _tailored(line: Line, order: int) -> list[DosingPhase]:
    hit = line.tape.hit(_TAILORED) or line.tape.hit(_AS_NEEDED)
    if hit is None:
        return []
    phase = DosingPhase(order=order, schedule_type="tailored", target=hit.words("target"))
    return [
        msgspec.structs.replace(
            phase,
            rule="dosing.tailored",
            confidence=confidence("dosing.tailored"),
            status="asserted",
        )
    ]


def _escalated(line: Line, order: int, main: dict[str, object], key: str) -> list[DosingPhase]:
    hit = line.tape.hit(_ESCALATED) or line.tape.hit(_ESCALATED_LAST)
    if hit is None:
        return []
    return [
        DosingPhase(
            order=order + n,
            schedule_type="escalation",
            dose=quantity(measure),
            dose_basis=main.get("dose_basis"),  # type: ignore[arg-type]
            applies_if=hit.words("cond"),
            replaces=key if main else None,
            rule="dosing.escalation",
            confidence=confidence("dosing.escalation"),
            status="asserted",
        )
        for n, measure in enumerate(hit.values("V", "doses"))
    ]

"""What a page says of the dosage of all treatments at once, and of how long the study was.

In: the lines of a page. Out: dosages of all arms ("both were given orally for 12 weeks", "treatment
lasted 28 weeks"), each with its line; and the length of the study ("a 24-week, double-blind trial").
Times of run-in, washout, extension and follow-up are no times of treatment.
"""

from collections.abc import Iterator

from msgspec.structs import replace

from kg.reading.dosage import Dosage, dosage_after
from kg.reading.measures import Measure
from kg.reading.page import Line, Page
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit

_THINGS = (
    r"(?:drugs?|treatments?|medications?|agents?|products?|regimens?|preparations?|formulations?|interventions?|therapies"
    r"|injections?|infusions?|capsules|tablets|supplements?|compounds|solutions?|vaccines?)"
)
_GIVEN = r"(?:given|administered|taken|instilled|applied|infused|injected|used|delivered|continued|received)"
_ALL = (
    rf"(?:both|all|each|(?:the )?(?:two|three|study|trial)(?= {_THINGS}))(?: of)?(?: the| these)?(?: two| three| four| study| trial| V)*"
    rf"(?: {_THINGS})?(?: and placebo)?(?: (?:was|were|being|to be))?(?: {{w}})?? {_GIVEN}"
    r"|[,(] (?:both|all|each)"  # ", both twice daily"
)
_KIND = r"(?:treatment|therapy|intervention|supplementation|medication|dosing|study drug|study medication|treatments)"
_TREATED = (
    rf"(?<!after )(?:treated|{_KIND}(?: (?:was|were|is))?(?: {{w}})?? (?:given|administered|continued)|{_KIND}(?: was)?) (?:for|over) (?:a total of |a period of )?(?P<a>D)",
    rf"{_KIND} (?:lasted|lasting|continued for|was continued for|lasted for) (?P<a>D)",
    rf"(?:duration|length) of (?:the )?(?:study |active |drug )?{_KIND} (?:was|of|=|:) (?P<a>D)",
    rf"(?:(?:therapeutic|treatment|therapy|medication) course|course of (?:the )?{_KIND}) (?:was|lasted|is|=|:) (?P<a>D)",
    rf"{_KIND} (?:duration|period|phase)s? (?:was|of|lasted|lasting|:) (?P<a>D)",
    rf"(?P<a>D)(?: ,)?(?: -)?(?: (?:double-blind|randomized|active|single-blind|open-label|controlled|double-blinded|,))*(?: {_KIND})? (?:period|phase) of {_KIND}",
    rf"(?P<a>D)(?: ,)?(?: -)?(?: (?:double-blind|randomized|active|single-blind|open-label|controlled|double-blinded|,))* {_KIND} (?:period|phase)",
)
_STUDY = r"(?:study|trial|rct|comparison|evaluation|investigation)"
_BETWEEN = r"(?: (?!(?:in|of|with|to|for|from|at|after|during|by|on|follow-up|extension|run-in|lead-in|long-term|old|observation|observational|safety|previous|prior|earlier)(?= ))[^\sA-Z.;()]+){0,14}?"
_STUDY_LENGTH = (
    rf"(?P<a>D){_BETWEEN} {_STUDY}(?! (?:period|visit|extension))",
    r"(?:study|trial) (?:lasted|lasting|of|lasted for|was conducted for|had a duration of) (?P<a>D)(?! (?:follow-up|duration of|after|of))",
    r"(?:duration|length) of (?:the|this) (?:study|trial) (?:was|of) (?P<a>D)",
    r"(?:study|trial) (?:duration|length) (?:was|of|:) (?P<a>D)",
)
# Of each length whether it is that of the study, and not of a treatment.
_TREATMENTS = Rulebook((rule, False) for rule in _TREATED)
_STUDIES = Rulebook((rule, True) for rule in _STUDY_LENGTH)
_NOT_BEFORE = frozenset(
    "for after over at within every during than aged until last past previous following prior additional further median mean"
    " run-in lead-in washout wash-out extension of by".split()
)
_ELSEWHERE = frozenset(
    "run-in lead-in washout wash-out extension follow-up single-blind placebo stabilization titration pretreatment baseline"
    " previous prior earlier open-label-extension screening".split()
)
_OF_ONE = frozenset("for with in and or versus vs /".split())
_EVERY = frozenset({"both", "all", "each", "every"})
_LENGTHS = frozenset({"d", "wk", "mo", "a"})
_SPARE = frozenset({"background", "results", "conclusions"})


def first_result(page: Page) -> int:
    """From which line on a page without headings tells results: the first with a test or a spread."""
    told = (line.number for line in page.lines if line.part is None and _is_tested(line))
    return next(told, len(page.lines))


def _is_tested(line: Line) -> bool:
    if not line.tape.forms.isdisjoint(("P", "C")):
        return True
    return "V" in line.tape.forms and any(
        i.form == "V" and i.value.spread is not None for i in line.tape.items
    )


def said_of_all(page: Page) -> Iterator[tuple[Line, Dosage]]:
    """The dosages that are said of all treatments together, without doses."""
    result = first_result(page)
    for line in page.lines:
        if line.part in _SPARE or (line.part is None and line.number >= result):
            continue
        for hit in line.tape.hits(_ALL):
            said = dosage_after(line.tape, hit.last)
            if said.says and not said.doses:
                yield line, replace(said, end=0)
        for length in _lengths(line, _TREATMENTS):
            yield line, Dosage(length=length)


def _lengths(line: Line, rules: Rulebook[bool]) -> Iterator[Measure]:
    for hit, of_study in rules.hits(line.tape):
        length: Measure = hit.value("D", "a")
        behind = [item.form for item in hit.tape.items[hit.last : hit.last + 2]]
        of_one = behind[:1] and behind[0] in _OF_ONE and _EVERY.isdisjoint(behind)
        told = of_study or not of_one
        if told and length.unit and length.unit.code in _LENGTHS and not _elsewhere(hit):
            yield length


def _elsewhere(hit: Hit) -> bool:
    """Whether a length is one of another time: of run-in, washout, extension, or before it all."""
    before = [item.form for item in hit.tape.items[max(0, hit.first - 3) : hit.first]]
    around = {item.form for item in hit.tape.items[max(0, hit.first - 3) : hit.last + 3]}
    return bool(before[-1:] and before[-1] in _NOT_BEFORE) or bool(around & _ELSEWHERE)


def read_length(page: Page) -> tuple[Measure | None, list[Line]]:
    """How long the study was, where one length of it is told, and the line that says so."""
    found: dict[object, tuple[Measure, Line]] = {}
    for line in page.lines:
        for length in _lengths(line, _STUDIES) if line.part not in _SPARE else ():
            if not _is_age(length):
                key = (length.value, length.low, length.high, length.unit and length.unit.code)
                found.setdefault(key, (length, line))
    if len(found) != 1:
        return None, []
    ((length, line),) = found.values()
    return length, [line]


def _is_age(length: Measure) -> bool:
    return length.unit is None or "old" in length.unit.written or "age" in length.unit.written

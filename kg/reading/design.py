"""How the study was done: allocation, masking, phase, features, purpose, follow-up, monitoring.

In: a page. Out: plain values for :class:`~kg.records.Study`, schedules, sister trials, and the
lines that say each. Only sentences about this study count: background never does.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

from kg.codes import Allocation, DesignFeature, Masking, Phase, TimeAnchor
from kg.reading.amounts import after, moment, quantity
from kg.reading.atoms import Unit
from kg.reading.ledger import Ledger
from kg.reading.masking import read_masking
from kg.reading.measures import PEOPLE, Measure
from kg.reading.overall import read_length
from kg.reading.page import Line, Page
from kg.reading.phrases import OTHER_PEOPLE, trim
from kg.reading.places import read_countries
from kg.reading.rulebook import Rulebook
from kg.reading.subjects import measurand, subjects
from kg.reading.tape import Hit, Tape
from kg.reading.trust import confidence
from kg.records import Criterion, Mentioned, Population, Quantity, Schedule, TimePoint

_STUDY = r"(?:trials?|study|studies|design|rct|investigation|evaluation|cohort)"
_NEAR = r"(?: (?!previous|other|future|preliminary)[^\s.;]+){0,8}?"
_FEATURES: tuple[tuple[str, DesignFeature], ...] = (
    (r"placebo-controlled", "placebo"),  # type: ignore[assignment]
    (r"(?:placebo-|randomized |actively |active-)?controlled", "controlled"),
    (
        r"(?:active|comparator|active-comparator|active comparator)-controlled|actively controlled|active-comparator",
        "activeControlled",
    ),
    (r"multicenter|multicentric|multi-center", "multicentre"),
    (r"single-center|single center|monocentric|monocenter", "singleCentre"),
    (r"international|multinational|multi-national", "international"),
    (r"parallel(?:-group|-arm)?", "parallel"),
    (r"cross-over|crossover", "crossover"),
    (r"factorial", "factorial"),
    (r"cluster(?:-randomized)?", "cluster"),
    (r"non-inferiority|noninferiority", "nonInferiority"),
    (r"equivalence", "equivalence"),
    (r"superiority", "superiority"),
    (r"pilot|feasibility", "pilot"),
    (r"dose-finding|dose-ranging|dose-escalation", "doseFinding"),
    (
        rf"single-arm|single arm|single-group|uncontrolled(?= (?:\S+ ){{0,2}}?{_STUDY} )",
        "singleGroup",
    ),
    (r"observational", "observational"),
    (rf"an? (?!{OTHER_PEOPLE} )(?:{{w}} ){{0,3}}?cohort|cohort study", "cohort"),
    (r"case-control", "caseControl"),
    (r"cross-sectional", "crossSectional"),
    (r"retrospective(?:ly)?", "retrospective"),
    (r"prospective(?:ly)?", "prospective"),
    (r"pooled analysis|meta-analysis|pooled data", "pooledAnalysis"),
)
_NEARBY = Rulebook(
    (each, (rf"(?:{each}){_NEAR} {_STUDY}|{_STUDY}{_NEAR} (?:{each})", code))
    for each, code in _FEATURES
)
_KINDS = frozenset({"cohort", "caseControl", "crossSectional", "pooledAnalysis"})
_AT = r"(?:at|in|from|across) (?:V (?:{w} )?(?:sites|centers|hospitals|clinics) in )?(?P<n>V) "
_PLACES: Rulebook[DesignFeature] = Rulebook(
    (
        (
            rf"{_AT}(?:{{w}} ){{0,3}}?(?:centers|hospitals|clinics|institutions|study sites|practices)",
            "multicentre",
        ),
        (rf"{_AT}(?:sites|locations) in (?:V countries|{{w}})", "multicentre"),
        (rf"{_AT}(?:{{w}} )?countries", "international"),
    )
)
_IMPLIED: dict[str, tuple[DesignFeature, ...]] = {
    "cohort": ("observational",),
    "caseControl": ("observational",),
    "crossSectional": ("observational",),
    "placebo": ("controlled",),
    "activeControlled": ("controlled",),
}
_RANDOM = r"(?:randomized|randomly (?:assigned|allocated|divided|distributed)|(?:assigned|allocated|divided|distributed) (?:randomly|at random)|randomization|random allocation|(?<!previous )(?<!prior )(?<!earlier )rct|in (?:a )?random(?:ized)? (?:order|sequence))"
_NOT_RANDOM = (
    r"(?:non-randomized|nonrandomized|not randomized|without randomization|quasi-randomized)"
)
_PHASES: dict[str, Phase] = {
    "1": "phase1", "i": "phase1", "2": "phase2", "ii": "phase2", "iia": "phase2", "iib": "phase2", "2a": "phase2", "2b": "phase2",
    "3": "phase3", "iii": "phase3", "iiib": "phase3", "4": "phase4", "iv": "phase4", "i/ii": "phase1Phase2", "ii/iii": "phase2Phase3",
}  # fmt: skip
_PHASE = re.compile(r"\bphase[ -](\d[ab]?(?:/\d)?|I{1,3}[ab]?(?:/I{1,3})?|IV)\b", re.IGNORECASE)
_PURPOSE = r"(?P<purpose>(?:to|whether|designed to|aimed to|sought to) ?(?:evaluate|assess|compare|determine|investigate|examine|study|test|establish|explore|find out|describe|estimate)(?: .+?)?)(?= \.| $)"
_FOLLOWED = r"(?:(?P<stat1>median|mean|average) )?(?:duration of )?follow-up(?: time| period| duration)?(?: was| of| lasted|,)*(?: an?)?(?: (?P<stat2>median|mean|average)(?: of)?)? (?P<length>D)|followed(?: up)? for(?: an?)?(?: (?P<stat3>median|mean|average) of)? (?P<span>D)"
_MONITORED = (
    r"(?P<what>.+?) (?:was|were) (?:{w} )?(?:monitored|seen|reviewed|examined|measured|assessed|evaluated|collected|recorded|determined|performed|followed|obtained)(?: {w}){0,2}? "
    r"(?:(?P<word>daily|weekly|monthly|yearly|annually|quarterly|fortnightly|biweekly)|every (?P<gap>D))(?P<until>(?: (?:until|through|to|for)) (?P<length>D|T)(?: after (?:the )?(?P<anchor>.+?))?| (?P<upto>B) after (?:the )?(?P<behind>.+?))?(?= \.| ,| ;| $)"
)
_GAPS = {
    "daily": ("1", "d"),
    "weekly": ("1", "wk"),
    "monthly": ("1", "mo"),
    "yearly": ("1", "a"),
    "annually": ("1", "a"),
    "quarterly": ("3", "mo"),
    "fortnightly": ("2", "wk"),
}
_ANCHORS: tuple[tuple[str, TimeAnchor], ...] = (
    ("cycle", "lastCycle"), ("course", "lastCycle"), ("dose", "lastDose"), ("injection", "lastDose"), ("infusion", "lastDose"),
    ("end of treatment", "endOfTreatment"), ("completion", "endOfTreatment"), ("treatment", "endOfTreatment"),
    ("randomization", "randomization"), ("baseline", "baseline"), ("entry", "baseline"),
)  # fmt: skip
_SISTER = r"(?:sister|companion|parallel|related) (?:study|trial)"
_TAKEN = rf"(?P<who>(?:{{w}} )??(?:{PEOPLE}) (?:with|who|whose|aged) .+?)(?= \.| $)"
_TRIAL_ID = re.compile(r"\b(?:NCT\d{8}|ISRCTN\d{8}|[A-Z]{2,8}[ -]?\d{2,6})\b")
_ACRONYM = re.compile(r"\b[A-Z][A-Z-]{3,14}\b")
_HOPED = r"(?:would|could|will|may|might|failed to)(?: {w})?? (?P<verb>increase|improve|raise|reduce|decrease|lower) (?:the )?(?P<what>.+?)(?= and| \.| ,| in | $)"


_BEASTS = (
    r"(?:rats?|mice|mouse|rabbits?|dogs?|pigs?|piglets?|lambs?|ewes?|sheep|goats?|cows?|heifers?|steers?|calves"
    r"|chickens?|broilers?|hens?|fish|fingerlings|monkeys?|macaques?|hamsters?|guinea-pigs|ferrets?|horses?|mares?|cats?)"
)
_ANIMALS = rf"(?:V |male |female |adult )(?:{{w}} ){{0,4}}?{_BEASTS}|{_BEASTS} (?:were|was) (?:{{w}} )?(?:randomized|randomly|assigned|allocated|divided|given|fed|injected)"
_REVIEWED = (
    r"(?:systematic|cochrane|literature|scoping|umbrella) (?:{w} )?reviews?|(?:we|systematically) searched"
    r"|(?:databases?|medline|pubmed|embase|cochrane|scopus)(?: [^\s.;]+){0,12}? (?:was|were) (?:{w} )?searched|search of (?:the )?(?:{w} )?(?:literature|medline|pubmed)"
    r"|network meta-analysis|meta-analysis of (?:[^\s.;]+ ){0,6}?(?:trials|studies)"
)


class Design(NamedTuple):
    """How a study was done, and the numbers of the lines that say so."""

    allocation: Allocation | None
    masking: Masking | None
    phases: tuple[Phase, ...]
    features: tuple[DesignFeature, ...]
    objective: str | None
    follow_up: TimePoint | None
    lines: tuple[Line, ...]
    countries: tuple[str, ...] = ()
    duration: Quantity | None = None


def read_design(page: Page) -> Design:
    """The design of the study that a page tells of."""
    told = [
        line
        for line in page.lines
        if line.part not in {"background", "results", "conclusions"} and not line.tape.hit(_SISTER)
    ]
    allocation, by_allocation = _allocation(told)
    masking, by_masking = read_masking(told)
    features, by_features = _features(told)
    objective, by_objective = _objective(page)
    follow_up, by_follow_up = _follow_up(page)
    phases, by_phase = _phases(page, told)
    countries, by_country = read_countries(page)
    length, by_length = read_length(page)
    lines = {
        line.number: line
        for line in (
            *by_allocation,
            *by_masking,
            *by_features,
            *by_objective,
            *by_follow_up,
            *by_phase,
            *by_country,
            *by_length,
        )
    }
    return Design(
        allocation,
        masking,
        phases,
        features,
        objective,
        follow_up,
        tuple(lines[n] for n in sorted(lines)),
        countries,
        quantity(length) if length else None,
    )


def is_of_people(page: Page) -> bool:
    """Whether a page tells of a study in people: neither of animals nor of other studies' reports."""
    if any(line.tape.hit(_REVIEWED) for line in page.parts("title", "methods", "design", None)):
        return False
    if any("S" in line.tape.forms for line in page.lines):
        return True
    return not any(
        line.tape.hit(_ANIMALS) for line in page.parts("title", "methods", "design", None)
    )


def _allocation(lines: list[Line]) -> tuple[Allocation | None, list[Line]]:
    against = [line for line in lines if line.tape.hit(_NOT_RANDOM)]
    if against:
        return "nonRandomized", against[:1]
    said = [line for line in lines if line.tape.hit(_RANDOM)]
    return ("randomized" if said else None), said[:2]


def _features(lines: list[Line]) -> tuple[tuple[DesignFeature, ...], list[Line]]:
    found: dict[str, Line] = {}
    for line in lines:
        for pattern, (near, code) in _NEARBY.open_to(line.tape):
            if line.tape.hit(near) or (
                (line.part == "design" or code in _KINDS) and line.tape.hit(pattern)
            ):
                found.setdefault(code, line)
                for implied in _IMPLIED.get(code, ()):
                    found.setdefault(implied, line)
    for code, line in _places(lines):
        found.setdefault(code, line)
    codes = sorted({"placeboControlled" if code == "placebo" else code for code in found})
    return tuple(codes), list(found.values())  # type: ignore[arg-type]


def _places(lines: list[Line]) -> Iterator[tuple[DesignFeature, Line]]:
    """What follows from the number of places: "at 64 centers in 6 countries"."""
    for line in lines:
        for hit, code in _PLACES.hits(line.tape) if line.part != "title" else ():
            several: Measure = hit.value("V", "n")
            if several.unit is None and several.value is not None and several.value > 1:
                yield code, line


def _phases(page: Page, lines: list[Line]) -> tuple[tuple[Phase, ...], list[Line]]:
    for line in lines:
        match = _PHASE.search(page.text, line.span.start, line.span.end)
        if match and match.group(1).lower() in _PHASES:
            return (_PHASES[match.group(1).lower()],), [line]
    return (), []


def _objective(page: Page) -> tuple[str | None, list[Line]]:
    """The purpose in the report's words, from the verb that opens it."""
    for line in (*page.parts("objective"), *page.parts("background", "methods", "design", None)):
        hit = line.tape.hit(_PURPOSE)
        if hit and (
            line.part == "objective"
            or line.tape.hit(rf"(?:we|{_STUDY}|aim|purpose|objective|goal)")
        ):
            return hit.words("purpose"), [line]
    return None, []


def _follow_up(page: Page) -> tuple[TimePoint | None, list[Line]]:
    for line in page.lines:
        hit = line.tape.hit(_FOLLOWED) if line.part != "background" else None
        if hit:
            length = hit.value("D")
            word = next(
                (hit.match.group(name) for name in ("stat1", "stat2", "stat3") if hit.has(name)),
                None,
            )
            statistic = {"median": "median", "mean": "mean", "average": "mean"}.get(word or "")
            return after(length, statistic=statistic), [line]  # type: ignore[arg-type]
    return None, []


def read_schedules(ledger: Ledger) -> None:
    """Claims how often, and until when, something was assessed."""
    for line in ledger.page.lines:
        hit = (
            line.tape.hit(_MONITORED)
            if line.part not in {"background", "results", "conclusions"}
            else None
        )
        if hit and (every := _every(hit)):
            schedule = Schedule(every=every, until=_until(hit), label=_label(line.tape, hit))
            ledger.add(schedule, line, rule="schedule.monitored")


def _label(tape: Tape, hit: Hit) -> str | None:
    items = trim(hit.items("what"))
    return tape.words(items) if items else None


def _every(hit: Hit) -> Quantity | None:
    if hit.has("gap"):
        return quantity(hit.value("D", "gap"))
    word = hit.match.group("word")
    if word not in _GAPS:
        return None
    value, code = _GAPS[word]
    return quantity(
        Measure(msgspec.convert(value, type=_decimal(), strict=False), word, Unit(code, word))
    )


def _decimal() -> type:
    from decimal import Decimal

    return Decimal


def _until(hit: Hit) -> TimePoint | None:
    if not hit.has("until"):
        return None
    item = hit.items("upto" if hit.has("upto") else "length")[0]
    if item.form == "T":
        return moment(item.value)
    length = (
        item.value if item.form == "D" else replace(item.value, value=item.value.high, high=None)
    )
    anchor = hit.match.group("behind") or hit.match.group("anchor")
    known = next((code for word, code in _ANCHORS if anchor and word in anchor), None)
    if length.value is None or (anchor and known is None):
        return None
    return after(replace(length, high_inclusive=None), anchor=known or "baseline")


def read_sisters(ledger: Ledger, own: frozenset[str]) -> None:
    """Claims the studies that a page names as sisters of its own, with the people they took."""
    for line in ledger.page.lines:
        if not line.tape.hit(_SISTER):
            continue
        text = ledger.page.text[line.span.start : line.span.end]
        ids = [i for i in _TRIAL_ID.findall(text) if i not in own]
        names = [
            n
            for n in _ACRONYM.findall(text)
            if n not in own
            and not any(n in i for i in ids)
            and n not in ledger.page.glossary.abbreviations
        ]
        names = [
            n
            for n in names
            if ledger.page.glossary.known(n, "Condition", "Substance", "Measurand") is None
        ]
        if ids or names:
            mentioned = Mentioned(
                acronym=names[0] if names else None,
                registry_ids=tuple(ids),
                population=_population(ledger, line),
            )
            ledger.add(mentioned, line, rule="sister.named")


def _population(ledger: Ledger, line: Line) -> Population | None:
    """The people that a sister study took, where the line says how they differed."""
    criteria = tuple(_sister_criteria(ledger, line))
    hit = line.tape.hit(_TAKEN)
    if not criteria or hit is None:
        return None
    return Population(label=hit.words("who"), criteria=criteria, evidence=(ledger.passage(line),))


def _sister_criteria(ledger: Ledger, line: Line) -> Iterator[Criterion]:
    tape = line.tape
    for n, item in enumerate(tape.items):
        if item.form != "B":
            continue
        behind = [i for i in tape.items[n + 1 :] if i.form not in {")", "("}]
        named = subjects(tape, tuple(behind[:5])) or subjects(tape, tape.items[max(0, n - 4) : n])
        if named:
            slug = measurand(named[0], ledger.page.glossary)
            bound = quantity(item.value, ledger.page.glossary.canonical_unit(slug))
            yield Criterion(
                about=slug, bound=bound, exact=ledger.page.text[item.start : item.end],
                evidence=(ledger.passage(line),), rule="sister.criterion", confidence=confidence("sister.criterion"), status="asserted",
            )  # fmt: skip


def read_hopes(page: Page) -> None:
    """Notes which way the authors hoped a measurand would go, where nothing else tells."""
    for line in page.lines:
        for hit in line.tape.hits(_HOPED):
            named = subjects(line.tape, hit.items("what"))
            if named:
                up = hit.match.group("verb") in {"increase", "improve", "raise"}
                page.glossary.hope(
                    measurand(named[0], page.glossary), "increase" if up else "decrease"
                )

"""From verdicts to claims.

In: a line. Out: comparisons in the ledger, each under the rule of its wording. What the words say
and what the test says must agree; where they do not, the line is listed with the reason.
"""

import re
from functools import partial

from kg.codes import ComparisonDirection
from kg.reading.amounts import names_baseline, p_value, significant
from kg.reading.comparisons import (
    aggregation_of,
    favours,
    is_experimental,
    outcome_for,
    significance,
    span_of,
)
from kg.reading.frozen import Frozen
from kg.reading.glossary import Glossary
from kg.reading.ledger import Ledger
from kg.reading.measures import Probability
from kg.reading.page import Line
from kg.reading.results import arm_key
from kg.reading.subjects import Subject, measurand
from kg.reading.verdicts.alike import Verdict, alike
from kg.reading.verdicts.cues import AGAINST, CUES, UNDONE, better, opposite
from kg.reading.verdicts.numbers import numbers
from kg.reading.verdicts.row import Row, rows, with_groups
from kg.reading.verdicts.sides import Sides, sides_of
from kg.reading.verdicts.ways import Known, Scope, Way, ways
from kg.records import Comparison

_PARTS = frozenset({"results", "conclusions", None})
_HEDGED = (
    r"(?:may|might|could be|hypothesi[sz]ed|whether|expected|anticipated|assumed|suggest(?:s|ed|ing)?|\?|predicted|seem(?:s|ed)?|appear(?:s|ed)?"
    r"|would|should|aim(?:ed|s)?|matched|demographic\S*|subgroups?|subset|combined populations?"
    r"|further (?:research|studies|trials)|to determine|to detect)"
)
# A sentence that has a verdict of its own, or none to come, lends its subject to no other.
_SETTLED = rf"{_HEDGED}|significan\w*|T|differ\w*"
_PAIR = 2
_DISAGREE = "what is said of the groups and its p-value do not agree"


class Said(Frozen, frozen=True, gc=False):
    """What is claimed of one subject: whose, which way, by which test and rule."""

    arms: tuple[int, ...]
    direction: ComparisonDirection | None
    meaning: bool | None
    test: Probability | None
    rule: str


def read_verdicts(ledger: Ledger, line: Line) -> bool:
    """Whether a line said in words what comparing groups came to."""
    if not is_told(ledger, line):
        return False
    clauses = rows(with_groups(line.full))
    told = [
        (row, verdict)
        for before, row in zip((_last(ledger, line), *clauses), clauses, strict=False)
        for verdict in alike(row, before)
    ]
    made = [_alike(ledger, line, row, verdict) for row, verdict in told]
    if any(verdict.carried for _, verdict in told) or line.full.hit(UNDONE):
        return any(made)
    sides, known = sides_of(ledger.page), known_ways(ledger)
    for row in clauses:
        scope = Scope(row, len(ledger.page.drafts), sides, known)
        made += [_way(ledger, line, row, way) for way in ways(scope)]
        made.append(_numbers(ledger, line, row, sides))
    return any(made)


def is_told(ledger: Ledger, line: Line) -> bool:
    """Whether a line tells results of comparing groups: no hopes, and not how they began."""
    return _tells(ledger, line) and not line.full.hit(_HEDGED) and not _is_baseline(line)


def is_likely_told(ledger: Ledger, line: Line) -> bool:
    """The same where a start is named beside what moved from it and against whom."""
    if not _tells(ledger, line) or line.full.hit(_HEDGED):
        return False
    return not _is_baseline(line) or bool(line.full.hit(AGAINST) and line.full.hit(CUES))


def _last(ledger: Ledger, line: Line) -> Row | None:
    """The first clause of the sentence before, where it tells results too."""
    before = ledger.page.lines[line.number - 1] if line.number else None
    if before is None or before.part != line.part or before.full.hit(_SETTLED):
        return None
    found = rows(with_groups(before.full))
    return found[0] if found else None


def _tells(ledger: Ledger, line: Line) -> bool:
    """Whether a line stands where results are told: anywhere, where no heading says results."""
    if line.part in _PARTS:
        return True
    return line.part in {"methods", "objective"} and not ledger.page.parts("results")


def _is_baseline(line: Line) -> bool:
    """Whether a line tells of the start, and of no change from it."""
    at_start = names_baseline(line.full)
    return at_start and not line.full.hit(r"from T|change|(?:controlling|adjust\w+|corrected)")


def known_ways(ledger: Ledger) -> Known:
    """The better direction of a measurand, where the lexicon or the authors tell it."""
    return partial(_known_way, ledger.page.glossary)


_WAYS_OF: dict[str | None, ComparisonDirection] = {"increase": "higher", "decrease": "lower"}


def _known_way(glossary: Glossary, subject: Subject) -> ComparisonDirection | None:
    slug = glossary.known(subject.words, "Measurand")
    return _WAYS_OF.get(glossary.desirable(slug)) if slug else None


def likely_ways(ledger: Ledger) -> Known:
    """The same, and where an abbreviation's long form says which way is better."""
    return partial(_likely_way, ledger.page.glossary)


# Of a scale nobody knows which end is the better one, whatever it is a scale of.
_SCALES = re.compile(
    r"\b(?:scales?|ind(?:ex|ices)|scores?|questionnaires?|inventor(?:y|ies)|ratings?|assessments?|measures?)\b",
    re.IGNORECASE,
)


def _likely_way(glossary: Glossary, subject: Subject) -> ComparisonDirection | None:
    known = _known_way(glossary, subject)
    full = glossary.expand(subject.words) if known is None else subject.words
    return better(full) if full != subject.words and not _SCALES.search(full) else known


def _alike(ledger: Ledger, line: Line, row: Row, verdict: Verdict) -> bool:
    arms, made = compared(ledger, row), False
    inside = line.span.start <= verdict.subjects[0].items[0].start
    lines = (line,) if inside else (ledger.page.lines[line.number - 1], line)
    tests = row.between(verdict.first, verdict.last)
    for place, subject in enumerate(verdict.subjects):
        test = own(row, subject) or dealt(tests, place, len(verdict.subjects))
        meanings = {significant(each) for each in ([test] if test else tests)}
        if True in meanings:
            ledger.unread(line, _DISAGREE)
            continue
        tested = verdict.tested or bool(meanings)
        said = Said(
            arms, None if tested else "noDifference", False if tested else None, test, verdict.rule
        )
        made = claim(ledger, lines, subject, said) or made
    return made


def _way(ledger: Ledger, line: Line, row: Row, way: Way) -> bool:
    made = False
    tests = row.between(way.first, way.last)
    for place, (subject, direction) in enumerate(way.subjects):
        test = own(row, subject) or dealt(tests, place, len(way.subjects))
        meanings = {significant(each) for each in ([test] if test else tests)}
        said: Said | None = None
        if meanings == {False} and not way.tested:
            rule = f"{way.rule}-not-significant"
            said = Said(compared(ledger, row), None, False, test, rule)  # noqa: FBT003 - a verdict
        elif False in meanings:
            ledger.unread(line, _DISAGREE)
        elif way.arms is not None and (way.tested or meanings or way.sure):
            tested = way.tested or meanings == {True}
            rule = way.rule if tested else f"{way.rule}-untested"
            said = facing(ledger, Said(way.arms, direction, tested or None, test, rule))
        made = (said is not None and claim(ledger, (line,), subject, said)) or made
    return made


def _numbers(ledger: Ledger, line: Line, row: Row, sides: Sides) -> bool:
    """Whether two numbers and their test made a claim that the words did not."""
    told = numbers(row, sides)
    meaning = significant(told.test) if told and told.test else None
    if told is None or meaning is None:
        return False
    if not meaning:
        rule = "comparison.numbers-not-significant"
        said = Said(compared(ledger, row), None, meaning, told.test, rule)
    elif told.arms is None or told.direction is None:
        return False
    else:
        rule = "comparison.numbers"
        said = facing(ledger, Said(told.arms, told.direction, meaning, told.test, rule))
    return claim(ledger, (line,), told.subjects[0], said)


def facing(ledger: Ledger, said: Said) -> Said:
    """What is said, seen from the arm on trial."""
    first, second = said.arms
    if said.direction is None or is_experimental(ledger.page, first, second):
        return said
    return said._replace(arms=(second, first), direction=opposite(said.direction))


def own(row: Row, subject: Subject) -> Probability | None:
    """The test that stands right behind what a subject names."""
    end = subject.items[-1].end if subject.items else None
    place = next((n + 1 for n, item in enumerate(row.tape.items) if item.end == end), None)
    return next((test for spot, test in row.tests if spot == place), None)


def dealt(tests: tuple[Probability, ...], place: int, subjects: int) -> Probability | None:
    """The test of one of several subjects: the only one, or that in its place."""
    if len(tests) == 1:
        return tests[0]
    return tests[place] if len(tests) == subjects else None


def compared(ledger: Ledger, row: Row) -> tuple[int, ...]:
    """The arms that a clause compares: those it names, else all there are."""
    named = dict.fromkeys(
        arm for item in row.tape.items if item.form in {"A", "I"} for arm in item.value.arms
    )
    arms = tuple(named) if len(named) >= _PAIR else tuple(range(len(ledger.page.drafts)))
    if len(arms) != _PAIR:
        return arms
    return arms if is_experimental(ledger.page, arms[0], arms[1]) else arms[::-1]


def claim(ledger: Ledger, lines: tuple[Line, ...], subject: Subject, said: Said) -> bool:
    """Whether a comparison was claimed: no line makes two of one thing and one pair."""
    line = lines[-1]
    slug = measurand(subject, ledger.page.glossary)
    when, over = span_of(line)
    outcome = outcome_for(ledger, line, subject, slug, when)
    keys = tuple(map(arm_key, said.arms))
    pair, likely = len(keys) == _PAIR, ".likely-" in said.rule
    groups = keys if pair and likely else ()
    if ledger.compared(line, slug, outcome, likely=likely, groups=groups):
        return False
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        aggregation=aggregation_of(line),
        experimental_group=keys[0] if pair else None,
        reference_group=keys[1] if pair else None,
        groups=() if pair else keys,
        direction=said.direction,
        favours=favours(ledger, slug, outcome, said.direction),
        significance=significance(said.meaning),
        p=p_value(said.test),
    )
    ledger.add(comparison, *lines, rule=said.rule)
    return True

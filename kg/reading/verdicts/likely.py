"""Verdicts that are likely and not sure: read after all else, suggested and never asserted.

In: a line. Out: suggested comparisons in the ledger of what no other rule of the line told: which
way things went where the words leave room for whom, and what a test or a plain "did not change"
leaves as it was. Hedges, hopes and the start of a study claim nothing here either.
"""

from collections.abc import Sequence

from kg.reading.amounts import significant
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.reading.verdicts.about import lead
from kg.reading.verdicts.apart import apart
from kg.reading.verdicts.crossed import with_intervals
from kg.reading.verdicts.cues import AGAINST, UNDONE_HERE, UNSURE
from kg.reading.verdicts.lent import lent
from kg.reading.verdicts.numbers import likely_numbers
from kg.reading.verdicts.reading import (
    Said,
    claim,
    compared,
    dealt,
    facing,
    is_likely_told,
    is_told,
    likely_ways,
    own,
)
from kg.reading.verdicts.row import Row, rows, with_groups
from kg.reading.verdicts.sides import Sides, sides_of
from kg.reading.verdicts.unmoved import Still, nameless, unmoved
from kg.reading.verdicts.ways import Scope, Way, ways
from kg.reading.verdicts.weighed import weigh
from kg.reading.verdicts.whom import roles_of

# What was to be done in a case is no result of the groups, nor what goes with what in a model.
_CONDITIONS = (
    r"(?:if|unless|until|should|allowed|permitted|planned|titrated|discontinue|factors?|predict\w*"
    r"|correlat\w*|sister|other (?:studies|trials)|(?:previous|earlier) (?:studies|trials|study|trial))"
)


def read_likely(ledger: Ledger, line: Line) -> bool:
    """Whether a line gave comparisons that are likely."""
    if not is_likely_told(ledger, line) or line.full.hit(_CONDITIONS):
        return False
    bare = with_intervals(line, rows(with_groups(line.full), contrasts=True))
    clauses = lent(bare)
    sides, known, roles = sides_of(ledger.page), likely_ways(ledger), roles_of(ledger.page)
    # "… but remained so with Y" says nothing of the groups; with a test of its own it may.
    tested = [row if row.tests else own for row, own in zip(clauses, bare, strict=True)]
    made = [_still(ledger, line, row, still) for row in tested for still in unmoved(row, roles)]
    for place, row in enumerate(clauses):
        scope = Scope(row, roles.arms, sides, known, roles, lead(clauses[:place]))
        for way in ways(scope):
            undone = any(later.tape.hit(UNDONE_HERE) for later in clauses[place:])
            undone = undone or _is_unsure(bare[place + 1 : place + 2])
            made.append(_way(ledger, line, row, way, undone=undone))
        made.append(_numbers(ledger, line, row, sides))
    made.append(_apart(ledger, line, clauses, sides))
    made.append(weigh(ledger, line))
    made += [_carried(ledger, line, clauses, place) for place in range(len(clauses))]
    return any(made)


def _is_unsure(behind: Sequence[Row]) -> bool:
    """Whether the clause behind another says no more than that it was not significant."""
    hits = (row.tape.hit(UNSURE) for row in behind)
    return any(hit is not None and hit.first == 0 for hit in hits)


def _still(ledger: Ledger, line: Line, row: Row, still: Still) -> bool:
    """Whether what did not move became claims; a test that found something says otherwise."""
    tests = row.between(still.first, still.last)
    if True in {significant(test) for test in tests}:
        return False
    made = False
    for place, subject in enumerate(still.subjects):
        test = own(row, subject) or dealt(tests, place, len(still.subjects))
        said = _same(ledger, row, still.rule, tested=still.tested or bool(tests))
        made = claim(ledger, (line,), subject, said._replace(test=test)) or made
    return made


def _same(ledger: Ledger, row: Row, rule: str, *, tested: bool) -> Said:
    """No difference: what a test said, or where none is spoken of a direction."""
    arms = compared(ledger, row)
    if tested:
        return Said(arms, None, False, None, rule)  # noqa: FBT003 - a verdict
    return Said(arms, "noDifference", None, None, rule)


def _carried(ledger: Ledger, line: Line, clauses: tuple[Row, ...], place: int) -> bool:
    """Whether "there was no difference", said of nothing, was said of what went before."""
    row = clauses[place]
    at = nameless(row)
    if at is None or ledger.told_of(line):
        return False
    tests = row.between(at, len(row.tape.items))
    if True in map(significant, tests):
        return False
    lines: tuple[Line, ...] = (line,)
    own_part = Row(row.tape.part(0, at), ())
    found = lead((*clauses[:place], own_part))
    if not found and place == 0 and line.number:
        before = ledger.page.lines[line.number - 1]
        told = before.part == line.part and is_told(ledger, before)
        if told and not before.full.hit(AGAINST):  # of those it has compared it speaks no more
            found, lines = lead(rows(with_groups(before.full))), (before, line)
    tested = bool(tests) or "significan" in row.tape.line
    said = _same(ledger, row, "comparison.likely-carried", tested=tested)
    made = [claim(ledger, lines, subject, said) for subject in found]
    return any(made)


def _way(ledger: Ledger, line: Line, row: Row, way: Way, *, undone: bool) -> bool:
    made = False
    tests = row.between(way.first, way.last)
    for place, (subject, direction) in enumerate(way.subjects):
        test = own(row, subject) or dealt(tests, place, len(way.subjects))
        meanings = {significant(each) for each in ([test] if test else tests)}
        rule = way.rule.replace("comparison.way-", "comparison.likely-").removesuffix("-alone")
        said: Said | None = None
        if meanings == {False} or (undone and True not in meanings):
            rule = f"{rule}-not-significant"
            said = Said(compared(ledger, row), None, False, test, rule)  # noqa: FBT003 - a verdict
        elif False not in meanings and way.arms is not None:
            tested = way.tested or meanings == {True}
            said = facing(ledger, Said(way.arms, direction, tested or None, test, rule))
        made = (said is not None and claim(ledger, (line,), subject, said)) or made
    return made


def _numbers(ledger: Ledger, line: Line, row: Row, sides: Sides) -> bool:
    told = likely_numbers(row, sides)
    if told is None or told.arms is None:
        return False
    rule, meaning = "comparison.likely-numbers", significant(told.test) if told.test else None
    said = Said(told.arms, told.direction, meaning, told.test, rule)
    if meaning is False:
        said = said._replace(direction=None, rule=f"{rule}-not-significant")
    elif meaning is None:
        said = said._replace(rule=f"{rule}-untested")
    return claim(ledger, (line,), told.subjects[0], facing(ledger, said))


def _apart(ledger: Ledger, line: Line, clauses: tuple[Row, ...], sides: Sides) -> bool:
    """Whether what went one way in one group and another in the other became a claim."""
    told = apart(clauses, sides) if clauses else None
    if told is None or {significant(test) for test in told.tests} == {False}:
        return False
    tested = {significant(test) for test in told.tests} == {True} and len(told.tests) == 1
    rule = f"comparison.likely-apart{'-still' if told.still else ''}"
    said = Said(told.arms, told.direction, tested or None, told.tests[0] if tested else None, rule)
    return claim(ledger, (line,), told.subject, facing(ledger, said))

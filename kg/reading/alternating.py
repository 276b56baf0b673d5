"""Values told arm by arm: "X was 7.1 in the one group and 7.8 in the other".

In: a line. Out: :class:`~kg.records.GroupResult` claims and their findings. Values and arms must
take turns, as many of the one as of the other, each arm once; anything else is left alone.
"""

from dataclasses import replace

from kg.reading.ledger import Ledger
from kg.reading.measures import Measure
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line
from kg.reading.results import Finding, Point, arm_key, clauses, group_value, line_time
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Item, Tape

_ALREADY = r"randomized|randomly|assigned|allocated|received|dose|from(?: {w}){0,3}? (?:V|D) to|(?:than|between|differ|difference)"
_VERBS = frozenset("was were is are averaged reached had showed of".split())


def read_alternating(ledger: Ledger, line: Line) -> list[Finding]:
    """The findings of a line in which values and arms take turns under one subject."""
    if line.part not in {"results", None} or any(
        item.form in {"S", "B"} for item in line.full.items
    ):
        return []
    for tape in (line.full, *clauses(line.full)):
        if tape.hit(_ALREADY):
            continue
        turns = _turns(tape)
        if turns is None:
            continue
        subject = _subject(tape)
        if subject is None:
            ledger.unread(line, "values per group whose measurand is not clear")
            return []
        return _claims(ledger, line, subject, turns)
    return []


def _turns(tape: Tape) -> list[tuple[int, Measure]] | None:
    """Pairs of arm and value where they strictly take turns, values or arms first."""
    row = [
        item
        for n, item in enumerate(tape.items)
        if item.form in {"V", "Q", "A", "I"} and _flat(tape.items, n)
    ]
    values = [item for item in row if item.form in {"V", "Q"}]
    arms = [item for item in row if item.form in {"A", "I"} and len(item.value.arms) == 1]
    if len(values) < 2 or len(values) != len(arms) or len(row) != len(values) + len(arms):  # noqa: PLR2004
        return None
    kinds = ["v" if item.form in {"V", "Q"} else "a" for item in row]
    if kinds not in (["v", "a"] * len(values), ["a", "v"] * len(values)):
        return None
    named = [int(item.value.arms[0]) for item in arms]
    if len(set(named)) != len(named):
        return None
    return list(zip(named, (item.value for item in values), strict=True))


def _flat(items: tuple[Item, ...], place: int) -> bool:
    run = [item.form for item in items[:place]]
    return run.count("(") <= run.count(")")


def _subject(tape: Tape) -> Subject | None:
    """The phrase before the first value, or between its arm and "was"."""
    first = next(n for n, item in enumerate(tape.items) if item.form in {"V", "Q"})
    before = tape.items[:first]
    cut = max(
        (
            n + 1
            for n, item in enumerate(before)
            if item.form in {",", "A", "I", ";"} and _flat(before, n)
        ),
        default=0,
    )
    run = before[cut:]
    while run and run[-1].form in _VERBS:
        run = run[:-1]
    if run and run[0].form in {"had", "showed", "achieved"}:
        run = run[1:]
    found = subjects(tape, run)
    return found[-1] if len(found) == 1 else None


def _claims(
    ledger: Ledger, line: Line, subject: Subject, turns: list[tuple[int, Measure]]
) -> list[Finding]:
    slug = measurand(subject, ledger.page.glossary)
    when = line_time(line.tape)
    outcome = outcome_of(ledger, line, subject, slug, when) if subject.threshold else None
    unit = next((m.unit for _, m in turns if m.unit), None)
    findings: list[Finding] = []
    for arm, measure in turns:
        value = measure if measure.unit or unit is None else replace(measure, unit=unit)
        point = Point(slug, value, when, subject.statistic, outcome)
        key = group_value(ledger, line, arm_key(arm), point)
        findings.append(Finding(arm, slug, outcome, key, key, value, when, changed=False))
    return findings

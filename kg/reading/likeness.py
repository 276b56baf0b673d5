"""No difference, or a significant one, said of groups: each measurand named becomes a claim.

In: a line, and the findings that were made of its values. Out: :class:`~kg.records.Comparison`
claims. *Not significant* is what a test said; *no difference* without a test is a direction.
A p-value in the parentheses behind a measurand is that measurand's; one behind the statement is
everybody's.
"""

import re
from collections.abc import Iterator

from kg.reading.amounts import names_baseline, p_value, significant
from kg.reading.comparisons import (
    aggregation_of,
    direction_between,
    favours,
    flat,
    outcome_for,
    pair_named,
    significance,
    span_of,
)
from kg.reading.frozen import Frozen
from kg.reading.ledger import Ledger
from kg.reading.measures import Probability
from kg.reading.page import Line
from kg.reading.phrases import opened
from kg.reading.results import Finding, arm_key, clauses
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item
from kg.reading.verdicts.phrases import names_nothing
from kg.records import Comparison

# What a rule begins with: a run without an end would be tried from every word to every other.
_SUBJECT = r".{1,300}?"
# One of these stands in every statement that the rules below know.
_LIKENESS = re.compile(r"differ|effect|similar|comparable|equal|equivalent|identical|alike| same ")
_ADVERB = r"(?:statistically |significantly |clinically |markedly |appreciably |much |importantly |materially )*"
_GROUPS = r"(?: (?:between|among|across|in|for) (?:both )?(?:G|A(?: and A)?))?"
_NO = (
    r"(?:there (?:was|were)|we (?:found|observed|saw)|(?:was|were) found|with|showed|revealed|had) (?:no|not any)"
    rf"(?: {{w}})?? {_ADVERB}(?:significant |significantly different )?(?:{{w}} )?(?:differences?|effects?)(?: {{w}}){{0,3}}?{_GROUPS}(?: (?:at|after|during|over)(?: {{w}})?? (?:T|D))?"
    r"(?: (?:in|for|on|with respect to|regarding|in terms of|as to) (?P<what>.+?))??"
    rf"{_GROUPS}(?= \.| ;| ,| \(| (?:during|over|at|after|between|throughout)| $)"
)
_UPON = r"(?:in|for|on|with respect to|regarding|in terms of)"
_FOUND = r"(?:was|were) (?:{w} )?(?:seen|observed|found|noted|detected|apparent|evident|present)"
_NONE = r"(?:no|not any) (?:statistically )?(?:significant )?(?:between-group |intergroup )?differences?(?: {w}){0,2}?"
_STOP = r"(?= \.| ;| ,| \(| (?:during|over|at|after|between|throughout)| $)"
_SEEN = rf"{_NONE}{_GROUPS} {_FOUND}{_GROUPS} {_UPON} (?P<what>.+?){_GROUPS}{_STOP}"
_NONE_SEEN = rf"{_NONE}{_GROUPS} {_UPON} (?P<what>.+?){_GROUPS} {_FOUND}"
_NOT_REACHED = (
    rf"differences?{_GROUPS} {_UPON} (?P<what>.+?)(?: (?:during|over|at|after) .+?)? (?:(?:was|were) not (?:statistically )?significant"
    r"|(?:did not reach|failed to reach|(?:was|were) short of) (?:the level of )?(?:statistical )?significance)"
)
_SAME_RATE = (
    rf"(?P<what>{_SUBJECT}) occurred (?:(?:at|with) (?:an? |the )?(?P<alike>similar|comparable|equal|same) (?:rates?|frequency|frequencies)"
    rf"|equally(?: often| frequently)?){_GROUPS}"
)
_DIFFERENT = (
    rf"(?P<what>{_SUBJECT}) (?:(?:was|were|is|are) (?P<not>not |no )?{_ADVERB}different|(?P<did>did|does|do) not {_ADVERB}differ"
    rf"|(?P<alike>(?:was|were|remained) (?:similar|comparable|equivalent|identical|alike|the same))|{_ADVERB}differed)(?: significantly)?{_GROUPS}"
)
_ASIDE = r"(?:with (?:respect|regard) to|as regards|regarding|as to|in terms of)"
_GROUPS_FIRST = (
    rf"(?:(?:the )?G|A and A) (?P<alike>did not {_ADVERB}differ|were {_ADVERB}(?:similar|comparable|alike)|were not {_ADVERB}different)(?: significantly)?"
    rf"(?: (?:at|during|over|after)(?: {{w}})?? (?:T|D))? (?:in|{_ASIDE[3:]} (?P<what>.+?){_STOP}"
)
_ASIDE_FIRST = rf"{_ASIDE} (?P<what>.+?) , (?:(?:the )?G|A and A) (?P<alike>did not {_ADVERB}differ|were {_ADVERB}(?:similar|comparable|alike))"
_SHOWED = (
    rf"(?P<what>{_SUBJECT}) showed (?:no|not any) {_ADVERB}(?:significant )?differences?{_GROUPS}"
)
_FORMS = (
    _ASIDE_FIRST,
    _GROUPS_FIRST,
    _SHOWED,
    _NO,
    _SEEN,
    _NONE_SEEN,
    _NOT_REACHED,
    _SAME_RATE,
    _DIFFERENT,
)
_BALANCED = (
    r"(?:demographics?|characteristics|demographic|well balanced|well matched|matched|balanced)"
)
_OTHERS = frozenset("between groups among with that those from than".split())
_OPENING = frozenset(", at T by in the D after and but however neither either nor".split())


class Statement(Frozen, frozen=True, gc=False):
    """What a clause says of some subjects: alike or not, and the p-value behind it."""

    subjects: tuple[Subject, ...]
    alike: bool
    test: Probability | None


def read_likeness(ledger: Ledger, line: Line, findings: list[Finding]) -> bool:
    """Whether a line said that groups differ or do not; each measurand named becomes a claim."""
    arms = pair_named(ledger.page, line)
    if arms is None or _is_balance(line) or not _between_groups(line):
        return False
    made = False
    for clause in clauses(line.arms):
        for statement in _statements(line._replace(arms=clause)):
            for subject in statement.subjects:
                _claim(ledger, line, subject, _told_of(subject, statement), findings, arms)
                made = True
    return made


def _told_of(subject: Subject, statement: Statement) -> Statement:
    """What is said of one subject: an exact P value behind several is that of the last."""
    exact = statement.test is not None and statement.test.relation == "="
    shared = exact and subject is not statement.subjects[-1]
    return statement._replace(test=None) if shared else statement


def _is_balance(line: Line) -> bool:
    """Whether a line says that groups were alike before anything was done."""
    baseline = names_baseline(line.arms)
    return baseline or bool(line.arms.hit(_BALANCED))


def _between_groups(line: Line) -> bool:
    """Whether the statement is about the arms: it names them, or no other groups are in sight."""
    named = not line.arms.forms.isdisjoint(("G", "A"))
    arms = {arm for item in line.full.items if item.form in {"A", "I"} for arm in item.value.arms}
    named = named or len(arms) > 1
    return named or _OTHERS.isdisjoint(line.arms.forms)


def _statements(line: Line) -> Iterator[Statement]:
    """The statements of a clause, one for each of its predicates."""
    forms = _FORMS if _LIKENESS.search(line.arms.line) else ()
    hits = next(filter(None, (list(line.arms.hits(p)) for p in forms)), [])
    for n, hit in enumerate(hits):
        named = tuple(_named(line, hit))
        end = hits[n + 1].first if n + 1 < len(hits) else len(line.arms.items)
        behind = [item.value for item in line.arms.items[hit.last : end] if item.form == "P"]
        if named:
            yield Statement(named, _is_alike(hit), behind[0] if len(behind) == 1 else None)


def _is_alike(hit: Hit) -> bool:
    if any(item.form == "neither" for item in hit.items("what")):
        return True
    said = any(hit.has(name) for name in ("not", "did", "alike"))
    return said or "not" not in hit.match.re.groupindex


def _named(line: Line, hit: Hit) -> list[Subject]:
    """The subjects of a statement; a time or a group that opens the clause is none of them."""
    what = hit.items("what")
    groups = [n + 1 for n, item in enumerate(what) if item.form in {"A", "G"} and flat(what, n)]
    kept = opened(what[max(groups, default=0) :])
    opening = 0
    while opening < len(kept) and kept[opening].form in _OPENING:
        opening += 1
    nobody = kept[opening:] and kept[opening].form == "none"
    if nobody or any(item.form in {"was", "were", "."} for item in kept):
        return []
    own = _without_treatment(line, kept[opening:])
    return [each for each in subjects(line.arms, own) if not names_nothing(each)]


def _without_treatment(line: Line, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The words up to where they say with which treatment: "the fall in pain with X" is in pain."""
    named = {item.start for item in line.full.items if item.form == "I"}
    places = (
        n
        for n, item in enumerate(items)
        if n > 1 and item.start in named and items[n - 1].form in _WITH
    )
    first = next(places, None)
    return items if first is None else items[: first - 1]


_WITH = frozenset({"with", "on", "under", "for"})


def _claim(
    ledger: Ledger, line: Line, subject: Subject, statement: Statement,
    findings: list[Finding], arms: tuple[int, int],
) -> None:  # fmt: skip
    slug = measurand(subject, ledger.page.glossary)
    when, over = span_of(line)
    outcome = outcome_for(ledger, line, subject, slug, when)
    if ledger.compared(line, slug, outcome):
        return
    values = {f.arm: f for f in findings if (f.measurand, f.outcome) == (slug, outcome)}
    test = _own_test(subject) or statement.test
    meaning = significant(test) if test else None
    tested = meaning is not None or bool(line.arms.hit(r"significan\w+|statistically"))
    if meaning is None and tested:
        meaning = not statement.alike
    if statement.alike == (meaning is True) or (not tested and not statement.alike):
        ledger.unread(line, "what is said of the groups and its p-value do not agree")
        return
    first, second = (values.get(arm) for arm in arms)
    direction = direction_between(first, second) if meaning else None
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        aggregation=aggregation_of(line),
        experimental_group=arm_key(arms[0]),
        reference_group=arm_key(arms[1]),
        experimental_result=first.end_key if first else None,
        reference_result=second.end_key if second else None,
        direction=direction if tested else "noDifference",
        favours=favours(ledger, slug, outcome, direction if tested else "noDifference"),
        significance=significance(meaning),
        p=p_value(test),
    )
    ledger.add(comparison, line, rule="comparison.stated")


def _own_test(subject: Subject) -> Probability | None:
    """The p-value in the parentheses behind a subject, where there is just one."""
    tests: list[Probability] = [item.value for item in subject.items if item.form == "P"]
    return tests[0] if len(tests) == 1 else None

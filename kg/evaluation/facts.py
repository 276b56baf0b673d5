"""The numbers that an account claims, one by one, each with where it stands in the text.

In: an :class:`~kg.records.Account`. Out: :class:`Fact` records. A claim that holds several numbers
(a mean with its SD and P value) gives several facts under one key. Values are those that the
report writes: what was converted to another unit is taken back.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Literal, NamedTuple

from kg.evaluation.names import Words, words
from kg.evaluation.numerals import Span, first_value, spots
from kg.records import (
    Account,
    Arm,
    Association,
    Change,
    Claim,
    Comparison,
    DosingPhase,
    GroupResult,
    Number,
    Population,
    PValue,
    Quantity,
    Study,
    UntiedResult,
)
from kg.units import convert, ucum

Kind = Literal[
    "value", "mean", "median", "percentage", "count", "denominator", "rate", "estimate", "bound",
    "sd", "se", "spread", "limits", "ci", "p", "total", "arm size", "lost", "dose", "duration",
]  # fmt: skip
CENTRAL = frozenset({"value", "mean", "median", "percentage", "rate", "estimate", "bound"})
_ANNOTATION = re.compile(r"\{[^}]*\}")
_STATISTICS: dict[str, Kind] = {
    "mean": "mean",
    "leastSquaresMean": "mean",
    "geometricMean": "mean",
    "median": "median",
    "percentage": "percentage",
    "proportion": "percentage",
    "percentChange": "percentage",
    "countStatistic": "count",
    "rate": "rate",
}
_ESTIMATES = frozenset(
    "hazardRatio oddsRatio riskRatio rateRatio ratioOfMeans meanDifference medianDifference"
    " leastSquaresMeanDifference standardizedMeanDifference riskDifference relativeRiskReduction"
    " otherStatistic".split()
)
_SPREADS: dict[str | None, Kind] = {"standardDeviation": "sd", "standardError": "se"}


class Fact(NamedTuple):
    """A number that a claim rests on: what it is of, and its places in the passages named.

    ``values`` has two members for an interval. ``spots`` are those of the first member; ``exact``
    says whether every passage is the text at its offsets and every number stands in one.
    """

    kind: Kind
    values: tuple[Decimal, ...]
    claim: str
    spots: tuple[Span, ...] = ()
    exact: bool = False
    statistic: str | None = None
    percent: bool = False
    relation: str | None = None
    arms: tuple[str, ...] = ()
    about: Words = frozenset()
    roles: tuple[str, ...] = ()
    rule: str = ""
    confidence: Decimal | None = None
    status: str = ""
    sentence: str = ""

    def __str__(self) -> str:
        """The fact in a few words, for the list of errors."""
        number = " to ".join(map(str, self.values))
        said = f"{self.kind} {self.relation or ''}{number}{'%' if self.percent else ''}"
        whose = f" of {', '.join(self.arms)}" if self.arms else ""
        return f"{said}{whose}{': ' + ' '.join(sorted(self.about)) if self.about else ''}"


def facts_of(account: Account) -> tuple[Fact, ...]:
    """All numbers that an account claims, in the order of its claims."""
    book = _Book(account)
    return tuple(fact for study in account.studies for fact in _of_study(book, study))


def arm_names(account: Account) -> dict[str, Words]:
    """The words that each arm of an account goes by, under its key."""
    book = _Book(account)
    return {arm.key: book.arm_words(arm) for study in account.studies for arm in study.arms}


def names_of(account: Account, slug: str | None, outcome: str | None) -> tuple[Words, ...]:
    """The words of each name that what a result is of goes by."""
    return _Book(account).names(slug, outcome)


class _Book:
    """An account with its names and passages at hand."""

    def __init__(self, account: Account) -> None:
        self.text = account.report.text or ""
        self.passages = {passage.key: passage for passage in account.passages}
        self.labels = {c.slug: (c.pref_label, *c.labels) for c in account.concepts}
        self.outcomes = {o.key: o for study in account.studies for o in study.outcomes}

    def name(self, slug: str | None) -> tuple[str | None, ...]:
        return self.labels.get(slug or "", ()) or ((slug or "").replace("-", " "),)

    def names(self, slug: str | None, outcome: str | None) -> tuple[Words, ...]:
        told = self.outcomes.get(outcome or "")
        measures = (told.label, *self.name(told.measures)) if told else ()
        return tuple(map(words, (*self.name(slug), *measures)))

    def topic(self, slug: str | None, outcome: str | None) -> Words:
        return frozenset().union(*self.names(slug, outcome))

    def arm_words(self, arm: Arm) -> Words:
        received = (
            name
            for each in arm.receives
            for name in (each.label, *each.other_names, *self.name(each.substance))
        )
        return words(arm.label, *received)

    def fact(self, kind: Kind, claim: Claim, *values: Decimal, owner: Claim | None = None) -> Fact:
        """A fact of a claim; of part of a claim where that is its *owner*'s."""
        evidence = claim.evidence or (owner.evidence if owner else ())
        held = [self.passages[key] for key in evidence if key in self.passages]
        places = [
            tuple(
                spot
                for passage in held
                if passage.exact is not None
                for spot in spots(passage.exact, value, passage.start or 0)
            )
            for value in values
        ]
        whole = all(
            p.exact is not None and p.start is not None and self.text[p.start : p.end] == p.exact
            for p in held
            if p.path is None
        )
        return Fact(
            kind,
            values,
            claim.key or (owner.key if owner else ""),
            spots=places[0] if places else (),
            exact=bool(held) and whole and all(places),
            rule=claim.rule or "",
            confidence=claim.confidence,
            status=claim.status or "asserted",
            sentence=" ".join(dict.fromkeys(passage.exact or "" for passage in held)),
        )


def _of_study(book: _Book, study: Study) -> Iterator[Fact]:
    for population in study.populations:
        yield from _population(book, population)
    for arm in study.arms:
        yield from _arm(book, arm)
    for result in (*study.group_results, *study.suggested_results, *study.adverse_events):
        yield from _group_result(book, result)
    for untied in study.untied_results:
        yield from _untied(book, untied)
    told_of: tuple[Change | Comparison | Association, ...] = (
        *study.changes,
        *study.comparisons,
        *study.suggested_comparisons,
        *study.associations,
    )
    for told in told_of:
        yield from _told(book, told)


def _population(book: _Book, population: Population) -> Iterator[Fact]:
    if population.size is not None and population.derivation != "derived":
        fact = book.fact("total", population, Decimal(population.size))
        yield fact._replace(roles=tuple(population.roles))
    if population.lost_to_follow_up is not None:
        yield book.fact("lost", population, Decimal(population.lost_to_follow_up))


def _arm(book: _Book, arm: Arm) -> Iterator[Fact]:
    if arm.size is not None:
        fact = book.fact("arm size", arm, Decimal(arm.size))
        yield fact._replace(arms=(arm.key,), about=book.arm_words(arm))
    for received in arm.receives:
        for phase in received.phases:
            yield from _phase(book, phase, arm)


def _phase(book: _Book, phase: DosingPhase, arm: Arm) -> Iterator[Fact]:
    quantities: tuple[tuple[Kind, Quantity | None], ...] = (
        ("dose", phase.dose),
        ("duration", phase.duration),
    )
    for kind, quantity in quantities:
        value = _written(quantity) if quantity else None
        if value is not None:
            yield book.fact(kind, phase, value, owner=arm)._replace(arms=(arm.key,))


def _group_result(book: _Book, result: GroupResult) -> Iterator[Fact]:
    topic = book.topic(result.measurand, result.outcome)
    if hasattr(result, "event"):
        topic |= words(*book.name(result.event))
    kind = _STATISTICS.get(result.statistic or "", "value")
    numbers = [*_numbers(book, result, result.number, kind)] if result.number else []
    counts: tuple[tuple[Kind, int | None], ...] = (
        ("count", result.count if result.count is not None else result.unit_count),
        ("denominator", result.denominator or result.unit_denominator),
    )
    for form, count in counts:
        if count is not None and not (form == kind and numbers):
            numbers.append(book.fact(form, result, Decimal(count)))
    for fact in numbers:
        yield fact._replace(arms=(result.group,), about=topic, statistic=result.statistic)


def _untied(book: _Book, result: UntiedResult) -> Iterator[Fact]:
    """The numbers of a result of no group, or of nothing named; a ratio is an estimate."""
    kind = _STATISTICS.get(result.statistic or "", "value")
    kind = "estimate" if result.statistic in _ESTIMATES else kind
    numbers = [*_numbers(book, result, result.number, kind)] if result.number else []
    if result.count is not None and kind != "count":
        numbers.append(book.fact("count", result, Decimal(result.count)))
    if result.denominator is not None:
        numbers.append(book.fact("denominator", result, Decimal(result.denominator)))
    if result.p is not None:
        numbers.append(_probability(book, result, result.p))
    arms = (result.group,) if result.group else ()
    for fact in numbers:
        yield fact._replace(arms=arms, statistic=result.statistic)


def _told(book: _Book, told: Change | Comparison | Association) -> Iterator[Fact]:
    facts = [*_numbers(book, told, told.number, "estimate")] if told.number else []
    if told.p is not None:
        facts.append(_probability(book, told, told.p))
    arms = (told.group,) if isinstance(told, Change) else _compared(told)
    for fact in facts:
        yield fact._replace(
            arms=arms,
            about=book.topic(told.measurand, told.outcome),
            statistic=told.statistic,
        )


def _compared(told: Comparison | Association) -> tuple[str, ...]:
    if isinstance(told, Association):
        return ()
    named = (told.experimental_group, told.reference_group, *told.groups)
    return tuple(dict.fromkeys(key for key in named if key))


def _probability(book: _Book, claim: Claim, p: PValue) -> Fact:
    return book.fact("p", claim, p.value)._replace(relation=p.relation)


def _numbers(book: _Book, claim: Claim, number: Number, kind: Kind) -> Iterator[Fact]:
    value = _written(number)
    back = value / number.value if value is not None and number.value else Decimal(1)
    percent = (number.unit or "").startswith("%") or (number.unit_text or "").strip() == "%"

    def fact(form: Kind, *values: Decimal | None) -> Iterator[Fact]:
        if all(each is not None for each in values):
            scaled = tuple(each * back for each in values if each is not None)
            yield book.fact(form, claim, *map(_tidy, scaled))._replace(percent=percent)

    if value is not None and number.value is not None:
        yield book.fact(kind, claim, value)._replace(percent=percent)
    else:
        for bound in (number.min, number.max):
            yield from fact("bound", bound) if bound is not None else ()
    yield from fact(_SPREADS.get(number.dispersion_type, "spread"), number.dispersion)
    yield from fact("limits", number.dispersion_lower, number.dispersion_upper)
    yield from fact("ci", number.ci_lower, number.ci_upper)


def _tidy(value: Decimal) -> Decimal:
    """A decimal that was multiplied and divided, without what that left behind it."""
    return round(value, 10).normalize()


def _written(each: Number | Quantity | PValue) -> Decimal | None:
    """The number as the report has it, where it is the claim's in another unit; else the claim's.

    What the claim says it found written counts only where it leads to what it claims.
    """
    written = first_value(each.reported) if each.reported else None
    if written is None or isinstance(each, PValue) or each.value is None:
        return each.value
    text = ucum(each.unit_text) if each.unit_text else None
    bare = [_ANNOTATION.sub("", unit or "1") for unit in (text, each.unit)]
    same = text is not None and convert(written, *bare) == each.value
    return written if same else each.value

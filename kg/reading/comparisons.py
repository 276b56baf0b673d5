"""Comparisons between groups: the tests that close a line of values, and what all comparisons share.

In: a line, and the findings that :mod:`kg.reading.results` made of it. Out:
:class:`~kg.records.Comparison` claims. A direction is claimed where the report states it or the
difference is significant; whom it favours, where it is known which way is the better one.
"""

from itertools import combinations

from kg.codes import Aggregation, ComparisonDirection, Favours, Significance, Statistic
from kg.reading.amounts import after, p_value, significant
from kg.reading.ledger import Ledger
from kg.reading.measures import Probability
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line, Page
from kg.reading.results import Finding, arm_key, line_time
from kg.reading.subjects import Subject
from kg.reading.tape import Item, Tape
from kg.records import Comparison, Outcome, TimePeriod, TimePoint

_PAIR = 2
_CONTRAST = frozenset(
    {"whereas", "while", "compared", "versus", "vs", "vs.", "v", "than", "but", "and", "against"}
)
_ADVERB = r"(?:statistically |significantly |clinically |markedly |appreciably |much |importantly |materially )*"


def compare_findings(ledger: Ledger, line: Line, findings: list[Finding]) -> None:
    """Claims what one test at the end of a line says of two arms whose values it follows."""
    for first, second in _pairs(findings):
        probabilities = [item.value for item in line.arms.items if item.form == "P"]
        contrasted = not _CONTRAST.isdisjoint(line.arms.forms)
        if len(probabilities) != 1 or not contrasted or not _closes(line.arms):
            continue
        compare_values(ledger, line, first, second, probabilities[0])


def _pairs(findings: list[Finding]) -> list[tuple[Finding, Finding]]:
    """The one pair of findings about one thing in two arms; nothing where there are more."""
    pairs = [
        (one, two)
        for one, two in combinations(findings, 2)
        if one.arm != two.arm and (one.measurand, one.outcome) == (two.measurand, two.outcome)
    ]
    return pairs if len(pairs) == 1 else []


def _closes(tape: Tape) -> bool:
    """Whether the p-value stands behind the last value of the line."""
    places = [n for n, item in enumerate(tape.items) if item.form in {"V", "Q"}]
    tests = [n for n, item in enumerate(tape.items) if item.form == "P"]
    return bool(places and tests) and tests[-1] > places[-1]


def compare_values(
    ledger: Ledger, line: Line, one: Finding, two: Finding, test: Probability
) -> None:
    """Claims what a test says of two values, each of its own arm."""
    first, second = (one, two) if is_experimental(ledger.page, one.arm, two.arm) else (two, one)
    meaning = significant(test)
    direction = direction_between(first, second) if meaning else None
    comparison = Comparison(
        measurand=first.measurand,
        outcome=first.outcome,
        time=first.time if first.time == second.time else None,
        experimental_group=arm_key(first.arm),
        reference_group=arm_key(second.arm),
        experimental_result=first.end_key,
        reference_result=second.end_key,
        direction=direction,
        favours=favours(ledger, first.measurand, first.outcome, direction),
        significance=significance(meaning),
        p=p_value(test),
    )
    ledger.add(comparison, line, rule="comparison.tested")


def is_experimental(page: Page, one: int, two: int) -> bool:
    """Whether the first of two arms is the one on trial; the one named first where roles do not say."""
    roles = [page.drafts[arm].role for arm in (one, two)]
    if roles[0] != roles[1]:
        return roles[0] == "experimentalRole"
    return one < two


def significance(meaning: bool | None) -> Significance | None:  # noqa: FBT001 - a verdict
    """The code of a verdict on a test."""
    return None if meaning is None else ("significant" if meaning else "notSignificant")


def direction_between(first: Finding | None, second: Finding | None) -> ComparisonDirection | None:
    """What the first value is against the second; nothing where either is unknown or they are equal."""
    if first is None or second is None or first.value.value is None or second.value.value is None:
        return None
    if first.value.value == second.value.value:
        return None
    return "higher" if first.value.value > second.value.value else "lower"


def favours(
    ledger: Ledger,
    slug: str,
    outcome: str | None,
    direction: ComparisonDirection | None,
) -> Favours | None:
    """Whom a direction favours, where it is known which direction is the better one."""
    if direction is None:
        return None
    if direction == "noDifference":
        return "neither"
    held: Outcome | None = ledger.get(outcome) if outcome else None
    better = held.desirable_direction if held else ledger.page.glossary.desirable(slug)
    if better is None:
        return None
    return "experimental" if (better == "increase") == (direction == "higher") else "reference"


def outcome_for(
    ledger: Ledger, line: Line, subject: Subject, slug: str, when: TimePoint | None
) -> str | None:
    """The outcome that a compared subject belongs to: by its cut-off, or as it was defined."""
    if subject.threshold:
        return outcome_of(ledger, line, subject, slug, when)
    return next(
        (o.key for o in ledger.of(Outcome) if o.measures == slug and o.threshold is None), None
    )


def pair_named(page: Page, line: Line) -> tuple[int, int] | None:
    """The two arms compared: those the line names, else the only two there are."""
    named = list(
        dict.fromkeys(
            arm for item in line.arms.items if item.form == "A" for arm in item.value.arms
        )
    )
    arms = named if len(named) == _PAIR else list(range(len(page.drafts)))
    if len(arms) != _PAIR:
        return None
    return (arms[0], arms[1]) if is_experimental(page, arms[0], arms[1]) else (arms[1], arms[0])


def flat(items: tuple[Item, ...], place: int) -> bool:
    """Whether an item stands outside parentheses."""
    run = [item.form for item in items[: place + 1]]
    return run.count("(") <= run.count(")")


def span_of(line: Line) -> tuple[TimePoint | None, TimePeriod | None]:
    """When a comparison holds: at one time, or over a period that the line states."""
    hit = line.tape.hit(
        r"(?:during|over|throughout|for)(?: {w}){0,5}? D|V? ?D of (?:treatment|follow-up|therapy|study)"
    )
    if hit:
        length = hit.value("D")
        statistic: Statistic | None = (
            "median" if "median" in hit.spelled else ("mean" if "mean" in hit.spelled else None)
        )
        return None, TimePeriod(
            start=TimePoint(is_baseline=True), end=after(length, statistic=statistic)
        )
    return line_time(line.tape), None


def aggregation_of(line: Line) -> Aggregation | None:
    """What a line does with a period: serial measurements, or an area under the curve."""
    if line.tape.hit(
        r"(?:serial|repeated)(?: {w})? (?:measurements?|measures?|determinations?|values?|assessments?)"
    ):
        return "serial"
    if line.tape.hit(r"area under (?:the )?(?:{w} )?curve|auc|time-weighted"):
        return "areaUnderCurve"
    return None

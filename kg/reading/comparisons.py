"""Comparisons between groups: tests over values just read, differences stated, and no difference.

In: a line, and the findings that :mod:`kg.reading.results` made of it. Out:
:class:`~kg.records.Comparison` claims. *Not significant* and *no difference* are claims of their
own; a direction is claimed where the report states it or the difference is significant.
"""

from dataclasses import replace
from itertools import combinations

from kg.codes import Aggregation, ComparisonDirection, Favours, Significance, Statistic
from kg.reading.amounts import after, number, p_value, significant
from kg.reading.ledger import Ledger
from kg.reading.measures import Measure, Probability
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line, Page
from kg.reading.results import Finding, arm_key, line_time
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import Comparison, Number, Outcome, TimePeriod, TimePoint

_PAIR = 2
_CONTRAST = frozenset(
    {"whereas", "while", "compared", "versus", "vs", "vs.", "v", "than", "but", "and", "against"}
)
_ADVERB = r"(?:statistically |significantly |clinically |markedly |appreciably |much |importantly |materially )*"
_NONE = (
    rf"(?:there (?:was|were)|we (?:found|observed|saw)|(?:was|were) found|with|showed|revealed|had) (?:no|not any)(?: {{w}})?? {_ADVERB}(?P<sig>significant |significantly different )?"
    r"(?:{w} )?(?:differences?|effects?)(?: {w}){0,3}?(?: (?:between|among|across) (?:G|A(?: and A)?))?(?: (?:in|for|on|with respect to|regarding|in terms of|as to) (?P<what>.+?))??"
    r"(?: (?:between|among|across) (?:G|A(?: and A)?))?(?= \.| ;| ,| \(| (?:during|over|at|after|between|throughout)| $)"
)
_NOT_DIFFERENT = (
    rf"(?P<what>.+?) (?:(?:was|were|is|are) (?:not|no) {_ADVERB}different|(?:did|does|do) not {_ADVERB}differ)"
    r"(?: {w}){0,3}?(?: (?:between|among|across) (?:G|A(?: and A)?))?"
)
_SIMILAR = r"(?P<what>.+?) (?:was|were|remained) (?:similar|comparable|equivalent|identical|the same)(?: (?:between|among|across|in|for) (?:both )?(?:G|A(?: and A)?))?"
_ALIKE = (
    r"(?:demographics?|characteristics|demographic|well balanced|well matched|matched|balanced)"
)
_HIGHER = r"(?:higher|greater|larger|more|longer|increased|better|superior|elevated|more frequent|more common)"
_LOWER = (
    r"(?:lower|smaller|less|fewer|shorter|decreased|reduced|inferior|less frequent|less common)"
)
_THAN = (
    rf"(?P<what>.+?) (?:was|were|is|are) {_ADVERB}(?P<way>{_HIGHER}|{_LOWER})(?: {{w}}){{0,2}}? (?:in|for|with|among|on) (?P<first>A|I)"
    r"(?P<mid>(?: \( [^)]* \))?) (?:than|compared with|compared to|versus|vs|as compared with|relative to)(?: (?:in|for|with|among|on|those of|that of|that in))? (?P<second>A|I)"
    r"(?: by (?:an? )?(?P<kind>average|mean|median)?(?: difference)?(?: of)? ?(?P<value>V))?"
)


def compare_findings(ledger: Ledger, line: Line, findings: list[Finding]) -> None:
    """Claims what one test at the end of a line says of two arms whose values it follows."""
    for first, second in _pairs(findings):
        probabilities = [item.value for item in line.arms.items if item.form == "P"]
        contrasted = any(item.form in _CONTRAST for item in line.arms.items)
        if len(probabilities) != 1 or not contrasted or not _closes(line.arms):
            continue
        _compare(ledger, line, first, second, probabilities[0])


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


def _compare(ledger: Ledger, line: Line, one: Finding, two: Finding, test: Probability) -> None:
    first, second = (one, two) if is_experimental(ledger.page, one.arm, two.arm) else (two, one)
    meaning = significant(test)
    direction = _direction(first.value, second.value) if meaning else None
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


def _direction(first: Measure, second: Measure) -> ComparisonDirection | None:
    if first.value is None or second.value is None or first.value == second.value:
        return None
    return "higher" if first.value > second.value else "lower"


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


def read_no_difference(ledger: Ledger, line: Line, findings: list[Finding]) -> bool:
    """Whether a line said that groups do not differ; each measurand it names becomes a claim."""
    for pattern in (_NONE, _NOT_DIFFERENT, _SIMILAR):
        hit = line.arms.hit(pattern)
        if hit and _between_groups(ledger.page, line, hit):
            tested = "significan" in line.arms.line or "statistically" in line.arms.line
            return _claim_none(ledger, line, hit, findings, tested=tested)
    return False


def _between_groups(page: Page, line: Line, hit: Hit) -> bool:
    """Whether the statement is about the arms: it names them, or no other groups are in sight."""
    forms = {item.form for item in line.arms.items}
    if any(
        item.form == "T" and item.value.is_baseline for item in line.arms.items
    ) or line.arms.hit(_ALIKE):
        return False
    if "between" in hit.match.group() and not forms & {"G", "A"}:
        return False
    return len(page.drafts) > 1 and bool(forms & {"G", "A"} or "groups" not in line.arms.line)


def _claim_none(
    ledger: Ledger, line: Line, hit: Hit, findings: list[Finding], *, tested: bool
) -> bool:
    arms = _pair_named(ledger.page, line)
    if arms is None:
        return False
    test = next((item.value for item in line.arms.items if item.form == "P"), None)
    named = list(_named(line, hit))
    for subject in named:
        _claim_one(ledger, line, subject, findings, arms, test, tested=tested)
    return bool(named)


def _claim_one(
    ledger: Ledger, line: Line, subject: Subject, findings: list[Finding],
    arms: tuple[int, int], test: Probability | None, *, tested: bool,
) -> None:  # fmt: skip
    slug = measurand(subject, ledger.page.glossary)
    when, over = _span(line)
    outcome = _outcome(ledger, line, subject, slug, when)
    values = {f.arm: f for f in findings if (f.measurand, f.outcome) == (slug, outcome)}
    meaning = None if test is None else significant(test)
    plain = not tested and meaning is None
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        aggregation=_aggregation(line),
        experimental_group=arm_key(arms[0]),
        reference_group=arm_key(arms[1]),
        experimental_result=values[arms[0]].end_key if arms[0] in values else None,
        reference_result=values[arms[1]].end_key if arms[1] in values else None,
        direction="noDifference" if plain else None,
        favours="neither" if plain else None,
        significance=None if plain else "notSignificant",
        p=p_value(test),
    )
    ledger.add(comparison, line, rule="comparison.no-difference")


def _outcome(
    ledger: Ledger, line: Line, subject: Subject, slug: str, when: TimePoint | None
) -> str | None:
    if subject.threshold:
        return outcome_of(ledger, line, subject, slug, when)
    return next(
        (o.key for o in ledger.of(Outcome) if o.measures == slug and o.threshold is None), None
    )


def _pair_named(page: Page, line: Line) -> tuple[int, int] | None:
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


def _named(line: Line, hit: Hit) -> list[Subject]:
    what = hit.items("what")
    if not what:
        return []
    cut = max(
        (n + 1 for n, item in enumerate(what) if item.form in {"A", "G"} and _flat(what, n)),
        default=0,
    )
    kept = _without_lists(what[cut:])
    opening = 0
    while opening < len(kept) and kept[opening].form in {
        ",",
        "at",
        "T",
        "by",
        "in",
        "the",
        "D",
        "after",
        "and",
        "but",
        "however",
    }:
        opening += 1
    return list(subjects(line.arms, kept[opening:]))


def _flat(items: tuple[Item, ...], place: int) -> bool:
    run = [item.form for item in items[: place + 1]]
    return run.count("(") <= run.count(")")


def _without_lists(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items without parentheses that hold nothing but values."""
    kept: list[Item] = []
    place = 0
    while place < len(items):
        end = next((n for n in range(place, len(items)) if items[n].form == ")"), None)
        inside = items[place + 1 : end] if end else ()
        if (
            items[place].form == "("
            and inside
            and any(i.form in {"V", "Q", "P", "C", "D"} for i in inside)
        ):
            place = (end or place) + 1
            continue
        kept.append(items[place])
        place += 1
    return tuple(kept)


def _span(line: Line) -> tuple[TimePoint | None, TimePeriod | None]:
    """When a comparison holds: at one time, or over a period that the line states."""
    hit = line.tape.hit(
        r"(?:during|over|throughout|for)(?: {w}){0,5}? D|V? ?D of (?:treatment|follow-up|therapy|study)"
    )
    if hit:
        length = hit.value("D")
        statistic: Statistic | None = (
            "median"
            if "median" in hit.match.group()
            else ("mean" if "mean" in hit.match.group() else None)
        )
        return None, TimePeriod(
            start=TimePoint(is_baseline=True), end=after(length, statistic=statistic)
        )
    return line_time(line.tape), None


def _aggregation(line: Line) -> Aggregation | None:
    if line.tape.hit(
        r"(?:serial|repeated)(?: {w})? (?:measurements?|measures?|determinations?|values?|assessments?)"
    ):
        return "serial"
    if line.tape.hit(r"area under (?:the )?(?:{w} )?curve|auc|time-weighted"):
        return "areaUnderCurve"
    return None


def read_difference(ledger: Ledger, line: Line) -> bool:
    """Whether a line said that a value was higher or lower in one arm than in another."""
    hit = line.full.hit(_THAN)
    if not hit or line.part in {"background", "objective"}:
        return False
    first, second = (hit.items(name)[0].value.arms for name in ("first", "second"))
    named = subjects(line.full, _subject_items(hit))
    if len(first) != 1 or len(second) != 1 or first == second or not named:
        return False
    _claim_difference(ledger, line, hit, named[-1], (first[0], second[0]))
    return True


def _subject_items(hit: Hit) -> tuple[Item, ...]:
    what = hit.items("what")
    cut = max(
        (
            n + 1
            for n, item in enumerate(what)
            if item.form in {",", ";", "whereas", "while"} and _flat(what, n)
        ),
        default=0,
    )
    return _without_lists(what[cut:])


def _claim_difference(
    ledger: Ledger, line: Line, hit: Hit, subject: Subject, arms: tuple[int, int]
) -> None:
    slug = measurand(subject, ledger.page.glossary)
    when, over = _span(line)
    outcome = _outcome(ledger, line, subject, slug, when)
    swapped = not is_experimental(ledger.page, *arms)
    direction = _stated(hit, swapped=swapped)
    test = next((item.value for item in line.full.items if item.form == "P"), None)
    meaning = significant(test) if test else ("significantly" in hit.match.group() or None)
    claimed = None if meaning is False else direction
    experimental, reference = reversed(arms) if swapped else arms
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        aggregation="averagedOver" if over and hit.has("kind") else _aggregation(line),
        statistic=_difference_statistic(hit, subject) if hit.has("value") else None,
        number=_difference(ledger, line, hit, slug, direction),
        experimental_group=arm_key(experimental),
        reference_group=arm_key(reference),
        direction=claimed,
        favours=favours(ledger, slug, outcome, claimed),
        significance=significance(meaning),
        p=p_value(test),
    )
    ledger.add(comparison, line, rule="comparison.difference")


def _stated(hit: Hit, *, swapped: bool) -> ComparisonDirection:
    """The direction as the arm on trial has it, whichever arm the report names first."""
    higher = hit.match.group("way") in _HIGHER[3:-1].split("|")
    return "higher" if higher != swapped else "lower"


def _difference(
    ledger: Ledger, line: Line, hit: Hit, slug: str, direction: ComparisonDirection
) -> Number | None:
    """The difference that a line states, negative where the arm on trial has less."""
    if not hit.has("value"):
        return None
    measure: Measure = hit.value("V", "value")
    if direction == "lower" and measure.value is not None:
        measure = replace(measure, value=-measure.value)
    interval = next((item.value for item in line.full.items if item.form == "C"), None)
    return number(measure, ledger.page.glossary.canonical_unit(slug), interval)


def _difference_statistic(hit: Hit, subject: Subject) -> Statistic:
    kind = hit.match.group("kind") or subject.statistic
    return "medianDifference" if kind == "median" else "meanDifference"

"""Differences stated in words: "X was higher in the one group than in the other by 53".

In: a line with its treatments folded. Out: :class:`~kg.records.Comparison` claims with the
direction as the arm on trial has it, whichever arm the report names first.
"""

from msgspec.structs import replace

from kg.codes import ComparisonDirection, Statistic
from kg.reading.amounts import number, p_value, significant
from kg.reading.comparisons import (
    aggregation_of,
    favours,
    flat,
    is_experimental,
    outcome_for,
    significance,
    span_of,
)
from kg.reading.ledger import Ledger
from kg.reading.measures import Measure, Probability
from kg.reading.page import Line, Page
from kg.reading.results import arm_key, clauses
from kg.reading.rulebook import Rulebook
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item
from kg.reading.verdicts.cues import ASKED, FALLING, RISING, UNDONE
from kg.reading.verdicts.phrases import names_nothing
from kg.records import Comparison, Number

_ADVERB = r"(?:statistically |significantly |clinically |markedly |appreciably |much |importantly |materially )*"
_HIGHER = r"(?:higher|greater|larger|more|longer|increased|better|superior|elevated|more frequent|more common)"
_LOWER = (
    r"(?:lower|smaller|less|fewer|shorter|decreased|reduced|inferior|less frequent|less common)"
)
_THAN = (
    rf"(?P<what>.+?) (?:was|were|is|are) {_ADVERB}(?P<way>{_HIGHER}|{_LOWER})(?: {{w}}){{0,2}}? (?:in|for|with|among|on) (?P<first>A|I)"
    r"(?P<mid>(?: \( [^)]* \))?) (?:than|compared with|compared to|versus|vs|as compared with|relative to)(?: (?:in|for|with|among|on|those of|that of|that in))? (?P<second>A|I)"
    r"(?: by (?:an? )?(?P<kind>average|mean|median)?(?: difference)?(?: of)? ?(?P<value>V))?"
)

_MORE = (
    rf"(?P<what>.+?) (?:was|were|is|are|averaged) (?:on (?P<kind>average) |an? (?P<kind2>average|mean|median) of )?(?P<value>V) (?P<way>{_HIGHER}|{_LOWER}) (?:in|for|with|among|on) (?P<first>A|I)"
    r" (?:than|compared with|compared to|versus|vs|as compared with|relative to)(?: (?:in|for|with|among|on|those of|that of|that in))? (?P<second>A|I)"
)

_THAN_THAT = (
    rf"(?P<what>.+?) (?:in|for|with|among|on) (?P<first>A|I) (?:was|were|is|are) {_ADVERB}(?P<way>{_HIGHER}|{_LOWER})"
    r" than (?:that |those )?(?:in|for|with|among|on|of) (?P<second>A|I)"
    r"(?: by (?:an? )?(?P<kind>average|mean|median)?(?: difference)?(?: of)? ?(?P<value>V))?"
)
_BETWEEN = (
    r"(?:(?P<kind>average|mean|median) )?differences? in (?P<what>.+?) between (?:G|A(?: and A)?) (?:was|of) (?P<value>V)(?: \( [^()]* \))?"
    r" ,? ?with (?P<way>higher|lower|greater) values (?:in|for|with|among|on) (?P<first>A|I)"
)
_HAD = (
    rf"(?P<first>A|I) (?:had|have|showed|experienced|reached) (?:an? |the )?{_ADVERB}(?P<way>{_HIGHER}|{_LOWER}) (?P<what>.+?)"
    r" than(?: (?:did|those|that))?(?: (?:in|for|with|among|of))? (?P<second>A|I)"
)
_HAD_THAT = (
    rf"(?P<first>A|I) (?:had|have|showed|reached) (?:an? |the )?(?P<what>.+?) that (?:was|were) (?:on (?P<kind>average) )?(?P<value>V) (?P<way>{_HIGHER}|{_LOWER})"
    r" than(?: (?:did|those|that))?(?: (?:in|for|with|among|of))? (?P<second>A|I)"
)
_OPEN = rf"{UNDONE}|{ASKED}"
_FORMS = Rulebook((form, None) for form in (_THAN, _MORE, _THAN_THAT, _BETWEEN, _HAD_THAT, _HAD))


def read_difference(ledger: Ledger, line: Line) -> bool:
    """Whether a line said that a value was higher or lower in one arm than in another."""
    if line.part in {"background", "objective"} or line.full.hit(_OPEN):
        return False
    read = [
        _read_clause(ledger, line if clause is line.full else line._replace(full=clause))
        for clause in clauses(line.full)
    ]
    return any(read)


def _read_clause(ledger: Ledger, line: Line) -> bool:
    hit = _FORMS.hit(line.full)
    if not hit:
        return False
    arms = _arms(ledger.page, hit)
    named = subjects(line.full, _subject_items(hit))
    if arms is None or not named or names_nothing(named[-1]) or _is_aside(line, named[-1]):
        return False
    if _CHANGES & {item.form for item in hit.items("what")}:
        return False  # a greater fall is no greater outcome: the verdicts in words know
    _claim_difference(ledger, line, hit, named[-1], arms)
    return True


_CHANGES = RISING | FALLING | {"improvement", "improvements", "worsening", "deterioration"}


def _is_aside(line: Line, subject: Subject) -> bool:
    """Whether words tell when something was measured, and not what: "8 hours after surgery"."""
    start = subject.items[0].start if subject.items else 0
    before = [item.form for item in line.full.items if item.end <= start][-1:]
    return before in (["after"], ["before"], ["during"], ["following"])


def _arms(page: Page, hit: Hit) -> tuple[int, int] | None:
    """The two arms, the one that has more or less first; the other of two where only one is named."""
    first = hit.items("first")[0].value.arms
    if "second" in hit.match.re.groupindex:
        second = hit.items("second")[0].value.arms
    else:
        second = tuple(n for n in range(len(page.drafts)) if n not in first)
    if len(first) != 1 or len(second) != 1 or first == second:
        return None
    return int(first[0]), int(second[0])


def _subject_items(hit: Hit) -> tuple[Item, ...]:
    what = hit.items("what")
    cut = max(
        (
            n + 1
            for n, item in enumerate(what)
            if item.form in {",", ";", "whereas", "while"} and flat(what, n)
        ),
        default=0,
    )
    return what[cut:]


def _claim_difference(
    ledger: Ledger, line: Line, hit: Hit, subject: Subject, arms: tuple[int, int]
) -> None:
    slug = measurand(subject, ledger.page.glossary)
    when, over = span_of(line)
    outcome = outcome_for(ledger, line, subject, slug, when)
    if ledger.compared(line, slug, outcome):
        return
    swapped = not is_experimental(ledger.page, *arms)
    direction = _stated(hit, swapped=swapped)
    test = _test(line, subject)
    meaning = significant(test) if test else ("significantly" in hit.spelled or None)
    claimed = None if meaning is False else direction
    experimental, reference = reversed(arms) if swapped else arms
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        aggregation="averagedOver" if over and hit.has("value") else aggregation_of(line),
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


def _test(line: Line, subject: Subject) -> Probability | None:
    """The p-value of a difference: the subject's own, else the only one there is."""
    own: list[Probability] = [item.value for item in subject.items if item.form == "P"]
    tests: list[Probability] = [item.value for item in line.full.items if item.form == "P"]
    found = own or tests
    return found[0] if len(found) == 1 else None


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
    groups = hit.match.groupdict()
    kind = groups.get("kind") or groups.get("kind2") or subject.statistic
    return "medianDifference" if kind == "median" else "meanDifference"

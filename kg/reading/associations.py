"""Factors tied to outcomes in a model: "X and Y were associated with Z (P = … and P = …)".

In: the lines that tell results. Out: :class:`~kg.records.Association` claims, one per factor;
p-values go to the factors in the order both are listed, and only where there are as many.
"""

from kg.reading.amounts import p_value, significant
from kg.reading.comparisons import significance
from kg.reading.glossary import normal
from kg.reading.ledger import Ledger
from kg.reading.measures import Probability
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line, Page
from kg.reading.phrases import STOPS, VERBS, split_top, trim
from kg.reading.results import line_time
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import Association, Concept

_HOW = r"(?:statistically |significantly |independently |strongly |highly |also |positively |negatively |inversely |all |both )*"
_TIED = rf"(?P<what>.+?) (?:was|were|is|are|remained) {_HOW}(?:associated with|predictive of|related to|predictors? of|correlated with|linked to) (?P<outcome>.+?)(?P<tests>(?: \( P(?: ?(?:and|,|;) P)* .*?\))?)(?= \.| ;| $)"
_ONLY = rf"(?P<what>.+?) (?:was|were) (?:the )?(?:only |sole |main |single |strongest |independent |significant )+(?:factors?|variables?|predictors?|determinants?)(?: {_HOW}(?:associated with|related to|predictive of|predicting|for|of)| that predicted) (?P<outcome>.+?)(?P<tests>(?: \( P(?: ?(?:and|,|;) P)* .*?\))?)(?= \.| ;| $)"
_PREDICTED = r"(?P<what>.+?) (?:independently |significantly |strongly )?predicted (?P<outcome>.+?)(?P<tests>(?: \( P(?: ?(?:and|,|;) P)* .*?\))?)(?= \.| ;| $)"
_MODEL = r"(?:in|by|on|using|with)(?: an?| the)? (?P<model>{w}(?: {w}){0,2}?) (?:analysis|analyses|regression|model|models)"
_SEPARATORS = frozenset({"and", ",", ";", "or"})


def read_associations(ledger: Ledger, line: Line) -> bool:
    """Whether a line tied factors to an outcome; each factor becomes a claim."""
    hit = line.tape.hit(_ONLY) or line.tape.hit(_TIED) or line.tape.hit(_PREDICTED)
    if hit is None or line.part not in {"results", None}:
        return False
    outcome = _outcome(line.tape, hit)
    factors = _factors(hit)
    if outcome is None or not factors:
        return False
    tests = [item.value for item in hit.items() if item.form == "P"]
    for factor, test in zip(factors, _shared(tests, len(factors)), strict=True):
        _claim(ledger, line, factor, outcome, test)
    return True


def _shared(tests: list[Probability], factors: int) -> list[Probability | None]:
    return list(tests) if len(tests) == factors else [None] * factors


def _outcome(tape: Tape, hit: Hit) -> Subject | None:
    items = tuple(
        i
        for i in hit.items("outcome")
        if not (i.form == "T" and not i.value.is_baseline) and i.form != "at"
    )
    named = subjects(tape, items)
    return named[-1] if len(named) == 1 else None


def _factors(hit: Hit) -> list[tuple[Item, ...]]:
    what = hit.items("what")
    place = max(
        (n + 1 for n, item in enumerate(what) if item.form == "," and _opens(what[:n])), default=0
    )
    runs = [_keep_baseline(run) for run in split_top(what[place:], _SEPARATORS)]
    return [run for run in runs if run]


def _opens(items: tuple[Item, ...]) -> bool:
    """Whether a comma closes an opening phrase such as "in multivariate analysis"."""
    return (
        bool(items)
        and items[0].form in {"in", "by", "on", "using", "with", "at", "after", "among"}
        and not any(i.form == "," for i in items)
    )


def _keep_baseline(run: tuple[Item, ...]) -> tuple[Item, ...]:
    items = trim(run)
    longest = 7
    named = any(item.form[0].islower() for item in items) and len(items) <= longest
    return (
        items
        if named and not {item.form for item in items} & (VERBS | STOPS - {"with", "of", "to"})
        else ()
    )


def _claim(
    ledger: Ledger,
    line: Line,
    factor: tuple[Item, ...],
    subject: Subject,
    test: Probability | None,
) -> None:
    slug = measurand(subject, ledger.page.glossary)
    when = line_time(line.tape)
    model = line.tape.hit(_MODEL)
    outcome = outcome_of(ledger, line, subject, slug, when) if subject.threshold else None
    association = Association(
        measurand=slug,
        outcome=outcome,
        time=when,
        factor=factor_concept(ledger.page, line.tape, factor),
        p=p_value(test),
        significance=significance(significant(test)) if test else None,
        model=model.words("model") if model else None,
    )
    ledger.add(association, line, rule="association.tied")


def factor_concept(page: Page, tape: Tape, items: tuple[Item, ...]) -> str:
    """The concept of a factor: a known thing, its value at baseline, or a strategy with a drug."""
    words = tape.words(items)
    plain = tuple(i for i in items if i.form != "T")
    if len(plain) < len(items) and plain:
        kind = page.glossary.kind_of(tape.words(plain))
        broader = page.glossary.concept(
            tape.words(plain), kind, "Measurand", "Biomarker", "PersonAttribute"
        )
        concept = Concept(
            slug=_slug(words), kinds=("Measurand", "Concept"), labels=(words,), broader=(broader,)
        )
        return page.glossary.add(concept)
    known = page.glossary.known(words, "Substance", "Measurand", "Condition", "PersonAttribute")
    return known or page.glossary.concept(words, "Concept")


def _slug(words: str) -> str:
    return "-".join(normal(words).replace("+", " ").split())

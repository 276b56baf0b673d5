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
from kg.reading.phrases import STOPS, VERBS, depth_zero, opened, split_top, trim
from kg.reading.results import line_time
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import Association, Concept

_HOW = r"(?:statistically |significantly |independently |strongly |highly |also |positively |negatively |inversely |all |both )*"
_BEHIND = r"(?= \.| ;| in (?:an? |the )?(?:multivaria\w+|univaria\w+|logistic|cox|regression|adjusted)| $)"
_WITH = r"(?:associated(?: only)? with|predictive of|related to|(?:{w} ){0,2}?predictors? of|correlated with|linked to)"
_TIED = rf"(?P<what>.+?) (?:was|were|is|are|remained) {_HOW}{_WITH} (?P<outcome>.+?){_BEHIND}"
_ONLY = (
    r"(?P<what>.+?) (?:was|were) (?:the )?(?:only |sole |main |single |strongest |independent |significant )+(?:factors?|variables?|predictors?|determinants?)"
    rf"(?: {_HOW}(?:associated with|related to|predictive of|predicting|for|of)| that predicted) (?P<outcome>.+?){_BEHIND}"
)
_PREDICTED = rf"(?P<what>.+?) (?:independently |significantly |strongly )?predicted (?P<outcome>.+?){_BEHIND}"
_FACTORS = (
    rf"(?:factors|variables|predictors|determinants)(?: {{w}})?? (?:{_HOW}(?:associated with|related to|predictive of)|of|for) (?P<outcome>.+?)"
    rf" (?:was|were|included) (?P<what>.+?){_BEHIND}"
)
_MODEL = r"(?:in|by|on|using|with)(?: an?| the)? (?P<model>{w}(?: {w}){0,2}?) (?:analysis|analyses|regression|model|models)"
_MODELLED = (
    rf"{_MODEL}|(?:independent |significant |strongest )?predict\w+|(?:only|sole|main) factors?"
)
_SEPARATORS = frozenset({"and", ",", ";", "or"})


def read_associations(ledger: Ledger, line: Line) -> bool:
    """Whether a line tied factors to an outcome; each factor becomes a claim."""
    if line.part not in {"results", None} or not _is_tested(line.tape):
        return False
    hit = next(filter(None, map(line.tape.hit, (_FACTORS, _ONLY, _TIED, _PREDICTED))), None)
    if hit is None:
        return False
    sides = [hit.items("what"), hit.items("outcome")]
    if _has_bound(sides[0]) and not _has_bound(sides[1]):
        sides.reverse()
    outcome, factors = _outcome(line.tape, sides[1]), _factors(sides[0])
    if outcome is None or not factors or _has_value(sides[1]):
        return False
    for factor, test in zip(factors, _tests(hit, factors), strict=True):
        _claim(ledger, line, _named(factor), outcome, test)
    return True


def _is_tested(tape: Tape) -> bool:
    """Whether a tie was found in data: a test, an interval or a model stands with it."""
    return not tape.forms.isdisjoint(("P", "C")) or bool(tape.hit(_MODELLED))


def _has_bound(items: tuple[Item, ...]) -> bool:
    return any(item.form == "B" for item in items)


def _has_value(items: tuple[Item, ...]) -> bool:
    """Whether values stand in a side: it tells a result, and names no outcome of a model."""
    return any(item.form in {"V", "Q"} for item in depth_zero(items))


def _tests(hit: Hit, factors: list[tuple[Item, ...]]) -> list[Probability | None]:
    """The p-value of each factor: its own, else those behind the statement in the same order."""
    own = [[item.value for item in factor if item.form == "P"] for factor in factors]
    if all(len(tests) == 1 for tests in own):
        return [tests[0] for tests in own]
    return _shared([item.value for item in hit.items() if item.form == "P"], len(factors))


def _named(factor: tuple[Item, ...]) -> tuple[Item, ...]:
    """The words of a factor, its p-value left out."""
    return trim(tuple(item for item in depth_zero(factor) if item.form not in {"P", "with", ")"}))


def _shared(tests: list[Probability], factors: int) -> list[Probability | None]:
    return list(tests) if len(tests) == factors else [None] * factors


def _outcome(tape: Tape, side: tuple[Item, ...]) -> Subject | None:
    items = tuple(
        i
        for i in depth_zero(opened(side))
        if not (i.form == "T" and not i.value.is_baseline) and i.form != "at"
    )
    named = subjects(tape, items)
    return named[-1] if len(named) == 1 else None


def _factors(side: tuple[Item, ...]) -> list[tuple[Item, ...]]:
    """The runs that name one factor each; an opening adverbial is none of them."""
    runs = split_top(opened(side), _SEPARATORS)
    return [run for run in runs if _is_name(_named(run))]


def _is_name(items: tuple[Item, ...]) -> bool:
    longest = 7
    words = {item.form for item in items}
    named = any(item.form[0].islower() for item in items) and len(items) <= longest
    return named and not words & (VERBS | STOPS - {"with", "of", "to"})


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

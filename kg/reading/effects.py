"""Estimates of effect: "hazard ratio for death 0.90 (95% CI 0.70 to 1.10; P = 0.30)".

In: a line. Out: :class:`~kg.records.Comparison` claims with the estimate, its interval and its P.
Read only where the study has two arms with roles, and where the line names what the estimate is
of; which arm is over which follows the usage of reports: the arm on trial over the control.
"""

from msgspec import structs

from kg.codes import ComparisonDirection, Statistic
from kg.reading.amounts import number, p_value, significant
from kg.reading.comparisons import favours, outcome_for, significance, span_of
from kg.reading.glossary import Glossary
from kg.reading.ledger import Ledger
from kg.reading.measures import Interval, Measure, Probability
from kg.reading.page import Line
from kg.reading.phrases import VERBS, opened
from kg.reading.results import arm_key, clauses
from kg.reading.subjects import Subject, measurand, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.records import Comparison

_NAMES: tuple[tuple[str, Statistic], ...] = (
    (r"hazards? ratios?|hr|hrs", "hazardRatio"),
    (r"odds ratios?|ors", "oddsRatio"),
    (r"relative risks?|risk ratios?|rr|rrs", "riskRatio"),
    (r"(?:incidence )?rate ratios?|irr", "rateRatio"),
    (r"(?:absolute )?risk difference", "riskDifference"),
    (r"(?:adjusted |least-squares |estimated )?mean difference|md", "meanDifference"),
)
_ANY = "|".join(pattern for pattern, _ in _NAMES)
_SHORT = r"(?: \( (?:hr|or|rr|irr|md|ahr|aor|arr) \))?"
_OF = r"(?: (?:for|of|in) (?:the )?(?P<what>[^()]+?))??"
_ESTIMATE = rf"(?:(?:adjusted|unadjusted|crude|pooled) )?(?P<name>{_ANY}){_SHORT}{_OF}(?: (?:was|were|of|is|=|:|,))? (?P<value>V)(?P<rest>(?: [;,])?(?: C| \( C)?)"
_SURVIVAL = frozenset("survival pfs dfs os ttp time duration free".split())
_OPPOSITE: dict[str, ComparisonDirection] = {"higher": "lower", "lower": "higher"}
_RATIOS = frozenset({"hazardRatio", "oddsRatio", "riskRatio", "rateRatio"})


def read_effects(ledger: Ledger, line: Line) -> bool:
    """Whether a line gave an estimate of effect with its interval or its P."""
    experimental, reference = (
        ledger.page.roster.one("experimentalRole"),
        ledger.page.roster.one("controlRole"),
    )
    if line.part not in {"results", None} or experimental is None or reference is None:
        return False
    made = False
    for clause in clauses(line.full):
        for hit in clause.hits(_ESTIMATE):
            subject = _subject(clause, hit)
            interval, test = _interval(clause, hit), _test(clause, hit)
            if subject is not None and (interval or test):
                _claim(ledger, line, hit, subject, (experimental, reference), interval, test)
                made = True
    return made


def _subject(clause: Tape, hit: Hit) -> Subject | None:
    """What an estimate is of: what stands behind its name, else what the clause is about."""
    if hit.has("what"):
        found = subjects(clause, hit.items("what"))
        return found[-1] if len(found) == 1 else None
    before = opened(tuple(i for i in clause.items[: hit.first] if i.form not in {"A", "I", "G"}))
    verb = next((n for n, item in enumerate(before) if n and item.form in VERBS), None)
    if verb is None:
        return None
    found = subjects(clause, before[:verb])
    return found[-1] if len(found) == 1 else None


def _interval(clause: Tape, hit: Hit) -> Interval | None:
    measure: Measure = hit.value("V", "value")
    if measure.interval is not None:
        return measure.interval
    return next((item.value for item in _behind(clause, hit) if item.form == "C"), None)


def _test(clause: Tape, hit: Hit) -> Probability | None:
    return next((item.value for item in _behind(clause, hit) if item.form == "P"), None)


def _behind(clause: Tape, hit: Hit) -> tuple[Item, ...]:
    """What closes an estimate: the items up to the next value."""
    place = next(n for n in range(hit.first, hit.last) if clause.items[n].form == "V")
    rest = clause.items[place + 1 :]
    end = next((n for n, item in enumerate(rest) if item.form in {"V", "Q", "S"}), len(rest))
    return rest[:end]


def _claim(
    ledger: Ledger, line: Line, hit: Hit, subject: Subject, arms: tuple[int, int],
    interval: Interval | None, test: Probability | None,
) -> None:  # fmt: skip
    slug = measurand(subject, ledger.page.glossary)
    when, over = span_of(line)
    outcome = outcome_for(ledger, line, subject, slug, when)
    statistic = next(
        code for pattern, code in _NAMES if hit.tape.part(hit.first, hit.last).hit(pattern)
    )
    measure: Measure = hit.value("V", "value")
    meaning = significant(test) if test else None
    direction = _direction(measure, statistic) if meaning else None
    reverse = statistic == "hazardRatio" and _is_survival(ledger, subject, slug)
    if reverse:
        direction = _OPPOSITE.get(direction or "")
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        statistic=statistic,
        number=number(measure, None, interval),
        experimental_group=arm_key(arms[0]),
        reference_group=arm_key(arms[1]),
        direction=direction,
        favours=favours(ledger, slug, outcome, direction),
        significance=significance(meaning),
        p=p_value(test),
    )
    ledger.add(comparison, line, rule="comparison.estimate")
    if meaning is None and interval is not None:
        _suggest(ledger, line, comparison, reverse=reverse)


def _suggest(ledger: Ledger, line: Line, comparison: Comparison, *, reverse: bool) -> None:
    """Suggests what an interval says that no test stands beside: without the null it is a verdict."""
    told = comparison.number
    if told is None or told.ci_lower is None or told.ci_upper is None:
        return
    null = 1 if comparison.statistic in _RATIOS else 0
    within = told.ci_lower <= null <= told.ci_upper
    higher = (told.ci_lower > null) != reverse
    likely = structs.replace(
        comparison,
        statistic=None,
        number=None,
        direction=None if within else ("higher" if higher else "lower"),
        significance="notSignificant" if within else "significant",
    )
    ledger.add(likely, line, rule="comparison.likely-interval")


def _is_survival(ledger: Ledger, subject: Subject, slug: str) -> bool:
    told = bool(set(subject.words.lower().split()) & _SURVIVAL)
    return told or is_time_without(ledger.page.glossary, slug)


def is_time_without(glossary: Glossary, slug: str) -> bool:
    """Whether a measurand is the time until, or freedom from, the event that a hazard is of."""
    return glossary.desirable(slug) == "increase" or bool(set(slug.split("-")) & _SURVIVAL)


def _direction(measure: Measure, statistic: Statistic) -> ComparisonDirection | None:
    null = 1 if statistic in _RATIOS else 0
    if measure.value is None or measure.value == null:
        return None
    return "higher" if measure.value > null else "lower"

"""No difference in what is not named one by one: "no secondary outcome differed between the groups".

In: the ledger, once all lines are read. Out: suggested comparisons, one for each outcome that the
report set out to measure in that role and of which it tells nothing else. They rest on both sentences.
"""

from collections.abc import Iterator

from kg.reading.amounts import significant
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.reading.results import arm_key
from kg.reading.verdicts.cues import CUES
from kg.reading.verdicts.phrases import WITHIN
from kg.reading.verdicts.reading import compared, is_told
from kg.reading.verdicts.row import Row, rows, with_groups
from kg.records import Comparison, Outcome, SuggestedComparison

RULE = "comparison.likely-every"
_HOW = r"(?:(?:statistically|statistical|significant|significantly|clinically|between-group|group|further|such) )*"
_ROLES = r"(?P<roles>(?:(?:all|any|none|either|both|each|of|the|our|other|remaining|further|measured|studied|evaluated|assessed|tested|primary|secondary|tertiary|main|and|or|nor|clinical|efficacy|safety|process|predefined|prespecified|planned|study) )+)"
_KIND = r"(?:outcomes?|endpoints?|end-points?|end points?)(?: (?:measures?|variables?|parameters?|points?))?"
_EVERY = rf"{_ROLES}{_KIND}"
_FORMS = (
    rf"(?:no|without|not (?:any|show|find|reveal|have|detect|observe) (?:any )?) ?{_HOW}(?:differences?|effects?) .{{0,60}}?(?:in|for|on|of|regarding|in terms of|with respect to) {_EVERY}(?= (?:between|among|were|was|at|after|during|,|in|$))",
    rf"{_EVERY} (?:(?:also|between|among|in|the|two|both|G|A|and|at|T|D) )*(?:(?:did|does) not {_HOW}(?:differ|vary)|(?:was|were) (?:not {_HOW}(?:significant|different|significantly different)|similar|comparable))",
    rf"{_EVERY} (?:showed|revealed) no {_HOW}(?:differences?|effects?)",
)
_NO_OUTCOMES = frozenset({"follow-up", "baseline", "time"})
_PAIR = 2


def read_every(ledger: Ledger) -> None:
    """Claims what is said of outcomes that are named by their role alone."""
    for line in ledger.page.parts("results", None):
        if line.full.hit(_KIND) is None or not is_told(ledger, line):
            continue
        for row in rows(with_groups(line.full)):
            for outcome in tuple(_outcomes(ledger, row)):
                if ledger.passage_key(line) not in outcome.evidence:
                    _claim(ledger, line, row, outcome)


def _outcomes(ledger: Ledger, row: Row) -> Iterator[Outcome]:
    """The outcomes of which a clause says that nothing was found, and no other sentence says more."""
    roles = next(
        (hit.match.group("roles").split() for form in _FORMS for hit in row.tape.hits(form)), None
    )
    found = {significant(test) for _, test in row.tests}
    if roles is None or True in found or row.tape.hit(WITHIN) or row.tape.hit(CUES):
        return
    wanted = {role for role in ("primary", "secondary") if role in roles}
    told = {c.measurand for c in (*ledger.of(Comparison), *ledger.of(SuggestedComparison))}
    for outcome in ledger.of(Outcome):
        defined = outcome.rule == "outcome.defined" and outcome.measures not in told | _NO_OUTCOMES
        if defined and (not wanted or outcome.role in wanted):
            yield outcome


def _claim(ledger: Ledger, line: Line, row: Row, outcome: Outcome) -> None:
    arms = tuple(map(arm_key, compared(ledger, row)))
    pair = len(arms) == _PAIR
    tested = bool(row.tests) or "significan" in row.tape.line
    ledger.add(
        Comparison(
            measurand=outcome.measures, outcome=outcome.key, evidence=outcome.evidence,
            experimental_group=arms[0] if pair else None,
            reference_group=arms[1] if pair else None,
            groups=() if pair else arms,
            direction=None if tested else "noDifference",
            significance="notSignificant" if tested else None,
        ),
        line, rule=RULE,
    )  # fmt: skip

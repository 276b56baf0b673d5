"""Outcomes: what was to be measured, in which role, against which cut-off, and when.

In: the lines of design and methods; and results that need an outcome to hold their cut-off.
Out: :class:`~kg.records.Outcome` claims. One outcome per measurand, cut-off and what the cut-off
is set on; a later sentence about the same outcome adds its evidence and its role.
"""

from kg.codes import DesirableDirection, OutcomeRole
from kg.reading.amounts import quantity
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page
from kg.reading.subjects import Subject
from kg.records import Outcome, TimePoint


def outcome_of(
    ledger: Ledger,
    line: Line,
    subject: Subject,
    slug: str,
    time: TimePoint | None = None,
    role: OutcomeRole | None = None,
) -> str:
    """The key of the outcome that a subject names: the one defined before, or a new one."""
    threshold = (
        quantity(subject.threshold, ledger.page.glossary.canonical_unit(slug))
        if subject.threshold
        else None
    )
    for outcome in ledger.of(Outcome):
        if (
            outcome.measures == slug
            and _same(outcome, threshold, subject)
            and outcome.at_time in {None, time, outcome.at_time}
        ):
            ledger.also(outcome.key, line)
            if role and outcome.role is None:
                ledger.change(outcome.key, role=role)
            return outcome.key
    outcome = Outcome(
        label=_label(ledger.page, subject),
        measures=slug,
        role=role,
        threshold=threshold,
        threshold_on=subject.threshold_on,
        desirable_direction=desirable(ledger.page, subject, slug),
        at_time=time,
    )
    return ledger.add(outcome, line, rule="outcome.defined" if role or time else "outcome.named")


def _same(outcome: Outcome, threshold: object, subject: Subject) -> bool:
    mine = outcome.threshold
    if mine is None or threshold is None:
        return mine is threshold
    sides = (mine.min, mine.max, mine.unit, outcome.threshold_on)
    return sides == (threshold.min, threshold.max, threshold.unit, subject.threshold_on)  # type: ignore[attr-defined]


def _label(page: Page, subject: Subject) -> str:
    first, last = subject.items[0], subject.items[-1]
    return page.text[first.start : last.end].strip(" .,;")


def desirable(page: Page, subject: Subject, slug: str) -> DesirableDirection | None:
    """The better direction of an outcome: measurand and side of the threshold together."""
    better = page.glossary.desirable(slug)
    if better is None or subject.threshold is None:
        return better
    upper = subject.threshold.low is not None and subject.direction != "down"
    return better if upper else ("decrease" if better == "increase" else "increase")

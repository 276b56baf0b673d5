"""Claims filled with what stands beside their number: its interval, its spread, its counts.

In: the ledger when all lines have been read. Out: the same claims. A rule that knows whose number
it is may have seen the number alone: "in 5.9% (20/339; 95% CI 3.8 to 9.2)". What the grammar of
facts reads with that number, and with no other of its line, is the claim's too.
"""

from collections.abc import Iterator
from typing import Any

from msgspec.structs import replace

from kg.reading.amounts import AMOUNTS, converted
from kg.reading.coherence import reason_against
from kg.reading.facts import Fact, facts_of
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.records import Comparison, GroupResult, Number
from kg.values import number_of

_BESIDE = (
    "dispersion_type", "dispersion", "dispersion_lower", "dispersion_upper", "ci_lower",
    "ci_upper", "ci_level",
)  # fmt: skip


def fill(ledger: Ledger) -> None:
    """Gives claims what their sentence states of their number, where they lack it."""
    held: dict[str, list[str]] = {}
    for key in ledger.keys(GroupResult, Comparison):
        for passage in ledger.get(key).evidence:
            held.setdefault(passage, []).append(key)
    for line in ledger.page.lines:
        for key in held.get(ledger.passage_key(line), ()):
            _fill(ledger, line, key)


def _fill(ledger: Ledger, line: Line, key: str) -> None:
    claim: GroupResult | Comparison = ledger.get(key)
    number, fact = claim.number, _fact_of(line, claim.number)
    if number is None or fact is None or claim.statistic == "countStatistic":
        return
    more = dict(_beside(number, fact)) | _united(ledger, claim, fact)
    if isinstance(claim, GroupResult) and claim.count is None and claim.denominator is None:
        more |= {"count": fact.count, "denominator": fact.denominator}
    if any(value is not None for value in more.values()):
        _give(ledger, key, more)


def _fact_of(line: Line, number: Number | None) -> Fact | None:
    """The one fact of a line that has a claim's number, in the unit in which it was written."""
    if number is None or number.reported is None or number.value != number_of(number.reported):
        return None
    facts = [fact for fact in facts_of(line) if number.reported in _values(fact)]
    read = facts[0].number if len(facts) == 1 else None
    if read is None or (number.unit == "1" and read.unit == "%"):
        return None
    return facts[0] if number.unit == "1" or read.unit in {number.unit, "1"} else None


def _values(fact: Fact) -> Iterator[str]:
    return (figure.written for figure in fact.figures if figure.role == "value")


def _beside(number: Number, fact: Fact) -> Iterator[tuple[str, Any]]:
    """The interval or the spread that was read with a number that has neither."""
    if all(getattr(number, name) is None for name in _BESIDE):
        yield from ((name, getattr(fact.number, name)) for name in _BESIDE)


def _united(ledger: Ledger, claim: GroupResult | Comparison, fact: Fact) -> dict[str, Any]:
    """The unit that stands behind a number which was taken for a bare one, known or not."""
    number, read = claim.number, fact.number
    if number is None or read is None or number.unit != "1" or read.unit == "1":
        return {}
    native = ledger.page.glossary.canonical_unit(claim.measurand) if claim.measurand else None
    given = converted(replace(number, unit=read.unit or None, unit_text=read.unit_text), native)
    return {name: getattr(given, name) for name in (*AMOUNTS, "unit", "unit_text")}


def _give(ledger: Ledger, key: str, more: dict[str, Any]) -> None:
    """Gives a claim what is more, unless it could not be true then."""
    claim = ledger.get(key)
    own = {name: more.pop(name) for name in ("count", "denominator") if name in more}
    filled = replace(claim, number=replace(claim.number, **more), **own)
    if reason_against(ledger, filled) is None:
        ledger.change(key, number=filled.number, **own)

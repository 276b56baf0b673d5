"""What was counted where it was not people: eyes, teeth, falls, episodes.

In: the ledger when all lines have been read and filled. Out: the same claims, in which such a count
stands as one of units, so that nobody takes it for so many people out of others.
"""

import re

from kg.reading.facts import Fact, facts_of
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.records import GroupResult

_PARTS = (
    r"eyes?|limbs?|teeth|tooth|knees?|hips?|legs?|breasts?|lesions?|wounds?|ulcers?|implants?|grafts?"
    r"|embryos?|oocytes?|lungs?|kidneys?|ears?|joints?|feet|hands?|animals|rats|mice|cycles?|samples?"
)
_REPEATED = (
    r"falls|episodes?|exacerbations|attacks|seizures|visits|(?:re)?admissions|(?:re)?hospitali[sz]ations|events?|reactions"
    r"|bleeds|procedures|complications|injuries|[as]?aes|medications|infections|bouts?"
)
_UNIT = re.compile(rf"(?:.* )?(?P<unit>{_PARTS}|{_REPEATED})", re.IGNORECASE)


def name_units(ledger: Ledger) -> None:
    """Names what was counted, in claims of groups whose count is not of people."""
    held: dict[str, list[str]] = {}
    for key in ledger.keys(GroupResult):
        claim: GroupResult = ledger.get(key)
        if claim.count is not None:
            for passage in claim.evidence:
                held.setdefault(passage, []).append(key)
    for line in ledger.page.lines if held else ():
        for key in held.get(ledger.passage_key(line), ()):
            _name(ledger, line, key)


def _name(ledger: Ledger, line: Line, key: str) -> None:
    claim: GroupResult = ledger.get(key)
    units = {unit_of(fact) for fact in facts_of(line) if _says(fact, claim)}
    if len(units) == 1 and (unit := units.pop()):
        ledger.change(
            key,
            count=None,
            denominator=None,
            unit_kind=unit,
            unit_count=claim.count,
            unit_denominator=claim.denominator,
        )


def _says(fact: Fact, claim: GroupResult) -> bool:
    """Whether a fact is the count of a claim, out of as many."""
    return fact.count == claim.count and fact.denominator in {claim.denominator, None}


def unit_of(fact: Fact) -> str | None:
    """What a fact counts, where these are no people, nor what happens to each of them once.

    >>> [unit_of(fact) for fact in facts_of("There were 12 falls, 3 deaths and 4 women.")]
    ['falls', None, None]
    """
    named = _UNIT.fullmatch(fact.noun or "")
    return named["unit"].lower() if named else None

"""A sample through the reading room that ``kg build`` uses, timed from bytes to claims.

In: a sample's text, as the bytes of a file. Out: what was read of it.
"""

import time
from typing import Any

from msgspec.structs import asdict, replace

from kg.cycles import undisturbed
from kg.errors import InputError
from kg.evaluation.facts import facts_of
from kg.evaluation.samples import Reading, Sample
from kg.reading import read_account
from kg.records import Account, Claim, Document, Study
from kg.sources import read_source


def take(sample: Sample, *, suggested: bool = False) -> Reading:
    """What is asserted of a sample, with what is only suggested if wanted.

    Where the sources refuse it, it is nothing.

    >>> take(Sample("own", "a", "We randomly assigned 12 adults.", ())).facts[0].values
    (Decimal('12'),)
    """
    data = sample.text.encode()
    before = time.process_time()
    with undisturbed():
        everything = tuple(_accounts(sample.id, data))
    seconds = time.process_time() - before
    accounts = everything if suggested else tuple(map(_asserted, everything))
    facts = tuple(fact for account in accounts for fact in facts_of(account))
    return Reading(sample, accounts, facts, seconds, everything)


def _accounts(name: str, data: bytes) -> list[Account]:
    try:
        taken = read_source(name, data)
    except InputError:
        return []
    return [read_account(each) if isinstance(each, Document) else each for each in taken]


def _asserted(account: Account) -> Account:
    """An account without its suggestions."""
    return replace(account, studies=tuple(map(_without_suggestions, account.studies)))


def _without_suggestions(study: Study) -> Study:
    told = {
        name: tuple(each for each in members if not _suggested(each))
        for name, members in asdict(study).items()
        if isinstance(members, tuple) and any(map(_suggested, members))
    }
    return replace(study, **told) if told else study


def _suggested(each: Any) -> bool:  # noqa: ANN401 - whatever a study lists
    return isinstance(each, Claim) and each.status == "suggested"

"""A sample through the reading room that ``kg build`` uses, timed from bytes to claims.

In: a sample's text, as the bytes of a file. Out: what was read of it.
"""

import time

from kg.errors import InputError
from kg.evaluation.facts import facts_of
from kg.evaluation.samples import Reading, Sample
from kg.reading import read_account
from kg.records import Account, Document
from kg.sources import read_source


def take(sample: Sample) -> Reading:
    """What is read of a sample; nothing where the sources refuse it.

    >>> take(Sample("own", "a", "We randomly assigned 12 adults.", ())).facts[0].values
    (Decimal('12'),)
    """
    data = sample.text.encode()
    before = time.process_time()
    accounts = tuple(_accounts(sample.id, data))
    seconds = time.process_time() - before
    facts = tuple(fact for account in accounts for fact in facts_of(account))
    return Reading(sample, accounts, facts, seconds)


def _accounts(name: str, data: bytes) -> list[Account]:
    try:
        taken = read_source(name, data)
    except InputError:
        return []
    return [read_account(each) if isinstance(each, Document) else each for each in taken]

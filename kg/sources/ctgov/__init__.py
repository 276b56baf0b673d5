"""ClinicalTrials.gov records, as the registry's API v2 and its downloads give them.

In: a study, a list of studies or a page of them, as JSON. Out: one account for each record, and in
the place of a record that cannot be taken what is wrong with it.
"""

from codecs import BOM_UTF8
from collections.abc import Iterator

from kg.errors import InputError
from kg.records import Account
from kg.sources.ctgov.decoding import decode, looks_like, raw_records
from kg.sources.ctgov.record import account_of

__all__ = ["NAME", "looks_like", "read"]

NAME = "ClinicalTrials.gov JSON"


def read(name: str, data: bytes) -> Iterator[Account | InputError]:
    """Each record of a download, one after the other.

    *Errors*: ``InputError`` where the download as a whole cannot be taken.
    """
    for number, raw in enumerate(raw_records(name, data), start=1):
        if isinstance(raw, InputError):
            yield raw
            continue
        # A record that is the whole file needs no number.
        whole = len(raw) == len(data.removeprefix(BOM_UTF8))
        where = name if whole else f"{name}: record {number}"
        try:
            yield account_of(decode(where, raw), raw)
        except InputError as error:
            yield error

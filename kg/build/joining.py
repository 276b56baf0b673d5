"""Two documents of one article → one account: what the fuller tells, and what only the record has.

In: the account of the document that tells most, and that of the bibliographic record. Out: one
account. What both state is taken from the first; the record has no say in what was found.
"""

from collections.abc import Collection
from pathlib import Path
from typing import Any, Final, TypeVar

import msgspec

from kg.build.cards import Cards
from kg.build.choosing import Chosen
from kg.build.entries import Entry, entry_of
from kg.build.spool import Spool
from kg.records import Account, Bibliography, Record

R = TypeVar("R", bound=Record)

# What a report is and what its text is are its own; the rest is the article's, whoever says it.
_OWN: Final = {"kind", "sha256", "text", "remarks", "unplaced", "catalogued", "version"}


def join(chosen: Chosen, folder: Path) -> Chosen:
    """The same choice with each bibliographic record added to the document that tells more."""
    if not chosen.records:
        return chosen
    with Spool(folder / "joined") as spool:
        entries = (_with(entry, chosen.records.get(entry.slug), spool) for entry in chosen.entries)
        return chosen._replace(entries=Cards.of(entries, folder))


def _with(entry: Entry, record: Entry | None, spool: Spool) -> Entry:
    if record is None:
        return entry
    return entry_of(joined(entry.account(), record.account()), entry.origin, spool)


def joined(told: Account, record: Account) -> Account:
    """The account with what the record alone has.

    >>> from kg.records import Report
    >>> page = Account(report=Report(kind="Article", sha256="0", pmid="1", title="On naps."))
    >>> known = Account(report=Report(kind="Article", sha256="1", pmid="1", doi="10.1/a"))
    >>> joined(page, known).report.doi, joined(page, known).report.title
    ('10.1/a', 'On naps.')
    """
    first, second = told.report, record.report
    report = msgspec.structs.replace(
        _filled(first, second, _OWN),
        registry_ids=tuple(dict.fromkeys((*first.registry_ids, *second.registry_ids))),
        notices=tuple(dict.fromkeys((*first.notices, *second.notices))),
        bibliography=_library(first.bibliography, second.bibliography),
    )
    return msgspec.structs.replace(told, report=report)


def _library(first: Bibliography | None, second: Bibliography | None) -> Bibliography | None:
    """What a library says of the article; sections are those of the text that is kept."""
    if second is None:
        return first
    return _filled(first or Bibliography(), second, {"sections"})


def _filled(first: R, second: R, own: Collection[str]) -> R:
    """A record with what another has where it has nothing."""
    added: dict[str, Any] = {
        name: getattr(second, name)
        for name in first.__struct_fields__
        if name not in own and getattr(first, name) in (None, ())
    }
    return msgspec.structs.replace(first, **added)

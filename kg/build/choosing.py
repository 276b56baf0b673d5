"""Entries → the ones that count: no deleted records, one document for each report.

In: entries in any order. Out: those that are built, and a line on each of the others. The order of
the entries is irrelevant.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.build.cards import Cards
from kg.build.entries import Entry
from kg.build.outcome import Origin, Reject

_Numbered = tuple[int, Entry]


class Chosen(NamedTuple):
    """The entries that count, by their slugs; ``doubles`` are imported reports that were also read.

    ``records`` are the bibliographic records of reports of which another document tells more.
    """

    entries: Cards[Entry]
    doubles: dict[str, list[Entry]]
    records: dict[str, Entry]
    rejects: list[Reject]


class _One(NamedTuple):
    """What was chosen of the documents of one report."""

    kept: int
    doubles: list[Entry]
    record: Entry | None
    rejects: list[Reject]


def choose(entries: Cards[Entry], withdrawn: Mapping[str, Origin]) -> Chosen:
    """One entry for each report that PubMed has not deleted."""
    standing, rejects = _not_withdrawn(entries, withdrawn)
    kept, doubles, records = list[int](), dict[str, list[Entry]](), dict[str, Entry]()
    for slug in sorted(standing):
        numbers = standing[slug]
        if len(numbers) == 1:
            kept.append(numbers[0])
            continue
        one = _one(slug, [(number, entries[number]) for number in numbers])
        kept.append(one.kept)
        rejects += one.rejects
        if one.doubles:
            doubles[slug] = one.doubles
        if one.record is not None:
            records[slug] = one.record
    return Chosen(entries.picked(kept), doubles, records, rejects)


def _not_withdrawn(
    entries: Iterable[Entry], withdrawn: Mapping[str, Origin]
) -> tuple[dict[str, list[int]], list[Reject]]:
    """The numbers of each report's documents that PubMed has not deleted.

    A deletion holds wherever among the inputs it stands.
    """
    kept, told = defaultdict[str, list[int]](list), list[Reject]()
    for number, entry in enumerate(entries):
        by = withdrawn.get(entry.pmid or "") if entry.catalogued else None
        if by is None:
            kept[entry.slug].append(number)
        else:
            told.append(_gone(entry, by))
    return kept, told


def _gone(entry: Entry, by: Origin) -> Reject:
    return Reject(
        kind="remark",
        where=f"{entry.origin.name}  PMID {entry.pmid}",
        what="PubMed has withdrawn the record",
        got=by.name,
        outcome="It was left out",
    )


def _one(slug: str, same: Sequence[_Numbered]) -> _One:
    """What was read comes before what was imported, of which any after the first is a double."""
    read = [each for each in same if not each[1].imported]
    imported = sorted(
        (each for each in same if each[1].imported), key=lambda each: each[1].origin.sha256
    )
    if not read:
        (kept, _), *others = imported
        return _One(kept, [entry for _, entry in others], None, [])
    kept, record, rejects = _told_most(slug, read)
    return _One(kept, [entry for _, entry in imported], record, rejects)


def _told_most(slug: str, same: Sequence[_Numbered]) -> tuple[int, Entry | None, list[Reject]]:
    """The document of a report that tells most, and the bibliographic record beside it.

    Another document that tells other things is told of.
    """
    (kept, first), *rest = sorted(_current(same), key=lambda each: each[1].fullness)
    others = [entry for _, entry in rest]
    record = None if first.catalogued else next((e for e in others if e.catalogued), None)
    rejects = [
        _other(slug, other, first)
        for other in others
        if other.said != first.said and not _same_words(other, first)
    ]
    return kept, record, rejects


def _same_words(one: Entry, other: Entry) -> bool:
    """Whether two documents are one state of one bibliographic record, in whatever forms."""
    return one.catalogued and other.catalogued and one.words == other.words


def _current(same: Sequence[_Numbered]) -> list[_Numbered]:
    """The documents of one report without the earlier states of its bibliographic record.

    A record without a date is neither earlier nor later than one with a date.
    """
    records = [entry for _, entry in same if entry.catalogued]
    version = max((record.version for record in records), default=1)
    newest = max((r.revised or "" for r in records if r.version == version), default="")
    return [each for each in same if not _earlier(each[1], version, newest)]


def _earlier(entry: Entry, version: int, newest: str) -> bool:
    dated = entry.revised is not None and entry.revised < newest
    return entry.catalogued and (entry.version < version or dated)


def _other(slug: str, other: Entry, taken: Entry) -> Reject:
    """What became of another document of a report that was taken."""
    if other.catalogued and not taken.catalogued:
        return _added(other, taken)
    if not (other.catalogued and taken.catalogued):
        return conflict(slug, other.origin, taken.origin)
    return Reject(
        kind="remark",
        where=f"{other.origin.name}  PMID {other.pmid}",
        what="the record is there twice, and says other things, with no date to tell the later",
        got=taken.origin.name,
        expected="one record for each PMID",
        outcome="The one that tells more was taken",
    )


def _added(record: Entry, taken: Entry) -> Reject:
    return Reject(
        kind="remark",
        where=f"{record.origin.name}  PMID {record.pmid}",
        what="another document of the article tells more of the study",
        got=taken.origin.name,
        outcome="Headings, notices and what the record alone has were added; the rest was left",
    )


def conflict(slug: str, other: Origin, taken: Origin) -> Reject:
    """What is told where two documents of one report say different things."""
    return Reject(
        where=other.name,
        what="another document of the same report was taken",
        got=slug,
        expected=f"one document for each report; {taken.name} tells more",
        outcome="It was set aside; the rest was built",
    )

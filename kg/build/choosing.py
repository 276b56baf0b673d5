"""Entries → the ones that count: no deleted records, one document for each report.

In: entries in any order. Out: those that are built, and a line on each of the others. The order of
the entries is irrelevant.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from kg.build.entries import Entry
from kg.build.outcome import Origin, Reject


class Chosen(NamedTuple):
    """The entries that count; ``doubles`` are imported reports that were also read.

    ``records`` are the bibliographic records of reports of which another document tells more.
    """

    entries: list[Entry]
    doubles: dict[str, list[Entry]]
    records: dict[str, Entry]
    rejects: list[Reject]


def choose(entries: Iterable[Entry], withdrawn: Mapping[str, Origin]) -> Chosen:
    """One entry for each report that PubMed has not deleted."""
    standing, gone = _not_withdrawn(entries, withdrawn)
    told, records, rejects = _one_of_each(entry for entry in standing if not entry.imported)
    kept = {entry.slug: entry for entry in told}
    doubles: dict[str, list[Entry]] = defaultdict(list)
    imported = (entry for entry in standing if entry.imported)
    for entry in sorted(imported, key=lambda entry: entry.origin.sha256):
        if kept.setdefault(entry.slug, entry) is not entry:
            doubles[entry.slug].append(entry)
    entries = [kept[slug] for slug in sorted(kept)]
    return Chosen(entries, dict(doubles), records, [*gone, *rejects])


def _not_withdrawn(
    entries: Iterable[Entry], withdrawn: Mapping[str, Origin]
) -> tuple[list[Entry], list[Reject]]:
    """The records that PubMed has not deleted: a deletion holds wherever among the inputs."""
    kept, told = list[Entry](), list[Reject]()
    for entry in entries:
        by = withdrawn.get(entry.pmid or "") if entry.catalogued else None
        if by is None:
            kept.append(entry)
        else:
            told.append(
                Reject(
                    kind="remark",
                    where=f"{entry.origin.name}  PMID {entry.pmid}",
                    what="PubMed has withdrawn the record",
                    got=by.name,
                    outcome="It was left out",
                )
            )
    return kept, told


def _one_of_each(
    entries: Iterable[Entry],
) -> tuple[list[Entry], dict[str, Entry], list[Reject]]:
    """The document of each report that tells most, and the bibliographic record beside it.

    Another document that tells other things is told of.
    """
    by_slug: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        by_slug[entry.slug].append(entry)
    kept, records, rejects = list[Entry](), dict[str, Entry](), list[Reject]()
    for slug, same in sorted(by_slug.items()):
        first, *others = sorted(_current(same), key=lambda entry: entry.fullness)
        kept.append(first)
        record = None if first.catalogued else next((e for e in others if e.catalogued), None)
        if record is not None:
            records[slug] = record
        rejects += [
            _other(slug, other, first)
            for other in others
            if other.said != first.said and not _same_words(other, first)
        ]
    return kept, records, rejects


def _same_words(one: Entry, other: Entry) -> bool:
    """Whether two documents are one state of one bibliographic record, in whatever forms."""
    return one.catalogued and other.catalogued and one.words == other.words


def _current(same: Sequence[Entry]) -> list[Entry]:
    """The documents of one report without the earlier states of its bibliographic record.

    A record without a date is neither earlier nor later than one with a date.
    """
    records = [entry for entry in same if entry.catalogued]
    version = max((record.version for record in records), default=1)
    newest = max((r.revised or "" for r in records if r.version == version), default="")
    return [entry for entry in same if not _earlier(entry, version, newest)]


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

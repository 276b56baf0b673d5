"""Curated records: facts that a person entered in YAML, each with its source, to an account.

In: the text of a record (``docs/curated-records.md`` says how to write one). Out: an
:class:`~kg.records.Account` whose passages are JSON pointers into the record and cite the paper
or page that each fact was entered from. All faults of a record are told together, one a line.
"""

import re
from collections.abc import Iterable

import msgspec

from kg.linking import lexicon
from kg.records import Account, Concept, Passage, Report
from kg.sources.curated_entry import Entry, sole
from kg.sources.curated_faults import schema_faults, told
from kg.sources.curated_form import CuratedRecord
from kg.sources.yaml_tree import Fault, parse

NAME = "curated record"
_KIND = re.compile(r"^kind:\s*[\"']?curated", re.MULTILINE)
_PARTS = (re.compile(r"^sources:", re.MULTILINE), re.compile(r"^studies:", re.MULTILINE))


def looks_like(text: str) -> bool:
    r"""True where a text is a curated record, even one with faults.

    >>> looks_like("kind: curated-record\n"), looks_like("Aims: to be kind: curated")
    (True, False)
    """
    return bool(_KIND.search(text)) or all(part.search(text) for part in _PARTS)


def read_record(name: str, text: str, sha256: str) -> Account:
    """The account of a curated record.

    *Errors*: :class:`~kg.errors.InputError` that lists every fault: where, got, expected.
    """
    parsed = parse(text)
    faults = list(parsed.faults)
    entry = Entry(parsed.tree)
    if not parsed.broken:
        faults += [*schema_faults(parsed.tree), *entry.faults]
    if faults:
        raise told(name, parsed, faults)
    try:
        record = msgspec.convert(entry.tree, CuratedRecord, strict=False)
    except msgspec.ValidationError as error:  # what neither schema nor entry could see
        raise told(name, parsed, [Fault("", str(error))]) from error
    return _account(record, entry, sha256)


def _account(record: CuratedRecord, entry: Entry, sha256: str) -> Account:
    default = record.source or sole(record.sources)
    main = record.sources[default] if default else None
    return Account(
        report=Report(
            kind="CuratedRecord",
            sha256=sha256,
            title=record.title,
            citation=main.citation if main else None,
            pmid=main.pmid if main else None,
            doi=main.doi.lower() if main and main.doi else None,
            registry_ids=(main.registry_id,) if main and main.registry_id else (),
        ),
        studies=record.studies,
        concepts=tuple(_concepts(entry.concepts, record.concepts)),
        passages=tuple(
            Passage(key=pointer, path=pointer, source=record.sources[source].cited())
            for pointer, source in entry.passages.items()
        ),
    )


def _concepts(used: Iterable[str], own: Iterable[Concept]) -> Iterable[Concept]:
    """The concepts that the record names or brings, in the order of their slugs."""
    found = {concept.slug: concept for concept in own}
    for slug in used:
        known = lexicon().concept(slug)
        if slug not in found and known is not None:
            found[slug] = known
    return (found[slug] for slug in sorted(found))

"""Curated records: facts that a person entered in YAML, each with its source, to an account.

In: the text of a record (``docs/curated-records.md`` says how to write one). Out: an
:class:`~kg.records.Account` whose passages are JSON pointers into the record and cite the paper
or page that each fact was entered from; and one for each report on whose claims the author
decided. All faults of a record are told together, one a line.
"""

import hashlib
import re
from collections.abc import Iterable

import msgspec

from kg.identifiers import reviewed_report
from kg.linking import lexicon
from kg.namespaces import REPORT
from kg.records import Account, Concept, Passage, Remark, Report, ReviewDecision
from kg.sources.curated_entry import Entry, sole, without_blanks
from kg.sources.curated_faults import schema_faults, told
from kg.sources.curated_form import CuratedRecord
from kg.sources.yaml_tree import Fault, Tree, parse

NAME = "curated record"
_KIND = re.compile(r"^kind:\s*[\"']?curated", re.MULTILINE)
_PARTS = (re.compile(r"^sources:", re.MULTILINE), re.compile(r"^studies:", re.MULTILINE))


def looks_like(text: str) -> bool:
    r"""True where a text is a curated record, even one with faults.

    >>> looks_like("kind: curated-record\n"), looks_like("Aims: to be kind: curated")
    (True, False)
    """
    return bool(_KIND.search(text)) or all(part.search(text) for part in _PARTS)


def read_accounts(name: str, text: str, sha256: str) -> list[Account]:
    """The accounts of a curated record: of its studies, and of the decisions on each report.

    *Errors*: :class:`~kg.errors.InputError` that lists every fault: where, got, expected.
    """
    parsed = parse(text)
    faults = list(parsed.faults)
    entry = Entry(parsed.tree)
    if not parsed.broken:
        faults += [*schema_faults(without_blanks(parsed.tree)), *entry.faults]
        faults += _empty(parsed.tree)
    if faults:
        raise told(name, parsed, faults)
    try:
        record = msgspec.convert(entry.tree, CuratedRecord, strict=False)
    except msgspec.ValidationError as error:  # what neither schema nor entry could see
        raise told(name, parsed, [Fault("", str(error))]) from error
    return list(_accounts(record, entry, sha256))


def _empty(tree: Tree) -> Iterable[Fault]:
    if isinstance(tree, dict) and not {"studies", "decisions"} & set(tree):
        yield Fault("", "the record has neither studies nor decisions")


def _accounts(record: CuratedRecord, entry: Entry, sha256: str) -> Iterable[Account]:
    """One account a reviewed report: what is decided of one leaves the others as they are."""
    open_ = tuple(
        Remark(what="nothing is decided of this yet", path=pointer, got=claim)
        for pointer, claim in entry.undecided.items()
    )
    reviews = [_review(record, some) for some in _by_report(record.decisions)]
    if record.studies or not reviews:
        yield _remarked(_account(record, entry, sha256), open_)
        yield from reviews
    else:
        yield _remarked(reviews[0], open_)
        yield from reviews[1:]


def _remarked(account: Account, remarks: tuple[Remark, ...]) -> Account:
    report = msgspec.structs.replace(account.report, remarks=remarks)
    return msgspec.structs.replace(account, report=report)


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


# --- Decisions ----------------------------------------------------------------------------------


def _by_report(decisions: Iterable[ReviewDecision]) -> Iterable[list[ReviewDecision]]:
    """The decisions, those on claims of one report together."""
    found: dict[str, list[ReviewDecision]] = {}
    for decision in decisions:
        found.setdefault(reviewed_report(decision.claim), []).append(decision)
    return (found[slug] for slug in sorted(found))


def _review(record: CuratedRecord, decisions: list[ReviewDecision]) -> Account:
    """The account of what is decided on one report; its hash is that of these decisions alone."""
    said = msgspec.json.encode([record.title, decisions])
    report = f"{REPORT}{reviewed_report(decisions[0].claim)}"
    own = {concept.slug: concept for concept in record.concepts}
    measured = {decision.measurand for decision in decisions if decision.measurand}
    known = [each for each in sorted(measured) if each in own or lexicon().concept(each)]
    return Account(
        report=Report(
            kind="CuratedRecord", sha256=hashlib.sha256(said).hexdigest(), title=record.title
        ),
        concepts=tuple(_concepts(known, (own[slug] for slug in known if slug in own))),
        passages=tuple(Passage(key=d.key, path=d.key, source=report) for d in decisions),
        decisions=tuple(decisions),
    )


def _concepts(used: Iterable[str], own: Iterable[Concept]) -> Iterable[Concept]:
    """The concepts that the record names or brings, in the order of their slugs."""
    found = {concept.slug: concept for concept in own}
    for slug in used:
        known = lexicon().concept(slug)
        if slug not in found and known is not None:
            found[slug] = known
    return (found[slug] for slug in sorted(found))

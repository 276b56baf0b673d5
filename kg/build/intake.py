"""A source → accounts: every document is read on its own; a bad one is set aside with one line.

In: named bytes. Out: accounts, lines of a graph of our own, deletions, and a reject for whatever
could not be taken. No exception of one document reaches another.
"""

import errno
import traceback
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Final, NamedTuple, TypeVar

import msgspec

from kg.build.outcome import Origin, Reject
from kg.errors import InputError, KgError
from kg.inputs import Held, Source, beginning, whole
from kg.linking.mesh import resolve_indexing
from kg.records import Account, Document, Study, Withdrawal

T = TypeVar("T")
Taken = Document | Account | Withdrawal | InputError
Read = Callable[[str, bytes | Held], Iterable[Taken]]
Understand = Callable[[Document], Account]

_RDF: Final = {"Turtle or SPARQL": "trig", "TriG": "trig", "RDF triples": "nq"}
_HEAD: Final = 1 << 16
_OF_THE_MACHINE: Final = frozenset({errno.EDQUOT, errno.EMFILE, errno.ENFILE, errno.ENOSPC})


class Imported(NamedTuple):
    """The lines of a graph of our own, and the input that they were read from."""

    origin: Origin
    lines: tuple[str, ...]


Opened = Account | Imported | Withdrawal | Reject
"""One thing that came of a source."""


class Readers(NamedTuple):
    """What opens a source, and what reads the text of a document."""

    read: Read
    understand: Understand

    @classmethod
    def of_kg(cls) -> "Readers":
        """The readers that kg comes with."""
        from kg.reading import read_account
        from kg.sources import read_records

        return cls(read_records, read_account)


class Share(NamedTuple):
    """Which records of a source one process reads where several share them."""

    place: int = 0
    of: int = 1

    def has(self, number: int) -> bool:
        """Whether a record belongs to this share."""
        return number // BLOCK % self.of == self.place


BLOCK: Final = 64
"""So many records, one after the other, belong to one share."""
WHOLE: Final = Share()


def opened(
    source: Source, origin: Origin, readers: Readers, share: Share = WHOLE
) -> Iterator[tuple[int, Opened]]:
    """What a share of a source holds, by number: accounts, a graph of our own, or why neither."""
    syntax = rdf_syntax(beginning(source.data, _HEAD))
    if syntax is not None:
        yield 0, attempt(partial(_imported, source, origin, syntax), source.name)
        return
    for number, taken in enumerate(_taken(source, readers.read)):
        if share.has(number):
            yield number, _understood(source, taken, readers.understand)


def _understood(source: Source, taken: Taken | Reject, understand: Understand) -> Opened:
    if isinstance(taken, Withdrawal | Reject):
        return taken
    if isinstance(taken, InputError):
        return Reject.of(taken, source.name)
    return attempt(partial(account_of, taken, understand), source.name)


def _taken(source: Source, read: Read) -> Iterator[Taken | Reject]:
    """What is read of a source, one record at a time, to its end or to what ends it."""
    records = attempt(lambda: iter(read(source.name, source.data)), source.name)
    while not isinstance(records, Reject):
        taken = attempt(partial(next, records, None), source.name)
        if taken is None:
            return
        yield taken
        if isinstance(taken, Reject):
            return
    yield records


def account_of(document: Document | Account, understand: Understand) -> Account:
    """The account of a document, its headings resolved.

    *Errors*: :class:`~kg.errors.InputError` where it tells of no study.
    """
    if isinstance(document, Account):
        account = _worded(document)
    else:
        account = _traced(document, understand(document))
    studies = tuple(filter(says_something, account.studies))
    reviews = account.report.kind == "CuratedRecord" and not account.studies
    if not studies and not account.report.catalogued and not reviews:
        raise InputError(
            "no study was found in it",
            expected="a report of a study in people",
            outcome="It was set aside; the rest was built",
        )
    kept = account.studies if studies else ()
    report = resolve_indexing(account.report)
    return msgspec.structs.replace(account, report=report, studies=kept)


def _worded(account: Account) -> Account:
    """The account with what its words state in numbers; only a registry lists criteria as words."""
    if account.report.kind != "RegistryRecord":
        return account
    from kg.reading.registered import read_worded

    return read_worded(account)


def _traced(document: Document, account: Account) -> Account:
    """The account with the place of each passage in the record that the text was composed of."""
    places = [(section.start, section.end, section.path) for section in document.sections]
    passages = (
        next(
            (
                msgspec.structs.replace(passage, path=path)
                for start, end, path in places
                if path and passage.start is not None and start <= passage.start < end
            ),
            passage,
        )
        for passage in account.passages
    )
    return msgspec.structs.replace(account, passages=tuple(passages))


def says_something(study: Study) -> bool:
    """Whether anything was read of a study but its name.

    >>> says_something(Study(acronym="A")), says_something(Study(allocation="randomized"))
    (False, True)
    """
    names = {"key", "title", "acronym", "registry_ids", "pmids", "evidence", "source", "objective"}
    return any(getattr(study, name) for name in study.__struct_fields__ if name not in names)


def remarks(origin: Origin, account: Account) -> list[Reject]:
    """What is told of an account that was taken: words that were not read, and what is odd."""
    told = (_unread(origin, account), _declined(origin, account), _remarked(origin, account))
    return [reject for some in told for reject in some]


def _unread(origin: Origin, account: Account) -> Iterator[Reject]:
    for words in account.unread:
        yield Reject(
            kind="unread",
            where=f"{origin.name}  {words.path or f'{words.start}-{words.end}'}",
            what=f"not read: {words.reason}",
            got=words.exact,
        )


def _declined(origin: Origin, account: Account) -> Iterator[Reject]:
    for offer in account.declined:
        if offer.exact:
            yield Reject(
                kind="claim",
                where=f"{origin.name}  {offer.start}-{offer.end}" if offer.end else origin.name,
                what=f"offered by {offer.by} and not taken: {offer.reason}",
                got=offer.exact,
                outcome="It was dropped; the rest of the report was built",
            )
        else:
            what = f"the extractor {offer.by} was of no help: {offer.reason}"
            taken = "The report was built without it"
            yield Reject(kind="remark", where=origin.name, what=what, outcome=taken)


def _remarked(origin: Origin, account: Account) -> Iterator[Reject]:
    report = account.report
    for remark in report.remarks:
        place = f"PMID {report.pmid}" if report.pmid else remark.path
        named = f"  {place}" if place else ""
        yield Reject(
            kind="remark",
            where=f"{origin.name}{named}",
            what=remark.what,
            got=remark.got,
            outcome="The report was taken",
        )


# --- Graphs of our own --------------------------------------------------------------------------


def rdf_syntax(data: bytes) -> str | None:
    r"""The syntax of an RDF document, told by its first statement; else nothing.

    >>> rdf_syntax(b"# made by kg\n@prefix tk: <x:> ."), rdf_syntax(b"Background: we asked")
    ('trig', None)
    """
    from kg.sources.foreign import text_kind

    head = data.decode("utf-8-sig", "replace").lstrip()
    while head.startswith("#"):
        head = head.partition("\n")[2].lstrip()
    return _RDF.get(text_kind(head) or "")


def _imported(source: Source, origin: Origin, syntax: str) -> Imported:
    from kg import store

    # What kg writes has its carriage returns escaped: others are of an editor's or a mail's making.
    data = whole(*source[:2]).replace(b"\r\n", b"\n")
    return Imported(origin, tuple(store.parse(data, syntax, where=source.name)))


# --- Faults -------------------------------------------------------------------------------------


def attempt(step: Callable[[], T], where: str) -> T | Reject:
    """The result of a step over one document, or the reject that its failure is.

    A fault that nobody foresaw is told as one line too: it must not end the others' build. A disk
    that is full is no fault of a document, and ends it: nothing is to be missing for that.
    """
    try:
        return step()
    except KgError as error:
        return Reject.of(error, where)
    except Exception as error:
        if isinstance(error, OSError) and error.errno in _OF_THE_MACHINE:
            raise
        return Reject(
            where=where,
            what="kg stumbled over this document; the fault is in kg",
            got=f"{type(error).__name__}: {error}".splitlines()[0],
            outcome="It was set aside; the rest was built",
            way_out="Run again with --debug, and report what it shows.",
            detail=traceback.format_exc(),
        )

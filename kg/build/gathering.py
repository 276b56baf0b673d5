"""Inputs → entries: everything that came in, set down once read, with what could not be taken.

In: paths, and a folder to set things down in. Out: an entry for each report, rejects, and counts.
Documents are read in batches, each by one process; none of them knows of another.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from kg.build.cards import Cards
from kg.build.entries import Entry, entry_of, entry_of_bundle
from kg.build.imported import sort_out
from kg.build.intake import (
    BLOCK,
    WHOLE,
    Imported,
    Opened,
    Readers,
    Share,
    attempt,
    opened,
    remarks,
)
from kg.build.ledger import Ledger, Opening
from kg.build.outcome import Origin, Reject
from kg.build.packing import pack_bundle, pack_quads
from kg.build.spool import Slot, Spool
from kg.build.workers import Pool
from kg.cycles import undisturbed
from kg.derivation import derive
from kg.errors import KgError
from kg.inputs import Source, beginning, fingerprint
from kg.records import Account, Withdrawal

Tell = Callable[[int, int], None]
"""Told how many bytes of the inputs were dealt with, of how many on disk."""

_BATCH: Final = 4 << 20  # bytes of documents that one process reads before it answers
_SHARED: Final = 1 << 20  # bytes of a source that several processes share
_HEAD: Final = 1 << 16


class Batch(NamedTuple):
    """What one process reads, sources or its share of one, and the file for what it sets down."""

    spool: Path
    sources: list[tuple[Source, Origin]]
    readers: Readers | None
    share: Share = WHOLE


Blocks = dict[int, Opening]
"""What records of one source came to, block by block."""


class _Opened(NamedTuple):
    """One source that was opened, and the numbers of its entries: the first, and how many."""

    origin: Origin
    first: int
    entries: int
    rejects: list[Reject]
    withdrawn: list[str]
    beside: list[Slot]


class Gathered:
    """All that came in: every report on a card, each source with what it came to.

    ``rejects`` begin with what is told of sources as such: that one could not be had, or is not
    alone. ``beside`` are the statements of imported graphs that belong to no report; ``withdrawn``
    the records that PubMed has deleted, each with the first source that says so.
    """

    def __init__(self, folder: Path) -> None:
        self.entries = Cards[Entry](folder)
        self.rejects: list[Reject] = []
        self.beside: list[Slot] = []
        self.withdrawn: dict[str, Origin] = {}
        self.duplicates = 0
        self._opened = Cards[_Opened](folder)

    def add(self, origin: Origin, opening: Opening) -> None:
        """Take in what a source came to."""
        first = len(self.entries)
        for entry in opening.entries:
            self.entries.put(entry)
        told = opening.rejects, opening.withdrawn, opening.beside
        self._opened.put(_Opened(origin, first, len(opening.entries), *told))
        self.rejects += opening.rejects
        self.beside += opening.beside
        for pmid in opening.withdrawn:
            self.withdrawn[pmid] = min(origin, self.withdrawn.get(pmid, origin))

    def openings(self) -> Iterator[tuple[Origin, Opening]]:
        """Each source with what it came to."""
        for each in self._opened:
            numbers = range(each.first, each.first + each.entries)
            entries = [self.entries[number] for number in numbers]
            yield each.origin, Opening(entries, each.rejects, each.withdrawn, each.beside)


def gather(
    found: Iterable[Source | KgError],
    folder: Path,
    workers: Pool,
    readers: Readers | None = None,
    *,
    ledger: Ledger | None = None,
    size: int = 0,
    tell: Tell = lambda *_: None,
) -> Gathered:
    """Everything that was found, each document once; what the *ledger* knows is not read again."""
    gathered = Gathered(folder)
    known = ledger or Ledger.none()
    done = 0
    batches = _batches(_new(found, gathered, known), folder, readers, workers.count)
    blocks: Blocks = {}
    for share, batch, read in workers.map(_read, batches):
        for (packed_size, origin), of_source in zip(batch, read, strict=True):
            blocks |= of_source
            if share.place + 1 == share.of:
                gathered.add(origin, _joined(blocks))
                done, blocks = done + packed_size, {}
        tell(done, size)
    return gathered


def _joined(blocks: Blocks) -> Opening:
    """What a source came to, in the order of its records, whoever read them."""
    parts = [blocks[number] for number in sorted(blocks)]
    return Opening(*(
        [each for part in parts for each in getattr(part, name)]
        for name in Opening.__struct_fields__
    ))  # fmt: skip


def _new(
    found: Iterable[Source | KgError], gathered: Gathered, ledger: Ledger
) -> Iterator[tuple[Source, Origin]]:
    """The sources that were not met before, by their bytes, in this build or the last one."""
    seen: set[bytes] = set()
    for each in found:
        origin = (
            Reject.of(each, "input")
            if isinstance(each, KgError)
            else attempt(partial(_origin, each), each.name)
        )
        if isinstance(each, KgError) or isinstance(origin, Reject):
            gathered.rejects += [origin] if isinstance(origin, Reject) else []
        elif (whole := bytes.fromhex(origin.sha256)) in seen:
            gathered.duplicates += 1
        else:
            seen.add(whole)
            if each.remark:
                gathered.rejects.append(_remark(each, each.remark))
            opening = ledger.of(origin)
            if opening is None:
                yield each, origin
            else:
                gathered.add(origin, opening)


def _remark(source: Source, what: str) -> Reject:
    return Reject(kind="remark", where=source.name, what=what, outcome="The input was taken")


def _origin(source: Source) -> Origin:
    return Origin(source.name, *fingerprint(source.data))


def _batches(
    sources: Iterable[tuple[Source, Origin]], folder: Path, readers: Readers | None, shares: int
) -> Iterator[Batch]:
    spools = (folder / f"read-{number}" for number in count())
    batch: list[tuple[Source, Origin]] = []
    size = 0
    for source, origin in sources:
        if readers is None and shares > 1 and _is_shared(source, origin):
            if batch:
                yield Batch(next(spools), batch, readers)
                batch, size = [], 0
            one = [(source, origin)]
            yield from (Batch(next(spools), one, readers, Share(n, shares)) for n in range(shares))
            continue
        batch.append((source, origin))
        size += origin.size
        if size >= _BATCH:
            yield Batch(next(spools), batch, readers)
            batch, size = [], 0
    if batch:
        yield Batch(next(spools), batch, readers)


def _is_shared(source: Source, origin: Origin) -> bool:
    """Whether a source is one of many texts, which take much longer to read than to tell apart."""
    from kg.sources import holds_documents

    return origin.size >= _SHARED and holds_documents(beginning(source.data, _HEAD))


# --- In a worker --------------------------------------------------------------------------------


def _read(batch: Batch) -> tuple[Share, list[tuple[int, Origin]], list[Blocks]]:
    readers = batch.readers or Readers.of_kg()
    told = [(source.packed, origin) for source, origin in batch.sources]
    with undisturbed(), Spool(batch.spool) as spool:
        blocks = [
            _blocks(source, origin, opened(source, origin, readers, batch.share), spool)
            for source, origin in batch.sources
        ]
    return batch.share, told, blocks


def _blocks(
    source: Source, origin: Origin, records: Iterable[tuple[int, Opened]], spool: Spool
) -> Blocks:
    blocks: Blocks = {}
    for number, each in records:
        opening = blocks.setdefault(number // BLOCK, Opening([], [], [], []))
        if isinstance(each, Withdrawal):
            opening.withdrawn.append(each.pmid)
        elif isinstance(each, Reject):
            opening.rejects.append(each)
        else:
            found = attempt(partial(set_down, each, origin, spool), source.name)
            if isinstance(found, Reject):
                opening.rejects.append(found)
            else:
                opening.entries.extend(found.entries)
                opening.rejects.extend(found.rejects)
                opening.beside.extend(found.beside)
    return blocks


def set_down(each: Account | Imported, origin: Origin, spool: Spool) -> Opening:
    """What came of an account or of a graph of our own, once it stands in the spool."""
    if isinstance(each, Account):
        account = derive(each)
        entry = entry_of(account, origin, spool)
        return Opening([entry], remarks(origin, account))
    found = sort_out(each)
    beside = spool.put(pack_quads(found.beside))
    entries = [entry_of_bundle(b, spool.put(pack_bundle(b)), beside) for b in found.bundles]
    return Opening(entries, beside=[beside])

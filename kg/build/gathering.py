"""Inputs → entries: everything that came in, set down once read, with what could not be taken.

In: paths, and a folder to set things down in. Out: an entry for each report, rejects, and counts.
Documents are read in batches, each by one process; none of them knows of another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.build.entries import Entry, entry_of, entry_of_bundle
from kg.build.imported import sort_out
from kg.build.intake import Imported, Readers, attempt, opened, remarks
from kg.build.ledger import Ledger, Opening
from kg.build.outcome import Origin, Reject
from kg.build.packing import pack_bundle, pack_quads
from kg.build.sharing import Shared
from kg.build.spool import Slot, Spool
from kg.build.workers import Pool, undisturbed
from kg.derivation import derive
from kg.errors import KgError
from kg.inputs import Source, fingerprint
from kg.records import Account, Withdrawal

Tell = Callable[[int, int], None]
"""Told how many bytes of the inputs were dealt with, of how many on disk."""

_BATCH: Final = 4 << 20  # bytes of documents that one process reads before it answers


class Batch(NamedTuple):
    """Sources that one process reads, and the file for what it sets down."""

    spool: Path
    sources: list[tuple[Source, Origin]]
    readers: Readers | None


@dataclass
class Gathered:
    """All that came in: each source with what it came to, duplicates.

    ``aside`` is what is told of sources as such: that one could not be had, or is not alone.
    """

    openings: list[tuple[Origin, Opening]] = field(default_factory=list)
    aside: list[Reject] = field(default_factory=list)
    duplicates: int = 0

    @property
    def entries(self) -> Iterator[Entry]:
        """Every report."""
        return (entry for _, opening in self.openings for entry in opening.entries)

    @property
    def rejects(self) -> Iterator[Reject]:
        """Everything that was set aside."""
        yield from self.aside
        for _, opening in self.openings:
            yield from opening.rejects

    @property
    def beside(self) -> Iterator[Slot]:
        """Where the statements of imported graphs that belong to no report stand."""
        return (slot for _, opening in self.openings for slot in opening.beside)

    @property
    def withdrawn(self) -> dict[str, Origin]:
        """The records that PubMed has deleted, and the first source that says so."""
        told = [(pmid, origin) for origin, opening in self.openings for pmid in opening.withdrawn]
        return dict(sorted(told, reverse=True))


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
    gathered = Gathered()
    known = ledger or Ledger({})
    shared = Shared()
    done = 0
    batches = _batches(_new(found, gathered, known), folder, readers)
    for batch, openings in workers.map(_read, batches):
        for (packed_size, origin), opening in zip(batch, openings, strict=True):
            gathered.openings.append((origin, shared.opening(opening)))
            done += packed_size
        tell(done, size)
    return gathered


def _new(
    found: Iterable[Source | KgError], gathered: Gathered, ledger: Ledger
) -> Iterator[tuple[Source, Origin]]:
    """The sources that were not met before, by their bytes, in this build or the last one."""
    seen: set[str] = set()
    for each in found:
        origin = (
            Reject.of(each, "input")
            if isinstance(each, KgError)
            else attempt(partial(_origin, each), each.name)
        )
        if isinstance(each, KgError) or isinstance(origin, Reject):
            gathered.aside += [origin] if isinstance(origin, Reject) else []
        elif origin.sha256 in seen:
            gathered.duplicates += 1
        else:
            seen.add(origin.sha256)
            if each.remark:
                gathered.aside.append(_remark(each, each.remark))
            opening = ledger.of(origin)
            if opening is None:
                yield each, origin
            else:
                gathered.openings.append((origin, opening))


def _remark(source: Source, what: str) -> Reject:
    return Reject(kind="remark", where=source.name, what=what, outcome="The input was taken")


def _origin(source: Source) -> Origin:
    return Origin(source.name, *fingerprint(source.data))


def _batches(
    sources: Iterable[tuple[Source, Origin]], folder: Path, readers: Readers | None
) -> Iterator[Batch]:
    batch: list[tuple[Source, Origin]] = []
    size, number = 0, 0
    for source, origin in sources:
        batch.append((source, origin))
        size += origin.size
        if size >= _BATCH:
            yield Batch(folder / f"read-{number}", batch, readers)
            batch, size, number = [], 0, number + 1
    if batch:
        yield Batch(folder / f"read-{number}", batch, readers)


# --- In a worker --------------------------------------------------------------------------------


def _read(batch: Batch) -> tuple[list[tuple[int, Origin]], list[Opening]]:
    readers = batch.readers or Readers.of_kg()
    with undisturbed(), Spool(batch.spool) as spool:
        openings = [_opening(source, origin, readers, spool) for source, origin in batch.sources]
    return [(source.packed, origin) for source, origin in batch.sources], openings


def _opening(source: Source, origin: Origin, readers: Readers, spool: Spool) -> Opening:
    opening = Opening([], [], [], [])
    for each in opened(source, origin, readers):
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
    return opening


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

"""Inputs → entries: everything that came in, set down once read, with what could not be taken.

In: paths, and a folder to set things down in. Out: an entry for each report, rejects, and counts.
Documents are read in batches, each by one process; none of them knows of another.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.build.entries import Entry, entry_of, entry_of_bundle, packed
from kg.build.imported import sort_out
from kg.build.intake import Imported, Readers, attempt, opened, remarks
from kg.build.outcome import Origin, Reject
from kg.build.spool import Slot, Spool
from kg.build.workers import Workers, undisturbed
from kg.derivation import derive
from kg.errors import KgError
from kg.inputs import Source, fingerprint
from kg.records import Account, Withdrawal

Tell = Callable[[int, int], None]
"""Told how many bytes of the inputs were dealt with, of how many on disk."""

_BATCH: Final = 4 << 20  # bytes of documents that one process reads before it answers


class Opening(NamedTuple):
    """What one source came to."""

    entries: list[Entry]
    rejects: list[Reject]
    withdrawn: list[str]
    beside: list[Slot]


class Batch(NamedTuple):
    """Sources that one process reads, and the file for what it sets down."""

    spool: Path
    sources: list[tuple[Source, Origin]]
    readers: Readers | None


@dataclass
class Gathered:
    """All that came in."""

    entries: list[Entry] = field(default_factory=list)
    beside: list[Slot] = field(default_factory=list)
    rejects: list[Reject] = field(default_factory=list)
    withdrawn: dict[str, Origin] = field(default_factory=dict)
    duplicates: int = 0

    def add(self, opening: Opening, origin: Origin) -> None:
        """Take in what came of a source."""
        self.entries += opening.entries
        self.beside += opening.beside
        self.rejects += opening.rejects
        for pmid in opening.withdrawn:
            self.withdrawn[pmid] = min(origin, self.withdrawn.get(pmid, origin))


def gather(
    found: Iterable[Source | KgError],
    folder: Path,
    workers: Workers,
    readers: Readers | None = None,
    size: int = 0,
    tell: Tell = lambda *_: None,
) -> Gathered:
    """Everything that was found, each document once."""
    gathered = Gathered()
    done = 0
    batches = _batches(_new(found, gathered), folder, readers)
    for batch, openings in workers.map(_read, batches):
        for (packed_size, origin), opening in zip(batch, openings, strict=True):
            gathered.add(opening, origin)
            done += packed_size
        tell(done, size)
    return gathered


def _new(found: Iterable[Source | KgError], gathered: Gathered) -> Iterator[tuple[Source, Origin]]:
    """The sources that were not met before, by their bytes."""
    seen: set[str] = set()
    for each in found:
        if isinstance(each, KgError):
            gathered.rejects.append(Reject.of(each, "input"))
            continue
        origin = attempt(partial(_origin, each), each.name)
        if isinstance(origin, Reject):
            gathered.rejects.append(origin)
        elif origin.sha256 in seen:
            gathered.duplicates += 1
        else:
            seen.add(origin.sha256)
            yield each, origin


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
        entry = entry_of(account, origin, spool.put(packed(account)))
        return Opening([entry], remarks(origin, account), [], [])
    found = sort_out(each)
    beside = spool.put(packed(found.beside))
    entries = [entry_of_bundle(b, spool.put(packed(b)), beside) for b in found.bundles]
    return Opening(entries, [], [], [beside])

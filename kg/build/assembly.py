"""Entries → parts: chosen, linked, settled in batches; linked anew where a report falls.

In: what was gathered, and a folder to set things down in. Out: the parts of a build and what was
set aside on the way. What an input comes to does not depend on the order of the inputs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final, NamedTuple

from kg.build.admission import Validate
from kg.build.choosing import choose
from kg.build.entries import Entry
from kg.build.families import Family, families, kinds_of, without
from kg.build.gathering import Gathered
from kg.build.joining import join
from kg.build.outcome import Reject
from kg.build.settling import Batch, Part, settle
from kg.build.sharing import Shared
from kg.build.spool import Slot, Spool
from kg.build.workers import Pool, undisturbed

Tell = Callable[[int, int], None]
"""Told how many reports are settled, of how many."""

_BATCH: Final = 2 << 20  # bytes of accounts that one process settles at once


class Built(NamedTuple):
    """What came of all inputs: the entries that were built, their parts, what was set aside."""

    entries: list[Entry]
    parts: list[Part]
    beside: list[Slot]
    rejects: list[Reject]

    @property
    def findings(self) -> Counter[str]:
        """How many findings of each severity there are about what was built."""
        total: Counter[str] = Counter()
        for part in self.parts:
            total.update(part.findings)
        return total


def assemble(
    gathered: Gathered,
    folder: Path,
    workers: Pool,
    validate: Validate | None = None,
    tell: Tell = lambda *_: None,
) -> Built:
    """Everything that was gathered, validated."""
    with Spool(folder / "joined") as spool:
        chosen = join(choose(gathered.entries, gathered.withdrawn), spool)
    rejects = list(chosen.rejects)
    kinds = kinds_of(chosen.entries, folder)
    settled: dict[bytes, Part] = {}
    shared = Shared()
    turn = 0
    while True:
        found, conflicts = families(chosen, kinds)
        new = [family for family in found if family.signature not in settled]
        batches = _batches(new, partial(_spool, folder, turn), validate)
        done = len(found) - len(new)
        for batch, parts in workers.map(_settled, batches):
            settled |= dict(zip(batch, map(shared.part, parts), strict=True))
            done += len(parts)
            tell(done, len(found))
        parts = [settled[family.signature] for family in found]
        fallen = {slug: reject for part in parts for slug, reject in part.set_aside.items()}
        if not fallen:
            break
        # Linked anew without the reports that were set aside: others may have leant on them.
        rejects += fallen.values()
        chosen = without(chosen, fallen)
        turn += 1
    rejects += [reject for part in parts for reject in part.rejects]
    return Built(chosen.entries, parts, list(gathered.beside), [*rejects, *conflicts])


def _spool(folder: Path, turn: int, number: int) -> Path:
    return folder / f"settled-{turn}-{number}"


def _batches(
    new: Iterable[Family], spool: Callable[[int], Path], validate: Validate | None
) -> Iterator[Batch]:
    batch: list[Family] = []
    size, number = 0, 0
    for family in new:
        batch.append(family)
        size += family.size
        if size >= _BATCH:
            yield Batch(spool(number), batch, validate)
            batch, size, number = [], 0, number + 1
    if batch:
        yield Batch(spool(number), batch, validate)


def _settled(batch: Batch) -> tuple[list[bytes], list[Part]]:
    with undisturbed():
        return [family.signature for family in batch.families], settle(batch)


def unplaced(entries: Iterable[Entry]) -> Mapping[str, int]:
    """How often each field without a place stands in the records that were built."""
    counts: Counter[str] = Counter()
    for entry in entries:
        counts.update(dict(entry.unplaced))
    return dict(sorted(counts.items()))

"""Entries → parts: chosen, linked, settled in batches; linked anew where a report falls.

In: what was gathered, and a folder to set things down in. Out: the parts of a build and what was
set aside on the way. What an input comes to does not depend on the order of the inputs.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from pathlib import Path
from typing import Final, NamedTuple

from kg.build.admission import Validate
from kg.build.cards import Cards
from kg.build.choosing import choose
from kg.build.entries import Entry
from kg.build.families import Family, Linked, kinds_of, link, without
from kg.build.gathering import Gathered
from kg.build.joining import join
from kg.build.outcome import Reject
from kg.build.settling import Batch, Part, settle
from kg.build.spool import Slot
from kg.build.workers import Pool
from kg.cycles import undisturbed

Tell = Callable[[int, int], None]
"""Told how many reports are settled, of how many."""

_BATCH: Final = 2 << 20  # bytes of accounts that one process settles at once


class Built(NamedTuple):
    """What came of all inputs: the entries that were built, their parts, what was set aside.

    ``findings`` are how many of each severity there are about what was built.
    """

    entries: Cards[Entry]
    parts: Cards[Part]
    beside: list[Slot]
    rejects: list[Reject]
    findings: Counter[str]
    trials: int
    claims: int


def assemble(
    gathered: Gathered,
    folder: Path,
    workers: Pool,
    validate: Validate | None = None,
    tell: Tell = lambda *_: None,
) -> Built:
    """Everything that was gathered, validated."""
    chosen = join(choose(gathered.entries, gathered.withdrawn), folder)
    rejects = list(chosen.rejects)
    kinds = kinds_of(chosen.entries, folder)
    settling = _Settling(folder, workers, validate)
    while True:
        linked = link(chosen, kinds)
        parts, fallen = settling.settled(linked, tell)
        if not fallen:
            break
        # Linked anew without the reports that were set aside: others may have leant on them.
        rejects += fallen.values()
        chosen = without(chosen, fallen)
    return _built(chosen.entries, parts, gathered.beside, [*rejects, *linked.rejects])


def _built(
    entries: Cards[Entry], parts: Cards[Part], beside: list[Slot], rejects: list[Reject]
) -> Built:
    """All of it, with what the parts come to together."""
    findings = Counter[str]()
    trials = claims = 0
    for part in parts:
        findings.update(part.findings)
        rejects += part.rejects
        trials += part.trials
        claims += part.claims
    return Built(entries, parts, beside, rejects, findings, trials, claims)


class _Settling:
    """The parts of all families that were met so far, on cards: none is settled twice."""

    def __init__(self, folder: Path, workers: Pool, validate: Validate | None) -> None:
        self._folder, self._workers, self._validate = folder, workers, validate
        self._parts = Cards[Part](folder)
        self._known: dict[bytes, int] = {}
        self._spools = (folder / f"settled-{number}" for number in count())

    def settled(self, linked: Linked, tell: Tell) -> tuple[Cards[Part], dict[str, Reject]]:
        """The parts in the order of the families, and the reports that fell."""
        order: list[bytes] = []
        fallen: dict[str, Reject] = {}
        asked = self._batches(self._new(linked.families(), order))
        done = 0
        for parts in self._workers.map(_settled, asked):
            for signature, part in parts:
                self._known[signature] = self._parts.put(part)
                fallen |= part.set_aside
            done += len(parts)
            tell(done, len(linked.groups))
        return self._parts.picked(self._known[signature] for signature in order), fallen

    def _new(self, families: Iterable[Family], order: list[bytes]) -> Iterator[Family]:
        """The families that were not settled before; the signatures of all, in *order*."""
        for family in families:
            order.append(family.signature)
            if family.signature not in self._known:
                yield family

    def _batches(self, new: Iterable[Family]) -> Iterator[Batch]:
        batch: list[Family] = []
        size = 0
        for family in new:
            batch.append(family)
            size += family.size
            if size >= _BATCH:
                yield Batch(next(self._spools), batch, self._validate)
                batch, size = [], 0
        if batch:
            yield Batch(next(self._spools), batch, self._validate)


def _settled(batch: Batch) -> list[tuple[bytes, Part]]:
    with undisturbed():
        signatures = (family.signature for family in batch.families)
        return list(zip(signatures, settle(batch), strict=True))

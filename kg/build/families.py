"""Entries → families: the reports that tell of one trial, which nothing outside them changes.

In: the entries that count. Out: families, each with what linking found for its reports, so that
one process can build it without knowing of the others.
"""

import hashlib
from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeVar, cast

from kg.build.cards import Cards
from kg.build.choosing import Chosen
from kg.build.entries import Entry
from kg.build.outcome import Reject
from kg.build.vocabulary import compatible
from kg.codes import ConceptKind
from kg.linking import Conflict, StudyTies, Trials, trials_of
from kg.store import in_order

T = TypeVar("T")
Kinds = dict[str, tuple[ConceptKind, ...]]


class Family(NamedTuple):
    """Reports that tell of the same trials, and their trials; ``doubles`` were read as well.

    ``signature`` is a hash of all that the statements of a family follow from.
    """

    members: tuple[Entry, ...]
    doubles: tuple[Entry, ...]
    trials: Trials
    kinds: Kinds
    signature: bytes

    @property
    def size(self) -> int:
        """How much there is to build."""
        return sum(entry.slot.length for entry in self.members)


class Linked(NamedTuple):
    """Which reports are of one family, by their numbers among all, and what linking found."""

    entries: Cards[Entry]
    doubles: Mapping[str, Sequence[Entry]]
    groups: "list[array[int]]"
    trials: Trials
    kinds: Kinds
    rejects: list[Reject]

    def families(self) -> Iterator[Family]:
        """The families, each made when it is wanted."""
        for numbers in self.groups:
            members = [self.entries[number] for number in numbers]
            yield _family(members, self.doubles, self.trials, self.kinds)


def link(chosen: Chosen, kinds: Kinds) -> Linked:
    """The families in the order of their reports, and what could not be joined."""
    ties, accepted, decided = list[StudyTies](), set[str](), set[str]()
    for entry in chosen.entries:
        ties += entry.ties
        accepted.update(entry.accepts)
        decided.update(entry.decides)
    trials = trials_of(ties, accepted)
    return Linked(
        chosen.entries,
        chosen.doubles,
        _together(chosen.entries, trials, decided),
        trials,
        kinds,
        list(map(_not_joined, trials.conflicts)),
    )


def _family(
    entries: Sequence[Entry],
    doubles: Mapping[str, Sequence[Entry]],
    trials: Trials,
    kinds: Kinds,
) -> Family:
    members = tuple(entries)
    read_too = tuple(double for entry in members for double in doubles.get(entry.slug, ()))
    own = _within(trials, members)
    slots = [entry.slot for entry in (*members, *read_too)]
    told = repr((slots, own)).encode()
    return Family(
        members=members,
        doubles=read_too,
        trials=own,
        kinds=_some(kinds, _minted(members)) if kinds else {},
        signature=hashlib.blake2b(told, digest_size=16).digest(),
    )


def _together(
    entries: Cards[Entry], trials: Trials, decided: Collection[str]
) -> "list[array[int]]":
    """The numbers of entries in groups that share no trial, and of which none judges another's."""
    groups: dict[int, array[int]] = {}
    of_trial: dict[str, int] = {}
    for number, entry in enumerate(entries):
        own = _bonds(entry, trials, decided)
        met = sorted({of_trial[trial] for trial in own if trial in of_trial})
        groups[number] = array("Q", [n for other in met for n in groups.pop(other)] + [number])
        of_trial.update(dict.fromkeys(own, number))
        for member in groups[number][:-1]:
            of_trial.update(dict.fromkeys(_bonds(entries[member], trials, decided), number))
    return list(groups.values())


def _bonds(entry: Entry, trials: Trials, decided: Collection[str]) -> list[str]:
    """What an entry shares with others of its family: trials, and reports that are decided on."""
    reports = [*entry.decides, *([entry.slug] if entry.slug in decided else [])]
    return [*_trials(entry, trials), *(f"report {slug}" for slug in reports)]


def _trials(entry: Entry, trials: Trials) -> list[str]:
    told = (trials.slugs.get(tie.key) for tie in entry.ties)
    return [*entry.trials, *filter(None, told)]


def _within(trials: Trials, members: Iterable[Entry]) -> Trials:
    """As much of what linking found as bears on these reports; the conflicts are told once."""
    ties = [tie for entry in members for tie in entry.ties]
    own = {trials.slugs[tie.key] for tie in ties if tie.key in trials.slugs}
    made = _some(trials.ties, sorted(own))
    keys = {tie.key for tie in ties} | {
        key for some in made.values() for t in some for key in t.studies
    }
    mentions = sorted({name for entry in members for name in entry.mentions})
    return Trials(
        slugs={key: trials.slugs[key] for key in sorted(keys) if key in trials.slugs},
        registrations=_some(trials.registrations, mentions),
        acronyms=_some(trials.acronyms, mentions),
        ties=made,
        notices=_some(trials.notices, sorted({paper for tie in ties for paper in tie.papers})),
    )


def _some(table: Mapping[str, T], names: Iterable[str]) -> dict[str, T]:
    return {name: table[name] for name in names if name in table}


def _minted(entries: Iterable[Entry]) -> list[str]:
    """The concepts that reports mint."""
    return [_read(line)[0] for entry in entries for line in entry.concepts()]


def kinds_of(entries: Iterable[Entry], folder: Path) -> Kinds:
    """What the concepts are that reports take for more than one kind of thing.

    All concepts of a registry are too many to be held: they are sorted in files of this folder.
    """
    lines = in_order(chain.from_iterable(entry.concepts() for entry in entries), folder)
    found: Kinds = {}
    for slug, same in groupby(map(_read, lines), itemgetter(0)):
        told = {kinds for _, kinds in same}
        if len(told) > 1:
            found[slug] = compatible(sorted({kind for kinds in told for kind in kinds}))
    return found


def _read(line: str) -> tuple[str, tuple[ConceptKind, ...]]:
    slug, _, kinds = line.rstrip("\n").partition("\t")
    return slug, cast("tuple[ConceptKind, ...]", tuple(kinds.split()))


def without(chosen: Chosen, slugs: Mapping[str, Reject]) -> Chosen:
    """What is chosen once these reports are set aside."""
    kept = (n for n, entry in enumerate(chosen.entries) if entry.slug not in slugs)
    return chosen._replace(entries=chosen.entries.picked(kept))


def _not_joined(conflict: Conflict) -> Reject:
    return Reject(
        kind="link",
        where=", ".join(sorted({report for report, _ in conflict.studies})),
        what="studies share an identifier and are registered as different trials",
        got=str(conflict),
        outcome="They were not joined; each was built as a trial of its own",
    )

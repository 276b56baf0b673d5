"""Which studies of which reports are one trial, by what they share.

In: the ties of the studies (see :mod:`kg.linking.ties`). Out: a slug for every study, the same for
the same studies in any order; the ties that made it so, those that only suggest, and the conflicts
met. Studies are joined by registry number first, then by the paper that both are about, then by
what a registry says of a paper and more supports; never by a likeness of words alone, unless a
person has said so.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

import msgspec

from kg.codes import Likeness
from kg.identifiers import slug
from kg.linking.clusters import Clusters
from kg.linking.evidence import Book, Group, canonical, groups
from kg.linking.registrations import registration, registry_order
from kg.linking.suggestions import suggestions
from kg.linking.ties import Key, StudyTies, ties_of
from kg.records import Record

__all__ = [
    "Conflict",
    "Key",
    "StudyTies",
    "Tie",
    "Trials",
    "registration",
    "ties_of",
    "trials_of",
]


class Conflict(Record, frozen=True, kw_only=True):
    """Studies that share an identifier and yet are registered as different trials."""

    shared: str
    studies: tuple[Key, ...]
    registrations: tuple[str, ...]

    def __str__(self) -> str:
        reports = ", ".join(sorted({report for report, _ in self.studies}))
        return f"{self.shared} is shared by {' and '.join(self.registrations)} ({reports})"


class Tie(Record, frozen=True, kw_only=True):
    """What ties two studies: made where they are one trial by it, else only suggested.

    ``said`` are the local names of the passages that have the value, one for each study. One that
    is ``accepted`` was a suggestion, and a person's word made it.
    """

    evidence: Likeness
    value: str
    studies: tuple[Key, Key]
    made: bool = True
    support: tuple[Likeness, ...] = ()
    said: tuple[str | None, str | None] = (None, None)
    accepted: bool = False

    @property
    def name(self) -> str:
        """Its name: the second report's, and what is shared by whom; the same once it is made."""
        parts = (self.evidence, self.value, *(part for key in self.studies for part in key))
        digest = hashlib.sha256("\n".join(parts).encode()).hexdigest()[:8]
        return f"{self.studies[1][0]}/tie-{digest}"


class Trials(Record, frozen=True, kw_only=True):
    """The trial of every study, and what stood in the way of joining more.

    ``registrations`` leads from a registry number (see :func:`registration`) to its trial, so that
    a trial that is only mentioned is the trial that another report tells of; ``acronyms`` does so
    for names that one trial alone has, with what that trial is about. ``ties`` are listed under
    the trial of their first study. ``notices`` leads from a paper to the reports that retract,
    correct or doubt it: what they are to it, their slug, and the local name of the notice.
    """

    slugs: dict[Key, str]
    registrations: dict[str, str]
    conflicts: tuple[Conflict, ...] = ()
    acronyms: dict[str, tuple[str, tuple[str, ...]]] = msgspec.field(default_factory=dict)
    ties: dict[str, tuple[Tie, ...]] = msgspec.field(default_factory=dict)
    notices: dict[str, tuple[tuple[str, str, str], ...]] = msgspec.field(default_factory=dict)


def trials_of(ties: Iterable[StudyTies], accepted: Collection[str] = ()) -> Trials:
    """The trial slug of every study; suggestions that were *accepted* are made, by their names."""
    known = {each.key: each for each in ties}
    book = {key: each for key, each in sorted(known.items()) if each.tells}
    current = canonical(book.values())
    numbers = {key: tuple(map(current, each.registrations)) for key, each in book.items()}
    clusters = Clusters(numbers.items())
    made, conflicts = list[Tie](), list[Conflict]()
    for group in groups(book, current):
        clash = clusters.join(group.keys)
        if clash:
            conflicts.append(Conflict(shared=group.value, studies=group.keys, registrations=clash))
        else:
            made.extend(_ties(book, group))
    for tie in _accepted(book, current, accepted):
        clash = clusters.join(tie.studies)
        if clash:
            conflicts.append(Conflict(shared=tie.value, studies=tie.studies, registrations=clash))
        else:
            made.append(tie)
    slugs = _named(clusters, book, numbers)
    weak = _suggested(book, clusters, current)
    return Trials(
        slugs=slugs,
        registrations=_registered(book, slugs, current),
        conflicts=tuple(conflicts),
        acronyms=_acronyms(book, slugs),
        ties=_by_trial([*made, *weak], slugs),
        notices=_notices(known.values()),
    )


# --- Ties ---------------------------------------------------------------------------------------


def _ties(book: Book, group: Group) -> Iterator[Tie]:
    """A tie of each study to the first of the group, a registry record where there is one."""
    first, *others = sorted(group.keys, key=lambda key: (not book[key].record, key))
    for other in others:
        yield _tie(book, group, (first, other), made=True)


def _tie(book: Book, group: Group, pair: tuple[Key, Key], *, made: bool) -> Tie:
    first, second = (book[key].says(group.value) for key in pair)
    return Tie(
        evidence=group.evidence,
        value=group.value,
        studies=pair,
        made=made,
        support=group.support,
        said=(first, second),
    )


def _accepted(
    book: Book, current: Callable[[str], str], accepted: Collection[str]
) -> Iterator[Tie]:
    """The suggestions that a person has accepted, as ties that are made."""
    for group in suggestions(book, current) if accepted else ():
        first, second = group.keys
        tie = _tie(book, group, (first, second), made=True)
        if tie.name in accepted:
            yield msgspec.structs.replace(tie, accepted=True)


def _suggested(book: Book, clusters: Clusters, current: Callable[[str], str]) -> list[Tie]:
    found: dict[tuple[Key, Key], Tie] = {}
    for group in suggestions(book, current):
        first, second = group.keys
        pair = clusters.root(first), clusters.root(second)
        if pair[0] != pair[1]:
            found.setdefault((min(pair), max(pair)), _tie(book, group, (first, second), made=False))
    return list(found.values())


def _by_trial(ties: Iterable[Tie], slugs: Mapping[Key, str]) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = defaultdict(list)
    for tie in ties:
        found[slugs[tie.studies[0]]].append(tie)
    return {trial: tuple(some) for trial, some in sorted(found.items())}


def _notices(ties: Iterable[StudyTies]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    found: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for each in ties:
        for paper, kind, local in each.bears_on:
            found[paper].append((kind, each.key[0], local))
    return {paper: tuple(sorted(some)) for paper, some in sorted(found.items())}


# --- Names --------------------------------------------------------------------------------------


def _registered(
    book: Book, slugs: Mapping[Key, str], current: Callable[[str], str]
) -> dict[str, str]:
    """The trial of each number, former ones too."""
    found = {}
    for key, each in book.items():
        for number in (*each.former, *each.registrations):
            found[number] = slugs[key]
            found.setdefault(current(number), slugs[key])
    return found


def _acronyms(book: Book, slugs: Mapping[Key, str]) -> dict[str, tuple[str, tuple[str, ...]]]:
    """The trial of each acronym that one trial alone has, with what it is about."""
    trials: dict[str, set[str]] = defaultdict(set)
    about: dict[str, set[str]] = defaultdict(set)
    for key, each in book.items():
        if each.acronym:
            trials[each.acronym].add(slugs[key])
            about[each.acronym].update(each.about)
    return {
        name: (min(some), tuple(sorted(about[name])))
        for name, some in sorted(trials.items())
        if len(some) == 1
    }


def _named(
    clusters: Clusters, book: Book, numbers: Mapping[Key, tuple[str, ...]]
) -> dict[Key, str]:
    """A slug for each cluster: its best identifier that no other cluster has too."""
    together = clusters.together()
    claims: dict[str, int] = defaultdict(int)
    candidates = {root: _names(book, keys, numbers) for root, keys in together.items()}
    for names in candidates.values():
        for name in set(names):
            claims[name] += 1
    best = {
        # Where two trials go by all the same names, the report tells them apart.
        root: next((name for name in names if claims[name] == 1), f"{names[-1]}-{root[0]}")
        for root, names in candidates.items()
    }
    return {key: best[root] for root, keys in together.items() for key in keys}


def _names(book: Book, keys: Iterable[Key], numbers: Mapping[Key, tuple[str, ...]]) -> list[str]:
    """The names that a cluster may have, the best first."""
    some = [book[key] for key in keys]
    registered = sorted({n for each in some for n in numbers[each.key]}, key=registry_order)
    papers = sorted({p for each in some for p in each.papers}, key=lambda p: (p[:3] != "pmi", p))
    acronyms = sorted({each.acronym for each in some if each.acronym})
    told = [f"{paper}-{acronym}" for paper in papers for acronym in acronyms]
    return [*map(slug, registered), *papers, *told, min(each.own for each in some)]

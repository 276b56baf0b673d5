"""Which trial each study is, what the trial is called, and which arms are the same.

In: all accounts of a build. Out: the place of each study. Where several reports tell of one trial,
the arms of one of them are the trial's own, and those of the others are tied to them. The rules
look at what the reports say and never at the order in which they came.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kg.graph import Place
from kg.graph.trials import label, sister_place
from kg.identifiers import Names, numbered, slug, studies
from kg.linking import lexicon
from kg.linking.trials import Trials, registration, trials_of
from kg.records import Account, Arm, Mentioned, Study


class Telling(NamedTuple):
    """One report's telling of one trial."""

    names: Names
    account: Account
    prefix: str
    study: Study

    @property
    def key(self) -> tuple[str, str]:
        """Report and prefix, as linking names a study."""
        return self.names.slug, self.prefix

    @property
    def rank(self) -> tuple[int, str, str]:
        """The order of tellings: those that know most arm sizes first, then by name."""
        sizes = sum(arm.size is not None for arm in self.study.arms)
        return (-sizes, *self.key)


class Places(NamedTuple):
    """The places of each account in the order given, and what linking could not join."""

    of: list[dict[str, Place]]
    trials: Trials


def place(accounts: Sequence[Account]) -> Places:
    """The places of the studies of each account, and of the sisters that they name."""
    trials = trials_of(accounts)
    tellings = [list(_tellings(account)) for account in accounts]
    together: dict[str, list[Telling]] = defaultdict(list)
    for telling in (telling for some in tellings for telling in some):
        together[trials.slugs[telling.key]].append(telling)
    found = dict(placed for trial, some in together.items() for placed in _placed(trial, some))
    known = dict(_registered(together))
    return Places([_of_account(some, found, known) for some in tellings], trials)


def _tellings(account: Account) -> Iterator[Telling]:
    names = Names(account)
    for prefix, study in studies(account):
        yield Telling(names, account, prefix, study)


def _placed(trial: str, tellings: list[Telling]) -> Iterator[tuple[tuple[str, str], Place]]:
    """The places of all tellings of one trial."""
    first, *others = sorted(tellings, key=lambda telling: telling.rank)
    called = _called([first, *others]) or trial
    yield first.key, Place(trial=trial, label=called)
    for other in others:
        same = dict(_same_arms(first, other))
        yield other.key, Place(trial=trial, label=called, same_arms=same)


def _called(tellings: list[Telling]) -> str | None:
    acronyms = (telling.study.acronym for telling in tellings)
    labels = (label(telling.account, telling.study) for telling in tellings)
    return next(filter(None, (*acronyms, *labels)), None)


# --- Arms ---------------------------------------------------------------------------------------


def _same_arms(own: Telling, other: Telling) -> Iterator[tuple[str, str]]:
    """The arms of another report that are, without doubt, arms of the trial's own."""
    matches = {local: _match(arm, own.study.arms) for local, arm in _arms(other)}
    counts = Counter(matches.values())
    for local, number in matches.items():
        if number is not None and counts[number] == 1:
            yield local, own.names.node(f"{own.prefix}arm-{number}")


def _arms(telling: Telling) -> Iterator[tuple[str, Arm]]:
    return numbered(f"{telling.prefix}arm", telling.study.arms)


def _match(arm: Arm, candidates: Sequence[Arm]) -> int | None:
    """The number of the one arm that this can be: by its size, else by what it is given.

    Sizes that differ do not part two arms: it is the reports that disagree.
    """
    possible = [
        (number, candidate)
        for number, candidate in enumerate(candidates, start=1)
        if (None in {arm.role, candidate.role} or arm.role == candidate.role)
        and (_same_treatment(arm, candidate) or not (_tested(arm) and _tested(candidate)))
    ]
    alike = [(number, found) for number, found in possible if _same_treatment(arm, found)]
    as_large = [(n, found) for n, found in alike or possible if found.size == arm.size is not None]
    for some in (as_large, alike):
        if len(some) == 1:
            return some[0][0]
    return None


def _same_treatment(one: Arm, other: Arm) -> bool:
    """Whether two arms are given the same; arms given nothing of their own are controls."""
    tested = [_tested(one), _tested(other)]
    if not any(tested):
        return one.role == other.role == "controlRole"
    return all(any(_fits(a, b) for b in tested[1]) for a in tested[0]) and all(
        any(_fits(a, b) for a in tested[0]) for b in tested[1]
    )


def _tested(arm: Arm) -> set[str]:
    """What an arm is given beside the background, which not every report tells."""
    return {
        received.substance
        for received in arm.receives
        if received.substance and received.role != "background"
    }


def _fits(one: str, other: str) -> bool:
    # One report says interleukin-2 where another says which preparation.
    known = lexicon()
    return one == other or one in known.broader(other) or other in known.broader(one)


# --- Sisters ------------------------------------------------------------------------------------


def _registered(together: Mapping[str, list[Telling]]) -> Iterator[tuple[str, str]]:
    """The trial of each registry number and acronym; what two trials claim is neither's."""
    claimed: dict[str, set[str]] = defaultdict(set)
    for trial, tellings in together.items():
        for telling in tellings:
            for name in _names(telling.study.registry_ids, telling.study.acronym):
                claimed[name].add(trial)
    for name, trials in claimed.items():
        if len(trials) == 1:
            yield name, min(trials)


def _names(registry_ids: Sequence[str], acronym: str | None) -> Iterator[str]:
    for number in registry_ids:
        yield slug(registration(number) or number)
    if acronym:
        yield slug(acronym)


def _of_account(
    tellings: list[Telling], found: Mapping[tuple[str, str], Place], known: Mapping[str, str]
) -> dict[str, Place]:
    places = {telling.prefix: found[telling.key] for telling in tellings}
    for telling in tellings:
        for local, mentioned in numbered(f"{telling.prefix}mentioned", telling.study.sister_trials):
            sister = _sister(mentioned, known)
            if sister is not None:
                places[local] = sister
    return places


def _sister(mentioned: Mentioned, known: Mapping[str, str]) -> Place | None:
    """The trial that a report only mentions: one that another report tells of, or its own name."""
    names = list(_names(mentioned.registry_ids, mentioned.acronym))
    for name in names:
        if name in known:
            return Place(trial=known[name])
    own = sister_place(mentioned)
    return Place(trial=names[0], label=own.label) if names and own else own

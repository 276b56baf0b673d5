"""Which trial each study is, what the trial is called, and which arms are the same.

In: the accounts that tell of some trials together, and which study is which trial. Out: the place
of each study. Where several reports tell of one trial, the arms of one of them are the trial's own,
and those of the others are tied to them or left unplaced: no patient is there twice. The rules look
at what the reports say and never at the order in which they came.
"""

from collections.abc import Iterator, Sequence
from itertools import chain

from kg.concordance import Places, Telling, told_together
from kg.graph import Place
from kg.graph.trials import label, sister_place
from kg.identifiers import numbered, report_slug, slug
from kg.linking import Key, Trials, match_arms, registration, ties_of, trials_of
from kg.records import Account, Mentioned, Study

__all__ = ["Places", "place"]


def place(accounts: Sequence[Account], trials: Trials | None = None) -> Places:
    """The places of the studies of each account, and of the sisters that they name.

    Without ``trials`` these accounts are all there are.
    """
    if trials is None:
        trials = trials_of(chain.from_iterable(map(ties_of, accounts)))
    found: dict[Key, Place] = {}
    by_report: dict[str, list[Telling]] = {}
    for trial, tellings in told_together(accounts, trials):
        found.update(_placed(trial, tellings))
        for telling in tellings:
            by_report.setdefault(telling.names.slug, []).append(telling)
    return Places(
        [
            _of_account(by_report.get(report_slug(account.report), []), found, trials)
            for account in accounts
        ],
        trials,
    )


def _placed(trial: str, tellings: list[Telling]) -> Iterator[tuple[Key, Place]]:
    """The places of all tellings of one trial."""
    first, *others = tellings
    called = _called(tellings) or trial
    yield first.key, Place(trial=trial, label=called)
    for other in others:
        matches = match_arms(first.study.arms, other.study.arms)
        same: dict[str, str] = {
            f"{other.prefix}arm-{match.other}": first.node(f"arm-{match.own}") for match in matches
        }
        every = [local for local, _ in numbered(f"{other.prefix}arm", other.study.arms)]
        yield (
            other.key,
            Place(
                trial=trial,
                label=called,
                same_arms=same,
                arm_evidence={
                    f"{other.prefix}arm-{match.other}": match.evidence for match in matches
                },
                unplaced=tuple(local for local in every if local not in same),
            ),
        )


def _called(tellings: list[Telling]) -> str | None:
    acronyms = (telling.study.acronym for telling in tellings)
    labels = (label(telling.account, telling.study) for telling in tellings)
    return next(filter(None, (*acronyms, *labels)), None)


# --- Sisters ------------------------------------------------------------------------------------


def _of_account(
    tellings: list[Telling], found: dict[Key, Place], trials: Trials
) -> dict[str, Place]:
    tellings = sorted(tellings, key=lambda telling: telling.key)
    places = {telling.prefix: found[telling.key] for telling in tellings}
    for telling in tellings:
        for local, mentioned in numbered(f"{telling.prefix}mentioned", telling.study.sister_trials):
            sister = _sister(mentioned, telling.study, trials)
            if sister is not None:
                places[local] = sister
    return places


def _sister(mentioned: Mentioned, by: Study, trials: Trials) -> Place | None:
    """The trial that a report only mentions: one that another report tells of, or its own name."""
    numbers = [registration(each) or each for each in mentioned.registry_ids]
    known = next((trials.registrations[n] for n in numbers if n in trials.registrations), None)
    if known is None and mentioned.acronym:
        trial, about = trials.acronyms.get(slug(mentioned.acronym), (None, ()))
        known = trial if set(about) & _about(by) else None
    if known is not None:
        return Place(trial=known)
    own = sister_place(mentioned)
    names = [*map(slug, numbers), *([slug(mentioned.acronym)] if mentioned.acronym else [])]
    return Place(trial=names[0], label=own.label) if names and own else own


def _about(study: Study) -> set[str]:
    """What a study is about: a trial of the same name that is about nothing of it is another."""
    given = (received.substance for arm in study.arms for received in arm.receives)
    return {*study.conditions, *filter(None, given)}

"""What several reports of one trial say together: who goes first, what is the same, what differs.

In: the accounts that tell of some trials, and their places. Out: statements of the derived graph;
what reports say stays in theirs.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from kg.concordance import marks
from kg.concordance.difference import Difference, quads
from kg.concordance.findings import finding_differences
from kg.concordance.likeness import Claim, Ground, claims, ground, pairs
from kg.concordance.outcomes import Comparison, compare_outcomes
from kg.concordance.people import people_differences
from kg.concordance.restating import restated
from kg.concordance.standing import standing
from kg.concordance.tellings import Telling, tellings_of, told_together
from kg.graph import Place
from kg.identifiers import numbered, report_slug
from kg.linking import Key, Trials
from kg.namespaces import TK
from kg.records import Account
from kg.terms import Iri, Quad, Triple

__all__ = ["Places", "Telling", "concord", "standing", "tellings_of", "told_together"]


class Places(NamedTuple):
    """The places of each account in the order given, and what linking found."""

    of: list[dict[str, Place]]
    trials: Trials


def concord(accounts: Sequence[Account], places: Places) -> Iterator[Quad]:
    """All that is derived of these accounts together, in the graph of what is derived.

    The accounts are all that tell of some trials; their order is irrelevant, and so is what other
    trials there are.
    """
    yield from dict.fromkeys(_concord(accounts, places))


def _concord(accounts: Sequence[Account], places: Places) -> Iterator[Quad]:
    known = {
        (report_slug(account.report), prefix): place
        for account, some in zip(accounts, places.of, strict=True)
        for prefix, place in some.items()
    }
    for account, own in sorted(zip(accounts, places.of, strict=True), key=_by_report):
        yield from marks.derived(marks.cautions(account, places.trials, own))
    for trial, tellings in told_together(accounts, places.trials):
        yield from marks.derived(_marks(trial, tellings, known, places.trials))
        told = dict(_told(tellings, known)) if len(tellings) > 1 else {}
        for found in _differences(tellings, known, told):
            yield from quads(trial, found)
        again = restated(tellings, told)
        yield from marks.derived((node, TK.restates, first) for node, first in again)


def _by_report(told: tuple[Account, dict[str, Place]]) -> str:
    return report_slug(told[0].report)


def _marks(
    trial: str, tellings: Sequence[Telling], known: Mapping[Key, Place], trials: Trials
) -> Iterator[Triple]:
    yield from marks.lead(trial, tellings)
    yield from marks.ties(trial, trials)
    yield from marks.trial_caution(trial, tellings, trials)
    for telling in tellings:
        yield from marks.arm_matches(telling.names, known[telling.key])
    for registered, report, compared in _outcomes(tellings):
        yield from marks.outcome_matches(registered, report, compared.matches)


# --- Tellings against one another ---------------------------------------------------------------


def _outcomes(tellings: Sequence[Telling]) -> Iterator[tuple[Telling, Telling, Comparison]]:
    """The outcomes of each report against those of the first record of a registry."""
    registered = next((telling for telling in tellings if telling.registered), None)
    for telling in tellings:
        if registered is not None and not telling.registered:
            yield registered, telling, compare_outcomes(registered, telling)


def _differences(
    tellings: Sequence[Telling], known: Mapping[Key, Place], told: Mapping[Key, Sequence[Claim]]
) -> Iterator[Difference]:
    """Where two reports of the trial differ; two studies of one report are not two reports."""
    for _, _, compared in _outcomes(tellings):
        yield from compared.differences
    for first, second in combinations(tellings, 2):
        if first.names.report != second.names.report:
            arms = _arms(first, known), _arms(second, known)
            yield from people_differences(first, second, arms)
            for one, other in pairs(told[first.key], told[second.key]):
                yield from finding_differences(one, other)


def _told(
    tellings: Sequence[Telling], known: Mapping[Key, Place]
) -> Iterator[tuple[Key, list[Claim]]]:
    grounds = dict(_grounds(tellings, known))
    for telling in tellings:
        yield telling.key, list(claims(grounds[telling.key]))


def _grounds(
    tellings: Sequence[Telling], known: Mapping[Key, Place]
) -> Iterator[tuple[Key, Ground]]:
    compared = {report.key: (found, record) for record, report, found in _outcomes(tellings)}
    for telling in tellings:
        arms = _arms(telling, known)
        if telling.key in compared:
            found, record = compared[telling.key]
            yield telling.key, ground(telling, arms, found.matches, record)
        else:
            yield telling.key, ground(telling, arms)


def _arms(telling: Telling, known: Mapping[Key, Place]) -> dict[str, Iri]:
    """The trial's own node of each arm of a telling; an arm that is tied to none is itself."""
    same = known[telling.key].same_arms
    return {
        local: Iri(same.get(local) or telling.names.node(local))
        for local, _ in numbered(f"{telling.prefix}arm", telling.study.arms)
    }

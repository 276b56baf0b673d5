"""Which results of two reports are about the same: the same people, measure, moment and statistic.

In: two tellings of one trial. Out: pairs of results; a result that could be paired with two is
paired with none.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.concordance.moments import Moment, class_moment, moment_of, same
from kg.concordance.outcomes import OutcomeMatch
from kg.concordance.tellings import Telling
from kg.identifiers import numbered, populations, results
from kg.linking import wording
from kg.records import (
    AdverseEventResult,
    Association,
    Change,
    Comparison,
    GroupResult,
    Outcome,
    Result,
)
from kg.terms import Iri

_CHANGE: Final = re.compile(r"\b(?:change|reduction|increase|decrease|difference)\b", re.IGNORECASE)
_MEANS: Final = {"leastSquaresMean": "mean", "change": "mean"}
_SHARES: Final = frozenset({"countStatistic", "percentage", "proportion"})
_DIFFERENCES: Final = {"leastSquaresMeanDifference": "meanDifference"}

_PLAIN: Final = (None, None)
_WAY: Final = "direction"
"""What a change is about of which a report gives no number."""

Subject = tuple[object, ...]


class Claim(NamedTuple):
    """A result with all that tells what it is about."""

    telling: Telling
    node: Iri
    result: Result
    subject: Subject
    moment: Moment | None


class Ground(NamedTuple):
    """What a telling's claims stand on: whom its groups are, and its outcomes.

    ``groups`` leads from the key of a group to the trial's own node, or to a role; ``measures``
    from an outcome of the report to the measurand of the registered one that it is.
    """

    telling: Telling
    groups: Mapping[str, str]
    outcomes: Mapping[str, Outcome]
    measures: Mapping[str, str]


def ground(
    telling: Telling,
    arms: Mapping[str, Iri],
    matches: Sequence[OutcomeMatch] = (),
    registered: Telling | None = None,
) -> Ground:
    """The ground of a telling; its arms are the trial's own where another report has them too."""
    groups: dict[str, str] = {}
    for local, arm in numbered(f"{telling.prefix}arm", telling.study.arms):
        groups[arm.key or local] = arms[local]
    for local, population in populations(telling.prefix, telling.study):
        groups[population.key or local] = " ".join(sorted(population.roles))
    outcomes = {o.key: o for o in telling.study.outcomes if o.key}
    known = dict(numbered(f"{telling.prefix}outcome", telling.study.outcomes))
    theirs = (
        dict(numbered(f"{registered.prefix}outcome", registered.study.outcomes))
        if registered
        else {}
    )
    measures = {
        known[match.reported].key: theirs[match.registered].measures
        for match in matches
        if known[match.reported].key
    }
    return Ground(telling, groups, outcomes, measures)


# --- Subjects -----------------------------------------------------------------------------------


def claims(on: Ground) -> Iterator[Claim]:
    """The results of a telling that can be compared, each with its subject."""
    told = list(results(on.telling.prefix, on.telling.study))
    others = {_event(each) for _, each in told if _counted(each)}
    for local, result in told:
        if result.derivation == "derived" or "incoherent" in result.flags:
            continue
        if isinstance(result, AdverseEventResult) and not result.count and _event(result) in others:
            continue  # a registry lists an event as serious in nobody, and as not serious in some
        outcome = on.outcomes.get(result.outcome or "")
        subject = _subject(on, result, outcome)
        if subject is not None:
            node = on.telling.names.node(local)
            yield Claim(on.telling, node, result, subject, moment_of(result, outcome))


def _counted(result: Result) -> bool:
    return isinstance(result, AdverseEventResult) and bool(result.count)


def _event(result: Result) -> tuple[str, str] | None:
    return (result.group, result.event) if isinstance(result, AdverseEventResult) else None


def _subject(on: Ground, result: Result, outcome: Outcome | None) -> Subject | None:
    """What a result is about beside the moment; nothing where it is not told whole."""
    measure = on.measures.get(result.outcome or "") or result.measurand
    measure = measure or (outcome.measures if outcome else None)
    if isinstance(result, AdverseEventResult):
        group = on.groups.get(result.group)
        return None if group is None else (*_share(group, result.event), *_aside(result))
    if measure is None or isinstance(result, Association):
        return None
    about = (measure, _threshold(outcome), result.aggregation)
    if isinstance(result, Comparison):
        return _between(on, result, about)
    if isinstance(result, GroupResult | Change):
        return _within(on, result, outcome, about)
    return None


def _share(group: str, what: str) -> Subject:
    """The people of a group to whom something happened, as an adverse event or as a result."""
    return ("share", group, what)


def _aside(result: AdverseEventResult) -> Subject:
    """What makes of an event another one."""
    return tuple(each for each in (result.grade, result.qualifier_text) if each is not None)


def _between(on: Ground, result: Comparison, about: Subject) -> Subject | None:
    sides = result.experimental_group, result.reference_group
    groups = tuple(on.groups.get(side) for side in sides if side)
    if None in groups or len(groups) != len(sides) or result.groups:
        return None
    statistic = _DIFFERENCES.get(result.statistic or "", result.statistic)
    return ("between", groups, *about, statistic)


def _within(
    on: Ground, result: GroupResult | Change, outcome: Outcome | None, about: Subject
) -> Subject | None:
    group = on.groups.get(result.group)
    statistic = result.statistic or (_WAY if isinstance(result, Change) else None)
    if group is None or statistic is None:
        return None
    changed = isinstance(result, Change) or statistic == "change" or _of_change(outcome)
    kind = "share" if statistic in _SHARES else _MEANS.get(statistic, statistic)
    labels = (
        (_class(result), wording.key(result.category_label or ""))
        if isinstance(result, GroupResult)
        else ("", "")
    )
    if kind == "share" and not changed and about[1:] == _PLAIN and not any(labels):
        return _share(group, str(about[0]))
    return ("within", group, *about, kind, changed, *labels)


def _class(result: GroupResult) -> str:
    """The class of a result, unless it is its time."""
    timed = result.time is None and class_moment(result.class_label) is not None
    return "" if timed else wording.key(result.class_label or "")


def _of_change(outcome: Outcome | None) -> bool:
    return bool(outcome and outcome.label and _CHANGE.search(outcome.label))


def _threshold(outcome: Outcome | None) -> object:
    bound = outcome.threshold if outcome else None
    return None if bound is None else (bound.value, bound.min, bound.max, bound.unit)


# --- Pairs --------------------------------------------------------------------------------------


def pairs(first: Sequence[Claim], second: Sequence[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The claims of two tellings that are about the same, without doubt."""
    ours, theirs = _by_subject(first), _by_subject(second)
    for subject in ours.keys() & theirs.keys():
        yield from _timed(ours[subject], theirs[subject])


def _by_subject(some: Sequence[Claim]) -> dict[Subject, list[Claim]]:
    found: dict[Subject, list[Claim]] = defaultdict(list)
    for claim in some:
        found[claim.subject].append(claim)
    return found


def _timed(ours: list[Claim], theirs: list[Claim]) -> Iterator[tuple[Claim, Claim]]:
    """The pairs of one moment, where each has no other partner."""
    met = [(one, other) for one in ours for other in theirs if _at_once(one, other, ours, theirs)]
    for one, other in met:
        once = sum(a is one for a, _ in met) == 1 == sum(b is other for _, b in met)
        if once:
            yield one, other


def _at_once(one: Claim, other: Claim, ours: list[Claim], theirs: list[Claim]) -> bool:
    """Whether two claims are of one moment.

    Where one report tells no time and each has this once, a person's word that they are the same
    thing is taken; a rule that read no time may have missed it.
    """
    known = same(one.moment, other.moment)
    if known is not None:
        return known
    untimed = one if one.moment is None else other
    return len(ours) == len(theirs) == 1 and untimed.result.rule is None

"""What a trial was registered to measure, and what its reports say it measured.

In: the registered telling of a trial and another. Out: which reported outcome is which registered
one, and what became of the primary ones: kept, promoted, demoted, missing, new, moved in time.
In doubt the report is right: nothing is held against it that a word or a number does not say.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final, NamedTuple

from kg.codes import Likeness, OutcomeSwitch
from kg.concordance.difference import Difference, Side
from kg.concordance.moments import Moment, moment, same
from kg.concordance.tellings import Telling
from kg.identifiers import numbered
from kg.linking import wording
from kg.namespaces import TK
from kg.records import Outcome

# Words that the wording of any outcome may have.
_EMPTY: Final = frozenset(
    """
    a absolute after and any as assessed at average baseline base between by change day difference
    during end endpoint evaluate evaluated followup follow up for from group in incidence increase
    level line mean measure measured month number occurrence of on or outcome over participant
    patient per percent percentage point primary proportion rate reduction relative score secondary
    subject the time to total treatment until up using value versus visit was week were which with
    within year first one two three
    """.split()
)
_TIME: Final = re.compile(
    r"\b(?:day|week|month|year)s?\s+\d+\b|\b\d+[ -]?(?:day|week|month|year)s?\b", re.IGNORECASE
)
_PARENTHESIS: Final = re.compile(r"[(\[][^)\]]*[)\]]")
_SHARE: Final = 0.5
_SEVERAL: Final = 2
_RULE: Final = "disagreement.outcomes"
_NO_MOMENT: Final = "no time"


class OutcomeMatch(NamedTuple):
    """A reported outcome that is a registered one, and what speaks for it."""

    registered: str
    reported: str
    evidence: tuple[Likeness, ...]


class Comparison(NamedTuple):
    """Which reported outcomes are which registered ones, and where the two part."""

    matches: tuple[OutcomeMatch, ...]
    differences: tuple[Difference, ...]


def compare_outcomes(registered: Telling, report: Telling) -> Comparison:
    """The outcomes of a report against those that the trial was registered with."""
    ours = dict(_registered(registered))
    theirs = dict(numbered(f"{report.prefix}outcome", report.study.outcomes))
    matches = tuple(_matches(ours, theirs))
    found = tuple(_differences(registered, report, ours, theirs, matches))
    return Comparison(matches, found)


def _registered(telling: Telling) -> Iterator[tuple[str, Outcome]]:
    """The outcomes of the protocol: those that results were posted for are told apart."""
    for local, outcome in numbered(f"{telling.prefix}outcome", telling.study.outcomes):
        if outcome.reporting_status is None:
            yield local, outcome


# --- Likeness -----------------------------------------------------------------------------------


def _matches(ours: Mapping[str, Outcome], theirs: Mapping[str, Outcome]) -> Iterator[OutcomeMatch]:
    for reported, outcome in theirs.items():
        candidates = {
            local: evidence
            for local, each in ours.items()
            if (evidence := _likeness(each, outcome))
        }
        best = _best(ours, outcome, candidates)
        if best is not None:
            yield OutcomeMatch(best, reported, candidates[best])


def _likeness(one: Outcome, other: Outcome) -> tuple[Likeness, ...]:
    if _threshold(one) and _threshold(other) and _threshold(one) != _threshold(other):
        return ()
    found: list[Likeness] = []
    if one.measures == other.measures:
        found.append("commonMeasurand")
    if _like_words(one, other):
        found.append("likeWords")
    if found and same(_moment(one), _moment(other)) and _moment(one) is not None:
        found.append("commonTime")
    return tuple(found)


def _threshold(outcome: Outcome) -> object:
    bound = outcome.threshold
    return None if bound is None else (bound.value, bound.min, bound.max, bound.unit)


def _moment(outcome: Outcome) -> Moment | None:
    return moment(outcome.at_time, outcome.over)


def _like_words(one: Outcome, other: Outcome) -> bool:
    """Whether most words are shared, or one wording is the other's with more detail."""
    ours, theirs = _words(one), _words(other)
    shared, fewer = len(ours & theirs), min(len(ours), len(theirs))
    detailed = shared >= _SEVERAL and shared == fewer
    return detailed or _closeness(one, other) >= _SHARE


def _closeness(one: Outcome, other: Outcome) -> float:
    """The share of all words that both have."""
    ours, theirs = _words(one), _words(other)
    if not ours or not theirs:
        return 0.0
    return len(ours & theirs) / len(ours | theirs)


def _words(outcome: Outcome) -> frozenset[str]:
    """The telling words of an outcome; a time that it tells besides is none."""
    called = _called(outcome)
    return outcome_words(called if _moment(outcome) is None else _TIME.sub(" ", called))


def _called(outcome: Outcome) -> str:
    return outcome.label or outcome.measures.replace("-", " ")


@lru_cache(maxsize=10_000)
def outcome_words(label: str) -> frozenset[str]:
    """The words of an outcome that tell it from others.

    >>> sorted(outcome_words("Change from baseline in pain intensity (VAS) at week 12"))
    ['12', 'intensity', 'pain']
    """
    words = wording.key(_PARENTHESIS.sub(" ", label)).split()
    return frozenset(word for word in words if word not in _EMPTY)


def _best(
    ours: Mapping[str, Outcome], outcome: Outcome, candidates: Mapping[str, tuple[Likeness, ...]]
) -> str | None:
    """The likest; of those as like, one in the role that the report gives it, then the first."""
    ranked = sorted(
        candidates,
        key=lambda local: (
            "commonTime" not in candidates[local],
            -_closeness(ours[local], outcome),
            ours[local].role != outcome.role,
        ),
    )
    return next(iter(ranked), None)


# --- What became of them ------------------------------------------------------------------------


def _differences(
    registered: Telling,
    report: Telling,
    ours: Mapping[str, Outcome],
    theirs: Mapping[str, Outcome],
    matches: Sequence[OutcomeMatch],
) -> Iterator[Difference]:
    def differ(
        switch: OutcomeSwitch, on: str, local: str | None, other: str | None, words: Sequence[str]
    ) -> Difference:
        outcome = ours[local] if local else theirs[other or ""]
        mine = registered.names.node(local) if local else registered.names.report
        yours = report.names.node(other) if other else report.names.report
        sides = Side(registered, mine, words[0]), Side(report, yours, words[1])
        return Difference(on, _called(outcome), sides, _RULE, switch=switch)

    for match in matches:
        one, other = ours[match.registered], theirs[match.reported]
        for switch, on, words in _switches(one, other):
            yield differ(switch, on, match.registered, match.reported, words)
    named = {match.reported for match in matches}
    primary = [local for local, each in theirs.items() if each.role == "primary"]
    for local in primary:
        if local not in named and ours:
            yield differ("newOutcome", TK.hasOutcome, None, local, ("not registered", "primary"))
    told = {match.registered for match in matches}
    for local, outcome in ours.items():
        missing = outcome.role == "primary" and local not in told
        if missing and primary and not _told(outcome, ours, told, report):
            yield differ("missingOutcome", TK.hasOutcome, local, None, ("primary", "not told of"))


def _switches(one: Outcome, other: Outcome) -> Iterator[tuple[OutcomeSwitch, str, tuple[str, str]]]:
    if other.role == "primary" and one.role in {"secondary", "otherOutcome"}:
        yield "promotedOutcome", TK.outcomeRole, (_role(one), "primary")
    if one.role == "primary" and other.role in {"secondary", "otherOutcome"}:
        yield "demotedOutcome", TK.outcomeRole, ("primary", _role(other))
    times = _moment(one), _moment(other)
    if "primary" in {one.role, other.role} and same(*times) is False:
        words = [each.label if each else _NO_MOMENT for each in times]
        yield "timeChanged", TK.atTime, (words[0], words[1])


def _role(outcome: Outcome) -> str:
    return "secondary" if outcome.role == "secondary" else "other"


def _told(outcome: Outcome, ours: Mapping[str, Outcome], told: set[str], report: Telling) -> bool:
    """Whether a report tells of an outcome after all: under another role, or by a result of it."""
    if any(ours[local].measures == outcome.measures for local in told):
        return True
    study = report.study
    results = (*study.group_results, *study.changes, *study.comparisons, *study.associations)
    measured = {result.measurand for result in results}
    words = _words(outcome)
    return outcome.measures in measured or any(
        bool(words & outcome_words(each.replace("-", " "))) for each in measured if each
    )

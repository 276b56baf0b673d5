"""What else the derived graph says of a trial that several reports tell of.

In: tellings, matches, ties and notices. Out: their statements: who leads, which arms and outcomes
are one and why, what ties the reports, and what is to be known before leaning on a claim.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from kg.codes import ClaimStatus
from kg.concordance.outcomes import OutcomeMatch
from kg.concordance.tellings import GRAVE, Telling, bearing, caution
from kg.graph import Place
from kg.graph.statements import coded, each, facts, types
from kg.identifiers import (
    DERIVED_GRAPH,
    Nodes,
    numbered,
    report_iri,
    results,
    studies,
    study_claims,
    trial_iri,
)
from kg.linking import Tie, Trials
from kg.namespaces import RDFS, TK
from kg.records import Account, Result, Study
from kg.terms import Iri, Quad, Triple, text

_UNPLACED: Final = "its arm may be one of the trial's own"
"""Who adds up rows must know: the people of such an arm may be those of another row."""


def derived(triples: Iterable[Triple]) -> Iterator[Quad]:
    """Triples in the graph of what is derived."""
    return (Quad(*triple, DERIVED_GRAPH) for triple in triples)


def lead(trial: str, tellings: Sequence[Telling]) -> Iterator[Triple]:
    """The report whose arms are the trial's own, where several tell of it."""
    if len({telling.names.report for telling in tellings}) > 1:
        yield trial_iri(trial), TK.leadReport, tellings[0].names.report


# --- Matches ------------------------------------------------------------------------------------


def arm_matches(names: Nodes, place: Place) -> Iterator[Triple]:
    """What speaks for each arm of another report being the trial's own."""
    for local, own in sorted(place.same_arms.items()):
        node = names.node(f"{local}.match")
        yield from types(node, "ArmMatch")
        yield node, TK.derivedFrom, names.node(local)
        yield node, TK.derivedFrom, Iri(own)
        yield node, TK.ruleId, text("match.arms")
        yield from each(node, TK.likeness, map(coded, place.arm_evidence.get(local, ())))


def outcome_matches(
    registered: Telling, report: Telling, matches: Iterable[OutcomeMatch]
) -> Iterator[Triple]:
    """Which reported outcome is which registered one, and what speaks for it."""
    for match in matches:
        ours, theirs = registered.names.node(match.registered), report.names.node(match.reported)
        node = report.names.node(f"{match.reported}.match")
        yield theirs, TK.sameOutcomeAs, ours
        yield from types(node, "OutcomeMatch")
        yield node, TK.derivedFrom, theirs
        yield node, TK.derivedFrom, ours
        yield node, TK.ruleId, text("match.outcomes")
        yield from each(node, TK.likeness, map(coded, match.evidence))


# --- Ties ---------------------------------------------------------------------------------------


def ties(trial: str, trials: Trials) -> Iterator[Triple]:
    """The ties of a trial, made and suggested: what is shared, by whom, where each says it."""
    for tie in trials.ties.get(trial, ()):
        node = Iri(report_iri(tie.name))
        for key in tie.studies:
            yield trial_iri(trials.slugs[key]), TK.hasTie, node
        yield from types(node, "TrialTie")
        yield from facts(
            node,
            (RDFS.label, text(f"{tie.evidence}: {tie.value}")),
            (TK.tieValue, text(tie.value)),
            (TK.tieStrength, coded("strongTie" if tie.made else "weakTie")),
            (TK.claimStatus, coded(_status(tie))),
            (TK.ruleId, text("tie.trials")),
        )
        yield from each(node, TK.likeness, map(coded, dict.fromkeys((tie.evidence, *tie.support))))
        for (report, _), said in zip(tie.studies, tie.said, strict=True):
            yield node, TK.tiedReport, report_iri(report)
            if said is not None:
                yield node, TK.supportedBy, Iri(f"{report_iri(report)}/{said}")


def _status(tie: Tie) -> ClaimStatus:
    if tie.accepted:
        return "reviewed"
    return "asserted" if tie.made else "suggested"


# --- Notices ------------------------------------------------------------------------------------


def cautions(account: Account, trials: Trials, places: Mapping[str, Place]) -> Iterator[Triple]:
    """What is to be known of a report and of its claims: grave notices, arms that nobody placed."""
    names = Nodes(account)
    found = list(bearing(account.report, names, trials))
    words = caution(kind for kind, _ in found)
    if found:
        yield names.report, TK.caution, text(words)
    for kind, notice in found:
        if not notice.startswith(names.base):  # its own, its record states itself
            yield names.report, GRAVE[kind].link, notice
    for prefix, study in studies(account):
        doubled = set(_of_unplaced(prefix, study, places[prefix]))
        if not found and not doubled:
            continue
        for local, _ in study_claims(prefix, study):
            said = "; ".join(filter(None, (words, _UNPLACED if local in doubled else "")))
            node = names.node(local)
            yield from facts(node, (TK.caution, text(said) if said else None))
            yield from each(node, TK.underNotice, (notice for _, notice in found))


def _of_unplaced(prefix: str, study: Study, place: Place) -> Iterator[str]:
    """The results of arms that may be the trial's own arms, by local name."""
    arms = numbered(f"{prefix}arm", study.arms)
    keys = {arm.key or local for local, arm in arms if local in place.unplaced}
    for local, result in results(prefix, study) if keys else ():
        if keys.intersection(_groups(result)):
            yield local


def _groups(result: Result) -> Iterator[str]:
    """The keys of the groups that a result is of."""
    names = ("group", "experimental_group", "reference_group")
    yield from filter(None, (getattr(result, name, None) for name in names))
    yield from getattr(result, "groups", ())


def trial_caution(trial: str, tellings: Sequence[Telling], trials: Trials) -> Iterator[Triple]:
    """What is to be known of the reports of a trial, each by name."""
    words = sorted({f"{_called(t)} {said}" for t in tellings if (said := _caution(t, trials))})
    if words:
        yield trial_iri(trial), TK.caution, text("; ".join(words))


def _caution(telling: Telling, trials: Trials) -> str:
    found = bearing(telling.account.report, telling.names, trials)
    return caution(kind for kind, _ in found)


def _called(telling: Telling) -> str:
    report = telling.account.report
    return f"PMID {report.pmid}" if report.pmid else report.title or telling.names.slug

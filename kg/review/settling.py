"""Decisions → what follows of them: cautions, claims of the reviewer's own, or nothing.

In: the accounts of decisions, and the statements of the reports that they are about. Out: what a
rejection puts on a claim and on what rests on it, the claim that an accepted suggestion makes, and
the decisions whose claim is gone or says something else by now.
"""

from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from kg.graph.decisions import completed, decision_nodes
from kg.graph.statements import coded, each, facts, types
from kg.identifiers import Names, concept_iri, report_iri, reviewed_report
from kg.linking import lexicon
from kg.namespaces import PROV, RDF, RDFS, REPORT, TK, TRIAL
from kg.records import Account, ReviewDecision
from kg.review.subjects import Web, claim_of, same, states, words
from kg.terms import Iri, Quad, Term, Triple

_OPEN: Final = frozenset({TK.hasSuggestedComparison, TK.hasSuggestedResult, TK.hasUntiedResult})
# How the suggestion came to be is its own; the reviewer's claim came to be by the decision.
_OWN: Final = frozenset(
    (
        *(RDF.type, PROV.wasGeneratedBy, TK.caution, TK.claimStatus, TK.confidence, TK.derivation),
        *(TK.derivedFrom, TK.reportedIn, TK.ruleId, TK.supportedBy, TK.underNotice),
    )
)


class Stale(NamedTuple):
    """A decision that says nothing any more, and why."""

    node: Iri
    decision: ReviewDecision
    what: str
    got: str | None = None
    expected: str | None = None


class Settled(NamedTuple):
    """What decisions come to; ``made`` are the statements of the claims of reviewers."""

    stale: list[Stale]
    made: list[Quad]
    cautions: dict[Iri, str]


class _Refused(Exception):
    def __init__(self, what: str, got: str | None = None, expected: str | None = None) -> None:
        super().__init__(what)
        self.why = (what, got, expected)


class _Taken(NamedTuple):
    """A decision that holds, with the names of its record and the statements that it makes."""

    decision: ReviewDecision
    names: Names
    made: list[Triple]


def settle(
    accounts: Iterable[Account], triples: Iterable[Triple], slugs: Collection[str] = ()
) -> Settled:
    """What the decisions of these accounts come to, over these statements.

    ``slugs`` are the concepts that the reports speak of beside those of the lexicon.
    """
    web = Web(triples)
    stale: list[Stale] = []
    taken: list[_Taken] = []
    for names, node, decision in _decisions(accounts):
        try:
            made = _made(web, node, decision, names, slugs)
            taken.append(_Taken(decision, names, made))
        except _Refused as refused:
            stale.append(Stale(node, decision, *refused.why))
    quads = [Quad(*triple, one.names.report) for one in taken for triple in one.made]
    return Settled(stale, quads, _cautions(web, taken))


def _decisions(accounts: Iterable[Account]) -> Iterator[tuple[Names, Iri, ReviewDecision]]:
    for account in accounts:
        if account.decisions:
            names = Names(account)
            yield from ((names, *each) for each in decision_nodes(account, names))


def _made(
    web: Web, node: Iri, decision: ReviewDecision, names: Names, slugs: Collection[str]
) -> list[Triple]:
    """The claim that an accepted suggestion makes, where the decision makes it whole."""
    claim = Iri(decision.claim)
    _check(web, claim, decision)
    if decision.decision == "rejected":
        return []
    trials = [s for p, s in web.pointing(claim) if p in _OPEN and s.startswith(TRIAL)]
    if not trials:
        if decision.completes:
            raise _Refused("the claim is no suggestion: nothing of it can be added", claim)
        return []
    if TK.UntiedResult in web.things(claim, RDF.type) and not decision.completes:
        return []  # the report states the number; of whom stays open
    own = Iri(node.replace("/decision-", "/reviewed-"))
    result = _Result(web, claim, decision, names, slugs)
    trial = min(trials)
    return [
        (trial, TK.hasResult, own),
        (trial, TK.reportedIn, names.report),
        (names.report, TK.reportsTrial, trial),
        *result.statements(own),
    ]


def _check(web: Web, claim: Iri, decision: ReviewDecision) -> None:
    """Refuses a decision about what is no longer there, or no longer what it was."""
    kinds = web.things(claim, RDF.type)
    if not kinds:
        raise _Refused("the claim that was decided about is not there", claim)
    if TK.TrialTie in kinds:
        return  # its name is made of what it says
    now, then = words(web, claim), decision.exact
    if then is not None and not same(now, then):
        raise _Refused("the words that were decided about are not those of the claim", now, then)
    says, said = states(web, claim), decision.states
    if said is not None and not same(says, said):
        raise _Refused("the claim says something else than what was decided about", says, said)


class _Result:
    """An accepted suggestion with what makes it whole."""

    def __init__(
        self,
        web: Web,
        claim: Iri,
        decision: ReviewDecision,
        names: Names,
        slugs: Collection[str],
    ) -> None:
        self._web, self._claim, self._decision = web, claim, decision
        self._names, self._slugs = names, slugs

    def statements(self, node: Iri) -> Iterator[Triple]:
        """Everything that the claim of the reviewer states."""
        added = list(self._added(node))
        self._not_otherwise(added)
        yield from types(node, *self._kinds())
        yield from self._kept(node, {predicate for _, predicate, _ in added})
        yield from added
        yield from facts(
            node,
            (TK.derivation, coded("reported")),
            (TK.claimStatus, coded("reviewed")),
            (TK.derivedFrom, self._claim),
            (TK.reportedIn, self._names.report),
            (TK.supportedBy, self._names.passage(self._decision.key)),
        )

    def _kinds(self) -> list[str]:
        kinds = [each.removeprefix(str(TK)) for each in self._web.things(self._claim, RDF.type)]
        if "SuggestedResult" in kinds:
            return ["GroupResult"]
        if "SuggestedComparison" in kinds:
            return ["Comparison"]
        if "UntiedResult" not in kinds:
            return kinds
        given = self._decision
        if given.measurand is None and given.outcome is None:
            raise _Refused("measurand is missing: an accepted number needs what was measured")
        if given.group is not None or self._web.values(self._claim, TK.ofGroup):
            return ["GroupResult"]
        if given.experimental_group is None or given.reference_group is None:
            expected = "group, or experimental_group and reference_group"
            raise _Refused("an accepted number needs whose it is", None, expected)
        return ["Comparison"]

    def _kept(self, node: Iri, given: set[str]) -> Iterator[Triple]:
        """What the suggestion says; a spread whose kind is given is in doubt no more."""
        for predicate, value in self._web.facts(self._claim):
            settled = value == TK.ambiguous and TK.dispersionType in given
            if predicate not in _OWN | given and not settled:
                yield node, predicate, value

    def _added(self, node: Iri) -> Iterator[Triple]:
        given = self._decision
        for predicate, kind, named in (
            (TK.ofGroup, "ParticipantGroup", given.group),
            (TK.experimentalGroup, "ParticipantGroup", given.experimental_group),
            (TK.referenceGroup, "ParticipantGroup", given.reference_group),
            (TK.forOutcome, "Outcome", given.outcome),
        ):
            yield from each(node, predicate, [self._named(kind, named)] if named else [])
        yield from each(node, TK.measurand, self._measured())
        yield from completed(node, given, self._names)
        for predicate, code in (
            (TK.statistic, given.statistic),
            (TK.dispersionType, given.dispersion_type),
        ):
            yield from each(node, predicate, [coded(code)] if code else [])

    def _measured(self) -> list[Iri]:
        """What was measured: as the decision says, else what its outcome measures."""
        given = self._decision
        if given.measurand is not None:
            return [self._concept(given.measurand)]
        known = self._web.values(self._claim, TK.measurand)
        if given.outcome is None or known:
            return []
        return self._web.things(self._named("Outcome", given.outcome), TK.measures)

    def _named(self, kind: str, named: str) -> Iri:
        """The thing of this kind in the claim's report that has this name, or is called so."""
        report = f"{report_iri(reviewed_report(self._claim))}/"
        things = (s for _, s in self._web.pointing(TK[kind]) if s.startswith(report))
        called = {each: self._web.text(each, RDFS.label) for each in sorted(things)}
        for thing, label in called.items():
            if named in {thing, thing.removeprefix(report), label}:
                return thing
        listed = (f"{thing.removeprefix(report)} ({label})" for thing, label in called.items())
        what = "group" if kind == "ParticipantGroup" else "outcome"
        raise _Refused(f"the report has no such {what}", named, ", ".join(listed) or "none")

    def _concept(self, slug: str) -> Iri:
        if slug not in self._slugs and lexicon().concept(slug) is None:
            expected = "a concept of the lexicon, of the report, or of the record's own"
            raise _Refused("no such concept", slug, expected)
        return concept_iri(slug)

    def _not_otherwise(self, added: Iterable[Triple]) -> None:
        """Refuses what would change a claim: other than it says is for a record of one's own."""
        for _, predicate, value in added:
            stated = self._web.values(self._claim, predicate)
            if stated and not self._agree(stated, value):
                name = predicate.removeprefix(str(TK))
                way = "reject it, and enter what is right as a claim"
                raise _Refused(f"the suggestion has another {name} already", str(value), way)

    def _agree(self, stated: list[Term], value: Term) -> bool:
        labels = {self._web.text(str(term), RDFS.label) for term in stated} - {""}
        return value in stated or bool(self._web.text(str(value), RDFS.label) in labels)


# --- Rejections ---------------------------------------------------------------------------------


def _cautions(web: Web, taken: Iterable[_Taken]) -> dict[Iri, str]:
    """What is to be known of rejected claims, and of what rests on them."""
    made = [(s, p, o) for one in taken for s, p, o in one.made if p == TK.derivedFrom]
    found: dict[Iri, list[str]] = {}
    for decision in sorted(_rejections(taken)):
        claim = claim_of(web, decision.claim)
        found.setdefault(claim, []).append(f"rejected by {decision.said}")
        for other in _resting(web, claim, made):
            found.setdefault(other, []).append(f"rejected, what it rests on, by {decision.said}")
    return {node: "; ".join(dict.fromkeys(some)) for node, some in found.items()}


class _Rejection(NamedTuple):
    claim: str
    said: str


def _rejections(taken: Iterable[_Taken]) -> Iterator[_Rejection]:
    for one in taken:
        if one.decision.decision == "rejected":
            said = ": ".join(filter(None, (one.decision.author, one.decision.note)))
            yield _Rejection(one.decision.claim, " ".join(said.split()))


def _resting(web: Web, claim: Iri, made: Iterable[Triple]) -> Iterator[Iri]:
    """What was derived of a claim, and of that."""
    own = list(made)
    seen, waiting = {claim}, [claim]
    while waiting:
        node = waiting.pop()
        above = [s for p, s in web.pointing(node) if p == TK.derivedFrom]
        above += [s for s, _, o in own if o == node]
        for other in above:
            if other not in seen and other.startswith(REPORT):
                seen.add(other)
                waiting.append(other)
                yield other

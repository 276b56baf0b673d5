"""Where a claim comes from, word for word.

In: a store that answers, and the IRI of a claim. Out: what the claim says, the words that state it
with their place in the report, the rule that read them; of a derived claim the same of each claim
that it was derived from, down to words.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from kg.errors import UsageError
from kg.namespaces import DCTERMS, PROV, RDF, RDFS, TK
from kg.store import Queryable
from kg.terms import Iri
from kg.view import Linked, View, citation, short, spoken

_CHAIN: Final = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?claim tk:derivedFrom* ?s . ?s ?p ?o }
  UNION { ?claim tk:derivedFrom*/tk:supportedBy ?s . ?s ?p ?o }
  UNION { ?claim tk:derivedFrom*/tk:supportedBy/^tk:hasPassage ?s . ?s ?p ?o
          FILTER(?p NOT IN (tk:hasPassage, tk:hasIndexing)) }
  UNION { ?claim tk:derivedFrom*/tk:supportedBy ?o . ?s tk:hasPassage ?o
          BIND(tk:hasPassage AS ?p) }
  UNION { ?s tk:derivedFrom ?claim ; tk:likeness ?likeness . ?s ?p ?o }
  UNION { ?claim tk:derivedFrom*/!(rdf:type|tk:supportedBy) ?s .
          VALUES ?p { rdfs:label skos:prefLabel tk:value tk:minValue tk:maxValue tk:minInclusive
                      tk:maxInclusive tk:unit tk:unitText tk:reportedValue } ?s ?p ?o }
}
"""
_CONTEXT: Final = 60  # characters shown on either side of the words
_PROVENANCE: Final = frozenset(
    (
        *(RDF.type, RDFS.label, TK.supportedBy, TK.derivation, TK.derivedFrom, TK.ruleId),
        *(TK.confidence, TK.claimStatus, TK.flag, TK.reportedIn, PROV.wasGeneratedBy),
        *(TK.caution, TK.underNotice, TK.sameArmAs, TK.sameOutcomeAs, TK.restates),
    )
)


class Evidence(NamedTuple):
    """The words that state a claim, and where they stand.

    ``faithful`` is false where the words are not at their offsets in the stored text, and none
    where no text is stored. *Units*: ``start`` and ``end`` are code points.
    """

    passage: Iri
    words: str
    before: str
    after: str
    place: str
    report: str
    faithful: bool | None


class Claim(NamedTuple):
    """A claim with its evidence, or with the claims that it was derived from."""

    iri: Iri
    kind: str
    label: str
    says: tuple[tuple[str, str], ...]
    how: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    derived_from: "tuple[Claim, ...]"


def why(store: Queryable, claim: Iri) -> Claim:
    """The claim and all that it rests on; a part (a dose) rests on what its owner rests on.

    *Errors*: ``UsageError`` where the store says nothing of it.
    """
    view = _view(store, *_owners(claim))
    if claim not in view:
        raise UsageError(
            f"the store says nothing about {short(claim)}",
            way_out="Claims have names in the last column of: kg show TRIAL",
        )
    return _claim(view, claim, set())


def _view(store: Queryable, *claims: Iri) -> View:
    return View(store.triples(_CHAIN, {"claim": claims}).lines)


def _owners(claim: str) -> Iterator[Iri]:
    """The claim, then each node that it is a part of.

    >>> list(_owners("x:r/arm-1.dose"))
    ['x:r/arm-1.dose', 'x:r/arm-1']
    """
    base, slash, local = claim.rpartition("/")
    pieces = local.split(".")
    for length in range(len(pieces), 0, -1):
        yield Iri(base + slash + ".".join(pieces[:length]))


def _claim(view: View, iri: Iri, above: set[str]) -> Claim:
    grounds = [Iri(each) for each in view.things(iri, TK.derivedFrom) if each not in above]
    owner = next((o for o in _owners(iri) if view.things(o, TK.supportedBy)), iri)
    return Claim(
        iri=iri,
        kind=_kind(view, iri),
        label=view.text(iri, RDFS.label),
        says=tuple(_says(view, iri)),
        how=tuple(_how(view, iri)),
        evidence=tuple(_evidence(view, each) for each in view.things(owner, TK.supportedBy)),
        derived_from=tuple(_claim(view, each, above | {iri}) for each in grounds),
    )


def _kind(view: View, iri: Iri) -> str:
    """The most special class: the one that is not another's superclass here."""
    names = [each for each in view.things(iri, RDF.type) if each.startswith(str(TK))]
    general = {TK.Result, TK.GroupResult, TK.ParticipantGroup, TK.EligibilityCriterion, TK.Report}
    special = [name for name in names if name not in general] or sorted(names, key=len)[-1:]
    return spoken(special[0]) if special else ""


def _says(view: View, iri: Iri) -> Iterator[tuple[str, str]]:
    for predicate in view.predicates(iri):
        if predicate not in _PROVENANCE:
            yield spoken(predicate), _values(view, iri, predicate)


def _values(view: View, iri: Iri, predicate: str) -> str:
    things = view.things(iri, predicate)
    named = Linked([(view.quantity(thing) or view.label(thing), thing) for thing in things])
    texts = view.texts(iri, predicate)
    return ", ".join((*filter(None, (named,)), *texts)) if texts else named


def _how(view: View, iri: Iri) -> Iterator[tuple[str, str]]:
    pairs = (
        ("derivation", view.coded(iri, TK.derivation)),
        ("rule", view.text(iri, TK.ruleId)),
        ("confidence", view.text(iri, TK.confidence)),
        ("status", view.coded(iri, TK.claimStatus)),
        ("flag", view.coded(iri, TK.flag)),
        ("caution", _caution(view, iri)),
        ("says again", ", ".join(map(short, view.things(iri, TK.restates)))),
        *_matches(view, iri),
    )
    return (pair for pair in pairs if pair[1])


def _caution(view: View, iri: Iri) -> str:
    """What is to be known of the report, and the notice that says so."""
    notices = view.labels(view.things(iri, TK.underNotice))
    return ": ".join(filter(None, (view.text(iri, TK.caution), notices)))


def _matches(view: View, iri: Iri) -> Iterator[tuple[str, str]]:
    """What another report's arm or outcome this is, and what speaks for that."""
    for match in view.holders(iri, TK.derivedFrom):
        likeness = view.coded(match, TK.likeness)
        others = (each for each in view.things(match, TK.derivedFrom) if each != iri)
        if likeness:
            yield "the same as", f"{', '.join(map(short, others))}: {likeness}"


def _evidence(view: View, passage: Iri) -> Evidence:
    report = view.holder(passage, TK.hasPassage)
    words = view.text(passage, TK.exact)
    start, end = view.text(passage, TK.start), view.text(passage, TK.end)
    text = view.text(report, TK.sourceText)
    span = (int(start), int(end)) if start and end else None
    return Evidence(
        passage=passage,
        words=words,
        before=text[max(0, span[0] - _CONTEXT) : span[0]] if span else "",
        after=text[span[1] : span[1] + _CONTEXT] if span else "",
        place=_place(view, passage, span),
        report=citation(view, report) if report else "",
        faithful=text[span[0] : span[1]] == words if text and span else None,
    )


def _place(view: View, passage: Iri, span: tuple[int, int] | None) -> str:
    parts = (
        view.text(passage, TK.section),
        view.text(passage, TK.path),
        f"characters {span[0]}–{span[1]}" if span else "",
        ", ".join(view.things(passage, DCTERMS.source)),
    )
    return ", ".join(part for part in parts if part)

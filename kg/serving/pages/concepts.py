"""The page of a concept: its names, what stands above and below, what it is elsewhere, its trials.

In: a reader, a concept, the lines that tell of it. Out: HTML.
"""

from collections.abc import Mapping
from typing import Final, NamedTuple

from kg.namespaces import RDF, RDFS, SKOS, TK
from kg.questions import catalogue
from kg.serving.pages.elsewhere import elsewhere
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import rendered
from kg.table import Table, compact
from kg.terms import Iri
from kg.view import Linked, View, called, spoken

_MOST: Final = 100
_ABOVE: Final = """
SELECT DISTINCT ?other (MIN(STR(?name)) AS ?label) WHERE {
  ?concept tk:broader+ ?other OPTIONAL { ?other skos:prefLabel ?name }
} GROUP BY ?other ORDER BY ?label ?other LIMIT 101
"""
_BELOW: Final = """
SELECT DISTINCT ?other (MIN(STR(?name)) AS ?label) WHERE {
  ?other tk:broader ?concept OPTIONAL { ?other skos:prefLabel ?name }
} GROUP BY ?other ORDER BY ?label ?other LIMIT 101
"""
_MAPPINGS: Final = """
SELECT DISTINCT ?predicate ?term ?label ?justification ?reason ?score ?source WHERE {
  { ?concept tk:hasMapping ?node . ?node tk:mappingPredicate ?predicate ; tk:mappedTerm ?term
    OPTIONAL { ?node tk:termLabel ?label }
    OPTIONAL { ?node tk:justification ?justification }
    OPTIONAL { ?node tk:matchReason ?reason }
    OPTIONAL { ?node tk:score ?score }
    OPTIONAL { ?node tk:mappingSource ?source } }
  UNION
  { VALUES ?predicate { skos:exactMatch skos:closeMatch skos:broadMatch skos:narrowMatch
                        skos:relatedMatch }
    ?concept ?predicate ?term
    FILTER NOT EXISTS { ?concept tk:hasMapping ?said FILTER EXISTS { ?said tk:mappedTerm ?term } }
    OPTIONAL { ?term rdfs:label ?label } }
} ORDER BY ?predicate ?term LIMIT 101
"""
_TRIALS: Final = """
SELECT ?trial (MIN(STR(?name)) AS ?label) WHERE {
  { SELECT DISTINCT ?trial WHERE {
      { SELECT DISTINCT ?below WHERE { ?below tk:broader* ?concept } } @role } }
  OPTIONAL { ?trial rdfs:label ?name }
} GROUP BY ?trial ORDER BY ?label ?trial LIMIT 301
"""
# One after another: as branches of a union each would be computed in full before it is joined.
_ROLES: Final = (
    ("condition", "?trial tk:studiesCondition ?below"),
    ("given", "?given tk:substance ?below . ?arm tk:receives ?given . ?trial tk:hasArm ?arm"),
    ("outcome", "?outcome tk:measures ?below . ?trial tk:hasOutcome ?outcome"),
    ("measured", "?result tk:measurand ?below . ?trial tk:hasResult ?result"),
    ("event", "?result tk:event ?below . ?trial tk:hasResult ?result"),
)
_PICTURE: Final = "What it was compared with, as a picture"
_ASKED: Final = {
    TK.Substance: ("trials-of-intervention", "substance"),
    TK.Condition: ("trials-of-condition", "condition"),
    TK.Measurand: ("results-by-outcome", "measurand"),
}


class Further(NamedTuple):
    """A question about a concept."""

    title: str
    path: str
    parameter: str


def concept_page(reader: Reader, concept: Iri, view: View) -> str:
    """What a concept is, and the trials that have to do with it or with what is narrower."""
    bound = {"concept": concept}
    trials = _by_trial(reader, bound)
    return rendered(
        "concept.html",
        reader.generation,
        iri=concept,
        title=view.label(concept),
        names=_names(view, concept),
        parents=view.linked(view.things(concept, TK.broader)),
        above=_others(reader.table(_ABOVE, bound)),
        below=_others(reader.table(_BELOW, bound)),
        mappings=_mappings(reader.table(_MAPPINGS, bound)),
        trials=trials[:_MOST],
        more=len(trials) > _MOST,
        further=_further(view, concept),
        links=elsewhere(view.things(concept, RDFS.seeAlso)),
    )


def _names(view: View, concept: Iri) -> list[tuple[str, str]]:
    kinds = (spoken(each) for each in view.things(concept, RDF.type) if each.startswith(str(TK)))
    pairs = (
        ("called", view.text(concept, SKOS.prefLabel)),
        ("also", "; ".join(view.texts(concept, RDFS.label, SKOS.altLabel))),
        ("kind", ", ".join(kinds)),
        ("what it is", view.text(concept, SKOS.definition)),
        ("desirable", view.coded(concept, TK.desirableDirection)),
        ("unit", view.text(concept, TK.canonicalUnit)),
    )
    return [pair for pair in pairs if pair[1]]


def _others(found: Table) -> Linked:
    pieces = [(str(label or spoken(str(iri))), Iri(str(iri))) for iri, label in found.rows]
    return Linked(pieces[:_MOST])


def _mappings(found: Table) -> list[tuple[str, ...]]:
    """Each with its term, how it stands to that, why, and how sure that is."""
    return [
        (
            Linked([(f"{label or ''} {compact(str(term))}".strip(), Iri(str(term)))]),
            spoken(str(predicate)),
            str(reason or (called(str(why)) if why else "stated with the concept")),
            "" if score is None else f"{score}",
            str(source or ""),
        )
        for predicate, term, label, why, reason, score, source in found.rows
    ]


def _by_trial(reader: Reader, bound: Mapping[str, Iri]) -> list[tuple[str, ...]]:
    """One row for each trial: what the concept is in it."""
    named: dict[tuple[str, Iri], list[str]] = {}
    for role, pattern in _ROLES:
        for trial, label in reader.table(_TRIALS.replace("@role", pattern), bound).rows:
            iri = Iri(str(trial))
            named.setdefault((str(label or spoken(iri)), iri), []).append(role)
    return [(Linked([key]), ", ".join(named[key])) for key in sorted(named)]


def _further(view: View, concept: Iri) -> list[Further]:
    kinds = view.things(concept, RDF.type)
    asked = [found for kind, found in _ASKED.items() if kind in kinds]
    found = [
        Further(catalogue()[name].title, f"/questions/{name}", parameter)
        for name, parameter in asked
        if name in catalogue()
    ]
    drawn = [Further(_PICTURE, "/network", "substance")] if TK.Substance in kinds else []
    return found + drawn

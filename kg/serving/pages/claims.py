"""The pages of a claim, word for word, and of any thing that has no page of its own kind.

In: a reader, a thing, the lines that tell of it. Out: HTML.
"""

from collections.abc import Iterator, Sequence
from typing import Final

from kg.namespaces import REPORT, TK
from kg.serving.pages.reader import Reader
from kg.serving.pages.rendering import opened, rendered
from kg.terms import Iri
from kg.view import View, called, short, spoken
from kg.why import Claim, why

_MOST_VALUES: Final = 60
_WHOSE: Final = """
SELECT ?trial (MIN(STR(?name)) AS ?label) WHERE {
  { ?report tk:reportsTrial ?trial } UNION { ?trial tk:mentionedIn ?report }
  OPTIONAL { ?trial rdfs:label ?name }
} GROUP BY ?trial ORDER BY ?label ?trial
"""
_CALLED: Final = "SELECT ?name { ?report rdfs:label|dcterms:title ?name } ORDER BY ?name LIMIT 1"
_GROUNDS: Final = (TK.derivation, TK.derivedFrom, TK.supportedBy)


def is_claim(view: View, iri: str) -> bool:
    """Whether these lines tell of something that rests on words or on other claims."""
    return any(view.things(iri, each) for each in _GROUNDS)


def claim_page(reader: Reader, iri: Iri, view: View) -> str:
    """What a claim says, and where that comes from."""
    report = _report_of(iri)
    found = why(reader, iri)
    return rendered(
        "claim.html",
        reader.generation,
        claim=found,
        title=_title(found),
        report=report,
        report_label=_label_of(reader, report) if report else "",
        trials=_trials(reader, report) if report else (),
        cautions=view.texts(iri, TK.caution),
    )


def _title(claim: Claim) -> str:
    """Its kind, and what it is about where that has a name."""
    said = dict(claim.says)
    named = (claim.label, *(said.get(each) for each in ("for outcome", "event", "measurand")))
    return opened(": ".join(filter(None, (claim.kind, next(filter(None, named), "")))))


def _report_of(iri: str) -> Iri | None:
    slug = iri.removeprefix(REPORT).partition("/")[0] if iri.startswith(REPORT) else ""
    return Iri(REPORT + slug) if slug else None


def _label_of(reader: Reader, report: Iri) -> str:
    found = reader.table(_CALLED, {"report": report}).rows
    return str(found[0][0]) if found else short(report)


def _trials(reader: Reader, report: Iri) -> tuple[tuple[Iri, str], ...]:
    found = reader.table(_WHOSE, {"report": report}).rows
    return tuple((Iri(str(trial)), str(label or short(str(trial)))) for trial, label in found)


def thing_page(reader: Reader, iri: Iri, view: View) -> str:
    """All that is said of a thing, property by property."""
    return rendered(
        "thing.html",
        reader.generation,
        iri=iri,
        title=view.label(iri),
        said=tuple(_said(view, iri)),
        cautions=view.texts(iri, TK.caution),
    )


def _said(view: View, iri: Iri) -> Iterator[tuple[str, Sequence[tuple[str, Iri | None]], int]]:
    """Each property with its values in words, and how many of them are not shown."""
    for predicate in view.predicates(iri):
        things = view.things(iri, predicate)
        texts = view.texts(iri, predicate)
        values = [(_words(view, each), each) for each in things] + [(each, None) for each in texts]
        if values:
            yield spoken(predicate), values[:_MOST_VALUES], max(0, len(values) - _MOST_VALUES)


def _words(view: View, thing: Iri) -> str:
    if thing.startswith(str(TK)):
        return called(thing)
    return view.label(thing) if thing in view else short(thing)

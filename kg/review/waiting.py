"""What waits for a person: suggestions, numbers of no group, reports that differ, flagged claims.

In: a store that answers. Out: one item each, with what it says, the words that say it, the rule
behind it, and what was decided about it where somebody did.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Final, NamedTuple

from kg.errors import UsageError
from kg.identifiers import reviewed_report
from kg.namespaces import RDF, REPORT, TK
from kg.review.subjects import Web, owners, spoken, states, words
from kg.store import Queryable
from kg.table import Table
from kg.terms import Iri, Literal, Term, Triple, decimal, text

KINDS: Final = ("suggestions", "conflicts", "flags")
_FOUND: Final = {
    "suggestions": """
SELECT DISTINCT ?claim ?trial ?rule ?confidence WHERE {
  { ?trial tk:hasUntiedResult ?claim }
  UNION { ?claim tk:claimStatus tk:suggested . ?trial ?has ?claim . ?trial a tk:Trial }
  UNION { ?trial tk:hasTie ?claim . ?claim tk:claimStatus tk:reviewed }
  OPTIONAL { ?claim tk:ruleId ?rule }
  OPTIONAL { ?claim tk:confidence ?confidence }
}""",
    "conflicts": """
SELECT DISTINCT ?claim ?trial ?rule ?confidence WHERE {
  ?trial tk:hasDisagreement ?claim .
  OPTIONAL { ?claim tk:ruleId ?rule }
  OPTIONAL { ?claim tk:confidence ?confidence }
}""",
    "flags": """
SELECT DISTINCT ?claim ?trial ?rule ?confidence ?flag WHERE {
  ?claim tk:flag ?flag .
  OPTIONAL { ?trial ?has ?claim . ?trial a tk:Trial }
  OPTIONAL { ?claim tk:ruleId ?rule }
  OPTIONAL { ?claim tk:confidence ?confidence }
}""",
}
_TRIALS: Final = "SELECT DISTINCT ?report ?trial WHERE { ?report tk:reportsTrial ?trial }"
_NAMES: Final = "SELECT DISTINCT ?trial ?label WHERE { ?trial a tk:Trial ; rdfs:label ?label }"
_DECIDED: Final = """
SELECT DISTINCT ?claim ?decision ?by ?note WHERE {
  ?node tk:decides ?claim ; tk:decision ?decision .
  OPTIONAL { ?node dcterms:creator ?by }
  OPTIONAL { ?node rdfs:comment ?note }
}"""
_TOLD: Final = """
CONSTRUCT { ?s ?p ?o } WHERE {
  { ?claim ?p ?o BIND(?claim AS ?s) }
  UNION { ?claim tk:supportedBy ?s . ?s tk:exact|tk:start ?any . ?s ?p ?o }
  UNION { ?claim tk:ofGroup|tk:experimentalGroup|tk:referenceGroup|tk:atTime ?s .
          ?s rdfs:label ?o BIND(rdfs:label AS ?p) }
  UNION { ?claim tk:derivedFrom+ ?s . ?s tk:supportedBy|tk:derivedFrom ?any . ?s ?p ?o
          FILTER(?p IN (tk:supportedBy, tk:derivedFrom)) }
  UNION { ?claim tk:derivedFrom+/tk:supportedBy ?s . ?s tk:exact|tk:start ?any . ?s ?p ?o }
}"""
_AT_ONCE: Final = 200


class Item(NamedTuple):
    """One thing to look at; what is decided already has a ``decision`` and who took it.

    ``kind`` is what it is: an untied result, say, or a disagreement.
    """

    kind: str
    claim: Iri
    trial: Iri | None
    label: str
    says: str
    rule: str
    confidence: str
    words: str
    decision: str = ""
    by: str = ""
    note: str = ""


def waiting(
    store: Queryable, *, trial: str | None = None, kind: str | None = None, decided: bool = False
) -> list[Item]:
    """Everything that waits, of one trial or of one kind where that is said, by trial and claim.

    What somebody decided about is there only if *decided*.

    *Errors*: ``UsageError`` for a kind that there is not.
    """
    if kind is not None and kind not in KINDS:
        raise UsageError("nothing of this kind waits", got=kind, expected=", ".join(KINDS))
    about = list(_about(store, KINDS if kind is None else (kind,), trial))
    known = _decided(store)
    if not decided:
        about = [each for each in about if each.claim not in known]
    web = Web(_told(store, sorted({each.claim for each in about})))
    named = {str(row[0]): _lexical(row[1]) for row in store.table(_NAMES).terms}
    items = (_item(each, web, named, known.get(each.claim, ("", "", ""))) for each in about)
    return sorted(items, key=lambda item: (item.label, item.trial or "", item.claim))


class _About(NamedTuple):
    claim: Iri
    trial: Iri | None
    rule: str
    confidence: str
    flags: tuple[str, ...] = ()


def _about(store: Queryable, kinds: Iterable[str], trial: str | None) -> Iterator[_About]:
    """The claims, each once; a flagged part belongs to the trial that its report tells of."""
    reported = dict[str, set[Iri]]()
    for report, one in store.table(_TRIALS).terms:
        reported.setdefault(str(report), set()).add(Iri(str(one)))
    found: dict[Iri, _About] = {}
    for kind in kinds:
        for row in store.table(_FOUND[kind]).terms:
            claim, of = Iri(str(row[0])), row[1]
            others = reported.get(f"{REPORT}{reviewed_report(claim)}", set())
            trials = {Iri(str(of))} if of is not None else others
            if claim.startswith(REPORT) and (trial is None or trial in trials):
                chosen = Iri(trial) if trial is not None else min(trials, default=None)
                about = _About(claim, chosen, _lexical(row[2]), _lexical(row[3]))
                flags = dict.fromkeys((*found.get(claim, about).flags, *map(_lexical, row[4:])))
                found[claim] = found.get(claim, about)._replace(flags=tuple(flags))
    yield from found.values()


def _decided(store: Queryable) -> dict[str, tuple[str, str, str]]:
    """What was decided about which claim, by whom and why; of several decisions all are told."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for claim, decision, by, note in store.table(_DECIDED).terms:
        told = spoken(str(decision)), _lexical(by), _lexical(note)
        found.setdefault(str(claim), []).append(told)
    return {
        claim: ("; ".join(d for d, _, _ in some), "; ".join(b for _, b, _ in some),
                "; ".join(filter(None, (n for _, _, n in some))))
        for claim, some in found.items()
    }  # fmt: skip


def _told(store: Queryable, claims: Iterable[Iri]) -> Iterator[Triple]:
    """What is said of these claims, of what they are parts of, and of where they stand."""
    nodes = list(dict.fromkeys(owner for claim in claims for owner in owners(claim)))
    for first in range(0, len(nodes), _AT_ONCE):
        found = store.triples(_TOLD, {"claim": nodes[first : first + _AT_ONCE]})
        yield from ((Iri(s), p, o) for s, p, o in found.statements())


def _item(about: _About, web: Web, named: dict[str, str], known: tuple[str, str, str]) -> Item:
    kinds = [each for each in web.things(about.claim, RDF.type) if each != TK.Result]
    flagged = f"flagged {', '.join(map(spoken, about.flags))}" if about.flags else ""
    kind = spoken(min(kinds, key=lambda each: (each == TK.GroupResult, each), default="claim"))
    return Item(
        ", ".join(filter(None, (kind, flagged))),
        about.claim,
        about.trial,
        named.get(about.trial or "", ""),
        states(web, about.claim),
        about.rule,
        about.confidence,
        words(web, about.claim),
        *known,
    )


def _lexical(term: Term | None) -> str:
    return term.lexical if isinstance(term, Literal) else str(term or "")


def as_table(items: Iterable[Item], *, decided: bool = False) -> Table:
    """The items as a table; with what was decided where that is asked for."""
    columns = ("kind", "claim", "trial", "label", "says", "rule", "confidence", "words")
    own = ("decision", "by", "note") if decided else ()
    rows = tuple(tuple(_cells(item))[: len(columns) + len(own)] for item in items)
    return Table((*columns, *own), rows, "To review")


def _cells(item: Item) -> Iterator[Term | None]:
    for name, value in zip(Item._fields, item, strict=True):
        if not value:
            yield None
        elif name in {"claim", "trial"}:
            yield Iri(value)
        else:
            yield decimal(Decimal(value)) if name == "confidence" else text(value)

"""A few triples as things one can ask: labels, values in words, quantities as people write them.

In: N-Triples lines about a trial or a claim. Out: short texts. What ``kg show`` and ``kg why``
share; nothing is looked up elsewhere but what the ontology calls its codes.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Final, Self

from kg.export.blocks import natural, predicate_key
from kg.export.names import Names
from kg.namespaces import DCTERMS, RDF, RDFS, SKOS, TK
from kg.resources import folder
from kg.store import parse, statement
from kg.terms import Iri, Literal, Term

# Words for how often, which have their unit in them: "once-weekly", "q2w".
_RHYTHM: Final = re.compile(r"ly\b|\b(?:day|week|fortnight|month|year)s?\b|\bq\d", re.IGNORECASE)
_UNITS: Final = {
    "{cells}/uL": "cells/µL",
    "{copies}/mL": "copies/mL",
    "{Log_copies}/mL": "log₁₀ copies/mL",
    "M[IU]": "MIU",
    "1": "",
    "mo": "months",
    "wk": "weeks",
    "a": "years",
    "d": "days",
    "h": "hours",
}
_DISPERSIONS: Final = {
    TK.standardError: "± {} SE",
    TK.standardDeviation: "± {} SD",
    TK.interquartileRange: "IQR {}",
    TK.range: "range {}",
}


def unit_words(code: str) -> str:
    """A UCUM code as people write the unit; nothing for a plain number.

    >>> unit_words("{cells}/uL"), unit_words("mg"), unit_words("1")
    ('cells/µL', 'mg', '')
    """
    return _UNITS.get(code, code)


class Linked(str):
    """A text of which each piece leads to a thing: a number to its claim, a name to its concept."""

    __slots__ = ("pieces",)
    pieces: tuple[tuple[str, Iri], ...]

    def __new__(cls, pieces: Sequence[tuple[str, Iri]], between: str = ", ") -> Self:
        """The pieces' texts with this *between* them.

        >>> Linked([("60", Iri("x:a")), ("61", Iri("x:b"))], "; ")
        '60; 61'
        """
        made = super().__new__(cls, between.join(text for text, _ in pieces))
        made.pieces = tuple(pieces)
        return made


class View:
    """The triples by subject and predicate; an unknown thing has no values, not an error."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._facts: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        for line in sorted(set(lines)):
            subject, predicate, value = statement(line)
            self._facts[subject][predicate].append(value)

    def __contains__(self, node: str) -> bool:
        return node in self._facts

    def subjects(self) -> list[Iri]:
        """The things of which something is said, in natural order."""
        return sorted(map(Iri, self._facts), key=natural)

    def things(self, node: str | None, *predicates: str) -> list[Iri]:
        """The nodes that a node points to, in natural order, each once."""
        found = {o for p in predicates for o in self._values(node, p) if isinstance(o, str)}
        return sorted((Iri(each) for each in found), key=natural)

    def thing(self, node: str | None, predicate: str) -> Iri | None:
        """The first node that a node points to."""
        return next(iter(self.things(node, predicate)), None)

    def texts(self, node: str | None, *predicates: str) -> list[str]:
        """The lexical forms of a node's literals, in natural order."""
        found = {
            o.lexical for p in predicates for o in self._values(node, p) if isinstance(o, Literal)
        }
        return sorted(found, key=natural)

    def text(self, node: str | None, *predicates: str) -> str:
        """The first literal of the first predicate that has one, or nothing."""
        return next((found[0] for p in predicates if (found := self.texts(node, p))), "")

    def is_a(self, node: str, name: str) -> bool:
        """Whether a node is of this class of ours."""
        return TK[name] in self._values(node, RDF.type)

    def predicates(self, node: str) -> list[str]:
        """What is said of a node, in the order of an exported block."""
        return sorted(self._facts.get(node, ()), key=predicate_key)

    def holder(self, node: str, predicate: str) -> Iri | None:
        """The first thing that points to a node."""
        return next(iter(self.holders(node, predicate)), None)

    def holders(self, node: str, predicate: str) -> list[Iri]:
        """The things that point to a node, in natural order."""
        fits = (Iri(each) for each, said in self._facts.items() if node in said.get(predicate, ()))
        return sorted(fits, key=natural)

    def _values(self, node: str | None, predicate: str) -> list[Term]:
        return self._facts[node][predicate] if node in self._facts else []

    # --- In words --------------------------------------------------------------------------------

    def label(self, node: str | None) -> str:
        """What a thing is called: its short label, its label, else its name."""
        if node is None:
            return ""
        return self.text(node, SKOS.prefLabel, RDFS.label) or called(node)

    def labels(self, nodes: Iterable[str]) -> str:
        """Several labels in a row."""
        return ", ".join(dict.fromkeys(self.label(node) for node in nodes))

    def linked(self, nodes: Iterable[Iri]) -> Linked:
        """Several labels in a row, each leading to what bears it."""
        named: dict[str, Iri] = {}
        for node in nodes:
            named.setdefault(self.label(node), node)
        return Linked(tuple(named.items()))

    def coded(self, node: str | None, *predicates: str) -> str:
        """Coded values in words."""
        return ", ".join(called(value) for value in self.things(node, *predicates))

    def quantity(self, node: str | None) -> str:
        """A quantity as people write it: ``> 200 cells/µL``, ``50–299 cells/mm³``."""
        if node is None:
            return ""
        # How the report wrote a bound leaves out which side it is on.
        single = self.text(node, TK.value) and self.text(node, TK.reportedValue, TK.value)
        if _RHYTHM.search(single):
            single = self.text(node, TK.value)
        return f"{single or self._bounds(node)} {self.unit(node)}".strip()

    def unit(self, node: str | None) -> str:
        """The unit as the report wrote it, else its code in words."""
        return self.text(node, TK.unitText) or self._unit_code(node)

    def _unit_code(self, node: str | None) -> str:
        code = self.text(node, TK.unit)
        return unit_words(code)

    def _bounds(self, node: str) -> str:
        low, high = self.text(node, TK.minValue), self.text(node, TK.maxValue)
        if low and high:
            return f"{low}–{high}"
        if low:
            return f"{'≥' if self.text(node, TK.minInclusive) == 'true' else '>'} {low}"
        return (
            f"{'≤' if self.text(node, TK.maxInclusive) == 'true' else '<'} {high}" if high else ""
        )

    def number(self, result: str) -> str:
        """The number of a result as it was reported, with its dispersion or interval."""
        percent = "%" if self.text(result, TK.unit) == "%" else ""
        value = self.text(result, TK.reportedValue, TK.value)
        count = self._count(result)
        if value and value == self.text(result, TK.count):
            value, count = (count, "") if "/" in count else (value, "")
        parts = [f"{value}{percent}" if value else "", self._spread(result), count and f"({count})"]
        return " ".join(part for part in parts if part)

    def _spread(self, result: str) -> str:
        kind = _DISPERSIONS.get(self.thing(result, TK.dispersionType) or "", "({})")
        if single := self.text(result, TK.dispersion):
            return kind.format(single)
        low, high = self.text(result, TK.dispersionLower), self.text(result, TK.dispersionUpper)
        if low and high:
            return kind.format(f"{low}–{high}")
        low, high = self.text(result, TK.ciLower), self.text(result, TK.ciUpper)
        level = self.text(result, TK.ciLevel)
        return f"({level + '% ' if level else ''}CI {low} to {high})" if low and high else ""

    def _count(self, result: str) -> str:
        count, people = self.text(result, TK.count), self.text(result, TK.denominator)
        return f"{count}/{people}" if count and people else f"n {count}" if count else ""

    def p_value(self, result: str) -> str:
        """The P value with its relation, which a registry writes into the value itself."""
        written = self.text(result, TK.reportedPValue, TK.pValue)
        value = written.lstrip("<>=≤≥ ")
        own = written.removesuffix(value).strip()
        return f"P {own or self.text(result, TK.pRelation) or '='} {value}" if value else ""

    def statistic(self, result: str) -> str:
        """What kind of number a result is, in the report's own words where no code fits."""
        if self.thing(result, TK.statistic) == TK.otherStatistic:
            return self.text(result, RDFS.label) or "number"
        return self.coded(result, TK.statistic)

    def time(self, result: str) -> str:
        """When: the time's own label."""
        return self.labels(self.things(result, TK.atTime))


def citation(view: View, report: str) -> str:
    """A report in one line: title, journal, date, volume, identifiers."""
    pages = "–".join(filter(None, (view.text(report, p) for p in (TK.pageStart, TK.pageEnd))))
    volume = view.text(report, TK.volume)
    issue = view.text(report, TK.issue)
    pmid, doi = view.text(report, TK.pmid), view.text(report, TK.doi)
    parts = (
        view.text(report, DCTERMS.title) or view.label(report),
        view.text(report, TK.journal),
        view.text(report, DCTERMS.issued),
        (volume + (f"({issue})" if issue else "") + (f":{pages}" if pages else "")),
        f"PMID {pmid}" if pmid else "",
        f"doi {doi}" if doi else "",
    )
    return ". ".join(part.rstrip(".") for part in parts if part)


@cache
def _codes() -> dict[str, str]:
    """What the ontology's vocabularies call each code."""
    files = sorted((folder("ontology") / "vocab").glob("*.ttl"))
    said = (statement(line) for file in files for line in parse(file.read_bytes(), "ttl"))
    return {
        code: label.lexical
        for code, predicate, label in said
        if predicate == SKOS.prefLabel and isinstance(label, Literal)
    }


def called(iri: str) -> str:
    """A code as a person would say it; of what is no code of ours, its name in words.

    >>> called(TK.phase2Phase3), called(TK.completedStatus), called(TK.GroupResult)
    ('phase 2/3', 'completed', 'group result')
    """
    return _codes().get(iri) or spoken(iri)


def spoken(iri: str) -> str:
    """The last part of an IRI as words.

    >>> spoken(TK.notSignificant), spoken("https://w3id.org/trialkg/id/concept/cd4-count")
    ('not significant', 'cd4 count')
    """
    local = re.split(r"[/#]", iri)[-1]
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", local).replace("-", " ").lower()


def short(iri: str) -> str:
    """The name under which the command line knows a thing, as in the exported Turtle.

    >>> short("https://w3id.org/trialkg/id/report/pmid-19461505/arm-1")
    'pmid-19461505:arm-1'
    """
    return Names().short(iri) or iri

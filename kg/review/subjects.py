"""A claim as a person decides about it: the words that state it, and what it says in one line.

In: statements. Out: two short texts that are the same in a build and over its store, whatever
engine holds the numbers: by them a decision knows its claim again.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Final

from kg.namespaces import RDFS, REPORT, TK, XSD
from kg.terms import Iri, Literal, Term, Triple

BETWEEN: Final = " … "
"""What stands between the words of two passages."""
_SAYS: Final = (
    (RDFS.label,),
    (TK.tieValue,),
    (TK.disagreesOn,),
    (TK.firstWords,),
    (TK.secondWords,),
    (TK.reportedValue, TK.value),
    (TK.minValue,),
    (TK.maxValue,),
    (TK.unitText, TK.unit),
    (TK.dispersionType,),
    (TK.reportedDispersion, TK.dispersion),
    (TK.dispersionLower,),
    (TK.dispersionUpper,),
    (TK.reportedLower, TK.ciLower),
    (TK.reportedUpper, TK.ciUpper),
    (TK.count,),
    (TK.denominator,),
    (TK.eventCount,),
    (TK.pRelation,),
    (TK.reportedPValue, TK.pValue),
    (TK.statistic,),
    (TK.measurand,),
    (TK.event,),
    (TK.about,),
    (TK.ofGroup,),
    (TK.experimentalGroup,),
    (TK.referenceGroup,),
    (TK.atTime,),
    (TK.direction,),
    (TK.favours,),
    (TK.significance,),
    (TK.polarity,),
    (TK.size,),
    (TK.substance,),
)
"""What tells a claim, in the order in which it is told; of a group the first that is there."""


class Web:
    """Who says what of whom: statements by what they are about, and by what they point at."""

    def __init__(self, triples: Iterable[Triple]) -> None:
        self._said: dict[str, dict[str, list[Term]]] = defaultdict(lambda: defaultdict(list))
        self._pointing: dict[str, list[tuple[str, Iri]]] = defaultdict(list)
        for subject, predicate, value in triples:
            if value not in self._said[subject][predicate]:
                self._said[subject][predicate].append(value)
                if isinstance(value, str):
                    self._pointing[value].append((predicate, subject))

    def __contains__(self, node: str) -> bool:
        return node in self._said

    def values(self, node: str, predicate: str) -> list[Term]:
        """All that is said of a node so."""
        return self._said[node][predicate] if node in self._said else []

    def things(self, node: str, predicate: str) -> list[Iri]:
        """The things that a node points at."""
        return [Iri(each) for each in self.values(node, predicate) if isinstance(each, str)]

    def text(self, node: str, predicate: str) -> str:
        """The first text that is said of a node so, or nothing."""
        return next((v.lexical for v in self.values(node, predicate) if isinstance(v, Literal)), "")

    def facts(self, node: str) -> Iterator[tuple[str, Term]]:
        """Everything that is said of a node."""
        for predicate, values in list(self._said.get(node, {}).items()):
            yield from ((predicate, value) for value in values)

    def pointing(self, node: str) -> list[tuple[str, Iri]]:
        """Who points at a node, and how."""
        return self._pointing.get(node, [])


def owners(node: str) -> Iterator[Iri]:
    """A node, then each node that it is a part of.

    >>> list(owners("x:r/arm-1.dose"))
    ['x:r/arm-1.dose', 'x:r/arm-1']
    """
    base, slash, local = node.rpartition("/")
    pieces = local.split(".")
    for length in range(len(pieces), 0, -1):
        yield Iri(base + slash + ".".join(pieces[:length]))


def claim_of(web: Web, node: str) -> Iri:
    """The claim that a node is, or is a part of."""
    return next((each for each in owners(node) if web.values(each, TK.derivation)), Iri(node))


def words(web: Web, node: str) -> str:
    """The words that state a claim; of what is derived of others, the words of these."""
    for owner in owners(node):
        if found := list(_exact(web, owner)):
            return BETWEEN.join(dict.fromkeys(found))
    found = [each for claim in _grounds(web, node) for each in _exact(web, claim)]
    return BETWEEN.join(dict.fromkeys(found))


def _grounds(web: Web, node: str) -> list[Iri]:
    """All that a node was derived from, the nearest first; of a disagreement the first claim."""
    found: dict[Iri, None] = {}
    waiting = [Iri(node)]
    while waiting:
        each = waiting.pop(0)
        sides = (*web.things(each, TK.firstClaim), *web.things(each, TK.secondClaim))
        new = [g for g in (*sides, *sorted(web.things(each, TK.derivedFrom))) if g not in found]
        found |= dict.fromkeys(new)
        waiting += new
    return list(found)


def _exact(web: Web, claim: str) -> Iterator[str]:
    places = web.things(claim, TK.supportedBy)
    spans = ((int(web.text(place, TK.start) or 0), web.text(place, TK.exact)) for place in places)
    return (plain(exact) for _, exact in sorted(spans) if exact)


def states(web: Web, node: str) -> str:
    """What a claim says, in one line.

    >>> from kg.terms import decimal, text
    >>> said = [(Iri("x:a"), TK.value, decimal(Decimal("0.50"))), (Iri("x:a"), TK.unit, text("g"))]
    >>> states(Web(said), "x:a")
    'value 0.5; unit g'
    """
    told = (_said(web, node, predicates) for predicates in _SAYS)
    return "; ".join(filter(None, told))


def _said(web: Web, node: str, predicates: tuple[str, ...]) -> str:
    for predicate in predicates:
        if found := sorted(_spoken(web, value) for value in web.values(node, predicate)):
            return f"{spoken(predicate)} {', '.join(found)}"
    return ""


def _spoken(web: Web, value: Term) -> str:
    if isinstance(value, Literal):
        return _plain(value)
    # What a report calls its groups and times is its word; a concept has names of its own.
    label = web.text(value, RDFS.label) if value.startswith(REPORT) else ""
    return label or spoken(value)


def _plain(value: Literal) -> str:
    """A literal as any engine would give it: without the zeros that some drop."""
    if value.datatype != XSD.decimal:
        return " ".join(plain(value.lexical).split())
    try:
        return format(Decimal(value.lexical).normalize(), "f")
    except InvalidOperation:
        return value.lexical


def spoken(iri: str) -> str:
    """The last part of an IRI as words.

    >>> spoken(TK.reportedPValue), spoken("https://w3id.org/trialkg/id/concept/cd4-count")
    ('reported p value', 'cd4 count')
    """
    local = re.split(r"[/#]", iri)[-1]
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", local)
    return apart.replace("-", " ").lower()


def plain(words: str) -> str:
    r"""Words without the signs that nobody sees and that a file of YAML may not hold.

    >>> plain("a\u200bb\x7f c")
    'a b  c'
    """
    return "".join(sign if sign.isprintable() else " " for sign in words)


def same(one: str, other: str) -> bool:
    """Whether two texts are one but for the white space between words."""
    return plain(one).split() == plain(other).split()

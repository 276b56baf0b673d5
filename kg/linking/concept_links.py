"""Concepts → the terms of vocabularies that they are, or stand near to, each with its ground.

In: a concept's name and kinds, what sets of mappings give and deny, a grounder for each vocabulary.
Out: links. What persons say comes first, then what the package says, then what the name is; a name
that a set gives a term elsewhere leads on by one exact step, which the link tells. A concept is
exactly one term of a vocabulary, or none.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import msgspec

from kg import __version__
from kg.linking.grounding import Candidate, Grounder
from kg.linking.mapping_sets import EXACT, MANUAL, Match, vocabulary
from kg.namespaces import CONCEPT, SKOS

_SEMAPV: Final = "https://w3id.org/semapv/vocab/"
LEXICAL: Final = f"{_SEMAPV}LexicalMatching"
CHAINED: Final = f"{_SEMAPV}MappingChaining"
_KINDS: Final = {
    "Substance": "Substance",
    "Condition": "Condition",
    "AdverseEvent": "Condition",
    "ClinicalEvent": "Condition",
}
# What is measured is not the substance or the organ in which it is measured.
_NOT_MEASURED: Final = frozenset({"Anatomy", "Organism", "Substance"})
_TREATING: Final = frozenset(
    "care management medication medications prevention treatment therapy".split()
)
_LISTED: Final = frozenset({"Condition", "Substance"})
_SURE: Final = 0.95
_STEP: Final = 0.98


class Link(NamedTuple):
    """A mapping of a concept, and the term that its name is where that is another."""

    match: Match
    other: str = ""


class Given:
    """What sets of mappings say of concepts and of terms; what persons took in goes first."""

    def __init__(
        self, ours: Iterable[Match], theirs: Iterable[tuple[str, Sequence[Match]]] = ()
    ) -> None:
        self._ours: dict[str, list[Match]] = defaultdict(list)
        self._theirs: dict[str, list[Match]] = defaultdict(list)
        self._denied: set[tuple[str, str]] = set()
        self._exact: dict[str, dict[str, Match]] = defaultdict(dict)
        for match in ours:
            self._take(match, self._ours)
        for name, matches in theirs:
            for match in matches:
                self._take(_sourced(match, name), self._theirs)

    def _take(self, match: Match, concepts: dict[str, list[Match]]) -> None:
        turned = _turned(match)
        if match.negated:
            self._denied |= {(match.subject, match.object), (match.object, match.subject)}
        elif match.subject.startswith(CONCEPT):
            concepts[match.subject].append(match)
        elif turned.subject.startswith(CONCEPT):
            concepts[turned.subject].append(turned)
        elif match.predicate == EXACT:
            self._exact[match.subject][match.object] = match
            self._exact[turned.subject][turned.object] = turned

    def denies(self, one: str, other: str) -> bool:
        """Whether it is said that the two do not match."""
        return (one, other) in self._denied

    def of(self, concept: str) -> list[Match]:
        """What is given of a concept and not denied; at most one exact match in a vocabulary."""
        first = self._theirs.get(concept, [])
        told = {match.object for match in first}
        exact = {vocabulary(match.object) for match in first if match.predicate == EXACT}
        then = [
            match
            for match in self._ours.get(concept, ())
            if match.object not in told
            and not (match.predicate == EXACT and vocabulary(match.object) in exact)
        ]
        kept = [match for match in (*first, *then) if not self.denies(concept, match.object)]
        return list(_one_exact(kept))

    def one_step(self, term: str) -> Iterator[Match]:
        """The terms elsewhere that are said to be this very term, where it is one, and one only."""
        by: dict[str, list[Match]] = defaultdict(list)
        for other, match in sorted(self._exact.get(term, {}).items()):
            if not self.denies(term, other):
                by[vocabulary(other)].append(match)
        for some in by.values():
            back = [t for t in self._exact[some[0].object] if vocabulary(t) == vocabulary(term)]
            if len(some) == len(back) == 1:
                yield some[0]


def _sourced(match: Match, name: str) -> Match:
    return msgspec.structs.replace(match, source=match.source or name)


_TURNED: Final = {SKOS.broadMatch: SKOS.narrowMatch, SKOS.narrowMatch: SKOS.broadMatch}


def _turned(match: Match) -> Match:
    """The mapping from the other side."""
    return msgspec.structs.replace(
        match,
        subject=match.object,
        predicate=_TURNED.get(match.predicate, match.predicate),
        object=match.subject,
        subject_label=match.object_label,
        object_label=match.subject_label,
    )


def _one_exact(given: Sequence[Match]) -> Iterator[Match]:
    """The mappings with one exact match in a vocabulary: a person's; of several none is exact."""
    exact: dict[str, list[Match]] = defaultdict(list)
    for match in given:
        if match.predicate == EXACT:
            exact[vocabulary(match.object)].append(match)
    for match in given:
        rivals = exact[vocabulary(match.object)] if match.predicate == EXACT else [match]
        curated = [each for each in rivals if each.justification == MANUAL]
        if len({each.object for each in rivals}) > 1 and [match] != curated:
            yield msgspec.structs.replace(
                match, predicate=SKOS.closeMatch, comment="one of several that were given as exact"
            )
        else:
            yield match


# --- Links ---------------------------------------------------------------------------------------


class Linker:
    """What links concepts; it holds a grounder for each vocabulary, and nothing of the concepts."""

    def __init__(
        self,
        asked: Sequence[Grounder],
        given: Given,
        *,
        strict: Sequence[Grounder] = (),
        parts: bool = True,
    ) -> None:
        """Keep what to ask; *strict* knows the vocabularies' own names alone, for the audit.

        Without *parts* only the whole of a name is looked up.
        """
        self._asked = tuple(asked)
        self._strict = tuple(strict)
        self._given = given
        self._parts = parts

    def links(self, concept: str, name: str, kinds: Collection[str]) -> list[Link]:
        """The links of a concept, in order; none where nothing is sure."""
        given = self._given.of(concept)
        found = [Link(match, self._otherwise(match, name, kinds)) for match in given]
        spoken = {vocabulary(match.object) for match in given}
        for asked in self._asked:
            some = [
                each
                for each in self._by_name(asked, name, kinds)
                if vocabulary(each.iri) not in spoken and not self._given.denies(concept, each.iri)
            ]
            found += [Link(_made(concept, name, each)) for each in some]
            spoken |= {vocabulary(each.iri) for each in some}  # another edition has no say
        return sorted(_distinct([*found, *self._onward(concept, found)]), key=_order)

    def knows(self, term: str) -> bool:
        """Whether a vocabulary that is asked has this term."""
        return any(asked.knows(term) for asked in self._asked)

    def _by_name(self, asked: Grounder, name: str, kinds: Collection[str]) -> Iterator[Candidate]:
        """The terms of a vocabulary that a name names: parts of it too where it may list things."""
        fits = sorted({_KINDS[kind] for kind in kinds if kind in _KINDS})
        measured = not fits and any(kind != "Concept" for kind in kinds)
        if self._parts and not measured and (not fits or _LISTED.intersection(kinds)):
            for each in (found for found in asked.links(name, fits) if not found.foreign):
                cured = not fits and _treats(name) and asked.kinds_of(each.iri) == {"Condition"}
                yield each._replace(predicate="relatedMatch") if cured else each
            return
        whole = asked.link(name, fits)
        if whole is None:
            return
        other = measured and asked.kinds_of(whole.iri) & _NOT_MEASURED
        yield whole._replace(predicate="relatedMatch") if other else whole

    def _onward(self, concept: str, found: Sequence[Link]) -> Iterator[Link]:
        """The terms that are, by one exact step of a set, an exact match that was found by name."""
        spoken = {vocabulary(link.match.object) for link in found}
        for link in found:
            if link.match.predicate != EXACT or link.match.tool != "kg":
                continue
            for step in self._given.one_step(link.match.object):
                into = vocabulary(step.object)
                if into not in spoken and not self._given.denies(concept, step.object):
                    spoken.add(into)
                    yield Link(_stepped(link.match, step))

    def _otherwise(self, given: Match, name: str, kinds: Collection[str]) -> str:
        """The term that a concept's very name is, where an exact match that is given is another."""
        if given.predicate != EXACT:
            return ""
        fits = sorted({_KINDS[kind] for kind in kinds if kind in _KINDS})
        for strict in self._strict:
            found = strict.link(name, fits)
            sure = found and found.predicate == "exactMatch" and found.score >= _SURE
            if found and sure and vocabulary(found.iri) == vocabulary(given.object):
                return found.iri if found.iri != given.object else ""
        return ""


def _made(concept: str, name: str, found: Candidate) -> Match:
    return Match(
        subject=concept,
        predicate=SKOS[found.predicate],
        object=found.iri,
        justification=CHAINED if found.lent else LEXICAL,
        subject_label=name,
        object_label=found.label,
        confidence=f"{min(found.score, 1.0):.2f}",
        tool="kg",
        tool_version=__version__,
        comment="; ".join(found.why),
        matched=found.name,
        words=found.words,
    )


def _treats(name: str) -> bool:
    """Whether a name is of what is done about what it names.

    >>> _treats("standard heart failure therapy"), _treats("heart failure")
    (True, False)
    """
    return not _TREATING.isdisjoint(name.casefold().split())


def _stepped(found: Match, step: Match) -> Match:
    return msgspec.structs.replace(
        found,
        object=step.object,
        object_label=step.object_label,
        justification=CHAINED,
        confidence=f"{float(found.confidence) * _STEP:.2f}",
        source=step.source,
        comment=f"{found.comment}; by two exact steps, the second from {found.object}",
    )


def _distinct(links: Iterable[Link]) -> Iterator[Link]:
    """One link to each term: the first."""
    seen: set[str] = set()
    for link in links:
        if link.match.object not in seen:
            seen.add(link.match.object)
            yield link


def _order(link: Link) -> tuple[str, str]:
    return vocabulary(link.match.object), link.match.object

"""Differing statements → changes that a person can judge: of reports, trials, claims and concepts.

In: pairs of what two sides say of a subject. Out: one change for each thing, with the properties
that differ and both values. What belongs to a claim (a quantity, a regimen) is told of the claim; a
claim of which only the place in its text differs has moved. Which version of kg read a text is no
difference.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, Literal, NamedTuple

from kg.differing.lookup import Ask, Said, looked_up, said_in
from kg.differing.walk import KINDS, Kind, Pair
from kg.export.blocks import kind_of, natural, predicate_key
from kg.namespaces import CONCEPT, EXTRACTION, PROV, RDF, RDFS, REPORT, TK, TRIAL
from kg.terms import Iri, Term
from kg.view import short

How = Literal["added", "removed", "changed", "reworded", "moved"]
"""A thing is reworded where it says the same of other words, moved where these stand elsewhere."""

_SUPPORT: Final = TK.supportedBy
_UNTOLD: Final = {PROV.wasGeneratedBy, TK.hasPassage}
_SPAN: Final = re.compile(r"/passage-\d+-\d+\Z")
_PASSAGE: Final = re.compile(r"/passage-[^/]*\Z")
_LONGEST: Final = 1_000  # a text that is longer is named by its length


class Property(NamedTuple):
    """A property of a thing, with those of its values on either side that the other has not."""

    name: str
    old: tuple[str, ...]
    new: tuple[str, ...]


class Change(NamedTuple):
    """What became of one thing; ``about`` is what it is, in its own words where it has any."""

    kind: Kind
    how: How
    iri: Iri
    about: str = ""
    properties: tuple[Property, ...] = ()


def changes(pairs: Iterable[Pair], old: Ask, new: Ask) -> list[Change]:
    """The changes that differing statements come to, by kind and name."""
    web = _Web({pair.subject: pair for pair in pairs}, old, new)
    found = (web.change(thing) for thing in web.things)
    told = (change for change in found if change is not None)
    return sorted(told, key=lambda each: (KINDS.index(each.kind), natural(each.iri)))


class _Web:
    """Differing statements by subject, and which of the subjects are parts of others."""

    def __init__(self, pairs: Mapping[str, Pair], old: Ask, new: Ask) -> None:
        self._pairs = pairs
        beside = set(_around(pairs)) - pairs.keys()
        self._old = looked_up(beside, old) | {p.subject: said_in(p.old) for p in pairs.values()}
        self._new = looked_up(beside, new) | {p.subject: said_in(p.new) for p in pairs.values()}
        self._parts: dict[str, list[Pair]] = defaultdict(list)
        self.things: dict[str, None] = {}
        for pair in pairs.values():
            owner = self._owner(pair)
            if owner is not None:
                self.things[owner] = None
                if owner != pair.subject:
                    self._parts[owner].append(pair)

    def _owner(self, pair: Pair) -> str | None:
        """The thing that a subject is told with: itself, or what it is a part of, or none."""
        subject = pair.subject
        if subject.startswith(EXTRACTION):
            return None
        if pair.kind != "other" or not subject.startswith((REPORT, TRIAL)):
            return subject
        *claims, home = _above(subject)
        if _PASSAGE.search(subject):
            # Told with the claims that rest on it, but for words that were mended where they stand.
            return home if _SPAN.search(subject) and pair.old and pair.new else None
        return next(filter(self._is_claim, claims), home)

    def _is_claim(self, name: str) -> bool:
        return any(side.get(name, {}).get(TK.derivation) for side in (self._old, self._new))

    def change(self, thing: str) -> Change | None:
        """What became of a thing, if anything that is told."""
        kind, about, pair = self._kind(thing), self._about(thing), self._pairs.get(thing)
        if pair is not None and not (pair.old and pair.new):
            return Change(kind, "removed" if pair.old else "added", Iri(thing), about)
        own = self._differing(pair) if pair is not None else ()
        parts = self._of_claim(thing) if kind == "claim" else self._of_report(thing)
        properties = (*own, *parts)
        if properties:
            reworded = {each.name for each in properties} == {short(_SUPPORT)}
            how: How = "reworded" if reworded else "changed"
            return Change(kind, how, Iri(thing), about, properties)
        moved = kind == "claim" and self._old[thing][_SUPPORT] != self._new[thing][_SUPPORT]
        return Change(kind, "moved", Iri(thing), about) if moved else None

    def _kind(self, thing: str) -> Kind:
        if self._is_claim(thing):
            return "claim"
        kinds: tuple[tuple[str, Kind], ...] = (
            (REPORT, "report"),
            (TRIAL, "trial"),
            (CONCEPT, "concept"),
        )
        return next((kind for base, kind in kinds if thing.startswith(base)), "other")

    def _about(self, thing: str) -> str:
        said = self._new.get(thing) or self._old.get(thing) or {}
        words = next((said[each] for each in (RDFS.label, TK.exact) if said.get(each)), set())
        kind = kind_of(map(str, said.get(RDF.type, ())))
        return ": ".join(filter(None, (kind, *sorted(map(_shown, words))[:1])))

    # --- Properties ------------------------------------------------------------------------------

    def _differing(self, pair: Pair, part: str = "") -> Iterator[Property]:
        """The properties of a subject of which the sides differ."""
        old, new = said_in(pair.old), said_in(pair.new)
        for predicate in sorted((old.keys() | new.keys()) - _UNTOLD, key=predicate_key):
            if predicate == _SUPPORT:
                was = self._words(old[predicate], self._old)
                now = self._words(new[predicate], self._new)
            else:
                was, now = self._told(pair, old[predicate]), self._told(pair, new[predicate])
            if was != now:
                name = f"{part} {short(predicate)}".strip()
                yield Property(name, _in_words(was - now), _in_words(now - was))

    def _words(self, passages: Iterable[Term], side: Mapping[str, Said]) -> Counter[Term]:
        """The words that a side has at these passages; a place in a record has none."""
        said = (side.get(str(passage), {}).get(TK.exact, set()) for passage in passages)
        return Counter(words for each in said for words in each)

    def _told(self, pair: Pair, values: Iterable[Term]) -> Counter[Term]:
        """Values without those that are told by themselves."""
        return Counter(value for value in values if not self._is_told(pair, value))

    def _is_told(self, pair: Pair, value: Term) -> bool:
        other = self._pairs.get(value) if isinstance(value, str) else None
        if other is None or (other.old and other.new):
            return False
        return pair.kind != "claim" or other.subject.startswith(f"{pair.subject}.")

    def _of_claim(self, claim: str) -> Iterator[Property]:
        """What differs in the parts of a claim."""
        for part in self._parts[claim]:
            yield from self._differing(part, part.subject[len(claim) + 1 :])

    def _of_report(self, thing: str) -> Iterator[Property]:
        """What differs in the nodes of a report or a trial that are no claims, by their classes."""
        old: dict[str, set[str]] = defaultdict(set)
        new: dict[str, set[str]] = defaultdict(set)
        for part in self._parts[thing]:
            for lines, told in ((part.old, old), (part.new, new)):
                if lines:
                    said = said_in(lines)
                    told[kind_of(map(str, said[RDF.type]))].add(_summary(said))
        for kind in sorted(old.keys() | new.keys()):
            was, now = old[kind] - new[kind], new[kind] - old[kind]
            if was or now:
                yield Property(kind, tuple(sorted(was)), tuple(sorted(now)))


def _around(pairs: Mapping[str, Pair]) -> Iterator[str]:
    """What changes may speak of: what subjects are parts of, and the passages of claims."""
    for pair in pairs.values():
        if pair.kind == "other" and pair.subject.startswith((REPORT, TRIAL)):
            yield from _above(pair.subject)
        for lines in (pair.old, pair.new):
            yield from (str(passage) for passage in said_in(lines)[_SUPPORT])


def _above(subject: str) -> Iterator[str]:
    """What a node may be a part of, the nearest first; last its report or trial.

    >>> list(_above("x:report/a/arm-1.regimen.phase-1"))
    ['x:report/a/arm-1.regimen', 'x:report/a/arm-1', 'x:report/a']
    """
    home, _, local = subject.rpartition("/")
    pieces = local.split(".")
    yield from (f"{home}/{'.'.join(pieces[:n])}" for n in range(len(pieces) - 1, 0, -1))
    yield home


def _summary(said: Said) -> str:
    """What is said of a node, in one line, its label first."""
    values = (
        value
        for predicate in sorted(said.keys() - {RDF.type}, key=predicate_key)
        for value in sorted(map(_shown, said[predicate]))
    )
    return "; ".join(values)


def _in_words(values: Counter[Term]) -> tuple[str, ...]:
    return tuple(sorted(map(_shown, values.elements())))


def _shown(value: Term) -> str:
    """A value as a person reads it; a whole text by its length."""
    if isinstance(value, str):
        return short(value)
    whole = "\n" in value.lexical or len(value.lexical) > _LONGEST
    return f"({len(value.lexical):,} characters)" if whole else value.lexical

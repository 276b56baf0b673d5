"""The lexicon: what the words of reports stand for, from ``concepts.yaml`` and ``measurands.yaml``.

In: a mention and the kinds that fit its place. Out: the concept that the mention names, or one
made of the mention's own words. The same mention always gives the same concept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from itertools import chain
from typing import Any, NamedTuple, cast, get_args

import msgspec

from kg import data, units
from kg.codes import ConceptKind
from kg.linking import wording
from kg.linking.brackets import names_within, outside
from kg.linking.kinds import is_substance, kind_of
from kg.records import Concept

_SECTIONS: dict[str, ConceptKind] = {
    "substances": "Substance",
    "conditions": "Condition",
    "adverse-events": "AdverseEvent",
    "attributes": "PersonAttribute",
    "strategies": "Concept",
}
_NARROWER: dict[ConceptKind, set[str]] = {
    "Concept": set(get_args(ConceptKind)),
    "Measurand": {"Measurand", "Biomarker", "ClinicalEvent"},
}
# Kinds that one and the same concept may have: a fever is an adverse event, and a condition.
_HAPPENINGS = frozenset({"Condition", "AdverseEvent", "ClinicalEvent", "Measurand", "Concept"})
_MEASURES = frozenset({"Measurand", "Biomarker", "PersonAttribute", "Concept"})
# Words before and after a name that say how it was measured or counted, not what it is. Specimens
# are among them: "plasma glucose" is glucose unless the lexicon knows plasma glucose better.
_LEADING = (
    r"(?:mean|median|average|baseline|base line|absolute|total|overall|final|initial|current|new"
    r"|confirmed|plasma|serum|blood|peripheral|peripheral blood|circulating|change|increase"
    r"|decrease|gain|reduction|level|value|concentration|measurement|rate|incidence|frequency"
    r"|occurrence|risk|number|proportion|percentage|serial|proportion of (?:patient|participant"
    r"|person|subject) with|first|any|asymptomatic|severe|mild|moderate|transient|intermittent"
    r"|infusion|injection|administration|addition|use|cycle|course|treatment|therapy"
    r"|subcutaneous|intravenous|oral|continuous|adjuvant)"
)
_LEADING_WORDS = re.compile(rf"^{_LEADING} (?:(?:of|in|from|for|to|with) )?(?:the |a |an )?")
_TRAILING_WORDS = re.compile(
    r" (?:level|concentration|value|measurement|rate|load level|result|status|response|change"
    r"|increase|decrease|gain|reduction|therapy|treatment|infusion|injection|administration"
    r"|at baseline|patient)$"
)
# The words that these open and close with: a look at them spares most wordings the patterns.
_FIRST = frozenset(re.findall(r"[a-z]+", _LEADING))
_LAST = frozenset(re.findall(r"[a-z]+", _TRAILING_WORDS.pattern))
# Words that narrow a condition, an event or a drug without making it another one. Others do:
# pulmonary hypertension is no hypertension, respiratory depression no depression.
_NARROWING = frozenset(
    "metastatic advanced early recurrent relapsed refractory resistant severe mild moderate acute"
    " chronic newly diagnosed untreated uncontrolled nonfatal fatal non major minor stable unstable"
    " locally symptomatic febrile hip vertebral ischemic hemorrhagic low high dose extended release"
    " subcutaneous intravenous oral inhaled topical recombinant pegylated daily weekly".split()
)
_LONGEST_NAME = 1_000


class Lexicon:
    """Known concepts by slug and by wording; see :func:`lexicon` for the one of the package.

    The concepts that it hands out carry no labels: those are for the wordings of reports.
    """

    def __init__(self, concepts: Iterable[Concept]) -> None:
        self._entries = {concept.slug: concept for concept in concepts}
        self._by_slug = {slug: _bare(concept) for slug, concept in self._entries.items()}
        self._by_key: dict[str, list[Concept]] = defaultdict(list)
        for slug, concept in self._by_slug.items():
            for name in dict.fromkeys(map(wording.key, (slug, *self.labels(slug)))):
                self._by_key[name].append(concept)
        self._by_word = _by_telling_word(self._by_key)
        self._kinds_told = lru_cache(maxsize=1 << 13)(self._kinds_told_by)
        self._found = lru_cache(maxsize=1 << 12)(self._find)

    def __iter__(self) -> Iterator[Concept]:
        return iter(self._by_slug.values())

    def labels(self, slug: str) -> tuple[str, ...]:
        """The short name of a known concept and its other wordings; none where it is unknown.

        >>> lexicon().labels("enfuvirtide")
        ('enfuvirtide', 'T-20', 'Fuzeon', 'T20')
        """
        entry = self._entries.get(slug)
        return tuple(filter(None, (entry.pref_label, *entry.labels))) if entry else ()

    def kind_of(self, text: str) -> ConceptKind:
        """The kind of the known concept that a mention names, else the likely one by its words.

        >>> lexicon().kind_of("the FEV1"), lexicon().kind_of("serum sodium level")
        ('Biomarker', 'Biomarker')
        """
        known = self.find(text)
        return known.kinds[0] if known else kind_of(text)

    def concept(self, slug: str) -> Concept | None:
        """The concept of a slug, else nothing."""
        return self._by_slug.get(slug)

    def find(self, text: str, kinds: Iterable[ConceptKind] | None = None) -> Concept | None:
        """The known concept that a mention names, where one of the *kinds* fits; else nothing.

        Words that only say how something was measured are passed over when the whole is unknown.
        Where two concepts fit equally well, nothing is found: a guess would be a wrong link.

        >>> lexicon().find("the mean CD4+ cell counts").slug, lexicon().find("rIL-2").slug
        ('cd4-count', 'aldesleukin')
        >>> lexicon().find("IL-6", ["Substance"]) is None
        True
        """
        return self.named(text.split(), tuple(kinds) if kinds is not None else None)

    def named(self, words: list[str], kinds: tuple[ConceptKind, ...] | None) -> Concept | None:
        """The known concept that a mention names, as above; its words stand apart already."""
        return self._found(" ".join(words), kinds) if self._holds_name(words, kinds) else None

    def tells(self, words: Iterable[str], kinds: tuple[ConceptKind, ...] | None) -> bool:
        """Whether one of some words is in a name of such a concept: most mentions have none."""
        wanted = _widened(kinds)
        return not all(map(wanted.isdisjoint, map(self._kinds_told, words)))

    def _kinds_told_by(self, word: str) -> frozenset[str]:
        """The kinds of the concepts of whose names a word is the telling one."""
        named = chain.from_iterable(self._by_word.get(each, ()) for each in _words_of(word))
        return frozenset(chain.from_iterable(name.kinds for name in named))

    def _holds_name(self, words: list[str], kinds: tuple[ConceptKind, ...] | None) -> bool:
        """Whether all words of a name are among some words, whatever stands between them."""
        if not self.tells(words, kinds):
            return False
        apart = set(chain.from_iterable(map(_words_of, words)))
        wanted = _widened(kinds)
        return any(
            name.words <= apart and not wanted.isdisjoint(name.kinds)
            for word in self._by_word.keys() & apart
            for name in self._by_word[word]
        )

    def _find(self, text: str, kinds: tuple[ConceptKind, ...] | None) -> Concept | None:
        wanted = _widened(kinds)
        for form in _forms(text):
            fitting = [c for c in self._by_key.get(form, ()) if not wanted.isdisjoint(c.kinds)]
            if fitting:
                return fitting[0] if len(fitting) == 1 else None
        return None

    def mint(self, text: str, kind: ConceptKind) -> Concept:
        """The concept of a mention: the known one, else one whose slug is the mention's own words.

        >>> lexicon().mint("plasma HIV-1 RNA", "Measurand").slug
        'hiv-rna'
        >>> lexicon().mint("the Sense of Coherence", "Measurand").slug
        'sense-of-coherence'
        >>> lexicon().mint("optimization with raltegravir", "Concept").substance
        'raltegravir'
        """
        return self.known_as(text, kind) or self.made(text, kind)

    def known_as(self, text: str, kind: ConceptKind) -> Concept | None:
        """The known concept that a mention names in a place where this kind is meant.

        >>> lexicon().known_as("Right Atrial (RA) Pressure", "Measurand") is None
        True
        """
        known = self.find(text, [kind]) or self._akin(text, kind)
        if known is None and kind == "Substance":
            within = (self.find(name, [kind]) for name in names_within(text))
            known = next(filter(None, within), None)
        return known if known is None or _fits(known, kind) else _also(known, kind)

    def made(self, text: str, kind: ConceptKind) -> Concept:
        """A concept of the mention's own words, whatever the lexicon knows."""
        slug = wording.slug(text)
        if slug in self._by_slug:
            slug = f"{slug}-{kind.lower()}"
        return Concept(
            slug=slug,
            kinds=(kind,),
            pref_label=" ".join(text.split()),
            broader=self._above(text, kind),
            substance=self._about(text) if kind == "Concept" else None,
        )

    def _akin(self, text: str, kind: ConceptKind) -> Concept | None:
        """A known concept of another kind that may be of this kind too."""
        for group in (_HAPPENINGS, _MEASURES):
            if kind in group:
                kinds = cast("list[ConceptKind]", sorted(group - {"Concept"}))
                if found := self.find(text, kinds):
                    return found
        return None

    def _above(self, text: str, kind: ConceptKind) -> tuple[str, ...]:
        """The known concept that a mention narrows: "metastatic melanoma" is a melanoma."""
        words = wording.key(text).split()
        while len(words) > 1 and words.pop(0) in _NARROWING:
            known = self.find(" ".join(words), [kind])
            if known is not None and kind not in {"Biomarker", "Measurand"}:
                return (known.slug,)
        return ()

    def _about(self, text: str) -> str | None:
        """The slug of the substance that a strategy is about: "optimization with raltegravir"."""
        match = re.search(r"\b(?:with|of|by|plus) (.+)$", text.strip())
        drug = match[1] if match else ""
        known = self.find(drug, ["Substance"]) if drug else None
        if known is not None:
            return known.slug
        return wording.slug(drug) if drug and is_substance(drug) else None

    def broader(self, slug: str) -> tuple[str, ...]:
        """The slugs of all more general concepts, nearest first, each once.

        >>> lexicon().broader("aldesleukin")
        ('interleukin-2', 'interleukin', 'cytokine', 'immunomodulator')
        """
        found: dict[str, None] = {}
        waiting = [slug]
        while waiting:
            concept = self._by_slug.get(waiting.pop(0))
            for above in concept.broader if concept else ():
                if above not in found:
                    found[above] = None
                    waiting.append(above)
        return tuple(found)

    def extended(self, concepts: Iterable[Concept]) -> "Lexicon":
        """A lexicon that also knows the given concepts; theirs win where a slug is in both."""
        return Lexicon({**self._entries, **{c.slug: c for c in concepts}}.values())


@lru_cache(maxsize=1 << 13)
def _words_of(word: str) -> tuple[str, ...]:
    """The words that are compared of what stands between two blanks."""
    return tuple(wording.words(word))


class _Name(NamedTuple):
    """The words of a name, and the kinds of the concepts that have it."""

    words: frozenset[str]
    kinds: frozenset[str]


def _by_telling_word(named: Mapping[str, Iterable[Concept]]) -> dict[str, list[_Name]]:
    """The names by the word of each that fewest names have: what has none is no name."""
    often = Counter(word for name in named for word in name.split())
    found: dict[str, list[_Name]] = defaultdict(list)
    for name, concepts in named.items():
        words = name.split()
        if words:
            kinds = frozenset(kind for concept in concepts for kind in concept.kinds)
            telling = min(words, key=lambda word: (often[word], word))
            found[telling].append(_Name(frozenset(words), kinds))
    return dict(found)


def _bare(concept: Concept) -> Concept:
    return msgspec.structs.replace(concept, labels=())


@lru_cache(maxsize=1 << 8)  # few kinds are looked for together
def _widened(kinds: tuple[ConceptKind, ...] | None) -> frozenset[str]:
    wanted: tuple[ConceptKind, ...] = ("Concept",) if kinds is None else kinds
    found: set[str] = set(wanted)
    for kind in wanted:
        found |= _NARROWER.get(kind, set())
    return frozenset(found)


def _fits(concept: Concept, kind: ConceptKind) -> bool:
    return not _widened((kind,)).isdisjoint(concept.kinds)


def _also(concept: Concept, kind: ConceptKind) -> Concept:
    return msgspec.structs.replace(concept, kinds=(*concept.kinds, kind))


@lru_cache(maxsize=1 << 12)
def _forms(text: str) -> tuple[str, ...]:
    """The keys to look a mention up by, the whole first, then with ever less around the name."""
    return tuple(dict.fromkeys(_shortened(text)))


def _shortened(text: str) -> Iterator[str]:
    form = wording.key(text)
    yield form
    if len(text) > _LONGEST_NAME:
        return
    if (plain := outside(text)) != text:
        form = wording.key(plain)
    seen = {""}
    while form not in seen:
        seen.add(form)
        yield form
        form = _less(form)


def _less(form: str) -> str:
    """The wording without its last or first measuring word, whichever there is."""
    if form.rpartition(" ")[2] in _LAST:
        shorter = _TRAILING_WORDS.sub("", form, count=1)
        if shorter != form:
            return shorter
    return _LEADING_WORDS.sub("", form, count=1) if form.partition(" ")[0] in _FIRST else form


@cache
def lexicon() -> Lexicon:
    """The lexicon of the package, read once."""
    return Lexicon(_entries())


def _entries() -> Iterator[Concept]:
    for slug, entry in units.measurands().items():
        yield _concept(slug, entry, "Measurand")
    for section, entries in data.structure("concepts.yaml").items():
        for slug, entry in entries.items():
            yield _concept(slug, entry, _SECTIONS[section])


def _concept(slug: str, entry: Mapping[str, Any], kind: ConceptKind) -> Concept:
    return Concept(
        slug=slug,
        kinds=tuple(entry.get("kinds", [kind])),
        pref_label=entry["label"],
        labels=tuple(entry.get("aliases", ())),
        broader=tuple(entry.get("broader", ())),
        substance=entry.get("substance"),
        desirable_direction=entry.get("direction"),
        canonical_unit=next(iter(entry.get("units", ())), None),
    )

"""What is gathered while one record is read: its passages, its concepts, and what is odd in it.

In: pointers into the record and its wordings. Out: keys of passages that resolve to the value,
slugs of concepts, and remarks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from typing import Final, TypeVar

import msgspec

from kg.codes import ConceptKind
from kg.linking import lexicon, measured, wording
from kg.linking.abbreviations import explained, is_short
from kg.linking.brackets import is_bare
from kg.records import Concept, Passage, Remark
from kg.sources.ctgov.amounts import day

T = TypeVar("T")

_DOSE: Final = re.compile(
    r"(?<![\s,])[\s,]+\(?\d[\d.,/-]*\s?(?:mg|µg|μg|mcg|ug|ng|g|kg|mL|ml|IU|U|units?|%|mEq|mmol)\b.*$"
)
_PARTICIPANT_WORDS: Final = re.compile(
    r"""^(?:the\ )?(?:number|percentage|proportion|percent|count|incidence|rate|%)\s+
    (?:\(.*?\)\s*)?of\s+(?:participants?|patients?|subjects?|people|persons?)\s+
    (?:with|who|having|experiencing)\s+(?:an?\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)


class Book:
    """The passages, concepts and remarks of one record."""

    def __init__(self, texts: Iterable[str | None] = ()) -> None:
        """Open a book for a record; its *texts* may explain what they abbreviate."""
        self._unread = texts
        self._passages: dict[str, Passage] = {}
        self._concepts: dict[str, Concept] = {}
        self._remarks: list[Remark] = []
        self.left = Counter[str]()

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All places that claims rest on, each once, in the order of reading."""
        return tuple(self._passages.values())

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts that claims name."""
        return tuple(self._concepts.values())

    @property
    def remarks(self) -> tuple[Remark, ...]:
        """What is odd, in the order of reading."""
        return tuple(dict.fromkeys(self._remarks))

    def at(self, *pointers: str) -> tuple[str, ...]:
        """The keys of these places in the record."""
        for pointer in pointers:
            if pointer not in self._passages:
                self._passages[pointer] = Passage(key=pointer, path=pointer)
        return pointers

    def remark(self, what: str, path: str, got: str | None = None) -> None:
        """Notes what is odd at a place."""
        self._remarks.append(Remark(what=what, path=path, got=got))

    def leave(self, at: str, **values: object) -> None:
        """Counts the values of an object that have no place where nothing else is said of them."""
        path = re.sub(r"/\d+(?=/|$)", "", at)
        self.left.update(f"{path}/{name}" for name, value in values.items() if value is not None)

    def code(self, table: Mapping[str, T], spelled: str | None, path: str) -> T | None:
        """Our code for the registry's; an unknown one is told."""
        if spelled is None or spelled in table:
            return None if spelled is None else table[spelled]
        self.remark("a code that kg does not know", path, spelled)
        return None

    def codes(self, table: Mapping[str, T], spelled: Iterable[str], path: str) -> tuple[T, ...]:
        """Our codes for a list of the registry's."""
        found = (self.code(table, each, f"{path}/{n}") for n, each in enumerate(spelled))
        return tuple(each for each in found if each is not None)

    def date(self, spelled: str | None, path: str) -> str | None:
        """A date with its precision; one that no calendar has is told and left out."""
        found = day(spelled)
        if spelled and found is None:
            self.remark("no date of the calendar; the field was left out", path, spelled)
        return found

    def _known(self, concept: Concept) -> str:
        # Only what the lexicon does not hold, or holds as another kind, has to be carried along.
        known = self._concepts.get(concept.slug)
        if known is not None and not set(concept.kinds) <= set(known.kinds):
            kinds = tuple(dict.fromkeys((*known.kinds, *concept.kinds)))
            concept = msgspec.structs.replace(known, kinds=kinds)
        elif known is not None:
            return concept.slug
        self._concepts[concept.slug] = concept
        return concept.slug

    def concept(self, text: str, kind: ConceptKind) -> str:
        """The slug of what a wording names."""
        return self._known(_minted(text, kind))

    def condition(self, name: str) -> str:
        """The slug of a condition; the long form where the record explains a short one."""
        meant = self._meant(name)
        return self._known(self._sure(meant, _minted(meant, "Condition"), "Condition"))

    def _sure(self, name: str, named: Concept, kind: ConceptKind) -> Concept:
        """What a name names, else one of its own: a bare short form stands for many things."""
        if not is_bare(name) or lexicon().concept(named.slug) is None or self._tells(named):
            return named
        return lexicon().made(name.strip(), kind)

    def _tells(self, concept: Concept) -> bool:
        """Whether the record has a long name of a concept in so many words."""
        labels = (label for label in lexicon().labels(concept.slug) if not is_bare(label))
        return any(f" {wording.key(label)} " in self._all_words for label in labels)

    @cached_property
    def _all_words(self) -> str:
        words = (word for text in self._texts for word in wording.words(text))
        return f" {' '.join(words)} "

    def _meant(self, name: str) -> str:
        return self._explained.get(name.strip(), name) if is_short(name.strip()) else name

    @cached_property
    def _texts(self) -> tuple[str, ...]:
        return tuple(filter(None, self._unread))

    @cached_property
    def _explained(self) -> dict[str, str]:
        return explained(self._texts)

    def named(self, texts: Iterable[str]) -> tuple[str, ...]:
        """The slugs of what words name that do not say what kind of thing it is."""
        meant = (self._meant(each) for each in texts if each.strip())
        things = (self._sure(each, _thing(each), "Concept") for each in meant)
        return tuple(dict.fromkeys(map(self._known, things)))

    def substance(self, name: str) -> str:
        """The slug of a substance, its dose left out of the name."""
        return self.concept(_DOSE.sub("", self._meant(name)) or name, "Substance")

    def measurand(self, title: str) -> str:
        """The slug of what an outcome's title says is measured."""
        return self._known(_measured(_PARTICIPANT_WORDS.sub("", title) or title))

    def known(self, concept: Concept) -> str:
        """The slug of a concept that was found already."""
        return self._known(concept)

    def event(self, term: str) -> str:
        """The slug of an adverse event: a known one of this very name, else its own."""
        return self._known(_event(term))

    def own(self, slug: str, label: str, broader: tuple[str, ...] = ()) -> str:
        """The slug of a measurand of our own making."""
        made = Concept(slug=slug, kinds=("Measurand",), pref_label=label, broader=broader)
        return self._known(made)


@lru_cache(maxsize=1 << 16)
def _minted(text: str, kind: ConceptKind) -> Concept:
    return lexicon().mint(text, kind)


@lru_cache(maxsize=1 << 16)
def _measured(title: str) -> Concept:
    return measured.measurand(title)


@lru_cache(maxsize=1 << 16)
def _thing(text: str) -> Concept:
    made = lexicon().mint(text, "Concept")
    if lexicon().concept(made.slug) is not None:
        return made
    # A keyword with "of" or "with" in it is no strategy: nothing says that anybody followed it.
    return msgspec.structs.replace(made, substance=None)


@lru_cache(maxsize=1 << 16)
def _event(term: str) -> Concept:
    known = lexicon().find(term, ("AdverseEvent", "ClinicalEvent", "Condition"))
    key = wording.key(term)
    if known is not None and "Biomarker" not in known.kinds:
        names = (known.slug, *lexicon().labels(known.slug))
        if key in map(wording.key, names):
            kinds = tuple(dict.fromkeys((*known.kinds, "AdverseEvent")))
            return msgspec.structs.replace(known, kinds=kinds)
    slug = wording.slug(term)
    if lexicon().concept(slug) is not None:
        slug = f"{slug}-adverse-event"
    return Concept(slug=slug, kinds=("AdverseEvent",), pref_label=" ".join(term.split()))


@lru_cache(maxsize=1 << 12)
def folded(text: str | None) -> str:
    """A wording without case, signs and odd spaces, for telling whether two are the same.

    >>> folded("Drug A, 25 mg (b.i.d.)") == folded("drug a 25 mg b.i.d")
    True
    """
    plain = unicodedata.normalize("NFKC", text or "").casefold()
    return " ".join(re.findall(r"\w+(?:\.\d+)?|[<>%+]", plain))

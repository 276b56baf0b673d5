"""What the names in one document stand for: abbreviations, variants, concepts.

In: wordings. Out: slugs of concepts, known to the lexicon or minted from the wording; every
wording met is kept as a label of its concept. One glossary serves one document and forgets.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from kg.codes import ConceptKind, DesirableDirection
from kg.linking import lexicon
from kg.reading.atoms import spelling
from kg.records import Concept

_SHORT = 3
_MODIFIERS = re.compile(
    r"^(?:recombinant|human|intermittent|continuous|oral|intravenous|subcutaneous|intramuscular|inhaled|topical"
    r"|low-dose|high-dose|standard-dose|adjuvant|adjunctive|additional|active|study|daily|weekly|monthly"
    r"|twice-daily|once-daily|single-dose|long-acting|extended-release) "
)
_FORMS = re.compile(
    r" (?:cycles?|courses?|doses?|infusions?|injections?|tablets?|capsules?|administration|treatment"
    r"|therapy|monotherapy|regimens?|use|arms?|groups?|recipients?)$"
)
_DISEASE = re.compile(
    r"(?:\b(?:disease|disorder|syndrome|infection|cancer|carcinoma|tumou?r|lymphoma|leukemia|melanoma|diabete|diabetes|asthma|failure"
    r"|hypertension|obesity|depression|schizophrenia|epilepsy|migraine|stroke|injury|pain|anemia|sepsis|dementia|psoriasis"
    r"|glaucoma|malaria|tuberculosi|tuberculosis|pneumonia|hepatitis|influenza|insomnia|fibrosis|sclerosis)"
    r"|(?:itis|osis|emia|opathy|oma|algia|plegia|uria|penia))( [a-d]| type [12]| virus)?$"
)
_WORDS = re.compile(r"[\w±+/'’‐‑-]+")
_NO_DISEASES = ("diagnosis", "prognosis", "hypnosis", "anastomosis")
_PARENTHESIS = re.compile(r"\(\s*([A-Za-z][\w-]{0,11}(?:[/+][\w-]+)?)\s*[);,]")


class Glossary:
    """The names of one document."""

    def __init__(self, text: str) -> None:
        self._lexicon = lexicon()
        self.abbreviations = dict(abbreviations(text))
        self._concepts: dict[str, Concept] = {}
        self._names: dict[str, frozenset[str]] = {}
        self._telling: dict[tuple[str, ...], bool] = {}
        self._asked: dict[tuple[str | None, ...], str] = {}

    def concept(
        self, words: str, kind: ConceptKind, *kinds: ConceptKind, label: str | None = None
    ) -> str:
        """The slug of the concept that words name: a known one, else one minted from the words."""
        asked = (words, kind, *kinds, label)
        if asked not in self._asked:  # a line is claimed of by several rules
            clean = " ".join(words.split())
            found = self._find(clean, (kind, *kinds)) or self._lexicon.mint(
                self.expand(clean), kind
            )
            self._asked[asked] = self._keep(found, label or clean)
        return self._asked[asked]

    def known(self, words: str, *kinds: ConceptKind) -> str | None:
        """The slug of the known concept that words name, or nothing."""
        found = self._find(words, kinds)
        return self._keep(found, words) if found else None

    def may_know(self, words: str, *kinds: ConceptKind) -> bool:
        """Whether words hold one that is in the name of such a concept, or an abbreviation."""
        asked = (words, *kinds)
        if asked not in self._telling:
            apart = words.split()
            short = not self.abbreviations.keys().isdisjoint(apart)
            self._telling[asked] = short or self._lexicon.tells(apart, kinds)
        return self._telling[asked]

    def kind_of(self, words: str) -> ConceptKind:
        """The kind of measurand that words are likely to name, by their head noun."""
        return self._lexicon.kind_of(self.expand(words))

    def also_kind(self, slug: str, kind: ConceptKind) -> None:
        """Records that a concept also is of another kind: an event seen as an adverse one."""
        held = self._concepts[slug]
        self._concepts[slug] = msgspec.structs.replace(
            held, kinds=tuple(dict.fromkeys((*held.kinds, kind)))
        )

    def above(self, one: str, other: str) -> bool:
        """Whether one concept is broader than another."""
        return one in self._upward(other)

    def looks_like_disease(self, words: str) -> bool:
        """Whether the last word of a wording is one that names of diseases end in."""
        plain = normal(words)
        return bool(_DISEASE.search(plain)) and not plain.endswith(_NO_DISEASES)

    def desirable(self, slug: str) -> DesirableDirection | None:
        """The direction in which a measurand is better, where it is known."""
        return self._concepts[slug].desirable_direction

    def hope(self, slug: str, direction: DesirableDirection) -> None:
        """The authors' own hope for a measurand whose better direction is not otherwise known."""
        if self._concepts[slug].desirable_direction is None:
            self._concepts[slug] = msgspec.structs.replace(
                self._concepts[slug], desirable_direction=direction
            )

    def canonical_unit(self, slug: str) -> str | None:
        """The unit in which a measurand is compared, where one is set."""
        return self._concepts[slug].canonical_unit

    def add(self, concept: Concept) -> str:
        """The slug of a concept that a rule made itself, now kept with the document's others."""
        return self._keep(concept, None)

    def get(self, slug: str) -> Concept:
        """The concept of a slug met in this document."""
        return self._concepts[slug]

    @property
    def concepts(self) -> tuple[Concept, ...]:
        """All concepts met, in the order of their slugs."""
        return tuple(self._concepts[slug] for slug in sorted(self._concepts))

    def expand(self, words: str) -> str:
        """The words with the document's own abbreviations written out."""
        apart = words.split()
        if self.abbreviations.keys().isdisjoint(apart):
            return " ".join(apart)
        return " ".join([self.abbreviations.get(word, word) for word in apart])

    def names(self, words: str) -> frozenset[str]:
        """All the ways in which a document may refer to what these words name."""
        if words not in self._names:
            self._names[words] = self._all_names(words)
        return self._names[words]

    def _all_names(self, words: str) -> frozenset[str]:
        found = set(_variants(words)) | set(_variants(self.expand(words)))
        short = {a for a, full in self.abbreviations.items() if normal(full) in found}
        for abbreviation in short:
            found |= {normal(abbreviation), normal(abbreviation.removeprefix("r"))}
        if concept := self._find(words, ()):
            found |= {normal(label) for label in self._lexicon.labels(concept.slug)}
        return frozenset(name for name in found if len(name) > 1)

    def related(self, one: str, other: str) -> bool:
        """Whether two concepts are one, or one is a kind of the other."""
        return one == other or one in self._upward(other) or other in self._upward(one)

    def _upward(self, slug: str) -> set[str]:
        concept = self._concepts.get(slug) or self._lexicon.concept(slug)
        above = set(concept.broader) if concept else set()
        return above.union(*(self._upward(broader) for broader in above))

    def _find(self, words: str, kinds: tuple[ConceptKind, ...]) -> Concept | None:
        apart = words.split()
        found = self._lexicon.named(apart, kinds or None)
        if found is None and not self.abbreviations.keys().isdisjoint(apart):
            found = self._lexicon.find(self.expand(words), kinds or None)
        return found

    def _keep(self, concept: Concept, label: str | None) -> str:
        before = self._concepts.get(concept.slug, concept)
        labels = tuple(sorted({*before.labels, *(() if label is None else (label,))}))
        kinds = tuple(dict.fromkeys((*before.kinds, *concept.kinds)))
        if before is concept or (labels, kinds) != (before.labels, before.kinds):
            self._concepts[concept.slug] = msgspec.structs.replace(
                before, kinds=kinds, labels=labels
            )
        return concept.slug


@lru_cache(maxsize=1 << 14)
def normal(words: str) -> str:
    """Words in the spelling under which names are compared.

    An article never ends a name: the letter of "group A" stays.

    >>> normal("Placebo tablets"), normal("the IL‑2"), normal("a group A")
    ('placebo tablet', 'il-2', 'group a')
    """
    found: list[str] = _WORDS.findall(words)
    last = len(found) - 1
    return " ".join(
        [
            _plain(word)
            for n, word in enumerate(found)
            if word not in _ARTICLES or n == last or (word == "A" and n)
        ]
    )


_ARTICLES = frozenset({"the", "The", "THE", "a", "A", "an", "An", "AN"})


@lru_cache(maxsize=1 << 14)
def _plain(word: str) -> str:
    """One word in its spelling, without the ending of a plural."""
    form = spelling(word)
    plural = len(form) > _SHORT and form.endswith("s") and not form.endswith(("ss", "us", "is"))
    return form[:-1] if plural else form


def _variants(words: str) -> Iterator[str]:
    plain = normal(words)
    for _ in range(4):
        yield plain
        shorter = _FORMS.sub("", _MODIFIERS.sub("", plain))
        if shorter == plain:
            return
        plain = shorter


def abbreviations(text: str) -> Iterator[tuple[str, str]]:
    """Each abbreviation that a text introduces in parentheses, with its long form.

    *Source*: the letter-matching idea of Schwartz and Hearst, PSB 2003.

    >>> dict(abbreviations("adding optimized background treatment (OBT) to zidovudine (AZT) or not"))
    {'OBT': 'optimized background treatment'}
    """
    for match in _PARENTHESIS.finditer(text):
        short = match.group(1)
        if sum(c.isupper() for c in short) <= 1 and not short[0].isupper():
            continue
        before = re.split(r"[()]", text[max(0, match.start() - 120) : match.start()])[-1].split()
        if long := _long_form(short, before):
            yield short, long


def _long_form(short: str, before: Iterable[str]) -> str | None:
    """The shortest run of words before the parenthesis whose initials can spell the short form."""
    words = list(before)
    letters = [c.lower() for c in short if c.isalnum()]
    for length in range(1, min(len(words), len(letters) + 4) + 1):
        run = words[-length:]
        if run[-1].endswith((".", ";", ",")) or any(
            word.endswith((".", ";", ",")) for word in run[:-1]
        ):
            return None
        if run[0][0].lower() == letters[0] and _spells(letters, " ".join(run).lower()):
            return " ".join(run)
    return None


def _spells(letters: list[str], phrase: str) -> bool:
    position = 0
    for letter in letters:
        position = phrase.find(letter, position) + 1
        if not position:
            return False
    return True

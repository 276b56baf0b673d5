"""What a class or category of an outcome measures: its own title may name it.

In: the title of the outcome, that of its part, what both name, the scale. Out: whether the part
is measured by its own name, and on which scale. An event that is a reason for what is counted, or
a group of people, is no measurand: "Death due to stroke" counts no strokes.
"""

from typing import Final

from kg.linking import lexicon, wording
from kg.records import Concept
from kg.sources.ctgov.figures import Scale, rescaled

# The parts of such a measure are why it came about, or in whom.
_REASONS: Final = frozenset(
    "admission admitted according association between cause caused correlation discontinuation due"
    " discontinued history hospitalization hospitalized leading presence prior predictor"
    " readmission reason related rehospitalization stratified subgroup visit withdrawal".split()
)
# Where what has one name in blood is looked for elsewhere.
_ELSEWHERE: Final = frozenset(
    "cerebrospinal csf fecal lavage sputum stool tissue urinalysis urinary urine".split()
)
_COMPOSITES: Final = frozenset(
    "adverse complication component composite each endpoint event individual outcome mace".split()
)
_QUESTIONS: Final = frozenset(
    "diary domain index inventory questionnaire quality scale score survey".split()
)
_SCORES: Final = frozenset({"{points}", "{score}"})


def scale_of_part(measurand: str, title: str, own: str, scale: Scale) -> Scale | None:
    """The scale of a part that is measured by its *own* name; nothing where it is not."""
    known, whole = lexicon().concept(own), lexicon().concept(measurand)
    if known is None or not _may_be_a_part(known, whole, set(wording.words(title)), title):
        return None
    return rescaled(scale, own)


def _may_be_a_part(known: Concept, whole: Concept | None, said: set[str], title: str) -> bool:
    if not said.isdisjoint(_REASONS) or (whole is not None and whole.canonical_unit in _SCORES):
        return False
    if not said.isdisjoint(_QUESTIONS) and (known.canonical_unit or "{score}") in _SCORES:
        return False  # a domain of a score is part of the score
    if "ClinicalEvent" in known.kinds:
        return not said.isdisjoint(_COMPOSITES) or _is_named(known, title)
    if not said.isdisjoint(_ELSEWHERE):
        return False
    return whole is None or not whole.canonical_unit or _below(known, whole)


def _below(known: Concept, whole: Concept) -> bool:
    """Whether one is a kind of the other, or measured in the same unit: a pressure of another."""
    above = whole.slug in lexicon().broader(known.slug)
    return above or known.canonical_unit == whole.canonical_unit


def _is_named(known: Concept, title: str) -> bool:
    text = f" {wording.key(title)} "
    return any(f" {wording.key(label)} " in text for label in lexicon().labels(known.slug))

"""Numeric limits in the criteria that a registry lists: the words stay, a sure bound is added.

In: the account of a registry record, whose criteria are words under a heading. Out: the same
account; a criterion that states one bound of one known measurand has it as a quantity too.
"""

import re
from functools import lru_cache

import msgspec

from kg.linking import lexicon
from kg.reading.eligibility import criteria_of
from kg.reading.glossary import Glossary
from kg.records import Account, Concept, Criterion, Population, Study

_CONDITIONAL = re.compile(
    r"\b(?:if|unless|except|excluding|other than|when|whose)\b", re.IGNORECASE
)
_WOMEN = re.compile(r"\b(?:women|woman|females?|girls?)\b", re.IGNORECASE)
_MEN = re.compile(r"\b(?:men|man|males?|boys?)\b", re.IGNORECASE)
_AGE = re.compile(r"\b(?:ages?|aged|old|older|younger|adults?)\b", re.IGNORECASE)
_EITHER = frozenset({"blood-pressure"})
_LONGEST = 240  # a longer criterion has conditions of its own, which one bound would not tell


def read_worded(account: Account) -> Account:
    """The account with the bounds that its worded criteria state beyond doubt."""
    text = " ".join(_words(study) for study in account.studies)
    glossary = Glossary(text)
    studies = tuple(_read_study(study, glossary) for study in account.studies)
    held = {concept.slug for concept in account.concepts}
    more = tuple(concept for concept in glossary.concepts if concept.slug not in held)
    return msgspec.structs.replace(
        account, studies=studies, concepts=(*account.concepts, *map(_bare, more))
    )


def _words(study: Study) -> str:
    return " ".join(c.exact or "" for people in study.populations for c in people.criteria)


def _bare(concept: Concept) -> Concept:
    return msgspec.structs.replace(concept, labels=())


def _read_study(study: Study, glossary: Glossary) -> Study:
    populations = tuple(_read_population(people, glossary) for people in study.populations)
    return msgspec.structs.replace(study, populations=populations)


def _read_population(people: Population, glossary: Glossary) -> Population:
    criteria = tuple(_read(criterion, glossary) for criterion in people.criteria)
    return msgspec.structs.replace(people, criteria=criteria)


def _read(criterion: Criterion, glossary: Glossary) -> Criterion:
    words = criterion.exact or ""
    if criterion.about or len(words) > _LONGEST or not any(map(str.isdigit, words)):
        return criterion
    found = [each for each in criteria_of(_plain(words), glossary) if each.bound is not None]
    if len(found) != 1 or not _sure(found[0]) or _narrowed(words, found[0]):
        return criterion
    return msgspec.structs.replace(
        criterion,
        about=found[0].about,
        bound=found[0].bound,
        sustained_for=found[0].sustained_for,
        flags=found[0].flags,
        rule="registered.bound",
        confidence=found[0].confidence,
        status=found[0].status,
    )


@lru_cache(maxsize=1 << 12)
def _plain(words: str) -> str:
    """The words without the marks of the registry's formatting, and with a bullet's end."""
    plain = words
    for mark in "\\<", "\\>", "\\[", "\\]", "\\*", "\\_", "\\~":
        plain = plain.replace(mark, mark[1:])
    return plain if plain.endswith(".") else f"{plain}."


def _sure(found: Criterion) -> bool:
    """Whether a bound is of something known, in a unit that was written and measures it."""
    known, bound = lexicon().concept(found.about or ""), found.bound
    if known is None or bound is None or bound.value is not None or not bound.unit_text:
        return False
    if known.slug == "age":
        return True
    # Of a pressure that may be either the words may say which: the lexicon has one for each.
    return bool(known.canonical_unit) and known.slug not in _EITHER


def _narrowed(words: str, found: Criterion) -> bool:
    """Whether the words make the bound one of some people only, or of something else's age."""
    if _CONDITIONAL.search(words):
        return True
    if found.about != "age":
        return False
    one_sex = bool(_WOMEN.search(words)) != bool(_MEN.search(words))
    return one_sex or not _AGE.search(words)

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
_AND = re.compile(r"\band\b(?!/or)|&|\bboth\b", re.IGNORECASE)
_ENDS_IN_AND = re.compile(r"\band[\s.;,:]*$", re.IGNORECASE)
_OR = re.compile(r"\b(?:or|either)\b", re.IGNORECASE)
# Where "or" joins no two requirements: signs of comparison, the sexes, ways of measuring, asides.
_HARMLESS = re.compile(
    r"""\bor\ (?:equal|more|less|greater|higher|older|above|over|fewer|below|under|younger|lower)\b
      | \bor\ (?=(?:[\w-]+\ )?(?:wo)?m[ae]n\b|(?:[\w-]+\ )?(?:fe)?males?\b)|\beither\ (?:sex|gender)\b
      | \b(?:by|using|via|assessed|measured|determined|documented|confirmed|calculated)\b[^;]*
      | \([^()<>≤≥=]*\)""",
    re.IGNORECASE | re.VERBOSE,
)
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
    criteria = tuple(each for criterion in people.criteria for each in _read(criterion, glossary))
    return msgspec.structs.replace(people, criteria=criteria)


def _read(criterion: Criterion, glossary: Glossary) -> tuple[Criterion, ...]:
    """The criterion with its bound; one for each bound where any of several excludes."""
    words, excludes = criterion.exact or "", criterion.exclusion
    if criterion.about or len(words) > _LONGEST or not any(map(str.isdigit, words)):
        return (criterion,)
    plain = _plain(words)
    stated = criteria_of(plain, glossary, exclusion=excludes)
    found = [each for each in stated if each.bound is not None]
    sure = all(_sure(each) and not _narrowed(words, each) for each in found)
    if not found or not sure or not _whole(plain, found, exclusion=excludes):
        return (criterion,)
    return tuple(_bounded(criterion, each) for each in found)


def _bounded(criterion: Criterion, found: Criterion) -> Criterion:
    return msgspec.structs.replace(
        criterion,
        about=found.about,
        bound=found.bound,
        sustained_for=found.sustained_for,
        flags=found.flags,
        rule="registered.bound",
        confidence=found.confidence,
        status=found.status,
    )


def _whole(words: str, found: list[Criterion], *, exclusion: bool) -> bool:
    """Whether bounds are all that a criterion asks: not half of "both of …" or "either of …"."""
    if not exclusion:
        return len(found) == 1 and not _OR.search(_HARMLESS.sub(" ", words))
    return not _ENDS_IN_AND.search(words) and (len(found) == 1 or _apart(words, found))


def _apart(words: str, found: list[Criterion]) -> bool:
    """Whether each of several bounds excludes anybody: two on one side are of different people."""
    ways = [(each.about, each.bound.min is None) for each in found if each.bound]
    told_apart = _AND.search(words) or _WOMEN.search(words) or _MEN.search(words)
    return not told_apart and len(set(ways)) == len(ways)


@lru_cache(maxsize=1 << 12)
def _plain(words: str) -> str:
    """The words without the marks of the registry's formatting, and with a bullet's end."""
    plain = words
    for mark in "\\<", "\\>", "\\[", "\\]", "\\*", "\\_", "\\~", "\\^":
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

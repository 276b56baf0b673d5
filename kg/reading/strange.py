"""Names that cannot be those of arms: people, diseases, traits, months, units, clauses.

In: drafts of arms. Out: whether one names what nobody can be allotted to, so that it is no arm.
"""

import re

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary, normal
from kg.reading.measures import PEOPLE

_PRONOUNS = frozenset("they it we he she who which that this these those their its".split())
_EMPTY = frozenset(
    "random equal relation received single based into third classified selected participated contacted divided serve ratio"
    " randomised randomized phase stage order sequence option study trial addition according successfully n kg x"
    " parallel reverse opposite perform number two three four other same different several matched group groups arm cohort".split()
)
_STUDIES = frozenset({"study", "trial"})
_PARTS = frozenset({"subgroup", "subset", "substudy"})
_ROLES = (["study", "group"], ["study", "arm"])
_MEASURED = frozenset(
    "measure type level rate incidence severity etiology status prevalence amount score".split()
)
_OF_TREATMENT = frozenset(
    "with without plus no treatment therapy program programme education control training".split()
)
_SIGNS = re.compile(r"[\W\d_]+")
_WHO = re.compile(
    rf"(?:{PEOPLE}|teacher|class|school|healthy|older|younger|elderly|male|female|human|individual|case"
    r"|(?:pre|peri|post)menopaus(?:e|al)|hispanic|latino|latina|white|black|asian|caucasian|african|american|european)s?"
)
_FINITE = frozenset("was were is are has have had did been received underwent".split())
_MONTH = re.compile(
    r"\b(?:january|february|april|june|july|august|september|october|november|december|(?:march|may) \d)"
)
_UNITS = frozenset("iu mg mcg ug kg ml cc unit grain cm mm gy".split())
_RATES = frozenset(
    "u g l m d day daily week weekly month monthly h hour min minute dose time".split()
)
_LONG = 10
_PER = re.compile(r"[/\s]+")


def is_strange(draft: ArmDraft, glossary: Glossary) -> bool:
    """Whether a draft names people, what they have, or nothing at all, where it should name what they got."""
    plain = normal(draft.label)
    words = [word for word in plain.split() if not _SIGNS.fullmatch(word)]
    written = set(draft.label.split())  # the group "IS" is no "is", nor is "IT" an "it"
    if draft.type == "noIntervention" or draft.number or not words:
        return False
    if (
        " and to " in f" {draft.label} "
        or (". " in draft.label and len(words) > _LONG)  # over the end of a sentence
        or _FINITE & written
        or words[0] in _PARTS
        or _MONTH.search(plain)
    ):
        return True
    empty = not set(words) - _EMPTY and words not in _ROLES
    empty = empty or words[-1] in _STUDIES or (words[0] in _STUDIES and words[1:2] == ["of"])
    if (
        (words[0] in _PRONOUNS and words[0].upper() not in written)
        or empty
        or _MEASURED & {words[0], words[-1]}
    ):
        return True
    parts = set(_PER.split(plain))
    if _UNITS & parts and not parts - _UNITS - _RATES:  # "IU/daily", and no number that is a dose
        return True
    who = [word for word in words if not _WHO.fullmatch(word)]
    return not who or (
        not _OF_TREATMENT & set(words) and glossary.looks_like_disease(" ".join(who))
    )

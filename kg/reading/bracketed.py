"""Numbers of people in parentheses: "women (n = 62)", "a trial of men with gout (n = 40)".

In: a number of people that stands in parentheses. Out: the role that it has by what stands before
them and behind.
"""

import re

from kg.reading.measures import PEOPLE
from kg.reading.named_people import HEADED, STUDY
from kg.reading.spots import Spot
from kg.reading.taking_part import ROLE_OF, Told, has_verb, is_whole, subject, verb_of

GROUP = re.compile(r"(?<![\w-])(?:groups?|arms?|cohorts?|those|controls?)\b(?! study)")
PERSON = re.compile(
    rf"(?:{PEOPLE}|dyads|pairs|parents|fathers|employees|workers|players|physicians|practitioners|teachers|drivers|officers"
    r"|soldiers|runners|cyclists|listeners|trainees|interns|learners|seniors|elders|prisoners|farmers|villagers)"
)
_ASSIGNED_PEOPLE = rf" (?:randomized|assigned|allocated) (?:[^\s.;,]+ ){{0,3}}?(?:{PEOPLE}) "
_PEOPLE_WITH = re.compile(rf"(?: [^\s.;,A-Z]+)?? (?:{PEOPLE}) with (?:[^\s.;,A-Z]+ ){{1,5}}$")
_EVERYBODY = re.compile(rf" (?:all )?(?:the )?(?:{PEOPLE}) ")
_IN_TRIAL = re.compile(
    rf" in (?:an?|this|our|the) [^.;:]*?{STUDY} , (?:(?!and |or )[^\s.;,A-Z]+ (?:, )?){{0,3}}?(?:{PEOPLE}) "
)
_PEOPLE_OF_STUDY = re.compile(
    rf" {STUDY} (?:(?:was |were )?(?:conducted|performed|done|carried out|undertaken) )?(?:of|in|with|involving|among|on|included|enrolled|recruited|involved|comprised) (?:(?!and |or )[^\s.;,A-Z]+ ){{1,10}}$"
)
_EVERYONE = re.compile(r" (?:entire|whole|total|overall) (?:study )?(?:population|sample|cohort) $")
_PART_OF_THEM = r" (?:[SQA]|and|or|,|versus|receiving|received|treated|assigned|given|on|undergoing|without|intervention|control|placebo) "
_SHORT, _FIRST = 8, 6


def in_brackets(spot: Spot) -> Told:
    """What a number in parentheses right behind people or a study counts: "women (n = 62)"."""
    opened = max(n for n in range(spot.place) if spot.forms[n] == "(")
    inside = " ".join(spot.forms[opened + 1 : spot.place])
    head = (spot.before.split() or [""])[-1]
    if re.fullmatch(rf"(?:(?:{STUDY})(?: [,;:])?)?", inside) and re.fullmatch(STUDY, head):
        return "enrolled", 2
    if inside or GROUP.search(spot.before):
        return None
    if not spot.behind and _EVERYONE.search(spot.before):
        return "enrolled", 1
    if head in {"randomized", "enrolled", "recruited"}:
        return (ROLE_OF[head], 3)
    if spot.behind[:1] == ("to",) and re.search(_ASSIGNED_PEOPLE, spot.before):
        return ("randomizedPopulation", 3) if is_whole(spot.behind) else None
    told = subject(spot.behind) if _is_subject(spot) else None
    return told or (_behind_people(spot) if PERSON.fullmatch(head) else _behind_patients(spot))


def _behind_patients(spot: Spot) -> Told:
    """What a number behind "patients with gout" counts."""
    if not _PEOPLE_WITH.search(spot.before):
        return None
    told = subject(spot.behind) if _PEOPLE_WITH.match(_clause(spot)) else None
    alone = not spot.behind and bool(HEADED.match(spot.before)) and _is_alone(spot)
    return told or (("enrolled", 1) if alone or _of_study(spot) else None)


def _is_subject(spot: Spot) -> bool:
    """Whether all before a bracket is the subject of the verb behind it, and are people."""
    words = spot.before.split()
    people = any(PERSON.fullmatch(word) for word in words[:_FIRST])
    verb = verb_of(spot.behind)[0] == 0
    return people and verb and not {"S", "A", "Q", "V"} & set(words)


def _is_alone(spot: Spot) -> bool:
    """Whether a sentence is no more than people and their number: "Men with gout (n = 62)"."""
    words = tuple(HEADED.sub("", spot.before, count=1).split())
    early = spot.line.part in {"methods", "design"}
    return early and not has_verb(words) and " and " not in spot.before


def _behind_people(spot: Spot) -> Told:
    """What a number behind the word for the people counts; none where they may be a part of them."""
    lead = _clause(spot)
    if (told := subject(spot.behind)) and not re.search(_PART_OF_THEM, lead):
        return told
    early = spot.line.part not in {"results", "conclusions"}
    setting = early and _IN_TRIAL.fullmatch(spot.before) is not None
    if _EVERYBODY.fullmatch(lead) or setting or _of_study(spot):
        return "enrolled", 1
    lead = spot.before
    if re.search(_PART_OF_THEM, lead) or len(lead.split()) > _SHORT:
        return None
    known: Told = ("randomizedPopulation", 2) if " randomized " in lead else ("enrolled", 1)
    return subject(spot.behind) or known


def _clause(spot: Spot) -> str:
    """The words before a number from the last comma on."""
    return f" {spot.before.rsplit(' , ', 1)[-1].strip()} "


def _of_study(spot: Spot) -> bool:
    """Whether the people before a number are those of a study: "a trial of men with gout"."""
    early = spot.line.part not in {"results", "conclusions"}
    return early and bool(_PEOPLE_OF_STUDY.search(spot.before))

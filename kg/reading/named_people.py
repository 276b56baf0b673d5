"""People of a study who are named as such, with no verb that says how they came to it.

In: a number of people in its sentence. Out: the role that it has: "a trial in 30 women", "in a
blinded study six men were treated", "Sixty women undergoing surgery", a title's "in 44 volunteers".
"""

import re

from kg.reading.measures import PEOPLE
from kg.reading.spots import Spot
from kg.reading.taking_part import TREATED, Told, has_verb, undergone, verb_of

_PARTICIPLES = frozenset(
    "aged scheduled diagnosed treated planned recruited referred admitted operated newly undergoing"
    " with from who suffering requiring receiving age living at awaiting whose presenting ( ,".split()
)
OBLIQUE = re.compile(
    r" (?:of|from|among|in|for|with|than|by|on|to|between|at|per|within|without|into|against"
    r"|including|involving)(?: an?)?(?: \S+)? (?:the |these |those |our |all )*$"
)
STUDY = r"(?:trials?|study|studies|rct|investigation|experiment|project|chart review|case series|survey|audit)"
OF_STUDY = re.compile(
    rf" {STUDY} (?:\S+ ){{0,25}}?(?:of|in|with|involving|including|among|on|comprising|enrolling|recruiting|evaluating) (?:the |a )?$"
)
_ANALYSIS = re.compile(
    r" (?:(?:data|results|analys[ie]s|information|samples)(?: [^\s.;,A-Z]+){0,4}? (?:of|in|from|on|for|included|include|were available for|were available from)) (?:the )?$"
)
_RANDOMIZATION = re.compile(r" randomization (?:[^\s.;,A-Z]+ ){0,4}?(?:in|of) (?:the )?$")
_STUDIED = re.compile(
    r" (?:(?:studied|measured|tested|examined|evaluated|assessed|investigated|administered|conducted|done"
    r"|performed|carried out|given|provided|obtained|recorded|(?:were|was) (?:made|taken)) (?:(?:(?!after |before )[^\s.;A-Z]+|V) ){0,14}?"
    r"|(?:we|study|trial) (?:studied|tested|examined|evaluated|assessed|investigated|compared|measured) (?:(?:[^\s.;,A-Z]+|[DVWAI]) ){0,14}?)"
    r"(?:in|to|among|on) (?:the )?$"
)
_WE = re.compile(
    r" we (?:\w+ly |have |also )?(?:investigated|examined|tested|treated|followed|observed) $"
)
_SAMPLED = re.compile(r" in a (?:[^\s.;,A-Z]+ ){0,2}?(?:sample|total) of $")
_TRIAL = re.compile(
    r"(?:trial|study|crossover|cross-over|crossed|random\w*|\S*-(?:blind|mask)(?:ed)?|blinded|masked)"
)
_OPENS = re.compile(r"(?:^ ?|[,:] |\b(?:trial|study|fashion|order|design) )$")
_TRIAL_OPENS = re.compile(rf" (?:in|for|using) (?:an?|this|our|the) [^.;:]*?{STUDY} (?:, )?")
_GIVEN = TREATED | {"took"}
_PEOPLE = re.compile(PEOPLE)
_CROSSOVER = frozenset({"crossover", "cross-over", "crossed"})
HEADED = re.compile(
    r"(?:\s*(?:participants|patients|subjects|population|setting|design|methods?|materials?|sample|and|&|/|,|:))*\s*"
)
_DONE_IN = re.compile(
    r" (?:we )?(?:conducted|performed|undertook) ,? ?(?:in|among|with) (?:the )?$"
)
ARE = re.compile(
    r" (?:(?:participants|subjects|patients|sample|population|study group|there)(?: size)? (?:were|was|are|comprised|consisted of|included|comprises)"
    r"|(?:trials?|study|studies|rct|cohort)(?: that| which)? (?:comprised|comprises|consisted of|consists of|involved|involves)) (?:of )?$"
)


def named(spot: Spot) -> Told:
    """A number that a sentence gives as the people of the study, with no verb that says how."""
    early = spot.line.part not in {"results", "conclusions"}
    told: tuple[tuple[bool, Told], ...] = (
        (early and bool(OF_STUDY.search(spot.before)), ("enrolled", 2)),
        (bool(ARE.search(spot.lead)) and " cases" not in spot.words, ("enrolled", 2)),
        (early and bool(_DONE_IN.search(spot.lead)), ("enrolled", 2)),
        (bool(_RANDOMIZATION.search(spot.lead)), ("randomizedPopulation", 3)),
        (early and "S" not in spot.behind and bool(_STUDIED.search(spot.lead)), ("enrolled", 1)),
        (bool(_ANALYSIS.search(spot.lead)), ("analysed", 1)),
        (bool(HEADED.fullmatch(spot.lead)) and _is_nominal(spot), ("enrolled", 2)),
        (early and bool(_WE.search(spot.lead)), ("enrolled", 1)),
        (early and bool(_SAMPLED.search(spot.before)), ("enrolled", 1)),
        (early and _opens_trial(spot), ("enrolled", 1)),
        (early and _is_of_title(spot), ("enrolled", 1)),
        (early and _is_under_study(spot), ("enrolled", 1)),
        (_is_taken_in(spot), ("enrolled", 2)),
    )
    return next((role for holds, role in told if holds), None)


def _is_taken_in(spot: Spot) -> bool:
    """Whether a sentence is no more than people who were taken in: "135 men recruited from 26 towns"."""
    taken = spot.behind[:1] in {("recruited",), ("enrolled",), ("included",)}
    return taken and not spot.lead.strip() and not has_verb(spot.behind)


def _opens_trial(spot: Spot) -> bool:
    """Whether the people stand right behind the trial that opens a sentence: "In a crossover study 32 men …"."""
    told = (*spot.forms[: spot.place], *spot.behind)
    alone = "S" not in spot.behind and told.count("A") != 1
    return bool(_TRIAL_OPENS.fullmatch(spot.lead)) and alone and bool(spot.behind)


def _is_of_title(spot: Spot) -> bool:
    """Whether a title names the people: "drops in 44 healthy volunteers"."""
    ends = not spot.behind or spot.behind[0] in _PARTICIPLES
    first = spot.line.part == "title" or not (spot.line.part or spot.line.number)
    title = first and ends and not has_verb(tuple(spot.lead.split()))
    return title and bool(OBLIQUE.search(spot.lead))


def _is_under_study(spot: Spot) -> bool:
    """Whether all people of a trial are told of: "in a blinded trial six patients were treated"."""
    told = (*spot.forms[: spot.place], *spot.behind)
    one = told.count("A") == 1 and not _CROSSOVER & set(told)
    trial = any(map(_TRIAL.fullmatch, told)) or spot.line.part == "methods"
    if one or not _OPENS.search(spot.lead) or not trial:
        return False
    own, _ = verb_of(spot.behind)
    given = own is not None and spot.behind[own] in _GIVEN
    named = any(map(_TRIAL.fullmatch, told)) and undergone(spot.behind)
    return named or ((given or undergone(spot.behind)) and _among_several(told))


def _among_several(told: tuple[str, ...]) -> bool:
    """Whether people had one of several things, or all of them in turn."""
    if _CROSSOVER & set(told):
        return True
    return " or " in f" {' '.join(told)} " and "S" not in told


def _is_nominal(spot: Spot) -> bool:
    """Whether a sentence is no more than a noun phrase of people: "Sixty women undergoing surgery"."""
    if spot.line.part not in {"methods", "design", None} or has_verb(spot.behind):
        return False
    if {"P", "Q", "vs", "versus"} & set(spot.forms):
        return False
    first = next((w for w in spot.behind if w != "B" and not _PEOPLE.fullmatch(w)), "")
    return not first or first in _PARTICIPLES or (first == "in" and spot.line.part == "methods")

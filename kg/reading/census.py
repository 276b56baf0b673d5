"""Every number of people in a sentence, and what it counts: screened, randomized, analysed.

In: a line of a page. Out: :class:`Count` records, each with a role and how plainly the words say
it. A number is read by where it stands: as the subject of a verb, behind one, in parentheses
behind the people, or as the people of a study. Whoever was allocated to one thing is an arm's, and
whoever stands in a list of numbers is nobody's: neither is counted here, unless the numbers that
follow in the sentence add up to it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kg.codes import PopulationRole
from kg.reading.atoms import Unit
from kg.reading.bracketed import GROUP, PERSON, in_brackets
from kg.reading.frozen import Frozen
from kg.reading.measures import PEOPLE
from kg.reading.named_people import ARE, OBLIQUE, OF_STUDY, STUDY, named
from kg.reading.page import Line
from kg.reading.spots import Spot, spots
from kg.reading.taking_part import (
    BE,
    OTHER_VERBS,
    ROLE_OF,
    STOP,
    TREATED,
    Told,
    further,
    is_given,
    is_whole,
    subject,
)

_LISTED = re.compile(r" [VQS] (?:and|\+|,|or|versus|vs|to|in|-|/) (?:the )?$")
_NUMBERED_PART = re.compile(r" (?:phase|study|part|trial|stage|step|experiment) V , $")
_OTHERS = re.compile(
    r"\b(?:another|additional|further|remaining|other|more|extra|each|every|least|parallel|separate"
    r"|historical|matched|per|next|last|second|subset|subgroup|subsample)(?: [^\s,]+){0,2} $"
)
_EYES_OF = re.compile(r"(?: a total of)? S (?:of|from|in) (?:the )?$")
_OF_EYES = re.compile(r"(?:of|from|in) (?:the )?S ")
_PLANNED = re.compile(
    r" (?:will|(?:we|was|is|were|originally|initially|had) planned|planned (?:to|total|sample|enrollment)|plans?"
    r"|aim(?:s|ed)? to (?:recruit|enrol|enroll|include|randomize|accrue)|to (?:recruit|enrol|enroll|include|randomize)|target(?:ed)? (?:sample|enrol\w+|accrual|recruitment|size|number|of)|(?:was|were|is|are|be) (?:required|needed)"
    r"|(?:required|needed) (?:to|for|in)|power|intended to|expected|anticipated|needs)\b"
)
_ALLOTTED = re.compile(
    r" (?!(?:of|to|or|and|%|in|from|were|was) )(?:[^\s.;,A-Z]+ |D ){1,8}?(?:were|was) (?:then |subsequently |finally )?(?:randomly|randomized|assigned|allocated|enrolled|recruited) "
)
_LATER = re.compile(
    r" (?:with|aged|who|undergoing|suffering|having|diagnosed) (?:(?!were|was|to|had|have )[^\s;.SVQAG]+ ){1,14}?(?:, )?(?:who were |were )?(?<! the )(?<! a )(?:randomly|randomized|allocated) "
)
_THINGS = frozenset(
    "schools centers centres clinics sites hospitals practices teeth samples lesions limbs units clusters villages wards"
    " mice rats rabbits dogs pigs sows animals cows calves lambs sheep communities classes classrooms specimens implants"
    " tumors knees hips trials studies days weeks months years fingerlings fish chickens pens herds regions blocks homes"
    " facilities districts towns sessions stents grafts wounds ulcers".split()
)
_SETTING = re.compile(
    rf"^ (?:in|for|during|within) (?:an?|this|our|the) [^.;:]*?{STUDY} , (?:a total of )?$"
)
_STRANGE = re.compile(r"\b(?:controls?|relatives|siblings|partners?|clinicians)\b")
_TAKEN_OUT = re.compile(
    r"^ (?:[^\s.;]+ ){0,3}?(?:of|from|among|out of) (?:the |a total of )*[SV] [^.;]*, (?:only |a total of )?$"
)
_AFTER_SCREENING = re.compile(
    r" [SV] [^.;]*(?:screened|approached|contacted|invited|eligible|consented|identified|assessed)\b[^.;]* (?:,|and|, and|of whom|of which|, of whom|, of which) $"
)
_TAKEN_IN = frozenset({"randomizedPopulation", "enrolled"})
_SUMMED, _NAME, _LONGEST_WORD = 4, 5, 20
_TAKING = re.compile(
    r" (?:we (?:\w+ly )?(?:randomized|enrolled|recruited)|(?:participants|subjects) (?:included|comprised|consisted of)) $"
)
_INCLUDING = re.compile(
    r" (?:we|trial|study) (?:\w+ly |have |has )?(?:included|enrolled|recruited|randomized|studied|randomly assigned) $"
)
_AGES = re.compile(r" (?:V - (?:to|or|and) )?D(?= )")
_WITHIN = frozenset({"in", "among", "for", "with", "by"})
_OPENING = re.compile(r"^ (?:using|after|following|during|between|from|at|with|by) [^.;:SVQ]* , $")
_NOBODY = frozenset("groups arms group times of the and or were was in to per".split())
_WHOLE = re.compile(
    r" (?:were|was|we) (?:\S+ ){0,3}?(?P<verb>randomized|assigned|allocated|divided|enrolled|recruited|included|analysed|evaluated|assessed|studied) "
    r"| (?P<also>participated|randomized(?= (?:in)?to )) "
)
# A pattern that opens with a bracket is found fast; whether people stand before it is asked then.
_IN_BRACKETS = re.compile(r"\((?<=\w \()([^()]+)\)")
_PEOPLE_AHEAD = re.compile(rf"(?:{PEOPLE}) \Z", re.IGNORECASE)
_NUMBERED = re.compile(r"(?<!\S)[SQ](?!\S)")
# What a number that others add up to counts, by the first words that say so; nothing where it is of events.
_SUMS: tuple[tuple[re.Pattern[str], tuple[PopulationRole | None, int]], ...] = (
    (re.compile(
        r" (?:(?:further|subsequently|again) (?:randomized|randomly)|events?|deaths|died|relapses?|responses?"
        r"|responded|experienced|developed|had) "
    ), (None, 0)),
    (re.compile(r" (?:randomized|randomly|allocated|assigned|randomization) "), ("randomizedPopulation", 4)),
    (re.compile(
        r" (?:enrolled|recruited|included|entered|accrued|received|treated|underwent) "
    ), ("enrolled", 3)),
    (re.compile(r" (?:evaluable|analysed|assessed|assessable|evaluated|completed) "), ("analysed", 3)),
)  # fmt: skip
_CLOSED = BE | OTHER_VERBS | TREATED | STOP | {"of", "to", "or", "%"}


class Count(Frozen, frozen=True, gc=False):
    """A number of people: the role it has, how plainly that is said (1 to 4), and its place."""

    role: PopulationRole
    size: int
    plain: int
    start: int
    end: int


def counts(line: Line) -> Iterator[Count]:
    """The numbers of people of a line with what they count, where the words say so."""
    yield from _out_of_all(line)
    summed = set[PopulationRole]()
    for spot in spots(line):
        if not _STRANGE.search(spot.words) and " groups " not in f" {spot.words} ":
            item = line.arms.items[spot.place]
            told = [each for each in _read(spot) if each[0] not in summed]
            for role, plain in told:
                yield Count(_timed(role, spot), spot.size, plain, item.start, item.end)
            if told and spot.adds_up:  # those that follow are its parts
                summed.update(role for role, _ in told)


def _out_of_all(line: Line) -> Iterator[Count]:
    """Those randomized or enrolled out of whom a sentence counts: "36 of 40 randomized women"."""
    for item, behind in pairwise(line.arms.items):
        role = ROLE_OF.get(behind.form) if item.form == "Q" else None
        if role and role in _TAKEN_IN and item.value.denominator:
            yield Count(role, item.value.denominator, 1, item.start, item.end)


def whole_of(line: Line, whole: int) -> Iterator[Count]:
    """The number of a line that is the sum of all arms, where the line says who took part.

    A number that is theirs and no other's needs no more to be told by: the arms add up to it.
    """
    told = _WHOLE.search(line.tape.line)
    role = ROLE_OF.get(told["verb"] or told["also"]) if told else None
    for spot in spots(line) if role and role not in {"screened", "completed"} else ():
        eyes = spot.words.endswith(" eyes") and _OF_EYES.match(f"{' '.join(spot.behind)} ")
        if spot.size == whole and role and not eyes:
            item = line.arms.items[spot.place]
            yield Count(_timed(role, spot), whole, _SUMMED, item.start, item.end)


def _read(spot: Spot) -> Iterator[tuple[PopulationRole, int]]:
    """The roles that the words give to a number, each with how plainly."""
    form = spot.forms[spot.place]
    people = _people_ahead(spot) if form == "V" and not spot.within else 0
    if form == "S" and spot.within:
        found = [in_brackets(spot)]
    elif form == "S" or people:
        found = _in_clause(spot._replace(behind=spot.behind[people:]))
    else:
        found = [] if spot.within or form == "Y" else [_out_of(spot)]
    yield from (each for each in found if each)


def _people_ahead(spot: Spot) -> int:
    """How many words behind a bare number that opens a sentence its people are named."""
    lead = _OPENING.sub("", _SETTING.sub("", spot.lead)).strip()
    if _TAKING.search(spot.lead) and _is_named(spot.behind):
        return 1
    if lead and not _introduced(spot):
        return 0
    if _ALLOTTED.match(" ".join(["", *spot.behind])) and spot.behind[0] not in _THINGS:
        return 1
    closed = _CLOSED | _WITHIN if lead else _CLOSED
    for n, word in enumerate(spot.behind[:14]):
        if n < _aged(spot.behind):
            continue
        if word in closed and not (word == "of" and _is_title(spot, n - 1)):
            break
        if PERSON.fullmatch(word) or _is_called(spot, n, told=bool(lead)):
            return n + 1
    return 0


def _is_called(spot: Spot, place: int, *, told: bool) -> bool:
    """Whether a word in capitals stands for people: before their verb, or where people are told of."""
    word = spot.behind[place]
    if place and _is_acronym(spot, word) and _verb_follows(spot, place):
        return True
    return told and word.lower() in _short_names(spot.line.arms.text)


@lru_cache(maxsize=4)  # all numbers of a page ask for those of its text
def _short_names(text: str) -> frozenset[str]:
    """What people are called in brackets behind a word for them: "patients (PWH)"."""
    return frozenset(
        match[1].lower()
        for match in _IN_BRACKETS.finditer(text)
        if _PEOPLE_AHEAD.search(text, max(0, match.start() - _LONGEST_WORD), match.start())
    )


def _aged(behind: tuple[str, ...]) -> int:
    """How many words behind a number tell how old people are: "90 6- to 10-year-old children"."""
    told = _AGES.match(" ".join(["", *behind[:5], ""]))
    return len(told.group().split()) if told else 0


def _introduced(spot: Spot) -> bool:
    """Whether the words before a number say that people follow: "a trial in", "the study included"."""
    told = OF_STUDY.search(spot.before) or ARE.search(spot.lead) or _INCLUDING.search(spot.lead)
    return told is not None


def _is_named(behind: tuple[str, ...]) -> bool:
    """Whether words name somebody, and not something: "we enrolled 20 Norwegians with gout"."""
    return bool(behind) and behind[0][0].isalpha() and not {*behind[:_NAME]} & (_THINGS | _NOBODY)


def _verb_follows(spot: Spot, place: int) -> bool:
    return spot.behind[place + 1 : place + 2] in {("were",), ("who",), ("with",)}


def _is_title(spot: Spot, place: int) -> bool:
    """Whether a word behind the number is written with a capital: "the American Society of …"."""
    item = spot.line.arms.items[spot.place + 1 + place]
    return place >= 0 and spot.line.arms.text[item.start].isupper()


def _is_acronym(spot: Spot, word: str) -> bool:
    """Whether a word stands in the text in capitals: "BCS" for survivors of something."""
    items = spot.line.arms.items[spot.place : spot.place + 14]
    text = spot.line.arms.text
    return any(i.form == word and text[i.start : i.start + 3].isupper() for i in items)


def _in_clause(spot: Spot) -> list[Told]:
    """What a number outside parentheses counts."""
    spot = spot._replace(before=_of_eyes(spot))
    if _is_partial(spot):
        return []
    if spot.words.endswith(" eyes") and _OF_EYES.match(f"{' '.join(spot.behind)} "):
        return []  # "24 eyes of 12 patients"
    if spot.adds_up and (found := _summed(spot)):
        return [found]
    oblique = OBLIQUE.search(spot.lead)
    said = (
        _active(spot),
        _participle(spot) if oblique else subject(spot.behind),
        further(spot.behind),
    )
    return list(said) if any(said) else [_inner(spot) or named(spot)]


def _of_eyes(spot: Spot) -> str:
    """The words before a number of people, without those of their eyes."""
    last = next((i for i in spot.line.arms.items[spot.place - 1 :: -1] if i.form == "S"), None)
    eyes = last is not None and spot.line.arms.words((last,)).lower().endswith(" eyes")
    return f"{_EYES_OF.sub('', spot.before)} " if eyes else spot.before


def _is_partial(spot: Spot) -> bool:
    """Whether a number is one of several, of others than the people, or a share of them."""
    inner = spot.forms[spot.place + 1 : spot.place + 4]
    share = inner == ("(", "W", ")") and _is_percent(spot, spot.place + 2)
    each = spot.forms[spot.place + 1 : spot.place + 2] == ("each",)
    per = spot.behind[:2] in {("in", "each"), ("per", "group"), ("per", "arm"), ("in", "both")}
    row = (
        len(spot.behind) > 1
        and spot.behind[0] in {"and", "+", "versus", "vs"}
        and spot.behind[1] in {"S", "V", "Q"}
    )
    listed = _LISTED.search(spot.before) and not _NUMBERED_PART.search(spot.before)
    named = bool((listed and not spot.adds_up) or _OTHERS.search(spot.before))
    within = bool(re.search(r" S (?:[^\s.;,]+ ){1,4}$", spot.before)) and not spot.adds_up
    return (share and not spot.adds_up) or each or per or row or named or within


def _is_percent(spot: Spot, place: int) -> bool:
    """Whether a value is a percentage, and no mean age: "25 women (40%)"."""
    unit: Unit | None = spot.line.arms.items[place].value.unit
    return unit is not None and unit.code == "%"


def _summed(spot: Spot) -> Told:
    """A number that those behind it add up to: people who were allocated, treated or taken in."""
    told = f"{spot.lead}{' '.join(spot.behind)} "
    said = next((word for word in spot.behind if word in ROLE_OF or word == "S"), "")
    if said == "completed":
        return "completed", 3
    if spot.behind[:1] and ROLE_OF.get(spot.behind[0]) == "screened":
        return "screened", 3  # "of 138 men approached, 31 entered and 107 refused"
    role, plain = next((found for pattern, found in _SUMS if pattern.search(told)), (None, 0))
    if role == "analysed" and " completed " in told:
        return "completed", plain
    return (role, plain) if role else None


def planned(words: str) -> bool:
    """Whether words tell of people who are yet to come.

    >>> planned(" patients will be randomized "), planned(" patients were randomized ")
    (True, False)
    """
    return _PLANNED.search(words) is not None


def _timed(role: PopulationRole, spot: Spot) -> PopulationRole:
    """The role, as planned where the sentence is about what is to come."""
    own = _NUMBERED.split(spot.before)[-1]  # what is told of a number before it is not told of this
    told = f" {own} {_NUMBERED.split(' '.join(spot.behind[:12]))[0]} "
    return "planned" if planned(told) else role


def _active(spot: Spot) -> Told:
    """A number behind a verb: "we randomized 90 patients"."""
    words = spot.lead.split()
    verb = words[-1] if words else ""
    role = ROLE_OF.get(verb)
    if role is None or verb in {"eligible", "evaluable", "assessable"}:
        return None
    if words[-2:-1] in (["not"], ["or"]):
        return None
    if role == "randomizedPopulation":
        return (role, 3) if is_whole(spot.behind) else None
    return None if GROUP.search(" ".join(words[-6:])) else (role, 2)


def _participle(spot: Spot) -> Told:
    """A number of people in passing, with a participle: "of the 188 patients enrolled"."""
    word = spot.behind[0] if spot.behind else ""
    role = ROLE_OF.get(word)
    if word == "randomly":
        role = "randomizedPopulation"
    if role and is_given(spot.behind):
        return None
    if role is None and (later := _LATER.match(" ".join(["", *spot.behind]) + " ")):
        told = spot.behind[len(later.group().split()) :]
        return ("randomizedPopulation", 2) if is_whole(told) else None
    if role is None or word == "eligible":
        return None
    whole = role != "randomizedPopulation" or is_whole(spot.behind[1:])
    return (role, 3) if whole else None


def _inner(spot: Spot) -> Told:
    """A number whose own words say it: "the 158 randomized women"."""
    for word in spot.words.split()[1:]:
        role = ROLE_OF.get(word.replace("randomised", "randomized"))
        if role and role != "screened" and spot.behind[:1] not in {("to",), ("in",)}:
            return role, 2
    return None


def _out_of(spot: Spot) -> Told:
    """What a bare number counts that is taken out of others: "of 2,137 screened, 85 entered"."""
    if not _TAKEN_OUT.search(spot.before) and not _AFTER_SCREENING.search(spot.before):
        return None
    found = subject(spot.behind)
    return found if found and found[0] in {"enrolled", "randomizedPopulation"} else None

"""What verbs say of people: who was allocated, enrolled, analysed, and whether all of them were.

In: the words behind a number of people. Out: the role that the verb gives them and how plainly, or
nothing: those who were allocated to one thing only are an arm's.
"""

import re

from kg.codes import PopulationRole

Told = tuple[PopulationRole, int] | None
_RANDOM = frozenset(
    "randomized randomization allocated assigned divided distributed apportioned allotted split".split()
)
_ROLES: dict[PopulationRole, frozenset[str]] = {
    "randomizedPopulation": _RANDOM,
    "enrolled": frozenset(
        "enrolled recruited entered included registered participated studied accrued joined started"
        " inducted include includes enrolls enrols recruits selected".split()
    ),
    "analysed": frozenset(
        "analysed analyzed analyzable evaluable evaluated assessed assessable".split()
    ),
    "completed": frozenset({"completed", "finished"}),
    "screened": frozenset("screened approached invited contacted eligible identified".split()),
}
ROLE_OF: dict[str, PopulationRole] = {
    word: role for role, words in _ROLES.items() for word in words
}
BE = frozenset("were was are is been be".split())
_BETWEEN = frozenset(
    "then finally eligible and enrolled included also therefore been recruited screened thus first"
    " stratified 1:1 equally".split()
)
_ACTIVE = frozenset(
    "provided participated entered completed finished joined started enrolled".split()
)
_JOINING = frozenset("participate take part randomization enter join".split())
_DONE = frozenset(
    "study trial treatment protocol follow-up intervention all therapy program".split()
)
TREATED = frozenset("received receive underwent undertook".split())
_UNFINISHED = frozenset("to could can may might would should must the a an this".split())
_SEXES = frozenset("female male females males women men white aged older younger".split())
_GROUPS = frozenset("study group population sample cohort".split())
# Verbs that say who took part only with a word behind them: "agreed to join", "took part".
_NEEDING: dict[str, tuple[Told, frozenset[str]]] = {
    **dict.fromkeys(("agreed", "consented"), (("enrolled", 2), _JOINING)),
    **dict.fromkeys(("formed", "constituted", "comprised"), (("enrolled", 2), _GROUPS)),
    "signed": (("enrolled", 2), frozenset({"consent"})),
    "took": (("enrolled", 2), frozenset({"part"})),
    "provided": (("analysed", 2), frozenset({"data"})),
}
_RELATIVE = frozenset("who that which whose whom".split())
_UNDERGONE = frozenset(
    "treated studied examined investigated given administered tested exposed started followed monitored observed"
    " placed offered prescribed supplemented trained instructed challenged operated fed".split()
)
_WHO = re.compile(r"(?:^| )who(?: \w+ly| also| then| had| have)?$")
_AUXILIARIES = frozenset("had have has did do does".split())
_AFTER_AUXILIARIES = frozenset("been be have had".split())
_PERFECT = frozenset("had have has".split())
_PAST = frozenset({"been"}) | _ACTIVE | TREATED
_JOINED = frozenset("and or but".split())
OTHER_VERBS = frozenset(
    "had have has showed experienced achieved developed died responded reported discontinued withdrew"
    " dropped relapsed declined refused remained failed survived reached presented did could needed"
    " required became progressed increased decreased agreed consented".split()
)
STOP = frozenset({"S", "Q", "A", "G", "P", "C"})
_FINITE = BE | _ACTIVE | TREATED | OTHER_VERBS | frozenset(_NEEDING)
_ALTERNATIVES = re.compile(
    r" (?:or|versus|vs|v|either|between|among|groups|arms|treatments|regimens|conditions|sequences"
    r"|strategies|ratio|G|respectively|:|one of) | into [^;]* and | (?:to|into) V (?:[^\s.;A-Z]+ )?A | (?:group|arm) .* (?:group|arm) "
)
_ALLOTTING = frozenset({"allocated", "assigned"})
_NO_THINGS = frozenset(
    "to into at in by between among or for on from using with within according via per treatment either one"
    " were was who".split()
)
_ONE_OF = re.compile(
    r" (?:to|into|receive|receiving|in) Q (?:A|G|(?:[^\s.;,A-Z]+ ){0,3}?[a-z]+s)(?= )"
)
_THE_STUDY = r" (?:the|this|our|total|all|a 1:1|V|an?) (?:[^\s.;,]+ )?(?:study|trial|ratio|fashion|manner)\b| total | all "
_EVALUATED = re.compile(
    r"(?:were|was) (?:\w+ly )?(?:eligible for (?:the |final |\w+ )?(?:analys[ei]s|evaluation|assessment)|\S+-evaluable|included in (?:the |final |all |primary |statistical |\w+ )*analys[ei]s)"
)
_STUDY_DRUG = re.compile(
    r"(?:at least (?:V|one) doses? of )?(?:the )?(?:allocated |assigned |randomized |double-blind )?(?:study|trial)[ -](?:medications?|drugs?|treatments?)\b"
)
_CROSSED = r"\bin (?:an? )?(?:random|randomized|counterbalanced) (?:order|sequence)"
_PARALLEL = re.compile(
    r" (?:and|,|while|whereas|;|versus|vs|or|with|but) (?:the |another |other |only |then |remaining )*"
    r"(?:S|V|Q)(?! or | each | , (?:and )?[VD] )(?: [^\s.;A-Z]+){0,4}? (?:to|into|in|received|receiving"
    r"|(?:(?:were|was) )?(?:then )?(?:randomly|randomized|assigned|allocated|treated|given)|A|on|,|underwent)(?= )"
)


def further(behind: tuple[str, ...]) -> Told:
    """What a second verb says: "who were randomly divided", "were enrolled and then randomized"."""
    words = " ".join(behind[:24])
    match = re.match(
        r"(?:, )?who (?:were|was) (?:\w+ly )*(?P<verb>randomized|randomly \w+|allocated|assigned)"
        r"|(?:(?:[^\s.;,A-Z]+|[BDV]) )*?(?:were|was) (?:[^\s.;,A-Z]+ )+?and (?:were )?(?:then )?(?P<also>randomized|randomly \w+)",
        words,
    )
    if match is None or not is_whole(behind[len(words[: match.end()].split()) :]):
        return None
    return "randomizedPopulation", 3


def subject(behind: tuple[str, ...]) -> Told:
    """A number that is the subject of a verb: "90 patients who had X were randomized"."""
    own, joined = verb_of(behind[:45])
    if own is not None and behind[own] in _RANDOM:
        whole = is_whole(behind[own + 1 :]) and not is_given(behind[own:])
        return ("randomizedPopulation", 3) if whole else None
    if own is not None:
        return _predicate(behind, own)
    return _predicate(behind, joined) if joined is not None else None


def undergone(behind: tuple[str, ...]) -> bool:
    """Whether people are the subject of what was done with them: "six patients were treated"."""
    own, _ = verb_of(behind[:45])
    if own is None or behind[own] not in BE:
        return False
    near = behind[own + 1 : own + 3]
    done = next((word for word in near if not word.endswith("ly")), "")
    return done in _UNDERGONE


def verb_of(behind: tuple[str, ...]) -> tuple[int | None, int | None]:
    """The place of the verb of people told of, and of one that "and" adds to a relative clause.

    >>> verb_of(tuple("who had been ill and were well were seen".split()))
    (7, 5)
    """
    open_, held, joined = False, -1, None
    for place, word in enumerate(behind):
        if word in STOP:
            break
        before = behind[place - 1] if place else ""
        if before in _UNFINISHED and word not in _RELATIVE:
            continue  # "to receive", "could be seen", "the randomized trial"
        if word in _RELATIVE:
            open_ = True
        elif word in _FINITE or (open_ and _WHO.search(" ".join(behind[:place]))):
            if open_ or (
                held >= 0 and word in _AFTER_AUXILIARIES and _follows(behind, held, place)
            ):
                open_, held = False, place
            elif held >= 0 and before in _JOINED:
                joined, held = joined or place, place
            else:
                return place, joined
        elif word in _RANDOM and not open_:
            return place, joined
    return None, joined


def _follows(behind: tuple[str, ...], held: int, place: int) -> bool:
    """Whether a verb goes on from an auxiliary: "had been", "did not have"."""
    between = behind[held + 1 : place]
    return behind[held] in _AUXILIARIES and all(w == "not" or w.endswith("ly") for w in between)


def _predicate(behind: tuple[str, ...], place: int) -> Told:
    """The role that the verb at a place gives its subject."""
    if behind[place] in _PERFECT and behind[place + 1 : place + 2] and behind[place + 1] in _PAST:
        place += 1
    word, near = behind[place], set(behind[place : place + 5])
    if word in _NEEDING:
        role, others = _NEEDING[word]
        return role if near & others else None
    if word in TREATED:
        return _treated(" ".join(behind[place + 1 :]))
    if word in ROLE_OF and word in _ACTIVE and (word != "completed" or _DONE & near):
        return ROLE_OF[word], 2
    return _passive(behind, place) if word in BE else None


def _treated(told: str) -> Told:
    """The role of those who received something: all of them where it was one of several things."""
    if _STUDY_DRUG.match(told):
        return "analysed", 1
    if told.startswith("randomization") or re.search(_CROSSED, told):
        return "randomizedPopulation", 3
    return ("enrolled", 1) if re.search(r"\beither\b.* or ", told) else None


def _passive(behind: tuple[str, ...], place: int) -> Told:
    best: Told = (
        ("enrolled", 1) if behind[place + 1 : place + 2] and behind[place + 1] in _SEXES else None
    )
    if _EVALUATED.match(" ".join(behind[place:])):
        return "analysed", 2
    for n in range(place + 1, min(len(behind), place + 7)):
        role = ROLE_OF.get(behind[n])
        if role == "randomizedPopulation":
            whole = is_whole(behind[n + 1 :])
            return best or ((role, 3) if whole else None)
        if role and behind[n] != "eligible":
            best = best or (role, 3 if role == "enrolled" else 2)
        elif behind[n] == "further":
            return None
        elif behind[n] not in _BETWEEN | BE and not behind[n].endswith("ly"):
            break
    if best and _PARALLEL.search(f" {' '.join(behind[place:])} "):
        return best[0], 1
    return best


def is_whole(behind: tuple[str, ...]) -> bool:
    """Whether people were allocated among several things, and no other number to another of them."""
    rest = f" {' '.join(behind)} "
    if _PARALLEL.search(rest) and " respectively " not in rest:
        return False
    to = re.search(
        rf" (?:to|into(?!{_THE_STUDY})|in(?!{_THE_STUDY})(?=(?: [^\s.;,]+){{1,4}}? (?:A|group|arm|condition) )|receive|receiving) ",
        rest,
    )
    if to is None or rest.count(" A ") > 1:
        return to is not None or not rest.startswith(" A ")  # "allocated tea"
    return bool(_ALTERNATIVES.search(rest) or _ONE_OF.search(rest))


def is_given(told: tuple[str, ...]) -> bool:
    """Whether people were allotted one thing, which no "to" sets apart: "allocated tea".

    >>> is_given(("allocated", "tea")), is_given(("assigned", "tea", "or", "milk"))
    (True, False)
    """
    thing = told[1] if told[0] in _ALLOTTING and len(told) > 1 else ""
    plain = thing.isalpha() and thing not in _BETWEEN | _NO_THINGS and not thing.endswith("ly")
    return plain and not _ALTERNATIVES.search(f" {' '.join(told[1:])} ")


def has_verb(behind: tuple[str, ...]) -> bool:
    """Whether a finite verb stands in the words, one of a relative clause aside."""
    own, _ = verb_of(tuple(word for word in behind if word not in STOP | _RANDOM))
    return own is not None

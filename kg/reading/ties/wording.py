"""What tied values are of, where no plain phrase stands before them.

In: the tape of a scene, its facts, and the values of one list. Out: a
:class:`~kg.reading.subjects.Subject`: what was counted, what there was more of, what a treatment
acted on, what became of the people, or the change that the words name. None where none says it.
"""

import re

from kg.codes import Statistic
from kg.reading.facts import Fact
from kg.reading.measures import PEOPLE
from kg.reading.subjects import Subject, called, statistic_of, subjects
from kg.reading.tape import Hit, Item, Tape
from kg.reading.ties.topics import beginning, is_plain

_PERSON = re.compile(rf"(?:{PEOPLE}|pts|cases|ones|controls)")
_ADVERB = r"(?:(?:also|only|still|not|{w}ly) )*"
_MORE = (
    r"(?:higher|lower|greater|smaller|longer|shorter|fewer|less|better|worse|larger|increased|reduced|decreased|improved"
    r"|more|different|similar|comparable)"
)
_FURTHER = (
    rf"(?:had|have|has|showed|experienced|reported|with|in|and|revealed|demonstrated|achieved|led to|resulted in|was|were|,|a|an)"
    rf" (?:an? )?{_ADVERB}{_MORE} (?P<what>(?!in |than |for |with |likely |often |frequent|among |among |effective |on |at |to |by )"
    r"(?:[^\sA-Z,;:().\[\]]+ )*?[^\sA-Z,;:().\[\]]+)(?= in| with| for| among| than| A| I| G| compared| \(| :| ,| at| after| when| versus| vs)"
)
_ACTED = (
    rf"(?:A|I|treatment|therapy|supplementation|training|intervention) {_ADVERB}"
    r"(?:increased|reduced|improved|prolonged|decreased|lowered|enhanced|delayed|shortened|raised|extended) (?:the )?"
    r"(?P<what>(?:[^\sA-Z,;:().\[\]]+ )*?[^\sA-Z,;:().\[\]]+)(?= in| with| for| among| A| I| compared| \(| ,| at| by| after| versus| vs| from| when| relative)"
)
_SAID = r"(?:indicated|showed|suggested|demonstrated|revealed|found|observed|indicate|show|confirmed) that (?P<what>(?:[^\sA-Z,;:().\[\]]+ )+?)(?=was|were|is|are|did|had)"
_THAT = r"(?:the |an? )(?P<what>(?:[^\sA-Z,;:().\[\]]+ )+?)(?=that|which|who) .*? (?:was|were)"
_NO_DIFFERENCE = (
    r"(?:differences?|effects?|benefit|improvement) (?:between G )?(?:in|on) (?:the )?(?P<what>(?:[^\sA-Z,;:().\[\]]+ )*?[^\sA-Z,;:().\[\]]+)"
    r"(?= ,| with| at| between| in| for| \(| :| ;| when| after)"
)
_THOSE = (
    r"(?:patients|women|participants|subjects|those|proportions?|percentages?|numbers?) (?:of (?:patients|women|participants|subjects|those) )?"
    r"who (?P<what>(?:[^\sA-Z,;:().\[\]]+ )+?)(?=was|were|accounted)"
)
_STATED = (
    r"(?:the|an?|,|and|median|mean|overall) (?P<what>(?:proportions?|percentages?|numbers?|rates?|incidences?|frequency|mean|median|average|risk|duration|time|score|level)"
    r" (?:[^\sA-Z,;:.()\[\]]+ |[BNTD] |\( [^()]* \) ){1,12}?)(?=was|were|averaged|reached|in A|for A|with A)"
)
_HAD = (
    r"(?:had|have|has|reached|achieved|experienced|experience|developed|develop|reported|exhibited|showed|met|received|attained|maintained"
    r"|required|suffered|underwent|completed|presented)"
)
_DID = (
    rf"(?:, |respectively |\) |who |patients |women |{_ADVERB})*?(?:had |have |has )??(?:did not )?"
    rf"(?P<verb>{_HAD}|were|was|{{w}}ed|fell|lost|chose|felt|knew|told|slept|took|gave|kept|met|stopped|understood)"
    r"(?: (?:from )?(?P<what>(?!(?:compared|versus|vs) )(?:[^\sA-Z,;:().\[\]]+ )*?[^\sA-Z,;:().\[\]]+))?"
    r"(?= \(| ,| \.| ;| which| compared| versus| vs| with| P| at| after| during| within| T| D| and V| B| V| for)"
)
_CHANGE = (
    r"(?:(?P<percent>percent|percentage|%) )?(?:changes?|increases?|gains?|rise) (?:in|of) (?P<what>(?:[^\sA-Z,;:().\[\]]+ )*?[^\sA-Z,;:().\[\]]+)"
    r"(?= in| with| for| among| than| A| I| G| was| were| did| compared| \(| :| ,| at| after| between| when| of| by| from| T)"
)
_NO_VERBS = frozenset(
    "observed seen noted found reported compared respectively assigned randomized treated given".split()
)
_OCCURRENCES = frozenset(
    "episode episodes bout bouts instance instances occurrence occurrences".split()
)
_WORD = r"[^\sA-Z,;:().\[\]]+"
_FAR, _LONGEST, _MOST_WORDS, _FEWEST_LETTERS = 14, 9, 14, 5
_NAMING = frozenset(
    "A I G of in the with for and , respectively receiving on patients women men participants subjects both groups"
    " assigned to".split()
)
_VALUES = frozenset({"V", "F"})
_ASIDES = frozenset({"P", "F", "C", "R", "N", "S", "D", "T"})


def had_more_of(tape: Tape, first: int) -> Subject | None:
    """What a group had more or less of, where the words before its values say that it had it."""
    told = tape.part(_start(tape, first), first)
    hit = told.hit(rf"(?:had|showed|experienced|reported) (?:an? )?{_ADVERB}{_MORE} \S+")
    return None if hit is None else _of_phrase(told)


def told_of(tape: Tape, facts: tuple[Fact, ...], places: tuple[int, ...]) -> Subject | None:
    """The subject of values at the places of a tape, in whatever way it is told."""
    first, last = places[0], places[-1] + 1
    told = tape.part(_start(tape, first), first)
    return (
        _counted(tape, facts, first)
        or _of_those(told)
        or _of_phrase(told)
        or done(tape, facts, first, last)
        or _than(tape, facts, first, last)
        or _as_written(told)
    )


def _of_those(told: Tape) -> Subject | None:
    """What those did whose number or share it is: "the proportion of patients who slept was"."""
    hit = told.hit(_THOSE)
    run = hit.items("what") if hit else ()
    plain = 0 < len(run) <= _LONGEST and not {i.form for i in run} & _ASIDES
    return called(told.words(run), run, share=True) if plain else None


def _than(tape: Tape, facts: tuple[Fact, ...], first: int, last: int) -> Subject | None:
    """What more of one group did than of the other: "more of X (28%) stopped early than of Y (18%)"."""
    inside = tape.part(first + 1, last)
    hit = inside.hit(r"\) (?P<what>(?:[^\sA-Z,;:().\[\]]+ )+?)(?=than)")
    run = hit.items("what") if hit and hit.first == 0 else ()
    share = facts[int(tape.items[first].value)].number
    if not run or len(run) > _LONGEST or share is None or share.unit != "%":
        return None
    return called(tape.words(run), run, share=True)


def _as_written(told: Tape) -> Subject | None:
    """The phrase before a verb that states a value, as it is written, cut-offs and all."""
    hits = list(told.hits(_STATED))
    hit = hits[-1] if hits else None
    run = hit.items("what") if hit else ()
    if (
        hit is None
        or len(run) > _MOST_WORDS
        or {i.form for i in run} & {"A", "I", "G", "P", "F", "V"}
    ):
        return None
    while run and run[0].form in {"the", "a", "an", "overall", "mean", "median", "average"}:
        run = run[1:]
    words = told.words(run)
    letters = sum(c.isalpha() for c in words)
    return (
        called(words, run, statistic=statistic_of(hit.words("what")))
        if letters > _FEWEST_LETTERS
        else None
    )


def changed(tape: Tape, first: int) -> Subject | None:
    """The subject of values that are changes: what changed, where the words name no fall.

    Of a reduction or a loss the number stands without its sign, and is left.
    """
    told = tape.part(_start(tape, first), first)
    hits = [*told.hits(_CHANGE)]
    found = _subject(told, hits[-1]) if hits else None
    if found is None:
        return None
    statistic: Statistic = "percentChange" if hits[-1].has("percent") else "change"
    return found._replace(statistic=statistic)


def is_named_change(subject: Subject) -> bool:
    """Whether the values of a subject are changes, and are said to be.

    >>> is_named_change(called("pain", (), statistic="change"))
    True
    """
    return subject.statistic in {"change", "percentChange"}


def _start(tape: Tape, first: int) -> int:
    return beginning(tape, first, _VALUES)


def _counted(tape: Tape, facts: tuple[Fact, ...], place: int) -> Subject | None:
    """What a count counts, where it is no people: "118 cancers", "18 (0.1%) interval cancers"."""
    item = tape.items[place]
    fact = facts[int(item.value)]
    if fact.count is None:
        return None
    words = (fact.noun or "").strip()
    if words.rpartition(" ")[2].lower() in _OCCURRENCES:
        return _occurred(tape, place)
    if words and not _PERSON.fullmatch(words.split()[-1].lower()):
        inner = Item(words.lower(), item.end - len(words), item.end)
        return called(words, (inner,))
    behind = tape.part(place + 1, len(tape.items)).hit(
        r"(?P<what>(?:[^\sA-Z,;:().\[\]]+ )*?[^\sA-Z,;:().\[\]]+) (?:was|were|occurred|developed)"
    )
    behind = behind if behind and not behind.first else None
    people = behind and any(_PERSON.fullmatch(i.form) for i in behind.items("what"))
    return _subject(behind.tape, behind) if behind and not people else None


def _occurred(tape: Tape, place: int) -> Subject | None:
    """What happened so often: "three episodes of severe pain"; an episode of nothing is none."""
    hit = tape.part(place + 1, len(tape.items)).hit(
        rf"of (?P<what>{_WORD}(?: {_WORD})*?)(?= (?:was|were|had|occurred|developed|happened|in|with|on|among|during|per|A|I|G|,|;|\(|\.))"
    )
    return _subject(hit.tape, hit) if hit is not None and not hit.first else None


def _of_phrase(told: Tape) -> Subject | None:
    for pattern in (_FURTHER, _ACTED, _SAID, _THAT, _NO_DIFFERENCE):
        hits = list(told.hits(pattern))
        found = _subject(told, hits[-1]) if hits else None
        if found is not None:
            return found
    return None


def _subject(told: Tape, hit: Hit) -> Subject | None:
    """The subject of the words that a rule takes for it, as they stand."""
    run = hit.items("what")
    while run and run[0].form in {"a", "an", "the", "any", "overall", "of", "rates", "rate"}:
        run = run[1:]
    named = subjects(told, run) if 0 < len(run) <= _LONGEST else ()
    plain = len(named) == 1 and is_plain(named[0]._replace(words=told.words(run)))
    return named[0]._replace(words=told.words(run)) if plain else None


def done(tape: Tape, facts: tuple[Fact, ...], first: int, last: int) -> Subject | None:
    """What became of the people whose share it is: "73% of A and 71% of B knew their risk"."""
    fact = facts[int(tape.items[first].value)]
    if not (fact.count is not None or (fact.number is not None and fact.number.unit == "%")):
        return None
    place = _behind_names(tape, last)
    hit = tape.part(place, min(len(tape.items), place + _FAR)).hit(_DID)
    if hit is None or hit.first or hit.match.group("verb") in _NO_VERBS:
        return None
    run = hit.items("what") or hit.items("verb")
    if hit.match.group("verb") not in _VERBS_ALONE and not re.fullmatch(
        _HAD, hit.match.group("verb")
    ):
        run = (*hit.items("verb"), *hit.items("what"))
    if not run or len(run) > _LONGEST or not any(c.isalpha() for i in run for c in i.form):
        return None
    if run[0].form in _NO_VERBS:
        return None
    return called(tape.words(run), run, share=True)


_VERBS_ALONE = frozenset({"were", "was"})


def _behind_names(tape: Tape, place: int) -> int:
    """The place behind the group of a value, its brackets and what only joins."""
    depth = 0
    while place < len(tape.items):
        form = tape.items[place].form
        opens, closes = form in {"(", "["}, form in {")", "]"}
        if not depth and not opens and not closes and form not in _NAMING:
            break
        depth = max(0, depth + opens - closes)
        place += 1
    return place

"""What tied values are of: the noun phrase before a list of values.

In: the tape of a scene and a list of values in it. Out: a :class:`~kg.reading.subjects.Subject`,
or none where no phrase names something for certain.
"""

from kg.reading.phrases import STOPS, VERBS, behind_difference, depth_zero, opened
from kg.reading.subjects import Subject, called, subjects
from kg.reading.tape import Item, Tape

_SKIPPED = frozenset({"A", "I", "G", "X", "P", "V", "F", "S", "C", "R", "T", "D"})
_VALUED = frozenset({"V", "P", "F"})
MORE_OR_LESS = frozenset(
    "higher lower greater smaller longer shorter fewer less more larger better worse significantly slightly markedly"
    " numerically similar".split()
)
_ASIDE = frozenset({"(", "["})
_ADVERBS = frozenset("also only significantly markedly slightly however although overall".split())
SAYING = frozenset(
    "indicated showed suggested demonstrated revealed found observed shown noted confirmed reported".split()
)
_BREAKS = frozenset({",", ";", ":", ")", "]", "and", "or", "than", "while", "whereas", "but", "."})
_LINKS = frozenset({"of", "in", "to", "for", "with", "on", "per"})
_NO_PART = _BREAKS | VERBS | _SKIPPED
_MOST = 9
_BETTER = frozenset("advantage advantages benefit superiority trend tendency difference".split())
_DONE = frozenset(
    "discontinued completed required refused stopped needed underwent received declined interrupted"
    " initiated resumed missed".split()
)
_NOT_ALONE = frozenset(
    "it they this these that those which rate rates pronounced randomly treatment treatments patient patients surgery number numbers value values times time"
    " difference differences result results proportion proportions percentages percentage incidence frequency overall group groups women men"
    " subjects participants cases advantage benefit baseline follow-up".split()
)
_OF_METHOD = frozenset(
    "analysis analyses method methods test tests model models estimate estimates".split()
)
_NO_NAMES = frozenset(
    "especially particularly it they them what which who that where made spite".split()
)
_PEOPLE_BY_GIFT = frozenset({"treated", "-treated", "receiving"})
_NO_BEGINNING = frozenset(
    "compares compared frequently along likely randomly than versus numerical able greater".split()
)
_NO_TOPIC = _SKIPPED | {
    "(",
    ")",
    "[",
    "]",
    "=",
    "m",
    "iqr",
    "quartiles",
    "standard",
    "deviation",
    "mean±sd",
    "±",
    "se",
    ",",
    ";",
    ":",
    "mean",
    "median",
    "means",
    "medians",
    "average",
    "range",
    "sd",
    "for",
    "in",
    "the",
    "with",
    "respectively",
}


def topic(tape: Tape, first: int, last: int) -> Subject | None:
    """The subject of the values from one item up to another."""
    opening = _opening(tape, first)
    start = beginning(tape, first, _VALUED)
    if opening is not None:
        done = _of_doing(tape, opening)
        if done is not None:
            return done
        inner = tuple(i for i in tape.items[opening + 1 : first] if i.form not in _NO_TOPIC)
        return _one(tape, inner or _before_aside(tape, opening)) or (
            None if inner else _one(tape, _phrase(tape.items[start:opening]))
        )
    found = _one(tape, _phrase(tape.items[start:first]), alone=True)
    return found or _behind(tape, last)


def beginning(tape: Tape, first: int, values: frozenset[str]) -> int:
    """Where the words of a list begin: behind the value before it, or a semicolon right before it."""
    if first and tape.items[first - 1].form == ";":
        return first
    return max((n + 1 for n in range(first) if tape.items[n].form in values), default=0)


def topics(tape: Tape, first: int, count: int) -> tuple[Subject, ...]:
    """The subjects that the phrase before some values coordinates, if it names just as many."""
    start = max((n + 1 for n in range(first) if tape.items[n].form in _VALUED), default=0)
    named = subjects(tape, _phrase(tape.items[start:first]))
    if len(named) != count or not all(map(is_plain, named)):
        return ()
    last = named[-1].words.split()
    if len(last) > 1:  # "overall and disease-free survival": both are survival
        named = tuple(
            each._replace(words=" ".join((each.words, *last[1:])))
            if len(each.words.split()) == 1 and each is not named[-1] and each.words[:1].islower()
            else each
            for each in named
        )
    return named


def _opening(tape: Tape, first: int) -> int | None:
    """The bracket in which an item stands, if it stands in one."""
    depth = 0
    for n in range(first - 1, -1, -1):
        depth += tape.items[n].form in {")", "]"}
        depth -= tape.items[n].form in _ASIDE
        if depth < 0:
            return n
    return None


def _one(tape: Tape, run: tuple[Item, ...], *, alone: bool = False) -> Subject | None:
    """The subject that a phrase names, the last one if there are several, or it must be *alone*."""
    better = next((n for n, i in enumerate(run) if i.form in _BETTER and n + 2 < len(run)), None)
    if better is not None and run[better + 1].form in {"in", "of", "for", "towards", "toward"}:
        run = run[better + 2 :]
    named = subjects(tape, run) if run else ()
    if alone and len(named) > 1:
        return None
    return named[-1] if named and is_plain(named[-1]) else None


def is_plain(subject: Subject) -> bool:
    """Whether the words of a subject are a name: letters, no bracket, no figure alone."""
    words = subject.words
    told = words.lower().split()
    core = {word for word in told if word not in MORE_OR_LESS | {"of", "a", "the"}}
    if not core - _NOT_ALONE or told[0] in _NO_BEGINNING or core & (_PEOPLE_BY_GIFT | _NO_NAMES):
        return False
    if told[-1] in _OF_METHOD:
        return False
    return len(words) > 1 and not set(words) & set("()[];:") and any(c.isalpha() for c in words)


def _of_doing(tape: Tape, opening: int) -> Subject | None:
    """What people did, right before a bracket: "discontinued treatment (9% vs 2%)"."""
    for place in range(max(0, opening - 5), opening - 1):
        if tape.items[place].form in _DONE:
            run = tape.items[place:opening]
            plain = not {i.form for i in run} & (_BREAKS | _SKIPPED)
            return called(tape.words(run), run, share=True) if plain else None
    return None


def _before_aside(tape: Tape, opening: int) -> tuple[Item, ...]:
    """The noun phrase right before a bracket, back to a verb or a sign."""
    start = opening
    while start and opening - start < _MOST:
        form = tape.items[start - 1].form
        if form in _NO_PART or (form in STOPS and form not in _LINKS):
            break
        start -= 1
    run = tape.items[start:opening]
    while run and (run[0].form in MORE_OR_LESS or run[0].form in STOPS):
        run = run[1:]
    before = tape.items[start - 1].form if start else ""
    if before in {"at", "after", "during", "before", "by", "within"}:
        run = ()  # that says when
    return tuple(run) or _phrase(tape.items[:opening])


def _phrase(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The noun phrase of a stretch: behind an opening adverbial, up to its verb, arms left out."""
    kept = [i for i in behind_difference(opened(items)) if i.form not in _SKIPPED]
    said = next(
        (n for n, i in enumerate(kept) if n and i.form == "that" and _says(kept[n - 1])), -1
    )
    kept = kept[said + 1 :]
    while kept and (kept[0].form in _BREAKS | _ASIDE | STOPS or kept[0].form in _ADVERBS):
        kept.pop(0)
    if kept and kept[0].form in VERBS | _VERBS_OF_CHANGE:
        kept = kept[1:]
        while kept and kept[0].form in MORE_OR_LESS | {"a", "an", "the"}:
            kept.pop(0)
    verb = next((n for n, item in enumerate(kept) if n and item.form in VERBS), len(kept))
    head = kept[:verb]
    while head and (head[-1].form in STOPS or head[-1].form in _BREAKS | _ASIDE):
        head.pop()
    return tuple(head)


def _says(item: Item) -> bool:
    """Whether "that" behind a word opens what is said."""
    return item.form in SAYING


def _behind(tape: Tape, last: int) -> Subject | None:
    """What groups "had": the phrase behind "of patients in the X group had"."""
    hit = tape.part(last, len(tape.items)).hit(
        r"(?:had|reached|achieved|experienced|developed|reported)(?: an?| the)? (?P<what>.+?)(?= \(| ,| \.| ;| which| compared| versus| vs| $)"
    )
    found = subjects(tape, hit.items("what")) if hit and hit.first <= _MOST else ()
    return found[0]._replace(share=True) if found and is_plain(found[0]) else None


_VERBS_OF_CHANGE = frozenset(
    "increased rose improved grew gained decreased declined fell dropped reduced lowered lost changed"
    " worsened shortened prolonged".split()
)
_NOUNS_OF_CHANGE = frozenset(
    "increase increases gain gains rise improvement decrease decreases reduction reductions decline"
    " loss fall drop change changes difference differences".split()
)


_DIFFERING = frozenset({"difference", "differences"})
_REACH = 6


def is_effect(tape: Tape, first: int, last: int) -> bool:
    """Whether a value is by how much a treatment moved something: "led to a 32% reduction in"."""
    behind = {item.form for item in tape.items[last : last + 2]}
    before = {item.form for item in tape.items[max(0, first - _REACH) : first]}
    return bool(_NOUNS_OF_CHANGE & behind) or "by" in before


def is_change(tape: Tape, first: int, last: int, subject: Subject) -> bool:
    """Whether values tell by how much something changed, not how much it was."""
    before = [item.form for item in tape.items[max(0, first - _REACH) : first]]
    behind = {item.form for item in tape.items[last : last + 2]}
    words = {item.form for item in depth_zero(subject.items)}
    verbs = {item.form for item in tape.items[:first]} & _VERBS_OF_CHANGE
    return (
        (bool(verbs) and "by" in before)
        or bool(_NOUNS_OF_CHANGE & (words | {*before[-3:]}))
        or bool(_NOUNS_OF_CHANGE - _DIFFERING & behind)
        or before[-1:] in [[v] for v in _VERBS_OF_CHANGE]
    )

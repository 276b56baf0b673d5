"""Which arm had more: "pain was lower with drops than with placebo", "drops reduced pain".

In: a clause with its arms folded. Out: :class:`Way` records: what, which way, which arm against
which, and how it was worded. Where an arm or its order is not certain there is none.
"""

from collections.abc import Callable, Iterator
from functools import lru_cache

from kg.codes import ComparisonDirection
from kg.reading.amounts import significant
from kg.reading.frozen import Frozen
from kg.reading.phrases import VERBS
from kg.reading.subjects import Subject
from kg.reading.tape import Hit, Item, Tape
from kg.reading.verdicts.about import is_moved, listed, subject_before, upon
from kg.reading.verdicts.cues import (
    AGAINST,
    CHANGE,
    COMPARATIVE,
    DOUBTS,
    HEDGES,
    HOW,
    way_of,
)
from kg.reading.verdicts.forms import FORMS, LIKELY, STOP
from kg.reading.verdicts.paired import pair_of
from kg.reading.verdicts.phrases import WITHIN, named, subject_of
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.sides import Sides
from kg.reading.verdicts.whom import Roles, likely_pairs

Items = tuple[Item, ...]
Pair = tuple[int, int]
Known = Callable[[Subject], ComparisonDirection | None]
Cue = tuple[str, str, str]
Told = tuple[tuple[Subject, ...], Cue]
_ACTED = r"(?P<verb>had|achieved|experienced|reported|developed|reached|showed|received|required|completed|attained|maintained|suffered|were|died|responded|survived|relapsed|had achieved|discontinued|withdrew) ?(?P<what>.*?)"
_FOR = r"(?:in terms of|with (?:respect|regard) to|regarding|in|for|at|on) (?:the )?(?:(?P<doing>reducing|decreasing|lowering|improving|increasing|relieving|preventing|maintaining|achieving|controlling) )?(?:the )?(?P<what>.+?)"
_AND_MORE = rf"and {HOW}{COMPARATIVE}"
_IN_TERMS = rf"(?:effective |efficacious )?(?:(?:to|than) (?:the )?(?:A|I) )?{_FOR}{STOP}"
_DONE = rf"{_ACTED}{STOP}"
_DEGREE = rf"{HOW}(?:less|more|to an? {HOW}(?:lesser|smaller|greater|larger))"
_OBJECT = rf"(?P<what>\S.*?){STOP}"
_DOING: dict[str, ComparisonDirection] = {
    "reducing": "lower", "decreasing": "lower", "lowering": "lower", "relieving": "lower",
    "preventing": "lower", "increasing": "higher", "achieving": "higher", "maintaining": "higher",
}  # fmt: skip
_RELATED = r"(?:(?:inversely|positively|negatively|directly) \w+|correlat(?:ed|es|ions?))"
_DOINGS = [[doing] for doing in (*_DOING, "improving", "treating", "enhancing")]
_NEAR = 8
_FARED = {"better": "higher", "superior": "higher", "worse": "lower", "poorer": "lower"}
_EFFECTS = {
    "reducing": "reduced", "decreasing": "decreased", "lowering": "lowered", "relieving": "relieved",
    "preventing": "prevented", "increasing": "increased", "improving": "improved",
    "suppressing": "suppressed", "enhancing": "enhanced", "prolonging": "prolonged",
}  # fmt: skip


class Way(Frozen, frozen=True, gc=False):
    """What one arm had more or less of than another, and where the tests of it stand."""

    subjects: tuple[tuple[Subject, ComparisonDirection], ...]
    arms: tuple[int, int] | None
    first: int
    last: int
    rule: str
    tested: bool
    sure: bool


class Scope(Frozen, frozen=True, gc=False):
    """What a clause is read with: how many arms there are, words for them, and which way is better.

    With ``roles`` also what is only likely is read; ``topic`` is what the clauses before speak of.
    """

    row: Row
    arms: int
    sides: Sides
    known: Known
    roles: Roles | None = None
    topic: tuple[Subject, ...] = ()


def ways(scope: Scope) -> Iterator[Way]:
    """The directions that a clause states."""
    row = scope.row
    likely = () if scope.roles is None else LIKELY.hits(row.tape)
    hits = sorted(
        (*likely, *_cues(row.tape)), key=lambda pair: (pair[0].match.start(), -pair[0].match.end())
    )
    if not hits or row.tape.hit(_RELATED) or (row.tape.hit(WITHIN) and not row.tape.hit(AGAINST)):
        return
    done = 0
    kept: list[tuple[Hit, str, int]] = []
    for hit, kind in hits:
        if hit.first >= done:
            if kept and kind == "was" and _is_subject(row.tape, kept[-1], hit):
                done = kept.pop()[2]
            kept.append((hit, kind, done))
            done = _after(hit)
    for n, (hit, kind, start) in enumerate(kept):
        end = kept[n + 1][0].first if n + 1 < len(kept) else len(row.tape.items)
        yield from _ways(scope, hit, kind, start, end)


def _is_subject(tape: Tape, before: tuple[Hit, str, int], hit: Hit) -> bool:
    """Whether a change is what a predicate is said of: "the fall in pain was greater"."""
    first, kind, _ = before
    between = {item.form for item in tape.items[first.first : hit.first]}
    return kind == "change" and not between & (VERBS | {",", "than", "versus", "vs"})


@lru_cache(maxsize=32)  # what is sure and what is likely lean on the same
def _cues(tape: Tape) -> tuple[tuple[Hit, str], ...]:
    """The matches of the forms of which a direction may be sure."""
    return tuple(FORMS.hits(tape))


def _after(hit: Hit) -> int:
    """The place behind the cue itself: what it names may hold the next one."""
    return hit.tape.index(hit.match.end("way" if hit.has("way") else "change") - 1) + 1


def _ways(scope: Scope, hit: Hit, kind: str, start: int, end: int) -> Iterator[Way]:
    """What a cue says: of one arm and another, or of each of several that lists name."""
    row, tape = scope.row, scope.row.tape
    hedged = _hedged(scope, hit, start, end)
    if (hedged and not _settled(scope, start, end)) or _negated(scope, hit) or _doubled(hit, kind):
        return
    contrast = tape.hit(AGAINST) is not None
    if not contrast and tape.hit("from (?:V|T|D)"):
        return
    found, cue = _named(tape, hit, kind, start, end)
    if scope.roles is not None and found and kind in {"change", "had", "bare", "moved"}:
        found = (*found, *_further(tape, found, end))
    if not found and scope.roles is not None:
        found = (
            _opened(tape, hit, end) or _meant(scope, hit) or elsewhere(tape, hit, kind, start, end)
        )
    kept = (s for s in found if s.words.split()[:1] not in _DOINGS)
    told = [(s, way) for s in kept if (way := _points(cue, s, scope.known))]
    if not told:
        return
    words = hit.spelled + tape.part(max(0, hit.first - 3), hit.last + 4).line
    for pair in _pairs(scope, hit, found):
        yield Way(
            tuple(told), pair, start, end,
            f"comparison.way-{'hedged' if hedged else kind}{'' if contrast else '-alone'}",
            tested="significan" in words or "statistical" in words,
            sure=contrast and kind in {"was", "had", "more"} and not row.tests,
        )  # fmt: skip


def _pairs(scope: Scope, hit: Hit, found: tuple[Subject, ...]) -> tuple[Pair | None, ...]:
    """Whom a cue sets against whom; with roles also where that is only likely."""
    pair = pair_of(scope.row, scope.sides, scope.arms, found)
    if scope.roles is None:
        return (pair,)
    spans = tuple((s.items[0].start, s.items[-1].end) for s in found if s.items)
    likely = likely_pairs(scope.row, scope.sides, scope.roles, hit.first, spans)
    return likely if likely and (pair is None or pair in likely) else (pair,)


def _hedged(scope: Scope, hit: Hit, start: int, end: int) -> bool:
    """Whether doubts stand around a cue; for what is only likely those far before it are another's."""
    tape = scope.row.tape
    if scope.roles is None:
        return tape.part(start, end).hit(HEDGES) is not None
    return tape.part(max(start, hit.first - _NEAR), end).hit(DOUBTS) is not None


def _settled(scope: Scope, start: int, end: int) -> bool:
    """Whether tests say what a doubt leaves open: a trend that none of them confirms is no difference."""
    found = {significant(test) for test in scope.row.between(start, end)}
    return scope.roles is not None and found == {False}


def _further(tape: Tape, found: tuple[Subject, ...], end: int) -> tuple[Subject, ...]:
    """The rest of a list of which a form took the first: "lower pain (P), nausea (P) and fever"."""
    last = found[-1].items[-1].end
    place = next((n for n, item in enumerate(tape.items) if item.end == last), end)
    if place + 1 >= end or tape.items[place + 1].form not in {",", "and"}:
        return ()
    return listed(tape, place + 2, end)


def _opened(tape: Tape, hit: Hit, end: int) -> tuple[Subject, ...]:
    """What stands behind a change up to the next break, where all of it is too much for a name."""
    what = hit.items("what") if hit.has("change") and hit.has("what") else ()
    first = next((n for n, item in enumerate(tape.items) if what and item is what[0]), end)
    return listed(tape, first, end) if first < end else ()


def _meant(scope: Scope, hit: Hit) -> tuple[Subject, ...]:
    """What went before, where no more is named than that it was scored: "X had lower scores"."""
    what = hit.items("what") if hit.has("what") else ()
    return scope.topic if what and {item.form for item in what} <= _SCORED else ()


_SCORED = frozenset(
    "the a mean median total scores score levels level values value rates rate".split()
)


def elsewhere(tape: Tape, hit: Hit, kind: str, start: int, end: int) -> tuple[Subject, ...]:
    """What a cue may be about that is not named where its form expects it: behind it, else before."""
    if kind == "moved" and is_moved(tape, hit.last):
        return listed(tape, hit.last, end)
    behind, before = upon(tape, hit.last, end), subject_before(tape.items[start : hit.first])
    if kind in {"was", "moved"} and before and before[0].form not in {"A", "I", "G"}:
        return named(tape, before) or behind
    return behind or named(tape, before)


_NOT = frozenset({"not", "no", "neither", "nor", "without", "never", "cannot"})


def _negated(scope: Scope, hit: Hit) -> bool:
    """Whether what a cue says is denied; "X, but not Y, fell" denies it of Y alone."""
    items = scope.row.tape.items
    places = range(max(0, hit.first - 3), hit.last)
    denied = (n for n in places if items[n].form in _NOT)
    return any(scope.roles is None or items[max(0, n - 1)].form != "but" for n in denied)


def _doubled(hit: Hit, kind: str) -> bool:
    """Whether a predicate says two things in one: "were lower and longer, respectively"."""
    behind = hit.tape.part(hit.last, len(hit.tape.items))
    double = behind.hit(_AND_MORE) if kind == "was" else None
    return double is not None and double.first == 0


def _points(cue: Cue, subject: Subject, known: Known) -> ComparisonDirection | None:
    """Where all cues lead together: a greater reduction is lower, a smaller one higher."""
    way, change, doing = cue
    if doing in _DOING:
        return _DOING[doing] if way in {"better", "superior", "more"} else None
    if not change:
        return way_of(way, subject.words, known(subject))
    inner = way_of(change, subject.words, known(subject))
    if inner is None or not way:
        return inner
    outer = way_of(way, "", None)
    if outer is None:
        return inner if way in {"better", "superior"} else None
    return inner if outer == "higher" else ("lower" if inner == "higher" else "higher")


@lru_cache(maxsize=32)  # what is sure and what is likely lean on the same
def _named(tape: Tape, hit: Hit, kind: str, start: int, end: int) -> Told:
    cue = hit.match.group("way") if hit.has("way") else ""
    before = tape.items[start : hit.first]
    if kind in {"was", "fared"}:
        behind = upon(tape, hit.last, end) if kind == "fared" else ()
        fared = behind, (_FARED.get(cue, cue), "", "")
        return fared if behind else _subject(tape, before, tape.part(hit.last, end), cue)
    if kind == "more":
        return _people(tape, hit, cue)
    if kind == "moved":
        return _moved(tape, hit, before, end, cue)
    if kind in {"change", "effective", "likelier", "favoured", "by", "rated"}:
        return _moves(tape, hit, before, cue)
    of_else = kind == "bare" and subject_of(before)
    if of_else and not any(item.form in {"A", "I", ","} for item in before):
        return (), (cue, "", "")
    return _changed(tape, hit.items("what"), cue)


def _moves(tape: Tape, hit: Hit, before: Items, cue: str) -> Told:
    """What changed, what somebody was likelier to have, or what favoured or moved one arm more."""
    if hit.has("change"):
        what = hit.items("what") if hit.has("what") else ()
        return named(tape, what), ("", hit.match.group("change"), "")
    if cue in _EFFECTS:
        return named(tape, hit.items("what")), (_EFFECTS[cue], "", "")
    if hit.has("what"):
        return named(tape, hit.items("what")), (cue, "", "")
    degree = hit.match.group("degree") if hit.has("degree") else ""
    return named(tape, subject_of(before)), ((degree, cue, "") if degree else ("better", "", ""))


def _subject(tape: Tape, before: Items, behind: Tape, cue: str) -> Told:
    """What a predicate says more or less of: its subject; behind it where its subject is an arm."""
    said = subject_of(before)
    if said and said[0].form not in {"A", "I", "G"}:
        return _changed(tape, said, cue)
    hit = behind.hit(_IN_TERMS)
    if hit is None or not said:
        return (), (cue, "", "")
    return named(tape, hit.items("what")), (cue, "", hit.match.group("doing") or "")


_INNER = rf"{CHANGE} (?:in|of|from|on|for) (?P<what>.+)"


def _changed(tape: Tape, said: Items, cue: str) -> Told:
    """What is named, and the change of it that is: "a greater reduction in pain"."""
    run = Tape(tape.text, said)
    inner = run.hit(_INNER)
    if inner is not None:
        return named(tape, inner.items("what")), (cue, inner.match.group("change"), "")
    last = run.hit(
        r"(?P<change>reduction|reductions|decrease|decline|loss|improvement|improvements|increase|gain|relief)(?= $)"
    )
    if last is not None and not _is_lost(said[: last.first], last.match.group("change")):
        return named(tape, said[: last.first]), (cue, last.match.group("change"), "")
    if any(item.form in _MOVES for item in said):
        return (), (cue, "", "")  # by how much what moved, nobody says
    return named(tape, said), (cue, "", "")


def _is_lost(before: Items, change: str) -> bool:
    """Whether a loss is what is measured, and not how something measured fell: "blood loss"."""
    return change == "loss" and bool(before) and before[-1].form in _LOST


_LOST = frozenset(
    "blood hair hearing tooth vision visual memory pregnancy fetal fluid graft water heat protein sensory".split()
)
_MOVES = frozenset(
    "decrease decreases decline declines reduction reductions improvement improvements increase increases".split()
)


def _people(tape: Tape, hit: Hit, cue: str) -> Told:
    acted = Tape(tape.text, hit.items("rest")).hit(_DONE)
    if acted is None:
        return (), (cue, "", "")
    what = acted.items("what") or acted.items("verb")
    return named(tape, what), (cue, "", "")


def _moved(tape: Tape, hit: Hit, before: Items, end: int, cue: str) -> Told:
    """What a verb moves: its object where an arm acts, else its subject."""
    said = subject_of(before)
    rest = tape.part(hit.last, end)
    degree = tape.part(hit.last, len(tape.items)).hit(_DEGREE)
    if degree is not None and degree.first == 0:
        return (), (cue, "", "")
    acts = any(item.form in {"A", "I"} for item in before[-4:])
    behind = rest.hit(_OBJECT) if acts else None
    if acts and behind is not None and behind.first == 0:
        return named(tape, behind.items("what")), (cue, "", "")
    if acts or not said or is_moved(tape, hit.last):
        return (), (cue, "", "")
    return named(tape, said), (cue, "", "")

"""Groups whose names stand before the verb: "zentarol or placebo was given", "drops and tea were taken by turns".

In: the tape of a sentence. Out: lists of stretches, two or more, each the name of what a group got; one of
them is a control, or the sentence itself speaks of chance: "in this randomized trial drops were compared with tea".
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.reading.group_names import Sized, is_name, trimmed
from kg.reading.tape import Item, Tape
from kg.reading.wholes import outside

Run = tuple[Item, ...]
_DONE = re.compile(
    r" or [^.;:]+? (?P<verb>(?:was|were)(?: (?:then|also|randomly|each|either|orally|intravenously|[a-z]+ly)){0,2}"
    r" (?:given|administered|injected|infused|applied|prescribed|instilled|offered|used|sent|taken|consumed|ingested|performed|added))(?= )"
)
_COMPARED = re.compile(
    r" (?:trial|study)(?: [^.;:,]*,)? (?P<a>(?!of |in |for |with |the |we )[^.;:,]+?) (?:was|were) (?:then |directly )?compared (?:with|to|against) (?P<b>[^.;:]+)"
)
_OF_TRIAL = r"(?:randomized|phase (?:ii|iii|ii/iii)) (?:{w} ){0,6}?(?:trial|study)"
_CHANCE = frozenset("randomized randomly random randomization".split())
_CONTROLS = frozenset(
    "placebo placebos sham vehicle no saline control usual standard conventional routine water".split()
)
_CLAUSES = frozenset(". ; : which that who".split())
_BOUNDS = frozenset(
    "in for during when after before where with as to by on at from between received receiving".split()
)
_SETTING = frozenset("study trial design fashion manner".split())
_PORTIONS = frozenset(
    "combination combinations dose doses infusion infusions injection injections tablets capsules"
    " treatment therapy administration".split()
)
_TELLING = frozenset("was were is are had has have been we either or not than compared".split())
_WORDS, _SHORT = 8, 4


def undergone(tape: Tape) -> Iterator[tuple[Sized, ...]]:
    """The list of what was given in the passive, its last two joined by an "or"."""
    if tape.forms.isdisjoint(("was", "were")):
        return
    flat = outside(tape.items)
    if found := _compared(flat) if tape.hit(_OF_TRIAL) else ():
        yield found
        return
    for match in _DONE.finditer(f" {' '.join(item.form for item in flat)} "):
        found = _before(flat, len(match.string[: match.start("verb")].split()))
        chance = not _CHANCE.isdisjoint(tape.forms)
        control = any(_CONTROLS & {each.run[0].form, each.run[-1].form} for each in found)
        if found and (control or chance):
            yield found
            return


def _compared(flat: Run) -> tuple[Sized, ...]:
    """The two names that a sentence of a trial says were compared with each other."""
    match = _COMPARED.search(f" {' '.join(item.form for item in flat)} ")
    if match is None:
        return ()
    first = len(match.string[: match.start("a")].split())
    second = len(match.string[: match.start("b")].split())
    runs = (flat[first : first + len(match["a"].split())], flat[second:])
    ends = (n for n, item in enumerate(runs[1]) if item.form in _BOUNDS | _CLAUSES | {","})
    pair = (runs[0], runs[1][: next(ends, len(runs[1]))])
    found = tuple(Sized(_unportioned(trimmed(run)), 0) for run in pair)
    told = all(each.run and _fits(each) for each in found)
    return found if told and _key(found[0]) != _key(found[1]) else ()


def _before(flat: Run, end: int) -> tuple[Sized, ...]:
    """The names that end right before a verb: on both sides of the last "or", and a row before them."""
    last = max(n for n in range(end) if flat[n].form == "or")
    first = max((n + 1 for n in range(last) if flat[n].form in _CLAUSES), default=0)
    pieces = [*_row(flat[first:last]), flat[last + 1 : end]]
    found = tuple(Sized(_unportioned(trimmed(piece)), 0) for piece in pieces)
    told = len(found) > 1 and all(map(_fits, found))
    return found if told and len({_key(each) for each in found}) == len(found) else ()


def _row(run: Run) -> list[Run]:
    """The names of a row that ends here: what opens the sentence before its comma is none of them."""
    cuts = [-1, *(n for n, item in enumerate(run) if item.form == ","), len(run)]
    parts = [part for a, b in pairwise(cuts) if (part := run[a + 1 : b])]
    row: list[Run] = []
    for part in reversed(parts):
        bound = max((n + 1 for n, item in enumerate(part) if item.form in _BOUNDS), default=0)
        opens = part[-1].form.endswith("ly") or part[-1].form in _SETTING
        if row and (bound or opens or len(part) > _SHORT):
            break
        row.insert(0, part[bound:])
        if bound:
            break
    joined = len(row) > 1 and row[-1][0].form == "and"
    return [tuple(item for part in row for item in part)] if joined else row


def _unportioned(run: Run) -> Run:
    """A name without what only portions it: "combinations of drops and tea"."""
    opened = next((n for n, item in enumerate(run[:4]) if item.form == "of"), None)
    if opened and run[opened - 1].form in _PORTIONS and opened + 1 < len(run):
        return run[opened + 1 :]
    return run


def _fits(each: Sized) -> bool:
    words = {item.form for item in each.run}
    return is_name(each) and len(each.run) <= _WORDS and words.isdisjoint(_TELLING)


def _key(each: Sized) -> str:
    return " ".join(
        f"{item.form}{item.value.written}" if item.form == "V" else item.form for item in each.run
    )

"""What clauses lend to those behind them: a subject, and whom all are set against.

In: the clauses of a sentence. Out: the same, where a clause that begins with its verb has the
subject of the one before ("pain fell with X but was not gone with Y"), and one that names nobody else
the reference that opens the sentence ("compared with Y, X eased pain, while Z eased nausea").
"""

from collections.abc import Sequence

from kg.reading.phrases import VERBS
from kg.reading.tape import Hit, Item, Tape
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.row import Row

Items = tuple[Item, ...]
_FINITE = frozenset(
    "was were is are had has have did does remained became showed achieved reported experienced".split()
)
_OPENS = frozenset({"also", "and", "then", "only", "both", "significantly", ","})
_NOBODY = frozenset("it they there this these that which who".split())
_FEW = 8


def lent(clauses: Sequence[Row]) -> tuple[Row, ...]:
    """The clauses, each with what it takes from those before."""
    if len(clauses) < _PAIR:
        return tuple(clauses)
    opening = _opening(clauses[0])
    found = [clauses[0]]
    for row in clauses[1:]:
        told = _with(_subject(found[-1]), row) if _begins_with_verb(row) else row
        found.append(_with(opening, told) if _lacks_reference(told) else told)
    return tuple(found)


_PAIR = 2


def _with(items: Items, row: Row) -> Row:
    if not items:
        return row
    tests = tuple((place + len(items), test) for place, test in row.tests)
    return Row(Tape(row.tape.text, (*items, *row.tape.items)), tests)


def _begins_with_verb(row: Row) -> bool:
    first = next((item.form for item in row.tape.items if item.form not in _OPENS), "")
    return first in _FINITE


def _subject(row: Row) -> Items:
    """What stands before the first verb of a clause, if it names a thing."""
    items = row.tape.items
    verb = next((n for n, item in enumerate(items) if item.form in VERBS), 0)
    comma = max((n + 1 for n in range(verb) if items[n].form == ","), default=0)
    said = items[comma:verb]
    named = said and not _NOBODY & {item.form for item in said[:1]}
    return said if named and len(said) <= _FEW else ()


def _opening(row: Row) -> Items:
    """The reference with which a sentence opens: "compared with X ,"."""
    against = row.tape.hit(AGAINST)
    if against is None or against.first > 0:
        return ()
    items = row.tape.items
    comma = next((n for n in range(against.last, len(items)) if items[n].form == ","), None)
    return items[: comma + 1] if comma is not None else ()


def _lacks_reference(row: Row) -> bool:
    """Whether a clause names an arm, and none that it is set against."""
    hit: Hit | None = row.tape.hit(AGAINST)
    return hit is None and any(item.form in {"A", "I"} for item in row.tape.items)

"""Rules over a tape: all are tried, and where two meet the longest match wins.

In: a tape and rules. Out: the tape on which each match that makes sense is one item.
"""

from collections.abc import Callable
from typing import NamedTuple

from kg.reading.facts.draft import Draft
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit, Item, Tape


class Rule(NamedTuple):
    """A pattern over a tape under a name, the form that its match takes, and what it makes."""

    id: str
    form: str
    pattern: str
    make: Callable[[Hit, str], Draft | None]


def longest(tape: Tape, rules: Rulebook[Rule]) -> Tape:
    """The tape with each stretch read by the rule that reads most of it, from left to right."""
    found = sorted(rules.hits(tape), key=lambda told: (told[0].match.start(), -told[0].match.end()))
    if not found:
        return tape
    items: list[Item] = []
    done = 0
    for hit, each in found:
        first = hit.first
        draft = each.make(hit, each.id) if first >= done else None
        if draft is not None:
            covered = hit.items()
            items += tape.items[done:first]
            draft = draft._replace(inner=tuple(item for item in covered if item.form == "P"))
            items.append(Item(each.form, covered[0].start, covered[-1].end, draft))
            done = first + len(covered)
    return Tape(tape.text, (*items, *tape.items[done:]))

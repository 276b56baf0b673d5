"""Numbers in brackets behind names: "(tea, 0.38; milk, 0.37)", "less in one group (47 mg) than …".

In: a tape on which values are read. Out: the tape on which these too are values. Two or more of one
kind say that they are: a lone number behind a name may be anything.
"""

from kg.reading.facts.draft import Draft
from kg.reading.facts.parts import brackets
from kg.reading.tape import Item, Tape

_USED = frozenset(
    "consumption requirement requirements consumed intake output excretion loss usage needed required secretion"
    " uptake administered".split()
)
_BEHIND = frozenset({",", ";", ")", "and", "vs", "versus"})
_NUMBERS = frozenset({"N", "W", "V", "S", "Q", "R", "F", "C"})
_FEWEST, _WIDTH = 2, 2


def read_enclosed(tape: Tape) -> Tape:
    """The tape with the named numbers of a bracket read, and amounts of what was used.

    >>> from kg.reading.facts.grammar import facts_of
    >>> [f.number.value for f in facts_of("the change was alike (tea, 0.38; milk, 0.37)")]
    [Decimal('0.38'), Decimal('0.37')]
    >>> len(facts_of("intake of salt was less with tea (47 mg) than with milk (82 mg)"))
    2
    """
    if "(" not in tape.line:
        return tape
    items = list(tape.items)
    used = next((n for n, item in enumerate(items) if item.form in _USED), len(items))
    amounts = [n for n in _amounts(items) if n > used]
    for opened, closed in brackets(items):
        named = _named(items, opened, closed)
        for place in named if len(named) >= _FEWEST else ():
            made = Draft("value", "fact.value-listed", (("value", items[place]),))
            items[place] = items[place]._replace(form="V", value=made)
    for place in amounts if len(amounts) >= _FEWEST else ():
        items[place] = items[place]._replace(form="V")
    return Tape(tape.text, tuple(items))


def _amounts(items: list[Item]) -> list[int]:
    """The values with a unit that are alone in their brackets."""
    return [
        closed - 1
        for opened, closed in brackets(items)
        if closed - opened == _WIDTH and items[closed - 1].form == "W"
    ]


def _named(items: list[Item], opened: int, closed: int) -> list[int]:
    """The exact bare numbers of a bracket, if each stands behind a name and there is no other."""
    places = [n for n in range(opened + 1, closed) if items[n].form in _NUMBERS]
    fits = all(
        items[n].form == "N"
        and any(point in items[n].value.written for point in ".·")
        and items[n + 1].form in _BEHIND
        and _is_behind_name([each.form for each in items[opened + 1 : n]])
        for n in places
    )
    return places if fits else []


def _is_behind_name(before: list[str]) -> bool:
    """Whether what stands before a number ends in a name, with a sign between them or none."""
    while before and before[-1] in {",", ":", "="}:
        before = before[:-1]
    return bool(before) and before[-1].islower() and before[-1] not in {"and", "or", "to", "from"}

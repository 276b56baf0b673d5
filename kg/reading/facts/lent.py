"""Units that the number of the next group leaves out: "80.1 ± 3.2 kg with tea and 79.2 ± 4.1 with milk".

In: a tape on which values are read. Out: the tape on which a value without a unit has that of the
value before it, where no more than a group, a time or a test stands between them.
"""

from decimal import Decimal

from kg.reading.facts.draft import Draft
from kg.reading.phrases import VERBS
from kg.reading.tape import Item, Tape

_COMPARING = frozenset({"vs", "versus", "v", "than", "to"})
_ADDING = frozenset({"and", ",", ";", "from", "while", "whereas", "but"})
_OF_GROUP = frozenset({"in", "with", "for", "on", "among"})
_BESIDE = frozenset({"P", "C", "T", "D", "x", "A", "G"})
_KINDS = frozenset({"value", "spread"})
_FARTHEST, _FOLD = 14, Decimal(10)


def lend_units(tape: Tape) -> Tape:
    """The tape on which values have the units that they leave out.

    >>> from kg.reading.facts.grammar import facts_of
    >>> told = facts_of("Weight was 80.1 ± 3.2 kg with tea and 79.2 ± 4.1 with milk.")
    >>> [fact.number.unit for fact in told]
    ['kg', 'kg']
    """
    items, last = list(tape.items), None
    for place, item in enumerate(items):
        if item.form != "V":
            continue
        draft: Draft = item.value
        if last is not None and draft.unit is None and draft.kind in _KINDS:
            lender: Draft = items[last].value
            if lender.unit and _alike(draft, lender) and _goes_on(items[last + 1 : place]):
                items[place] = item._replace(value=draft._replace(unit=lender.unit))
        last = place
    return Tape(tape.text, tuple(items))


def _alike(draft: Draft, lender: Draft) -> bool:
    """Whether two numbers are of one kind and of one order of magnitude."""
    first, other = lender.get("value"), draft.get("value")
    if first is None or other is None or lender.kind != draft.kind or first * other <= 0:
        return False
    return 1 / _FOLD < other / first < _FOLD


def _goes_on(between: list[Item]) -> bool:
    """Whether what stands between two numbers is a group, and then a word that goes on."""
    forms = [item.form for item in between]
    if not 0 < len(forms) <= _FARTHEST or not VERBS.isdisjoint(forms):
        return False
    if any(not (form in _BESIDE or not form.isalnum() or form.islower()) for form in forms):
        return False
    if forms[-1] in _COMPARING or forms[-2:] == ["compared", "with"]:
        return True
    return forms[-1] in _ADDING and not _OF_GROUP.isdisjoint(forms)

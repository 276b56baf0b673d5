"""The grammar of facts: which numbers of a sentence belong together, and what they are.

In: a line of a page, or a text. Out: the facts that stand in it.
"""

from kg.reading.amounts import number, p_value
from kg.reading.atoms import atoms
from kg.reading.facts.record import Fact, Figure, Kind
from kg.reading.measures import measures
from kg.reading.page import Line
from kg.reading.tape import Item, Tape

_KINDS: dict[str, Kind] = {"V": "value", "Q": "count-of-total", "S": "people", "P": "p", "C": "interval"}


def facts_of(told: Line | str) -> tuple[Fact, ...]:
    """The facts of a line, or of a text taken as one sentence.

    >>> [fact.kind for fact in facts_of("It rose by 4 ± 1 mm (P = 0.02).")]
    ['value', 'p']
    """
    tape = measures(atoms(told)) if isinstance(told, str) else told.tape
    part = None if isinstance(told, str) else told.part
    return tuple(
        _fact(tape, item, part) for item in tape.items if item.form in _KINDS
    )


def _fact(tape: Tape, item: Item, part: object) -> Fact:
    kind = _KINDS[item.form]
    figure = Figure("value", tape.text[item.start : item.end], item.start, item.end)
    held = item.value
    return Fact(
        kind=kind,
        start=item.start,
        end=item.end,
        figures=(figure,),
        rule=f"fact.{kind}",
        number=number(held) if item.form in {"V", "Q"} else None,
        p=p_value(held) if item.form == "P" else None,
        count=held.count if item.form in {"Q", "S"} else None,
        denominator=held.denominator if item.form == "Q" else None,
        part=part,  # type: ignore[arg-type]
    )

"""Grades of severity: "grade 3 or 4 neutropenia", "grades 2 to 4", "grade ≥ 3".

In: the tape of a sentence, its measures folded. Out: the tape on which a grade with its numbers is one
word, so that they are no values and part no list, and the name of an event keeps its grade.
"""

from kg.reading.tape import Hit, Item, Tape

_GRADE = (
    r"grades? (?:V|Q|B)(?: (?:or|and|to|-|--|/|through|,|, or|, and) (?:V(?! %)|B))*"
    r"(?: (?:or|and) (?:higher|greater|more|above|worse|over))?"
)


def graded(tape: Tape) -> Tape:
    """The tape with each grade as one item.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.measures import measures
    >>> graded(measures(atoms("Grade 3 or 4 pain was rare (4%)"))).line
    ' grade pain was rare ( V ) '
    """
    if tape.forms.isdisjoint(("grade", "grades")):
        return tape
    return tape.fold(_GRADE, _one)


def _one(hit: Hit) -> Item | None:
    """A grade with its numbers; none where one of them has a unit or a spread."""
    items = hit.items()
    plain = all(item.value.unit is None for item in items if item.form == "V")
    return Item("grade", items[0].start, items[-1].end) if plain else None

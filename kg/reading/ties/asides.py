"""Values that another one follows in brackets: "9.0 mm Hg (36%) with X, 7.8 (31%) with Y".

In: a tape. Out: the tape without the values in brackets, and the ties of both. What stands in such
brackets says once more, in another way, what stands before them, so that it is of the same arm.
"""

from typing import NamedTuple

from kg.reading.tape import Tape
from kg.reading.ties.tie import Tie

_ASIDE = ["V", "(", "V", ")"]
_FEWEST = 2


class Plain(NamedTuple):
    """A tape without its asides, the place of each of its items, and the aside of each value."""

    tape: Tape
    places: tuple[int, ...]
    asides: dict[int, int]

    def whole(self, ties: list[Tie]) -> list[Tie]:
        """The ties by their places in the tape as it was, each with that of its aside."""
        found: list[Tie] = []
        for each in ties:
            item, first = self.places[each.item], self.places[each.first]
            found.append(each._replace(item=item, first=first, last=self.places[each.last - 1] + 1))
            if item in self.asides:
                aside = self.asides[item]
                found.append(Tie(aside, each.arm, each.rule, aside, aside + 1))
        return found


def plain(tape: Tape) -> Plain | None:
    """The tape without its asides; none where a value has none, since all must tell alike."""
    forms = [item.form for item in tape.items]
    asides = {n: n + 2 for n in range(len(forms)) if is_aside(tape, n + 2)}
    alike = forms.count("V") == 2 * len(asides)
    if len(asides) < _FEWEST or not alike:
        return None
    left = {p for aside in asides.values() for p in range(aside - 1, aside + 2)}
    places = tuple(n for n in range(len(forms)) if n not in left)
    return Plain(Tape(tape.text, tuple(tape.items[n] for n in places)), places, asides)


def is_aside(tape: Tape, place: int) -> bool:
    """Whether a value stands alone in brackets right behind another one."""
    forms = [item.form for item in tape.items[max(0, place - 2) : place + 2]]
    return forms == _ASIDE

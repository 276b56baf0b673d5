"""Sentences that allot people twice over: "to drops or placebo, and to a long or a short walk".

In: the sentences' tapes. Out: the sentences without those from which no list of arms can be drawn, since each
person is in a group of the one choice and in one of the other.
"""

import re

from kg.reading.tape import Tape
from kg.reading.wholes import outside

Row = tuple[int, Tape]
_FACTORIAL = r"(?:factorial|two-by-two|2x2|2×2)"
_ALLOTTED = r" (?:randomized|randomly|randomised|allocated|assigned) (?:[^.;]+? )?"
_OR = r"(?:or|versus|vs) "
_WORD = r"(?!(?:were|was|had|are|followed|for|at|during|after|until|then|treated|stratified|by|who|which|or|versus|vs|in) )[^\s.;,A-Z]+ "
_NEXT = rf"(?:to )?(?:either )?(?:{_WORD}){{1,6}}{_OR}"
_TWICE = re.compile(rf"{_ALLOTTED}{_OR}[^.;]+? (?:, and {_NEXT}|(?:, )?and to {_NEXT})")
_CROSSED = re.compile(rf"{_ALLOTTED}{_OR}[^.;]+? and {_NEXT}")


def without_crossed(rows: list[Row]) -> list[Row]:
    """The sentences from which a list of arms may be drawn."""
    factorial = any(tape.hit(_FACTORIAL) for _, tape in rows)
    return [row for row in rows if not _is_crossed(row[1], factorial=factorial)]


def _is_crossed(tape: Tape, *, factorial: bool) -> bool:
    """Whether a sentence gives one choice and, joined to it, another."""
    if tape.forms.isdisjoint(("or", "versus", "vs")) or "and" not in tape.forms:
        return False
    if tape.line.count(" or ") + tape.line.count(" versus ") + tape.line.count(" vs ") < 2:  # noqa: PLR2004 - one each
        return False
    line = f" {' '.join(item.form for item in outside(tape.items))} "
    return (_CROSSED if factorial else _TWICE).search(line) is not None

"""Doses by which a treatment is called: "zentarol 20 mg", said again and again.

In: a settled tape over the whole text. Out: the tape on which the number of such a name stands as
``x``: a text repeats a name, and no result right behind the same word. A percentage may be both,
and is a strength only where it was said before any results.
"""

import re
from functools import lru_cache

from kg.reading.phrases import STOPS, VERBS
from kg.reading.tape import Hit, Item, Tape

DOSE = re.compile(
    r"(?:(?:k|m|u|n)?g|m?L|(?:M|k)?\[IU\]|Gy|m?eq|mmol|%)(?:/(?:kg|m2|d|h|min|wk))*|\{(?:tablets|capsules|puffs|drops)\}"
)
_RESULTS = re.compile(r"^(.*?)\b(?:results?|findings)\b\s*:", re.IGNORECASE | re.DOTALL)
_SAID = frozenset(
    "mean median average about approximately total least most only than dose rate rates risk incidence".split()
)
_NO_NAMES = STOPS | VERBS | _SAID
_FEWEST_LETTERS, _AGAIN, _STRONGEST = 4, 2, 10


def unnamed(tape: Tape) -> Tape:
    """The tape without the numbers that are part of a treatment's name.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.facts.settle import settle
    >>> text = "Zentarol 20 mg against pain. It was 12 mg with zentarol 20 mg."
    >>> unnamed(settle(atoms(text, 29), commas=False)).line
    ' it was N U with zentarol x . '
    """
    if " U " not in tape.line and " % " not in tape.line:
        return tape
    return tape.fold(r"N [%U]", _named).fold(r"(?<= x )(?:,|and|or|, and|, or) N [%U]", _named_with)


def _named_with(hit: Hit) -> Item | None:
    """One more strength of the name before it: "zentarol 1%, 2% and placebo"."""
    *_, number, unit = hit.items()
    x = hit.tape.items[hit.first - 1]
    word = hit.tape.items[hit.first - 2] if hit.first > 1 else None
    if word is None or not may_name(word.form) or not DOSE.fullmatch(unit.value.code):
        return None
    text = hit.tape.text
    name = f"{text[word.start : x.start]}{text[number.start : unit.end]}".lower()
    share = unit.form == "%"
    told = name in (_before_results(text) if share else _lowered(text))
    return Item("x", hit.items()[0].start, unit.end) if told else None


def _named(hit: Hit) -> Item | None:
    number, unit = hit.items()
    word = hit.tape.items[hit.first - 1] if hit.first else None
    if word is None or not may_name(word.form) or not DOSE.fullmatch(unit.value.code):
        return None
    text = hit.tape.text
    name = text[word.start : unit.end].lower()
    share = unit.form == "%"
    often = _lowered(text).count(name) >= _AGAIN
    headed = bool(_before_results(text))
    weak = number.value.value <= _STRONGEST
    again = name in _before_results(text) if share and headed else often and (weak or not share)
    return Item("x", number.start, unit.end) if again else None


def may_name(word: str) -> bool:
    """Whether a word may be a treatment's name, of which a strength stands behind it."""
    plain = word not in _NO_NAMES and word.replace("-", "").isalpha()
    return plain and word.islower() and len(word) >= _FEWEST_LETTERS


@lru_cache(maxsize=16)
def _lowered(text: str) -> str:
    return text.lower()


@lru_cache(maxsize=16)
def _before_results(text: str) -> str:
    """What stands before the heading of the results; nothing where there is none."""
    found = _RESULTS.match(text)
    return found[1].lower() if found else ""

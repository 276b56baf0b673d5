"""Words that begin with a number: "5-fluorouracil", "3-weekly", "2-dose".

In: the tape of a sentence, its measures folded. Out: the tape on which such a word is one item, no value
with a word behind it, where it names something; "3-fold" and "12-item" only count.
"""

import re

from kg.reading.tape import Item, Tape

_COUNTED = re.compile(
    r"(?:fold|point|item|question|factor|member|tailed|sided|way|armed?|group|cent(?:er|re)|site|stage|step|part|digit|lead"
    r"|year|month|week|day|hour|h|min|minute|second|cm|mm|mg|g|kg|ml|metre|meter|m|mile|degree|percent|and|or|to|vs|versus)s?"
)
_WORD = re.compile(r"[a-z][a-z]{2,}.*")
_DIGITS, _PARTS = 2, 3


def with_words(tape: Tape) -> Tape:
    """The tape with each word that begins with a number as one item."""
    if "-" not in tape.forms or "V" not in tape.forms:
        return tape
    items: list[Item] = []
    place = 0
    while place < len(tape.items):
        run = tape.items[place : place + _PARTS]
        joined = _joined(tape, run) if run[0].form == "V" else None
        items.append(joined or run[0])
        place += _PARTS if joined else 1
    return Tape(tape.text, tuple(items)) if len(items) < len(tape.items) else tape


def _joined(tape: Tape, run: tuple[Item, ...]) -> Item | None:
    """The word that a small number, a hyphen and a word are where nothing parts them."""
    if len(run) < _PARTS or run[1].form != "-" or not tape.words(run[:1]).isdigit():
        return None
    if not run[0].end == run[1].start < run[1].end == run[2].start:
        return None
    small = run[0].end - run[0].start <= _DIGITS
    if not small or not _WORD.fullmatch(run[2].form) or _COUNTED.fullmatch(run[2].form):
        return None
    return Item(tape.words(run).lower(), run[0].start, run[2].end, None)

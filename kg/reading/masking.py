"""Who was kept from knowing which treatment was given.

In: the lines that tell how a study was done. Out: the code of its masking, where they tell one, and
the lines that say so. That an assessor was blinded besides says nothing more of a double-blind study.
"""

from kg.codes import Masking
from kg.reading.page import Line

_MASKED = r"(?:blind(?:ed)?|masked)"
_JUDGE = r"(?:assessor|investigator|evaluator|observer|examiner|rater|outcome-assessor|reviewer|researcher)s?"
_WHO = rf"(?:{_JUDGE}|outcome|patient|participant|subject|physician)"
_MASKINGS: tuple[tuple[str, Masking], ...] = (
    (
        r"(?:open-label(?:led|ed)?|open label(?:led|ed)?|unblinded|non-blinded|nonblinded|unmasked|non-masked)(?! (?:extension|follow-up|period|run-in|lead-in))",
        "openLabel",
    ),
    (rf"double(?:-| ){_MASKED}|double - {_MASKED}|doubly (?:blinded|masked)", "doubleBlind"),
    (
        (
            rf"single(?:-| ){_MASKED}|{_WHO}-{_MASKED}|(?:{_WHO} )?blinded (?:end-point|endpoint|outcome) (?:assessment|evaluation)"
            rf"|(?<!and )(?<!nor ){_JUDGE} (?:was|were) (?:blinded|masked|blind)(?! (?:and|or))|(?:blinded|masked) {_JUDGE}"
        ),
        "singleBlind",
    ),
    (rf"triple(?:-| ){_MASKED}", "tripleBlind"),
    (rf"quadruple(?:-| ){_MASKED}", "quadrupleBlind"),
)


_WORDS = ("blind", "mask", "open")


def read_masking(lines: list[Line]) -> tuple[Masking | None, list[Line]]:
    """The masking that the lines tell, if one only, and the lines that tell it."""
    may_tell = [line for line in reversed(lines) if any(word in line.tape.line for word in _WORDS)]
    found = {
        code: line for pattern, code in _MASKINGS for line in may_tell if line.tape.hit(pattern)
    }
    if {"doubleBlind", "tripleBlind", "quadrupleBlind"} & set(found):
        found.pop("singleBlind", None)  # who was blinded is told besides
    if len(found) != 1:
        return None, []
    return next(iter(found)), list(found.values())

"""The units of registered results: free texts, read only where nothing in them is left over.

In: what a measure gives as its unit. Out: its UCUM code, and whether it counts people or is a
percentage; nothing where a part of the text could change what the rest says.
"""

import re
from functools import lru_cache
from typing import Final

from kg import units

_COUNTING: Final = re.compile(
    r"(?:number of |count of )?(?:participants?|patients?|subjects?|persons?|people|individuals?)"
    r"(?: (?:with|affected|analy[sz]ed)\b[^/%]*)?",
    re.IGNORECASE,
)
_RATE: Final = re.compile(r"(?<!\bw)(?<!\band)/(?!or\b)|[*×·]|\bper\b", re.IGNORECASE)
_PERCENTAGE: Final = re.compile(
    r"(?:percent(?:age)?s?|%)(?!.*\bchange\b)(?:\s+of\s+.*|\s*\(%\))?", re.IGNORECASE
)
_PERCENT_CHANGE: Final = re.compile(r"(?:percent(?:age)?|%)\s*(?:of\s+)?change.*", re.IGNORECASE)
_IN_PERCENT: Final = re.compile(r"(?:percent(?:age)?s?\b|%).*|[^\d<>]*%", re.IGNORECASE)
_BARE: Final = re.compile(
    r"(?:ratio|unit ?less|ratio[- ]unit ?less|proportion|fraction|probability|dimensionless"
    r"|(?:hazards?|odds) ratio|(?:correlation )?coefficient|z[- ]?scores?)",
    re.IGNORECASE,
)
_EVENTS: Final = re.compile(r"(?:adverse )?(?:events?|episodes?|incidents?)", re.IGNORECASE)
_NUMBER_OF: Final = re.compile(r"(?:total )?(?:number|count|no\.?) of ", re.IGNORECASE)
# "units" alone are of a scale as often as of an enzyme; a logarithm and a ratio keep no unit.
_VAGUE: Final = re.compile(r"units?", re.IGNORECASE)
_CHANGED: Final = re.compile(r"\b(?:ratio|log\w*|ln|fold|index|normali[sz]ed)\b", re.IGNORECASE)
_ASIDE: Final = re.compile(r"\s*\(([^()]*)\)")


def counts_people(text: str) -> bool:
    """Whether a unit says that people are counted, and not per time or place.

    >>> counts_people("Participants with fever"), counts_people("Patients with event /100 years")
    (True, False)
    """
    return bool(_COUNTING.fullmatch(text)) and not _RATE.search(text)


def is_percentage(text: str) -> bool:
    """Whether a unit is a share in hundredths, and no change and no rate.

    >>> is_percentage("% of patients w/ relief"), is_percentage("percent of patients per year")
    (True, False)
    """
    return bool(_PERCENTAGE.fullmatch(text)) and ucum(text) == "%"


def is_percent_change(text: str) -> bool:
    """Whether a unit is a change in hundredths."""
    return bool(_PERCENT_CHANGE.fullmatch(text))


@lru_cache(maxsize=1 << 14)
def ucum(text: str) -> str | None:
    """The UCUM code of a unit as registered.

    >>> ucum("milliliter (mL)/Minute (min)"), ucum("hours * nanograms per milliliter (ng/mL)")
    ('mL/min', 'ng.h/mL')
    >>> ucum("ratio: endpoint/baseline (pg/mL)"), ucum("body weight (kg)/ height (m2)")
    (None, None)
    >>> ucum("Percent predicted FVC"), ucum("Number of Days"), ucum("Ratio"), ucum("units")
    ('%', 'd', '1', None)
    """
    if _IN_PERCENT.fullmatch(text) and not _RATE.search(_ASIDE.sub("", text)):
        return "%"
    if _BARE.fullmatch(text):
        return "1"
    plain = _NUMBER_OF.sub("", text)
    if _EVENTS.fullmatch(plain):
        return "{events}"
    return None if _VAGUE.fullmatch(plain) else _spelled(_without_asides(plain))


def _spelled(text: str) -> str | None:
    """The code of a text; of one with an aside at its end, where one of the two only names."""
    aside = re.search(_ASIDE.pattern + r"\s*$", text)
    if aside is None:
        return units.ucum(text)
    outside, inside = text[: aside.start()].strip(), aside[1]
    if not outside:
        return units.ucum(inside)
    within, around = units.ucum(inside), units.ucum(outside)
    if within is None:
        return None if _RATE.search(inside) or _CHANGED.search(inside) else around
    if around is not None and around != within:
        return None
    return None if _CHANGED.search(outside) or _signs(outside) != _signs(inside) else within


def _signs(text: str) -> tuple[int, bool]:
    """By how much a text divides, and whether it multiplies."""
    return len(re.findall(r"/|\bper\b", text, re.IGNORECASE)), bool(re.search(r"[*×·]", text))


def _without_asides(text: str) -> str:
    """The text without asides that only say the unit before them once more."""
    at = 0
    while (aside := _ASIDE.search(text, at)) is not None:
        inside, at = units.ucum(aside[1]), aside.end()
        if inside is not None and inside in map(units.ucum, _endings(text[: aside.start()])):
            text, at = text[: aside.start()] + text[aside.end() :], aside.start()
    return text


def _endings(text: str) -> list[str]:
    """The last word of a text, the last two words, and so on."""
    starts = [match.start() for match in re.finditer(r"[^\s/*×·]+", text)]
    return [text[start:] for start in reversed(starts)]

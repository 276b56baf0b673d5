"""What the words of a table's head and margin say: statistics, units, times, numbers of people.

In: the text of a cell. Out: a :class:`Told`, the parts that were understood and the words that are
left. Only forms that leave no doubt are read: "mean (SD)" says which spread stands in parentheses,
"12.3 (4.5)" under a bare "mean" does not.
"""

import re
from typing import Final, NamedTuple

from kg import units
from kg.codes import DispersionType, Statistic
from kg.reading.atoms import Unit, atoms
from kg.reading.measures import measures
from kg.reading.tape import Item

_SD: Final = r"s\.?d\.?|standard deviations?"
_SE: Final = r"s\.?e\.?m?\.?|standard errors?(?: of the mean)?"
_IQR: Final = r"i\.?q\.?r\.?|inter-?quartile range|q1\W{1,3}q3|25th\W{1,3}75th(?: percentiles?)?"
_RANGE: Final = r"range|min(?:imum)?\W{1,3}max(?:imum)?"
_OPEN, _CLOSE = r"\s*[,;:]?\s*(?:\(|\[|±|\+/-|,)\s*", r"\s*[)\]]?"
_COUNT: Final = r"n|no\.?|numbers?|count|frequency"


_BASELINE: Final = re.compile(r"\bbase-?\s?line\b|\bdemographics?\b", re.IGNORECASE)
# What such a table tells are no values of the arms themselves, or not of all their people.
_OTHER: Final = re.compile(
    r"\b(?:chang\w*|differen\w+|ratios?|(?<!side[ -])effects?|regression|model\w*|predict\w*|associat\w+"
    r"|correlat\w+|sub-?groups?|(?<!un)adjusted|multivaria\w+|univaria\w+|reductions?|increases?"
    r"|decreases?|responders|completers|survivors|non-?\w*ers|meta-analys\w+)\b",
    re.IGNORECASE,
)


def tells_baseline(caption: str) -> bool:
    """Whether a caption is that of a table of people as they were at the start.

    >>> tells_baseline("Baseline characteristics"), tells_baseline("Change from baseline")
    (True, False)
    """
    return _BASELINE.search(caption) is not None and other_than_values(caption) is None


def other_than_values(words: str) -> str | None:
    """The word that says that numbers are no values of the arms: a change, a ratio, a model.

    >>> other_than_values("Change in weight"), other_than_values("Unadjusted scores")
    ('change', None)
    """
    found = _OTHER.search(words)
    return found[0].lower() if found else None


class Form(NamedTuple):
    """What the numbers of a cell are: a statistic, and what stands in parentheses behind it."""

    statistic: Statistic
    spread: DispersionType | None = None


SHARE: Final = Form("percentage")
_FORMS: Final[tuple[tuple[str, Form], ...]] = (
    (rf"(?:mean|average){_OPEN}(?:{_SD}){_CLOSE}", Form("mean", "standardDeviation")),
    (rf"(?:mean|average){_OPEN}(?:{_SE}){_CLOSE}", Form("mean", "standardError")),
    (rf"(?:mean|average){_OPEN}(?:{_RANGE}){_CLOSE}", Form("mean", "range")),
    (rf"median{_OPEN}(?:{_IQR}){_CLOSE}", Form("median", "interquartileRange")),
    (rf"median{_OPEN}(?:{_RANGE}){_CLOSE}", Form("median", "range")),
    (rf"(?:{_COUNT})\s*,?\s*(?:[(\[]\s*(?:%|percent(?:age)?)\s*[)\]]|%)", SHARE),
)
_NUMBER: Final = re.compile(
    r"[(\[]?\s*\bn\s*=\s*(\d{1,3}(?:[, ]\d{3})+|\d+)\s*[)\]]?", re.IGNORECASE
)
_UNIT: Final = re.compile(r"\s*(?:,\s*|[(\[]\s*)([^()\[\],]+?)\s*[)\]]?\s*$|\s+in\s+(\S+)\s*$")
_PEOPLE: Final = re.compile(
    rf"(?:{_COUNT})(?: of (?:patients|participants|subjects))?", re.IGNORECASE
)
_TEST: Final = re.compile(r"p\W*(?:values?)?", re.IGNORECASE)
_ALL: Final = re.compile(
    r"(?:totals?|all|overall|both|combined|entire|whole)\b.*|.*\btotal", re.IGNORECASE
)
_EDGES: Final = " ,;:–—-"


class Told(NamedTuple):
    """What some words of a head or margin say, and the words that are left."""

    words: str
    form: Form | None = None
    unit: Unit | None = None
    time: Item | None = None
    people: int | None = None


def told(text: str) -> Told:
    """What a cell of a head or margin says.

    >>> said = told("Age (years), mean (SD)")
    >>> said.words, said.form.statistic, said.form.spread, said.unit.code
    ('Age', 'mean', 'standardDeviation', 'a')
    >>> told("Zentarol (n = 40)").people, told("Week 12").time.form, told("Sex, n (%)").words
    (40, 'T', 'Sex')
    """
    words, people = _without_people(" ".join(text.split()))
    words, form = _without_form(words)
    words, unit = _without_unit(words)
    time = _time(words)
    return Told("" if time else words.strip(_EDGES), form, unit, time, people)


def _without_people(words: str) -> tuple[str, int | None]:
    found = _NUMBER.search(words)
    if found is None:
        return words, None
    rest = f"{words[: found.start()]} {words[found.end() :]}"
    return rest.strip(_EDGES), int(re.sub(r"\D", "", found[1]))


def _without_form(words: str) -> tuple[str, Form | None]:
    for pattern, form in _FORMS:
        found = re.search(rf"(?<![^\W_])(?:{pattern})(?![^\W_])", words, re.IGNORECASE)
        if found:
            rest = words[: found.start()].rstrip(" ,;:–—-([") + words[found.end() :].rstrip(" )]")
            return rest.strip(_EDGES), form
    return words, None


def _without_unit(words: str) -> tuple[str, Unit | None]:
    """A unit behind a comma or in brackets; words that are none stay."""
    found = _UNIT.search(words)
    written = (found[1] or found[2]) if found else None
    code = units.ucum(written) if written else None
    if found is None or written is None or code is None or not words[: found.start()].strip():
        return words, None
    return words[: found.start()].strip(_EDGES), Unit(code, written)


def _time(words: str) -> Item | None:
    """The time that the words are, where they are nothing else."""
    plain = re.sub(r"^(?:at|after)\s+", "", words, flags=re.IGNORECASE)
    items = measures(atoms(plain)).items
    return items[0] if len(items) == 1 and items[0].form in {"T", "D"} else None


def is_people(words: str) -> bool:
    """Whether a head says that numbers of people stand under it.

    >>> is_people("n"), is_people("No. of patients"), is_people("Nausea")
    (True, True, False)
    """
    return _PEOPLE.fullmatch(words.strip()) is not None


def is_aside(words: str) -> bool:
    """Whether a head is of no group: a test, or all people together.

    >>> is_aside("P value"), is_aside("Total"), is_aside("All patients"), is_aside("Placebo")
    (True, True, True, False)
    """
    return bool(_TEST.fullmatch(words.strip()) or _ALL.fullmatch(words.strip()))

"""Adverse events: which there were, in which arm, how many, and what stopped the dosing.

In: the lines that tell results. Out: :class:`~kg.records.AdverseEventResult` claims. A heading
over events ("constitutional symptoms (fever, malaise)") labels them and is no event beside them.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.reading.amounts import number
from kg.reading.ledger import Ledger
from kg.reading.measures import Measure
from kg.reading.page import Line
from kg.reading.phrases import DETERMINERS, forms, trim
from kg.reading.results import arm_key
from kg.reading.tape import Hit, Item, Tape
from kg.records import AdverseEventResult, Number

_TOXIC = (
    r"(?:(?:dose-limiting|grade|treatment-related|drug-related|reported|serious|observed|clinical|local|systemic|treatment-emergent) )*"
    r"(?:toxic effects?|toxicity|toxicities|adverse (?:events?|effects?|reactions?|experiences?)|side effects?|side-effects?|complications?)"
)
_MOST = r"(?:chief|main|most common|most commonly reported|most frequent|most frequently reported|principal|major|primary|predominant|commonest|common|frequent|only|usual)"
_LISTED = rf"(?P<list>.+) (?:were|was) (?:the |among the )?(?:{_MOST} ){{0,2}}(?P<kind>{_TOXIC})(?P<rest>.*)"
_INCLUDED = rf"(?P<kind>{_TOXIC})(?: (?:{{w}}|I|A)){{0,6}}? (?:were|was|included|include|:|such as|comprised|consisted of) (?P<list>.+)"
_QUALIFIERS = frozenset(
    "asymptomatic symptomatic mild moderate severe transient reversible persistent marked serious fatal nonfatal"
    " life-threatening self-limiting self-limited intermittent acute chronic recurrent minor major".split()
)
_BESIDE_NAMES = _QUALIFIERS | DETERMINERS
_NO_EVENTS = frozenset(
    "grade grades more less most similar comparable manageable well generally not no lower higher few fewer rare"
    " uncommon common infrequent tolerable acceptable consistent predictable expected".split()
)
_LIMITING = r"dose[- ]limiting|limit(?:ed|ing) the dos(?:e|age)"
_SEPARATORS = frozenset({",", "and", "or", "along", "together", "plus", "besides"})
_ENDS = frozenset(
    "which that who with in of during after for occurred occurring were was as".split()
)


class Named(NamedTuple):
    """An event as a list names it."""

    words: str
    qualifier: str | None
    heading: str | None
    measure: Measure | None


def read_events(ledger: Ledger, line: Line) -> bool:
    """Whether a line listed adverse events; each becomes a claim about the arm that had them."""
    hit = line.full.hit(_LISTED) or line.full.hit(_INCLUDED)
    if hit is None or line.part in {"background", "objective", "methods", "conclusions"}:
        return False
    arm = _arm(line)
    if arm is None:
        ledger.unread(line, "adverse events whose group is not clear")
        return False
    named = list(_named(line.full, hit.items("list")))
    for event in named:
        _claim(ledger, line, hit, arm, event)
    return bool(named)


def _arm(line: Line) -> int | None:
    if "G" in line.full.forms:
        return None
    arms = {arm for item in line.full.items if item.form in {"A", "I"} for arm in item.value.arms}
    return int(arms.pop()) if len(arms) == 1 else None


def _named(tape: Tape, items: tuple[Item, ...]) -> Iterator[Named]:
    """The events of a list; what a heading's parentheses list comes under that heading."""
    run: list[Item] = []
    place = 0
    while place < len(items):
        item = items[place]
        if item.form == "(":
            end = next((n for n in range(place, len(items)) if items[n].form == ")"), len(items))
            inside = items[place + 1 : end]
            if _is_list(inside):
                heading = tape.words(trim(tuple(run)))
                yield from (n._replace(heading=heading) for n in _named(tape, inside))
                run = []
            else:
                run += [i for i in inside if i.form in {"V", "Q"}][:1]
            place = end + 1
            continue
        if item.form in _SEPARATORS or forms(items[place : place + 3]) == "as well as":
            yield from _event(tape, tuple(run))
            run = []
            place += 2 if item.form == "as" else 0
        elif item.form == ";" or item.form in _ENDS:
            # Behind "in keeping with" no event is named.
            yield from _event(tape, tuple(run))
            return
        else:
            run.append(item)
        place += 1
    yield from _event(tape, tuple(run))


def _is_list(items: tuple[Item, ...]) -> bool:
    words = [
        item for item in items if item.form[0].islower() and item.form not in {"and", "or", "n"}
    ]
    return bool(words) and not any(item.form in {"V", "Q", "P", "C", "S"} for item in items)


def _event(tape: Tape, run: tuple[Item, ...]) -> Iterator[Named]:
    measure = next((item.value for item in run if item.form in {"V", "Q"}), None)
    items = trim(tuple(i for i in run if not i.form.isupper()))
    qualifiers = [item for item in items if item.form in _QUALIFIERS]
    named = tuple(item for item in items if item.form not in _BESIDE_NAMES)
    longest = 6
    if named and named[0].form in _NO_EVENTS:
        return
    if named and len(named) <= longest and all(i.form[0].isalnum() for i in named):
        yield Named(
            tape.words(named), " ".join(tape.words((q,)) for q in qualifiers) or None, None, measure
        )


def _claim(ledger: Ledger, line: Line, hit: Hit, arm: int, event: Named) -> None:
    slug = ledger.page.glossary.concept(
        event.words, "AdverseEvent", "ClinicalEvent", "Measurand", label=event.words
    )
    ledger.page.glossary.also_kind(slug, "AdverseEvent")
    measure = event.measure
    share = measure is not None and measure.unit is not None and measure.unit.code == "%"
    value: Number | None = number(measure) if measure is not None and share else None
    said = line.full.line
    claim = AdverseEventResult(
        group=arm_key(arm),
        event=slug,
        measurand=slug,
        label=f"{event.qualifier} {event.words}" if event.qualifier else event.words,
        qualifier_text=event.qualifier,
        class_label=event.heading,
        statistic="percentage" if value else None,
        number=value,
        count=measure.count if measure else None,
        denominator=measure.denominator if measure else None,
        dose_limiting=True if re.search(_LIMITING, said) else None,
        serious=True if "serious" in hit.match.group("kind").split() else None,
    )
    ledger.add(claim, line, rule="adverse-event.listed")

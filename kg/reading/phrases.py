"""Noun phrases: what is left of a phrase when articles, fillers and quantifiers are taken off.

In: runs of items of a tape. Out: spans of words that may name a thing. Closed lists of English
function words stand here and nowhere else; nothing here knows medicine.
"""

import re

from kg.reading.tape import Item

DETERMINERS = frozenset(
    "the a an this that these those its their his her our all both each either any some such same".split()
)
FILLERS = frozenset(
    "mean median average means medians averages overall total estimated crude adjusted unadjusted"
    " observed respective respectively corresponding absolute relative serial repeated mean±se"
    " geometric least-squares only also significantly significant statistically substantial substantially markedly"
    " sustained marked modest small large slight further subsequent actual".split()
)
STOPS = frozenset(
    "of in for with without on at by to from during over after before between among within until"
    " than as and or but while whereas when who whom whose which that if because since per versus"
    " vs via under through throughout towards despite although however thus therefore not".split()
)
_DULL = DETERMINERS | FILLERS | STOPS | {",", ";", "(", ")", ".", ":", "-", "±", "se", "sd"}
_DULL_LAST = _DULL - {"a"}
VERBS = frozenset(
    "was were is are be been being has have had did does do could would may might can will shall"
    " should increased decreased rose fell declined dropped improved worsened remained reduced"
    " received showed occurred reached averaged appeared seemed differed experienced reported achieved developed had"
    " compared assigned randomized allocated treated given administered observed found noted seen"
    " measured assessed evaluated produced led resulted yielded failed caused"
    " received underwent completed died discontinued starting beginning differ differs".split()
)
OTHER_PEOPLE = (
    r"\b(?:parallel|separate|additional|independent|external|comparison|validation|replication"
    r"|historical|matched|reference|second|another|further)"
)
"""What stands before "cohort" where it is not the people of the trial itself."""
_OF_HEADS = re.compile(
    r"^(?:(?:serial|repeated|mean|median|the|a|an|in|any|overall|change|changes|increase|increases|decrease"
    r"|decreases|reduction|reductions|improvement|improvements|gain|gains|rise|rises|measurements?|determinations?|measures?|levels?|values?"
    r"|rates?|number|numbers|frequency|frequencies|incidence|occurrence|risk|proportions?|percentages?|concentrations?"
    r"|scores?|amounts?|quantity|prevalence|degree|extent|development) )+(?:of|in|for|on) "
)


def trim(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run of items without articles, fillers and signs at either end."""
    first, last = 0, len(items)
    while first < last and items[first].form in _DULL:
        first += 1
    while last > first and items[last - 1].form in _DULL_LAST:
        last -= 1
    return items[first:last]


def forms(items: tuple[Item, ...]) -> str:
    """The forms of a run of items on one line.

    >>> forms((Item("the", 0, 3), Item("age", 4, 7)))
    'the age'
    """
    return " ".join([item.form for item in items])


def without_of(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run without a head that only counts or measures: "serial measurements of the X" is X.

    >>> line = tuple(Item(w, 0, 0) for w in "serial measurements of the plasma rna".split())
    >>> forms(without_of(line))
    'the plasma rna'
    """
    match = _OF_HEADS.match(forms(items) + " ")
    if not match:
        return items
    return items[len(match.group().split()) :]


def depth_zero(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items that stand outside parentheses."""
    kept: list[Item] = []
    depth = 0
    for item in items:
        depth += item.form == "("
        if not depth:
            kept.append(item)
        depth -= item.form == ")" and depth > 0
    return tuple(kept)


def split_top(items: tuple[Item, ...], separators: frozenset[str]) -> list[tuple[Item, ...]]:
    """The runs between separators that stand outside parentheses."""
    runs: list[list[Item]] = [[]]
    depth = 0
    for item in items:
        depth += item.form == "("
        if not depth and item.form in separators:
            runs.append([])
        else:
            runs[-1].append(item)
        depth -= item.form == ")" and depth > 0
    return [tuple(run) for run in runs if run]


def opened(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run behind an opening adverbial: "over the 12 months, X and Y" is "X and Y"."""
    if not items or items[0].form not in STOPS:
        return items
    depth = 0
    for place, item in enumerate(items):
        depth += item.form == "("
        depth -= item.form == ")" and depth > 0
        if item.form == "," and not depth:
            return items[place + 1 :]
    return items


def behind_difference(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run behind "no difference … in": what it was that did not differ."""
    places = [n for n, item in enumerate(items) if item.form in {"difference", "differences"}]
    if not places:
        return items
    inner = next((n for n in range(places[0], len(items)) if items[n].form in {"in", "for"}), None)
    return items if inner is None else items[inner + 1 :]


def behind_either(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run behind "either", where all alternatives stand: "chemotherapy with either X or Y".

    >>> forms(behind_either(tuple(Item(w, 0, 0) for w in "drugs with either x or y".split())))
    'x or y'
    """
    place = next((n for n, item in enumerate(items) if item.form == "either"), None)
    if place is None or {item.form for item in items[:place]} & {"or", "versus", "vs", "v", "."}:
        return items
    return items[place + 1 :]

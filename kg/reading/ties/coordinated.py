"""Groups named together under one word: "the standard and the intensive group", "X versus Y arms".

In: the items of a sentence and the roster. Out: the items with such a list folded to one mention
of its arms in the order in which it names them. Each name must mean an arm of its own; of two arms
the one that nobody knows by that name is the other one.
"""

import re
from collections.abc import Callable
from itertools import pairwise

from kg.reading.arms import ArmDraft
from kg.reading.phrases import STOPS, VERBS
from kg.reading.roster import Roster
from kg.reading.tape import Item
from kg.reading.ties.parallel import is_reserved, may_be, the_control

Resolve = Callable[[str], int | None]
_JOINS = frozenset({"and", "versus", "vs", "vs.", "or", ",", "v", "/"})
_ARTICLES = frozenset({"the", "both", "a", "an"})
_NO_WORDS = STOPS | VERBS | _ARTICLES
_HEADED = re.compile(
    r"\b(?:groups?|arms?|patients|women|participants|subjects|recipients|cohorts?)$"
)
_PARTS = re.compile(r"\s*(?:,?\s+(?:and|versus|vs\.?|or|v\.?)\s+|,\s+|/)\s*")
_LEADS = re.compile(r"^(?:(?:the|both|an?|in|of|for|either)\s+)+")
_TAILS = re.compile(r"\s+(?:groups?|arms?|patients|women|participants|subjects|recipients)$")
_KINDS = re.compile(r"-(?:based|containing|treated|exposed)?$")
_LETTERED = re.compile(r"(?:the )?(groups?|arms?) (?:\d|[a-z]|i{1,3}|iv)")
_DULL = frozenset(
    "treatments two three four other all same respective these those different between trial randomized"
    " age older younger men women subgroup baseline total low high p".split()
)
_WORDS = re.compile(r"[a-z0-9][a-z0-9+-]+")
_FIGURES = frozenset({"V", "P", "F", "C", "S", "T", "D", "R", "G"})
_CLOSING = frozenset({"A", "X", "G", "group", "groups", "arm", "arms"})
_LONGEST, _PAIR, _FAR, _LETTERS = 3, 2, 12, 3


def together(
    text: str, roster: Roster, own: tuple[frozenset[str], ...], items: list[Item]
) -> list[Item]:
    """The items with lists of groups under one head folded to the arms they name."""

    def resolve(words: str) -> int | None:
        found = roster.resolve(words)
        if found is None and len(words) <= _LETTERS:
            found = roster.resolve(f"group {words}")
        if found is not None:
            return found
        told = set(_WORDS.findall(words.lower()))
        arms = [n for n, each in enumerate(own) if each & told]
        return arms[0] if len(arms) == 1 else None

    found = _with_legend(text, roster.drafts, resolve, items)
    named = {item.value for item in found if item.form == "A"}
    several = len(named) + sum(item.form == "X" for item in found) > 1
    found = [
        _split(text, roster.drafts, resolve, item, several=several) if item.form == "A" else item
        for item in found
    ]
    found = _lettered(text, roster, found)
    place = len(found) - 1
    while place > 0:
        begin = _begin(text, found, place) if found[place].form in _CLOSING else None
        if begin is not None:
            words = text[found[begin].start : found[place].end]
            arms = _arms(words, roster.drafts, resolve)
            if arms:
                whole = Item("A", found[begin].start, found[place].end, arms)
                found = [*found[:begin], whole, *found[place + 1 :]]
                place = begin
        place -= 1
    return found


def _with_legend(
    text: str, drafts: tuple[ArmDraft, ...], resolve: Resolve, items: list[Item]
) -> list[Item]:
    """The items with brackets that hold no more than the names of all arms folded to them.

    "Toxicity (zentarol vs monotherapy) included …"; "(zentarol/placebo)".
    """
    if len(drafts) != _PAIR:
        return items
    for place, item in enumerate(items):
        close = _close(items, place) if item.form == "(" else 0
        if not close or any(i.form in _FIGURES for i in items[place:close]):
            continue
        words = text[item.end : items[close - 1].start].strip()
        if re.search(r"[a-z]\s*(?:/|\bvs\b|\bversus\b|\bv\b)\s*\S", words, re.IGNORECASE):
            arms = _arms(words, drafts, resolve)
            if arms:
                inner = Item("A", items[place + 1].start, items[close - 2].end, arms)
                return [*items[: place + 1], inner, *items[close - 1 :]]
    return items


def _close(items: list[Item], place: int) -> int:
    """The place behind the bracket that closes one, where it holds something and no other."""
    for n in range(place + 1, min(len(items), place + _FAR)):
        if items[n].form == "(":
            return 0
        if items[n].form in {")", ":"}:
            return n + 1 if n > place + 1 else 0
    return 0


def _lettered(text: str, roster: Roster, items: list[Item]) -> list[Item]:
    """The items with "group A and B" as a mention of both, where both are known."""
    found: list[Item] = []
    place = 0
    while place < len(items):
        item, behind = items[place], items[place + 1 : place + 3]
        match = (
            _LETTERED.fullmatch(text[item.start : item.end].lower()) if item.form == "A" else None
        )
        if match and len(behind) == _PAIR and behind[0].form in {"and", "or", "&", "vs", "versus"}:
            other = roster.resolve(f"{match[1]} {behind[1].form}")
            if len(behind[1].form) <= _LETTERS and other is not None and other not in item.value:
                found.append(Item("A", item.start, behind[1].end, (*item.value, other)))
                place += 3
                continue
        found.append(item)
        place += 1
    return found


def _split(
    text: str, drafts: tuple[ArmDraft, ...], resolve: Resolve, item: Item, *, several: bool
) -> Item:
    """A mention of one arm whose words name several as a mention of those.

    Where *several* groups are named, a name that nobody knows may be part of another one's.
    """
    words = text[item.start : item.end]
    if len(item.value) != 1 or not _PARTS.search(words):
        return item
    label = (drafts[item.value[0]].label or "").lower()
    if words.lower() in label or (_PARTS.search(label) and label in words.lower()):
        return item
    arms = _arms(words, drafts, resolve, guess=not several)
    return item._replace(value=arms) if arms else item


def _begin(text: str, items: list[Item], place: int) -> int | None:
    """Where the list begins whose last name and head stand at a place; none where none does."""
    item = items[place]
    alone = item.form not in {"A", "X"}
    if not alone and not _HEADED.search(text[item.start : item.end].lower()):
        return None
    if item.form == "A" and len(item.value) > 1:
        return None
    begin = place
    if alone:
        begin = _name(items, place)
        if begin == place:
            return None
    joined = item.form == "A" and " and " in text[item.start : item.end]
    while True:
        back = begin - 1
        while back > 0 and items[back].form in _ARTICLES:
            back -= 1
        if back <= 0 or items[back].form not in _JOINS or (not joined and items[back].form == ","):
            break
        comma = items[back].form != "," and items[back - 1].form == ","  # "A, B, and C groups"
        end = back - comma - (items[back - 1].form == "-")  # "the high- and low-dose groups"
        first = _name(items, end)
        if first == end:
            break
        begin, joined = first, True
    return begin if joined and (begin < place or alone) else None


def _name(items: list[Item], end: int) -> int:
    """Where a name begins that ends before a place: an arm's mention, or a few words."""
    if end and items[end - 1].form in {"A", "I", "X"}:
        return end - 1
    begin = end
    while begin and end - begin < _LONGEST and _is_word(items[begin - 1].form):
        begin -= 1
    return begin


def _is_word(form: str) -> bool:
    return (
        form[0].isalnum()
        and not form[0].isupper()
        and form not in _NO_WORDS
        and any(c.isalpha() for c in form)
    )


def _arms(
    words: str, drafts: tuple[ArmDraft, ...], resolve: Resolve, *, guess: bool = True
) -> tuple[int, ...]:
    """The arms of a list of names, each its own; none where a name is not known for certain.

    With a *guess*, of two arms the one that nobody knows by its name is the other one.
    """
    parts = (_TAILS.sub("", _LEADS.sub("", part.strip())) for part in _PARTS.split(words))
    names = [_KINDS.sub("", part) for part in parts]
    names = [name for name in names if name]
    if len(names) < _PAIR or len(names) > len(drafts):
        return ()
    if any(set(name.lower().split()) & _DULL for name in names):
        return ()
    arms = [resolve(name) for name in names]
    if arms == [None] * _PAIR == [None] * len(names):
        arms = [the_control(name.lower(), drafts) for name in names]
    if guess and len(drafts) == _PAIR == len(names) and arms.count(None) == 1:
        place = arms.index(None)
        other = 1 - next(arm for arm in arms if arm is not None)
        if may_be(names[place].lower(), drafts[other]):
            arms[place] = other
    if guess and _PAIR < len(drafts) == len(names) and arms.count(None) == 1:
        arms = _with_last(names, arms, drafts)
    told = tuple(arm for arm in arms if arm is not None)
    return (
        told
        if len(told) == len(names) and not any(a == b for a, b in pairwise(sorted(told)))
        else ()
    )


def _with_last(
    names: list[str], arms: list[int | None], drafts: tuple[ArmDraft, ...]
) -> list[int | None]:
    """The arms of a list that names all of them, with the one that is left for the unknown name.

    A name for controls is only a control's.
    """
    left = set(range(len(drafts))) - set(arms)
    place = arms.index(None)
    name = names[place].lower()
    if len(left) != 1:
        return arms
    (other,) = left
    fits = may_be(name, drafts[other]) or not is_reserved(name)
    return [*arms[:place], other, *arms[place + 1 :]] if fits else arms

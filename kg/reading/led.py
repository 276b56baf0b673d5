"""Numbers of people, each with what they were given: "44 to zentarol and 43 to placebo".

In: a sentence as a row. Out: lists of :class:`~kg.reading.group_names.Sized`: a number, the verb that leads
to a name, or no verb where the number before had one, and the name. Of counts out of others only those
are numbers of groups that make up all these others: "31 of the 62 had drops, 31 had tea".
"""

import re
from collections.abc import Iterator

from kg.reading.group_names import (
    NUMBERS,
    Found,
    Row,
    Sized,
    is_name,
    of_clusters,
    share_of,
    trimmed,
)
from kg.reading.tape import Item
from kg.reading.wholes import size_of

FAR = 34
"""The most items between the numbers of one list."""
_STUDIES = frozenset("study studies trial trials analysis".split())
_JOINED = frozenset(", ; : and or while whereas versus vs plus ( to".split())
_ENDS = frozenset(
    ", ; . : ( ) respectively for who after during at while whereas with were was had by from of".split()
)
_VERB = (
    r"(?:(?:were|was|who) )*(?:(?:then|subsequently|randomly|also) )*(?:(?:(?:treated|given|placed|put|started) (?:with|on|by)"
    r"|randomized|assigned|allocated|included|enrolled|given|received|receiving|underwent|used|started|initiated|followed|(?:serving|served|acting|acted)(?= as)) )?(?:either )?"
    r"(?:(?:to receive|to undergo|to|into|in|as a|as an|as) )?(?:(?:the|an?) )?"
)
_COUNT = (
    r"(?:S|V|Q)(?: \( W \))?(?: (?:randomized|eligible|evaluable)(?= patients| women| men| participants| subjects))?(?: (?:patients|women|men|participants|subjects|persons|people|cases|children|adults|others)"
    r"|(?: of (?:them|these|whom|which|those)))?"
)
_PLACING = frozenset({"in", "on", "by"})
_GIVEN = re.compile(rf" {_COUNT} (?P<verb>{_VERB})(?=\S)")
_GIVEN_BEHIND = re.compile(rf" {_COUNT} , (?P<verb>{_VERB})(?=\S)")


def led(row: Row, *, alone: bool = False) -> Iterator[Found]:
    """Numbers each with what its people were given: "44 to zentarol and 43 to placebo"."""
    places = [n for n, form in enumerate(row.forms) if form in NUMBERS and not row.deep[n]]
    chain: list[tuple[Sized, int | None]] = []
    last = 0
    if "S" not in row.forms and of_clusters(row.line(0, len(row.forms))):
        return
    for n, place in enumerate(places):
        stop = places[n + 1] if n + 1 < len(places) else len(row.forms)
        found = (
            None if alone and _is_placed(row, place) else _given(row, place, stop, bare=bool(chain))
        )
        if found is None or alone or (chain and place - last > FAR):
            yield from _of_whole(chain)
            chain = []
        if found:
            chain.append((found, _out_of(row.items[place])))
            last = place
    yield from _of_whole(chain)


def _of_whole(chain: list[tuple[Sized, int | None]]) -> Iterator[Found]:
    """The groups of a row; what is counted out of others is one where all the row are these."""
    found = tuple(each for each, _ in chain)
    whole = sum(each.size for each in found)
    if all(out_of in {None, whole} for _, out_of in chain):
        yield found


def _out_of(item: Item) -> int | None:
    """Out of how many an item counts, if out of others."""
    return item.value.denominator if item.form == "Q" else None


def _is_placed(row: Row, place: int) -> bool:
    """Whether a bare number only stands before a place: "at minute 10 in the drops group"."""
    behind = row.forms[place + 1 : place + 2]
    return row.forms[place] == "V" and not _PLACING.isdisjoint(behind)


def _given(row: Row, place: int, stop: int, *, bare: bool) -> Sized | None:
    """What the people of a number were given; with no verb only where another number had one."""
    size = size_of(row.items[place])
    behind = row.forms[place + 1 : place + 2]
    if not size or behind == ("-",) or row.forms[place + 1 : place + 3] == ("in", "each"):
        return None
    lead = (_GIVEN_BEHIND if bare and behind == (",",) else _GIVEN).match(row.line(place, stop))
    if lead is None:
        return None
    said = lead["verb"].strip() not in {"", "the", "a", "an", "had"}
    if not said and (not bare or row.forms[place] == "S" or row.forms[place - 1] not in _JOINED):
        return None
    begin = place + len(lead.group().split())
    end = begin
    while end < stop and (row.forms[end] not in _ENDS or row.deep[end] or _abbreviates(row, end)):
        end += 1
    run = trimmed(_without_setting(row.items[begin:end]))
    if {"or", "versus", "vs"} & {item.form for item in run} or (run and run[-1].form in _STUDIES):
        return None
    given = Sized(run, size, share=share_of(row, place))
    return given if run and is_name(given) and not _goes_on(row, end) else None


def _goes_on(row: Row, place: int) -> bool:
    """Whether an "or" behind a name and its brackets makes it one of several for the same people."""
    behind = (
        n for n in range(place, len(row.forms)) if not row.deep[n] and row.forms[n] not in "()"
    )
    return row.forms[next(behind, place - 1)] == "or"


def _abbreviates(row: Row, place: int) -> bool:
    """Whether a point only shortens a word: "N. sativa"."""
    before = row.forms[place - 1] if place else ""
    inside = place + 1 < len(row.forms)
    return inside and row.forms[place] == "." and len(before) == 1 and before.islower()


def _without_setting(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A name without the study that it is set in: "controls in this randomized trial"."""
    cuts = [n for n, item in enumerate(run) if n and item.form == "in"]
    return run[: cuts[-1]] if cuts and run[-1].form in _STUDIES else run

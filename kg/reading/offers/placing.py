"""Where an offer stands: its words in the text, its sentence, its group, its time.

In: a page and what an offer says of these. Out: places that the page itself has, or the reason why
there are none.
"""

from typing import Final

from kg.reading.facts import Fact, facts_of
from kg.reading.mentions import mentions
from kg.reading.offers.measuring import VALUES, Declined
from kg.reading.offers.record import Offer
from kg.reading.page import Line, Page
from kg.reading.results import UNREAL, arm_key, line_time, time_of
from kg.records import TimePoint

_PARTS: Final = frozenset({"results", None})


def span_of(text: str, offer: Offer) -> tuple[int, int]:
    """Where the words stand: at the place that is offered, or in the one place where they are."""
    if not offer.exact.strip():
        raise Declined("no words are offered")
    if offer.start is None or offer.end is None:
        times = text.count(offer.exact)
        if times != 1:
            raise Declined(f"the words stand {times} times in the text")
        start = text.index(offer.exact)
        return start, start + len(offer.exact)
    if not 0 <= offer.start < offer.end or text[offer.start : offer.end] != offer.exact:
        raise Declined("the words do not stand at their place")
    return offer.start, offer.end


def line_of(page: Page, start: int, end: int) -> Line:
    """The sentence of the results that holds the words."""
    for line in page.lines:
        if line.span.start <= start and end <= line.span.end:
            if line.part not in _PARTS:
                raise Declined(f"the words stand in another part: {line.part}")
            if line.atoms.hit(UNREAL):
                raise Declined("the sentence tells of what was assumed, or of other studies")
            return line
    raise Declined("the words are of no one sentence")


def group_of(page: Page, line: Line, fact: Fact, key: str) -> int:
    """The arm of a key, once the sentence, or the one before it, names it and no other fits."""
    arms = [arm_key(n) for n in range(len(page.drafts))]
    if key not in arms:
        raise Declined(f"the document has no such arm: {key or 'none is named'}")
    arm = arms.index(key)
    named = _named(line) or _named(page.lines[max(0, line.number - 1)])
    if arm not in named:
        raise Declined("the sentence names another group" if named else "no group is named there")
    if _named(line) and arm not in _beside(line, fact):
        raise Declined("another group stands beside the number")
    _fits(page, fact, arm)
    return arm


def _beside(line: Line, fact: Fact) -> set[int]:
    """The arms that a number may be of: that of its turn where each number has one, else the next.

    Of as many numbers as arms the first is of the first arm, in whatever way that is said.
    """
    said = [(each.start, each.arms[0]) for each in mentions(line) if len(each.arms) == 1]
    turns = [arm for n, (_, arm) in enumerate(said) if not n or said[n - 1][1] != arm]
    values = sorted({each.start for each in facts_of(line) if each.kind in VALUES})
    if len(turns) == len(values):
        return {turns[values.index(fact.start)]}
    before = [arm for start, arm in said if start < fact.start][-1:]
    behind = [arm for start, arm in said if start >= fact.start][:1]
    lists = {arm for each in mentions(line) if len(each.arms) > 1 for arm in each.arms}
    return {*before, *behind, *lists}


def _named(line: Line) -> set[int]:
    """The arms that a sentence names one by one."""
    return {arm for said in mentions(line) if not said.everybody for arm in said.arms}


def _fits(page: Page, fact: Fact, arm: int) -> None:
    """Refuses people that the arm does not have."""
    own = page.drafts[arm].size
    people = fact.denominator if fact.denominator is not None else fact.count
    if own is None or people is None:
        return
    if people > own:
        raise Declined("there are more people than the group has")
    others = {draft.size for n, draft in enumerate(page.drafts) if n != arm}
    if fact.denominator is not None and fact.denominator != own and fact.denominator in others:
        raise Declined("the total is that of another group")


def when(page: Page, line: Line, asked: TimePoint | None) -> TimePoint | None:
    """The time as the text has it; what a sentence says of its one time counts more."""
    said = line_time(line.full)
    if asked is None:
        return said
    if said is not None and not _same(said, asked):
        raise Declined("the sentence says another time")
    known = [said] if said is not None else _times(page)
    found = next((each for each in known if _same(each, asked)), None)
    if found is None:
        raise Declined("the text names no such time")
    return found


def _times(page: Page) -> list[TimePoint]:
    """All times that the text names."""
    items = (item for line in page.lines for item in line.full.items if item.form in {"T", "D"})
    return [time for item in items if (time := time_of((item,))) is not None]


def _same(one: TimePoint, other: TimePoint) -> bool:
    """Whether two moments are one: baseline, or the same offset in the same unit."""
    if one.is_baseline or other.is_baseline:
        return one.is_baseline == other.is_baseline
    if one.offset is None or other.offset is None:
        return False
    return (one.offset.value, one.offset.unit) == (other.offset.value, other.offset.unit)

"""Numbers of the results that nobody could tie to a group: claims of their own, and told as such.

In: the ledger when everything else has been read. Out: :class:`~kg.records.UntiedResult` claims,
one for each fact of a sentence that no other claim of that sentence holds. They say that the
report states the number, as what, and where; of whom only where a tie told it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from typing import Any

from msgspec.structs import replace

from kg.reading.facts import Fact, facts_of
from kg.reading.ledger import Ledger
from kg.reading.measures import TIME_UNITS
from kg.reading.page import Line
from kg.reading.results import UNREAL, arm_key
from kg.reading.ties.claims import BARE, Order
from kg.reading.trust import status
from kg.records import (
    AdverseEventResult,
    Association,
    Change,
    Comparison,
    GroupResult,
    Number,
    UntiedResult,
)
from kg.values import number_of

_KINDS = (GroupResult, AdverseEventResult, Change, Comparison, Association)
_FOLLOW = re.compile(r"\bfollow(?:ed)?\b", re.IGNORECASE)
_NEAR, _FEWEST = 60, 2
_TOOK_PART = re.compile(
    r"(?<![\w-])(?:random|assign|allocat|enrol|includ|screen|recruit|eligib|analy[sz]|evaluab|assessab|complet|treated"
    r"|entered|total|data|consent|excluded|lost|stud(?:y(?! (?:group|arm|drug)s?\b)|ied)|followed|given|administer|monitor|compared(?! (?:with|to))|divided"
    r"|withdrawn)\w*|\bn\s?="
    r"|\b(?:was|were) (?:an? )?(?:wom[ae]n|m[ae]n|female|male|boys?|girls?|white|black|caucasian)s?\b",
    re.IGNORECASE,
)
# "experienced significantly worse survival": all of them did.
_NOT_COMPARED = r"(?!\s(?:an? )?(?:\w+ly )?(?:more|less|fewer|greater|lower|higher|better|worse|longer|shorter|larger|smaller|mean|median|significant)\b)"
_BEFELL = re.compile(
    r"\s(?:(?:[^\s.,;()]+|\([^()]*\))\s){0,6}?"
    r"(?:and\s\S+\s(?:in|of|on)\s(?:the\s)?(?:[\w-]+\s){1,3}?)?"
    r"(?:had|have had|has had|were|was|died|developed|experienced|reported|achieved|relapsed|discontinued|withdrew|required"
    r"|responded|suffered|underwent|showed|demonstrated|presented|progressed|recurred|remained|needed|survived|became)\b"
    rf"{_NOT_COMPARED}"
)
_BEFALLS = re.compile(
    r"\b(?:(?:occurred|appeared|arose|developed|happened|recurred|resolved|persisted|disappeared|healed|failed|succeeded)(?: \w+ly)?"
    r"|present|(?:was|were|is|are|been) (?:\w+ly )?[a-z]+|(?:was|were) \w+ly \w+"
    r"|(?:was|were) (?:(?:less|more|greater|lower|higher|shorter|longer) than |[<>≤≥=]\s?)\S+(?: \S+)?) (?:in|for|by|among) (?:only |all |the )?$"
    r"|\b(?:observed|seen|reported|found|noted|detected|developed|identified|required|confirmed|diagnosed|achieved)"
    r" (?:in|for|by|among) (?:none (?:vs\.?|versus|and|compared with) )?(?:only |all |the )?$"
)
# What befalls people whatever was told of how they came to be there.
_WAY = (
    r"(?:(?:in|of|on|with|given|receiving|taking|treated with|allocated(?: to)?|assigned(?: to)?|randomi[sz]ed to)\s"
    r"(?:the\s|both\s)?(?:[^\s.,;()]+\s){1,3}?)?(?:\([^()]*\),?\s)?(?:respectively,\s)?"
)
_SURELY = re.compile(
    r"\s(?:[\w-]+\s){0,8}?(?:died|relapsed|recurred|withdrew|discontinued|dropped out|suffered|responded|progressed)\b"
    rf"|,?\s{_WAY}(?:only\s|also\s)?(?:experienced|developed|achieved|exhibited|discontinued|withdrew|complained|vomited|fell|recovered|worsened|stopped|refused"
    r"|failed|reached|attained|reported|required|needed|had (?:an? )?(?:grade|severe|serious|mild|moderate)"
    r"|could not|received (?:an? )?(?:rescue|additional|supplement\w*|transfusion))\b"
    rf"{_NOT_COMPARED}"
)
_KNOWN = re.compile(r"\b(?:the|all|these|those|both|remaining|other) $", re.IGNORECASE)
_OF_WHOM = re.compile(
    r"\b(?:analysis|analyses|data|results?|experience|study|trial) (?:of|from|in) $"
)
_WHO = re.compile(r"\s(?:with\s[^.,;]*?\s)?who\s")
_WERE = re.compile(
    r"\b(?:was|were)\s(?:\w+\s){0,2}?(?:random|allocat|assign|enrol|includ|recruit|exclud|analy[sz]|evaluat)",
    re.IGNORECASE,
)
_OUT_OF = re.compile(r"\b(?:of|among|from|in) (?:the |these |those |all )*$", re.IGNORECASE)
_LIST = re.compile(
    r"\s(?:(?:in|on|to|of|with|from|for|after|during|under|given|receiving|taking|allocated|(?:assigned|allocated|randomized|treated)\s(?:to|with))\s)"
    r"(?:[\w-]+\s){0,3}?[\w-]+(?:\s\([^()]*\))?,?\s(?:and |while |versus |vs\.? |compared (?:with|to) )?(?:in |for )?(?:only )?"
)
_AGAINST = re.compile(r"\b(?:compared with|compared to|versus|vs\.?|than) (?:only )?$")
_EVENTS = re.compile(
    r"\b(?:adverse|side[ -]effects?|complications?|toxicit\w+|events|symptoms|reactions|causes? of death)\b",
    re.IGNORECASE,
)
_GONE = re.compile(
    r"\b(?:exclu|withdr|declin|drop|reasons?\b|randomi|assigned|allocated|refus|discontinu|lost)",
    re.IGNORECASE,
)
_ALSO = frozenset({"fact.count-listed", "fact.count-parts"})
_BESIDE = frozenset({"and", ", and", ", or", "or", ",", "versus", "vs", "vs.", "v"})
_NONE = re.compile(r"\b(?:no|not|neither|nor)\b", re.IGNORECASE)
_TOLD = frozenset(
    {"value", "spread", "rate", "percentage", "count", "count-of-total", "interval"}
    | {"effect", "p"}
)


def read_untied(ledger: Ledger, order: Order) -> None:
    """Adds what the sentences of the results state in numbers and no other claim holds.

    The order that the ties left says which of them are of an arm, and which are claimed already:
    another number like that one is not.
    """
    claimed = frozenset(order.placed)
    whose = {place: (arm, rule) for place, arm, rule in order.owned if status(rule) == "asserted"}
    known, added = held(ledger), set[int]()
    for line in _telling(ledger):
        if line.atoms.hit(UNREAL):
            continue
        here = known.get(ledger.passage_key(line), Counter())
        told = list(_stated(ledger, line))
        done = _done(here, [fact for fact, *_ in told], claimed, frozenset(whose))
        for fact, made, rule in told:
            if fact.start in done:
                continue
            added.update(figure.start for figure in fact.figures)
            own = whose.get(fact.figures[0].start)
            if own is None:
                ledger.add(made, line, rule=rule)
            else:
                ledger.add(replace(made, group=arm_key(own[0])), line, rule=own[1])
    bare = [each for each in order.bare if added.isdisjoint(f.start for f in each[1].figures)]
    _read_bare(ledger, bare, known)


def _read_bare(
    ledger: Ledger, bare: Iterable[tuple[Line, Fact, int]], known: dict[str, Counter[Decimal]]
) -> None:
    """Adds the numbers that only their place beside an arm makes results, if that is sure enough."""
    for line, fact, arm in bare:
        made = _untied(fact) if status(BARE) == "asserted" else None
        if made is not None and not _taken(known.get(ledger.passage_key(line), Counter()), fact):
            ledger.add(replace(made, group=arm_key(arm)), line, rule=BARE)


def _done(
    here: Counter[Decimal], facts: list[Fact], claimed: frozenset[int], whose: frozenset[int]
) -> set[int]:
    """Where the facts begin that claims hold: those known to be claimed first, those of an arm last."""

    def rank(fact: Fact) -> tuple[bool, bool]:
        places = {figure.start for figure in fact.figures}
        return not places & claimed, bool(places & whose)

    return {fact.start for fact in sorted(facts, key=rank) if _taken(here, fact)}


def _stated(ledger: Ledger, line: Line) -> Iterator[tuple[Fact, UntiedResult, str]]:
    """The facts of a line that state a result, each with its claim and the rule."""
    affected, last = False, 0
    text = ledger.page.text
    facts = facts_of(line)
    people = [fact for fact in facts if fact.kind == "people"]
    listed_with = _listed_with(text, people, line) | _of_events(text, people, line)
    named = [(item.start, item.end) for item in line.full.items if item.form == "A"]
    for fact in facts:
        if any(start <= fact.start and fact.end <= end for start, end in named):
            continue  # the dose by which an arm is called
        if fact.kind == "people":
            beside = text[last : fact.start].strip() in _BESIDE
            goes_on = fact.rule in _ALSO or _goes_on(text, last, fact.start)
            listed = affected and (beside or goes_on)
            befell = fact.start in listed_with or _affected(text, fact, line)
            affected, last = listed or befell, fact.end
        befell = affected and fact.kind == "people"
        told = befell or fact.kind in _TOLD
        made = _untied(fact) if told and not _followed(ledger.page.text, fact) else None
        if made is not None:
            yield fact, made, "fact.affected" if befell else fact.rule


def _listed_with(text: str, people: list[Fact], line: Line) -> frozenset[int]:
    """Where the people stand of whom a verb at the end of their list tells: "5 in A and 9 in B died"."""
    found: set[int] = set()
    for first, then in reversed(list(pairwise(people))):
        told = then.start in found or _affected(text, then, line)
        whole = _OUT_OF.search(text, line.span.start, first.start) is not None
        beside = text[first.end : then.start].strip() in _BESIDE
        if told and not whole and (beside or _LIST.fullmatch(text, first.end, then.start)):
            found.add(first.start)
    return frozenset(found)


def _goes_on(text: str, last: int, start: int) -> bool:
    """Whether people are the next of a list, or those that the last ones are set against."""
    between = text[last:start]
    against = _AGAINST.search(between) is not None and ";" not in between
    return against or _LIST.fullmatch(between) is not None


def _of_events(text: str, people: list[Fact], line: Line) -> frozenset[int]:
    """Where the people stand of whom a list of events tells in brackets: "nausea (n = 5), rash (2 men)"."""
    alone = [f for f in people if text[f.start - 1] in "([" and text[f.end : f.end + 1] in ")]"]
    if len(alone) < _FEWEST:
        return frozenset()
    head = text[line.span.start : alone[0].start]
    listed = _EVENTS.search(head) is not None and _GONE.search(head) is None
    return frozenset(f.start for f in alone) if listed else frozenset()


def _telling(ledger: Ledger) -> Iterator[Line]:
    """The lines that tell results; where no heading says so, also those of methods with tests."""
    headed = bool(ledger.page.parts("results"))
    for line in ledger.page.lines:
        tested = line.part == "methods" and not headed and line.tape.hit("P") is not None
        if line.part in {"results", None} or tested:
            yield line


def _affected(text: str, fact: Fact, line: Line) -> bool:
    """Whether a number of people is of those whom something befell, not of those who took part."""
    behind = text[fact.end : min(line.span.end, fact.end + _NEAR)]
    before = text[max(line.span.start, fact.start - _NEAR) : fact.start]
    if _SURELY.match(behind) and not _KNOWN.search(before) and not _OF_WHOM.search(before):
        return True
    if _WHO.match(behind) and _WERE.search(text, fact.end, line.span.end):
        return False  # "ten men who had pain were randomized"
    if _TOOK_PART.search(behind) or _TOOK_PART.search(before):
        return False
    return bool(_BEFELL.match(behind) or (_BEFALLS.search(before) and not _NONE.search(before)))


def _followed(text: str, fact: Fact) -> bool:
    """Whether a length of time is how long people were followed, which is no result."""
    timed = fact.number is not None and fact.number.unit in TIME_UNITS
    return timed and _FOLLOW.search(text, max(0, fact.start - _NEAR), fact.start) is not None


def held(ledger: Ledger) -> dict[str, Counter[Decimal]]:
    """The numbers that claims hold already, as written, by the passages that say them."""
    found: dict[str, Counter[Decimal]] = {}
    for key in ledger.keys(*_KINDS):
        claim = ledger.get(key)
        if claim.status == "suggested":
            continue  # whose the number is was only likely; that it is stated is sure
        numbers = set(_numbers(claim))
        for passage in claim.evidence:
            found.setdefault(passage, Counter()).update(numbers)
    return found


def _numbers(claim: Any) -> Iterator[Decimal]:
    """The numbers by which a claim is known again."""
    number: Number | None = claim.number
    if number is not None:
        written = number_of(number.reported) if number.reported else None
        value = number.value if written is None else written
        yield from (each for each in (value, number.min, number.max) if each is not None)
        if value is None and number.ci_lower is not None:
            yield number.ci_lower
    if getattr(claim, "p", None) is not None:
        yield claim.p.value
    for name in ("count", "event_count"):
        count = getattr(claim, name, None)
        if count is not None:
            yield Decimal(count)


def _taken(held: Counter[Decimal], fact: Fact) -> bool:
    """Whether a claim holds a fact: any of the numbers by which it would be known."""
    known = _known(held, fact)
    held.subtract(known)
    return bool(known)


def holds(held: Counter[Decimal], fact: Fact) -> bool:
    """Whether a claim holds a fact; what it holds stays there."""
    return bool(_known(held, fact))


def _known(held: Counter[Decimal], fact: Fact) -> list[Decimal]:
    """Those of the numbers by which a fact would be known that claims hold."""
    own = [
        value
        for figure in fact.figures
        if figure.role in {"value", "lower", "ci-lower", "count", "p"}
        and (value := number_of(figure.written)) is not None
    ]
    return [value for value in own if held[value] > 0]


def _untied(fact: Fact) -> UntiedResult | None:
    """The claim that a fact makes; none where it states no number."""
    if fact.kind == "p":
        return UntiedResult(p=fact.p) if fact.p is not None else None
    number, statistic = fact.number, fact.statistic
    if fact.count is not None and number is None:
        written = next(f.written for f in fact.figures if f.role == "count")
        number = Number(value=Decimal(fact.count), reported=written, unit="1", unit_text=fact.noun)
        statistic = "countStatistic"
    elif fact.kind == "count-of-total":
        statistic = "percentage"
    if number is None:
        return None
    return UntiedResult(
        number=number, statistic=statistic, count=fact.count, denominator=fact.denominator
    )

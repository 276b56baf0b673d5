"""The spans of measures in a sentence, marked as the annotators of RCT-ART mark theirs.

In: a sentence. Out: what the grammar of facts reads as values and counts, each with the span that
an annotator would give it and the rule that read it. Which numbers there are, the facts say; here
it is settled where a span begins and ends.
"""

import re

from kg.evaluation.numerals import Span
from kg.reading.facts import Fact, facts_of

_NO_MEASURES = frozenset({"p", "interval", "effect"})
_VALUES = frozenset({"value", "spread"})
_SHARES = _VALUES | {"percentage"}
_SPREAD = _SHARES | {"count-of-total", "rate"}
_PERCENT = re.compile(r"\s?(?:%|per ?cent)")
_CLOSING = re.compile(r"\s?(?:([)\]])|[;,])")
_TO = re.compile(
    r"(?:(?:at (?:the )?(?:study )?(?:baseline|entry|start|outset|inclusion|enrol?lment)"
    r"|pre-?operatively|initially|(?:before|prior to) \w+) )?to"
)
_NONE_OF = re.compile(
    r"none\sof\sthe\s(?:[\w-]+\s)?(?:\w+s|men|women|people|children)\b", re.IGNORECASE
)
# The power of a unit, where spaces part it from the unit as they do in tokens: "25 kg/m ( 2 )".
_APART = re.compile(r"\s\(\s[23]\s\)$")
_MONEY = re.compile(r"(?:US)?[$£€¥]\s?$")
_PAIRS = {"(": ")", "[": "]"}
# What a bracket behind a value begins with where it tells how far that value spreads.
_SPREADING = re.compile(
    r"\s?[(\[]\s?(?:\d+\s?%\s?)?(?:c\.?i\b|confidence|range\b|iqr|inter-?quartile|s\.?d\b|s\.?e\b|sem\b"
    r"|standard (?:dev|err)|±|\+\s?/\s?-|[-–−+]?\d+(?:[.·]\d+)?\s?%?\s?(?:to|[-–−;,])\s?[-–−+]?\d)",
    re.IGNORECASE,
)
# What is counted, by the time: "3 ± 1 naps per week", "0.5 ± 0.8 SDS".
_BY_TIME = re.compile(
    r"\s(?:[a-z-]+s\s)?(?:per|a|each|/)\s?(?:h|hour|day|night|week|month|year|min|minute)\b"
)
_NOUN = re.compile(
    r"\s(?!(?:was|is|has|this|thus|vs|versus|as|its|across|plus|less|minus|hours|days|weeks|months|years|yes|does)\b)[A-Za-z]{2,}[sS]\b"
    r"(?=\s?(?:[),;.\]]|$|\b(?:in|with|for|and|on|vs|versus|v|at|to|compared|after|than|per|among|from|respectively)\b))"
)


# Nouns that name events, or a group by what it got: these stay outside.
_NAMING = re.compile(
    r"\b(?:deaths?|events?|episodes?|complications?|infections?|relapses|recurrences|failures|strokes|falls|fractures"
    r"|admissions|hospitali[sz]ations|attacks|procedures|injuries|reactions|recipients|users)$"
    r"|\b(?:placebo|controls?|\S+[-‐](?:treated|randomi[sz]ed|assigned|allocated|given))\s|^\S+(?:olol|prost|pril|sartan|statin|mab|nib"
    r"|platin|taxel|rubicin|parin|farin|uracil|idone|apine|formin|glitazone|gliptin|zole|mycin)\s",
    re.IGNORECASE,
)


def measures_in(text: str) -> dict[Span, str]:
    """The measures that are seen before anything is claimed, each with the rule that read it.

    A change is one span ("4 to 9 mm"), and so is a pressure over another; a value takes in its
    share in brackets unless a name of more than the people parts them ("12 tea drinkers (40%)"),
    and a bracket that tells its spread; the name of what is counted stays outside unless it is
    people, or what a value with decimals is an amount of.

    >>> text = "It rose from 4 to 9 mm in 12 of 30 women (P = 0.02)."
    >>> [text[start:end] for start, end in measures_in(text)]
    ['4 to 9 mm', '12 of 30 women']
    >>> text = "Twelve tea drinkers (40%) and 3 men (10%) slept; it ranged from 4 to 9 mm."
    >>> [text[start:end] for start, end in measures_in(text)]
    ['Twelve', '40%', '3 men (10%)', '4 to 9 mm']
    """
    spans: list[tuple[Span, str]] = []
    last: Fact | None = None
    for fact in facts_of(text):
        if fact.kind in _NO_MEASURES:
            continue
        joined = _joined(text, spans[-1][0], last, fact) if last else None
        if joined is not None:
            spans[-1] = (joined, spans[-1][1])
        elif not (spans and fact.end <= spans[-1][0][1]):
            spans += ((span, fact.rule) for span in _parts(text, fact))
        last = fact
    return dict(spans)


def _parts(text: str, fact: Fact) -> list[Span]:
    """The spans of one fact: two where a name parts a count from its share."""
    *counts, last = fact.figures
    share = _PERCENT.match(text, last.end) if last.role == "value" and counts else None
    between = text[counts[-1].end : last.start] if share else ""
    if share and len(between.split("(")[0].split()) > 1 and fact.noun and "(" in between:
        return [(fact.start, counts[-1].end), (last.start, share.end())]
    start = fact.figures[0].start if fact.kind == "range" else fact.start
    paid = _MONEY.search(text, max(0, start - 4), start)
    return [_balanced(text, paid.start() if paid else start, _end(text, fact))]


def _end(text: str, fact: Fact) -> int:
    """Where a measure ends: before the name of events, behind that of people or of an amount."""
    if nobody := _NONE_OF.match(text, fact.start):
        return nobody.end()
    cases = fact.noun is not None and fact.noun.lower() in {"case", "cases"}
    if fact.kind == "count" and len(fact.figures) == 1 and not cases:
        return fact.figures[0].end
    end = fact.end
    named = fact.noun and fact.figures[-1].role in {"count", "total"}
    if named and _NAMING.search(fact.noun or ""):
        return fact.figures[-1].end
    if fact.kind in _VALUES and text[end - 1].isdigit():
        exact = fact.kind == "spread" or any(point in fact.figures[0].written for point in ".·")
        behind = _BY_TIME.match(text, end) or (_NOUN.match(text, end) if exact else None)
        end = behind.end() if behind else end
    apart = _APART.search(text, fact.start, end)
    end = apart.start() if apart else end
    if fact.kind in _SPREAD and _SPREADING.match(text, end):
        end = _closed(text, end) or end
    return end


def _closed(text: str, start: int) -> int | None:
    """Where the bracket that opens right behind a place closes, with those within it."""
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] in _PAIRS) - (text[place] in _PAIRS.values())
        if depth == 0 and not text[place].isspace():
            return place + 1
    return None


def _balanced(text: str, start: int, end: int) -> Span:
    """A span without the bracket that another one closes, and with the one that closes its own."""
    inside = text[start:end]
    opened = sum(map(inside.count, _PAIRS)) - sum(map(inside.count, _PAIRS.values()))
    if opened < 0 and inside[-1] in _PAIRS.values():
        return start, start + len(inside[:-1].rstrip())
    behind = _CLOSING.match(text, end)
    return (start, behind.end()) if opened > 0 and behind and behind[1] else (start, end)


def _joined(text: str, span: Span, last: Fact, fact: Fact) -> Span | None:
    """The span of two facts that are marked as one, where they are."""
    between = text[span[1] : fact.start].strip()
    if _TO.fullmatch(between) or (
        between == "/" and fact.kind == last.kind and fact.kind in _VALUES
    ):
        return span[0], fact.end
    behind = _CLOSING.match(text, fact.end)
    share = fact.kind == "percentage" or (fact.number is not None and fact.number.unit == "%")
    if between in {"(", "["} and share and fact.kind in _SHARES and last.kind in _VALUES and behind:
        return span[0], behind.end() if behind[1] else fact.end
    return None

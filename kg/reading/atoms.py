"""Typed atoms: words in one spelling, exact numbers, units and signs, each with its span.

In: a stretch of text. Out: the first :class:`~kg.reading.tape.Tape` of the cascade, on which a
word stands in lower case and one spelling ("base line", "base-line" and "baseline" alike), a
numeral or number word as ``N``, and a unit right after a number as ``U``.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from kg import units
from kg.reading.frozen import Frozen
from kg.reading.tape import Item, Tape
from kg.values import number_of


class Number(Frozen, frozen=True, gc=False):
    """A number and how it was written."""

    value: Decimal
    written: str


class Unit(Frozen, frozen=True, gc=False):
    """A UCUM code and the unit as written."""

    code: str
    written: str


_SPACE = r"[ \t\u00a0\u2007-\u2009\u202f]"
_ONES = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
    "|sixteen|seventeen|eighteen|nineteen"
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SMALL = rf"(?:(?:{_TENS})(?:[- ](?:{_ONES}))?|{_ONES})"
_HUNDREDS = rf"(?:{_SMALL}(?:[ -]hundred(?:[ -](?:and[ ])?{_SMALL})?)?|hundred[ ]and[ ]{_SMALL})"
# "P = 4.9 x 10-4", "P<2e-5": the sign before tells it from "3 x 10-12 repetitions".
_SMALL_P = (
    r"(?:(?<=[=<≤])|(?<=[=<≤][ ]))\d+(?:[.·]\d+)?"
    r"(?:\s?[x×]\s?10\s?(?:[-−–]\s?\d{1,2}|\(\s?[-−–]\s?\d{1,2}\s?\))|e[-−–]\d{1,2})(?!\d|\.\d)"
)
_TOKENS = rf"""
    (?P<pm>\+\s?/\s?[-−–‒]|\+[-−–‒](?=\s?\d)|\+\ or\ [-−–‒](?=\s?\d)|±|(?=p)\bplus\ or\ minus\b|(?<=\d)[?\ufffd](?=\s?\d))
  | (?P<power>(?=\d)(?:(?:\d+(?:[.·]\d+)?\s?[x×]\s?)?10(?:\^\s?[-−–]\s?\d+|⁻[⁰¹²³⁴⁵⁶⁷⁸⁹]+)|{_SMALL_P}))
  | (?P<compound>(?<![\w.])\d{{1,2}}(?:,\d{{1,2}})?-?\([A-Z]{{1,4}}\)-?\d?[A-Z]\w*)
  | (?P<split>(?<![\d.])(?:0\.[ ]\d{{2,4}}|(?<=[=<>≤≥][ ])\.[ ]\d{{2,4}}|(?<!\w)(?<![^\W\d_][-−–])\d{{1,3}}[ ]·[ ]\d{{1,4}}(?![ ]·))(?!\d|\.\d))
  | (?P<grouped>(?<![\w.])\d{{1,3}}(?:(?:{_SPACE}\d{{3}})+(?!\d)|(?:,\d{{3}})+(?!\d|,\d))(?:[.·]\d+)?)
  | (?P<number>(?<![\w.])(?:\d+(?:[.·‧]\d+)?|[.·]\d+)(?![.·‧]?\d|[\w]*[A-Za-z]\d)|\d+(?:[.·]\d+)?)
  | (?P<spelled>(?=[efhnostz])\b(?:zero|{_HUNDREDS}(?:[ -]thousand(?:[ ](?:and[ ])?{_HUNDREDS})?)?)\b(?![-‐‑](?!day|week|month|year|hour)\w))
  | (?P<word>(?:[A-Za-z]\.){{2,}}|[^\W\d_][\w\u00ad\u200b-\u200d\ufeff]*(?:[-‐‑'’/](?=\w)\w+)*(?:(?<=\d)[.·]\d+\b)?(?:\([A-Za-z0-9]{{1,2}}\))?\+?)
  | (?P<sign><=|>=|[^\s\w]|_)
"""
_TOKEN = re.compile(_TOKENS, re.VERBOSE | re.IGNORECASE)
# Most of a text are runs of plain words and plain signs, for which nothing else need be tried.
_PLAIN = re.compile(
    rf"(?P<plain>(?-i:[A-Za-z][a-z]+(?:[ ][A-Za-z][a-z]+)*)(?=[ ,.;:)]))|(?P<mark>[(),;:%=])|{_TOKENS}",
    re.VERBOSE | re.IGNORECASE,
)
# Of words so written some are more: numbers, and what may be the first of a pair.
_NOT_PLAIN = frozenset(f"{_ONES}|{_TENS}|zero|hundred|plus|base|follow".split("|"))
_SIGNS = {
    "≤": "<=", "⩽": "<=", "≥": ">=", "⩾": ">=", "−": "-", "–": "-", "‒": "-", "—": "--",
    "‐": "-", "‑": "-", "×": "x", "＜": "<", "＞": ">", "[": "(", "]": ")", "{": "(", "}": ")",
}  # fmt: skip
_LOST = "?\ufffd"  # what stands for a sign of another encoding
_BEFORE_SIGN, _BEHIND_SIGN = re.compile(r"\d+(?:\.\d+)?$"), re.compile(r"\s?\d+(?:\.\d+)?")
_GOES_ON = re.compile(r"[-‐‑][^\W\d_]|[^\W\d_]")  # a unit is no part of a longer word
_PAIRED = re.compile(r"([A-Za-zµμ%]{1,4})/[^\W\d_]{4,} \d[\d.,]* ?[A-Za-zµμ%]")
_APART = re.compile(
    r"(?:[x×] ?10|[^\s(),;]{0,12}?(?:1\.73 ?)?m) ?\( ?\d ?\)(?P<by> ?/ ?[A-Za-zµμ]{1,6}\b)?"
)
_POWERED = re.compile(r" ?\( ?(\d) ?\) ?")
_NAMING = re.compile(r"\b(?:type|alpha|alfa|beta|gamma|vitamin|omega|factor)[ -]$", re.IGNORECASE)
_MINUS = "-−–‒"
_COUNTED = frozenset({"N", "N)"})
_NO_UNIT = frozenset("),;:(=<>[]")  # what stands behind most numbers opens no unit
_NUMERALS = frozenset({"grouped", "number", "spelled", "power", "split"})
_SPELLINGS = (
    (re.compile("[\u00ad\u200b-\u200d\ufeff]"), ""),
    (re.compile(r"[‐‑]"), "-"),
    (re.compile(r"’"), "'"),
    (re.compile(r"^base-line$"), "baseline"),
    (re.compile(r"^followup$"), "follow-up"),
    (re.compile(r"(random|optim|stabil|standard|hospital|character|summar|minim|maxim|normal)is(?=e|at|ing)"), r"\1iz"),
    (re.compile(r"^haem"), "hem"),
    (re.compile(r"(?<=t)umour"), "umor"),
    (re.compile(r"multi-cent"), "multicent"),
    (re.compile(r"centre"), "center"),
    (re.compile(r"^(analy)z"), r"\1s"),
)  # fmt: skip
# What a word holds that may have to be spelled anew.
_SPELLED = re.compile(r"-line|followup|is[eai]|^haem|tumour|multi-cent|centre|^analyz")
_PAIRS = re.compile(r"\b(base|follow)[ -](?=(line|up)\b)")


def atoms(text: str, start: int = 0, end: int | None = None) -> Tape:
    """The tape of a stretch of text, words and numbers told apart.

    >>> atoms("Mean age rose from 4 +/- 1 to 10 000 at base line").line
    ' mean age rose from N ± N to N at baseline '
    >>> atoms("group P2.5 and 48 ml/min/1.73 m (2)").line  # 5 and 73 are no numbers
    ' group p2.5 and N U '
    """
    return Tape(text, tuple(_items(text, start, len(text) if end is None else end)))


def _items(text: str, start: int, end: int) -> list[Item]:
    items: list[Item] = []
    position, form = start, ""
    while match := _PLAIN.search(text, position, end):
        item = _unit(text, position, end) if form in _COUNTED else None
        if item is not None:
            items.append(item)
        elif match.lastgroup == "mark":
            items.append(item := Item(match.group(), match.start(), match.end()))
        elif match.lastgroup == "plain" and (run := _plain_items(match)):
            items += run
            item = run[-1]
        else:
            items.append(item := _item(text, match, end, counted=form in {"N", "U"}))
        # The blank behind is no token: to step over it takes less than to try all that it is not.
        position = item.end + text.startswith(" ", item.end, end)
        form = f"N{item.form}" if form == "N" and item.form == ")" else item.form
    return items


def _plain_items(match: re.Match[str]) -> list[Item]:
    """The plain words that a match begins with, up to the first that may be more than a word."""
    items: list[Item] = []
    start = match.start()
    for word in match.group().split(" "):
        if (form := _plain(word)) is None:
            break
        items.append(Item(form, start, end := start + len(word)))
        start = end + 1
    return items


@lru_cache(maxsize=1 << 14)
def _plain(word: str) -> str | None:
    """The spelling of a plain word; none where it may be a number or the first of a pair."""
    form = spelling(word)
    return None if not form or form in _NOT_PLAIN else form


def _negative(text: str, match: re.Match[str]) -> Item | None:
    """A minus sign that opens a number: nothing but space or an opening sign before it."""
    if match.group() not in _MINUS:
        return None
    before = text[match.start() - 1 : match.start()]
    if not (before.isspace() or before in "(=<>:,["):
        return None
    number = _TOKEN.match(text, match.end())
    if not number or number.lastgroup not in {"grouped", "number"}:
        return None
    value = number_of(number.group())
    written = text[match.start() : number.end()]
    if value is None:
        return None
    return Item("N", match.start(), number.end(), Number(-value, written))


def _unit(text: str, position: int, end: int) -> Item | None:
    begin = position
    while begin < end and text[begin] in " \t\n\r\u00a0\u2009\u202f-":
        begin += 1
    if text[begin : begin + 1] in _NO_UNIT:
        return None
    found = _raised(text, begin) or units.match_unit(text, begin) or _of_pair(text, begin)
    if found is None or found[1] > end:
        return None
    code, stop = found
    if _GOES_ON.match(text, stop):
        return None
    if text[stop - 1] == ")" and "(" not in text[begin:stop]:
        stop -= 1
    return Item("U", begin, stop, Unit(code, text[begin:stop]))


def _raised(text: str, begin: int) -> tuple[str, int] | None:
    """The unit whose power a press set apart: "kg/m ( 2 )", "x 10 ( 9 ) /L"."""
    apart = _APART.match(text, begin)
    for end in (apart.end(), apart.start("by")) if apart else ():
        written = _POWERED.sub(r"(\1)", text[begin : max(begin, end)])
        found = units.match_unit(written)
        if found and found[1] == len(written):
            return found[0], end
    return None


def _of_pair(text: str, begin: int) -> tuple[str, int] | None:
    """The unit before a slash behind which another strength stands: "5 mg/zentarol 10 mg"."""
    pair = _PAIRED.match(text, begin)
    unit = units.match_unit(pair[1]) if pair else None
    return (unit[0], begin + unit[1]) if pair and unit and unit[1] == len(pair[1]) else None


def _item(text: str, match: re.Match[str], end: int, *, counted: bool) -> Item:
    """What else a token is; behind a number or its unit a minus is no sign of the next number."""
    if match.lastgroup == "plain":
        match = _TOKEN.match(text, match.start(), end) or match
    written, kind = match.group(), match.lastgroup
    if kind == "sign":
        negative = None if counted else _negative(text, match)
        return negative or Item(_SIGNS.get(written, written), match.start(), match.end())
    if kind == "pm" and (written not in _LOST or _spread_follows(text, match)):
        return Item("±", match.start(), match.end())
    if kind in _NUMERALS and (value := _value(text, match, end)) is not None:
        return Item("N", match.start(), match.end(), Number(value, written))
    pair = _PAIRS.match(text, match.start(), end) if kind == "word" and written[0] in "bf" else None
    if pair:
        return Item(_joined(pair), match.start(), pair.end() + len(pair.group(2)))
    return Item(spelling(written), match.start(), match.end())


def _value(text: str, match: re.Match[str], end: int) -> Decimal | None:
    """The number that a numeral stands for; none where it is part of a name and has no unit."""
    kind = match.lastgroup
    if kind == "power":
        return _power(match.group())
    named = kind == "number" and _NAMING.search(text, max(0, match.start() - 12), match.start())
    name = named and _unit(text, match.end(), end) is None  # "alfa 2b", not "alfa 200 microg"
    return (
        None
        if name
        else number_of("".join(match.group().split()) if kind == "split" else match.group())
    )


def _spread_follows(text: str, match: re.Match[str]) -> bool:
    """Whether a sign that an encoding lost parts a value from its spread: "6.7? 0.3".

    The number behind must be the smaller one, so that no range is meant and no question ends.
    """
    before = _BEFORE_SIGN.search(text, max(0, match.start() - 12), match.start())
    behind = _BEHIND_SIGN.match(text, match.end())
    return (
        before is not None
        and behind is not None
        and Decimal(behind.group().strip()) < Decimal(before.group())
    )


def _power(written: str) -> Decimal | None:
    """The number that a power of ten with a negative exponent stands for.

    >>> _power("10⁻³"), _power("5 × 10^-4"), _power("2e-5")
    (Decimal('0.001'), Decimal('0.0005'), Decimal('0.00002'))
    """
    plain = unicodedata.normalize("NFKC", written).replace("−", "-").replace("–", "-")
    plain = re.sub(r"[x×^()\s]", " ", re.sub("e", " 10", plain.lower()))
    mantissa, exponent = re.fullmatch(r"(?:(\S+) +)?10 ?(-? ?\d+)", plain.strip()).groups()  # type: ignore[union-attr]
    value = number_of(mantissa) if mantissa else Decimal(1)
    return None if value is None else value.scaleb(int(exponent.replace(" ", "")))


def _joined(pair: re.Match[str]) -> str:
    return "baseline" if pair.group(2) == "line" else "follow-up"


@lru_cache(maxsize=1 << 14)
def spelling(word: str) -> str:
    """The one spelling under which a word stands on the tape.

    >>> spelling("Base-line"), spelling("Randomised"), spelling("IL‑2")
    ('baseline', 'randomized', 'il-2')
    """
    plain = word.lower()
    if plain.isascii() and not _SPELLED.search(plain):
        return plain
    for pattern, into in _SPELLINGS:
        plain = pattern.sub(into, plain)
    return plain

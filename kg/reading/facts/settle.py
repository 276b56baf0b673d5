"""Typography and kinds of words settled, so that the grammar of facts sees few forms.

In: a tape of atoms. Out: the tape on which a percent sign stands as ``%``, a unit of time as
``D``, any other unit as ``U``, people as ``H``, what is counted besides as ``E``, and on which a
decimal comma, a minus set apart and the capitals of an odds ratio are what they mean.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from kg.reading.atoms import Number, Unit
from kg.reading.measures import TIME_UNITS
from kg.reading.tape import Item, Tape
from kg.values import number_of

_PEOPLE = frozenset(
    "patient patients participant participants subject subjects individual individuals people person"
    " persons adult adults child children woman women man men volunteer volunteers adolescent"
    " adolescents outpatients inpatients infant infants neonates newborns babies mother mothers"
    " smokers boys girls females males survivors recipients residents athletes students nurses"
    " veterans families couples caregivers carers respondents eyes eye limbs teeth pregnancies"
    " responders nonresponders non-responders users drinkers workers members pairs lesions sites"
    " patients' hips knees legs case cases breasts embryos oocytes animals rats mice pts diabetics asthmatics hypertensives epileptics alcoholics addicts".split()
)
_EVENTS = frozenset(
    "deaths death events event episodes episode complications complication infections"
    " infection relapses relapse recurrences failures responses strokes falls fractures admissions"
    " hospitalizations readmissions withdrawals dropouts bleeds seizures exacerbations attacks visits"
    " births procedures injuries discontinuations cancers tumors reactions aes saes conversions"
    " reoperations revisions pulls mutations medications crs prs remissions hemorrhages thromboses amputations"
    " ruptures perforations infarctions arrests leaks operations surgeries".split()
)
_COMMA = re.compile(r"(?<![\d.,])\d{1,3},\d{1,2}(?![\d,])")
_POINT = re.compile(r"\d[.·]\d")
_THREE = re.compile(r"(\d{1,3}),\d{3}")
_POWER = re.compile(r"[^\W\d_][-−–][123]$")
_FEWEST = 2
_MONEY = frozenset("dollars euros pounds usd eur".split())
_MONEY_SIGNS = frozenset("$ £ € ¥ euro eur usd us$".split())
_SCALES = frozenset("million billion thousand k m".split())
_LOST = frozenset("?\ufffd")
_COUNTED = frozenset("N%UD")
# Nouns whose amount may stand before them with a hyphen: "a 0.2-point increase".
_CHANGES = frozenset(
    "increase decrease reduction improvement decline gain loss rise fall drop lowering".split()
)
_TIMES = {
    "day": "d", "d": "d", "week": "wk", "wk": "wk", "month": "mo", "year": "a", "yr": "a", "hour": "h",
    "h": "h", "hr": "h", "min": "min", "minute": "min",
}  # fmt: skip
_FURTHER = re.compile(
    r"(?:\s?[·∙⋅]\s?|[*×]|\.(?=[a-z]))[^\s,;()\[\]]+(?:\s?[·∙⋅]\s?[^\s,;()\[\]]+)*"
)
_POWERS = re.compile(r"(?:\s(?:[A-Za-z]{1,4}\s)?[A-Za-z]{1,4}\s?\(\s?[-−–]\s?\d\s?\))+")
_POWERED = re.compile(r"\s([A-Za-z]{1,4})\s?\(\s?[-−–]\s?1\s?\)")
_RAISED = re.compile(r"(?<=m) ?\( ?[23] ?\)")
_DIVISORS = frozenset({"kg", "min", "h", "d", "g", "L", "mL"})
_PER = re.compile(
    r"[^\W\d]+/(?:d|day|h|hr|hour|min|s|w|wk|week|mo|month|y|yr|year|[cm]?m|[cm]m[23]|[dm]?l|k?g|eye|pye|py|pyr|field|cycle|night|visit|patient|person)"
)
_SPREAD_NAMES = frozenset("s.e.m. s.e. s.d. sem se sd".split())
_CAPITALS = {"OR": "oddsratio", "ORs": "oddsratio", "aOR": "oddsratio", "AOR": "oddsratio"}


@lru_cache(maxsize=16)
def writes_commas(text: str) -> bool:
    """Whether a text writes decimals with a comma throughout.

    >>> writes_commas("12,5 kg and 13,1 kg"), writes_commas("12,5 kg, 13,1 kg, 2.5 kg")
    (True, False)
    """
    return not _POINT.search(text) and len(_COMMA.findall(text)) >= _FEWEST


def settle(tape: Tape, *, commas: bool) -> Tape:
    """The tape in the forms of the grammar of facts.

    >>> from kg.reading.atoms import atoms
    >>> settle(atoms("fell by 0,55 − 1.2% (OR 2.0) in 12 women by 3 days"), commas=False).line
    ' fell by N - N % ( oddsratio N ) in N H by N D '
    """
    tape = _with_lost_signs(tape) if " N N " in tape.line else tape
    return Tape(tape.text, tuple(_settled(tape, commas=commas)))


def _with_lost_signs(tape: Tape) -> Tape:
    """The tape with a sign where a wide blank alone parts a value from its spread: "17.2  2.1"."""
    items: list[Item] = []
    for place, item in enumerate(tape.items):
        if items and items[-1].form == item.form == "N" and _is_parted(tape, place):
            items.append(Item("±", items[-1].end, item.start))
        items.append(item)
    return Tape(tape.text, tuple(items))


def _is_parted(tape: Tape, place: int) -> bool:
    """Whether a wide blank stands between two decimal numbers, behind which no third one stands."""
    before, item, *behind = tape.items[place - 1 : place + 2]
    wide = item.start - before.end > 1 and tape.text[before.end : item.start].isspace()
    exact = all("." in each.value.written for each in (before, item))
    return wide and exact and item.value.value >= 0 and [i.form for i in behind] != ["N"]


def _settled(tape: Tape, *, commas: bool) -> Iterator[Item]:
    items, place, last = tape.items, 0, ""
    while place < len(items):
        item = items[place]
        form = item.form
        if form not in _UNSETTLED:
            item = item if last != "N" or "/" not in form else _per(tape, item)
        elif form == "N" and _is_power(tape, item):
            item = item._replace(form="x")
        elif form == "N":
            item, place = _numeral(tape, place, commas=commas)
        elif form in {"-", "+"} and last not in {"N", "%", "U", "D", ")", "H"}:
            signed = _signed(tape, place)
            item, place = (signed, place + 1) if signed else (item, place)
        elif form == "+" and last in _COUNTED and (spread := _apart(tape, place)):
            yield item._replace(form="±")
            item, place = spread, place + 1
        elif form in _LOST and last in _COUNTED:
            item = item._replace(form="±") if _parts_spread(tape, place) else item
        elif form in _MONEY_SIGNS and (paid := _paid(tape, place)):
            yield paid
            item, place = _currency(tape, item, paid), place + 1
        elif form == "U":
            item, place = _unit(tape, place)
        else:
            item = _word(tape, item, last)
        last = item.form
        yield item
        place += 1


def _is_power(tape: Tape, item: Item) -> bool:
    """Whether a number is the power of the unit that it stands at: "hr−1"."""
    return _POWER.search(tape.text, max(0, item.start - 2), item.end) is not None


def _numeral(tape: Tape, place: int, *, commas: bool) -> tuple[Item, int]:
    """A number as it is meant, and the place of the last item that it is made of."""
    item = tape.items[place]
    if decimal := _ungrouped(item, commas=commas):
        return decimal, place
    longer = _decimal(tape, place, commas=commas)
    return (longer, place + 2) if longer else (item, place)


def _per(tape: Tape, item: Item) -> Item:
    """Something by something else behind a number, which is a unit that nobody knows: "3 naps/day"."""
    written = tape.text[item.start : item.end]
    return item._replace(form="U", value=Unit("", written)) if _PER.fullmatch(item.form) else item


def _word(tape: Tape, item: Item, last: str) -> Item:
    """A word or sign as the kind that it is."""
    form, written = item.form, tape.text[item.start : item.end]
    if form == "%" and item.value is None:
        return item._replace(value=Unit("%", "%"))  # "1.6%/year": no unit that is known
    if form in _MONEY and last == "N":
        return item._replace(form="U", value=Unit("", written))
    if form == "or":
        return item._replace(form=_CAPITALS.get(written, "or"))
    return item._replace(form=_WORDS[form]) if form in _WORDS else item


_WORDS = (
    dict.fromkeys(_PEOPLE, "H")
    | dict.fromkeys(_EVENTS, "E")
    | dict.fromkeys(("ors", "aor", "aors"), "oddsratio")
)


# All other words and signs are what they are.
_UNSETTLED = frozenset({"N", "U", "-", "+", "%", "or", *_LOST, *_MONEY, *_MONEY_SIGNS, *_WORDS})


def _unit(tape: Tape, place: int) -> tuple[Item, int]:
    """A unit as it is meant, and the place of the last item that it is made of."""
    item, last = _plain_unit(tape, place)
    shortened = [each.form for each in tape.items[last + 1 : last + 3]] == [".", "("]
    return item, last + shortened  # "14.2 mo. (11.0-17.9)"


def _plain_unit(tape: Tape, place: int) -> tuple[Item, int]:
    """The same, without the full stop that shortens a unit before a bracket."""
    item = tape.items[place]
    if longer := _longer(tape, item):
        held = (n for n in range(len(tape.items) - 1, -1, -1) if tape.items[n].start < longer.end)
        return longer, next(held, place)
    rate = _by_time(tape, place)
    return (rate, place + 2) if rate else (item._replace(form=_unit_form(tape, place)), place)


def _longer(tape: Tape, unit: Item) -> Item | None:
    """A unit that goes on where the one that is known ends: "pmol/L·min", "mg kg (-1) min (-1)".

    It has a code only where all that follows are known units to the power of minus one.
    """
    powers = _POWERS.match(tape.text, unit.end)
    rest = powers or _FURTHER.match(tape.text, unit.end) or _RAISED.match(tape.text, unit.end)
    if rest is None or not unit.value.code:
        return None
    parts = _POWERED.findall(rest.group()) if powers else []
    known = parts and all(part in _DIVISORS for part in parts)
    code = "/".join((unit.value.code, *parts)) if known else ""
    return Item("U", unit.start, rest.end(), Unit(code, tape.text[unit.start : rest.end()]))


def _by_time(tape: Tape, place: int) -> Item | None:
    """A unit with the time behind its stroke: "mg/day"; none of time itself, or that has one."""
    unit, *behind = tape.items[place : place + 3]
    if len(behind) < _FEWEST or behind[0].form != "/" or unit.value.code in TIME_UNITS:
        return None
    time = _TIMES.get(behind[1].form)
    if time is None or not unit.value.code or unit.value.code == "%" or "/" in unit.value.code:
        return None
    written = tape.text[unit.start : behind[1].end]
    return Item("U", unit.start, behind[1].end, Unit(f"{unit.value.code}/{time}", written))


def _unit_form(tape: Tape, place: int) -> str:
    number, unit, *behind = tape.items[place - 1 : place + 2]
    code = unit.value.code
    if (
        unit.value.written.lower() == "pts"
        and number.value.value == number.value.value.to_integral_value()
    ):
        return "H"
    hyphened = "-" in tape.text[number.end : unit.start].replace("‐", "-")
    by_so_much = code not in TIME_UNITS and any(each.form in _CHANGES for each in behind)
    if hyphened and not by_so_much:
        return "d"
    return "%" if code == "%" else "D" if code in TIME_UNITS else "U"


def _apart(tape: Tape, place: int) -> Item | None:
    """The spread behind a plus that a space parts from its minus: "84.3 + -8.0"."""
    behind = tape.items[place + 1] if place + 1 < len(tape.items) else None
    if behind is None or behind.form != "N" or behind.value.value >= 0:
        return None
    value = number_of(behind.value.written.lstrip("-−– "))
    return None if value is None else behind._replace(value=Number(value, behind.value.written))


def _parts_spread(tape: Tape, place: int) -> bool:
    """Whether a sign that an encoding lost stands behind a value and before its spread: "50%? 7%"."""
    items = tape.items
    value = next(items[n] for n in range(place - 1, -1, -1) if items[n].form == "N")
    behind = next((i for i in items[place + 1 : place + 3] if i.form not in _SPREAD_NAMES), None)
    if behind is None or behind.form != "N" or behind.value.value < 0:
        return False
    return bool(behind.value.value < abs(value.value.value))


def _paid(tape: Tape, place: int) -> Item | None:
    """The number behind a sign of money, where no word scales it."""
    behind = tape.items[place + 1 : place + 3]
    scaled = len(behind) > 1 and behind[1].form in _SCALES
    return behind[0] if behind and behind[0].form == "N" and not scaled else None


def _currency(tape: Tape, sign: Item, number: Item) -> Item:
    """The unit that a sign of money gives the number behind it."""
    return Item("U", number.end, number.end, Unit("", tape.text[sign.start : sign.end]))


def _ungrouped(item: Item, *, commas: bool) -> Item | None:
    """A number read as grouped by thousands whose comma is a decimal one: "0,003"."""
    written = item.value.written
    match = _THREE.fullmatch(written)
    if not match or not (commas or match[1] == "0"):
        return None
    return item._replace(value=Number(Decimal(written.replace(",", ".")), written))


def _decimal(tape: Tape, place: int, *, commas: bool) -> Item | None:
    """Two numerals that a comma joins to one: "0,05", and "12,5" where the text writes so."""
    if place + 2 >= len(tape.items) or tape.items[place + 1].form != ",":
        return None
    first, comma, second = tape.items[place : place + 3]
    if second.form != "N" or first.end != comma.start or comma.end != second.start:
        return None
    before, behind = (
        tape.text[first.start - 1 : first.start],
        tape.text[second.end : second.end + 1],
    )
    written = tape.text[first.start : second.end]
    lone = before != "," and not (
        behind == "," and tape.text[second.end + 1 : second.end + 2].isdigit()
    )
    whole, _, digits = written.lstrip("-−–+").partition(",")
    if not lone or not digits.isdigit() or not (commas or (whole == "0" and len(digits) > 1)):
        return None
    value = number_of(written.replace(",", "."))
    return None if value is None else Item("N", first.start, second.end, Number(value, written))


def _signed(tape: Tape, place: int) -> Item | None:
    """A minus that a space parts from its number: "− 0.6"; a plus that stands right before it."""
    sign = tape.items[place]
    number = tape.items[place + 1] if place + 1 < len(tape.items) else None
    opens = place > 0 and tape.items[place - 1].form == "("  # "(+ 50 g)"
    if (
        number is None
        or number.form != "N"
        or _is_power(tape, number)
        or tape.text[sign.start] not in ("-–−+" if opens else "−+")
        or number.value.value < 0
    ):
        return None
    written = tape.text[sign.start : number.end]
    if sign.form == "+":
        close = sign.end == number.start and not tape.text[sign.start - 1].isalnum()
        plain = opens or close
        return (
            Item("N", sign.start, number.end, Number(number.value.value, written))
            if plain
            else None
        )
    return Item("N", sign.start, number.end, Number(-number.value.value, written))

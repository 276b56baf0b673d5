"""Typed facts of number: values with their spread, bounds, counts, p-values, intervals, times.

In: the tape of atoms. Out: the tape on which each number has become what it is: ``V`` a value,
``D`` a length of time, ``Q`` a count of people out of others, ``S`` a number of people, ``B`` a
bound, ``P`` a p-value, ``C`` a confidence interval, ``T`` a time point. The longest reading of a
number wins; what a number means for which arm is settled later.
"""

from decimal import Decimal

import msgspec
from msgspec.structs import replace

from kg.codes import DispersionType, PRelation
from kg.reading.atoms import Number, Unit
from kg.reading.frozen import Frozen
from kg.reading.rulebook import Folds, Rulebook, cascade
from kg.reading.tape import Hit, Item, Tape

TIME_UNITS = frozenset({"min", "h", "d", "wk", "mo", "a"})
PEOPLE = (
    "patients?|participants?|subjects?|individuals?|people|persons?|adults?|children|women|men"
    "|volunteers?|adolescents?|outpatients?|inpatients?|infants?|neonates?|mothers?|smokers?"
    "|boys|girls|females|males|survivors?|recipients?|residents?|athletes?|students?|nurses?"
    "|veterans?|families|couples|carers?|caregivers?|cases|eyes|pregnancies|respondents?|pts"
    "|diabetics|asthmatics|hypertensives|epileptics|schizophrenics|alcoholics|addicts|newborns?|babies|toddlers?|pupils?|schoolchildren|clients?|enrollees?|attendees?"
)


class Interval(Frozen, frozen=True, gc=False):
    """A confidence interval, its level in percent where one is stated."""

    lower: Decimal
    upper: Decimal
    level: Decimal | None
    unit: Unit | None


class Probability(Frozen, frozen=True, gc=False):
    """A p-value; without a number where the report says no more than "NS"."""

    relation: PRelation
    value: Decimal | None
    written: str | None


class Measure(msgspec.Struct, frozen=True, gc=False):
    """A value or range, its unit and spread, each as the report has it."""

    value: Decimal | None = None
    written: str | None = None
    unit: Unit | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    low_inclusive: bool | None = None
    high_inclusive: bool | None = None
    spread: Decimal | None = None
    spread_low: Decimal | None = None
    spread_high: Decimal | None = None
    spread_type: DispersionType | None = None
    count: int | None = None
    denominator: int | None = None
    interval: Interval | None = None


class Head(msgspec.Struct, frozen=True, gc=False):
    """A number of people, and the words that say which people."""

    count: int
    written: str
    start: int
    end: int


class Moment(Frozen, frozen=True, gc=False):
    """A point in time: baseline, or an offset in a unit of time."""

    is_baseline: bool
    offset: Measure | None = None


_RELATIONS: dict[str, PRelation] = {
    "<": "<", ">": ">", "=": "=", "<=": "≤", ">=": "≥", "less than": "<", "greater than": ">",
    "was": "=", "of": "=", "is": "=",
}  # fmt: skip
_SPREADS: tuple[tuple[str, DispersionType], ...] = (
    (r"(?:se|sem|s\.e\.|s\.e\.m\.|standard errors?(?: of (?:the )?mean)?)", "standardError"),
    (r"(?:sd|s\.d\.|sds|standard deviations?)", "standardDeviation"),
    (r"(?:iqr|i\.q\.r\.|iqrs|interquartile ranges?|interquartile|inter-quartile range)", "interquartileRange"),
    (r"(?:range|ranges)", "range"),
)  # fmt: skip
_DECLARED = Rulebook(
    (
        rf"(?:±|\+) {each}|(?:means?|medians?|average) (?:values? )?[(,/]? ?{each} \)?|\( {each} \)",
        kind,
    )
    for each, kind in _SPREADS
)
_ANY_SPREAD = "|".join(pattern for pattern, _ in _SPREADS)
_SINGLE_SPREAD = "|".join(pattern for pattern, kind in _SPREADS if kind.startswith("standard"))
_TO = r"(?:to|-|--|,|and)"


def measures(tape: Tape) -> Tape:
    """The tape with every number read as the fact it is.

    >>> from kg.reading.atoms import atoms
    >>> measures(atoms("rose from 4 ± 1 mg at week 2 to 9 ± 2 mg (P < 0.01) in 12 women")).line
    ' rose from V at T to V ( P ) in S '
    """
    declared = declared_spread(tape)
    tape = cascade(tape, _FOLDS)
    tape = tape.fold(r"V \( V \)(?: U)?", lambda hit: _bracketed(hit, declared))
    if declared:
        tape = tape.fold("V", lambda hit: _declare(hit, declared))
    return cascade(share_units(tape), _LATE_FOLDS)


def declared_spread(tape: Tape) -> DispersionType | None:
    """The kind of spread that a sentence declares ("mean ± SE", "median (IQR)"), if one only."""
    found = {kind for pattern, kind in _DECLARED.open_to(tape) if tape.hit(pattern)}
    return next(iter(found)) if len(found) == 1 else None


def _shared(hit: Hit) -> Item | None:
    item, later = hit.items()[0], hit.values("V", "later")
    unit = next((m.unit for m in later if m.unit), None)
    if item.value.unit or unit is None:
        return None
    return item._replace(value=replace(item.value, unit=unit))


def share_units(tape: Tape) -> Tape:
    """The tape on which "14 and 18%" has given both numbers the unit."""
    for _ in range(3):
        folded = tape.fold(
            r"V(?= (?P<later>(?:, )?(?:and|or|to|versus|vs\.?|v|compared with|-) V|, V (?:, )?(?:and|or) V))",
            _shared,
        )
        if folded is tape:
            break
        tape = folded
    return tape


def _number(hit: Hit, place: int = 0, group: str | int = 0) -> Number:
    number: Number = hit.values("N", group)[place]
    return number


def _item(hit: Hit, form: str, value: object) -> Item:
    items = hit.items()
    return Item(form, items[0].start, items[-1].end, value)


def _probability(hit: Hit) -> Item:
    relation = _RELATIONS.get((hit.match.group("rel") or "=").strip(), "=")
    if not hit.values("N"):
        return _item(hit, "P", Probability(">", None, None))
    number = _number(hit, -1)
    return _item(hit, "P", Probability(relation, number.value, number.written))


def _further_probability(hit: Hit) -> Item:
    number = _number(hit)
    item = hit.items("n")[0]
    return Item("P", item.start, item.end, Probability("=", number.value, number.written))


def _interval(hit: Hit) -> Item | None:
    bounds = hit.values("N", "bounds")
    level = next(iter(hit.values("N", "level")), None)
    unit = hit.value("U", "bounds")
    lower, upper = bounds[0].value, bounds[-1].value
    return _item(hit, "C", Interval(lower, upper, level and level.value, unit))


def _with_spread(hit: Hit) -> Item:
    number, spread = _number(hit), _number(hit, -1)
    measure = Measure(number.value, number.written, hit.value("U"), spread=spread.value)
    return _item(hit, "V", replace(measure, spread_type=_spread_named(hit)))


def _with_interval(hit: Hit) -> Item:
    number = _number(hit)
    measure = Measure(number.value, number.written, hit.value("U"), interval=hit.value("C"))
    return _item(hit, "V", measure)


def _with_limits(hit: Hit) -> Item:
    number, low, high = (_number(hit, place) for place in (0, -2, -1))
    measure = Measure(
        number.value, number.written, hit.value("U"), spread_low=low.value, spread_high=high.value
    )
    return _item(hit, "V", replace(measure, spread_type=_spread_named(hit)))


def _spread_named(hit: Hit) -> DispersionType | None:
    for pattern, kind in _SPREADS:
        if Tape(hit.tape.text, hit.items()).hit(pattern):
            return kind
    return None


def _bracketed(hit: Hit, declared: DispersionType | None) -> Item | None:
    """A value with a number in parentheses: its spread, where the sentence declares that it is one.

    A unit behind the parentheses is the value's, whatever stands in them.
    """
    first, inner = hit.values("V")
    unit = first.unit or hit.value("U") or inner.unit
    single = declared in {"standardDeviation", "standardError"}
    plain = first.value is not None and first.spread is None and first.interval is None
    if not plain or inner.value is None or (inner.unit and inner.unit != unit):
        return None
    if single:
        return _item(hit, "V", replace(first, unit=unit, spread=inner.value, spread_type=declared))
    behind: Unit | None = hit.value("U")
    return _item(hit, "V", replace(first, unit=behind)) if behind and not first.unit else None


def _declare(hit: Hit, declared: DispersionType) -> Item | None:
    item = hit.items()[0]
    measure: Measure = item.value
    if measure.spread_type or (measure.spread is None and measure.spread_low is None):
        return None
    limits = declared in {"interquartileRange", "range"}
    if limits != (measure.spread_low is not None):
        return None
    return item._replace(value=replace(measure, spread_type=declared))


def _whole(number: Number) -> int | None:
    return int(number.value) if number.value == number.value.to_integral_value() else None


def _count(hit: Hit) -> Item | None:
    """A count with what it is out of, or its percentage, or both, in any of their orders."""
    count = next(iter(hit.values("N", "count")), None)
    total = (
        next(iter(hit.values("N", "total")), None) if "total" in hit.match.re.groupindex else None
    )
    share = (
        next(iter(hit.values("N", "share")), None) if "share" in hit.match.re.groupindex else None
    )
    if count is None or _whole(count) is None or (total and _whole(total) is None):
        return None
    percent = hit.value("U", "share") if share else None
    if share and (percent is None or percent.code != "%"):
        return None
    measure = Measure(
        share.value if share else None,
        share.written if share else None,
        percent,
        count=_whole(count),
        denominator=_whole(total) if total else None,
    )
    return _item(hit, "Q", measure)


def _range(hit: Hit) -> Item | None:
    low, high = _number(hit), _number(hit, -1)
    if low.value >= high.value:
        return None
    unit = hit.value("U")
    measure = Measure(None, hit.words(), unit, low=low.value, high=high.value)
    return _item(hit, "D" if unit and unit.code in TIME_UNITS else "V", measure)


def _value(hit: Hit) -> Item:
    number, unit = _number(hit), hit.value("U")
    form = "D" if unit and unit.code in TIME_UNITS else "V"
    return _item(hit, form, Measure(number.value, number.written, unit))


def _numbered_time(hit: Hit) -> Item | None:
    code = {"min": "min", "hou": "h", "day": "d", "wee": "wk", "mon": "mo", "yea": "a"}
    word = hit.items("unit")[0]
    number = _number(hit)
    unit = Unit(code[word.form[:3]], hit.words("unit"))
    offset = Measure(number.value, number.written, unit)
    return _item(hit, "T", Moment(not number.value, offset))


_N = r"N(?: U)?"
_LIMITS = rf"N(?: U)? {_TO} N(?: U)?"
_CI = (
    r"(?P<level>N(?: U)? )?"
    r"(?:ci|cis|c\.i\.|confidence intervals?|confidence limits?|credible intervals?|cl)(?: \( (?:ci|c\.i\.) \))?"
    r"(?: (?:[:,=]|of|was|for {w}|from|ranging from))*"
)
_CONFIDENCE = rf"\( {_CI} (?P<bounds>{_LIMITS}) \)"
_CONFIDENCE_OPEN = rf"{_CI}(?: \()? (?P<bounds>{_LIMITS})"
_FOLDS = Folds((
    (r"N(?: : N)? (?:am|pm|a\.m\.|p\.m\.|o'clock)", lambda hit: Item("clock", hit.items()[0].start, hit.items()[-1].end)),
    (r"vs \.", lambda hit: Item("vs", hit.items()[0].start, hit.items()[-1].end)),
    (r"p(?:-values?)?(?: values?)? (?:for {w} )?(?P<rel><=|>=|<|>|=|less than|greater than|of|was|is) N", _probability),
    (r"p (?P<rel>=|:) (?:ns|n\.s\.|not significant)", _probability),
    (r"(?P<n>N)(?<=P and N)(?! U)(?= [,)])", _further_probability),
    (_CONFIDENCE, _interval),
    (_CONFIDENCE_OPEN, _interval),
    (rf"{_N} C(?: U)?", _with_interval),
    (r"\( N ± N \) U", _with_spread),
    (rf"{_N} ± N(?: U)?", _with_spread),
    (rf"{_N} \( (?:{_ANY_SPREAD})(?: [:,=])?(?: of)?(?: from)? {_LIMITS} \)(?: U)?", _with_limits),
    (rf"{_N} , (?:{_ANY_SPREAD})(?: [:,=])?(?: of)?(?: from)? {_LIMITS}", _with_limits),
    (rf"{_N} \( (?:± )?(?:{_SINGLE_SPREAD})(?: [:,=])?(?: ±)? N(?: U)? \)(?: U)?", _with_spread),
    (rf"{_N} , (?:{_SINGLE_SPREAD})(?: [:,=])?(?: ±)? N(?: U)?", _with_spread),
    (rf"{_N} \( N(?: U)? (?:to|-|--) N(?: U)? \)(?: U)?", _with_limits),
    (r"(?P<count>N) (?:/|of|out of)(?: the| a total of)? (?P<total>N)(?: {w}){0,2}? (?:\(|,|;) (?P<share>N U)(?: \))?", _count),
    (r"(?P<count>N)(?: {w}){0,2} \( (?P<share>N U) \)", _count),
    (r"(?P<share>N U) \( (?:n = )?(?P<count>N) (?:/|of|out of)(?: the)? (?P<total>N)(?: {w}){0,2} \)", _count),
    (r"(?P<share>N U) \( (?:n = )?(?P<count>N)(?: {w})? \)", _count),
    (r"(?P<count>N) / (?P<total>N)(?! U)", _count),
    (r"(?P<count>N) (?:of|out of)(?: the| a total of)? (?P<total>N)(?! U)", _count),
    (r"(?P<unit>weeks?|months?|days?|years?|hours?|minutes?) N(?! U)(?! ±)", _numbered_time),
    (rf"N(?<!from N)(?<!between N)(?:(?: U)? (?:-|--) {_N}| to N U)", _range),
    (_N, _value),
))  # fmt: skip


def _people(hit: Hit) -> Item | None:
    measure: Measure = hit.value("V")
    if measure.unit or measure.value is None or measure.value != measure.value.to_integral_value():
        return None
    head = hit.items()[0]
    return Item(
        "S",
        head.start,
        hit.items()[-1].end,
        Head(int(measure.value), hit.words(), head.start, head.end),
    )


def _bound(hit: Hit, *, low: bool, inclusive: bool) -> Item | None:
    measure: Measure | None = hit.value("V") or hit.value("D")
    if measure is None or measure.value is None or measure.spread or measure.spread_low:
        return None
    side = Measure(None, measure.written, measure.unit)
    bound = (
        replace(side, low=measure.value, low_inclusive=inclusive)
        if low
        else replace(side, high=measure.value, high_inclusive=inclusive)
    )
    return _item(hit, "B", bound)


def _between(hit: Hit) -> Item | None:
    low, high = (item.value for item in hit.items() if item.form in {"V", "D"})
    if low.value is None or high.value is None or low.value >= high.value:
        return None
    unit = high.unit or low.unit
    written = hit.tape.words(
        tuple(i for i in hit.items() if i.form in {"V", "D", "and", "to", "-"})
    )
    return _item(
        hit,
        "B",
        Measure(
            None, written, unit, low.value, high.value, low_inclusive=True, high_inclusive=True
        ),
    )


def _ages(hit: Hit) -> Item | None:
    """Ages given as a range: "aged 6 to 12 years"."""
    ages: Measure = hit.value("D")
    if ages.low is None:
        return None
    return Item(
        "B",
        hit.items()[0].start,
        hit.items()[-1].end,
        replace(ages, low_inclusive=True, high_inclusive=True),
    )


def _baseline(hit: Hit) -> Item:
    return _item(hit, "T", Moment(is_baseline=True))


_OVER = r"(?:above|over|older than|more than|greater than|higher than|exceeding|in excess of|>)"
_UNDER = r"(?:below|under|younger than|less than|fewer than|lower than|<)"
_LEAST = r"(?:at least|no less than|not less than|no fewer than|not younger than|not lower than|a minimum of|greater than or equal to|>=|> =)"
_MOST = r"(?:at most|up to|no more than|not more than|no greater than|not older than|not greater than|not higher than|a maximum of|not exceeding|less than or equal to|<=|< =)"
_LATE_FOLDS = Folds((
    (r"(?<=\S )as well as", lambda hit: Item("and", hit.items()[0].start, hit.items()[-1].end)),
    (rf"{_LEAST} (?:V|D)", lambda hit: _bound(hit, low=True, inclusive=True)),
    (rf"{_MOST} (?:V|D)", lambda hit: _bound(hit, low=False, inclusive=True)),
    (rf"{_OVER} (?:V|D)", lambda hit: _bound(hit, low=True, inclusive=False)),
    (rf"{_UNDER} (?:V|D)", lambda hit: _bound(hit, low=False, inclusive=False)),
    (r"(?:V|D) (?:\w+ )?or (?:more|greater|above|over|older|higher|longer)", lambda hit: _bound(hit, low=True, inclusive=True)),
    (r"D (?:and )?(?:older|over|above)", lambda hit: _bound(hit, low=True, inclusive=True)),
    (r"(?:V|D) or (?:less|fewer|below|under|younger|lower|shorter)", lambda hit: _bound(hit, low=False, inclusive=True)),
    (r"aged D", _ages),
    (r"between (?:V|D) (?:and|to|-) (?:V|D)", _between),
    (r"n = (?:V)", _people),
    (rf"V(?! (?:per|each|every) )(?: [^\sA-Z,;:.()]+){{0,5}}? (?:{PEOPLE})(?! days?| years?| months?)", _people),
    (r"baseline|(?<=at )(?:(?:study|trial) )?(?:inclusion|enrol?lment)|(?<=at )(?:(?:study|trial) )?entry", _baseline),
))  # fmt: skip

"""Values with their spread or interval, shares, counts and rates, each read as a whole.

In: a tape on which P values and intervals are read. Out: rules for what else stands in it: ``V``
a value, ``Q`` a count out of others or with its share, ``S`` a number of people or events, ``R``
a range. What a number is of, and whose, is settled elsewhere.
"""

import re
from decimal import Decimal
from typing import NamedTuple

from kg.codes import DispersionType
from kg.reading.atoms import Unit
from kg.reading.facts.draft import Draft
from kg.reading.facts.record import Kind, Role
from kg.reading.facts.rules import Rule
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit, Item, Tape

_U = r"(?: [%UD](?: / (?:day|d|week|h|year))?)?"
_V = rf"(?P<value>N){_U}"
_PLAIN = (
    r"(?!(?:of|in|and|or|to|with|the|were|was|had|have|at|for|than|versus|vs|per|by|from|on|as|is|are|group|groups|arm|arms"
    r"|who|whom|which|that|did|received|treated|respectively|after|before|during|between|among|points?|x)(?= ))[^\sA-Z,;:.()\[\]±=<>/%-][^\sA-Z,;:.()\[\]]*"
)
_NOUN = rf"(?P<noun>(?:{_PLAIN} (?:(?:or|and) (?={_PLAIN} [HE]))?){{0,3}}?[HE])"
_NEAR = rf"(?P<noun>(?:{_PLAIN} ){{0,1}}?[HE])"
_SE = r"(?:se|sem|s\.e\.|s\.e\.m\.|standard errors?(?: of (?:the )?mean)?)"
_SD = r"(?:sd|s\.d\.|sds|standard deviations?|stdev)"
_IQR = r"(?:iqr|i\.q\.r\.|iqrs|interquartile ranges?|inter-quartile ranges?|interquartile|quartiles|25th-75th percentiles?|q1-q3)"
_RANGE = r"(?:ranges?|min-max|minimum-maximum|ranging|ranged)"
_SPREADS: tuple[tuple[str, DispersionType], ...] = (
    (_SE, "standardError"),
    (_SD, "standardDeviation"),
    (_IQR, "interquartileRange"),
    (_RANGE, "range"),
)
_DECLARED = Rulebook(
    (
        rf"(?:(?:±|\+|,|/) {pattern}|(?:means?|medians?|average|values?|score) (?:values? )?[(,/]? ?(?:± )?{pattern} \)?|\( (?:± )?{pattern} \))",
        kind,
    )
    for pattern, kind in _SPREADS
)
_SHOWN = Rulebook((rf"\( (?:± )?{pattern}(?: [:,=])? N", kind) for pattern, kind in _SPREADS)
_SINGLE = frozenset({"standardError", "standardDeviation"})
_ONE, _TWO = rf"(?:{_SE}|{_SD})", rf"(?:{_IQR}|{_RANGE})"
_TO = r"(?:to|-|--|,|;|and|- -)"
_LIMITS = (
    rf"(?P<lower>N)(?: \+)?{_U} {_TO} (?P<upper>N)(?: \+)?(?: months| weeks| years| days|{_U})"
)
_MANY = r"(?!(?:was|is|has|this|thus|hours|days|weeks|months|years)(?= ))[a-z-]{3,}s"
_TAIL = r"(?:(?: [;,:])? (?:C|P|N (?:-|--|to) N)){0,2}"
_SHARE = rf"\( (?P<share>N) %{_TAIL}(?: of (?:the )?H)? \)"
_OF = r"(?:of|out of|/|from)(?: the| a total of| all| these)?"
OUTSIDE = "estimate outside its interval"
_SLACK = Decimal("0.6")
_MOST = 100
_SCORES = frozenset({"score", "scores", "scored", "rating", "ratings"})
_UNIT_SPREAD = re.compile(r" N [UD] \( N (?=\))")
_LESS = re.compile(r"(?:<|less than|under|below)\s?[\d.·]+\s?(?:%|per ?cent)")


class Declared(NamedTuple):
    """What a sentence says that numbers in brackets are: one alone, two limits, the level of an interval."""

    one: DispersionType | str | None = None
    limits: DispersionType | str | None = None
    level: Decimal | None = None


def declared(tape: Tape) -> Declared:
    """What a sentence says that numbers in brackets are, where it says so for one kind only.

    >>> from kg.reading.atoms import atoms
    >>> declared(atoms("the mean (SD) was 4 (1)")).one, declared(atoms("n (%)")).one
    ('standardDeviation', '%')
    >>> from kg.reading.facts.settle import settle
    >>> declared(settle(atoms("mean (SE) 4 (1), difference (95% CI) 2 (1, 3)"), commas=False))
    Declared(one='standardError', limits='ci', level=Decimal('95'))
    """
    line = tape.line
    if "(" not in line and "±" not in line:
        return Declared()
    found: set[DispersionType | str] = {
        kind for pattern, kind in _DECLARED.open_to(tape) if tape.hit(pattern)
    }
    if tape.hit(r"(?:n|no \.|number|numbers) (?:\( )?%(?: \))?"):
        found.add("%")
    interval = tape.hit(r"\( N % (?:ci|confidence intervals?) \)")
    if interval:
        found.add("ci")
    limits = _only(found - {*_SINGLE, "%"})
    level = interval.value("N").value if interval and limits == "ci" else None
    return Declared(_only(found & {*_SINGLE, "%"}), limits, level)


def _only(kinds: set[DispersionType | str]) -> DispersionType | str | None:
    return next(iter(kinds)) if len(kinds) == 1 else None


def shown(tape: Tape) -> DispersionType | None:
    """What the one spread is that a sentence names with its number: "1.5% (SE 0.1)".

    >>> from kg.reading.atoms import atoms
    >>> shown(atoms("it fell by 4 (SE 1) with tea and 3 (1) without"))
    'standardError'
    """
    if "(" not in tape.line:
        return None
    found = {kind for pattern, kind in _SHOWN.open_to(tape) if tape.hit(pattern)}
    return next(iter(found)) if len(found) == 1 else None


def _item(hit: Hit, role: str) -> Item | None:
    if not hit.has(role):
        return None
    return next((item for item in hit.items(role) if item.form == "N"), None)


def _unit(hit: Hit) -> Unit | None:
    """The unit of a match: the first that is written in it."""
    return next((item.value for item in hit.items() if item.form in {"%", "U", "D"}), None)


def draft(hit: Hit, rule: str, kind: Kind, *roles: tuple[Role, str]) -> Draft:
    """The draft of a match whose groups are named in pairs of role and group."""
    figures = tuple((role, item) for role, name in roles if (item := _item(hit, name)))
    noun = hit.words("noun") if hit.has("noun") else None
    return _with_interval(hit, Draft(kind, rule, figures, unit=_unit(hit), noun=noun or None))


def _with_interval(hit: Hit, made: Draft) -> Draft:
    """The draft with the interval that stands within its match; an estimate outside it has none."""
    interval: Draft | None = hit.value("C")
    if interval is None:
        return made
    low, high = interval.get("ci-lower"), interval.get("ci-upper")
    value = made.get("value")
    # "a decrease of 1.0 (-1.7 to -0.4)": the sign may stand in the word
    within = (
        value is None or (low or 0) <= value <= (high or 0) or (low or 0) <= -value <= (high or 0)
    )
    if low is None or high is None or not within:
        return made._replace(checks=(OUTSIDE,))
    return made._replace(
        figures=(*made.figures, *interval.figures),
        level=interval.level,
        unit=made.unit or interval.unit,
        checks=("estimate in interval",) if value is not None else (),
    )


def _spread_of(hit: Hit) -> DispersionType | None:
    part = Tape(hit.tape.text, hit.items())
    return next((kind for pattern, kind in _SPREADS if part.hit(pattern)), None)


def _value(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "value", ("value", "value"))
    return None if made.checks == (OUTSIDE,) else made


def _tested(hit: Hit, rule: str) -> Draft | None:
    """A bare number alone in brackets with a P value: "(-1.4, P = 0.02)"."""
    number = hit.value("N", "value")
    exact = any(point in number.written for point in ".·") or number.value < 0
    return _value(hit, rule) if exact else None


def _spread(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "spread", ("value", "value"), ("spread", "spread"))
    return made._replace(spread=_spread_of(hit)) if (made.get("spread") or 0) >= 0 else None


def _limits(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "spread", ("value", "value"), ("lower", "lower"), ("upper", "upper"))
    low, value, high = made.get("lower"), made.get("value"), made.get("upper")
    if low is None or value is None or high is None or not low <= value <= high:
        return None
    return made._replace(spread=_spread_of(hit), checks=("between its limits",))


def _quartiles(hit: Hit, rule: str) -> Draft | None:
    made = _limits(hit, rule)
    return made._replace(spread="interquartileRange") if made else None


def _limits_listed(hit: Hit, rule: str) -> Draft | None:
    """A value with its limits behind a comma, in brackets of their own, or exact: "(1.6, 1.3-1.9)"."""
    before = hit.tape.items[hit.first - 1].form if hit.first else ""
    numbers = [item.value.written for item in hit.items() if item.form == "N"]
    exact = all({".", "·"} & set(written) for written in numbers)
    return _limits(hit, rule) if before in {"(", ";"} or exact else None


def _bracket(hit: Hit, rule: str) -> Draft | None:
    """A number in brackets behind another: a spread, unless both are whole and nothing is said."""
    first, second = hit.value("N", "value"), hit.value("N", "spread")
    exact = "." in first.written or "·" in first.written
    told = exact or "." in second.written or _says_spread(hit.tape)
    units = [item.value.code for item in hit.items() if item.form in {"%", "U", "D"}]
    fits = second.value >= 0 and told and len({*units}) <= 1  # "7.9% (63 mmol/mol)"
    return _spread(hit, rule) if fits else None


def _whole_spread(hit: Hit, rule: str) -> Draft | None:
    """A whole number with its spread, in one unit: "262 (96) and 60 (93) minutes"; no power of ten."""
    before = hit.tape.items[hit.first - 1].form if hit.first else ""
    return None if before in {"x", "×"} else _spread(hit, rule)


def _repeated_spread(hit: Hit, rule: str) -> Draft | None:
    """A whole number with its spread behind its unit, as another of the sentence: "17 mm (3)"."""
    again = len(_UNIT_SPREAD.findall(hit.tape.line)) > 1
    spread, unit = hit.value("N", "spread"), _unit(hit)
    power = unit is not None and unit.written.endswith("m") and spread.written in {"2", "3"}
    fits = not power and spread.value < abs(hit.value("N", "value").value)
    return _spread(hit, rule) if again and fits else None


def _varied(hit: Hit, rule: str) -> Draft | None:
    """A value with its coefficient of variation in brackets, whose percent sign is not its own."""
    made = _value(hit, rule)
    opened = next(item.start for item in hit.items() if item.form == "(")
    closed = next(item.start for item in hit.items() if item.form == ")")
    own = (i for i in hit.items() if i.form in {"%", "U", "D"} and not opened < i.start < closed)
    return made and made._replace(unit=next((item.value for item in own), None))


def _out_of(hit: Hit, rule: str) -> Draft | None:
    """A count with its total in brackets: "3 (of 20)"; no score out of what it may be."""
    before = {item.form for item in hit.tape.items[: hit.first]}
    return None if before & _SCORES else _count(hit, rule)


def _says_spread(tape: Tape) -> bool:
    """Whether a sentence says that numbers in brackets are spreads: by its head, or by one of them."""
    return declared(tape).one in _SINGLE or shown(tape) in _SINGLE


def _of_shares(hit: Hit, rule: str) -> Draft | None:
    """A share in brackets behind another where the sentence names such a spread: "1.3% (0.2%)"."""
    return _spread(hit, rule) if shown(hit.tape) in _SINGLE else None


def _share(hit: Hit, rule: str) -> Draft | None:
    kind: Kind = "percentage" if (_unit(hit) or Unit("", "")).code == "%" else "value"
    return draft(hit, rule, kind, ("value", "value"))


def _count(hit: Hit, rule: str) -> Draft | None:
    """A count with its total, its share or both; none where these do not fit each other."""
    roles: tuple[tuple[Role, str], ...] = (
        ("count", "count"),
        ("total", "total"),
        ("value", "share"),
    )
    made = draft(hit, rule, "count-of-total", *roles)
    count, total, share = made.whole("count"), made.whole("total"), made.get("value")
    if count is None or count < 0 or (made.get("total") is not None and not total):
        return None
    if total is not None and count > total:
        return None
    if share is not None and not 0 <= share <= _MOST:
        return None
    if total and share is not None:
        off = abs(Decimal(100 * count) / total - share)
        if off > max(_SLACK, _rounding(hit.value("N", "share").written)):
            return None
        made = made._replace(checks=(*made.checks, "share fits"))
    percent = next((i.value for i in hit.items() if i.form == "%"), None)
    return made._replace(unit=percent if share is not None else None)


def _listed(hit: Hit, rule: str) -> Draft | None:
    """A count with its share behind a comma, alone in brackets: "(9, 9.1%)"."""
    before = hit.tape.items[hit.first - 1].form if hit.first else ""
    return _count(hit, rule) if before == "(" else None


def _bounded(hit: Hit, rule: str) -> Draft | None:
    """A count whose share is only said to be less than something: "2 (<1%)"."""
    share = next(item for item in hit.items() if item.form == "x")
    return _count(hit, rule) if _LESS.fullmatch(hit.tape.text[share.start : share.end]) else None


def _rounding(written: str) -> Decimal:
    """How far a share may lie off by rounding, or by being cut."""
    return Decimal(1) if "." not in written and "·" not in written else Decimal("0.15")


def _of_disease(hit: Hit) -> bool:
    """Whether cases are events: "there were 3 cases of", "fewer cancers (9 vs 12 cases, 4%)"."""
    before = [item.form for item in hit.tape.items[max(0, hit.first - 3) : hit.first]]
    told = "(" in before or before[-2:] in (["there", "was"], ["there", "were"])
    return told and hit.words("noun").lower() in {"case", "cases"}


def _people(hit: Hit, rule: str) -> Draft | None:
    people = "H" in {item.form for item in hit.items()} and not _of_disease(hit)
    made = draft(hit, rule, "people" if people else "count", ("count", "count"))
    return made._replace(unit=None) if made.whole("count") is not None else None


def _sized(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "people", ("count", "count"))
    return made._replace(unit=None) if made.whole("count") else None


def _rate(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "rate", ("value", "value"), ("per", "per"))
    written = hit.words("unit")
    return made._replace(unit=Unit("", written), statistic="rate")


def _rate_unit(hit: Hit, rule: str) -> Draft | None:
    """A value whose unit is one of rates: "per 100 patient-years"."""
    unit = _unit(hit)
    if unit is None or not unit.written.lower().startswith(("per ", "/")):
        return None
    return draft(hit, rule, "rate", ("value", "value"))._replace(statistic="rate")


def _yearly(hit: Hit, rule: str) -> Draft | None:
    """A value by the year: "0.27% per year"; of a unit that already is a rate it is none."""
    unit = _unit(hit)
    if unit is None or not unit.code or "/" in unit.code:
        return None
    written = hit.tape.text[hit.items()[1].start : hit.items()[-1].end]
    made = draft(hit, rule, "value", ("value", "value"))
    return made._replace(unit=Unit(f"{unit.code}/a", written))


def _pair(hit: Hit, rule: str) -> Draft | None:
    """Two numbers in brackets of their own behind another: limits, even where they do not hold it."""
    return draft(hit, rule, "range", ("lower", "lower"), ("upper", "upper"))


def _range(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "range", ("lower", "lower"), ("upper", "upper"))
    low, high = made.get("lower"), made.get("upper")
    return made if low is not None and high is not None and low < high else None


_EACH = r"(?:(?:person|patient|subject|participant|woman|child|bed)(?:-| )?(?:years?|months?|days?|weeks?|D)|population|H|E|live births|births)"
RULES = (
    Rule("fact.value-interval", "V", rf"{_V} \( C(?:(?: [;,])? P)? \){_U}", _value),
    Rule("fact.value-interval", "V", rf"{_V}(?: [,;]| with an?)? C{_U}", _value),
    Rule("fact.value-spread", "V", rf"{_V} ± (?P<spread>N)(?: [EH]|{_U})(?: \( (?:± )?{_ONE} \))?", _spread),
    Rule("fact.value-spread", "V", r"\( (?P<value>N) ± (?P<spread>N) \) [%UD]", _spread),
    Rule("fact.value-spread", "V", rf"{_V}(?: {_PLAIN})? \( ± (?P<spread>N){_U} \){_U}", _spread),
    Rule("fact.value-spread", "V", rf"{_V} (?:\(|,) (?:± )?{_ONE}(?: (?:of|was))?(?: [:,=])?(?: ±)? (?P<spread>N){_U}(?: \))?{_U}", _spread),
    Rule("fact.value-spread", "V", rf"{_V} of (?:{_PLAIN} ){{1,2}}\( {_ONE}(?: [:,=])? (?P<spread>N){_U} \)", _spread),
    Rule("fact.value-spread", "V", rf"{_V} ± {_ONE} (?P<spread>N){_U}", _spread),
    Rule("fact.value-limits", "V", rf"{_V} (?:\(|,|;) (?:{_TWO})(?: [:,=])?(?: (?:of|from|was))? {_LIMITS}(?: \))?{_U}", _limits),
    Rule("fact.value-limits", "V", rf"{_V} \( (?:{_TWO})(?: [:,=])?(?: (?:of|from|was))? (?:[^()x ]+ ){{0,3}}?x [^()]*\)", _value),
    Rule("fact.value-limits", "V", rf"{_V}(?: [,;])? \( {_LIMITS}(?: [,;] P)? \){_U}", _limits),
    Rule("fact.value-limits", "V", rf"{_V}(?: {_PLAIN}){{1,2}} \( {_LIMITS} \)", _limits),
    Rule("fact.value-limits", "V", rf"{_V} \( q1 (?:= |: |, )?(?P<lower>N){_U} [,;] q3 (?:= |: |, )?(?P<upper>N){_U} \)", _quartiles),
    Rule("fact.value-unit", "V", r"(?P<value>N)(?<=\( N) [UD] [,;] P(?= \))", _value),
    Rule("fact.value-listed", "V", r"(?P<value>N)(?<=\( N) [,;] P(?= \))", _tested),
    Rule("fact.value-limits", "V", rf"{_V} [,;:] (?P<lower>N){_U} (?:to|-|--) (?P<upper>N){_U}(?= (?:[);,.]|vs|versus) )", _limits_listed),
    Rule("fact.value-spread", "V", rf"{_V} \( (?P<spread>N)(?: [UD])? \){_U}", _bracket),
    Rule("fact.value-spread", "V", r"(?P<value>N) \( (?P<spread>N) \)(?: [UD]|(?= (?:and|to|vs|versus|,) N \( N \) [UD]))", _whole_spread),
    Rule("fact.value-spread", "V", r"(?P<value>N) [UD] \( (?P<spread>N) \)", _repeated_spread),
    Rule("fact.value-spread", "V", r"(?P<value>N) % \( (?P<spread>N) % \)", _of_shares),
    Rule("fact.value-unit", "V", rf"{_V} \( (?:% )?(?:cv|rsd|coefficients? of variation)(?: %)?(?: [:,=])? N(?: %)? \){_U}", _varied),
    Rule("fact.count-of-total", "Q", rf"(?P<count>N)(?: {_NEAR})? \( (?:out )?of (?P<total>N) \)", _out_of),
    Rule("fact.count-of-total", "Q", rf"(?P<count>N) {_OF} (?P<total>N)(?! U)(?: {_NOUN})?(?:(?: ,)? {_SHARE})?(?: (?:of the )?[HE])?", _count),
    Rule("fact.count-of-total", "Q", rf"(?P<count>N) {_OF} (?P<total>N)(?: {_NOUN})?(?: ,| ;|:| =) (?P<share>N) %", _count),
    Rule("fact.count-of-total", "Q", rf"(?P<count>N) in (?P<total>N) {_NEAR}", _count),
    Rule("fact.count-of-total", "Q", rf"(?P<share>N) % (?:\(|,|;)(?: n =| i\.e\. ,)? (?P<count>N) {_OF} (?P<total>N)(?: {_NOUN})?{_TAIL}(?: \))?", _count),
    Rule("fact.count-share", "Q", rf"(?P<share>N) % \((?: n =)? (?P<count>N)(?: {_NOUN})?(?: [,;] P)? \)", _count),
    Rule("fact.count-of-total", "Q", rf"(?P<count>N)(?: {_NEAR})? {_SHARE} (?:out )?of (?:the )?(?P<total>N)(?: {_NOUN.replace('noun', 'people')})?", _count),
    Rule("fact.count-of-total", "Q", rf"n = (?P<count>N) / (?P<total>N) {_SHARE}", _count),
    Rule("fact.count-share", "Q", rf"n = (?P<count>N) {_SHARE}", _count),
    Rule("fact.count-share", "Q", r"n = (?P<count>N) (?:,|;|:) (?P<share>N) %", _count),
    Rule("fact.count-share", "Q", rf"(?P<count>N)(?: {_NEAR})? \( x \)(?: H)?", _bounded),
    Rule("fact.count-share", "Q", rf"(?P<count>N)(?: {_NEAR})?(?: ,)? {_SHARE}(?: (?:of )?(?:the |all )?[HE])?", _count),
    Rule("fact.count-share", "Q", rf"(?P<count>N) (?P<noun>(?:{_PLAIN} )?{_MANY}) {_SHARE}", _count),
    Rule("fact.count-share", "Q", rf"(?P<count>N)(?: (?P<noun>(?:{_PLAIN} )?H))? , (?P<share>N) %(?= [),;])", _listed),
    Rule("fact.value-unit", "V", r"(?P<value>N) [%U] (?:/|per|a) (?:year|annum|yr|y)(?= )", _yearly),
    Rule("fact.share", "V", r"(?P<value>N) %(?: of (?:the |all )?H|(?: H)(?! \())?", _share),
    Rule("fact.range-alone", "x", rf"\( (?:{_TWO})(?: [:,=])?(?: from)? {_LIMITS} \)", _range),
    Rule("fact.spread-alone", "x", rf"(?:(?<=\( )|(?<=; )){_ONE}(?: [:,=])?(?: ±)? (?P<value>N){_U}(?! ±)", _value),
    Rule("fact.interval-alone", "x", r"(?<= N , )\( (?P<lower>N) (?:,|;|to|-) (?P<upper>N) \)", _pair),
    Rule("fact.quartile-alone", "x", r"q[1-3] (?:=|:|,|of|was) (?P<value>N)(?: [%UD])?", _value),
    Rule("fact.people", "S", rf"(?P<count>N) {_NOUN.replace('0,3', '0,5')}", _people),
    Rule("fact.sized", "S", r"n = (?P<count>N)(?! %)", _sized),
    Rule("fact.rate", "V", rf"(?P<value>N)(?: [EH])? (?P<unit>(?:(?:per|/) (?:(?P<per>N) )?{_EACH}|per (?P<many>N)(?: {_PLAIN})?))", _rate),
    Rule("fact.range", "R", rf"(?:ranging|ranged) (?:from|between) {_LIMITS}", _range),
    Rule("fact.range", "R", rf"(?P<lower>N){_U} (?:-|--) (?P<upper>N){_U}", _range),
    Rule("fact.rate", "V", r"(?P<value>N) U", _rate_unit),
    Rule("fact.value-unit", "W", r"(?P<value>N) [UD]", _value),
)  # fmt: skip

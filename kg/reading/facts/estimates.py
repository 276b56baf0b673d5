"""Estimates of effect by their names: ratios and differences with their intervals.

In: a tape on which P values and intervals are read. Out: rules for ``F``, an estimate.
"""

from kg.codes import Statistic
from kg.reading.facts.draft import Draft
from kg.reading.facts.record import Role
from kg.reading.facts.rules import Rule
from kg.reading.facts.values import OUTSIDE, draft
from kg.reading.tape import Hit, Item, Tape

# Each way opens with a letter where it can: Python passes over those that open with another at once.
_NAMES: tuple[tuple[str, Statistic], ...] = (
    (r"hazards? ratios?|subhazards? ratios?|hr|hrs|ahr|a-hr|hradj|shr|relative hazards?|adjusted hazards?|hrr|hrp", "hazardRatio"),
    (r"odds ratios?|odds-ratios?|odd ratios?|oddsratio", "oddsRatio"),
    (r"relative risks?(?! reduction)|risk ratios?|rr|rrs|arrs?|apr|pr|prevalence ratios?|relative rates?(?! differences?)", "riskRatio"),
    (r"rate ratios?|density ratios?|incidence (?:rate|density) ratios?|event (?:rate|density) ratios?|irr|irrs|airr|incidence ratios?", "rateRatio"),
    (r"geometric means?(?: \S+){0,2} ratios?|gmrs?|ratios? of (?:the )?(?:adjusted )?(?:geometric )?means", "ratioOfMeans"),
    (r"relative risk reductions?|rrr", "relativeRiskReduction"),
    (r"risk differences?|absolute risk differences?|absolute (?:risk )?reductions?|ard|absolute differences?", "riskDifference"),
    (r"standardi[sz]ed mean differences?|smd|smds|effect sizes?|cohen's d|hedges' g|hedges g", "standardizedMeanDifference"),
    (r"least[- ]squares? mean differences?|ls mean differences?", "leastSquaresMeanDifference"),
    (r"mean(?: \S+){0,3} differences?|(?:adjusted|weighted|estimated) mean(?: \S+){0,3} differences?|wmd|differences? (?:in|of|between)(?: the)? (?:adjusted )?means?|md(?! values?)", "meanDifference"),
    (r"median differences?", "medianDifference"),
    (r"(?:mean |adjusted |treatment |between-group |group |estimated |net )*(?:treatment |between-group )?differences?", "otherStatistic"),
)  # fmt: skip
_RATIOS = frozenset({"hazardRatio", "oddsRatio", "riskRatio", "rateRatio", "ratioOfMeans"})
_ONE = "|".join(pattern for pattern, code in _NAMES if code in _RATIOS)
_AGAINST = r"(?: (?:vs|versus)(?: \.)? {w})?"
_SHORT = r"(?: \( (?:hr|rr|oddsratio|irr|airr|md|smd|ahr|rd|arr|rrr|nnt|shr|es|mds|wmd|d|or)(?: [,;:])? ?x? ?\))?(?: \(? ?\(? ?(?:x|N %)(?: [;,][^()]*?)?(?: \))?)?"
_WORD = r"(?:(?!(?:was|were|vs|versus|x|appeared|seemed|driven|due)(?= ))[^\sA-Z,;:.()\[\]=]+|[HEx]|(?:vs|versus)(?: \.)?(?= [^\sN\d]+ )|\( [^()N]{1,70} \))"
_AND = r"(?: (?:was|were|of|is|are|be|=|:|,|estimated|at|(?<=were )approximately))*"
_NAMED = "|".join(pattern for pattern, code in _NAMES if code not in _RATIOS)
_ESTIMATE = (
    rf"(?:(?:{_ONE}){_SHORT}{_AGAINST}(?: {_WORD}){{0,14}}?{_AND}(?: \()?"
    rf"|(?:{_NAMED}){_SHORT}(?: {_WORD}){{0,14}}?{_AND} (?:was|were|of|is|=|:|,|\())"
)
_RATIO = rf"(?:{_ONE}){_SHORT}{_AGAINST}(?: {_WORD}){{0,14}}?{_AND}(?: \()?"
_NONE = frozenset({"no", "not", "any", "without", "nor", "neither"})
_REDUCTIONS = frozenset({"reduction", "reductions"})
_NEAR = 3
_OF_MODELS = frozenset({"β", "beta", "b", "coefficient", "coefficients", "slope", "difference"})
_U = r"(?: [%UD])?"
_BEHIND = r"(?:(?: [;,:]| with an?)? \(? ?C(?: [;,:]? ?P)?(?: \))?(?: [%UD])?)?"


def _named(hit: Hit) -> Statistic | None:
    """The statistic whose name stands in an estimate: the one that begins it."""
    for pattern, code in _NAMES:
        found = hit.tape.part(hit.first, hit.last).hit(pattern)
        if found is not None and not found.first:
            return code
    return None


def _estimate(hit: Hit, rule: str) -> Draft | None:
    made = draft(hit, rule, "effect", ("value", "value"), ("spread", "spread"))
    before = {item.form for item in hit.tape.items[max(0, hit.first - _NEAR) : hit.first]}
    before -= {"any"} if "cause" in before else set()  # "death from any cause (hazard ratio …)"
    statistic = _named(hit)
    negative = (made.get("value") or 0) < 0  # "2 hr-1" is a unit
    share = made.unit is not None and made.unit.code == "%"  # "RR 29%" is the rate of responders
    reduced = any(item.form in _REDUCTIONS for item in hit.items())  # "odds ratio reduction 29%"
    if statistic in _RATIOS and (negative or (share and not reduced)):
        return None
    if made.checks == (OUTSIDE,) or before & _NONE:
        return None
    return made._replace(statistic=statistic)


def _bracketed(hit: Hit, rule: str) -> Draft | None:
    """A ratio with its interval in brackets, unlabelled: "0.83 (0.56-1.24)"."""
    made = draft(
        hit, rule, "effect", ("value", "value"), ("ci-lower", "lower"), ("ci-upper", "upper")
    )
    low, value, high = made.get("ci-lower"), made.get("value"), made.get("ci-upper")
    if low is None or value is None or high is None or not low <= value <= high:
        return None
    return made._replace(statistic=_named(hit), checks=("estimate in interval",))


def _correlation(hit: Hit, rule: str) -> Draft | None:
    value = hit.value("N", "value").value
    if not -1 <= value <= 1:
        return None
    return draft(hit, rule, "effect", ("value", "value"))._replace(statistic="correlation")


_R = r"(?:r|rho|rs|correlation coefficients?)(?: \( (?:r|rho) \))?(?: (?:=|of|was|were|:))+"
_LIMITS = rf"\( (?P<lower>N){_U} (?:to|-|--|,|;) (?P<upper>N){_U}(?: [;,] P)? \)"
_GAIN = r"(?:relative |absolute |overall )?(?:reduction|improvement|increase|decrease|difference|lower|higher|greater|less|fewer)"
_FURTHER = r"(?:lower|higher|less|more|greater|fewer|shorter|longer|better|worse)"
_MEANS = r"(?:mean )?differences? (?:between|in|of) (?:the )?(?:{w} )?means?"
RULES = (
    Rule("fact.effect", "F", rf"{_MEANS} (?P<value>N){_U}(?:(?: [;,:])? \(? ?C(?: [;,:]? ?P)?(?: \))?)", _estimate),
    Rule("fact.effect", "F", rf"(?P<value>N) % {_GAIN}(?: (?:in|of|risk|odds|hazard)(?: {_WORD}){{0,5}}?)?(?: [;,])? \(? ?C(?: [;,:]? ?P)?(?: \))?", _estimate),
    Rule("fact.effect", "F", rf"(?P<value>N) U {_FURTHER}(?: [;,])? \(? ?C(?: [;,:]? ?P)?(?: \))?", _estimate),
    Rule("fact.effect", "F", rf"(?P<value>N) [%U] {_FURTHER} {_LIMITS}", _bracketed),
    Rule("fact.correlation", "F", rf"{_R} (?P<value>N)", _correlation),
    Rule("fact.effect", "F", rf"{_ESTIMATE} (?P<value>N){_U}(?! (?:/|of|out of) N){_BEHIND}", _estimate),
    Rule("fact.effect", "F", rf"{_ESTIMATE} (?P<value>N){_U} ± (?P<spread>N){_U}", _estimate),
    Rule("fact.effect", "F", rf"{_RATIO} (?P<value>N)(?: [,;])? {_LIMITS}", _bracketed),
    Rule("fact.effect", "F", rf"{_RATIO} (?P<value>N) [;,] (?P<lower>N) (?:to|-|--) (?P<upper>N)(?= (?:[);,.]))", _bracketed),
    Rule("fact.effect", "F", rf"{_ESTIMATE} (?P<value>N){_U}(?: [,;])? {_LIMITS}{_U}", _bracketed),
    Rule("fact.effect", "F", rf"(?<=\( )(?:{_NAMED}){_SHORT}(?: {{w}}){{0,3}}? (?P<value>N){_U} [;,] P", _estimate),
    Rule("fact.effect", "F", rf"(?:(?<=\( )|(?<=; ))(?:{_NAMED}){_SHORT}(?: {{w}}){{0,3}}? (?P<value>N){_U}(?: [;,:])? \(? ?C(?: [;,:]? ?P)?(?: \))?", _estimate),
    Rule("fact.effect", "F", rf"(?:(?<=\( )|(?<=; ))(?:{_NAMED}){_SHORT}(?: {{w}}){{0,3}}? (?P<value>N){_U} {_LIMITS}", _bracketed),
)  # fmt: skip


def carried(tape: Tape) -> Tape:
    """The tape on which what follows a ratio in its sentence, with an interval, is such a ratio too.

    "odds ratios were 0.89 (0.85-0.93) in one and 0.81 (0.77-0.85) in another"
    """
    if " F " not in tape.line:
        return tape
    items: list[Item] = []
    statistic: Statistic | None = None
    for item in tape.items:
        same = None
        if item.form == "F":
            draft: Draft = item.value
            statistic = draft.statistic if draft.statistic in _RATIOS else None
        elif item.form in _OF_MODELS:
            statistic = None
        elif item.form == "V" and statistic is not None:
            same = _same(item.value, statistic)
        elif item.form in {"N", "V"} and (last := _listed_behind(items)):
            same = _further(item, last)
        items.append(item._replace(form="F", value=same) if same else item)
    return Tape(tape.text, tuple(items))


def _listed_behind(items: list[Item]) -> Draft | None:
    """The correlation that the next item would stand behind in a list, if it does."""
    before = items[-2:]
    if [i.form for i in before] not in (["F", ","], ["F", "and"], ["F", ";"]):
        return None
    draft: Draft = before[0].value
    return draft if draft.statistic == "correlation" else None


def _further(item: Item, last: Draft) -> Draft | None:
    """A bare number as one more correlation of a list: "r = 0.4, 0.6"."""
    if item.form == "V" and (item.value.unit or len(item.value.figures) > 1):
        return None
    item = item.value.figures[0][1] if item.form == "V" else item
    value, exact = item.value.value, "." in item.value.written
    return (
        last._replace(figures=(("value", item),), inner=()) if exact and -1 <= value <= 1 else None
    )


def _same(draft: Draft, statistic: Statistic) -> Draft | None:
    """A value without a unit, between limits above nought, as another ratio of a kind."""
    roles: dict[Role, Role] = {"lower": "ci-lower", "upper": "ci-upper"}
    figures = tuple((roles.get(role, role), item) for role, item in draft.figures)
    made = draft._replace(kind="effect", rule="fact.effect", figures=figures, statistic=statistic)
    low = made.get("ci-lower")
    return (
        made
        if draft.unit is None and draft.spread is None and low is not None and low >= 0
        else None
    )

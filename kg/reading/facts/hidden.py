"""Numbers that are no results, hidden from the grammar of facts.

In: a settled tape. Out: the tape on which thresholds, times, doses, labels of groups, dates,
statistics of tests and ratios of allocation stand as ``x``.
"""

import re
from decimal import Decimal

from kg.reading.facts.further import exact
from kg.reading.facts.strengths import may_name
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit, Item, Tape

_LIST = r"N(?: (?:,|, and|and|or|to|-|--|/|through|,? & |&) N)*"
# A number that begins a word: "25-hydroxyvitamin", "7-item".
_COMPOUND = r"N(?= - (?!(?:points?|folds?|letters?|lines?|percent|percentage|times|and|to|or|vs|versus)(?: |-))[a-z]\S+)"
_LABEL = (
    r"(?:group|arm|phase|grade|stage|type|class|visit|table|figure|step|cycle|part|study|trial|experiment|period|week|day"
    r"|month|year|hour|cohort|question|no|no \.|version|course|session|sequence|quartile|tertile|category|level|factor|center)"
)
_LABELS = (
    r"(?:groups|arms|phases|grades|stages|types|classes|visits|tables|figures|steps|cycles|parts|studies|trials|experiments"
    r"|periods|weeks|days|months|years|hours|cohorts|questions|nos|courses|sessions|quartiles|tertiles|categories)"
)
_NO_LABEL = r"(?! (?:[%UDHE]|±|of|\( (?:(?:± )?N|(?:sd|se|sem|iqr|range) )|\( [HE]|: N [%D]))"
_UNITS = r"(?: [%UDd])?"
_BEFORE = (
    r"(?:at|after|within|during|over|for|every|until|till|through|between|following|beyond|before|first|last|next"
    r"|past|previous|initial|additional|further|another|each|per|lasting|(?<!mean )(?<!median )aged?)"
)
_FILL = r"(?: (?:the|a|an|about|approximately|first|last|next|initial|additional|further|of|period|follow-up|duration|total|up|to|postoperative|only|another|least|at)){0,6}?"
_OVER = (
    r"(?:at least|at most|more than|less than|fewer than|greater than|higher than|lower than|up to|no more than"
    r"|not more than|no less than|above|below|over|under|exceeding|older than|younger than|equal to|a maximum of"
    r"|a minimum of|cut-off (?:of|value of)|threshold of|target of|goal of)"
)
_AFTER_TIME = (
    r"(?:after (?:{w} ){0,3}?(?:treatment|therapy|surgery|randomization|operation|injection|administration|baseline|dosing|infusion|intervention|discharge|birth|delivery)"
    r"|after|post\S*|before|prior|later|ago|old|apart|following|of (?:treatment|therapy|follow-up|age|intervention|study|exposure|training))"
)
_MONTHS = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december|jan|feb|mar|apr|jun|jul"
    r"|aug|sept?|oct|nov|dec)"
)
# What a strength is the strength of; local anaesthetics by the stem that their names end in.
_MATTER = (
    r"solution|cream|gel|ointment|H drops|ophthalmic|saline|nitrous|lotion|foam|shampoo|hydrochloride|maleate|\S*caine|alcohol|oxygen|suspension"
    r"|dextrose|glucose"
)
_DOSING = (
    r"(?:daily|per(?! (?:year|annum|yr|y|H|E|procedure) )|once|twice|thrice|every|each(?! [),;.])|bid|tid|qd|od|bd|b\.i\.d\.|t\.i\.d\.|q\.d\.|iv|po|i\.v\.|p\.o\.|orally|intravenous\w*|subcutaneous\w*"
    r"|intramuscular\w*|weekly|monthly|(?:N|three|four|six) times (?:daily|weekly|a|per)|doses?|dosage|arms?|groups?|tablets?|capsules?|bolus|infusion|a day|a week|qid|hs|nightly"
    rf"|concentrations?|{_MATTER})"
)
_GAINS = r"reductions?|decreases?|improvements?|increases?|response|loss|relief|decline"
_ONE_OF = (
    r"N (?:of|out of) (?:the )?(?:following )?N (?:(?!H ){w} ){0,3}?(?:groups?|arms?|treatments?|regimens?|conditions?|interventions?"
    r"|sequences?|programs?|methods?|strategies|schedules?|protocols?|drugs?|medications|models|studies)"
)
_TESTS = r"(?:ks|χ\S*(?: N)?|t(?:\(\d{1,2}\))?|f|z|x2|χ2|chi-square|chi-squared|chi2|r2|df|i2|h|u|kappa|κ|alpha|α|cronbach's alpha|d'|q)"
_HIDING = Rulebook(
    (pattern, None)
    for pattern in (
        _COMPOUND,
        rf"(?:grades?|stages?|types?|class|classes) {_LIST}(?! (?:%|±|of))",
        rf"{_LABEL} N(?: (?:-|--|to|or|/|through) N)?{_NO_LABEL}",
        rf"{_LABELS} {_LIST}{_NO_LABEL}",
        rf"{_BEFORE}{_FILL} {_LIST} [Dd](?! (?:vs|versus|±|C))",
        rf"baseline (?:and|to|until|till|through|-|vs) (?:(?:the|after|at) )?{_LIST} [Dd](?! (?:±|C))",
        rf"{_LIST} d|N - (?:and|or|to|,) N d",
        r"N D(?= \( N(?: [%UD])? (?:vs|versus|v|and|±) )",
        r"between N(?: [%UD])? and N(?: [%UD])?(?! ±)",
        rf"N D(?:(?: (?:,|and|or|, and))? N D)* {_AFTER_TIME}",
        rf"N{_UNITS} or (?:more|greater|less|higher|lower|above|over|below|fewer|older|younger|longer|shorter|better|worse)",
        r"(?:follow-up|observation|treatment|study|washout|run-in)(?: (?:period|time|duration|length|interval))? (?:of|:|,) N D(?: \( [^()]* \))?",
        r"(?:period|interval|duration) of N D",
        r"target (?:(?!(?:was|were|is|reached|achieved|attained|met|in|by) ){w} ){0,3}?(?:of )?N(?: [%U])?",
        rf"(?:<=|>=|<|>)(?: (?:or )?(?:=|equal to))? N{_UNITS}",
        rf"(?:= or )?(?:<|>) N{_UNITS}",
        rf"{_OVER}(?: an?)? N{_UNITS}(?: (?:and|or|to|-) N{_UNITS})?",
        rf"{_MONTHS} N|N {_MONTHS}",
        rf"{_TESTS}(?: \( N(?: , N)? \))? (?:=|of|:) N",
        r"N(?: : N)? (?:am|pm|a\.m\.|p\.m\.|o'clock|noon)",
        r"N(?: : N)+",
        rf"(?:doses?|dosages?|dosed)(?: (?:of|at|from)){{0,2}} {_LIST}(?: U)?",
        rf"N(?<!± N) U(?: (?!(?:in|for|among|with|and|or|than|vs|versus) )(?:{{w}} )?{_DOSING})",
        rf"N %(?: (?:and|or|versus|vs|,) N %)* (?!(?:arm|group) (?:N|[a-d]|i{{1,3}}|iv) ){_DOSING}",
        rf"N % (?:(?!(?:and|or|in|of|for|with|than|on|to|but|versus|vs) ){{w}} )?(?:{_MATTER}|extracts?|power|level|confidence|significance|probability of)",
        r"(?:power|probability|alpha|level|significance level|concentrations?|margin) of N(?: %)?",
        r"(?:scale|rated|graded)(?: \(| of| from)? N (?:to|-|--) N(?! %)",
        r"(?:odds of|factor of|ratio of) N : N",
        r"p N",
        r"N(?<!± N)(?: [%UDd])? \?(?: (?:\S+ )?N(?: [%UDd])?)?",
        r"(?:on|with|of|using) (?:a|an|the) (?:{w} )?(?:range|scale) (?:from |of |between )?N (?:to|-|--|and) N",
        r"(?:different|differ|differed) from N %",
        r"(?:standard|historical|reference|null|threshold|predefined|prespecified|pre-specified|defined|assumed|expected) (?:{w} )?(?:rate|level|value|proportion) of N %",
        r"N(?:(?<= a N)|(?<= an N)) %(?=(?: {w}){0,2}? (?:reduction|decrease|lowering|fall|increase|improvement|drop)(?: {w}){0,5}? (?:obtained|achieved|reached|attained|observed|seen) (?:in|by|for) N (?:H )?\( N %)",
        r"in N D",
        r"N % (?:ci|cis|c\.i\.|confidence intervals?|confidence limits?|confidence|credible intervals?|cri)",
        r"per N (?:%|U|D|sd|s\.d\.|standard|units?|points?|increments?|doubling|increase|decrease)",
        rf"(?:(?:H|who) (?:achieving|with|reaching|attaining)|who (?:achieved|had|reached|attained)|those with) (?:an? )?N % (?:{{w}} ){{0,2}}?(?:{_GAINS})",
        _ONE_OF,
        r"N (?:-|--|to) N(?: -)?(?: point)? (?:{w} ){0,3}?scales?",
        r"doi (?:: )?N(?: / N(?: - N)*)?",
        r"(?:auc|gir)\S*(?: {w}){0,2}? \( N (?:-|--|to) N(?: [UDh])? \)",
        r"N(?: (?:,|, and|and|or|to|-|--) N)* (?:\( )?(?:th|st|nd|rd)(?= )",
        r"from N D (?:to|until) N D (?:after|before|following|post\S*)",
        r"(?:nct|isrctn|registration|identifier|number)(?: [:)]){1,2} N",
    )
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST, _PAIR, _PLACES, _SMALLEST = 6, 2, 3, Decimal("0.1")
_AMOUNTS, _AHEAD = frozenset({"level", "concentration", "concentrations"}), 6
_CENTRAL = frozenset({"mean", "median", "average", "geometric"})
_OUT_OF = frozenset({"of", "out"})
_GROUPS = frozenset({"group", "arm", "study", "trial", "cohort"})


def hide(tape: Tape) -> Tape:
    """The tape without the numbers that are no results.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.facts.settle import settle
    >>> hide(settle(atoms("At weeks 4 and 8 in 1999 it was 5 kg in group 2"), commas=False)).line
    ' at x in x it was N U in x '
    """
    if " N " not in tape.line:
        return tape
    tape = tape.folded(_HIDING.leftmost(tape), _hidden)
    tape = tape.fold(r"N %(?! (?:±|\(|C))", _weak) if " % " in tape.line else tape
    return tape.fold(r"N(?! (?:[%UDHE±]|\( N))", _year)


def _hidden(hit: Hit) -> Item | None:
    """What a rule hides; the words before it stay where they are of no matter."""
    items = hit.items()
    behind = hit.tape.items[hit.last : hit.last + _PAIR]
    if len(items) == 1 and behind and behind[0].form == "-":
        return _begun((*items, *behind))
    number = items[1] if len(items) == _PAIR else items[0]
    if number.form == "N" and items[0].form in _GROUPS and "." in number.value.written:
        return None  # "in the control group 23.3": no group has such a number
    if any(item.form == "U" and item.start == item.end for item in items):
        return None  # a sum of money is no dose
    if items[0].form == "N" and items[1].form in _OUT_OF and items[0].value.value != 1:
        return None  # "three of 15 groups"; "one of two groups" is any
    ahead = {item.form for item in hit.tape.items[max(0, hit.first - _AHEAD) : hit.first]}
    if items[0].form in _AMOUNTS and ahead & _CENTRAL:
        return None  # "had a mean level of 4.2"
    return Item("x", items[0].start, items[-1].end)


def _begun(items: tuple[Item, ...]) -> Item | None:
    """The whole number that a word begins with, where no space parts them."""
    number, dash, word = items
    joined = number.end == dash.start and dash.end == word.start
    return number._replace(form="x") if joined and not exact(number) else None


def _weak(hit: Hit) -> Item | None:
    """A percentage that is too small and too exact for a share: "latanex 0.005%"."""
    item = hit.items()[0]
    places = item.value.written.replace("·", ".").partition(".")[2]
    small = abs(item.value.value) < _SMALLEST and len(places) >= _PLACES
    before = hit.tape.items[hit.first - 1].form if hit.first else ""
    return item._replace(form="x") if small and may_name(before) else None


def _year(hit: Hit) -> Item | None:
    """A year, or a number too long to be a result."""
    item = hit.items()[0]
    written = item.value.written
    if _YEAR.fullmatch(written) or (written.isdigit() and len(written) > _LONGEST):
        return item._replace(form="x")
    return None

"""P values and intervals of confidence, in all spellings.

In: a settled tape. Out: the tape on which a P value stands as ``P`` and a labelled interval as
``C``; the levels below which a report calls a difference significant are no results.
"""

from decimal import Decimal

from kg.codes import PRelation
from kg.reading.facts.draft import Draft
from kg.reading.tape import Hit, Item, Tape
from kg.records import PValue

_REL = (
    r"(?P<rel><=|>=|<(?: (?:or )?(?:=|equal to))?|>(?: (?:or )?(?:=|equal to))?|= <|= >|=|: =|: <|: >|:|less than or equal to"
    r"|greater than or equal to|less than|greater than|of less than|of more than|of|was|is|were)"
)
_NAME = r"(?:all |both |each )?(?:p|ps|p's|p-values?|pvalue|p value|p values)(?: -)?(?: values?)?(?: (?:was|were|is|are))?"
_OF = r"(?: \( (?:{w} ?){1,3} \)| for (?:{w} ){0,3}?{w}| trend| interaction| (?:versus|vs|against|compared with) (?:{w} ){0,3}?{w})?"
_LEVELS = (
    r"(?:consider\w*|regarded|deemed|denot\w+|(?:was|were|is|are|be|we) (?:set|taken|used|accepted|defined|chosen|adopted)) (?:{w} ){0,6}?signific\w*"
    r"|N (?:{w} ){0,2}?indicat\w+ (?:{w} ){0,3}?signific\w*"
    r"|signific\w* (?:{w} ){0,5}?(?:set|accepted|defined|chosen|considered|adopted|established)"
    r"|level of (?:statistical )?signific\w*|significance (?:levels?|threshold)|threshold (?:of|for) (?:{w} ){0,2}?significance"
    r"|considered (?:to be )?(?:statistically )?(?:different|signific\w*)|significance at (?:(?:the|a|an) )?(?:p|alpha|N)|(?<= p (?:<|=|>) N) level"
)
_RELATIONS: dict[str, PRelation] = {
    "<": "<", ">": ">", "=": "=", "<=": "≤", ">=": "≥", "less than": "<", "greater than": ">",
    "of less than": "<", "of more than": ">", "= <": "<", "= >": ">", ": <": "<", ": >": ">",
}  # fmt: skip
_TO = r"(?:to|-|--|,|;|and|/|through)"
_CI = (
    r"(?:(?P<level>N) % (?:- )?(?:\( )?(?:bayesian |bootstrap |asymptotic |exact )?(?P<name>ci|cis|ic|c\.i\.|c\.i|cl|c\.l\.|cri|cr\.i\.|confidence intervals?|confidence limits?"
    r"|confidence bounds?|confidence ranges?|credible intervals?|credibility intervals?|uncertainty intervals?|ui)|(?:ci|c\.i\.|ci95(?: %)?|confidence intervals?|confidence limits?)(?: \(? ?(?P<level2>N) %(?: \))?)?)"
    r"(?: \( (?:N % )?(?:ci|cis|c\.i\.|cri|cl) \))?(?: \))?(?: for (?:the )?(?:difference|{w}))?"
    r"(?: (?:[:,=;]|of|was|were|is|from|ranging from|ranged from|between|--?(?= N)))*"
)
_BOUNDS = r"(?P<bounds>N(?: [%UD])? (?:to|-|--|,|;|and|/|through|- -) N(?: [%UD])?)"
_INTERVALS = (
    rf"\( (?!ci \)){_CI}(?: \()? {_BOUNDS} \)(?! \))",
    rf"{_CI}(?: \()? {_BOUNDS}",
)
_LEAST_LEVEL, _MOST_LEVEL = 50, 100


def read_tests(tape: Tape) -> Tape:
    """The tape with P values and labelled intervals read.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.facts.settle import settle
    >>> read_tests(settle(atoms("it was 4 (95% CI 2-6; P < or = .05)"), commas=False)).line
    ' it was N ( C ; P ) '
    """
    if " N " in tape.line and rule_words(tape):
        tape = tape.fold(_MEMBER, _slashed)
        threshold = tape.hit(_LEVELS) is not None
        tape = tape.fold(_P, lambda hit: _probability(hit, threshold=threshold))
        tape = tape if threshold else _by_test(tape)
        further = tape.fold(_FURTHER, _further)
        tape = further if further is tape else further.fold(_FURTHER, _further)
        for pattern in _INTERVALS:
            tape = tape.fold(pattern, _interval)
    return tape.fold(_NS, _not_significant)


def rule_words(tape: Tape) -> bool:
    """Whether a tape has a word that opens a P value or an interval."""
    line = tape.line
    return any(
        word in line
        for word in (
            " p",
            " ci ",
            " c.i",
            " confidence ",
            " cl ",
            " cri ",
            " cred",
            " ci95 ",
            " cis ",
            " uncertainty ",
        )
    )


_HEADED = r"\( (?:p values?|p-values?) "
_VALUES = frozenset({"value", "values", "p-value", "p-values"})
# What stands before a number is looked for behind it: a rule that opens with a letter is found fast.
_MEMBER = r"N(?<= [<>=] N) / N"
_P = rf"{_NAME}{_OF} {_REL} (?P<n>N)(?! (?:[%UD]|\( -? ?N \)|x N))"
_FURTHER = (
    r"N(?:(?<=P , N)|(?<=P and N)|(?<=P or N)|(?<=P / N)|(?<=P , and N))"
    r"(?= (?:,|and|or|\)|;|\.|respectively|/))"
)
_NONE = r"(?:ns|n\.s\.|not significant|non-significant|nonsignificant)"
_NS = rf"(?:(?<=\( )|(?<=, )|(?<=; ))(?:p (?:=|:) )?{_NONE}(?= [),;.])|p (?:=|:)? ?{_NONE}"


def _slashed(hit: Hit) -> Item | None:
    """A decimal point that has become a slash: "0/05"."""
    first, slash, second = hit.items()
    if first.value.written != "0" or first.end != slash.start or slash.end != second.start:
        return None
    digits = second.value.written
    written = hit.tape.text[first.start : second.end]
    if not digits.isdigit():
        return None
    read = first.value._replace(value=Decimal(f"0.{digits}"), written=written)
    return Item("N", first.start, second.end, read)


def _probability(hit: Hit, *, threshold: bool) -> Item | None:
    items = hit.items()
    number = hit.items("n")[0]
    value = number.value.value
    if not 0 <= value <= 1:
        return None
    if threshold:
        return Item("x", items[0].start, items[-1].end)
    said = " ".join(item.form for item in hit.items("rel"))
    if "equal" in said or said.endswith("or ="):
        said = "<=" if said[0] in "<l" else ">="
    p = PValue(value=value, relation=_RELATIONS.get(said, "="), reported=number.value.written)
    return Item("P", items[0].start, items[-1].end, Draft("p", "fact.p", (("p", number),), p=p))


def _by_test(tape: Tape) -> Tape:
    """The tape with the P values of a bracket that gives several: "(P values: pain = 0.01, sleep = 0.2)"."""
    if not tape.hit(_HEADED):
        return tape
    items, headed = list(tape.items), False
    for place, item in enumerate(items):
        before = [each.form for each in items[max(0, place - 3) : place]]
        if item.form in {"(", ")"}:
            headed = False
        headed = headed or (item.form in _VALUES and before[-1:] in (["p"], ["("]))
        if (
            headed
            and item.form == "N"
            and before[-1:] in (["="], ["<"])
            and 0 <= item.value.value <= 1
        ):
            relation = _RELATIONS[before[-1]]
            told = PValue(value=item.value.value, relation=relation, reported=item.value.written)
            items[place] = item._replace(
                form="P", value=Draft("p", "fact.p", (("p", item),), p=told)
            )
    return Tape(tape.text, tuple(items))


def _further(hit: Hit) -> Item | None:
    """A P value in a list behind another: "P = 0.5 and 0.89"."""
    item = next(each for each in hit.items() if each.form == "N")
    number = item.value
    if not 0 <= number.value <= 1 or number.value == number.value.to_integral_value():
        return None
    p = PValue(value=number.value, relation="=", reported=number.written)
    return Item("P", item.start, item.end, Draft("p", "fact.p", (("p", item),), p=p))


def _not_significant(hit: Hit) -> Item:
    items = hit.items()
    return Item("P", items[0].start, items[-1].end, Draft("p", "fact.p", ()))


def _interval(hit: Hit) -> Item | None:
    low, high = (item for item in hit.items("bounds") if item.form == "N")
    levels = (item for name in ("level", "level2") if hit.has(name) for item in hit.items(name))
    level = next((item.value.value for item in levels if item.form == "N"), None)
    unit = next((item for item in hit.items("bounds") if item.form in {"%", "U", "D"}), None)
    fits = level is None or _LEAST_LEVEL < level < _MOST_LEVEL
    if not fits or low.value.value > high.value.value:
        return None
    items = hit.items()
    draft = Draft(
        "interval", "fact.interval", (("ci-lower", low), ("ci-upper", high)),
        unit=unit.value if unit else None, level=level,
    )  # fmt: skip
    return Item("C", items[0].start, items[-1].end, draft)

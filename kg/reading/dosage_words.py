"""The words of dosage: times a day, rhythms, rates, lengths, cycles, and what may stand among them.

In: nothing. Out: rules that match at the beginning of a line of forms, each up to the end of an item,
with what they mean. Spellings of clinical prescriptions stand here and nowhere else.
"""

import re

from kg.codes import DoseBasis, Route
from kg.reading.routes import ROUTES as _ROUTES


def _rule(pattern: str, behind: str = "") -> re.Pattern[str]:
    """A rule that ends where an item does."""
    return re.compile(rf"(?:{pattern})(?= ){behind}")


_DAY = r"(?:daily|a day|per day|each day|every day|/ day|/ d)"
_WEEK = r"(?:weekly|a week|per week|each week|every week|/ week|/ wk)"
_NIGHT = r"(?:nightly|at night|at bedtime|in the (?:morning|evening)|(?:each|every|per) (?:night|evening|morning))"
_TIMES_A_DAY: tuple[tuple[str, int], ...] = (
    (rf"once {_DAY}|once-daily|once-a-day|qd|q\.d\.|od|o\.d\.|once {_NIGHT}|nightly|(?:each|every) (?:night|evening|morning)", 1),
    (rf"(?:twice|two-times) {_DAY}|twice-daily|twice-a-day|two-times-daily|bid|bd|b\.d\.|b\.i\.d\.|b\.i\. d|q12h", 2),
    (rf"thrice {_DAY}|thrice-daily|three-times-daily|three-times-a-day|tid|tds|t\.i\.d\.|t\.i\. d|t\.d\.s\.|q8h", 3),
    (r"four-times-daily|qid|qds|q\.i\.d\.|q\.i\. d|q6h", 4),
)  # fmt: skip
_COUNTED = rf"V (?:times|x) {_DAY}|V times/day|V x/day"
_DIVIDED = r"(?:in|as) V (?:equal |equally )?divided doses|divided into V(?: equal)? doses"
_TIMES_A_WEEK: tuple[tuple[str, int], ...] = (
    (rf"(?:twice|two-times) {_WEEK}|twice-weekly", 2),
    (rf"thrice {_WEEK}|thrice-weekly|three-times-weekly|three-times-a-week", 3),
)
_COUNTED_AWEEK = rf"V times {_WEEK}|(?:on |for )?D {_WEEK}|(?:on |for )?V days {_WEEK}"
_RHYTHMS: tuple[tuple[str, str, str], ...] = (
    (r"once-weekly|once weekly|weekly|once (?:a|per|each|every) week|every week|each week|q1w|qw|in weekly intervals|at weekly intervals", "1", "wk"),
    (r"once-monthly|once monthly|monthly|once (?:a|per|each|every) month|every month|each month|q1m|at monthly intervals", "1", "mo"),
    (r"every other day|every second day|(?:on )?alternate days|(?:on )?alternating days|alternate-day|q\.?o\.?d\.?", "2", "d"),
    (r"every other week|every second week|fortnightly|every fortnight|two-weekly|q2w", "2", "wk"),
    (r"q3w|three-weekly", "3", "wk"),
    (r"q4w|four-weekly", "4", "wk"),
    (r"q21d", "21", "d"), (r"q28d", "28", "d"), (r"q14d", "14", "d"),
    (r"once yearly|once-yearly|yearly|annually|once (?:a|per|every) year|every year", "1", "a"),
    (r"quarterly", "3", "mo"),
)  # fmt: skip
_EVERY = r"(?:once )?(?:every|each) D|(?:at|in) D intervals|at intervals of D|(?:repeated )?every D"
_PER: tuple[tuple[str, DoseBasis], ...] = (
    (_DAY, "perDay"),
    (r"(?:per week|a week|/ week|/ wk)", "perWeek"),
    (r"(?:per|/|each) cycle", "perCycle"),
    (r"(?:per|/) (?:dose|administration|injection|infusion|application)|(?:each|every|per|a) time|as a single dose|single dose|once only", "perAdministration"),
)  # fmt: skip
_LENGTH = r"(?:for|over|during) (?:a total of |a further |a period of |the first |another |about |approximately |up to a total of |the |a )*D(?: period)?(?! (?:, )?(?:then )?(?:every|each|of|prior|before|after|followed|off|on|out|in each|in every|per)\b)(?! ,? ?every)"
_COURSE = r"D(?: ')?(?: (?:course|treatment|therapy|period|regimen) (?:of|with)| of)"
_CYCLES = r"(?:for |x )(?:a total of )?V (?:(?!and |or )[^\sA-Z,;:.()]+ )?(?:cycles|courses|rounds)|V (?:cycles|courses)(?= of)"
_DOSE = r"V(?:(?: (?:, )?(?:or|and|to|-|versus|vs)| ,) V)*(?: (?:/|in|of body weight|of body-weight|body weight|bodyweight|per \S+ of body weight)(?= |$)(?! (?:\d|[a-z])))?"
_TITRATED = r"(?:up-titrated|uptitrated|titrated|escalated|increased|escalating|increasing|titrating|adjusted)(?: up| upward| upwards| gradually)?(?: (?:from|in steps from|to(?: an?| the)?(?: (?:maximum|maximal|max|target|final|maintenance|total))?(?: (?:dose|dosage|daily dose))?(?: of)?))?"
_NEXT = (
    r"(?:, |; )?(?:and )?(?:then|followed by|thereafter|subsequently)?(?: ,)?(?: (?:at|with))?"
    r"(?: ?(?P<up>(?:force-|up-)?titrated|uptitrated|escalated|increased|increasing|rising|titrating|escalating)(?: up| weekly| gradually| as tolerated)?(?: ,)?(?: to)?(?: an?| the)?(?: (?:maximum|maximal|max|target|maintenance|final|total)(?: [^\sA-Z,;:.()\[\]]+)?(?: of)?)?)?"
)
_PHRASE = r"(?:at|in|with|using) (?:an? |the |fixed |total |daily |oral |single |standard |maximum |intravenous )*(?:(?P<s>starting|initial|loading) )?(?:oral )?(?:doses?|dosages?|dosing|rate|concentration|strength)s?(?: levels?)?(?: of)?|(?P<t>starting|beginning|initial|initially|started)(?: at| with)?(?: (?:a|the|an))?(?: (?:dose|dosage)s?(?: of)?)?"
FILLER = re.compile(
    r"(?:given|administered|taken|injected|instilled|applied|infused|delivered|received|prescribed|dosed|dose|doses|dosage|dosing"
    r"|as|at|a|an|the|by|total|single|fixed|tablets?|capsules?|pills?|sachets?|cream|gel|ointment|lotion|solution|suspension|drops?|eyedrops"
    r"|eye|eyes|injections?|infusions?|bolus|formulation|preparation|extended-release|sustained-release|immediate-release"
    r"|extended|release|in|each|both|either|hydrochloride|sodium|maleate|monotherapy|therapy|treatment|alone|orally|bedtime|night|daily"
    r"|breakfast|dinner|meals?|food|before|after|with|morning|evening|noon|lunch|once|simultaneously|powder|inhaler|syrup|spray|,|and"
    r"|slow|slowly|rapid|bolus|course|initially|starting|beginning|approximately|about|per|os) "
)  # fmt: skip
_WAS_GIVEN = r"(?:group |arm |groups |therapy |treatment )?(?:was|were|is|are)(?: (?!not )[^\sA-Z,;:.()]+)? (?:given|administered|taken|injected|instilled|applied|infused|delivered|prescribed|dosed|initiated|started)(?= )|(?:was|were)(?: (?:gradually|then|slowly))?(?= (?:up-|force-)?(?:titrated|escalated))"

# "every other day versus daily": who got which is said elsewhere.
_NO_CHOICE = (
    r"(?! (?:or|versus|vs|v|compared with|compared to|against) (?:once|twice|thrice|three|four|V|D|daily|weekly"
    r"|fortnightly|monthly|every|on alternate|alternate) )"
)
TIMES = tuple((_rule(pattern, _NO_CHOICE), count) for pattern, count in _TIMES_A_DAY)
COUNTED = _rule(rf"{_COUNTED}|{_DIVIDED}", _NO_CHOICE)
A_WEEK = tuple((_rule(pattern, _NO_CHOICE), count) for pattern, count in _TIMES_A_WEEK)
COUNTED_A_WEEK = _rule(_COUNTED_AWEEK)
RHYTHMS = tuple((_rule(pattern, _NO_CHOICE), int(value), code) for pattern, value, code in _RHYTHMS)
EVERY = _rule(_EVERY, _NO_CHOICE)
WEEKLY = _rule("V - weekly")
RATES = tuple((_rule(pattern), basis) for pattern, basis in _PER)
ROUTES: tuple[tuple[re.Pattern[str], Route], ...] = tuple(
    (_rule(pattern), route) for pattern, route in _ROUTES
)
LENGTH, COURSE, CYCLES = _rule(_LENGTH), _rule(_COURSE), _rule(_CYCLES)
DOSES = _rule(_DOSE)
TITRATED = re.compile(_TITRATED + " (?=[VB] )")
NEXT = re.compile(_NEXT + r" ?(?=[VB] )")
PHRASE, WAS_GIVEN = _rule(_PHRASE), _rule(_WAS_GIVEN)
ON_DAYS = _rule(r"on T(?: (?:and|,|to|-) (?:T|V))*")
# What all of these open with: one look tells that none of them fits, where most words are none.
OPENERS = re.compile(
    "|".join(
        f"(?:{rule.pattern})"
        for rule in (
            *(rule for rules in (ROUTES, TIMES, A_WEEK, RHYTHMS, RATES) for rule, *_ in rules),
            TITRATED, NEXT, CYCLES, COUNTED, COUNTED_A_WEEK, EVERY, WEEKLY, LENGTH, COURSE, DOSES, re.compile("B "),
        )
    )
)  # fmt: skip
# What some word of every run of dosage is; the words of another run may be among them.
_SPELLED = [pattern for rules in (_ROUTES, _TIMES_A_DAY, _TIMES_A_WEEK) for pattern, _ in rules]
_SPELLED += [pattern for pattern, _, _ in _RHYTHMS]
_DULL = frozenset("in at of the or into every each by on per once two other and times four".split())
HINTS = frozenset(re.findall(r"[a-z][a-z.-]+", " ".join(_SPELLED).replace("\\.", "."))) - _DULL
HINTS |= {"V", "B", "D"}
# Units in which doses are counted, and those of the strength of what is given.
AMOUNTS = frozenset(
    "mg g ug ng [IU] M[IU] k[IU] mL L Gy cGy [USP'U] U kU MU meq mmol umol kcal MBq GBq mCi J {drops} {tablets}"
    " {capsules} {puffs} {CFU}".split()
)
STRENGTHS = frozenset({"%", "mg/mL", "ug/mL", "mg/g", "mg/L", "[IU]/mL", "U/mL", "M[IU]/mL"})

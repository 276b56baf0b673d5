"""Words that say which way: comparatives, verbs and nouns of change, and what is good or bad.

In: nothing. Out: patterns over a tape, and the direction of each word. General English and the
language of trials only.
"""

import re
from functools import lru_cache

from kg.codes import ComparisonDirection

_MORE = (
    "higher|greater|larger|longer|more|increased|elevated|stronger|raised|prolonged|enhanced|heavier|more frequent|more common|more often"
    "|more frequently|more commonly|later"
)
_LESS = (
    "lower|smaller|less|fewer|shorter|decreased|reduced|diminished|lesser|weaker|lowered|shortened|attenuated|less frequent|less common"
    "|less often|less frequently|less commonly|rarer"
)
_BETTER = "better|superior|improved|more favorable|more favourable|greater improved"
_WORSE = "worse|poorer|inferior|impaired|worsened|less favorable"
HOW = (
    r"(?:(?:statistically|significantly|significant|clinically|markedly|substantially|much|considerably|highly|also|all|both|slightly more|far|even"
    r"|consistently|strongly|V|very|and|further|only|generally) )*"
)
MORE_OR_LESS = "|".join(
    sorted(f"{_MORE}|{_LESS}|{_BETTER}|{_WORSE}".split("|"), key=len, reverse=True)
)
COMPARATIVE = rf"(?P<way>{MORE_OR_LESS})"
TRUE = r"(?P<way>higher|greater|larger|longer|more frequent|more common|more|lower|smaller|less frequent|less|fewer|shorter|better|worse|poorer|stronger|weaker)"
_UP = "increased|raised|prolonged|enhanced|elevated|increases|rose|grew|augmented|extended|prolongs|raises|enhances|doubled|tripled|boosted|lengthened"
_DOWN = "reduced|decreased|lowered|diminished|shortened|attenuated|reduces|fell|declined|dropped|suppressed|prevented|inhibited|alleviated|relieved|decreases|lowers|shortens|attenuates|halved|blunted|abolished|eliminated|prevents|suppresses|alleviates"
_GAIN = "improved|ameliorated|improves|ameliorates"
_LOSS = "worsened|deteriorated|impaired"
VERB = rf"(?P<way>{_UP}|{_DOWN}|{_GAIN}|{_LOSS})(?! (?:out|fraction) )"
_PLAIN_UP = "raise|enhance|prolong|elevate|augment|extend"
_PLAIN_DOWN = "reduce|shorten|prevent|attenuate|suppress|alleviate|relieve|inhibit|diminish"
PLAIN = rf"(?P<way>{_PLAIN_UP}|{_PLAIN_DOWN}|increase|decrease|improve|ameliorate)"
_RISES = "enhancement|enhancements|increase|increases|rise|rises|gain|gains|elevation|growth"
_DROPS = "reduction|reductions|decrease|decreases|decline|declines|fall|drop|loss|losses|relief|suppression|lowering|reducing|decreasing"
_GAINS = "improvement|improvements|benefit|benefits|recovery|improving|amelioration"
CHANGE = rf"(?P<change>{_RISES}|{_DROPS}|{_GAINS}|increasing)"
CUES = rf"{_MORE}|{_LESS}|{_BETTER}|{_WORSE}|{_UP}|{_DOWN}|{_RISES}|{_DROPS}|{_GAINS}"
RISING, FALLING = frozenset(f"{_UP}|{_RISES}".split("|")), frozenset(f"{_DOWN}|{_DROPS}".split("|"))
CHANGE_OF = rf"{CHANGE} (?:in|of|from)"
AGAINST = (
    r"(?:than(?: (?:did|in|with|for|those|that|after|the|by|among|of|on))*|(?:as |when )?compared (?:with|to)|in comparison (?:with|to)|versus|vs|relative to"
    r"|(?:superior|inferior) to|over|rather than|but not(?: in| with| for| by)?)"
)
UNDONE = (
    r"(?:this|these|the|that|it|but|though|although) (?:differences? |effects? |results? |changes? |increases? |decreases? )?(?:were |was |did |had )?(?:also |both )?(?:not|failed|short of|non-significant|nonsignificant|lost|disappeared)"
    r"|no longer|not (?:statistically )?significant"
)
"""A wording that takes back what the sentence said before."""
UNDONE_HERE = UNDONE.replace("|but|though|although", "")
"""The same within a clause, where "but not in controls" takes nothing back."""
UNSURE = r"(?:(?:although|though|but|this|albeit) )?(?:not|non) (?:statistically )?significantly(?: so)?(?= [,.]| with| in| $)"
"""A wording that takes back what the clause before it said: "fell, but not significantly"."""
ASKED = r"(?:whether|hypothesi[sz]ed|may|might|would be|to determine|to test|to assess)"
"""A wording for what is asked or supposed, and not found."""
HEDGES = (
    r"(?:trend(?:s|ed)?|tend(?:s|ed|ency)?|slightly|numerically|borderline|marginally|non-significant(?:ly)?|nonsignificant(?:ly)?|insignificant(?:ly)?|no|neither|nor|without|failed|less likely|more likely"
    r"|similar|unlikely)"
)
DOUBTS = HEDGES.replace("less likely|more likely", "as likely")
"""The same where "more likely to" tells which way."""
_GOOD = re.compile(
    r"\b(?:survival|quality of life|qol|function\w*|satisfaction|adherence|compliance|knowledge|recovery|response|remission|cure|healing|performance|strength|quality"
    r"|well-being|wellbeing|self-efficacy|ability|abilities|skills?|mobility|success|efficacy|control|memory|cognition|attention|sleep|fitness|endurance|capacity|confidence|relief"
    r"|acuity|vision|hearing|balance|flexibility|range of motion|walking distance|gait|fev1|fvc|lung function|oxygenation|health|esteem|empowerment|resilience|competenc\w+|learning|happiness|ejection fraction|hdl|attitudes?|uptake|coverage|awareness|tolerance|tolerability|accuracy|comfort|vitality|sensitivity|power|appetite|visualization|visual|coping|engagement|participation|communication|literacy|comprehension|cooperation|mastery|independence|autonomy|acceptance|optimism|walking|walked|muscle mass|lean mass|bone density|stability)\b", re.IGNORECASE
)  # fmt: skip
_BAD = re.compile(
    r"\b(?:pain|mortality|death\w*|symptom\w*|anxiety|depress\w+|fatigue|stress|nausea|vomiting|complications?|infections?|relapse\w*|recurrence\w*|failure|burden|disability|distress"
    r"|discomfort|adverse|toxicit\w+|bleeding|exacerbations?|errors?|injur\w+|edema|oedema|inflammation|severity|disease activity|headaches?|insomnia|itch\w*|pruritus|cough\w*|hunger"
    r"|cholesterol|ldl\S*|triglycerides?|blood pressure|hba1c|glucose|insulin resistance|weight|bmi|craving|dropout|risk|problems?|difficult\w+|worry|anger|aggress\w+|hostility|confusion|tension|ulcers?|lesions?|plaque|wounds?|c-reactive protein|incontinence|apno?ea|dyspno?ea|breathlessness|tenderness|spasm\w*|tremor|erythema|dryness|wrinkles?|waist|fat mass|body fat|readmissions?|hospital stay|caries|gingiv\w+|negative|stiffness|impairment|dysfunction|blood loss|swelling|psychopathology|fears?|worries|catastrophi[sz]ing|rumination|frustration|loneliness|falls|fractures?|hospitali[sz]ations?|length of stay|dropouts?|shame|guilt|conflicts?)\b", re.IGNORECASE
)  # fmt: skip
_HIGHER = frozenset(f"{_MORE}|{_UP}|{_RISES}|increasing|{_PLAIN_UP}".split("|"))
_LOWER = frozenset(f"{_LESS}|{_DOWN}|{_DROPS}|{_PLAIN_DOWN}".split("|"))
_IMPROVED = frozenset(f"{_BETTER}|{_GAIN}|{_GAINS}|improve|ameliorate".split("|"))
_OPPOSITE: dict[ComparisonDirection, ComparisonDirection] = {"higher": "lower", "lower": "higher"}


def opposite(direction: ComparisonDirection) -> ComparisonDirection:
    """The other direction."""
    return _OPPOSITE[direction]


@lru_cache(maxsize=1 << 10)  # few things are measured by most trials
def better(words: str) -> ComparisonDirection | None:
    """The better direction of what words name, where one word of theirs says it and none the other.

    >>> better("quality of life"), better("pain"), better("pain control"), better("height")
    ('higher', 'lower', None, None)
    """
    good, bad = bool(_GOOD.search(words)), bool(_BAD.search(words))
    return None if good == bad else "higher" if good else "lower"


def way_of(cue: str, words: str, known: ComparisonDirection | None) -> ComparisonDirection | None:
    """Which way a cue points for what is named; nothing where better is said of what may be either."""
    cue = cue.lower()
    if cue in _HIGHER:
        return "higher"
    if cue in _LOWER:
        return "lower"
    wanted = known or better(words)
    if cue in _IMPROVED:
        return wanted
    return opposite(wanted) if wanted else None

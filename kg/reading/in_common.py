"""What everybody in a study received, whatever the arm: "both groups kept their insulin".

In: the sentences' tapes. Out: :class:`~kg.reading.treatments.Component` records with the numbers of
their sentences. What is no treatment by its own words (goals, leaflets, a visit) is left out.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import takewhile

from kg.reading.glossary import Glossary, normal
from kg.reading.phrases import VERBS
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Item, Tape
from kg.reading.treatments import Component, component, treatments

_EVERYBODY = (
    r"(?:everyone|everybody|(?:both|all)(?: the| of the)?(?: (?:two|three|four|study|treatment|V))* (?:groups|arms|patients|participants|subjects|individuals))"
    r"(?: in (?:the|this) (?:study|trial))?"
    r" (?:also )?(?:maintained|continued|received|remained on|stayed on|took|kept|were (?:treated with|given|maintained on|continued on))"
    r"(?: to receive| to take| receiving| taking| with)?(?: on)? (?P<rest>.+)"
)
_KEPT = r"(?:ongoing|background|stable|existing|current|concomitant|continued|usual|standard|conventional)"
_ADDED = (
    rf"(?:added to|adding (?:{{w}} ){{1,3}}?to|addition of (?:{{w}} ){{1,3}}?to|(?:as )?(?:an )?add-on(?: therapy| treatment)? (?:to|with)|in addition to"
    rf"|on top of|(?:as )?(?:an )?adjunct(?:ive)?(?: therapy| treatment)? to) (?:their |the |a |an )*(?P<kept>(?:{_KEPT} )*)(?:doses? of )?(?P<rest>.+)"
)
_ONGOING = (
    rf"(?:on|receiving|taking|using|maintained on|treated with|continuing|despite) (?:their |the |a |an )*(?P<kept>(?:{_KEPT} )+)(?:(?:doses? of|with) )?(?P<rest>.+)"
    r"|(?:patients|participants|subjects|adults|women|men|children|S) (?:who were )?(?P<on>continuing|maintained on) (?P<more>.+)"
)
_BOTH_WITH = r", (?:both|all|each)(?: groups| arms| treatments)?(?: given)?(?: in combination| combined| together)? (?:with|plus) (?P<rest>.+)"
# Each with whether it is of both groups.
_BESIDES = Rulebook(((_ADDED, False), (_ONGOING, False), (_BOTH_WITH, True)))
_SWITCHED = r"switch(?:ed|ing)?|discontinu\w+ their|replac\w+|stopped taking"
_THERAPIES = frozenset(
    "therapy treatment care medication drug chemotherapy radiotherapy supplement supplementation calcium agent"
    " regimen exercise counselling counseling physiotherapy rehabilitation immunotherapy antiretroviral"
    " antiretrovirals insulin aspirin irradiation radiation surgery vaccine vaccination art haart".split()
)
_NO_TREATMENTS = frozenset(
    "diet group model analysis patient dose diabete disease condition symptom regimen basis status waiting practice".split()
)
_VAGUE = frozenset("therapy treatment medication care regimen drug agent other their daily".split())
_ENDS = frozenset(
    "alone only improves improve reduces reduce increases increase decreases decrease enhances enhance affects affect"
    " prolongs prolong prevents prevent provides provide results leads produces produce delays delay".split()
)
_NO_NOUNS = VERBS | _ENDS
_OTHER = frozenset("study trial dose regimen combination".split())
_EITHER = frozenset({"either", "or"})
_FEW, _WORDS = 3, 4
_DRUG = re.compile(
    r"(?:mab|nib|statin|pril|sartan|olol|azole|cillin|mycin|vir|dine|pine|prazole|caine|parin|platin|taxel|rubicin"
    r"|setron|dronate|dronic|gliptin|gliflozin|glutide|formin|tidine|oxetine|azepam|zolam|sone|olone|cycline|floxacin"
    r"|phylline|terol|tropium|fen|profen|oxacin|trexate|mide|zide|amine|vitamin|tide|leukin)$"
)


def received_by_all(
    rows: Iterable[tuple[int, Tape]], glossary: Glossary
) -> Iterator[tuple[Component, int]]:
    """The treatments that a sentence gives to all people or groups, each with its sentence."""
    for number, tape in rows:
        for hit in tape.hits(_EVERYBODY):
            if _EITHER & {item.form for item in hit.items("rest")}:
                continue
            for name in treatments(hit.items("rest")):
                kept = tuple(i for i in name if i.form not in {"regimens", "regimen"})
                given = component(tape, kept or name)
                if is_treatment(given, glossary):
                    yield given, number


def taken_besides(
    rows: Iterable[tuple[int, Tape]], glossary: Glossary
) -> Iterator[tuple[Component, int]]:
    """The treatments to which those on trial were added, or that people went on taking."""
    for number, tape in rows:
        for hit, both in _BESIDES.hits(tape) if not tape.hit(_SWITCHED) else ():
            group = "rest" if hit.has("rest") else "more"
            kept = hit.has("kept") and bool(hit.match["kept"].strip())
            for name in treatments(hit.items(group))[:_FEW]:
                named = tuple(takewhile(_is_noun, name))
                given = component(tape, named or name)
                if _is_besides(given, glossary, kept=kept or both):
                    yield given, number


def _is_noun(item: Item) -> bool:
    """Whether a word can belong to a name: verbs end it."""
    return item.form not in _NO_NOUNS


def _is_besides(given: Component, glossary: Glossary, *, kept: bool) -> bool:
    """Whether words name what people took besides: a treatment, or what was said to be kept."""
    words = normal(given.words).split()
    vague = not set(words) - _VAGUE or bool(_OTHER & set(words))
    if given.kind != "treatment" or len(words) > _WORDS or vague or "/" in words[0]:
        return False
    return is_treatment(given, glossary) or (kept and words[-1] not in _NO_TREATMENTS)


def is_treatment(given: Component, glossary: Glossary) -> bool:
    """Whether words name a treatment by themselves: a known substance, a drug's ending, a therapy."""
    words = normal(given.words).split()
    known = glossary.known(given.words, "Substance") is not None
    spelled = glossary.expand(given.words).lower().split()
    last = {word for run in (words, spelled) for word in run[-1:]}
    return known or bool(last & _THERAPIES) or any(map(_DRUG.search, words))

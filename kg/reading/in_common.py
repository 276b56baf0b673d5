"""What everybody in a study received, whatever the arm: "both groups kept their insulin".

In: the sentences' tapes. Out: :class:`~kg.reading.treatments.Component` records with the numbers of
their sentences. What is no treatment by its own words (goals, leaflets, a visit) is left out.
"""

import re
from collections.abc import Iterable, Iterator

from kg.reading.glossary import Glossary, normal
from kg.reading.tape import Tape
from kg.reading.treatments import Component, component, treatments

_EVERYBODY = (
    r"(?:everyone|everybody|(?:both|all)(?: the| of the)?(?: (?:two|three|four|study|treatment|V))* (?:groups|arms|patients|participants|subjects|individuals))"
    r"(?: in (?:the|this) (?:study|trial))?"
    r" (?:also )?(?:maintained|continued|received|remained on|stayed on|took|kept|were (?:treated with|given|maintained on|continued on))"
    r"(?: to receive| to take| receiving| taking| with)?(?: on)? (?P<rest>.+)"
)
_THERAPIES = frozenset(
    "therapy treatment care medication drug chemotherapy radiotherapy supplement supplementation calcium agent"
    " regimen exercise counselling counseling physiotherapy rehabilitation immunotherapy antiretroviral"
    " antiretrovirals insulin aspirin irradiation radiation surgery vaccine vaccination art haart".split()
)
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
            for name in treatments(hit.items("rest")):
                kept = tuple(i for i in name if i.form not in {"regimens", "regimen"})
                given = component(tape, kept or name)
                if is_treatment(given, glossary):
                    yield given, number


def is_treatment(given: Component, glossary: Glossary) -> bool:
    """Whether words name a treatment by themselves: a known substance, a drug's ending, a therapy."""
    words = normal(given.words).split()
    known = glossary.known(given.words, "Substance") is not None
    spelled = glossary.expand(given.words).lower().split()
    last = {word for run in (words, spelled) for word in run[-1:]}
    return known or bool(last & _THERAPIES) or any(map(_DRUG.search, words))

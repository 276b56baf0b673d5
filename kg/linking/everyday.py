"""Which words within others may be a name, and which are common words.

In: words of a mention, and those around them. Out: whether to look them up. Better no link than one
to the metal for a pacemaker with three leads.
"""

from typing import Final

from kg.linking.keys import SMALL
from kg.linking.mentions import UNITS

_SHORTEST: Final = 4
# Names of terms that are common words: alone within other words they name nothing.
_COMMON: Final = frozenset(
    "proton pharmaceutical method disease syndrome tablet capsule solution suspension"
    " ointment gel cream powder drug water salt acid lead gold oil air sugar protein peptide"
    " receptor enzyme hormone antigen antibody factor inhibitor agonist antagonist sodium"
    " chloride citrate sulfate phosphate acetate nitrate acute chronic health time role play"
    " work patient adult child male female men woman student nurse care risk safety quality"
    " control group hand head eye ear nose face foot arm leg back cell blood plasma serum"
    " tissue light sound fire gas ice heat cold movement exercise food diet breath pulse rest"
    " sleep weight height age length death life attention recurrence injury trauma wound"
    " complication inflammation infection neoplasm tumor necrosis fibrosis sclerosis atrophy"
    " hypertrophy dilatation constriction rupture edema shock pain emergency deficiency"
    " disorder carcinoma program system network association response pressure standard multi"
    " treatment therapy therapeutic therapeutics medicine medication electrode filtration"
    " device catheter needle table game book map marker biomarker vitamin mineral placebo"
    " vaccine starch tartrate succinate fumarate maleate calcium potassium magnesium iron"
    " oxygen nitrogen alpha beta gamma delta unit dose solvent mixture complex extract polymer"
    " resin gum aerosol salts minerals hypotension hypertension".split()
)  # fmt: skip


# Kinds of which a name is one wherever it stands; "address" and "review" are of others.
THINGS: Final = frozenset({"Condition", "Procedure", "Substance"})


# Before a name these make another thing of it, and so do those after it.
_OTHER_BEFORE: Final = frozenset(
    "pulmonary portal intracranial ocular non anti pre pseudo post ultra mock sham simulated"
    " no not without never free dummy".split()
)
_OTHER_AFTER: Final = frozenset(
    "inhibitor antagonist agonist blocker antibody receptor modulator analog analogue"
    " derivative mononitrate dinitrate trinitrate precursor binder sequestrant deficiency free"
    " sparing transporter gene inhibition inhibiting ra placebo sham dummy like channel"
    " releasing synthase reductase kinase".split()
)


def may_name(said: list[str], before: list[str], after: list[str]) -> bool:
    """Whether words within others may be a name: no common word, no half of another name."""
    if said[0] in SMALL or said[-1] in SMALL:
        return False
    if (before and before[-1] in _OTHER_BEFORE) or (after and after[0] in _OTHER_AFTER):
        return False
    if _is_numbered(after):
        return False
    if len(said) == 1:
        return tells(said[0])
    return not (before and said[0] in _COMMON)


def _is_numbered(after: list[str]) -> bool:
    """Whether a number follows that is no amount: interleukin 1 is not all interleukins."""
    return bool(after) and after[0].isdecimal() and not (after[1:] and after[1] in UNITS)


def tells(word: str) -> bool:
    """Whether a word alone may name something."""
    return len(word) > _SHORTEST and word not in _COMMON and not word[0].isdecimal()

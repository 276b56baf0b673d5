"""Which words within others may be a name, and which are common words.

In: words of a mention, and those around them. Out: whether to look them up. Better no link than one
to the metal for a pacemaker with three leads.
"""

from typing import Final

from kg.linking.keys import SALTS, SMALL
from kg.linking.mentions import GIVING, UNITS

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
    " resin gum aerosol salts minerals hypotension hypertension inhibition regression".split()
)  # fmt: skip


# Common words that name a thing where they end what a patient has or what is done: a myocardial
# fibrosis is a fibrosis.
_HEADS: Final = frozenset(
    "fibrosis necrosis atrophy hypertrophy inflammation infection neoplasm tumor carcinoma injury"
    " trauma edema shock pain exercise diet".split()
)

# Kinds of which a name is one wherever it stands; "address" and "review" are of others.
THINGS: Final = frozenset({"Condition", "Procedure", "Substance"})


# Before a name these make another thing of it, and so do those after it.
_OTHER_BEFORE: Final = frozenset(
    "pulmonary portal intracranial ocular non anti pre pseudo post ultra mock sham simulated"
    " no not without never free dummy".split()
)
# What acts on the thing that it names: a receptor's inhibitor is no receptor, whatever is between.
_ACTING: Final = frozenset(
    "inhibitor antagonist agonist blocker antibody modulator inhibition inhibiting blockade"
    " deprivation depletion withdrawal discontinuation".split()
)
# What makes another molecule of one: before its name, and how the word after it ends.
_BUILDING: Final = frozenset(
    "amino para meta ortho methyl ethyl hydroxy acetyl nitro chloro fluoro deoxy monomethyl"
    " dimethyl".split()
)
_BUILT: Final = ("oside", "otide")
# What is never passed over within a name.
NOT_LEFT_OFF: Final = _OTHER_BEFORE | {"induced", "related", "associated", "secondary"}
_OTHER_AFTER: Final = frozenset(
    "inhibitor antagonist agonist blocker antibody receptor modulator analog analogue"
    " derivative mononitrate dinitrate trinitrate precursor binder sequestrant deficiency free"
    " sparing transporter gene inhibition inhibiting ra placebo sham dummy like channel"
    " releasing synthase reductase kinase".split()
)


def may_name(said: list[str], before: list[str], after: list[str], *, drug: bool = True) -> bool:
    """Whether words within others may be a name: no common word, no half of another name.

    What ends the name of no *drug* is what the whole is a kind of, be it a common word.

    >>> may_name(["fibrosis"], ["myocardial"], [], drug=False)
    True
    >>> may_name(["fibrosis"], [], ["score"], drug=False)
    False
    """
    if said[0] in SMALL or said[-1] in SMALL:
        return False
    if (before and before[-1] in _OTHER_BEFORE) or (after and after[0] in _OTHER_AFTER):
        return False
    if _is_numbered(after) or not _ACTING.isdisjoint(after) or _is_of_another(said, before, after):
        return False
    if all(word in GIVING or word in SALTS for word in said):
        return False
    headed = bool(before) and not after and not drug
    if len(said) == 1:
        return tells(said[0]) or (headed and said[0] in _HEADS)
    return headed or not (before and said[0] in _COMMON)


def _is_of_another(said: list[str], before: list[str], after: list[str]) -> bool:
    """Whether a molecule's name is part of another's: its riboside, its methyl.

    >>> _is_of_another(["nicotinamide"], [], ["riboside"])
    True
    """
    built = bool(after) and after[0].endswith(_BUILT) and len(said) == 1
    return built or (bool(before) and before[-1] in _BUILDING)


def _is_numbered(after: list[str]) -> bool:
    """Whether a number follows that is no amount: interleukin 1 is not all interleukins."""
    return bool(after) and after[0].isdecimal() and not (after[1:] and after[1] in UNITS)


def tells(word: str) -> bool:
    """Whether a word alone may name something."""
    return len(word) > _SHORTEST and word not in _COMMON and not word[0].isdecimal()

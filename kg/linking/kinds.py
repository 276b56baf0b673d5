"""What kind of thing an unknown wording names, by its head word or its ending.

In: a mention that the lexicon does not know. Out: a kind of ``kg.codes.ConceptKind``. The rules
are those of the trade: international drug names end in the stem of their class, events are
counted in people, and what has a level in blood is a biomarker.

*Source*: WHO, The use of stems in the selection of international nonproprietary names.
"""

import re
from functools import lru_cache

from kg.codes import ConceptKind
from kg.linking import wording

# Stems of international nonproprietary names, and what antisera, cells and extracts end in.
_DRUG_STEMS = re.compile(
    r"""\b[a-z]{2,}(?:mab|nib|tinib|statin|vir|virtide|virine|cillin|pril|prilat|sartan|olol|dipine
    |gliptin|gliflozin|glitazone|glutide|natide|prazole|tidine|setron|triptan|floxacin|mycin
    |cycline|azole|fungin|oxacin|sulfa|parin|xaban|gatran|grel|grelor|platin|taxel|rubicin|bicin
    |poside|tecan|trexate|citabine|uridine|thiazide|semide|afil|azepam|azolam|barbital|caine
    |curonium|fentanil|orphine|profen|fenac|coxib|olone|sone|solone|onide|terol|tropium
    |lukast|zumab|ximab|limus|cept|kinra|stim|poetin|dronate|dronic|parib|ciclib|rafenib
    |lisib|zomib|degib|oxetine|ipramine|triptyline|azepine|peridol|apine|idone|piprazole
    |tromethamine|quine|quin|quine|artemol|metformin|gliclazide|formin|glibenclamide
    |prost|oprost|inib|ferol|tocopherol|ceclor|cef[a-z]+|interferon|leukin|insulin
    |terone|estradiol|estrol|gestrel|relin|tide)s?\b""",
    re.VERBOSE,
)
_DRUG_WORDS = re.compile(
    r"\b(?:vaccine|vaccination|toxoid|antibody|immunoglobulin|antiserum|extract|hormone therapy"
    r"|chemotherapy|radiotherapy|inhibitor|agonist|antagonist|blocker|analog|supplementation"
    r"|supplement|tablet|capsule|cream|ointment|gel|infusion|injection|placebo|drug|therapy"
    r"|treatment|regimen|acid|sulfate|hydrochloride|sodium|citrate|acetate)$"
)
_EVENTS = re.compile(
    r"\b(?:death|mortality|survival|infarction|event|hospitalization|admission|readmission|stroke"
    r"|revascularization|relapse|recurrence|remission|progression|failure|success|response"
    r"|responder|fracture|fall|exacerbation|bleeding|hemorrhage|thrombosis|thromboembolism|embolism"
    r"|amputation|transplantation|dialysis|birth|delivery|pregnancy|miscarriage|abortion|cure"
    r"|eradication|infection|transmission|diagnosis|conversion|withdrawal|discontinuation|dropout"
    r"|completion|initiation|rejection|rupture|perforation|reoperation|reintervention|intubation"
    r"|cessation|abstinence|healing|closure|seizure|attack|episode|complication|disease)$"
)
_BIOMARKERS = re.compile(
    r"\b(?:count|level|concentration|pressure|titer|density|rate|glucose|cholesterol|rna|dna|load"
    r"|volume|mass|weight|index|ratio|clearance|saturation|antigen|antibody|creatinine|hemoglobin"
    r"|protein|enzyme|hormone|marker|thickness|diameter|size|temperature|capacity|output|fraction"
    r"|resistance|activity|excretion|secretion|uptake|flow|percentage|area|burden|gradient|interval"
    r"|globulin|triglyceride|albumin|ferritin|bilirubin|transaminase|transferase|lactate|calcium"
    r"|phosphate|potassium|magnesium|peptide|dimer|insulin|cortisol|testosterone|viremia)$"
)
_SCORES = re.compile(
    r"\b(?:score|scale|subscale|questionnaire|inventory|rating|grade|quality|satisfaction|function"
    r"|ability|disability|adherence|compliance|preference|knowledge|attitude|behavior|cost|time"
    r"|duration|length|distance|number|severity|intensity|symptom|test|performance)$"
)
_NO_EVENTS = re.compile(r"\bimmune response$")
_BEFORE_OF = re.compile(
    r"^(?:level|concentration|rate|incidence|risk|number|proportion|percentage|change|increase"
    r"|decrease|reduction|improvement|value|measurement|frequency|occurrence|mean|median|use)s? "
    r"(?:of|in|from) "
)


@lru_cache(maxsize=1 << 12)  # few things are measured by most trials
def kind_of(text: str) -> ConceptKind:
    """The likely kind of a measurand, a substance or an event, told by its words.

    A score is a plain measurand: it measures, but nothing in the body.

    >>> [kind_of(t) for t in ("serum sodium level", "Tumor necrosis factor concentration")]
    ['Biomarker', 'Biomarker']
    >>> [kind_of(t) for t in ("incidence of hip fractures", "fatigue score", "dupilumab")]
    ['ClinicalEvent', 'Measurand', 'Substance']
    >>> kind_of("the sense of coherence")
    'Measurand'
    """
    plain = wording.key(text)
    tail = _BEFORE_OF.sub("", plain)
    if plain != tail and _EVENTS.search(tail):
        return "ClinicalEvent"
    if _SCORES.search(plain):
        return "Measurand"
    if _EVENTS.search(tail) and not _NO_EVENTS.search(tail):
        return "ClinicalEvent"
    if _BIOMARKERS.search(plain) or _BIOMARKERS.search(tail):
        return "Biomarker"
    return "Substance" if is_substance(plain) else "Measurand"


def is_substance(text: str) -> bool:
    """True where a wording ends like a drug's name or names a treatment by its class.

    >>> [is_substance(t) for t in ("Dolutegravir", "ustekinumab", "a PDE4 inhibitor", "age")]
    [True, True, True, False]
    """
    plain = wording.key(text)
    return bool(_DRUG_STEMS.search(plain) or _DRUG_WORDS.search(plain))

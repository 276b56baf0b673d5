"""The forms in which a direction is stated: "was lower", "had fewer", "reduced", "more patients".

In: nothing. Out: rules over a clause, each with the kind of its wording: those of which a direction
may be sure, and those that only make it likely.
"""

from kg.reading.measures import PEOPLE
from kg.reading.rulebook import Rulebook
from kg.reading.verdicts.cues import (
    AGAINST,
    CHANGE,
    CHANGE_OF,
    COMPARATIVE,
    CUES,
    HOW,
    PLAIN,
    TRUE,
    VERB,
)

_BE = r"(?<!there )(?:(?:(?:was|were) (?:found|shown|noted|observed|seen|reported) )?to be|was|were|is|are|became|remained|been|be)"
_HAVING = (
    r"(?:had|have|has|showed|shows|experienced|reported|achieved|demonstrated|exhibited|required|led to|resulted in|produced|caused|provided|reached|gave"
    r"|(?:was|were|is) associated with|displayed|induced|yielded|received|lost|gained|maintained|obtained|spent|made|needed|used|consumed|developed|offered)"
)
STOP = rf"(?= (?:{AGAINST}|at|after|during|over|following|throughout|by|,|when|while|until|within|among|T|D|(?:in|with|for|under|on|of|from) (?:the |both |those )*(?:A|I|G)|was|were|and (?:A|I)|which|that|who|as|and (?:an? )?{HOW}(?:{CUES})) | $)"
# "Lower" and "higher" are part of these names.
_NO_PLACE = (
    r"(?! (?:limbs?|extremit(?:y|ies)|legs?|back|body|bounds?|urinary|respiratory|gastrointestinal|abdominal|airways?|lips?"
    r"|education|doses?|grades?)\b)"
)
_FORMS = (
    ("was", rf"{_BE} {HOW}{COMPARATIVE}"),
    ("was", rf"(?:occurred|happened) {HOW}(?P<way>more|less) (?:often|frequently|commonly|rarely)"),
    ("had", rf"{_HAVING} (?:an? |the |to )?{HOW}{COMPARATIVE} (?P<what>\S.*?){STOP}"),
    ("more", rf"{HOW}(?P<way>more|fewer|less) (?P<who>{PEOPLE}) (?P<rest>.+)"),
    ("more", rf"{HOW}(?P<way>more|fewer|less) (?P<who>A|I) (?P<rest>.+)"),
    (
        "more",
        rf"{HOW}(?P<way>greater|higher|larger|smaller|lower) (?:proportions?|percentages?|numbers?|shares?|fractions?|rates?) of (?P<who>{PEOPLE}|A|I) (?P<rest>.+)",
    ),
    ("moved", rf"{HOW}{VERB}"),
    ("change", rf"{CHANGE_OF} (?P<what>\S.*?){STOP}"),
    ("bare", rf"{HOW}{TRUE}{_NO_PLACE} (?P<what>\S.*?){STOP}"),
)
_LIKELY = (
    ("was", rf"{_BE} (?:B|V|D|by V|V times|about|approximately) {HOW}{COMPARATIVE}"),
    ("change", rf"{CHANGE} (?:was|were) (?:{{w}} )?(?:found|seen|observed|noted|reported|detected|demonstrated) (?:in|for|on|of) (?P<what>(?!A |I |G )\S.*?){STOP}"),
    ("likelier", rf"(?:{_BE} )?{HOW}(?P<way>more|less) likely (?:{{any}})?to (?:(?:be|have|had|have had|experience|develop|achieve|report|receive|show|suffer|complete|a|an|the|at|least) )*(?P<what>\S.*?){STOP}"),
    ("effective", rf"(?:effective|efficacious|beneficial|successful) (?:in|for|at) (?P<way>reducing|decreasing|lowering|relieving|preventing|increasing|improving|suppressing|enhancing|prolonging) (?P<what>\S.*?){STOP}"),
    ("moved", rf"(?:could|did|shown to|found to|able to|seen to|effectively|significantly) {HOW}{PLAIN}"),
    ("fared", rf"(?:performed|scored|did|fared|responded) {HOW}{COMPARATIVE}"),
    ("change", rf"{CHANGE}(?= (?:with|after|following|under|compared|versus|as compared|relative))"),
    ("rated", rf"(?:rated|scored|perceived|judged|reported|estimated|assessed|evaluated|found) (?:their |the |its )?(?P<what>(?:[^\s,.;]+ ){{1,7}}?){HOW}{COMPARATIVE}(?= than )"),
    ("change", rf"{CHANGE} in favou?r of (?:the )?{{w}}(?: {{w}})? (?:was|were) (?:{{w}} )?(?:for|in|on|of|regarding) (?:the )?(?P<what>\S.*?){STOP}"),
    ("favoured", r"(?:favou?red|favou?rs|in favou?r of|to the advantage of) (?:the )?(?P<way>A|I)"),
    ("by", rf"{VERB} (?:by V )?{HOW}(?P<degree>more|less)(?= (?:in|with|after|on|for|than|by|among|under|during) | $)"),
)  # fmt: skip
FORMS = Rulebook((form, kind) for kind, form in _FORMS)
LIKELY = Rulebook((form, kind) for kind, form in _LIKELY)

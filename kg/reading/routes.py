"""Routes by which something is given, and the words for each.

In: nothing. Out: rules over a tape, each with the code of its route, the more special first.
"""

from kg.codes import Route

ROUTES: tuple[tuple[str, Route], ...] = (
    (
        r"subcutaneous|subcutaneously|s\.c\.|sc(?: injections?)?|(?:below|under|beneath) the skin",
        "subcutaneous",
    ),
    (r"continuous (?:intravenous|i\.v\.|iv) infusions?", "continuousIntravenous"),
    (
        r"intravenous|intravenously|i\.v\.|(?<!type )(?<!phase )(?<!stage )(?<!grade )(?<!class )iv|(?:into|through) a vein",
        "intravenous",
    ),
    (r"intramuscular|intramuscularly|i\.m\.|into (?:a|the) muscles?", "intramuscular"),
    (r"oral|orally|p\.o\.|po|by mouth|per os|peroral|perorally", "oral"),
    (r"sublingual|sublingually", "sublingual"),
    (r"transdermal|transdermally", "transdermal"),
    (r"topical|topically", "topical"),
    (r"inhaled|inhalation|by inhalation|nebulized|nebulised", "inhaled"),
    (r"intranasal|intranasally|nasal spray", "intranasal"),
    (r"ophthalmic|ophthalmically|eye drops?|eyedrops?|eye-drops?", "ophthalmic"),
    (r"intravitreal|intravitreally", "intravitreal"),
    (r"intradermal|intradermally", "intradermal"),
    (r"intraperitoneal|intraperitoneally", "intraperitoneal"),
    (r"intrathecal|intrathecally", "intrathecal"),
    (r"intra-articular|intraarticular|intra-articularly", "intraarticular"),
    (r"epidural|epidurally", "epidural"),
    (r"rectal|rectally", "rectal"),
    (r"vaginal|vaginally|intravaginal|intravaginally", "vaginal"),
)

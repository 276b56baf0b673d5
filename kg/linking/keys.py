"""The forms in which two names are compared, from the strictest to the loosest.

In: a name or a mention. Out: forms. Names of a vocabulary and mentions go through the same
functions, so that it does not matter which of two spellings the vocabulary has.
"""

from functools import lru_cache
from hashlib import blake2b
from typing import Final, Literal, NamedTuple

from kg.linking import wording

Tier = Literal["exact", "spelling", "number", "order", "synonym", "salt"]
TIERS: Final[tuple[Tier, ...]] = ("exact", "spelling", "number", "order", "synonym", "salt")

SMALL: Final = frozenset("of the in and with to for by on from or due nos unspecified".split())
# Roman numbers that are no words; a single letter is one only after a word that is counted.
_ROMAN: Final = {
    "ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11",
    "xii": "12", "xiii": "13",
}  # fmt: skip
_COUNTED: Final = frozenset({"type", "factor", "class", "grade", "stage", "interleukin"})
_LETTERS: Final = {"i": "1", "v": "5", "x": "10"}
# Short forms that stand before a number or a Greek letter.
_SERIES: Final = {"il": "interleukin", "ifn": "interferon", "ril": "interleukin"}
_GREEK: Final = frozenset("alpha beta gamma delta lambda omega kappa".split())
_RECOMBINANT: Final = frozenset({"recombinant", "rh", "rhu", "rdna"})
_CHANGED: Final = frozenset({*_ROMAN, *_LETTERS, *_SERIES, *_RECOMBINANT})
# Words of medicine that name one thing: Latin or Greek beside English.
_SAME: Final = {
    "cancer": "neoplasm", "tumor": "neoplasm", "malignancy": "neoplasm", "renal": "kidney",
    "cardiac": "heart", "hepatic": "liver", "pulmonary": "lung", "gastric": "stomach",
    "failure": "insufficiency", "disorder": "disease", "haemodialysis": "dialysis",
    "hemodialysis": "dialysis", "cerebral": "brain", "illness": "disease",
    "regurgitation": "insufficiency", "incompetence": "insufficiency", "vaccination": "vaccine",
    "immunization": "vaccine", "blocker": "antagonist",
    "prostatic": "prostate",
    "ovarian": "ovary", "uterine": "uterus", "esophageal": "esophagus", "pancreatic": "pancreas",
    "vesical": "bladder", "thyroidal": "thyroid",
    "dermatologic": "skin", "cutaneous": "skin", "ocular": "eye", "dental": "tooth",
    "cancerou": "neoplasm", "neoplastic": "neoplasm",
    "ultrasound": "ultrasonography", "sonography": "ultrasonography", "drug": "agent",
    "medication": "agent", "medicine": "agent",
}  # fmt: skip
# Words that a name may have or not: sulfonylureas are sulfonylurea compounds.
_EMPTY: Final = frozenset({"compound", "solution"})
# A picture and how it is taken; no words of which the first part is none of the body or of a ray.
_PICTURE: Final = "ogram"
_NO_PICTURES: Final = frozenset({"histogram", "kilogram", "nanogram", "picogram", "program"})
_DOING: Final = "ing"
_LONG: Final = 6
SALTS: Final = frozenset(
    "hydrochloride hcl dihydrochloride chloride bromide hydrobromide sodium disodium potassium"
    " calcium magnesium citrate tartrate bitartrate maleate fumarate succinate mesylate mesilate"
    " besylate besilate tosylate sulfate phosphate acetate nitrate lactate gluconate malate"
    " hydrate monohydrate dihydrate trihydrate tromethamine meglumine dipropionate propionate"
    " valerate furoate xinafoate pamoate palmitate hemifumarate medoxomil cilexetil mofetil"
    " etexilate marboxil alafenamide disoproxil axetil pivoxil hydrogen hemihydrate sesquihydrate"
    " diethanolamine diolamine olamine erbumine hemisulfate edisylate stearate oxalate carbonate"
    .split()
)  # fmt: skip
# What is no drug of its own when the salt is left off.
_IONS: Final = frozenset(
    "sodium potassium calcium magnesium lithium iron ferrou ferric zinc copper silver aluminum"
    " ammonium barium cesium cobalt manganese strontium hydrogen amyl nitric benzyl ethyl methyl"
    " bismuth gold selenium chromic cupric".split()
)


class Form(NamedTuple):
    """A name in one form."""

    tier: Tier
    text: str


def folded(text: str) -> str:
    r"""A name without regard to case and white space.

    >>> folded("Interleukin-2 "), folded("HIV\u00a0 infections")
    ('interleukin-2', 'hiv infections')
    """
    return " ".join(text.casefold().split())


def spelled(text: str) -> list[str]:
    """The words of a name without a leading article: spelling, plural and Greek letters evened.

    >>> spelled("the Tumours"), spelled("IFN-α")
    (['tumor'], ['ifn', 'alpha'])
    """
    words = wording.words(text)
    return words[1:] if len(words) > 1 and words[0] in {"the", "an"} else words


def numbered(words: list[str]) -> list[str]:
    """The words with numbers and the short forms of numbered families written out.

    >>> [" ".join(numbered(t.split())) for t in ("il 2", "type ii diabete", "rh il 2", "ifn alpha")]
    ['interleukin 2', 'type 2 diabete', 'interleukin 2', 'interferon alpha']
    """
    if len(words) < 2 or _CHANGED.isdisjoint(words):  # noqa: PLR2004 - a number and a word
        return words
    if words[0] in _RECOMBINANT:
        words = words[2 if words[1] == "human" else 1 :] or words
    return [_number(words, at) for at in range(len(words))]


def _number(words: list[str], at: int) -> str:
    word = words[at]
    if word in _ROMAN and at:
        return _ROMAN[word]
    if word in _LETTERS and at and words[at - 1] in _COUNTED:
        return _LETTERS[word]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _SERIES and (after.isdecimal() or after in _GREEK or after in _ROMAN):
        return _SERIES[word]
    return word


def ordered(words: list[str]) -> list[str]:
    """The words without regard to their order and to small words.

    >>> ordered("carcinoma of the lung".split()) == ordered("lung carcinoma".split())
    True
    """
    return sorted([word for word in words if word not in SMALL] or words)


def same(words: list[str]) -> list[str]:
    """The words with one word for each thing that has several, in order.

    >>> same("cancer of kidney".split()), same("renal neoplasm".split())
    (['kidney', 'neoplasm'], ['kidney', 'neoplasm'])
    >>> same(["sulfonylurea", "compound"]) == same(["sulfonylurea"])
    True
    """
    kept = [word for word in words if word not in _EMPTY] if len(words) > 1 else words
    return ordered([_one_for_all(word) for word in kept or words])


@lru_cache(maxsize=1 << 16)
def _one_for_all(word: str) -> str:
    """One word for all that name its thing: a pump and pumping, an echocardiogram and its art.

    >>> [_one_for_all(word) for word in ("tumor", "pumping", "echocardiogram", "program", "ring")]
    ['neoplasm', 'pump', 'echocardiography', 'program', 'ring']
    """
    if word.endswith(_PICTURE) and word not in _NO_PICTURES:
        return f"{word.removesuffix(_PICTURE)}ography"
    if word.endswith(_DOING) and len(word) > _LONG:
        return word.removesuffix(_DOING)
    return _SAME.get(word, word)


def base(words: list[str]) -> list[str]:
    """The words of a drug without its salt; all of them where nothing would be left.

    >>> base("sildenafil citrate".split()), base("sodium chloride".split())
    (['sildenafil'], ['sodium', 'chloride'])
    """
    kept = list(words)
    while len(kept) > 1 and kept[-1] in SALTS and kept[-2] not in _IONS:
        kept.pop()
    return kept


def forms(text: str) -> tuple[Form, ...]:
    """Each form of a name.

    >>> [form.text for form in forms("Diabetes Mellitus, Type II")][2:4]
    ['diabete mellitus type 2', '2 diabete mellitus type']
    """
    words = spelled(text)
    return (Form("exact", folded(text)), *forms_of(words))


def forms_of(words: list[str]) -> tuple[Form, ...]:
    """The forms of words that are spelled already."""
    number = numbered(words)
    order = ordered(number)
    return (
        Form("spelling", " ".join(words)),
        Form("number", " ".join(number)),
        Form("order", " ".join(order)),
        Form("synonym", " ".join(same(number))),
        Form("salt", " ".join(base(number))),
    )


_OWN: Final = {tier: tier[:4].encode() for tier in TIERS}


def digest(tier: Tier, form: str) -> int:
    """A number for a form: equal numbers are equal forms, but for one chance in a billion."""
    said = blake2b(form.encode(), digest_size=8, salt=_OWN[tier]).digest()
    return int.from_bytes(said, "little")

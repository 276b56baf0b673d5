"""What a mention says beside the name: dose, form, route, stage, who and what for.

In: the words of a mention. Out: the same words with less around the name, step by step, each with
what was left off. Nothing that makes another thing of it is left off: a metastasis is, a child is
not.
"""

import re
from collections.abc import Iterator
from typing import Final

_BRACKETS: Final = re.compile(r"\s*[(\[{]([^)\]}]*)[)\]}]")
_PARTS: Final = re.compile(
    r"\s*(?:[;|]|\+(?=\s|[A-Za-z])|\s/\s|(?<=[a-z)])/(?=[A-Za-z]{4})|,(?=\s)|\s&\s|\b(?:and|plus|or"
    r"|versus|vs\.?|combined with|in combination with|followed by|added to"
    r"|with or without|with|but)\b)\s*",
    re.IGNORECASE,
)
_SIGNS: Final = re.compile(r"[®™©℠*†‡]|\((?:R|TM)\)")
_SHAM: Final = re.compile(r"\b(?:sham|dummy|simulated|mock)\b", re.IGNORECASE)
_PLACEBO: Final = re.compile(r"\bplacebos?\b", re.IGNORECASE)
UNITS: Final = frozenset(
    "mg mcg ug g kg ml l iu miu unit microgram gram mmol meq % ppm cc day week hour".split()
)
# Words of how a drug is given, and how much of it.
GIVING: Final = frozenset(
    "mg mcg ug g kg ml l iu miu unit microgram milligram gram mmol meq ppm cc dose high low"
    " lower standard single double triple multiple repeated loading maintenance bolus daily"
    " day weekly week monthly month once twice hour hourly bid tid qd qid od prn every per x"
    " tablet capsule pill caplet lozenge sachet injection injectable infusion infused solution"
    " suspension cream ointment gel patch spray syrup powder drop eye inhaler inhalation"
    " inhaled nasal intranasal intravenous intravenously iv im sc subcutaneous subcutaneously"
    " intramuscular oral orally po topical transdermal rectal vaginal sublingual intrathecal"
    " intravitreal intravesical epidural intraarticular intraperitoneal extended release er xr"
    " sr xl cr la prolonged sustained immediate modified delayed enteric coated controlled"
    " film chewable dispersible formulation form product drug drugs medication medicine"
    " treatment therapy regimen arm group cohort administration administered supplementation"
    " supplement based use generic brand commercial reference test active experimental study"
    " comparator open label blinded blind adjunctive adjuvant neoadjuvant concomitant"
    " concurrent continuous intermittent early late initial initiation long short term acting"
    " prophylactic prophylaxis preoperative postoperative perioperative intraoperative part"
    " period phase only alone additional background optional conventional usual routine pure"
    " liposomal pegylated nebulized medium higher prefilled pen syringe autoinjector vial"
    " intervention pre post up to of at in for a an the by as via from human recombinant"
    " monotherapy infusions program protocol session regime".split()
)
# Words that narrow a condition and leave what it is.
_NARROWING: Final = frozenset(
    "metastatic advanced early recurrent relapsed relapsing refractory resistant severe mild"
    " moderate acute chronic newly diagnosed new onset untreated uncontrolled controlled"
    " stable unstable locally symptomatic asymptomatic suspected confirmed primary secondary"
    " progressive persistent previously treated treatment naive active late stage grade adult"
    " pediatric paediatric child childhood adolescent elderly patient patients subject people"
    " men women male female human unresectable resectable inoperable localized limited"
    " extensive invasive ajcc high low risk intermediate complicated uncomplicated"
    " decompensated compensated established known history of with without in the a an for from"
    " due to and hospitalized critical critically ill prevention preventing management therapy"
    " diagnosis postmenopausal premenopausal non idiopathic unspecified other induced related"
    " associated".split()
)
# A number is left off only with one of these: herpes simplex 2 is not herpes simplex.
_GRADED: Final = frozenset("stage grade class v version".split())
_GRADE: Final = re.compile(r"\d+(?:\.\d+)?|i{1,3}|i?v|[abc]")
_NOT_LEFT_OFF: Final = frozenset({"non", "induced", "related", "associated", "secondary"})


def plain(text: str) -> str:
    """A mention without the signs of trade marks.

    >>> plain("Fuzeon®  (enfuvirtide)")
    'Fuzeon (enfuvirtide)'
    """
    return " ".join(_SIGNS.sub(" ", text).split())


def outside_and_inside(text: str) -> tuple[str, tuple[str, ...]]:
    """What stands outside brackets, and what in each of them.

    >>> outside_and_inside("Heart failure (HF) [acute]")
    ('Heart failure', ('HF', 'acute'))
    """
    inside = tuple(filter(None, map(str.strip, _BRACKETS.findall(text))))
    return " ".join(_BRACKETS.sub(" ", text).split()), inside


def parts(text: str) -> tuple[str, ...]:
    """The things that a mention lists.

    >>> parts("sacubitril/valsartan + placebo"), parts("HIV and tuberculosis"), parts("and/or")
    (('sacubitril', 'valsartan', 'placebo'), ('HIV', 'tuberculosis'), ())
    """
    return tuple(part for part in map(str.strip, _PARTS.split(text)) if len(part) > 1)


def of_placebo(text: str) -> str:
    """The word for it, where a mention is of a placebo or a sham of something; else the mention.

    >>> of_placebo("yeast glucan placebo"), of_placebo("yeast glucan")
    ('placebo', 'yeast glucan')
    """
    if _PLACEBO.search(text):
        return "placebo"
    return "" if _SHAM.search(text) else text


# Which hand a molecule is of: levosimendan is a simendan.
_HANDED: Final = re.compile(r"(?:levo|dextro|dex|es)(?=[a-z]{6})")
_CARCINOMAS: Final = frozenset({"adenocarcinoma", "carcinoma", "sarcoma"})
_LEAST_WORDS, _MOST_WORDS = 4, 7


def without_hand(words: list[str]) -> list[str]:
    """A drug without the part of its name that says of which hand it is; nothing without one.

    >>> without_hand(["levosimendan"]), without_hand(["estradiol"]), without_hand(["aspirin"])
    (['simendan'], ['tradiol'], [])
    """
    match = _HANDED.match(words[0]) if len(words) == 1 else None
    return [words[0][match.end() :]] if match else []


def as_neoplasm(words: list[str]) -> list[str]:
    """A carcinoma as what it is one of; nothing where there is none.

    >>> as_neoplasm("colorectal carcinoma".split())
    ['colorectal', 'neoplasm']
    """
    found = ["neoplasm" if word in _CARCINOMAS else word for word in words]
    return found if len(words) > 1 and found != words else []


def without_one(words: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Each word within, and the others: three or more that may stand together elsewhere.

    >>> [" ".join(rest) for _, rest in without_one("left ventricular systolic dysfunction".split())]
    ['left systolic dysfunction', 'left ventricular dysfunction']
    """
    if _LEAST_WORDS <= len(words) <= _MOST_WORDS:
        for at in range(1, len(words) - 1):
            if words[at].isalpha():
                yield words[at], words[:at] + words[at + 1 :]


def without_giving(words: list[str]) -> list[str]:
    """The words of a drug without dose, form and route, at both ends.

    >>> without_giving("oral metformin 500 mg tablet".split())
    ['metformin']
    """
    return _trimmed(_without_amounts(words), GIVING)


def without_narrowing(words: list[str]) -> list[str]:
    """The words of a condition without stage, course and who has it, at both ends.

    >>> without_narrowing("patient with newly diagnosed multiple myeloma".split())
    ['multiple', 'myeloma']
    >>> without_narrowing("sars cov 2".split()), without_narrowing("stage iii melanoma".split())
    (['sars', 'cov', '2'], ['melanoma'])
    >>> without_narrowing("non alcoholic fatty liver disease".split())[0]
    'non'
    """
    graded = {
        at
        for start, word in enumerate(words[:-1])
        if word in _GRADED and _GRADE.fullmatch(words[start + 1])
        for at in (start, start + 1)
    }
    kept = [word for at, word in enumerate(words) if at not in graded]
    return _trimmed(kept, _NARROWING - _NOT_LEFT_OFF)


def _without_amounts(words: list[str]) -> list[str]:
    """The words without numbers that have a unit: "500 mg" is an amount, "5 fluorouracil" none.

    >>> _without_amounts("coenzyme q 10 200 mg".split())
    ['coenzyme', 'q', '10']
    """
    amounts = {
        at
        for start, word in enumerate(words[:-1])
        if word[0].isdecimal() and words[start + 1] in UNITS
        for at in (start, start + 1)
    }
    return [word for at, word in enumerate(words) if at not in amounts]


def _trimmed(words: list[str], around: frozenset[str]) -> list[str]:
    start, end = 0, len(words)
    while start < end and words[start] in around:
        start += 1
    while end > start and words[end - 1] in around:
        end -= 1
    return words[start:end]


def windows(words: list[str], most: int = 8) -> Iterator[tuple[int, int]]:
    """Each stretch of words as its ends, the longest first, from the left."""
    for length in range(min(len(words), most), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length

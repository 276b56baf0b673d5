"""Wordings made comparable: two spellings of one thing become the same key, and slugs.

In: a mention as a report writes it. Out: a key that ignores case, hyphens, Greek letters,
plurals and British or American spelling; or a slug of the mention's own words.
"""

import hashlib
import re
import unicodedata
from functools import lru_cache
from typing import cast

_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa",
    "λ": "lambda", "μ": "mu", "ω": "omega", "σ": "sigma", "τ": "tau", "ϵ": "epsilon",
}  # fmt: skip
# British and American spellings meet in a form that is neither; what matters is that they meet.
_SPELLINGS = (
    (re.compile(r"(?<=[a-z])ae(?=[a-z])|\bae(?=[a-z]{3})"), "e"),
    (re.compile(r"(?<=[a-z])oe(?=[a-z])|\boe(?=[a-z]{3})"), "e"),
    (re.compile(r"(?<=[a-z]{2})our(?=s?\b|al|able)"), "or"),
    (re.compile(r"(?<=[a-z]{3})is(?=(?:e|ed|es|er|ing|ation|ations)\b)"), "iz"),
    (re.compile(r"(?<=[a-z]{3})ys(?=(?:e|ed|es|ing)\b)"), "yz"),
    (re.compile(r"(?<=[bt])re\b"), "er"),
    (re.compile(r"sulph"), "sulf"),
    (re.compile(r"\balfa\b"), "alpha"),
    (re.compile(r"ogue\b"), "og"),
    (re.compile(r"\bprogramme\b"), "program"),
)
_POSSESSIVE = re.compile(r"(?<=[a-z])['\u2019](?=s\b)")
_WORDS = re.compile(r"[a-z]+|\d+(?:\.\d+)?|%")
ARTICLES = frozenset("the a an this that these those their his her its our such any all".split())
_WITHIN = frozenset({"the", "an"})
_LONGEST_SLUG = 80
_SIGNED = re.compile(r"[<>≤≥⩽⩾]")
_SIGNS = (
    (re.compile(r">\s?=|≥|⩾"), " at least "),
    (re.compile(r"<\s?/?\s?=|≤|⩽"), " at most "),
    (re.compile(r"<"), " below "),
    (re.compile(r"(?<![-=])>"), " above "),
)


@lru_cache(maxsize=1 << 13)
def key(text: str) -> str:
    """The key of a wording: equal for wordings that differ in spelling only.

    >>> key("IL-2") == key("il 2") == key("IL2"), key("Haemoglobin") == key("hemoglobin")
    (True, True)
    >>> key("the CD4+ T-cell counts"), key("IFN-α")
    ('cd 4 t cell count', 'ifn alpha')
    """
    words = _words(text)
    while words and words[0] in ARTICLES:
        words = words[1:]
    return " ".join(map(_compared, words))


def words(text: str) -> list[str]:
    """All words of a wording in the form in which they are compared, articles too.

    >>> words("Hepatitis A viruses, tumours")
    ['hepatitis', 'a', 'virus', 'tumor']
    """
    return list(map(_compared, _words(text)))


def _words(text: str) -> list[str]:
    plain = _letters(text).casefold()
    if "\u2019" in plain or "'" in plain:
        plain = _POSSESSIVE.sub("", plain)
    return cast("list[str]", _WORDS.findall(plain))


@lru_cache(maxsize=1 << 16)
def _compared(word: str) -> str:
    """A word in the form in which words are compared."""
    return _singular(_spelled(word))


def _spelled(word: str) -> str:
    for pattern, common in _SPELLINGS:
        word = pattern.sub(common, word)
    return word


def _letters(text: str) -> str:
    """The text in plain letters: Greek letters as names, accents and superscripts dropped."""
    if text.isascii():
        return text
    named = "".join(f" {_GREEK[c]} " if c in _GREEK else c for c in text.replace("µ", "μ").lower())
    plain = unicodedata.normalize("NFKD", named)
    return "".join(c for c in plain if not unicodedata.combining(c))


def _singular(word: str) -> str:
    """The word without its plural ending, near enough to compare: "biopsies" gives "biopsy".

    >>> [_singular(w) for w in ("counts", "biopsies", "viruses", "diabetes", "mass", "mellitus")]
    ['count', 'biopsy', 'virus', 'diabete', 'mass', 'mellitus']
    """
    if len(word) <= 3 or word.endswith(("ss", "us", "is")):  # noqa: PLR2004 - "gas", "PIs"
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith(("uses", "sses", "xes", "ches", "shes")):
        return word[:-2]
    return word.removesuffix("s")


def slug(text: str) -> str:
    """The slug of a mention: its own words without articles, in ASCII, joined by hyphens.

    What lies on one side of a bound is another thing than what lies on the other.

    >>> slug("the Serum TNF-α level"), slug("Überleben nach 5 Jahren")
    ('serum-tnf-alpha-level', 'uberleben-nach-5-jahren')
    >>> slug("LVEF > 40%"), slug("LVEF </= 40%"), slug("grade ≥3 pain")
    ('lvef-above-40', 'lvef-at-most-40', 'grade-at-least-3-pain')
    >>> len(slug("very " * 60 + "long")) <= 80
    True
    """
    words = re.findall(r"[a-z0-9]+", _ascii(_bounded(text)))
    # An "a" within a name is no article: hepatitis A, lipoprotein(a).
    kept = [w for n, w in enumerate(words) if w not in (_WITHIN if n else ARTICLES)] or words
    joined = "-".join(kept)
    if not joined or len(joined) > _LONGEST_SLUG:
        digest = hashlib.sha256(text.encode()).hexdigest()[:8]
        return f"{joined[: _LONGEST_SLUG - 9].rstrip('-')}-{digest}".lstrip("-")
    return joined


def _bounded(text: str) -> str:
    """The text with its signs of more and less as words."""
    for sign, said in _SIGNS if _SIGNED.search(text) else ():
        text = sign.sub(said, text)
    return text


def _ascii(text: str) -> str:
    return _letters(text).replace("+", " ").encode("ascii", "ignore").decode().casefold()

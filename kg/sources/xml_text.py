"""The words of an element: inline mark-up and its tails kept, powers of ten still powers.

In: an element of mixed content. Out: its text on one line. ``10<sup>9</sup>`` is not 109: digits
that are raised stay raised, as their own characters.
"""

import re
from collections.abc import Iterator
from typing import Final

from kg.sources.xml_stream import Element

_RAISED: Final = str.maketrans("0123456789+-−–", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻")
_POWER: Final = re.compile(r"\s*[+−–-]?\d+\s*")
_BLANKS: Final = re.compile(r"[ \t\r\n]+")
_LOOSE: Final = re.compile(r"[\t\r\n]|  |^ | $")
_MATHML: Final = "{http://www.w3.org/1998/Math/MathML}"
_RAISING: Final = f"{_MATHML}msup"
_FRACTION: Final = f"{_MATHML}mfrac"


def text_of(element: Element | None) -> str:
    r"""The text of an element without its mark-up; an absent one has none.

    >>> from lxml import etree
    >>> text_of(etree.fromstring("<t>CD4 <i>T</i>\n cells, 10<sup>9</sup>/L CO<sub>2</sub></t>"))
    'CD4 T cells, 10⁹/L CO2'
    """
    if element is None:
        return ""
    if not len(element):
        # Most elements are a word or two: nothing to join, and mostly nothing to squeeze.
        text = element.text or ""
        return _BLANKS.sub(" ", text).strip(" ") if _LOOSE.search(text) else text
    return _BLANKS.sub(" ", "".join(_words(element))).strip(" ")


def has_formula(element: Element) -> bool:
    """Whether a formula stands in the text: its words are kept, its layout is not."""
    return next(element.iter(f"{_MATHML}*"), None) is not None


def _words(element: Element) -> Iterator[str]:
    yield element.text or ""
    for place, child in enumerate(element):
        # A comment or an instruction is no text; what follows it is.
        if isinstance(child.tag, str):
            inner = "".join(_words(child))
            up = child.tag == "sup" or (element.tag == _RAISING and place == 1)
            yield raised(inner) if up else inner
            if element.tag == _FRACTION and place == 0:
                yield "/"
        yield child.tail or ""


def raised(text: str) -> str:
    """A whole number in raised digits; other text as it is.

    >>> raised("-3"), raised("th"), raised("+")
    ('⁻³', 'th', '+')
    """
    return text.strip().translate(_RAISED) if _POWER.fullmatch(text) else text

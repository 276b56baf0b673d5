"""What stands outside brackets: the words that decide what a mention names.

In: a mention. Out: its words without brackets. What stands in brackets behind words is their short
form or their unit; it names nothing by itself, for many things have one short form.
"""

import re
from typing import Final

from kg.linking.abbreviations import explained, is_short

_BRACKETS: Final = re.compile(r"[(\[][^()\[\]]*[)\]]")
_LONGEST: Final = 4000
"""No name is longer; of a longer text nothing is taken out."""
_SHORT: Final = 4
_BARE: Final = re.compile(r"[A-Z]{2,3}s?")


def outside(text: str) -> str:
    """The words of a mention that decide what it names: a short form is read as its long one.

    >>> outside("Right Atrial (RA) Pressure"), outside("QRS duration [ms]")
    ('Right Atrial Pressure', 'QRS duration')
    >>> outside("SVR (systemic vascular resistance) at rest")
    'systemic vascular resistance at rest'
    """
    words = text
    if len(text) > _LONGEST:
        return text
    while (less := _BRACKETS.sub(" ", words)) != words:
        words = less
    if words == text:
        return text
    plain = " ".join(words.split())
    for short, long in explained([text]).items():
        if long not in plain:
            alone = re.compile(rf"(?<!\w){re.escape(short)}(?!\w)")
            plain = long.join(alone.split(plain))
    return plain


def names_within(text: str) -> tuple[str, ...]:
    """What stands in brackets and is no short form: of a drug it may be the name.

    >>> names_within("ZX-1 (zentamab) [ZXM]")
    ('zentamab',)
    """
    inside = (each[1:-1].strip() for each in _BRACKETS.findall(text[:_LONGEST]))
    return tuple(each for each in inside if len(each) > _SHORT and not is_short(each))


def is_bare(text: str) -> bool:
    """Whether a mention is two or three capitals alone, which stand for many things.

    >>> is_bare("MS"), is_bare("COPD"), is_bare("Mitral stenosis (MS)")
    (True, False, False)
    """
    return _BARE.fullmatch(text.strip()) is not None

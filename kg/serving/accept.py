"""Which of several forms a client would like best.

In: an ``Accept`` header and what there is. Out: one of the offers, or nothing.

*Source*: RFC 9110, sections 12.4.2 and 12.5.1.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

_WORD: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_PIECE: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*")+')
_RANGE: Final = re.compile(rf"\s*({_WORD})/({_WORD})\s*(;.*)?", re.DOTALL)
_QUALITY: Final = re.compile(r";\s*[qQ]\s*=\s*([^\s;]*)")
_LONGEST: Final = 2_000  # what stands behind it is not looked at
_NUMBER: Final = re.compile(r"(?:[01](?:\.\d*)?|\.\d+)")


class Offer(NamedTuple):
    """A media type, and the name of the form behind it."""

    media: str
    form: str


class _Range(NamedTuple):
    kind: str
    subkind: str
    quality: float

    def fits(self, media: str) -> int:
        """How closely a media type is meant: not at all, by any, by its kind, by its name."""
        kind, _, subkind = media.partition("/")
        if (self.kind, self.subkind) == (kind, subkind):
            return 3
        if (self.kind, self.subkind) == (kind, "*"):
            return 2
        return int((self.kind, self.subkind) == ("*", "*"))


def chosen(header: str | None, offers: Sequence[Offer]) -> Offer | None:
    """The offer that the header likes best, the first of equals; nothing where it likes none.

    A header that says nothing, or nothing that can be read, takes the first.

    >>> offers = [Offer("text/turtle", "ttl"), Offer("application/ld+json", "jsonld")]
    >>> chosen("text/*;q=0.2, application/ld+json;q=0.5", offers).form
    'jsonld'
    >>> chosen("image/png", offers) is None, chosen("broken", offers).form
    (True, 'ttl')
    """
    wanted = list(_ranges(header or ""))
    if not wanted:
        return offers[0]
    best = max(offers, key=lambda offer: _quality(offer.media, wanted))
    return best if _quality(best.media, wanted) else None


def _quality(media: str, wanted: Sequence[_Range]) -> float:
    closest = max(wanted, key=lambda each: (each.fits(media), each.quality))
    return closest.quality if closest.fits(media) else 0.0


def _ranges(header: str) -> Iterator[_Range]:
    for piece in _PIECE.findall(header[:_LONGEST]):
        match = _RANGE.fullmatch(piece)
        if match is None:
            continue
        said = _QUALITY.search(match[3] or "")
        if said is None:
            yield _Range(match[1].lower(), match[2].lower(), 1.0)
        elif _NUMBER.fullmatch(said[1]) and float(said[1]) <= 1:
            yield _Range(match[1].lower(), match[2].lower(), float(said[1]))

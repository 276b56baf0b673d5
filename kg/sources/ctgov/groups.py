"""Which groups of the results are one: across modules, and as registered arms.

In: the groups that each module of the results lists, with what is counted of them, and the arms of
the protocol. Out: for each listing the people that it stands for, and what speaks for that. Two
listings are one where title or description say so and no other fits; what cannot be told stays
a group of its own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from kg.codes import MatchEvidence
from kg.records import Arm, Group, RegistryGroup
from kg.sources.ctgov.book import Book, folded
from kg.sources.ctgov.results_schema import EventGroup, ListedGroup

# Words of a title that do not tell groups apart.
_NOISE: Final = frozenset(
    "a an and arm arms cohort experimental group groups of on participant participants patient"
    " patients plus received receivers receiving regimen subject subjects tablet tablets the"
    " therapy to treated treatment who with".split()
)
# A sponsor's code of a drug ("BAY1067197") is left out of one title and not of the other.
_CODE: Final = re.compile(r"\b[a-z]{2,}[- ]?\d{3,}(?:[-/]\d+)*\b")
_MICROGRAMS: Final = re.compile(r"(?<=\d)\s*(?:[µμ]g|mcg|micrograms?)\b")
# What comes before a title in a list: "Arm B: ", "2. ".
_ORDINAL: Final = re.compile(
    r"(?:(?:arm|group|treatment|cohort|sequence|part)\s*)?(?:\d{1,2}|[a-z])\s*[:.)–-]\s+(?=\S)"
    r"|\d\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_SHORT: Final = 12  # a description shorter than this says too little to tell people by
_TOKENS: Final = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[<>%+]")
_OUTCOMES: Final = "/outcomeMeasuresModule"
Listed = ListedGroup | EventGroup


@dataclass
class _People:
    """One set of people: an arm, or a group of the results."""

    key: str
    title: str | None
    description: str | None
    arm: bool = False
    around: str = ""
    sizes: Counter[int] = field(default_factory=Counter)
    evidence: tuple[str, ...] = ()


@dataclass
class _Listing:
    """A group as a module lists it."""

    module: str
    pointer: str
    group: Listed
    size: int | None


class Roster:
    """All people of a record's results."""

    def __init__(self, arms: Sequence[Arm], book: Book) -> None:
        self._book = book
        self._people = [
            _People(arm.key, arm.label, arm.description, arm=True, around=_around(arm))
            for arm in arms
        ]
        self._of: dict[tuple[str, str], str] = {}
        self.listed: list[RegistryGroup] = []

    def key(self, module: str, group: str) -> str:
        """The key of the people that a group of a module is.

        An id that the module does not list is told, and stands for people of its own.
        """
        if (module, group) not in self._of:
            self._book.remark("a group that the module does not list", module, group)
            self.read(module, [ListedGroup(id=group, title=group)], {}, where=None)
        return self._of[module, group]

    def size_of(self, key: str) -> int | None:
        """How many people a key stands for, as far as the modules agree on one number."""
        sizes = next((each.sizes for each in self._people if each.key == key), Counter())
        return next(iter(sizes), None)

    def groups(self) -> tuple[Group, ...]:
        """The people who are tied to no registered arm."""
        return tuple(
            Group(
                key=each.key,
                label=each.title or each.key,
                description=each.description,
                evidence=each.evidence,
            )
            for each in self._people
            if not each.arm
        )

    def read(
        self,
        module: str,
        groups: Iterable[Listed],
        sizes: Mapping[str, int],
        where: str | None = "groups",
    ) -> None:
        """Takes in the groups of a module: each is people already known, or new ones."""
        listings = [
            _Listing(
                module, f"{module}/{where}/{n}" if where else module, group, sizes.get(group.id)
            )
            for n, group in enumerate(groups)
        ]
        for listing, people, matched in self._matched(listings):
            self._take(listing, people or self._new(listing), matched)

    def _new(self, listing: _Listing) -> _People:
        group = listing.group
        number = sum(not each.arm for each in self._people) + 1
        made = _People(f"group-{number}", group.title or group.id, group.description)
        made.evidence = self._place(listing)
        self._people.append(made)
        return made

    def _place(self, listing: _Listing) -> tuple[str, ...]:
        if listing.pointer == listing.module:
            return self._book.at("/protocolSection/identificationModule/nctId")
        name = "title" if listing.group.title else "id"
        return self._book.at(f"{listing.pointer}/{name}")

    def _take(self, listing: _Listing, people: _People, matched: tuple[MatchEvidence, ...]) -> None:
        self._of[listing.module, listing.group.id] = people.key
        same_size = listing.size is not None and listing.size in people.sizes
        if listing.size is not None and _OUTCOMES not in listing.module:
            people.sizes[listing.size] += 1  # of an outcome only those analysed are counted
        evidence: tuple[MatchEvidence, ...] = ("sameSize",) if matched and same_size else ()
        self.listed.append(
            RegistryGroup(
                id=listing.group.id,
                module=listing.module,
                of=people.key,
                title=listing.group.title,
                description=listing.group.description,
                matched=tuple(dict.fromkeys((*matched, *evidence))),
                evidence=self._place(listing),
            )
        )

    # --- Matching -------------------------------------------------------------------------------

    def _matched(
        self, listings: list[_Listing]
    ) -> Iterator[tuple[_Listing, _People | None, tuple[MatchEvidence, ...]]]:
        """Each listing with the people it is; the surest signs are looked at first."""
        found: dict[int, tuple[_People, tuple[MatchEvidence, ...]]] = {}
        for sign in _SIGNS:
            open_ = [n for n in range(len(listings)) if n not in found]
            free = [each for each in self._people if all(each is not p for p, _ in found.values())]
            found.update(_pairs(sign, listings, open_, free))
        for n, listing in enumerate(listings):
            people, matched = found.get(n, (None, ()))
            yield listing, people, matched


Sign = Callable[[_Listing, _People], tuple[MatchEvidence, ...]]


def _pairs(
    sign: Sign, listings: list[_Listing], open_: list[int], free: list[_People]
) -> Iterator[tuple[int, tuple[_People, tuple[MatchEvidence, ...]]]]:
    """The pairs of which each is the other's only fit."""
    fits = [(n, people, sign(listings[n], people)) for n in open_ for people in free]
    fits = [fit for fit in fits if fit[2]]
    by_listing = Counter(n for n, _, _ in fits)
    by_people = Counter(people.key for _, people, _ in fits)
    for n, people, matched in fits:
        if by_listing[n] == 1 and by_people[people.key] == 1:
            yield n, (people, matched)


def _same_title(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    title = folded(listing.group.title)
    if not title or title != folded(people.title):
        return ()
    return ("sameTitle", *_same_description(listing, people))


def _same_description(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    text = folded(listing.group.description)
    same = len(text) > _SHORT and text == folded(people.description)
    return ("sameDescription",) if same else ()


def _alike_title(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """Titles of the same telling words, in whatever order and with whatever around them."""
    titles = listing.group.title, people.title
    one, other = (_telling(title) for title in titles)
    alike = bool(one) and one == other and _codes_agree(*titles)
    if not alike and not _alike_in_list(*titles):
        return ()
    return ("alikeTitle", *_same_description(listing, people))


def _codes_agree(one: str | None, other: str | None) -> bool:
    """Whether no code of a drug stands in one title and another code in the other."""
    codes = [set(_CODE.findall((title or "").casefold())) for title in (one, other)]
    return codes[0] <= codes[1] or codes[1] <= codes[0]


def _alike_in_list(one: str | None, other: str | None) -> bool:
    """Whether two titles are one but for the ordinal that a list puts before one of them."""
    found = [_ORDINAL.match(title or "") for title in (one, other)]
    if sum(match is not None for match in found) != 1:
        return False
    bare = [_telling(_ORDINAL.sub("", title or "", count=1)) for title in (one, other)]
    return bool(bare[0]) and bare[0] == bare[1]


def _described_alike(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """One description, and titles that at least do not name other numbers."""
    same = _same_description(listing, people)
    numbers = [_numbers(_telling(title)) for title in (listing.group.title, people.title)]
    return same if same and (numbers[0] == numbers[1] or _as_many(listing, people)) else ()


def _within_title(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """A title whose telling words are all in the other, for groups of one size."""
    one, other = _telling(listing.group.title), _telling(people.title)
    if not one or not other or not (one <= other or other <= one):
        return ()
    if _numbers(one) != _numbers(other) or not _as_many(listing, people):
        return ()
    return ("alikeTitle", "sameSize")


def _named_in_arm(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """A title within the arm's label, or around it with no more than the arm's own words."""
    if not people.arm or people.sizes:
        return ()
    one, other = _telling(listing.group.title), _telling(people.title)
    if not one or not other or _numbers(one) != _numbers(other):
        return ()
    around = other <= one <= other | _telling(people.around)
    return ("alikeTitle",) if one <= other or around else ()


def _around(arm: Arm) -> str:
    """All that a record says of an arm beside its label."""
    return " ".join(filter(None, (arm.description, *(given.label for given in arm.receives))))


def _as_many(listing: _Listing, people: _People) -> bool:
    return listing.size is not None and listing.size in people.sizes


def _telling(title: str | None) -> frozenset[str]:
    plain = _MICROGRAMS.sub(" ug", (title or "").casefold())
    words = _TOKENS.findall(_CODE.sub(" ", plain)) or _TOKENS.findall(plain)
    return frozenset(words) - _NOISE or frozenset(words)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    # A bare letter or Roman figure tells groups apart as a number does.
    return frozenset(word for word in words if word[0].isdigit() or len(word) == 1)


_SIGNS: Final[tuple[Sign, ...]] = (
    _same_title,
    _alike_title,
    _described_alike,
    _within_title,
    _named_in_arm,
)

"""Which groups of the results are one: across modules, and as registered arms.

In: the groups that each module of the results lists, with what is counted of them, and the arms of
the protocol. Out: for each listing the people that it stands for, and what speaks for that. Two
listings are one where title or description say so and no other fits; a listing is an arm also where
what it is given tells all groups and arms apart. What cannot be told stays a group of its own.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from kg.codes import MatchEvidence
from kg.records import Arm, Group, RegistryGroup
from kg.sources.ctgov.assignment import Told, assigned
from kg.sources.ctgov.book import Book, folded
from kg.sources.ctgov.profiles import Profiles, in_turn, later, may_be_an_arm
from kg.sources.ctgov.results_schema import EventGroup, ListedGroup

# Words of a title that do not tell groups apart.
_NOISE: Final = frozenset(
    "a an and arm arms cohort experimental group groups of on participant participants patient"
    " patients plus received receivers receiving regimen subject subjects tablet tablets the"
    " therapy to treated treatment who with".split()
)
# A sponsor's code of a drug ("BAY1067197") is left out of one title and not of the other; but one
# of two things given is no second name.
_CODE: Final = re.compile(r"\b[a-z]{2,}[- ]?\d{3,}(?:[-/]\d+)*\b")
_SECOND_NAME: Final = re.compile(
    rf"(?<!\+ )(?<!and )(?<!plus ){_CODE.pattern}(?!\s*(?:\+|/|(?:and|plus|or)\b))"
)
_MICROGRAMS: Final = re.compile(r"(?<=\d)\s*(?:[µμ]g|mcg|micrograms?)\b")
# What comes before a title in a list: "Arm B: ", "2. ".
_ORDINAL: Final = re.compile(
    r"(?:(?:arm|group|treatment|cohort|sequence|part)\s*)?(?:\d{1,2}|[a-z]|[ivx]{1,4})\s*[:.)–-]\s+(?=\S)"
    r"|\d\s+(?=[^\W\d_])",
    re.IGNORECASE,
)
_ROMAN: Final = re.compile(r"[ivx]{1,4}")
_SHORT: Final = 12  # a description shorter than this says too little to tell people by
_TOKENS: Final = re.compile(r"\d+(?:\.\d+)?|[^\W\d_]+|[<>%+]")
_OUTCOMES: Final = "/outcomeMeasuresModule"
Listed = ListedGroup | EventGroup


@dataclass
class _People:
    """One set of people: an arm, or a group of the results, by all names that it goes by."""

    key: str
    arm: Arm | None = None
    titles: list[str | None] = field(default_factory=list)
    descriptions: list[str | None] = field(default_factory=list)
    sizes: Counter[int] = field(default_factory=Counter)
    evidence: tuple[str, ...] = ()
    listed: bool = False
    later: bool = False


@dataclass
class _Listing:
    """A group as a module lists it."""

    module: str
    pointer: str
    group: Listed
    size: int | None


_Pair = tuple[int, tuple[_People, tuple[MatchEvidence, ...]]]
_Found = Mapping[int, tuple[_People, tuple[MatchEvidence, ...]]]


class Roster:
    """All people of a record's results."""

    def __init__(self, arms: Sequence[Arm], book: Book) -> None:
        self._book = book
        self._profiles = Profiles(arms)
        self._people = [
            _People(a.key, a, [a.label], [a.description], later=self._profiles.follows(a.key))
            for a in arms
        ]
        self._of: dict[tuple[str, str], str] = {}
        self._entered: list[str] = []  # those of the first module, which are the trial's people
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
                label=each.titles[0] or each.key,
                description=each.descriptions[0],
                evidence=each.evidence,
            )
            for each in self._people
            if each.arm is None
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
        if not self._entered:
            may_be = (each for each in listings if may_be_an_arm(each.group.title))
            self._entered = [self._of[module, each.group.id] for each in may_be]

    def _new(self, listing: _Listing) -> _People:
        group = listing.group
        number = sum(each.arm is None for each in self._people) + 1
        made = _People(f"group-{number}", titles=[group.title or group.id])
        made.descriptions, made.evidence = [group.description], self._place(listing)
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
        people.titles.append(listing.group.title)
        people.descriptions.append(listing.group.description)
        people.listed = True
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
        if listings and _OUTCOMES not in listings[0].module:
            found.update(self._told_apart(listings, found))
            found.update(self._still_left(listings, found))
        for n, listing in enumerate(listings):
            people, matched = found.get(n, (None, ()))
            yield listing, people, matched

    def _told_apart(self, listings: list[_Listing], found: _Found) -> Iterator[_Pair]:
        """The listings that are arms by what tells all arms of the record apart."""
        arms = {each.key: each for each in self._people if each.arm is not None}
        taken = {people.key for people, _ in found.values()}
        free = [key for key, each in arms.items() if not each.listed and key not in taken]
        told = [
            Told(n, each.group.title, each.group.description, known=n in found)
            for n, each in enumerate(listings)
            if may_be_an_arm(each.group.title)
        ]
        for n, key, matched in assigned(told, free, self._profiles):
            yield n, (arms[key], matched)

    def _still_left(self, listings: list[_Listing], found: _Found) -> Iterator[_Pair]:
        """Those who are left where a module has as many groups as entered the trial."""
        may_be = [n for n, each in enumerate(listings) if may_be_an_arm(each.group.title)]
        taken = {people.key for people, _ in found.values()}
        open_ = [n for n in may_be if n not in found]
        free = [p for p in self._people if p.key in self._entered and p.key not in taken]
        if len(may_be) == len(self._entered) and len(open_) == len(free):
            nested = dict(_pairs(_nested, listings, open_, free))
            yield from nested.items()
            if len(open_) == 1 and not nested and _as_many(listings[open_[0]], free[0]):
                yield open_[0], (free[0], ("lastLeft",))


Sign = Callable[[_Listing, _People], tuple[MatchEvidence, ...]]


def _pairs(
    sign: Sign, listings: list[_Listing], open_: list[int], free: list[_People]
) -> Iterator[_Pair]:
    """The pairs of which each is the other's only fit."""
    fits = [(n, people, sign(listings[n], people)) for n in open_ for people in free]
    fits = [fit for fit in fits if fit[2]]
    by_listing = Counter(n for n, _, _ in fits)
    by_people = Counter(people.key for _, people, _ in fits)
    for n, people, matched in fits:
        if by_listing[n] == 1 and by_people[people.key] == 1:
            yield n, (people, matched)


def _same_title(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    group, title = listing.group, folded(listing.group.title)
    if not title or title not in map(folded, people.titles):
        return ()
    if people.later and not (people.listed or later(f"{group.title} {group.description}")):
        return ()
    return ("sameTitle", *_same_description(listing, people))


def _same_description(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    text = folded(listing.group.description)
    same = len(text) > _SHORT and text in map(folded, people.descriptions)
    return ("sameDescription",) if same else ()


def _alike_title(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """Titles of the same telling words, in whatever order and with whatever around them."""
    title = listing.group.title
    if not any(_alike(title, each) for each in people.titles):
        return ()
    return ("alikeTitle", *_same_description(listing, people))


def _alike(one: str | None, other: str | None) -> bool:
    same = bool(_telling(one)) and _telling(one) == _telling(other)
    return (same and _codes_agree(one, other)) or _alike_in_list(one, other)


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
    """One description, and titles that at least do not name other numbers, or another turn."""
    same, title = _same_description(listing, people), listing.group.title
    if not same or any(in_turn(each) and not in_turn(title) for each in people.titles):
        return ()
    numbers = _numbers(_telling(title))
    known = [_numbers(_telling(each)) for each in people.titles]
    as_many = _as_many(listing, people) and any(numbers <= each for each in known)
    return same if as_many or numbers in known else ()


def _within_title(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """A title whose telling words are all in the other, for groups of one size."""
    if not _as_many(listing, people):
        return ()
    one, said = _telling(listing.group.title), _telling(listing.group.description)
    known = zip(people.titles, people.descriptions, strict=True)
    within = any(_within(one, said, _telling(t), _telling(d)) for t, d in known)
    return ("alikeTitle", "sameSize") if within else ()


def _within(
    one: frozenset[str], said: frozenset[str], other: frozenset[str], known: frozenset[str]
) -> bool:
    """Whether one title is in the other, and its description has the numbers that it leaves out."""
    in_words = any(len(word) > 1 and not word[0].isdigit() for word in one & other)
    if not in_words and not one <= _numbers(other):
        return False
    if one <= other:
        return _numbers(other) <= _numbers(one | said)
    return other <= one and _numbers(one) <= _numbers(other | known)


def _nested(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """A title in the other one, where both tell of the same part of the trial."""
    title = listing.group.title
    one, said = _telling(title), _telling(listing.group.description)
    known = zip(people.titles, people.descriptions, strict=True)
    part = later(title), in_turn(title)
    nested = any(
        part == (later(t), in_turn(t)) and _within(one, said, _telling(t), _telling(d))
        for t, d in known
    )
    return ("alikeTitle",) if nested else ()


def _named_in_arm(listing: _Listing, people: _People) -> tuple[MatchEvidence, ...]:
    """A title within the arm's label, or around it with no more than the arm's own words.

    What the arm alone is given beside it must not be left out: a part of a mixture is no mixture.
    """
    if people.arm is None or people.listed:
        return ()
    one, other = _telling(listing.group.title), _telling(people.arm.label)
    if not one or not other or _numbers(one) != _numbers(other):
        return ()
    around = other <= one <= other | _telling(_around(people.arm))
    inside = one <= other and not _leaves_out(listing.group.title or "", people.arm)
    return ("alikeTitle",) if inside or around else ()


def _leaves_out(title: str, arm: Arm) -> bool:
    """Whether the arm's label names something given that the title does not."""
    label, said = _named(arm.label or ""), _named(title)
    return any(_named(each.label or "") & label and not _named(each.label or "") & said
               for each in arm.receives)  # fmt: skip


def _named(text: str) -> frozenset[str]:
    """The words and codes of a text, without numbers and units."""
    plain = text.casefold()
    words = (word for word in _TOKENS.findall(plain) if len(word) > len("mcg"))
    return frozenset({*words, *_CODE.findall(plain)})


def _around(arm: Arm) -> str:
    """All that a record says of an arm beside its label."""
    return " ".join(filter(None, (arm.description, *(given.label for given in arm.receives))))


def _as_many(listing: _Listing, people: _People) -> bool:
    return listing.size is not None and listing.size in people.sizes


@lru_cache(maxsize=1 << 12)
def _telling(title: str | None) -> frozenset[str]:
    plain = _MICROGRAMS.sub(" ug", (title or "").casefold())
    words = _TOKENS.findall(_SECOND_NAME.sub(" ", plain)) or _TOKENS.findall(plain)
    return frozenset(words) - _NOISE or frozenset(words)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    # A bare letter or Roman figure tells groups apart as a number does.
    return frozenset(
        word for word in words if word[0].isdigit() or len(word) == 1 or _ROMAN.fullmatch(word)
    )


_SIGNS: Final[tuple[Sign, ...]] = (
    _same_title,
    _alike_title,
    _described_alike,
    _within_title,
    _named_in_arm,
)

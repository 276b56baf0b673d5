"""Which arm a word stands for where no full name of an arm does: "those on juice", "intervention practices".

In: a page. Out: the words that only one arm goes by, and the words for its role.
"""

import re
from collections import Counter
from functools import cached_property, lru_cache

from kg.reading.glossary import normal
from kg.reading.page import Page
from kg.reading.tape import Item

_DULL = frozenset(
    """group arm of the and with plus or in to for a an on at by from alone only patient patients mg kg day daily week weekly dose doses
    placebo control controls treatment therapy intervention standard usual care conventional experimental study active each one two
    three either no not without high low higher lower receiving treated given oral min h ml as well their they were was based program
    programme training education use combination single per once twice session sessions time months weeks years month year people
    women men children adults health pain blood risk effect effects outcome""".split()
)
_TREATED = frozenset(
    "intervention experimental treatment treated active study investigational".split()
)
_CONTROL = frozenset(
    "control controls placebo sham usual untreated comparison comparator unexposed vehicle".split()
)
# Groups by the first letters of what they are called in most trials that shorten it.
_SHORT_TREATED, _SHORT_CONTROL = frozenset({"ig", "eg"}), frozenset({"cg"})
_ENDINGS = re.compile(r"(?:ations?|ings?|ions?|ers?|ed|es|e|s)$")
_SHORTEST = 4
_SIGNS = re.compile(r"[/+-]")
_GIVEN = re.compile(r"-(?:treated|exposed|fed|group|based|induced|supplemented)$")
_STRANGERS = frozenset("healthy historical historic external".split())
_ROLES = (("controlRole", _CONTROL), ("experimentalRole", _TREATED), ("stranger", _STRANGERS))


class Sides:
    """The words of a page that mean one arm and no other."""

    def __init__(self, page: Page) -> None:
        self._page = page

    @cached_property
    def _words(self) -> dict[str, int]:
        own = [self._own(n) for n in range(len(self._page.drafts))]
        shared = Counter(word for words in own for word in words)
        return {word: n for n, words in enumerate(own) for word in words if shared[word] == 1}

    @cached_property
    def _meant(self) -> "_Meant":
        return _Meant(self._words)

    def _own(self, arm: int) -> frozenset[str]:
        draft = self._page.drafts[arm]
        names = [draft.label, *(c.words for c in draft.components)]
        found = {
            name
            for each in names
            for name in (normal(each), normal(self._page.glossary.expand(each)))
        }
        found |= {name for each in names for name in self._page.glossary.names(each)}
        tokens = {word for name in found for word in (*name.split(), *re.split(r"[\s/+-]+", name))}
        return frozenset(
            word for word in tokens if len(word) > 1 and word not in _DULL and not word.isdigit()
        )

    @cached_property
    def _stems(self) -> dict[str, int]:
        """The arms by words without their endings: "vaccinated" is of the arm with the vaccination."""
        told: dict[str, set[int]] = {}
        for word, arm in self._words.items():
            told.setdefault(_stem(word), set()).add(arm)
        return {stem: arms.pop() for stem, arms in told.items() if stem and len(arms) == 1}

    def likely(self, items: tuple[Item, ...]) -> int | None:
        """The arm that a run of words likely means: also by their stems, or by first letters."""
        found = self.of(items)
        words = {part for item in items for part in _parts(item.form)}
        if found is not None or _STRANGERS & words:
            return found
        stems = (self._stems.get(_stem(word)) for word in words if _stem(word))
        named = {arm for arm in stems if arm is not None}
        if named:
            return named.pop() if len(named) == 1 else None
        if _SHORT_CONTROL & words and not _SHORT_TREATED & words:
            return self._page.roster.one("controlRole")
        if _SHORT_TREATED & words and not _SHORT_CONTROL & words:
            return self._page.roster.one("experimentalRole")
        return None

    def of(self, items: tuple[Item, ...]) -> int | None:
        """The one arm that a run of words means; nothing where none or two do."""
        named: set[int] = set()
        roles: set[str] = set()
        for item in items:
            arms, marks = self._meant[item.form]
            named |= arms
            roles |= marks
        if "stranger" in roles or len(named) > 1:
            return None
        if named:
            return named.pop()
        return self._page.roster.one(roles.pop()) if len(roles) == 1 else None


class _Meant(dict[str, tuple[frozenset[int], frozenset[str]]]):
    """What the forms of a page mean: the arms that go by them, and the roles that they name."""

    def __init__(self, own: dict[str, int]) -> None:
        self._own = own

    def __missing__(self, form: str) -> tuple[frozenset[int], frozenset[str]]:
        own, words = self._own, _parts(form)
        arms = frozenset(own[key] for word in words for key in _keys(word) if key in own)
        roles = frozenset(role for role, named in _ROLES if not named.isdisjoint(words))
        told = self[form] = (arms, roles)
        return told


@lru_cache(maxsize=1 << 12)
def _parts(form: str) -> tuple[str, ...]:
    """A form and the words that make it up: "zentarol/placebo" is both, too."""
    return (form, *_SIGNS.split(form))


@lru_cache(maxsize=1 << 12)
def _keys(word: str) -> tuple[str, ...]:
    """The words under which a word may be known: "zentarol-treated" is zentarol, too."""
    plain = _GIVEN.sub("", word)
    return tuple(dict.fromkeys((word, plain, normal(plain))))


@lru_cache(maxsize=1 << 12)
def _stem(word: str) -> str:
    """A word without its ending; nothing where little would be left."""
    plain = _ENDINGS.sub("", word)
    return plain if plain.isalpha() and len(plain) >= _SHORTEST else ""


_latest: list[tuple[Page, Sides]] = []


def sides_of(page: Page) -> Sides:
    """The words of a page for its arms; of the page asked for last they are known."""
    if not _latest or _latest[0][0] is not page:
        _latest[:] = [(page, Sides(page))]
    return _latest[0][1]

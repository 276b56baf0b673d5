"""The names of the arms of a study, and which arm a wording means.

In: arm drafts. Out: the arm under any name that the report uses for it; none where it could be two.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

from kg.reading.arms import ArmDraft
from kg.reading.glossary import Glossary, normal

HEADS = frozenset(
    "group groups arm arms recipients cohort patients participants subjects individuals women men children adults controls".split()
)
CONTROL = frozenset({"control", "controls", "comparison", "comparator", "reference"})
STRANGERS = frozenset({"historical", "historic", "external", "healthy", "normal"})
TREATED = frozenset(
    {"experimental", "intervention", "treatment", "treated", "active", "study", "investigational"}
)
_TOO_PLAIN = frozenset(
    "control controls intervention experimental treatment treated study active usual care standard test"
    " comparison comparator early late high low no not".split()
)
_GIVEN = re.compile(
    r"(?P<what>.*\S)-(?:treated|assigned|allocated|randomized|supplemented|receiving|fed|exposed|vaccinated|immunized)"
    r"(?: (?:group|arm|patient|subject|participant|woman|women|man|men|child|children|individual|adult))?"
)
_NONE = frozenset({"no", "not", "without"})
_VAGUE = frozenset(
    "dose daily weekly monthly oral therapy regimen program programme group standard single combined combination plus with"
    " and or of in for to by at on the two one three first second third new other only alone same each patient mg ml day"
    " week month year trial receiving given schedule arm once twice intravenous subcutaneous topical".split()
)


class _Label(NamedTuple):
    """How an arm is called: its label, that without a word for a group, its number, other names."""

    label: str
    short: str
    number: str
    others: frozenset[str]


class ArmNames:
    """The arms and their names."""

    def __init__(self, drafts: tuple[ArmDraft, ...], glossary: Glossary) -> None:
        self.drafts = drafts
        self._names: list[frozenset[str]] = []
        self.order = tuple(
            tuple(self._part(glossary.names(c.words)) for c in d.components) for d in drafts
        )
        self.parts = tuple(
            frozenset(
                part for part, c in zip(order, d.components, strict=True) if c.kind != "nothing"
            )
            for order, d in zip(self.order, drafts, strict=True)
        )
        self.inert = frozenset(
            part
            for order, d in zip(self.order, drafts, strict=True)
            for part, c in zip(order, d.components, strict=True)
            if c.kind != "treatment"
        )
        shared = frozenset.intersection(*self.parts) if self.parts else frozenset()
        self.shared: frozenset[int] = shared
        self._longest_first = sorted(
            ((n, i) for i, known in enumerate(self._names) for n in known),
            key=lambda pair: (-len(pair[0]), pair),
        )
        self._openers = frozenset(name.split()[0] for name, _ in self._longest_first)
        self._labels = tuple(map(_labelled, drafts))
        self._resolved: dict[str, int | None] = {}
        self._words = tuple(
            {
                word
                for name in (d.label, *(c.words for c in d.components))
                for word in normal(glossary.expand(name)).split() + normal(name).split()
            }
            for d in drafts
        )
        self._called = {
            name: n for n, draft in enumerate(drafts) for name in self._called_by(n, draft)
        }
        self._starts = _on_tapes(self._openers | {name.split()[0] for name in self._called})

    def _called_by(self, place: int, draft: ArmDraft) -> frozenset[str]:
        """The names of an arm that mean it wherever they stand: an abbreviation, "arm a"."""
        names = {*draft.aliases, *(() if draft.components else (self._labels[place].label,))}
        return frozenset(
            name for name in names if len(name) > 1 and set(name.split()) - HEADS - _TOO_PLAIN
        )

    def _part(self, names: frozenset[str]) -> int:
        """The number of a treatment: the same for all arms that name it in any way."""
        for number, known in enumerate(self._names):
            if known & names:
                self._names[number] = known | names
                return number
        self._names.append(names)
        return len(self._names) - 1

    @property
    def names(self) -> tuple[frozenset[str], ...]:
        """The names of each treatment, by its number."""
        return tuple(self._names)

    def one(self, role: str) -> int | None:
        """The arm of a role where there is just one."""
        found = [n for n, draft in enumerate(self.drafts) if draft.role == role]
        return found[0] if len(found) == 1 else None

    def resolve(self, words: str) -> int | None:
        """The one arm that words mean, or nothing."""
        plain = normal(words)
        if plain not in self._resolved:
            self._resolved[plain] = self._resolve(plain)
        return self._resolved[plain]

    def _resolve(self, plain: str) -> int | None:
        called = self._by_label(plain)
        if called is not None:
            return called
        if "-" in plain and (called := self._by_hyphens(plain)) is not None:
            return called
        parts = self.parts_in(plain)
        if parts:
            return self._with(parts, alone=bool({"alone", "only"} & set(plain.split())))
        tokens = set(plain.split())
        called = self._by_role(tokens)
        return self._by_words(tokens) if called is None else called

    def _by_words(self, tokens: set[str]) -> int | None:
        """The arm whose name alone has all of these words: "the drops group" for "saline drops"."""
        own = tokens - HEADS - _TOO_PLAIN
        if not own or STRANGERS & tokens or own & _VAGUE:
            return None
        none = bool(_NONE & tokens)
        found = [
            n for n, words in enumerate(self._words) if own <= words and none == bool(words & _NONE)
        ]
        apart = own - set().union(*(words for n, words in enumerate(self._words) if [n] != found))
        return found[0] if len(found) == 1 and (apart or none) else None

    def _by_label(self, plain: str) -> int | None:
        """The arm of a label, a number or another name of its own."""
        short = _headless(plain)
        for place, each in enumerate(self._labels):
            if (
                plain == each.label
                or short == each.short
                or not each.others.isdisjoint((plain, short))
            ):
                return place
            if each.number and f" {each.number} " in f" {plain} ":
                return place
        return None

    def _by_hyphens(self, plain: str) -> int | None:
        """The arm whose label has blanks for hyphens, or what people were treated with."""
        treated = _GIVEN.fullmatch(plain)
        return self.resolve(treated["what"]) if treated else self._by_label(plain.replace("-", " "))

    def _by_role(self, tokens: set[str]) -> int | None:
        """The arm of the role that words name, where there is just one."""
        if STRANGERS & tokens:
            return None
        if CONTROL & tokens:
            return self.one("controlRole")
        if TREATED & tokens and not tokens - TREATED - HEADS - {"drug"}:
            return self.one("experimentalRole")
        return None

    def parts_in(self, plain: str) -> frozenset[int]:
        """The treatments that a wording names, the longest name first."""
        found: set[int] = set()
        rest = f" {plain} "
        for name, number in self._longest_first:
            if f" {name} " in rest:
                found.add(number)
                rest = rest.replace(f" {name} ", " ~ ")
        return frozenset(found)

    def _with(self, parts: frozenset[int], *, alone: bool) -> int | None:
        """The arm that has these treatments: alone, or with others if its own are among them."""
        exact = [n for n, own in enumerate(self.parts) if own == parts]
        if alone:
            exact = [n for n, own in enumerate(self.parts) if own - self.inert == parts]
            return exact[0] if len(exact) == 1 else None
        having = [n for n, own in enumerate(self.parts) if parts <= own]
        if len(having) == 1:
            return having[0]
        return exact[0] if len(exact) == 1 and parts - self.shared else None


def _labelled(draft: ArmDraft) -> _Label:
    label = normal(draft.label)
    others = draft.aliases | {normal(name) for name in draft.also}
    return _Label(label, _headless(label), normal(draft.number or ""), others)


def _on_tapes(words: Iterable[str]) -> frozenset[str]:
    """The forms in which words stand on tapes: in their one spelling, of one thing or several."""
    return frozenset(form for word in words for form in (word, f"{word}s") if normal(form) == word)


def _headless(plain: str) -> str:
    """Words without the word for a group at their end."""
    words = plain.split()
    return " ".join(words[:-1]) if words and words[-1] in HEADS else plain

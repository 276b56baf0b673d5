"""Other names under which a report goes on to speak of its arms.

In: drafts of arms and the sentences' tapes. Out: the drafts with the names that stand in brackets
behind their own ("zentarol (group 1)", "zentarol plus aspirin (ZA, n = 44)"), with the initials of
what they receive where the report writes them, and "combination" or "monotherapy" where one of two
arms receives all that the other does and more. A name that could be of two arms is of none.
"""

import re
from collections import Counter
from collections.abc import Iterator

from kg.reading.arms import ArmDraft
from kg.reading.glossary import normal
from kg.reading.phrases import forms
from kg.reading.tape import Item, Tape

_NUMBERED = re.compile(r"(?:group|arm|cohort|regimen|schedule)[ -](?:V|[a-e]|i{1,3}|iv|@\S+)")
_ROLES = frozenset(
    {"control", "control group", "control arm", "experimental arm", "experimental group"}
    | {
        "intervention group",
        "intervention arm",
        "study arm",
        "study group",
        "test arm",
        "standard arm",
    }
)
_LETTER = re.compile(r"[A-Z]")
_LETTERED = re.compile(r"\(([A-Z])\) (?:group|arm)")
_SHORTEST, _LONGEST, _PAIR = 2, 12, 2


def with_aliases(drafts: tuple[ArmDraft, ...], tapes: dict[int, Tape]) -> tuple[ArmDraft, ...]:
    """The drafts with the further names that the report gives each of them."""
    if len(drafts) < _PAIR:
        return drafts
    text = next(iter(tapes.values())).text
    found = [
        {*bracketed, *_initials(draft, text), *_lettered(draft, text)}
        for draft, bracketed in zip(drafts, _bracketed(drafts, tapes), strict=True)
    ]
    for place, name in _joint(drafts):
        found[place].add(name)
    known = Counter(
        name for d, own in zip(drafts, found, strict=True) for name in {*own, *d.aliases}
    )
    return tuple(
        draft._replace(aliases=draft.aliases | {name for name in own if known[name] == 1})
        for draft, own in zip(drafts, found, strict=True)
    )


def _bracketed(drafts: tuple[ArmDraft, ...], tapes: dict[int, Tape]) -> list[set[str]]:
    """The names in brackets behind each arm's own, where one sentence names all arms in order."""
    numbers = {draft.sentences[:1] for draft in drafts}
    starts = [draft.span[0] for draft in drafts]
    if len(numbers) != 1 or numbers == {()} or starts != sorted(set(starts)) or not starts[0]:
        return [set() for _ in drafts]
    tape = tapes[drafts[0].sentences[0]]
    ends = [*starts[1:], tape.end]
    told = []
    for start, end in zip(starts, ends, strict=True):
        own = tuple(item for item in tape.items if start <= item.start < end)
        told.append({name for chunk in _chunks(own) for name in _name(tape, chunk)})
    return told


def _chunks(items: tuple[Item, ...]) -> Iterator[tuple[Item, ...]]:
    """What stands in the first bracket of a stretch, cut at its commas; no more than a few words."""
    opened = next((n for n, item in enumerate(items) if item.form == "("), None)
    if opened is None:
        return
    run: list[Item] = []
    for item in items[opened + 1 :]:
        if item.form in {")", ",", ";", ":", "("}:
            yield tuple(run)
            run = []
            if item.form in {")", "("}:
                return
        else:
            run.append(item)


def _name(tape: Tape, chunk: tuple[Item, ...]) -> Iterator[str]:
    """The name that a piece of a bracket is: a numbered group, a role, an abbreviation."""
    told = forms(chunk)
    words = tape.words(chunk)
    if (
        _NUMBERED.fullmatch(told)
        or told in _ROLES
        or (
            len(chunk) == 1
            and _is_short(words)
            and chunk[0].form not in {"V", "S", "Q", "D", "P", "T"}
        )
    ):
        yield normal(words)
    if len(chunk) == 1 and _LETTER.fullmatch(words):
        yield from (f"{head} {words.lower()}" for head in ("group", "arm"))


def _is_short(words: str) -> bool:
    """Whether a word is an abbreviation: two capitals, or a capital and a figure."""
    capitals = sum(c.isupper() for c in words)
    figure = any(c.isdigit() for c in words)
    return _SHORTEST <= len(words) <= _LONGEST and (capitals > 1 or (capitals == 1 and figure))


def _initials(draft: ArmDraft, text: str) -> Iterator[str]:
    """The initials of what an arm receives, where the report writes them as a word."""
    names = [c.words for c in draft.components if c.kind == "treatment" and c.words]
    letters = "".join(name[0].upper() for name in names)
    if len(letters) >= _PAIR and re.search(rf"\b{re.escape(letters)}\b", text):
        yield normal(letters)


def _lettered(draft: ArmDraft, text: str) -> Iterator[str]:
    """The letter that a name has in brackets: "drops (D) group" is group D too."""
    for match in _LETTERED.finditer(text[slice(*draft.span)]):
        letter = match[1].lower()
        yield from (f"group {letter}", f"{letter} group", f"arm {letter}")


def _joint(drafts: tuple[ArmDraft, ...]) -> Iterator[tuple[int, str]]:
    """Which of two arms is the combination, and which the one that lacks a part of it."""
    parts = [
        {normal(c.words) for c in draft.components if c.kind == "treatment"} for draft in drafts
    ]
    if len(drafts) != _PAIR or not all(parts):
        return
    for less, more in ((0, 1), (1, 0)):
        if parts[less] < parts[more]:
            yield more, "combination"
            yield more, "combination therapy"
            if len(parts[less]) == 1:
                yield less, "monotherapy"

"""PICO-Corpus: abstracts with numbers of people and of results, by side, as brat annotations.

In: a folder of ``<id>.txt`` and ``<id>.ann``. Out: samples; judgements of the total number, the
numbers per arm, the values of results, and whether each is tied to the right side.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.facts import Fact, arm_names
from kg.evaluation.names import Side, likeness, place, words
from kg.evaluation.numerals import Span, first_value
from kg.evaluation.people import total
from kg.evaluation.samples import Judgement, Reading, Sample, Verdict
from kg.evaluation.scoring import NAMES, claimed, missed, overlaps
from kg.records import Account

NAME = "PICO-Corpus"
TOTAL, ARM = "total N", "per-arm N"
VALUES, TIED = "result values", "arm-tied results"
TOLD = "result values, tied or not"
_ALIKE = 0.5
_USUAL = (("intervention", "experimental"), ("control", "placebo"))
_KINDS: dict[str, frozenset[str]] = {
    "bin-abs": frozenset({"count", "rate"}),  # annotators have no type of their own for rates
    "bin-percent": frozenset({"percentage", "rate", "value"}),
    "cont-mean": frozenset({"mean", "value", "percentage", "rate"}),
    "cont-median": frozenset({"median", "value"}),
    "cont-sd": frozenset({"sd", "spread"}),
    "cont-q1": frozenset({"limits"}),
    "cont-q3": frozenset({"limits"}),
}
_CENTRAL = frozenset({"mean", "median", "percentage", "rate", "value"})
_SCORED = frozenset(kind for kinds in _KINDS.values() for kind in kinds)
_SIDES: dict[str, Side] = {"iv": "left", "cv": "right", "intervention": "left", "control": "right"}
_WORDS = {"left": "intervention", "right": "control"}


class Item(NamedTuple):
    """One annotation: its type, the place and words of it, its number where it is one."""

    type: str
    place: Span
    written: str
    value: Decimal | None

    @property
    def side(self) -> Side | None:
        """The side that the type names."""
        return _SIDES.get(self.type.partition("-")[0])

    @property
    def form(self) -> str:
        """The type without its side."""
        return self.type.partition("-")[2]

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of fact that it may be; what has a percent sign is no count."""
        if self.form == "bin-abs" and "%" in self.written:
            return _CENTRAL
        return _KINDS.get(self.form, frozenset())


def looks_like(path: Path) -> bool:
    """Whether this is a folder of texts with brat annotations of sides beside them."""
    if not path.is_dir():
        return False
    found = islice(sorted(path.glob("*.ann")), 20)
    return any(b"-participants" in each.read_bytes() for each in found)


def samples(path: Path) -> Iterator[Sample]:
    """The abstracts of the folder, by name."""
    for text in sorted(path.glob("*.txt")):
        notes = text.with_suffix(".ann")
        if notes.exists():
            with text.open(encoding="utf-8", newline="") as opened:
                yield Sample(NAME, text.stem, opened.read(), tuple(_items(notes)))


def _items(notes: Path) -> Iterator[Item]:
    for line in notes.read_text(encoding="utf-8").splitlines():
        parts = line.split("\t")
        if line.startswith("T") and len(parts) > 2:  # noqa: PLR2004 - key, type and place, words
            kind, start, *_, end = parts[1].replace(";", " ").split()
            yield Item(kind, (int(start), int(end)), parts[2], first_value(parts[2]))


def judge(reading: Reading) -> Iterator[Judgement]:
    """What is claimed of one abstract against what is annotated in it."""
    items: tuple[Item, ...] = reading.sample.gold
    sides = _sides(reading, items)
    yield from _names(reading, items)
    yield from _total(reading, items)
    yield from _arms(reading, items, sides)
    yield from _results(reading, items, sides)


def sides_of(reading: Reading) -> Mapping[str, Side]:
    """The side of each arm that was read of an abstract, as far as its name says."""
    return _sides(reading, reading.sample.gold)


def _sides(reading: Reading, items: tuple[Item, ...]) -> Mapping[str, Side]:
    """The side of each arm by its name, be it the annotated one or just "control"."""
    left, right = (
        words(*(each.written for each in items if each.type == kind), *usual)
        for kind, usual in zip(_WORDS.values(), _USUAL, strict=True)
    )
    known: dict[str, Side] = {}
    for account in reading.accounts:
        known |= place(arm_names(account), left, right)
    return known


def _names(reading: Reading, items: tuple[Item, ...]) -> Iterator[Judgement]:
    """What the arms are called: half the words of an annotated name, or of the claimed one.

    An arm under a name that nobody annotated is not judged: many go by "intervention group" where
    the annotators marked what it is.
    """
    gold = {each.written: each for each in items if each.type in _WORDS.values()}
    found: set[str] = set()
    for account in reading.accounts:
        for key, own in arm_names(account).items():
            like = {name for name in gold if likeness(own, words(name)) >= _ALIKE}
            yield _named(reading, account, key, "right" if like - found else "unjudged")
            found |= like
    for name in gold.keys() - found:
        yield missed(reading, NAMES, name, gold[name].place)


def _named(reading: Reading, account: Account, key: str, verdict: Verdict) -> Judgement:
    """The judgement of a name alone: it says nothing of the claim, and stands under no key."""
    arm = next(arm for study in account.studies for arm in study.arms if arm.key == key)
    sentence = " ".join(p.exact or "" for p in account.passages if p.key in arm.evidence)
    return Judgement(
        *(NAMES, verdict, reading.sample.corpus, reading.sample.id, sentence),
        got=arm.label or key,
        rule=arm.rule or "",
    )


def _total(reading: Reading, items: tuple[Item, ...]) -> Iterator[Judgement]:
    """The number of people as a whole: one answer a document, any annotated number is right."""
    gold = [each for each in items if each.type == "total-participants" and each.value is not None]
    expected = " or ".join(dict.fromkeys(each.written for each in gold))
    answer = total(reading.facts)
    right = answer is not None and answer.values[0] in {each.value for each in gold}
    if answer is not None:
        verdict: Verdict = "right" if right else "wrong" if gold else "unjudged"
        cause = "another number of people" if verdict == "wrong" else ""
        yield claimed(reading, TOTAL, verdict, answer, expected, cause)
    if gold and not right:
        yield missed(reading, TOTAL, expected, gold[0].place, contested=answer is not None)


def _arms(
    reading: Reading, items: tuple[Item, ...], sides: Mapping[str, Side]
) -> Iterator[Judgement]:
    """The number of people of each arm; it must be one of its side's numbers."""
    gold = [each for each in items if each.form == "participants" and each.side and each.value]
    left, wrong = list(gold), 0
    for fact in (each for each in reading.facts if each.kind == "arm size"):
        verdict, fitting = _size(fact, gold, sides.get(fact.arms[0]))
        same = any(each.value == fact.values[0] for each in gold)
        expected = ", ".join(f"{each.side}: {each.written}" for each in gold)
        cause = "the number of another arm" if same else "no arm's number"
        yield claimed(reading, ARM, verdict, fact, expected, cause if verdict == "wrong" else "")
        wrong += verdict == "wrong"
        taken = next((each for each in fitting if each in left), None)
        if taken:
            left.remove(taken)
    for n, each in enumerate(left):
        expected = f"{each.type} {each.written}"
        yield missed(reading, ARM, expected, each.place, contested=n < wrong)


def _size(fact: Fact, gold: list[Item], side: Side | None) -> tuple[Verdict, list[Item]]:
    """The verdict on the size of an arm, and the annotations that it meets.

    The number of one side only, of an arm of unclear side, is neither right nor wrong.
    """
    same = [each for each in gold if each.value == fact.values[0]]
    fitting = [each for each in same if side in {None, each.side}]
    if fitting:
        told = side is not None or {each.side for each in same} == {each.side for each in gold}
        return ("right" if told else "unjudged"), fitting
    known = not fact.exact or any(side in {None, each.side} for each in gold)
    return ("wrong" if known and gold else "unjudged"), []


def _results(
    reading: Reading, items: tuple[Item, ...], sides: Mapping[str, Side]
) -> Iterator[Judgement]:
    """Values of the sides: whether each is read as what it is, and of whom."""
    gold = [each for each in items if each.kinds and each.value is not None]
    facts = [each for each in reading.facts if each.kind in _SCORED and each.arms]
    yield from _told(reading, gold)
    pairs, rest = _paired(gold, facts, sides)
    for fact in rest:
        yield from _unpaired(reading, fact, gold, sides)
    for item in gold:
        yield from _value(reading, item, pairs.get(item))
        yield from _tie(reading, item, pairs.get(item), sides)


def _told(reading: Reading, gold: list[Item]) -> Iterator[Judgement]:
    """Values in the places of annotated ones, be they tied to a group or to none."""
    facts = [each for each in reading.facts if each.kind in _SCORED]
    pairs, rest = _paired(gold, facts, {})
    for fact in rest:
        yield claimed(reading, TOLD, "unjudged" if fact.exact else "wrong", fact)
    for item in gold:
        for each in _value(reading, item, pairs.get(item)):
            yield each._replace(family=TOLD)


def _paired(
    gold: list[Item], facts: list[Fact], sides: Mapping[str, Side]
) -> tuple[dict[Item, Fact], list[Fact]]:
    """For each annotated value the fact that stands in its place, and the facts that are left.

    A fact whose number stands in several places goes where kind and side fit best.
    """
    pairs: dict[Item, Fact] = {}
    rest: list[Fact] = []
    for fact in sorted(facts, key=lambda each: len(each.spots)):
        here = [each for each in gold if each not in pairs and overlaps(fact.spots, each.place)]
        if here:
            pairs[max(here, key=lambda each: _fit(each, fact, sides))] = fact
        else:
            rest.append(fact)
    return pairs, rest


def _fit(item: Item, fact: Fact, sides: Mapping[str, Side]) -> tuple[bool, bool]:
    tied = bool(fact.arms) and sides.get(fact.arms[0]) == item.side
    return fact.kind in item.kinds, tied


def _unpaired(
    reading: Reading, fact: Fact, gold: list[Item], sides: Mapping[str, Side]
) -> Iterator[Judgement]:
    """A value where nothing is annotated is not judged, unless it does not stand in its passage.

    One that stands only where other claims were judged already is wrong if its arm is another.
    """
    if not fact.exact:
        for family in (VALUES, TIED):
            yield claimed(reading, family, "wrong", fact, "", "the number is not in the passage")
        return
    here = {spot: [each for each in gold if overlaps([spot], each.place)] for spot in fact.spots}
    owned = {each.side for items in here.values() for each in items}
    stray = all(here.values()) and sides.get(fact.arms[0]) not in {None, *owned}
    yield claimed(reading, VALUES, "unjudged", fact)
    verdict: Verdict = "wrong" if stray else "unjudged"
    yield claimed(reading, TIED, verdict, fact, "", "tied to the other arm" if stray else "")


def _value(reading: Reading, item: Item, fact: Fact | None) -> Iterator[Judgement]:
    expected = f"{item.type} {item.written}"
    right = fact is not None and _is(item, fact)
    if fact is not None:
        cause = "" if right else "a value of another kind"
        yield claimed(reading, VALUES, "right" if right else "wrong", fact, expected, cause)
    if not right:
        yield missed(reading, VALUES, expected, item.place, contested=fact is not None)


def _is(item: Item, fact: Fact) -> bool:
    return fact.kind in item.kinds and item.value in {*fact.values, -fact.values[0]}


def _tie(
    reading: Reading, item: Item, fact: Fact | None, sides: Mapping[str, Side]
) -> Iterator[Judgement]:
    """A value is tied rightly if it is right and its arm is on the annotated side."""
    expected = f"{item.type} {item.written}"
    side = sides.get(fact.arms[0]) if fact else None
    known = fact is not None and _is(item, fact)
    right = known and side == item.side
    if fact is not None and known and side is None:
        yield claimed(reading, TIED, "unjudged", fact, expected, "an arm of unclear side")
        return
    if fact is not None:
        cause = "" if right else "tied to the other arm" if known else "another kind"
        yield claimed(reading, TIED, "right" if right else "wrong", fact, expected, cause)
    if not right:
        yield missed(reading, TIED, expected, item.place, contested=fact is not None)

"""Abstracts whose numbers were all written down by hand: a JSON list with coded facts.

In: a file of ``{id, text, total_n, arms, facts}``. Out: samples; judgements of every number that
is claimed, since here a number that nobody wrote down is wrong, and of the slots of a template.
"""

import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.facts import CENTRAL, Fact, arm_names
from kg.evaluation.formats.wrapped import unwrapped
from kg.evaluation.names import likeness, words
from kg.evaluation.numerals import spots
from kg.evaluation.people import total
from kg.evaluation.samples import Judgement, Reading, Sample, Verdict
from kg.evaluation.scoring import claimed, missed
from kg.values import number_of

NAME = "hand-annotated"
VALUES, TOTAL, ARM = "values of facts", "total N", "per-arm N"
_CODE = re.compile(r"(?P<optional>opt:)?(?P<code>[a-z]+)(?P<relation>[<>=≤≥])?:?(?P<numbers>.*)")
_SPREAD = frozenset({"sd", "se", "spread"})
_PLAIN = CENTRAL - {"percentage"}
_SCORED = CENTRAL | _SPREAD | {"count", "ci", "p"}


class Item(NamedTuple):
    """A number that the annotator wrote down, the kinds of fact it may be, its slot."""

    slot: str
    kinds: frozenset[str]
    values: tuple[Decimal, ...]
    relation: str | None = None
    optional: bool = False

    def __str__(self) -> str:
        """The item in a few words."""
        return f"{self.slot} {self.relation or ''}{' to '.join(map(str, self.values))}"


class Gold(NamedTuple):
    """What is known of one abstract."""

    total: int | None
    arms: tuple[tuple[str, int], ...]
    items: tuple[Item, ...]


def looks_like(path: Path) -> bool:
    """Whether this is a JSON list of texts with coded facts."""
    return (
        path.is_file()
        and path.suffix == ".json"
        and all(name in path.read_bytes() for name in (b'"total_n"', b'"arms"', b'"facts"'))
    )


def samples(path: Path) -> Iterator[Sample]:
    """The abstracts of the file, without the markup of the corpus that they were taken from."""
    for entry in json.loads(path.read_text(encoding="utf-8")):
        items = tuple(item for coded in entry["facts"] for item in items_of(coded))
        arms = tuple((str(name), int(size)) for name, size in entry["arms"])
        text = unwrapped(entry["text"]).text
        yield Sample(NAME, entry["id"], text, Gold(entry["total_n"], arms, items))


def items_of(coded: str) -> Iterator[Item]:
    """The numbers of one coded fact.

    >>> [str(item) for code in ("p<0.01", "me:4.1,1.2", "opt:pct:12") for item in items_of(code)]
    ['P <0.01', 'result value 4.1', 'SD or SE 1.2', 'percentage affected 12']
    """
    match = _CODE.fullmatch(coded)
    numbers = [number_of(each) for each in match["numbers"].split(",")] if match else []
    if match is None or not numbers or None in numbers:
        return
    values = tuple(each for each in numbers if each is not None)
    for slot, kinds, own in _slots(match["code"], values):
        yield Item(slot, kinds, own, match["relation"], bool(match["optional"]))


def _slots(
    code: str, values: tuple[Decimal, ...]
) -> Iterator[tuple[str, frozenset[str], tuple[Decimal, ...]]]:
    if code == "p":
        yield "P", frozenset({"p"}), values
    elif code == "ci":
        yield "CI", frozenset({"ci"}), values
    elif code == "cnt":
        yield "number affected", frozenset({"count"}), values
    elif code == "pct":
        yield "percentage affected", CENTRAL, values
    elif code == "ft":
        for value in values:
            yield "change value", CENTRAL, (value,)
    elif code in {"v", "e", "me"}:
        kinds = _PLAIN if code == "v" else CENTRAL
        yield "result value", kinds, values[:1]
        if code == "me":
            yield "SD or SE", _SPREAD, values[1:2]


def judge(reading: Reading) -> Iterator[Judgement]:
    """What is claimed of one abstract against all numbers that stand in it."""
    gold: Gold = reading.sample.gold
    yield from _total(reading, gold)
    yield from _arms(reading, gold)
    facts = _single(fact for fact in reading.facts if fact.kind in _SCORED)
    left = list(gold.items)
    for fact in facts:
        item = next((each for each in left if _fits(each, fact)), None)
        if item is not None:
            left.remove(item)
        yield from _claimed(reading, fact, item, gold)
    for item in left:
        if not item.optional:
            near = spots(reading.sample.text, item.values[0])
            place = near[0] if near else None
            yield missed(reading, VALUES, str(item), place)
            yield missed(reading, f"template: {item.slot}", str(item), place)


def _single(facts: Iterator[Fact]) -> list[Fact]:
    """The facts, one for each place: what is told of two arms at once stands there once."""
    seen: dict[tuple[object, ...], int] = {}
    kept = []
    for fact in facts:
        key = (fact.kind, fact.values, fact.relation, fact.spots)
        seen[key] = seen.get(key, 0) + 1
        if seen[key] <= max(1, len(fact.spots)):
            kept.append(fact)
    return kept


def _fits(item: Item, fact: Fact) -> bool:
    """Whether a fact says what was written down: kind, value, and the relation of a P value."""
    percent = item.slot != "percentage affected" or fact.percent or fact.kind == "percentage"
    same = fact.values == item.values and fact.kind in item.kinds
    return same and percent and item.relation == fact.relation


def _claimed(reading: Reading, fact: Fact, item: Item | None, gold: Gold) -> Iterator[Judgement]:
    slot = item.slot if item else _slot(fact)
    alike = [str(each) for each in gold.items if set(each.values) & set(fact.values)]
    expected = str(item) if item else ", ".join(alike)
    cause = "" if item else "read as another kind" if alike else "a number that is no result"
    for family in (VALUES, f"template: {slot}"):
        yield claimed(reading, family, "right" if item else "wrong", fact, expected, cause)


def _slot(fact: Fact) -> str:
    """The slot that a fact would fill."""
    named = {"p": "P", "ci": "CI", "count": "number affected", "percentage": "percentage affected"}
    return named.get(fact.kind, "SD or SE" if fact.kind in _SPREAD else "result value")


def _total(reading: Reading, gold: Gold) -> Iterator[Judgement]:
    """The total number; where none was written down only people analysed may be claimed."""
    answer = total(reading.facts)
    expected = "none is stated" if gold.total is None else str(gold.total)
    right = answer is not None and gold.total is not None and answer.values[0] == gold.total
    silent = gold.total is None and answer is not None and answer.roles == ("analysed",)
    for family in (TOTAL, "template: total N"):
        if answer is not None:
            verdict: Verdict = "right" if right else "unjudged" if silent else "wrong"
            cause = "another number of people" if verdict == "wrong" else ""
            yield claimed(reading, family, verdict, answer, expected, cause)
        if gold.total is not None and not right:
            near = spots(reading.sample.text, Decimal(gold.total))
            place = near[0] if near else None
            yield missed(reading, family, expected, place, contested=answer is not None)


def _arms(reading: Reading, gold: Gold) -> Iterator[Judgement]:
    """Sizes of arms: the number, and a name that is not another arm's."""
    names = {k: v for account in reading.accounts for k, v in arm_names(account).items()}
    left, wrong = list(gold.arms), 0
    facts = [each for each in reading.facts if each.kind == "arm size"]
    expected = ", ".join(f"{name}: {size}" for name, size in gold.arms) or "none is stated"
    for fact in facts:
        own = names.get(fact.arms[0], frozenset())
        found = next((a for a in left if a[1] == fact.values[0] and _named(own, a, gold)), None)
        wrong += found is None
        if found:
            left.remove(found)
        for family in (ARM, "template: arm size"):
            yield claimed(reading, family, "right" if found else "wrong", fact, expected)
    for n, (name, size) in enumerate(left):
        near = spots(reading.sample.text, Decimal(size))
        place = near[0] if near else None
        for family in (ARM, "template: arm size"):
            yield missed(reading, family, f"{name}: {size}", place, contested=n < wrong)


def _named(own: frozenset[str], arm: tuple[str, int], gold: Gold) -> bool:
    """Whether no other annotated arm is likelier the one that is named."""
    this = likeness(own, words(arm[0]))
    return all(likeness(own, words(other[0])) <= this for other in gold.arms)

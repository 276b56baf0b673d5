"""Numeric ICO: what a full text says in numbers of two groups, as far as its abstract says it.

In: a JSON list of prompts with numbers, and the abstracts of Evidence Inference beside it. Out:
samples; judgements of those numbers that stand in the abstract at all.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.facts import CENTRAL, Fact, arm_names
from kg.evaluation.formats.wrapped import unwrapped
from kg.evaluation.names import Side, likeness, place, words
from kg.evaluation.numerals import spots
from kg.evaluation.samples import Judgement, Reading, Sample
from kg.evaluation.scoring import claimed, missed
from kg.values import number_of

NAME = "numeric ICO"
SIZES, VALUES = "group sizes of full texts", "numbers of full texts"
_FIELDS = {
    "events": frozenset({"count"}),
    "group_size": frozenset({"arm size", "denominator"}),
    "mean": CENTRAL,
    "standard_deviation": frozenset({"sd", "spread"}),
}
_SIDES: dict[str, Side] = {"intervention": "left", "comparator": "right"}
_ALIKE = 0.5


class Item(NamedTuple):
    """One number of a prompt: the field, the side, the value."""

    field: str
    side: Side
    value: Decimal


class Prompt(NamedTuple):
    """An outcome, two treatments, and their numbers."""

    outcome: str
    intervention: str
    comparator: str
    items: tuple[Item, ...]


def looks_like(path: Path) -> bool:
    """Whether this is a JSON list of prompts with numbers of events and means."""
    return path.is_file() and path.suffix == ".json" and b'"comparator_events"' in path.read_bytes()


def samples(path: Path) -> Iterator[Sample]:
    """The abstracts that are at hand, each with its prompts."""
    prompts: dict[int, list[Prompt]] = defaultdict(list)
    for entry in json.loads(path.read_text(encoding="utf-8")):
        prompts[int(entry["pmcid"])].append(_prompt(entry))
    for number, told in sorted(prompts.items()):
        name = f"PMC{number}"
        for file in sorted(path.parents[1].glob(f"*/abstracts/{name}.*"))[:1]:
            text = unwrapped(file.read_bytes().decode("utf-8")).text
            yield Sample(NAME, name, text, tuple(told))


def _prompt(entry: dict[str, object]) -> Prompt:
    numbers = (
        Item(field, side, value)
        for prefix, side in _SIDES.items()
        for field in _FIELDS
        if (value := number_of(str(entry[f"{prefix}_{field}"]))) is not None
    )
    return Prompt(
        str(entry["outcome"]),
        str(entry["intervention"]),
        str(entry["comparator"]),
        tuple(numbers),
    )


def judge(reading: Reading) -> Iterator[Judgement]:
    """The numbers of each prompt that the abstract has: read as such, and of the right arm."""
    for prompt in reading.sample.gold:
        sides: dict[str, Side] = {}
        for account in reading.accounts:
            left, right = words(prompt.intervention), words(prompt.comparator)
            sides |= place(arm_names(account), left, right)
        for item in prompt.items:
            if spots(reading.sample.text, item.value):
                yield from _item(reading, prompt, item, sides)


def _item(
    reading: Reading, prompt: Prompt, item: Item, sides: dict[str, Side]
) -> Iterator[Judgement]:
    family = SIZES if item.field == "group_size" else VALUES
    expected = f"{item.field} {item.value} of {item.side} ({prompt.outcome})"
    facts = [fact for fact in reading.facts if _about(fact, prompt, item)]
    right = [fact for fact in facts if sides.get(fact.arms[0]) == item.side]
    other = [fact for fact in facts if sides.get(fact.arms[0]) not in {item.side, None}]
    for fact in (right or other)[:1]:
        cause = "" if right else "tied to the other arm"
        yield claimed(reading, family, "right" if right else "wrong", fact, expected, cause)
    if not right:
        where = spots(reading.sample.text, item.value)
        yield missed(reading, family, expected, where[0], contested=bool(other))


def _about(fact: Fact, prompt: Prompt, item: Item) -> bool:
    """Whether a fact is this number of one arm, and of this outcome where it is of any."""
    if fact.kind not in _FIELDS[item.field] or fact.values[0] != item.value or not fact.arms:
        return False
    return fact.kind == "arm size" or likeness(fact.about, words(prompt.outcome)) >= _ALIKE

"""CLERx: hazard, odds and risk ratios in sentences of abstracts, with what they compare.

In: a folder of ``train`` and ``validation`` tables, an abstract a file, a sentence a line. Out:
samples; judgements of the ratios that claims hold.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.facts import Fact
from kg.evaluation.numerals import Span, first_value
from kg.evaluation.samples import Judgement, Reading, Sample, Verdict
from kg.evaluation.scoring import claimed, missed, overlaps
from kg.reading.facts import Fact as Seen
from kg.reading.facts import facts_of
from kg.reading.outline import spans

NAME = "CLERx"
RATIOS, SEEN = "ratios", "ratios seen"
_STATISTICS = {
    "3": frozenset({"hazardRatio", "rateRatio"}),
    "4": frozenset({"oddsRatio"}),
    "5": frozenset({"riskRatio", "rateRatio"}),
}  # ratios of rates are annotated under either of two codes
_RATIOS = frozenset().union(*_STATISTICS.values())
_NAMES = {"3": "hazard ratio", "4": "odds ratio", "5": "risk ratio"}
_FILES = ("*/*_hr.tsv", "*/*_or.tsv", "*/*_rr.tsv")


class Item(NamedTuple):
    """One ratio: which, where, and its value."""

    code: str
    place: Span
    value: Decimal | None


class Gold(NamedTuple):
    """The ratios of an abstract and the lines in which all of them were annotated."""

    items: tuple[Item, ...]
    lines: tuple[Span, ...]


def looks_like(path: Path) -> bool:
    """Whether this is a folder of folders of tables named after their ratios."""
    return path.is_dir() and any(True for each in _FILES for _ in islice(path.glob(each), 1))


def samples(path: Path) -> Iterator[Sample]:
    """The abstracts, by folder and name, sentences joined by line ends."""
    for file in sorted(path.glob("*/*_*.tsv")):
        lines = [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n")]
        text = "\n".join(line[0] for line in lines)
        yield Sample(NAME, file.stem, text, _gold(lines))


def _gold(lines: list[list[str]]) -> Gold:
    items, spans, start = [], [], 0
    for line in lines:
        if len(line) > 1 and line[1]:
            spans.append((start, start + len(line[0])))
            items += [_item(each, line[0], start) for each in line[1].split(".") if each]
        start += len(line[0]) + 1
    return Gold(tuple(each for each in items if each), tuple(spans))


def _item(coded: str, line: str, start: int) -> Item | None:
    """One annotation "kind,from,to"; places count from one, and take in the character behind."""
    code, first, last = coded.split(",")
    begin, end = int(first) - 1, int(last) - 1
    if code not in _STATISTICS:
        return None
    return Item(code, (start + begin, start + end), first_value(line[begin:end]))


def judge(reading: Reading) -> Iterator[Judgement]:
    """The ratios of one abstract: the number in its place, and the kind of ratio.

    A ratio in a line that nobody annotated is not judged.
    """
    gold: Gold = reading.sample.gold
    left = [each for each in gold.items if each.value is not None]
    for fact in (each for each in reading.facts if each.statistic in _RATIOS):
        if fact.kind == "estimate":
            item = next((each for each in left if _same(each, fact)), None)
            if item:
                left.remove(item)
            yield _claimed(reading, fact, item, gold)
    for item in left:
        expected = f"{_NAMES[item.code]} {item.value}"
        yield missed(reading, RATIOS, expected, item.place)
    yield from _seen(reading, gold)


def _seen(reading: Reading, gold: Gold) -> Iterator[Judgement]:
    """The ratios that the grammar of facts finds, be the text of a trial or not."""
    text, sample = reading.sample.text, reading.sample
    left = [each for each in gold.items if each.value is not None]
    for start, end in spans(text, 0, len(text)):
        for fact in facts_of(text[start:end]):
            if fact.statistic not in _RATIOS or fact.number is None:
                continue
            item = next((each for each in left if _is(each, fact, start)), None)
            told = any(line[0] <= start + fact.start < line[1] for line in gold.lines)
            verdict: Verdict = "right" if item else "wrong" if told else "unjudged"
            got = text[start + fact.start : start + fact.end]
            expected = f"{_NAMES[item.code]} {item.value}" if item else ""
            if item:
                left.remove(item)
            yield Judgement(
                *(SEEN, verdict, sample.corpus, sample.id, text[start:end], expected, got)
            )
    for item in left:
        yield missed(reading, SEEN, f"{_NAMES[item.code]} {item.value}", item.place)


def _is(item: Item, fact: Seen, start: int) -> bool:
    """Whether a fact is an annotated ratio: kind, number and place."""
    same = fact.number is not None and fact.number.value == item.value
    place = (start + fact.start, start + fact.end)
    return same and fact.statistic in _STATISTICS[item.code] and overlaps([place], item.place)


def _same(item: Item, fact: Fact) -> bool:
    return fact.values[0] == item.value and fact.statistic in _STATISTICS[item.code]


def _claimed(reading: Reading, fact: Fact, item: Item | None, gold: Gold) -> Judgement:
    told = not fact.exact or any(overlaps(fact.spots, line) for line in gold.lines)
    verdict: Verdict = "right" if item else "wrong" if told else "unjudged"
    expected = f"{_NAMES[item.code]} {item.value}" if item else ""
    return claimed(reading, RATIOS, verdict, fact, expected)

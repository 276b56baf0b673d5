"""Relations of RCT-ART: over the annotators' spans, and over what reading itself finds.

In: a sentence with its annotations. Out: judgements of each tie of a value to an arm and to an
outcome. Over gold spans only the ties are ours; jointly everything is.
"""

from collections.abc import Iterator, Mapping

from kg.evaluation.names import likeness, words
from kg.evaluation.numerals import Span
from kg.evaluation.samples import Judgement, Reading
from kg.evaluation.scoring import missed
from kg.reading.ties.links import Link, links
from kg.reading.ties.marked import Marked
from kg.reading.ties.model import current

GIVEN, SAFE = "relations over gold spans", "relations over gold spans, safe"
JOINT = "relations, joint"
_ALIKE = 0.5
Tied = Mapping[Span, tuple[Span, ...]]


def given(reading: Reading, marked: Marked, arms: Tied, outcomes: Tied) -> Iterator[Judgement]:
    """Ties over gold spans: those that are likely, and those that are safe to claim."""
    model = current()
    for family, safe in ((GIVEN, False), (SAFE, True)):
        found = links(marked, model, safe=safe)
        yield from _judged(reading, family, marked, found, arms, outcomes)


def _judged(
    reading: Reading, family: str, marked: Marked, found: list[Link], arms: Tied, outcomes: Tied
) -> Iterator[Judgement]:
    done: set[tuple[Span, Span]] = set()
    for link in found:
        value, head = marked.values[link.value], marked.heads(link.kind)[link.head]
        right = head in (arms if link.kind == "arm" else outcomes).get(value, ())
        done |= {(head, value)} if right else set()
        yield _tie(reading, family, value, head, right=right, rule=link.rule)
    yield from _left(reading, family, done, arms, outcomes)


def _tie(
    reading: Reading, family: str, value: Span, head: Span, *, right: bool, rule: str
) -> Judgement:
    text, sample = reading.sample.text, reading.sample
    got = f"{text[head[0] : head[1]]} → {text[value[0] : value[1]]}"
    told = "right" if right else "wrong"
    return Judgement(family, told, sample.corpus, sample.id, text, got=got, cause=rule)  # type: ignore[arg-type]


def _left(
    reading: Reading, family: str, done: set[tuple[Span, Span]], arms: Tied, outcomes: Tied
) -> Iterator[Judgement]:
    text = reading.sample.text
    for tied in (arms, outcomes):
        for value, heads in tied.items():
            for head in heads:
                if (head, value) not in done:
                    expected = f"{text[head[0] : head[1]]} → {text[value[0] : value[1]]}"
                    yield missed(reading, family, expected, value)


def joint(
    reading: Reading, own: Marked, found: list[Link], gold: Marked, arms: Tied, outcomes: Tied
) -> Iterator[Judgement]:
    """Ties over our own spans: right if one is annotated between spans that ours stand for.

    A value stands for the measure that it shares a character with, if there is just one; an arm or
    an outcome for those of its words, half of the shorter name's at least, that touch it.
    """
    done: set[tuple[Span, Span]] = set()
    for link in found:
        value, head = own.values[link.value], own.heads(link.kind)[link.head]
        tied = arms if link.kind == "arm" else outcomes
        pairs = {
            (there, here)
            for here in _touching(value, gold.values)
            for there in tied.get(here, ())
            if _same(reading.sample.text, head, there)
        }
        if not pairs:
            yield _tie(reading, JOINT, value, head, right=False, rule=link.rule)
        for _ in pairs - done:  # one name in two pieces is one
            yield _tie(reading, JOINT, value, head, right=True, rule=link.rule)
        done |= pairs
    yield from _left(reading, JOINT, done, arms, outcomes)


def _touching(span: Span, others: tuple[Span, ...]) -> list[Span]:
    found = [each for each in others if span[0] < each[1] and each[0] < span[1]]
    return found if len(found) == 1 else []


def _same(text: str, ours: Span, theirs: Span) -> bool:
    touch = ours[0] < theirs[1] and theirs[0] < ours[1]
    names = (words(text[a:b]) for a, b in (ours, theirs))
    return touch and likeness(*names) >= _ALIKE

"""RCT-ART: single sentences with measures, arms and outcomes, and which belongs to which.

In: JSON lines of sentences with spans and relations. Out: samples; judgements of the spans of
measures, as the grammar of numbers sees them and as claims hold them, and of the relations.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.facts import Fact as Claimed
from kg.evaluation.facts import arm_names
from kg.evaluation.formats.rct_spans import measures_in
from kg.evaluation.formats.rct_ties import JOINT, given, joint
from kg.evaluation.names import Words, likeness, words
from kg.evaluation.numerals import Span, numerals
from kg.evaluation.samples import Judgement, Reading, Sample, Verdict
from kg.evaluation.scoring import claimed, missed, overlaps
from kg.reading.ties.links import links
from kg.reading.ties.marked import Marked
from kg.reading.ties.model import current
from kg.reading.ties.names import found as found_in

NAME = "RCT-ART"
LETTER, NUMBER = "measure spans seen, to the letter", "measure spans seen, by number"
CLAIMED = "measure spans claimed"
_MEASURES = frozenset({"value", "mean", "median", "percentage", "count", "rate", "bound"})


class Gold(NamedTuple):
    """The spans of a sentence by label, and for each measure the arms and outcomes it is of."""

    measures: tuple[Span, ...]
    arms: dict[Span, tuple[Span, ...]]
    outcomes: dict[Span, tuple[Span, ...]]
    named: tuple[Span, ...]
    measured: tuple[Span, ...] = ()


def looks_like(path: Path) -> bool:
    """Whether this is a folder of JSON lines with entities and relations."""
    return path.is_dir() and any(
        b'"entities"' in head and b'"relations"' in head
        for head in (each.read_bytes()[:20_000] for each in sorted(path.glob("*.jsonl")))
    )


def samples(path: Path) -> Iterator[Sample]:
    """The sentences of the files, each under the name of its file and its number."""
    for file in sorted(path.glob("*.jsonl")):
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), start=1):
            if line.strip():
                entry = json.loads(line)
                yield Sample(
                    NAME, f"{file.stem}:{number}", entry["text"], _gold(entry), whole=False
                )


def _gold(entry: dict[str, list[dict[str, int]]]) -> Gold:
    spans = {each["start"]: (each["start"], each["end"]) for each in entry["entities"]}
    found = [spans[e["start"]] for e in entry["entities"] if str(e["label"]) == "MEAS"]
    tied: dict[bool, dict[Span, tuple[Span, ...]]] = {True: {}, False: {}}
    for each in entry["relations"]:
        head, tail = spans.get(each["head_start"]), spans.get(each["tail_start"])
        if head and tail:
            mine = tied[str(each["label"]) == "OC_RES"]
            mine[tail] = (*mine.get(tail, ()), head)
    arms = tuple(spans[e["start"]] for e in entry["entities"] if str(e["label"]) == "INTV")
    measured = tuple(spans[e["start"]] for e in entry["entities"] if str(e["label"]) == "OC")
    return Gold(tuple(found), tied[False], tied[True], arms, measured)


def marked(sample: Sample) -> Marked:
    """A sentence with the annotators' spans."""
    gold: Gold = sample.gold
    return Marked(sample.text, gold.measures, gold.named, gold.measured)


def judge(reading: Reading) -> Iterator[Judgement]:
    """Spans and relations of one sentence."""
    gold: Gold = reading.sample.gold
    seen = measures_in(reading.sample.text)
    yield from _spans(reading, LETTER, seen, {span: span for span in gold.measures})
    numbers = {span: _number_in(reading.sample.text, span) or span for span in gold.measures}
    placed = {_number_in(reading.sample.text, span) or span: seen[span] for span in seen}
    yield from _spans(reading, NUMBER, placed, numbers)
    facts = [each for each in reading.facts if each.kind in _MEASURES and each.arms]
    yield from _claims(reading, gold, facts)
    told = marked(reading.sample)
    yield from given(reading, told, gold.arms, gold.outcomes)
    model = current()
    if model is None:
        yield from _relations(reading, gold, facts)
    else:
        own = found_in(reading.sample.text, tuple(seen), model.names, model.lexicon)
        yield from joint(reading, own, links(own, model), told, gold.arms, gold.outcomes)


def _number_in(text: str, span: Span) -> Span | None:
    """The first figure or number word within a span."""
    inside = [n for n in numerals(text) if span[0] <= n.start and n.end <= span[1]]
    return min(((n.start, n.end) for n in inside), key=lambda s: (s[0], -s[1]), default=None)


def _spans(
    reading: Reading, family: str, seen: dict[Span, str], gold: dict[Span, Span]
) -> Iterator[Judgement]:
    text, sample = reading.sample.text, reading.sample
    wanted = set(gold.values())
    for span, rule in seen.items():
        verdict: Verdict = "right" if span in wanted else "wrong"
        got = text[span[0] : span[1]]
        expected = got if span in wanted else "no measure"
        told = (family, verdict, sample.corpus, sample.id, text, expected, got)
        yield Judgement(*told, rule=rule)
    for span, key in gold.items():
        if key not in seen:
            written = text[span[0] : span[1]]
            cause = "no number in it" if _number_in(text, span) is None else "not seen so"
            yield missed(reading, family, written, span)._replace(cause=cause)


def _at(fact: Claimed, gold: Gold) -> Span | None:
    """The annotated measure in which a fact's number stands, where there is just one."""
    here = [span for span in gold.measures if overlaps(fact.spots, span)]
    return here[0] if len(here) == 1 else None


def _claims(reading: Reading, gold: Gold, facts: list[Claimed]) -> Iterator[Judgement]:
    held = set()
    for fact in facts:
        span = _at(fact, gold)
        held.add(span)
        yield claimed(reading, CLAIMED, "right" if span else "wrong", fact)
    for span in gold.measures:
        if span not in held:
            yield missed(reading, CLAIMED, reading.sample.text[span[0] : span[1]], span)


def _relations(reading: Reading, gold: Gold, facts: list[Claimed]) -> Iterator[Judgement]:
    """Two relations a fact: its arm, its outcome. Joint also counts values that are no measure."""
    names = {k: v for account in reading.accounts for k, v in arm_names(account).items()}
    done: set[tuple[Span, Span]] = set()
    for fact in facts:
        span = _at(fact, gold)
        arms, outcomes = _ties(reading, gold, fact, span, names)
        for label, relations in (("arm", arms), ("outcome", outcomes)):
            if label == "arm" and fact.arms[0] not in names:
                continue  # of everybody: no arm is claimed
            if label == "outcome" and not fact.about:
                continue  # of nothing named: no outcome is claimed
            done.update(relations)
            verdict: Verdict = "right" if relations else "wrong"
            yield claimed(reading, JOINT, verdict, fact, label)
    for tied in (gold.arms, gold.outcomes):
        for measure, heads in tied.items():
            for head in heads:
                if (head, measure) not in done:
                    yield from _untied(reading, head, measure)


def _ties(
    reading: Reading, gold: Gold, fact: Claimed, span: Span | None, names: dict[str, Words]
) -> tuple[list[tuple[Span, Span]], list[tuple[Span, Span]]]:
    """The annotated relations that a fact states: to its arm, and to its outcomes."""
    if span is None:
        return [], []
    text = reading.sample.text
    own = names.get(fact.arms[0], frozenset())
    scores = {arm: likeness(own, words(text[arm[0] : arm[1]])) for arm in gold.named}
    best = max(scores.values(), default=0)
    arms = [(a, span) for a in gold.arms.get(span, ()) if best and scores.get(a) == best]
    outcomes = [
        (each, span)
        for each in gold.outcomes.get(span, ())
        if likeness(fact.about, words(text[each[0] : each[1]])) >= _ALIKE
    ]
    return arms, outcomes


_ALIKE = 0.5


def _untied(reading: Reading, head: Span, measure: Span) -> Iterator[Judgement]:
    text = reading.sample.text
    expected = f"{text[head[0] : head[1]]} → {text[measure[0] : measure[1]]}"
    yield missed(reading, JOINT, expected, measure)

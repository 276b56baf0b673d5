"""Learning which way outcomes go, from the words that annotators quoted as evidence.

In: quotations with a question and its answer, none of a document that is held out. Out: weights
for each way, and limits found where each fifth of the documents was scored by the other four.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from kg.evaluation.formats.evidence_inference import Evidence, Said, answered
from kg.evaluation.samples import Reading, Sample
from kg.evaluation.taking import take
from kg.reading.learnt.compared import verdicts
from kg.reading.learnt.directions import CUES, WAYS, features, swapped
from kg.reading.learnt.masked import Words, key_words, mask_of, masked
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page, lay_out
from kg.reading.results import arm_key
from kg.reading.ties.model import Model, Ways
from kg.reading.verdicts.reading import is_told
from kg.records import Document
from kg.sources import read_source
from kg.training.choosing import Classed, fit_classes
from kg.training.limits import PARTS, limits, part_of

_TURNED = (1, 0, 2)


class Told(NamedTuple):
    """A quotation: its document, its features with the arms as they are and swapped, its way."""

    document: str
    names: list[str]
    swapped: list[str]
    way: int


def learn_ways(
    evidence: Iterable[Evidence], abstracts: Iterable[Sample], model: Model, *, seed: int = 0
) -> Ways:
    """What quotations teach; how sure it is, is counted where abstracts are read with it."""
    told = [_told(each) for each in evidence]
    if not told:
        return Ways()
    parts = [
        _fit([each for each in told if part_of(each.document) != part], seed)
        for part in range(PARTS)
    ]
    scored: list[tuple[float, bool]] = []
    for sample in abstracts:
        ways = Ways(weights=parts[part_of(sample.id)])
        for said, right in _read(sample, replace(model, ways=ways)):
            scored.append((said.share, right))
    return Ways(_fit(told, seed), limits(scored))


def _read(sample: Sample, model: Model) -> Iterator[tuple[Said, bool]]:
    """What a model adds to the reading of an abstract, as far as the annotators can judge it."""
    reading = take(sample)
    documents = [d for d in read_source(sample.id, sample.text.encode()) if isinstance(d, Document)]
    if len(documents) == 1:
        yield from answered(reading, list(_said(reading, lay_out(documents[0]), model)))


def _said(reading: Reading, page: Page, model: Model) -> Iterator[Said]:
    ledger = Ledger(page)
    for line in (line for line in page.lines if is_told(ledger, line)):
        for each in verdicts(page, line, model, _done(reading, line)):
            start = line.span.start
            outcome = page.text[start + each.named.start : start + each.named.end]
            arm = arm_key(each.arms[0])
            yield Said(arm, outcome, each.way, (start, line.span.end), each.share)


def _done(reading: Reading, line: Line) -> Words:
    """The words of what rules compared in a line."""
    key = Ledger.passage_key(line)
    told = (
        (claim.measurand or "").replace("-", " ")
        for account in reading.accounts
        for study in account.studies
        for claim in (*study.comparisons, *study.suggested_comparisons)
        if key in claim.evidence
    )
    return key_words(*told)


def _told(each: Evidence) -> Told:
    trial, other = key_words(each.intervention), key_words(each.comparator)
    mask = mask_of(trial, other, key_words(each.outcome) - CUES)
    words = masked(each.words, mask)
    way = WAYS.index(each.label)
    return Told(each.document, features(words), features(swapped(words)), way)


def _fit(told: list[Told], seed: int) -> dict[str, list[float]]:
    """The weights that quotations give; each counts from both sides."""
    examples: list[Classed] = []
    for each in told:
        examples += [(each.names, each.way), (each.swapped, _TURNED[each.way])]
    return fit_classes(examples, seed=seed)

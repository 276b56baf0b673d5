"""EBM-NLP: tokens of abstracts that tell of participants, interventions and outcomes.

In: a file of tokens with tags. Out: samples, their text put together from the tokens; judgements
of tokens by the names that claims hold, wherever these stand in the text.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from kg.evaluation.numerals import Span
from kg.evaluation.samples import Judgement, Reading, Sample, Verdict
from kg.records import Account, Study

NAME = "EBM-NLP"
_TAGS = {"I-PAR": "participants", "I-INT": "interventions", "I-OUT": "outcomes"}
_CLOSING = re.compile(r"[.,;:%)\]}!?]+|'s|n't")
_OPENING = frozenset("([{")
_SHORTEST = 3


class Token(NamedTuple):
    """Where a token stands in the text, and what it tells of."""

    place: Span
    tag: str


def looks_like(path: Path) -> bool:
    """Whether this is a file of tokens with tags, a document after the other."""
    return path.is_file() and path.suffix == ".txt" and path.read_bytes()[:11] == b"-DOCSTART- "


def samples(path: Path) -> Iterator[Sample]:
    """The documents of the file."""
    for part in path.read_text(encoding="utf-8").split("-DOCSTART- ")[1:]:
        head, _, body = part.partition("\n")
        yield _sample(head.strip("() \n"), body.strip("\n"))


def _sample(number: str, body: str) -> Sample:
    """A text of the tokens: no space before what closes or behind what opens, the title on top."""
    text, tokens = "", []
    for n, sentence in enumerate(body.split("\n\n")):
        for row in filter(None, sentence.split("\n")):
            word, *_, tag = row.split(" ")
            joined = not text or text[-1] in "\n" + "".join(_OPENING) or _CLOSING.fullmatch(word)
            start = len(text) + (0 if joined else 1)
            text = f"{text}{'' if joined else ' '}{word}"
            tokens.append(Token((start, len(text)), _TAGS.get(tag, "")))
        text += "\n" if n == 0 else ""
    return Sample(NAME, number, text, tuple(tokens))


def judge(reading: Reading) -> Iterator[Judgement]:
    """For each kind of token: told by a claim's name and annotated, only told, only annotated."""
    tokens: tuple[Token, ...] = reading.sample.gold
    for family in _TAGS.values():
        told = [span for account in reading.accounts for span in _spans(account, family)]
        for token in tokens:
            hit = any(start < token.place[1] and token.place[0] < end for start, end in told)
            if hit or token.tag == family:
                yield _judged(reading, family, token, hit=hit)


def _judged(reading: Reading, family: str, token: Token, *, hit: bool) -> Judgement:
    sample = reading.sample
    word = sample.text[token.place[0] : token.place[1]]
    if not hit:
        cause = "no claim names it"
        return Judgement(f"{family}, tokens", "missed", NAME, sample.id, "", word, "", cause)
    verdict: Verdict = "right" if token.tag == family else "wrong"
    expected = token.tag or "no name"
    return Judgement(f"{family}, tokens", verdict, NAME, sample.id, "", expected, word)


def _spans(account: Account, family: str) -> Iterator[Span]:
    """All places of the text where a name of one kind stands."""
    text = account.report.text or ""
    for study in account.studies:
        for name in {each for each in _names(account, study, family) if each}:
            if len(name) >= _SHORTEST:
                pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
                yield from (m.span() for m in re.finditer(pattern, text, re.IGNORECASE))


def _names(account: Account, study: Study, family: str) -> Iterator[str | None]:
    labels = {each.slug: each.labels for each in account.concepts}
    if family == "interventions":
        for each in (received for arm in study.arms for received in arm.receives):
            yield from (each.label, *each.other_names, *labels.get(each.substance or "", ()))
    elif family == "participants":
        for slug in study.conditions:
            yield from labels.get(slug, ())
        yield from (c.exact for p in study.populations for c in p.criteria)
    else:
        slugs = [each.measures for each in study.outcomes]
        slugs += [each.measurand or "" for each in (*study.group_results, *study.comparisons)]
        yield from (label for slug in slugs for label in labels.get(slug, ()))

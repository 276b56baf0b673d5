"""Comparisons that a model reads where rules said nothing: which way an outcome went.

In: the ledger when rules have read everything, and a model. Out: comparisons of two known arms on
an outcome that the model has found in the sentence, each as sure as such were when counted. Lines
that hedge, tell of the start or of changes within a group, and what a claim of the line is of
already, are left.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.codes import ComparisonDirection
from kg.reading.arms import ArmDraft
from kg.reading.comparisons import favours, is_experimental, outcome_for, significance, span_of
from kg.reading.facts import facts_of
from kg.reading.learnt.directions import CUES, WAYS, likely
from kg.reading.learnt.masked import Words, key_words, mask_of, masked
from kg.reading.ledger import Ledger
from kg.reading.page import Line, Page
from kg.reading.results import arm_key
from kg.reading.subjects import Subject, called, measurand
from kg.reading.ties.model import Model, current
from kg.reading.ties.names import found
from kg.reading.trust import Sure
from kg.reading.verdicts.cues import AGAINST
from kg.reading.verdicts.phrases import WITHIN
from kg.reading.verdicts.reading import is_told
from kg.records import Comparison, SuggestedComparison

RULE = "comparison.by-model"
_WAYS: dict[str, ComparisonDirection] = {
    "higher": "higher", "lower": "lower", "no difference": "noDifference",
}  # fmt: skip
_PAIR, _SHORTEST, _MOST = 2, 3, 12
_NO_VALUES = frozenset({"p", "interval", "effect"})
_AGAINST = frozenset("than versus vs compared between relative comparison against".split())
_INSIDE = frozenset("both groups baseline before pre-op preoperative all each within time".split())
_SAME = frozenset(
    "pns no not nor neither without similar comparable same equal equally alike equivalent unchanged"
    " nonsignificant non-significant".split()
)
_COMPARING = _AGAINST | _SAME | {"significant", "significantly"}
_TESTED = frozenset("psig pns significant significantly significance".split())
_OPENING = re.compile(
    r"^(?:(?:the|an?|in|of|for|and|or|on|to|no|not|was|were|had|similar|significantly|significant"
    r"|higher|lower|greater|fewer|less|more|better|worse|longer|shorter|reduced|increased|improved"
    r"|decreased)\s+)+",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:(?:was|were|is|are|had|did|has|have|be|been|also|statistically|significantly|markedly|not|more|less|better)\b.*"
    r"|(?:increased|decreased|improved|reduced|declined|fell|rose|dropped|worsened)\b.*"
    r"|(?:before|after|during|between|among|in|of|for|with|and|the|at))$",
    re.IGNORECASE,
)
_TIMES = frozenset(
    "day days week weeks month months year years hour hours baseline follow-up visit min minutes h".split()
)


class Named(NamedTuple):
    """A stretch of a sentence that names an outcome, and the words that tell it apart."""

    start: int
    end: int
    words: Words


class Verdict(NamedTuple):
    """What a model makes of an outcome in a sentence: of which arms, which way, how likely."""

    named: Named
    arms: tuple[int, int]
    way: str
    share: float
    tested: bool


def read_learnt(ledger: Ledger) -> None:
    """Adds what the model in use says of comparisons; nothing where there is none."""
    model = current()
    if model is None or not model.ways.weights:
        return
    for line in ledger.page.lines:
        if _compares(line) and is_told(ledger, line):
            done = _compared(ledger, line)
            for verdict in verdicts(ledger.page, line, model, done):
                sure = model.ways.limits.sure(verdict.share)
                if sure is not None and not verdict.named.words & done:
                    _claim(ledger, line, verdict, sure)
                    done |= verdict.named.words


def verdicts(page: Page, line: Line, model: Model, done: Words) -> Iterator[Verdict]:
    """What a model makes of the outcomes in a line, but for those whose words are done."""
    arms = _pair(page, line) if len(page.drafts) >= _PAIR and not _within(line) else None
    if arms is None:
        return
    text = page.text[line.span.start : line.span.end]
    trial, other = (arm_words(page.drafts[arm]) for arm in arms)
    bare = masked(text, mask_of(trial, other, frozenset()))
    if not _alike(bare) and not _differs(bare):
        return
    for named in _outcomes(line, text, model):
        words = masked(text, mask_of(trial, other, named.words))
        if named.words & done:
            continue
        shares = likely(model.ways.weights, words)
        way = max(WAYS, key=lambda each: (shares[each], each))
        if _alike(words) if way == WAYS[2] else _differs(words):
            yield Verdict(named, arms, way, shares[way], bool(_TESTED & set(words)))


def _compares(line: Line) -> bool:
    """Whether a line has a word that compares, or a test, at all."""
    return "P" in line.full.forms or not _COMPARING.isdisjoint(line.full.forms)


def _within(line: Line) -> bool:
    return line.full.hit(WITHIN) is not None and line.full.hit(AGAINST) is None


def _pair(page: Page, line: Line) -> tuple[int, int] | None:
    """The two arms of a trial, or the two of several that a line names; the one on trial first."""
    arms = tuple(range(len(page.drafts)))
    if len(arms) > _PAIR:
        told = (item for item in line.full.items if item.form in {"A", "I"})
        arms = tuple(dict.fromkeys(arm for item in told for arm in item.value.arms))
    if len(arms) != _PAIR:
        return None
    return (arms[0], arms[1]) if is_experimental(page, *arms) else (arms[1], arms[0])


def arm_words(draft: ArmDraft) -> Words:
    """The words that an arm goes by."""
    return key_words(draft.label, *(c.words for c in draft.components), *draft.aliases)


def _compared(ledger: Ledger, line: Line) -> Words:
    """The words of all that comparisons of a line are of already."""
    key = ledger.passage_key(line)
    claims = (*ledger.of(Comparison), *ledger.of(SuggestedComparison))
    told = [claim for claim in claims if key in claim.evidence]
    return key_words(*((claim.measurand or "").replace("-", " ") for claim in told))


def _alike(words: list[str]) -> bool:
    """Whether masked words can say that no difference was found."""
    return bool(_SAME & set(words))


def _differs(words: list[str]) -> bool:
    """Whether masked words can say that arms differ: they name one, and a test or the other.

    What changed within groups, or in both, is no difference between them.
    """
    told = set(words)
    against, tested = bool(told & _AGAINST), bool(told & _TESTED - {"pns"})
    if not told & {"E", "C"} or (not against and told & _INSIDE):
        return False
    return (against or tested) and not ("pns" in told and "psig" not in told)


def _outcomes(line: Line, text: str, model: Model) -> Iterator[Named]:
    """The stretches that the model takes for outcomes; times and mere cues are none."""
    start = line.span.start
    values = tuple(
        (fact.start - start, fact.end - start)
        for fact in facts_of(line)
        if fact.kind not in _NO_VALUES
    )
    for first, last in found(text, values, model.names, model.lexicon).outcomes:
        written = text[first:last]
        opened = _OPENING.match(written)
        first += opened.end() if opened else 0  # noqa: PLW2901 - the stretch without its opening
        last = first + len(_TAIL.sub("", text[first:last]))  # noqa: PLW2901 - the name alone
        words = key_words(text[first:last]) - CUES
        named = any(len(word) >= _SHORTEST and word.isalpha() for word in words - _TIMES)
        if named and len(text[first:last].split()) <= _MOST:
            yield Named(first, last, words)


def _subject(page: Page, line: Line, named: Named) -> Subject:
    start, end = line.span.start + named.start, line.span.start + named.end
    items = tuple(item for item in line.tape.items if start <= item.start and item.end <= end)
    return called(" ".join(page.text[start:end].split()), items)


def _claim(ledger: Ledger, line: Line, verdict: Verdict, sure: Sure) -> None:
    subject = _subject(ledger.page, line, verdict.named)
    slug = measurand(subject, ledger.page.glossary)
    when, over = span_of(line)
    outcome = outcome_for(ledger, line, subject, slug, when)
    if ledger.compared(line, slug, outcome, likely=True):
        return
    same, tested = verdict.way == WAYS[2], verdict.tested
    direction = _WAYS.get(verdict.way) if not (same and tested) else None
    first, second = map(arm_key, verdict.arms)
    comparison = Comparison(
        measurand=slug,
        outcome=outcome,
        time=when,
        over=over,
        experimental_group=first,
        reference_group=second,
        direction=direction,
        favours=favours(ledger, slug, outcome, direction),
        significance=significance(not same) if tested else None,
    )
    ledger.add(comparison, line, rule=RULE, sure=sure)

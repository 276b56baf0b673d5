"""Judgements counted: by family, by cause, by rule and by claimed confidence.

In: judgements, and how many documents they are of. Out: rows with precision, its lower bound,
recall, coverage, F1 and wrong facts per hundred documents. What is unjudged enters no share, and
is counted beside them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from math import sqrt
from typing import NamedTuple

from kg.evaluation.samples import Judgement, Verdict
from kg.evaluation.scoring import FOUND_ONLY, OFFSETS

_Z = 1.959964  # two-sided, 95 %


class Counts(NamedTuple):
    """How often each verdict fell, and the shares that follow; none where there is nothing."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    unjudged: int = 0
    contested: int = 0
    documents: int = 0
    found_only: bool = False

    @property
    def gold(self) -> int:
        """How much is annotated."""
        return self.right + self.missed

    @property
    def precision(self) -> float | None:
        """The share of what was claimed and judged that is right."""
        return None if self.found_only else _share(self.right, self.right + self.wrong)

    @property
    def at_least(self) -> float | None:
        """The lower end of the 95 % interval of precision.

        *Source*: Wilson, Probable inference, J Am Stat Assoc 1927; 22: 209-212.
        """
        return None if self.found_only else lower_bound(self.right, self.right + self.wrong)

    @property
    def floor(self) -> float | None:
        """What precision would be if all that no corpus judges were wrong."""
        claimed = self.right + self.wrong + self.unjudged
        return None if self.found_only else _share(self.right, claimed)

    @property
    def recall(self) -> float | None:
        """The share of what is annotated that was claimed rightly."""
        return _share(self.right, self.gold)

    @property
    def coverage(self) -> float | None:
        """The share of what is annotated in whose place anything was claimed, right or wrong."""
        return _share(self.right + self.contested, self.gold)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        doubled = 2 * self.right
        return None if self.found_only else _share(doubled, doubled + self.wrong + self.missed)

    @property
    def wrong_per_100(self) -> float | None:
        """Wrong facts in a hundred documents."""
        judged = self.documents and not self.found_only
        return 100 * self.wrong / self.documents if judged else None


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def lower_bound(right: int, of: int) -> float | None:
    """The lower end of the 95 % Wilson interval of a share.

    >>> round(lower_bound(97, 100), 3), lower_bound(0, 0)
    (0.915, None)
    """
    if not of:
        return None
    share, spread = right / of, _Z * _Z / of
    middle = share + spread / 2
    return (middle - _Z * sqrt(share * (1 - share) / of + spread / (4 * of))) / (1 + spread)


def count(judgements: Iterable[Judgement], documents: int) -> Counts:
    """The counts of judgements over so many documents.

    >>> told = [Judgement("P", verdict, "c", "d") for verdict in ("right", "wrong", "missed")]
    >>> counts = count(told, 2)
    >>> counts.precision, counts.recall, counts.wrong_per_100
    (0.5, 0.5, 50.0)
    """
    verdicts: Counter[Verdict] = Counter()
    contested = 0
    for each in judgements:
        verdicts[each.verdict] += 1
        contested += each.contested
    return Counts(
        verdicts["right"],
        verdicts["wrong"],
        verdicts["missed"],
        verdicts["unjudged"],
        contested,
        documents,
    )


def by_family(
    judgements: Iterable[Judgement], documents: Mapping[str, int]
) -> dict[tuple[str, str], Counts]:
    """The counts of each family of each corpus, in the order in which they were judged.

    The slots of a template also count together.
    """
    groups: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    for each in judgements:
        if each.family != OFFSETS:
            groups[each.corpus, each.family].append(each)
            if each.family.startswith("template: "):
                groups[each.corpus, "template, all slots"].append(each)
    return {
        key: count(told, documents.get(key[0], 0))._replace(found_only=key[1] in FOUND_ONLY)
        for key, told in groups.items()
    }


def claims(judgements: Iterable[Judgement]) -> Iterator[Judgement]:
    """Each claim once: wrong if anything of it is, right if all that was judged is right."""
    told: dict[tuple[str, str, str], list[Judgement]] = defaultdict(list)
    for each in judgements:
        if each.claim and each.family != OFFSETS:
            told[each.corpus, each.document, each.claim].append(each)
    for group in told.values():
        order = {"wrong": 0, "right": 1, "missed": 2, "unjudged": 3}
        yield min(group, key=lambda each: order[each.verdict])


def by_rule(judgements: Iterable[Judgement], documents: int) -> dict[str, Counts]:
    """The counts of each rule's claims, the most judged first."""
    groups: dict[str, list[Judgement]] = defaultdict(list)
    for each in claims(judgements):
        groups[each.rule].append(each)
    counted = {rule: count(told, documents) for rule, told in groups.items()}
    return dict(sorted(counted.items(), key=lambda pair: (-_judged(pair[1]), pair[0])))


def by_confidence(judgements: Iterable[Judgement], documents: int) -> dict[Decimal | None, Counts]:
    """The counts of claims of each confidence: what was claimed against what was counted."""
    groups: dict[Decimal | None, list[Judgement]] = defaultdict(list)
    for each in claims(judgements):
        groups[each.confidence].append(each)
    ordered = sorted(groups, key=lambda each: each or Decimal(0), reverse=True)
    return {each: count(groups[each], documents) for each in ordered}


def _judged(counts: Counts) -> int:
    return counts.right + counts.wrong


def causes(judgements: Iterable[Judgement], verdict: Verdict) -> Counter[tuple[str, str, str]]:
    """How often each cause led to something wrong or missed, by corpus and family."""
    return Counter(
        (each.corpus, each.family, each.cause) for each in judgements if each.verdict == verdict
    )

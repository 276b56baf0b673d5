"""The ledger: claims as the rules make them, each under its key and with its evidence.

In: records without keys. Out: records with keys ("result-3"), their passages, and the list of
what was not read. The only state of the reading room; one ledger serves one document.
"""

from collections.abc import Iterable
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints

import msgspec

from kg.codes import Flag
from kg.reading.page import Line, Page
from kg.reading.trust import Sure, confidence, status
from kg.records import (
    AdverseEventResult,
    Association,
    Change,
    Claim,
    Comparison,
    Conclusion,
    Declined,
    GroupResult,
    Mentioned,
    Number,
    Outcome,
    Passage,
    Population,
    PValue,
    Quantity,
    Record,
    Schedule,
    Study,
    SuggestedComparison,
    SuggestedResult,
    TimePoint,
    Unread,
    UntiedResult,
)

C = TypeVar("C", bound=Claim)


# Records of which none can hold a claim.
_BARE = frozenset({Number, PValue, Quantity, TimePoint})


def _evidence(record: Record | tuple[Record, ...], found: set[str]) -> set[str]:
    """The passages found, with all that are named anywhere within a record."""
    if isinstance(record, tuple):
        for member in record:
            _evidence(member, found)
        return found
    if isinstance(record, Claim):
        found.update(record.evidence)
    for name in _holding(type(record)):
        if held := getattr(record, name):
            _evidence(held, found)
    return found


@cache
def _holding(kind: type[Record]) -> tuple[str, ...]:
    """The fields of a type of record in which claims may be held."""
    hints = get_type_hints(kind)
    return tuple(name for name in kind.__struct_fields__ if _holds(hints[name]))


def _holds(hint: Any) -> bool:
    if isinstance(hint, type) and issubclass(hint, Record):
        return hint not in _BARE
    return any(map(_holds, get_args(hint)))


def _doubts(record: Claim) -> tuple[Flag, ...]:
    """The mark of a spread of which the words do not say what it is."""
    number: Number | None = getattr(record, "number", None)
    if number is None or number.dispersion_type is not None:
        return ()
    spread = (number.dispersion, number.dispersion_lower, number.dispersion_upper)
    return () if all(each is None for each in spread) else ("ambiguous",)


def _of_others(claim: Comparison, groups: tuple[str, ...]) -> bool:
    """Whether a comparison is of a pair of groups, and not of these."""
    pair = {claim.experimental_group, claim.reference_group}
    return None not in pair and pair != set(groups)


_NAMES: dict[type[Claim], str] = {
    GroupResult: "result",
    AdverseEventResult: "result",
    Change: "result",
    Comparison: "result",
    Association: "result",
    SuggestedComparison: "likely",
    SuggestedResult: "suggested",
    UntiedResult: "untied",
    Conclusion: "conclusion",
    Outcome: "outcome",
    Population: "population",
    Schedule: "schedule",
    Mentioned: "mentioned",
}


class Ledger:
    """The claims read from one page."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self._claims: dict[str, Claim] = {}
        self._kinds: dict[type[Claim], dict[str, None]] = {}
        self._counts: dict[str, int] = {}
        self._passages: dict[str, Passage] = {}
        self._unread: list[Unread] = []
        self._declined: list[Declined] = []

    def add(
        self, record: C, *lines: Line, rule: str, key: str | None = None, sure: Sure | None = None
    ) -> str:
        """The key under which a claim now stands, with the lines as its passages.

        It is as ``sure`` as said, else as its rule is.
        """
        settled = sure.status if sure else status(rule)
        if type(record) is Comparison and settled == "suggested":
            likely = SuggestedComparison(**msgspec.structs.asdict(record))
            return self.add(likely, *lines, rule=rule, key=key, sure=sure)
        if isinstance(record, Comparison) and not isinstance(record, SuggestedComparison):
            self._settle(record, *lines)
        key = key or self._key(_NAMES[type(record)])
        evidence = (*record.evidence, *(self.passage(line) for line in lines))
        self._kinds.setdefault(type(record), {})[key] = None
        self._claims[key] = msgspec.structs.replace(
            record,
            key=key,
            rule=rule,
            flags=tuple(dict.fromkeys((*record.flags, *_doubts(record)))),
            evidence=tuple(dict.fromkeys(evidence)),
            confidence=sure.confidence if sure else confidence(rule),
            status=settled,
        )
        return key

    def _settle(self, record: Comparison, *lines: Line) -> None:
        """Takes back what was only suggested of what is asserted now."""
        said = {self.passage_key(line) for line in lines}
        for claim in self.of(SuggestedComparison):
            same = (claim.measurand, claim.outcome) == (record.measurand, record.outcome)
            if same and said & set(claim.evidence):
                self._pop(claim.key)

    @staticmethod
    def passage_key(line: Line) -> str:
        """The key that the passage of a line has or would have."""
        return f"{line.span.start}-{line.span.end}"

    def passage(self, line: Line) -> str:
        """The key of the passage that a line is."""
        key = self.passage_key(line)
        self._passages[key] = Passage(
            key=key,
            exact=self.page.text[line.span.start : line.span.end],
            start=line.span.start,
            end=line.span.end,
            section=line.span.label,
        )
        return key

    def place(self, passage: Passage) -> str:
        """The key of a passage that is a place in a record: a cell of a table."""
        self._passages[passage.key] = passage
        return passage.key

    def also(self, key: str, *lines: Line) -> None:
        """Further lines as evidence of a claim that stands already."""
        claim = self._claims[key]
        evidence = dict.fromkeys((*claim.evidence, *(self.passage(line) for line in lines)))
        self._claims[key] = msgspec.structs.replace(claim, evidence=tuple(evidence))

    def get(self, key: str) -> Any:
        """The claim of a key."""
        return self._claims[key]

    def change(self, key: str, **fields: Any) -> None:
        """A claim with some of its fields set anew."""
        self._claims[key] = msgspec.structs.replace(self._claims[key], **fields)

    def drop(self, key: str, reason: str) -> None:
        """A claim taken back, and why, against the passage that misled."""
        claim = self._pop(key)
        for passage in map(self._passages.__getitem__, claim.evidence[:1]):
            if passage.exact is not None and passage.start is not None and passage.end is not None:
                self._unread.append(
                    Unread(exact=passage.exact, start=passage.start, end=passage.end, reason=reason)
                )

    def unread(self, line: Line, reason: str) -> None:
        """A line that no rule could read safely, and why."""
        text = self.page.text[line.span.start : line.span.end]
        left = Unread(exact=text, start=line.span.start, end=line.span.end, reason=reason)
        if left not in self._unread:
            self._unread.append(left)

    def decline(self, declined: Declined) -> None:
        """What another extractor offered and nobody could bear out, and why."""
        self._declined.append(declined)

    def untabled(self, path: str, called: str, reason: str) -> None:
        """A table, or rows of one, that no rule could read safely, and why."""
        self._unread.append(Unread(exact=called, path=path, reason=reason))

    def of(self, kind: type[C]) -> tuple[C, ...]:
        """The claims of exactly one type, in the order they were read."""
        return tuple([self._claims[key] for key in self._kinds.get(kind, ())])  # type: ignore[misc]

    def keys(self, *kinds: type[Claim]) -> Iterable[str]:
        """The keys of all claims of some types."""
        return [key for key, claim in self._claims.items() if type(claim) in kinds]

    def compared(
        self, line: Line, measurand: str, outcome: str | None, *, likely: bool = False,
        groups: tuple[str, ...] = (),
    ) -> bool:  # fmt: skip
        """Whether a line has already given a comparison of this; for a *likely* one, a verdict.

        Of one pair of *groups* where that is told, since a likely one may be of others.
        """
        key = self.passage_key(line)
        return any(
            key in claim.evidence
            and (claim.measurand, claim.outcome) == (measurand, outcome)
            and not (likely and claim.direction is None and claim.significance is None)
            and not (groups and _of_others(claim, groups))
            for claim in (*self.of(Comparison), *(self.of(SuggestedComparison) if likely else ()))
        )

    def told_of(self, line: Line) -> bool:
        """Whether a comparison that says how it went rests on a line."""
        key = self.passage_key(line)
        return any(
            key in claim.evidence and (claim.direction or claim.significance)
            for claim in (*self.of(Comparison), *self.of(SuggestedComparison))
        )

    def has(self, key: str) -> bool:
        """Whether a claim of that key still stands."""
        return key in self._claims

    def exact(self, passage: str) -> str | None:
        """The words of a passage."""
        return self._passages[passage].exact

    def used(self, *studies: Study) -> tuple[Passage, ...]:
        """The passages that a study or one of its claims rests on, by place."""
        named = {key for study in studies for key in (*study.evidence, *_evidence(study, set()))}
        return tuple(passage for passage in self.passages if passage.key in named)

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages that a claim rests on, by place."""
        return tuple(sorted(self._passages.values(), key=lambda p: (p.start or 0, p.end or 0)))

    @property
    def left(self) -> tuple[Unread, ...]:
        """What was not read."""
        return tuple(sorted(self._unread, key=lambda u: (u.start, u.reason)))

    @property
    def declined(self) -> tuple[Declined, ...]:
        """What was offered and not taken."""
        return tuple(sorted(self._declined, key=lambda d: (d.start, d.exact, d.reason)))

    def _pop(self, key: str) -> Claim:
        claim = self._claims.pop(key)
        del self._kinds[type(claim)][key]
        return claim

    def _key(self, name: str) -> str:
        self._counts[name] = self._counts.get(name, 0) + 1
        return f"{name}-{self._counts[name]}"

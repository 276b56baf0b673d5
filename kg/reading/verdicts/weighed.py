"""Two numbers of one thing, each already tied to its arm, weighed against each other.

In: the results that a line gave. Out: suggested comparisons of what no words of the line compared. A
test of the line says whether they differ; where there is none the numbers alone suggest which way.
"""

from collections import defaultdict
from collections.abc import Iterator

from kg.codes import ComparisonDirection
from kg.reading.amounts import significant
from kg.reading.comparisons import favours, is_experimental, significance
from kg.reading.ledger import Ledger
from kg.reading.page import Line
from kg.reading.results import arm_key
from kg.reading.verdicts.phrases import WITHIN
from kg.records import Comparison, GroupResult

_PAIR = 2
# By how much something moved says less than where it came to: which way is not in the number.
_MOVED = frozenset({"change", "percentChange"})


def weigh(ledger: Ledger, line: Line) -> bool:
    """Whether results of two arms on a line became a comparison that is likely."""
    if line.full.hit(WITHIN):
        return False
    made = [_claim(ledger, line, one, two) for one, two in list(_pairs(ledger, line))]
    return any(made)


def _pairs(ledger: Ledger, line: Line) -> Iterator[tuple[GroupResult, GroupResult]]:
    """The results of a line that are of one thing at one time in one unit: each with the control's.

    Of two arms either may be the control.
    """
    groups: dict[object, list[GroupResult]] = defaultdict(list)
    key = ledger.passage_key(line)
    for result in ledger.of(GroupResult):
        if key in result.evidence and result.number is not None and result.statistic not in _MOVED:
            same = (result.measurand, result.outcome, result.time, result.over, result.statistic)
            groups[(*same, result.number.unit)].append(result)
    control = ledger.page.roster.one("controlRole")
    for told in groups.values():
        if len({each.group for each in told}) < len(told) or len(told) < _PAIR:
            continue
        if len(told) == _PAIR:
            yield told[0], told[1]
        elif control is not None:
            own = [each for each in told if each.group == arm_key(control)]
            yield from ((each, own[0]) for each in told if own and each is not own[0])


def _meaning(ledger: Ledger, line: Line, *results: GroupResult) -> tuple[bool | None, bool]:
    """What the test behind two numbers found, and whether it is clear which test that is."""
    text = ledger.page.text
    ends = [
        text.find(each.number.reported, line.span.start, line.span.end)
        for each in results
        if each.number is not None and each.number.reported
    ]
    tests = [item for item in line.full.items if item.form == "P"]
    behind = [item for item in tests if item.start > max(ends, default=0)]
    if not tests:
        return None, True
    meanings = {significant(item.value) for item in tests}
    chosen = significant(behind[0].value) if behind else None
    return chosen, chosen is not None and (len(meanings) == 1 or len(results) == _PAIR)


def _claim(ledger: Ledger, line: Line, one: GroupResult, two: GroupResult) -> bool:
    arms = [arm_key(n) for n in range(len(ledger.page.drafts))]
    if one.group not in arms or two.group not in arms:
        return False
    if not is_experimental(ledger.page, arms.index(one.group), arms.index(two.group)):
        one, two = two, one
    way = _way(one, two)
    meaning, clear = _meaning(ledger, line, one, two)
    if (
        way is None
        or not clear
        or ledger.compared(line, one.measurand or "", one.outcome, likely=True)
    ):
        return False
    direction = None if meaning is False else way
    rule = "comparison.likely-weighed"
    suffix = {None: "-untested", False: "-not-significant", True: ""}[meaning]
    ledger.add(
        Comparison(
            measurand=one.measurand, outcome=one.outcome, time=one.time, over=one.over,
            experimental_group=one.group, reference_group=two.group,
            experimental_result=one.key, reference_result=two.key,
            direction=direction, significance=significance(meaning),
            favours=favours(ledger, one.measurand or "", one.outcome, direction),
        ),
        line, rule=f"{rule}{suffix}",
    )  # fmt: skip
    return True


def _way(one: GroupResult, two: GroupResult) -> ComparisonDirection | None:
    first, second = (each.number.value if each.number else None for each in (one, two))
    if first is None or second is None or first == second:
        return None
    return "higher" if first > second else "lower"

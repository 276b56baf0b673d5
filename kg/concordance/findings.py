"""What two reports found, compared: values, shares, estimates, intervals, P values, verdicts.

In: two results that are about the same. Out: where they differ by more than rounding.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from kg.concordance.difference import Difference, Side, compared, numbered_side
from kg.concordance.likeness import Claim
from kg.concordance.rounding import Figure, figure, whole
from kg.concordance.tellings import Telling
from kg.linking import lexicon
from kg.namespaces import TK
from kg.records import AdverseEventResult, Change, Comparison, GroupResult, Number

_RULE: Final = "disagreement.findings"
_HUNDRED: Final = Decimal(100)
_PLACES: Final = Decimal("0.001")


def finding_differences(one: Claim, other: Claim) -> Iterator[Difference]:
    """Where two results that are about the same say different things."""
    about = _about(one)
    if isinstance(one.result, GroupResult) and isinstance(other.result, GroupResult):
        counts = one.result.count, other.result.count
        if counts[0] is not None and counts[1] is not None:
            yield from _compared(TK.count, about, one, other, (whole(counts[0]), whole(counts[1])))
            return
        shares = _share(one.result), _share(other.result)
        if shares[0] and shares[1]:
            yield from _compared(TK.value, about, one, other, (shares[0], shares[1]))
            return
    yield from _numbers(about, one, other)
    if isinstance(one.result, Comparison) and isinstance(other.result, Comparison):
        yield from _p_values(about, one, other)
        yield from _verdicts(about, one, other)
    if isinstance(one.result, Change) and isinstance(other.result, Change):
        yield from _ways(about, one, other)


def _about(claim: Claim) -> str:
    result = claim.result
    what = result.event if isinstance(result, AdverseEventResult) else result.measurand
    return _called(claim.telling, what) if what else result.label or "result"


def _called(telling: Telling, slug: str) -> str:
    """What a concept is called: by everybody, else by the report that has it."""
    known = lexicon().concept(slug)
    told = (each for each in telling.account.concepts if each.slug == slug)
    concept = known or next(told, None)
    return (concept and concept.pref_label) or slug.replace("-", " ")


def _compared(
    on: str, about: str, one: Claim, other: Claim, figures: tuple[Figure, Figure]
) -> Iterator[Difference]:
    sides = (
        numbered_side(one.telling, one.node, figures[0]),
        numbered_side(other.telling, other.node, figures[1]),
    )
    yield from compared(on, about, sides, _RULE)


# --- Numbers ------------------------------------------------------------------------------------


def _share(result: GroupResult) -> Figure | None:
    """The percentage of a group, as reported or from its counts."""
    number = result.number
    if number is not None and number.unit == "%" and number.value is not None:
        return figure(number.value, number.reported)
    if result.count is not None and result.denominator:
        percent = (_HUNDRED * result.count / result.denominator).quantize(_PLACES)
        return Figure(percent, _PLACES, f"{result.count}/{result.denominator}")
    return None


def _numbers(about: str, one: Claim, other: Claim) -> Iterator[Difference]:
    """The value and its interval, where both are in one unit."""
    ours, theirs = one.result.number, other.result.number
    if ours is None or theirs is None or _unit(ours) != _unit(theirs):
        return
    if ours.value is not None and theirs.value is not None:
        both = figure(ours.value, ours.reported), figure(theirs.value, theirs.reported)
        yield from _compared(TK.value, about, one, other, both)
    if ours.ci_level == theirs.ci_level:
        for on, name in ((TK.ciLower, "ci_lower"), (TK.ciUpper, "ci_upper")):
            limits = getattr(ours, name), getattr(theirs, name)
            if None not in limits:
                shown = figure(limits[0], None), figure(limits[1], None)
                yield from _compared(on, about, one, other, shown)


def _unit(number: Number) -> str:
    return number.unit or "1"


def _p_values(about: str, one: Claim, other: Claim) -> Iterator[Difference]:
    ours, theirs = getattr(one.result, "p", None), getattr(other.result, "p", None)
    if ours is not None and theirs is not None:
        both = (
            figure(ours.value, ours.reported, ours.relation),
            figure(theirs.value, theirs.reported, theirs.relation),
        )
        yield from _compared(TK.pValue, about, one, other, both)


# --- Verdicts -----------------------------------------------------------------------------------


def _verdicts(about: str, one: Claim, other: Claim) -> Iterator[Difference]:
    """Directions and significances that exclude one another.

    What is told as no difference by one may be an insignificant difference to the other.
    """
    for on, name in ((TK.direction, "direction"), (TK.significance, "significance")):
        said = getattr(one.result, name), getattr(other.result, name)
        if None not in said and said[0] != said[1] and "noDifference" not in said:
            yield _spoken_differently(on, about, one, other, said)


def _ways(about: str, one: Claim, other: Claim) -> Iterator[Difference]:
    """A rise to one report that is a fall to the other."""
    said = str(getattr(one.result, "direction", "")), str(getattr(other.result, "direction", ""))
    if set(said) == {"increase", "decrease"}:
        yield _spoken_differently(TK.direction, about, one, other, said)


def _spoken_differently(
    on: str, about: str, one: Claim, other: Claim, said: tuple[str, str]
) -> Difference:
    sides = (
        Side(one.telling, one.node, _spoken(said[0])),
        Side(other.telling, other.node, _spoken(said[1])),
    )
    return Difference(on, about, sides, _RULE)


def _spoken(code: str) -> str:
    return re.sub(r"(?=[A-Z])", " ", code).lower()

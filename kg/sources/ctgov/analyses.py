"""Statistical analyses of the results: what was compared, how, and what came of it.

In: typed analyses. Out: comparisons over their groups. Which group is experimental and which is
the reference is stated where the arms' own types say so, and left open elsewhere.
"""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from kg.codes import Flag, Statistic
from kg.records import Arm, Comparison, GroupResult, Number
from kg.sources.ctgov import naming
from kg.sources.ctgov.amounts import number, p_value, written
from kg.sources.ctgov.book import Book
from kg.sources.ctgov.denominators import LOOKED_AT
from kg.sources.ctgov.figures import Scale, as_written, dispersion, figure, mistested, scaled
from kg.sources.ctgov.groups import Roster
from kg.sources.ctgov.measures import MEASURES, outcome_frame
from kg.sources.ctgov.results_schema import Analysis, OutcomeMeasure, OutcomeMeasures

_PLAIN: Final = {
    "hazardRatio", "oddsRatio", "riskRatio", "rateRatio", "ratioOfMeans", "correlation",
    "standardizedMeanDifference",
}  # fmt: skip
# Told as a fraction or in per cent alike, which the registry has no field to say.
_ANY_SCALE: Final = {"ratioOfMeans"}
_OF_THE_UNIT: Final = {
    "meanDifference",
    "leastSquaresMeanDifference",
    "medianDifference",
    "riskDifference",
}


def compared(
    module: OutcomeMeasures,
    arms: Mapping[str, Arm],
    results: list[GroupResult],
    roster: Roster,
    book: Book,
) -> Iterator[Comparison]:
    """Every analysis of every outcome."""
    means = _means(results)
    for n, outcome in enumerate(module.outcome_measures):
        for k, analysis in enumerate(outcome.analyses):
            at = f"{MEASURES}/{n}/analyses/{k}"
            found = _comparison(analysis, outcome, f"{MEASURES}/{n}", at, roster, book)
            if found is not None:
                yield _sided(found, arms, means)


def _means(results: list[GroupResult]) -> dict[tuple[str, str], Decimal]:
    """The one value that a group has in an outcome, where it has one."""
    found: dict[tuple[str, str], list[Decimal]] = {}
    for each in results:
        if each.measurand == LOOKED_AT or not each.outcome:
            continue
        if each.number is not None and each.number.value is not None:
            found.setdefault((each.outcome, each.group), []).append(each.number.value)
    return {key: values[0] for key, values in found.items() if len(values) == 1}


def _comparison(
    analysis: Analysis, outcome: OutcomeMeasure, module: str, at: str, roster: Roster, book: Book
) -> Comparison | None:
    frame = outcome_frame(outcome, module, book)
    statistic = estimate(analysis.param_type) if written(analysis.param_value) else None
    made, flags = _number(analysis, statistic, frame.scale, book, at)
    p = p_value(analysis.p_value)
    p_text = written(analysis.p_value)
    places = _places(analysis, at)
    if not places:
        return None
    groups = tuple(dict.fromkeys(roster.key(module, each) for each in analysis.group_ids))
    return Comparison(
        key=at,
        label=analysis.param_type,
        description=analysis.group_description,
        comments=_comments(analysis),
        measurand=frame.measurand,
        outcome=module,
        time=frame.time,
        over=frame.over if frame.time is None else None,
        statistic=statistic,
        number=made,
        groups=groups or (roster.key(module, "unstated"),),
        p=p,
        reported_p=p_text if p is None else None,
        tested_non_inferiority=analysis.tested_non_inferiority,
        hypothesis=book.code(
            naming.HYPOTHESIS, analysis.non_inferiority_type, f"{at}/nonInferiorityType"
        ),
        method=analysis.statistical_method,
        flags=tuple(dict.fromkeys((*flags, *mistested(p, made or Number(), _tested(statistic))))),
        evidence=book.at(*places),
    )


def _tested(statistic: Statistic | None) -> Statistic | None:
    """The statistic where it is known which value of it is no effect."""
    return None if statistic in _ANY_SCALE else statistic


def _places(analysis: Analysis, at: str) -> list[str]:
    stated = {
        "paramValue": analysis.param_value,
        "pValue": analysis.p_value,
        "ciLowerLimit": analysis.ci_lower_limit,
        "ciUpperLimit": analysis.ci_upper_limit,
    }
    found = [f"{at}/{name}" for name, value in stated.items() if written(value)]
    if found:
        return found
    words = {
        "otherAnalysisDescription": analysis.other_analysis_description,
        "statisticalMethod": analysis.statistical_method,
        "paramType": analysis.param_type,
    }
    return [f"{at}/{name}" for name, value in words.items() if value]


def estimate(name: str | None) -> Statistic:
    """The statistic that an analysis' own name for its estimate says.

    >>> estimate("LS Mean Difference"), estimate("Odds Ratio (OR)"), estimate("Win Ratio")
    ('leastSquaresMeanDifference', 'oddsRatio', 'otherStatistic')
    """
    for pattern, statistic in naming.ESTIMATES:
        if name and re.search(pattern, name, re.IGNORECASE):
            return statistic
    return "otherStatistic"


def _number(
    analysis: Analysis, statistic: Statistic | None, scale: Scale, book: Book, at: str
) -> tuple[Number | None, tuple[Flag, ...]]:
    kind, _ = dispersion(analysis.dispersion_type, book, f"{at}/dispersionType")
    level = number(analysis.ci_pct_value)
    unit, unit_text, factor = _unit(statistic, scale)
    # Without a level the limits are an interval all the same: an analysis has no other limits.
    own = Scale(statistic, None, level or Decimal(95), unit, unit_text, people=False, factor=factor)
    spread = scaled(number(analysis.dispersion_value), own)
    limits = analysis.ci_lower_limit, analysis.ci_upper_limit
    made, flags = figure(analysis.param_value, own, None, *limits)
    if not any(map(written, (analysis.param_value, *limits))):
        made, flags = Number(), ()
    full = replace(
        made,
        ci_level=level,
        ci_sides=book.code(naming.CI_SIDES, analysis.ci_num_sides, f"{at}/ciNumSides"),
        dispersion=spread,
        reported_dispersion=as_written(analysis.dispersion_value, spread),
        dispersion_type=kind,
    )
    return (None if full == Number() else full), tuple(dict.fromkeys((*flags, *_odd(full))))


def _odd(made: Number) -> Iterator[Flag]:
    """What is suspicious about a level and a spread."""
    if made.ci_level is not None and not 1 < made.ci_level < 100:  # noqa: PLR2004
        yield "implausibleValue"
    if made.dispersion is not None and made.dispersion < 0:
        yield "implausibleValue"
    elif made.dispersion is not None and made.dispersion_type is None:
        yield "ambiguous"


def _unit(statistic: Statistic | None, scale: Scale) -> tuple[str | None, str | None, Decimal]:
    """The unit of an estimate, and what to multiply it by: a difference is in the outcome's own."""
    if statistic in _PLAIN - _ANY_SCALE:
        return "1", None, Decimal(1)
    if statistic in _OF_THE_UNIT:
        return (None if scale.unit == "1" else scale.unit), scale.unit_text, scale.factor
    return None, None, Decimal(1)


def _comments(analysis: Analysis) -> tuple[str, ...]:
    said = (
        analysis.p_value_comment,
        analysis.statistical_comment,
        analysis.non_inferiority_comment,
        analysis.estimate_comment,
        analysis.ci_lower_limit_comment,
        analysis.ci_upper_limit_comment,
        analysis.other_analysis_description,
    )
    return tuple(dict.fromkeys(filter(None, said)))


# --- Sides --------------------------------------------------------------------------------------


def _sided(
    found: Comparison, arms: Mapping[str, Arm], means: Mapping[tuple[str, str], Decimal]
) -> Comparison:
    """The comparison with its sides, where one arm is experimental and the other a control.

    A difference that runs against the values of its groups was taken the other way round: its
    sides stay open.
    """
    roles = {key: arms[key].role for key in found.groups if key in arms}
    experimental = [key for key, role in roles.items() if role == "experimentalRole"]
    control = [key for key, role in roles.items() if role == "controlRole"]
    if len(found.groups) != 2 or len(experimental) != 1 or len(control) != 1:  # noqa: PLR2004
        return found
    first, second = (means.get((found.outcome or "", key)) for key in (*experimental, *control))
    value = found.number.value if found.number else None
    if value is not None and not _runs_with(value, found.statistic, first, second):
        return found
    return replace(found, groups=(), experimental_group=experimental[0], reference_group=control[0])


def _runs_with(
    value: Decimal, statistic: Statistic | None, first: Decimal | None, second: Decimal | None
) -> bool:
    """Whether an estimate goes the way that the groups' values go; where they are known."""
    if statistic == "otherStatistic":
        return False
    if first is None or second is None or first == second:
        return True
    null = 1 if statistic in _PLAIN - {"correlation", "standardizedMeanDifference"} else 0
    return value == null or (value > null) == (first > second)

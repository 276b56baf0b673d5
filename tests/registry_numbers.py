"""Which numbers of a registry's results stand in the graph, each at the node where it belongs.

The results' half of :mod:`registry_families`; the same manner of asking.
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from registry_families import Check, Stated, among, protocol_checks

from kg import units
from kg.namespaces import TK
from kg.sources.ctgov.unit_texts import ucum
from kg.values import number_of

RESULTS = "/resultsSection"
FLOW = f"{RESULTS}/participantFlowModule"
BASELINE = f"{RESULTS}/baselineCharacteristicsModule"
OUTCOMES = f"{RESULTS}/outcomeMeasuresModule/outcomeMeasures"
EVENTS = f"{RESULTS}/adverseEventsModule"


def checks(record: dict[str, Any], stated: Stated) -> Iterator[Check]:
    """Every value of every family of a record."""
    yield from protocol_checks(record, stated)
    results = record.get("resultsSection", {})
    yield from _flow(results.get("participantFlowModule", {}), stated)
    yield from _baseline(results.get("baselineCharacteristicsModule", {}), stated)
    yield from _measured(results.get("outcomeMeasuresModule", {}), stated)
    yield from _events(results.get("adverseEventsModule", {}), stated)


def _flow(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    for n, period in enumerate(module.get("periods", ())):
        for part, inner in (("milestones", "achievements"), ("dropWithdraws", "reasons")):
            for k, stage in enumerate(period.get(part, ())):
                for m, each in enumerate(stage.get(inner, ())):
                    if each.get("numSubjects") is None:
                        continue
                    place = f"{FLOW}/periods/{n}/{part}/{k}/{inner}/{m}/numSubjects"
                    said = stated.says(
                        place,
                        ofGroup=stated.groups.get((FLOW, each["groupId"])),
                        count=each["numSubjects"],
                        label=stage.get("type"),
                        classLabel=period.get("title"),
                    )
                    yield "participant flow", place, said


def _sizes(*levels: Iterable[dict[str, Any]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for denoms in levels:
        for denom in denoms:
            if denom.get("units", "Participants").lower() == "participants":
                found.update({each["groupId"]: each["value"] for each in denom["counts"]})
    return found


def _measurements(measure: dict[str, Any], at: str, *levels: Any) -> Iterator[tuple[Any, ...]]:
    for n, part in enumerate(measure.get("classes", ())):
        sizes = _sizes(*levels, measure.get("denoms", ()), part.get("denoms", ()))
        for k, category in enumerate(part.get("categories", ())):
            for m, each in enumerate(category.get("measurements", ())):
                if each.get("value"):
                    place = f"{at}/classes/{n}/categories/{k}/measurements/{m}/value"
                    yield place, each, part, category, sizes.get(each["groupId"])


def _numbers(each: dict[str, Any], kind: str | None, size: str | None) -> dict[str, Any]:
    """What a measurement's node must say of its numbers."""
    interval = "onfidence" in (kind or "") or "CONFIDENCE" in (kind or "")
    low, high = ("ciLower", "ciUpper") if interval else ("dispersionLower", "dispersionUpper")
    expected: dict[str, Any] = {"reportedValue": each["value"], "denominator": size}
    if number_of(each["value"]) is not None:
        expected["value"] = each.get("converted", each["value"])
    for name, predicate, spelled in (
        ("spread", "dispersion", "reportedDispersion"),
        ("lowerLimit", low, "reportedLower"),
        ("upperLimit", high, "reportedUpper"),
    ):
        if name in each:
            missing = number_of(each[name]) is None or (name == "spread" and interval)
            expected[spelled if missing else predicate] = each[name]
    return expected


def _converted(
    each: dict[str, Any], unit: str | None, place: str, stated: Stated
) -> dict[str, Any]:
    """A measurement in the unit that its node states, where the registry's own is another."""
    told = {code for node in stated.at.get(place, ()) for code in stated.of[node][TK.unit]}
    written = ucum(unit or "")
    factors = {units.convert(Decimal(1), written, code) for code in told} if written else set()
    factor = next(iter(factors - {None, Decimal(1)}), None)
    if factor is None:
        return each
    scaled = {
        name: str(number * factor)
        for name in ("spread", "lowerLimit", "upperLimit")
        if (number := number_of(each.get(name, ""))) is not None
    }
    number = number_of(each["value"])
    value = {} if number is None else {"converted": str(number * factor)}
    return {**each, **scaled, **value}


def _baseline(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    for n, measure in enumerate(module.get("measures", ())):
        at = f"{BASELINE}/measures/{n}"
        for place, each, part, category, size in _measurements(
            measure, at, module.get("denoms", ())
        ):
            said = stated.says(
                place,
                ofGroup=stated.groups.get((BASELINE, each["groupId"])),
                label=measure.get("title"),
                classLabel=part.get("title"),
                categoryLabel=category.get("title"),
                unitText=measure.get("unitOfMeasure"),
                **_numbers(each, measure.get("dispersionType"), size),
            )
            yield "baseline", place, said


def _measured(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    for n, outcome in enumerate(module.get("outcomeMeasures", ())):
        at = f"{OUTCOMES}/{n}"
        nodes = stated.at.get(f"{at}/title", set())
        said = stated.says(
            f"{at}/title", label=outcome["title"], timeFrame=outcome.get("timeFrame")
        )
        yield "reported outcomes", f"{at}/title", said
        for place, each, part, category, size in _measurements(outcome, at):
            each = _converted(each, outcome.get("unitOfMeasure"), place, stated)  # noqa: PLW2901
            right = stated.says(
                place,
                ofGroup=stated.groups.get((at, each["groupId"])),
                forOutcome=next((o for o in nodes if TK.measures in stated.of[o]), None),
                classLabel=part.get("title"),
                categoryLabel=category.get("title"),
                unitText=outcome.get("unitOfMeasure"),
                **_numbers(each, outcome.get("dispersionType"), size),
            )
            yield "outcome measurements", place, right
        for k, analysis in enumerate(outcome.get("analyses", ())):
            yield from _analysis(analysis, f"{at}/analyses/{k}", at, stated)


def _analysis(each: dict[str, Any], at: str, module: str, stated: Stated) -> Iterator[Check]:
    groups = {stated.groups.get((module, group)) for group in each.get("groupIds", ())}
    for name, predicate in (
        ("pValue", "reportedPValue"),
        ("paramValue", "reportedValue"),
        ("ciLowerLimit", "ciLower"),
        ("ciUpperLimit", "ciUpper"),
    ):
        if not each.get(name):
            continue
        place = f"{at}/{name}"
        spelled = {"ciLower": "reportedLower", "ciUpper": "reportedUpper"}.get(predicate)
        said_as = spelled if spelled and number_of(each[name]) is None else predicate
        said = any(
            among(stated.of[node][TK[said_as]], each[name])
            and groups
            == stated.of[node][TK.ofGroup]
            | stated.of[node][TK.experimentalGroup]
            | stated.of[node][TK.referenceGroup]
            for node in stated.at.get(place, ())
        )
        yield "analyses", place, said


def _events(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    for n, group in enumerate(module.get("eventGroups", ())):
        for kind in ("serious", "other", "deaths"):
            place = f"{EVENTS}/eventGroups/{n}/{kind}NumAffected"
            if f"{kind}NumAffected" in group:
                said = stated.says(
                    place,
                    ofGroup=stated.groups.get((EVENTS, group["id"])),
                    count=group[f"{kind}NumAffected"],
                    denominator=group.get(f"{kind}NumAtRisk"),
                )
                yield "adverse events", place, said
    for part, serious in (("seriousEvents", "true"), ("otherEvents", "false")):
        for n, event in enumerate(module.get(part, ())):
            for k, each in enumerate(event.get("stats", ())):
                name = "numAffected" if "numAffected" in each else "numEvents"
                if name not in each:
                    continue
                place = f"{EVENTS}/{part}/{n}/stats/{k}/{name}"
                said = stated.says(
                    place,
                    ofGroup=stated.groups.get((EVENTS, each["groupId"])),
                    label=event["term"],
                    classLabel=event.get("organSystem"),
                    serious=serious,
                    count=each.get("numAffected"),
                    eventCount=each.get("numEvents"),
                    denominator=each.get("numAtRisk"),
                )
                yield "adverse events", place, said

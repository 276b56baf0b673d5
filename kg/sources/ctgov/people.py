"""Arms, interventions, and who can take part.

In: the typed protocol. Out: arms with what they receive, the population with its criteria.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from msgspec.structs import replace

from kg.codes import ArmRole, Flag, InterventionRole, PopulationRole
from kg.records import Arm, Criterion, Intervention, Population
from kg.sources.ctgov import naming
from kg.sources.ctgov.amounts import age
from kg.sources.ctgov.book import Book, folded
from kg.sources.ctgov.giving import Given, given
from kg.sources.ctgov.protocol import ROOT
from kg.sources.ctgov.schema import ArmGroup, Eligibility, Protocol, RegisteredIntervention

_ARMS: Final = f"{ROOT}/armsInterventionsModule/armGroups"
_GIVEN: Final = f"{ROOT}/armsInterventionsModule/interventions"
_WHO: Final = f"{ROOT}/eligibilityModule"
_COUNT: Final = f"{ROOT}/designModule/enrollmentInfo/count"
_SUBSTANCES: Final = {"DRUG", "BIOLOGICAL", "DIETARY_SUPPLEMENT", "GENETIC", "COMBINATION_PRODUCT"}
_PLACEBO: Final = re.compile(r"\b(?:placebos?|sham)\b", re.IGNORECASE)
_ROLES: Final[dict[str, ArmRole]] = {
    "EXPERIMENTAL": "experimentalRole",
    "ACTIVE_COMPARATOR": "controlRole",
    "PLACEBO_COMPARATOR": "controlRole",
    "SHAM_COMPARATOR": "controlRole",
    "NO_INTERVENTION": "controlRole",
}
# Statuses after which nobody enters any more: a number without its type is what was counted.
_CLOSED: Final = {"COMPLETED", "TERMINATED", "WITHDRAWN", "ACTIVE_NOT_RECRUITING", "SUSPENDED"}
_HEADING: Final = re.compile(
    r"[\s*#_\\-]*(?:(?:key|main|major|general|subject|patient|participant|study)\s+)*"
    r"(inclusion|exclusion)(?:\s+criteria)?\b[^.\n]{0,60}?[:\s*_]*",
    re.IGNORECASE,
)
_ITEM: Final = re.compile(r"\s*(?:[*•·○▪-]|\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)])\s+(?=\S)")


def people(protocol: Protocol, book: Book) -> dict[str, Any]:
    """Arms, interventions without an arm, the population, and what else is said of who enters."""
    module, eligibility = protocol.arms_interventions_module, protocol.eligibility_module
    received = _by_arm(protocol)
    # What may be either of two is described with neither arm: it stays as the record lists it.
    tied = {each[0] for some in received.values() for each in some if len(each) == 1}
    arms = tuple(
        _arm(n, arm, received[n], protocol, book) for n, arm in enumerate(module.arm_groups)
    )
    return {
        "arms": arms,
        "interventions": tuple(
            _intervention(n, each, (), protocol, book)
            for n, each in enumerate(module.interventions)
            if n not in tied and each.name
        ),
        "intervention_concepts": book.named(_called(module.interventions)),
        "populations": (_population(protocol, book),),
        **_admitted(eligibility, book),
    }


# --- Arms ---------------------------------------------------------------------------------------


def _by_arm(protocol: Protocol) -> dict[int, tuple[Given, ...]]:
    """What each arm receives."""
    module = protocol.arms_interventions_module
    return {n: given(arm, module.interventions) for n, arm in enumerate(module.arm_groups)}


def _arm(n: int, arm: ArmGroup, received: tuple[Given, ...], protocol: Protocol, book: Book) -> Arm:
    interventions = protocol.arms_interventions_module.interventions
    kind = book.code(naming.ARM_TYPE, arm.type, f"{_ARMS}/{n}/type")
    return Arm(
        key=f"arm-{n + 1}",
        label=arm.label,
        description=arm.description,
        type=kind,
        role=_role(arm, protocol),
        receives=tuple(
            _received(each, protocol, book) for each in received if interventions[each[0]].name
        ),
        evidence=book.at(f"{_ARMS}/{n}/{'label' if arm.label else 'type'}"),
    )


def _role(arm: ArmGroup, protocol: Protocol) -> ArmRole | None:
    """What an arm is for; where none is experimental, active arms compare one another."""
    kinds = {each.type for each in protocol.arms_interventions_module.arm_groups}
    if arm.type == "ACTIVE_COMPARATOR" and "EXPERIMENTAL" not in kinds:
        return None
    return _ROLES.get(arm.type or "")


def _received(numbers: Given, protocol: Protocol, book: Book) -> Intervention:
    """What an arm receives; of several that it may be only what their one name says."""
    first, *others = numbers
    record = protocol.arms_interventions_module.interventions[first]
    if others:
        record = replace(record, description=None, other_names=())
    found = _intervention(first, record, _arms_of(first, protocol), protocol, book)
    evidence = book.at(*(f"{_GIVEN}/{n}/name" for n in others))
    return replace(found, evidence=(*found.evidence, *evidence))


def _arms_of(number: int, protocol: Protocol) -> tuple[str, ...]:
    """The types of the arms that receive an intervention, in whatever dose: what bears its name."""
    module = protocol.arms_interventions_module
    called = folded(module.interventions[number].name)
    alike = {n for n, each in enumerate(module.interventions) if folded(each.name) == called}
    return tuple(
        module.arm_groups[n].type or ""
        for n, received in _by_arm(protocol).items()
        if any(alike & set(each) for each in received)
    )


def _intervention(
    n: int, record: RegisteredIntervention, arms: tuple[str, ...], protocol: Protocol, book: Book
) -> Intervention:
    name = record.name or ""
    placebo = bool(_PLACEBO.search(name))
    substance = record.type in _SUBSTANCES and not placebo
    others = tuple(each for each in record.other_names if each and each != name)
    return Intervention(
        label=name,
        description=record.description,
        other_names=others,
        type=book.code(naming.INTERVENTION_TYPE, record.type, f"{_GIVEN}/{n}/type"),
        role=_purpose(arms, protocol, placebo=placebo),
        substance=book.substance(name) if substance else None,
        evidence=book.at(f"{_GIVEN}/{n}/name"),
    )


def _called(interventions: Sequence[RegisteredIntervention]) -> Iterator[str]:
    """The names of what is no substance, and all other names; those of a placebo tell nothing."""
    for each in interventions:
        if each.name and not _PLACEBO.search(each.name):
            yield from (() if each.type in _SUBSTANCES else (each.name,))
            yield from (other for other in each.other_names if not _PLACEBO.search(other))


def _purpose(
    arms: tuple[str, ...], protocol: Protocol, *, placebo: bool
) -> InterventionRole | None:
    """What an intervention is for, where the arms that receive it leave no doubt."""
    if placebo:
        return "placebo"
    if arms and set(arms) == {"EXPERIMENTAL"}:
        every = [each.type for each in protocol.arms_interventions_module.arm_groups]
        return "investigational" if len(arms) < len(every) or len(set(every)) == 1 else None
    kinds = {each.type for each in protocol.arms_interventions_module.arm_groups}
    if set(arms) == {"ACTIVE_COMPARATOR"} and "EXPERIMENTAL" in kinds:
        return "comparator"
    return None


# --- Who takes part -----------------------------------------------------------------------------


def _admitted(module: Eligibility, book: Book) -> dict[str, Any]:
    healthy = module.healthy_volunteers
    spelled = {"Accepts Healthy Volunteers": True, "No": False, "Yes": True, "YES": True}
    return {
        "sex": book.code(naming.SEX, module.sex, f"{_WHO}/sex"),
        "sex_description": module.gender_description,
        "gender_based": module.gender_based,
        "age_groups": book.codes(naming.AGE_GROUP, module.std_ages, f"{_WHO}/stdAges"),
        "healthy_volunteers": healthy if isinstance(healthy, bool) else spelled.get(str(healthy)),
        "eligibility_text": module.eligibility_criteria,
        "study_population": module.study_population,
        "sampling_method": book.code(
            naming.SAMPLING, module.sampling_method, f"{_WHO}/samplingMethod"
        ),
    }


def _population(protocol: Protocol, book: Book) -> Population:
    enrolled = protocol.design_module.enrollment_info
    roles, flags = _counted(protocol)
    criteria = tuple(_criteria(protocol.eligibility_module, book))
    said = [_COUNT] if enrolled.count is not None else []
    return Population(
        key="population",
        roles=roles if enrolled.count is not None else (),
        size=enrolled.count,
        flags=(*flags, *_odd(enrolled.count)),
        criteria=criteria,
        evidence=book.at(*said) or _place_of_people(criteria, book),
    )


def _place_of_people(criteria: tuple[Criterion, ...], book: Book) -> tuple[str, ...]:
    first = next((each.evidence for each in criteria), ())
    return first or book.at(f"{ROOT}/identificationModule/nctId")


def _counted(protocol: Protocol) -> tuple[tuple[PopulationRole, ...], tuple[Flag, ...]]:
    """Whether the number is of those who entered or who are to; older records do not say."""
    kind = protocol.design_module.enrollment_info.type
    entered = kind == "ACTUAL" or (
        kind is None and protocol.status_module.overall_status in _CLOSED
    )
    unsaid = kind is None and protocol.design_module.enrollment_info.count is not None
    return ("enrolled" if entered else "planned",), ("ambiguous",) if unsaid else ()


def _odd(count: int | None) -> tuple[Flag, ...]:
    most = 8_000_000_000  # people there are
    return ("implausibleValue",) if count is not None and not 0 <= count <= most else ()


def _criteria(module: Eligibility, book: Book) -> Iterator[Criterion]:
    limits = age(module.minimum_age, module.maximum_age)
    if limits is not None:
        stated = {"minimumAge": module.minimum_age, "maximumAge": module.maximum_age}
        yield Criterion(
            about=book.concept("age", "PersonAttribute"),
            bound=limits,
            exact=" to ".join(filter(None, stated.values())),
            evidence=book.at(*(f"{_WHO}/{name}" for name, text in stated.items() if text)),
        )
    for exclusion, words in worded(module.eligibility_criteria or ""):
        place = book.at(f"{_WHO}/eligibilityCriteria")
        yield Criterion(exclusion=exclusion, exact=words, evidence=place)


def worded(text: str) -> Iterator[tuple[bool, str]]:
    r"""The criteria of a text as they are listed: whether each excludes, and its words.

    Only what stands under a heading of its kind is a criterion: nothing says which way others go.

    >>> list(worded("Inclusion Criteria:\n\n* Age 18 - 65\n\nExclusion Criteria:\n\n1. Asthma"))
    [(False, 'Age 18 - 65'), (True, 'Asthma')]
    """
    side: bool | None = None
    for line in re.split(r"[\r\n]+", text):
        heading = _HEADING.fullmatch(line)
        if heading is not None:
            side = heading[1].lower() == "exclusion"
            continue
        item = _ITEM.match(line)
        words = line[item.end() if item else 0 :].strip()
        if side is not None and words and not words.endswith(":"):
            yield side, words

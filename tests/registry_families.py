"""Which values of a registry record stand in the graph, each at the node where it belongs.

The record is walked as plain JSON, without the types and the code that read it: for each value of
a family the graph is asked for the node that the value's own pointer supports.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from kg.namespaces import DCTERMS, RDFS, TK
from kg.terms import Literal, Quad
from kg.values import number_of

PROTOCOL = "/protocolSection"
Check = tuple[str, str, bool]
"""A family, the pointer of a value, and whether the value stands where it belongs."""


class Stated:
    """The statements of one record's account."""

    def __init__(self, quads: Iterable[Quad]) -> None:
        self.of: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        for subject, predicate, obj, _ in quads:
            said = obj.lexical if isinstance(obj, Literal) else str(obj)
            self.of[subject][predicate].add(said)
        self.at: dict[str, set[str]] = defaultdict(set)
        paths = {node: path for node, facts in self.of.items() for path in facts.get(TK.path, ())}
        for node, facts in self.of.items():
            for passage in facts.get(TK.supportedBy, ()):
                if passage in paths:
                    self.at[paths[passage]].add(node)
        self.groups = {
            (module, group): person
            for facts in self.of.values()
            for module in facts.get(TK.module, ())
            for group in facts.get(TK.groupId, ())
            for person in facts.get(TK.groupOf, ())
        }
        self.trial = next(
            node
            for node, facts in self.of.items()
            if TK.reportedIn in facts and "/id/trial/" in node
        )
        self.paths = set(paths.values())

    def says(self, pointer: str, **expected: object) -> bool:
        """Whether one node that a pointer supports has all these values; None expects nothing."""
        wanted = {
            (DCTERMS if name == "description" else RDFS if name in {"label", "comment"} else TK)[
                name
            ]: value
            for name, value in expected.items()
            if value is not None
        }
        return any(
            all(among(self.of[node][predicate], value) for predicate, value in wanted.items())
            for node in self.at.get(pointer, ())
        )

    def trial_says(self, predicate: str, value: object) -> bool:
        """Whether the trial itself has this value."""
        return among(self.of[self.trial][predicate], value)


def among(values: set[str], wanted: object) -> bool:
    """Whether a value is among those stated, as text or as the same number."""
    text = str(wanted)
    if text in values:
        return True
    number = number_of(text)
    return number is not None and any(number_of(each) == number for each in values)


def resolved(record: Any, pointer: str) -> Any:
    """What a JSON pointer leads to; errors where it leads nowhere."""
    for step in pointer.split("/")[1:]:
        record = record[int(step)] if isinstance(record, list) else record[step]
    return record


def protocol_checks(record: dict[str, Any], stated: Stated) -> Iterator[Check]:
    """Every value of the families of the protocol and of the registry's headings."""
    protocol = record.get("protocolSection", {})
    yield from _identification(protocol, stated)
    yield from _status(protocol.get("statusModule", {}), stated)
    yield from _sponsors(protocol, stated)
    yield from _design(protocol.get("designModule", {}), stated)
    yield from _arms(protocol.get("armsInterventionsModule", {}), stated)
    yield from _outcomes(protocol.get("outcomesModule", {}), stated)
    yield from _eligibility(protocol.get("eligibilityModule", {}), stated)
    yield from _places(protocol, stated)
    yield from _headings(record.get("derivedSection", {}), stated)


# --- Protocol -----------------------------------------------------------------------------------


def _identification(protocol: dict[str, Any], stated: Stated) -> Iterator[Check]:
    module, at = protocol["identificationModule"], f"{PROTOCOL}/identificationModule"
    for name, predicate in (
        ("nctId", TK.registryId),
        ("briefTitle", DCTERMS.title),
        ("officialTitle", TK.officialTitle),
        ("acronym", TK.acronym),
    ):
        if module.get(name):
            yield "identification", f"{at}/{name}", stated.trial_says(predicate, module[name])
    own = module.get("orgStudyIdInfo", {}).get("id")
    if own:
        place = f"{at}/orgStudyIdInfo/id"
        yield "identification", place, stated.says(place, identifier=own)
    for n, each in enumerate(module.get("secondaryIdInfos", ())):
        place = f"{at}/secondaryIdInfos/{n}/id"
        said = stated.says(place, identifier=each["id"], issuer=each.get("domain"))
        yield "identification", place, said
    for n, alias in enumerate(module.get("nctIdAliases", ())):
        place = f"{at}/nctIdAliases/{n}"
        yield "identification", place, stated.says(place, identifier=alias)


STATUS = {
    "COMPLETED": "completedStatus", "UNKNOWN": "unknownStatus", "RECRUITING": "recruiting",
    "NOT_YET_RECRUITING": "notYetRecruiting", "ACTIVE_NOT_RECRUITING": "activeNotRecruiting",
    "ENROLLING_BY_INVITATION": "enrollingByInvitation", "TERMINATED": "terminated",
    "WITHDRAWN": "withdrawn", "SUSPENDED": "suspended", "WITHHELD": "withheld",
    "NO_LONGER_AVAILABLE": "noLongerAvailable", "AVAILABLE": "available",
    "APPROVED_FOR_MARKETING": "approvedForMarketing",
}  # fmt: skip
DATES = {"ACTUAL": "actualDate", "ESTIMATED": "estimatedDate"}


def _status(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    at = f"{PROTOCOL}/statusModule"
    if "overallStatus" in module:
        said = stated.trial_says(TK.status, TK[STATUS[module["overallStatus"]]])
        yield "status and dates", f"{at}/overallStatus", said
    if "whyStopped" in module:
        said = stated.trial_says(TK.whyStopped, module["whyStopped"])
        yield "status and dates", f"{at}/whyStopped", said
    for name, value in module.items():
        if name.endswith("Struct") and "date" in value:
            place = f"{at}/{name}/date"
            kind = TK[DATES[value["type"]]] if "type" in value else None
            yield "status and dates", place, stated.says(place, date=value["date"], dateType=kind)
        elif name.endswith("Date"):
            place = f"{at}/{name}"
            yield "status and dates", place, stated.says(place, date=value)


def _sponsors(protocol: dict[str, Any], stated: Stated) -> Iterator[Check]:
    module = protocol.get("sponsorCollaboratorsModule", {})
    at = f"{PROTOCOL}/sponsorCollaboratorsModule"
    if "leadSponsor" in module:
        place, name = f"{at}/leadSponsor/name", module["leadSponsor"]["name"]
        yield "sponsors", place, stated.says(place, label=name, sponsorRole=TK.leadSponsor)
    for n, each in enumerate(module.get("collaborators", ())):
        place = f"{at}/collaborators/{n}/name"
        said = stated.says(place, label=each["name"], sponsorRole=TK.collaborator)
        yield "sponsors", place, said


FEATURES = {
    "PARALLEL": "parallel", "SINGLE_GROUP": "singleGroup", "CROSSOVER": "crossover",
    "SEQUENTIAL": "sequential", "FACTORIAL": "factorial",
}  # fmt: skip
MASKING = {
    "NONE": "openLabel", "SINGLE": "singleBlind", "DOUBLE": "doubleBlind",
    "TRIPLE": "tripleBlind", "QUADRUPLE": "quadrupleBlind",
}  # fmt: skip


def _design(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    at, info = f"{PROTOCOL}/designModule", module.get("designInfo", {})
    allocation = {"RANDOMIZED": TK.randomized, "NON_RANDOMIZED": TK.nonRandomized}
    if info.get("allocation") in allocation:
        said = stated.trial_says(TK.allocation, allocation[info["allocation"]])
        yield "design", f"{at}/designInfo/allocation", said
    if "interventionModel" in info:
        said = stated.trial_says(TK.designFeature, TK[FEATURES[info["interventionModel"]]])
        yield "design", f"{at}/designInfo/interventionModel", said
    masking = info.get("maskingInfo", {}).get("masking")
    if masking:
        said = stated.trial_says(TK.masking, TK[MASKING[masking]])
        yield "design", f"{at}/designInfo/maskingInfo/masking", said
    if "phases" in module:
        names = [p.lower().replace("early_", "early").replace("na", "notApplicable")
                 for p in module["phases"]]  # fmt: skip
        first, *more = names
        name = "phase1Phase2" if more == ["phase2"] and first == "phase1" else first
        name = "phase2Phase3" if names == ["phase2", "phase3"] else name
        name = name.replace("earlyphase", "earlyPhase")
        yield "design", f"{at}/phases", stated.trial_says(TK.phase, TK[name])
    count = module.get("enrollmentInfo", {}).get("count")
    if count is not None:
        place = f"{at}/enrollmentInfo/count"
        yield "design", place, stated.says(place, size=count)


def _arms(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    at = f"{PROTOCOL}/armsInterventionsModule"
    received = {
        n: [k for k, arm in enumerate(module.get("armGroups", ()))
            if arm.get("label") in each.get("armGroupLabels", ())]
        for n, each in enumerate(module.get("interventions", ()))
    }  # fmt: skip
    labels = Counter(arm.get("label") for arm in module.get("armGroups", ()))
    for n, arm in enumerate(module.get("armGroups", ())):
        place = f"{at}/armGroups/{n}/label"
        if "label" in arm:
            said = stated.says(place, label=arm["label"], description=arm.get("description"))
            yield "arms", place, said
    for n, each in enumerate(module.get("interventions", ())):
        place = f"{at}/interventions/{n}/name"
        nodes = stated.at.get(place, set())
        said = stated.says(place, label=each["name"], description=each.get("description"))
        yield "interventions", place, said
        for k in received[n]:
            if labels[module["armGroups"][k]["label"]] == 1:
                arm_at = f"{at}/armGroups/{k}/label"
                arms = stated.at.get(arm_at, set())
                tied = any(stated.of[arm][TK.receives] & nodes for arm in arms)
                yield "interventions tied to arms", place, tied


def _outcomes(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    roles = {"primaryOutcomes": TK.primary, "secondaryOutcomes": TK.secondary,
             "otherOutcomes": TK.otherOutcome}  # fmt: skip
    for name, role in roles.items():
        for n, each in enumerate(module.get(name, ())):
            place = f"{PROTOCOL}/outcomesModule/{name}/{n}/measure"
            said = stated.says(
                place,
                label=each["measure"],
                outcomeRole=role,
                timeFrame=each.get("timeFrame"),
                description=each.get("description"),
            )
            yield "outcomes", place, said


def _eligibility(module: dict[str, Any], stated: Stated) -> Iterator[Check]:
    at = f"{PROTOCOL}/eligibilityModule"
    sexes = {"ALL": TK.allSexes, "FEMALE": TK.femaleOnly, "MALE": TK.maleOnly}
    if "sex" in module:
        yield "eligibility", f"{at}/sex", stated.trial_says(TK.admittedSex, sexes[module["sex"]])
    if "eligibilityCriteria" in module:
        said = stated.trial_says(TK.eligibilityText, module["eligibilityCriteria"])
        yield "eligibility", f"{at}/eligibilityCriteria", said
    for name, bound in (("minimumAge", TK.minValue), ("maximumAge", TK.maxValue)):
        if name in module:
            years = module[name].split()[0]
            criteria = stated.at.get(f"{at}/{name}", set())
            bounds = {b for c in criteria for b in stated.of[c][TK.bound]}
            other = "maximumAge" if name == "minimumAge" else "minimumAge"
            mixed = (
                module.get(other, module[name]).rstrip("s").split()[-1]
                != (module[name].rstrip("s").split()[-1])
            )
            said = any(mixed or among(stated.of[b][bound], years) for b in bounds)
            yield "eligibility", f"{at}/{name}", said


def _places(protocol: dict[str, Any], stated: Stated) -> Iterator[Check]:
    places = protocol.get("contactsLocationsModule", {}).get("locations", ())
    at = f"{PROTOCOL}/contactsLocationsModule/locations"
    counts = Counter(place["country"] for place in places if "country" in place)
    for country, count in counts.items():
        first = next(n for n, place in enumerate(places) if place.get("country") == country)
        place = f"{at}/{first}/country"
        yield "countries", place, stated.says(place, country=country, siteCount=count)
    for n, each in enumerate(protocol.get("referencesModule", {}).get("references", ())):
        name = "pmid" if "pmid" in each else "citation"
        place = f"{PROTOCOL}/referencesModule/references/{n}/{name}"
        kind = TK[f"{each['type'].lower()}Reference"] if "type" in each else None
        yield "references", place, stated.says(place, pmid=each.get("pmid"), referenceType=kind)


def _headings(derived: dict[str, Any], stated: Stated) -> Iterator[Check]:
    roles = {"condition": (TK.conditionHeading, TK.conditionAncestor),
             "intervention": (TK.interventionHeading, TK.interventionAncestor)}  # fmt: skip
    there = {
        (label, role)
        for facts in stated.of.values()
        for role in facts.get(TK.indexingRole, ())
        for label in facts[RDFS.label]
    }
    for name, (own, above) in roles.items():
        module = derived.get(f"{name}BrowseModule", {})
        for part, role in (("meshes", own), ("ancestors", above)):
            for n, each in enumerate(module.get(part, ())):
                place = f"/derivedSection/{name}BrowseModule/{part}/{n}"
                yield "headings", place, (each["term"], role) in there

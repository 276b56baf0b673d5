"""A registry record and its graph laid side by side: what is said there and is not here, and back.

The record is walked as plain JSON. Each value is looked for at the nodes whose pointers lie in the
object that holds it, under the properties that :mod:`registry_fields` names; each statement that is
found so is ticked off. What the record says and nothing ticks is missing; what the graph says and
nothing ticked is stated by no record.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from registry_codes import same_code
from registry_fields import BASELINE, EVENT_OF, EVENTS, FAMILIES, FIELDS, FLOW, OUTCOMES

from kg.terms import Literal, Quad
from kg.values import number_of

Said = tuple[str, str, str]
"""A node, the local name of a property, and what the property states."""

_PEOPLE = ("ofGroup", "experimentalGroup", "referenceGroup")
_TRIAL_TOO = {"baselineText", "country", "registryId", "sponsor"}
_NUMBERS = {
    "value", "minValue", "maxValue", "dispersion", "dispersionLower", "dispersionUpper", "ciLower",
    "ciUpper", "pValue", "ciLevel",
}  # fmt: skip
_SCALED = _NUMBERS - {"pValue", "ciLevel"}
# Words of ours: what a field of the registry means where it has no words of its own.
_OURS = {
    "label": {
        "any serious adverse event", "any other adverse event", "death from any cause",
        "enrolled participants", "planned participants", "participants",
    },
    "identifierType": {"protocolNumber", "formerNumber", "expandedAccessNumber"},
    "outcomeRole": {"primary", "secondary", "otherOutcome"},
    "affiliationRole": {"responsibleInvestigator", "resultsContact"},
    "designFeature": {"observational"},
    "statistic": {"countStatistic"},
}  # fmt: skip
_READ = {"EligibilityCriterion", "TimePoint", "TimePeriod", "Quantity"}
"""Nodes that are read from words: criteria with their bounds, and times."""


class Leaf(NamedTuple):
    """A value, the object that holds it with its path, its name, and its place in a list."""

    value: Any
    holder: dict[str, Any]
    at: str
    name: str
    pointer: str

    @property
    def path(self) -> str:
        """The path without the numbers of lists."""
        return f"{bare(self.at)}/{self.name}"

    @property
    def family(self) -> str:
        """The family that the value belongs to."""
        return next(name for name, pattern in FAMILIES if pattern.match(self.path))


def bare(pointer: str) -> str:
    """A pointer without the numbers of lists."""
    return re.sub(r"/\d+(?=/|$)", "", pointer)


def leaves(value: Any, at: str = "") -> Iterator[Leaf]:
    """Every value that says something: no null, no empty text."""
    if isinstance(value, dict):
        for name, inner in value.items():
            if isinstance(inner, dict):
                yield from leaves(inner, f"{at}/{name}")
            elif isinstance(inner, list):
                for n, each in enumerate(inner):
                    place = f"{at}/{name}/{n}"
                    if isinstance(each, dict):
                        yield from leaves(each, place)
                    elif each not in (None, ""):
                        yield Leaf(each, value, at, name, place)
            elif inner is not None and inner != "":
                yield Leaf(inner, value, at, name, f"{at}/{name}")


class Ledger:
    """The statements of one record's account, and which of them the record was seen to make."""

    def __init__(self, record: dict[str, Any], quads: Iterable[Quad]) -> None:
        self.record = record
        self.of: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        self.kinds: dict[str, set[str]] = defaultdict(set)
        for subject, predicate, obj, _ in quads:
            if predicate.endswith("rdf-syntax-ns#type"):
                self.kinds[subject].add(_local(str(obj)))
            else:
                said = obj.lexical if isinstance(obj, Literal) else _local(str(obj))
                self.of[subject][_local(predicate)].add(said)
        self.ticked: set[Said] = set()
        self.named: set[str] = set()
        self.near: dict[str, set[str]] = defaultdict(set)
        self.paths = {
            _local(node): path for node, facts in self.of.items() for path in facts.get("path", ())
        }
        for node, facts in self.of.items():
            for passage in facts.get("supportedBy", ()):
                steps = self.paths[passage].split("/")
                for n in range(1, len(steps) + 1):
                    self.near["/".join(steps[:n])].add(node)
        self.groups = {
            (module, group): person
            for facts in self.of.values()
            for module in facts.get("module", ())
            for group in facts.get("groupId", ())
            for person in facts.get("groupOf", ())
        }
        self.node = {_local(node): node for node in self.of}
        self.trial = next(n for n, f in self.of.items() if "/id/trial/" in n and "reportedIn" in f)
        self.report = next(n for n, f in self.of.items() if "reportsTrial" in f)

    # --- From the record to the graph -----------------------------------------------------------

    def finds(self, leaf: Leaf) -> bool | None:
        """Whether the graph says a value where it belongs; nothing where no field has a place."""
        properties = FIELDS.get(bare(leaf.at), {}).get(leaf.name)
        if properties is None:
            return None
        if properties.startswith("@"):
            return bool(_OTHERWISE[properties](self, leaf))
        names = properties.split()
        found = False
        for node in self._nodes(leaf, names):
            facts = self.of[node]
            for name in names:
                for said in facts.get(name, ()):
                    if self._same(leaf.value, said, name, facts):
                        self.ticked.add((node, name, said))
                        found = True
        return found

    def around(self, at: str) -> set[str]:
        """The nodes whose pointers lie in an object, else in the nearest one around it."""
        while at and not self.near.get(at):
            at = at.rpartition("/")[0]
        return self.near.get(at, set())

    def person(self, leaf: Leaf) -> str | None:
        """The people whom the object of a value speaks of."""
        group = leaf.holder.get("groupId") or leaf.holder.get("id")
        return self.groups.get((_module(leaf.at), str(group)))

    def _nodes(self, leaf: Leaf, names: list[str]) -> set[str]:
        nodes = set(self.around(leaf.at))
        person = self.person(leaf)
        if person is not None:
            nodes.add(self.node.get(person, person))
        if leaf.at == bare(leaf.at):
            nodes |= {self.trial, self.report}
        elif _TRIAL_TOO.intersection(names):
            nodes.add(self.trial)
        return nodes

    def _same(self, value: Any, said: str, name: str, facts: dict[str, set[str]]) -> bool:
        if isinstance(value, bool):
            return said == str(value).lower()
        text = " ".join(str(value).split())
        if text == " ".join(said.split()):
            return True
        if name in _NUMBERS or isinstance(value, int | float) or number_of(text) is not None:
            return _same_number(text, said, facts if name in _SCALED else {})
        if isinstance(value, str) and re.fullmatch(r"\w+", said):
            return same_code(value, said) or (text in {"YES", "Yes"} and said == "true") or (
                text in {"NO", "No"} and said == "false"
            )  # fmt: skip
        return False

    # --- From the graph to the record -----------------------------------------------------------

    def unstated(self) -> Iterator[Said]:
        """What the graph says under a property of the table, and the record does not."""
        known = {name for row in FIELDS.values() for each in row.values() for name in each.split()}
        known |= {"asFound", "descriptor", "relevance"}
        for node, facts in self.of.items():
            read = self.kinds[node].intersection(_READ) or "derived" in facts.get("derivation", ())
            if read or not re.search(r"/id/(?:report|trial)/", node):
                continue
            for name in known.intersection(facts):
                for said in facts[name]:
                    if (node, name, said) not in self.ticked and not self._ours(node, name, said):
                        yield node, name, said

    def _ours(self, node: str, name: str, said: str) -> bool:
        """Whether a statement is what a field means, or counted together from several."""
        # A group that no module lists has its number for a name.
        if said in _OURS.get(name, ()) or (name in {"groupId", "label"} and said in self.named):
            return True
        if name == "label" and " plus " in said:
            received = {self.node[each] for each in self.of[node].get("receives", ())}
            return all(any(part in self.of[r]["label"] for r in received)
                       for part in said.split(" plus "))  # fmt: skip
        if name == "dateEvent":
            paths = (self.paths[each] for each in self.of[node]["supportedBy"])
            return any(EVENT_OF.get(step) == said for path in paths for step in path.split("/"))
        if name == "lostToFollowUp":
            return number_of(said) in self._lost(node)
        # What an analysis calls its estimate is read from its words.
        return name == "statistic" and "Comparison" in self.kinds[node]

    def _lost(self, person: str) -> set[Decimal]:
        periods = self.record["resultsSection"]["participantFlowModule"]["periods"]
        sums: dict[str, Decimal] = defaultdict(Decimal)
        for period in periods:
            for left in period.get("dropWithdraws", ()):
                if re.match(r"lost to follow", left.get("type", ""), re.IGNORECASE):
                    for each in left["reasons"]:
                        sums[each["groupId"]] += number_of(str(each["numSubjects"])) or 0
        return {
            total
            for group, total in sums.items()
            if self.groups.get((FLOW, group)) == _local(person)
        }


def _local(iri: str) -> str:
    """The last part of an IRI of a vocabulary; of a node of a report, what follows the report."""
    if "/report/" in iri or "/trial/" in iri:
        return iri.rpartition("/id/")[2]
    return re.split(r"[#/]", iri)[-1]


def _module(at: str) -> str:
    """The module whose groups an object speaks of."""
    outcome = re.match(rf"{OUTCOMES}/\d+", at)
    if outcome:
        return outcome[0]
    return next((each for each in (FLOW, BASELINE, EVENTS) if at.startswith(each)), "")


def _same_number(text: str, said: str, facts: dict[str, set[str]]) -> bool:
    """Whether two spellings are one number; one that was converted, with its own spelling beside.

    The measurement's own number tells by how much all its numbers were multiplied.
    """
    first = number_of(text)
    if first is None:
        # "95% Confidence Interval", "<0.01", "80." and, with a decimal comma, "0,3139".
        inside = re.search(r"\.?\d[\d.,]*", text)
        plain = re.sub(r"^0,(?=\d+$)", "0.", inside[0].rstrip(".")) if inside else ""
        first = number_of(plain)
    second = number_of(said)
    if first is None or second is None:
        return False
    if first == second:
        return True
    values, reported = facts.get("value", ()), facts.get("reportedValue", ())
    if len(values) != 1 or len(reported) != 1:
        return False
    before, after = number_of(next(iter(reported))), number_of(next(iter(values)))
    return bool(before and after) and first * (after or 0) == second * (before or 0)


# --- What is told otherwise than by one statement -------------------------------------------------


def _group(ledger: Ledger, leaf: Leaf) -> bool:
    ledger.named.add(leaf.value)
    person = ledger.groups.get((_module(leaf.at), str(leaf.value)))
    return person is not None and any(
        person in ledger.of[node].get(name, ())
        for node in ledger.around(leaf.at)
        for name in _PEOPLE
    )


def _units(ledger: Ledger, leaf: Leaf) -> bool:
    """People are what is counted by itself; anything else is named."""
    if str(leaf.value).lower() in {"participants", "participant"}:
        return True
    found = False
    for node in ledger.around(leaf.at):
        if leaf.value in ledger.of[node].get("unitKind", ()):
            ledger.ticked.add((node, "unitKind", leaf.value))
            found = True
    return found


def _heading(ledger: Ledger, leaf: Leaf) -> bool:
    name, part = re.match(r"/derivedSection/(\w+)BrowseModule/(\w+)", leaf.at).groups()  # type: ignore[union-attr]
    role = {"meshes": "Heading", "ancestors": "Ancestor", "browseLeaves": "Leaf",
            "browseBranches": "Branch"}[part]  # fmt: skip
    called = leaf.holder.get("term") or leaf.holder.get("name")
    found = False
    for node, facts in ledger.of.items():
        if f"{name}{role}" in facts.get("indexingRole", ()) and called in facts.get("label", ()):
            # Older exports fill the number of a heading up with zeros: D000008545 is D008545.
            wanted = {leaf.value, re.sub(r"^([CD])000(?=0\d{5}$)", r"\1", leaf.value)}
            for said in ("label", "descriptor", "identifier", "asFound", "relevance"):
                for each in wanted.intersection(facts.get(said, ())):
                    ledger.ticked.add((node, said, each))
                    found = True
    return found


def _received(ledger: Ledger, leaf: Leaf) -> bool:
    """An arm receives what it names, with or without its kind before it."""
    wanted = {_folded(leaf.value), _folded(leaf.value.partition(":")[2])}
    arms = [node for node in ledger.near[leaf.at] if "Arm" in ledger.kinds[node]]
    given = {ledger.node[each] for arm in arms for each in ledger.of[arm].get("receives", ())}
    return any(_folded(label) in wanted for each in given for label in ledger.of[each]["label"])


def _receivers(ledger: Ledger, leaf: Leaf) -> bool:
    own = ledger.near[leaf.at]
    for node, kinds in ledger.kinds.items():
        if "Arm" in kinds and leaf.value in ledger.of[node].get("label", ()):
            given = {ledger.node[each] for each in ledger.of[node].get("receives", ())}
            if given & own:
                return True
    return False


def _age(ledger: Ledger, leaf: Leaf) -> bool:
    return any(
        leaf.value in said
        for node in ledger.near[leaf.at]
        for said in ledger.of[node].get("exact", ())
    )


def _contacts(ledger: Ledger, leaf: Leaf) -> bool:
    """Nobody is named: of each place, those to ask and those who investigate are counted."""
    at = leaf.at.rpartition("/")[0]
    owner: Any = ledger.record
    for step in at.split("/")[1:]:
        owner = owner[int(step)] if isinstance(owner, list) else owner[step]
    central = at.endswith("centralContacts")
    asked = central or leaf.value == "CONTACT"
    count = sum(central or (each.get("role") == "CONTACT") == asked for each in owner)
    name = "contactCount" if asked else "investigatorCount"
    nodes = {ledger.trial} if central else ledger.near[at.rpartition("/")[0]]
    return any(str(count) in ledger.of[node].get(name, ()) for node in nodes)


def _contents(ledger: Ledger, leaf: Leaf) -> bool:
    item = {"hasProtocol": "studyProtocol", "hasSap": "statisticalAnalysisPlan",
            "hasIcf": "informedConsentForm"}[leaf.name]  # fmt: skip
    for node in ledger.near[leaf.at]:
        if leaf.value:
            ledger.ticked.add((node, "sharedItem", item))
        if (item in ledger.of[node].get("sharedItem", ())) == leaf.value:
            return True
    return False


def _folded(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


_OTHERWISE = {
    "@age": _age,
    "@contacts": _contacts,
    "@contents": _contents,
    "@group": _group,
    "@heading": _heading,
    "@received": _received,
    "@receivers": _receivers,
    "@units": _units,
}

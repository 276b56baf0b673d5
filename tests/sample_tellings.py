"""Three reports of one invented trial that tell the same: an article, a page, a registry's record.

They have a trial's every kind of result, so that nothing in an answer may count twice.
"""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec
from sample_accounts import MONTH_6, PEOPLE, TEXT, account, study
from sample_builds import assemble, told

from kg import questions
from kg.build.places import place
from kg.concordance import concord
from kg.errors import UsageError
from kg.namespaces import TK
from kg.records import (
    Account,
    AdverseEventResult,
    Comparison,
    Concept,
    GroupResult,
    Number,
    Outcome,
    Passage,
    PValue,
    RegisteredStudy,
    Study,
)
from kg.store import Memory, Queryable
from kg.table import Value
from kg.terms import Literal, Quad

MORE = "more"
WORDS = (
    f"{TEXT} Falls: 3 of 21 and 6 of 19 (hazard ratio 0.45, 95% CI 0.2 to 0.9, P = 0.03)."
    " Headache: 4 of 21, 2 of 19."
)
CONCEPTS = (
    Concept(slug="fall", kinds=("Measurand",), pref_label="fall"),
    Concept(slug="headache", kinds=("Measurand",), pref_label="headache"),
)


def falls(key: str, group: str, n: int, of: int, **more: Any) -> GroupResult:
    """How many of a group fell."""
    told = {
        "count": n,
        "denominator": of,
        "time": MONTH_6,
        "measurand": "fall",
        "statistic": "countStatistic",
        "outcome": "o2",
    }
    return GroupResult(key=key, group=group, evidence=(MORE,), **{**told, **more})


def headaches(key: str, group: str, count: int, of: int, **more: Any) -> AdverseEventResult:
    """How many of a group had headaches."""
    told = {"event": "headache", "count": count, "denominator": of, "evidence": (MORE,)}
    return AdverseEventResult(key=key, group=group, **{**told, **more})


def hazard(value: str = "0.45", low: str = "0.2", high: str = "0.9", **more: Any) -> Comparison:
    """The hazard of a fall, drug against none."""
    number = Number(
        unit="1",
        value=Decimal(value),
        reported=value,
        ci_lower=Decimal(low),
        ci_upper=Decimal(high),
        ci_level=Decimal(95),
    )
    told = {
        "measurand": "fall",
        "outcome": "o2",
        "time": MONTH_6,
        "statistic": "hazardRatio",
        "direction": "lower",
        "favours": "experimental",
        "significance": "significant",
        "p": PValue(value=Decimal("0.03"), relation="=", reported="0.03"),
        "experimental_group": "drug",
        "reference_group": "none",
        "evidence": (MORE,),
    }
    return Comparison(key="x2", number=number, **{**told, **more})


def whole(**more: Any) -> Study:
    """The invented trial with falls and headaches."""
    plain = study()
    fell = Outcome(key="o2", label="falls", measures="fall", at_time=MONTH_6, evidence=(PEOPLE,))
    told = {
        "outcomes": (*plain.outcomes, fell),
        "group_results": (
            *plain.group_results,
            falls("g1", "drug", 3, 21),
            falls("g2", "none", 6, 19),
        ),
        "comparisons": (*plain.comparisons, hazard()),
        "adverse_events": (headaches("e1", "drug", 4, 21), headaches("e2", "none", 2, 19)),
    }
    return study(**{**told, **more})


def telling(told: Study, **report: Any) -> Account:
    """An account with all its words and concepts."""
    made = account(told, text=WORDS, **report)
    rest = Passage(key=MORE, start=len(TEXT) + 1, end=len(WORDS), exact=WORDS[len(TEXT) + 1 :])
    return msgspec.structs.replace(made, passages=(*made.passages, rest), concepts=CONCEPTS)


def article(told: Study | None = None, **report: Any) -> Account:
    """The trial's article."""
    return telling(told or whole(), **{"pmid": "12345", **report})


def page(told: Study | None = None, **report: Any) -> Account:
    """A page about the trial."""
    stated = {"kind": "WebPage", "pmid": None, "sha256": "ee" * 32, "title": "Zentarol on the web"}
    return telling(told or whole(), **{**stated, **report})


def record(told: Study | None = None, **report: Any) -> Account:
    """The trial's record in a registry."""
    stated = {
        "kind": "RegistryRecord",
        "pmid": None,
        "sha256": "dd" * 32,
        "title": "Study of zentarol",
        "registry_ids": ("NCT09999999",),
    }
    return telling(told or registered(), **{**stated, **report})


def registered(**more: Any) -> RegisteredStudy:
    """The trial as a registry has it: an outcome of the protocol has no results of its own."""
    told = whole(**more)
    return RegisteredStudy(**{name: getattr(told, name) for name in told.__struct_fields__})


# --- What several say together -------------------------------------------------------------------


class Found(NamedTuple):
    """A disagreement in short: of what, whose words against whose, how far apart."""

    on: str
    about: str
    first: str
    second: str
    magnitude: str | None
    switch: str | None


def together(*accounts: Account) -> list[Quad]:
    """What is derived of these accounts together; their order makes no difference."""
    found = list(concord(accounts, place(accounts)))
    turned = accounts[::-1]
    assert sorted(map(repr, found)) == sorted(map(repr, concord(turned, place(turned))))
    return found


def differences(*accounts: Account) -> set[Found]:
    """The disagreements of these accounts."""
    nodes: dict[str, dict[str, str]] = defaultdict(dict)
    for quad in together(*accounts):
        value = quad.object.lexical if isinstance(quad.object, Literal) else quad.object
        nodes[quad.subject][quad.predicate] = value
    return {
        Found(
            on=_local(node[TK.disagreesOn]),
            about=node["http://www.w3.org/2000/01/rdf-schema#label"],
            first=node[TK.firstWords],
            second=node[TK.secondWords],
            magnitude=node.get(TK.magnitude),
            switch=_local(node[TK.outcomeSwitch]) if TK.outcomeSwitch in node else None,
        )
        for node in nodes.values()
        if TK.disagreesOn in node
    }


def on(found: Iterable[Found]) -> set[tuple[str, str, str]]:
    """Only the property and both sides' words."""
    return {(each.on, each.first, each.second) for each in found}


def links(quads: Iterable[Quad], predicate: str) -> dict[str, str]:
    """What a property leads to, by subject."""
    return {quad.subject: str(quad.object) for quad in quads if quad.predicate == predicate}


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]


ASKED: dict[str, dict[str, Any]] = {
    "trials-of-intervention": {"substance": "zentarol"},
    "eligible-for": {"age": "40"},
    "indexed-with": {"heading": "mesh:D000099"},
    "trials-of-condition": {"condition": "fall"},
}
"""What the questions are asked with that need to be told something."""


def answers(name: str, graph: Queryable) -> list[dict[str, Value]]:
    """The rows of a question's answer; none where the graph knows nothing of what is asked for."""
    try:
        return list(questions.ask(name, graph.table, **ASKED.get(name, {})))
    except UsageError:
        return []


def built(*accounts: Account) -> Memory:
    """The graph of these accounts; nothing of them is refused."""
    made = assemble(told(*accounts))
    assert made.rejects == []
    return Memory(made.lines)

"""The catalogue, its parameters, and the answer of every question to data with a near miss.

Each folder of ``tests/questions`` holds invented data and the rows expected of it, in order. The
header of the data names the question, what it is asked with, and what must not be returned.
"""

import csv
import random
import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
import yaml

from kg import questions, store
from kg.errors import QueryError, UsageError
from kg.namespaces import RDF, SKOS, TK, XSD
from kg.resources import folder
from kg.store.gate import admit
from kg.table import Table, Value, compact
from kg.terms import Iri, Literal, Term, decimal

CASES = sorted((Path(__file__).parent / "questions").iterdir())
NAMES = list(questions.catalogue())
ID = "https://w3id.org/trialkg/id/"
Lines = list[str]
Run = Callable[[str], Table]


# --- Engines -------------------------------------------------------------------------------------


def on_rdflib(lines: Lines) -> Run:
    """An rdflib graph, which every user has."""
    graph = rdflib.Graph().parse(data="".join(lines), format="nt")

    def run(query: str) -> Table:
        answer = graph.query(query).serialize(format="json")
        assert answer is not None
        return Table.from_json(answer)

    return run


def in_the_store(lines: Lines) -> Run:
    """The store's own engine, gate and all."""
    return store.Memory(line.replace(" .\n", " <https://e.org/g> .\n") for line in lines).table


def on_an_endpoint(lines: Lines) -> Run:
    """An engine whose default graph is the union of two graphs that repeat each other's words.

    Oxigraph gives such a statement twice, once for each graph, and no question may count it so.
    """
    engine = ox.Store()
    for graph in ("https://e.org/one", "https://e.org/two"):
        repeated = (line for line in lines if graph.endswith("one") or _told_by_all(line))
        engine.load(
            "".join(repeated).encode(), ox.RdfFormat.N_TRIPLES, to_graph=ox.NamedNode(graph)
        )

    def run(query: str) -> Table:
        answer = engine.query(query, use_default_graph_as_union=True)
        assert not isinstance(answer, ox.QueryTriples)
        return Table.from_json(answer.serialize(format=ox.QueryResultsFormat.JSON) or b"")

    return run


def _told_by_all(line: str) -> bool:
    return line.startswith((f"<{ID}trial/", f"<{ID}concept/", f"<{ID}report/one>"))


ENGINES = {"rdflib": on_rdflib, "store": in_the_store, "endpoint": on_an_endpoint}


# --- Cases ---------------------------------------------------------------------------------------


@cache
def header(case: Path) -> dict[str, Any]:
    """What the comment at the head of a case's data says."""
    found = re.findall(r"^#\+ (.*)$", (case / "data.ttl").read_text("utf-8"), re.MULTILINE)
    return dict(yaml.safe_load("\n".join(found)))


@cache
def statements(case: Path) -> Lines:
    """The triples of a case's data, a line each."""
    data = (case / "data.ttl").read_bytes()
    return sorted(f"{quad.triple} .\n" for quad in ox.parse(data, ox.RdfFormat.TURTLE))


def written(value: Value) -> str:
    """A value as ``expected.csv`` writes it, whatever an engine's way with numbers."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return "" if value is None else compact(str(value))


def answered(case: Path, run: Run) -> list[list[str]]:
    """The answer to a case's question, in the columns of its expected rows."""
    told = header(case)
    asked = {str(name): value for name, value in told["ask"].items()}
    answer = questions.ask(told["question"], run, **asked)
    columns = [answer[name] for name in expected(case)[0]]
    return [list(map(written, row)) for row in zip(*columns, strict=True)]


def expected(case: Path) -> list[list[str]]:
    """The columns and rows that a case expects."""
    with (case / "expected.csv").open(encoding="utf-8", newline="") as rows:
        return list(csv.reader(rows))


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_answer_is_the_expected_rows_in_order(case: Path, engine: str) -> None:
    """Nothing more, nothing less, on rdflib, in the store and on an endpoint."""
    assert answered(case, ENGINES[engine](statements(case))) == expected(case)[1:]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_order_of_the_data_does_not_matter(case: Path) -> None:
    """The order of rows is total: shuffled data give the same rows in the same order."""
    shuffled = list(statements(case))
    random.Random(case.name).shuffle(shuffled)
    for engine in (on_rdflib, on_an_endpoint):
        assert answered(case, engine(shuffled)) == expected(case)[1:]


def test_every_question_has_a_case_with_a_near_miss() -> None:
    """A question without a test, or a case without something to keep out, is a hole."""
    assert {header(case)["question"] for case in CASES} == set(NAMES)
    assert all(header(case)["near miss"] for case in CASES)


# --- The catalogue -------------------------------------------------------------------------------

GOLD = """
trials-of-intervention trial-summary arms-and-sizes eligibility-bounds eligible-for
population-overlap baseline dose-per-cycle results-by-outcome change-from-baseline between-group
no-difference conflicting-trials surrogate-without-benefit responder-outcomes predictors
adverse-events background-therapy follow-up not-reported unit-flags indexed-with related-trials
evidence-for disagreements pooled-effect evidence-network coverage outcome-switching
trials-of-condition
""".split()
KINDS = set("boolean number text code claim concept measurand heading term trial".split())


def test_the_catalogue_has_every_question_in_the_order_of_its_files() -> None:
    """Thirty questions, numbered from one."""
    assert NAMES == GOLD
    files = [each.file for each in questions.catalogue().values()]
    assert files == [f"{number:02}-{name}.rq" for number, name in enumerate(GOLD, start=1)]


@pytest.mark.parametrize("name", NAMES)
def test_a_header_says_what_the_query_does(name: str) -> None:
    """The columns of the header are those of the answer; parameters have a kind and a place."""
    asked = questions.question(name)
    answer = on_rdflib([])(asked.query)
    assert answer.columns == tuple(asked.returns)
    assert set(asked.returns.values()) <= {"IRI", "text", "code", "integer", "decimal", "boolean"}
    assert asked.title.endswith("?")
    assert asked.empty
    for parameter in asked.parameters:
        assert parameter.kind in KINDS | {questions.MEASUREMENTS}
        assert parameter.about
        row: list[Term] = [Iri("https://e.org/x"), Literal("1")]
        width = 2 if parameter.kind == questions.MEASUREMENTS else 1
        assert "<https://e.org/x>" in asked.bound({parameter.name: [row[:width]]})


@pytest.mark.parametrize("name", NAMES)
def test_a_query_is_portable(name: str) -> None:
    """Explicit columns, an order, no other service, no function of one vendor; the gate admits."""
    query = questions.question(name).query
    admit(query)
    body = re.sub(r"^#.*$", "", query, flags=re.MULTILINE)
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*|SERVICE|FROM\b", body)
    assert re.search(r"^ORDER BY ", body, re.MULTILINE)
    assert set(re.findall(r"^PREFIX (\w+):", body, re.MULTILINE)) == {
        prefix for prefix in re.findall(r"(?<![\w?<])([a-z]+):(?=\w)", body) if prefix != "http"
    } - {"https"}


def test_the_catalogue_page_is_generated() -> None:
    """queries/README.md says what the headers say."""
    page = (folder("queries") / "README.md").read_text("utf-8")
    assert page == questions.catalogue_page(questions.catalogue().values()), (
        "mend with: python -c 'from kg.questions import write_catalogue as w; w()'"
    )


# --- Parameters ----------------------------------------------------------------------------------

CONCEPTS = on_rdflib(
    [
        f"<{ID}concept/{slug}> <{predicate}> {value} .\n"
        for slug, label in (("grip-force", "Grip Force"), ("grip-time", "grip time"))
        for predicate, value in (
            (
                "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                "<https://w3id.org/trialkg/ns#Concept>",
            ),
            (
                "http://www.w3.org/1999/02/22-rdf-syntax-ns#type",
                "<https://w3id.org/trialkg/ns#Measurand>",
            ),
            ("http://www.w3.org/2004/02/skos/core#prefLabel", f'"{label}"@en'),
            ("http://www.w3.org/2000/01/rdf-schema#label", f'"{label} of the hand"'),
        )
    ]
)
MEASURAND = questions.Parameter(name="measurand", kind="measurand", about="what was measured")


@pytest.mark.parametrize(
    "written_so",
    [
        "Grip Force",
        "grip force",
        "  grip\n force ",
        "grip-force",
        "GRIP FORCE OF THE HAND",
        "grip force of",
        "concept:grip-force",
        f"{ID}concept/grip-force",
        f"<{ID}concept/grip-force>",
        Iri(f"{ID}concept/grip-force"),
        rdflib.URIRef(f"{ID}concept/grip-force"),
    ],
)
def test_a_name_becomes_a_term_in_any_spelling(written_so: object) -> None:
    """Label, alias, CURIE, IRI; case, spaces and hyphens do not matter."""
    assert questions.read_value(MEASURAND, written_so, CONCEPTS).terms == (
        Iri(f"{ID}concept/grip-force"),
    )


@pytest.mark.parametrize(
    ("written_so", "near"),
    [("grip fource", "'grip force'"), ("grip", "'grip force', 'grip force of the hand'")],
)
def test_a_name_that_fits_nothing_is_answered_with_the_nearest(written_so: str, near: str) -> None:
    """Neither a guess nor an empty table."""
    with pytest.raises(UsageError, match=f"is called '{written_so}'") as error:
        questions.read_value(MEASURAND, written_so, CONCEPTS)
    assert near in str(error.value.expected)


@pytest.mark.parametrize(
    ("kind", "written_so", "term"),
    [
        ("boolean", "Yes", Literal("true", XSD.boolean)),
        ("boolean", False, Literal("false", XSD.boolean)),
        ("number", "10,000", decimal(Decimal(10000))),
        ("number", 4.5, decimal(Decimal("4.5"))),
        ("text", 'a } " b', Literal('a } " b')),
        ("code", "tk:hazardRatio", Literal("hazardRatio")),
        ("claim", "report:one/result-1", Iri(f"{ID}report/one/result-1")),
    ],
)
def test_plain_values_become_typed_terms(kind: str, written_so: object, term: object) -> None:
    """No value is pasted: each is read as what the parameter takes."""
    parameter = questions.Parameter(name="p", kind=kind, about="")
    assert questions.read_value(parameter, written_so, CONCEPTS).terms == (term,)


@pytest.mark.parametrize(
    ("kind", "written_so"),
    [
        ("boolean", "maybe"),
        ("number", "many"),
        ("claim", "result 1"),
        ("claim", "https://e.org/a b"),
    ],
)
def test_values_that_cannot_be_read_are_refused(kind: str, written_so: str) -> None:
    """The message shows what was given."""
    parameter = questions.Parameter(name="p", kind=kind, about="")
    with pytest.raises(UsageError, match="p cannot be read"):
        questions.read_value(parameter, written_so, CONCEPTS)


def test_a_hostile_value_stays_a_value() -> None:
    """Text that would end the query is a literal, and matches nothing."""
    asked = questions.question("pooled-effect")
    hostile = 'x" } } ; DROP ALL ; { \\'
    query = asked.bound({"statistic": [(Literal(hostile),)]})
    assert len(on_rdflib([])(query)) == 0
    admit(query)
    with pytest.raises(QueryError):
        admit(asked.query.replace("UNDEF", hostile))


@pytest.mark.parametrize(
    ("name", "values", "message"),
    [
        ("dose-per-cicle", {}, "there is no question 'dose-per-cicle'"),
        ("dose-per-cycle", {"dose": 3}, "dose-per-cycle has no parameter 'dose'"),
        ("coverage", {"trial": "A"}, "coverage has no parameter 'trial'"),
        ("trials-of-intervention", {}, "trials-of-intervention needs substance"),
        ("eligible-for", {}, "eligible-for needs measurements"),
        ("eligible-for", {"grip force": "strong"}, "grip force cannot be read"),
    ],
)
def test_what_cannot_be_asked_is_said(name: str, values: dict[str, Any], message: str) -> None:
    """A usage error before any question reaches the engine, with a way out."""
    with pytest.raises(UsageError, match=message):
        questions.ask(name, CONCEPTS, **values)


@pytest.mark.parametrize("written", ["fev1fvc", "FEV1FVC", "Fev1Fvc"])
def test_a_concept_is_found_by_the_slug_that_a_name_makes(written: str) -> None:
    """In whatever case people write it, and without a look at the names of all others."""
    concept = "https://w3id.org/trialkg/id/concept/fev1fvc"
    lines = [
        *(f"<{concept}> <{RDF.type}> <{TK[kind]}> .\n" for kind in ("Concept", "Measurand")),
        f'<{concept}> <{SKOS.prefLabel}> "FEV1fvc" .\n',
    ]
    run = ENGINES["store"](lines)
    asked: list[str] = []

    def noted(query: str) -> Table:
        asked.append(query)
        return run(query)

    assert questions.meant_by("eligibility-bounds", "measurand", written, noted) == (concept,)
    assert not [query for query in asked if "REGEX" in query]

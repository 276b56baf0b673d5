"""Queries: the union of what reports say, parameters as terms, nothing that breaks the house."""

import signal
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stores import DECIMAL, ID, TK, line, published

from kg import store
from kg.errors import LimitError, QueryError, RefusedQuery, UsageError
from kg.table import Table
from kg.terms import Iri, Literal, text

LINES = [
    line("arm-2", "size", '"2"'),
    line("arm-1", "value", f'"0.050"^^<{DECIMAL}>'),
    line("arm-1", "size", '"1"'),
    line("arm-1", "size", '"1"', graph="b"),
]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Store]:
    """A store that tests only read."""
    root = tmp_path_factory.mktemp("shelf")
    published(root, LINES)
    with store.open_store(root) as reader:
        yield reader


# --- Queries -------------------------------------------------------------------------------------


def test_the_default_graph_is_the_union_with_each_triple_once(opened: store.Store) -> None:
    """Two reports that say the same are one statement, and two where it is asked who says so."""
    said = "VALUES ?p { tk:size tk:value } ?s ?p ?o"
    assert opened.table(f"SELECT (COUNT(*) AS ?n) {{ {said} }}").rows == ((3,),)
    assert opened.table("SELECT (COUNT(*) AS ?n) { GRAPH ?g { " + said + " } }").rows == ((4,),)
    assert len(opened.rdflib()) == 3 + len(list(opened.description()))


def test_from_narrows_the_default_graph(opened: store.Store) -> None:
    """A graph that is there; another is not fetched."""
    assert len(opened.table("SELECT ?s FROM <" + ID + "report/b> { ?s ?p ?o }")) == 1
    assert len(opened.table("SELECT ?s FROM report:b { ?s ?p ?o }")) == 1
    with pytest.raises(RefusedQuery, match="fetches nothing"):
        opened.query("SELECT ?s FROM <http://example.org/data> { ?s ?p ?o }")


def test_each_form_of_query_has_its_answer(opened: store.Store) -> None:
    """Tables, truth values, triples."""
    assert opened.query("ASK { ?s tk:size 9 }") is False
    found = opened.query("CONSTRUCT { ?s a tk:Arm } { ?s tk:size ?n }")
    assert isinstance(found, store.Triples)
    assert [each.subject for each in found.statements()] == [f"{ID}arm-1", f"{ID}arm-2"]
    assert isinstance(opened.query("SELECT * { ?s ?p ?o }"), Table)
    with pytest.raises(QueryError):
        opened.table("DESCRIBE <http://x/>")


def test_memory_answers_as_the_disk_does(opened: store.Store) -> None:
    """Checks before publishing see what readers will see."""
    memory = store.in_memory(LINES)
    said = "VALUES ?p { tk:size tk:value } ?s ?p ?o"
    for query in (f"SELECT ?s ?p ?o {{ {said} }} ORDER BY ?s ?p ?o", "ASK { ?s tk:size 1 }"):
        assert memory.query(query) == opened.query(query)
    assert len(memory) == 3


def test_a_syntax_error_is_told_at_its_place(opened: store.Store) -> None:
    """Line and column of the text as it was written, whatever was bound into it."""
    with pytest.raises(QueryError) as wrong:
        opened.query("SELECT ?s { ?s tk:size ?n .\n ?s tk:value }", {"n": 1})
    assert wrong.value.where == "query, line 2, column 14"
    with pytest.raises(QueryError) as wrong:
        opened.query("SELECT ?s { ?s tk:size ?n . ?s tk:value }", {"n": 1})
    assert wrong.value.where == "query, line 1, column 41"
    with pytest.raises(QueryError, match="prefix kt: is not declared"):
        opened.query("SELECT ?s { ?s kt:size ?n }", {"n": 1})


# --- Parameters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?n { ?s tk:size ?n }",
        "SELECT ?n { { ?s tk:size ?n } UNION { ?s tk:none ?n } }",
        "SELECT ?n { { SELECT ?n { ?s tk:size ?n } } }",
        "SELECT ?n { ?x tk:size ?n FILTER EXISTS { ?s tk:size ?n } }",
        "SELECT ?n { ?x tk:size ?n OPTIONAL { ?s tk:none ?n } FILTER(?x = ?s) }",
        "SELECT (MAX(?m) AS ?n) { ?s tk:size ?m } GROUP BY ?s",
        "SELECT ?n { ?s tk:size ?n VALUES (?n ?z) { ('1' 1) ('2' 2) } }",
    ],
)
def test_a_parameter_reaches_wherever_its_variable_stands(opened: store.Store, query: str) -> None:
    """Selected or not, in sub-selects, filters and unions."""
    assert opened.table(query, {"s": f"{ID}arm-2"}).rows == (("2",),)


def test_parameters_are_terms_and_never_text(opened: store.Store) -> None:
    """What would end a query if it were pasted is only an odd string."""
    hostile = '" } . ?s ?p ?o . FILTER("1" = "1'
    assert opened.table("SELECT ?s { ?s tk:size ?n }", {"n": hostile}).rows == ()
    broken = Iri("http://x/> } #")
    assert opened.table("SELECT ?n { ?s tk:size ?n }", {"s": broken}).rows == ()


def test_several_values_are_alternatives(opened: store.Store) -> None:
    """A list binds a variable to each of its members."""
    found = opened.table("SELECT ?s { ?s tk:size ?n } ORDER BY ?s", {"n": ["1", "2", "3"]})
    assert len(found) == 2


@pytest.mark.parametrize(
    ("query", "name"),
    [("SELECT ?s { ?s ?p ?o }", "trial"), ("SELECT (1 AS ?n) { ?s ?p ?o }", "n")],
)
def test_a_parameter_without_a_place_is_an_error(
    opened: store.Store, query: str, name: str
) -> None:
    """It would be passed over in silence otherwise."""
    with pytest.raises(UsageError, match=rf"\?{name}"):
        opened.query(query, {name: 1})


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("90", Literal("90", "http://www.w3.org/2001/XMLSchema#integer")),
        ("-0.50", Literal("-0.50", DECIMAL)),
        ('"90"', Literal("90")),
        ('"fièvre"@fr', text("fièvre", "fr")),
        ('"5"^^xsd:decimal', Literal("5", DECIMAL)),
        ("<http://x/y>", "http://x/y"),
        ("https://x/y", "https://x/y"),
        ("tk:Trial", f"{TK}Trial"),
        ("PMID:1", Literal("PMID:1")),
        ("true", Literal("true", "http://www.w3.org/2001/XMLSchema#boolean")),
        ("CD4 count", Literal("CD4 count")),
    ],
)
def test_what_is_typed_becomes_the_term_that_is_meant(typed: str, term: object) -> None:
    """Numbers, IRIs and CURIEs are told from text; quotation marks make text of anything."""
    assert store.term_from_text(typed) == term


# --- Hostile queries -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { SERVICE:x{ ?s ?p ?o } }",
        "PREFIX e: <x:> SELECT * { SERVICEe:x{ ?s ?p ?o } }",
        "SELECT * { FILTER(?a<?b)SERVICE?x#>\n{ ?s ?p ?o } }",
        "SELECT * { FILTER(?a<'>')SERVICE ?x { ?s ?p 'o' } }",
        "SELECT * { ?s <http://x/'> ?o FILTER(?a<'>')SERVICE ?x { ?s ?p 'o' } }",
        "INSERT DATA { <x:s> <x:p> <x:o> }",
        "PREFIX x: <y> DELETE WHERE { ?s ?p ?o }",
        "LOAD <http://127.0.0.1:1/>",
        "SELECT * { ?s ?p ?o } \\u0053",
    ],
)
def test_what_changes_or_leaves_is_refused(query: str) -> None:
    """However it is spelled."""
    with pytest.raises(RefusedQuery):
        store.in_memory([]).query(query)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s <http://x/service> ?o . { ?a ?b ?c } }",
        "PREFIX service: <http://x/> SELECT * { ?s a service:thing }",
        'SELECT * { ?s ?p "SERVICE <x> {" } # SERVICE <x> {',
        "SELECT * { VALUES (?x ?y) { (<http://a#b> <http://c#d>) } FILTER(?x IN (<a:b>, <c:d>)) }",
        "SELECT * { ?s ?p ?o FILTER(?o<3&&?o>1) }",
    ],
)
def test_what_only_looks_hostile_runs(query: str) -> None:
    """Words in names, strings and comments are no calls."""
    assert isinstance(store.in_memory([]).query(query), Table)


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT ({'STR(' * 963}1{')' * 963} AS ?x) {{}}",
        f"SELECT * {'{' * 2196}{'}' * 2196}",
        f"SELECT * {{ FILTER({'(' * 4674}1{')' * 4674}) }}",
        f"SELECT * {{ FILTER({'!' * 15_000}true) }}",
        f"SELECT * {{ {'OPTIONAL { ?s ?p ?o ' * 1500}{'}' * 1500} }}",
        f"SELECT * {{ {'BIND(1 AS ?x) ' * 3600} }}",
        f"SELECT * {{ {'{} UNION ' * 6000} {{}} }}",
        f"SELECT * {{ ?s ?p '{'x' * 70_000}' }}",
    ],
)
def test_what_would_break_the_engine_never_reaches_it(query: str) -> None:
    """Each of these ends the engine's process, or its patience."""
    with pytest.raises(LimitError):
        store.in_memory([]).query(query)


@given(st.text(alphabet="<>{}()[]'\"#\\?$ \nabSERVICE:/.^!@1", max_size=80))
def test_no_text_breaks_through(tail: str) -> None:
    """Nothing but an error of ours comes out."""
    with pytest.raises((QueryError, LimitError)):
        store.in_memory([]).query("SELECT * { ?s ?p ?o } }" + tail)


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[store.Store]:
    """A store that a careless query can keep busy for ever."""
    root = tmp_path_factory.mktemp("crowd")
    published(root, [line(f"arm-{n}", "size", f'"{n}"') for n in range(3000)])
    with store.open_store(root) as reader:
        yield reader


def test_a_query_ends_at_its_deadline(crowd: store.Store) -> None:
    """And the next one is answered."""
    cross = "SELECT (COUNT(*) AS ?n) { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f }"
    start = time.monotonic()
    with pytest.raises(LimitError, match=r"longer than 0\.5 s") as late:
        crowd.query(cross, limits=store.Limits(seconds=0.5))
    assert time.monotonic() - start < 1.5
    assert late.value.exit_code == 5
    assert crowd.query("ASK { ?s ?p ?o }") is True


def test_a_query_ends_at_its_memory(crowd: store.Store) -> None:
    """Not the machine's."""
    greedy = "SELECT ?a ?c { ?a ?p ?b . ?c ?q ?d . ?e ?r ?f } ORDER BY ?f ?a"
    with pytest.raises(LimitError, match="more than 200 MB"):
        crowd.query(greedy, limits=store.Limits(seconds=20, megabytes=200))
    assert crowd.query("ASK { ?s ?p ?o }") is True


def test_a_worker_has_no_network(crowd: store.Store) -> None:
    """Were the refusal of SERVICE passed by, nothing would be reached."""
    pool = crowd._pool
    call = "SELECT * { SERVICE <http://127.0.0.1:8000/> { ?s ?p ?o } }"
    with pytest.raises(QueryError, match=r"unreachable|refused"):
        pool.run(call, form="json", prefixes={}, limits=store.Limits())


def test_a_worker_that_dies_is_replaced(crowd: store.Store) -> None:
    """As by the system, when memory runs out."""
    assert crowd.query("ASK { ?s ?p ?o }") is True
    worker = crowd._pool._worker
    assert worker is not None
    worker._process.send_signal(signal.SIGKILL)
    worker._process.wait()
    assert crowd.query("ASK { ?s ?p ?o }") is True

"""What a store says of itself: counted in one pass, the same as a look at every node would find."""

import random
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pyoxigraph as ox
import pytest
from stores import TK, published, sample_lines

import kg
from kg import store
from kg.build.coverage import MEASURES, Coverage
from kg.namespaces import RDF, SKOS, XSD
from kg.questions import ask, catalogue
from kg.store import DATASET, DESCRIPTION, EVERY, Counts
from kg.store.counting import batches, counted
from kg.table import Table

HERE = Path(__file__).parent
BY_SCAN = (HERE / "coverage-by-scan.rq").read_text("utf-8")
ID = "https://w3id.org/trialkg/id/"
OUTSIDE = "FILTER(!STRSTARTS(STR(?s), '" + DATASET + "'))"
Rows = list[tuple[object, ...]]


def by_scan(lines: Iterable[str]) -> Rows:
    """The measures as a look at every node finds them."""
    return list(store.in_memory(lines).table(BY_SCAN).rows)


def by_counting(lines: Iterable[str], folder: Path) -> Rows:
    """The measures as the question looks them up, of lines that were counted."""
    told = store.described([[line.encode() for line in sorted(set(lines))]], Coverage(folder))
    return list(ask("coverage", store.in_memory(told).table).rows)


def in_graphs(triples: Iterable[str], *graphs: str) -> list[str]:
    """Triples as quads, each of them told by every graph."""
    return sorted(f"{line.removesuffix(' .')} <{ID}{g}> .\n" for line in triples for g in graphs)


# --- Measures ------------------------------------------------------------------------------------

LACKING = """
concept:falls a tk:Concept, tk:Measurand ; skos:prefLabel "falls" .
concept:grip-force a tk:Concept, tk:Measurand ; tk:canonicalUnit "kg" ; skos:closeMatch mesh:D90 .
concept:tea a tk:Concept, tk:Substance ; skos:relatedMatch mesh:D91 .
trial:a a tk:Trial ; tk:hasArm one:arm-1, one:arm-2, one:arm-3 .
one:arm-1 tk:size 20 ; tk:receives one:tea, one:nothing, one:something .
one:people tk:size 60 .
one:tea a tk:Intervention ; tk:substance concept:tea .
one:nothing a tk:Intervention ; tk:interventionRole tk:noTreatment .
one:something a tk:Intervention .
one:criterion-1 tk:about concept:grip-force ; tk:bound one:criterion-1.bound .
one:criterion-1.bound tk:unit "lb" .
one:criterion-2 tk:about concept:grip-force ; tk:bound one:bound-a, one:bound-b, one:bound-c .
one:bound-a tk:unit "lb" .
one:bound-b tk:unit "kg" .
one:bound-c tk:unit "kg" .
one:indexing-1 a tk:MeshIndexing ; tk:descriptor mesh:D90 .
one:result-1 a tk:Result ; tk:derivation tk:reported ; tk:supportedBy one:passage ; tk:ruleId "r" ;
    tk:atTime one:time ; tk:measurand concept:grip-force ; tk:value 3 ; tk:reportedValue "3" ;
    tk:unit "kg" .
one:result-2 a tk:Result ; tk:derivation tk:reported ; tk:measurand concept:grip-force ;
    tk:value 66.0 ; tk:unit "lb" .
one:result-3 a tk:Result ; tk:derivation tk:derived ; tk:measurand concept:grip-force ;
    tk:value 50.0 ; tk:unit "%" .
one:result-4 a tk:Result, tk:Comparison ; tk:derivation tk:reported ; tk:supportedBy one:passage ;
    tk:pValue 0.2 .
one:result-5 a tk:Result, tk:Comparison ; tk:derivation tk:reported ; tk:ciLower 0.1 ;
    tk:supportedBy one:passage .
one:result-6 a tk:Comparison ; tk:derivation tk:reported .
one:result-7 tk:measurand concept:grip-force ; tk:value 1, 2 ; tk:unit "kg", "lb" .
"""
FOUND = {
    "arms with a size": (1, 3),
    "bounds in the canonical unit of their measurand": (1, 3),
    "claims with the rule that made them": (1, 6),
    "concepts linked to a vocabulary": (1, 3),
    "headings linked to MeSH": (1, 1),
    "interventions with a known substance": (1, 2),
    "levels in the canonical unit of their measurand": (2, 4),
    "reported claims with a passage": (3, 5),
    "reported comparisons with a P value or an interval": (2, 3),
    "reported numbers kept as written": (1, 2),
    "results at a stated time": (1, 5),
}


def lacking(*graphs: str) -> list[str]:
    """A graph in which each measure finds something that lacks what it looks for."""
    prefixes = {"concept": f"{ID}concept/", "trial": f"{ID}trial/", "one": f"{ID}report/one/"}
    prefixes |= {"tk": TK, "skos": str(SKOS), "mesh": "http://id.nlm.nih.gov/mesh/"}
    head = "".join(f"@prefix {name}: <{base}> .\n" for name, base in prefixes.items())
    quads = ox.parse((head + LACKING).encode(), ox.RdfFormat.TURTLE)
    return in_graphs((f"{quad.triple} ." for quad in quads), *graphs)


@pytest.mark.parametrize("graphs", [("report/one",), ("report/one", "report/two", "graph/derived")])
def test_the_measures_are_what_a_look_at_every_node_finds(
    graphs: Sequence[str], tmp_path: Path
) -> None:
    """However many reports say the same."""
    lines = lacking(*graphs)
    found = by_counting(lines, tmp_path)
    assert {row[0]: row[1:3] for row in found} == FOUND
    assert found == by_scan(lines)


@pytest.mark.parametrize("seed", range(60))
def test_the_measures_of_any_graph(seed: int, tmp_path: Path) -> None:
    """Nodes that say anything at all, several values and several graphs included."""
    lines = anything(random.Random(seed))
    assert by_counting(lines, tmp_path) == by_scan(lines)


def anything(chance: random.Random) -> list[str]:
    """Statements of the properties that measures look at, by chance; concepts come first."""
    concepts = [f"concept/{name}" for name in "abc"]
    nodes = [f"report/{name}" for name in ("x", "x.1", "y", "y/1", "z")]
    kinds = ["Concept", "Intervention", "Result", "Comparison", "MeshIndexing"]
    bounds = nodes[:2]
    units = ['"kg"', '"lb"', '"%"', '"1"']
    values: dict[str, Callable[[], str]] = {
        "derivation": lambda: f"<{TK}{chance.choice(['reported', 'derived'])}>",
        "interventionRole": lambda: f"<{TK}{chance.choice(['placebo', 'noTreatment', 'target'])}>",
        "unit": lambda: chance.choice(units),
        "value": lambda: f'"{chance.randrange(3)}"^^<{XSD.decimal}>',
        "bound": lambda: f"<{ID}{chance.choice(bounds)}>",
        **{
            name: lambda: f"<{ID}{chance.choice(nodes)}>"
            for name in ("hasArm", "supportedBy", "atTime", "substance", "descriptor")
        },
        **{name: lambda: f"<{ID}{chance.choice(concepts)}>" for name in ("measurand", "about")},
        **{
            name: lambda: f'"{chance.randrange(9)}"'
            for name in ("size", "ruleId", "reportedValue", "pValue", "ciLower")
        },
    }
    triples = [
        f"<{ID}{concept}> <{TK}canonicalUnit> {chance.choice(units)} ."
        for concept in concepts
        for _ in range(chance.randrange(3))
    ]
    for _ in range(60):
        node = chance.choice(nodes)
        name = chance.choice(list(values))
        if name == "measurand" and node in bounds:
            continue  # a result is no quantity
        triples.append(f"<{ID}{node}> <{TK}{name}> {values[name]()} .")
    for node in (*nodes, *concepts):
        triples.append(f"<{ID}{node}> <{RDF.type}> <{TK}{chance.choice(kinds)}> .")
        if chance.random() < 0.5:
            match = chance.choice(["exactMatch", "closeMatch", "broadMatch", "relatedMatch"])
            triples.append(f"<{ID}{node}> <{SKOS}{match}> <{ID}term> .")
    graphs = ["report/x", "report/y", "graph/derived"]
    return sorted(
        {q for t in triples for q in in_graphs([t], *chance.sample(graphs, chance.randint(1, 3)))}
    )


def test_a_measurand_that_comes_too_late_costs_its_measures(tmp_path: Path) -> None:
    """What was not counted is not told; all else is."""
    late = [*lacking("report/one"), f'<{ID}zz> <{TK}canonicalUnit> "kg" <{ID}report/one> .\n']
    told = {str(row[0]) for row in by_counting(late, tmp_path)}
    assert MEASURES - told == {name for name in MEASURES if "canonical unit" in name}


# --- Counts --------------------------------------------------------------------------------------

QUERIES = {
    "members": "SELECT ?c (COUNT(*) AS ?n) { ?s a ?c } GROUP BY ?c",
    "uses": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "holders": "SELECT ?p (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "uses of classes": "SELECT ?c ?p (COUNT(*) AS ?n) { ?s a ?c ; ?p ?o } GROUP BY ?c ?p",
    "holders of classes": """SELECT ?c ?p (COUNT(DISTINCT ?s) AS ?n)
        { ?s a ?c ; ?p ?o } GROUP BY ?c ?p""",
    "literals": """SELECT ?p ?d (COUNT(*) AS ?n)
        { ?s ?p ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d) } GROUP BY ?p ?d""",
    "literals of classes": """SELECT ?c ?p ?d (COUNT(*) AS ?n)
        { ?s a ?c ; ?p ?o FILTER(isLiteral(?o)) BIND(DATATYPE(?o) AS ?d) } GROUP BY ?c ?p ?d""",
}


def by_queries(run: Callable[[str], store.Answer]) -> Counts:
    """The counts as queries find them."""

    def asked(name: str) -> dict[tuple[str, ...], int]:
        answer = run(
            QUERIES[name].replace("{", "{ FILTER(!STRSTARTS(STR(?s), '" + DATASET + "'))", 1)
        )
        assert isinstance(answer, Table)
        return {tuple(map(str, row[:-1])): int(str(row[-1])) for row in answer.rows}

    def both(name: str) -> dict[tuple[str, ...], int]:
        every = {(EVERY, *names): n for names, n in asked(name).items()}
        return dict(sorted({**every, **asked(f"{name} of classes")}.items()))

    uses = both("uses")
    subjects = run("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o " + OUTSIDE + " }")
    assert isinstance(subjects, Table)
    return Counts(
        triples=sum(n for names, n in uses.items() if names[0] == EVERY),
        subjects=int(str(subjects.rows[0][0])),
        members=dict(sorted((kind, n) for (kind,), n in asked("members").items())),
        holders=both("holders"),  # type: ignore[arg-type]
        uses=uses,  # type: ignore[arg-type]
        literals=both("literals"),  # type: ignore[arg-type]
    )


def strings(*graphs: str) -> list[str]:
    """Literals of every kind, and one that holds what a line is made of."""
    node = f"<{ID}report/one>"
    values = ['"a"', '"a"@en', '"a"@en-GB', f'"1"^^<{XSD.integer}>', r'"\" <x:y> ."', '"a\u2028b"']
    return in_graphs([f"{node} <x:p> {value} ." for value in (*values, "<x:o>")], *graphs)


GRAPHS = {
    "sample": sample_lines(),
    "twice": [line.replace("/report/", "/other/", 1) for line in sample_lines()] + sample_lines(),
    "lacking": lacking("report/one", "report/two"),
    "literals": strings("report/one", "report/two"),
}


@pytest.mark.parametrize("name", GRAPHS)
def test_the_counts_are_what_queries_find(name: str) -> None:
    """Classes, properties and datatypes; a triple of several graphs is one."""
    lines = sorted(set(GRAPHS[name]))
    found = counted([[line.encode() for line in lines]])
    assert found == by_queries(store.in_memory(lines).query)
    assert found.triples < len(lines) or name in {"sample", "twice"}


def test_counts_do_not_depend_on_how_lines_come(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In one file or in three that share lines and subjects, in pieces of any size."""
    lines = sorted({line for name in ("sample", "lacking", "literals") for line in GRAPHS[name]})
    whole = counted([[line.encode() for line in lines]])
    monkeypatch.setattr("kg.store.counting._CHUNK", 256)
    monkeypatch.setattr("kg.store.counting._HELD", 2)
    chance = random.Random(7)
    parts = [sorted({*chance.sample(lines, len(lines) // 2), *lines[n::3]}) for n in range(3)]
    files = [tmp_path / f"{number}.nq" for number in range(3)]
    for file, part in zip(files, parts, strict=True):
        file.write_text("".join(part), "utf-8", newline="\n")
    assert counted(batches(files)) == whole
    (tmp_path / "whole.nq").write_text("".join(lines), "utf-8", newline="\n")
    assert counted(batches([tmp_path / "whole.nq"])) == whole


def test_a_description_holds_its_counts() -> None:
    """What is read from its lines is what was written."""
    lines = [line.encode() for line in sorted(GRAPHS["sample"])]
    assert store.counts_of(store.described([lines])) == counted([lines])


# --- In a store ----------------------------------------------------------------------------------


def test_a_store_describes_itself(tmp_path: Path) -> None:
    """In a graph of its own and in the union of all; it is none of the data, and is verified."""
    lines = sorted({*lacking("report/one", "report/two"), *sample_lines()})
    place = published(tmp_path, lines, describe=Coverage)
    with store.open_store(tmp_path) as opened:
        assert list(opened.quads()) == lines
        assert DESCRIPTION not in opened.manifest.graphs
        counts = counted(batches([place / store.STAGED]))
        assert opened.counts() == by_queries(opened.query) == counts
        assert list(ask("coverage", opened.table).rows) == list(opened.table(BY_SCAN).rows)
        told = set(map(store.triple_of, opened.description()))
        named = opened.triples(f"CONSTRUCT {{?s ?p ?o}} {{ GRAPH <{DESCRIPTION}> {{?s ?p ?o}} }}")
        union = opened.triples(
            f"CONSTRUCT {{?s ?p ?o}} {{ ?s ?p ?o FILTER(STRSTARTS(STR(?s), '{DATASET}')) }}"
        )
        assert told == set(named.lines) == set(union.lines)
        ask(
            "coverage",
            lambda query: opened.table(query.replace("WHERE", f"FROM <{DESCRIPTION}> WHERE")),
        )
    assert store.verify(tmp_path) == []


def test_an_export_holds_the_description_where_it_is_asked_for(tmp_path: Path) -> None:
    """Else the data alone."""
    published(tmp_path, sample_lines(), describe=Coverage)
    with kg.open(tmp_path) as graph:
        plain, told = graph.quads(), graph.quads(extras=["description"])
        assert told == [*plain, *graph.store.description()]
        assert {store.graph_of(line) for line in set(told) - set(plain)} == {DESCRIPTION}


def test_the_description_is_the_same_for_the_same_data(tmp_path: Path) -> None:
    """It names nothing by the time or the order in which it was counted."""
    one, other = (published(tmp_path / name, sample_lines(), describe=Coverage) for name in "ab")
    assert (one / "description.nq").read_bytes() == (other / "description.nq").read_bytes()


def test_a_graph_that_says_nothing_of_itself_has_no_measures() -> None:
    """The answer is empty, not nought; and the header says what to do."""
    table = ask("coverage", store.in_memory(sample_lines()).table)
    assert len(table) == 0
    assert "built again" in catalogue()["coverage"].empty


def test_the_sample_account_is_counted(tmp_path: Path) -> None:
    """The rows of a real account are those of a scan, and some are not nought."""
    rows = by_counting(sample_lines(), tmp_path)
    assert rows == by_scan(sample_lines())
    assert sum(row[2] > 0 for row in rows) > 6  # type: ignore[operator]

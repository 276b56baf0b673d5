"""Tables: every cell of every column against what SPARQL finds by the column's own path."""

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pyoxigraph as ox
import pytest
from conftest import ROOT
from sample_builds import fine, taken_in
from sample_tables import invented

from kg import tables
from kg.namespaces import PREFIXES, TK
from kg.resources import records
from kg.tables.columns import Column, Tabled

ALL = {each.name: each for each in tables.TABLES}
COLUMNS = [(name, column.name) for name, each in ALL.items() for column in each.columns]


@pytest.fixture(scope="module")
def lines() -> list[str]:
    """The bundled records, the golden ones of every format, and a thing with every column."""
    built = taken_in([records(), ROOT / "tests" / "golden"], validate=fine)
    return sorted({*built.lines, *invented()})


@pytest.fixture(scope="module")
def engine(lines: list[str]) -> ox.Store:
    """The same statements, for SPARQL."""
    store = ox.Store()
    store.bulk_load("".join(lines).encode(), ox.RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="module")
def folder(lines: list[str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All tables as Parquet."""
    target = tmp_path_factory.mktemp("tables")
    tables.write_tables(lambda: lines, target, "parquet")
    return target


@pytest.fixture(scope="module")
def read(folder: Path) -> Callable[[str], list[dict[str, Any]]]:
    """The rows of a table, each file read once."""
    kept: dict[str, list[dict[str, Any]]] = {}

    def rows(name: str) -> list[dict[str, Any]]:
        if name not in kept:
            kept[name] = pq.read_table(folder / f"{name}.parquet").to_pylist()
        return kept[name]

    return rows


# --- Round trip against SPARQL ------------------------------------------------------------------


def members(tabled: Tabled, *, expanded: bool) -> str:
    """The rows of a table: its things, and what they are expanded by, if only by anything."""
    some = " ".join(tabled.classes)
    but = "".join(f"FILTER NOT EXISTS {{ ?node a {kind} }} " for kind in tabled.but)
    things = f"{{ SELECT DISTINCT ?node WHERE {{ VALUES ?c {{ {some} }} ?node a ?c {but}}} }}"
    if not tabled.each:
        return things
    step = f"?node {tabled.each} ?each"
    return (
        f"{things} {step} ." if expanded or tabled.only_with else f"{things} OPTIONAL {{ {step} }}"
    )


def wanted(tabled: Tabled, column: Column) -> str:
    """The query for a column."""
    start = "?each" if column.of_each else "?node"
    if column.graph:
        some = " ".join(tabled.classes)
        cell = f"VALUES ?k {{ {some} }} GRAPH ?value {{ ?node a ?k }}"
    elif column.among:
        cell = "?node a ?value"
    elif column.path:
        cell = f"{start} {column.path} ?value"
    else:
        cell = f"FILTER(BOUND({start})) BIND({start} AS ?value)"
    rows = members(tabled, expanded=column.of_each)
    return f"SELECT DISTINCT ?node ?each ?value WHERE {{ {rows} {cell} }}"


def plain(column: Column, term: Any) -> object:
    """A term as a cell holds it."""
    if column.kind == "code":
        return str(term.value).removeprefix(str(TK))
    makers: dict[str, Callable[[str], object]] = {
        "decimal": float,
        "integer": int,
        "boolean": lambda lexical: lexical == "true",
    }
    return makers.get(column.kind, str)(term.value)


def found(engine: ox.Store, tabled: Tabled, column: Column) -> Counter[tuple[str, object]]:
    """What SPARQL finds for a column: each row's thing with each value."""
    answer = engine.query(
        wanted(tabled, column), prefixes=PREFIXES, use_default_graph_as_union=True
    )
    pairs = [
        (row["node"].value, plain(column, row["value"]))
        for row in answer  # type: ignore[union-attr]
    ]
    if column.among:
        order = [tables.origin(tabled, column), *(kind[3:] for kind in column.among)]
        firsts: dict[str, list[object]] = {}
        for node, kind in pairs:
            firsts.setdefault(node, []).append(kind)
        pairs = [(n, next(k for k in order if k in kinds)) for n, kinds in firsts.items()]
    return Counter(pairs)


def held(rows: list[dict[str, Any]], tabled: Tabled, column: Column) -> Counter[tuple[str, object]]:
    """What the table holds in a column, lists taken apart."""
    key = tabled.columns[0].name
    values = ((row[key], row[column.name]) for row in rows)
    taken = ((k, v if isinstance(v, list) else [v]) for k, v in values if v is not None)
    return Counter((k, each) for k, some in taken for each in some)


@pytest.mark.parametrize(("name", "column"), COLUMNS)
def test_a_column_holds_what_its_path_leads_to(
    name: str, column: str, engine: ox.Store, read: Callable[[str], list[dict[str, Any]]]
) -> None:
    """The same things with the same values, as often."""
    tabled = ALL[name]
    (declared,) = (each for each in tabled.columns if each.name == column)
    assert held(read(name), tabled, declared) == found(engine, tabled, declared)


def test_every_column_is_tried(read: Callable[[str], list[dict[str, Any]]]) -> None:
    """A path that nothing is at the end of would be tested by nothing."""
    empty = [
        (name, column) for name, column in COLUMNS if all(row[column] is None for row in read(name))
    ]
    assert empty == []


# --- What the columns mean ----------------------------------------------------------------------


def of_trial(rows: list[dict[str, Any]], label: str) -> list[dict[str, Any]]:
    """The rows of one trial."""
    return [row for row in rows if row["trial_label"] == label]


def test_an_arm_has_its_size_and_what_it_is_given(
    read: Callable[[str], list[dict[str, Any]]],
) -> None:
    """Numbers of the bundled record of STALWART: two arms pooled, one without therapy."""
    arms = of_trial(read("arms"), "STALWART")
    assert {arm["size"] for arm in arms} >= {91}
    assert {arm["role"] for arm in arms} == {"experimentalRole", "controlRole"}
    assert {arm["trial"] for arm in arms} == {"https://w3id.org/trialkg/id/trial/nct00110812"}


def test_a_comparison_has_typed_numbers_and_their_spelling(
    read: Callable[[str], list[dict[str, Any]]],
) -> None:
    """A hazard ratio of 5.84, 0.59 to 43.57, P = 0.009: as bundled, flag included."""
    (ratio,) = [
        row
        for row in of_trial(read("comparisons"), "STALWART")
        if row["statistic"] == "hazardRatio"
    ]
    interval = (ratio["value"], ratio["ci_lower"], ratio["ci_upper"], ratio["ci_level"])
    assert interval == (5.84, 0.59, 43.57, 95.0)
    assert (ratio["p_value"], ratio["p_relation"], ratio["p_reported"]) == (0.009, "=", "0.009")
    assert ratio["unit"] == "1"
    assert ratio["passages"]


def test_a_dose_has_unit_frequency_and_length(
    read: Callable[[str], list[dict[str, Any]]],
) -> None:
    """SILCAAT: 4.5 million units twice a day for five days, eight weeks from start to start."""
    doses = {
        (
            row["dose"],
            row["dose_unit"],
            row["doses_per_day"],
            row["days_per_cycle"],
            row["cycle_length"],
            row["cycle_length_unit"],
            row["dose_per_cycle"],
        )
        for row in of_trial(read("interventions"), "SILCAAT")
        if row["dose"] is not None
    }
    assert (4.5, "M[IU]", 2.0, 5.0, 8.0, "wk", 45.0) in doses


def test_a_bound_of_eligibility_has_its_side(read: Callable[[str], list[dict[str, Any]]]) -> None:
    """At least 300 CD4 cells: a lower bound that belongs to it."""
    bounds = {
        (row["about_label"], row["bound_min"], row["bound_min_inclusive"], row["bound_unit"])
        for row in of_trial(read("eligibility_criteria"), "STALWART")
    }
    assert any(bound[1:] == (300.0, True, "{cells}/uL") for bound in bounds)

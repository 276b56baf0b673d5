"""The same records, triples and questions done by others, side by side in one run, as ratios.

In: archives of registry records. Out: a table for people, in the README between two marks with
``--write``. What is compared is processor time: other work on the machine stretches it little. A
peer that is not there is left out, with the reason. Each does less than ``kg``: morph-kgc judges
nothing, and of the JSON says the little that RML can say, or is given all triples as flat tables.
The path of rdflib is what one would write with it: the same records and the same definitions of
their triples, a graph of its own terms, written, and for a row of its own judged by pySHACL (no
coherence checks, no inferences).

Run from the folder ``tests`` as ``python -m bench_peers STUDIES.zip [--write]``, or by ``make
bench-peers``; ``KG_MORPH_KGC`` names a Python that has morph-kgc.
"""

import csv
import json
import os
import re
import resource
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, NamedTuple, TypeVar

import bench_rml
import pyoxigraph as ox
from conftest import ROOT

from kg import store
from kg.build import assemble, gather
from kg.build.concluding import conclude
from kg.build.coverage import Coverage
from kg.build.intake import account_of
from kg.build.surrounding import surround
from kg.build.workers import Workers
from kg.derivation import derive
from kg.graph import account_quads
from kg.inputs import Source, expand, whole
from kg.namespaces import REPORT
from kg.reading import read_account
from kg.records import Account
from kg.sources.ctgov import read
from kg.sources.ctgov.decoding import decode, raw_records
from kg.store.loading import load
from kg.terms import Iri, Literal, Quad, read_line, to_rdflib
from kg.validation import check_quads, house_shapes
from kg.validation.plain import quiet, to_graph
from kg.validation.shapes import check_shapes

T = TypeVar("T")
SAMPLE: Final = 120
JUDGED: Final = 60_000
"""Statements that pySHACL is given: it takes some minutes for a hundred thousand."""
ALL: Final = "all of kg's, judged, inferred and packed"
_ABSENT: Final = "KG_MORPH_KGC names no Python that has it"
MARKS: Final = ("<!-- make bench-peers", "<!-- end of it -->")


class Row(NamedTuple):
    """What was done by whom, and how many times as long it took as what it is held against."""

    what: str
    ratio: float | None
    against: str
    note: str = ""

    def told(self) -> str:
        """The row of a table."""
        figure = self.note if self.ratio is None else f"{self.ratio:,.1f} ×"
        return f"| {self.what} | {figure} | {self.against} |"


def main(inputs: Sequence[str], *, write: bool) -> None:
    """Print the table, and put it into the README where that is wanted."""
    with TemporaryDirectory(prefix="bench-", dir=".") as name:
        rows = list(measured(sample(inputs, Path(name)), Path(name)))
    table = "\n".join(["| what | takes | of the time of |", "|---|---|---|", *map(Row.told, rows)])
    sys.stdout.write(f"{table}\n")
    if write:
        _written(ROOT / "README.md", table)


def _written(readme: Path, table: str) -> None:
    text = readme.read_text("utf-8")
    begin, end = map(re.escape, MARKS)
    fresh = re.sub(
        rf"({begin}[^\n]*\n)(.*?)({end})", rf"\g<1>\n{table}\n\n\g<3>", text, flags=re.DOTALL
    )
    readme.write_text(fresh, encoding="utf-8")


def sample(inputs: Sequence[str], folder: Path) -> Path:
    """A file of some records, evenly taken."""
    found = [each for each in expand(list(inputs)) if isinstance(each, Source)]
    chosen = found[:: max(1, len(found) // SAMPLE)][:SAMPLE]
    records = [json.loads(whole(each.name, each.data)) for each in chosen]
    file = folder / "records.json"
    file.write_text(json.dumps(records, indent=1), encoding="utf-8")
    return file


def spent(step: Callable[[], T]) -> tuple[float, T]:
    """The seconds of processor time that a step takes, its processes included; what it gives."""
    before = _processor_time()
    found = step()
    return _processor_time() - before, found


def _processor_time() -> float:
    both = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def measured(records: Path, folder: Path) -> Iterator[Row]:
    """Each comparison."""
    staged = folder / store.STAGED
    ours, _ = spent(lambda: mapped(records, folder, staged))  # and once more, all imported
    ours, _ = spent(lambda: mapped(records, folder, staged))
    lines = list(store.lines_of(staged))
    quads = [_quad(line) for line in lines]
    floor, _ = spent(lambda: _floor(records, lines, folder))
    yield Row("bytes to validated N-Quads", ours / floor, "decoding and writing alone")
    theirs, _ = spent(lambda: by_rdflib(records, folder / "rdflib.nt"))
    yield Row("rdflib: records to its graph, written, nothing judged", theirs / ours, ALL)
    yield from _shapes(quads, ours, theirs)
    yield from _of_json(records, folder, ours / len(lines))
    yield _morph_kgc(quads, folder, ours)
    yield _loaded(staged, lines, folder)
    yield from _stored(lines, folder)


def mapped(records: Path, folder: Path, staged: Path) -> None:
    """What a build does up to the file of lines, in one process."""
    place = folder / f"build-{time.monotonic_ns()}"
    place.mkdir()
    from kg.vocabularies import linker

    with Workers(1) as workers:
        built = assemble(gather(expand([records]), place, workers), place, workers)
        beside = surround(built.parts, built.beside, place, linker(place))
        conclude(built.parts, beside, staged)


def by_rdflib(records: Path, out: Path) -> None:
    """The same records into one graph of rdflib, written."""
    accounts = (a for a in read(records.name, records.read_bytes()) if isinstance(a, Account))
    told = (derive(account_of(account, read_account)) for account in accounts)
    graph = to_rdflib(quad for account in told for quad in account_quads(account))
    graph.serialize(out, format="nt", encoding="utf-8")


def _floor(records: Path, lines: Sequence[str], folder: Path) -> None:
    data = records.read_bytes()
    for raw in raw_records(records.name, data):
        if isinstance(raw, bytes):
            decode(records.name, raw)
    (folder / "floor.nq").write_bytes("".join(lines).encode())


def _quad(line: str) -> Quad:
    subject, predicate, term, graph = read_line(line) or (Iri(""), "", Iri(""), Iri(""))
    return Quad(subject, predicate, term, graph or Iri(""))


# --- Mapping -------------------------------------------------------------------------------------

_MAP: Final = """
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
<urn:map:{name}> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{file}" ; rml:referenceFormulation ql:CSV ] ;
  rr:subjectMap [ rml:reference "s" ; rr:termType rr:IRI ] ;
  rr:predicateObjectMap [
    rr:predicateMap [ rml:reference "p" ] ;
    rr:objectMap [ rml:reference "o" ; {kind} ] ] .
"""


def _python_of_morph_kgc() -> str | None:
    return os.environ.get("KG_MORPH_KGC")


def _of_json(records: Path, folder: Path, each: float) -> Iterator[Row]:
    """What RML can say of the records as they are: beside the same triples, and for each triple."""
    python = _python_of_morph_kgc()
    if python is None:
        yield Row("morph-kgc: what RML says of the JSON", None, "kg's", _ABSENT)
        return
    found = bench_rml.compared(python, json.loads(records.read_bytes()), folder)
    against = "kg's of the whole records, to lines of the same triples, nothing judged"
    yield Row(f"morph-kgc: {found.told}", found.theirs / found.ours, against)
    a_triple = found.theirs / max(1, found.alike)
    yield Row("morph-kgc: the same, for each triple", a_triple / each, f"{ALL}, for each")


def _morph_kgc(quads: Sequence[Quad], folder: Path, ours: float) -> Row:
    what = "morph-kgc: all triples, from flat tables that hold each as a row"
    python = _python_of_morph_kgc()
    if python is None:
        return Row(what, None, ALL, _ABSENT)
    tables: defaultdict[str, list[Sequence[str]]] = defaultdict(list)
    for subject, predicate, term, _ in quads:
        tables[_kind(term)].append((subject, predicate, getattr(term, "lexical", str(term))))
    maps = [_table(folder, n, kind, rows) for n, (kind, rows) in enumerate(tables.items())]
    (folder / "maps.ttl").write_text("".join(maps), encoding="utf-8")
    config = folder / "morph.ini"
    config.write_text(
        f"[CONFIGURATION]\noutput_file={folder}/morph.nt\nlogging_level=ERROR\n"
        f"[Source]\nmappings={folder}/maps.ttl\n",
        encoding="utf-8",
    )
    theirs, _ = spent(
        lambda: subprocess.run([python, "-m", "morph_kgc", str(config)], check=True)
    )  # fmt: skip
    return Row(what, theirs / ours, ALL)


def _kind(term: Iri | Literal) -> str:
    if not isinstance(term, Literal):
        return "rr:termType rr:IRI"
    if term.language:
        return f'rr:language "{term.language}"'
    return f"rr:datatype <{term.datatype}>"


def _table(folder: Path, number: int, kind: str, rows: Sequence[Sequence[str]]) -> str:
    file = (folder / f"table-{number}.csv").absolute()
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("s", "p", "o"), *rows])
    return _MAP.format(name=number, file=file, kind=kind)


# --- Shapes and questions ------------------------------------------------------------------------


def _shapes(quads: Sequence[Quad], ours: float, unjudged: float) -> Iterator[Row]:
    """PySHACL against the compiled shapes, and as a part of rdflib's way."""
    some = _whole_reports(quads)
    check_quads(some[:100])  # the shapes are compiled once
    own, verdict = spent(lambda: check_quads(some))
    with quiet():
        graph = to_graph(some)
        theirs, other = spent(lambda: check_shapes(graph, house_shapes()))
    same = "same findings" if set(verdict.findings) == set(other.findings) else "OTHER FINDINGS"
    yield Row("pySHACL", theirs / own, f"kg's shapes on the same {len(some):,} triples, {same}")
    projected = f"projected from {len(some):,} of {len(quads):,} triples"
    shapes = unjudged + theirs * len(quads) / len(some)
    yield Row(f"rdflib: the same, judged by pySHACL, {projected}", shapes / ours, ALL)


def _whole_reports(quads: Sequence[Quad]) -> list[Quad]:
    """The statements of some reports, each whole, and what stands beside these."""
    sizes = Counter(quad.graph for quad in quads if quad.graph.startswith(REPORT))
    taken, total = set[str](), 0
    for graph, size in sizes.items():
        if total + size <= JUDGED:
            taken.add(graph)
            total += size
    own = {quad.subject for quad in quads if quad.graph in taken}
    others = {quad.subject for quad in quads if quad.graph in sizes} - own
    return [
        quad
        for quad in quads
        if quad.graph in taken
        or (quad.graph not in sizes and others.isdisjoint((quad.subject, quad.object)))
    ]


def _loaded(staged: Path, lines: Sequence[str], folder: Path) -> Row:
    """The engine's files from packed lines, counted and read back, against its own bulk load."""
    plain, place = folder / "both.nq", folder / "loaded"
    plain.write_bytes("".join([*lines, *map(store.triple_of, lines)]).encode())
    place.mkdir()
    ours, _ = spent(lambda: load(place, [staged], Coverage))
    theirs, same = spent(lambda: _alone(plain, folder / "alone"))
    of = f"the engine's own bulk load of the same {same:,} statements"
    return Row("packed lines into the engine: the union, counts, reading back", ours / theirs, of)


def _alone(plain: Path, place: Path) -> int:
    engine = ox.Store(place)
    engine.bulk_load(path=str(plain), format=ox.RdfFormat.N_QUADS)
    engine.flush()
    engine.optimize()
    return len(engine)


_COUNTED: Final = {
    "engine": "SELECT ?s (COUNT(*) AS ?n) { ?r a tk:GroupResult ; tk:statistic ?s } GROUP BY ?s",
    "tables": "SELECT statistic, COUNT(*) FROM '{file}' WHERE statistic IS NOT NULL GROUP BY 1",
}


def _stored(lines: Sequence[str], folder: Path) -> Iterator[Row]:
    """A count over all results: the engine against DuckDB on the table of results."""
    what, against = (
        "a count of all results by statistic in SPARQL",
        "DuckDB's on the exported table",
    )
    try:
        import duckdb
    except ImportError:
        yield Row(what, None, against, "DuckDB is not installed")
        return
    from kg.tables import write_table

    root = folder / "store"
    with store.locked(root):
        store.publish(lines, root=root, inputs=())
    with store.open_store(root) as opened:
        write_table(opened.quads, "results", folder / "results.parquet", "parquet")
        sparql = _wall(lambda: opened.table(_COUNTED["engine"]))
    text = _COUNTED["tables"].format(file=folder / "results.parquet")
    sql = _wall(lambda: duckdb.connect().execute(text).fetchall())
    yield Row(what, sparql / sql, against)


def _wall(step: Callable[[], Any]) -> float:
    times = []
    for _ in range(5):
        begun = time.perf_counter()
        step()
        times.append(time.perf_counter() - begun)
    return min(times)


if __name__ == "__main__":
    main([a for a in sys.argv[1:] if a != "--write"], write="--write" in sys.argv)

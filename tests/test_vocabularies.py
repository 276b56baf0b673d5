"""Vocabularies: every format to the same terms, kept in the store, refused where they are wrong."""

import gzip
import re
from pathlib import Path

import pytest
from vocabulary_files import MESH, NT, OBO, SUPPLEMENT, TABLE, TURTLE, XML, written

from kg import store
from kg.errors import InputError, StoreDamaged, UsageError
from kg.linking.index import Index
from kg.linking.thesaurus import Term
from kg.vocabularies import NAMES, File, add, read, remove


def terms(folder: Path, name: str, content: str | bytes, prefix: str = "mesh") -> dict[str, Term]:
    """The terms of a file by the last part of their IRIs."""
    found = read(File(written(folder, name, content)), prefix)
    return {re.split("[/:]", term.iri)[-1]: term for term in found}


def said(term: Term) -> dict[str, str]:
    """The names of a term and how each stands to it."""
    return {name.text: name.kind for name in term.names}


# --- Formats -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["mesh.nt", "mesh.nt.gz"])
def test_mesh_rdf(tmp_path: Path, name: str) -> None:
    """Names by their concepts, parents by their trees, retired terms, other languages left out."""
    found = terms(tmp_path, name, NT)
    assert set(found) == {"D000001", "D000002", "D000003", "C000009"}
    lung = found["D000002"]
    assert (lung.label, lung.kinds, lung.broader) == (
        "Zentarosis, Pulmonary",
        ("Condition",),
        (f"{MESH}D000001",),
    )
    assert said(lung) == {'Lung "Zentarosis"': "exact", "Zentarosis of Coal Miners": "narrow"}
    old = found["D000003"]
    assert (old.label, old.retired, old.replaced_by) == ("Zentarism", True, (f"{MESH}D000001",))
    drug = found["C000009"]
    assert (drug.kinds, drug.mapped) == (("Substance",), (f"{MESH}D000001Q000002",))


def test_mesh_rdf_in_any_order(tmp_path: Path) -> None:
    """What a term is called may stand before or after the term."""
    backwards = "".join(reversed(NT.splitlines(keepends=True)))
    there, back = terms(tmp_path, "a.nt", NT), terms(tmp_path, "b.nt", backwards)
    assert {ui: (t.broader, set(t.names), t.kinds) for ui, t in there.items()} == {
        ui: (t.broader, set(t.names), t.kinds) for ui, t in back.items()
    }


def test_mesh_xml(tmp_path: Path) -> None:
    """The same terms as in RDF, and more of what kind of name each is."""
    found = terms(tmp_path, "desc.xml", XML)
    lung = found["D000002"]
    assert (lung.kinds, lung.broader) == (("Condition",), (f"{MESH}D000001",))
    assert said(lung) == {
        "Pulmonary Zentarosis": "permuted",
        "PZ": "abbreviation",
        "Zentarosis of Coal Miners": "narrow",
    }
    (drug,) = terms(tmp_path, "supp.xml", SUPPLEMENT).values()
    assert (drug.label, drug.kinds) == ("zentarol", ("Substance",))
    assert drug.mapped == (f"{MESH}D000001Q000002",)


def test_obo(tmp_path: Path) -> None:
    """Synonyms by scope and type, merged and obsolete ids lead on, other stanzas are left aside."""
    found = terms(tmp_path, "m.obo", OBO, "mondo")
    assert set(found) == {"MONDO_0000001", "MONDO_0000003", "MONDO_0000009"}
    term = found["MONDO_0000001"]
    assert said(term) == {
        "zentaran disease": "exact",
        "ZD": "abbreviation",
        'miner"s zentarosis': "narrow",
    }
    assert term.exact == (f"{MESH}D000001",)
    assert term.broader == ("http://purl.obolibrary.org/obo/MONDO_0000002",)
    for given_up in ("MONDO_0000003", "MONDO_0000009"):
        assert (found[given_up].retired, found[given_up].replaced_by) == (True, (term.iri,))


@pytest.mark.parametrize("syntax", ["ttl", "rdf", "nt", "jsonld"])
def test_owl_and_skos_in_any_syntax(tmp_path: Path, syntax: str) -> None:
    """English labels, synonyms, parents with names, rewritten IRIs, successors."""
    import rdflib

    forms = {"ttl": "turtle", "rdf": "xml", "nt": "nt", "jsonld": "json-ld"}
    text = rdflib.Graph().parse(data=TURTLE, format="turtle").serialize(format=forms[syntax])
    found = terms(tmp_path, f"a.{syntax}", text, "mondo")
    term = found["MONDO_0000001"]
    assert (term.label, term.kinds) == ("zentarosis", ("Condition",))
    assert said(term) == {"zentaran disease": "exact", "ZD": "exact"}
    assert term.broader == ("http://purl.obolibrary.org/obo/MONDO_0000002",)
    assert term.exact == (f"{MESH}D000001",)
    assert found["MONDO_0000003"].replaced_by == (term.iri,)


def test_tables(tmp_path: Path) -> None:
    """With a head and more columns, without a head, with commas; ids are CURIEs or of one kind."""
    found = terms(tmp_path, "mesh.tsv", TABLE)
    assert set(said(found["D000002"])) == {"Lung Zentarosis", "Zentarosis of Lung"}
    assert found["D000002"].broader == (f"{MESH}D000001",)
    plain = terms(tmp_path, "x.csv", 'CHEBI:1,"zentarol, pure"\nCHEBI:2,zentaran\n', "chebi")
    assert [term.label for term in plain.values()] == ["zentarol, pure", "zentaran"]
    with pytest.raises(InputError, match="of which vocabulary"):
        terms(tmp_path, "y.tsv", "1\tzentarol\n", "unheard-of")
    with pytest.raises(InputError, match="lacks its id or its label"):
        terms(tmp_path, "z.tsv", "D1\tzentarol\nD2\t\n")


@pytest.mark.shared
def test_genuine_mesh(shared: Path) -> None:
    """The same records in RDF and XML have the same names; of a qualifier none is lost."""
    folder = shared / "vocabularies" / "mesh" / "rdf-samples"
    by = {
        name: {term.iri: term for term in read(File(folder / name), "mesh")}
        for name in ("qual2014.nt", "qual2014.xml", "desc2014-head.nt", "desc2014-head.xml")
    }
    assert len(by["qual2014.nt"]) == len(by["qual2014.xml"]) == 83
    for rdf, xml in (("qual2014.nt", "qual2014.xml"), ("desc2014-head.nt", "desc2014-head.xml")):
        assert set(by[rdf]) == set(by[xml])
        for iri, term in by[xml].items():
            assert by[rdf][iri].label == term.label
            assert {n.text for n in by[rdf][iri].names} <= {n.text for n in term.names}
    places = sum(len(t.notations) for t in read(File(folder / "samples.nt"), "mesh"))
    assert places > 50


# --- What is refused -----------------------------------------------------------------------------

WRONG = {
    "empty": (b"", "the file is empty"),
    "page": (b"<!DOCTYPE html><html><body>Moved</body></html>", "a page for a browser"),
    "pdf": (b"%PDF-1.7 \n", "this is a PDF"),
    "report": (b"Zentarol was given to 240 adults.\nThey were well.\n", "this is no vocabulary"),
    "other xml": (b"<note><to>you</to></note>", "this is no vocabulary"),
    "cut nt": (NT.encode()[:-40], "the file is cut off"),
    "bad nt": (NT.encode() + b"nonsense\n" + NT.encode(), "this is no N-Triples"),
    "cut gz": (gzip.compress(NT.encode() * 50)[:-30], "the file is cut off"),
    "damaged gz": (gzip.compress(NT.encode() * 50)[:-8] + b"12345678", "the file is damaged"),
    "cut xml": (XML.encode()[:-200], "the file ends in the middle of a record"),
    "cut ttl": (TURTLE.encode()[:-20], "not well formed, or cut off"),
    "bad obo": (OBO.replace("name: zentarosis", "zentarosis").encode(), "this is no OBO"),
    "entities": (
        b'<!DOCTYPE rdf:RDF [<!ENTITY a "x"><!ENTITY b "&a;&a;">]><rdf:RDF/>',
        "declares entities of entities",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_wrong_files_are_refused_in_one_line(tmp_path: Path, case: str) -> None:
    """The old vocabulary stands as it was, to the byte."""
    root = tmp_path / "store"
    add([str(written(tmp_path, "good.xml", XML))], root, name="mesh")
    place = root / "vocabularies" / "mesh"
    before = {path.name: path.read_bytes() for path in place.iterdir()}
    content, words = WRONG[case]
    with pytest.raises(InputError) as caught:
        add([str(written(tmp_path, "wrong", content))], root, name="mesh")
    assert words in caught.value.line()
    assert "\n" not in caught.value.line()
    assert {path.name: path.read_bytes() for path in place.iterdir()} == before
    assert [path.name for path in root.glob("tmp-*")] == []


def test_a_vocabulary_that_lost_most_of_its_terms_is_refused(tmp_path: Path) -> None:
    """Nine in ten fewer is another file, or half of one; a few fewer is a new version."""
    rows = [f"MESH:D{n:06}\tterm {n}\n" for n in range(100)]
    for count, taken in ((100, True), (9, False), (11, True)):
        file = str(written(tmp_path, "mesh.tsv", "".join(rows[:count])))
        if taken:
            assert add([file], tmp_path / "store")[1].terms == count
        else:
            with pytest.raises(InputError, match="far fewer terms"):
                add([file], tmp_path / "store")


def test_names_of_vocabularies(tmp_path: Path) -> None:
    """Told by the file where it can be; a name is no path."""
    file = written(tmp_path, "terms.obo", OBO)
    with pytest.raises(UsageError, match="needs a name"):
        add([str(file)], tmp_path / "store")
    with pytest.raises(UsageError, match="cannot have this name"):
        add([str(file)], tmp_path / "store", name="../outside")
    with pytest.raises(UsageError, match="no such vocabulary"):
        remove(tmp_path / "store", "mondo")


# --- In the store --------------------------------------------------------------------------------


def test_vocabularies_survive_builds_and_are_asked(tmp_path: Path) -> None:
    """What was added is in the next generation, in its own graph, and goes when it is removed."""
    root = tmp_path / "store"
    files = [str(written(tmp_path, "d.xml", XML)), str(written(tmp_path, "s.xml", SUPPLEMENT))]
    name, source = add(files, root, name="mesh")
    assert (name, source.terms, len(source.sha256)) == ("mesh", 3, 2)
    query = f"""SELECT ?up {{ <{MESH}C000009> (meshv:preferredMappedTo|meshv:mappedTo)?
        /meshv:hasDescriptor?/meshv:broaderDescriptor* ?up }} ORDER BY ?up"""
    for _ in range(2):
        with store.locked(root):
            store.publish(["<x:s> <x:p> <x:o> <x:g> .\n"], root=root, inputs=[])
        with store.open_store(root) as opened:
            found = [str(row["up"]) for row in opened.table(query)]
        assert f"{MESH}D000001" in found
    assert store.verify(root) == []
    remove(root, "mesh")
    assert store.installed(root) == []


def test_a_vocabulary_has_checksums_of_its_own(tmp_path: Path) -> None:
    """Another one is no damage to the store; a file that was changed is, and is not loaded."""
    root = tmp_path / "store"
    add([str(written(tmp_path, "d.xml", XML))], root, name="mesh")

    def publish() -> None:
        with store.locked(root):
            store.publish(["<x:s> <x:p> <x:o> <x:g> .\n"], root=root, inputs=[])

    publish()
    assert (store.verify(root), store.newer(root)) == ([], [])
    add([str(written(tmp_path, "mesh.tsv", TABLE))], root, name="mesh")
    assert (store.verify(root), store.newer(root)) == ([], ["mesh"])
    publish()
    assert (store.verify(root), store.newer(root)) == ([], [])
    for name in ("graph.nq", "names.idx"):
        file = root / "vocabularies" / "mesh" / name
        whole = file.read_bytes()
        file.write_bytes(whole[:-1])
        (found,) = store.verify(root)
        assert found.file == f"vocabularies/mesh/{name}"
        with pytest.raises(StoreDamaged, match="a vocabulary is damaged"):
            publish()
        file.write_bytes(whole)
    remove(root, "mesh")
    assert (store.verify(root), store.newer(root)) == ([], ["mesh"])


def test_what_a_kill_left_is_brought_back(tmp_path: Path) -> None:
    """Between two renames the old folder stands beside its place."""
    root = tmp_path / "store"
    file = str(written(tmp_path, "d.xml", XML))
    add([file], root, name="mesh")
    place = root / "vocabularies" / "mesh"
    place.rename(place.with_name(".mesh.old"))
    add([str(written(tmp_path, "m.obo", OBO))], root, name="mondo")
    assert {word.entry.name for word in store.installed(root)} == {"mesh", "mondo"}


def test_the_names_are_ready_for_grounding(tmp_path: Path) -> None:
    """Each name by its forms; a term that was given up leads to its successor."""
    add([str(written(tmp_path, "m.nt", NT))], tmp_path / "store", name="mesh")
    index = Index((tmp_path / "store" / "vocabularies" / "mesh" / NAMES).read_bytes())
    for tier, form in (("exact", "zentarosis, pulmonary"), ("order", "pulmonary zentarosis")):
        (hit,) = index.hits(tier, form)  # type: ignore[arg-type]
        assert index.entry(hit.term).iri == f"{MESH}D000002"
    assert index.successor(f"{MESH}D000003") == f"{MESH}D000001"

"""How many of the ids that a registry derived for itself a build finds from the record's words.

Run from the folder ``tests`` as ``python -m grounding_figures``. The registry's ids are taken out
of the records before they are built, and so are results, which name neither conditions nor drugs.
"""

import json
import sys
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

from kg.build import assemble, gather
from kg.build.concluding import conclude
from kg.build.surrounding import surround
from kg.build.workers import Workers
from kg.inputs import expand
from kg.linking import curies
from kg.linking.concept_links import Linker
from kg.namespaces import CONCEPT, MESH, TK
from kg.store import STAGED, lines_of
from kg.terms import Literal, read_line
from kg.vocabularies import add, add_mappings, linker

SHARED = Path(__file__).resolve().parents[2] / "shared"
TABLES = ("descriptors.tsv", "supplementary-labels-partial.tsv")
SETS = ("biomappings/positive", "biomappings/negative", "mondo/mondo_exactmatch_mesh")
MEDICINES = {"DRUG", "BIOLOGICAL", "DIETARY_SUPPLEMENT", "GENETIC", "COMBINATION_PRODUCT"}
SIDES = {
    "conditions": ("conditionBrowseModule", (TK.studiesCondition, TK.keywordConcept)),
    "interventions": ("interventionBrowseModule", (TK.substance, TK.interventionConcept)),
}
Study = dict[str, Any]


class Built(NamedTuple):
    """What a build says: concepts of each trial by property, and the links of each concept."""

    named: dict[str, dict[str, set[str]]]
    links: dict[str, set[str]]


def studies() -> list[Study]:
    """The registry's records."""
    with zipfile.ZipFile(SHARED / "corpora" / "ctgov" / "ctgov-studies.json.zip") as archive:
        return [json.loads(archive.read(name)) for name in archive.namelist()]


def store_of(folder: Path) -> Path:
    """A store with the developers' tables of MeSH and their sets of mappings."""
    root = folder / "store"
    tables = SHARED / "vocabularies" / "mesh"
    add([str(tables / name) for name in TABLES], root, name="mesh")
    for name in SETS:
        add_mappings(SHARED / "vocabularies" / "mappings" / f"{name}.sssom.tsv", root)
    return root


def hidden(study: Study, *, names_only: bool) -> Study:
    """A record without the ids that the registry derived, and without what no figure needs."""
    protocol = json.loads(json.dumps(study["protocolSection"]))
    if names_only:
        protocol.get("conditionsModule", {}).pop("keywords", None)
        for each in protocol.get("armsInterventionsModule", {}).get("interventions", ()):
            each.pop("otherNames", None)
    return {"protocolSection": protocol}


def staged(every: Iterable[Study], asked: Linker, folder: Path) -> Path:
    """The statements of a build of these records."""
    folder.mkdir()
    source = folder / "records.json"
    source.write_text(json.dumps(list(every)), encoding="utf-8")
    with Workers() as workers:
        built = assemble(gather(expand([source]), folder, workers), folder, workers)
    beside = surround(built.parts, built.beside, folder, asked)
    conclude(built.parts, beside, folder / STAGED)
    return folder / STAGED


def read(place: Path) -> Built:
    """What the statements say of concepts and their links."""
    named: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    links: dict[str, set[str]] = defaultdict(set)
    every = {name for _, names in SIDES.values() for name in names}
    for line in lines_of(place):
        subject, predicate, term, graph = read_line(line) or ("", "", "", None)
        if isinstance(term, Literal):
            continue
        if predicate in every and term.startswith(CONCEPT) and graph:
            named[graph.rpartition("/")[2]][predicate].add(term)
        elif predicate.endswith("Match") and subject.startswith(CONCEPT):
            links[subject].add(term)
    return Built(named, links)


def derived(study: Study, module: str, asked: Linker) -> set[str]:
    """The ids that the registry derived, of those that the vocabulary has."""
    meshes = study.get("derivedSection", {}).get(module, {}).get("meshes", ())
    ids = {ui for each in meshes for ui in (each["id"], *curies.unpadded(each["id"])[-1:])}
    return {iri for ui in ids if asked.knows(iri := curies.canonical(f"mesh:{ui}"))}


def medicinal(study: Study) -> bool:
    """Whether every intervention of a record is a drug or the like."""
    given = study["protocolSection"].get("armsInterventionsModule", {}).get("interventions", ())
    return bool(given) and all(each.get("type") in MEDICINES for each in given)


def share(every: Iterable[Study], side: str, built: Built, asked: Linker) -> tuple[int, int, int]:
    """How many of the ids were found, how many there are, and how many links there are."""
    module, properties = SIDES[side]
    wanted = met = made = 0
    for study in every:
        number = study["protocolSection"]["identificationModule"]["nctId"].lower()
        ids = derived(study, module, asked)
        concepts = {c for p in properties for c in built.named[number][p]}
        linked = {term for c in concepts for term in built.links[c] if term.startswith(MESH)}
        wanted, met = wanted + len(ids), met + len(ids & linked)
        made += len(linked) if ids else 0
    return met, wanted, made


def figures() -> Iterator[str]:
    """The table, a row for each of both ways to build."""
    every = studies()
    drugs = [study for study in every if medicinal(study)]
    with TemporaryDirectory() as name:
        folder = Path(name)
        asked = linker(store_of(folder))
        for title, names_only in (("all words", False), ("names only", True)):
            records = (hidden(study, names_only=names_only) for study in every)
            built = read(staged(records, asked, folder / title.replace(" ", "-")))
            for what, some, side in (
                ("conditions", every, "conditions"),
                ("interventions", every, "interventions"),
                ("interventions, where all are medicines", drugs, "interventions"),
            ):
                met, wanted, made = share(some, side, built, asked)
                found = f"{met / wanted:.1%} of {wanted:,} ids"
                yield f"{title}: {what}: {found}; so are {met / made:.0%} of the links"


if __name__ == "__main__":
    sys.stdout.writelines(f"{line}\n" for line in figures())

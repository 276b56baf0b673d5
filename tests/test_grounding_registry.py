"""Registry names → MeSH: what grounding finds of the ids that the registry derived for itself.

The registry derives ids from the names and keywords of a record by rules of its own, which are not
published; it knows names of MeSH that the tables here lack. So the figures compare, and are floors.
"""

import json
import time
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import grounding_figures
import pytest

from kg.linking import curies, lexicon
from kg.linking.abbreviations import explained
from kg.linking.concept_links import Given
from kg.linking.grounding import Grounder
from kg.linking.mapping_sets import EXACT, Match, vocabulary
from kg.namespaces import CONCEPT
from kg.records import Concept
from kg.vocabularies import add, add_mappings, grounder, linker, mapping_names, mapping_set

pytestmark = pytest.mark.shared

MEDICINES = {"DRUG", "BIOLOGICAL", "DIETARY_SUPPLEMENT", "GENETIC"}
Mention = tuple[str, tuple[str, ...]]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the developers' tables of MeSH."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "vocabularies" / "mesh"
    files = ("descriptors.tsv", "supplementary-labels-partial.tsv")
    place = tmp_path_factory.mktemp("registry")
    add([str(folder / name) for name in files], place, name="mesh")
    return place


@pytest.fixture(scope="module")
def studies() -> list[dict[str, Any]]:
    """The registry's records."""
    folder = Path(__file__).resolve().parents[2] / "shared" / "corpora" / "ctgov"
    with zipfile.ZipFile(folder / "ctgov-studies.json.zip") as archive:
        return [json.loads(archive.read(name)) for name in archive.namelist()]


def conditions(protocol: dict[str, Any]) -> Iterator[Mention]:
    """The record's words for what its participants have."""
    module = protocol.get("conditionsModule", {})
    for name in (*module.get("conditions", ()), *module.get("keywords", ())):
        yield name, ("Condition",)


def interventions(protocol: dict[str, Any]) -> Iterator[Mention]:
    """The record's words for what was given or done."""
    for each in protocol.get("armsInterventionsModule", {}).get("interventions", ()):
        drug = each.get("type") in MEDICINES
        kinds = ("Substance",) if drug else ("Other", "Procedure", "Substance")
        yield from ((name, kinds) for name in (each["name"], *each.get("otherNames", ())))


def found(asked: Grounder, mentions: Iterator[Mention], study: dict[str, Any]) -> set[str]:
    """The ids that the mentions of a record are linked to; those of the registry are not seen."""
    names = study["protocolSection"]["identificationModule"]
    titles = " ".join(names.get(name, "") for name in ("briefTitle", "officialTitle"))
    listed = list(mentions)
    said = explained([titles, *(text for text, _ in listed)])
    return {
        curies.curie(link.iri).removeprefix("mesh:")
        for text, kinds in listed
        for link in asked.links(text, kinds, explained=said, context=titles)
    }


@pytest.mark.parametrize(
    ("module", "mentions", "least"),
    [
        ("conditionBrowseModule", conditions, 0.88),
        ("interventionBrowseModule", interventions, 0.77),
    ],
)
def test_most_of_what_the_registry_derived_is_found(
    root: Path, studies: list[dict[str, Any]], module: str, mentions: Any, least: float
) -> None:
    """Of the ids that the vocabulary has."""
    asked = grounder(root)
    wanted = met = 0
    for study in studies:
        derived = study.get("derivedSection", {}).get(module, {}).get("meshes", ())
        ids = {ui for each in derived for ui in curies.unpadded(each["id"])[-1:]}
        ids |= {each["id"] for each in derived}
        ids = {ui for ui in ids if asked.knows(curies.canonical(f"mesh:{ui}"))}
        linked = found(asked, mentions(study["protocolSection"]), study) if ids else set()
        wanted += len(ids)
        met += len(ids & linked)
    assert wanted > 800
    assert met / wanted >= least


def test_a_build_finds_most_of_it_too(
    root: Path, studies: list[dict[str, Any]], tmp_path: Path
) -> None:
    """Of every sixth record, by the graph: ``grounding_figures`` prints the share of all."""
    some = studies[::6]
    asked = linker(root)
    records = (grounding_figures.hidden(study, names_only=False) for study in some)
    built = grounding_figures.read(grounding_figures.staged(records, asked, tmp_path / "built"))
    for side, least in (("conditions", 0.8), ("interventions", 0.75)):
        met, wanted, _ = grounding_figures.share(some, side, built, asked)
        assert wanted > 100
        assert met / wanted >= least, (side, met, wanted)


def test_no_concept_of_the_registry_is_exactly_two_terms(
    root: Path, studies: list[dict[str, Any]]
) -> None:
    """Nor is any what a set denies: all names of all records, with all sets of mappings."""
    for name in ("biomappings/positive", "biomappings/negative", "mondo/mondo_exactmatch_mesh"):
        folder = Path(__file__).resolve().parents[2] / "shared" / "vocabularies" / "mappings"
        add_mappings(folder / f"{name}.sssom.tsv", root)
    asked, given = linker(root), Given([], sets(root))
    every = {each.slug: each for study in studies for each in minted(study)}
    assert len(every) > 8_000
    links = 0
    for slug, each in every.items():
        found = asked.links(f"{CONCEPT}{slug}", each.pref_label or slug, each.kinds)
        exact = [vocabulary(link.match.object) for link in found if link.match.predicate == EXACT]
        assert len(exact) == len(set(exact)), (slug, found)
        for link in found:
            assert not given.denies(link.match.subject, link.match.object), (slug, link)
            assert 0 < float(link.match.confidence or 1) <= 1
        links += len(found)
    assert links > 2_500


def sets(root: Path) -> list[tuple[str, Sequence[Match]]]:
    """Every set of mappings that a store knows."""
    return [(name, mapping_set(name, root).matches) for name in mapping_names(root)]


def minted(study: dict[str, Any]) -> Iterator[Concept]:
    """The concepts of a record's names: conditions, interventions, keywords, what was measured."""
    protocol, results = study["protocolSection"], study.get("resultsSection", {})
    for text, (kind, *_) in conditions(protocol):
        yield lexicon().mint(text, "Condition" if kind == "Condition" else "Concept")
    for text, (kind, *_) in interventions(protocol):
        yield lexicon().mint(text, "Substance" if kind == "Substance" else "Concept")
    outcomes = protocol.get("outcomesModule", {})
    for each in (*outcomes.get("primaryOutcomes", ()), *outcomes.get("secondaryOutcomes", ())):
        yield lexicon().mint(each["measure"], "Measurand")
    harms = results.get("adverseEventsModule", {})
    for each in (*harms.get("seriousEvents", ()), *harms.get("otherEvents", ())):
        yield lexicon().mint(each["term"], "AdverseEvent")


def test_names_are_met_fast(root: Path, studies: list[dict[str, Any]]) -> None:
    """A floor far below what one core does: 20,000 wholes a second, on a machine that is not busy.

    *Source*: ``python -m grounding_figures`` prints the figure.
    """
    asked = grounder(root)
    names = [text for s in studies for text, _ in conditions(s["protocolSection"])]
    begun = time.process_time()
    for name in names:
        asked.link(name, ("Condition",))
    assert len(names) / (time.process_time() - begun) > 8_000

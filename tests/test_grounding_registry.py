"""Registry names → MeSH: what grounding finds of the ids that the registry derived for itself.

The registry derives ids from the names and keywords of a record by rules of its own, which are not
published; it knows names of MeSH that the tables here lack. So the figures compare, and are floors.
"""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.linking import curies
from kg.linking.abbreviations import explained
from kg.linking.grounding import Grounder
from kg.vocabularies import add, grounder

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

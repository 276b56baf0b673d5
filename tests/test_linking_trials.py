"""Trials: studies of different reports are one trial where they share an identifier."""

import pytest
from sample_linking import account, linked, slugs

from kg.linking import registration
from kg.records import Study


def test_a_shared_registration_joins_reports_however_it_is_written() -> None:
    """A paper and a registry record of one trial; the trial is named by the number."""
    paper = account("p", Study(registry_ids=("nct 00013611",)), kind="Article", pmid="19828532")
    record = account("r", kind="RegistryRecord", registry_ids=("NCT00013611",))
    other = account("o", kind="RegistryRecord", registry_ids=("NCT00004978",))
    assert slugs(paper, record, other) == ["nct00013611", "nct00013611", "nct00004978"]


def test_a_shared_paper_joins_reports_and_names_the_trial() -> None:
    """PMID before DOI, DOI before the bytes of the page."""
    page = account("a", kind="Article", doi="10.1056/nejm199610313351803")
    curated = account(
        "b", Study(pmids=("8857018",)), kind="CuratedRecord", doi="10.1056/NEJM199610313351803"
    )
    alone = account("c")
    assert slugs(page) == ["doi-10.1056-nejm199610313351803"]
    found = slugs(page, curated, alone)
    assert found[:2] == ["pmid-8857018", "pmid-8857018"]
    assert found[2].startswith("sha256-")


def test_two_trials_of_one_paper_stay_two() -> None:
    """ESPRIT and SILCAAT share a paper; each finds its own registry record."""
    paper = account(
        "p",
        Study(acronym="ESPRIT", registry_ids=("NCT00004978",)),
        Study(acronym="SILCAAT", registry_ids=("NCT00013611",)),
        kind="Article",
        pmid="19828532",
    )
    record = account("r", Study(registry_ids=("NCT00013611",)), kind="RegistryRecord")
    letter = account("l", Study(acronym="Silcaat", pmids=("19828532",)))
    unclear = account("u", Study(pmids=("19828532",)))
    found = slugs(paper, record, letter, unclear)
    assert found[:4] == ["nct00004978", "nct00013611", "nct00013611", "nct00013611"]
    assert found[4] not in found[:4]
    assert linked(paper, record, letter, unclear).conflicts == ()


def test_two_registrations_are_not_made_one_trial_but_told() -> None:
    """A paper that two registered trials both cite joins neither to the other."""
    one = account("1", Study(registry_ids=("NCT00000001",), pmids=("111",)))
    two = account("2", Study(registry_ids=("NCT00000002",), pmids=("111",)))
    found = linked(one, two)
    assert len(set(found.slugs.values())) == 2
    [conflict] = found.conflicts
    assert conflict.registrations == ("NCT00000001", "NCT00000002")
    assert str(conflict).startswith("pmid-111 is shared by NCT00000001 and NCT00000002")


@pytest.mark.parametrize("kind", ["RegistryRecord", "CuratedRecord"])
def test_a_second_number_of_one_registry_does_not_bridge_two_trials(kind: str) -> None:
    """A record that also names its sister's number stays with its own, which stands first."""
    own = account("1", Study(registry_ids=("NCT00000002",)))
    both = account("2", Study(registry_ids=("NCT00000002", "NCT00000001")), kind=kind)
    sister = account("3", Study(registry_ids=("NCT00000001",)))
    assert slugs(own, both, sister) == ["nct00000002", "nct00000002", "nct00000001"]


def test_registries_chain_and_grants_do_not() -> None:
    """One trial in two registries is one trial; a grant number shared by two trials joins none."""
    first = account("1", Study(registry_ids=("ISRCTN12345678", "R01AI012345")))
    second = account("2", Study(registry_ids=("ISRCTN 12345678", "NCT00000009")))
    third = account("3", Study(registry_ids=("R01AI012345",)))
    found = slugs(first, second, third)
    assert found[:2] == ["nct00000009", "nct00000009"]
    assert found[2] not in found[:2]


def test_a_number_leads_to_its_trial() -> None:
    """A sister trial that a page names by one number is found under its better one."""
    paper = account("1", Study(registry_ids=("NCT00004978", "CTN 110")))
    page = account("2", Study(registry_ids=("NCT00013611",)))
    assert linked(paper, page).registrations == {
        "CTN110": "nct00004978",
        "NCT00004978": "nct00004978",
        "NCT00013611": "nct00013611",
    }


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("NCT00013611", "NCT00013611"),
        ("nct 00013611", "NCT00013611"),
        ("ISRCTN 25285569", "ISRCTN25285569"),
        ("EudraCT 2004-000446-20", "2004-000446-20"),
        ("2004-000446-20-GB", "2004-000446-20"),
        ("JPRN-UMIN000001234", "UMIN000001234"),
        ("CTN 110", "CTN110"),
        ("NCT0001361", None),
        ("5R01AI012345", None),
        ("ANRS 123", None),
        ("protocol 12", None),
    ],
)
def test_registrations_have_one_spelling(text: str, number: str | None) -> None:
    """A number of a registry is told from a grant or a protocol number."""
    assert registration(text) == number

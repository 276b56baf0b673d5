"""Which registered trials an article tells of: one, several together, or those of others."""

import pytest

from kg.identifiers import report_slug
from kg.linking import ties_of, trials_of
from kg.reading import read_account
from kg.records import Account, Document
from kg.sources import read_source
from kg.sources.ids import own_registry_ids

ABSTRACT = """TITLE: Zentarol for stiff knees

ABSTRACT.METHODS: In this randomized trial, 40 adults with stiff knees were randomly
assigned to zentarol (n = 21) or placebo (n = 19).

ABSTRACT.REGISTRATION: {}
"""
TWO = "ClinicalTrials.gov numbers, NCT00000001 for STRIDE-1 and NCT00000002 for STRIDE-2."


def read(registration: str) -> Account:
    """The account of an abstract that ends so."""
    [found] = read_source("a.txt", ABSTRACT.format(registration).encode())
    assert isinstance(found, Document)
    return read_account(found)


GIVEN = {
    "It was safe (NCT00000001).": ("NCT00000001",),
    "It was safe. NCT00000001.": ("NCT00000001",),
    "As part of a substudy of STRIDE (NCT00000001) we took blood.": ("NCT00000001",),
    "Patients in STRIDE (NCT00000001) were asked.": ("NCT00000001",),
    "Unlike in STRIDE (NCT00000001) nobody fell.": (),
    "This extension of a parent trial (NCT00000001) went on.": (),
    "Patients of two earlier trials (NCT00000001, NCT00000002) were asked.": (),
    "STRIDE (ClinicalTrials.gov NCT00000001) is under way, as in NCT00000002.": (),
    "This trial is registered as NCT00000001. It follows STRIDE (NCT00000002).": ("NCT00000001",),
}


@pytest.mark.parametrize("words", GIVEN)
def test_the_numbers_of_an_abstract_are_its_own_unless_it_says_whose_they_are(words: str) -> None:
    """Why else would an abstract give a number; a number of another study it gives as such."""
    assert own_registry_ids([], [words]) == GIVEN[words]


def test_a_long_text_claims_its_number() -> None:
    """In a full paper the only number may well be another study's."""
    text = "It was safe (NCT00000001). " + "Nothing else was seen. " * 400
    assert own_registry_ids([], [text]) == ()
    assert own_registry_ids([], [f"Registered as NCT00000002. {text}"]) == ("NCT00000002",)


def test_the_words_that_register_a_trial_are_evidence_of_it() -> None:
    """The tie to its record leads to them."""
    account = read("ClinicalTrials.gov number, NCT00000001.")
    [study] = account.studies
    assert study.registry_ids == ("NCT00000001",)
    [tie] = ties_of(account)
    said = tie.says("NCT00000001")
    assert said is not None
    assert said.startswith("passage-")


def test_what_is_told_of_two_trials_together_is_told_of_neither() -> None:
    """Each of the two has its number and name; the people are of both together."""
    account = read(TWO)
    together, one, other = account.studies
    assert together.registry_ids == ()
    assert "pooledAnalysis" in together.design_features
    assert [arm.size for arm in together.arms] == [21, 19]
    assert (one.registry_ids, one.acronym) == (("NCT00000001",), "STRIDE-1")
    assert (other.registry_ids, other.acronym) == (("NCT00000002",), "STRIDE-2")
    assert (one.arms, other.arms) == ((), ())


def test_each_of_two_trials_is_found_by_its_record() -> None:
    """And what is told of them together stays a trial of its own."""
    article, page = read(TWO), read("ClinicalTrials.gov number, NCT00000002.")
    found = trials_of(tie for each in (article, page) for tie in ties_of(each)).slugs
    of = {prefix: trial for (report, prefix), trial in found.items() if report == slug(article)}
    assert sorted(of.values())[:2] == ["nct00000001", "nct00000002"]
    assert found[slug(page), ""] == "nct00000002"
    assert len(set(of.values())) == 3


def slug(account: Account) -> str:
    """The name of the account's report."""
    return report_slug(account.report)


def test_numbers_of_two_registries_are_one_trial() -> None:
    """Registered twice, as many are."""
    [study] = read("ClinicalTrials.gov NCT00000001; ISRCTN12345678.").studies
    assert study.registry_ids == ("NCT00000001", "ISRCTN12345678")


def test_a_list_of_many_numbers_is_an_overview() -> None:
    """It tells of other reports' trials: none of them is told here."""
    numbers = ", ".join(f"NCT0000000{n}" for n in range(1, 7))
    [tie] = ties_of(read(f"ClinicalTrials.gov numbers {numbers}."))
    assert tie.registrations == ()
    assert len(tie.listed) == 6

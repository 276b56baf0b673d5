"""Names of nodes depend on the source alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_accounts import account, arms, comparison, study

from kg.derivation import derive
from kg.errors import InputError
from kg.identifiers import (
    Names,
    mesh_iri,
    report_slug,
    results,
    slug,
    studies,
    study_claims,
)
from kg.records import Change, Criterion, Population, Report

SHA = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (Report(kind="RegistryRecord", sha256=SHA, registry_ids=("NCT00013611",)), "nct00013611"),
        (Report(kind="Article", sha256=SHA, pmid="19461505", doi="10.1/X"), "pmid-19461505"),
        (Report(kind="Article", sha256=SHA, doi="10.1056/NEJM1"), "doi-10.1056-nejm1"),
        (Report(kind="Article", sha256=SHA), "sha256-0123456789abcdef"),
        (Report(kind="WebPage", sha256=SHA, pmid="19461505"), "sha256-0123456789abcdef"),
        (Report(kind="WebPage", sha256=SHA, registry_ids=("CTN 110",)), "sha256-0123456789abcdef"),
    ],
)
def test_a_report_is_named_by_what_identifies_it(report: Report, expected: str) -> None:
    """A page that cites an article is not that article: its own bytes name it."""
    assert report_slug(report) == expected


@given(st.text(st.characters(codec="utf-8")))
def test_a_slug_is_a_name_that_turtle_can_abbreviate(written: str) -> None:
    """No space, no punctuation but dots and hyphens inside, and itself when slugged again."""
    made = slug(written)
    assert re.fullmatch(r"(?:\w(?:[\w.-]*\w)?)?", made)
    assert "_" not in made
    assert slug(made) == made


def test_only_mesh_identifiers_become_mesh_iris() -> None:
    """Padded descriptors lose their zeros; anything else is nothing."""
    base = "http://id.nlm.nih.gov/mesh/"
    assert mesh_iri("D000012509") == base + "D012509"
    assert mesh_iri("D000077560") == base + "D000077560"
    assert mesh_iri("C082598") == base + "C082598"
    assert mesh_iri("D12> <x") is None


def test_every_claim_has_a_name_of_its_own() -> None:
    """Two studies of one report, with all kinds of claims, share no name."""
    second = study(
        arms=(),
        outcomes=(),
        group_results=(),
        changes=(),
        comparisons=(),
        conclusions=(),
    )
    named = [
        local
        for prefix, each in studies(account(study(), second))
        for local, _ in study_claims(prefix, each)
    ]
    assert len(named) == len(set(named))
    assert "arm-1.intervention-1.regimen.phase-1" in named
    assert "population-randomized" in named
    assert "trial-2.population-randomized" in named


def test_criteria_are_counted_through_the_populations() -> None:
    """The second population's first criterion is not a second criterion-1."""
    one = Population(roles=("enrolled",), criteria=(Criterion(key="a"), Criterion(key="b")))
    two = Population(roles=("enrolled",), criteria=(Criterion(key="c"),))
    names = Names(account(study(populations=(one, two))))
    assert names.claim("c") == names.node("criterion-3")


def test_derived_results_do_not_shift_the_reported_ones() -> None:
    """A result keeps its name when a rule derives another from it."""
    plain = account()
    (_, before), (_, after) = (next(iter(studies(each))) for each in (plain, derive(plain)))
    reported = [name for name, result in results("", after) if result.derivation == "reported"]
    assert reported == [name for name, _ in results("", before)]
    assert [name for name, _ in results("", after) if name.startswith("derived")] == [
        "derived-1",
        "derived-2",
        "derived-3",
    ]


def test_two_records_with_one_key_are_refused() -> None:
    """A reference that could mean two things means nothing."""
    first, second = arms()
    twins = (first, second, Change(key="drug", group="drug"))
    with pytest.raises(InputError, match="two records have one key"):
        Names(account(study(arms=twins[:2], changes=(twins[2],))))


def test_a_key_that_no_record_has_is_named() -> None:
    """The message says which key leads nowhere."""
    names = Names(account(study(comparisons=(comparison(),))))
    with pytest.raises(InputError, match="nobody"):
        names.claim("nobody")

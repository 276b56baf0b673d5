"""Curated records: YAML to accounts, faults told together, and the corpus that kg comes with."""

import hashlib
import json
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import data
from kg.build.places import place
from kg.errors import InputError
from kg.linking import ties_of, trials_of
from kg.records import Account, Comparison, Study
from kg.sources import read_source
from kg.sources.curated import looks_like, read_accounts
from kg.sources.curated_form import SCHEMA_FILE, generated_schema, schema_text, validator
from kg.sources.yaml_tree import parse

HERE = Path(__file__).parent
MALFORMED = sorted((HERE / "malformed").glob("curated-*.yaml"))
RECORD = """\
kind: curated-record
title: An invented trial of zentarol
sources:
  page: {url: https://example.org/zentarol, citation: a page}
  letter: {pmid: 12345678}
source: page
concepts:
  - {slug: zentarol, kinds: [Substance], pref_label: zentarol}
studies:
  - conditions: [asthma]
    arms:
      - key: drug
        label: zentarol
        role: experimentalRole
        size: 20
        receives:
          - label: zentarol
            substance: zentarol
            phases:
              - {dose: 7.50 mg/kg, days_per_cycle: 5, cycle_length: 8 weeks}
      - {key: none, label: no drug, role: controlRole, size: 20, source: letter}
    group_results:
      - key: after
        group: drug
        measurand: cd4-count
        time: month 12
        statistic: mean
        number: {value: "0.250", unit: ×10⁹/L, dispersion_type: standardError, dispersion: 0.01}
    comparisons:
      - {experimental_group: drug, reference_group: none, measurand: fev1, p: < 0.050}
"""


def account_of(text: str) -> Account:
    """The account of a record's text."""
    return read_accounts("record.yaml", text, hashlib.sha256(text.encode()).hexdigest())[0]


@pytest.fixture(scope="module")
def invented() -> Study:
    """The study of the invented record."""
    return account_of(RECORD).studies[0]


def test_values_stay_as_written(invented: Study) -> None:
    """A P of 0.050 keeps its last zero; a dose of 7.50 keeps its own."""
    p = invented.comparisons[0].p
    assert p
    assert (p.value, p.relation, p.reported) == (Decimal("0.050"), "<", "0.050")
    assert str(p.value) == "0.050"
    dose = invented.arms[0].receives[0].phases[0].dose
    assert dose
    assert (str(dose.value), dose.unit, dose.unit_text, dose.reported) == (
        "7.50",
        "mg/kg",
        None,
        "7.50",
    )


def test_units_become_canonical_beside_what_was_written(invented: Study) -> None:
    """0.250 ×10⁹/L is 250 cells/µL, spread and all, and says how it was written."""
    number = invented.group_results[0].number
    assert number
    amounts = (number.value, number.dispersion, number.unit)
    assert amounts == (Decimal(250), Decimal(10), "{cells}/uL")
    assert (number.reported, number.unit_text) == ("0.250", "×10⁹/L")


def test_every_claim_has_its_own_passage_and_source(invented: Study) -> None:
    """The passage is the pointer into the record; a source is inherited until one is named."""
    cited = {passage.path: passage.source for passage in account_of(RECORD).passages}
    assert cited["/studies/0/arms/0/receives/0/phases/0"] == "https://example.org/zentarol"
    assert cited["/studies/0/arms/1"] == "PMID:12345678"
    assert cited["/studies/0"] == "https://example.org/zentarol"
    assert invented.arms[1].evidence == ("/studies/0/arms/1",)
    assert set(cited) == {
        "/studies/0",
        "/studies/0/arms/0",
        "/studies/0/arms/0/receives/0",
        "/studies/0/arms/0/receives/0/phases/0",
        "/studies/0/arms/1",
        "/studies/0/comparisons/0",
        "/studies/0/group_results/0",
    }


def test_keys_are_names_within_a_study() -> None:
    """Two studies of a record may each call an arm by the same key."""
    study = RECORD.partition("studies:\n")[2]
    both = account_of(RECORD + study)
    arms = [study.arms[0].key for study in both.studies]
    assert arms[0] != arms[1]
    assert [study.comparisons[0].experimental_group for study in both.studies] == arms


def test_the_account_brings_the_concepts_it_names() -> None:
    """The record's own and those of the lexicon, in the order of their slugs."""
    slugs = [concept.slug for concept in account_of(RECORD).concepts]
    assert slugs == ["asthma", "cd4-count", "fev1", "zentarol"]


def test_a_record_is_told_from_other_text_by_its_content() -> None:
    """Even one with a wrong kind; an abstract that speaks of records is none."""
    assert looks_like(RECORD)
    assert looks_like("sources:\n  a: {}\nstudies: []\n")
    assert not looks_like("Methods: the kind: curated-record was not used.")
    [document] = read_source("any-name.txt", RECORD.encode())
    assert isinstance(document, Account)


@pytest.mark.parametrize("path", MALFORMED, ids=lambda p: p.stem)
def test_each_malformed_record_gives_its_exact_error(path: Path) -> None:
    """Every fault once, with pointer, line, what was found and what was expected."""
    with pytest.raises(InputError) as caught:
        read_source(path.name, path.read_bytes())
    assert f"{caught.value}\n" == path.with_suffix(".error").read_text()
    assert caught.value.exit_code == 3


def test_there_are_malformed_records_of_many_kinds() -> None:
    """No empty list passes for a tested one."""
    assert len(MALFORMED) >= 19


@given(st.text(max_size=200))
def test_no_text_makes_the_reader_stumble(text: str) -> None:
    """Whatever stands in a file that calls itself a record: one InputError."""
    with pytest.raises(InputError, match="curated record"):
        account_of(f"kind: curated-record\n{text}")


WORDS = st.text(st.characters(categories=["L", "N", "P"]), max_size=5)


@given(
    st.recursive(
        WORDS,
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner),
        max_leaves=8,
    )
)
def test_a_tree_of_any_shape_is_parsed_as_strings(tree: Any) -> None:
    """JSON is YAML: what was written comes back, every scalar as a string."""
    parsed = parse(json.dumps(tree, ensure_ascii=False))
    assert parsed.faults == []
    assert parsed.tree == tree


def test_the_schema_in_the_package_is_the_generated_one() -> None:
    """Mend with: python -c "from kg.sources.curated_form import *; …write(schema_text())"."""
    assert data.read(SCHEMA_FILE).decode() == schema_text()
    type(validator()).check_schema(generated_schema())


def test_the_schema_suits_an_editor() -> None:
    """An editor sees numbers and booleans where the reader sees strings: both are valid."""
    typed: dict[str, Any] = {
        "kind": "curated-record",
        "title": "x",
        "sources": {"a": {"pmid": 123}},
        "studies": [
            {"group_results": [{"group": "a", "count": 3, "baseline_characteristic": True}]}
        ],
    }
    assert list(validator().iter_errors(typed)) == []
    typed["studies"] = [{"arms": [{"size": -3}]}, {"arms": [{"sise": 3}]}, {"phases": ["five"]}]
    assert len(list(validator().iter_errors(json.loads(json.dumps(typed))))) >= 2


# --- The corpus -----------------------------------------------------------------------------------


def read_corpus() -> dict[str, Account]:
    """The accounts of the bundled records, by file."""
    found = {}
    for name in data.names("records", ".yaml"):
        [document] = read_source(name, data.read(name))
        assert isinstance(document, Account)
        found[name.removeprefix("records/").removesuffix(".yaml")] = document
    return found


CORPUS = read_corpus()
STUDIES = {
    (name, study.acronym or ""): study for name, each in CORPUS.items() for study in each.studies
}


def test_the_corpus_tells_of_eighteen_studies() -> None:
    """Twenty records: SILCAAT and ESPRIT are told of by more than one, one paper has both."""
    found = trials_of(tie for account in CORPUS.values() for tie in ties_of(account))
    assert len(CORPUS) == 20
    assert len(set(found.slugs.values())) == 18
    assert found.conflicts == ()
    assert {"nct00013611", "nct00004978", "nct00000909", "pmid-8857018", "pmid-19461505"} <= set(
        found.slugs.values()
    )


def test_no_two_trials_of_the_corpus_are_called_alike() -> None:
    """A row of an answer tells which trial it is about."""
    places = (each for some in place(list(CORPUS.values())).of for each in some.values())
    called = {each.trial: each.label for each in places if each.label}
    assert len(called) >= 18
    assert len(set(called.values())) == len(called)


def test_every_claim_of_the_corpus_cites_a_paper_or_page() -> None:
    """No fact without where it was entered from."""
    passages = [passage for each in CORPUS.values() for passage in each.passages]
    assert len(passages) > 300
    assert all(passage.source and passage.path for passage in passages)


@pytest.mark.parametrize(
    ("record", "acronym", "sizes"),
    [
        ("kovacs-1996", "", [31, 29]),
        ("silcaat-network-page", "SILCAAT", [849, 846]),
        ("esprit-silcaat-2009", "ESPRIT", [2071, 2040]),
        ("esprit-silcaat-2009", "SILCAAT", [849, 846]),
        ("esprit-registry", "ESPRIT", [2090, 2060]),
        ("uk-vanguard-2006", "UK-Vanguard", [12, 12, 12]),
        ("icarus", "ICARUS", [27, 14]),
        ("etoile-2009", "ETOILE", [None, None]),
    ],
)
def test_arms_have_the_sizes_of_their_source(
    record: str, acronym: str, sizes: list[int | None]
) -> None:
    """The registry and the paper differ on ESPRIT: both stand, each in its own record."""
    assert [arm.size for arm in STUDIES[record, acronym].arms] == sizes


def comparison(record: str, acronym: str, measurand: str, nth: int = 0) -> Comparison:
    """The nth comparison of a study on a measurand."""
    study = STUDIES[record, acronym]
    return [c for c in study.comparisons if c.measurand == measurand][nth]


@pytest.mark.parametrize(
    ("record", "acronym", "measurand", "numbers", "p", "significance"),
    [
        ("esprit-silcaat-2009", "ESPRIT", "od-or-death", "0.94 0.75 1.16", "= 0.55", "not"),
        ("esprit-silcaat-2009", "SILCAAT", "od-or-death", "0.91 0.70 1.18", "= 0.47", "not"),
        ("esprit-silcaat-2009", "ESPRIT", "death", "0.90", "= 0.42", "not"),
        ("esprit-silcaat-2009", "SILCAAT", "death", "1.06", "= 0.73", "not"),
        ("esprit-silcaat-2009", "ESPRIT", "grade4-event", "1.23", "= 0.003", "is"),
        ("esprit-silcaat-2009", "SILCAAT", "grade4-event", "1.10", "= 0.35", "not"),
        ("esprit-silcaat-2009", "ESPRIT", "cd4-count", "159", None, None),
        ("esprit-silcaat-2009", "SILCAAT", "cd4-count", "53", None, None),
        ("silcaat-network-page", "SILCAAT", "cd4-count", "53", None, None),
        ("silcaat-second-page", "SILCAAT", "cd4-count", "59", None, None),
        ("uk-vanguard-2006", "UK-Vanguard", "cd4-count", "116.2 51.3 181.2", "= 0.0009", "is"),
        ("stalwart-2010", "STALWART", "od-or-death", "5.84 0.59 43.57", "= 0.009", None),
        ("interstart-2009", "Interstart", "hiv-rna", "", "= 0.93", "not"),
        ("icarus", "ICARUS", "treatment-success", "-44.2 -64.2 -11.2", "= 0.013", "is"),
        ("anrs-079-2003", "", "antigen-response", "8.5", "= 0.002", "is"),
        ("emery-2000", "", "aids-or-death", "", "= 0.22", "not"),
        ("ilstim-2002", "ILSTIM", "cd4-count", "", "< 0.0001", "is"),
        ("losso-2000", "", "hiv-rna", "", "= 0.851", "not"),
        ("kovacs-1996", "", "cd4-count", "", "< 0.001", "is"),
        ("kovacs-1996", "", "p24", "", None, "not"),
    ],
)
def test_comparisons_have_the_numbers_of_their_source(
    record: str, acronym: str, measurand: str, numbers: str, p: str | None, significance: str | None
) -> None:
    """Estimate, interval and P as the paper, page or registry gives them."""
    found = comparison(record, acronym, measurand)
    number = found.number
    held = [number.value, number.ci_lower, number.ci_upper] if number else []
    assert [value for value in held if value is not None] == list(map(Decimal, numbers.split()))
    assert (f"{found.p.relation} {found.p.reported}" if found.p else None) == p
    words = {"is": "significant", "not": "notSignificant", None: None}
    assert found.significance == words[significance]


def test_stalwart_is_flagged_for_what_cannot_both_hold() -> None:
    """An interval from 0.59 to 43.57 and P = 0.009 contradict one another."""
    assert comparison("stalwart-2010", "STALWART", "od-or-death").flags == ("incoherent",)
    flagged = [c for study in STUDIES.values() for c in study.comparisons if c.flags]
    assert len(flagged) == 1


def test_what_is_not_significant_claims_no_direction() -> None:
    """Not significant is neither a direction nor a preference; no difference favours neither."""
    for study in STUDIES.values():
        for found in study.comparisons:
            if found.significance == "notSignificant":
                assert (found.direction, found.favours) == (None, None)
            if found.direction == "noDifference":
                assert (found.favours, found.significance) == ("neither", None)


def test_the_unit_that_cannot_be_right_is_kept_and_flagged() -> None:
    """The network's page counts a viral load in cells/mL."""
    [population] = STUDIES["silcaat-network-page", "SILCAAT"].populations
    [bound] = [c.bound for c in population.criteria if c.about == "hiv-rna"]
    assert bound
    assert bound.max == 10000
    assert (bound.unit, bound.unit_text) == ("{copies}/mL", "cells/mL")
    assert bound.flags == ("implausibleUnit",)


def test_the_founding_regimens_are_there() -> None:
    """18 MIU a day in six cycles of five days; 4.5 MIU twice daily, then 6 or 7.5 as two phases."""
    [kovacs] = STUDIES["kovacs-1996", ""].arms[0].receives[0].phases
    assert kovacs.dose
    assert kovacs.dose.value == 18
    assert (kovacs.dose_basis, kovacs.doses_per_day) == ("perDay", None)
    assert kovacs.days_per_cycle == 5
    assert kovacs.cycles == 6
    phases = STUDIES["silcaat-network-page", "SILCAAT"].arms[0].receives[0].phases
    doses = [phase.dose.value if phase.dose else None for phase in phases]
    assert doses == [Decimal("4.5"), None, Decimal(6), Decimal("7.5")]
    assert [phase.replaces for phase in phases] == [None, None, phases[0].key, phases[0].key]


# --- The documentation ----------------------------------------------------------------------------


def documented() -> tuple[str, str]:
    """The example of docs/curated-records.md, and the errors that it shows."""
    text = (HERE.parent / "docs" / "curated-records.md").read_text()
    blocks = re.findall(r"```\w*\n(.*?)```", text, re.DOTALL)
    return blocks[0], next(block for block in blocks if block.startswith("kg: error:"))


def test_the_documented_record_can_be_read() -> None:
    """What the page shows is a record without a fault, two arms and all."""
    account = account_of(documented()[0])
    [study] = account.studies
    assert [arm.key for arm in study.arms] == ["0.zentarol", "0.placebo"]
    assert study.comparisons[0].number


def test_the_documented_faults_are_those_that_are_told() -> None:
    """The same two slips in the same record give the same lines."""
    record, shown = documented()
    slips = record.replace("size: 20\n        receives", "sise: 20\n        receives")
    with pytest.raises(InputError) as caught:
        read_accounts(
            "zentarol.yaml", slips.replace("role: controlRole", "role: control"), "0" * 64
        )
    assert f"kg: error: {caught.value}".startswith(shown.strip())

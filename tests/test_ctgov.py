"""ClinicalTrials.gov records: everything they say at its place, faults told, nothing guessed."""

import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from registry_families import Stated, resolved
from registry_numbers import OUTCOMES, checks
from sample_builds import taken_in

from kg.derivation import derive
from kg.errors import InputError
from kg.graph import account_quads
from kg.namespaces import DCTERMS, TK
from kg.reading.registered import read_worded
from kg.records import Account, RegisteredStudy
from kg.sources import read_source
from kg.sources.ctgov import looks_like, read
from kg.sources.ctgov.weeding import reason

HERE = Path(__file__).parent
GOLDEN = HERE / "golden" / "ctgov"
CORPUS = HERE.parents[1] / "shared" / "corpora" / "ctgov" / "ctgov-studies.json.zip"
WHOLE = (GOLDEN / "whole.json").read_bytes()


def _read(data: bytes) -> list[Account]:
    accounts = list(read("a.json", data))
    assert all(isinstance(each, Account) for each in accounts), accounts
    return [each for each in accounts if isinstance(each, Account)]


def _study(account: Account) -> RegisteredStudy:
    study = account.studies[0]
    assert isinstance(study, RegisteredStudy)
    return study


@pytest.fixture(scope="module")
def whole() -> Account:
    """The account of the record that has every module."""
    (account,) = _read(WHOLE)
    return account


@pytest.fixture(scope="module")
def stated(whole: Account) -> Stated:
    """What the graph says of it."""
    return Stated(account_quads(whole))


@pytest.fixture(scope="module")
def others() -> dict[str, Account]:
    """The records of the page, by their numbers."""
    accounts = _read((GOLDEN / "others.json").read_bytes())
    return {account.report.registry_ids[0]: account for account in accounts}


# --- Everything at its place ----------------------------------------------------------------------


def test_every_value_of_every_family_stands_at_its_node(stated: Stated) -> None:
    """Asked of the graph by the pointer of each value; the date that no calendar has is told."""
    wrong = [place for _, place, right in checks(json.loads(WHOLE), stated) if not right]
    assert wrong == ["/protocolSection/statusModule/lastUpdatePostDateStruct/date"]


def test_the_measuring_can_fail(whole: Account) -> None:
    """A number moved to another group, or changed, is seen."""
    record = json.loads(WHOLE)
    measurements = record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    first, second = measurements["classes"][0]["categories"][0]["measurements"]
    first["value"], second["groupId"] = "41.6", "OG000"
    found = checks(record, Stated(account_quads(whole)))
    wrong = {place for family, place, right in found if not right and family != "status and dates"}
    at = f"{OUTCOMES}/0/classes/0/categories/0/measurements"
    assert wrong == {f"{at}/0/value", f"{at}/1/value"}


def test_every_passage_resolves_to_a_value(stated: Stated) -> None:
    """A pointer leads to a value of the record, never to an object and never to nothing."""
    record = json.loads(WHOLE)
    assert len(stated.paths) > 120
    found = [resolved(record, path) for path in stated.paths]
    assert not [value for value in found if isinstance(value, dict | list) or value is None]


def test_what_has_no_place_is_counted_with_a_reason(whole: Account) -> None:
    """Nothing is left out in silence."""
    assert dict(whole.report.unplaced) == {
        "/protocolSection/sponsorCollaboratorsModule/responsibleParty/investigatorFullName": 1,
        "/protocolSection/sponsorCollaboratorsModule/responsibleParty/investigatorTitle": 1,
        "/resultsSection/moreInfoModule/pointOfContact/email": 1,
        "/resultsSection/moreInfoModule/pointOfContact/title": 1,
    }
    assert all(reason(path) for path, _ in whole.report.unplaced)


def test_a_date_keeps_its_precision(stated: Stated) -> None:
    """A month stays a month; a day that is none is left out and remarked."""
    assert stated.of[stated.trial][TK.startDate] == {"2015-05"}
    assert stated.of[stated.trial][TK.completionDate] == {"2017-06"}
    (report,) = stated.of[stated.trial][TK.reportedIn]
    assert DCTERMS.modified not in stated.of[report]


def test_numbers_that_are_only_bounds_are_bounds(whole: Account) -> None:
    """A number below 0.5 has no value; what is missing has no bound either, and keeps its "NA"."""
    by_text = {r.number.reported: r.number for r in _study(whole).group_results if r.number}
    assert (by_text["<0.5"].value, str(by_text["<0.5"].max)) == (None, "0.5")
    assert by_text["<0.5"].max_inclusive is False
    assert (by_text[">99.9"].value, str(by_text[">99.9"].min)) == (None, "99.9")
    missing = by_text["NA"]
    assert (missing.value, missing.min, missing.max) == (None, None, None)
    assert by_text["<0.5"].reported_lower == "NA"


# --- Groups ---------------------------------------------------------------------------------------


def test_groups_of_all_modules_are_one_arm(whole: Account) -> None:
    """By title, by a title like it, by description; each match says what speaks for it."""
    listed = _study(whole).registry_groups
    arms: dict[str, set[str]] = {}
    for group in listed:
        arms.setdefault(group.of, set()).add(group.id)
    assert arms["arm-1"] == {"FG000", "BG000", "OG000", "EG000"}
    assert arms["arm-2"] == {"FG001", "BG001", "OG001", "EG001"}
    evidence = {(g.id, g.module.rsplit("/", 1)[-1]): g.matched for g in listed}
    assert evidence["FG000", "participantFlowModule"] == ("sameTitle", "sameDescription")
    assert "sameSize" in evidence["BG000", "baselineCharacteristicsModule"]
    assert evidence["FG001", "participantFlowModule"] == ("alikeTitle", "sameDescription")


def test_a_group_that_is_no_arm_stays_itself(whole: Account) -> None:
    """The total of all groups and an extension are people of their own, matched to nobody."""
    study = _study(whole)
    assert [group.label for group in study.groups] == ["Total", "Open extension"]
    own = {group.key for group in study.groups}
    assert all(not g.matched for g in study.registry_groups if g.of in own)


def test_an_arm_knows_its_size_and_losses_from_its_flow(whole: Account) -> None:
    """As many as started; lost to follow-up as the reasons count them."""
    arms = _study(whole).arms
    assert [(arm.size, arm.lost_to_follow_up) for arm in arms] == [(61, 2), (59, 5)]
    assert [arm.role for arm in arms] == ["experimentalRole", "controlRole"]
    roles = [[given.role for given in arm.receives] for arm in arms]
    assert roles == [["investigational", None], ["placebo", None]]


@pytest.mark.parametrize(
    ("titles", "together"),
    [
        (("Drug A 10 mg", "Drug A 10mg"), True),
        (("Drug A 10 mg", "Drug A 100 mg"), False),
        (("Veluxin (VLX1204) 10 µg", "Veluxin 10 mcg"), True),
        (("Arm A: Veluxin", "Veluxin"), True),
        (("Cohort 1: Veluxin", "Cohort 2: Veluxin"), False),
        (("Veluxin group", "Patients receiving veluxin"), True),
        (("Veluxin", "Maroxin"), False),
    ],
)
def test_titles_part_groups_where_they_name_something_else(
    titles: tuple[str, str], together: bool
) -> None:
    """Numbers and names part; order, spelling of units and the words around do not."""
    record = json.loads(WHOLE)
    first, second = titles
    protocol = record["protocolSection"]["armsInterventionsModule"]
    protocol["armGroups"] = [{"label": first, "type": "EXPERIMENTAL"}]
    flow = record["resultsSection"]["participantFlowModule"]
    flow["groups"] = [{"id": "FG000", "title": second}, {"id": "FG001", "title": "Someone else"}]
    (account,) = _read(json.dumps(record).encode())
    listed = {g.id: g.of for g in _study(account).registry_groups if "Flow" in g.module}
    assert (listed["FG000"] == "arm-1") == together


# --- Analyses -------------------------------------------------------------------------------------


def test_sides_are_stated_where_the_arms_say_them(whole: Account) -> None:
    """Experimental against control; an analysis of one group names that group alone."""
    first, second, third = _study(whole).comparisons
    assert (first.experimental_group, first.reference_group) == ("arm-1", "arm-2")
    assert first.statistic == "leastSquaresMeanDifference"
    assert (second.statistic, second.hypothesis) == ("oddsRatio", "superiorityOrOther")
    assert (third.groups, third.statistic) == (("arm-1",), "otherStatistic")
    assert first.p is not None
    assert (first.p.relation, first.p.reported) == ("<", "<0.001")


def test_an_estimate_taken_the_other_way_round_leaves_sides_open() -> None:
    """A difference of 29.5 fits 41.5 less 12.0; one of -29.5 was reference less experimental."""
    record = json.loads(WHOLE)
    outcome = record["resultsSection"]["outcomeMeasuresModule"]["outcomeMeasures"][0]
    outcome["analyses"][0] |= {"paramValue": "-29.5", "ciLowerLimit": "-41.3",
                               "ciUpperLimit": "-17.7"}  # fmt: skip
    (account,) = _read(json.dumps(record).encode())
    first = _study(account).comparisons[0]
    assert first.experimental_group is None
    assert set(first.groups) == {"arm-1", "arm-2"}


# --- Other records --------------------------------------------------------------------------------


def test_a_withheld_record_is_taken_for_what_it_shows(others: dict[str, Account]) -> None:
    """Its status and dates; no arms, no results."""
    study = _study(others["NCT09900002"])
    assert study.status == "withheld"
    assert [date.event for date in study.dates] == ["firstPosted", "firstSubmitted"]
    assert study.arms == ()


def test_an_expanded_access_record_has_interventions_without_arms(
    others: dict[str, Account],
) -> None:
    """What it gives is tied to the trial itself."""
    study = _study(others["NCT09900005"])
    assert (study.study_type, study.status) == ("expandedAccessStudy", "noLongerAvailable")
    assert [given.label for given in study.interventions] == ["Veluxin"]
    stated = Stated(account_quads(others["NCT09900005"]))
    assert len(stated.of[stated.trial][TK.registeredIntervention]) == 1


def test_what_cannot_be_right_is_kept_and_flagged(others: dict[str, Account]) -> None:
    """Fewer people than none, more than there are, an estimate outside its interval, P above 1."""
    study = _study(others["NCT09900006"])
    assert (study.populations[0].size, study.populations[0].flags) == (-5, ("implausibleValue",))
    counted = {result.count: result.flags for result in study.group_results}
    assert counted == {25: ("incoherent",), 3: ()}
    assert set(study.comparisons[0].flags) == {"incoherent", "implausibleValue"}


def test_what_is_odd_is_remarked_by_its_place(others: dict[str, Account]) -> None:
    """A code nobody knows, a month that is none, a group that is not listed."""
    remarks = {(r.path, r.got) for r in others["NCT09900006"].report.remarks}
    status = "/protocolSection/statusModule"
    assert remarks == {
        (f"{status}/overallStatus", "PAUSED"),
        (f"{status}/startDateStruct/date", "2019-13"),
        (f"{OUTCOMES}/0", "OG007"),
        ("/protocolSection", "no status"),
    }


def test_all_of_it_conforms(tmp_path: Path) -> None:
    """Shapes and coherence: nothing is dropped, whatever the record says."""
    for name in ("whole.json", "others.json"):
        (tmp_path / name).write_bytes((GOLDEN / name).read_bytes())
    built = taken_in([tmp_path])
    assert [reject for reject in built.rejects if reject.kind != "remark"] == []
    assert [bundle.slug for bundle in built.bundles] == [
        "nct09900001", "nct09900002", "nct09900005", "nct09900006",
    ]  # fmt: skip


# --- Files ----------------------------------------------------------------------------------------


def test_a_study_a_list_and_a_page_say_the_same(whole: Account) -> None:
    """With a byte order mark too; nulls say nothing."""
    record = json.loads(WHOLE)
    record["protocolSection"]["ipdSharingStatementModule"] = None
    plain = json.dumps(record).encode()
    for data in (b"[" + plain + b"]", b'{"studies": [' + plain + b"]}", b"\xef\xbb\xbf" + plain):
        assert looks_like(data)
        (account,) = _read(data)
        assert account.studies == whole.studies


def test_a_fault_in_one_record_costs_no_other() -> None:
    """The others are taken, and the one is told with its place."""
    good = json.loads(WHOLE)
    bad: dict[str, Any] = json.loads(WHOLE)
    bad["protocolSection"]["designModule"]["enrollmentInfo"]["count"] = "12O"
    found = list(read("a.json", json.dumps([good, bad, 7, good]).encode()))
    assert [type(each) for each in found] == [Account, InputError, InputError, Account]
    assert str(found[1]).startswith(
        "a.json: record 2  /protocolSection/designModule/enrollmentInfo/count: "
    )


def test_reading_is_the_same_through_the_registry_of_formats(whole: Account) -> None:
    """The format is told by content."""
    assert read_source("a.txt", WHOLE) == [whole]


# --- Criteria -------------------------------------------------------------------------------------


def test_criteria_keep_their_words_and_sure_bounds(whole: Account) -> None:
    """One bound of a known measurand is read; a bound that only some must meet is not."""
    criteria = _study(read_worded(whole)).populations[0].criteria
    read_ = {c.exact: (c.exclusion, c.about, c.bound) for c in criteria}
    assert len(criteria) == 5
    exclusion, about, bound = read_["Haemoglobin \\< 9 g/dL"]
    assert (exclusion, about) == (True, "haemoglobin")
    assert bound is not None
    assert (str(bound.max), bound.max_inclusive) == ("9", False)
    assert read_["Diabetes, if HbA1c is above 9%"] == (True, None, None)
    ages = read_["60 Years to 85 Years"][2]
    assert ages is not None
    assert (str(ages.min), str(ages.max), ages.unit) == ("60", "85", "a")


# --- Genuine records ------------------------------------------------------------------------------


@pytest.mark.shared
def test_values_of_genuine_records_stand_at_their_nodes() -> None:
    """Every tenth record of the corpus: all values of all families, all pointers."""
    if not CORPUS.exists():
        pytest.skip("the developers' shared folder is absent")
    seen, right = Counter[str](), Counter[str]()
    with zipfile.ZipFile(CORPUS) as archive:
        for name in archive.namelist()[::10]:
            data = archive.read(name)
            record = json.loads(data)
            (account,) = _read(data)
            stated = Stated(account_quads(derive(account)))
            assert all(resolved(record, path) is not None for path in stated.paths)
            for family, _, stands in checks(record, stated):
                seen[family] += 1
                right[family] += stands
    assert right == seen

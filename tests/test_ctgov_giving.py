"""Which arm receives which of several interventions of one name: its own, or an unsaid one."""

import json
from typing import Any

import pytest

from kg.records import Account, RegisteredStudy
from kg.sources.ctgov import read

BOTH = ["Drug: Veluxin"]


def _study(arms: dict[str, list[str]], *given: tuple[str, list[str]]) -> RegisteredStudy:
    """The study of a record whose arms name what they receive, and of its drug's descriptions."""
    module = {
        "armGroups": [
            {"label": label, "type": "EXPERIMENTAL", "interventionNames": names}
            for label, names in arms.items()
        ],
        "interventions": [
            {"type": "DRUG", "name": "Veluxin", "description": said, "armGroupLabels": labels}
            for said, labels in given
        ],
    }
    record: dict[str, Any] = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT09900001"},
            "armsInterventionsModule": module,
        }
    }
    (account,) = read("a.json", json.dumps(record).encode())
    assert isinstance(account, Account)
    (study,) = account.studies
    assert isinstance(study, RegisteredStudy)
    return study


def _said(study: RegisteredStudy) -> list[list[str | None]]:
    return [[each.description for each in arm.receives] for arm in study.arms]


@pytest.mark.parametrize("names", [BOTH, ["Veluxin"], []])
def test_an_arm_receives_what_names_it(names: list[str]) -> None:
    """Two doses of one drug are two interventions of one name."""
    study = _study({"Low": names, "High": names}, ("5 mg", ["Low"]), ("9 mg", ["High"]))
    assert _said(study) == [["5 mg"], ["9 mg"]]
    assert not study.interventions


def test_an_arm_that_two_of_a_name_name_receives_both() -> None:
    """One drug in two steps may be registered as two."""
    study = _study({"Low": BOTH, "High": BOTH}, ("5 mg", ["Low", "High"]), ("9 mg", ["High"]))
    assert _said(study) == [["5 mg"], ["5 mg", "9 mg"]]


def test_no_dose_is_claimed_where_nothing_tells_which() -> None:
    """The arm receives the drug by its name; the two descriptions stay with the trial."""
    study = _study({"Low": BOTH, "Open": BOTH}, ("5 mg", ["Low"]), ("9 mg", []))
    assert _said(study) == [["5 mg"], [None]]
    [unsaid] = study.arms[1].receives
    assert unsaid.label == "Veluxin"
    assert [place[-len("0/name") :] for place in unsaid.evidence] == ["0/name", "1/name"]
    assert [each.description for each in study.interventions] == ["9 mg"]


def test_one_of_a_name_is_what_the_arm_names() -> None:
    """Whatever other arms the intervention names."""
    assert _said(_study({"Low": BOTH, "Open": BOTH}, ("5 mg", ["Low"]))) == [["5 mg"], ["5 mg"]]


def test_what_a_drug_is_for_is_told_by_all_arms_that_receive_it() -> None:
    """In another dose it is the same drug."""
    study = _study({"Low": BOTH, "High": BOTH}, ("5 mg", ["Low"]), ("9 mg", ["High"]))
    roles = [each.role for arm in study.arms for each in arm.receives]
    assert roles == ["investigational", "investigational"]

"""Units: what reports write becomes UCUM, and conversion is exact or is refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg import data, units

WRITTEN = {
    "{cells}/mm3": "cells per cubic millimeter|cells/mm3|cells/mm³|cells/mm^3|cells/mm(3)"
    "|CD4+ T cells per cubic millimetre|lymphocytes/mm3",
    "{cells}/uL": "cells/µL|cells/μL|cells/microl|cells per microliter|cells/mcL|Cells/uL",
    "10*6/L": "×10^6/L|x10(6)/l|x106/L|× 10⁶ cells/L|cells x 10^6/l|x 10 6/l|10*6/L",
    "10*9/L": "10⁹/L|×10⁹ per litre|x109/l|G/L|GI/L|giga per liter",
    "10*3/uL": "K/µL|x10^3/µL|10³ cells/µL",
    "/uL": "/µl|per microlitre",
    "{copies}/mL": "copies/ml|HIV-1 RNA copies per mL|copies per milliliter|c/mL",
    "{Log_copies}/mL": "log10 copies/ml|log₁₀ copies/mL|log(10) copies per mL|log copies/ml",
    "M[IU]": "million i.u.|MIU|million international units|×10⁶ IU|million IU",
    "[IU]": "IU|I.U.|iu|international units",
    "m[IU]/L": "mIU/L|mIU/l",
    "mg": "mg|milligrams|MG",
    "ug": "µg|μg|mcg|microgram|micrograms",
    "mg/kg": "mg/kg|mg per kg|mg·kg⁻¹|mg kg-1|mg.kg-1|mg kg−1",
    "mg/m2": "mg/m2|mg/m²|mg per square meter|mg m⁻²|mg/m 2",
    "mg/kg/min": "mg/kg/min|mg.kg-1.min-1|mg kg⁻¹ min⁻¹",
    "mg/dL": "mg/dl|mg/dL|mg per deciliter|mg/100 ml",
    "mmol/L": "mmol/l|mM|millimoles per litre",
    "umol/L": "µmol/l|μM",
    "mm[Hg]": "mmHg|mm Hg|mm\u00a0Hg|millimetres of mercury",
    "mm": "mm|millimetres",
    "kg/m2": "kg/m2|kg/m²|kg·m⁻²|kg m-2",
    "%": "%|percent|per cent|percentage points",
    "a": "years|yr|y|year|years of age|year-old",
    "mo": "months|mo|month",
    "wk": "weeks|wk|week",
    "d": "days|d|day",
    "h": "hours|h|hr",
    "min": "minutes|min",
    "{points}": "points|point",
    "{beats}/min": "beats/min|bpm|beats per minute",
    "mL/min/{1.73_m2}": "ml/min/1.73 m²|mL/min per 1·73 m2|ml/min/1.73m2|mL/min/1.73_m2"
    "|mL/min/1.73 square meter|mL/min/1.73 m**2",
    "mL/kg/min": "ml*kg^-1*min^-1",
    "/s": "1/sec|s^-1",
    "U/L": "U/l|units per litre",
    "meq/L": "mEq/l|milliequivalents per litre",
    "[diop]": "D|dioptres|diopters",
    "{letters}": "letters|ETDRS letters",
    "g/(24.h)": "g/24 h|g per 24 hours",
    "ng.h/mL": "ng*h/mL|h*ng/mL|hr·ng/mL|nanogram hours per milliliter|hours x nanograms/ml",
    "mg.d/L": "mg*day/L|day·mg/L",
    "fL": "fL|femtoliters",
    "mL/min/mm[Hg]": "mL/min/mmHg|mL/mmHg/min",
    "/(100.a)": "per 100 person-years|/100 patient-years",
    "{events}/(1000.a)": "events per 1,000 patient-years",
}


@pytest.mark.parametrize(
    ("written", "code"), [(w, code) for code, ws in WRITTEN.items() for w in ws.split("|")]
)
def test_written_units_are_known(written: str, code: str) -> None:
    """Spelled out or short, singular or plural, with slash, "per" or exponents: one code."""
    assert units.ucum(written) == code


@pytest.mark.parametrize("text", ["", "5", "mg/foo", "mg/kg/foo", "patients", "pm", "in", "cells"])
def test_what_is_no_unit_has_no_code(text: str) -> None:
    """Better nothing than the unit that half of a text would be."""
    assert units.ucum(text) is None


@pytest.mark.parametrize(
    ("upper", "lower"), [("MIU", "mIU"), ("mM", "mm"), ("µM", "µm"), ("D", "d"), ("MBq", "mBq")]
)
def test_case_counts_where_units_differ_by_it(upper: str, lower: str) -> None:
    """A million international units are not a thousandth of one."""
    assert units.ucum(upper) != units.ucum(lower)


@pytest.mark.parametrize(
    ("text", "start", "unit"),
    [
        ("18 million i.u. per day", 3, "million i.u."),
        ("5 mg/day", 2, "mg"),
        ("12-week course", 2, "-week"),
        ("428 CD4 cells per cubic millimeter.", 4, "CD4 cells per cubic millimeter"),
        ("4.9 log10 copies/ml, respectively", 4, "log10 copies/ml"),
        ("10 000 copies/ml and", 7, "copies/ml"),
        ("265 x10^6/l, P<", 4, "x10^6/l"),
        ("7.5 MIU.", 4, "MIU"),
        ("5 mg/12.5 mg", 2, "mg"),
        ("2 Gy/fraction", 2, "Gy"),
        ("18 years older", 3, "years"),
        ("5 mg/kg per 2 weeks", 2, "mg/kg"),
    ],
)
def test_the_longest_unit_is_matched_and_no_more(text: str, start: int, unit: str) -> None:
    """A time after a dose stays outside; a full stop and what follows do too."""
    match = units.match_unit(text, start)
    assert match
    assert text[start : match[1]].strip() == unit


@pytest.mark.parametrize(
    ("text", "start"),
    [
        *(("5 mm3x", 2), ("10 mg/mg/x", 3), ("2 min2", 2)),
        *(("70 mL/min/1.73 ft2", 3), ("70 mL/min/1,73 m2", 3), ("70 mL/min per 1.73 x", 3)),
    ],
)
def test_a_unit_that_goes_on_unknown_is_no_unit(text: str, start: int) -> None:
    """Where the text goes on in letters, digits or a further denominator, nothing is matched."""
    assert units.match_unit(text, start) is None


@pytest.mark.parametrize(
    ("value", "from_", "to", "expected"),
    [
        ("250", "{cells}/uL", "{cells}/mm3", "250"),
        ("0.25", "10*9/L", "{cells}/uL", "250"),
        ("428", "{cells}/mm3", "10*6/L", "428"),
        ("12", "mo", "d", "365.25"),
        ("4.5", "M[IU]", "[IU]", "4500000"),
        ("5.5", "g/dL", "mg/mL", "55"),
        ("-5.5", "g/dL", "g/L", "-55"),
        ("90", "min", "h", "1.5"),
    ],
)
def test_conversion_is_exact(value: str, from_: str, to: str, expected: str) -> None:
    """No float enters: 12 months are 365.25 days to the last digit."""
    assert units.convert(Decimal(value), from_, to) == Decimal(expected)


@pytest.mark.parametrize(
    ("from_", "to"),
    [
        ("{cells}/mL", "{copies}/mL"),
        ("{Log_copies}/mL", "{copies}/mL"),
        ("[IU]/mL", "{copies}/mL"),
        ("[IU]", "mg"),
        ("U", "[IU]"),
        ("mmol/L", "mg/dL"),
        ("%", "mmol/mol"),
        ("Cel", "[degF]"),
        ("no-such-unit", "mg"),
    ],
)
def test_different_dimensions_do_not_convert(from_: str, to: str) -> None:
    """Cells are not copies, a logarithm is not its number, units of activity are not mass."""
    assert units.convert(Decimal(1), from_, to) is None


def test_a_value_without_a_finite_decimal_is_not_rounded() -> None:
    """Ten days are no finite decimal of weeks; fourteen are two."""
    assert units.convert(Decimal(10), "d", "wk") is None
    assert units.convert(Decimal(14), "d", "wk") == 2


@given(st.decimals(-(10**6), 10**6, places=3, allow_nan=False), st.sampled_from(["kg", "g", "ug"]))
def test_conversion_there_and_back_is_the_identity(value: Decimal, unit: str) -> None:
    """What was milligrams is the same milligrams again."""
    there = units.convert(value, "mg", unit)
    assert there is not None
    assert units.convert(there, unit, "mg") == value


@pytest.mark.parametrize("row", list(data.table("units.tsv")), ids=lambda row: row["ucum"])
def test_every_spelling_of_the_table_leads_to_its_unit(row: dict[str, str]) -> None:
    """No line of the table takes a spelling that another line has."""
    if row["alone"] == "yes":
        written = [spelling.removeprefix("=") for spelling in row["written"].split("|") if spelling]
        assert {w: units.ucum(w) for w in [*written, row["ucum"]]} == dict.fromkeys(
            [*written, row["ucum"]], row["ucum"]
        )

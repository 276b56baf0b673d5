"""The tables of units and measurands, held against UCUM and QUDT, and against slips of a hand."""

import re
from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from kg import data, units
from kg.errors import InputError

CODES = list(units.table())


@pytest.fixture(scope="module")
def ucum() -> Any:
    """A library that has the grammar and the units of UCUM."""
    return pytest.importorskip("ucumvert")


@pytest.fixture(scope="module")
def parser(ucum: Any) -> Any:
    """What parses a code, or raises."""
    return ucum.get_ucum_parser()


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_one_of_ucum(code: str, parser: Any) -> None:
    """Case and brackets count: M[IU] is a million units, and MIU nothing."""
    assert parser.parse(code)


@pytest.mark.parametrize("wrong", ["MIU", "mcg", "cells/mm3", "mmHg", "mg/dl/", "1,73 m2"])
def test_what_is_no_code_is_refused(wrong: str, parser: Any) -> None:
    """So that the test above can fail."""
    with pytest.raises(Exception, match=r".+"):
        parser.parse(wrong)


def test_units_of_a_dimension_have_the_sizes_of_ucum(ucum: Any) -> None:
    """A factor that slipped by a thousand would convert a dose into another one.

    A word in braces alone is no unit of the library's, and counts as one.
    """
    registry = ucum.PintUcumRegistry()
    by_dimension: dict[str, list[str]] = defaultdict(list)
    for code, unit in units.table().items():
        by_dimension[unit.dimension].append(code)
    for first, *others in by_dimension.values():
        for code in others:
            ratio = (_size(registry, code) / _size(registry, first)).to_base_units()
            assert ratio.dimensionless, code
            assert ratio.magnitude == pytest.approx(1, rel=1e-9), code


def _size(registry: Any, code: str) -> Any:
    """How large a unit is by the library, over how large it is by the table."""
    size = registry.from_ucum(code)
    one = registry.Quantity(1 if isinstance(size, str) else size)
    return one / float(units.table()[code].factor)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("mg/dL", "MilliGM-PER-DeciL"),
        ("mm[Hg]", "MilliM_HG"),
        ("%", "PERCENT"),
        ("a", "YR"),
        ("{cells}/uL", None),
        ("M[IU]", None),
    ],
)
def test_a_unit_has_the_name_of_qudt(code: str, name: str | None) -> None:
    """The one with this very code; none where QUDT has none."""
    assert units.table()[code].qudt == name


def test_no_two_units_share_a_name_of_qudt() -> None:
    """A name stands for one code."""
    names = [unit.qudt for unit in units.table().values() if unit.qudt]
    assert len(names) == len(set(names))
    assert all(re.fullmatch(r"[A-Z][A-Za-z0-9_-]*", name) for name in names)


# --- The table of measurands ----------------------------------------------------------------------

ENTRY = """# mine
zen-level:
  label: zen level
  kinds: [Biomarker]
  units: {mmol/L: [0, 10], mg/dL: [0, 180]}
  conversions: {mg/dL: 0.0555}
"""


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ("  label: zen level\n", "", "line 2: zen-level has no label"),
        ("label: zen level", "lable: zen level", "line 3: zen-level: there is no field 'lable'"),
        ("label: zen level", "label: [zen]", "line 3: zen-level: label is ['zen']; expected words"),
        ("[Biomarker]", "Biomarker", "line 4: zen-level: kinds is 'Biomarker'; expected a list"),
        ("[Biomarker]", "[Biomaker]", "line 4: zen-level: kinds: 'Biomaker' is none of"),
        ("mmol/L: [0", "mmol/l: [0", "line 5: zen-level: 'mmol/l' is no UCUM code"),
        ("[0, 10]", "[10, 0]", "line 5: zen-level: the range of mmol/L is [10, 0]"),
        ("[0, 10]", "[0, 1O]", "line 5: zen-level: the range of mmol/L is [0, 1O]"),
        ("[0, 10]", "10", "line 5: zen-level: the range of mmol/L is 10"),
        ("[0, 10]", "[0]", "line 5: zen-level: the range of mmol/L is [0]"),
        ("0.0555", "-1", "line 6: zen-level: the factor of mg/dL is -1"),
        ("0.0555", "18", "line 6: zen-level: 180 mg/dL are 3240 by its factor"),
        ("{mg/dL: 0.0555}", "{mmol/L: 1}", "line 6: zen-level: mmol/L is the canonical unit"),
        ("  units: {mmol/L: [0, 10], mg/dL: [0, 180]}\n", "", "line 5: zen-level: there is no can"),
        ("  units: {", "  units: ", "line 5: mapping values are not allowed"),
        ("# mine\n", "zen-level: {label: a}\n", "line 2: zen-level stands in line 1 already"),
    ],
)
def test_a_slip_in_the_table_is_told_with_its_line(right: str, wrong: str, message: str) -> None:
    """Whoever edits it sees where, what stands there and what is expected."""
    assert right in ENTRY
    with pytest.raises(InputError) as error:
        units.read_measurands(ENTRY.replace(right, wrong), "mine.yaml")
    assert message in str(error.value)
    assert str(error.value).startswith("mine.yaml: line")


def test_all_slips_are_told_at_once() -> None:
    """Nobody mends a table one error at a time."""
    text = ENTRY.replace("[0, 10]", "[10, 0]").replace("[Biomarker]", "[Bio]")
    with pytest.raises(InputError) as error:
        units.read_measurands(text, "mine.yaml")
    assert str(error.value).count("\n") == 1


@pytest.mark.parametrize("text", ["", "- a\n", "a\n", "a: b\n"])
def test_what_is_no_table_is_refused(text: str) -> None:
    """An empty file, a list, a word, an entry without fields."""
    with pytest.raises(InputError, match="line 1"):
        units.read_measurands(text, "mine.yaml")


def test_the_table_of_the_package_is_read_as_it_stands() -> None:
    """Its entries are those of the file, every scalar as the string it is."""
    assert units.read_measurands(data.read("measurands.yaml").decode(), "x") == data.structure(
        "measurands.yaml"
    )


@pytest.mark.parametrize(
    ("measurand", "value", "unit", "expected"),
    [
        ("creatinine", "1.2", "mg/dL", "106.08"),
        ("creatinine", "12", "mg/L", "106.08"),
        ("creatinine", "80", "umol/L", "80"),
        ("glucose", "90", "mg/dL", "4.9959"),
        ("glucose", "5", "ug", None),
        ("no-such", "5", "mg/dL", None),
    ],
)
def test_a_value_is_converted_by_the_table(
    measurand: str, value: str, unit: str, expected: str | None
) -> None:
    """By the unit alone where that is enough, else by the measurand's own factor."""
    found = units.in_canonical(measurand, Decimal(value), unit)
    assert found == (None if expected is None else Decimal(expected))


def test_a_unit_that_has_no_range_is_judged_by_its_factor() -> None:
    """5 mg/L of creatinine are 44 umol/L; 5 g/L would be poison."""
    assert units.plausible("creatinine", Decimal(5), "mg/L") is True
    assert units.plausible("creatinine", Decimal(5), "g/L") is False

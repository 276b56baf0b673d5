"""Literals, dates and patterns, apart from any shape: well formed, in order, translated."""

import re

import pytest

from kg.namespaces import XSD
from kg.terms import Iri, Literal, text
from kg.validation.compiled.literals import less, well_formed
from kg.validation.compiled.regexes import NoEqual, translated

LEXICAL = {
    "boolean": ("true false 1 0", "TRUE yes 2"),
    "byte": ("-128 127 +5", "128 -129 1.0"),
    "date": (
        "2009-07-01 2008-02-29 2000-02-29 -0001-01-01 12009-01-01 2009-07-01Z 2009-07-01-14:00",
        "2009-7-1 2009-02-29 1900-02-29 2009-13-01 2009-04-31 09-01-01 2009-07-01+15:00",
    ),
    "dateTime": (
        "2009-07-01T24:00:00 2009-07-01T23:59:59.5Z 2009-07-01T00:00:00+05:30",
        "2009-07-01T24:00:01 2009-07-01T25:00:00 2009-07-01T00:60:00 2009-07-01",
    ),
    "dateTimeStamp": ("2009-07-01T00:00:00Z", "2009-07-01T00:00:00"),
    "decimal": ("1 -1.5 +.5 5. 007", "1e3 . - 1,5 NaN"),
    "double": ("1 -1.5E3 .5e-2 INF -INF NaN", "inf e 1e 1e1.5"),
    "duration": ("P1Y P1DT2H PT0.5S -P1M", "P 1Y P1S PT P1DT"),
    "dayTimeDuration": ("P1D PT1H", "P1Y P"),
    "yearMonthDuration": ("P1Y2M", "P1D P"),
    "gDay": ("---31", "---32 31"),
    "gMonth": ("--12", "--13 12"),
    "gMonthDay": ("--02-29", "--02-30 --04-31"),
    "gYear": ("2009 -0044 2009Z", "09 02009 x"),
    "gYearMonth": ("2009-07", "2009-7 2009-13"),
    "hexBinary": ("0Fa1", "0F1 zz"),
    "base64Binary": ("Zm8= Zg== Zm9v", "Zm9 Z=== Zm8"),
    "integer": ("0 -0 +12 " + "9" * 5000, "1.0 1_000 x ١"),
    "nonNegativeInteger": ("0 -0", "-1"),
    "positiveInteger": ("1", "0"),
    "time": ("23:59:59 24:00:00", "24:00:01 12:00"),
    "unsignedByte": ("255", "256 -1"),
}


@pytest.mark.parametrize("datatype", LEXICAL)
def test_lexical_forms(datatype: str) -> None:
    """What is in the lexical space of a datatype, and what only looks so."""
    right, wrong = (forms.split() for forms in LEXICAL[datatype])
    iri = f"{XSD}{datatype}"
    assert [form for form in right if not well_formed(form, iri)] == []
    assert [
        form for form in (*wrong, "", f" {right[0]}", f"{right[0]}\n") if well_formed(form, iri)
    ] == ([""] if datatype in {"base64Binary", "hexBinary"} else [])


def test_of_other_datatypes_nothing_is_known() -> None:
    """Whoever makes a datatype says what it holds."""
    assert well_formed("anything", "https://example.org/own")


@pytest.mark.parametrize(
    ("smaller", "greater"),
    [
        (("9", "integer"), ("10", "integer")),
        (("9.99", "decimal"), ("10", "byte")),
        (("0.1", "decimal"), ("2E-1", "double")),
        (("1", "integer"), ("INF", "double")),
        (("-INF", "float"), ("-9", "integer")),
        (("9" * 5000, "integer"), ("9" * 5001, "integer")),
        (("10", "string"), ("9", "string")),
        (("false", "boolean"), ("1", "boolean")),
        (("2008-12-31", "date"), ("2009-01-01", "date")),
        (("-0002-01-01", "date"), ("0001-01-01", "date")),
        (("2008-02-29", "date"), ("2008-03-01", "date")),
        (("2009", "gYear"), ("2010", "gYear")),
        (("2009-11", "gYearMonth"), ("2009-12", "gYearMonth")),
        (("08:00:00", "time"), ("08:00:00.5", "time")),
        (("2009-07-01T23:59:59", "dateTime"), ("2009-07-01T24:00:00", "dateTime")),
        (("2009-07-01T01:00:00+02:00", "dateTime"), ("2009-07-01T00:00:00Z", "dateTimeStamp")),
        (("2009-07-01T00:00:00", "dateTime"), ("2009-07-01T14:00:01Z", "dateTime")),
    ],
)
def test_values_that_have_an_order(smaller: tuple[str, str], greater: tuple[str, str]) -> None:
    """One is less than the other, whatever their spelling, and not the other way round."""
    one, two = (Literal(form, f"{XSD}{name}") for form, name in (smaller, greater))
    assert less(one, two)
    assert less(one, two, or_equal=True)
    assert not less(two, one)
    assert not less(two, one, or_equal=True)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (Literal("1", XSD.integer), text("2")),
        (Literal("1", XSD.integer), Literal("true", XSD.boolean)),
        (Literal("2009-01-01", XSD.date), Literal("2010", XSD.gYear)),
        (Literal("x", XSD.integer), Literal("x", XSD.integer)),
        (Literal("NaN", XSD.double), Literal("NaN", XSD.double)),
        (Literal("NaN", XSD.double), Literal("1", XSD.integer)),
        (text("a", "en"), text("b", "en")),
        (text("a"), text("b", "en")),
        (Iri("https://example.org/a"), Iri("https://example.org/b")),
        (Iri("_:a"), Literal("1", XSD.integer)),
        (Literal("a", "https://example.org/own"), Literal("a", "https://example.org/own")),
        (
            Literal("2009-07-01T00:00:00", XSD.dateTime),
            Literal("2009-07-01T14:00:00Z", XSD.dateTime),
        ),
        (Literal(f"{'9' * 4000}-01-01", XSD.date), Literal("2009-01-01", XSD.date)),
    ],
)
def test_values_that_have_none(one: Iri | Literal, two: Iri | Literal) -> None:
    """What cannot be compared is neither less nor equal, in no direction."""
    assert not less(one, two, or_equal=True)
    assert not less(two, one, or_equal=True)


def test_equal_values_are_not_less() -> None:
    """The same number in another spelling is equal to it."""
    one, two = Literal("1.0", XSD.decimal), Literal("01", XSD.integer)
    assert not less(one, two)
    assert less(one, two, or_equal=True)
    # A number of few digits is compared as such.
    assert less(Literal("0.1", XSD.decimal), Literal("0.1", f"{XSD}float"), or_equal=True)
    assert not less(Literal("0.1", XSD.decimal), Literal("0.1", f"{XSD}float"))


# --- Patterns -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pattern", "flags", "matching", "others"),
    [
        ("^a$", "", ["a"], ["a\n", "\na"]),
        ("^a$", "m", ["b\na\nc", "a\n"], ["ba"]),
        ("^", "m", ["", "a\n"], []),
        ("b^c", "m", [], ["b\nc"]),
        ("a.b", "", ["a b"], ["a\nb"]),
        ("a.b", "s", ["a\nb"], ["ab"]),
        ("A", "i", ["a"], ["b"]),
        ("a.b", "q", ["xa.b"], ["axb"]),
        (r"^\s$", "", [" ", "\t"], ["\u00a0"]),
        (r"^[\s,]$", "", [",", "\n"], ["\u2003"]),
        (r"^\S$", "", ["\u00a0", "a"], [" "]),
        (r"^\d+$", "", ["12"], ["1.2"]),
        (r"^[a\]^-]+$", "", ["a]^-"], ["b"]),
        (r"^(?:ab){2,3}?$", "", ["abab"], ["ab"]),
    ],
)
def test_patterns_match_as_xpath_has_it(
    pattern: str, flags: str, matching: list[str], others: list[str]
) -> None:
    """The small things in which Python differs."""
    compiled = translated(pattern, flags)
    assert [bool(compiled.search(each)) for each in matching] == [True] * len(matching)
    assert [bool(compiled.search(each)) for each in others] == [False] * len(others)


@pytest.mark.parametrize(
    "pattern",
    [
        *(r"\w", r"[\w]", r"\p{L}", r"\i", r"\b", r"\/", r"(a)\1", "(?=a)", "(?<=a)", "(?i)a"),
        *("(?P<n>a)", "a*+", "a++", "a{1}{2}", "a{,2}", "*a", "^*", "a|*", "{", "a{9999999999}"),
        *("[a-z-[aeiou]]", "[a&&b]", "[]a]", "[", "(", "[^]", "[b-a]"),
    ],
)
def test_patterns_that_python_has_no_equal_for_are_refused(pattern: str) -> None:
    """Whatever is not surely the same is left to another engine."""
    with pytest.raises(NoEqual):
        translated(pattern)


def test_a_pattern_is_searched_for() -> None:
    """It need not match the whole text, unless it says so."""
    assert isinstance(translated("b"), re.Pattern)
    assert translated("b").search("abc")

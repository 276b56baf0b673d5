"""Terms keep what they were given, and every line can be read back as the same term."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.namespaces import XSD
from kg.terms import (
    Iri,
    Literal,
    Quad,
    boolean,
    date,
    decimal,
    integer,
    nquad,
    nquads,
    rdflib_term,
    read_line,
    spelled,
    text,
    to_rdflib,
)

S, P, G = Iri("https://example.org/s"), "https://example.org/p", Iri("https://example.org/g")

lexical = st.text(st.characters(exclude_categories=["Cs"]))


def quad(term: Iri | Literal) -> Quad:
    """A statement about something, with this object."""
    return Quad(S, P, term, G)


@pytest.mark.parametrize(
    ("value", "lexical_form", "datatype"),
    [
        (decimal(Decimal("0.050")), "0.05", XSD.decimal),
        (decimal(Decimal("1E+3")), "1000.0", XSD.decimal),
        (decimal(Decimal(31)), "31.0", XSD.decimal),
        (integer(-3), "-3", XSD.integer),
        (boolean(value=True), "true", XSD.boolean),
        (boolean(value=False), "false", XSD.boolean),
        (date("1996-10-31"), "1996-10-31", XSD.date),
        (date("2009-07"), "2009-07", XSD.gYearMonth),
        (date("2009"), "2009", XSD.gYear),
        (text("0.050"), "0.050", XSD.string),
    ],
)
def test_values_have_exact_lexical_forms(value: Literal, lexical_form: str, datatype: str) -> None:
    """A decimal is canonical, a date has the datatype of its precision, a text is untouched."""
    assert value == Literal(lexical_form, datatype)


def test_a_line_has_the_terms_in_order_and_a_stop() -> None:
    """Subject, predicate, object, graph, each in its brackets, and one newline."""
    assert nquad(quad(integer(31))) == (
        "<https://example.org/s> <https://example.org/p> "
        '"31"^^<http://www.w3.org/2001/XMLSchema#integer> <https://example.org/g> .\n'
    )


def test_control_characters_and_quotes_are_escaped() -> None:
    """A line stays one line, whatever its text holds."""
    assert spelled(text('a\n"b"\\\x01\x7f')) == '"a\\n\\"b\\"\\\\\\u0001\\u007F"'


def test_a_language_takes_the_place_of_the_datatype() -> None:
    """A text in a language is spelled with its tag alone."""
    assert spelled(text("fever", "en")) == '"fever"@en'


@given(lexical)
def test_a_written_line_reads_back_as_the_same_literal(value: str) -> None:
    """A reader of N-Quads that is not ours gets the very text that went in."""
    pyoxigraph = pytest.importorskip("pyoxigraph")
    lines = "".join(nquads([quad(text(value))]))
    (read,) = pyoxigraph.parse(lines.encode(), format=pyoxigraph.RdfFormat.N_QUADS)
    assert read.object.value == value


@given(lexical, st.sampled_from([None, "en", "pt-BR"]))
def test_our_own_reader_of_lines_gives_the_same_quad(value: str, language: str | None) -> None:
    """What nquad spells, read_line reads."""
    made = quad(text(value, language))
    assert read_line(nquad(made)) == made


@pytest.mark.parametrize(
    "line",
    ["", "<x:s> <x:p> .", "_:b <x:p> <x:o> .", '<x:s> <x:p> "a" b" .', "<x:s> <x p> <x:o> ."],
)
def test_what_is_no_line_of_ours_is_nothing(line: str) -> None:
    """Blank nodes, missing terms, open strings and spaces in IRIs are not read."""
    assert read_line(line) is None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1e6, max_value=1e6))
def test_rdflib_keeps_the_lexical_form_of_a_decimal(value: Decimal) -> None:
    """No number is rewritten on its way to rdflib."""
    assert str(rdflib_term(decimal(value))) == decimal(value).lexical


def test_rdflib_keeps_a_form_that_it_would_rewrite() -> None:
    """An integer with a leading zero is not ours to mend."""
    assert str(rdflib_term(Literal("007", XSD.integer))) == "007"


def test_to_rdflib_unites_the_graphs_and_binds_the_prefixes() -> None:
    """One statement made by two graphs is one triple of the union."""
    graph = to_rdflib([quad(integer(1)), Quad(S, P, integer(1), S)])
    assert len(graph) == 1
    assert "tk" in dict(graph.namespaces())

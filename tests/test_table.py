"""Tables: typed cells, and the forms that they are written in."""

import builtins
import csv
import io
import json
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.errors import UsageError
from kg.namespaces import RDF, XSD
from kg.table import Table
from kg.terms import Iri, Literal, integer, text

TRIAL = Iri("https://w3id.org/trialkg/id/trial/a")
SAID = Literal('a "b", <c>|d\n', RDF.langString, "en")
TABLE = Table(
    ("trial", "n", "share", "label"),
    (
        (
            TRIAL,
            integer(60),
            Literal("4.50", XSD.decimal),
            Literal('a "b", <c>|d\n', RDF.langString, "en"),
        ),
        (Iri("_:b0"), None, None, text("")),
    ),
    "How many?",
)


def test_cells_are_python_values() -> None:
    """Decimals stay exact; what is unbound is None."""
    assert TABLE.rows == (
        (TRIAL, 60, Decimal("4.50"), 'a "b", <c>|d\n'),
        ("_:b0", None, None, ""),
    )
    assert TABLE["n"] == (60, None)
    assert [row["n"] for row in TABLE] == [60, None]
    with pytest.raises(KeyError, match="no column 'size'; there are trial, n, share, label"):
        TABLE["size"]


def test_json_is_the_identity() -> None:
    """What is written can be read, term by term."""
    assert Table.from_json(TABLE.to_text("json")) == TABLE


def test_the_answer_to_ask_is_one_cell() -> None:
    """A truth value."""
    answer = Table.from_json(json.dumps({"head": {}, "boolean": False}))
    assert (answer.columns, answer.rows) == (("answer",), ((False,),))


def test_csv_and_tsv_follow_their_specification() -> None:
    """CSV holds bare values, TSV terms."""
    rows = list(csv.reader(io.StringIO(TABLE.to_text("csv"))))
    assert rows[1] == [TRIAL, "60", "4.50", 'a "b", <c>|d\n']
    lines = TABLE.to_text("tsv").splitlines()
    assert lines[0] == "?trial\t?n\t?share\t?label"
    assert lines[1].endswith(
        '"4.50"^^<http://www.w3.org/2001/XMLSchema#decimal>\t"a \\"b\\", <c>|d\\n"@en'
    )
    assert lines[2] == '_:b0\t\t\t""'


def test_xml_holds_every_bound_term() -> None:
    """Well-formed, with types and languages."""
    root = ET.fromstring(TABLE.to_text("xml"))  # noqa: S314 - our own writing
    bindings = root.findall(".//{*}binding")
    assert [binding.get("name") for binding in bindings] == [*TABLE.columns, "trial", "label"]
    assert bindings[2][0].get("datatype") == XSD.decimal


def test_forms_for_people_are_safe_and_short() -> None:
    """CURIEs; nothing of a value becomes markup."""
    html = TABLE._repr_html_()
    assert "&lt;c&gt;" in html
    assert ">trial:a</a>" in html
    assert "<caption>How many?</caption>" in html
    assert "a &quot;b&quot;" in html
    markdown = TABLE.to_text("md").splitlines()
    assert markdown[2] == '| trial:a | 60 | 4.50 | a "b", <c>\\|d |'
    assert "trial:a" in str(TABLE)
    assert str(Table(("n",))) == "n\n(no rows)\n"


def test_an_unknown_form_is_refused() -> None:
    """With the forms there are."""
    with pytest.raises(UsageError, match="cannot be written in this form") as error:
        TABLE.to_text("pdf")
    assert error.value.expected == "one of table, csv, tsv, json, xml, md, html"


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_data_frames_come_from_an_extra(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the library is absent, the message says how to install it."""
    load = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name == library:
            raise ImportError(name)
        return load(name, *rest, **more)

    monkeypatch.setitem(__import__("sys").modules, library, None)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match=f"{library} is not installed") as error:
        getattr(TABLE, f"to_{library}")()
    assert "kg-trials[notebook]" in str(error.value.way_out)


@pytest.mark.parametrize("library", ["polars", "pandas"])
def test_data_frames_hold_the_columns(library: str) -> None:
    """Decimals become floats."""
    pytest.importorskip(library, reason="an optional library, see pyproject.toml")
    frame = getattr(TABLE, f"to_{library}")()
    assert list(frame.columns) == list(TABLE.columns)
    assert next(iter(frame["share"])) == 4.5

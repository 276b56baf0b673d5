"""Tables: typed cells, and the forms that they are written in."""

import builtins
import csv
import io
import json
from decimal import Decimal
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from kg.errors import UsageError
from kg.hypertext import MOST_ROWS
from kg.namespaces import RDF, XSD
from kg.table import Table
from kg.terms import Iri, Literal, boolean, integer, text

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
    assert "How many?</caption>" in html
    assert f'<a href="{TRIAL}">a &quot;b&quot;, &lt;c&gt;|d\n</a>' in html
    markdown = TABLE.to_text("md").splitlines()
    assert markdown[2] == '| trial:a | 60 | 4.50 | a "b", <c>\\|d |'
    assert "trial:a" in str(TABLE)
    assert str(Table(("n",))) == "n\n(no rows)\n"


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</td></table><h1>",
    "' onmouseover='alert(1)",
    "&lt;b&gt;",
)


@pytest.mark.parametrize("words", HOSTILE)
def test_no_text_becomes_markup(words: str) -> None:
    """In a cell, a label, a column, a caption, a link: it is read back as it was written."""
    address = Iri(f"https://example.org/{words}")
    other = Iri(f"javascript:alert({words})")
    row = (address, text(words), other, text(words))
    seen = _Seen()
    seen.feed(Table(("trial", "label", words, "n"), (row,), words)._repr_html_())
    assert set(seen.tags) == {"table", "caption", "thead", "tbody", "tr", "th", "td", "a"}
    assert seen.links == [address]
    assert seen.handlers == []
    assert "".join(seen.words).count(words) == 5


class _Seen(HTMLParser):
    """What a browser would make of HTML: elements, links, handlers, words."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str | None] = []
        self.handlers: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links += [value for name, value in attrs if name in {"href", "src"}]
        self.handlers += [name for name, _ in attrs if name not in {"href", "style"}]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def test_a_notebook_shows_a_thing_by_its_label() -> None:
    """Linked to where the thing stands; numbers stand under one another; long ones are cut."""
    arm = Iri("https://w3id.org/trialkg/id/report/pmid-1/arm-1")
    row = (TRIAL, text("ESPRIT"), arm, text("placebo"), integer(7))
    table = Table(("trial", "label", "arm", "armLabel", "n"), (row,) * (MOST_ROWS + 20))
    html = table._repr_html_()
    assert f'<a href="{arm}">placebo</a>' in html
    assert html.count("<th ") == 3
    assert "text-align:right" in html
    assert f"{MOST_ROWS} of {MOST_ROWS + 20} rows are shown" in html
    assert "no rows" in Table(("n",))._repr_html_()


def test_a_column_without_a_value_is_named_below() -> None:
    """It would push the others off the page."""
    html = Table(("trial", "label", "none"), ((TRIAL, None, None),))._repr_html_()
    assert html.count("<th ") == 1
    assert ">trial:a</a>" in html
    assert "without a value: none" in html


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
    pytest.importorskip(library, reason="a library of the notebook extra")
    frame = getattr(TABLE, f"to_{library}")()
    assert list(frame.columns) == list(TABLE.columns)
    assert next(iter(frame["share"])) == 4.5


def test_a_data_frame_has_types_to_compute_with() -> None:
    """Whole numbers, numbers, truth values, days, and gaps; a mixed column is text or numbers."""
    pytest.importorskip("polars", reason="a library of the notebook extra")
    day = Literal("2009-07-01", XSD.date)
    gap = (None, None, None, None, None)
    row = (integer(7), Literal("4.5", XSD.decimal), boolean(value=True), day, None)
    frame = Table(("n", "share", "yes", "day", "none"), (row, gap)).to_polars()
    assert [str(kind) for kind in frame.dtypes] == ["Int64", "Float64", "Boolean", "Date", "Null"]
    mixed = Table(("x",), ((integer(7),), (Literal("4.5", XSD.decimal),))).to_polars()
    assert mixed["x"].to_list() == [7.0, 4.5]
    words = Table(("x",), ((text("a"),), (integer(7),))).to_pandas()
    assert words["x"].tolist() == ["a", 7]

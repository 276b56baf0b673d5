"""The tools for programs that talk, called as a client of the protocol calls them."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from commands import Command, command
from conftest import ROOT
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client
from served import sampled
from stores import line, published

import kg
from kg import show
from kg.errors import KgError, LimitError
from kg.questions import catalogue
from kg.resources import records
from kg.store import Limits
from kg.synthesis import json_of
from kg.talking import MOST_ROWS, TOOLS, Desk
from kg.talking.server import server

ESCAPED = "SELECT ?claim ?p { ?claim tk:reportedPValue ?p } ORDER BY ?claim"


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the invented trial."""
    return sampled(tmp_path_factory.mktemp("shelf"))


@pytest.fixture(scope="module")
def desk(root: Path) -> Iterator[Desk]:
    """The desk over it."""
    with Desk(root, Limits(seconds=2.0)) as opened:
        yield opened


def told(desk: Desk, name: str, **arguments: object) -> Any:
    """What a client is told by a tool, held against the schema that it was promised."""

    async def ask(client: Client) -> Any:
        answer = await client.call_tool(name, arguments)
        said = answer.content[0].text  # type: ignore[union-attr]
        if answer.is_error:
            return said
        assert json.loads(said) == answer.structured_content
        jsonschema.validate(answer.structured_content, TOOLS[name].output_schema())
        return answer.structured_content

    return connected(desk, ask)


def connected(desk: Desk, work: Callable[[Client], Awaitable[Any]]) -> Any:
    """What becomes of work with a client in this process."""

    async def run() -> Any:
        async with Client(server(desk)) as client:
            return await work(client)

    return asyncio.run(run())


# --- What there is -------------------------------------------------------------------------------


def test_a_client_is_told_what_each_tool_takes(desk: Desk) -> None:
    """Every argument has a type and a description; nothing changes anything or leaves."""
    listed = connected(desk, lambda client: client.list_tools()).tools
    assert [tool.name for tool in listed] == list(TOOLS)
    for tool in listed:
        jsonschema.Draft202012Validator.check_schema(tool.input_schema)
        jsonschema.Draft202012Validator.check_schema(tool.output_schema)
        assert all("description" in each for each in tool.input_schema["properties"].values())
        assert (tool.annotations.read_only_hint, tool.annotations.open_world_hint) == (True, False)
    asking = next(tool for tool in listed if tool.name == "ask_question").input_schema
    assert asking["properties"]["question"]["enum"] == list(catalogue())
    values = asking["properties"]["values"]["properties"]
    assert values["tree"]["type"] == "boolean"
    assert "indexed-with" in values["tree"]["description"]
    named = {parameter.name for each in catalogue().values() for parameter in each.parameters}
    assert named - {"measurements"} == set(values)


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_hosts_of_each_age_are_answered(desk: Desk, mode: str) -> None:
    """Those that shake hands first, and those that ask at once."""

    async def run() -> tuple[int, Any]:
        async with Client(server(desk), mode=mode) as client:
            tools = (await client.list_tools()).tools
            answer = await client.call_tool("run_query", {"sparql": "ASK {}"})
            return len(tools), answer.structured_content

    number, found = asyncio.run(run())
    assert (number, found["rows"]) == (len(TOOLS), [[True]])


def test_the_questions_are_listed_with_what_they_take(desk: Desk) -> None:
    """All, or those that a word fits."""
    every = told(desk, "list_questions")["questions"]
    assert [each["question"] for each in every] == list(catalogue())
    some = told(desk, "list_questions", about="safety")["questions"]
    assert [each["question"] for each in some] == ["adverse-events"]
    assert [each["name"] for each in some[0]["takes"]] == ["substance", "trial"]


# --- Answers -------------------------------------------------------------------------------------


def test_an_answer_brings_the_words_behind_its_rows(desk: Desk) -> None:
    """Each claim leads to passages: the words, the place, the report."""
    found = told(desk, "ask_question", question="between-group", values={"trial": "STRIDE"})
    claims = [row[found["columns"].index("claim")] for row in found["rows"]]
    passages = {each["id"]: each for each in found["evidence"]["passages"]}
    assert claims
    for claim in claims:
        words = [passages[number]["words"] for number in found["evidence"]["behind"][claim]]
        assert words
        assert all(words)
    first = passages[1]
    assert "characters" in first["where"]
    assert first["report"].startswith("report:")


def test_an_answer_says_which_rows_it_shows_and_how_to_go_on(desk: Desk) -> None:
    """Nobody takes a part for the whole."""
    question = {"question": "results-by-outcome"}
    whole = told(desk, "ask_question", **question, rows=200)
    assert whole["shown"]["told"] == f"all {len(whole['rows'])} rows"
    part = told(desk, "ask_question", **question, rows=2)
    assert part["shown"]["more"] is True
    assert f"rows 1 to 2 of {len(whole['rows'])}" in part["shown"]["told"]
    rest = told(desk, "ask_question", **question, rows=200, **part["shown"]["next"])
    claims = [row[each["columns"].index("claim")] for each in (part, rest) for row in each["rows"]]
    assert claims == [row[whole["columns"].index("claim")] for row in whole["rows"]]
    assert set(part["evidence"]["behind"]) == set(claims[:2])


def test_columns_without_a_value_are_named_once(desk: Desk) -> None:
    """They cost a reader much and tell it nothing."""
    found = told(desk, "ask_question", question="between-group")
    assert set(found["columns"]) | set(found["silent"]) == set(catalogue()["between-group"].returns)
    for place in range(len(found["columns"])):
        assert any(row[place] is not None for row in found["rows"])


def test_no_row_is_told_in_the_words_of_the_question(desk: Desk) -> None:
    """An empty answer means something."""
    found = told(desk, "ask_question", question="unit-flags")
    assert (found["rows"], found["shown"]["told"]) == ([], "no rows")
    assert found["notes"] == [f"no row: {catalogue()['unit-flags'].empty}"]


def test_a_claim_is_named_as_answers_show_it(desk: Desk) -> None:
    """In the question that takes one, and in the tool that explains one."""
    found = told(desk, "ask_question", question="between-group")
    claim = found["rows"][0][found["columns"].index("claim")]
    assert not claim.startswith("http")
    words = told(desk, "ask_question", question="evidence-for", values={"claim": claim})
    explained = told(desk, "explain_claim", claim=claim)
    assert explained["claim"] == claim
    quoted = {each["words"] for each in explained["evidence"]}
    assert quoted == {row[words["columns"].index("words")] for row in words["rows"]}
    assert {each["faithful"] for each in explained["evidence"]} == {True}


def test_a_derived_claim_is_explained_down_to_words(desk: Desk) -> None:
    """What it follows from is explained in the same way."""
    derived = "SELECT ?c { ?c a tk:Result ; tk:derivation tk:derived } ORDER BY ?c LIMIT 1"
    ((claim,),) = told(desk, "run_query", sparql=derived)["rows"]
    grounds = told(desk, "explain_claim", claim=claim)["derived_from"]
    assert grounds
    assert all(each["evidence"] or each["derived_from"] for each in grounds)


def test_a_trial_is_shown_with_the_words_behind_each_section(desk: Desk) -> None:
    """All sections shortened, or one of them, from a row on."""
    page = told(desk, "show_trial", trial="stride", rows=1)
    titles = [section["title"] for section in page["sections"]]
    assert {"Design", "People", "Arms", "Numbers", "Comparisons"} <= set(titles)
    assert all(len(section["rows"]) <= 1 for section in page["sections"])
    sections = {section["title"]: section for section in page["sections"]}
    assert any("[" in cell for cell in sections["Numbers"]["rows"][0])
    assert sections["Comparisons"]["shown"]["more"] is True
    one = told(desk, "show_trial", trial="stride", section="comparisons", start=1, rows=2)
    assert [section["title"] for section in one["sections"]] == ["Comparisons"]
    assert one["sections"][0]["rows"][0] not in sections["Comparisons"]["rows"]
    assert page["evidence"]["passages"]


@pytest.mark.parametrize("how", ["too many", "too slow"])
def test_a_trial_with_too_many_results_is_shown_without(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    """And it is said where they are."""
    whole = show.show

    def slow(store: Any, trial: Any, *, results: bool = True) -> Any:
        if results and how == "too slow":
            raise LimitError("the query took longer than 2 s")
        return whole(store, trial, results=results)

    monkeypatch.setattr("kg.talking.reading.show", slow)
    if how == "too many":
        monkeypatch.setattr("kg.talking.reading.MOST_RESULTS", 2)
    page = told(desk, "show_trial", trial="stride")
    assert "Numbers" not in [section["title"] for section in page["sections"]]
    assert "results-by-outcome" in page["notes"][0]


def test_effects_are_pooled_with_their_words(tmp_path: Path) -> None:
    """As `kg pool` pools them, and with what was left out."""
    with kg.build([records()], store=tmp_path / "kg") as graph:
        wanted = json.loads(json_of(graph.pool()))
    with Desk(tmp_path / "kg", Limits()) as desk:
        found = told(desk, "pool_effects", rows=1)
        second = told(desk, "pool_effects", rows=1, **found["shown"]["next"])
        death = told(desk, "pool_effects", values={"measurand": "death"}, models=["fixed"])
        mistaken = told(desk, "pool_effects", models=["best"])
    assert [*found["sets"], *second["sets"]] == wanted["sets"][:2]
    assert found["left_out"] == wanted["leftOut"][: len(found["left_out"])]
    assert len(found["evidence"]["behind"]) == len(wanted["sets"][0]["trials"])
    assert {len(each["pooled"]) for each in death["sets"]} == {1}
    assert isinstance(mistaken, str)


# --- The model, and queries ----------------------------------------------------------------------


def test_the_model_is_described_with_how_often_it_is_used(desk: Desk) -> None:
    """Classes that have nodes; of a class its properties, of a list its values."""
    every = told(desk, "describe_model")
    classes = {each["name"]: each["nodes"] for each in every["classes"]}
    ((arms,),) = told(desk, "run_query", sparql="SELECT (COUNT(?a) AS ?n) { ?a a tk:Arm }")["rows"]
    assert classes["tk:Arm"] == arms
    assert 0 not in classes.values()
    assert every["prefixes"]["tk"].endswith("/ns#")
    comparison = told(desk, "describe_model", term="comparison")
    assert comparison["term"]["above"] == ["tk:Result"]
    used = {each["name"]: each["nodes"] for each in comparison["properties"]}
    assert used["tk:experimentalGroup"] > 0
    assert any("tk:favours" in rule for rule in comparison["rules"])
    values = told(desk, "describe_model", term="tkv:masking")["values"]
    assert "tk:doubleBlind" in [each["name"] for each in values]
    assert told(desk, "describe_model", term="tk:doubleBlind")["term"]["lists"] == ["tkv:masking"]
    assert told(desk, "describe_model", term="tk:pValue")["term"]["value"] == ["xsd:decimal"]


def test_a_query_brings_words_too(desk: Desk) -> None:
    """For every claim among its rows."""
    found = told(desk, "run_query", sparql=ESCAPED)
    assert found["rows"]
    assert found["evidence"]["passages"]
    ask = told(desk, "run_query", sparql="ASK { ?s a tk:Trial }")
    assert ask["rows"] == [[True]]
    triples = told(desk, "run_query", sparql="CONSTRUCT WHERE { ?s a tk:Arm }", rows=1)
    assert (triples["columns"], len(triples["rows"])) == (["triple"], 1)
    assert triples["shown"]["more"] is True


REFUSED = {
    "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }": "longer than 2 s",
    "SELECT * { ?a ?b ?c . ?d ?e ?f }": f"expected at most {MOST_ROWS:,}",
    "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }": "SERVICE",
    "INSERT DATA { tk:a tk:b tk:c }": "read-only",
    "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }": "no graph",
    "SELECT * { ?s ?p }": "line 1",
    f"SELECT * {{ FILTER({'STR(' * 2_000}1{')' * 2_000} = 1) }}": "nested",
}


@pytest.mark.parametrize("sparql", REFUSED, ids=range(len(REFUSED)))
def test_what_a_query_may_not_do_is_said_and_the_next_is_answered(desk: Desk, sparql: str) -> None:
    """Deadline, rows, network, writing, depth: as everywhere."""
    said = told(desk, "run_query", sparql=sparql)
    assert isinstance(said, str), said
    assert REFUSED[sparql] in said
    assert told(desk, "run_query", sparql="ASK {}")["rows"] == [[True]]


MISTAKEN: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("ask_question", {"question": "betwen-group"}, "one like between-group"),
    ("ask_question", {"question": "between-group", "values": {"trail": "x"}}, "measurand, trial"),
    ("ask_question", {"question": "between-group", "rows": 0}, "$.rows"),
    ("ask_question", {"question": "between-group", "row": 1}, "row"),
    ("ask_question", {"question": "trials-of-intervention"}, "needs substance"),
    ("ask_question", {}, "question"),
    ("show_trial", {"trial": "STRIDEX"}, "'stride'"),
    ("show_trial", {"trial": "stride", "section": "Arm"}, "one of Design"),
    ("explain_claim", {"claim": "pmid-1:arm-1"}, "says nothing about pmid-1:arm-1"),
    ("explain_claim", {"claim": "what?"}, "pmid-19461505:result-2"),
    ("describe_model", {"term": "tk:pValu"}, "tk:pValue"),
    ("pool_effects", {"values": {"level": "90"}}, "measurand, statistic, substance"),
    ("no_such_tool", {}, "list_questions"),
)


@pytest.mark.parametrize(("name", "arguments", "way"), MISTAKEN, ids=range(len(MISTAKEN)))
def test_a_mistake_is_told_so_that_it_can_be_mended(
    desk: Desk, name: str, arguments: dict[str, object], way: str
) -> None:
    """On one line, without the ways out of the command line."""
    said = told(desk, name, **arguments)
    assert isinstance(said, str)
    assert way in said
    assert "\n" not in said
    assert "kg ask" not in said


def test_the_next_generation_is_answered_from(tmp_path: Path) -> None:
    """As soon as it is published, by the next call."""
    counting = {"sparql": "SELECT (COUNT(*) AS ?n) { ?s tk:size ?o }"}
    published(tmp_path, [line("x", "size", '"7"')])
    with Desk(tmp_path, Limits()) as desk:
        assert list(TOOLS["run_query"].answer(desk, counting)["rows"][0]) == [1]
        published(tmp_path, [line("x", "size", '"7"'), line("y", "size", '"8"')])
        assert list(TOOLS["run_query"].answer(desk, counting)["rows"][0]) == [2]


# --- The command ---------------------------------------------------------------------------------


def test_a_client_starts_the_command_and_is_answered(root: Path) -> None:
    """Over standard input and output, as clients do."""
    parameters = StdioServerParameters(
        command=sys.executable,
        args=["-m", "kg", "mcp", "--store", str(root)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )

    async def run() -> tuple[str, list[str], Any]:
        quiet = Path(os.devnull).open("w", encoding="utf-8")  # noqa: ASYNC230, SIM115
        with quiet:
            async with Client(stdio_client(parameters, errlog=quiet)) as client:
                names = [tool.name for tool in (await client.list_tools()).tools]
                answer = await client.call_tool("show_trial", {"trial": "stride"})
                assert client.server_info is not None
                return client.server_info.name, names, answer.structured_content

    name, names, page = asyncio.run(run())
    assert (name, names) == ("kg", list(TOOLS))
    assert page["trial"] == "STRIDE"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_while_it_waits(root: Path, number: int) -> None:
    """A client that was closed leaves nothing behind, and Ctrl-C works."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "mcp", "--store", str(root)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    with process:
        assert process.stderr is not None
        assert b"until the input ends" in process.stderr.readline()
        time.sleep(0.5)
        process.send_signal(number)
        assert process.wait(10) == 128 + number


def test_without_the_extra_the_way_out_is_one_line(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], root: Path
) -> None:
    """Exit code 2, and what to install."""
    monkeypatch.setitem(sys.modules, "mcp.server.stdio", None)
    monkeypatch.delitem(sys.modules, "kg.talking.server", raising=False)
    run_kg: Command = command(monkeypatch, capsysbinary, root)
    run = run_kg("mcp")
    assert run.code == 2
    assert "pip install 'kg-trials[mcp]'" in run.err


def test_a_store_that_is_not_there_is_told(tmp_path: Path) -> None:
    """Before anybody is answered."""
    with pytest.raises(KgError, match="no store"):
        Desk(tmp_path / "nothing", Limits())

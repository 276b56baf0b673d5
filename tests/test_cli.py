"""The command line: data on one side, words on the other, and an exit code for how it went."""

import csv
import json
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from commands import Command, command
from sample_accounts import TEXT
from stores import published, sample_lines

from kg import cli, questions, store
from kg.errors import KgError, LimitError
from kg.namespaces import CONCEPT, RDF, TK
from kg.questions.headers import Page
from kg.resources import records

REJECT = {"kind": "input", "where": "empty.txt", "what": "the file is empty"}
SIZES = "SELECT ?arm ?n { ?arm a tk:Arm ; tk:size ?n } ORDER BY ?n"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the invented trial."""
    root = tmp_path_factory.mktemp("shelf")
    published(root, sample_lines(), rejects=[REJECT])
    return root


@pytest.fixture
def kg(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], shelf: Path
) -> Command:
    """The command, run in this process over that store."""
    return command(monkeypatch, capsysbinary, shelf)


# --- Help and start ------------------------------------------------------------------------------

VERBS = (
    *("build", "rejects", "ask", "query", "show", "why", "export", "diff", "validate", "verify"),
    *("reason", "network", "pool", "evaluate", "push", "serve", "mcp", "link", "mappings", "demo"),
)


def test_help_lists_every_verb_and_no_other(kg: Command) -> None:
    """What cannot be done yet is not promised."""
    text = kg("--help").out
    assert [verb for verb in (*VERBS, "vocabulary") if f"│ {verb} " not in text] == []


@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_explains_itself(kg: Command, verb: str) -> None:
    """Its use and its options."""
    run = kg(verb, "--help")
    assert run.code == 0
    assert f"kg {verb}" in run.out


def test_start_loads_nothing_that_help_does_not_need() -> None:
    """The whole of it has 0.4 seconds."""
    heavy = "rdflib pyoxigraph matplotlib networkx owlready2 pyshacl jsonschema yaml msgspec jinja2"
    code = (
        "import sys; sys.argv = ['kg', '--help']\n"
        "from kg.cli import main\n"
        "try: main()\n"
        f"finally: print(sorted(set({heavy!r}.split()) & set(sys.modules)), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert run.stderr.strip() == "[]"


def test_the_version_is_told(kg: Command) -> None:
    """Alone, so that a script can read it."""
    assert kg("--version").out.startswith("kg 0.")


# --- Exit codes ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["query", "-e", SIZES], 0),
        (["query", "-e", "SELECT ?s { ?s tk:size 9999 }"], 0),
        (["nonsense"], 2),
        (["query"], 2),
        (["query", "-e", SIZES, "-f", "pdf"], 2),
        (["query", "-e", SIZES, "-p", "arm"], 2),
        (["ask", "no-such-question"], 2),
        (["show", "NCT00000000"], 2),
        (["why", "nothing at all"], 2),
        (["export", "-o", "x.pdf"], 2),
        (["query", "no-such-file.rq"], 3),
        (["validate", "no-such-file.ttl"], 3),
        (["query", "-e", "SELECT"], 4),
        (["query", "-e", "SELECT * { SERVICE <x:y> {} }"], 4),
        (["query", "-e", "CLEAR ALL"], 4),
        (["verify", "--store", "no-such-store"], 4),
        (["query", "-e", f"SELECT * {'{' * 200}{'}' * 200}"], 5),
    ],
)
def test_the_exit_code_says_how_it_went(kg: Command, arguments: list[str], code: int) -> None:
    """As the interface promises; a user's error is never a traceback."""
    run = kg(*arguments)
    assert run.code == code, run.err
    assert "Traceback" not in run.err
    assert (run.out == "") == (code != 0)


def test_a_query_out_of_time_is_exit_code_5(kg: Command) -> None:
    """With the way to more time."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    run = kg("query", "-e", slow, "--timeout", "0.3")
    assert run.code == LimitError.exit_code
    assert "--timeout" in run.err


def test_debug_shows_where_an_error_arose(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the option stands."""
    monkeypatch.setattr(sys, "argv", ["kg", "ask", "no-such-question", "--debug"])
    with pytest.raises(KgError):
        cli.main()


def test_a_reader_that_goes_away_is_no_error(shelf: Path) -> None:
    """As in `kg query … | head -1`."""
    everything = "SELECT * { ?s ?p ?o . ?t ?q ?v } LIMIT 60000"
    command = [sys.executable, "-m", "kg", "query", "-e", everything, "--store", str(shelf)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as child:
        assert child.stdout is not None
        child.stdout.readline()
        child.stdout.close()
        assert child.stderr is not None
        assert child.stderr.read() == b""


def test_ctrl_c_ends_a_query_at_once(shelf: Path) -> None:
    """Exit code 130, no traceback, and no process left behind."""
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    command = [sys.executable, "-m", "kg", "query", "-e", slow, "--store", str(shelf)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE) as child:
        _until_at_work(child.pid)
        child.send_signal(signal.SIGINT)
        _, err = child.communicate(timeout=5)
    assert child.returncode == 130
    assert err == b""


def _until_at_work(pid: int) -> None:
    """Waits until a process has one of its own for the query, where that is told, and a moment."""
    told = Path(f"/proc/{pid}/task/{pid}/children")
    until = time.monotonic() + 20
    while told.exists() and not told.read_text().strip() and time.monotonic() < until:
        time.sleep(0.05)
    time.sleep(1.5)


# --- Output --------------------------------------------------------------------------------------


def test_a_pipe_gets_csv_and_triples_turtle(kg: Command) -> None:
    """Data alone; nothing for people among it."""
    assert kg("query", "-e", SIZES).out.splitlines()[0] == "arm,n"
    graph = kg("query", "-e", "CONSTRUCT { ?s a tk:Arm } { ?s a tk:Arm }")
    assert graph.out.startswith("@prefix tk: <https://w3id.org/trialkg/ns#> .")
    assert graph.err == ""


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json", "xml", "md"])
def test_tables_have_every_form(kg: Command, form: str) -> None:
    """The two arms in each of them."""
    text = kg("query", "-e", SIZES, "-f", form).out
    assert "21" in text
    assert "19" in text


@pytest.mark.parametrize("form", ["ttl", "nt", "jsonld", "rdf"])
def test_triples_have_every_form(kg: Command, form: str) -> None:
    """Each is read back as the same two triples."""
    text = kg("query", "-e", "CONSTRUCT { ?s a tk:Arm } { ?s a tk:Arm }", "-f", form).out
    assert len(list(store.parse(text.encode(), form))) == 2


def test_an_answer_goes_to_a_file_in_the_form_of_its_ending(kg: Command, tmp_path: Path) -> None:
    """And the person is told."""
    run = kg("query", "-e", SIZES, "-o", tmp_path / "arms.tsv")
    assert run.out == ""
    assert run.err.startswith("kg: wrote ")
    assert (tmp_path / "arms.tsv").read_text().startswith("?arm\t?n\n")


def test_a_query_comes_from_a_file_or_a_pipe(
    kg: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A minus stands for standard input."""
    (tmp_path / "q.rq").write_text(SIZES)
    direct = kg("query", "-e", SIZES)
    assert kg("query", tmp_path / "q.rq") == direct
    with (tmp_path / "q.rq").open() as pipe:
        monkeypatch.setattr(sys, "stdin", pipe)
        assert kg("query", "-") == direct


def test_parameters_are_bound_as_terms(kg: Command) -> None:
    """A number as a number, a short name as an IRI."""
    assert kg("query", "-e", SIZES, "-p", "n=21").out.count("\n") == 2
    assert kg("query", "-e", SIZES, "-p", 'n="21"').out.count("\n") == 1
    of_kind = "SELECT ?s { ?s a ?kind }"
    assert kg("query", "-e", of_kind, "-p", "kind=tk:Arm").out.count("\n") == 3


# --- Verbs ---------------------------------------------------------------------------------------


def test_ask_lists_the_questions_and_answers_one(kg: Command) -> None:
    """Without a store, too, for the list."""
    listed = kg("ask", "-f", "json", "--store", "no-such-store")
    names = [row["question"]["value"] for row in json.loads(listed.out)["results"]["bindings"]]
    assert {"arms-and-sizes", "dose-per-cycle"} <= set(names)
    assert "zentarol" in kg("ask", "dose-per-cycle").out


def test_a_long_answer_comes_in_pages_and_says_so(
    kg: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A page on standard output with a line on how to go on; a file is given everything."""
    asked = questions.question("not-reported")
    small = replace(asked, page=Page(1, "entries"))
    monkeypatch.setitem(questions.catalogue(), "not-reported", small)
    first = kg("ask", "not-reported", "-f", "csv")
    assert len(first.out.splitlines()) == 2
    assert "page 1, 1 entries; more follow: --page 2, --all" in first.err
    second = kg("ask", "not-reported", "-f", "csv", "--page", 2)
    assert second.out.splitlines()[1] != first.out.splitlines()[1]
    whole = kg("ask", "not-reported", "-f", "csv", "--all")
    assert len(whole.out.splitlines()) > 3
    assert "more follow" not in whole.err
    kg("ask", "not-reported", "-o", tmp_path / "rows.csv")
    assert (tmp_path / "rows.csv").read_text("utf-8") == whole.out


def test_show_is_one_page(kg: Command) -> None:
    """Design, arms, numbers, comparison, conclusion, each with the name of its claim."""
    page = kg("show", "STRIDE").out
    for words in ("STRIDE", "randomized", "zentarol group", "21", "92.50", "± 3", "P < 0.050"):
        assert words in page
    assert "pmid-12345:arm-1" in page


@pytest.mark.parametrize("name", ["stride", "nct09999999", "NCT09999999", "trial:nct09999999"])
def test_a_trial_is_found_by_what_people_call_it(kg: Command, name: str) -> None:
    """An acronym, an id in any case, an IRI."""
    assert json.loads(kg("show", name, "-f", "json").out)["trial"].endswith("/nct09999999")


@pytest.mark.parametrize("name", ["12345", "PMID: 12345", "stiff kn"])
def test_a_report_of_two_trials_names_neither(kg: Command, name: str) -> None:
    """It tells of one and mentions another: which is meant cannot be known."""
    run = kg("show", name)
    assert run.code == 2
    assert "trial:nct09999999" in run.err


def test_why_quotes_the_words(kg: Command) -> None:
    """Exactly, with their place, the rule and the report."""
    reason = json.loads(kg("why", "pmid-12345:result-2", "-f", "json").out)
    (evidence,) = reason["evidence"]
    assert evidence["words"].startswith("Walking speed")
    assert evidence["words"] in TEXT
    assert evidence["faithful"] is True
    assert f"characters {TEXT.index(evidence['words'])}–" in evidence["place"]
    assert ["rule", "value-at-time"] in reason["how"]
    assert "Walking speed" in kg("why", "pmid-12345:result-2").out


def test_why_follows_a_derived_claim_to_words(kg: Command) -> None:
    """A change that was computed rests on the two values that it was computed from."""
    derived = "SELECT ?c { ?c a tk:Change ; tk:derivation tk:derived } ORDER BY ?c LIMIT 1"
    claim = kg("query", "-e", derived).out.splitlines()[1]
    reason = json.loads(kg("why", claim, "-f", "json").out)
    assert reason["evidence"] == []
    assert len(reason["derived_from"]) >= 2
    assert all(ground["evidence"] for ground in reason["derived_from"])


def test_a_part_rests_on_what_its_owner_rests_on(kg: Command) -> None:
    """A dose is said where its phase is said."""
    part = "pmid-12345:arm-1.intervention-1.regimen.phase-1.dose"
    reason = json.loads(kg("why", part, "-f", "json").out)
    assert reason["evidence"][0]["words"] == "Forty people took part."


def test_export_narrows_and_adds(kg: Command) -> None:
    """One trial; what an answer speaks of; the ontology besides."""
    whole = kg("export", "-o", "-", "-f", "nt").out
    assert kg("export", "-o", "-", "-f", "nt", "--trial", "STRIDE").out == whole
    asked = kg("export", "-o", "-", "-f", "nt", "--question", "dose-per-cycle").out
    assert 0 < len(asked.splitlines()) < len(whole.splitlines())
    assert "owl#Ontology" in kg("export", "-o", "-", "-f", "nt", "--with", "ontology").out
    assert kg("export", "-o", "-", "--with", "everything").code == 2


def test_rejects_tell_where_and_what(kg: Command) -> None:
    """For people and for programs."""
    assert json.loads(kg("rejects", "-f", "json").out) == [REJECT]
    assert "empty.txt" in kg("rejects", "-f", "table").out


def test_verify_names_what_was_changed(kg: Command, tmp_path: Path) -> None:
    """Exit code 1, and the file."""
    place = published(tmp_path, sample_lines())
    assert kg("verify", "--store", tmp_path).code == 0
    with (place / "rejects.jsonl").open("a") as file:
        file.write("x")
    run = kg("verify", "--store", tmp_path)
    assert run.code == 1
    assert "rejects.jsonl" in run.out


def test_validate_finds_what_violates(kg: Command, tmp_path: Path) -> None:
    """Exit code 1 and the finding; a file that conforms is 0."""
    bad = tmp_path / "bad.ttl"
    bad.write_text(
        "@prefix tk: <https://w3id.org/trialkg/ns#> .\n"
        "<https://w3id.org/trialkg/id/report/a/arm-1> a tk:Arm, tk:ParticipantGroup ; tk:size -3 ."
    )
    run = kg("validate", bad)
    assert run.code == 1
    assert "arm-1" in run.out
    assert "violation" in run.err


def test_reason_lists_what_follows(kg: Command) -> None:
    """From the rules, without Java."""
    assert "RandomizedTrial" in kg("reason").out


def test_vocabularies_are_listed(kg: Command) -> None:
    """None were added to this store."""
    assert kg("vocabulary", "list").out == "name,title,statements,graph\n"


def test_why_of_a_record_that_a_person_entered_draws_no_empty_line(
    kg: Command, tmp_path: Path
) -> None:
    """It has a place and a source and no words: the branch begins with the place."""
    kg("build", records() / "kovacs-1996.yaml", "--store", tmp_path)
    arm = "SELECT ?arm { ?arm a tk:Arm } ORDER BY ?arm LIMIT 1"
    claim = kg("query", "-e", arm, "--store", tmp_path).out.splitlines()[1]
    drawn = [line.rstrip() for line in kg("why", claim, "--store", tmp_path).out.splitlines()]
    branches = [line for line in drawn if line.startswith(("├──", "└──"))]
    assert branches
    assert [line for line in branches if not line.startswith(("├── /", "└── /"))] == []
    assert [line for line in drawn if not line.strip("│├└─ ")] == []


def test_a_network_of_many_trials_comes_in_pages(
    kg: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Unless a substance is named; what follows is told, beside the answer."""
    small = replace(questions.question("evidence-network"), page=Page(5, "interventions"))
    monkeypatch.setattr("kg.questions.asking.question", lambda _name: small)
    kg("build", *sorted(records().glob("*.yaml")), "--store", tmp_path)
    asked = ("network", "--store", tmp_path, "-f", "csv")
    whole, some = kg(*asked), kg(*asked, "--page", 1)
    assert "follow" not in whole.err
    assert "others follow: --page 2, or --substance NAME" in some.err
    rest = kg(*asked, "--page", 2)
    assert "follow" not in rest.err
    assert {*some.out.splitlines(), *rest.out.splitlines()} == set(whole.out.splitlines())
    monkeypatch.setattr("kg.network.WHOLE", 3)
    assert kg(*asked) == some
    named = kg(*asked, "--substance", "IL-2")
    assert set(named.out.splitlines()) <= set(whole.out.splitlines())
    assert "follow" not in named.err


def test_participants_that_nobody_tells_are_a_dash_or_nothing(kg: Command, tmp_path: Path) -> None:
    """Never a nought, which would be a number of people."""
    graph = sample_lines()[0].rsplit(" ", 2)[1]
    typed = [
        f"<{CONCEPT}{name}> <{RDF.type}> <{TK.Concept}> {graph} .\n"
        for name in ("exercise", "zentarol")
    ]
    published(tmp_path, [*sample_lines(), *typed])
    asked = ("network", "--store", tmp_path, "-f")
    drawn, plain = kg(*asked, "table").out, kg(*asked, "csv").out
    assert "—" in drawn
    (row,) = csv.DictReader(plain.splitlines())
    assert (row["trials"], row["participants"]) == ("1", "")

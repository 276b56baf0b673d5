"""`kg pool` over the bundled graph, and the same from Python."""

import csv
import io
import json
import math
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from commands import Command, command
from sample_trials import BCG

import kg
from kg.errors import UsageError
from kg.resources import records
from kg.synthesis import MODELS
from kg.synthesis.together import cited

DISEASE = "measurand=opportunistic disease or death"


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The graph of the bundled records."""
    root = tmp_path_factory.mktemp("bundled") / "kg"
    kg.build([records()], store=root).close()
    return root


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes], shelf: Path
) -> Command:
    """The command, run in this process over that store."""
    return command(monkeypatch, capsysbinary, shelf)


@pytest.fixture(scope="module")
def graph(shelf: Path) -> Iterator[kg.Graph]:
    """The same store, open."""
    with kg.open(shelf) as opened:
        yield opened


def test_two_trials_of_interleukin_2_are_pooled_as_published(graph: kg.Graph) -> None:
    """HR 0.928 (0.785 to 1.097), Q = 0.03, with a fixed effect; the inputs are cited."""
    found = graph.pool("pooled-effect", measurand="opportunistic disease or death")
    (pooling,) = found.poolings
    fixed, random = pooling.pools
    numbers = [round(x, 3) for x in (fixed.estimate, fixed.lower, fixed.upper)]
    assert (numbers, round(fixed.heterogeneity.q, 2)) == ([0.928, 0.785, 1.097], 0.03)
    assert (random.heterogeneity.tau2, round(random.estimate, 3)) == (0, 0.928)
    assert [str(each.estimate) for each in pooling.effects] == ["0.94", "0.91"]
    assert pooling.subtitle.endswith("against antiretroviral therapy alone; hazard ratio")
    assert str(pooling.group.contrast) == "interleukin-2 against no such treatment"
    assert all(graph.why(each.claim).evidence for each in pooling.effects)


RECORD = """\
kind: curated-record
title: {name}
sources: {{article: {{citation: "JAMA 1994;271:698-702"}}}}
studies:
  - acronym: {name}
    arms:
      - key: vaccine
        label: vaccinated
        role: experimentalRole
        receives: [{{label: BCG vaccine, substance: bcg-vaccine, role: investigational}}]
      - {{key: none, label: not vaccinated, role: controlRole}}
    group_results:
      - {{group: vaccine, measurand: tuberculosis, count: {events}, denominator: {n}}}
      - {{group: none, measurand: tuberculosis, count: {others}, denominator: {rest}}}
concepts:
  - {{slug: bcg-vaccine, kinds: [Substance], pref_label: BCG vaccine}}
  - {{slug: tuberculosis, kinds: [Measurand, ClinicalEvent], pref_label: tuberculosis}}
"""


@pytest.fixture(scope="module")
def vaccine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[kg.Graph]:
    """A graph of the thirteen vaccine trials, entered as a person enters them."""
    folder = tmp_path_factory.mktemp("vaccine")
    for name, found in BCG.items():
        rest = {"others": found.reference_events, "rest": found.reference_n}
        text = RECORD.format(name=name, events=found.events, n=found.n, **rest)
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    with kg.build([folder], store=folder / "store") as built:
        yield built


def test_thirteen_trials_that_a_person_entered_give_the_published_values(vaccine: kg.Graph) -> None:
    """From YAML to REML: log RR −0.7145, τ² 0.3132; by name, with nothing left out."""
    found = vaccine.pool(measurand="tuberculosis", models=("reml", "fixed", "mh"))
    (pooling,) = found.poolings
    logs = [round(math.log(pooled.estimate), 4) for pooled in pooling.pools]
    assert logs == [-0.7145, -0.4303, -0.4537]
    tau2 = pooling.pools[0].heterogeneity.tau2
    assert tau2 == pytest.approx(0.3132, abs=5e-5)
    assert [effect.label for effect in pooling.effects] == sorted(BCG)
    assert pooling.subtitle == "vaccinated against not vaccinated; risk ratio"
    assert found.left_out == ()


def test_groups_need_a_measurand_and_that_is_said(vaccine: kg.Graph) -> None:
    """Without one only comparisons are looked at."""
    found = vaccine.pool()
    assert found.poolings == ()
    assert "where a measurand is named" in found.notes[0]


@pytest.mark.parametrize("asked", [{}, {"measurand": "CD4"}, {"substance": "IL-2"}], ids=str)
def test_everything_that_was_asked_for_is_in_a_set_or_left_out(
    graph: kg.Graph, asked: dict[str, Any]
) -> None:
    """Nothing of the answer is dropped in silence."""
    answer, found = graph.ask("pooled-effect", page=None, **asked), graph.pool(**asked)
    claims = {str(row["claim"]) for row in answer}
    entered = {claim for each in found.poolings for one in each.effects for claim in cited(one)}
    assert entered | {out.claim for out in found.left_out} == claims
    assert all(out.reason for out in found.left_out)


def test_a_person_reads_what_was_pooled_and_what_was_not(run: Command) -> None:
    """Trials with their claims, estimates, heterogeneity, and two that were left out."""
    told = run("pool", "pooled-effect", DISEASE, "-f", "table")
    for words in ("0.93 (0.78–1.10)", "I² = 0%", "Left out: 2", "do not fit each other"):
        assert words in told.out


def test_a_program_reads_rows(run: Command) -> None:
    """CSV in a pipe, JSON on request; with the numbers that other programs take."""
    rows = list(csv.DictReader(io.StringIO(run("pool", "pooled-effect", DISEASE).out)))
    assert [row["row"] for row in rows].count("pooled") == 2
    assert rows[0]["standardError"].startswith("0.111")
    found = json.loads(run("pool", "pooled-effect", DISEASE, "-f", "json").out)
    assert found["sets"][0]["pooled"][0]["q"] == pytest.approx(0.0349, abs=1e-4)


def test_markdown_is_for_a_document(run: Command) -> None:
    """A table with the same cells."""
    told = run("pool", "pooled-effect", DISEASE, "-f", "md").out
    assert "| SILCAAT | 1,695 | 0.91 (0.70–1.18) | 41.1% | 41.1% |" in told


@pytest.mark.parametrize(
    ("name", "start"),
    [("f.svg", b"<?xml"), ("f.png", b"\x89PNG"), ("f.pdf", b"%PDF"), ("f.R", b"# ")],
)
def test_a_file_has_the_form_of_its_ending(
    run: Command, tmp_path: Path, name: str, start: bytes
) -> None:
    """A forest plot, or code for another program."""
    assert run("pool", "pooled-effect", DISEASE, "-o", str(tmp_path / name)).code == 0
    assert (tmp_path / name).read_bytes().startswith(start)


def test_models_and_level_are_as_asked(run: Command) -> None:
    """Every model that fits ratios, each with its own line, at another level."""
    models = [name for name in MODELS if name not in {"mh", "peto"}]
    asked = [part for name in models for part in ("--model", name)]
    told = run("pool", "pooled-effect", DISEASE, *asked, "--level", "90", "-f", "json").out
    found = json.loads(told)["sets"][0]["pooled"]
    assert len(found) == len(models)
    assert {each["ciLevel"] for each in found} == {90.0}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("pooled-effect", "--model", "bayes"), "no such model"),
        (("pooled-effect", "--measure", "XX"), "no such measure"),
        (("pooled-effect", "--time", "soon"), "no span of time"),
        (("pooled-effect", "--level", "0"), "this is no level"),
        (("pooled-effect", "--set", "9"), "no such set"),
        (("pooled-effect", "-f", "png"), "a picture needs a file"),
        (("pooled-effect", "-f", "doc"), "no such form"),
        (("coverage",), "gives nothing to pool"),
        (("pooled-effekt",), "no question"),
        (("pooled-effect", "measure=RR"), "measure is no parameter"),
        (("pooled-effect", "models=fixed"), "expected an option: --model"),
        (("pooled-effect", "measurand=zebra"), "zebra"),
    ],
)
def test_what_cannot_be_pooled_is_one_message(
    run: Command, arguments: tuple[str, ...], message: str
) -> None:
    """And the exit code of a usage error."""
    told = run("pool", *arguments)
    assert (told.code, told.out) == (2, "")
    assert message in told.err


def test_a_picture_is_of_one_set(run: Command, tmp_path: Path, graph: kg.Graph) -> None:
    """Several are named; one can be taken by its number."""
    target = tmp_path / "f.svg"
    assert "several sets" in run("pool", "pooled-effect", "-o", str(target)).err
    assert run("pool", "pooled-effect", "--set", "1", "-o", str(target)).code == 0
    assert target.exists()
    with pytest.raises(UsageError, match="several sets"):
        graph.pool().only()


@pytest.mark.skipif(shutil.which("Rscript") is None, reason="R is not on this machine")
def test_the_code_runs_and_comes_to_the_same(run: Command, tmp_path: Path, graph: kg.Graph) -> None:
    """Metafor computes what kg computed, where it is installed."""
    script = tmp_path / "f.R"
    run("pool", "pooled-effect", DISEASE, "-o", str(script))
    code = script.read_text("utf-8").replace("forest(fit1)", "")
    script.write_text(code + 'cat(sprintf("%.4f", exp(c(fit1$b, fit2$ci.ub))))\n', "utf-8")
    done = subprocess.run(["Rscript", script], capture_output=True, text=True, check=False)
    if "there is no package" in done.stderr:
        pytest.skip("metafor is not installed")
    fixed, random = graph.pool(measurand="opportunistic disease or death").only().pools
    assert done.stdout.split()[-2:] == [f"{fixed.estimate:.4f}", f"{random.upper:.4f}"]

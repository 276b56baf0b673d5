"""Grounding: what a mention is met by, how sure that is and why, and when nothing is said."""

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.linking.abbreviations import explained
from kg.linking.grounding import Decisions, Grounder
from kg.linking.index import Builder, Index, index_of
from kg.linking.thesaurus import Name, Term, TermKind


def term(at: str, label: str, kind: TermKind | None, *names: str | Name, **more: object) -> Term:
    """An invented term."""
    listed = tuple(each if isinstance(each, Name) else Name(each) for each in names)
    kinds = (kind,) if kind else ()
    return Term(iri=f"x:{at}", label=label, kinds=kinds, names=listed, **more)  # type: ignore[arg-type]


TERMS = [
    term("il2", "Interleukin-2", "Substance", "T-Cell Growth Factor", "IL-2"),
    term("ifna", "Interferon-alpha", "Substance", "IFN-α"),
    term("nsclc", "Carcinoma, Non-Small-Cell Lung", "Condition"),
    term("breast", "Breast Neoplasms", "Condition"),
    term("kidney", "Kidney Neoplasms", "Condition"),
    term("dm2", "Diabetes Mellitus, Type 2", "Condition"),
    term("esoph", "Esophagitis", "Condition"),
    term("sild", "Sildenafil Citrate", "Substance", Name("Viagra", "brand")),
    term("metf", "Metformin", "Substance"),
    term("plac", "Placebos", "Substance", "Placebo"),
    term("mi", "Myocardial Infarction", "Condition", Name("Silent Infarction", "narrow")),
    term("hyp", "Hypertension", "Condition"),
    term("hypp", "Hypertension, Pulmonary", "Condition", "Pulmonary Hypertension"),
    term("lead", "Lead", "Substance"),
    term("cold1", "Common Cold", "Condition", "Cold"),
    term("cold2", "Cold Urticaria", "Condition", "Cold"),
    term("old", "Zentarism", "Condition", retired=True, replaced_by=("x:mi",)),
    term("pero", "Peroxidase", "Substance", "Myeloperoxidase"),
    term("hf", "Heart Failure", "Condition"),
    term("walk", "Walking", "Other"),
]
GROUNDER = Grounder([index_of(TERMS)])


def found(text: str, *kinds: str, **more: object) -> str | None:
    """What a mention is linked to."""
    link = GROUNDER.link(text, kinds, **more)  # type: ignore[arg-type]
    return link.iri.removeprefix("x:") if link else None


def parts(text: str, *kinds: str) -> set[str]:
    """What the parts of a mention are linked to."""
    return {link.iri.removeprefix("x:") for link in GROUNDER.links(text, kinds)}


MET = [
    ("Interleukin-2", "il2", "the same words", "exactMatch"),
    ("  interleukin-2 ", "il2", "the same words", "exactMatch"),
    ("IL 2", "il2", "but for spelling", "exactMatch"),
    ("interleukin II", "il2", "how the number is written", "exactMatch"),
    ("rIL-2", "il2", "how the number is written", "exactMatch"),
    ("recombinant human interleukin 2", "il2", "how the number is written", "exactMatch"),
    ("interferon α", "ifna", "but for spelling", "exactMatch"),
    ("IFN alpha", "ifna", "but for spelling", "exactMatch"),
    ("Non-small cell lung carcinoma", "nsclc", "order of words", "exactMatch"),
    ("Oesophagitis", "esoph", "but for spelling", "exactMatch"),
    ("type II diabetes mellitus", "dm2", "order of words", "exactMatch"),
    ("Breast cancer", "breast", "another word for the same", "closeMatch"),
    ("Renal tumours", "kidney", "another word for the same", "closeMatch"),
    ("sildenafil", "sild", "but for the salt", "closeMatch"),
    ("Viagra®", "sild", "brand name", "exactMatch"),
    ("Metformin hydrochloride", "metf", "but for the salt", "closeMatch"),
    ("oral metformin 500 mg tablets", "metf", "without", "broadMatch"),
    ("Silent infarction", "mi", "name of something narrower", "broadMatch"),
    ("newly diagnosed breast neoplasms", "breast", "without", "broadMatch"),
    ("Zentarism", "mi", "replaced by", "exactMatch"),
]


@pytest.mark.parametrize(("text", "iri", "why", "predicate"), MET)
def test_a_mention_is_met_and_says_why(text: str, iri: str, why: str, predicate: str) -> None:
    """Each way to write a name, what it is worth, and how the two stand to each other."""
    kind = next(t.kinds[0] for t in TERMS if t.iri == f"x:{iri}")
    link = GROUNDER.link(text, [kind])
    assert link is not None
    assert (link.iri, link.predicate) == (f"x:{iri}", predicate)
    assert why in "; ".join(link.why)
    assert 0.5 < link.score <= 1


def test_the_stricter_a_form_the_higher_its_score() -> None:
    """Exact, spelling, number, order, another word."""
    texts = ("Kidney Neoplasms", "kidney neoplasm", "neoplasms of the kidney", "renal cancer")
    scores = [GROUNDER.candidates(text, ["Condition"])[0].score for text in texts]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)


def test_nothing_is_said_where_two_fit() -> None:
    """A tie is shown, and links nothing; the record's other words may decide it."""
    assert found("Cold", "Condition") is None
    assert len(GROUNDER.candidates("Cold", ["Condition"])) == 2
    assert found("Cold", "Condition", context="Urticaria after swimming") == "cold2"


@pytest.mark.parametrize(
    "text", ["Kidney", "zentarol", "", "?", "the", "500 mg", "类风湿", "type", "x" * 100_000]
)
def test_what_is_no_name_is_no_link(text: str) -> None:
    """Nor does it raise."""
    assert found(text, "Condition") is None
    assert parts(text, "Substance") == set()


def test_kinds_restrict() -> None:
    """A substance is no condition; the whole of a mention may be of another kind, and says so."""
    assert found("Metformin", "Condition") is None
    (link,) = GROUNDER.links("Metformin", ["Condition"])
    assert "another kind of thing" in link.why


def test_an_abbreviation_stands_for_what_the_record_says() -> None:
    """And for nothing where it says nothing."""
    said = explained(["Patients with heart failure (HF) and a cold"])
    assert said == {"HF": "heart failure"}
    assert found("HF", "Condition", explained=said) == "hf"
    assert found("HF", "Condition") is None
    assert found("LEAD", "Substance") is None
    assert found("lead", "Substance") == "lead"
    other = {"IL-2": "index of loneliness, second edition"}
    assert found("IL-2", "Substance", explained=other) is None


def test_several_things_are_several_links() -> None:
    """Each part by itself, never as an exact match of the whole."""
    assert parts("sildenafil/metformin + placebo", "Substance") == {"sild", "metf", "plac"}
    assert {link.predicate for link in GROUNDER.links("Metformin and Viagra", ["Substance"])} == {
        "relatedMatch"
    }
    assert parts("heart failure with breast cancer", "Condition") == {"hf", "breast"}


def test_what_makes_another_thing_of_a_name_is_not_passed_over() -> None:
    """An inhibitor of an enzyme is not the enzyme, a placebo not the drug, three leads no metal."""
    assert parts("AZ1 Oral Myeloperoxidase Inhibitor", "Substance") == set()
    assert parts("metformin placebo", "Substance") == {"plac"}
    assert parts("Three-lead pacemaker", "Substance", "Procedure") == set()
    assert parts("Pulmonary hypertension in children", "Condition") == {"hypp"}
    assert parts("portal hypertension", "Condition") == set()
    assert parts("soluble peroxidase 7 therapy", "Substance") == set()
    assert parts("soluble peroxidase 7 mg weekly", "Substance") == {"pero"}
    assert parts("promoting walking at work", "Other") == set()


def test_a_persons_decision_wins() -> None:
    """What was rejected is never linked, in whole or in part; what was accepted is, always."""
    decided = Decisions({"cold": ["x:cold1"]}, {"il-2": ["x:il2"], "old metformin": ["x:metf"]})
    grounder = Grounder([index_of(TERMS)], decided)
    link = grounder.link("Cold", ["Condition"])
    assert link is not None
    assert (link.iri, link.why) == ("x:cold1", ("a person said so",))
    assert grounder.links("IL-2", ["Substance"]) == []
    assert grounder.links("Old metformin", ["Substance"]) == []
    assert grounder.link("Interleukin-2", ["Substance"]) is not None


def test_the_order_of_terms_changes_nothing() -> None:
    """Nor does how often one asks."""
    shuffled = TERMS[:]
    random.Random(1).shuffle(shuffled)
    other = Grounder([index_of(shuffled)])
    for text, *_ in MET:
        assert other.candidates(text) == GROUNDER.candidates(text)


def test_an_index_of_another_kind_is_refused() -> None:
    """With the way out, never read as if it were one."""
    data = index_of(TERMS)
    assert len(data) == len(TERMS)
    builder = Builder()
    builder.add(TERMS[0])
    good = builder.finish()
    for bad in (b"", b"kg-names\n", good.replace(b'"format":2', b'"format":9'), b"x" + good):
        with pytest.raises(StoreError, match="cannot be read"):
            Index(bad)


@pytest.mark.shared
def test_all_of_mesh_is_loaded_and_asked_fast(shared: Path, tmp_path: Path) -> None:
    """Under two seconds and 500 MB; ten thousand mentions a second even on a busy machine."""
    from kg.vocabularies import File, read

    builder = Builder()
    labels = []
    for name in ("descriptors.tsv", "supplementary-labels-partial.tsv"):
        for each in read(File(shared / "vocabularies" / "mesh" / name), "mesh"):
            builder.add(each)
            labels.append(each.label)
    file = tmp_path / "names.idx"
    file.write_bytes(builder.finish())
    told = subprocess.run(
        [sys.executable, "-c", _LOADING, str(file)], capture_output=True, text=True, check=True
    ).stdout.split()
    assert float(told[0]) < 2
    assert int(told[1]) < 500_000
    grounder = Grounder([Index(file.read_bytes())])
    started = time.process_time()
    met = sum(grounder.link(label.lower()) is not None for label in labels[:20_000])
    assert time.process_time() - started < 2
    assert met > 19_800


_LOADING = f"""
import sys, time
from pathlib import Path
from {Index.__module__} import Index
started = time.process_time()
Index(Path(sys.argv[1]).read_bytes())
# What getrusage tells is the most that the process had before it became this one, too.
status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
print(time.process_time() - started, status["VmHWM"].split()[0])
"""

"""What a model adds to whole abstracts: lists dealt to arms, and which way outcomes went."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace
from sample_corpora import write_corpora

from kg.errors import InputError
from kg.evaluation.formats.ebm_nlp import Token
from kg.evaluation.formats.evidence_inference import Evidence, Prompt
from kg.evaluation.samples import Sample
from kg.reading import read_account
from kg.reading.learnt.directions import WAYS, features, likely
from kg.reading.ties import model as models
from kg.reading.ties.model import Dealing, Limits, Model, Ranker, Ways
from kg.records import Comparison, Study
from kg.sources import read_source
from kg.training import train, write
from kg.training.directions import learn_ways
from kg.training.learning import _material
from kg.training.lexicon import lexicon

ALLOTTED = "Ninety patients were randomized to zentarol or placebo. "
EASED = "Fatigue eased a great deal with zentarol versus placebo."
BARE = "The relapse rate was 14% versus 25%."
NOTHING = Model(arm=Ranker({}, 1.01), outcome=Ranker({}, 1.01))
SURE = Limits(safe=0.8, likely=0.6, of_safe=0.97, of_likely=0.84)
UNSURE = Limits(safe=1.01, likely=0.6, of_likely=0.84)


Use = Callable[[Model], None]


@pytest.fixture
def use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Use:
    """Puts a model in use for one test."""

    def put(model: Model) -> None:
        file = tmp_path / f"{len(list(tmp_path.iterdir()))}.json"
        write(model, file)
        monkeypatch.setenv("KG_MODEL", str(file))

    monkeypatch.delenv("KG_MODEL", raising=False)
    return put


def study(text: str) -> Study:
    """The study that a text tells of."""
    [document] = read_source("case.txt", (ALLOTTED + text).encode())
    [found] = read_account(document).studies  # type: ignore[arg-type]
    return found


def deals(limits: Limits) -> Model:
    """A model by which the first of two values is of the arm on trial."""
    weights = {"0/2vs role e 0": 9.0, "1/2vs role c 0": 9.0}
    return replace(NOTHING, dealing=Dealing(weights, limits))


def tells(limits: Limits) -> Model:
    """A model that knows fatigue for an outcome, and "with" for the arm that has less."""
    return replace(
        NOTHING,
        names={"w fatigue": [0, 0, 0, 9, 0], "": [1, 0, 0, 0, 0]},
        ways=Ways({"w2 with E": [0, 6, 0], "w2 with C": [6, 0, 0]}, limits),
    )


def dealt(text: str) -> list[tuple[str, str, str | None]]:
    """The arm, the number and the status of each result that the model tied."""
    return [
        (each.group, each.number.reported or "", each.status)
        for each in study(text).group_results
        if each.number and "model" in (each.rule or "")
    ]


def compared(text: str) -> list[Comparison]:
    """The comparisons that the model made."""
    return [c for c in study(text).suggested_comparisons if c.rule == "comparison.by-model"]


def test_a_list_of_no_named_arm_is_dealt(use: Use) -> None:
    """Asserted from the one limit on, suggested from the other on, and nothing without a model."""
    assert dealt(BARE) == []
    use(deals(SURE))
    assert dealt(BARE) == [("arm-1", "14", "asserted"), ("arm-2", "25", "asserted")]
    use(deals(UNSURE))
    assert dealt(BARE) == [("arm-1", "14", "suggested"), ("arm-2", "25", "suggested")]
    use(deals(Limits()))
    assert dealt(BARE) == []


def test_what_rules_tied_stays(use: Use) -> None:
    """A model adds ties and changes none."""
    told = "The relapse rate was 14% in the placebo group and 25% in the zentarol group."
    before = study(told).group_results
    use(deals(SURE))
    assert study(told).group_results == before


def test_a_list_beside_a_strange_group_is_left(use: Use) -> None:
    """A sentence that names a group which is no arm."""
    use(deals(SURE))
    assert dealt("The relapse rate was 14% versus 25% in the untreated cohort group.") == []


def test_a_direction_is_suggested(use: Use) -> None:
    """Of an outcome that the model finds, between two known arms, with its words as evidence."""
    assert compared(EASED) == []
    use(tells(UNSURE))
    [found] = compared(EASED)
    assert (found.direction, found.status, str(found.confidence)) == ("lower", "suggested", "0.84")
    assert (found.experimental_group, found.reference_group) == ("arm-1", "arm-2")
    assert found.measurand == "fatigue"
    assert found.evidence


@pytest.mark.parametrize(
    "text",
    [
        "Fatigue may have eased with zentarol versus placebo.",
        "Fatigue eased within a week with zentarol.",
        "Vigour eased a great deal with zentarol versus placebo.",
        "At baseline, fatigue was worse with zentarol than with placebo.",
    ],
)
def test_no_direction_where_none_is_told(text: str, use: Use) -> None:
    """Hedges, no comparison, an outcome that nobody found, the start."""
    use(tells(UNSURE))
    assert compared(text) == []


def test_a_line_that_rules_read_gets_no_second_verdict(use: Use) -> None:
    """The words of a claim are not claimed again."""
    use(tells(UNSURE))
    told = "Fatigue was significantly worse with zentarol than with placebo (P = 0.01)."
    assert compared(told) == []


def quotation(number: int) -> Evidence:
    """An answer of our own: to ease is to have less, to foster is to have more."""
    verb, label = [("eased", "lower"), ("fostered", "higher"), ("left", "no difference")][
        number % 3
    ]
    words = f"Topic{number} was {verb} by drug{number} versus dummy{number}."
    return Evidence(f"d{number}", f"topic{number}", f"drug{number}", f"dummy{number}", label, words)


def test_ways_are_learnt_for_any_trial() -> None:
    """From masked words: arms and outcomes of no quotation, either way round."""
    ways = learn_ways([quotation(n) for n in range(90)], [], NOTHING)
    told = likely(ways.weights, "O was eased by E versus C .".split())
    turned = likely(ways.weights, "O was eased by C versus E .".split())
    assert max(WAYS, key=lambda way: told[way]) == "lower"
    assert max(WAYS, key=lambda way: turned[way]) == "higher"
    assert not any("drug" in name or "topic" in name for name in ways.weights)


def test_how_sure_a_way_is_is_counted_by_reading() -> None:
    """Abstracts are read by weights that have not learnt from them, and held against prompts."""
    text = ALLOTTED + EASED
    prompt = Prompt("1", "fatigue", "zentarol", "placebo", "lower", ((len(ALLOTTED), len(text)),))
    samples = [Sample("own", f"d{n}", text, (prompt,)) for n in range(90)]
    names = tells(UNSURE).names
    told = [
        quotation(n)._replace(words=f"Topic{n} eased a great deal with drug{n} versus dummy{n}.")
        for n in range(0, 90, 3)
    ]
    others = [quotation(n) for n in range(90) if n % 3]
    ways = learn_ways([*told, *others], samples, replace(NOTHING, names=names))
    assert ways.limits.safe < 1
    assert ways.limits.of_safe == 1


def test_nothing_is_learnt_of_nothing() -> None:
    """No weights, and limits that nothing reaches."""
    assert learn_ways([], [], NOTHING) == Ways()


def test_features_are_the_same_each_time() -> None:
    """Once each, in one order."""
    told = features(["O", "was", "lower", "with", "E"])
    assert told == sorted(set(told))


def test_a_lexicon_tells_of_words_that_are_met_often() -> None:
    """Two digits: part of an intervention, part of an outcome."""
    tokens = (Token((0, 5), "interventions"), Token((6, 10), "outcomes"))
    samples = [Sample("own", str(n), "Drops pain", tokens) for n in range(3)]
    assert lexicon(samples) == {"drops": "40", "pain": "04"}
    assert lexicon(samples[:2]) == {}


def test_a_model_in_use_does_not_teach(tmp_path: Path, use: Use) -> None:
    """The same bytes from the same corpora, whatever KG_MODEL names."""
    root = write_corpora(tmp_path / "corpora")
    files = [tmp_path / "a", tmp_path / "b"]
    write(train([root]).model, files[0])
    use(deals(SURE))
    write(train([root]).model, files[1])
    assert files[0].read_bytes() == files[1].read_bytes()


def test_no_held_out_document_is_learnt_from(tmp_path: Path) -> None:
    """Neither its text nor what is quoted of it."""
    told = _material([write_corpora(tmp_path)])
    tune = {sample.id for sample in told.of("Evidence Inference")}
    assert {each.document for each in told.evidence} <= tune


def test_a_model_of_an_older_version_is_refused(tmp_path: Path) -> None:
    """In one line that says which is wanted."""
    file = tmp_path / "old.json"
    file.write_text('{"version": 1, "arm": {"weights": {}, "safe": 1}, "names": 3}')
    with pytest.raises(InputError, match="version 1") as error:
        models.load(file)
    assert "version 2" in str(error.value)

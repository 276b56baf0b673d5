"""A synthesis: sets with their pooled estimates, everything left out, and how it is written."""

import json

import pytest
from sample_pools import Row, got, made, pair, ratio, row

from kg.errors import UsageError
from kg.synthesis import Manner, json_of, metafor_of, picture_of, synthesize, table_of
from kg.table import Table

TEA = tuple(got(f"r/{name}/result-1", "experimental", "tea") for name in "AB")
BOTH = [ratio("A", "0.91 0.70 1.18", n=1695), ratio("B", "0.94 0.75 1.16", n=4111)]


def test_a_synthesis_says_what_was_compared_and_which_side_is_hoped_for() -> None:
    """Only where the vocabulary knows the direction."""
    (found,) = made(BOTH, *TEA, wanted="decrease").poolings
    assert (found.title, found.subtitle) == ("Falls", "tea against water; hazard ratio")
    assert found.sides == ("favours tea", "favours control")
    assert [round(pooled.estimate, 3) for pooled in found.pools] == [0.928, 0.928]
    (turned,) = made(BOTH, *TEA, wanted="increase").poolings
    assert turned.sides == ("favours control", "favours tea")
    assert made(BOTH, *TEA).poolings[0].sides is None


def test_everything_that_does_not_enter_is_listed_once() -> None:
    """What is alone, what was refused and what came second, each with its claim."""
    rows = [
        *BOTH,
        ratio("C", "0.9 0.5 1.5"),
        ratio("D", "0.9 1.0 1.5"),
        row("E", included=False, reason="no estimate reported"),
    ]
    found = made(rows, *TEA)
    entered = {effect.claim for each in found.poolings for effect in each.effects}
    left = [out.claim for out in found.left_out]
    assert len(left) == len(set(left)) == 3
    assert entered | set(left) == {str(each["claim"]) for each in rows}


def test_whatever_the_groups_received_is_combined_on_request() -> None:
    """Without it two trials of which nothing is known are two answers."""
    assert made(BOTH).poolings == ()
    assert len(made(BOTH, mixed=True).poolings) == 1


def test_a_model_that_does_not_fit_is_told_and_the_others_stand() -> None:
    """Counts are needed for Mantel and Haenszel's."""
    (found,) = made(BOTH, *TEA, models=("mh", "fixed")).poolings
    assert [pooled.model for pooled in found.pools] == ["fixed effect, inverse variance"]
    assert found.notes[0] == "mh: this model needs the events and people of both groups"


def test_an_answer_without_effects_is_refused() -> None:
    """A table of something else gives nothing to pool."""
    with pytest.raises(UsageError, match="gives nothing to pool"):
        synthesize("coverage", Table(("measure",)), lambda _: [], Manner(), {})


@pytest.mark.parametrize("manner", [{"models": ("bayes",)}, {"level": 100}, {"level": 0}])
def test_what_cannot_be_asked_so_is_refused_before_anything_is_asked(manner: Row) -> None:
    """A model or a level that there is not."""
    with pytest.raises(UsageError):
        Manner(**manner)


def test_one_set_is_chosen_by_its_number() -> None:
    """A picture needs one; several are named."""
    rows = [*BOTH, *pair("A", "3/40", "7/39"), *pair("B", "5/60", "9/61")]
    own = (got("r/A/result-1", "own", "tea"), got("r/B/result-1", "own", "tea"))
    found = made(rows, *TEA, *own)
    assert len(found.poolings) == 2
    with pytest.raises(UsageError, match="several sets"):
        found.only()
    assert found.numbered(2).only().group.statistic == "riskRatio"
    with pytest.raises(UsageError, match="no such set"):
        found.numbered(3)
    with pytest.raises(UsageError, match="nothing to pool"):
        made(BOTH).only()


# --- Forms ---------------------------------------------------------------------------------------


def test_the_table_has_a_row_for_everything() -> None:
    """Trials, estimates, what was left out; numbers of groups in columns that others read."""
    rows = [
        *pair("A", "3/40", "7/39"),
        *pair("B", "5/60", "9/61"),
        row("E", 7, included=False, reason="no estimate reported"),
    ]
    own = (got("r/A/result-1", "own", "tea"), got("r/B/result-1", "own", "tea"))
    table = table_of(made(rows, *own))
    assert table["row"] == ("trial", "trial", "pooled", "pooled", "left out")
    first = next(iter(table))
    counts = [first[name] for name in ("events", "people", "referenceEvents", "referencePeople")]
    assert counts == [3, 40, 7, 39]
    assert float(str(first["standardError"])) == pytest.approx(0.65, abs=0.01)
    assert [each["reason"] for each in table][-1] == "no estimate reported"


def test_json_says_the_same_and_more() -> None:
    """Sets with trials, estimates, weights; and what is left out."""
    found = json.loads(json_of(made(BOTH, *TEA)))
    (one,) = found["sets"]
    assert [each["label"] for each in one["trials"]] == ["A", "B"]
    assert one["pooled"][0]["estimate"] == pytest.approx(0.9276, abs=1e-4)
    assert sum(one["pooled"][0]["weights"]) == pytest.approx(1)
    assert (found["asked"], found["leftOut"]) == ({"measurand": "falls"}, [])


def test_code_for_another_program_has_the_same_data() -> None:
    """A line for each model; a hostile label stays a text."""
    rows = [ratio('A")\nq()', "0.91 0.70 1.18", claim="r/A/result-1"), BOTH[1]]
    (found,) = made(rows, *TEA).poolings
    code = metafor_of(found)
    assert 'label = c("A\\")\\nq()", "B")' in code
    assert 'rma(yi, sei = sei, data = dat, method = "REML", slab = label, test = "adhoc")' in code
    rows = [*pair("A", "3/40", "7/39"), *pair("B", "5/60", "9/61")]
    (counted,) = made(rows, mixed=True, models=("mh",)).poolings
    assert 'rma.mh(ai = ai, n1i = n1i, ci = ci, n2i = n2i, data = dat, measure = "RR"' in (
        metafor_of(counted)
    )


def test_a_plot_says_what_is_computed_and_what_is_left_of_doubt() -> None:
    """A dagger beside each trial, and what it stands for below."""
    rows = [*pair("A", "0/40", "7/39"), *pair("B", "5/60", "9/61"), *pair("C", "4/50", "6/49")]
    (found,) = made(rows, mixed=True).poolings
    picture = picture_of(found)
    for words in ("A †", "0/40", "† computed from events and people", "95% prediction interval"):
        assert words in picture.svg
    assert "3 of 3 effects follow from other numbers by arithmetic." in picture.description
    assert picture.pdf.startswith(b"%PDF")
    assert picture_of(found).pdf == picture.pdf
    assert found._repr_svg_() == picture.svg

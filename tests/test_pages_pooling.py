"""The page of `pooled-effect`: plot, table, what is left out, other models; rows lead to claims."""

import re
from collections.abc import Iterator

import pytest
from paged import Paged, pages_of, words
from sample_effects import ESPRIT, SILCAAT

import kg
from kg.resources import records
from kg.synthesis import pool
from kg.synthesis.axis import axis_for

DISEASE = "/questions/pooled-effect?measurand=opportunistic+disease+or+death"


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paged]:
    """The pages of the bundled records."""
    root = tmp_path_factory.mktemp("pooled") / "kg"
    kg.build([records()], store=root).close()
    with pages_of(root) as opened:
        yield opened


def test_the_answer_is_combined_above_its_rows(pages: Paged) -> None:
    """Both models, heterogeneity, and the two comparisons that do not enter."""
    told = words(pages.page(DISEASE))
    for expected in (
        "0.93 (0.78–1.10)",
        "Q = 0.03, df = 1",
        "Left out: 2",
        "do not fit each other",
    ):
        assert expected in told
    assert told.index("Combined") < told.index("Rows 1 to 4")


def test_each_trial_of_plot_and_table_leads_to_its_claim(pages: Paged) -> None:
    """The page of the comparison opens, with the words that state it."""
    tree = pages.page(DISEASE)
    drawn = tree.xpath("//*[local-name()='svg']//*[local-name()='a']/@href")
    listed = tree.xpath("//table[caption[contains(., 'pooled estimates')]]/tbody//th/a/@href")
    assert [str(each) for each in drawn] == [str(each) for each in listed]
    assert len(drawn) == 2
    assert all(pages.get(str(path)).status_code == 200 for path in drawn)


def test_the_plot_says_the_same_as_the_table_and_holds_no_style(pages: Paged) -> None:
    """A policy without inline style would drop it; title and description stand for the picture."""
    text = pages.get(DISEASE).text
    drawn = re.search(r"<svg.*?</svg>", text, re.DOTALL)
    assert drawn
    assert "style=" not in drawn[0]
    assert "<title" in drawn[0]
    assert "<desc" in drawn[0]
    for cell in ("0.94 (0.75–1.16)", "58.9%", "← favours interleukin-2", "favours control →"):
        assert cell in drawn[0]


def test_squares_and_diamonds_stand_where_the_axis_says(pages: Paged) -> None:
    """The diamond's ends are the pooled limits; the square's middle is the estimate."""
    text = pages.get(f"{DISEASE}&model=fixed").text
    effects = (ESPRIT, SILCAAT)
    pooled = pool(effects)
    axis = axis_for(effects, [pooled])
    points = re.search(r'<polygon points="([\d.]+),\S+ ([\d.]+),\S+ ([\d.]+),', text)
    assert points
    expected = [250 + 330 * axis.share(x) for x in (pooled.lower, pooled.estimate, pooled.upper)]
    assert [float(x) for x in points.groups()] == pytest.approx(expected, abs=0.1)
    squares = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)"', text)
    middles = [float(x) + float(side) / 2 for x, side in squares]
    assert middles == pytest.approx(
        [250 + 330 * axis.share(float(each.estimate)) for each in effects], abs=0.2
    )


def test_a_model_is_chosen_by_a_form(pages: Paged) -> None:
    """What was asked stays, and the choice stays chosen."""
    tree = pages.page(f"{DISEASE}&model=dl&measure=HR")
    assert tree.xpath("//select[@name='model']/option[@selected]/@value") == ["dl"]
    assert tree.xpath("//input[@type='hidden' and @name='measurand']/@value")
    told = words(tree)
    assert "Random effects, DerSimonian–Laird" in told
    assert "--model dl --measure HR" in told


def test_other_models_and_one_trial_less_are_beside(pages: Paged) -> None:
    """Would another model change this? A table, and a sentence."""
    told = words(pages.page(DISEASE))
    assert "Whichever model is taken, the interval holds no difference." in told
    assert 'method = "REML"' in told


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ("model=bayes", "There is no such model"),
        ("measure=XX", "There is no such measure"),
        ("within=soon", "This is no span of time"),
        ("measure=%3Cscript%3E", "There is no such measure"),
    ],
)
def test_what_cannot_be_combined_so_is_said_in_its_place(
    pages: Paged, sent: str, message: str
) -> None:
    """The answer stays; nothing that was sent becomes markup."""
    answer = pages.get(f"{DISEASE}&{sent}")
    assert answer.status_code == 200
    assert message in answer.text
    assert "<script>" not in answer.text
    assert "Rows 1 to 4" in words(pages.page(f"{DISEASE}&{sent}"))


def test_where_nothing_can_be_combined_the_page_says_so(pages: Paged) -> None:
    """With the reason of each row."""
    told = words(pages.page("/questions/pooled-effect?measurand=p24"))
    assert "Nothing can be combined" in told or "No rows" in told


def test_other_questions_are_not_combined(pages: Paged) -> None:
    """Only this one gives effects."""
    assert "Combined" not in words(pages.page("/questions/between-group?trial=ESPRIT"))

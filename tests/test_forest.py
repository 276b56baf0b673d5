"""The forest plot says what its table says, with the same bytes each time."""

import math
import re
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sample_effects import BOTH, ESPRIT, SILCAAT, effect
from sample_trials import BCG, STROKE, effects

from kg.figures import Picture
from kg.synthesis import Effect, Pooled, forest_plot, forest_table, pool_fixed, pool_random
from kg.synthesis.axis import axis_for

SVG = "{http://www.w3.org/2000/svg}"


# --- The table ---------------------------------------------------------------------------------


def test_the_table_says_what_the_plot_shows() -> None:
    """Rows as a journal prints them, the pooled one last, with everybody counted."""
    assert forest_table(BOTH, [pool_fixed(BOTH)]) == (
        ("Trial", "Participants", "HR (95% CI)", "Weight"),
        ("SILCAAT", "1,695", "0.91 (0.70–1.18)", "41.1%"),
        ("ESPRIT", "4,111", "0.94 (0.75–1.16)", "58.9%"),
        ("Fixed effect, inverse variance", "5,806", "0.93 (0.78–1.10)", "100.0%"),
    )


def test_a_total_of_people_stands_only_where_every_trial_tells_its_own() -> None:
    """One unknown size makes the total unknown, not smaller."""
    effects = (SILCAAT, effect("other", "0.9 0.7 1.2"))
    rows = forest_table(effects, [pool_fixed(effects)])
    assert [row[1] for row in rows[1:]] == ["1,695", "", ""]


def test_numbers_keep_the_decimals_that_were_reported() -> None:
    """159 is not 159.0; a negative limit has a true minus and no dash before it."""
    rows = forest_table([effect("t", "-4 -9 1", statistic="meanDifference")])
    assert rows[1] == ("t", "", "−4 (−9 to 1)", "")


# --- The plot ----------------------------------------------------------------------------------


def plot(*effects: Effect, pooled: bool = True) -> Picture:
    """A forest plot of the effects."""
    pools: list[Pooled] = [pool_fixed(effects)] if pooled else []
    sides = ("favours interleukin-2", "favours control")
    return forest_plot(effects, pools, title="Opportunistic disease or death", sides=sides)


def words(picture: Picture) -> list[str]:
    """What can be read in the drawing, in order."""
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own
    return ["".join(node.itertext()).strip() for node in root.iter(f"{SVG}text")]


def test_every_cell_of_the_table_is_in_the_plot() -> None:
    """Nothing that the table says has to be guessed from the drawing."""
    seen = words(plot(*BOTH))
    cells = [cell for row in forest_table(BOTH, [pool_fixed(BOTH)]) for cell in row]
    assert not set(cells) - set(seen)
    for expected in ("← favours interleukin-2", "favours control →", "1", "0.7", "1.2"):
        assert expected in seen
    assert any(
        word.startswith("Heterogeneity: Q = 0.03, df = 1 (P = 0.85), I² = 0%") for word in seen
    )


def test_each_row_leads_to_its_claim() -> None:
    """A click on a trial's name or numbers opens the comparison that says them."""
    links = re.findall(r'xlink:href="([^"]+)"', plot(*BOTH).svg)
    assert {link for link in links if link.startswith("http")} == {e.claim for e in BOTH}


def test_the_plot_is_told_to_those_who_do_not_see_it() -> None:
    """Title and description stand first in the SVG, and say every row."""
    picture = plot(*BOTH)
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own
    assert (root.get("role"), [child.tag for child in root][:2]) == (
        "img",
        [f"{SVG}title", f"{SVG}desc"],
    )
    assert root.findtext(f"{SVG}desc") == picture.description
    assert "SILCAAT: hazard ratio 0.91 (0.70–1.18), 1,695 participants, weight 41.1%." in (
        picture.description
    )


def test_the_same_effects_are_drawn_with_the_same_bytes() -> None:
    """SVG and PNG are identical each time, without a date, and differ when a number does."""
    first, second = plot(*BOTH), plot(*BOTH)
    assert (first.svg, first.png) == (second.svg, second.png)
    assert not re.search(r"dc:date|20\d\d-\d\d-\d\d", first.svg)
    assert first.png.startswith(b"\x89PNG")
    assert plot(SILCAAT, effect("ESPRIT", "0.95 0.75 1.16", n=4111)).svg != first.svg


def test_a_users_own_plot_settings_do_not_reach_the_plot() -> None:
    """A matplotlibrc with other fonts and sizes changes no byte, and is there again afterwards."""
    import matplotlib as mpl

    before = plot(*BOTH).svg
    with mpl.rc_context({"font.size": 30.0, "svg.fonttype": "path", "axes.linewidth": 9.0}):
        assert plot(*BOTH).svg == before
        assert mpl.rcParams["font.size"] == 30.0


def test_the_diamond_spans_the_pooled_interval_on_a_logarithmic_axis() -> None:
    """Its four corners lie where the axis says that limits and estimate are."""
    pooled = pool_fixed(BOTH)
    shape = re.search(
        r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+) [\d.]+ \nL ([\d.]+) ', diamond(plot(*BOTH))
    )
    assert shape
    low, middle, high = map(float, shape.groups())
    axis = axis_for(BOTH)
    shares = [axis.share(x) for x in (pooled.lower, pooled.estimate, pooled.upper)]
    expected = (shares[1] - shares[0]) / (shares[2] - shares[0])
    assert (middle - low) / (high - low) == pytest.approx(expected, abs=1e-3)


def diamond(picture: Picture) -> str:
    """The drawing of the pooled estimate, told by its colour."""
    found = re.search(r'<path d="M[^"]+" [^>]*style="fill: #b5481d[^>]*>', picture.svg)
    assert found
    return found[0]


def test_squares_are_larger_for_heavier_trials() -> None:
    """Area is weight: sides are in the ratio of the weights' square roots."""
    sides = [
        float(side) for side in re.findall(r'id="[Cm][^"]*" d="M -([\d.]+) \1', plot(*BOTH).svg)
    ]
    weights = pool_fixed(BOTH).weights
    assert len(sides) == 2
    assert sides[0] / sides[1] == pytest.approx(math.sqrt(weights[0] / weights[1]), abs=1e-3)


def test_an_interval_beyond_the_axis_ends_in_an_arrow() -> None:
    """A ratio's axis ends at twenty; an interval to 400 must not flatten all others."""
    wide = effect("wide", "3 0.5 400")
    axis = axis_for([SILCAAT, wide])
    assert axis.high < 30
    assert max(axis.ticks) <= 20
    without = plot(SILCAAT, effect("wide", "3 0.5 15"))
    assert plot(SILCAAT, wide).svg.count("<use ") == without.svg.count("<use ") + 1


def test_a_long_title_leaves_room_for_the_plot() -> None:
    """It is cut at a word in the drawing, and whole in the description."""
    title = "A Study of Something in People Who Have Something Else and Take a Third Thing"
    picture = plot(SILCAAT, effect(title, "0.95 0.75 1.16"))
    assert "A Study of Something in People Who Have…" in words(picture)
    assert title in picture.description


def test_without_pooling_there_is_no_diamond_and_no_weight() -> None:
    """Effects that must not be pooled can still be seen side by side."""
    picture = plot(SILCAAT, ESPRIT, pooled=False)
    assert "#b5481d" not in picture.svg
    assert "Weight" not in words(picture)


def test_an_interval_of_prediction_has_a_bar_below_its_diamond() -> None:
    """As long as the axis says, in a row of its own; two models have two columns of weights."""
    three = (*BOTH, effect("third", "0.70 0.50 0.98"))
    pools = [pool_fixed(three), pool_random(three)]
    picture = forest_plot(three, pools, title="Three")
    told = words(picture)
    for expected in ("95% prediction interval", "Weight, fixed", "Weight, random"):
        assert expected in told
    bar = re.search(r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+) [^>]*stroke-width: 3.5', picture.svg)
    assert bar
    prediction = pools[1].prediction
    assert prediction
    axis = axis_for(three, pools)
    shares = [axis.share(limit) for limit in prediction]
    low, high = map(float, bar.groups())
    scale = (high - low) / (shares[1] - shares[0])
    middle = re.findall(r'd="M ([\d.]+) [\d.]+ \nL ([\d.]+) [\d.]+ \nL ([\d.]+) ', picture.svg)
    left = float(middle[-1][0]) - scale * axis.share(pools[1].lower)
    assert low - left == pytest.approx(scale * shares[0], abs=0.1)


def test_what_groups_reported_has_columns_of_its_own() -> None:
    """Events of people, or means; and a total where every trial counts."""
    counted = effects(BCG, "riskRatio")
    rows = forest_table(counted, [pool_fixed(counted)])
    assert rows[0][:3] == ("Trial", "Experimental, n/N", "Control, n/N")
    assert rows[1][:3] == ("Aronson 1948 †", "4/123", "11/139")
    assert rows[-1][1:3] == ("1,065/191,064", "1,510/166,283")
    measured = forest_table(effects(STROKE, "meanDifference"))
    assert measured[1][1] == "55 ± 47 (155)"


def test_two_models_have_two_diamonds() -> None:
    """A second model is a second row; nothing else in the plot changes its form."""
    fixed = pool_fixed(BOTH)
    picture = forest_plot(BOTH, [fixed, pool_fixed(BOTH, level=99)], title="Both")
    assert len(re.findall(r'style="fill: #b5481d', picture.svg)) == 2
    assert "HR (CI)" in words(picture)


@pytest.mark.parametrize("statistic", ["hazardRatio", "meanDifference"])
@given(st.lists(st.integers(1, 5000), min_size=3, max_size=3, unique=True).map(sorted))
def test_every_axis_holds_its_interval_and_no_difference(statistic: str, digits: list[int]) -> None:
    """Few ticks, in order, on the axis; the null always among what is shown."""
    low, middle, high = (Decimal(n) / 100 for n in digits)
    axis = axis_for([effect("t", f"{middle} {low} {high}", statistic=statistic)])
    assert axis.low < axis.scale.null < axis.high
    assert axis.low <= max(low, Decimal("0.05"))
    assert axis.high >= min(high, Decimal(20)) or statistic == "meanDifference"
    assert 2 <= len(axis.ticks) <= 8
    assert list(axis.ticks) == sorted(set(axis.ticks))
    assert all(0 < axis.share(tick) < 1 for tick in axis.ticks)

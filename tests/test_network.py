"""The evidence network: direct comparisons as edges, nobody counted twice, nothing lost."""

import itertools
import re
from xml.etree import ElementTree as ET

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.figures import Picture
from kg.network import Contrast, draw, geometry, graphml, network, places

BOTH, ART = "interleukin-2 + antiretroviral therapy", "antiretroviral therapy"
FOUNDING = (
    Contrast("K", BOTH, ART, 60),
    Contrast("A", BOTH, ART, None),
    Contrast("S", BOTH, ART, 1695, label="SILCAAT"),
)
# A triangle closed by a trial of three arms, a spur, and a pair that nothing connects to it.
WIDE = (
    Contrast("t1", "a", "placebo", 100),
    Contrast("t1", "b", "placebo", 90),
    Contrast("t1", "a", "b", 110),
    Contrast("t2", "a", "placebo", 40),
    Contrast("t3", "c", "placebo", 10),
    Contrast("t4", "x", "y", 8),
)

names = st.sampled_from(["a", "b", "c", "d"])
contrasts = st.lists(
    st.builds(
        Contrast,
        trial=st.sampled_from(["t1", "t2", "t3", "t4", "t5"]),
        experimental=names,
        reference=names,
        participants=st.none() | st.integers(1, 500),
    ),
    max_size=12,
)


# --- The graph ---------------------------------------------------------------------------------


def test_the_founding_three_make_one_comparison() -> None:
    """IL-2 with ART against ART alone: three trials, of which one does not tell its size."""
    graph = network(FOUNDING)
    assert list(graph.edges(data=True)) == [
        (ART, BOTH, {"trials": 3, "participants": 1755, "untold": 1, "names": "A; K; SILCAAT"})
    ]


def test_participants_that_no_trial_tells_are_absent_and_not_nought() -> None:
    """Neither the edge, its file, nor its picture says a number of people."""
    graph = network([Contrast("K", BOTH, ART), Contrast("A", BOTH, ART)])
    assert graph.edges[ART, BOTH] == {"trials": 2, "untold": 2, "names": "A; K"}
    assert "participants" not in graphml(graph)
    picture = draw(graph)
    assert "participants" not in picture.description
    assert "2 trials" in words(picture)
    assert not re.search(r"participants|\bn [=≥]", " ".join(words(picture)))


def test_sides_do_not_matter_to_an_edge() -> None:
    """A trial that tested a against b and one that tested b against a made one comparison."""
    graph = network([Contrast("t1", "a", "b", 10), Contrast("t2", "b", "a", 20)])
    assert [data["trials"] for *_, data in graph.edges(data=True)] == [2]


def test_two_doses_against_one_control_count_nobody_twice() -> None:
    """Of two contrasts of one pair in one trial the larger number of people counts."""
    twice = [Contrast("t", "drug", "control", 24), Contrast("t", "drug", "control", 36)]
    edge = network([*twice, Contrast("t", "drug", "control", None)]).edges["control", "drug"]
    assert (edge["trials"], edge["participants"], edge["untold"]) == (1, 36, 0)


def test_doses_compared_with_each_other_are_counted_within_their_intervention() -> None:
    """A comparison of an intervention with itself is no edge, and is not forgotten."""
    graph = network([Contrast("t1", "drug", "drug", 24), Contrast("t2", "drug", "control")])
    assert (graph.nodes["drug"]["trials"], graph.nodes["drug"]["within"]) == (2, 1)
    assert list(graph.edges) == [("control", "drug")]


@given(contrasts)
def test_the_order_of_contrasts_does_not_matter(rows: list[Contrast]) -> None:
    """Forwards and backwards, with every row twice, the file has the same bytes."""
    assert graphml(network(rows)) == graphml(network([*reversed(rows), *rows]))


@given(contrasts)
def test_every_trial_is_counted_where_it_was(rows: list[Contrast]) -> None:
    """An edge counts the trials that compared its two, as counted from the rows by hand."""
    graph = network(rows)
    for first, second in itertools.combinations(sorted(graph), 2):
        trials = {row.trial for row in rows if {row.experimental, row.reference} == {first, second}}
        assert graph.has_edge(first, second) == bool(trials)
        assert not trials or graph.edges[first, second]["trials"] == len(trials)


# --- Measures ----------------------------------------------------------------------------------


def test_the_geometry_of_a_network_counted_by_hand() -> None:
    """Six interventions, five comparisons (one by two trials), one loop, in two parts."""
    shape = geometry(network(WIDE))
    assert (shape.interventions, shape.comparisons, shape.trials) == (6, 5, 4)
    assert (shape.multi_arm_trials, shape.components, shape.loops) == (1, 2, 1)
    assert shape.density == pytest.approx(5 / 15)
    assert shape.thickness == 1
    assert shape.strong == pytest.approx(1 / 5)
    assert shape.indirect == 2  # a–c and b–c; never a–x, which nothing connects


def test_a_network_without_comparisons_has_no_density() -> None:
    """What cannot be computed is nothing, not nought."""
    shape = geometry(network([]))
    assert (shape.interventions, shape.density, shape.thickness, shape.strong) == (0, *[None] * 3)
    assert geometry(network([Contrast("t", "a", "a")])).density is None


def test_places_tell_who_stands_in_the_middle() -> None:
    """All paths to c lead through placebo; the unconnected pair is the second component."""
    found = places(network(WIDE))
    assert [place.intervention for place in found] == ["placebo", "a", "b", "c", "x", "y"]
    assert [place.component for place in found] == [1, 1, 1, 1, 2, 2]
    first = found[0]
    assert first.betweenness == pytest.approx(2 / 10)
    assert (first.trials, first.within, first.degree) == (3, 0, 3)
    assert found[3].betweenness == 0


def test_graphml_is_read_back_as_it_was_written() -> None:
    """Another tool finds interventions, comparisons and their numbers, whatever their names."""
    odd = [*WIDE, Contrast("t5", 'IL-2 <6 MIU> & "ART"', "placebo", 7)]
    graph = network(odd)
    again = nx.parse_graphml(graphml(graph))
    assert {frozenset(edge) for edge in again.edges} == {frozenset(edge) for edge in graph.edges}
    assert again.edges["a", "placebo"]["participants"] == 140
    assert again.nodes["placebo"]["label"] == "placebo"


# --- The picture -------------------------------------------------------------------------------


def words(picture: Picture) -> list[str]:
    """What can be read in the drawing, in order."""
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own
    return [
        "".join(node.itertext()).strip() for node in root.iter("{http://www.w3.org/2000/svg}text")
    ]


def test_the_picture_shows_every_number_in_words() -> None:
    """Labels, trials and participants are text; who told no size makes a total a lower bound."""
    seen = " ".join(words(draw(network(FOUNDING), title="IL-2 in HIV")))
    for expected in ("IL-2 in HIV", ART, "interleukin-2 +", "3 trials", "n ≥ 1,755"):
        assert expected in seen
    whole = " ".join(words(draw(network(FOUNDING[:1]))))
    assert "n = 60" in whole
    assert "1 trial" in whole


def test_the_picture_is_told_to_those_who_do_not_see_it() -> None:
    """The SVG is an image with a title and a description of every comparison."""
    picture = draw(network(FOUNDING), title="IL-2 & <ART>")
    root = ET.fromstring(picture.svg)  # noqa: S314 - our own
    svg = "{http://www.w3.org/2000/svg}"
    assert root.get("role") == "img"
    assert root.findtext(f"{svg}title") == "IL-2 & <ART>"
    assert root.findtext(f"{svg}desc") == picture.description
    assert picture.description == (
        "2 interventions, 1 direct comparison, 3 trials. antiretroviral therapy and interleukin-2 "
        "+ antiretroviral therapy: 3 trials, at least 1,755 participants (A; K; SILCAAT)."
    )


def test_the_same_network_is_drawn_with_the_same_bytes() -> None:
    """Twice, in another order of rows, SVG and PNG are identical and carry no date."""
    first, second = draw(network(WIDE)), draw(network(reversed(WIDE)))
    assert (first.svg, first.png) == (second.svg, second.png)
    assert not re.search(r"dc:date|20\d\d-\d\d-\d\d", first.svg)
    assert first.png.startswith(b"\x89PNG")
    assert draw(network(FOUNDING)).svg != first.svg


def test_wider_lines_are_for_more_trials() -> None:
    """The comparison that two trials made has the widest line, and the only one."""
    picture = draw(network(WIDE))
    widths = [float(w) for w in re.findall(r"stroke: #a9c0d4; stroke-width: ([\d.]+)", picture.svg)]
    assert len(widths) == 5
    assert sorted(widths)[-2] < max(widths)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 20])
def test_networks_of_any_size_are_drawn_with_all_their_names(count: int) -> None:
    """From no intervention to twenty, every name is there, on the sheet, in its own place."""
    rows = [Contrast(f"t{n}", f"drug {n}", f"drug {n // 2}") for n in range(count)]
    picture = draw(network(rows))
    labels = [word for word in words(picture) if re.fullmatch(r"drug \d+", word)]
    assert sorted(labels) == sorted(f"drug {n}" for n in range(count))
    spots = re.findall(r' x="([-\d.]+)" y="([-\d.]+)"[^>]*>drug \d+<', picture.svg)
    width, height = map(float, re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', picture.svg)[0])
    assert len(set(spots)) == count
    assert all(0 < float(x) < width and 0 < float(y) < height for x, y in spots)

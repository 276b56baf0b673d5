"""Where a measure begins and ends, as the annotators of RCT-ART mark it."""

import pytest

from kg.evaluation.formats.rct_spans import measures_in

SPANS = {
    # a bracket that tells the spread belongs to its value, one that tells the test does not
    "it was 18.9 weeks (range <1 to 92.6+ weeks; 25% censored) on tea": [
        "18.9 weeks (range <1 to 92.6+ weeks; 25% censored)"
    ],
    "it rose by 4.1 mm (P = 0.02)": ["4.1 mm"],
    "it fell 7.2 ± 3.1 mm Hg (28% ± 9%) on tea": ["7.2 ± 3.1 mm Hg (28% ± 9%)"],
    # no bracket is left open, none closed that stands before
    "falls were rarer (3.3%; 58/1740 patients) on tea": ["3.3%; 58/1740 patients"],
    # what there is an amount of, by the time or not
    "naps were 2.3 ± 1.1 per day on tea and 3.4 ± 1.8 per day on milk": [
        "2.3 ± 1.1 per day", "3.4 ± 1.8 per day",
    ],
    "height was -2.0 ± 1.0 SDS on tea": ["-2.0 ± 1.0 SDS"],
    "it was 4.1 ± 1.2 versus 3.9 ± 1.1": ["4.1 ± 1.2", "3.9 ± 1.1"],
    "it cost $1,234 on tea and €1,567 on milk": ["$1,234", "€1,567"],
    # the name of events stays outside, that of people does not
    "six of the seven fatal falls were on tea": ["six of the seven"],
    "it fell from 25.3 at baseline to 18.2 mm": ["25.3 at baseline to 18.2 mm"],
    "it fell from 25.3 mm before surgery to 18.2 mm": ["25.3 mm before surgery to 18.2 mm"],
    # powers that stand apart as tokens do, and people of whom there are none
    "BMI was 25.1 kg/m ( 2 ) versus 26.3 kg/m(2)": ["25.1 kg/m", "26.3 kg/m(2)"],
    "two men on tea and none of the milk-fed men slept": ["two men", "none of the milk-fed men"],
    "four tea-treated men and nine placebo recipients slept; 90 evaluable men did": [
        "four", "nine", "90 evaluable men",
    ],
    "six of the seven women were on tea": ["six of the seven women"],
    # two that are one: a change, and a pressure over another
    "it fell from 4.1 to 3.2 mm": ["4.1 to 3.2 mm"],
    "pressure fell to 146/79 and 148/79 mm Hg": ["146/79", "148/79 mm Hg"],
}  # fmt: skip


@pytest.mark.parametrize(("text", "spans"), SPANS.items(), ids=str)
def test_a_measure_ends_where_an_annotator_ends_it(text: str, spans: list[str]) -> None:
    """Spread, share, unit and people belong to it; tests and the names of events do not."""
    assert [text[start:end] for start, end in measures_in(text)] == spans

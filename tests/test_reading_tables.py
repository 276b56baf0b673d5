"""Tables: values of arms are read where head, margin and cell leave no doubt, no other."""

from typing import Any

import pytest

from kg.reading import read_account
from kg.records import Account, Cell, Document, Grid, Report, Section

METHODS = "Ninety adults were randomised to zentarol (n = 44) or placebo (n = 46)."
HEAD = [["", "Zentarol (n = 44)", "Placebo (n = 46)"]]
BASELINE = "Baseline characteristics"
WEIGHT = ("body-weight", "median")


def grid(caption: str, head: list[list[str]], body: list[list[str]]) -> Grid:
    """A table; a text that ends in a star is a cell with a mark, ``^`` the cell to the left."""

    def rows(kind: str, some: list[list[str]]) -> tuple[tuple[Cell, ...], ...]:
        made: list[tuple[Cell, ...]] = []
        for r, row in enumerate(some):
            cells: list[Cell] = []
            for c, text in enumerate(row):
                path = f"//article[1]/{kind}/tr[{r + 1}]/td[{c + 1}]"
                plain = Cell(text=text.rstrip("*"), path=path, marked=text.endswith("*"))
                cells.append(cells[-1] if text == "^" else plain)
            made.append(tuple(cells))
        return tuple(made)

    return Grid(
        path="//article[1]/table-wrap",
        label="Table 1",
        caption=caption,
        head=rows("thead", head),
        body=rows("tbody", body),
    )


def account(*grids: Grid, methods: str = METHODS, results: str = "All was well.") -> Account:
    """What is read of an article with these tables."""
    text = f"{methods}\n\n{results}"
    sections = (
        Section(label="Methods", start=0, end=len(methods)),
        Section(label="Results", start=len(methods) + 2, end=len(text)),
    )
    report = Report(kind="Article", sha256="0" * 64, text=text)
    return read_account(Document(report=report, sections=sections, grids=grids))


def values(found: Account) -> list[tuple[Any, ...]]:
    """What was read of tables: group, measurand, category, statistic, value and unit."""
    [study] = found.studies
    return [
        (
            claim.group,
            claim.measurand,
            claim.category_label,
            claim.statistic,
            str(claim.number and claim.number.value),
            claim.number and claim.number.unit,
        )
        for claim in study.group_results
        if (claim.rule or "").startswith("table.")
    ]


def of_rows(*body: list[str], caption: str = BASELINE, head: list[list[str]] = HEAD) -> list[Any]:
    """What is read of a table with these rows."""
    return values(account(grid(caption, head, list(body))))


# --- What is read -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "cells", "expected"),
    [
        ("Age, years, mean (SD)", ("61.2 (8.4)", "60.8 (9.1)"), ("age", "mean", "61.2", "a")),
        ("Age (years), mean ± SD", ("61.2 ± 8.4", "60.8 ± 9.1"), ("age", "mean", "61.2", "a")),
        ("Age, mean (SD)", ("61.2 years (8.4)", "60.8 years (9.1)"), ("age", "mean", "61.2", "a")),
        ("Weight (kg), median (IQR)", ("78 (70–85)", "80 [71 to 88]"), (*WEIGHT, "78", "kg")),
        ("Weight, kg, median (range)", ("78·5 (70·1, 85)", "80 (71, 88)"), (*WEIGHT, "78.5", "kg")),
        ("Zest score, mean (SE)", ("5.5 (0.2)", "5.6 (0.3)"), ("zest-score", "mean", "5.5", "1")),
        ("PHQ-9, mean (SD)", ("15 (5)", "16 (5)"), ("phq-9-score", "mean", "15", "{points}")),
    ],
)  # fmt: skip
def test_a_value_with_its_spread(
    label: str, cells: tuple[str, str], expected: tuple[str, ...]
) -> None:
    """The label says statistic and spread; the unit stands in it or in the cell."""
    found = of_rows([label, *cells])
    assert [row[0] for row in found] == ["arm-1", "arm-2"]
    assert tuple(found[0][n] for n in (1, 3, 4, 5)) == expected


def test_a_spread_is_what_the_label_says() -> None:
    """Deviation, error, quartiles and range are kept apart."""
    found = account(
        grid(
            BASELINE,
            HEAD,
            [
                ["Age, years, mean (SD)", "61.2 (8.4)", "60.8 (9.1)"],
                ["Weight, kg, median (IQR)", "78 (70–85)", "80 (71–88)"],
            ],
        )
    )
    first, _, third, _ = found.studies[0].group_results
    assert first.number
    assert (first.number.dispersion_type, str(first.number.dispersion)) == (
        "standardDeviation",
        "8.4",
    )
    assert third.number
    assert (third.number.dispersion_type, str(third.number.dispersion_lower)) == (
        "interquartileRange",
        "70",
    )
    assert all(claim.baseline_characteristic for claim in found.studies[0].group_results)


def test_a_share_is_counted_out_of_the_arm() -> None:
    """Count, share and the number in the head agree."""
    found = account(grid(BASELINE, HEAD, [["Women, n (%)", "22 (50)", "21 (45.7%)"]]))
    shares = [
        (c.count, c.denominator, str(c.number and c.number.value))
        for c in found.studies[0].group_results
    ]
    assert shares == [(22, 44, "50"), (21, 46, "45.7")]


def test_kinds_that_share_out_an_arm_stand_under_their_heading() -> None:
    """Counts that add up to the arm are kinds of what stands above them; the next row is none."""
    found = of_rows(
        ["Smoking", "", ""],
        ["Never", "22 (50%)", "23 (50%)"],
        ["Ever", "22 (50%)", "23 (50%)"],
        ["Diabetes", "11 (25%)", "12 (26.1%)"],
    )
    assert [row[1:3] for row in found[::2]] == [
        ("smoking-status", "Never"),
        ("smoking-status", "Ever"),
        (found[4][1], "Diabetes"),
    ]
    assert found[4][1] != "smoking-status"


def test_how_far_a_heading_reaches_must_be_clear() -> None:
    """Rows under one that nothing ends are of what it says: women, or who knows."""
    row = ["Diabetes, n (%)", "11 (25)", "12 (26.1)"]
    assert of_rows(["Women", "", ""], AGE, row) == []
    assert of_rows(["Women", "", ""], ["Age (years)", "", ""], ["Mean (SD)", *AGE[1:]]) == []
    parted = (["Sex", "", ""], ["Women", "22 (50%)", "23 (50%)"], ["Men", "22 (50%)", "23 (50%)"])
    assert len(of_rows(*parted, AGE, row)) == 8
    assert len(of_rows(["Age (years)", "", ""], ["Mean (SD)", *AGE[1:]])) == 2


def test_a_second_column_of_labels_is_under_the_first() -> None:
    """Whether the first spans its rows or stands in the first of them alone."""
    head = [["", "", "Zentarol (n = 44)", "Placebo (n = 46)"]]
    found = of_rows(
        ["Sex", "Women", "22 (50%)", "21 (45.7%)"],
        ["", "Men", "22 (50%)", "25 (54.3%)"],
        head=head,
    )
    assert [row[1:3] for row in found[::2]] == [("sex", "Women"), ("sex", "Men")]


def test_times_in_the_margin_under_a_heading() -> None:
    """One measurand at several times, out of how many each time."""
    head = [
        ["", "Zentarol", "^", "Placebo", "^"],
        ["", "n", "Mean (SD)", "n", "Mean (SD)"],
    ]
    body = [
        ["Walking speed (m/min)", "", "", "", ""],
        ["Baseline", "44", "79.6 (6.3)", "46", "79.9 (6.0)"],
        ["12 weeks", "40", "92.5 (6.1)", "41", "80.2 (5.9)"],
    ]
    [study] = account(grid("Walking speed", head, body)).studies
    told = [(c.denominator, c.time and c.time.is_baseline) for c in study.group_results]
    assert told == [(44, True), (46, True), (40, False), (41, False)]
    assert not any(claim.baseline_characteristic for claim in study.group_results)


def test_a_time_in_the_caption() -> None:
    """It is the time of every value."""
    row = ["Walking speed, m/min, mean (SD)", "92.5 (6.1)", "80.2 (5.9)"]
    [study] = account(grid("Walking speed at week 24", HEAD, [row])).studies
    offsets = [c.time and c.time.offset and str(c.time.offset.value) for c in study.group_results]
    assert offsets == ["24", "24"]


def test_a_claim_rests_on_cell_label_and_head() -> None:
    """Each by its place and its exact words."""
    found = account(grid(BASELINE, HEAD, [["Age, years, mean (SD)", "61.2 (8.4)", "60.8 (9.1)"]]))
    said = {passage.key: passage for passage in found.passages}
    first = [said[key] for key in found.studies[0].group_results[0].evidence]
    assert [passage.exact for passage in first] == [
        "61.2 (8.4)",
        "Age, years, mean (SD)",
        "Zentarol (n = 44)",
    ]
    assert first[0].path == "//article[1]/tbody/tr[1]/td[2]"
    assert first[0].section == "Table 1"


def test_the_head_gives_sizes_that_the_text_has_not() -> None:
    """With the head as evidence; a size that the text has stays."""
    bare = "Ninety adults were randomised to zentarol or placebo."
    found = account(grid(BASELINE, HEAD, [["Women, n (%)", "22 (50)", "21 (45.7)"]]), methods=bare)
    assert [arm.size for arm in found.studies[0].arms] == [44, 46]
    assert all(len(arm.evidence) > 1 for arm in found.studies[0].arms)


def test_what_text_and_table_tell_is_one_claim() -> None:
    """The text's, with the cell as further evidence and its spread."""
    results = (
        "Mean walking speed at week 24 was 92.5 m/min with zentarol and 80.2 m/min with placebo."
    )
    row = ["Walking speed, m/min, mean (SD)", "92.5 (6.1)", "80.2 (5.9)"]
    found = account(grid("Walking speed at week 24", HEAD, [row]), results=results)
    assert values(found) == []
    claims = found.studies[0].group_results
    assert [str(c.number and c.number.dispersion) for c in claims] == ["6.1", "5.9"]
    assert all(len(claim.evidence) > 2 for claim in claims)


# --- What is left alone -------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(["Age, years", "61.2 (8.4)", "60.8 (9.1)"], id="no statistic"),
        pytest.param(["Age, years, mean", "61.2 (8.4)", "60.8 (9.1)"], id="no spread named"),
        pytest.param(["Age, mean (SD)", "61.2 (8.4)", "60.8 (9.1)"], id="no unit"),
        pytest.param(
            ["Age, kg, mean (SD)", "61.2 (8.4)", "60.8 (9.1)"], id="a unit of something else"
        ),
        pytest.param(
            ["Zest, mean (SD)", "61.2 (8.4)", "60.8 (9.1)"], id="unknown and without unit"
        ),
        pytest.param(
            ["Age, years, mean (SD)*", "61.2 (8.4)", "60.8 (9.1)"], id="a note on the label"
        ),
        pytest.param(["Age, years, mean (SD)", "61.2 (8.4)*", "60.8 (9.1)"], id="a note on a cell"),
        pytest.param(["Age, years, mean (SD)", "61.2 (8.4)", "–"], id="a cell without a value"),
        pytest.param(["Age, years, mean (SD)", "61.2", "60.8"], id="no spread"),
        pytest.param(
            ["Age, years, mean (SD)", "61.2 (52–70)", "60.8 (50–71)"], id="another spread"
        ),
        pytest.param(
            ["Age, years, median (IQR)", "61 (65–70)", "60 (50–71)"], id="a value outside"
        ),
        pytest.param(["Age, years, mean (SD)", "about 61 (8)", "60.8 (9.1)"], id="words in a cell"),
        pytest.param(["Women, n (%)", "22 (60)", "21 (45.7)"], id="a share of other people"),
        pytest.param(
            ["Women, n (%)", "22/30 (50)", "21 (45.7)"], id="a share against its own whole"
        ),
        pytest.param(["Women, n (%)", "45 (102)", "21 (45.7)"], id="more than all"),
        pytest.param(["Other, n (%)", "22 (50)", "21 (45.7)"], id="a kind of nothing"),
        pytest.param(["Women", "22 (50)", "21 (45.7)"], id="no sign of a share"),
        pytest.param(["Change in weight, kg, mean (SD)", "2.1 (1.0)", "0.3 (1.1)"], id="a change"),
        pytest.param(["Week 4", "61.2 (8.4)", "60.8 (9.1)"], id="another time at baseline"),
        pytest.param(["", "61.2 (8.4)", "60.8 (9.1)"], id="no label"),
    ],
)
def test_a_row_in_doubt_is_left(row: list[str]) -> None:
    """Better nothing than wrong; it is told with its table."""
    found = account(grid(BASELINE, HEAD, [row]))
    assert values(found) == []
    [left] = [unread for unread in found.unread if unread.path]
    assert (left.reason, left.path) == ("1 of 1 rows of a table", "//article[1]/table-wrap")
    assert left.exact.startswith("Table 1 Baseline characteristics: ")


AGE = ["Age, years, mean (SD)", "61.2 (8.4)", "60.8 (9.1)"]


@pytest.mark.parametrize(
    ("caption", "head", "why"),
    [
        ("Change in age", HEAD, "it tells of change"),
        ("Adjusted values at baseline", HEAD, "it tells of adjusted"),
        (BASELINE, [["", "Men", "Women"]], "its columns are not the arms"),
        (BASELINE, [["", "Zentarol", "Other"]], "its columns are not the arms"),
        (BASELINE, [["", "Zentarol (n = 40)", "Placebo (n = 46)"]], "other numbers of people"),
        (BASELINE, [["", "Zentarol", "Zentarol"]], "its columns are not the arms"),
    ],
)
def test_a_table_in_doubt_is_left(caption: str, head: list[list[str]], why: str) -> None:
    """With the reason."""
    found = account(grid(caption, head, [AGE]))
    assert values(found) == []
    assert any(unread.path and why in unread.reason for unread in found.unread)


def test_two_columns_of_an_arm_need_something_that_tells_them_apart() -> None:
    """Two times do; nothing does not."""
    head = [
        ["", "Zentarol", "^", "Placebo", "^"],
        ["", "Baseline", "Week 24", "Baseline", "Week 24"],
    ]
    row = ["Walking speed, m/min, mean (SD)", "79.6 (6.3)", "92.5 (6.1)", "79.9 (6)", "80.2 (5.9)"]
    assert len(of_rows(row, caption="Walking speed", head=head)) == 4
    assert (
        of_rows(
            row, caption="Walking speed", head=[["", "Zentarol", "Zentarol", "Placebo", "Placebo"]]
        )
        == []
    )


def test_a_value_without_a_time_is_left() -> None:
    """Neither baseline nor any time is stated."""
    assert of_rows(AGE, caption="Ages of all") == []


def test_a_bare_length_of_time_needs_a_beginning() -> None:
    """Twelve weeks of what is not said where no row is of baseline."""
    rows = [["Walking speed (m/min), mean (SD)", "", ""], ["12 weeks", "92.5 (6.1)", "80.2 (5.9)"]]
    assert of_rows(*rows, caption="Walking speed") == []


def test_the_last_arm_may_be_called_otherwise() -> None:
    """One column with its number of people and one arm are left: they are one."""
    head = [["", "Zentarol (n = 44)", "Dummy tablets (n = 46)", "P value"]]
    assert len(of_rows([*AGE, "0.8"], head=head)) == 2
    fewer = [["", "Zentarol (n = 44)", "Dummy tablets (n = 40)"]]
    assert of_rows(AGE, head=fewer, caption="Ages at week 24") == []
    three = [["", "Zentarol (n = 44)", "Tablets (n = 46)", "Capsules (n = 46)"]]
    assert of_rows([*AGE, "60.8 (9.1)"], head=three) == []


def test_some_people_of_an_arm_are_not_the_arm() -> None:
    """A head that says more than what the arm was given is of some of its people."""
    row = ["Walking speed, m/min, mean (SD)", "92.5 (6.1)", "80.2 (5.9)"]
    for head in (
        ["", "Zentarol women", "Placebo women"],
        ["", "Zentarol, aged 70+", "Placebo, aged 70+"],
    ):
        assert of_rows(row, caption="Walking speed at week 24", head=[head]) == []
    plain = ["", "Zentarol 7.5 mg group", "Patients receiving placebo"]
    assert len(of_rows(row, caption="Walking speed at week 24", head=[plain])) == 2


def test_the_columns_of_a_table_are_the_arms_that_the_text_does_not_name() -> None:
    """Where their people add up to those that it counts, and chance placed them."""
    placed = "In a randomised trial we studied 90 adults."
    found = account(grid(BASELINE, HEAD, [AGE]), methods=placed)
    [study] = found.studies
    assert [(arm.label, arm.size, arm.role) for arm in study.arms] == [
        ("Zentarol", 44, "experimentalRole"),
        ("Placebo", 46, "controlRole"),
    ]
    said = {passage.key: passage.exact for passage in found.passages}
    assert {said[key] for arm in study.arms for key in arm.evidence} == set(HEAD[0][1:])
    assert all(each.evidence for arm in study.arms for each in arm.receives)
    assert len(values(found)) == 2
    for other in ("In a randomised trial we studied 80 adults.", "We studied 90 adults."):
        assert values_or_none(account(grid(BASELINE, HEAD, [AGE]), methods=other)) == []


def values_or_none(found: Account) -> list[Any]:
    """What was read of tables, where there is a study at all."""
    return values(found) if found.studies else []


def test_a_text_without_arms_leaves_its_tables() -> None:
    """Nobody vouches for what the columns are."""
    found = account(grid(BASELINE, HEAD, [AGE]), methods="Ninety adults were asked.")
    assert [study.group_results for study in found.studies] in ([], [()])

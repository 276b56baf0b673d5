"""How treatments were given: doses, rhythms, routes, lengths, steps; arms that differ by dose."""

from decimal import Decimal

import pytest

from kg.reading import read_account
from kg.reading.atoms import atoms
from kg.reading.dosage import Dosage, dosage_after, dosage_before
from kg.reading.measures import Measure, measures
from kg.records import Arm, Document, DosingPhase, Quantity, Study
from kg.sources import read_source


def study(text: str) -> Study:
    """The one study of a text."""
    (document,) = read_source("own.txt", text.encode())
    assert isinstance(document, Document)
    (found,) = read_account(document).studies
    return found


def phases(arm: Arm, name: str | None) -> list[DosingPhase]:
    """The phases of a treatment of an arm."""
    return [p for each in arm.receives if each.label == name for p in each.phases]


def number(of: Decimal | Quantity | None) -> int | None:
    """A whole number, of a quantity its value."""
    value = of.value if isinstance(of, Quantity) else of
    return None if value is None else int(value)


def said(dosage: Dosage) -> dict[str, object]:
    """What a dosage says, in short."""
    short = {
        "doses": [_short(dose) for dose in dosage.doses],
        "basis": dosage.basis,
        "daily": dosage.per_day and str(dosage.per_day),
        "every": dosage.gap and _short(dosage.gap),
        "days": dosage.days and str(dosage.days),
        "route": dosage.route,
        "for": dosage.length and _short(dosage.length),
        "cycles": dosage.cycles,
    }
    return {name: value for name, value in short.items() if value}


def _short(measure: Measure) -> str:
    value = measure.value if measure.value is not None else f"{measure.low}..{measure.high}"
    return f"{value} {measure.unit.code if measure.unit else ''}"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("0.25% twice daily in the morning", {"doses": ["0.25 %"], "daily": "2"}),
        ("2 drops t.i.d.", {"doses": ["2 {drops}"], "daily": "3"}),
        ("1 drop of 0.1% b.i.d.", {"doses": ["1 {drops}"]}),
        (
            "250 mg orally four times a day",
            {"doses": ["250 mg"], "daily": "4", "route": "oral"},
        ),
        (
            "0.7 mg/kg i.v. every 4 weeks for five cycles",
            {"doses": ["0.7 mg/kg"], "every": "4 wk", "route": "intravenous", "cycles": 5},
        ),
        ("up to 1500 mg/day", {"doses": ["None..1500 mg"], "basis": "perDay"}),
        ("6 g/d for ten weeks", {"doses": ["6 g"], "basis": "perDay", "for": "10 wk"}),
        ("12 IU at bedtime", {"doses": ["12 [IU]"]}),
        (
            "titrated from 3 to 9 mg once daily",
            {"doses": ["3 mg", "9 mg"], "daily": "1"},
        ),
        ("( 75 mg q12h ; n = 41 )", {"doses": ["75 mg"], "daily": "2"}),
        (", 30 mg twice weekly ,", {"doses": ["30 mg"], "every": "1 wk", "days": "2"}),
        ("40 mg on alternate days", {"doses": ["40 mg"], "every": "2 d"}),
        (
            "was given subcutaneously at a dose of 90 mg every eight weeks",
            {"doses": ["90 mg"], "every": "8 wk", "route": "subcutaneous"},
        ),
        ("3 or 6 mg once daily or placebo", {"doses": ["3 mg", "6 mg"], "daily": "1"}),
        ("( 44 patients ) in adults", {}),
        ("once or twice daily", {}),
        ("reduced pain by 5 mg", {}),
        ("5 mg once daily for 3 weeks followed by 1 week off", {"doses": ["5 mg"], "daily": "1"}),
    ],
)
def test_what_stands_behind_a_name(words: str, expected: dict[str, object]) -> None:
    """A run of dosage ends where a word is none of it."""
    assert said(dosage_after(measures(atoms(f"zentarol {words}")), 1)) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("6 mg/day of oral", {"doses": ["6 mg"], "basis": "perDay", "route": "oral"}),
        ("once-weekly", {"every": "1 wk"}),
        ("a single dose of 15 mg", {"doses": ["15 mg"]}),
        ("4 cycles of", {"cycles": 4}),
        ("after 4 cycles of", {}),
        ("a 10-week course of intramuscular", {"route": "intramuscular", "for": "10 wk"}),
        ("two 250-mg tablets of", {}),
        ("low-dose", {}),
    ],
)
def test_what_stands_before_a_name(words: str, expected: dict[str, object]) -> None:
    """The number of tablets is no dose, nor is a time after which something was seen."""
    tape = measures(atoms(f"received {words} zentarol"))
    assert said(dosage_before(tape, len(tape.items) - 1)) == expected


ASTHMA = (
    "METHODS: In this 16-week, double-blind study, 240 adults on stable fluticazone were"
    " randomized to"
    " zentarol 4 mg once daily (n = 80), zentarol 8 mg once daily (n = 81) or placebo (n = 79).\n"
    "RESULTS: Relapse occurred in 10% of the 4 mg group, 12% of the 8 mg group and 30% of the"
    " placebo group. Cough was seen in 3% with the higher dose and 9% with placebo."
    " Nausea was seen in 5% with both doses and 2% with placebo."
)


def test_arms_that_differ_by_dose_are_arms_of_their_own() -> None:
    """Each has its name, its number and its dose."""
    found = study(ASTHMA)
    assert [(arm.label, arm.size) for arm in found.arms] == [
        ("zentarol 4 mg", 80),
        ("zentarol 8 mg", 81),
        ("placebo", 79),
    ]
    doses = [p.dose and p.dose.value for arm in found.arms for p in phases(arm, "zentarol")]
    assert doses == [4, 8]
    assert all(p.doses_per_day == 1 for arm in found.arms for p in phases(arm, "zentarol"))


def test_later_sentences_find_the_arm_of_a_dose() -> None:
    """By its amount or its rank; of both doses together nothing is tied."""
    found = {
        (r.measurand, r.group): r.number.value
        for r in study(ASTHMA).group_results
        if r.number is not None
    }
    assert found == {
        ("relapse", "arm-1"): Decimal(10),
        ("relapse", "arm-2"): Decimal(12),
        ("relapse", "arm-3"): Decimal(30),
        ("cough", "arm-2"): Decimal(3),
        ("cough", "arm-3"): Decimal(9),
    }


def test_a_dose_that_names_an_arm_is_no_result() -> None:
    """The numbers of the doses stand nowhere among the results."""
    held = [r.number.value for r in study(ASTHMA).untied_results if r.number is not None]
    assert not {Decimal(4), Decimal(8)} & set(held)


def test_a_bare_dose_is_of_the_treatment_named_beside_it() -> None:
    """Where arms are counted by their dose, the name comes from another sentence."""
    found = study(
        "Adults were randomized to zentarol 20, 40 or 80 mg/day or placebo for 6 weeks."
        " Of 160 adults, 39 received 20 mg/day, 41 received 40 mg/day, 42 received 80 mg/day"
        " and 38 received placebo."
    )
    assert [(arm.label, arm.size) for arm in found.arms] == [
        ("zentarol 20 mg", 39),
        ("zentarol 40 mg", 41),
        ("zentarol 80 mg", 42),
        ("placebo", 38),
    ]
    (phase,) = phases(found.arms[1], "zentarol")
    assert (phase.dose_basis, number(phase.duration)) == ("perDay", 6)


def test_doses_in_brackets_make_arms_and_hide_no_number() -> None:
    """Three doses of one list are three arms; all who were randomized are still counted."""
    found = study(
        "METHODS: Patients (n = 329) were randomized to zentarol (2, 4 or 8 mg o.d.) or placebo."
    )
    labels = ["zentarol 2 mg", "zentarol 4 mg", "zentarol 8 mg", "placebo"]
    assert [arm.label for arm in found.arms] == labels
    assert [each.size for each in found.populations] == [329]


def test_each_of_two_treatments_has_its_own() -> None:
    """A frequency behind the second is not the first one's, a length behind both is."""
    found = study(
        "METHODS: Men were randomized to zentarol 0.25% twice daily or timorol 0.5% for 12 weeks."
    )
    one, two = (phases(arm, arm.label)[0] for arm in found.arms)
    assert [number(each.doses_per_day) for each in (one, two)] == [2, None]
    assert [number(each.duration) for each in (one, two)] == [12, 12]
    assert [each.dose and (each.dose.value, each.dose.unit) for each in (one, two)] == [
        (Decimal("0.25"), "%"),
        (Decimal("0.5"), "%"),
    ]


def test_both_behind_a_list_is_said_of_all() -> None:
    """The word makes the frequency behind the last of a list that of each."""
    found = study("METHODS: Men were randomized to zentarol 2% or timorol 1%, both twice daily.")
    assert [number(phases(a, a.label)[0].doses_per_day) for a in found.arms] == [2, 2]


def test_a_strength_behind_a_slash_and_a_name_is_that_names() -> None:
    """The second strength of a fixed combination is none of the first drug's."""
    found = study(
        "METHODS: Men were randomized to zentarol 100 mg/tarolin 1,000 mg (n = 30) or placebo."
    )
    (phase,) = phases(found.arms[0], "zentarol")
    assert phase.dose is not None
    assert (phase.dose.value, phase.dose.unit) == (Decimal(100), "mg")


def test_a_percentage_of_the_results_is_no_strength() -> None:
    """Without headings too, a share behind a name in a sentence with a test is a result."""
    found = study(
        "Sixty men were randomized to zentarol 30 mg daily or timorol."
        " Pain was less frequent with zentarol (12%; P = 0.02) than with timorol (31%)."
    )
    doses = [p.dose.unit for arm in found.arms for r in arm.receives for p in r.phases if p.dose]
    assert doses == ["mg"]


def test_what_is_said_of_both_counts_for_both() -> None:
    """Route, rhythm and length, but never a dose."""
    found = study(
        "METHODS: Women were randomized to zentarol 600 mg or timorol 100 mg, both given orally"
        " once daily for 20 weeks."
    )
    for arm in found.arms:
        (phase,) = phases(arm, arm.label)
        assert [number(phase.doses_per_day), number(phase.duration)] == [1, 20]
        assert [each.route for each in arm.receives] == ["oral"]


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("The therapeutic course was 12 weeks for both groups.", 12),
        ("The course of treatment was 12 weeks.", 12),
        ("The treatment period was 12 weeks for women on zentarol.", None),
    ],
)
def test_a_course_is_of_all_arms_unless_it_is_of_one(words: str, weeks: int | None) -> None:
    """Said of both groups it is of both; said of one treatment it is not of the other."""
    told = "METHODS: Women were randomized to zentarol 5 mg once daily or timorol 10 mg once daily."
    for arm in study(f"{told} {words}").arms:
        assert {number(phase.duration) for phase in phases(arm, arm.label)} == {weeks}


def test_then_and_titration_make_further_phases() -> None:
    """What comes then is a phase of its own; a raised dose is an escalation of the first."""
    steps = "5 mg daily for 2 weeks, then 10 mg daily for 6 weeks"
    text = f"METHODS: Men were randomized to zentarol {steps} (n = 20) or placebo (n = 21)."
    first, second = phases(study(text).arms[0], "zentarol")
    assert [number(p.duration) for p in (first, second)] == [2, 6]
    raised = text.replace(steps, "titrated from 5 to 10 mg")
    low, high = phases(study(raised).arms[0], "zentarol")
    assert (high.schedule_type, high.replaces) == ("escalation", low.key)


def test_what_people_took_besides_is_background_of_every_arm() -> None:
    """With its dose, where the words tell one; what sets arms apart is none."""
    for words in ("as add-on to metformin", "added to ongoing metformin"):
        found = study(
            f"METHODS: Men were randomized to zentarol 5 mg (n = 30) or placebo (n = 31) {words}."
        )
        roles = [[(r.label, r.role) for r in arm.receives][-1] for arm in found.arms]
        assert roles == [("metformin", "background")] * 2
    apart = study(
        "METHODS: Men were randomized to zentarol added to metformin (n = 30)"
        " or metformin (n = 31)."
    )
    assert [len(arm.receives) for arm in apart.arms] == [1, 1]


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("In this 24-week, randomized, parallel-group study, 90 men took part.", 24),
        ("We did a randomized trial lasting 18 weeks in 90 men.", 18),
        ("In a randomized trial 90 men were followed for 12 weeks.", None),
        ("After a 4-week run-in, 90 men were randomized.", None),
        ("A 12-week extension study followed the randomized trial of 90 men.", None),
    ],
)
def test_the_length_of_the_study(words: str, weeks: int | None) -> None:
    """Run-in, extension and follow-up are none of it."""
    found = study(f"METHODS: {words}").duration
    assert (found and found.value) == weeks


@pytest.mark.parametrize(
    ("words", "masking"),
    [
        ("an investigator-masked study", "singleBlind"),
        ("an observer-blind trial", "singleBlind"),
        ("a triple-masked trial", "tripleBlind"),
        ("a double-blind trial with blinded assessors", "doubleBlind"),
        ("an open-labelled trial", "openLabel"),
        ("a double-blind trial with an open-label extension", "doubleBlind"),
        ("an open-label trial with a double-blind phase", None),
    ],
)
def test_masking(words: str, masking: str | None) -> None:
    """Who was blinded besides says nothing more; two kinds at once say nothing."""
    assert study(f"METHODS: This was {words} in 90 randomized men.").masking == masking


def test_places_make_a_study_multicentre_and_international() -> None:
    """From their number, where it is more than one."""
    found = study("METHODS: 90 men were randomized at 12 centers in five countries.")
    assert {"multicentre", "international"} <= set(found.design_features)
    assert not study("METHODS: 90 men were randomized at 1 center.").design_features


@pytest.mark.parametrize(
    "text",
    [
        (
            "120 women were randomized into two groups of 60 each: Group I got ferrous sulphate"
            " 60 mg elemental iron daily and group II 120 mg on alternate days for 8 weeks."
        ),
        (
            "Zentarol every other day versus daily in gout. Ninety men were randomized to zentarol"
            " 60 mg or zentarol 120 mg."
        ),
    ],
)
def test_a_rhythm_that_sets_arms_apart_is_lent_to_no_other(text: str) -> None:
    """What one arm gets daily, and a choice between rhythms, says nothing of another's."""
    first = study(text).arms[0]
    (phase,) = first.receives[0].phases
    assert phase.cycle_length is None or phase.cycle_length.unit == "wk"
    assert phase.doses_per_day is None

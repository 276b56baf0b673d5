"""How many took part: which numbers of people count whom, and which count nobody."""

import pytest

from kg.reading import read_account
from kg.records import Population
from kg.sources import read_source

TOLD = [
    ("Sixty-three women were randomized to zentarol or placebo.", {"randomizedPopulation": 63}),
    ("Of 2,137 patients screened, 85 were randomly assigned to diet or usual care.",
     {"screened": 2137, "randomizedPopulation": 85}),
    ("We randomly assigned 2494 healthy women to diet or care.", {"randomizedPopulation": 2494}),
    ("Women (n = 62) living with gout were randomly assigned to diet or usual care.",
     {"randomizedPopulation": 62}),
    ("Among 671 adults 336 were assigned to zentarol and 335 were assigned to placebo.",
     {"randomizedPopulation": 671}),
    ("Patients were randomized (N = 96) to zentarol plus diet or diet alone.",
     {"randomizedPopulation": 96}),
    ("Forty adults with gout were enrolled and then randomly divided into two groups.",
     {"enrolled": 40, "randomizedPopulation": 40}),
    ("Hundred and six patients were randomized.", {"randomizedPopulation": 106}),
    ("Ninety women with scars that could be seen at rest were randomized to tea or diet.",
     {"randomizedPopulation": 90}),
    ("Ninety women advised to receive tea were randomly assigned to diet or usual care.",
     {"randomizedPopulation": 90}),
    ("A total of 62 caffeine-naive learners were randomized to tea or diet.",
     {"randomizedPopulation": 62}),
    ("In this open, multicenter study, women with gout (n = 62) were randomized to tea or diet.",
     {"randomizedPopulation": 62}),
    (("The trial included parents of infants. Of 90 screened, 62 parents aged 20 or over, who"
     " agreed, were randomized to tea or diet."), {"randomizedPopulation": 62}),
    ("Of the 88 women randomized in the study, 80 slept.", {"randomizedPopulation": 88}),
    ("A randomized trial was conducted among women with gout (n = 62).", {"enrolled": 62}),
    ("Tea was compared with diet in a randomized trial. Sixty women were eligible for analysis.",
     {"analysed": 60}),
    ("Of 90 women screened, 62 were randomly assigned to treatment (tea, 30; diet, 32).",
     {"screened": 90, "randomizedPopulation": 62}),
    ("In this trial, 90 patients will be randomized to zentarol or placebo.", {"planned": 90}),
    ("We did a randomized trial. A total of 80 patients were enrolled and 71 completed the study.",
     {"enrolled": 80}),
    ("METHODS: 64 adults who had been ill and who did not have gout. They were randomized.",
     {"enrolled": 64}),
    ("METHODS: Forty women who drank tea and were well were enrolled. They were randomized.",
     {"enrolled": 40}),
    ("In a blinded crossover trial 23 men, aged 30-70 years, were treated with zentarol.",
     {"enrolled": 23}),
    ("We investigated 31 men with gout in a randomized trial.", {"enrolled": 31}),
    ("METHODS: A randomized trial was done. PARTICIPANTS Men with gout with pain (N=82).",
     {"enrolled": 82}),
    ("METHODS: 24 eyes of 12 women with gout were randomized to drops or placebo.",
     {"randomizedPopulation": 12}),
    ("METHODS: Thirty-six of 40 randomized women had no pain.", {"randomizedPopulation": 40}),
    ("Effect of zentarol on sleep in 44 healthy volunteers. A randomized study was done.",
     {"enrolled": 44}),
    ("METHODS: In this randomized trial, 36 women received zentarol or placebo.",
     {"enrolled": 36}),
    ("METHODS: Sixty women with gout have been randomized to zentarol or placebo.",
     {"randomizedPopulation": 60}),
    ("METHODS: Fifty women with gout took part. They were randomized.", {"enrolled": 50}),
    ("METHODS: The study comprised 28 women. They were randomized.", {"enrolled": 28}),
    ("METHODS: We randomized 123 Norwegians with gout. The patients drank tea or water.",
     {"randomizedPopulation": 123}),
    ("METHODS: The trial included 48 low-income, married women. They were randomized.",
     {"enrolled": 48}),
    ("METHODS: Using a randomized design, 42 employees of a mill were allotted to tea or diet.",
     {"randomizedPopulation": 42}),
    ("METHODS: Women who were well and carried S. aureus (n = 37) were randomized to tea or diet.",
     {"randomizedPopulation": 37}),
    ("METHODS: Sixty women who visited our clinic were randomized to tea or diet.",
     {"randomizedPopulation": 60}),
    ("METHODS: Of 90 women, 62 signed informed consent. They were randomized.", {"enrolled": 62}),
    ("METHODS: Those below their target pressure left. We randomized 21 men to tea or diet.",
     {"randomizedPopulation": 21}),
    ("METHODS: Planned for 250 men, the randomized trial was closed with 81 men enrolled.",
     {"enrolled": 81}),
    ("METHODS: Men drank tea or water in random order. Sixteen men performed three tests.",
     {"enrolled": 16}),
    (("METHODS: Forty men were randomized to zentarol (n = 20) or placebo (n = 20); 12 men were"
     " further randomized to tea (n = 6) or not (n = 6)."), {"randomizedPopulation": 40}),
    ("METHODS: Sixty men were randomly assigned to receive one of three test drugs.",
     {"randomizedPopulation": 60}),
    ("METHODS: Forty men aged 20 to 60 years were matched and randomly assigned to tea or milk.",
     {"randomizedPopulation": 40}),
    ("METHODS: In a blinded study in 25 healthy women (52 ± 3 years), we gave tea and milk.",
     {"enrolled": 25}),
    ("METHODS: Heat loss was measured, with three teas, in 12 sedated men.", {"enrolled": 12}),
    ("METHODS: A randomized trial that aimed to compare tea and milk in 30 men.", {"enrolled": 30}),
    ("METHODS: In this randomized trial, thin, elderly men (n = 62) drank tea or milk.",
     {"enrolled": 62}),
    ("BACKGROUND: Tea is dear. We conducted a trial of tea in 44 men. RESULTS: All did.",
     {"enrolled": 44}),
    ("METHODS: 90 men were randomized to tea or milk. RESULTS: Four men allocated tea left.",
     {"randomizedPopulation": 90}),
    (("METHODS: Men got tea (n = 30) or milk (n = 29). RESULTS: 63 men were randomized to either"
      " and 59 drank it."), {"randomizedPopulation": 63}),
    (("METHODS: Men were randomized. RESULTS: Forty men, 22 with gout and 18 men without it, were"
      " recruited."), {"enrolled": 40}),
    ("METHODS: Thirty volunteers drank tea; a subset of 19 subjects slept here.", {"enrolled": 30}),
    ("METHODS: Thirty men were split into tea and milk groups.", {"randomizedPopulation": 30}),
    ("METHODS: In phase 1, 36 men were randomly assigned to tea and milk groups.",
     {"randomizedPopulation": 36}),
    ("METHODS: Forty men were randomized 1:1 to either pauses of 2, 4, and 6 weeks, or none.",
     {"randomizedPopulation": 40}),
    ("RESULTS: 90 men were screened at 12 centers, and 62 men were randomized into the trial.",
     {"screened": 90, "randomizedPopulation": 62}),
    ("RESULTS: Among 50 men, 26 were in the tea group and 24 were in the milk group.",
     {"analysed": 50}),
    ("METHODS: In an open, two-period crossover study 32 men inhaled tea or drank milk.",
     {"enrolled": 32}),
    ("METHODS: Forty-eight diabetics were allocated at random to tea or milk.",
     {"randomizedPopulation": 48}),
    ("METHODS: Men slept. RESULTS: Of 151 participants, 95% came back.", {"analysed": 151}),
    ("METHODS: A randomized trial in 71 BCS. RESULTS: Breast cancer survivors (BCS) slept.",
     {"enrolled": 71}),
    ("METHODS: A randomized trial involving 90 6- to 10-year-old children.", {"enrolled": 90}),
    ("RESULTS: Of 138 men approached, 31 were enrolled and 107 refused.",
     {"screened": 138, "enrolled": 31}),
    ("METHODS: 96 men were randomized to tea or milk. RESULTS: 91 men were included in the study.",
     {"randomizedPopulation": 96}),
    ("METHODS: 80 men were randomized to 1 of 3 arms: 2 investigational drugs and 1 placebo.",
     {"randomizedPopulation": 80}),
]  # fmt: skip
SILENT = [
    "We did a randomized trial. We randomly assigned 38 PHCs to kits or none.",
    "METHODS: A randomized trial in 12 ICU beds.",
    "METHODS: Our study showed that treatment with 5-ASA is good.",
    "We did a randomized trial. Ninety women with samples from the randomized trial were asked.",
    "We did a randomized trial. There were 3 cases of gout.",
    "We did a randomized trial. Among intervention participants (n = 53), sleep was told.",
    "Eight volunteers were randomized to control.",
    "In a randomized trial, 41 patients were allocated to zentarol and 29 patients to placebo.",
    "We did a randomized trial. Twelve patients died.",
    "We did a randomized trial. In group A, 20 patients had pain.",
    "We did a randomized trial. Twenty clinics were randomized to zentarol or placebo.",
    "METHODS: Zentarol was given to 40 men and placebo to 41 men in a randomized manner.",
    "We did a randomized trial. Twenty-one ill and seven well children were treated in the study.",
    "In a previous trial, 300 patients were randomized to zentarol or placebo.",
]


def told(text: str, *, derived: bool = False) -> dict[str, int]:
    """The numbers of people that a text states, or that are derived from it, by role."""
    return {
        role: population.size
        for population in people_of(text)
        for role in population.roles
        if population.size is not None and (population.derivation == "derived") == derived
    }


def people_of(text: str) -> tuple[Population, ...]:
    """The populations of a text's study."""
    [document] = read_source("case.txt", text.encode())
    account = read_account(document)  # type: ignore[arg-type]
    return tuple(each for study in account.studies for each in study.populations)


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_people_are_counted_by_role(text: str, expected: dict[str, int]) -> None:
    """Each number of people has the role that its verb gives it."""
    found = told(text)
    assert {role: found.get(role) for role in expected} == expected


@pytest.mark.parametrize("text", SILENT)
def test_parts_are_not_the_whole(text: str) -> None:
    """People of one arm, events, clusters and other studies are nobody's total."""
    found = told(text)
    assert not {"randomizedPopulation", "enrolled", "analysed"} & set(found)


SUMS = [
    ("METHODS: Adults were randomized to zentarol (n = 41) or placebo (n = 29).",
     {"randomizedPopulation": 70}),
    ("METHODS: Adults were assigned to zentarol (n = 41) or placebo (n = 29).", {"enrolled": 70}),
    ("METHODS: Eighteen men were randomized to receive zentarol and 9 to receive placebo.",
     {"randomizedPopulation": 27}),
    ("METHODS: Adults were randomized to tea (n = 41) or water (n = 29). We enrolled 72 men.", {}),
    ("METHODS: Adults were randomized to three groups, tea (n = 41) and water (n = 29).", {}),
    ("METHODS: Adults will be randomized to zentarol (n = 41) or placebo (n = 29).", {}),
    (("METHODS: Adults were randomized to zentarol or placebo. RESULTS: Sleep was longer with"
      " zentarol (n = 41) than placebo (n = 29)."), {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SUMS)
def test_people_told_by_arm_alone_are_summed(text: str, expected: dict[str, int]) -> None:
    """Where all arms have their size, those allotted are derived; no sentence states them."""
    assert told(text, derived=True) == expected


def test_a_sum_names_what_it_is_the_sum_of() -> None:
    """The derived number rests on the arms and on the sentence that tells their sizes."""
    [whole] = [each for each in people_of(SUMS[0][0]) if each.derivation == "derived"]
    assert whole.derived_from == ("arm-1", "arm-2")
    assert (whole.rule, len(whole.evidence)) == ("population.summed", 1)


def test_two_numbers_for_one_role_are_none() -> None:
    """Where two sentences randomize different numbers, none is claimed."""
    text = (
        "We randomized 90 patients to zentarol or placebo."
        " In all, 80 patients were randomized to zentarol or placebo."
    )
    assert "randomizedPopulation" not in told(text)


def test_a_sentence_about_something_else_changes_nothing() -> None:
    """What is appended and tells of no people leaves the numbers as they are."""
    text = "Sixty-three women were randomized to zentarol or placebo."
    assert told(f"{text} The laboratory was cleaned in 2004 by 12 machines.") == told(text)


def test_a_heading_in_capitals_opens_a_part() -> None:
    """A heading at the head of a sentence ends the background, colon or none."""
    text = (
        "BACKGROUND Gout is painful. METHODS Fifty adults were randomized to diet or care."
        " RESULTS Twelve adults had pain."
    )
    assert told(text) == {"randomizedPopulation": 50}


@pytest.mark.parametrize(
    ("words", "counts"),
    [
        ("Seven men in the first group, 5 in the second, and 9 in the third withdrew.", [5, 7, 9]),
        ("Over time 34 women allocated to tea and 31 to milk died.", [31, 34]),
        ("Of 33 men on tea, 11 withdrew.", [11]),
        ("The 33 men allocated to tea withdrew less often.", []),
        ("Twenty men were assigned to tea and 19 to milk; 3 withdrew.", [3]),
        ("Four men of the study group and 5 of the other recovered.", [4, 5]),
        ("Pain was less than 30 mm in 25 men.", [25]),
        ("Events were rash (12 men), pain (8 men) and falls (n = 3).", [3, 8, 12]),
        ("Nine men allocated tea failed to finish compared with 4 men allocated milk.", [4, 9]),
        ("Pain returned; relapse occurred in 13 men on tea and 17 men on milk.", [13, 17]),
        ("Seven and three men, respectively, discontinued.", [3, 7]),
        ("Twelve, five, and two men could not walk.", [2, 5, 12]),
        ("Compared with 43 lean men, 75 stout men experienced worse sleep.", []),
        ("Analysis of 40 men showed no harm.", []),
        ("Ten men who had failed to respond to diet over two months were assigned to care.", []),
        ("Twenty-eight men who developed gout were randomized again.", []),
    ],
)
def test_a_verb_at_the_end_of_a_list_tells_of_all(words: str, counts: list[int]) -> None:
    """Whom something befell counts, whoever allotted them; those out of whom they are do not."""
    text = f"METHODS: Adults were randomized to tea or milk. RESULTS: {words}"
    [document] = read_source("case.txt", text.encode())
    [told] = read_account(document).studies  # type: ignore[arg-type]
    held = [each.count for each in told.untied_results]
    held += [each.count for each in told.group_results]
    assert sorted(count for count in held if count is not None) == counts

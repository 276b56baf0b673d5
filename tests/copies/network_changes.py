"""The changes that copies of the trial-network page (S) go through, axis by axis."""

# ruff: noqa: E501 - tables, one entry a line

import random
from decimal import Decimal

from copies.mutation import Axes, Mutation, merged
from copies.scenes import Disease, Drug, Measure, Unit
from copies.trials import NetworkTrial

Change = Mutation[NetworkTrial]


def renumbered(seed: int) -> Change:
    """Other numbers everywhere, sums kept."""

    def change(trial: NetworkTrial) -> NetworkTrial:
        draw = random.Random(seed)
        first = draw.randint(90, 2400)
        dose = draw.choice((1.5, 3, 6, 7.5))
        years = draw.randint(2, 6)
        low = int(trial.low) + draw.randint(1, 9)
        return trial._replace(
            sizes=(first, first + draw.randint(-9, 9)),
            drug=trial.drug._replace(dose=str(dose)),
            steps=(str(dose + 1.5), str(dose + 3)),
            often=draw.choice((("twice daily", 2), ("once daily", 1), ("three times daily", 3))),
            days=draw.choice((2, 3, 4, 7)),
            interval=draw.choice(((6, "weeks"), (4, "weeks"), (3, "months"))),
            cycles=draw.choice((3, 4, 5, 8)),
            after=draw.choice((2, 4)),
            low=Decimal(low),
            high=trial.high + draw.randint(10, 90),
            age=draw.choice((16, 21, 40)),
            other_bound=trial.other_bound / draw.choice((2, 4, 5)),
            medicines=(draw.choice((3, 4)), trial.medicines[1]),
            stable=draw.choice(((3, "months"), (6, "weeks"), (12, "weeks"))),
            followed=(years, years + 1, "years"),
            difference=trial.difference + draw.randint(1, 30),
            sister_bound=trial.sister_bound + 100,
        )

    return change


def with_fields(**fields: object) -> Change:
    """Some facts set to other values."""
    return lambda trial: trial._replace(**fields)  # type: ignore[arg-type]


def with_plan(**plan: object) -> Change:
    """Other labels, orders, sentences, spellings."""
    return lambda trial: trial._replace(plan=merged(trial.plan, **plan))  # type: ignore[arg-type]


def with_benefit(sentence: str) -> Change:
    """A clinical benefit besides, told in another sentence."""
    return lambda trial: trial._replace(
        benefit=True, plan=merged(trial.plan, instead={"{yielded}": sentence})
    )


def styled(**style: object) -> Change:
    """Another style of writing numbers."""
    return lambda trial: trial._replace(style=trial.style._replace(**style))  # type: ignore[arg-type]


def drugged(
    name: str, short: str, dose: str, unit: Unit, steps: tuple[str, str], *also: str
) -> Change:
    """Another drug with its abbreviation and doses."""
    drug = Drug(name, dose=dose, unit=unit, short=short, also=also)
    return with_fields(drug=drug, plain_drug=(name, short or name), steps=steps)


def moved(
    disease: Disease, drug: Change, background: tuple[str, str], medicines: str,
    *measured: tuple[Measure, Unit, Unit], values: tuple[str, ...], up: bool,
) -> Change:  # fmt: skip
    """Another disease with its own drug, measures, units and values."""
    low, high, bound, difference, sister = (Decimal(v) for v in values)
    (measure, unit, long_unit), (other, other_unit, _) = measured

    def change(trial: NetworkTrial) -> NetworkTrial:
        return drug(trial)._replace(
            disease=disease, background=background, measure=measure, unit=unit, long_unit=long_unit,
            other=other, other_unit=other_unit, medicines=(trial.medicines[0], medicines),
            low=low, high=high, other_bound=bound, difference=difference, sister_bound=sister,
            flagged=False, higher=up,
        )  # fmt: skip

    return change


def _measure(noun: str, plural: str, better: str, *also: str) -> Measure:
    return Measure(noun, plural, (), "1", "9", better, also)


MG, MICROGRAM = Unit("mg", "mg"), Unit("µg", "ug")
DRUGS = {
    "tavorexin": drugged("tavorexin", "TVX", "25", MG, ("50", "75")),
    "leukotimab": drugged("leukotimab", "", "150", MG, ("200", "300")),
    "interferon": drugged("pegylated interferon lambda", "PEG-IFN", "90", MICROGRAM, ("120", "180")),
    "growth hormone": drugged("recombinant human growth hormone", "rhGH", "2", MG, ("4", "6"), "growth hormone", "human growth hormone"),
}  # fmt: skip
SCENES = {
    "type 2 diabetes": moved(
        Disease("type 2 diabetes", "people with type 2 diabetes"), drugged("semaglutide", "SEMA", "0.5", MG, ("1", "2")),
        ("metformin", "metformin"), "glucose-lowering medications",
        (_measure("fasting plasma glucose", "fasting plasma glucose levels", "decrease", "fasting-glucose"), Unit("mg/dL", "mg/dL"), Unit("mg per deciliter", "mg/dL")),
        (_measure("serum creatinine", "", "decrease", "creatinine"), Unit("mg/dL", "mg/dL"), Unit("mg/dL", "mg/dL")),
        values=("126", "270", "2", "23", "270"), up=False,
    ),
    "rheumatoid arthritis": moved(
        Disease("rheumatoid arthritis", "people with rheumatoid arthritis"), drugged("sarilumab", "SAR", "150", MG, ("175", "200")),
        ("methotrexate", "methotrexate"), "antirheumatic medications",
        (_measure("haemoglobin level", "haemoglobin levels", "increase", "haemoglobin"), Unit("g/L", "g/L"), Unit("grams per litre", "g/L")),
        (_measure("C-reactive protein", "", "decrease", "crp"), Unit("mg/L", "mg/L"), Unit("mg/L", "mg/L")),
        values=("80", "120", "40", "9", "120"), up=True,
    ),
    "hepatitis C": moved(
        Disease("chronic hepatitis C", "people with chronic hepatitis C"), drugged("eltrombopag", "EPAG", "25", MG, ("50", "75")),
        ("ribavirin", "ribavirin"), "antiviral medications",
        (Measure("platelet count", "platelet counts", (), "1", "9", None), Unit("x 10^9/L", "10*9/L"), Unit("× 10⁹ per litre", "10*9/L")),
        (_measure("bilirubin", "", "decrease"), Unit("mg/dL", "mg/dL"), Unit("mg/dL", "mg/dL")),
        values=("20", "75", "3", "31", "75"), up=True,
    ),
    "an unknown disease": moved(
        Disease("Morvan-Leitz disease", "people with Morvan-Leitz disease"), drugged("lumbrelast", "LBL", "10", MG, ("15", "20")),
        ("supportive care", "supportive care"), "background medications",
        (Measure("zelatin concentration", "zelatin concentrations", (), "1", "9", None, words="zelatin"), Unit("ng/mL", "ng/mL"), Unit("nanograms per millilitre", "ng/mL")),
        (Measure("plasma kapperin", "", (), "1", "9", None), Unit("mg/L", "mg/L"), Unit("mg/L", "mg/L")),
        values=("20", "75", "300", "12", "75"), up=True,
    ),
}  # fmt: skip
AXES: Axes[NetworkTrial] = {
    # Units first: a scene brings its own.
    "unit": {
        "cells/µl": with_fields(unit=Unit("cells/µL", "{cells}/uL"), long_unit=Unit("cells per microlitre", "{cells}/uL"), measure=NetworkTrial().measure),
        "cells/mm³": with_fields(unit=Unit("cells/mm³", "{cells}/uL"), long_unit=Unit("cells/mm³", "{cells}/uL"), measure=NetworkTrial().measure),
        "×10^6/L": with_fields(unit=Unit("x 10^6 cells/L", "{cells}/uL"), long_unit=Unit("x 10^6 cells/L", "{cells}/uL"), measure=NetworkTrial().measure),
    },
    "scene": SCENES,
    "drug": DRUGS,
    "numbers": {f"set {n}": renumbered(n) for n in range(6)},
    "other unit": {"copies/mL": with_fields(other=NetworkTrial().other, other_bound=Decimal(10_000), other_unit=Unit("copies/mL", "{copies}/mL"), flagged=False)},
    "dose unit": {
        "million IU": with_fields(drug=NetworkTrial().drug._replace(unit=Unit("million IU", "M[IU]")), plain_drug=NetworkTrial().plain_drug, steps=("6", "7.5")),
        "million international units": with_fields(drug=NetworkTrial().drug._replace(unit=Unit("million international units", "M[IU]")), plain_drug=NetworkTrial().plain_drug, steps=("9", "12")),
    },
    "route": {
        "subcutaneously": with_fields(route=("subcutaneously", "subcutaneous")),
        "into a vein": with_fields(route=("by injection into a vein", "intravenous")),
        "by mouth": with_fields(route=("by mouth", "oral")),
        "into a muscle": with_fields(route=("by injection into a muscle", "intramuscular")),
        "intravenously": with_fields(route=("intravenously", "intravenous")),
    },
    "direction": {"lower": with_fields(higher=False)},
    "significance": {
        "P < 0.001": with_fields(p=("<", "0.001")),
        "P = 0.03": with_fields(p=("=", "0.03")),
        "P = 0.40": with_fields(p=("=", "0.40")),
    },
    "benefit": {"clinical benefit": with_benefit("As well as a substantial and sustained {rise} in the {measure}, as compared with {bg_long} alone, {plain} plus {bg_long} yielded a clinical benefit.")},
    "style": {
        "digits": styled(words=False),
        "no separator": styled(thousands=""),
        "space": styled(thousands=" "),
        "mid-dot": styled(point="·"),
    },
    "order of arms": {"control first": with_fields(control_first=True)},
    "control": {
        "placebo": with_fields(comparator="placebo"),
        "another drug": with_fields(comparator="levamisole"),
    },
    "labels": {
        "Group A/B": with_fields(labels=("Group A", "Group B")),
        "Arm 1/2": with_fields(labels=("Arm 1", "Arm 2")),
        "Arm A/B": with_fields(labels=("Arm A", "Arm B")),
        "The X group": with_fields(labels=("The treatment group", "The control group")),
    },
    "headings": {
        "none": with_plan(labels={"about the study": "", "study approach": "", "study population": "", "note": ""}),
        "others": with_plan(labels={"about the study": "Purpose", "study approach": "Study Design", "study population": "Who took part"}),
        "colons": with_plan(labels={"about the study": "Background", "study approach": "Methods", "study population": "Participants"}),
    },
    "sister": {
        "CTN 214": with_fields(sister=("CTN 214", "MERIDIAN")),
        "CTN 018": with_fields(sister=("CTN 018", "STALWART")),
        "NCT": with_fields(sister=("NCT00027352", "TRITON")),
    },
    "missing": {
        "no sizes": with_fields(sized=False),
        "no lay background": with_plan(instead={"{plain_short}": ""}),
    },
    "more": {
        "asides": with_plan(added={"study approach": ("A safety board looked at the data every year.",)}),
        "history": with_plan(added={"about the study": ("Smaller studies in about 40 people had been promising.",)}),
    },
}  # fmt: skip

"""The changes that copies of the PubMed record (K) go through, axis by axis."""

# ruff: noqa: E501 - tables, one entry a line

import random
from decimal import Decimal

from copies.mutation import Axes, Mutation, between, merged
from copies.scenes import DRUGS, HIV_SCENE, SCENES, Scene
from copies.trials import Citation, Course, Event, Finding, Heading, PubmedTrial, Spread

Change = Mutation[PubmedTrial]


def renumbered(seed: int) -> Change:
    """Other numbers everywhere, sums kept."""

    def change(trial: PubmedTrial) -> PubmedTrial:
        draw = random.Random(seed)
        first = draw.randint(20, 240)
        return recoursed(draw, trial)._replace(
            sizes=(first, first + draw.randint(-6, 6)),
            lost=draw.choice((1, 2, 3, 4)),
            interval=draw.choice(((3, "weeks"), (4, "weeks"), (3, "months"), (8, "weeks"))),
            cycles=draw.choice((3, 4, 7, 8, 12)),
            days=draw.choice((2, 3, 4, 10)),
            monitored=draw.choice((("monthly", 3), ("weekly", 6), ("monthly", 2))),
            at=draw.choice(((24, "week"), (6, "month"), (48, "week"), (18, "month"))),
            p=draw.choice((("<", "0.01"), ("=", "0.03"), ("=", "0.002"), ("<", "0.0001"))),
            drug=trial.drug._replace(dose=str(draw.choice((3, 7.5, 9, 12, 15)))),
        )

    return change


def recoursed(draw: random.Random, trial: PubmedTrial) -> PubmedTrial:
    """Values that fit the measure: better with the drug, a little worse without."""
    measure = trial.measure
    low, high, places = Decimal(measure.low), Decimal(measure.high), measure.places
    half, step = (low + high) / 2, (high - low) / 10
    bases = [between(draw, half - step, half, places).quantize(places) for _ in range(2)]
    gain = (step * draw.randint(2, 4)).quantize(places) + places * draw.randint(0, 9)
    loss = step.quantize(places) + places * draw.randint(0, 3)
    sign = -1 if measure.better == "decrease" else 1
    spreads = [(step / draw.randint(3, 6)).quantize(places) + places * 2 for _ in range(4)]
    ends = (bases[0] + sign * gain, bases[1] - sign * loss)
    courses = [
        Course(Spread(base, spreads[2 * n]), Spread(end, spreads[2 * n + 1]))
        for n, (base, end) in enumerate(zip(bases, ends, strict=True))
    ]
    bound = (low + places * draw.randint(1, 9)).quantize(places)
    return trial._replace(exposed=courses[0], control=courses[1], bound=bound)


def to_scene(scene: Scene, seed: int) -> Change:
    """Another disease, with its own drug, therapy, measures and plausible values."""

    def change(trial: PubmedTrial) -> PubmedTrial:
        conclusion = "benefit"
        moved = trial.moved(scene)._replace(conclusion=conclusion, burden=scene.burden)
        return recoursed(random.Random(seed), moved)

    return change


def to_measure(name: str, seed: int) -> Change:
    """Another measurand in the same disease."""
    scene = SCENES[name]

    def change(trial: PubmedTrial) -> PubmedTrial:
        moved = trial._replace(measure=scene.measure, unit=scene.measure.units[-1])
        return recoursed(random.Random(seed), moved)

    return change


def to_unit(n: int) -> Change:
    """Another spelling of the measure's unit."""
    return lambda trial: trial._replace(unit=trial.measure.units[n % len(trial.measure.units)])


def styled(**style: object) -> Change:
    """Another style of writing numbers."""
    return lambda trial: trial._replace(style=trial.style._replace(**style))  # type: ignore[arg-type]


def with_fields(**fields: object) -> Change:
    """Some facts set to other values."""
    return lambda trial: trial._replace(**fields)  # type: ignore[arg-type]


def with_plan(**plan: object) -> Change:
    """Other labels, orders, sentences, spellings."""
    return lambda trial: trial._replace(plan=merged(trial.plan, **plan))  # type: ignore[arg-type]


def directed(exposed: int, control: int) -> Change:
    """The arms' values move as told: +1 up, -1 down."""

    def change(trial: PubmedTrial) -> PubmedTrial:
        courses = [
            _towards(course, sign)
            for course, sign in ((trial.exposed, exposed), (trial.control, control))
        ]
        return trial._replace(exposed=courses[0], control=courses[1])

    return change


def _towards(course: Course, sign: int) -> Course:
    change = abs(course.end.mean - course.start.mean)
    if sign < 0 and change * 2 >= course.start.mean:
        change = (course.start.mean / 3).quantize(course.start.mean)
    return course._replace(end=course.end._replace(mean=course.start.mean + sign * change))


def on_others(sentence: str, first: Finding, second: Finding) -> Change:
    """Another finding on the two other measures, told in another sentence."""
    return lambda trial: trial._replace(
        on_others=(first, second), plan=merged(trial.plan, instead={"{other_1} or": sentence})
    )


def concluded(polarity: str, sentence: str) -> Change:
    """Another conclusion, in another sentence."""
    return lambda trial: trial._replace(
        conclusion=polarity, plan=merged(trial.plan, instead={"sustained {changes}": sentence})
    )


def decimals(trial: PubmedTrial) -> PubmedTrial:
    """One more decimal on every mean and spread."""

    def finer(course: Course) -> Course:
        tenth = Decimal("0.3")
        return Course(
            *(Spread(p.mean + tenth, p.spread + tenth) for p in (course.start, course.end))
        )

    return trial._replace(exposed=finer(trial.exposed), control=finer(trial.control))


def decimal_style(point: str) -> Change:
    """Values with decimals and the decimal point as told."""
    return lambda trial: decimals(trial)._replace(style=trial.style._replace(point=point))


def british(trial: PubmedTrial) -> PubmedTrial:
    """British spelling."""
    pairs = (
        ("emia", "aemia"),
        ("hemo", "haemo"),
        ("millimeter", "millimetre"),
        ("liter", "litre"),
        ("randomly assigned", "randomly allocated"),
        ("base-line", "baseline"),
        ("base line", "baseline"),
    )
    return trial._replace(plan=merged(trial.plan, spelled=pairs))


def without_sizes(trial: PubmedTrial) -> PubmedTrial:
    """The arms' sizes are not told, nor is the allocation told in other words."""
    kept = {k: v for k, v in trial.plan.instead.items() if k != "{arm_1}"}
    groups = PubmedTrial().groups if kept != trial.plan.instead else trial.groups
    return trial._replace(sized=False, groups=groups, plan=trial.plan._replace(instead=kept))


def labelled(first: str, second: str) -> Change:
    """Groups that are called by a label, given where patients are allocated."""
    sentence = (
        "{Total} {people_with} base-line {measures} {above} {bound} {unit} were randomly assigned to "
        f"{first} ({{n_drug}} patients), who received {{arm_drug}}, or {second} "
        "({n_control} patients), who received {arm_control}."
    )
    return lambda trial: trial._replace(
        lost=None,
        groups=(first, second),
        plan=merged(trial.plan, instead={"{arm_1}": sentence}),
    )


CITATIONS = (
    Citation(
        "Lancet",
        "2011 Mar 5",
        "2011-03-05",
        "377",
        "9768",
        "837-44",
        "837",
        "844",
        "10.1016/S0140-6736(10)62345-6",
    ),
    Citation(
        "BMJ",
        "2004 Dec",
        "2004-12",
        "329",
        "7479",
        "1371-80",
        "1371",
        "1380",
        "10.1136/bmj.38283.607245",
    ),
    Citation(
        "J Infect Dis",
        "1999 Jan 15",
        "1999-01-15",
        "179",
        "1",
        "e12-e19",
        "e12",
        "e19",
        "10.1086/314553",
    ),
    Citation(
        "PLoS One",
        "2016",
        "2016",
        "11",
        "8",
        "e0160404",
        "e0160404",
        "e0160404",
        "10.1371/journal.pone.0160404",
    ),
)
HEADINGS = (
    Heading("Aged"), Heading("Blood Glucose", "analysis"), Heading("Diabetes Mellitus, Type 2", "drug therapy", major=True),
    Heading("Double-Blind Method"), Heading("Humans"), Heading("Hypoglycemic Agents", "administration & dosage", major=True),
    Heading("Quality of Life"),
)  # fmt: skip
SIGNIFICANT_1 = "During the {period} of treatment, the {other_1} concentration was significantly lower in {who_drug} than in {who_control} (P = 0.02), whereas the {other_2} concentration did not differ significantly between the groups."
SIGNIFICANT_2 = "There was no significant difference between the groups in the {other_1} concentration during the {period} of treatment, but the {other_2} concentration was significantly higher in {who_drug} than in {who_control} (P < 0.01)."
AXES: Axes[PubmedTrial] = {
    "scene": {name: to_scene(scene, 100 + n) for n, (name, scene) in enumerate(SCENES.items())},
    "measure": {name: to_measure(name, 200) for name in ("hepatitis C", "rheumatoid arthritis", "hypercholesterolemia", "COPD", "an unknown disease")},
    "drug": {drug.name: with_fields(drug=drug) for drug in DRUGS},
    "numbers": {f"set {n}": renumbered(n) for n in range(6)},
    "unit": {f"spelling {n}": to_unit(n) for n in range(1, 7)},
    "dose": {
        "MIU": with_fields(drug=HIV_SCENE.drug._replace(unit=HIV_SCENE.drug.unit._replace(text="MIU"))),
        "× 10^6 IU": with_fields(drug=HIV_SCENE.drug._replace(unit=HIV_SCENE.drug.unit._replace(text="× 10^6 IU"))),
        "million IU": with_fields(drug=HIV_SCENE.drug._replace(dose="4.5", unit=HIV_SCENE.drug.unit._replace(text="million IU"))),
        "million international units": with_fields(drug=HIV_SCENE.drug._replace(dose="9", unit=HIV_SCENE.drug.unit._replace(text="million international units"))),
    },
    "time": {
        "weeks": with_fields(at=(48, "week"), interval=(8, "weeks")),
        "month 24": with_fields(at=(24, "month"), interval=(4, "months")),
        "years": with_fields(at=(2, "year"), interval=(6, "weeks")),
    },
    "direction": {
        "decrease and increase": directed(-1, 1),
        "both increase": directed(1, 1),
        "both decrease": directed(-1, -1),
    },
    "p-value": {
        "P = 0.40": with_fields(p=("=", "0.40")),
        "P = 0.07": with_fields(p=("=", "0.07")),
        "P > 0.20": with_fields(p=(">", "0.20")),
        "P = 0.03": with_fields(p=("=", "0.03")),
        "P ≤ 0.001": with_fields(p=("≤", "0.001")),
    },
    "others": {
        "the first significant": on_others(SIGNIFICANT_1, Finding(("=", "0.02"), "lower"), Finding()),
        "the second significant": on_others(SIGNIFICANT_2, Finding(), Finding(("<", "0.01"), "higher")),
    },
    "spread": {
        "±": styled(spread="±"),
        "± without spaces": styled(spread="±tight"),
        "+/−": styled(spread="+/−"),
        "(SE 25)": styled(spread="( "),
        "(SE, 25)": styled(spread="(, "),
        "± SD": lambda t: t._replace(spread="SD", style=t.style._replace(spread="±")),
        "(SD 25)": lambda t: t._replace(spread="SD", style=t.style._replace(spread="( ")),
        "(IQR 380 to 475)": lambda t: t._replace(spread="IQR"),
        "(IQR 380–475)": lambda t: t._replace(spread="IQR", style=t.style._replace(spread="–")),
        "(95% CI, 403 to 453)": lambda t: t._replace(spread="95% CI", style=t.style._replace(spread=", ")),
        "SEM": lambda t: t._replace(spread="SEM", style=t.style._replace(spread="±")),
    },
    "p style": {
        "P<0.001": styled(p="P{r}{v}"),
        "p = .001": styled(p="p {r} {v}", leading_zero=False),
        "P<.001": styled(p="P{r}{v}", leading_zero=False),
        "p-value": styled(p="p-value {r} {v}"),
    },
    "decimals": {"point": decimal_style("."), "mid-dot": decimal_style("·")},
    "words": {"digits": styled(words=False)},
    "order of arms": {"control first": with_fields(control_first=True)},
    "order of methods": {"dosing last": with_plan(orders={"methods": (0, 2, 1)}), "monitoring first": with_plan(orders={"methods": (2, 0, 1)})},
    "order of results": {"events first": with_plan(orders={"results": (2, 0, 1)}), "reversed": with_plan(orders={"results": (2, 1, 0)}), "others first": with_plan(orders={"results": (1, 0, 2)})},
    "groups": {
        "the X group": with_fields(groups=("the {drug} group", "the control group")),
        "control patients": with_fields(groups=("patients given {drug}", "control patients")),
        "the X arm": with_fields(groups=("the {drug} arm", "the control arm")),
        "group A and B": labelled("group A", "group B"),
        "group 1 and 2": labelled("group 1", "group 2"),
        "arm 1 and 2": labelled("arm 1", "arm 2"),
        "patients assigned": with_fields(groups=("patients assigned to {drug}", "controls")),
    },
    "sections": {
        "none": with_plan(labels={"background": "", "methods": "", "results": "", "conclusions": ""}),
        "capitals": with_plan(labels={"background": "BACKGROUND: ", "methods": "METHODS: ", "results": "RESULTS: ", "conclusions": "CONCLUSIONS: "}),
        "other names": with_plan(labels={"background": "Introduction: ", "methods": "Patients and Methods: ", "results": "Findings: ", "conclusions": "Interpretation: "}),
        "singular": with_plan(labels={"background": "Objective: ", "conclusions": "Conclusion: "}),
    },
    "spelling": {"British": british},
    "citation": {c.journal: with_fields(cited=c) for c in CITATIONS},
    "headings": {"others": with_fields(headings=HEADINGS, listed=("Blood Glucose", "Hypoglycemic Agents"), types=("Journal Article", "Multicenter Study", "Randomized Controlled Trial"))},
    "events": {
        "three": with_fields(heading="Gastrointestinal symptoms", events=(Event("nausea"), Event("vomiting"), Event("diarrhea")), single=Event("neutropenia", "transient")),
        "four": with_fields(heading="Systemic symptoms", events=(Event("headache"), Event("dizziness"), Event("rash"), Event("myalgia")), single=Event("hypotension", "severe")),
        "two": with_fields(heading="Local reactions", events=(Event("pruritus"), Event("edema")), single=Event("thrombocytopenia")),
        "not limiting": with_fields(limiting=False, events=(Event("cough"), Event("insomnia"), Event("anorexia"))),
    },
    "control": {
        "placebo": with_fields(comparator="placebo"),
        "another drug": with_fields(comparator="levamisole"),
        "another new drug": with_fields(comparator="pelotranib"),
    },
    "conclusion": {
        "no benefit": concluded("noBenefit", "In {people_and} base-line {measures} {above} {bound} {unit}, intermittent {form} of {drug} failed to improve {measures}."),
        "did not": concluded("noBenefit", "In these patients, adding {drug} to {background} did not improve the {measure}."),
    },
    "missing": {
        "no sizes": without_sizes,
        "no p": with_fields(p=None),
        "nobody lost": with_fields(lost=None),
    },
    "more": {
        "asides": with_plan(added={"methods": ("The protocol was approved by the ethics committee of each hospital.", "All patients gave written informed consent."), "results": ("These findings will be described further in a later report.",)}),
        "history": with_plan(added={"background": ("In an earlier open study of 14 volunteers, doses below 5 mg had no effect.",), "results": ("Adherence to the visits was good.",)}),
    },
}  # fmt: skip

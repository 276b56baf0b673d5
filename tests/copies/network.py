"""The trial-network page (S) as a template, and what a copy of it states: facts S1–S10.

In: the page's text and a :class:`~copies.trials.NetworkTrial`. Out: the copy's text, its facts.
"""

from collections.abc import Iterator
from decimal import Decimal

from copies.facts import Called, Fact, OneOf
from copies.mutation import merged
from copies.pubmed_facts import UNITS
from copies.statements import Amount, Range
from copies.template import filled, planned, sections_of, slotted
from copies.trials import NetworkTrial
from copies.wording import count, digits, p_value, sentence_case

PHRASES = (
    ("of giving recombinant interleukin-2 (rIL-2)", "of giving {drug_defined}"),
    ("HIV-infected people who had CD4 cells counts", "{people} who had {measures}"),
    ("CD4 cell counts between 50 and 299 cells/mm3", "{measures} between {low} and {high} {unit}"),
    (" between 50 and 299 cells/mm3", " between {low} and {high} {unit}"),
    ("Interleukin-2 (IL-2) is", "{Plain} is"),
    ("naturally produce IL-2 during", "naturally produce {plain_short} during"),
    ("recombinant interleukin-2 (rIL-2) to ART", "{drug_defined} to {bg}"),
    ("the number of CD4 T-cells", "the {measure}"),
    ("individuals infected with HIV", "{infected}"),
    ("slow HIV disease progression", "slow {disease}"),
    ("enrolled 1695 eligible", "enrolled {total} eligible"),
    ("Group 1 (849 individuals) received rIL-2", "{label_1}{size_1} received {short}"),
    ("by injection below the skin", "{route}"),
    ("4.5 MIU twice daily", "{dose} {often}"),
    ("five consecutive days, every eight weeks", "{days} consecutive days, every {interval}"),
    ("repeated five times for a total of six", "repeated {again} times for a total of {cycles}"),
    ("receiving rIL-2 was", "receiving {short} was"),
    ("after three cycles of rIL-2", "after {after} cycles of {short}"),
    ("increased to 6 or 7.5 MIU", "increased to {steps}"),
    ("Group 2 (846 individuals) did not receive the study", "{label_2}{size_2} {without}"),
    ("{without} drug", "{without}"),
    ("maintained their ART regimens", "maintained their {bg} regimens"),
    ("aged 18 years older", "aged {age} years older"),
    ("confirmed to be HIV positive", "{confirmed}"),
    ("HIV RNA level of <10,000 cells/mL", "{other} level of <{other_bound}"),
    ("at least two anti-HIV medications", "at least {medicines}"),
    ("at least four months", "at least {stable}"),
    ("follow-up of seven to eight years", "follow-up of {followed}"),
    ("was higher in the interleukin-2 group", "was {higher} in the {group_1}"),
    ("group receiving antiretroviral therapy alone by", "{group_2} by"),
    ("an average of 53 cells per cubic millimeter", "an average of {difference} {long_unit}{p}"),
    ("interleukin-2 plus antiretroviral therapy yielded no", "{plain} plus {bg_long} {yielded}"),
    ("antiretroviral therapy", "{bg_long}"),
    ("sustained increase in", "sustained {rise} in"),
    ("CTN 110: ESPRIT", "{sister}"),
    ("HIV-infected individuals", "{people}"),
    ("(>300 cells/mm3) CD4 cell counts", "(>{sister_bound} {unit}) {measures}"),
    ("the CD4+ cell count", "the {measure}"),
)


def render(text: str, trial: NetworkTrial) -> str:
    """The page's text as the changed trial would have it."""
    body = slotted(text, PHRASES)
    plan = trial.plan
    if trial.control_first:
        plan = merged(plan, orders={"study approach": (0, 5, 1, 2, 3, 4, 6)})
    return filled(planned(sections_of(body), plan), slots(trial), plan)


def slots(trial: NetworkTrial) -> dict[str, str]:
    """What fills each slot of the template."""
    style, drug = trial.style, trial.drug
    short = drug.short or drug.name
    plain, plain_short = trial.plain_drug
    found = {
        "drug": drug.name,
        "drug_defined": f"{drug.name} ({drug.short})" if drug.short else drug.name,
        "short": short,
        "plain": plain,
        "Plain": sentence_case(f"{plain} ({plain_short})" if plain_short != plain else plain),
        "plain_short": plain_short,
        "Drug_plain": sentence_case(plain),
        "bg": trial.background[0],
        "bg_long": trial.background[1],
        "people": trial.disease.people,
        "disease": f"{trial.disease.short} disease progression"
        if trial.disease.short
        else "the disease",
        "infected": "individuals infected with HIV"
        if trial.disease.short == "HIV"
        else trial.disease.people,
        "ill": trial.disease.noun,
        "confirmed": f"confirmed to be {trial.disease.short} positive"
        if trial.disease.short
        else f"diagnosed with {trial.disease.noun}",
        "measure": trial.measure.noun,
        "measures": trial.measure.plural,
        "unit": trial.unit.text,
        "long_unit": trial.long_unit.text,
        "low": digits(trial.low, style),
        "high": digits(trial.high, style),
        "total": digits(Decimal(sum(trial.sizes)), style),
        "route": trial.route[0],
        "dose": f"{digits(Decimal(drug.dose), style)} {drug.unit.text}",
        "often": trial.often[0],
        "without": f"received {trial.comparator}"
        if trial.comparator
        else "did not receive the study drug",
        "days": count(trial.days, style),
        "interval": f"{count(trial.interval[0], style)} {trial.interval[1]}",
        "again": count(trial.cycles - 1, style),
        "cycles": count(trial.cycles, style),
        "after": count(trial.after, style),
        "steps": " or ".join(trial.steps).replace(".", style.point) + f" {drug.unit.text}",
        "age": str(trial.age),
        "other": trial.other.noun,
        "other_bound": f"{digits(trial.other_bound, style)} {trial.other_unit.text}",
        "medicines": f"{count(trial.medicines[0], style)} {trial.medicines[1]}",
        "stable": f"{count(trial.stable[0], style)} {trial.stable[1]}",
        "followed": " to ".join(count(n, style) for n in trial.followed[:2]),
        "raised": "reduced" if trial.measure.better == "decrease" else "increased",
        "rise": "decrease" if trial.measure.better == "decrease" else "increase",
        "higher": "higher" if trial.higher else "lower",
        "difference": digits(trial.difference, style),
        "p": f" ({p_value(trial.p[0], Decimal(trial.p[1]), style)})" if trial.p else "",
        "yielded": "yielded" if trial.benefit else "yielded no",
        "sister": f"{trial.sister[0]}: {trial.sister[1]}",
        "sister_bound": digits(trial.sister_bound, style),
    }
    found["followed"] += f" {trial.followed[2]}"
    return found | _arms(trial)


def _arms(trial: NetworkTrial) -> dict[str, str]:
    """The labels and sizes; label 1 is what the drug's group is called, whatever comes first."""
    sizes = [f" ({n} individuals)" if trial.sized else "" for n in trial.sizes]
    alone = f"group receiving {trial.background[1]} alone"
    labels = (
        trial.labels[::-1]
        if trial.control_first and trial.labels[0][-1].isdigit()
        else trial.labels
    )
    return {
        "label_1": labels[0],
        "label_2": labels[1],
        "size_1": sizes[0],
        "size_2": sizes[1],
        "group_1": f"{trial.plain_drug[0]} group",
        "group_2": f"{trial.comparator} group" if trial.comparator else alone,
    }


def facts_of(trial: NetworkTrial) -> tuple[Fact, ...]:
    """All facts that the copy of this trial states."""
    return (
        *_people(trial),
        *_arm_facts(trial),
        *_dosing(trial),
        *_criteria(trial),
        *_results(trial),
    )


def _people(trial: NetworkTrial) -> Iterator[Fact]:
    yield Fact("S1", "design", {"feature": "international"})
    yield Fact("S1", "design", {"feature": "randomized"})
    for role in ("enrolled", "randomizedPopulation"):
        yield Fact("S1", "population", {"role": role, "size": sum(trial.sizes)})
    yield Fact("S1", "condition", {"condition": trial.disease.called})


def _arm_facts(trial: NetworkTrial) -> Iterator[Fact]:
    sizes = trial.sizes if trial.sized else (None, None)
    background = Called(trial.background)
    drug = {"arm": "experimental", "substance": trial.drug.called, "as": "investigational"}
    yield Fact("S2", "arm", {"role": "experimental", "size": sizes[0]})
    yield Fact("S2", "receives", drug | {"route": trial.route[1]})
    yield Fact("S5", "arm", {"role": "control", "size": sizes[1]})
    if trial.comparator == "placebo":
        yield Fact("S5", "receives", {"arm": "control", "as": "placebo"})
    elif trial.comparator:
        active = {"substance": Called((trial.comparator,)), "as": "comparator"}
        yield Fact("S5", "receives", {"arm": "control"} | active)
    for role in ("experimental", "control"):
        yield Fact("S5", "receives", {"arm": role, "substance": background, "as": "background"})


def _dosing(trial: NetworkTrial) -> Iterator[Fact]:
    of = {"arm": "experimental", "substance": trial.drug.called}
    unit = trial.drug.unit.code
    dose = {"dose": Amount(Decimal(trial.drug.dose), unit), "basis": "perAdministration"}
    yield Fact("S2", "phase", of | dose | {"per day": Decimal(trial.often[1])})
    yield Fact("S2", "phase", of | {"days": trial.days})
    cycle = Amount(Decimal(trial.interval[0]), UNITS[trial.interval[1]])
    yield Fact("S2", "phase", of | {"cycle": cycle, "cycles": trial.cycles})
    yield Fact("S3", "phase", of | {"schedule": "tailored", "dose": None})
    for step in trial.steps:
        yield Fact(
            "S4", "phase", of | {"schedule": "escalation", "dose": Amount(Decimal(step), unit)}
        )


def _criteria(trial: NetworkTrial) -> Iterator[Fact]:
    flags = ("implausibleUnit",) if trial.flagged else ()
    other = Range(high=trial.other_bound, high_in=False, unit=trial.other_unit.code)
    between = Range(trial.low, trial.high, True, True, trial.unit.code)
    medicines = Range(low=Decimal(trial.medicines[0]), low_in=True)
    stable = Range(low=Decimal(trial.stable[0]), low_in=True, unit=UNITS[trial.stable[1]])
    kind = "criterion"
    yield Fact(
        "S6",
        kind,
        {"about": Called(("age",)), "bound": Range(low=Decimal(trial.age), low_in=True, unit="a")},
    )
    yield Fact("S6", kind, {"about": trial.disease.called, "bound": None})
    yield Fact("S6", kind, {"about": trial.measure.called, "bound": between})
    yield Fact("S6", kind, {"about": trial.other.called, "bound": other, "flags": flags})
    yield Fact("S6", kind, {"bound": medicines, "for": stable})


def _results(trial: NetworkTrial) -> Iterator[Fact]:
    low, high, unit = trial.followed
    extent = Range(Decimal(low), Decimal(high), True, True, UNITS[unit])
    yield Fact("S7", "follow-up", {"offset": extent, "statistic": "median"})
    yield Fact("S8", "comparison", _difference(trial))
    yield Fact(
        "S9",
        "conclusion",
        {"about": (trial.drug.called, trial.measure.called), "polarity": "benefit"},
    )
    clinical = (trial.drug.called, Called(("clinical benefit",)))
    yield Fact(
        "S9",
        "conclusion",
        {"about": clinical, "polarity": "benefit" if trial.benefit else "noBenefit"},
    )
    yield Fact("S10", "sister", {"acronym": trial.sister[1], "ids": trial.sister[0]})
    bound = Range(low=trial.sister_bound, low_in=False, unit=trial.unit.code)
    yield Fact("S10", "sister criterion", {"about": trial.measure.called, "bound": bound})


def _difference(trial: NetworkTrial) -> dict[str, object]:
    """The fields of the difference between the groups: its sign is that of either order."""
    better = {"increase": True, "decrease": False}.get(trial.measure.better or "")
    side = "experimental" if trial.higher == better else "reference"
    favours: object = OneOf((None, "experimental", "reference")) if better is None else side
    direction: object = "higher" if trial.higher else "lower"
    p = Decimal(trial.p[1]) if trial.p else None
    significance = None if p is None else "significant"
    if p is not None and p > Decimal("0.05"):
        significance, favours, direction = "notSignificant", None, OneOf((None, direction))
    size = trial.difference
    value = OneOf((Amount(size, trial.long_unit.code), Amount(-size, trial.long_unit.code)))
    return {
        "measurand": trial.measure.called, "direction": direction, "favours": favours,
        "significance": significance, "p": p, "value": value,
        "experimental": "experimental", "reference": "control",
    }  # fmt: skip

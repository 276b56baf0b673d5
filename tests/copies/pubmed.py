"""The PubMed record (K) as a template: the text of a copy from a changed trial.

In: the record's text and a :class:`~copies.trials.PubmedTrial`. Out: the copy's text.
"""

from decimal import Decimal

from copies.template import filled, planned, sections_of, slotted
from copies.trials import Course, Heading, PubmedTrial, Spread
from copies.wording import count, digits, p_value, sentence_case, spread_note, with_spread

PHRASES = (
    ("more than 200 CD4 cells per cubic millimeter", "{measures} {above} {bound} {unit}"),
    ("patients with human immunodeficiency virus (HIV) infection", "{people}"),
    ("the viral burden", "{burden}"),
    ("Sixty HIV-infected patients with", "{Total} {people_with}"),
    ("interleukin-2 plus antiretroviral therapy", "{arm_1}"),
    (" (31 patients, 1 of whom was", "{size_1}"),
    (" lost to follow-up)", ""),
    ("antiretroviral therapy alone", "{arm_2}"),
    (" (29 patients)", "{size_2}"),
    ("every two months", "every {interval}"),
    ("six cycles of five days each", "{cycles} cycles of {days} days each"),
    ("18 million i.u. per day", "{dose} per day"),
    ("monitored monthly until four months", "monitored {every} until {until}"),
    ("patients treated with interleukin-2", "{who_1}"),
    ("(+/-SE) ", "{note}"),
    (" the mean", " the {mean}"),
    ("increased from 428 +/- 25", "{moved_1} from {start_1}"),
    ("916 +/- 128 at month 12", "{end_1} at {at}"),
    ("the control group, the {mean}", "{who_2}, the {mean}"),
    ("decreased from 406 +/- 29", "{moved_2} from {start_2}"),
    ("349 +/- 41 (P < 0.001)", "{end_2}{p}"),
    ("plasma HIV RNA or p24 antigen concentration", "{other_1} or {other_2} concentration"),
    ("the 12 months of treatment", "the {period} of treatment"),
    ("Constitutional symptoms (fever, malaise, and fatigue)", "{heading} ({events})"),
    ("asymptomatic hyperbilirubinemia", "{single}"),
    ("the chief dose-limiting toxic", "the chief {limiting}toxic"),
    ("associated increase in plasma HIV RNA levels", "associated increase in {other_1} levels"),
    ("patients with HIV infection and", "{people_and}"),
    ("substantial and sustained increases in", "substantial and sustained {changes} in"),
    ("above 200 cells per cubic millimeter", "{above} {bound} {unit}"),
    ("led to increases in", "led to {changes} in"),
    ("intermittent infusions of", "intermittent {form} of"),
    ("Interleukin-2", "{Drug}"),
    ("interleukin-2", "{drug}"),
    ("CD4 counts", "{measures}"),
    ("CD4 count", "{measure}"),
    ("cells per cubic millimeter", "{unit}"),
)


def founding(text: str) -> PubmedTrial:
    """The founding trial, its heading lines read from the record itself."""
    _, types, headings, listed = (part for part in _tail(text))
    lines = tuple(_heading(line) for line in headings)
    return PubmedTrial(types=types, headings=lines, listed=listed)


def _tail(text: str) -> tuple[tuple[str, ...], ...]:
    parts: list[list[str]] = [[]]
    for line in text.splitlines():
        if line in {"Publication types", "MeSH terms", "Substances"}:
            parts.append([])
        elif line.strip().startswith("•"):
            parts[-1].append(line.strip(" •"))
    return tuple(tuple(part) for part in parts)


def _heading(line: str) -> Heading:
    name, _, qualifier = line.rstrip("*").partition(" / ")
    return Heading(name, qualifier or None, line.endswith("*"))


def render(text: str, trial: PubmedTrial) -> str:
    """The record's text as the changed trial would have it."""
    abstract = text[text.index("Abstract\n\n") + 10 : text.index("Publication types")]
    parts = planned(sections_of(slotted(abstract, PHRASES)), trial.plan)
    body = filled(parts, slots(trial), trial.plan)
    cited = trial.cited
    head = (
        f"{title(trial)}\n\n{cited.journal}. {cited.date};{cited.volume}({cited.issue}):"
        f"{cited.pages}. doi: {cited.identifier}.\n\nAbstract\n\n"
    )
    return head + body + _lists(trial)


def title(trial: PubmedTrial) -> str:
    """The copy's title."""
    plain = f"Controlled trial of {trial.drug.name} {trial.drug.form} in {trial.disease.people}"
    for one, other in trial.plan.spelled:
        plain = plain.replace(one, other)
    return plain


def _lists(trial: PubmedTrial) -> str:
    lines = [
        h.name + (f" / {h.qualifier}" if h.qualifier else "") + "*" * h.major
        for h in trial.headings
    ]
    blocks = (
        ("Publication types", trial.types),
        ("MeSH terms", lines),
        ("Substances", trial.listed),
    )
    return "".join(
        f"\n\n{name}\n\n" + "\n".join(f"  • {line}" for line in block)
        for name, block in blocks
        if block
    )


def slots(trial: PubmedTrial) -> dict[str, str]:
    """What fills each slot of the template."""
    style, drug = trial.style, trial.drug.name
    measure, noun = trial.measure, trial.disease.noun
    hiv = trial.disease.people.startswith("HIV-")
    found = {
        "drug": drug,
        "Drug": sentence_case(drug),
        "form": trial.drug.form,
        "background": trial.background,
        "measure": measure.noun,
        "measures": measure.plural,
        "unit": trial.unit.text,
        "above": trial.above,
        "bound": digits(trial.bound, style),
        "people": "patients with human immunodeficiency virus (HIV) infection"
        if hiv
        else trial.disease.people,
        "people_with": "HIV-infected patients with" if hiv else f"patients with {noun} and",
        "people_and": f"patients with {noun} and",
        "burden": trial.burden,
        "ill": noun,
        "Total": sentence_case(count(sum(trial.sizes), style)),
        "total": str(sum(trial.sizes)),
        "dose": digits(Decimal(trial.drug.dose), style) + f" {trial.drug.unit.text}",
        "interval": f"{count(trial.interval[0], style)} {trial.interval[1]}",
        "cycles": count(trial.cycles, style),
        "days": count(trial.days, style),
        "every": trial.monitored[0],
        "until": f"{count(trial.monitored[1], style)} months",
        "at": f"{trial.at[1]} {trial.at[0]}",
        "period": f"{trial.at[0]} {trial.at[1]}s",
        "mean": "median" if trial.spread == "IQR" else "mean",
        "Mean": "Median" if trial.spread == "IQR" else "Mean",
        "note": spread_note(trial.spread, style),
        "spread": trial.spread,
        "p": f" ({p_value(trial.p[0], Decimal(trial.p[1]), style)})" if trial.p else "",
        "other_1": trial.others[0].noun,
        "other_2": trial.others[1].noun,
        "Other_1": sentence_case(trial.others[0].noun),
        "test": p_value(trial.p[0], Decimal(trial.p[1]), style) if trial.p else "",
        "Background": sentence_case(trial.background),
        "heading": trial.heading,
        "single": " ".join(filter(None, (trial.single.qualifier, trial.single.name))),
        "limiting": "dose-limiting " if trial.limiting else "",
        "changes": "decreases" if trial.measure.better == "decrease" else "increases",
    }
    return found | _events(trial) | _arms(trial)


def _events(trial: PubmedTrial) -> dict[str, str]:
    names = [event.name for event in trial.events]
    joined = " and ".join(names) if len(names) < 3 else f"{', '.join(names[:-1])}, and {names[-1]}"
    return {"events": joined, "Events": sentence_case(joined)}


def _arms(trial: PubmedTrial) -> dict[str, str]:
    """The slots that swap when the control group comes first."""
    drug = trial.drug.name
    sizes = [f" ({n} patients)" if trial.sized else "" for n in trial.sizes]
    if trial.lost and trial.sized:
        was = "was" if trial.lost == 1 else "were"
        sizes[0] = sizes[0][:-1] + f", {trial.lost} of whom {was} lost to follow-up)"
    arms = [
        (
            f"{drug} plus {trial.background}",
            sizes[0],
            trial.groups[0].format(drug=drug),
            trial.exposed,
        ),
        (_control(trial), sizes[1], trial.groups[1].format(drug=drug), trial.control),
    ]
    found: dict[str, str] = {}
    for side, n, (arm, size, who, course) in zip(
        ("drug", "control"), trial.sizes, arms, strict=True
    ):
        found |= {f"arm_{side}": arm, f"size_{side}": size, f"who_{side}": who, f"n_{side}": str(n)}
        found |= _values(side, course, trial)
    for n, (arm, size, who, course) in enumerate(
        reversed(arms) if trial.control_first else arms, 1
    ):
        found |= {f"arm_{n}": arm, f"size_{n}": size, f"who_{n}": who}
        found |= _values(str(n), course, trial)
    return found


def _control(trial: PubmedTrial) -> str:
    if trial.comparator:
        return f"{trial.comparator} plus {trial.background}"
    return f"{trial.background} alone"


def _values(side: str, course: Course, trial: PubmedTrial) -> dict[str, str]:
    """The slots of one arm's values and of the verbs for what they did."""
    rose = course.end.mean > course.start.mean
    found = {f"moved_{side}": moved(course), f"rose_{side}": "rose" if rose else "fell"}
    found[f"rise_{side}"] = "rise" if rose else "fall"
    for when, point in (("start", course.start), ("end", course.end)):
        found[f"{when}_{side}"] = written(point, trial)
    return found


def moved(course: Course) -> str:
    """The verb for what values did."""
    return "increased" if course.end.mean > course.start.mean else "decreased"


def written(point: Spread, trial: PubmedTrial) -> str:
    """A mean with its spread as the copy writes it."""
    return with_spread(point.mean, point.spread, trial.spread, trial.style)

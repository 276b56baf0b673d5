"""The article page (A) as a template, and what a copy of it states: facts A1–A16.

In: the page's text and an :class:`~copies.trials.ArticleTrial`. Out: the copy's text, its facts.
"""

from collections.abc import Iterator
from decimal import Decimal

from copies.facts import Called, Fact, OneOf
from copies.pubmed_facts import compared
from copies.statements import Amount, Range
from copies.template import filled, planned, sections_of, slotted
from copies.trials import ArticleTrial, Proportions
from copies.wording import count, digits, p_value, sentence_case

PHRASES = (
    ("interleukin-2 (IL-2)", "{drug_defined}"),
    ("HIV-1 patients with advanced failure", "{people}"),
    ("Randomized, open-label, multicentre controlled trial", "{design}"),
    ("CD4 T-cell count of less than 200 cells/microl", "{measure} of {less} than {bound} {unit}"),
    ("plasma HIV-1 RNA of more than 10 000 copies/ml", "{other} of more than {other_bound}"),
    ("genotypic sensitivity score showing two or less", "{score} showing {active} or less"),
    ("either eight IL-2 cycles with optimized background treatment", "either {arm_1}"),
    ("or optimized background treatment alone", "or {arm_2}"),
    ("to genotypic sensitivity score", "to {score}"),
    ("Enfuvirtide was added in enfuvirtide-naive", "{Addon} was added in {addon}-naive"),
    ("week 52", "week {week}"),
    ("CD4 cell count of at least 200 cells/microl", "{measure} of {least} {goal} {unit}"),
    ("CD4 cell count increase of at least 50", "{measure} {rise} of at least {gain}"),
    ("CD4 cell count gain of at least 50", "{measure} {gain_word} of at least {gain}"),
    ("HIV-related events", "{related}"),
    ("Fifty-six patients were", "{Analysed} patients were"),
    ("was 43 years, 61% were", "was {age} years, {staged}% were"),
    ("Center for Disease Control and Prevention stage C", "{stage}"),
    ("43% had a genotypic sensitivity score", "{scored}% had a {score}"),
    ("64 cells/microl and 4.9 log10 copies/ml", "{median} {unit} and {other_median}"),
    ("in 23 patients", "in {optimized} patients"),
    ("the IL-2 and control groups", "the {groups}"),
    ("(14 and 18%)", "({reached})"),
    ("(25 and 32%)", "({gained})"),
    ("were not significantly different", "{were_different}"),
    ("(P = 0.003 and P = 0.01)", "({p_1} and {p_2})"),
    ("(P < 0.001)", "({p_3})"),
    ("AIDS events", "{rated}"),
    ("with enfuvirtide", "with {addon}"),
    ("IL-2 failed to increase CD4 cell count", "{Short} {failed} {measure}"),
    ("Enfuvirtide use", "{Addon} use"),
    ("plasma HIV-1 RNA", "{other}"),
    ("an optimized background treatment", "{an_background}"),
    ("CD4 cell count", "{measure}"),
    ("cells/microl", "{unit}"),
)


def render(text: str, trial: ArticleTrial) -> str:
    """The page's text as the changed trial would have it."""
    body = text[text.index("OBJECTIVES") :]
    parts = planned(sections_of(slotted(body, PHRASES)), trial.plan)
    cited = trial.cited
    head = (
        f"Link to Pubmed [PMID] – {cited.identifier}\n"
        f"{cited.journal} {cited.date};{cited.volume}({cited.issue}):{cited.pages}\n"
    )
    return head + filled(parts, slots(trial), trial.plan)


def slots(trial: ArticleTrial) -> dict[str, str]:
    """What fills each slot of the template."""
    style, drug = trial.style, trial.drug
    short = drug.short or drug.name
    found = {
        "drug": drug.name,
        "Drug": sentence_case(drug.name),
        "drug_defined": f"{drug.name} ({drug.short})" if drug.short else drug.name,
        "short": short,
        "Short": sentence_case(short),
        "people": trial.disease.people,
        "an_background": f"an {trial.background}",
        "background": trial.background,
        "Background": sentence_case(trial.background),
        "design": trial.design,
        "measure": trial.measure.noun,
        "unit": trial.unit.text,
        "less": "less" if trial.worse_is_less else "more",
        "least": "at least" if trial.worse_is_less else "at most",
        "rise": "increase" if trial.worse_is_less else "decrease",
        "raised": "increased" if trial.worse_is_less else "lowered",
        "a_rise": "an increase" if trial.worse_is_less else "a decrease",
        "gain_word": "gain" if trial.worse_is_less else "reduction",
        "bound": digits(trial.bound, style),
        "sign": "<" if trial.worse_is_less else ">",
        "least_sign": "≥" if trial.worse_is_less else "≤",
        "other": trial.other.noun,
        "Other": sentence_case(trial.other.noun),
        "other_bound": f"{digits(trial.other_bound, style)} {trial.other_unit.text}",
        "score": trial.score,
        "active": count(trial.active, style),
        "cycles": count(trial.cycles, style),
        "form": drug.form,
        "addon": trial.addon,
        "Addon": sentence_case(trial.addon),
        "week": str(trial.week),
        "goal": digits(trial.goal, style),
        "gain": digits(trial.gain, style),
        "related": trial.related.noun,
        "rated": trial.rated.noun,
        "rated_cap": sentence_case(trial.rated.noun),
        "Analysed": sentence_case(count(trial.analysed, style)),
        "analysed": str(trial.analysed),
        "age": str(trial.age),
        "staged": str(trial.staged),
        "stage": trial.stage,
        "scored": str(trial.scored),
        "median": digits(trial.median, style),
        "other_median": f"{digits(trial.other_median, style)} {trial.other_baseline_unit.text}",
        "optimized": count(trial.optimized, style)
        if trial.optimized < 10
        else str(trial.optimized),
        "failed": _verdict(trial),
    }
    return found | _arms(trial) | _tests(trial)


def _verdict(trial: ArticleTrial) -> str:
    better = "increase" if trial.worse_is_less else "lower"
    return f"failed to {better}" if trial.conclusion == "noBenefit" else f"significantly {better}d"


def _arms(trial: ArticleTrial) -> dict[str, str]:
    short = trial.drug.short or trial.drug.name
    form = f" {trial.drug.form}" if trial.drug.form else ""
    lead = f"{count(trial.cycles, trial.style)} " if form else ""
    arms = [f"{lead}{short}{form} with {trial.background}", f"{trial.background} alone"]
    names = [short, "control"]
    pairs = [_pair(trial.reached, trial), _pair(trial.gained, trial)]
    if trial.control_first:
        arms, names = arms[::-1], names[::-1]
    return {
        "arm_1": arms[0],
        "arm_2": arms[1],
        "groups": f"{names[0]} and {names[1]} groups",
        "reached": pairs[0],
        "gained": pairs[1],
        "name_1": names[0],
        "name_2": names[1],
    }


def _pair(shares: Proportions, trial: ArticleTrial) -> str:
    pair = (shares.control, shares.exposed) if trial.control_first else shares
    return trial.style.pair.format(*(digits(v, trial.style) for v in pair))


def _tests(trial: ArticleTrial) -> dict[str, str]:
    found = {
        f"p_{n}": p_value(r, Decimal(v), trial.style) for n, (r, v) in enumerate(trial.ties, 1)
    }
    ps = [f.p for f in trial.findings]
    found["were_different"] = "were not significantly different"
    for n, p in enumerate(ps, 1):
        found[f"found_{n}"] = p_value(p[0], Decimal(p[1]), trial.style) if p else ""
    shares = (trial.reached, trial.gained)
    for name, pair in zip(("reached", "gained"), shares, strict=True):
        found |= {
            f"{name}_drug": digits(pair.exposed, trial.style),
            f"{name}_control": digits(pair.control, trial.style),
        }
    return found


def facts_of(trial: ArticleTrial) -> tuple[Fact, ...]:
    """All facts that the copy of this trial states."""
    return (
        *_record(trial),
        *_arm_facts(trial),
        *_outcomes(trial),
        *_baseline(trial),
        *_results(trial),
        *_ties(trial),
    )


def _record(trial: ArticleTrial) -> Iterator[Fact]:
    cited = trial.cited
    for field, value in (
        ("pmid", cited.identifier), ("journal", cited.journal), ("issued", cited.issued),
        ("volume", cited.volume), ("issue", cited.issue),
        ("page_start", cited.first), ("page_end", cited.last),
    ):  # fmt: skip
        yield Fact("A1", "report", {"field": field, "value": value})
    for feature in trial.features:
        yield Fact("A2", "design", {"feature": feature})
    yield Fact("A3", "condition", {"condition": trial.disease.called})
    for measure, bound in (
        (
            trial.measure.called,
            _beyond(trial.bound, trial.unit.code, above=not trial.worse_is_less),
        ),
        (trial.other.called, _beyond(trial.other_bound, trial.other_unit.code, above=True)),
        (Called((trial.score,)), Range(high=Decimal(trial.active), high_in=True)),
    ):
        yield Fact("A3", "criterion", {"about": measure, "bound": bound, "exclusion": False})


def _beyond(bound: Decimal, unit: str | None, *, above: bool) -> Range:
    return (
        Range(low=bound, low_in=False, unit=unit)
        if above
        else Range(high=bound, high_in=False, unit=unit)
    )


def _arm_facts(trial: ArticleTrial) -> Iterator[Fact]:
    drug, background = trial.drug.called, Called((trial.background, "optimized-background-therapy"))
    for role in ("experimental", "control"):
        yield Fact("A4", "arm", {"role": role, "size": None})
        yield Fact("A4", "receives", {"arm": role, "substance": background, "as": "background"})
        addon = {"arm": role, "substance": Called((trial.addon,)), "as": "background"}
        yield Fact(
            "A5",
            "receives",
            addon
            | {"if": OneOf((f"{trial.addon}-naive patients", f"in {trial.addon}-naive patients"))},
        )
    yield Fact(
        "A4", "receives", {"arm": "experimental", "substance": drug, "as": "investigational"}
    )
    if trial.drug.form:
        yield Fact(
            "A4",
            "phase",
            {"arm": "experimental", "substance": drug, "cycles": trial.cycles, "dose": None},
        )


def _goal(trial: ArticleTrial) -> dict[str, object]:
    goal = Range(low=trial.goal, low_in=True, unit=trial.unit.code)
    if not trial.worse_is_less:
        goal = Range(high=trial.goal, high_in=True, unit=trial.unit.code)
    return {"measurand": trial.measure.called, "threshold": goal, "on": "level"}


def _gain(trial: ArticleTrial) -> dict[str, object]:
    # A fall of at least 30 may be held as 30 or as −30: both are said.
    gain = Range(low=trial.gain, low_in=True, unit=trial.unit.code)
    fall = Range(high=-trial.gain, high_in=True, unit=trial.unit.code)
    return {
        "measurand": trial.measure.called,
        "threshold": OneOf((gain, fall)),
        "on": "changeFromBaseline",
    }


def _outcomes(trial: ArticleTrial) -> Iterator[Fact]:
    week = f"{trial.week} wk"
    for of, role in ((_goal(trial), "primary"), (_gain(trial), None)):
        fields = {
            "measures": of["measurand"],
            "threshold": of["threshold"],
            "on": of["on"],
            "time": week,
        }
        yield Fact("A6", "outcome", fields | {"role": role or OneOf((None, "secondary"))})
    for measure in (trial.other, trial.related):
        yield Fact("A6", "outcome", {"measures": measure.called, "threshold": None, "time": week})


def _baseline(trial: ArticleTrial) -> Iterator[Fact]:
    yield Fact("A7", "population", {"role": "analysed", "size": trial.analysed})
    for measure, statistic, value in (
        (Called(("age",)), "median", Amount(Decimal(trial.age), "a")),
        (Called((trial.stage, "cdc-stage-c")), "percentage", Amount(Decimal(trial.staged), "%")),
        (Called((trial.score,)), "percentage", Amount(Decimal(trial.scored), "%")),
        (trial.measure.called, "median", Amount(trial.median, trial.unit.code)),
        (trial.other.called, "median", Amount(trial.other_median, trial.other_baseline_unit.code)),
    ):
        yield Fact(
            "A8",
            "value",
            {
                "arm": "everybody",
                "measurand": measure,
                "statistic": statistic,
                "value": value,
                "threshold": None,
                "time": "baseline",
            },
        )
    yield Fact("A9", "value", {"arm": "everybody", "count": trial.optimized, "threshold": None})


def _results(trial: ArticleTrial) -> Iterator[Fact]:
    week = f"{trial.week} wk"
    groups = ((_goal(trial), trial.reached, "A10", 0), (_gain(trial), trial.gained, "A11", 1))
    for of, shares, family, n in groups:
        for arm, share in (("experimental", shares.exposed), ("control", shares.control)):
            yield Fact(
                family,
                "value",
                of
                | {
                    "arm": arm,
                    "statistic": "percentage",
                    "value": Amount(share, "%"),
                    "time": OneOf((week, None)),
                },
            )
        better = trial.measure._replace(better="increase" if trial.measure.better else None)
        yield Fact(
            family,
            "comparison",
            compared(trial.findings[n], better) | of | {"time": OneOf((week, None))},
        )
    yield Fact(
        "A12",
        "comparison",
        compared(trial.findings[2], trial.other) | {"threshold": None, "time": OneOf((week, None))},
    )
    rated = {
        "measurand": trial.rated.called,
        "significance": None,
        "direction": "noDifference",
        "favours": "neither",
    }
    yield Fact("A15", "comparison", rated)


def _ties(trial: ArticleTrial) -> Iterator[Fact]:
    addon = Called((f"optimization with {trial.addon}",), f"optimization {trial.addon}")
    baseline = Called(
        (f"baseline {trial.measure.noun}",), f"baseline {trial.measure.words or trial.measure.noun}"
    )
    for family, factor, of, (relation, p) in (
        ("A13", addon, _goal(trial), trial.ties[0]),
        ("A13", baseline, _goal(trial), trial.ties[1]),
        ("A14", addon, _gain(trial), trial.ties[2]),
    ):
        fields = {"factor": factor, "p": Decimal(p), "relation": relation}
        model = {"model": OneOf(("multivariate", "multivariable"))} if family == "A13" else {}
        yield Fact(family, "association", of | fields | model)
    about = (trial.drug.called, trial.measure.called)
    # Whether more of an unknown measure is a benefit cannot be known.
    unknown = trial.conclusion == "benefit" and not trial.measure.better
    yield Fact("A16", "conclusion", {"about": about, "polarity": trial.conclusion}, unknown)
    # Without a label the last sentence may as well be a result: one way or the other it is said.
    bare = trial.plan.labels.get("conclusion") == ""
    about_addon = {"about": (Called((trial.addon,)),), "polarity": "associated"}
    yield Fact("A16", "conclusion", about_addon, bare)
    if bare:
        factors = tuple(Called((f"{words}{trial.addon}",)) for words in ("", "optimization with "))
        yield Fact("A16", "association", {"factor": OneOf(factors), "p": None}, bare)

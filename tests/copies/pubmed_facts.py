"""What a copy of the PubMed record states: facts K1–K17."""

from collections.abc import Iterator
from decimal import Decimal

from copies.facts import Called, Fact, OneOf
from copies.pubmed import moved, title
from copies.scenes import Measure
from copies.statements import Amount, Range
from copies.trials import Course, Finding, PubmedTrial, Spread
from copies.wording import RANGES, bounds

UNITS = {
    "months": "mo",
    "month": "mo",
    "weeks": "wk",
    "week": "wk",
    "days": "d",
    "years": "a",
    "year": "a",
}
SPREADS = {"SE": "standardError", "SD": "standardDeviation", "SEM": "standardError"}
EVERY = {
    "monthly": (1, "mo"),
    "weekly": (1, "wk"),
    "every two weeks": (2, "wk"),
    "every 3 months": (3, "mo"),
    "every six weeks": (6, "wk"),
}


def facts_of(trial: PubmedTrial) -> tuple[Fact, ...]:
    """All facts that the copy of this trial states."""
    return (*_record(trial), *_trial(trial), *_course(trial), *_findings(trial), *_told(trial))


def _record(trial: PubmedTrial) -> Iterator[Fact]:
    cited = trial.cited
    for field, value in (
        ("title", title(trial)),
        ("journal", cited.journal),
        ("issued", cited.issued),
        ("volume", cited.volume),
        ("issue", cited.issue),
        ("page_start", cited.first),
        ("page_end", cited.last if "-" in cited.pages else None),
        ("doi", cited.identifier.lower()),
    ):
        if value:
            yield Fact("K1", "report", {"field": field, "value": value})
    for name in trial.types:
        yield Fact("K2", "publication type", {"name": name})
    for line in trial.headings:
        yield Fact(
            "K3", "heading", {"name": line.name, "qualifier": line.qualifier, "major": line.major}
        )
    for name in trial.listed:
        yield Fact("K4", "listed", {"name": name})


def _trial(trial: PubmedTrial) -> Iterator[Fact]:
    yield Fact("K5", "design", {"feature": "randomized"})
    yield Fact("K5", "design", {"feature": "controlled"})
    yield Fact("K5", "population", {"role": "randomizedPopulation", "size": sum(trial.sizes)})
    yield Fact("K5", "objective", {})
    background = Called((trial.background,))
    sizes = trial.sizes if trial.sized else (None, None)
    lost = trial.lost if trial.sized else None
    yield Fact("K6", "arm", {"role": "experimental", "size": sizes[0], "lost": lost})
    yield Fact(
        "K6",
        "receives",
        {
            "arm": "experimental",
            "substance": trial.drug.called,
            "as": "investigational",
            "route": None,
        },
    )
    yield Fact(
        "K6", "receives", {"arm": "experimental", "substance": background, "as": "background"}
    )
    yield Fact("K7", "arm", {"role": "control", "size": sizes[1]})
    yield Fact("K7", "receives", {"arm": "control", "substance": background, "as": "background"})
    if trial.comparator == "placebo":
        yield Fact("K7", "receives", {"arm": "control", "as": "placebo"})
    elif trial.comparator:
        active = {"substance": Called((trial.comparator,)), "as": "comparator"}
        yield Fact("K7", "receives", {"arm": "control"} | active)
    yield Fact("K8", "condition", {"condition": trial.disease.called})
    code = trial.unit.code
    bound = Range(low=trial.bound, low_in=False, unit=code)
    if trial.above in {"below", "under", "less than", "<"}:
        bound = Range(high=trial.bound, high_in=False, unit=code)
    yield Fact(
        "K8", "criterion", {"about": trial.measure.called, "bound": bound, "exclusion": False}
    )
    every = EVERY[trial.monitored[0]]
    yield Fact(
        "K10",
        "schedule",
        {
            "every": Amount(Decimal(every[0]), every[1]),
            "until": f"{trial.monitored[1]} mo",
            "anchor": "lastCycle",
        },
    )


def _course(trial: PubmedTrial) -> Iterator[Fact]:
    arm = {"arm": "experimental", "substance": trial.drug.called}
    yield Fact(
        "K9",
        "phase",
        arm
        | {
            "dose": Amount(Decimal(trial.drug.dose), trial.drug.unit.code),
            "basis": "perDay",
            "per day": None,
        },
    )
    yield Fact("K9", "phase", arm | {"days": trial.days})
    yield Fact(
        "K9", "phase", arm | {"cycle": Amount(Decimal(trial.interval[0]), UNITS[trial.interval[1]])}
    )
    yield Fact("K9", "phase", arm | {"cycles": trial.cycles})


def _findings(trial: PubmedTrial) -> Iterator[Fact]:
    yield from _arm_values("K11", "experimental", trial.exposed, trial)
    yield from _arm_values("K12", "control", trial.control, trial)
    if trial.p:
        # Without a test two groups merely stand side by side: nothing is claimed between them.
        yield Fact("K13", "comparison", _main(trial))
    for family, finding, measure in zip(("K14", "K15"), trial.on_others, trial.others, strict=True):
        yield Fact(
            family, "comparison", compared(finding, measure) | {"time": f"until {_time(trial)}"}
        )


def _time(trial: PubmedTrial) -> str:
    return f"{trial.at[0]} {UNITS[trial.at[1]]}"


def _arm_values(family: str, arm: str, course: Course, trial: PubmedTrial) -> Iterator[Fact]:
    of = {"arm": arm, "measurand": trial.measure.called}
    for point, time in ((course.start, "baseline"), (course.end, _time(trial))):
        spread = _spread(point, trial)
        statistic = "median" if trial.spread == "IQR" else "mean"
        number = {"statistic": statistic, "value": Amount(point.mean, trial.unit.code)}
        yield Fact(family, "value", of | number | spread | {"time": time})
    direction = "increase" if moved(course) == "increased" else "decrease"
    yield Fact(
        family,
        "change",
        of
        | {
            "direction": direction,
            "from": Amount(course.start.mean, trial.unit.code),
            "to": Amount(course.end.mean, trial.unit.code),
        },
    )


def _spread(point: Spread, trial: PubmedTrial) -> dict[str, object]:
    unit = trial.unit.code
    if trial.spread not in RANGES:
        amount = Amount(point.spread, unit)
        return {"spread": SPREADS[trial.spread], "dispersion": amount, "ci": None}
    low, high = (Amount(limit, unit) for limit in bounds(point.mean, point.spread))
    if trial.spread == "IQR":
        return {"spread": "interquartileRange", "lower": low, "upper": high, "ci": None}
    return {"spread": None, "ci": Decimal(95), "ci lower": low, "ci upper": high}


def _main(trial: PubmedTrial) -> dict[str, object]:
    ends = trial.exposed.end.mean, trial.control.end.mean
    finding = Finding(trial.p, "higher" if ends[0] > ends[1] else "lower")
    return compared(finding, trial.measure)


def compared(finding: Finding, measure: Measure) -> dict[str, object]:
    """The fields of a comparison: what the finding says, and whom it favours."""
    fields: dict[str, object] = {
        "measurand": measure.called,
        "experimental": "experimental",
        "reference": "control",
    }
    if finding.p is None or Decimal(finding.p[1]) > Decimal("0.05"):
        p = Decimal(finding.p[1]) if finding.p else None
        return fields | {
            "significance": "notSignificant",
            "direction": None,
            "favours": None,
            "p": p,
        }
    better = {"increase": "higher", "decrease": "lower"}.get(measure.better or "")
    favours = "experimental" if finding.direction == better else "reference"
    whom = favours if better else OneOf((None, "experimental", "reference"))
    return fields | {
        "significance": "significant",
        "direction": finding.direction,
        "favours": whom,
        "p": Decimal(finding.p[1]),
        "relation": finding.p[0],
    }


def _told(trial: PubmedTrial) -> Iterator[Fact]:
    for event in (*trial.events, trial.single):
        names = (
            (event.name, f"{event.qualifier} {event.name}") if event.qualifier else (event.name,)
        )
        fields = {
            "event": Called(names),
            "arm": "experimental",
            "limiting": True if trial.limiting else None,
        }
        yield Fact(
            "K16", "event", fields | ({"qualifier": event.qualifier} if event.qualifier else {})
        )
    yield Fact(
        "K17",
        "conclusion",
        {"about": (trial.drug.called, trial.measure.called), "polarity": trial.conclusion},
        trial.conclusion == "benefit" and not trial.measure.better,
    )
    if trial.conclusion == "benefit":
        yield Fact(
            "K17",
            "conclusion",
            {"about": (trial.others[0].called,), "polarity": OneOf(("noHarm", "benefit"))},
            not trial.others[0].better,
        )

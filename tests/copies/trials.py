"""The three founding trials as records that can be changed, at their founding values.

In: nothing. Out: frozen records; a mutation is ``_replace`` on one of them.
"""

from decimal import Decimal
from typing import NamedTuple

from copies.scenes import ART, HIV, HIV_SCENE, Disease, Drug, Measure, Scene, Unit
from copies.template import Plan
from copies.wording import Style


class Citation(NamedTuple):
    """Where an article appeared; ``date`` as printed and in ISO form."""

    journal: str
    date: str
    issued: str
    volume: str
    issue: str
    pages: str
    first: str
    last: str
    identifier: str


class Spread(NamedTuple):
    """A mean and its spread at a time."""

    mean: Decimal
    spread: Decimal


class Course(NamedTuple):
    """What one arm's values did: at baseline and at the end."""

    start: Spread
    end: Spread


class Finding(NamedTuple):
    """Between groups: significant or not, higher or lower with the drug, and the p-value."""

    p: tuple[str, str] | None = None
    direction: str | None = None


class Event(NamedTuple):
    """An adverse event, perhaps qualified ("asymptomatic")."""

    name: str
    qualifier: str | None = None


class Heading(NamedTuple):
    """One heading line of a PubMed record."""

    name: str
    qualifier: str | None = None
    major: bool = False


class PubmedTrial(NamedTuple):
    """What the PubMed record tells."""

    cited: Citation = Citation(
        "N Engl J Med", "1996 Oct 31", "1996-10-31", "335", "18", "1350-6", "1350", "1356",
        "10.1056/NEJM199610313351803",
    )  # fmt: skip
    types: tuple[str, ...] = ()
    headings: tuple[Heading, ...] = ()
    listed: tuple[str, ...] = ()
    disease: Disease = HIV
    drug: Drug = HIV_SCENE.drug
    background: str = ART
    measure: Measure = HIV_SCENE.measure
    unit: Unit = HIV_SCENE.measure.units[0]
    others: tuple[Measure, Measure] = HIV_SCENE.others
    burden: str = HIV_SCENE.burden
    sizes: tuple[int, int] = (31, 29)
    sized: bool = True
    lost: int | None = 1
    above: str = "above"
    bound: Decimal = Decimal(200)
    interval: tuple[int, str] = (2, "months")
    cycles: int = 6
    days: int = 5
    monitored: tuple[str, int] = ("monthly", 4)
    at: tuple[int, str] = (12, "month")
    spread: str = "SE"
    exposed: Course = Course(Spread(Decimal(428), Decimal(25)), Spread(Decimal(916), Decimal(128)))
    control: Course = Course(Spread(Decimal(406), Decimal(29)), Spread(Decimal(349), Decimal(41)))
    p: tuple[str, str] | None = ("<", "0.001")
    on_others: tuple[Finding, Finding] = (Finding(), Finding())
    heading: str = "Constitutional symptoms"
    events: tuple[Event, ...] = (Event("fever"), Event("malaise"), Event("fatigue"))
    single: Event = Event("hyperbilirubinemia", "asymptomatic")
    limiting: bool = True
    conclusion: str = "benefit"
    control_first: bool = False
    comparator: str | None = None
    groups: tuple[str, str] = ("patients treated with {drug}", "the control group")
    style: Style = Style()
    plan: Plan = Plan()

    def moved(self, scene: Scene) -> "PubmedTrial":
        """The same trial in another scene; values are set apart."""
        return self._replace(
            disease=scene.disease,
            drug=scene.drug,
            background=scene.background,
            measure=scene.measure,
            unit=scene.measure.units[0],
            others=scene.others,
            burden=scene.burden,
        )


class Proportions(NamedTuple):
    """Percentages of responders: with the drug, and in the control group."""

    exposed: Decimal
    control: Decimal


class ArticleTrial(NamedTuple):
    """What the article page tells."""

    cited: Citation = Citation(
        "AIDS", "2009 Jul", "2009-07", "23", "11", "1383-8", "1383", "1388", "19461505"
    )
    design: str = "Randomized, open-label, multicentre controlled trial"
    features: tuple[str, ...] = ("randomized", "openLabel", "multicentre", "controlled")
    disease: Disease = Disease(
        "advanced failure",
        "HIV-1 patients with advanced failure",
        ("advanced-hiv-failure", "HIV infection"),
    )
    drug: Drug = Drug("interleukin-2", "cycles", short="IL-2")
    background: str = "optimized background treatment"
    addon: str = "enfuvirtide"
    measure: Measure = Measure(
        "CD4 cell count", "CD4 cell counts", (Unit("cells/microl", "{cells}/uL"),), "1", "9",
        "increase", ("cd4-count", "CD4 T-cell count", "CD4 count"), "CD4 count",
    )  # fmt: skip
    unit: Unit = Unit("cells/microl", "{cells}/uL")
    other: Measure = Measure(
        "plasma HIV-1 RNA", "", (), "1", "9", "decrease", ("hiv-rna", "HIV-1 RNA"), "HIV RNA"
    )
    other_unit: Unit = Unit("copies/ml", "{copies}/mL")
    other_baseline_unit: Unit = Unit("log10 copies/ml", "{Log_copies}/mL")
    worse_is_less: bool = True
    bound: Decimal = Decimal(200)
    other_bound: Decimal = Decimal(10_000)
    active: int = 2
    cycles: int = 8
    goal: Decimal = Decimal(200)
    gain: Decimal = Decimal(50)
    week: int = 52
    related: Measure = Measure(
        "HIV-related events", "", (), "1", "9", "decrease", ("hiv-related-event",)
    )
    rated: Measure = Measure(
        "AIDS events", "", (), "1", "9", "decrease", ("aids-event", "AIDS event")
    )
    analysed: int = 56
    age: int = 43
    staged: int = 61
    stage: str = "Center for Disease Control and Prevention stage C"
    scored: int = 43
    score: str = "genotypic sensitivity score"
    median: Decimal = Decimal(64)
    other_median: Decimal = Decimal("4.9")
    optimized: int = 23
    reached: Proportions = Proportions(Decimal(14), Decimal(18))
    gained: Proportions = Proportions(Decimal(25), Decimal(32))
    findings: tuple[Finding, Finding, Finding] = (Finding(), Finding(), Finding())
    ties: tuple[tuple[str, str], ...] = (("=", "0.003"), ("=", "0.01"), ("<", "0.001"))
    conclusion: str = "noBenefit"
    control_first: bool = False
    style: Style = Style(thousands=" ")
    plan: Plan = Plan()


class NetworkTrial(NamedTuple):
    """What the trial-network page tells."""

    disease: Disease = HIV._replace(people="HIV-infected people")
    drug: Drug = Drug(
        "recombinant interleukin-2", dose="4.5", unit=Unit("MIU", "M[IU]"), short="rIL-2",
        also=("aldesleukin", "interleukin-2"),
    )  # fmt: skip
    plain_drug: tuple[str, str] = ("interleukin-2", "IL-2")
    background: tuple[str, str] = ("ART", ART)
    measure: Measure = Measure(
        "CD4+ cell count", "CD4 cell counts", (), "1", "9", "increase",
        ("cd4-count", "CD4 cell count", "CD4 cells count"), "CD4 count",
    )  # fmt: skip
    unit: Unit = Unit("cells/mm3", "{cells}/uL")
    long_unit: Unit = Unit("cells per cubic millimeter", "{cells}/uL")
    sizes: tuple[int, int] = (849, 846)
    sized: bool = True
    labels: tuple[str, str] = ("Group 1", "Group 2")
    route: tuple[str, str] = ("by injection below the skin", "subcutaneous")
    often: tuple[str, int] = ("twice daily", 2)
    days: int = 5
    interval: tuple[int, str] = (8, "weeks")
    cycles: int = 6
    steps: tuple[str, ...] = ("6", "7.5")
    after: int = 3
    low: Decimal = Decimal(50)
    high: Decimal = Decimal(299)
    age: int = 18
    other: Measure = Measure("HIV RNA", "", (), "1", "9", "decrease", ("hiv-rna",))
    other_bound: Decimal = Decimal(10_000)
    other_unit: Unit = Unit("cells/mL", "{copies}/mL")
    flagged: bool = True
    medicines: tuple[int, str] = (2, "anti-HIV medications")
    stable: tuple[int, str] = (4, "months")
    followed: tuple[int, int, str] = (7, 8, "years")
    difference: Decimal = Decimal(53)
    higher: bool = True
    p: tuple[str, str] | None = None
    benefit: bool = False
    sister: tuple[str, str] = ("CTN 110", "ESPRIT")
    sister_bound: Decimal = Decimal(300)
    control_first: bool = False
    comparator: str | None = None
    style: Style = Style()
    plan: Plan = Plan()

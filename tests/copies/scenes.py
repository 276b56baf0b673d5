"""Scenes that copies are moved to: a disease with its drug, its background therapy, its measures.

In: nothing. Out: tables of names and units, partly of things that exist nowhere.
"""

from decimal import Decimal
from typing import NamedTuple

from copies.facts import Called


class Unit(NamedTuple):
    """A unit as written, its UCUM code, and what one canonical unit is in it."""

    text: str
    code: str | None


class Drug(NamedTuple):
    """A substance: its name, all names that may stand for it, its form and a dose."""

    name: str
    form: str = "infusions"
    dose: str = "18"
    unit: Unit = Unit("million i.u.", "M[IU]")
    also: tuple[str, ...] = ()
    short: str = ""

    @property
    def called(self) -> Called:
        """How an account may name it."""
        return Called((self.name, *self.also, *((self.short,) if self.short else ())), self.name)


class Measure(NamedTuple):
    """A measurand: noun, plural, unit, plausible values, and which way is better."""

    noun: str
    plural: str
    units: tuple[Unit, ...]
    low: str
    high: str
    better: str | None = "increase"
    also: tuple[str, ...] = ()
    words: str = ""

    @property
    def called(self) -> Called:
        """How an account may name it."""
        return Called((self.noun, self.plural, *self.also), self.words or self.noun)

    @property
    def places(self) -> Decimal:
        """The precision its values are written with."""
        return Decimal(10) ** Decimal(self.low).as_tuple().exponent  # type: ignore[operator]


class Disease(NamedTuple):
    """A condition: its name, and how its patients are called."""

    noun: str
    people: str
    also: tuple[str, ...] = ()
    short: str = ""

    @property
    def called(self) -> Called:
        """How an account may name it."""
        return Called((self.noun, *self.also), self.noun)


HIV = Disease(
    "HIV infection",
    "HIV-infected patients",
    ("hiv infection", "hiv-infection", "HIV-1 infection"),
    "HIV",
)
CD4 = Measure(
    "CD4 count",
    "CD4 counts",
    (
        Unit("cells per cubic millimeter", "{cells}/uL"),
        Unit("cells/mm3", "{cells}/uL"),
        Unit("cells/µl", "{cells}/uL"),
        Unit("cells/mm³", "{cells}/uL"),
        Unit("x 10^6/l", "{cells}/uL"),
        Unit("× 10⁶ cells per liter", "{cells}/uL"),
        Unit("cells per microliter", "{cells}/uL"),
    ),
    "200",
    "900",
    "increase",
    ("cd4-count", "CD4 cell count"),
    "CD4 count",
)
MG = Unit("mg", "mg")
MICROGRAM = Unit("µg", "ug")


class Scene(NamedTuple):
    """A disease with everything that a copy moved to it needs."""

    disease: Disease
    drug: Drug
    background: str
    measure: Measure
    others: tuple[Measure, Measure]
    burden: str


def _plain(noun: str, better: str | None = "decrease", *also: str, words: str = "") -> Measure:
    return Measure(noun, noun, (), "1", "9", better, also, words)


ART = "antiretroviral therapy"
HIV_SCENE = Scene(
    HIV,
    Drug("interleukin-2", also=("IL-2",)),
    ART,
    CD4,
    (
        _plain("plasma HIV RNA", "decrease", "hiv-rna"),
        _plain("p24 antigen", "decrease", "p24", words="p24 antigen"),
    ),
    "the viral burden",
)
SCENES = {
    "hepatitis C": Scene(
        Disease("chronic hepatitis C", "patients with chronic hepatitis C", ("hepatitis C",)),
        Drug("peginterferon alfa-2a", "injections", "180", MICROGRAM),
        "ribavirin",
        Measure(
            "platelet count",
            "platelet counts",
            (Unit("x 10^9 per liter", "10*9/L"), Unit("×10⁹/L", "10*9/L")),
            "90",
            "250",
            None,
        ),
        (
            _plain("serum HCV RNA", "decrease", "hcv-rna", words="HCV RNA"),
            _plain("bilirubin", "decrease"),
        ),
        "the HCV RNA level",
    ),
    "type 2 diabetes": Scene(
        Disease("type 2 diabetes", "patients with type 2 diabetes", ("type 2 diabetes mellitus",)),
        Drug("exenatide", "injections", "10", MICROGRAM),
        "metformin",
        Measure(
            "fasting plasma glucose level",
            "fasting plasma glucose levels",
            (Unit("mg per deciliter", "mg/dL"), Unit("mg/dl", "mg/dL")),
            "140",
            "260",
            "decrease",
            ("fasting-glucose",),
            "fasting glucose",
        ),
        (_plain("LDL cholesterol", "decrease"), _plain("triglyceride", "decrease")),
        "lipids",
    ),
    "rheumatoid arthritis": Scene(
        Disease("rheumatoid arthritis", "patients with rheumatoid arthritis"),
        Drug("tocilizumab", "infusions", "8", Unit("mg/kg", "mg/kg")),
        "methotrexate",
        Measure(
            "hemoglobin level",
            "hemoglobin levels",
            (Unit("g per liter", "g/L"), Unit("g/l", "g/L")),
            "90",
            "150",
            "increase",
            ("haemoglobin",),
            "hemoglobin",
        ),
        (
            _plain("C-reactive protein", "decrease", "crp"),
            _plain("serum ferritin", None, "ferritin"),
        ),
        "inflammation",
    ),
    "COPD": Scene(
        Disease("COPD", "patients with COPD", ("chronic obstructive pulmonary disease",)),
        Drug("tiotropium", "courses", "18", MICROGRAM),
        "inhaled corticosteroids",
        Measure(
            "FEV1",
            "FEV1 values",
            (Unit("ml", "mL"), Unit("mL", "mL")),
            "900",
            "2400",
            "increase",
            ("fev1",),
        ),
        (
            _plain("plasma fibrinogen", None),
            _plain(
                "serum interleukin-6",
                "decrease",
                "interleukin-6-concentration",
                words="interleukin 6",
            ),
        ),
        "systemic inflammation",
    ),
    "hypercholesterolemia": Scene(
        Disease(
            "hypercholesterolemia", "patients with hypercholesterolemia", ("hypercholesterolaemia",)
        ),
        Drug("brenzolocumab", "injections", "140", MG),
        "statin therapy",
        Measure(
            "LDL cholesterol level",
            "LDL cholesterol levels",
            (Unit("mg per deciliter", "mg/dL"), Unit("mg/dL", "mg/dL")),
            "80",
            "220",
            "decrease",
            ("ldl-cholesterol",),
            "LDL cholesterol",
        ),
        (_plain("apolipoprotein B", "decrease"), _plain("triglyceride", "decrease")),
        "atherosclerosis",
    ),
    "psoriasis": Scene(
        Disease("psoriasis", "patients with psoriasis"),
        Drug("quinrelimab", "injections", "75", MG),
        "phototherapy",
        Measure(
            "C-reactive protein level",
            "C-reactive protein levels",
            (Unit("mg per liter", "mg/L"), Unit("mg/l", "mg/L")),
            "6.0",
            "30.0",
            "decrease",
            ("crp",),
            "C-reactive protein",
        ),
        (_plain("serum interleukin-17", None), _plain("serum zinc", None)),
        "the skin",
    ),
    "an unknown disease": Scene(
        Disease("Morvan-Leitz disease", "patients with Morvan-Leitz disease"),
        Drug("tavorexin", "courses", "25", MG),
        "supportive care",
        Measure(
            "zelatin concentration",
            "zelatin concentrations",
            (Unit("ng per milliliter", "ng/mL"), Unit("ng/ml", "ng/mL")),
            "20.0",
            "90.0",
            None,
            words="zelatin",
        ),
        (_plain("plasma kapperin", None), _plain("urinary norlactin", None)),
        "the kapperin level",
    ),
}
DRUGS = (
    Drug("leukotimab", "infusions", "300", MG),
    Drug("thymosin alpha 1", "injections", "1.6", MG),
    Drug("GM-CSF", "injections", "250", MICROGRAM),
    Drug(
        "recombinant human growth hormone",
        "injections",
        "6",
        MG,
        ("growth hormone", "human growth hormone"),
    ),
    Drug("zidotegrane", "courses", "40", MG),
    Drug("AMG-427", "infusions", "2", Unit("mg/kg", "mg/kg")),
    Drug("prednisolone", "courses", "0.5", Unit("mg/kg", "mg/kg")),
    Drug(
        "cyclosporine A",
        "courses",
        "4",
        Unit("mg/kg", "mg/kg"),
        ("cyclosporin", "ciclosporin", "cyclosporine"),
    ),
)

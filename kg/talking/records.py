"""What tools take and give, as frozen records: their schemas are what a client is told.

In: JSON from a client. Out: JSON for it.
"""

from typing import Annotated, Any, Final

from msgspec import Meta, Struct

Cell = str | int | float | bool | None

FEW: Final = 30
LEFT_OUT: Final = 40
_MOST: Final = 200
_ABOUT_CLAIM: Final = "an IRI, or a name as answers show it: pmid-19461505:result-2"

Start = Annotated[int, Meta(ge=0, description="how many rows to pass over")]
Rows = Annotated[int, Meta(ge=1, le=_MOST, description="how many rows to show at most")]
Page = Annotated[int, Meta(ge=1, description="which page of the question's whole answer")]


# --- What tools take -----------------------------------------------------------------------------


class ListQuestions(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing, or words to look for."""

    about: Annotated[
        str, Meta(description="a word that the question, or what it takes, must hold; or nothing")
    ] = ""


class AskQuestion(Struct, frozen=True, forbid_unknown_fields=True):
    """A question of the catalogue, with values for what it takes."""

    question: Annotated[str, Meta(description="the name of a question")]
    values: Annotated[
        dict[str, str | float | bool],
        Meta(description="a value for each parameter; names of things may be labels or IRIs"),
    ] = {}
    page: Page = 1
    start: Start = 0
    rows: Rows = FEW


class DescribeModel(Struct, frozen=True, forbid_unknown_fields=True):
    """Nothing, or a term."""

    term: Annotated[
        str,
        Meta(description="a class, property, coded value or list of them: tk:Comparison; or none"),
    ] = ""


class RunQuery(Struct, frozen=True, forbid_unknown_fields=True):
    """A query of the client's own."""

    sparql: Annotated[
        str,
        Meta(
            description="SPARQL 1.1, read-only; the prefixes of describe_model need not be declared"
        ),
    ]
    start: Start = 0
    rows: Rows = FEW


class ShowTrial(Struct, frozen=True, forbid_unknown_fields=True):
    """A trial, and which part of it."""

    trial: Annotated[
        str,
        Meta(description="an IRI, registry id, PMID, DOI, acronym or a part of its title"),
    ]
    section: Annotated[
        str, Meta(description="one section by its title; all, each shortened, when absent")
    ] = ""
    start: Start = 0
    rows: Rows = FEW


class ExplainClaim(Struct, frozen=True, forbid_unknown_fields=True):
    """A claim."""

    claim: Annotated[str, Meta(description=_ABOUT_CLAIM)]


class PoolEffects(Struct, frozen=True, forbid_unknown_fields=True):
    """Which effects, and how they are combined."""

    values: Annotated[
        dict[str, str],
        Meta(description="measurand, substance, trial or statistic, as pooled-effect takes them"),
    ] = {}
    measure: Annotated[
        str, Meta(description="RR, OR, RD, MD, SMD, HR, IRR, RoM or LSMD; each by itself if absent")
    ] = ""
    time: Annotated[str, Meta(description="a window of time, such as 12wk..26wk")] = ""
    models: Annotated[
        tuple[str, ...],
        Meta(description="fixed, mh, peto, dl, pm or reml, the last three also as reml-hk"),
    ] = ()
    mixed: Annotated[
        bool, Meta(description="whether to combine effects whatever the groups received")
    ] = False
    start: Start = 0
    rows: Annotated[int, Meta(ge=1, le=30, description="how many sets to show at most")] = 5


# --- What they give ------------------------------------------------------------------------------


class Passage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Words of a report, or the place of a record, that state something."""

    id: int
    words: str = ""
    where: str = ""
    report: str
    caution: str = ""
    """A retraction or another notice that is on the report."""


class Evidence(Struct, frozen=True, kw_only=True):
    """The words behind what an answer shows."""

    passages: tuple[Passage, ...] = ()
    behind: dict[str, tuple[int, ...]] = {}
    """The passages of each thing, by their ids."""
    left_out: int = 0
    """How many passages more there are; explain_claim shows them."""


class Shown(Struct, frozen=True, kw_only=True):
    """Which rows these are, and how to come by the others."""

    first: int
    last: int
    of: int
    more: bool
    next: dict[str, int] | None = None
    """What to change in the call for the rows that follow."""
    told: str


class Answer(Struct, frozen=True, kw_only=True):
    """Rows, with the words behind them."""

    asked: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    shown: Shown
    silent: tuple[str, ...] = ()
    """Columns of the answer that none of these rows has a value in."""
    notes: tuple[str, ...] = ()
    evidence: Evidence = Evidence()


class Taken(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A parameter of a question."""

    name: str
    kind: str
    about: str
    required: bool = False
    absent: str = "any"
    example: str | None = None


class Listed(Struct, frozen=True, kw_only=True):
    """A question of the catalogue."""

    question: str
    asks: str
    group: str
    takes: tuple[Taken, ...]
    gives: tuple[str, ...]


class Questions(Struct, frozen=True):
    """The questions that can be asked."""

    questions: tuple[Listed, ...]


class Pooled(Struct, frozen=True, kw_only=True):
    """Sets of effects that are alike, each pooled, and what was left out with its reason."""

    sets: tuple[dict[str, Any], ...]
    shown: Shown
    left_out: tuple[dict[str, Any], ...]
    left_out_shown: Shown
    notes: tuple[str, ...] = ()
    evidence: Evidence = Evidence()


class Part(Struct, frozen=True, kw_only=True):
    """A section of a trial's page."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    shown: Shown


class Trial(Struct, frozen=True, kw_only=True):
    """A trial at a glance."""

    trial: str
    iri: str
    sections: tuple[Part, ...]
    notes: tuple[str, ...] = ()
    evidence: Evidence = Evidence()


class Quoted(Struct, frozen=True, kw_only=True):
    """Words with what stands around them."""

    words: str
    before: str
    after: str
    where: str
    report: str
    faithful: bool | None
    """Whether the words stand at their place in the stored text; null where none is stored."""


class Explained(Struct, frozen=True, kw_only=True):
    """A claim, what it says, how it was come by, and what it rests on."""

    claim: str
    iri: str
    kind: str
    label: str
    says: dict[str, str]
    how: dict[str, str]
    evidence: tuple[Quoted, ...]
    derived_from: tuple[dict[str, Any], ...] = ()
    """Claims that it follows from, each explained in the same way."""


class Model(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the graph is made of, or what one term means and how it is used."""

    about: str
    term: dict[str, Any] | None = None
    classes: tuple[dict[str, Any], ...] = ()
    properties: tuple[dict[str, Any], ...] = ()
    values: tuple[dict[str, Any], ...] = ()
    rules: tuple[str, ...] = ()
    prefixes: dict[str, str] = {}
    statements: int | None = None

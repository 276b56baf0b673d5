"""What a build hands on and what it tells: bundles, rejects, and the summary.

In: nothing. Out: frozen records that the steps of the build share.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final, Literal, NamedTuple, Self, get_args

import msgspec

from kg.errors import InputError, KgError, NetworkError
from kg.identifiers import report_iri
from kg.namespaces import PREFIXES, REPORT
from kg.records import Record
from kg.terms import Iri, Quad

RejectKind = Literal["network", "input", "claim", "link", "decision", "unread", "remark"]
"""In the order in which they are told: what was lost whole comes first."""

_ORDER: Final[tuple[RejectKind, ...]] = get_args(RejectKind)
_REFUSED: Final[tuple[RejectKind, ...]] = ("network", "input")
"""What was not taken at all: for want of a network, or for what it is."""


Progress = Callable[[str, int, int], None]
"""Told a step of the build, and how much of how much of it is done."""


def quiet(_step: str, _done: int, _total: int) -> None:
    """Nobody looks on."""


class Reject(Record, frozen=True, kw_only=True):
    """One thing that was set aside.

    It is an input that could not be had or not be taken, a claim, a link between reports, a
    decision, or words that could not be read safely; or a remark on a report that was taken.

    The parts are those of an error (:mod:`kg.errors`). ``detail`` is for those who mend kg: it is
    shown on request and stored nowhere.
    """

    kind: RejectKind = "input"
    where: str
    what: str
    got: str | None = None
    expected: str | None = None
    outcome: str | None = None
    way_out: str | None = None
    detail: str | None = None

    @classmethod
    def of(cls, error: KgError, where: str) -> Self:
        """The reject that an error stands for; an error that knows its place keeps it."""
        parts: dict[str, Any] = {"where": where, **error.parts()}
        return cls(kind="network" if isinstance(error, NetworkError) else "input", **parts)

    @property
    def refused(self) -> bool:
        """Whether an input as a whole is meant."""
        return self.kind in _REFUSED

    def row(self) -> dict[str, Any]:
        """The parts that are there, by name, as ``kg rejects`` lists them."""
        names = ("kind", "where", "what", "got", "expected", "outcome", "way_out")
        return {name: part for name in names if (part := getattr(self, name))}

    def line(self) -> str:
        """The parts on one line, as the command line tells them.

        >>> Reject(where="a.txt", what="not UTF-8", got="0xE9", outcome="It was set aside").line()
        'a.txt: not UTF-8; got 0xE9. It was set aside.'
        """
        parts = {name: part for name, part in self.row().items() if name != "kind"}
        return InputError(parts.pop("what"), **parts).line()

    def settled(self, *, published: bool) -> Self:
        """The reject with what became of the rest, which nobody knows before all is built.

        >>> lost = Reject(where="a.txt", what="not UTF-8", outcome="It was set aside.")
        >>> lost.settled(published=True).outcome
        'It was set aside; the rest was built'
        >>> lost.settled(published=True).settled(published=False).outcome
        'It was set aside; nothing was published'
        """
        if self.outcome is None and not self.refused:
            return self
        own, _, rest = (self.outcome or "It was set aside").rstrip(".").partition("; ")
        if self.refused:
            rest = rest or "the rest was built"
        if not published:
            rest = "nothing was published"
        return msgspec.structs.replace(self, outcome="; ".join(filter(None, (own, rest))))


def in_order(rejects: Iterable[Reject]) -> tuple[Reject, ...]:
    """The rejects as they are told: inputs, then claims, down to remarks; of a kind by place."""
    # By the row: a record itself is encoded otherwise once another process has sent it.
    return tuple(
        sorted(rejects, key=lambda each: (_ORDER.index(each.kind), msgspec.json.encode(each.row())))
    )


class Origin(NamedTuple):
    """The input that something came from."""

    name: str
    sha256: str
    size: int


class Bundle(NamedTuple):
    """All statements of one report, and where they came from."""

    slug: str
    origin: Origin
    quads: tuple[Quad, ...]

    @property
    def graph(self) -> Iri:
        """The named graph of the report."""
        return report_iri(self.slug)


class Summary(Record, frozen=True, kw_only=True):
    """What a build did, in numbers and in what it could not do.

    ``generation`` is the folder that was published, and nothing where nothing was; then
    ``standing`` is the folder of the older generation that answers on, where there is one.
    ``unplaced`` counts by field what records say and the model has no place for. ``links`` are the
    mappings of concepts to vocabularies, of which ``otherwise`` are given and not what the name is;
    of the headings that registries gave, names lead to those that are ``confirmed``.
    """

    reports: tuple[str, ...] = ()
    trials: int = 0
    claims: int = 0
    quads: int = 0
    duplicates: int = 0
    findings: dict[str, int] = msgspec.field(default_factory=dict)
    unplaced: dict[str, int] = msgspec.field(default_factory=dict)
    links: int = 0
    otherwise: int = 0
    confirmed: int = 0
    unconfirmed: int = 0
    rejects: tuple[Reject, ...] = ()
    generation: str | None = None
    standing: str | None = None

    def count(self, kind: RejectKind) -> int:
        """How many rejects of a kind there are."""
        return sum(reject.kind == kind for reject in self.rejects)

    @property
    def complete(self) -> bool:
        """Whether every input was taken, whatever was dropped or left unread within."""
        return not any(reject.refused for reject in self.rejects)

    def numbers(self) -> dict[str, Any]:
        """The numbers alone, for the manifest."""
        return {
            "reports": len(self.reports),
            "trials": self.trials,
            "claims": self.claims,
            "duplicates": self.duplicates,
            "findings": dict(sorted(self.findings.items())),
            "refused": sum(reject.refused for reject in self.rejects),
            "dropped": self.count("claim"),
            "unread": self.count("unread"),
            "unplaced": dict(sorted(self.unplaced.items())),
            "links": self.links,
            "otherwise": self.otherwise,
            "confirmed": self.confirmed,
            "unconfirmed": self.unconfirmed,
        }


def shown(iri: str) -> str:
    """An IRI as a message names it: short, and local to its report.

    >>> shown("https://w3id.org/trialkg/id/report/pmid-1/arm-1")
    'pmid-1/arm-1'
    >>> shown("https://w3id.org/trialkg/ns#size")
    'tk:size'
    """
    if iri.startswith(REPORT):
        return iri.removeprefix(REPORT)
    for prefix, base in sorted(PREFIXES.items(), key=lambda pair: -len(pair[1])):
        if iri.startswith(base):
            return f"{prefix}:{iri.removeprefix(base)}"
    return iri

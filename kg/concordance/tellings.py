"""Who tells of a trial, and whose word goes first.

In: the accounts of some reports, and which trials their studies are. Out: the tellings of each
trial in order: the first is the lead, whose arms are the trial's own.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.identifiers import Nodes, report_iri, studies
from kg.linking import Key, Trials
from kg.namespaces import TK
from kg.records import Account, RegisteredStudy, Report, Study
from kg.terms import Iri

# What was entered as data comes before what was read from prose.
_KINDS: Final = ("RegistryRecord", "CuratedRecord", "Article", "WebPage")
_WITHDRAWN: Final = frozenset({"retractionIn", "retractedRepublishedIn"})


class Telling(NamedTuple):
    """One report's telling of one trial."""

    names: Nodes
    account: Account
    prefix: str
    study: Study
    retracted: bool

    @property
    def key(self) -> Key:
        """Report and prefix, as linking names a study."""
        return self.names.slug, self.prefix

    @property
    def rank(self) -> tuple[bool, int, int, int, Key]:
        """The order of tellings; what a report knows of the arms counts most."""
        sizes = sum(arm.size is not None for arm in self.study.arms)
        kind = self.account.report.kind
        standing = _KINDS.index(kind) if kind in _KINDS else len(_KINDS)
        return self.retracted, -sizes, -len(self.study.arms), standing, self.key

    @property
    def registered(self) -> bool:
        """Whether a registry tells it."""
        return isinstance(self.study, RegisteredStudy)

    def node(self, local: str) -> Iri:
        """The node of this local name, without the study's prefix."""
        return self.names.node(f"{self.prefix}{local}")


def told_together(
    accounts: Sequence[Account], trials: Trials
) -> Iterator[tuple[str, list[Telling]]]:
    """The trials of these accounts, each with its tellings, the lead first."""
    together: dict[str, list[Telling]] = defaultdict(list)
    for account in accounts:
        for telling in tellings_of(account, trials):
            together[trials.slugs[telling.key]].append(telling)
    for trial, some in sorted(together.items()):
        yield trial, sorted(some, key=lambda telling: telling.rank)


def tellings_of(account: Account, trials: Trials) -> Iterator[Telling]:
    """The tellings of one account, in the order of its studies."""
    names = Nodes(account)
    retracted = any(kind in _WITHDRAWN for kind, _ in bearing(account.report, names, trials))
    for prefix, study in studies(account):
        yield Telling(names, account, prefix, study, retracted)


# --- Notices ------------------------------------------------------------------------------------


class Grave(NamedTuple):
    """What to call a report under a notice, and the term that leads from it to the notice."""

    words: str
    link: str


GRAVE: Final[Mapping[str, Grave]] = {
    "retractionIn": Grave("retracted", TK.retractedBy),
    "retractedRepublishedIn": Grave("retracted and republished", TK.retractedBy),
    "partialRetractionIn": Grave("partly retracted", TK.correctedBy),
    "concernIn": Grave("under an expression of concern", TK.concernRaisedBy),
    "erratumIn": Grave("corrected", TK.correctedBy),
    "correctedRepublishedIn": Grave("corrected and republished", TK.correctedBy),
}
"""The notices that a reader must know of, gravest first."""


def bearing(report: Report, names: Nodes, trials: Trials) -> Iterator[tuple[str, Iri]]:
    """The grave notices on a report, its own and those that other reports say they are."""
    own = set[tuple[str, str | None]]()
    for number, notice in enumerate(report.notices, start=1):
        if notice.kind in GRAVE:
            own.add((notice.kind, notice.pmid))
            yield notice.kind, names.node(f"notice-{number}")
    if report.kind == "Article" and report.pmid:
        for kind, slug, local in trials.notices.get(f"pmid-{report.pmid}", ()):
            if (kind, slug.removeprefix("pmid-")) not in own:
                yield kind, Iri(f"{report_iri(slug)}/{local}")


def caution(kinds: Iterable[str]) -> str:
    """What to know of a report, in words, the gravest first.

    >>> caution(["erratumIn", "retractionIn"])
    'retracted; corrected'
    """
    found = set(kinds)
    return "; ".join(grave.words for kind, grave in GRAVE.items() if kind in found)

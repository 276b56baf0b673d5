"""Which studies of which reports are one trial, by the identifiers that they share.

In: accounts. Out: a slug for every study of every account, the same for the same accounts in any
order, and the conflicts met. Studies are joined by registry number first, then by the paper that
both are about; never by a likeness of words.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from kg.identifiers import own_trial_slug, report_slug, slug, studies
from kg.records import Account, Record, Study

# What counts as a registration. Grants do not (several trials share one), nor do the numbers that
# sponsors give their protocols.
_REGISTRIES = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("NCT", r"NCT\d{8}"),
        ("ISRCTN", r"ISRCTN\d{6,8}"),
        ("EUCTR", r"(?:EUCTR|EUDRACT(?:NO)?|EUDRA)?:?(\d{4}-\d{6}-\d{2})(?:-[A-Z]{2,3})?"),
        ("EUCT", r"(?:EUCT|CTIS)?:?(\d{4}-5\d{5}-\d{2}-\d{2})"),
        ("ACTRN", r"ACTRN\d{14}"),
        ("DRKS", r"DRKS\d{8}"),
        ("UMIN", r"(?:JPRN-)?(UMIN\d{9})"),
        ("JRCT", r"(?:JPRN-)?(JRCT[S\d]\d+)"),
        ("CHICTR", r"CHICTR-?[A-Z]*-?\d+"),
        ("CTRI", r"CTRI/\d{4}/\d{2,3}/\d+"),
        ("KCT", r"KCT\d{7}"),
        ("IRCT", r"IRCT\d+N?\d*"),
        ("NTR", r"(?:NTR|NL)-?\d+"),
        ("PACTR", r"PACTR\d+"),
        ("RBR", r"RBR-\w+"),
        ("TCTR", r"TCTR\d+"),
        ("CTN", r"CTN\d+"),
    )
)
# A trial has one number in each of these; two numbers are two trials, or an error.
_ONE_EACH = frozenset({"NCT", "ISRCTN", "EUCTR"})

Key = tuple[str, str]
"""A study: the slug of its report, and the prefix of its nodes there (see ``kg.identifiers``)."""


class Conflict(Record, frozen=True, kw_only=True):
    """Studies that share an identifier and yet are registered as different trials."""

    shared: str
    studies: tuple[Key, ...]
    registrations: tuple[str, ...]

    def __str__(self) -> str:
        reports = ", ".join(sorted({report for report, _ in self.studies}))
        return f"{self.shared} is shared by {' and '.join(self.registrations)} ({reports})"


class Trials(Record, frozen=True, kw_only=True):
    """The trial of every study, and what stood in the way of joining more.

    ``registrations`` leads from a registry number (see :func:`registration`) to its trial, so that
    a trial that is only mentioned is the trial that another report tells of.
    """

    slugs: dict[Key, str]
    registrations: dict[str, str]
    conflicts: tuple[Conflict, ...] = ()


class _Node(Record, frozen=True, kw_only=True):
    """A study with the identifiers that can join it to others."""

    key: Key
    own: str
    registrations: frozenset[str]
    papers: frozenset[str]
    acronym: str | None
    alone: bool


def registration(text: str) -> str | None:
    """A registry number in its one spelling, else nothing.

    >>> registration("nct 00013611"), registration("EudraCT 2004-000446-20")
    ('NCT00013611', '2004-000446-20')
    >>> registration("5R01AI012345") is None
    True
    """
    plain = re.sub(r"\s+", "", text).upper()
    for _, pattern in _REGISTRIES:
        if match := pattern.fullmatch(plain):
            return match[match.lastindex or 0]
    return None


def trials_of(accounts: Iterable[Account]) -> Trials:
    """The trial slug of every study of the accounts."""
    nodes = {node.key: node for account in accounts for node in _nodes(account)}
    clusters = _Clusters(nodes)
    for token, keys in _groups(nodes.values()):
        clusters.join(token, keys)
    slugs = _named(clusters, nodes)
    numbers = {n: slugs[key] for key, node in sorted(nodes.items()) for n in node.registrations}
    return Trials(slugs=slugs, registrations=numbers, conflicts=tuple(clusters.conflicts))


def _nodes(account: Account) -> Iterator[_Node]:
    report, several = account.report, len(account.studies) > 1
    for number, (prefix, study) in enumerate(studies(account), start=1):
        ids = (*study.registry_ids, *(() if several else report.registry_ids))
        yield _Node(
            key=(report_slug(report), prefix),
            own=own_trial_slug(report, study, number),
            registrations=_registrations(ids),
            papers=frozenset(_papers(account, study)),
            acronym=slug(study.acronym) if study.acronym else None,
            alone=not several,
        )


def _registrations(ids: Iterable[str]) -> frozenset[str]:
    """The registrations among identifiers: of a registry that gives one, the first named."""
    found: dict[str, str] = {}
    for number in filter(None, map(registration, ids)):
        registry = _registry(number)
        found.setdefault(registry if registry in _ONE_EACH else number, number)
    return frozenset(found.values())


def _registry(number: str) -> str:
    return next(name for name, pattern in _REGISTRIES if pattern.fullmatch(number))


def _papers(account: Account, study: Study) -> Iterator[str]:
    """The papers that a study is told in: of the report itself, and those that it names."""
    report = account.report
    for pmid in filter(None, (report.pmid, *study.pmids)):
        yield f"pmid-{slug(pmid)}"
    if report.doi:
        yield f"doi-{slug(report.doi)}"


def _groups(nodes: Iterable[_Node]) -> Iterator[tuple[str, list[Key]]]:
    """The studies that share an identifier, the strongest identifiers first.

    A paper joins studies only where each report of it tells of one study, or the acronym agrees.
    """
    shared: dict[tuple[int, str], list[Key]] = defaultdict(list)
    several = {paper for node in nodes if not node.alone for paper in node.papers}
    for node in nodes:
        for number in node.registrations:
            shared[0, number].append(node.key)
        for paper in node.papers:
            if node.acronym:
                shared[1, f"{paper} {node.acronym}"].append(node.key)
            if paper not in several:
                shared[2, paper].append(node.key)
    for (_, token), keys in sorted(shared.items()):
        yield token, sorted(set(keys))


class _Clusters:
    """Studies joined so far; each study starts alone."""

    def __init__(self, nodes: Mapping[Key, _Node]) -> None:
        self._nodes = nodes
        self._above: dict[Key, Key] = {key: key for key in nodes}
        self.conflicts: list[Conflict] = []

    def root(self, key: Key) -> Key:
        while self._above[key] != key:
            key = self._above[key]
        return key

    def members(self) -> dict[Key, list[Key]]:
        found: dict[Key, list[Key]] = defaultdict(list)
        for key in sorted(self._nodes):
            found[self.root(key)].append(key)
        return dict(found)

    def join(self, token: str, keys: list[Key]) -> None:
        """Joins the studies of one identifier, unless that made one trial of two registrations."""
        roots = sorted({self.root(key) for key in keys})
        if len(roots) < 2:  # noqa: PLR2004 - nothing to join
            return
        members = [key for key, root in ((k, self.root(k)) for k in self._nodes) if root in roots]
        clash = _clash(self._nodes[key] for key in members)
        if clash:
            told = Conflict(shared=token, studies=tuple(sorted(keys)), registrations=clash)
            self.conflicts.append(told)
            return
        for root in roots[1:]:
            self._above[root] = roots[0]


def _clash(nodes: Iterable[_Node]) -> tuple[str, ...]:
    """Registrations that one trial cannot have side by side."""
    by_registry: dict[str, set[str]] = defaultdict(set)
    for number in {number for node in nodes for number in node.registrations}:
        if (registry := _registry(number)) in _ONE_EACH:
            by_registry[registry].add(number)
    return tuple(sorted(n for same in by_registry.values() if len(same) > 1 for n in same))


def _named(clusters: _Clusters, nodes: Mapping[Key, _Node]) -> dict[Key, str]:
    """A slug for each cluster: its best identifier that no other cluster has too."""
    members = clusters.members()
    claims: dict[str, set[Key]] = defaultdict(set)
    candidates = {root: _names([nodes[key] for key in keys]) for root, keys in members.items()}
    for root, names in candidates.items():
        for name in names:
            claims[name].add(root)
    best = {
        root: next((name for name in names if len(claims[name]) == 1), names[-1])
        for root, names in candidates.items()
    }
    return {key: best[root] for root, keys in members.items() for key in keys}


def _names(nodes: list[_Node]) -> list[str]:
    """The names that a cluster may have, the best first."""
    numbers = sorted({n for node in nodes for n in node.registrations}, key=_registry_order)
    papers = sorted({p for node in nodes for p in node.papers}, key=lambda p: (p[:3] != "pmi", p))
    acronyms = sorted({node.acronym for node in nodes if node.acronym})
    told = [f"{paper}-{acronym}" for paper in papers for acronym in acronyms]
    return [*map(slug, numbers), *papers, *told, min(node.own for node in nodes)]


def _registry_order(number: str) -> tuple[bool, str]:
    return not number.startswith("NCT"), number

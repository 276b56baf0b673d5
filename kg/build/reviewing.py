"""Decisions of reviewers, applied to the reports of a family before anybody judges them.

In: the bundles of reports, what they say together, and the accounts with decisions. Out: the same
with the reviewers' claims and what is to be known of rejected ones; a line on each decision that
says nothing any more.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from kg.build.outcome import Bundle, Reject, shown
from kg.identifiers import DERIVED_GRAPH
from kg.namespaces import PROV, RDF, TK
from kg.records import Account
from kg.review import Stale, settle
from kg.terms import Iri, Literal, Quad, text

_KNOWN: Final = frozenset({TK.caution, TK.underNotice})


class Reviewed(NamedTuple):
    """A family once the decisions about it are applied.

    ``concluded`` are the things that somebody decided about and that no report states: what reports
    say together, which is judged after them.
    """

    bundles: list[Bundle]
    together: list[Quad]
    rejects: list[Reject]
    concluded: frozenset[Iri] = frozenset()


def review(
    bundles: Sequence[Bundle],
    together: Sequence[Quad],
    accounts: Sequence[Account],
    slugs: Collection[str],
) -> Reviewed:
    """What the decisions among these accounts make of the family; without any, the family."""
    if not any(account.decisions for account in accounts):
        return Reviewed(list(bundles), list(together), [])
    quads = (quad for some in (*(b.quads for b in bundles), together) for quad in some)
    settled = settle(accounts, (quad[:3] for quad in quads), slugs)
    gone = {stale.node for stale in settled.stale}
    inherited = list(_inherited(together, settled.made))
    decided = {Iri(each.claim) for account in accounts for each in account.decisions}
    return Reviewed(
        [_with(bundle, settled.made, gone) for bundle in bundles],
        list(_cautioned([*together, *inherited], settled.cautions)),
        list(_told(bundles, settled.stale)),
        frozenset(decided.intersection(quad.subject for quad in together)),
    )


def named(concluded: Iterable[Iri]) -> Iterator[Quad]:
    """That these are things, for whoever looks at the reports before they are put together."""
    return (Quad(node, RDF.type, Iri(PROV.Entity), DERIVED_GRAPH) for node in sorted(concluded))


def left(
    bundles: Sequence[Bundle], concluded: Collection[Iri]
) -> tuple[list[Bundle], list[Reject]]:
    """The bundles without decisions about what did not come to be after all; each is told."""
    said = {quad.subject for bundle in bundles for quad in bundle.quads}
    gone = {node for node in concluded if node not in said}
    lost = [q for b in bundles for q in b.quads if q.predicate == TK.decides and q.object in gone]
    nodes = {quad.subject for quad in lost}
    kept = [_with(bundle, [], nodes) for bundle in bundles] if nodes else list(bundles)
    return kept, [_lost(quad) for quad in lost]


def _lost(quad: Quad) -> Reject:
    return Reject(
        kind="decision",
        where=shown(quad.subject),
        what="what was decided about was not concluded after all",
        got=shown(str(quad.object)),
        outcome="The decision was left out",
    )


def _with(bundle: Bundle, made: Iterable[Quad], gone: Collection[Iri]) -> Bundle:
    """The bundle with what its reviewer claims, and without the decisions that are gone."""
    own = [quad for quad in made if quad.graph == bundle.graph]
    if not own and not any(node.startswith(f"{bundle.graph}/") for node in gone):
        return bundle
    kept = (q for q in bundle.quads if q.subject not in gone and q.object not in gone)
    return bundle._replace(quads=tuple(dict.fromkeys((*kept, *own))))


def _inherited(quads: Iterable[Quad], made: Iterable[Quad]) -> Iterator[Quad]:
    """What is to be known of a suggestion, of the claim that was made of it: a retraction, say."""
    heirs = {quad.object: quad.subject for quad in made if quad.predicate == TK.derivedFrom}
    for quad in quads:
        if quad.predicate in _KNOWN and quad.subject in heirs:
            yield quad._replace(subject=heirs[quad.subject])


def _cautioned(quads: Iterable[Quad], cautions: Mapping[Iri, str]) -> Iterator[Quad]:
    """What is derived, with each caution said once: a rejection goes before what else is known."""
    waiting = dict(cautions)
    for quad in quads:
        said = quad.object
        if quad.predicate == TK.caution and quad.subject in waiting and isinstance(said, Literal):
            words = f"{waiting.pop(quad.subject)}; {said.lexical}"
            yield quad._replace(object=text(words))
        else:
            yield quad
    for node, words in waiting.items():
        yield Quad(node, TK.caution, text(words), DERIVED_GRAPH)


def _told(bundles: Iterable[Bundle], stale: Iterable[Stale]) -> Iterator[Reject]:
    origins = {bundle.graph: bundle.origin.name for bundle in bundles}
    for each in stale:
        report = Iri(each.node.rpartition("/")[0])
        yield Reject(
            kind="decision",
            where=f"{origins.get(report, shown(report))}  {each.decision.key}",
            what=each.what,
            got=shown(each.got) if each.got else None,
            expected=each.expected,
            outcome="The decision was left out; the claim is as it was",
        )

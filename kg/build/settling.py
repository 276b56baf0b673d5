"""Families → their lines: mapped, judged, inferred from, and set down in order.

In: families whose accounts stand in spools. Out: a part for each family: where its lines stand,
what it adds to the concepts of all, and what is told of it. One process settles many families at
once, and what it says of one depends on no other.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain, islice
from operator import eq, is_, itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from kg.build import blocks
from kg.build.admission import Admitted, Beside, Validate, admit
from kg.build.audit import audited
from kg.build.blocks import Block
from kg.build.choosing import conflict
from kg.build.entries import Entry
from kg.build.families import Family, Kinds
from kg.build.intake import attempt
from kg.build.outcome import Bundle, Reject, shown
from kg.build.packing import unpack_quads
from kg.build.places import place
from kg.build.reviewing import left, named, review
from kg.build.spool import Slot, Spool
from kg.build.vocabulary import by_iri, concept_quads, mesh_quads, used, with_those_above
from kg.concordance import concord, standing
from kg.graph import Place, account_quads
from kg.identifiers import DERIVED_GRAPH
from kg.namespaces import CONCEPT, MESH, RDF, RDFS, REPORT, TK, TRIAL
from kg.records import Account, Concept
from kg.terms import Iri, Quad, Term, nquads, ntriples, read_line, text

if TYPE_CHECKING:
    from kg.store import Answer, Memory
    from kg.validation import Finding, Verdict


_SUBJECT: Final = itemgetter(0)
_PREDICATE: Final = itemgetter(1)
_GRAPH: Final = itemgetter(3)


class Part(NamedTuple):
    """What a family came to.

    ``rows`` are the concepts in use with the records of those that reports minted, and which
    reports have them; ``given`` are the headings that registries gave these reports.
    """

    reports: tuple[str, ...]
    blocks: tuple[Block, ...]
    graphs: dict[str, int]
    trials: int
    claims: int
    headings: tuple[Iri, ...]
    rows: Slot | None
    given: Slot | None
    findings: dict[str, int]
    rejects: tuple[Reject, ...]
    set_aside: dict[str, Reject]


class Batch(NamedTuple):
    """Families that one process settles, and the file for what it sets down."""

    spool: Path
    families: Sequence[Family]
    validate: Validate | None = None


def settle(batch: Batch) -> list[Part]:
    """The part of each family."""
    drafts = [Draft.of(family) for family in batch.families]
    beside = Surroundings(drafts)
    admitted = admit([d.bundles for d in drafts], batch.validate or validated, beside)
    admitted = [
        _in_concord(draft, found, batch.validate or validated, beside)
        for draft, found in zip(drafts, admitted, strict=True)
    ]
    admitted = [_reviewed(draft, found) for draft, found in zip(drafts, admitted, strict=True)]
    inferred = _inferred(admitted, beside)
    with Spool(batch.spool) as spool:
        return [
            _part(draft, found, inferred.get(number, []), spool)
            for number, (draft, found) in enumerate(zip(drafts, admitted, strict=True))
        ]


class Draft(NamedTuple):
    """A family as statements that nobody has judged yet.

    It is ``naming`` where it may say something of trials that others tell of.
    """

    bundles: list[Bundle]
    together: list[Quad]
    minted: list[Concept]
    loose: list[Quad]
    rejects: list[Reject]
    faults: dict[str, Reject]
    naming: bool
    concluded: frozenset[Iri] = frozenset()

    @classmethod
    def of(cls, family: Family) -> "Draft":
        """The statements of a family's reports, each mapped on its own."""
        read = [entry for entry in family.members if not entry.imported]
        accounts: list[Account] = [entry.account() for entry in read]
        places = place(accounts, family.trials)
        mapped = [
            attempt(partial(_mapped, *told), told[0].origin.name)
            for told in zip(read, accounts, places.of, strict=True)
        ]
        bundles = [each for each in mapped if isinstance(each, Bundle)]
        bundles += [entry.bundle() for entry in family.members if entry.imported]
        bundles.sort(key=lambda bundle: bundle.slug)
        minted = [_known(c, family.kinds) for account in accounts for c in account.concepts]
        together = list(concord(accounts, places))
        reviewed = review(bundles, together, accounts, {concept.slug for concept in minted})
        return cls(
            bundles=reviewed.bundles,
            together=reviewed.together,
            minted=minted,
            loose=list(chain.from_iterable(map(_loose, _slots(family)))),
            rejects=[*_doubles(bundles, family.doubles), *reviewed.rejects],
            faults={
                entry.slug: each
                for entry, each in zip(read, mapped, strict=True)
                if isinstance(each, Reject)
            },
            naming=any(e.mentions or e.imported for e in family.members) or bool(reviewed.together),
            concluded=reviewed.concluded,
        )


def _mapped(entry: Entry, account: Account, places: Mapping[str, Place]) -> Bundle:
    return Bundle(entry.slug, entry.origin, tuple(account_quads(account, places)))


def _known(concept: Concept, kinds: Kinds) -> Concept:
    """The concept as all reports together take it."""
    if concept.slug not in kinds:
        return concept
    return msgspec.structs.replace(concept, kinds=kinds[concept.slug])


def _slots(family: Family) -> list[Slot]:
    return sorted({entry.beside for entry in family.members if entry.beside is not None})


@lru_cache(maxsize=4)
def _loose(slot: Slot) -> list[Quad]:
    return unpack_quads(slot.fetch())


def _doubles(bundles: Iterable[Bundle], doubles: Iterable[Entry]) -> Iterator[Reject]:
    """A line on each imported report that was also read, and says something else."""
    kept = {bundle.slug: bundle for bundle in bundles}
    for entry in doubles:
        read = kept.get(entry.slug)
        if read is not None and _own(read) != _own(entry.bundle()):
            yield conflict(entry.slug, entry.origin, read.origin)


def _own(bundle: Bundle) -> set[Quad]:
    """What the report itself says: what is derived may lean on others."""
    return {quad for quad in bundle.quads if quad.graph == bundle.graph}


# --- Beside the reports -------------------------------------------------------------------------


class Surroundings:
    """The graphs beside bundles: their concepts, the headings above, what was imported."""

    def __init__(self, drafts: Sequence[Draft]) -> None:
        self._minted = by_iri(chain.from_iterable(draft.minted for draft in drafts))
        self._loose = list(chain.from_iterable(draft.loose for draft in drafts))
        self._concluded = [quad for draft in drafts for quad in named(draft.concluded)]
        self._naming = any(draft.naming for draft in drafts)
        self._last: tuple[list[Bundle], list[Quad]] = [], []

    def __call__(self, bundles: Sequence[Bundle]) -> list[Quad]:
        """What stands beside these bundles; asked for the same ones again it is not made anew."""
        known, beside = self._last
        if len(known) != len(bundles) or not all(map(is_, known, bundles)):
            beside = self._made(bundles)
            self._last = list(bundles), beside
        return beside

    def _made(self, bundles: Sequence[Bundle]) -> list[Quad]:
        pointed_at = used(_quads(bundles))
        concepts = [*concept_quads(pointed_at, self._minted), *self._loose]
        beside = [*concepts, *mesh_quads(pointed_at | used(concepts)), *self._concluded]
        if self._naming:
            beside += _told_elsewhere(bundles)
        return list(dict.fromkeys(beside)) if self._loose else beside


def _told_elsewhere(bundles: Iterable[Bundle]) -> Iterator[Quad]:
    """What is known of trials that these reports only name: linking found who tells of them."""
    tells, quads = {TK.reportedIn, RDFS.label}, list(_quads(bundles))
    named = {subject for subject in set(map(_SUBJECT, quads)) if subject.startswith(TRIAL)}
    whole = {quad[0] for quad in quads if quad[1] in tells}
    for trial in sorted(named - whole):
        yield Quad(trial, RDF.type, Iri(TK.Trial), DERIVED_GRAPH)
        yield Quad(trial, RDFS.label, text("told elsewhere"), DERIVED_GRAPH)


def _quads(bundles: Iterable[Bundle]) -> Iterator[Quad]:
    return chain.from_iterable(bundle.quads for bundle in bundles)


# --- Of one trial -------------------------------------------------------------------------------


def _in_concord(draft: Draft, found: Admitted, validate: Validate, beside: Beside) -> Admitted:
    """The family with what its reports say together, as far as what they say was admitted."""
    known = {quad.subject for quad in _quads(found.bundles)}
    together = [] if found.set_aside else list(standing(draft.together, known))
    if not together:
        return found
    # It stands beside the first report, whose trial it is about.
    derived = found.bundles[0]._replace(quads=tuple(together))
    bundles = [*found.bundles, derived]
    verdict = validate([*_quads(bundles), *beside(bundles)])
    wrong = [v for v in verdict.violations if not _elsewhere(v.value, known)]
    if wrong:
        return found._replace(rejects=[*found.rejects, _not_said(derived, wrong[0])])
    return found._replace(bundles=bundles)


def _reviewed(draft: Draft, found: Admitted) -> Admitted:
    """The family without decisions about what its reports did not come to say together."""
    if not draft.concluded or found.set_aside:
        return found
    bundles, rejects = left(found.bundles, draft.concluded)
    return found._replace(bundles=bundles, rejects=[*found.rejects, *rejects])


def _elsewhere(value: Term | None, known: set[Iri]) -> bool:
    """Whether a thing is of another family, and judged there."""
    return isinstance(value, str) and value.startswith((REPORT, TRIAL)) and value not in known


def _not_said(bundle: Bundle, first: "Finding") -> Reject:
    return Reject(
        kind="link",
        where=f"{bundle.origin.name}  {shown(first.focus)}",
        what="what follows from reports of one trial together does not conform",
        expected=first.message,
        outcome="None of it was taken; the reports were built",
    )


# --- Judged and inferred ------------------------------------------------------------------------


def validated(quads: Iterable[Quad]) -> "Verdict":
    """The verdict of the shapes and the coherence checks over these statements."""
    from kg.validation import judge_quads

    return judge_quads(quads, load=lambda some: _memory(some).table)


def _memory(quads: Iterable[Quad]) -> "Memory":
    from kg import store

    return store.in_memory(ntriples(quads), named=False)


def _inferred(admitted: Sequence[Admitted], beside: Beside) -> dict[int, list[Quad]]:
    """What the rules infer, for each family by its number."""
    bundles = [bundle for family in admitted for bundle in family.bundles]
    if not bundles:
        return {}
    family_of: dict[Iri, int] = {}
    for number, family in enumerate(admitted):
        family_of |= dict.fromkeys(map(_SUBJECT, _quads(family.bundles)), number)
    found: dict[int, list[Quad]] = {}
    for quad in inferences(chain(_quads(bundles), beside(bundles))):
        found.setdefault(family_of[quad.subject], []).append(quad)
    return found


def inferences(quads: Iterable[Quad]) -> list[Quad]:
    """What the rules infer and nobody states, in the graph of what is derived."""
    from kg.reasoning import infer, rules
    from kg.validation import resting

    quads = list(quads)
    memory = _memory(resting(rules(), quads))
    inferred = infer(lambda rule: _links(memory.query(rule)), rules())
    triples = {(Iri(s), p, Iri(o)) for s, p, o in inferred.triples()}
    # A long list, where what is inferred is short.
    subjects = {triple[0] for triple in triples}
    triples -= {quad[:3] for quad in quads if quad[0] in subjects}
    return [Quad(*triple, DERIVED_GRAPH) for triple in sorted(triples)]


def _links(answer: "Answer") -> Iterator[tuple[str, str, str]]:
    """The triples of IRIs that a rule constructed."""
    for line in getattr(answer, "lines", ()):
        read = read_line(line)
        if read is not None and isinstance(read[2], str):
            yield read[0], read[1], read[2]


# --- Set down -----------------------------------------------------------------------------------


def _part(draft: Draft, found: Admitted, inferred: list[Quad], spool: Spool) -> Part:
    set_aside = {**draft.faults, **found.set_aside}
    bundles = [] if set_aside else found.bundles
    quads = [*_quads(bundles), *inferred]
    lines = _in_order(quads)
    minted, pointed_at = by_iri(draft.minted), used(quads)
    concepts = with_those_above(pointed_at, minted)
    uses, headings = audited(quads)
    rows = {f"{iri.removeprefix(CONCEPT)}\t\n" for iri in concepts}
    rows |= _rows(record for iri in concepts for record in minted.get(iri, ()))
    return Part(
        reports=tuple(dict.fromkeys(bundle.slug for bundle in bundles)),
        blocks=tuple(blocks.set_down(lines, spool)),
        graphs=blocks.graphs(lines) if len(lines) < len(quads) else Counter(map(_GRAPH, quads)),
        trials=len(_trials(quads)),
        claims=_count(quads, TK.derivation),
        headings=tuple(sorted(iri for iri in pointed_at if iri.startswith(MESH))),
        rows=_set_down(rows | uses, spool),
        given=_set_down(headings, spool),
        findings=dict(found.findings),
        rejects=(*draft.rejects, *found.rejects),
        set_aside=set_aside,
    )


def _in_order(quads: Iterable[Quad]) -> list[str]:
    """The lines of statements, sorted, each once."""
    lines = sorted(nquads(quads))
    # Two that are one stand side by side: a set of all would take as long as sorting them.
    twice = any(map(eq, lines, islice(lines, 1, None)))
    return list(dict.fromkeys(lines)) if twice else lines


def _trials(quads: Iterable[Quad]) -> set[Iri]:
    """The trials that reports tell of."""
    tells = TK.reportedIn
    return {quad[0] for quad in quads if quad[1] == tells and quad[0].startswith(TRIAL)}


def _count(quads: Iterable[Quad], predicate: str) -> int:
    return list(map(_PREDICATE, quads)).count(predicate)


def _rows(records: Iterable[Concept]) -> set[str]:
    """The concepts' records, one line each."""
    return {f"{record.slug}\t{msgspec.json.encode(record).decode()}\n" for record in records}


def _set_down(rows: Iterable[str], spool: Spool) -> Slot | None:
    """The slot of these lines, where there are any."""
    lines = sorted(rows)
    return spool.put("".join(lines).encode()) if lines else None

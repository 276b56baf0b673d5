"""Accounts and imported graphs → bundles that conform, and the graphs beside them.

In: an intake. Out: all statements of the build, validated, with what the rules infer from them, and
what was set aside on the way. Nothing is read or written here.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from kg.build.admission import Judge, Validate, admit
from kg.build.imported import sort_out
from kg.build.intake import Imported, Intake, Told, attempt
from kg.build.outcome import Bundle, Origin, Reject
from kg.build.places import Places, place
from kg.build.vocabulary import by_iri, concept_quads, mesh_quads, used
from kg.derivation import derive
from kg.graph import account_quads
from kg.identifiers import DERIVED_GRAPH, report_slug
from kg.linking import Conflict
from kg.records import Account, Concept, Report
from kg.terms import Iri, Quad, nquads, ntriples, read_line

if TYPE_CHECKING:
    from kg.store import Answer
    from kg.validation import Verdict


class Built(NamedTuple):
    """What came of an intake: the bundles, the graphs beside them, and what was set aside."""

    bundles: list[Bundle]
    beside: list[Quad]
    rejects: list[Reject]
    findings: dict[str, int]

    def quads(self) -> Iterator[Quad]:
        """Every statement; the order is not theirs."""
        return chain(_quads(self.bundles), self.beside)


# --- Steps --------------------------------------------------------------------------------------


def assemble(intake: Intake, validate: Validate | None = None) -> Built:
    """Everything that an intake comes to, validated; the order of the intake is irrelevant."""
    standing, withdrawn = not_withdrawn(intake)
    told, rejects = one_of_each(standing)
    told, faults = _sound([Told(origin, derive(account)) for origin, account in told])
    imported, loose, strange = _imported(intake.imported)
    rejects += [*withdrawn, *faults, *strange]
    judge = Judge(validate or validated)
    while True:
        linked = place([each.account for each in told])
        bundles, doubles = _once(_bundles(told, linked), imported)
        beside = partial(_beside, by_iri(_minted(told)), loose)
        admitted = admit(bundles, judge.beside(beside))
        if not admitted.set_aside:
            break
        # Linked anew without the reports that were set aside: others may have leant on them.
        rejects += admitted.set_aside.values()
        told = [each for each in told if _slug(each) not in admitted.set_aside]
        imported = [each for each in imported if each.slug not in admitted.set_aside]
    around = beside(admitted.bundles)
    inferred = inferences([*_quads(admitted.bundles), *around])
    rejects += [*doubles, *admitted.rejects, *map(_not_joined, linked.trials.conflicts)]
    findings = judge.findings(admitted.bundles)
    return Built(admitted.bundles, [*around, *inferred], rejects, findings)


def _slug(told: Told) -> str:
    return report_slug(told.account.report)


def _minted(told: Iterable[Told]) -> list[Concept]:
    return [concept for each in told for concept in each.account.concepts]


def _quads(bundles: Iterable[Bundle]) -> Iterator[Quad]:
    return (quad for bundle in bundles for quad in bundle.quads)


# --- One of each --------------------------------------------------------------------------------


def not_withdrawn(intake: Intake) -> tuple[list[Told], list[Reject]]:
    """The accounts of records that PubMed has not deleted, and a remark on each of the others.

    A deletion holds wherever it stands among the inputs: their order is irrelevant.
    """
    kept, told = list[Told](), list[Reject]()
    for each in intake.told:
        report = each.account.report
        by = intake.withdrawn.get(report.pmid or "") if report.catalogued else None
        if by is None:
            kept.append(each)
        else:
            told.append(
                Reject(
                    kind="remark",
                    where=f"{each.origin.name}  PMID {report.pmid}",
                    what="PubMed has withdrawn the record",
                    got=by.name,
                    outcome="It was left out",
                )
            )
    return kept, told


def one_of_each(told: Iterable[Told]) -> tuple[list[Told], list[Reject]]:
    """One account of each report, by name; another document of the same report is set aside.

    The one from which more was read is taken, so that the order of the inputs is irrelevant.
    """
    by_slug: dict[str, list[Told]] = defaultdict(list)
    for each in told:
        by_slug[_slug(each)].append(each)
    kept, rejects = list[Told](), list[Reject]()
    for slug, same in sorted(by_slug.items()):
        first, *others = sorted(_current(same), key=_fullness)
        kept.append(first)
        rejects += [
            _other(slug, other, first)
            for other in others
            if _said(other) != _said(first) and not _same_words(other, first)
        ]
    return kept, rejects


def _said(told: Told) -> Account:
    """What an account says, whatever the bytes around it: another form is no other report."""
    form = {"sha256": "", "text": None, "remarks": (), "unplaced": ()}
    report = msgspec.structs.replace(told.account.report, **form)
    return msgspec.structs.replace(told.account, report=report, passages=(), unread=())


def _same_words(one: Told, other: Told) -> bool:
    """Whether two documents are one state of one bibliographic record, in whatever forms."""
    first, second = one.account.report, other.account.report
    return first.catalogued and second.catalogued and _words(first) == _words(second)


def _words(report: Report) -> str:
    """The letters and digits of a text: of forms one raises digits and another brackets them."""
    folded = unicodedata.normalize("NFKC", report.text or "").casefold()
    return "".join(filter(str.isalnum, folded))


def _current(same: Sequence[Told]) -> list[Told]:
    """The documents of one report without the earlier states of its bibliographic record.

    A record without a date is neither earlier nor later than one with a date.
    """
    records = [each.account.report for each in same if each.account.report.catalogued]
    version = max((record.version or 1 for record in records), default=1)
    newest = max((r.revised or "" for r in records if (r.version or 1) == version), default="")
    return [each for each in same if not _earlier(each.account.report, version, newest)]


def _earlier(report: Report, version: int, newest: str) -> bool:
    dated = report.revised is not None and report.revised < newest
    return report.catalogued and ((report.version or 1) < version or dated)


def _fullness(told: Told) -> tuple[int, bool, bool, str, str]:
    """The order of documents of one report: those that tell most, then records with a date."""
    report = told.account.report
    read = len(msgspec.json.encode(told.account.studies))
    undated = report.revised is None
    return -read, not report.catalogued, undated, told.origin.sha256, report.sha256


def _other(slug: str, other: Told, taken: Told) -> Reject:
    """What became of another document of a report that was taken."""
    if not (other.account.report.catalogued and taken.account.report.catalogued):
        return _conflict(slug, other.origin, taken.origin)
    return Reject(
        kind="remark",
        where=f"{other.origin.name}  PMID {other.account.report.pmid}",
        what="the record is there twice, and says other things, with no date to tell the later",
        got=taken.origin.name,
        expected="one record for each PMID",
        outcome="The one that tells more was taken",
    )


def _conflict(slug: str, other: Origin, taken: Origin) -> Reject:
    return Reject(
        where=other.name,
        what="another document of the same report was taken",
        got=slug,
        expected=f"one document for each report; {taken.name} tells more",
        outcome="It was set aside; the rest was built",
    )


def _not_joined(conflict: Conflict) -> Reject:
    return Reject(
        kind="link",
        where=", ".join(sorted({report for report, _ in conflict.studies})),
        what="studies share an identifier and are registered as different trials",
        got=str(conflict),
        outcome="They were not joined; each was built as a trial of its own",
    )


def _once(
    mapped: Iterable[Bundle], imported: Iterable[Bundle]
) -> tuple[list[Bundle], list[Reject]]:
    """One bundle for each report: what was read comes before what was imported."""
    kept = {bundle.slug: bundle for bundle in mapped}
    rejects = []
    for bundle in sorted(imported, key=lambda bundle: bundle.origin.sha256):
        other = kept.setdefault(bundle.slug, bundle)
        if set(other.quads) != set(bundle.quads):
            rejects.append(_conflict(bundle.slug, bundle.origin, other.origin))
    return [kept[slug] for slug in sorted(kept)], rejects


# --- Records to quads ---------------------------------------------------------------------------


def _sound(told: Iterable[Told]) -> tuple[list[Told], list[Reject]]:
    """The accounts whose records fit together, before others are linked to them."""
    sound, faults = list[Told](), list[Reject]()
    for each in told:
        mapped = attempt(partial(_mapped, each.account), each.origin.name)
        if isinstance(mapped, Reject):
            faults.append(mapped)
        else:
            sound.append(each)
    return sound, faults


def _mapped(account: Account) -> list[Quad]:
    return list(account_quads(account))


def _bundles(told: Sequence[Told], places: Places) -> Iterator[Bundle]:
    for each, its_places in zip(told, places.of, strict=True):
        yield Bundle(_slug(each), each.origin, tuple(account_quads(each.account, its_places)))


def _imported(
    imported: Iterable[Imported],
) -> tuple[list[Bundle], list[Quad], list[Reject]]:
    """The bundles of imported graphs, their statements beside, and what is none of ours."""
    bundles, loose, strange = list[Bundle](), list[Quad](), list[Reject]()
    for each in imported:
        found = attempt(partial(sort_out, each), each.origin.name)
        if isinstance(found, Reject):
            strange.append(found)
        else:
            bundles += found.bundles
            loose += found.beside
    return bundles, loose, strange


def _beside(
    minted: Mapping[Iri, list[Concept]], loose: Iterable[Quad], bundles: Sequence[Bundle]
) -> list[Quad]:
    """The graphs beside these bundles: their concepts, the headings above, what was imported."""
    concepts = [*concept_quads(used(_quads(bundles)), minted), *loose]
    pointed_at = used(chain(_quads(bundles), concepts))
    return list(dict.fromkeys([*concepts, *mesh_quads(pointed_at)]))


# --- Judged and inferred ------------------------------------------------------------------------


def validated(quads: Iterable[Quad]) -> "Verdict":
    """The verdict of the shapes and the coherence checks over these statements."""
    from kg import store
    from kg.validation import judge_quads

    return judge_quads(quads, load=lambda some: store.in_memory(ntriples(some), named=False).table)


def inferences(quads: Iterable[Quad]) -> list[Quad]:
    """What the rules infer and nobody states, in the graph of what is derived."""
    from kg import store
    from kg.reasoning import infer, rules

    quads = list(quads)
    memory = store.in_memory(nquads(quads))
    stated = {quad[:3] for quad in quads}
    inferred = infer(lambda rule: _links(memory.query(rule)), rules())
    triples = ((Iri(s), p, Iri(o)) for s, p, o in inferred.triples())
    return [Quad(*triple, DERIVED_GRAPH) for triple in triples if triple not in stated]


def _links(answer: "Answer") -> Iterator[tuple[str, str, str]]:
    """The triples of IRIs that a rule constructed."""
    for line in getattr(answer, "lines", ()):
        read = read_line(line)
        if read is not None and isinstance(read[2], str):
            yield read[0], read[1], read[2]

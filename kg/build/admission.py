"""Nothing reaches the store unvalidated: bundles against the shapes, claim by claim.

In: bundles, and what stands beside them. Out: the bundles that conform. A claim that violates a
shape is dropped with everything that hangs on it, and told; a report that still does not conform
is set aside whole. What is merely suspicious stays, and is counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.build.outcome import Bundle, Reject, shown
from kg.namespaces import RDF, TK, TRIAL
from kg.terms import Iri, Literal, Quad

if TYPE_CHECKING:
    from kg.validation import Finding, Verdict

Validate = Callable[[Iterable[Quad]], "Verdict"]
Beside = Callable[[Sequence[Bundle]], list[Quad]]

_ROUNDS: Final = 2
_MOST_AT_ONCE: Final = 50_000  # statements; a validator's memory grows with them
_WHOLE: Final = {TK.Report, TK.Extraction}
# These say nothing by themselves: the claim that has one goes with it.
_PARTS: Final = {TK.Quantity, TK.TimePoint, TK.TimePeriod, TK.Regimen, TK.Passage}
# A claim that points so at another means nothing without it.
_HANGS: Final = {
    TK.atTime,
    TK.derivedFrom,
    TK.experimentalGroup,
    TK.ofGroup,
    TK.referenceGroup,
    TK.subgroupOf,
}
_OWNS: Final = {TK.hasCriterion, TK.hasPhase, TK.receives, TK.regimen}


class Admitted(NamedTuple):
    """The bundles that conform, what was dropped of them, and the reports that were set aside.

    Where a report was set aside the others have to be linked anew: they may have leant on it.
    """

    bundles: list[Bundle]
    rejects: list[Reject]
    set_aside: dict[str, Reject]


def admit(bundles: Sequence[Bundle], judge: "Judge") -> Admitted:
    """What conforms of these bundles."""
    kept, dropped = list(bundles), list[Reject]()
    for last in (*[False] * _ROUNDS, True):
        wrong = judge.wrong(kept)
        if not wrong:
            return Admitted(kept, dropped, {})
        set_aside = _set_aside(kept, wrong, whole=last)
        if set_aside:
            return Admitted([], [], set_aside)
        kept, told = _without(kept, wrong)
        dropped += told
    raise AssertionError("the last round sets aside what does not conform")  # pragma: no cover


class Judge:
    """Whether bundles conform, each judged with what it shares a trial with and what is beside it.

    What was once found to conform is not judged again while nothing about it has changed.
    """

    def __init__(self, validate: Validate) -> None:
        self._validate = validate
        self._beside: Beside = lambda _: []
        self._conforming: dict[int, list[Finding]] = {}

    def beside(self, beside: Beside) -> "Judge":
        """The same judge where other graphs stand beside the bundles."""
        self._beside = beside
        return self

    def wrong(self, bundles: Sequence[Bundle]) -> dict[str, list["Finding"]]:
        """The violations of each bundle that does not conform."""
        unknown = {
            key: group
            for group in together(bundles)
            if (key := self._key(group)) not in self._conforming
        }
        wrong: dict[str, list[Finding]] = {}
        for batch in _batches(unknown):
            wrong |= self._judged(batch)
        return wrong

    def _judged(self, unknown: Mapping[int, list[Bundle]]) -> dict[str, list["Finding"]]:
        """The violations of one batch; what conforms is remembered."""
        open_ = [bundle for group in unknown.values() for bundle in group]
        verdict = self._validate([*_quads(open_), *self._beside(open_)])
        found = _by_bundle(open_, verdict.findings)
        wrong = _violations(found)
        if verdict.violations and not wrong:
            # Tied to no report at all: then none of them may be published.
            return {bundle.slug: list(verdict.violations) for bundle in open_}
        for key, group in unknown.items():
            if not any(bundle.slug in wrong for bundle in group):
                self._conforming[key] = [f for bundle in group for f in found.get(bundle.slug, [])]
        return wrong

    def findings(self, bundles: Sequence[Bundle]) -> dict[str, int]:
        """How many findings of each severity there are about bundles that conform."""
        known = (self._conforming.get(self._key(group), []) for group in together(bundles))
        return dict(Counter(f.severity for f in set(chain.from_iterable(known))))

    def _key(self, group: Sequence[Bundle]) -> int:
        quads = tuple(bundle.quads for bundle in group)
        return hash((quads, tuple(self._beside(group))))


def _batches(groups: Mapping[int, list[Bundle]]) -> Iterator[dict[int, list[Bundle]]]:
    """Groups of bundles in batches that a validator holds at once, each group whole."""
    batch: dict[int, list[Bundle]] = {}
    size = 0
    for key, group in groups.items():
        more = sum(len(bundle.quads) for bundle in group)
        if batch and size + more > _MOST_AT_ONCE:
            yield batch
            batch, size = {}, 0
        batch[key] = group
        size += more
    if batch:
        yield batch


def together(bundles: Iterable[Bundle]) -> list[list[Bundle]]:
    """The bundles in groups that share no trial with each other."""
    groups: dict[int, list[Bundle]] = {}
    of_trial: dict[str, int] = {}
    for number, bundle in enumerate(bundles):
        met = {of_trial[trial] for trial in _trials(bundle) if trial in of_trial}
        groups[number] = [*chain.from_iterable(groups.pop(other) for other in sorted(met)), bundle]
        for member in groups[number] if met else [bundle]:
            of_trial.update(dict.fromkeys(_trials(member), number))
    return list(groups.values())


def _trials(bundle: Bundle) -> set[str]:
    return {quad.subject for quad in bundle.quads if quad.subject.startswith(TRIAL)}


def _violations(found: Mapping[str, list["Finding"]]) -> dict[str, list["Finding"]]:
    violations = {
        slug: [finding for finding in some if finding.severity == "Violation"]
        for slug, some in found.items()
    }
    return {slug: some for slug, some in violations.items() if some}


def _quads(bundles: Iterable[Bundle]) -> Iterator[Quad]:
    return (quad for bundle in bundles for quad in bundle.quads)


def _by_bundle(
    bundles: Sequence[Bundle], findings: Iterable["Finding"]
) -> dict[str, list["Finding"]]:
    """The findings of each bundle: of those that describe the node, else that point at it."""
    found: dict[str, list[Finding]] = defaultdict(list)
    describing, pointing = _index(bundles)
    for finding in findings:
        concerned = describing.get(finding.focus) or pointing.get(finding.focus, set())
        for slug in sorted(concerned):
            found[slug].append(finding)
    return found


def _index(bundles: Iterable[Bundle]) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    describing: dict[str, set[str]] = defaultdict(set)
    pointing: dict[str, set[str]] = defaultdict(set)
    for bundle in bundles:
        for quad in bundle.quads:
            describing[quad.subject].add(bundle.slug)
            if not isinstance(quad.object, Literal):
                pointing[quad.object].add(bundle.slug)
    return describing, pointing


def _set_aside(
    bundles: Sequence[Bundle], wrong: Mapping[str, list["Finding"]], *, whole: bool
) -> dict[str, Reject]:
    """The reports that cannot be mended by dropping claims."""
    return {
        bundle.slug: _whole_reject(bundle, wrong[bundle.slug])
        for bundle in bundles
        if bundle.slug in wrong and (whole or _falling(bundle, wrong[bundle.slug]) is None)
    }


def _falling(bundle: Bundle, wrong: Iterable["Finding"]) -> set[Iri] | None:
    return fall({finding.focus for finding in wrong}, bundle.quads)


def _without(
    bundles: Sequence[Bundle], wrong: Mapping[str, list["Finding"]]
) -> tuple[list[Bundle], list[Reject]]:
    """The bundles without what violates a shape, and what was dropped."""
    kept: list[Bundle] = []
    rejects: list[Reject] = []
    for bundle in bundles:
        falling = _falling(bundle, wrong.get(bundle.slug, [])) or set()
        kept.append(_pruned(bundle, falling) if falling else bundle)
        rejects += _dropped(bundle, wrong.get(bundle.slug, []))
    return kept, rejects


def _pruned(bundle: Bundle, falling: set[Iri]) -> Bundle:
    quads = (q for q in bundle.quads if q.subject not in falling and q.object not in falling)
    return bundle._replace(quads=tuple(quads))


# --- What falls with a claim --------------------------------------------------------------------


def fall(foci: Iterable[str], quads: Sequence[Quad]) -> set[Iri] | None:
    """The nodes that fall when these do; nothing where the report as a whole would.

    A claim falls with its parts and with the claims that mean nothing without it; a part takes the
    claim that has it along.
    """
    web = _Web(quads)
    falling: set[Iri] = set()
    waiting = [Iri(focus) for focus in foci]
    if any(web.stands(node) or not web.known(node) for node in waiting):
        return None
    while waiting:
        node = waiting.pop()
        if node not in falling and not web.stands(node):
            falling.add(node)
            waiting += web.dragged(node)
            falling |= web.emptied(node, falling)
    return falling


class _Web:
    """Who points at whom in a bundle."""

    def __init__(self, quads: Sequence[Quad]) -> None:
        self.types: dict[Iri, set[str]] = defaultdict(set)
        self._from: dict[Iri, list[tuple[str, Iri]]] = defaultdict(list)
        self._to: dict[Iri, list[tuple[str, Iri]]] = defaultdict(list)
        for subject, predicate, obj, _ in quads:
            if isinstance(obj, Literal):
                continue
            if predicate == RDF.type:
                self.types[subject].add(obj)
            else:
                self._from[subject].append((predicate, obj))
                self._to[obj].append((predicate, subject))

    def dragged(self, node: Iri) -> Iterator[Iri]:
        """What a node takes along: its own parts, what hangs on it, and who has it as a part."""
        # What the report does not describe, a concept say, is no claim of its own either.
        part = bool(self.types[node] & _PARTS) or not self.types[node]
        for predicate, owned in self._from[node]:
            if predicate in _OWNS or owned.startswith(f"{node}."):
                yield owned
        for predicate, other in self._to[node]:
            if predicate in _HANGS or part:
                yield other

    def emptied(self, node: Iri, falling: set[Iri]) -> set[Iri]:
        """The regimen whose last phase this is: it falls, but its intervention stays."""
        return {
            regimen
            for predicate, regimen in self._to[node]
            if predicate == TK.hasPhase
            and {phase for p, phase in self._from[regimen] if p == TK.hasPhase} <= falling
        }

    def known(self, node: Iri) -> bool:
        """Whether the bundle says anything of a node."""
        return bool(self.types[node] or self._to[node])

    def stands(self, node: Iri) -> bool:
        """Whether the report stands or falls with a node: itself, its trial, its extraction."""
        if TK.Trial in self.types[node]:
            return any(predicate == TK.reportedIn for predicate, _ in self._from[node])
        return bool(self.types[node] & _WHOLE)


# --- What is told -------------------------------------------------------------------------------


def _whole_reject(bundle: Bundle, violations: Sequence["Finding"]) -> Reject:
    # What cannot be dropped is the reason; claims that could be are only the occasion.
    reasons = (v for v in violations if fall([v.focus], bundle.quads) is None)
    first = next(reasons, violations[0])
    more = f" ({len(violations) - 1} more)" if len(violations) > 1 else ""
    return Reject(
        where=f"{bundle.origin.name}  {shown(first.focus)}",
        what=f"the report does not conform{more}",
        got=_value(first),
        expected=first.message,
        outcome="The report was set aside; the rest was built",
    )


def _dropped(bundle: Bundle, violations: Sequence["Finding"]) -> Iterator[Reject]:
    for violation in violations:
        with_it = len(fall([violation.focus], bundle.quads) or ()) - 1
        more = f", and {with_it} more that say nothing without it" if with_it > 0 else ""
        yield Reject(
            kind="claim",
            where=f"{bundle.origin.name}  {shown(violation.focus)}",
            what="the claim does not conform",
            got=_value(violation),
            expected=violation.message,
            outcome=f"It was dropped{more}; the rest of the report was built",
        )


def _value(violation: "Finding") -> str | None:
    value = violation.value
    if isinstance(value, Literal):
        return f'"{value.lexical}"'
    return shown(value) if value else None

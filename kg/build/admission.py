"""Nothing reaches the store unvalidated: families of bundles against the shapes, claim by claim.

In: the bundles of families, and what stands beside them. Out: the bundles that conform. A claim
that violates a shape is dropped with everything that hangs on it, and told; a report that still
does not conform is set aside whole. What is merely suspicious stays, and is counted.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from kg.build.falling import fall
from kg.build.outcome import Bundle, Reject, shown
from kg.terms import Iri, Literal, Quad

if TYPE_CHECKING:
    from kg.validation import Finding, Verdict

Validate = Callable[[Iterable[Quad]], "Verdict"]
Beside = Callable[[Sequence[Bundle]], list[Quad]]

_ROUNDS: Final = 2
_SUBJECT: Final = itemgetter(0)
_OBJECT: Final = itemgetter(2)


class Admitted(NamedTuple):
    """The bundles that conform, what was dropped of them, and the reports that were set aside.

    Where a report was set aside the others have to be linked anew: they may have leant on it.
    """

    bundles: list[Bundle]
    rejects: list[Reject]
    set_aside: dict[str, Reject]
    findings: Counter[str]


def admit(
    families: Sequence[Sequence[Bundle]], validate: Validate, beside: Beside
) -> list[Admitted]:
    """What conforms of each family; all are judged at once, and none for what another says."""
    states = [Admitted(list(family), [], {}, Counter()) for family in families]
    open_ = list(range(len(states)))
    for last in (*[False] * _ROUNDS, True):
        if not open_:
            break
        found = _findings([states[number].bundles for number in open_], validate, beside)
        for number, about in zip(list(open_), found, strict=True):
            states[number] = _judged(states[number], about, last=last)
        open_ = [n for n, about in zip(open_, found, strict=True) if _wrong_in(about, states[n])]
    return states


Findings = dict[str, list["Finding"]]


def _wrong_in(about: Findings, state: Admitted) -> bool:
    """Whether a family has to be judged again: claims were dropped."""
    return bool(_violations(about)) and not state.set_aside


def _judged(state: Admitted, about: Findings, *, last: bool) -> Admitted:
    """A family after what was found about it."""
    wrong = _violations(about)
    if not wrong:
        findings = set(chain.from_iterable(about.values()))
        return state._replace(findings=Counter(finding.severity for finding in findings))
    set_aside = _set_aside(state.bundles, wrong, whole=last)
    if set_aside:
        return Admitted([], [], set_aside, Counter())
    kept, told = _without(state.bundles, wrong)
    return state._replace(bundles=kept, rejects=[*state.rejects, *told])


def _findings(
    families: Sequence[Sequence[Bundle]], validate: Validate, beside: Beside
) -> list[Findings]:
    """What is found about each bundle of each family."""
    bundles = list(chain.from_iterable(families))
    verdict = validate([*_quads(bundles), *beside(bundles)])
    if not verdict.findings:
        return [{} for _ in families]
    concerned = _concerned(bundles, verdict.findings)
    if verdict.violations and not _violations(concerned):
        # Tied to no report at all: then none of those that were judged with it may be published.
        if len(families) > 1:
            return [_findings([family], validate, beside)[0] for family in families]
        return [{bundle.slug: list(verdict.violations) for bundle in bundles}]
    return [{b.slug: concerned[b.slug] for b in f if b.slug in concerned} for f in families]


def _violations(found: Mapping[str, list["Finding"]]) -> dict[str, list["Finding"]]:
    violations = {
        slug: [finding for finding in some if finding.severity == "Violation"]
        for slug, some in found.items()
    }
    return {slug: some for slug, some in violations.items() if some}


def _quads(bundles: Iterable[Bundle]) -> Iterator[Quad]:
    return chain.from_iterable(bundle.quads for bundle in bundles)


def _concerned(
    bundles: Sequence[Bundle], findings: Iterable["Finding"]
) -> dict[str, list["Finding"]]:
    """The findings of each bundle: of those that describe the node, else that point at it."""
    found: dict[str, list[Finding]] = defaultdict(list)
    findings = list(findings)
    describing, pointing = _about(bundles, {finding.focus for finding in findings})
    for finding in findings:
        for slug in sorted(describing[finding.focus] or pointing[finding.focus]):
            found[slug].append(finding)
    return found


def _about(
    bundles: Iterable[Bundle], nodes: set[str]
) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
    """The bundles that describe each of these nodes, and those that point at it."""
    describing: dict[str, set[str]] = defaultdict(set)
    pointing: dict[str, set[str]] = defaultdict(set)
    for bundle in bundles:
        for subject in nodes.intersection(map(_SUBJECT, bundle.quads)):
            describing[subject].add(bundle.slug)
        for term in nodes.intersection(map(_OBJECT, bundle.quads)):
            pointing[term].add(bundle.slug)
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

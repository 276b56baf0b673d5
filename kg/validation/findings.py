"""What validation found, as frozen records.

In: nothing. Out: :class:`Finding` (one thing that is wrong, and how to mend it) and
:class:`Verdict` (all of them, and how much was looked at).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from kg.terms import Term

Severity = Literal["Violation", "Warning", "Info"]

_RANK: Final[dict[Severity, int]] = {"Violation": 0, "Warning": 1, "Info": 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong with one node.

    ``shape`` is the IRI of the shape or check that says so, ``path`` a SPARQL property path,
    ``source`` the IRI of the constraint component that failed.
    """

    severity: Severity
    shape: str
    focus: str
    message: str
    source: str
    path: str | None = None
    value: Term | None = None

    @property
    def rank(self) -> tuple[object, ...]:
        """The place of the finding in a report: worst first, then by shape and node."""
        value = "" if self.value is None else str(self.value)
        return (_RANK[self.severity], self.shape, self.focus, self.path or "", value, self.message)


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """All findings in order, and how many nodes each shape looked at.

    >>> Verdict().conforms, str(Verdict())
    (True, 'conforms')
    """

    findings: tuple[Finding, ...] = ()
    focus_counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def conforms(self) -> bool:
        """Whether there is no violation; warnings do not count."""
        return not self.violations

    @property
    def violations(self) -> tuple[Finding, ...]:
        """The findings that are violations."""
        return tuple(found for found in self.findings if found.severity == "Violation")

    @property
    def idle(self) -> tuple[str, ...]:
        """The shapes that looked at no node at all, which may be what their author meant or not."""
        return tuple(sorted(shape for shape, nodes in self.focus_counts.items() if not nodes))

    def __add__(self, other: "Verdict") -> "Verdict":
        """Both verdicts as one: of two sets of rules on the same data, or of two sets of data."""
        ours, theirs = self.focus_counts, other.focus_counts
        return verdict(
            (*self.findings, *other.findings),
            {shape: ours.get(shape, 0) + theirs.get(shape, 0) for shape in {**ours, **theirs}},
        )

    def __str__(self) -> str:
        """The verdict in a few words."""
        counts = Counter(found.severity for found in self.findings)
        named = ", ".join(
            f"{counts[severity]:,} {severity.lower()}{'s' if counts[severity] != 1 else ''}"
            for severity in _RANK
            if counts[severity]
        )
        return f"conforms{f', with {named}' if named else ''}" if self.conforms else named


def verdict(findings: Iterable[Finding], focus_counts: Mapping[str, int] | None = None) -> Verdict:
    """The verdict over these findings: each once, worst first."""
    ordered = sorted(dict.fromkeys(findings), key=lambda found: found.rank)
    return Verdict(findings=tuple(ordered), focus_counts=dict(focus_counts or {}))

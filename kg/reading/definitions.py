"""Outcomes as a report defines them: what was evaluated, when, and which came first.

In: the lines of methods and design. Out: :class:`~kg.records.Outcome` claims with their roles.
"""

from kg.codes import OutcomeRole
from kg.reading.ledger import Ledger
from kg.reading.outcomes import outcome_of
from kg.reading.page import Line
from kg.reading.phrases import split_top
from kg.reading.results import line_time
from kg.reading.subjects import measurand, subjects
from kg.reading.tape import Item, Tape

_END = r"(?:outcomes?|end ?points?|endpoints?|end-points?)(?: measures?| variables?)?"
_ROLE = rf"(?:the )?(?P<role>primary|main|principal|co-primary|secondary|key secondary|other)(?: (?:efficacy|study|clinical|safety|virologic|immunologic))? {_END}"
_WAS = rf"{_ROLE} (?:was|were|is|are|included|comprised|consisted of|:) (?P<what>.+?)(?= \.| ;|(?: ,)? (?:and|while) (?:the )?(?:secondary|primary)| $)"
_AS = rf"(?P<what>.+?) (?:was|were) (?:the |a |chosen as the |defined as the )?{_ROLE.removeprefix('(?:the )?')}"
_ON = r"(?:evaluation|assessment|analysis)s? (?:was|were) (?:performed|made|done|carried out)(?: (?:at|after) T)? on (?P<what>.+)"
_LABELLED = (
    r"(?:primary|main|secondary|key secondary)(?: and secondary)? (?:outcomes?|end ?points?)"
)
_PLAIN = {
    "main": "primary",
    "principal": "primary",
    "co-primary": "primary",
    "key secondary": "secondary",
    "other": "otherOutcome",
}
_MARKED = rf"\( (?:the )?(?P<role>primary|main|secondary)(?: \w+)? {_END} \)"
_LEADS = frozenset({"of", "on", "the", "proportion", "and", "in", "as", "change", "both"})


def read_outcomes(ledger: Ledger) -> None:
    """Claims the outcomes that the lines define."""
    for line in ledger.page.lines:
        if line.part in {"background", "results", "conclusions", "title"}:
            continue
        hits = next(filter(None, (list(line.tape.hits(p)) for p in (_WAS, _AS, _ON))), [])
        for hit in hits:
            role = _role(hit.match.group("role")) if "role" in hit.match.groupdict() else None
            _define(ledger, line, hit.items("what"), role)


def _role(word: str) -> OutcomeRole:
    return _PLAIN.get(word, word)  # type: ignore[return-value]


def _define(ledger: Ledger, line: Line, what: tuple[Item, ...], role: OutcomeRole | None) -> None:
    share = False
    when = line_time(line.tape)
    for run in split_top(what, frozenset({",", "and", ";"})):
        marked = Tape(line.tape.text, run).hit(_MARKED)
        items = run[: marked.first] if marked else run
        begin = 0
        while begin < len(items) and items[begin].form in {"of", "on", "in", "as", "both"}:
            begin += 1
        for subject in subjects(line.tape, items[begin:]):
            share = share or subject.share
            if not _worth(subject.words):
                continue
            slug = measurand(subject, ledger.page.glossary)
            outcome_of(
                ledger,
                line,
                subject,
                slug,
                when,
                _role(marked.match.group("role")) if marked else role,
            )


def _worth(words: str) -> bool:
    """Whether words can be an outcome: a name of a few words, not a clause."""
    longest = 9
    return 0 < len(words.split()) <= longest

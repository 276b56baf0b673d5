"""What a number is about: the measurand behind a noun phrase, and the cut-off it may hold.

In: a run of items such as "the proportion of patients with CD4 count of at least 200". Out:
:class:`Subject` records: the measurand's words and concept, the statistic that the phrase
states, the threshold and what it is set on.
"""

import re
from functools import lru_cache

from kg.codes import ConceptKind, DesirableDirection, Statistic, ThresholdOn
from kg.reading.frozen import Frozen
from kg.reading.glossary import Glossary
from kg.reading.measures import PEOPLE, Measure
from kg.reading.phrases import VERBS, forms, split_top, trim, without_of
from kg.reading.tape import Item, Tape

_CHANGES = {
    "increase": "up", "increases": "up", "gain": "up", "gains": "up", "rise": "up", "rises": "up",
    "improvement": "up", "decrease": "down", "decreases": "down", "reduction": "down", "reductions": "down",
    "decline": "down", "fall": "down", "drop": "down", "change": "", "changes": "",
}  # fmt: skip
_SHARE = re.compile(
    rf"^(?:(?:the|a|an|overall|estimated) )*(?:(?:proportions?|percentages?|numbers?|rates?|frequency|fraction|share) of )?(?:(?:the|all|these) )*(?:{PEOPLE})"
    r"(?: (?:with|who had|having|achieving|who achieved|reaching|who reached|attaining|whose|experiencing|who experienced|developing|who developed|in whom|showing))?(?: | $)"
    r"|^(?:(?:the|a|an) )*(?:proportions?|percentages?|fraction) (?:with|who had|having|achieving|reaching|attaining)(?: | $)"
)
_RATE = re.compile(
    r"^(?:(?:the|a|an|overall) )*(?:proportions?|percentages?|rates?|incidence|frequency|risk)(?: | $)"
)
_STATISTICS: tuple[tuple[str, Statistic], ...] = (
    ("geometric mean", "geometricMean"),
    ("least-squares mean", "leastSquaresMean"),
    ("least squares mean", "leastSquaresMean"),
    ("least square mean", "leastSquaresMean"),
    ("ls mean", "leastSquaresMean"),
    ("mean", "mean"),
    ("average", "mean"),
    ("median", "median"),
)
_NOISE = frozenset(
    {
        "(",
        ")",
        "±",
        "se",
        "sd",
        "sem",
        "iqr",
        "range",
        "respectively",
        "values",
        "value",
        "mean±sd",
        "/",
    }
)
_CERTAIN = frozenset({"B", "V", "D", "T", "Q", "P", "C", "A", "G", "I", "S"})
_MEASURED: tuple[ConceptKind, ...] = (
    "Measurand",
    "Biomarker",
    "ClinicalEvent",
    "AdverseEvent",
    "PersonAttribute",
)
_DULL = frozenset(
    "it they this these those there we difference differences values results both"
    " data study trial analysis analyses finding findings respectively grade week month day year group arm study most more physical no global significant".split()
)
_NOTHING_SEEN = frozenset("difference differences effect effects change changes evidence".split())
_NO_HEADS = frozenset("based according th st nd rd most more th-week".split())
_BEFORE_OR_AFTER = frozenset("after before following until since prior".split())
# Neither people nor a visit are what is measured.
_WHO = frozenset(
    "patients participants subjects individuals people persons adults children women men boys girls infants".split()
)
_WHEN = frozenset("the last final latest first end of study trial follow-up visit visits".split())
_PEOPLE = frozenset({"group", "groups", "arm", "arms"})
_GIVEN = frozenset(
    f"{noun} {link}"
    for noun in ("treatment", "therapy", "addition", "adding", "administration")
    for link in ("with", "of")
)
_KINDS_OF_MEAN = frozenset(
    "ls least square squares least-squares least-square geometric arithmetic adjusted unadjusted estimated marginal"
    " model-adjusted baseline-adjusted".split()
)
_SEPARATORS = frozenset({"and", "or", ",", "nor", "including"})
_OF = frozenset("with of in for".split())


_COMPOSITE = re.compile(
    r"(?:(?:the|an?|in|cumulative|overall|adjusted|crude|absolute|relative|annual) )*"
    r"(?:incidence|rate|risk|composite|frequency|proportion|probability|odds|likelihood|percentage|hazard|occurrence|prevalence)"
    r" of (?!.*[,;()])(?!.* and ).* or "
)


class Subject(Frozen, frozen=True, gc=False):
    """What a number is about."""

    words: str
    statistic: Statistic | None
    share: bool
    threshold: Measure | None
    threshold_on: ThresholdOn | None
    direction: str
    baseline: bool
    items: tuple[Item, ...]

    @property
    def desirable(self) -> DesirableDirection | None:
        """Not known here: the measurand decides, and the side of the threshold."""
        return None


def called(
    words: str, items: tuple[Item, ...], *, statistic: Statistic | None = None, share: bool = False
) -> Subject:
    """The subject that is called by just these words, with no cut-off and no direction."""
    return Subject(
        words, statistic, share, threshold=None, threshold_on=None, direction="", baseline=False,
        items=items,
    )  # fmt: skip


@lru_cache(maxsize=64)  # what is sure and what is likely ask for the same
def subjects(tape: Tape, items: tuple[Item, ...]) -> tuple[Subject, ...]:
    """The subjects that a phrase coordinates, in order; a phrase that names nothing gives none."""
    found: list[Subject] = []
    lead: Subject | None = None
    for run in [items] if _is_composite(items) else split_top(items, _SEPARATORS):
        subject = _subject(tape, run, lead)
        if subject is not None:
            found.append(subject)
            lead = subject
    return tuple(found)


def _is_composite(items: tuple[Item, ...]) -> bool:
    """Whether one rate is of several things at once: "the incidence of sepsis or death"."""
    either = any(item.form == "or" for item in items)
    return either and _COMPOSITE.match(forms(items)) is not None


def _subject(tape: Tape, run: tuple[Item, ...], lead: Subject | None) -> Subject | None:
    if _is_time(run):
        return None
    line = forms(run) + " "
    statistic = statistic_of(line)
    share = _SHARE.match(line) or _SHARE.match(forms(trim(run)) + " ")
    rate = bool(_RATE.match(line))
    bound = next((item.value for item in run if item.form == "B"), None)
    inherited = lead is not None and lead.share and bound is not None and not statistic
    body = _body(run, share)
    on, direction, body = _change(body)
    body = trim(without_of(body))
    words = _words(tape, body)
    if not words:
        return None
    baseline = (
        any(item.form == "T" and item.value.is_baseline for item in run)
        and on != "changeFromBaseline"
    )
    is_share = (
        (bool(share) and forms(run).find("of") >= 0)
        or inherited
        or (bound is not None and bool(share))
        or (rate and bound is not None)
    )
    if bound is not None:
        on = on or "level"
    return Subject(
        words, statistic, is_share, bound, on if bound else None, direction, baseline, run
    )


def _is_time(run: tuple[Item, ...]) -> bool:
    """Whether a phrase only says when: "2 h after instillation"."""
    first = 1 if run and run[0].form in {"D", "T"} else 0
    return run[first].form in _BEFORE_OR_AFTER if first < len(run) else False


def statistic_of(line: str) -> Statistic | None:
    """The statistic that words state: a mean, a median; none where they state none."""
    for words, code in _STATISTICS:
        if words in line and re.search(rf"\b{words}\b", line):
            return code
    return None


def _body(run: tuple[Item, ...], share: re.Match[str] | None) -> tuple[Item, ...]:
    skip = len(share.group().split()) if share else 0
    lead = 0
    line = forms(run)
    if share and not line.startswith(share.group().strip()):
        lead = len(run) - len(trim(run))
    return trim(run[lead + skip :] if share else run)


def _change(body: tuple[Item, ...]) -> tuple[ThresholdOn | None, str, tuple[Item, ...]]:
    """Whether a phrase is about a change ("CD4 count increase of B"), and the phrase without it."""
    for place, item in enumerate(body):
        if item.form in _CHANGES and place:
            return "changeFromBaseline", _CHANGES[item.form], body[:place]
        if item.form in _CHANGES and forms(body[1:2]) in {"in", "of", "from"}:
            after = tuple(i for i in body[2:] if i.form not in _CERTAIN)
            return "changeFromBaseline", _CHANGES[item.form], after
    return None, "", body


def _words(tape: Tape, body: tuple[Item, ...]) -> str:
    kept: list[Item] = []
    depth = 0
    for item in body:
        depth += item.form == "("
        if item.form in _CERTAIN and kept and not depth:
            break
        if not depth and item.form not in _NOISE and item.form not in _CERTAIN:
            kept.append(item)
        depth -= item.form == ")" and depth > 0
    run = _unmeant(trim(tuple(kept)))
    return " ".join(tape.words((item,)) for item in run) if _named(run) else ""


def _unmeant(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run without the kind of mean that opens it: "LS mean HbA1c" measures HbA1c."""
    first = next((n for n, item in enumerate(run) if item.form not in _KINDS_OF_MEAN), len(run))
    meant = run[first : first + 1]
    return trim(run[first + 1 :]) if first and forms(meant) in {"mean", "means"} else run


_LETTERS = re.compile(r"[^\W\d_].*?[^\W\d_]")


def _named(run: tuple[Item, ...]) -> bool:
    """Whether words can name a measurand: not a pronoun, not a bare head, not too long."""
    if forms(run[:1]) == "no" and _NOTHING_SEEN & {item.form for item in run}:
        return False
    if {item.form for item in run} <= _WHEN or (len(run) == 1 and run[0].form in _WHO):
        return False
    if forms(run[:1]) in _NO_HEADS or forms(run[:2]) in _GIVEN or forms(run[-1:]) in _PEOPLE:
        return False
    longest = 9
    letters = any(_LETTERS.search(item.form) for item in run)
    clause = any(
        item.form in {"which", "that", "who", "defined", "endpoint", "endpoints"}
        or (item.form in VERBS and not (n and run[n - 1].form in _OF and item.form[-2:] == "ed"))
        for n, item in enumerate(run)
    )
    return (
        letters
        and len(run) <= longest
        and not clause
        and not (len(run) == 1 and run[0].form in _DULL)
    )


def measurand(subject: Subject, glossary: Glossary) -> str:
    """The concept that a subject measures."""
    words = subject.words
    head, _, where = words.rpartition(" in ")
    if head and glossary.known(where, "Condition"):
        words = head
    kind = glossary.kind_of(words)
    return glossary.concept(words, kind if kind in _MEASURED else "Measurand", *_MEASURED)

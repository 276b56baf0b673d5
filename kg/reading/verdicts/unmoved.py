"""What stayed as it was, as likely: "pain did not change", "stroke in 7% and 6% (P = 0.4)".

In: a clause. Out: :class:`Still` records: what did not move or differ, and by which wording. A
change within one group alone says nothing of the other and is left.
"""

from collections.abc import Iterator

from kg.reading.amounts import significant
from kg.reading.frozen import Frozen
from kg.reading.rulebook import Rulebook
from kg.reading.subjects import Subject
from kg.reading.tape import Hit
from kg.reading.verdicts.about import acted, is_estimate, lead, listed_on, subject_before
from kg.reading.verdicts.cues import AGAINST, MORE_OR_LESS
from kg.reading.verdicts.phrases import WITHIN, named, topic_of
from kg.reading.verdicts.row import Row
from kg.reading.verdicts.whom import Roles

_HOW = r"(?:(?:statistical|statistically|significantly|significant|clinically|markedly|also|further|any|much|substantially|appreciably|adversely|notably|greatly) )*"
_MOVED = r"(?:change|changed|improve|improved|increase|increased|decrease|decreased|reduce|reduced|alter|altered|affect|affected|influence|influenced|decline|rise|rose|worsen|worsened|vary|modify|modified|associated|related|predictive)"
_STILL = rf"(?:(?:did|does|do) not {_HOW}{_MOVED}|(?:was|were|is|are|remained) (?:not {_HOW}{_MOVED}|unchanged|unaffected|unaltered|stable|constant))"
_ALIKE = rf"(?:did|does|do) not {_HOW}(?:differ|vary)|(?:was|were|is|are) (?:not|no) {_HOW}different|(?:was|were|is|are|remained|had) (?:also |both |all |very |quite )?(?:similar|comparable|equivalent)"
_NOTHING = rf"(?:no|without|not any|nor) {_HOW}(?:changes?|improvements?|increases?|decreases?|reductions?|benefits?|advantages?|superiority|associations?|relationships?|worsening|deterioration) (?:was |were )?(?:{{w}} )?(?:in|of|for|on|with respect to|regarding|between|with) (?P<what>\S.*?)(?= (?:in|with|after|at|during|over|between|among|compared|was|were|when|from|,|and (?:no|the|A)) | $)"
_NONE_IN = rf"(?:no|without|not (?:show|find|reveal|have|detect|observe|demonstrate) (?:any|an?)) {_HOW}differences? (?:{{w}} |G |A )*?(?:in|for|regarding|in terms of|with respect to|with regard to) (?!(?:the )?(?:A|G) )(?:the )?(?P<what>\S+)"
_SIMILAR = r"(?:similar|comparable|equal|equivalent|identical) (?:{w} )?(?:reductions?|increases?|improvements?|decreases?|changes?|declines?|rates?|levels?|numbers?|proportions?|incidences?|amounts?) (?:in|of) (?:the )?(?P<what>\S+)"
_DENIED = (
    rf"(?:was|were|is|are|had|have|scored|performed) (?:not|no) (?:an? )?{_HOW}(?:{MORE_OR_LESS})"
)
_EXTENT = r"(?:{w}ed )?(?:to an? (?:similar|comparable|equal) (?:extent|degree)|to the same (?:extent|degree)|similarly|equally)(?= (?:in|with|between|among|for|by|after|across) )"
_NEITHER = rf"(?:(?:neither|nor) [^.;]{{1,80}}? (?:had|exerted|showed|produced|affected|improved|reduced|influenced|changed|altered|increased) (?:an? |any )?{_HOW}(?:(?:effects?|influence|impact) (?:on|upon) )?|(?:not|no) {_HOW}(?:more |less )?(?:effective|superior|better|beneficial) (?:(?:to|than) (?:the )?(?:A|I) )?(?:in|for|at|on|regarding) (?:(?:reducing|improving|treating|preventing|relieving|controlling|increasing) )?)(?:the )?(?P<what>\S.*?)(?= (?:in|with|after|at|during|over|as|than|between|,|and in) | $)"
_NOBODY = r"no (?P<what>[^.;]+?) (?:(?:(?:was|were) )?(?:{w} )?(?:reported|observed|seen|noted|recorded|detected|found|encountered)|occurred)(?= (?:in|during|throughout|after|by|with|,|at|$)|$)(?!.* in (?:the |those )?(?:A|I) )"
_AS_GOOD = r"(?:equally|as|similarly) (?:effective|efficacious|safe|well tolerated)(?: as A)? (?:in|for|at|regarding|in terms of) (?:(?:reducing|improving|treating|preventing|relieving|controlling|increasing) )?(?P<what>\S.*?)(?= (?:in|with|after|at|during|over|as|than|,) | $)"
# A wording, its rule, where what did not move is named, and whether it speaks of all groups.
_FORMS = (
    (_STILL, "still", "subject", False),
    (_DENIED, "denied", "subject", False),
    (_NOTHING, "none", "what", False),
    (_AS_GOOD, "as-good", "what", False),
    (_NEITHER, "neither", "what", False),
    (_NONE_IN, "list", "list", True),
    (_SIMILAR, "similar", "list", True),
    (_EXTENT, "similar", "subject", True),
    (_NOBODY, "nobody", "what", True),
    (_ALIKE, "alike", "subject", True),
)


_BOOK = Rulebook((form, (rule, where, of_all)) for form, rule, where, of_all in _FORMS)


class Still(Frozen, frozen=True, gc=False):
    """What did not move, where its tests stand, by which rule, and whether a test is spoken of."""

    subjects: tuple[Subject, ...]
    first: int
    last: int
    rule: str
    tested: bool


def unmoved(row: Row, roles: Roles) -> Iterator[Still]:
    """What a clause leaves as it was."""
    if row.tape.hit(WITHIN):
        return
    items, alone = row.tape.items, _of_one(row, roles)
    for hit, (rule, where, of_all) in _BOOK.hits(row.tape):
        if of_all or not alone:
            found = _found(row, hit, where)
            if rule == "denied" and not (_tested(hit) or row.tests):
                continue
            first = hit.first if where == "list" else 0
            yield Still(found, first, len(items), f"comparison.likely-{rule}", _tested(hit))
    yield from _by_tests(row)


def _found(row: Row, hit: Hit, where: str) -> tuple[Subject, ...]:
    """What a form is about: its subject, what it names, or the list that it opens."""
    if where == "subject":
        return named(row.tape, subject_before(row.tape.items[: hit.first]))
    if where == "list":
        return listed_on(row.tape, hit.last - 1, len(row.tape.items))
    return named(row.tape, hit.items("what"))


def _of_one(row: Row, roles: Roles) -> bool:
    """Whether a clause tells of one group alone which is not the one on trial."""
    said = (item.value.arms for item in row.tape.items if item.form in {"A", "I"} and item.value)
    arms = {arm for each in said for arm in each}
    return len(arms) == 1 and arms != {roles.experimental} and row.tape.hit(AGAINST) is None


def _tested(hit: Hit) -> bool:
    return "significan" in hit.spelled or "statistic" in hit.spelled


def nameless(row: Row) -> int | None:
    """The place where a clause finds no difference, so that what it is in stands before."""
    hit = row.tape.hit(_NO_DIFFERENCE)
    return None if hit is None else hit.first


_NO_DIFFERENCE = rf"(?:no|without|not (?:show|find|reveal|have|detect|observe|demonstrate) (?:any|an?)) {_HOW}differences?|(?:did|does|do) not {_HOW}differ|(?:differences?|effects?) .{{0,40}}?(?:was|were) not {_HOW}significant|not (?:reach|achieve|attain) (?:statistical )?significance"


def _by_tests(row: Row) -> Iterator[Still]:
    """What was tested in a clause in which every test found nothing."""
    meanings = {significant(test) for _, test in row.tests}
    if meanings != {False}:
        return
    items = row.tape.items
    found = named(row.tape, topic_of(items)) or acted(row) or lead((row,))
    kept = tuple(each for each in found if not is_estimate(each))
    yield Still(kept, 0, len(items), "comparison.likely-tests", tested=True)

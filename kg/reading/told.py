"""The arms of a study as its sentences tell of them, one way of telling after the other.

In: the sentences' tapes. Out: lists of :class:`~kg.reading.arms.ArmDraft`: groups that each have a sentence
or a clause ("Group 1 (n = 20) received X", "the second group of 20 women got Y"), then the ways of :mod:`kg.reading.arms`.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from kg.reading.arms import ArmDraft, alternatives, arm_of, compared, counted, stated_size
from kg.reading.glossary import Glossary, normal
from kg.reading.group_codes import ended_by_places
from kg.reading.halves import halves
from kg.reading.lengths import lengths
from kg.reading.lettered import lettered
from kg.reading.measures import Head
from kg.reading.phrases import trim
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit, Item, Tape

_SIZE = r"\( (?:n = )?(?:S|(?P<bare>V)(?= \)))"
_CODE = r"(?:V|[a-d]|i+|@\S+)"
_GROUP = (
    r"(?:the )?(?P<label>V (?:group|arm)|(?:group|arm|cohort) (?:V|[a-d]|i+|@\S+)|(?!whereas |while |and |but |or |in |to |of )(?:{w} )??(?!whereas |while |and |but |or |in |to |of ){w} (?:group|arm))"
    rf"(?: \( (?:(?P<size>S|V)(?: {{any}})?|(?:group|arm|cohort) {_CODE} )\)| (?:of|with|contained|included|consisted of|comprised|had) (?P<many>S))?(?: ,)? (?:who |which |that )?(?:was |were )?"
    r"(?P<verb>(?<=S )with|(?<=S )undergoing|received|given|treated with|underwent|took|got|did not (?:receive|get|take)|was not given|not (?:given|treated with)|continued|received only|assigned to receive|assigned to|allocated to receive|allocated to|randomized to receive|randomized to)"
    r" (?P<rest>.+?)(?=(?: ,| ;| or| and| while| whereas)+ (?:to )?(?:(?:the|those|patients|participants|subjects|women|men|children|in|of) )*"
    rf"(?:(?:group|arm|cohort) {_CODE} |{{w}}(?: {{w}})?? (?:group|arm)(?: \( [^()]* \)| (?:of|with) S)? (?:received|was|were|did|underwent|got|took|continued) )| $)"
)
_LABEL = r"(?:the )?(?P<label>(?:group|arm|cohort) (?:V|[a-d]|i+|@\S+))(?: \( (?P<size>S|V)(?: {any})?\))?"
_GIVEN_IN = (
    rf"in {_LABEL} ,? ?(?P<rest>[^.;]+?) (?:was|were) (?:then )?(?:given|administered|infused|injected|used|applied|performed|instilled"
    r"|inserted|placed)"
)
_NONE_GIVEN = rf"no (?P<rest>[^.;,]+?) (?:was|were) (?:given|administered) (?:to|in) {_LABEL}"
_REFUSED = frozenset(
    "did not receive|did not get|did not take|was not given|not given|not treated with".split("|")
)
_GIVEN = (
    r"(?:received|receiving|given|administered|treated|premedicated|injected|infused|anesthetized)(?: {w}){0,2}?"
    r"(?: (?:with|of))? (?P<rest>(?:(?!(?:group|arm) )\S+ )+?in (?:the )?(?:group|arm|cohort) .+)"
)
_ORDINALS = frozenset("first second third fourth one other another V".split())
_VAGUE = frozenset("one other another V".split())
_NUMBERED = Rulebook((rule, None) for rule in (_NONE_GIVEN, _GIVEN_IN, _GROUP))


def readings(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[list[ArmDraft]]:
    """The lists of arms that one way of reading after the other finds, whatever they name."""
    for reading in (
        _numbered_groups,
        lettered,
        _placed,
        halves,
        lengths,
        alternatives,
        counted,
        compared,
    ):
        drafts = _read_as(reading, tuple(rows), glossary)
        if len(drafts) > 1:
            yield list(drafts)


@lru_cache(maxsize=10)  # arms are looked for in the sentences of a page, and then their sizes
def _read_as(
    reading: Callable[[list[tuple[int, Tape]], Glossary], Iterator[ArmDraft]],
    rows: tuple[tuple[int, Tape], ...],
    glossary: Glossary,
) -> tuple[ArmDraft, ...]:
    return tuple(_distinct(reading(list(rows), glossary)))


def _distinct(drafts: Iterable[ArmDraft]) -> Iterator[ArmDraft]:
    seen: set[str] = set()
    for draft in drafts:
        key = normal(draft.number or draft.label)
        if key and key not in seen:
            seen.add(key)
            yield draft


def _numbered_groups(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    for number, tape in rows:
        for hit, _ in _NUMBERED.hits(tape):
            nothing = not hit.has("verb") and hit.spelled.startswith("no ")
            verb = hit.match.group("verb") if hit.has("verb") else ""
            refused = nothing or verb in _REFUSED or hit.match.group("rest").startswith("no ")
            draft = arm_of(tape, () if refused else _clause(hit.items("rest")), glossary)
            if refused or draft.components:
                yield _called(draft, hit, number, refused=refused)


def _called(draft: ArmDraft, hit: Hit, number: int, *, refused: bool) -> ArmDraft:
    """A draft by the name of its group; one that is only counted off ("the second group") by what it got."""
    label = trim(hit.items("label"))
    first, words = label[0].form, hit.tape.words(label)
    counted = first in _ORDINALS and bool(draft.components)
    size = hit.tape.part(hit.first, hit.last).hit(_SIZE) if hit.has("size") else None
    many = hit.value("S", "many") if hit.has("many") else _at_end(hit)
    return draft._replace(
        label=draft.label if counted else words,
        names=draft.names | {normal(words)},
        aliases=draft.aliases | ({normal(words)} if counted and first not in _VAGUE else set()),
        number=words if first in {"group", "arm", "cohort"} else None,
        size=many.count if many else stated_size(size),
        span=(hit.items()[0].start, hit.items()[-1].end),
        sentences=(number,),
        role="controlRole" if refused else None,
        type="noIntervention" if refused else None,
    )


def _at_end(hit: Hit) -> Head | None:
    """The people that a clause ends with: "the drops group received zentarol 38 cases"."""
    last = [item for item in hit.items("rest") if item.form != "."][-1:]
    return last[0].value if last and last[0].form == "S" and not hit.has("size") else None


def _placed(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The groups behind what each got: "were given drops in group 1, tea in group 2"."""
    for number, tape in rows:
        hit = tape.hit(_GIVEN) if tape.forms.isdisjoint(("Q", "P", "C")) else None
        stretches = ended_by_places(hit.items("rest")) if hit else []
        for run, label in stretches:
            draft = arm_of(tape, run, glossary)
            yield draft._replace(
                label=tape.words(label), number=tape.words(label), sentences=(number,),
                names=draft.names | {normal(tape.words(label))}, span=(run[0].start, label[-1].end),
            )  # fmt: skip
        if stretches:
            return


def _clause(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The items up to the first comma: what a group received, not what came of it."""
    end = next((n for n, item in enumerate(items) if item.form == ","), len(items))
    return items[:end]

"""The arms of a study: which groups there were, what each received, how many were in it.

In: the sentences' tapes. Out: :class:`ArmDraft` records in the order the report names them.
Ways of saying it: alternatives behind a verb of allocation ("randomized to X or Y"), counts that each
take a treatment ("20 patients received X and 22 received Y"), people set against one another.
"""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from kg.codes import ArmRole, ArmType
from kg.reading.atoms import atoms
from kg.reading.dose_arms import Dose, doses_in, given_at
from kg.reading.dose_runs import (
    is_bare_dose,
    is_dosed,
    is_sized,
    up_to_dose,
    up_to_people,
    up_to_size,
    with_own,
)
from kg.reading.frozen import Frozen
from kg.reading.glossary import Glossary, normal
from kg.reading.group_codes import ended_by_codes
from kg.reading.group_names import of_clusters
from kg.reading.measures import PEOPLE, Head, Measure, measures
from kg.reading.phrases import behind_either, depth_zero, forms, split_top, trim
from kg.reading.rulebook import Rulebook
from kg.reading.tape import Hit, Item, Tape
from kg.reading.treatments import Component, component, said, treatments


class ArmDraft(Frozen, frozen=True, gc=False):
    """An arm as read: its label, what it receives, its size, and the spans that say so.

    ``aliases`` are other names of the group itself, in normal spelling: "arm a", "tamrt"; ``dose``
    is what alone sets it apart from another arm; ``also`` are names that only a comparison gives it.
    """

    label: str
    components: tuple[Component, ...]
    alone: bool
    names: frozenset[str]
    size: int | None = None
    lost: int | None = None
    number: str | None = None
    role: ArmRole | None = None
    aliases: frozenset[str] = frozenset()
    type: ArmType | None = None
    span: tuple[int, int] = (0, 0)
    sentences: tuple[int, ...] = ()
    dose: Dose | None = None
    also: tuple[str, ...] = ()


_ALLOCATED = (
    r"(?:randomized|randomly (?:assigned|allocated|divided|distributed)|(?:assigned|allocated) randomly|assigned|allocated"
    r"|randomization|randomised)"
)
_RECEIVE = r"(?:to receive|to be given|to be treated with|to undergo|receiving|to either|either|to|into|between(?! (?:the )?(?:ages?|V|D) ))"
_WHOM = rf"(?: (?:S|{PEOPLE})(?: (?!to )\S+){{0,25}}?)?"
_RATIO = r"(?:(?: \()? V : V(?: : V)*(?: \))?(?: ratio| fashion| manner)?)?"
_ASIDE = r"(?: , (?:(?!and |or )[^\s,;.()]+ ){1,6}?,)?"  # "randomized, double-blind, to"
_ALTERNATIVES = (
    rf"{_ALLOCATED}(?: equally| centrally)?{_WHOM}"
    r"(?: (?:in|at|on|by|using|with)(?: (?!to |into |between |either )[^\sA-Z]+){1,4}?)?"
    rf"{_ASIDE}{_RATIO} {_RECEIVE}(?: either)?(?: receive)?"
    r"(?: (?:treatment|therapy) with)?(?: (?:V|Q) (?:{w} )??(?:groups|arms|treatments)(?: \( [^()]* \))?(?: :| to receive| to undergo| receiving))?(?: either)? (?P<rest>.+)"
)
_EITHER = r"(?:received|receive|given|treated with|to receive)(?: (?!no )[^\s.,;:()]+){0,5}? either (?P<rest>.+)"
_SIZE = r"\( (?:n = )?(?:S(?! (?:for |in )?(?:each|per|both))|(?P<bare>V)(?= \)))"
_SIZED = r"(?:received|given|treated with) (?P<rest>.+)"
_RECEIVED = (
    rf"(?:{PEOPLE}|S|each)(?: \( [^()]* \))?(?: (?:with|who|in|on|of|were|was|randomly|then|had)(?: [^\s.;:()]+)*?)?(?: \( [^()]* \))?"
    r" (?:received|treated(?: for D)? with|given) (?P<rest>.+)"
)
_WITH_OR_WITHOUT = (
    rf"(?:{_ALLOCATED}(?: {_RECEIVE})?|received|receive) (?P<base>(?:(?!received |receive |trial |study )[^\s.;,()]+ ){{1,6}}?)(?:\( [^()]* \) )?(?:either )?(?P<join>with)(?: \( [^()]* \))? or without(?: \( [^()]* \))? (?P<own>.+?)"
    r"(?= \.| ;| ,| for| at| every| in| $)"
)
_COUNTED = rf"(?:(?P<size>S)|(?P<bare>V(?:(?<=and V)|(?<=, V)|(?<=while V)|(?<=: V)|(?<=; V))))(?: (?:{PEOPLE}))?(?: were| was)?(?: {{w}}){{0,2}}? (?P<verb>received|assigned to(?: receive)?|randomized to(?: receive)?|allocated to(?: receive)?|treated with|underwent|given|to) (?P<rest>.+?)(?= (?:and|,|while|;|\.) (?:, )?(?:and )?(?:S|V)| \.| $)"
_TREATED = rf"(?:{PEOPLE}|those|S)(?: who)?(?: were)? (?:treated with|receiving|given|received|taking|undergoing|on)"
_COMPARED = (
    rf"{_TREATED} (?P<one>[^.]+?) (?:(?:was|were) )?(?:compared (?:with|to)|versus|vs|or|and|matched (?:with|to)) {_TREATED} (?P<two>[^.]+?)"
    r"(?= \.| ;| $)"
)
_ONE = frozenset({"one", "V", "another", "other"})
_TOGETHER = frozenset({"both", "their combination", "the combination", "a combination of both"})
_OR = frozenset({"or", "versus", "vs", "v"})
_AND = frozenset({"and", ";", ","})
_GENERIC = frozenset(
    "group arm cohort condition one two three four of the treatment study following either different same each other min"
    " patient participant subject duration time first second third fourth up".split()
)
_CHANCE = r"(?:randomized|randomly|randomization|random)"
_LETTERS = re.compile(r"[a-z].*[a-z]")
_THEN = frozenset("followed observed assessed evaluated measured were was then".split())
_LONGEST, _PAIR = 8, 2
_ALONE = frozenset({"alone", "only"})
_NOTHING = r"^(?:no|without|not|nothing|observation|untreated|none)\b"
_LISTS = Rulebook(((_ALTERNATIVES, False), (_EITHER, False), (_SIZED, False), (_RECEIVED, True)))


def is_named(draft: ArmDraft) -> bool:
    """Whether a draft names something to receive; a bare word for a group or a dose is no arm."""
    if draft.type == "noIntervention":
        return True
    named = [set(normal(c.words).split()) - _GENERIC for c in draft.components]
    words = [word for name in named for word in name if _LETTERS.search(word)]
    return (
        all(named)
        and bool(words)
        and all(len(c.words.split()) <= _LONGEST for c in draft.components)
    )


def alternatives(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The arms that alternatives name: "randomized to X or Y", "received either X or Y"."""
    chance = any(tape.hit(_CHANCE) for _, tape in rows)
    for number, tape in rows:
        if hit := tape.hit(_WITH_OR_WITHOUT):
            yield from _with_or_without(tape, number, hit, glossary)
            return
        for pattern, by_chance in _LISTS.open_to(tape):
            counted = pattern is _EITHER and not tape.forms.isdisjoint(("Q", "P", "C"))
            hit = tape.hit(pattern) if (chance or not by_chance) and not counted else None
            runs = with_own(_runs(hit)) if hit else []
            told = {_SIZED: is_sized, _RECEIVED: is_dosed}.get(pattern)
            if len(runs) > 1 and (told is None or all(map(told, runs))):
                drafts = [_draft(tape, number, run, glossary) for run in runs]
                yield from _at_doses(tape, runs, drafts)
                return


def _at_doses(
    tape: Tape, runs: list[tuple[Item, ...]], drafts: list[ArmDraft]
) -> Iterator[ArmDraft]:
    """The drafts, where a run that is no more than a dose is one of the treatment before it."""
    doses = [is_bare_dose(run) for run in runs]
    drafts = _apart(tape, runs, drafts)
    base: ArmDraft | None = None
    for n, draft in enumerate(drafts):
        label = tape.words(up_to_people(runs[n]))
        if _is_both(runs[n]):
            given = (c for run in runs[:n] for c in _treatments_of(tape, run))
            together = tuple(c for c in given if c.kind == "treatment")
            yield draft._replace(label="both", components=together)
            continue
        if doses[n] and base is not None:
            names = frozenset({normal(label)})
            yield draft._replace(label=label, components=base.components, names=names)
            continue
        base = draft if draft.components else None
        told_by_dose = base is not None and any(doses[n + 1 : n + 2])
        yield draft._replace(label=label) if told_by_dose else draft


def _apart(tape: Tape, runs: list[tuple[Item, ...]], drafts: list[ArmDraft]) -> list[ArmDraft]:
    """The drafts, those called alike each called by its words up to its dose."""
    labels = Counter(draft.label for draft in drafts)
    return [
        draft._replace(label=closed(tape.words(up_to_dose(run))))
        if labels[draft.label] > 1
        else draft
        for run, draft in zip(runs, drafts, strict=True)
    ]


def closed(words: str) -> str:
    """Words with the bracket closed that opens in them."""
    return f"{words})" if words.count("(") > words.count(")") else words


def _treatments_of(tape: Tape, run: tuple[Item, ...]) -> list[Component]:
    return [component(tape, _without(name, _ALONE)) for name in treatments(run)]


def _with_or_without(tape: Tape, number: int, hit: Hit, glossary: Glossary) -> Iterator[ArmDraft]:
    """Two arms told at once: what both receive, with and without what one has besides."""
    for own, size in (((*hit.items("join"), *hit.items("own")), "with"), ((), "without")):
        draft = _draft(tape, number, (*hit.items("base"), *own), glossary)
        names = [c.words for c in draft.components]
        yield draft._replace(
            label=" plus ".join(names) if own else f"{names[0]} alone" if names else "",
            alone=not own,
            size=stated_size(hit.tape.part(hit.first, hit.last).hit(rf"{size} {_SIZE}")),
        )


def _runs(hit: Hit) -> list[tuple[Item, ...]]:
    rest = behind_either(hit.items("rest"))
    coded = [trim(run) for run, _ in ended_by_codes(rest)]
    if coded and all(run and run[0].form not in _ONE for run in coded):
        return coded
    runs = _up_to(split_top(_up_to_clause(rest), _OR), "until")
    if len(runs) > 1:
        early = [
            part for run in runs[:-1] for part in _by_commas(run) if trim(part) or _is_both(part)
        ]
        last = split_top(runs[-1], frozenset({",", ";"}))[:1]
        return [run for run in (*early, *last) if trim(depth_zero(run)) or _is_both(run)]
    sized = [run for run in split_top(rest, _AND) if any(item.form in "SA" for item in run)]
    return sized if len(sized) > 1 else []


def _up_to_clause(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A run up to what was done then: "drops or tea, and followed for 5 or 10 years"."""
    said = [item.form for item in run]
    cuts = (n for n in range(1, len(said) - 2) if said[n : n + 2] == [",", "and"])
    return run[: next((n for n in cuts if said[n + 2] in _THEN), len(run))]


def _by_commas(run: tuple[Item, ...]) -> list[tuple[Item, ...]]:
    """A run cut at its commas, unless they list what is one: "oil of nuts, olives, and fish"."""
    flat = [item.form for item in depth_zero(run)]
    if ";" in flat:
        return split_top(run, frozenset({";"}))
    listed = any(pair == (",", "and") for pair in pairwise(flat))
    return [run] if listed else split_top(run, frozenset({","}))


def _is_both(run: tuple[Item, ...]) -> bool:
    """Whether a run is no more than "both": all treatments named before it, together."""
    return forms(depth_zero(run)).removesuffix(" .") in _TOGETHER


def _up_to(runs: list[tuple[Item, ...]], form: str) -> list[tuple[Item, ...]]:
    """The runs up to the first that holds a form: what follows "until" are no alternatives."""
    last = next((n for n, run in enumerate(runs) if any(i.form == form for i in run)), len(runs))
    return runs[: last + 1]


def _draft(tape: Tape, number: int, run: tuple[Item, ...], glossary: Glossary) -> ArmDraft:
    within = Tape(tape.text, run)
    sizes = [hit for hit in within.hits(_SIZE) if hit.value("S") or _may_size(hit)]
    size = sizes[0] if sizes else next(filter(_is_share, within.hits("Q")), None)
    lost = within.hit(r"V(?: of whom| of them)?(?: {w}){0,2}? lost to follow-up")
    return arm_of(tape, run, glossary)._replace(
        size=stated_size(size),
        lost=_integer(lost.value("V").value) if lost else None,
        span=(run[0].start, run[-1].end),
        sentences=(number,),
    )


def _may_size(hit: Hit) -> bool:
    """Whether a bare number in brackets can be of people: no "(1) zentarol", no "mg/m (2)"."""
    return bool(hit.first) and (stated_size(hit) or 0) > _PAIR


def _is_share(hit: Hit) -> bool:
    """Whether a count is given with its share, not out of others: "44 (51%)", no "150/2500"."""
    return not hit.value("Q").denominator


def headed(words: str, people: int | None, glossary: Glossary) -> ArmDraft:
    """The arm that the head of a table's column names; it stands nowhere in the text."""
    tape = measures(atoms(words))
    draft = arm_of(tape, tape.items, glossary)
    components = tuple(c._replace(start=0, end=0) for c in draft.components)
    return draft._replace(label=words, components=components, size=people)


def arm_of(tape: Tape, run: tuple[Item, ...], glossary: Glossary) -> ArmDraft:
    """The draft that a stretch of a sentence stands for: its treatments, and its words as label."""
    run = up_to_size(run)
    names = treatments(run)
    words = forms(tuple(item for name in names for item in name)).split()
    alone = bool({"alone", "only"} & set(words))
    components = tuple(component(tape, _without(name, _ALONE)) for name in names)
    items = tuple(item for name in names for item in name) or run
    label = said(tape, items)
    known = frozenset(n for c in components for n in glossary.names(c.words))
    return ArmDraft(label, components, alone, known | glossary.names(label))


def _without(items: tuple[Item, ...], forms_: frozenset[str]) -> tuple[Item, ...]:
    return tuple(item for item in items if item.form not in forms_) or items


def compared(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The two that people given each are set against one another by: "those on X versus those on Y"."""
    for number, tape in rows:
        if hit := tape.hit(_COMPARED):
            yield from (_draft(tape, number, hit.items(side), glossary) for side in ("one", "two"))
            return


def counted(rows: list[tuple[int, Tape]], glossary: Glossary) -> Iterator[ArmDraft]:
    """The arms that counts of people each take: "20 patients received X and 22 received Y"."""
    for number, tape in rows:
        hits = list(tape.hits(_COUNTED))
        if len(hits) <= 1 or (of_clusters(tape.line) and not tape.hit("S")):
            continue
        for hit in hits:
            draft = _draft(tape, number, hit.items("rest"), glossary)
            if is_bare_dose(hit.items("rest")):
                draft = _of_dose(draft, hit.items("rest"), rows)
            head = hit.value("S", "size")
            size = head.count if head else _integer(hit.value("V", "bare").value)
            yield draft._replace(size=draft.size or size)
        return


def _of_dose(draft: ArmDraft, run: tuple[Item, ...], rows: list[tuple[int, Tape]]) -> ArmDraft:
    """A draft called by a dose alone, with the treatment that is named beside that dose."""
    dose = doses_in(run)[:1]
    given = given_at(dose[0], (tape for _, tape in rows)) if dose else None
    label = rows[0][1].words(up_to_dose(run))
    names = frozenset({normal(label)})
    return draft._replace(label=label, components=(given,) if given else (), names=names)


def stated_size(hit: Hit | None) -> int | None:
    """The number of people that a match states, or nothing."""
    if hit is None:
        return None
    head: Head | None = hit.value("S")
    if head:
        return head.count
    share: Measure | None = hit.value("Q")
    bare: Measure | None = hit.value("V")
    if share or bare is None:
        return share.count if share else None
    return None if bare.unit else _integer(bare.value)


def _integer(value: object) -> int | None:
    return int(str(value)) if str(value).isdigit() else None

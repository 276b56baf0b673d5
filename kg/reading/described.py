"""What arms that are called by role, letter or number received, from where a report says it.

In: drafts of arms, the sentences' tapes, the title and the aims. Out: the drafts with what sentences
of their own say they received ("the intervention group attended yoga classes"), else, for the one
arm that is on trial, with what the title says the study is about ("yoga for back pain: a
randomized trial"): only names of what can be given are taken, so that an arm rather has none.
"""

import re
from collections.abc import Iterator

from kg.reading.arms import ArmDraft, arm_of, is_named
from kg.reading.codebook import beside_codes
from kg.reading.glossary import Glossary, normal
from kg.reading.in_common import is_treatment
from kg.reading.measures import PEOPLE
from kg.reading.phrases import trim
from kg.reading.roster import Roster
from kg.reading.strange import is_strange
from kg.reading.tape import Item, Tape
from kg.reading.treatments import Component, component

Row = tuple[int, Tape]
_RECEIVED = (
    r"(?P<arm>A)(?: \( [^()]* \))?(?: ,)?(?: who| which| \(?S\)?)?(?: was| were| also| then| only| will| be)*"
    r" (?:received|receive|underwent|undergo|given|treated with|got|took|participated in|attended|performed|used"
    r"|followed|practiced|completed|subjected to|offered|provided with|exposed to|managed with|consumed|drank|ate)(?: only| either)? (?P<rest>[^.;,]+)"
)
_ABOUT = re.compile(
    r"^(?:.* )?(?:effects?|effectiveness|efficacy|impact|benefits?|evaluation|use|value|role|influence|feasibility|cost-effectiveness|trial|study|safety)"
    r" of (?:an? |the )?(?P<what>[^,;:.()]+?)"
    r" (?:on|for|in|to|among|as|versus|vs|during|after|before|with|at|upon|delivered|compared|by|when|,|:|\.)(?= |$)"
)
_OPENS = re.compile(
    r"^ (?:(?:[^ ]+ ){1,4}?(?:whether|if) )?(?:the )?(?P<what>[^,;:.()]+?) (?:for|on|in|to|improves?|reduces?|decreases?|increases?|prevents?|as|versus|vs|during|after|does|is|may|can|has|enhances?|attenuates?)(?= )"
)
_KINDS = frozenset(
    "training program programme exercise exercises education intervention interventions massage acupuncture acupressure yoga"
    " diet diets counselling supplements app application video videos coaching reminder reminders hypnosis mindfulness"
    " meditation music support telephone aid aids psychotherapy stimulation injection injections block laser gel cream"
    " ointment mouthwash varnish toothpaste dressing aromatherapy relaxation rehabilitation walking drainage management"
    " sessions session workshop lessons course curriculum feedback juice tea extract oil powder capsules tablets infusion"
    " class counseling anesthesia anaesthesia stimulation insoles textile coagulation photocoagulation weighting technology telemonitoring class lesson supplement capsule tablet splint lifestyle package system technique stockings sleeves splint brace device monitoring visits letter leaflet booklet"
    " supplementation module modules website apps software advice navigation self-management follow-up recipe".split()
)
_STUDIED = frozenset(
    "analysis utility trial study evaluation assessment results outcomes validity experience differences comparison"
    " of through against about from under risk quality incidence prognosis changes levels".split()
)
_NOT_GIVEN = frozenset(
    "age sex gender race time duration timing status risk pain anxiety stress severity obesity type site stage size number"
    " rate rates experience interventions treatments adherence compliance presence absence history response".split()
)
_OPENERS = frozenset(
    ", ; : . ) ( of or versus vs to either receive received receiving with compared than between into".split()
)
_PLAIN = frozenset(
    "intervention treatment therapy program programme intensive trial management active study complex session".split()
)
_NO_NAMES = frozenset(
    "developing comparison comparing evaluating adding the effect efficacy".split()
)
_MADE = re.compile(r"(?:ectomy|otomy|ostomy|plasty|scopy|therapy|pathy|puncture|ation therapy)$")
_UNENDED = re.compile(r"-(?:based|blind|blinded|controlled|delivered|led|guided)?$")
_WORDS, _TITLED, _FEW = 7, 9, 3


def described(
    drafts: tuple[ArmDraft, ...], rows: list[Row], titles: list[Row], glossary: Glossary
) -> tuple[ArmDraft, ...]:
    """The drafts, those without anything received with what is said of them elsewhere."""
    bare = [n for n, draft in enumerate(drafts) if _is_bare(draft)]
    if not bare or len(drafts) > _FEW:
        return drafts
    found = {**dict(_told(drafts, rows, glossary)), **dict(_coded(drafts, rows, glossary))}
    found = {**dict(_on_trial(drafts, titles, glossary)), **found}
    return tuple(
        _with(draft, *found[n], glossary) if n in bare and n in found else draft
        for n, draft in enumerate(drafts)
    )


def _is_bare(draft: ArmDraft) -> bool:
    return not draft.components and draft.type is None


def _with(
    draft: ArmDraft, given: tuple[Component, ...], number: int, glossary: Glossary
) -> ArmDraft:
    names = frozenset(name for each in given for name in glossary.names(each.words))
    return draft._replace(
        components=given,
        names=draft.names | names,
        aliases=draft.aliases | {normal(draft.label)},
        sentences=tuple(sorted({*draft.sentences, number})),
    )


Told = tuple[int, tuple[tuple[Component, ...], int]]


def _told(drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary) -> Iterator[Told]:
    """What sentences say that single arms received, the last first: a dict keeps the first."""
    roster = Roster(drafts, glossary)
    for number, tape in reversed(rows):
        figures = not tape.forms.isdisjoint(("P", "Q", "C"))
        for hit in () if figures else roster.fold(tape).hits(_RECEIVED):
            (arm,) = hit.items("arm")
            given = _given(tape, hit.items("rest"), glossary)
            if given and len(arm.value.arms) == 1:
                yield arm.value.arms[0], (given, number)


def _coded(drafts: tuple[ArmDraft, ...], rows: list[Row], glossary: Glossary) -> Iterator[Told]:
    """What stands beside the codes of arms: "drops (arm A)", "arm B: tea". What all got is none of it."""
    found: dict[int, tuple[tuple[Component, ...], int]] = {}
    for each in beside_codes({normal(d.number): n for n, d in enumerate(drafts) if d.number}, rows):
        given = _given(each.tape, each.run, glossary) if each.arm not in found else ()
        if not given and each.defined and each.arm not in found:
            given = _defined(each.tape, each.run, glossary)
        if given:
            found[each.arm] = (given, each.number)
    told = {tuple(normal(c.words) for c in given) for given, _ in found.values()}
    if len(told) == len(found):
        yield from found.items()


def _defined(tape: Tape, run: tuple[Item, ...], glossary: Glossary) -> tuple[Component, ...]:
    """What a code is set equal to, where that is neither people nor what they have."""
    draft = arm_of(tape, run, glossary)
    short = all(len(c.words.split()) <= _WORDS for c in draft.components)
    named = is_named(draft) and short and not is_strange(draft, glossary)
    return draft.components if named and draft.components else ()


def _given(tape: Tape, rest: tuple[Item, ...], glossary: Glossary) -> tuple[Component, ...]:
    """The treatments that a clause names, if all of them can be given."""
    end = next((n for n, item in enumerate(rest) if item.form in {",", "("}), len(rest))
    draft = arm_of(tape, rest[:end], glossary)
    given = draft.components
    told = (
        given
        and is_named(draft)
        and all(c.kind != "treatment" or _is_given(c, glossary) for c in given)
    )
    return given if told else ()


def _is_given(each: Component, glossary: Glossary) -> bool:
    words = normal(each.words).split()
    if not set(words) - _PLAIN or words[0] in _NO_NAMES:
        return False
    last = each.words.lower().split()[-1:] or [""]
    head = {last[0], last[0].removesuffix("s"), last[0].removesuffix("es")}
    kind = bool(head & _KINDS) or bool(_MADE.search(last[0]))
    return 0 < len(words) <= _WORDS and (kind or is_treatment(each, glossary))


def _on_trial(
    drafts: tuple[ArmDraft, ...], titles: list[Row], glossary: Glossary
) -> Iterator[Told]:
    """What the title says the study is about, for the one arm on trial, where no other has it."""
    trial = [n for n, draft in enumerate(drafts) if draft.role == "experimentalRole"]
    others = {
        name for d in drafts for c in d.components if c.kind == "treatment"
        for name in glossary.names(c.words)
    }  # fmt: skip
    for number, tape in titles if len(trial) == 1 else ():
        for given in studied(tape, glossary):
            if others.isdisjoint(n for each in given for n in glossary.names(each.words)):
                yield trial[0], (given, number)
                return


def studied(tape: Tape, glossary: Glossary) -> Iterator[tuple[Component, ...]]:
    """What a title may be about: what it tells the effects of, else what it opens with."""
    line = tape.line
    for pattern in (_ABOUT, _OPENS):
        match = pattern.match(line)
        if match is None:
            continue
        first = len(line[: match.start("what")].split())
        run = tape.items[first : first + len(match["what"].split())]
        words = {item.form for item in run}
        if pattern is _ABOUT and (named := _effective(tape, run, glossary)):
            yield named
        elif not words & _STUDIED and (given := _given(tape, run, glossary)):
            yield given


def _effective(tape: Tape, run: tuple[Item, ...], glossary: Glossary) -> tuple[Component, ...]:
    """What can have effects because it is given: no trait, no state, no disease of people."""
    words = normal(tape.words(run)).split()
    plain = not set(words) - _PLAIN or words[0] in _NO_NAMES or bool(set(words) & _STUDIED)
    if plain or not 0 < len(words) <= _TITLED or _NOT_GIVEN & {words[-1], words[0]}:
        return ()
    if glossary.looks_like_disease(words[-1]) or re.fullmatch(PEOPLE, words[-1]):
        return ()
    if _UNENDED.search(run[-1].form):
        return ()
    draft = arm_of(tape, run, glossary)
    given = draft.components
    if len(given) > 1 and not all(is_treatment(each, glossary) for each in given):
        given = (component(tape, trim(run)),)
    return given if is_named(draft._replace(components=given)) else ()

"""The treatments that a phrase names: each by its own words, up to how, when and how often.

In: a run of items such as "interleukin-2 every two months plus zidovudine". Out: the items of each
name, and :class:`Component` records that say what kind of thing is received.
"""

import re
from itertools import pairwise

from kg.reading.frozen import Frozen
from kg.reading.phrases import VERBS, depth_zero, forms, split_top, trim
from kg.reading.tape import Item, Tape


class Component(Frozen, frozen=True, gc=False):
    """One thing an arm receives, by the report's words, and where they stand."""

    words: str
    start: int
    end: int
    kind: str  # "treatment", "placebo" or "nothing"


_JOINTS = frozenset({"plus", "with", "+", "and", "combined", "together", "alongside", "adding"})
_NAME_ENDS = frozenset(
    "for composed consisting comprising divided based using via every once twice thrice daily weekly monthly at in on until after before during given administered by per"
    " from over within as followed who which that while to starting beginning each three-times-daily according"
    " added titrated uptitrated up-titrated escalated escalating increasing whereas then auc , ; . :".split()
)
_OFTEN = frozenset("weekly daily monthly".split())
_TREATMENT = frozenset({"treatment", "therapy"})
_HEADS = _TREATMENT | {"combination"}
_BLINDED = frozenset(
    "double-blind double-blinded single-blind single-blinded blinded blind open-label masked double-masked".split()
)
_DOING = frozenset(
    "use take perform attend continue switch undergo consume follow complete wear practise practice drink eat apply start"
    " undertake inhale breathe watch view listen play read".split()
)
_DONE_TO = frozenset("to on in with using receive receiving taking treatment".split())
_LAST = frozenset(
    "for until after before followed over within during at on to while then based composed consisting comprising divided . ;".split()
)
_RATE = frozenset("/ day d daily per week kg".split())
_GROUP, _GROUPS = frozenset({"group", "arm"}), frozenset({"groups", "arms"})
_ASIDE = re.compile(r"\s*\((?:[^()]*\b[nN](?:\s*=|o\.)[^()]*|[\w+-]{1,8})\)\s*(?=\S+$|\()")
_HOW = frozenset(
    "single once-daily twice-daily daily weekly monthly repeated multiple bolus intravenous oral subcutaneous intramuscular"
    " consecutive additional".split()
)
_DOSED = (["V", "of"], ["D", "of"])
_MEASURED = (["of", "V", "of"], ["of", "D", "of"])
_GOES_ON = frozenset("continue continued continuing".split())
_LEADING_ON = frozenset("containing providing delivering supplying".split())
_HEADED = 2
_BLANKS = frozenset("placebo placebos sham vehicle dummy".split())
_RHYTHM = re.compile(
    r"(?:once|twice|thrice|one|two|three|four)-(?:times-)?(?:(?:a|per)-)?(?:daily|weekly|monthly|nightly|day|week|month)"
)
_PORTIONS = frozenset(
    "cycle cycles course courses dose doses infusion infusions injection injections tablet tablets capsule capsules session sessions".split()
)


def treatments(run: tuple[Item, ...]) -> list[tuple[Item, ...]]:
    """The names of what is received together, each up to how, when and how often."""
    names: list[tuple[Item, ...]] = []
    for piece in split_top(_joined(_going_on(depth_zero(run))), _JOINTS):
        name, ended = _name(piece)
        if name and name[0].form not in VERBS:
            names.append(name)
        if ended in _LAST or _is_placed(piece):
            break
    return [name for name in names if not _is_vague(name)] or names


def _going_on(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run behind "to continue with": what is gone on with is what is received."""
    first = 1 if run and run[0].form == "to" else 0
    words = [item.form for item in run[first : first + 2]]
    return run[first + 2 :] if words[1:] == ["with"] and words[0] in _GOES_ON else run


def _is_vague(name: tuple[Item, ...]) -> bool:
    """Whether a name is no more than "double-blind treatment": what it was with is the name."""
    words = {item.form for item in name}
    return not words - _BLINDED - _TREATMENT


def _is_placed(piece: tuple[Item, ...]) -> bool:
    """Whether a piece goes on to say where: what follows an "and" is another place then."""
    after = [b.form for a, b in pairwise(piece) if a.form == "in" and b.form != "the"]
    return bool({"V", "S"} & set(after))


def _joined(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """The run in which "in addition to" is one word that joins treatments."""
    kept: list[Item] = []
    place = 0
    while place < len(run):
        joint = forms(run[place : place + 3]) == "in addition to"
        kept.append(run[place]._replace(form="plus") if joint else run[place])
        place += 3 if joint else 1
    return tuple(kept)


def _name(piece: tuple[Item, ...]) -> tuple[tuple[Item, ...], str]:
    """The items that name one treatment, and the form that ended the name."""
    lead = 0
    while lead < len(piece) and _leads(piece, lead):
        lead += 2 if piece[lead].form in _HEADS else 1
    end = lead
    often = [item.form in _OFTEN for item in piece[lead : lead + 2]] == [True, False]
    if often and "of" not in {item.form for item in piece[lead : lead + 5]}:
        end += 1  # "weekly drops" is a name of its own
    while end < len(piece) and (_goes_on(piece, end) or not _ends(piece[end], first=end == lead)):
        end += 1
    ended = piece[end].form if end < len(piece) else ""
    run = tuple(
        item
        for n, item in enumerate(piece[lead:end], lead)
        if item.form != "in" and not _joins(piece, n)
    )
    return trim(run[:-1] if run and run[-1].form in _LEADING_ON else run), ended


def _goes_on(piece: tuple[Item, ...], place: int) -> bool:
    """Whether a name goes on behind what else would end it: "N. sativa", "treatment as usual"."""
    usual = place and forms(piece[place : place + 2]) == "as usual"
    return bool(usual) or _abbreviates(piece, place)


def _abbreviates(piece: tuple[Item, ...], place: int) -> bool:
    """Whether a point only shortens a name: "N. sativa oil"."""
    before = piece[place - 1].form if place else ""
    return (
        piece[place].form == "."
        and len(before) == 1
        and before.islower()
        and place + 1 < len(piece)
    )


def _joins(piece: tuple[Item, ...], place: int) -> bool:
    """Whether a word is that of "in combination" or "in addition"; a combination may be a name."""
    joint = piece[place].form in {"combination", "addition"}
    return joint and (not place or piece[place - 1].form == "in")


def _leads(piece: tuple[Item, ...], place: int) -> bool:
    form = piece[place].form
    if _is_doing(piece, place) or _is_unit(piece, place) or _leads_portion(piece, place):
        return True
    if form in _HEADS:
        return forms(piece[place + 1 : place + 2]) in {"with", "of"}
    if form in _PORTIONS:
        return forms(piece[place + 1 : place + 2]) == "of"
    if form in {"or", "to", "and"} and place:
        return forms((piece[place - 1], *piece[place + 1 : place + 2])) == "V V"
    return form in {
        "to",
        "combining",
        "intravenously",
        "intramuscularly",
        "subcutaneously",
        "intrathecally",
        "orally",
        "topically",
        "epidurally",
        "using",
        "either",
        "receive",
        "receiving",
        "taking",
        "V",
        "B",
        "D",
        "a",
        "an",
        "the",
    } or (form == "of" and place > 0 and piece[place - 1].form in {"V", "D"} | _PORTIONS)


def _leads_portion(piece: tuple[Item, ...], place: int) -> bool:
    """Whether a word only says how portions were given: "once-daily doses of", "local 5 ml of"."""
    behind = [item.form for item in piece[place + 1 : place + 5]]
    if behind[:2] in _DOSED:
        return True
    how = piece[place].form in _HOW and behind[1:2] == ["of"]
    return (how or behind[1:] in _MEASURED) and behind[0] in _PORTIONS


def _is_doing(piece: tuple[Item, ...], place: int) -> bool:
    """Whether a word only says that something is done: "use drops", "continue to take drops"."""
    form = piece[place].form
    if form in _DONE_TO:
        return bool(place) and piece[place - 1].form in _DOING | _DONE_TO
    return (
        form in _DOING and place + 1 < len(piece) and (not place or piece[place - 1].form == "to")
    )


def _is_unit(piece: tuple[Item, ...], place: int) -> bool:
    """Whether a word is the end of a dose before a name: "5 mg / day of drops"."""
    before = forms(piece[max(0, place - 2) : place]).split()
    if piece[place].form == "/":
        return True
    return before[-1:] == ["/"] or (piece[place].form == "of" and before[:1] == ["/"])


def _ends(item: Item, *, first: bool) -> bool:
    if item.form in _NAME_ENDS - {"in"} or item.form in {"V", "D", "B", "T", "P", "C", "S", "Q"}:
        return True
    return not first and (item.form.endswith("ly") or item.form == "in")


def component(tape: Tape, items: tuple[Item, ...]) -> Component:
    """The component that a name stands for, without the words for its portions and their rhythm."""
    named = _unportioned(items)
    return Component(said(tape, named), named[0].start, named[-1].end, _kind(forms(named)))


def said(tape: Tape, items: tuple[Item, ...]) -> str:
    """The words of a name, without the number or the letters in brackets before its word for a group.

    The word for several groups is that of the list, not of its last member.
    """
    words = tape.words(items)
    if len(items) < _HEADED or items[-1].form not in _GROUP | _GROUPS:
        return words
    plain = _ASIDE.sub(" ", words).replace("  ", " ")
    return (
        plain.rpartition(" ")[0].rstrip() if items[-1].form in _GROUPS and plain != words else plain
    )


def _unportioned(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The name of a treatment alone: "once-weekly IL-2 cycles" is IL-2."""
    first, last = 0, len(items)
    while last > 1 and items[last - 1].form in _PORTIONS:
        last -= 1
    while first + 1 < last and _RHYTHM.fullmatch(items[first].form):
        first += 1
    return items[first:last]


def _kind(words: str) -> str:
    if words.split(maxsplit=1)[0] in {"no", "nothing", "observation", "untreated"}:
        return "nothing"
    return "placebo" if _BLANKS & set(words.split()) else "treatment"

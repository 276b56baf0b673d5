"""Groups that a sentence names without their numbers: behind a verb that allots, or set against.

In: the tape of a sentence. Out: lists of stretches, two or more, each the name of a group:
"randomized to zentarol or placebo", "divided into a diet group and a control group", "zentarol
versus placebo for gout", "to compare zentarol with placebo".
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.reading.group_names import Sized, is_as_usual, is_dose, is_name, trimmed
from kg.reading.measures import PEOPLE
from kg.reading.tape import Item, Tape
from kg.reading.wholes import forms_of, outside

Run = tuple[Item, ...]
_HEADS = frozenset("group groups arm arms".split())
_ALLOTS = re.compile(
    r" (?:randomized|randomly \S+|allocated|assigned|divided|distributed|randomization)\b(?: (?:patients|women|men|participants|subjects|adults|children|S|them|equally|centrally|1:1))?(?: [^\s.;:]+){0,12}? (?:to receive|to undergo|to have|to either|to|into|between|either|in|among) "
)
_CROSSED = re.compile(
    r" (?:received|receive|given|took|consumed|completed|underwent) (?P<names>[^.;]+?) in (?:a |an )?(?:random|randomized|counterbalanced|randomly assigned) (?:order|sequence|fashion)"
)
_COMPARE = re.compile(
    r" (?:to compare|we compared?|compares|study compared|trial compared|comparing|comparison of|comparison between) (?:the )?"
    r"(?:(?:[^\s.;,]+ ){0,8}?(?:of|between|with) (?=.* (?:with|versus|vs|and|to|or) ))?(?P<a>[^.;:]+?)"
    r" (?:with|versus|vs|to that of|to those of|with that of|with those of|and|to|or) (?P<b>[^.;:]+)"
)
_VERSUS = re.compile(r" (?P<a>[^.;:]+?) (?:versus|vs) (?P<b>[^.;:]+)")
_OF_PLACEBO = re.compile(
    r" (?:trial|study|comparison|evaluation) of (?P<a>[^.;:]+?) (?:and|versus|vs|or|against) (?:a |the |matching )?(?P<b>placebos?)(?= )"
)
_THIRD = re.compile(r" (?:and|or) (?:versus|vs|against|to|with) (?:an? |the )?[^\sA-Z]")
_STOPS = frozenset(
    "for in on at after before during among as who which whose when while whereas until every daily weekly"
    " once twice using by from over within following followed was were is are has have had will would may"
    " can could did does resulted resulted on plus/minus regarding given administered added with: then"
    " respectively because since prior according per of:".split()
)
_OFFERED = re.compile(
    r" (?:(?:received|receiving|receive|given|got|took|taking|consumed|ingested|administered|treated with|treatment with|underwent|undergoing|offered|injected with)"
    r"(?: (?!no |or )[^\sA-Z.;,:()]+ of)?(?: either)?|either) (?=.* or )"
)
_CONTROLS = frozenset(
    "placebo placebos sham vehicle no saline control observation usual standard conventional routine".split()
)
_MEASURED = re.compile(r" (?:in|between|among|of) [^.;:]*? (?:groups?|arms?) ")
_OPENING = re.compile(
    rf"^(?:.* )?(?:efficacy|effects?|effectiveness|safety|impact|outcomes?|comparing|evaluating|trials? of|study of|use of|role of|value of|comparison of|benefits? of|tolerability|results?|influence of|that|whether|between|receiving|with|of|by|using|via|treated|(?:{PEOPLE})) "
)
_ENDS = frozenset({",", "D", "T", "P", "C", "S", "–", "—"})
_DULL = frozenset(
    "baseline men women before after groups two three it they that those"
    " this no difference results other others each both other-group either placebo-controlled groups arms"
    " time first second end half rates rate due lower higher more less than function values".split()
)
_NEVER = frozenset(
    "we rate rates compare compared induced difference differences outcome outcomes survival response"
    " prognosis quality risk incidence results whether evaluate assess".split()
)
_PURPOSES = frozenset(
    "reduce improve increase prevent promote enhance determine identify help develop explore".split()
)
_DELIVERED = frozenset("delivered administered via".split())
_FEW, _WORDS, _WORDY = 5, 8, 30


def named(tape: Tape) -> Iterator[tuple[Sized, ...]]:
    """The lists of names that a sentence gives to groups that people were allotted to."""
    forms = list(forms_of(tape))
    line = f" {' '.join(forms)} "
    if crossed := _CROSSED.search(line):
        first = len(line[: crossed.start("names")].split())
        run = outside(tape.items[first : first + len(crossed["names"].split())])
        pieces = _pieces(run, {"and", "or", "versus", "vs"})
        found = tuple(Sized(trimmed(_up_to_stop(piece)), 0) for piece in pieces)
        if len(found) > 1 and all(each.run and _fits(each) for each in found):
            yield found
            return
    for match in _ALLOTS.finditer(line):
        first = len(line[: match.end()].split())
        found = _alternatives(tape.items[first : first + 60])
        if found:
            yield found
            return


def offered(tape: Tape) -> Iterator[tuple[Sized, ...]]:
    """The lists of what people got that end in an "or", one of it placebo or another control."""
    forms = list(forms_of(tape))
    line = f" {' '.join(forms)} "
    for match in _OFFERED.finditer(line):
        first = len(line[: match.end()].split())
        found = _alternatives(tape.items[first : first + 60])
        if any(_CONTROLS & {each.run[0].form, each.run[-1].form} for each in found):
            yield found
            return


def compared(tape: Tape) -> Iterator[tuple[Sized, ...]]:
    """The two names that a title or a purpose sets against one another."""
    flat = outside(tape.items)
    line = f" {' '.join(item.form for item in flat)} "
    for pattern in (_VERSUS, _COMPARE, _OF_PLACEBO):
        match = pattern.search(line)
        if match is None or _MEASURED.search(line, match.start("b")):
            continue
        if _THIRD.search(line, match.start("b")):
            continue
        runs = [_within(flat, line, match.start(g), match.end(g)) for g in ("a", "b")]
        first = _up_to_delivery(runs[0]) if pattern is _COMPARE else runs[0]
        pair = (_from_opening(first), _up_to_stop(runs[1]))
        found = tuple(Sized(trimmed(run), 0) for run in pair)
        told = all(each.run and _fits(each) for each in found)
        if told and len({_key(e) for e in found}) > 1 and not _is_kind(runs[1], *found):
            yield found
            return


def _is_kind(written: Run, first: Sized, second: Sized) -> bool:
    """Whether the second name is only the kind of the first: "a new app against an app"."""
    words = {item.form for item in second.run}
    return written[0].form in {"a", "an"} and words <= {item.form for item in first.run}


def _within(flat: Run, line: str, start: int, end: int) -> Run:
    first = len(line[:start].split())
    return flat[first : first + len(line[start:end].split())]


def _key(each: Sized) -> str:
    return " ".join(
        f"{item.form}{item.value.written}" if item.form == "V" else item.form for item in each.run
    )


def _alternatives(items: Run) -> tuple[Sized, ...]:
    """The names behind a verb that allots, up to the end of the sentence or of their list."""
    whole = outside(items)
    flat = _behind_count(whole)
    counted = len(flat) < len(whole) and whole[len(whole) - len(flat) - 1].form in {",", ":"}
    end = next((n for n, item in enumerate(flat) if n and item.form in {".", ";"}), len(flat))
    flat = flat[:end]
    joints = {"or", "versus", "vs"}
    if not any(item.form in joints for item in flat[:_WORDY]):
        heads = sum(item.form in _HEADS for item in flat)
        joints = {"and"} if heads or counted else set()
    pieces = _pieces(flat, joints)
    found = tuple(Sized(trimmed(_up_to_stop(piece)), 0) for piece in pieces)
    told = all(each.run and (_fits(each) or (n and is_dose(each))) for n, each in enumerate(found))
    good = told and len({_key(e) for e in found}) == len(found)
    return found if good and 1 < len(found) <= _FEW else ()


def _behind_count(flat: Run) -> Run:
    """The names behind "two groups:" or "one of two groups,"."""
    for n, item in enumerate(flat[:12]):
        if item.form == "either":
            return flat[n + 1 :]
        if item.form in {"groups", "arms", "treatments", "regimens"} and n + 1 < len(flat):
            return flat[n + 2 :] if flat[n + 1].form in {":", ",", ";"} else flat[n + 1 :]
        if item.form == ":":
            return flat[n + 1 :]
    return flat


def _pieces(flat: Run, joints: set[str]) -> list[Run]:
    """The pieces between the joints; commas part them too where the last piece has one before it."""
    cuts = [n for n, item in enumerate(flat) if item.form in joints]
    if not cuts:
        return []
    listed = len(cuts) == 1 and cuts[0] and flat[cuts[0] - 1].form == ","
    if listed:
        cuts = [*(n for n, item in enumerate(flat[: cuts[0]]) if item.form == ","), *cuts]
    edges = [-1, *cuts, len(flat)]
    pieces = [flat[a + 1 : b] for a, b in pairwise(edges)]
    return [piece for piece in pieces if trimmed(piece)] if listed else pieces


def _up_to_stop(run: Run) -> Run:
    end = next(
        (
            n
            for n, item in enumerate(run)
            if n
            and (item.form in _STOPS or item.form in _ENDS or _is_dash(run, n))
            and not is_as_usual(run, n)
        ),
        len(run),
    )
    return run[:end]


def _is_dash(run: Run, place: int) -> bool:
    """Whether two hyphens stand for a dash: what follows is no part of a name."""
    return [item.form for item in run[place : place + 2]] == ["-", "-"]


def _from_opening(run: Run) -> Run:
    """The run behind what opens a title: "effects of", "a trial comparing"."""
    line = " ".join(item.form for item in run) + " "
    match = _OPENING.match(line)
    rest = run[len(match.group().split()) :] if match else run
    last = max((n for n, item in enumerate(rest) if item.form == ","), default=-1)
    return rest[last + 1 :]


def _up_to_delivery(run: Run) -> Run:
    """A name without how it was given: "drops delivered by a nurse"."""
    return run[: next((n for n, item in enumerate(run) if n and item.form in _DELIVERED), len(run))]


def _fits(each: Sized) -> bool:
    words = [item.form for item in each.run]
    words = words[1:] if words[0] == "no" and len(words) > 1 else words
    dull = _DULL & {words[0], words[-1]} or _NEVER & set(words) or words[0] in _PURPOSES
    return is_name(each) and len(words) <= _WORDS and not dull

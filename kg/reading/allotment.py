"""What people were allotted to: the names behind a verb that allots them, as one list.

In: the tape of a sentence. Out: lists of stretches, two or more, each the name of a group, and
whether the sentence itself bears the list out by saying how many groups there were: "randomized to
zentarol or placebo", "divided into two groups: a diet and a control group", "assigned to one of
three arms (drops; tablets; no treatment)". Of several ways to cut a list the one that fits is
taken: all of it names, as many as announced.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from kg.reading.frozen import Frozen
from kg.reading.group_codes import ended_by_codes, is_letter
from kg.reading.group_names import Sized, is_as_usual, is_dose, is_name, trimmed
from kg.reading.measures import PEOPLE
from kg.reading.tape import Item, Tape
from kg.reading.wholes import depths, form_of, forms_of, outside, size_of, without_clauses

Run = tuple[Item, ...]


class Listed(Frozen, frozen=True, gc=False):
    """Names that stand in one list; ``announced`` where the sentence says how many there are."""

    names: tuple[Sized, ...]
    announced: bool


_VERB = re.compile(
    r" (?:randomized(?! (?:,|\)|trials?|controlled|double|clinical|placebo|single|open|cross|multi|prospective|phase|parallel|stud|design|evaluation|comparison|treatment|experiment|pilot|blind|feasibility|intervention|pragmatic|non))"
    r"|randomly(?! selected(?! to (?:receive|undergo) ))|randomization(?= (?:to|was|of|between|into|\())|allocated|assigned|divided|distributed|split|separated)(?= )"
)
_LINK = re.compile(
    r" (?P<link>to (?:receive|undergo|have|either|follow|take|use|get|be given|be treated with|undertake|continue|participate in)|to|into|between|among|either|receiving|given|treated with|(?<=randomly )with"
    r"|(?:in|as|over)(?= (?:a |one |the |of |either )*(?:V|Q|following) )) (?=.)"
)
_HEADS = (
    r"(?:groups?|arms?|treatments?|regimens?|conditions?|interventions?|categories|cohorts?|strategies|medications"
    r"|sequences?|programs?|programmes?|protocols?|diets?|schedules|options|modalities|therapies|methods|techniques|approaches|drugs)"
)
_ANNOUNCED = re.compile(
    rf" (?:V of (?=(?:the |these |our |following )+V ))?(?:either |one |each |any |of |in |receive |the |these |our |equal |following |a )*(?P<n>V|Q|S|following)(?: of(?: the| these| our)+)?(?: (?!or |and |versus |vs |of |to |in |with )[^\sA-Z.;,:()]+){{0,3}} (?P<head>{_HEADS}) (?:(?:of|with) (?:S|V)(?: (?:{PEOPLE}))?(?: each)? )?(?:(?:according to|based on|by|depending on) [^.;:]{{0,60}} (?=:|, namely))?"
    r"(?P<then>(?:(?:as follows|namely|designated as|of|with|which were|were|:|,|;|-|–|—|to receive|(?:and|who|that) (?:received|(?:were|was) (?:given|treated with))|receiving|either|in which|for) )*)(?=\S)"
)
_SAID = re.compile(
    rf" (?P<n>V|S)(?: (?!or |and |versus |vs |of |to |in |with )[^\sA-Z.;,:()]+){{0,2}} {_HEADS}"
    rf"(?: (?:of|with) (?:S|V)(?: (?:{PEOPLE}))?)?(?: each)?(?: ,)?(?: each (?:of|with|containing|including|comprising) (?:S|V))?(?: ,)?"
    r" (?:as follows :?|namely|:|(?:were|was) (?:given|treated with)|received|receiving|who received|to receive|(?=\()) "
)
_GROUPS = r"(?P<n>V|Q|S)(?: (?!or |and |of |to |in |with )[^\sA-Z.;,:()]+){0,3}? (?:groups|arms)"
_HEAD = frozenset("group groups arm arms condition conditions".split())
_SEVERAL = frozenset({"groups", "arms"})
_JOINTS: tuple[frozenset[str], ...] = (
    frozenset({"or", "versus", "vs"}),
    frozenset({"and"}),
    frozenset({";"}),
    frozenset({";", "and"}),
    frozenset({",", "and"}),
    frozenset({"and", "or", "versus", "vs"}),
    frozenset({","}),
)
_STOPS = frozenset(
    "for in on at after before during among as who whom which whose when while whereas until every daily weekly"
    " once twice using by from over within following followed regarding given administered added then"
    " respectively because since prior according per of: containing consisting comprising comprised"
    " including delivered designed stratified provided offered prescribed matched applied initiated"
    " starting beginning targeting aimed focusing that through via each comprised included contained consisted".split()
)
_FINITE = frozenset(
    "was were is are has had have did will would may can could received underwent took"
    " performed completed participated consumed got attended showed".split()
)
_ENDS = _STOPS | _FINITE
_ONE = frozenset(
    "one the other another first second third a an half remaining rest others of group arm in with to receiving"
    " receive received given treated undergoing underwent undergo by who that which were was either subjects"
    " patients participants women men taking allocated assigned randomized managed got had including consume consuming use using equal".split()
)
_DULL = frozenset(
    "baseline men women before after groups two three it they that those this difference results"
    " each both other-group placebo-controlled arms time end half rates rate due more less than function"
    " values study trial center centers sites site research age sex gender stage ratio 1:1 fashion manner"
    " years months weeks days not".split()
)
_NEVER = frozenset(
    "we rate rates compare compared induced difference differences outcome outcomes survival response"
    " prognosis risk incidence results whether evaluate assess hospital university between strata stratum"
    " block blocks computer envelopes randomization consume remain respond test option continued continue undergo"
    " be their also where there visit visits treated".split()
)
_BARE = frozenset("condition intervention treatment groups arms therapy patients control".split())
_BETWEEN = frozenset(", ; and or versus vs".split())
_FEW, _WORDS, _AHEAD, _WORDY, _TITLE, _MANY, _PAIR = 6, 8, 44, 40, 4, 14, 2


def allotted(tape: Tape) -> Iterator[Listed]:
    """The lists of names to which a sentence allots people, the first that can be read first."""
    forms = list(forms_of(tape))
    line = f" {' '.join(forms)} "
    for verb in _VERB.finditer(line):
        behind = line[verb.end() : verb.end() + 900]
        stop = re.search(r" \. ", behind)
        for link in _LINK.finditer(behind[: stop.start() + 1] if stop else behind):
            first = len(line[: verb.end()].split()) + len(behind[: link.end()].split())
            if first - len(line[: verb.end()].split()) > _AHEAD:
                break
            between = link["link"] in {"between", "among"}
            if found := _listed(tape.items[first : first + 90], between=between):
                yield found
                return


def announced(tape: Tape) -> Iterator[Listed]:
    """The list of as many names as a sentence says there are groups, whatever the verb before it."""
    line = f" {' '.join(forms_of(tape))} "
    for told in _SAID.finditer(line):
        count = _count(tape.items[len(line[: told.start("n")].split())])
        first = len(line[: told.end()].split())
        names = _of_count(tape.items[first : first + 90], count) if count else ()
        if names:
            yield Listed(names, announced=True)
            return


def announced_in(rows: list[tuple[int, Tape]]) -> int:
    """How many groups the report says that people were allotted to; none where it says so twice.

    What names fewer is no list of them.
    """
    told = [hit for _, tape in rows if _VERB.search(tape.line) for hit in tape.hits(_GROUPS)]
    counts = {count for hit in told if (count := _count(hit.items("n")[0]))}
    return counts.pop() if len(counts) == 1 else 0


def _listed(items: Run, *, between: bool) -> Listed | None:
    """The list that begins with a stretch: as many names as announced, else alternatives."""
    line = f" {' '.join(form_of(item) for item in items)} "
    if told := _ANNOUNCED.match(line):
        place = len(line[: told.start("n")].split())
        first = len(line[: told.end("head")].split())
        count = _count(items[place])
        if told["then"].strip() or (items[first : first + 1] and items[first].form == "("):
            names = _of_count(items[len(line[: told.end()].split()) :], count)
            return Listed(names, announced=count is not None) if names else None
        return None
    if items[:1] and items[0].form == ":":
        names = _of_count(items[1:], None)
        return Listed(names, announced=True) if names else None
    if names := _by_brackets(items):
        return Listed(names, announced=True)
    names = _alternatives(items, between=between)
    return Listed(names, announced=False) if names else None


def _count(item: Item) -> int | None:
    """How many groups a number announces; "one of three" announces three."""
    value = getattr(item.value, "denominator", None) or getattr(item.value, "value", None)
    count = value or getattr(item.value, "count", None)
    return int(count) if count and 1 < count <= _FEW else None


def _of_count(items: Run, count: int | None) -> tuple[Sized, ...]:
    """The names behind the word for their groups, in brackets or not: as many as announced."""
    bracketed = _by_brackets(items) or _by_numbers(items) or _by_asides(items, count)
    stretches = [_sentence(outside(items)), without_clauses(_sentence(outside(items)))]
    if items[:1] and items[0].form == "(":
        stretches.insert(0, _within(items))
    for run in stretches:
        ways = [
            bracketed,
            _told(_by_letter(run)),
            *(_names(run, joints) for joints in _JOINTS),
        ]
        names = max(ways, key=len) if count is None else ()
        if found := next((each for each in ways if len(each) == count), names):
            return found
    return ()


def _by_letter(run: Run) -> list[Run]:
    """The pieces that each begin with the letter of their group: "group A got X, group B got Y"."""
    cuts = [n for n in range(len(run)) if run[n].form in {"group", "arm"} and is_letter(run, n + 1)]
    told = {run[n + 1].form if run[n + 1].form != "V" else str(run[n + 1].value) for n in cuts}
    return [run[a:b] for a, b in pairwise([*cuts, len(run)])] if len(told) == len(cuts) else []


def _by_brackets(items: Run) -> tuple[Sized, ...]:
    """The names that each end in the code of their group: "drops (group A), drops, tea (group B)"."""
    found = tuple(_coded(run, code) for run, code in ended_by_codes(items))
    fit = all(
        each.run and (_fits(each, _MANY) or (n and is_dose(each))) for n, each in enumerate(found)
    )
    return found if fit and len({_key(each) for each in found}) == len(found) else ()


def _by_asides(items: Run, count: int | None) -> tuple[Sized, ...]:
    """As many names as announced, each with brackets behind it: "drops and tea (Dropta), drops (Drop)"."""
    deep = depths([item.form for item in items])
    end = next((n for n, i in enumerate(items) if n and i.form == "." and not deep[n]), len(items))
    opened = [n for n in range(end) if items[n].form == "(" and not deep[n]]
    closed = [n for n in range(end) if items[n].form == ")" and not deep[n]]
    behind = {items[n + 1].form for n in closed if n + 1 < end}
    if len(opened) != count or len(closed) != count or behind - _BETWEEN:
        return ()
    pieces = [items[a:b] for a, b in zip([0, *(n + 1 for n in closed)], opened, strict=False)]
    named = all(_letters(items[a + 1 : b]) for a, b in zip(opened, closed, strict=True))
    found = tuple(_coded(run, ()) for run in pieces)
    return found if named and all(each.run and _fits(each, _MANY) for each in found) else ()


def _letters(run: Run) -> bool:
    """Whether a bracket holds no more than one or two words: another name."""
    return 0 < len(run) <= _PAIR and all(item.form[0].islower() for item in run)


def _by_numbers(items: Run) -> tuple[Sized, ...]:
    """The names that each stand behind their number in brackets: "(i) no drops, control; (ii) drops"."""
    end = next((n for n, item in enumerate(items) if item.form == "." and n), len(items))
    marks = [n for n in range(end - 2) if _is_mark(items, n)]
    told = {(items[n + 1].form, str(items[n + 1].value)) for n in marks}
    if not marks or marks[0] > 1 or len(told) < len(marks):
        return ()
    pieces = [outside(items[a + 3 : b]) for a, b in pairwise([*marks, end])]
    return _told([trimmed(piece) for piece in pieces])


def _is_mark(items: Run, place: int) -> bool:
    """Whether a number, a letter or a Roman numeral stands alone in brackets at a place."""
    around = items[place].form == "(" and items[place + 2].form == ")"
    return around and is_letter(items, place + 1)


def _coded(run: Run, code: Run) -> Sized:
    """A name with the code of its group; its commas join what is given together."""
    colon = max((n + 1 for n, item in enumerate(run) if item.form == ":"), default=0)
    flat = trimmed(_led_off(trimmed(outside(run[colon:]))))
    flat = tuple(i for n, i in enumerate(flat) if i.form != "," or not _is_joint(flat, n + 1))
    plus = (item._replace(form="and") if item.form == "," else item for item in flat)
    return Sized(trimmed(_up_to_stop(tuple(plus))), 0, code)


def _is_joint(run: Run, place: int) -> bool:
    return place < len(run) and run[place].form in {"and", "plus", "with"}


def _within(items: Run) -> Run:
    """What stands in the brackets that open a stretch, without what stands in others within."""
    deep = depths([item.form for item in items])
    end = next((n for n in range(1, len(items)) if items[n].form == ")" and not deep[n]), 0)
    return outside(items[1:end])


def _sentence(flat: Run) -> Run:
    """A stretch up to its full stop; the one behind a letter abbreviates a word: "N. sativa"."""
    ends = (n for n, i in enumerate(flat) if n and i.form == "." and not _abbreviates(flat[n - 1]))
    return flat[: next(ends, len(flat))]


def _abbreviates(item: Item) -> bool:
    return len(item.form) == 1 and item.form.islower()


def _alternatives(items: Run, *, between: bool) -> tuple[Sized, ...]:
    """The names on both sides of an "or", up to the end of the sentence."""
    flat = without_clauses(_sentence(outside(items)))
    end = next((n for n, item in enumerate(flat) if n and item.form in {";", ":"}), len(flat))
    flat = flat[:end]
    joints = _JOINTS[0]
    if not any(item.form in joints for item in flat[:_WORDY]):
        heads = sum(item.form in _HEAD for item in flat[:_WORDY])
        if _is_between(flat):
            flat = flat[: 1 + next(n for n, item in enumerate(flat) if item.form in _SEVERAL)]
        joints = frozenset({"and"}) if heads > 1 or between or _is_between(flat) else frozenset()
    return _names(flat, joints) if joints else ()


def _is_between(flat: Run) -> bool:
    """Whether two groups stand with one word for both: "drops and placebo groups"."""
    heads = [n for n, item in enumerate(flat[:_WORDY]) if item.form in _SEVERAL]
    return bool(heads) and any(item.form == "and" for item in flat[: heads[0]])


def _names(run: Run, joints: frozenset[str]) -> tuple[Sized, ...]:
    """The names between joints, where they name groups."""
    pieces = _clauses_off(_pieces(run, joints))
    return _told(pieces)


def _told(pieces: list[Run]) -> tuple[Sized, ...]:
    """The names that pieces are; none where one of them is no name, or two are one."""
    found = tuple(map(_named, pieces))
    if not 1 < len(found) <= _FEW or not all(each.run for each in found):
        return ()
    if any(piece[-1].form in {"with", "for", "and"} for piece in pieces):  # "with or without"
        return ()
    told = all(_fits(each) or is_dose(each) for each in found) and any(map(_fits, found))
    return found if told and len({_key(each) for each in found}) == len(found) else ()


def _named(piece: Run) -> Sized:
    """The name that a piece is; what stands before its colon is another name: "group A: drops"."""
    colon = next((n for n, item in enumerate(piece) if item.form == ":"), 0)
    before, behind = piece[:colon], piece[colon + 1 if colon else 0 :]
    if not trimmed(behind) or len(before) > _TITLE:
        before, behind = (), piece
    name = _led_off(behind)
    lead = behind[: len(behind) - len(name)]
    return Sized(_singular(trimmed(_up_to_stop(name))), 0, before or _lettered(lead))


def _singular(run: Run) -> Run:
    """A name without the word for groups that it shares with those before it: "placebo groups"."""
    return run[:-1] if len(run) > 1 and run[-1].form in _SEVERAL else run


def _lettered(lead: Run) -> Run:
    """The letter of a group where that leads to what it got: "group A underwent"."""
    for n, item in enumerate(lead[:-1]):
        if item.form in {"group", "arm"} and is_letter(lead, n + 1):
            return lead[n : n + 2]
    return ()


def _pieces(run: Run, joints: frozenset[str]) -> list[Run]:
    """The pieces between the joints; commas part them too where the last joint ends a row."""
    cuts = [n for n, item in enumerate(run) if item.form in joints]
    if not cuts:
        return []
    before = [n for n, item in enumerate(run[: cuts[0]]) if item.form == ","]
    row = bool(before) and "," not in joints
    if row and ((len(cuts) == 1 and cuts[0] - 1 in before) or _is_row(run, before, cuts[0])):
        cuts = sorted({*before, *cuts})
    edges = [-1, *cuts, len(run)]
    pieces = [run[a + 1 : b] for a, b in pairwise(edges)]
    return [piece for piece in pieces if trimmed(piece)]


def _is_row(run: Run, commas: list[int], last: int) -> bool:
    """Whether short names stand between commas: "drops, tablets or placebo"."""
    edges = [-1, *commas, last]
    return all(1 < b - a <= _WORDS for a, b in pairwise(edges)) and not any(
        item.form in _ENDS for item in run[:last]
    )


def _clauses_off(pieces: list[Run]) -> list[Run]:
    """The pieces up to one that is a clause of its own: "and follow-up was done"."""
    for n, piece in enumerate(pieces):
        ends = [item.form for item in _led_off(piece)[1:] if item.form in _ENDS]
        if n > 1 and ends and ends[0] in _FINITE:
            return pieces[:n]
    return pieces


def _led_off(piece: Run) -> Run:
    """A piece without "one group received" before its name."""
    first = 0
    while first < len(piece) - 1 and _leads(piece, first):
        first += 1
    words = [item.form for item in piece[:first]]
    keep = first and not set(words) - {"the", "a", "an"}
    return piece[first:] if first and not keep else piece


def _leads(piece: Run, place: int) -> bool:
    """Whether a word only leads to a name; a letter or number does behind "group"."""
    lettered = bool(place) and piece[place - 1].form in {"group", "arm"} and is_letter(piece, place)
    single = not place and size_of(piece[place]) is None and piece[place].form == "V"
    return piece[place].form in _ONE or lettered or (single and not is_dose(Sized(piece[:1], 0)))


def _up_to_stop(run: Run) -> Run:
    ends = _STOPS | _FINITE | {",", "D", "T", "P", "C", "S", "Q", ";", ":"}
    end = (n for n, i in enumerate(run) if n and i.form in ends and not is_as_usual(run, n))
    return run[: next(end, len(run))]


def _fits(each: Sized, most: int = _WORDS) -> bool:
    words = [item.form for item in each.run]
    last = words[-2] if len(words) > 1 and words[-1] in _HEAD else words[-1]
    dull = _DULL & {words[0], last} or _NEVER & set(words) or len(words[0]) == len(words) == 1
    people = re.fullmatch(rf"(?:{PEOPLE})", words[0])
    whole = each._replace(run=each.run[1:]) if words[0] == "total" and len(words) > 1 else each
    return is_name(whole) and len(words) <= most and not dull and not people


def _key(each: Sized) -> str:
    return " ".join(
        f"{item.form}{item.value.written}" if item.form == "V" else item.form for item in each.run
    )

"""The names of groups: what may be one, where it begins and ends, and the number beside it.

In: stretches of a sentence. Out: :class:`Sized` names, cleaned of what only joins or lists them;
what tells of something else than a group is none.
"""

import re
from decimal import Decimal
from itertools import pairwise

from kg.reading.frozen import Frozen
from kg.reading.tape import Item, Tape
from kg.reading.wholes import depths, form_of, forms_of, size_of

_LONG, _ROUNDED = 16, 2
NUMBERS = frozenset({"S", "V", "Q"})
OPENERS = frozenset(
    "i.e. namely , ; : and or versus vs v compared with to in into the a an either while whereas than for those on"
    " receive receiving received given randomly randomized assigned allocated undergo undergoing treated both".split()
)
_CLOSERS = OPENERS | {"-", "("}
_LETTER = re.compile("[a-z]")
_REGIMEN = frozenset("every for daily once twice over during given administered until".split())
GROUP_HEAD = frozenset({"group", "groups", "arm", "arms"})
_NO_NAMES = frozenset(
    "men women male female males females responders nonresponders non-responders yes positive negative"
    " baseline stage grade died alive deaths events event smokers nonsmokers year years months weeks days"
    " old young node-positive node-negative premenopausal postmenopausal responded total overall all mean"
    " median completed lost withdrawn withdrew excluded screened eligible each sd se ci respectively score"
    " scores rate rates respondents visits visit age aged time times hours samples eyes sites centers centres groups arms courses cycles sessions doses injections studies trials agreed times cohorts subgroups phases stages periods clusters enrolled assessable evaluable recruited included randomized analysed followed".split()
)
_NOTHING = frozenset("with without to where which that these those for by".split())
_NO_PARTS = frozenset(
    "were was had is are who has have did agreed died completed showed experienced developed"
    " failed withdrew responded relapsed reported achieved contained comprised consisted included".split()
)

_CODED = frozenset({"group", "arm", "cohort"})
_CODE = re.compile(r"V|[a-d]|i{1,3}|iv|@\S+")
_LETTERED = frozenset("vitamin hepatitis factor toxin type influenza".split())
_BLANKS = frozenset({"placebo", "vehicle", "saline", "control", "no"})
_OF_PEOPLE = frozenset(
    "mean age aged male males female females women men years sd range in of and".split()
)
_CLUSTERS = re.compile(
    r" (?:clusters?|practices|schools|villages|clinics|hospitals|centers|wards|communities|classes|sites|homes|units) "
)


class Sized(Frozen, frozen=True, gc=False):
    """A stretch that names a group, and the number of its people; other names beside it.

    ``share`` is the percentage that stands beside the number; ``declared`` says that it was
    written as "n ="; ``within`` is the name that stands in brackets with the number.
    """

    run: tuple[Item, ...]
    size: int
    also: tuple[Item, ...] = ()
    share: Decimal | None = None
    declared: bool = False
    within: tuple[Item, ...] = ()


class Row(Frozen, frozen=True, gc=False):
    """A sentence: its items, their forms, how deep each stands in parentheses."""

    items: tuple[Item, ...]
    forms: tuple[str, ...]
    deep: tuple[int, ...]

    def line(self, first: int, last: int) -> str:
        """The forms of a stretch on one line."""
        return f" {' '.join(self.forms[max(0, first) : last])} "


Found = tuple[Sized, ...]


def row_of(tape: Tape) -> Row:
    """The sentence as a row; brackets around several groups with their numbers are opened."""
    items = tape.items
    deep = depths([item.form for item in items])
    for n, item in enumerate(items):
        if item.form != "(" or deep[n]:
            continue
        close = next((m for m in range(n + 1, len(items)) if deep[m] == 0), len(items))
        if sum(deep[m] > 1 and is_declared(items[m]) for m in range(n, close)) > 1:
            within = (item._replace(form=":"), *items[n + 1 : close])
            tape = Tape(tape.text, (*items[:n], *within, *items[close + 1 :]))
            deep = depths([item.form for item in tape.items])
            break
    return Row(tape.items, forms_of(tape), tuple(deep))


def are_groups(found: Found) -> bool:
    """Whether a list names groups: all by names, none twice, shares that make up the whole."""
    names = [" ".join(_spelled(item) for item in each.run) for each in found]
    named = [each for each in found if is_name(each)]
    opens = found[0] in named or all({i.form for i in each.run} & _BLANKS for each in named)
    told = bool(named) and opens and all(each in named or is_dose(each) for each in found)
    return len(set(names)) == len(names) and told and _is_partition(found)


def of_clusters(line: str) -> bool:
    """Whether a line of forms tells of clusters: practices, schools, wards. They are no people."""
    return bool(_CLUSTERS.search(line))


def is_dose(each: Sized) -> bool:
    """Whether a stretch is a dose of what was named before it: "74 Gy in 37 fractions"."""
    return bool(each.run) and form_of(each.run[0]) == "W"


def _spelled(item: Item) -> str:
    """The form of an item, with the number itself for a value."""
    return f"{item.form}{item.value.written}" if item.form == "V" else item.form


def _is_partition(found: Found) -> bool:
    """Whether the percentages beside the numbers, where there are any, make up the whole."""
    shares = [each.share for each in found if each.share is not None]
    rest = abs(sum(shares, Decimal(-100)))
    return not shares or (len(shares) == len(found) and rest <= _ROUNDED)


def is_name(each: Sized) -> bool:
    """Whether a stretch can name a group: words, not too many, none that tells of something else."""
    words = [item.form for item in each.run if item.form not in {"(", ")"}]
    if not words or len(words) > _LONG or {"P", "C", "B", "="} & set(words):
        return False
    plain = [word for word in words if _LETTER.search(word)]
    if set(plain) <= _NOTHING:
        return False
    return bool(plain) and not _NO_NAMES & {words[-1], plain[0]} and not _NO_PARTS & set(words)


def trimmed(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """A run without joiners before it, signs behind it, and numbers that only list it."""
    first, last = 0, len(items)
    while first < last - 1 and items[first].form in OPENERS:
        first += 1
    listed = [item.form for item in items[first : first + 3]]
    if listed[:1] in (["V"], ["D"]) and listed[2:] == ["of"] and last - first > len(listed):
        return trimmed(items[first + len(listed) : last])
    if listed[:1] == ["("] and listed[2:] == [")"] and last - first > len(listed):
        return trimmed(items[first + len(listed) : last])
    while last > first + 1 and items[last - 1].form in _CLOSERS:
        if items[last - 2].form in GROUP_HEAD | _LETTERED and items[last - 1].form in {"a", "v"}:
            break
        last -= 1
    return items[first:last]


def cut(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A name without how often and how long it was given."""
    end = next((n for n, item in enumerate(run) if n and item.form in _REGIMEN), len(run))
    return run[:end]


def is_as_usual(run: tuple[Item, ...], place: int) -> bool:
    """Whether "as usual" stands at a place: it is part of a name."""
    return [item.form for item in run[place : place + 2]] == ["as", "usual"]


def coded(run: tuple[Item, ...]) -> tuple[Item, ...]:
    """A name that ends in the code of its group, no more than that: "as group R"."""
    head, code = ([item.form for item in run[-2:]] + ["", ""])[:2]
    return run[-2:] if head in _CODED and _CODE.fullmatch(code) else run


def is_declared(item: Item) -> bool:
    """Whether a number was written as "n ="."""
    return item.form == "S" and item.value.written[:1] in {"n", "N"}


def people_of(item: Item) -> int | None:
    """The people of a group; a count out of others is no group."""
    return None if item.form == "Q" and item.value.denominator else size_of(item)


def share_of(row: Row, place: int) -> Decimal | None:
    """The percentage that a number has beside it."""
    if row.forms[place] == "Q":
        return row.items[place].value.value  # type: ignore[no-any-return]
    behind = row.items[place + 1 : place + 4]
    if len(behind) == len("(W)") and behind[0].form == "(" and row.forms[place + 2] == "W":
        return behind[1].value.value  # type: ignore[no-any-return]
    return None


def by_brackets(found: Found) -> Found:
    """The groups of a list under the names that stand in brackets with their numbers."""
    return tuple(each._replace(run=each.within, also=()) for each in found)


def name_within(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The first name among what stands in brackets between commas: "n = 28; group G2"."""
    cuts = [-1, *(n for n, item in enumerate(items) if item.form in {",", ";", ":"}), len(items)]
    pieces = (items[a + 1 : b] for a, b in pairwise(cuts))
    return next((piece for piece in pieces if piece and all(map(_is_word, piece))), ())


def _is_word(item: Item) -> bool:
    return bool(re.match(r"[a-z]", item.form)) and item.form not in _OF_PEOPLE

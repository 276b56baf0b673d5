"""Groups that a sentence names with their numbers of people, in any of the ways that is done.

In: the tape of a sentence. Out: lists of :class:`~kg.reading.group_names.Sized`, two or more names each with its number:
"zentarol (n = 44) or placebo (n = 43)", "44 to zentarol and 43 to placebo", "(44 zentarol, 43
placebo)", "44 and 43 in the zentarol and placebo groups, respectively", "two groups of 43 each".
A name is the stretch of the sentence that stands for it; what it means is settled by the roster.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kg.reading.group_names import (
    GROUP_HEAD,
    NUMBERS,
    OPENERS,
    Found,
    Row,
    Sized,
    are_groups,
    by_brackets,
    coded,
    cut,
    is_declared,
    is_name,
    name_within,
    people_of,
    row_of,
    share_of,
    trimmed,
)
from kg.reading.led import FAR, led
from kg.reading.tape import Item, Tape
from kg.reading.wholes import depths, forms_of, size_of

_MOST, _LONG = 8, 16
_LISTING = re.compile(r" (?:and )?\( (?:V|[a-h]|i{1,3}|iv|v) \)(?= )")
_SEVERAL = frozenset({"groups", "arms"})
_PEOPLE_NAMED = frozenset("patients women participants dyads subjects men children couples".split())
_ALLOTTED = (
    r"(?:randomized|randomly \S+|assigned|allocated|divided|distributed|received|receiving|receive|treated|given"
    r"|underwent|undergo|comparing|compared?|randomization|classified|separated|split|put)"
)
_LEAD = re.compile(
    rf" {_ALLOTTED}\b(?: [^\s.;()]+){{0,14}}? (?:to receive|to undergo|to have|to either|to|into|between|either|with|receiving|receive|:) "
)
_NEAR = re.compile(
    r" (?:to receive|to undergo|to|into|in|between|either|with|receiving|received|receive|underwent"
    r"|undergoing|of|for|that|than|versus|vs|comparing|compared|compare|,|:|;|\)|and|were|was|using|by|on) "
)
_JOINERS, _FOR_EACH = frozenset("or versus vs v than".split()), frozenset("each per both".split())


@lru_cache(maxsize=64)  # arms are looked for in the sentences of a page, and then their sizes
def sized(tape: Tape) -> tuple[Found, ...]:
    """The lists of groups with their numbers that a sentence gives, the most telling way first."""
    return tuple(_sized(tape))


def _sized(tape: Tape) -> Iterator[Found]:
    forms = forms_of(tape)
    many = len([form for form in forms if form in NUMBERS])
    if not many or (many == 1 and _FOR_EACH.isdisjoint(forms)):
        return  # a list has two, or one for each
    row = row_of(tape)
    for read in (_bracketed, _listed, led, _respective, _each):
        lists = (_without_total(found) for found in read(row))
        several = [found for found in lists if len(found) > 1]
        yield from filter(are_groups, several)
        yield from filter(
            are_groups, (by_brackets(each) for each in several if all(one.within for one in each))
        )


def _without_total(found: Found) -> Found:
    """A list without its first member where the others add up to it."""
    rest = found[1:]
    return rest if len(rest) > 1 and found[0].size == sum(each.size for each in rest) else found


def singles(tape: Tape) -> Iterator[Sized]:
    """The groups that a sentence names with a number each, where their own words say group or arm.

    >>> from kg.reading.atoms import atoms
    >>> from kg.reading.measures import measures
    >>> [each.size for each in singles(measures(atoms("In the sham group (n = 15), one died")))]
    [15]
    """
    forms = forms_of(tape)
    if GROUP_HEAD.isdisjoint(forms) and _PEOPLE_NAMED.isdisjoint(forms):
        return
    row = Row(tape.items, forms, tuple(depths(forms)))
    for read in (_bracketed, led):
        for found in read(row, alone=True):
            yield from (
                each
                for each in found
                if is_name(each) and (GROUP_HEAD & {i.form for i in each.run} or _are_people(each))
            )


def _are_people(each: Sized) -> bool:
    """Whether a name is one of people, with its "n =": "intervention dyads (n = 69)"."""
    return each.declared and len(each.run) > 1 and each.run[-1].form in _PEOPLE_NAMED


def _bracketed(row: Row, *, alone: bool = False) -> Iterator[Found]:
    """Names each with its number in parentheses behind it."""
    sites = [
        site
        for n, form in enumerate(row.forms)
        if form == "(" and not row.deep[n]
        for site in _site(row, n)
    ]
    chain: list[tuple[int, int, int]] = []
    for site in sites:
        near = (
            chain and site[0] - chain[-1][1] <= FAR and "." not in row.forms[chain[-1][1] : site[0]]
        )
        if chain and (alone or not near):
            yield _chained(row, chain)
            chain = []
        chain.append(site)
    if chain:
        yield _chained(row, chain)


_ONE = re.compile(r"(?:(?:[^\sA-Z,;:]+ ){1,5}[,:;=] )?(?:V|Q)(?: \( W \))?")


def _site(row: Row, opened: int) -> Iterator[tuple[int, int, int]]:
    """The parentheses at a place if they hold one group's number: their ends and the number."""
    close = _close(row, opened)
    if close is None:
        return
    inside = row.forms[opened + 1 : close]
    counted = [n for n in range(opened + 1, close) if row.forms[n] == "S"]
    if len(counted) == 1 and not {"P", "C", "number"} & set(inside):
        place = counted[0]
    elif _ONE.fullmatch(" ".join(inside)):
        place = next(n for n in range(opened + 1, close) if row.forms[n] in {"V", "Q"})
    else:
        return
    size = size_of(row.items[place])
    if inside == ("V",) and row.forms[close + 1 : close + 2] and _lists(row, opened, close, size):
        return
    each = {"each", "per", "both"} & set(row.forms[place + 1 : place + 4])
    if size and not each:
        yield opened, close, size


def _close(row: Row, opened: int) -> int | None:
    """Where the parentheses close that open at a place, if they do."""
    ends = (n for n in range(opened, len(row.forms)) if row.forms[n] == ")" and not row.deep[n])
    return next(ends, None)


def _lists(row: Row, opened: int, close: int, size: int | None) -> bool:
    """Whether a small number in parentheses only numbers what follows: "(2) zentarol"."""
    before = row.forms[opened - 1] if opened else ""
    behind = row.forms[close + 1]
    return (size or 0) <= _MOST and before in OPENERS | {"("} and bool(re.match(r"[a-z]", behind))


def _chained(row: Row, chain: list[tuple[int, int, int]]) -> Found:
    """The names of a row of numbers in parentheses; a number that the others add up to is none."""
    if len(chain) > 2 and chain[0][2] == sum(size for _, _, size in chain[1:]):  # noqa: PLR2004
        chain = chain[1:]
    runs: list[Sized] = []
    for n, (opened, close, size) in enumerate(chain[:_MOST]):
        begin = _begin(row, opened) if n == 0 else _resume(row, chain[n - 1][1] + 1, opened)
        also = tuple(
            item for item in row.items[opened + 1 : close] if re.search(r"[a-z]", item.form)
        )
        declared = any(map(is_declared, row.items[opened:close]))
        name = coded(cut(trimmed(row.items[begin:opened])))
        within = name_within(row.items[opened + 1 : close])
        runs.append(Sized(name, size, also, declared=declared, within=within))
    return tuple(runs)


def _begin(row: Row, opened: int) -> int:
    """Where the first name begins: behind what allots it, else behind the nearest word that can."""
    start = max((n + 1 for n in range(opened) if row.forms[n] in {".", ";"}), default=0)
    line, place = row.line(start, opened), start
    leads = list(_LEAD.finditer(line))
    if leads:
        place = start + len(line[: leads[-1].end()].split())
        inner = [
            n + 1
            for n in range(place, opened)
            if row.forms[n] in {":", "either", *_JOINERS}
            or (row.forms[n] == "," and row.forms[n - 1] in {"groups", "arms"})
        ]
        place = inner[-1] if inner and inner[-1] < opened else place
        if opened - place <= _LONG:
            return place
    near = list(_NEAR.finditer(line))
    return start + len(line[: near[-1].end()].split()) if near else start


def _resume(row: Row, first: int, opened: int) -> int:
    """Where a further name begins: behind the word that joins it to the one before."""
    for n in range(first, opened):
        against = n > first and row.forms[n - 1] == "compared" and row.forms[n] in {"with", "to"}
        if (row.forms[n] in _JOINERS or against) and not row.deep[n]:
            return n + 1
    if first < opened and row.forms[first] in {",", ";", "and"}:
        return first + 1
    for n in range(first, opened):
        if row.forms[n] in {",", ";", "and"} and not row.deep[n]:
            return n + 1
    return first


def _listed(row: Row) -> Iterator[Found]:
    """Names and numbers side by side in one pair of parentheses, or behind a colon."""
    for opened, form in enumerate(row.forms):
        if form == "(" and not row.deep[opened]:
            close = _close(row, opened)
            yield from _in_list(row, opened + 1, close) if close else ()
        elif form == ":" and not row.deep[opened]:
            for stops in ({"."}, {".", ";"}):
                ends = (n for n in range(opened, len(row.forms)) if row.forms[n] in stops)
                yield from _in_list(row, opened + 1, next(ends, len(row.forms)))


def _in_list(row: Row, first: int, last: int) -> Iterator[Found]:
    for signs in ({";"}, {",", "and"}, {","}, {"and", "versus", "vs"}):
        cuts = [first - 1, *(n for n in range(first, last) if row.forms[n] in signs), last]
        parts = [(a + 1, b) for a, b in pairwise(cuts) if b > a + 1]
        named = [_pair(row, a, b) for a, b in parts]
        if len(parts) > 1 and all(named):
            yield tuple(each for each in named if each)
            return


_PAIR = re.compile(
    r"(?:(?P<a>(?:(?:[^\sA-Z,;:()]+|W) ){1,6})(?:[,:=] )?(?P<b>S|V|Q)(?: \( W \))?|(?P<c>S|V|Q)(?: \( W \))?(?: ,| in the| in| to| on| for| received)?(?P<d>(?: (?:[^\sA-Z,;:()]+|W)){1,6}| \((?: (?:[^\sA-Z,;:()]+|W)){1,6} \)))"
)


def _pair(row: Row, first: int, last: int) -> Sized | None:
    """A name with its number: "44 zentarol", "zentarol, 44", "arm A: 44", "n = 44, zentarol"."""
    listed = _LISTING.match(row.line(first, last))
    first += len(listed[0].split()) if listed else 0
    match = _PAIR.fullmatch(row.line(first, last).strip())
    if match is None:
        return None
    place = next(n for n in range(first, last) if row.forms[n] in NUMBERS)
    size = people_of(row.items[place])
    name = row.items[first:place] if match["b"] else row.items[place + 1 : last]
    kept = tuple(
        item
        for item in name
        if item.form not in {",", ":", "=", "(", ")"}
        and (item.form == "V" or not item.form.isupper())
    )
    if not size or not kept:
        return None
    return Sized(
        trimmed(kept), size, share=share_of(row, place), declared=is_declared(row.items[place])
    )


_RESPECTIVE = re.compile(
    r" (?P<one>S|V|Q)(?: \( W \))? (?:, (?P<mid>S|V|Q)(?: \( W \))? ,? ?)?and (?P<two>S|V|Q)(?: \( W \))?(?: [^\sA-Z.;,]+){0,5}? (?:in|to|received|receiving|into|were assigned to|were randomized to) (?:the )?"
    r"(?P<names>[^.;]+?)(?:(?: groups?| arms?)? (?:\( [^()]* \) )?,? ?respectively|(?<= )groups|(?<= )arms)"
)
_CONSISTED = re.compile(
    r" (?:the )?(?P<names>(?:[^\s.;,]+ ){1,9})(?:groups?|arms?) (?:consisted of|included|comprised|contained|had) (?P<one>S|V) (?:, (?P<mid>S|V) )?and (?P<two>S|V) "
)
_HAD = frozenset({"consisted", "included", "comprised", "contained", "had"})


def _respective(row: Row) -> Iterator[Found]:
    """Numbers in a row, and behind or before them the names in the same order."""
    if "and" not in row.forms:
        return
    line = row.line(0, len(row.forms))
    for pattern in (_RESPECTIVE,) if _HAD.isdisjoint(row.forms) else (_RESPECTIVE, _CONSISTED):
        for match in pattern.finditer(line):
            places = [
                len(line[: match.start(g)].split()) for g in ("one", "mid", "two") if match[g]
            ]
            first = len(line[: match.start("names")].split())
            last = first + len(match["names"].split())
            names = [run for run in _split(row.items[first:last]) if run]
            sizes = [size_of(row.items[n]) for n in places]
            if len(names) == len(sizes) and all(sizes):
                yield tuple(
                    Sized(run, size) for run, size in zip(names, sizes, strict=True) if size
                )


def _split(items: tuple[Item, ...]) -> list[tuple[Item, ...]]:
    runs: list[list[Item]] = [[]]
    for item in items:
        if item.form in {"and", ",", "or", "versus", "vs"}:
            runs.append([])
        else:
            runs[-1].append(item)
    return [trimmed(tuple(run)) for run in runs]


_PER_GROUP = re.compile(
    r" (?P<n>S|V)(?: \( W \))? (?:(?:in |for |to )?each(?: (?:group|arm))?|per (?:group|arm)|in both (?:groups|arms)) "
)
_TWO = re.compile(
    r" (?:to|into|between|:) (?P<names>(?:[^\s.;()]+ |\( [^()]* \) ){2,30}?)\( ?(?=(?:S|V) (?:in )?(?:each|per))"
)


def _each(row: Row) -> Iterator[Found]:
    """One number for each of the groups that are named before it."""
    line = row.line(0, len(row.forms))
    size = _PER_GROUP.search(line)
    names = _TWO.search(line)
    if size is None or names is None:
        return
    number = size_of(row.items[len(line[: size.start("n")].split())])
    first = len(line[: names.start("names")].split())
    run = row.items[first : first + len(names["names"].split())]
    runs = [each for each in _split(_behind_colon(run)) if each]
    if number and len(runs) > 1:
        yield tuple(Sized(each, number) for each in runs)


def _behind_colon(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The names behind "two groups:"."""
    cuts = [n for n, item in enumerate(items) if item.form in {":", "groups", "arms"}]
    return items[cuts[0] + 1 :] if cuts and cuts[0] + 2 < len(items) else items

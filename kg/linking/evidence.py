"""What speaks for two studies being one: identifiers that they share, and what supports those.

In: the ties of all studies. Out: groups of studies that share something, the strongest first, in an
order that is the same whatever the order of the studies. A paper that several records claim, and
one that tells of several studies, ties none of them by itself.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from kg.codes import Likeness
from kg.linking.registrations import registration, registry_order
from kg.linking.ties import Key, StudyTies
from kg.linking.titles import alike
from kg.records import Record

Book = Mapping[Key, StudyTies]


class Group(Record, frozen=True, kw_only=True):
    """Studies that share something: what it is, and what else speaks for it."""

    evidence: Likeness
    value: str
    keys: tuple[Key, ...]
    support: tuple[Likeness, ...] = ()


def canonical(ties: Collection[StudyTies]) -> Callable[[str], str]:
    """What leads from a former registry number to the one that replaced it.

    A number that still has a record of its own stands for that.
    """
    own = {number for each in ties if each.record for number in each.registrations}
    now: dict[str, set[str]] = defaultdict(set)
    for each in ties:
        for old in each.former:
            now[old].update(each.registrations[:1])
    moved = {old: min(new) for old, new in now.items() if len(new) == 1 and old not in own}
    return lambda number: moved.get(number, number)


def groups(book: Book, current: Callable[[str], str]) -> Iterator[Group]:
    """The groups that may be joined, the strongest identifiers first."""
    yield from _by_number(book, current)
    yield from _by_paper(book)
    yield from _by_secondary(book)
    yield from _republished(book)
    yield from _referenced(book)


def _by_number(book: Book, current: Callable[[str], str]) -> Iterator[Group]:
    shared = _sharing(book, lambda each: dict.fromkeys(map(current, each.registrations)))
    for number in sorted(shared, key=registry_order):
        yield Group(evidence="sharedRegistration", value=number, keys=shared[number])


def _by_paper(book: Book) -> Iterator[Group]:
    """By paper, where each report of it tells of one study, or the acronym agrees."""
    several = {paper for each in book.values() if not each.alone for paper in each.papers}
    named = _sharing(
        book, lambda each: [f"{p} {each.acronym}" for p in each.papers if each.acronym]
    )
    for value in sorted(named):
        paper, keys = value.partition(" ")[0], named[value]
        yield Group(evidence="sharedPaper", value=paper, keys=keys, support=("likeAcronyms",))
    alone = _sharing(book, lambda each: [p for p in each.papers if p not in several])
    for paper in sorted(alone):
        yield Group(evidence="sharedPaper", value=paper, keys=alone[paper])


def _by_secondary(book: Book) -> Iterator[Group]:
    """By a sponsor's or network's number that no second registry record has."""
    shared = _sharing(book, lambda each: each.secondary)
    for value in sorted(shared):
        once = sum(book[key].record for key in shared[value]) < 2  # noqa: PLR2004 - one record
        if once and registration(value) is None:
            yield Group(evidence="sharedIdentifier", value=value, keys=shared[value])


def _republished(book: Book) -> Iterator[Group]:
    """An article that corrects or repeats another, and that other."""
    told = _papers(book)
    for key, each in sorted(book.items()):
        for pmid in each.again:
            first = [k for k in told.get(f"pmid-{pmid}", ()) if k != key]
            if each.alone and len(first) == 1 and book[first[0]].alone:
                yield Group(evidence="republication", value=f"pmid-{pmid}", keys=(first[0], key))


def _referenced(book: Book) -> Iterator[Group]:
    """A paper and the one record that names it for its results, where more speaks for it."""
    for paper, record, told in referenced(book):
        support = supports(book[record], book[told])
        if support:
            yield Group(
                evidence="namedForResults", value=paper, keys=(record, told), support=support
            )


def referenced(book: Book) -> Iterator[tuple[str, Key, Key]]:
    """Papers that one record names for its results and that name no number: paper, record, study.

    Sponsors list background papers too, and registries every paper that has the number: alone, a
    reference only suggests.
    """
    naming = _sharing(book, lambda each: each.references, fewest=1)
    told = _papers(book)
    for paper in sorted(naming.keys() & told.keys()):
        if len(naming[paper]) == 1 and len(told[paper]) == 1:
            record, study = naming[paper][0], told[paper][0]
            each = book[study]
            numbered = each.registrations or each.listed
            own = each.alone and not (each.record or each.secondhand or numbered)
            if own and _in_time(book[record], each):
                yield paper, record, study


def _in_time(record: StudyTies, told: StudyTies) -> bool:
    """Whether the paper is no older than the trial."""
    return not record.year or not told.year or told.year >= record.year


def supports(one: StudyTies, other: StudyTies) -> tuple[Likeness, ...]:
    """What beside an identifier speaks for two studies being one: name, title, number of people."""
    return tuple(_supports(one, other))


def _supports(one: StudyTies, other: StudyTies) -> Iterator[Likeness]:
    if _called(one, other) or _called(other, one):
        yield "likeAcronyms"
    if any(alike(a, b) for a in one.titles for b in other.titles):
        yield "likeTitles"
    if set(one.sizes) & set(other.sizes):
        yield "likeSizes"


def _called(one: StudyTies, other: StudyTies) -> bool:
    short = 3  # CAR, STEP: such names are many trials'
    known = one.acronym if one.acronym and len(one.acronym) > short else None
    return known is not None and (known == other.acronym or known in other.names)


def _papers(book: Book) -> dict[str, tuple[Key, ...]]:
    return _sharing(book, lambda each: () if each.record else each.papers, fewest=1)


def _sharing(
    book: Book, tokens: Callable[[StudyTies], Iterable[str]], *, fewest: int = 2
) -> dict[str, tuple[Key, ...]]:
    """The studies that have each token, in order; tokens of fewer studies are left out."""
    found: dict[str, list[Key]] = defaultdict(list)
    for key, each in book.items():
        for token in tokens(each):
            found[token].append(key)
    return {t: tuple(sorted(set(keys))) for t, keys in found.items() if len(set(keys)) >= fewest}

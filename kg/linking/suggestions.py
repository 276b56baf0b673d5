"""What may be one trial and is not made one: for a person to look at.

In: the ties of all studies, and which are joined. Out: groups of two, each of studies that are not
together. A likeness that many studies share is nobody's.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from kg.codes import Likeness
from kg.linking.evidence import Book, Group, referenced, supports
from kg.linking.registrations import registration
from kg.linking.ties import Key, StudyTies

_MOST = 4
"""Studies that share a likeness: more are a family of trials, or a name that anybody may use."""


def suggestions(book: Book, current: Callable[[str], str]) -> Iterator[Group]:
    """Pairs of studies that something weak ties, in order."""
    yield from _listed(book, current)
    yield from _registered_twice(book)
    for paper, record, study in referenced(book):
        yield Group(evidence="namedForResults", value=paper, keys=(record, study))
    yield from _alike(book, "likeTitles", lambda each: each.titles)
    yield from _alike(book, "likeAcronyms", _acronym)


def _listed(book: Book, current: Callable[[str], str]) -> Iterator[Group]:
    """A report that lists several numbers, and the record of each."""
    records = {current(n): key for key, each in book.items() for n in each.registrations[:1]}
    for key, each in sorted(book.items()):
        for number in each.listed:
            record = records.get(current(number))
            if record is not None and record != key:
                yield Group(evidence="listedRegistration", value=number, keys=(record, key))


def _registered_twice(book: Book) -> Iterator[Group]:
    """A record that names another record's number beside its own: a part, a parent, or itself."""
    records = {n: key for key, each in book.items() if each.record for n in each.registrations[:1]}
    for key, each in sorted(book.items()):
        for number in each.secondary if each.record else ():
            other = records.get(number) if registration(number) else None
            if other is not None and other != key:
                yield Group(evidence="sharedIdentifier", value=number, keys=(key, other))


def _acronym(each: StudyTies) -> Iterable[str]:
    return (each.acronym,) if each.acronym else ()


def _alike(
    book: Book, evidence: Likeness, tokens: Callable[[StudyTies], Iterable[str]]
) -> Iterator[Group]:
    """Studies with the same title or name; a name needs a shared condition or drug as well."""
    found: dict[str, set[Key]] = defaultdict(set)
    for key, each in book.items():
        for token in tokens(each):
            found[token].add(key)
    for token, keys in sorted(found.items()):
        if 1 < len(keys) <= _MOST:
            yield from _pairs(book, evidence, token, sorted(keys))


def _pairs(book: Book, evidence: Likeness, value: str, keys: list[Key]) -> Iterator[Group]:
    first, *others = keys
    for other in others:
        if evidence == "likeTitles" or set(book[first].about) & set(book[other].about):
            support = supports(book[first], book[other])
            yield Group(evidence=evidence, value=value, keys=(first, other), support=support)

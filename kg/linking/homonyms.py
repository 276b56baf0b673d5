"""Terms that share a word with others, which their own names tell apart.

In: words of a mention and the name of a term. Out: whether the name says of which field the term
is and the words do not: "regression" is not only of psychology.
"""

from collections.abc import Collection

from kg.linking import keys, mentions
from kg.linking.everyday import THINGS


def is_homonym(words: str, label: str, asked: Collection[str], kinds: Collection[str]) -> bool:
    """Whether the words are only what several fields call something.

    A field behind a comma counts where no kind was asked for and the term is no thing: names of
    diseases are turned round, too.

    >>> is_homonym("Regression", "Regression (Psychology)", ["Condition"], ["Condition"])
    True
    >>> is_homonym("cross-over", "Crossing Over, Genetic", [], ["Other"])
    True
    >>> is_homonym("Neoplasms", "Neoplasms, Second Primary", [], ["Condition"])
    False
    """
    name, field = mentions.outside_and_inside(label)
    if name and len(field) == 1 and label.endswith(")"):
        return _same(words, name)
    head, _, rest = label.partition(", ")
    return bool(rest) and not asked and THINGS.isdisjoint(kinds) and _same(words, head)


def _same(one: str, other: str) -> bool:
    return keys.same(keys.spelled(one)) == keys.same(keys.spelled(other))

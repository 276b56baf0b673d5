"""Registry numbers: which texts are one, of which registry, in which spelling.

In: a number as a report writes it. Out: its one spelling, and the registry that gave it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Final

# What counts as a registration. Grants do not (several trials share one), nor do the numbers that
# sponsors give their protocols.
_REGISTRIES: Final = tuple(
    (name, re.compile(pattern))
    for name, pattern in (
        ("NCT", r"NCT\d{8}"),
        ("ISRCTN", r"ISRCTN\d{6,8}"),
        ("EUCTR", r"(?:EUCTR|EUDRACT(?:NO)?|EUDRA)?:?(\d{4}-\d{6}-\d{2})(?:-[A-Z]{2,3})?"),
        ("EUCT", r"(?:EUCT|CTIS)?:?(\d{4}-5\d{5}-\d{2}-\d{2})"),
        ("ACTRN", r"ACTRN\d{14}"),
        ("DRKS", r"DRKS\d{8}"),
        ("UMIN", r"(?:JPRN-)?(UMIN\d{9})"),
        ("JRCT", r"(?:JPRN-)?(JRCT[S\d]\d+)"),
        ("CHICTR", r"CHICTR-?[A-Z]*-?\d+"),
        ("CTRI", r"CTRI/\d{4}/\d{2,3}/\d+"),
        ("KCT", r"KCT\d{7}"),
        ("IRCT", r"IRCT\d+N?\d*"),
        ("NTR", r"(?:NTR|NL)-?\d+"),
        ("PACTR", r"PACTR\d+"),
        ("RBR", r"RBR-\w+"),
        ("TCTR", r"TCTR\d+"),
        ("CTN", r"CTN\d+"),
    )
)
# The Dutch register renumbered its trials: there, two numbers may be one trial.
_RENUMBERED: Final = frozenset({"NTR"})


def registration(text: str) -> str | None:
    """A registry number in its one spelling, else nothing.

    >>> registration("nct 00013611"), registration("EudraCT 2004-000446-20")
    ('NCT00013611', '2004-000446-20')
    >>> registration("5R01AI012345") is None
    True
    """
    plain = re.sub(r"\s+", "", text).upper()
    for _, pattern in _REGISTRIES:
        if match := pattern.fullmatch(plain):
            return match[match.lastindex or 0]
    return None


def registry(number: str) -> str:
    """The registry that gave a number.

    >>> registry("NCT00013611"), registry("2004-000446-20")
    ('NCT', 'EUCTR')
    """
    if number.startswith("NCT"):  # nearly all are
        return "NCT"
    return next(name for name, pattern in _REGISTRIES if pattern.fullmatch(number))


def by_registry(numbers: Iterable[str]) -> dict[str, list[str]]:
    """Numbers under the registries that give one trial one number, in the order named."""
    found: dict[str, list[str]] = defaultdict(list)
    for number in dict.fromkeys(numbers):
        if registry(number) not in _RENUMBERED:
            found[registry(number)].append(number)
    return dict(found)


def clash(one: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, ...]:
    """The numbers, by registry, that one trial cannot have side by side.

    >>> clash({"NCT": "NCT00000001"}, {"NCT": "NCT00000002", "CTN": "CTN110"})
    ('NCT00000001', 'NCT00000002')
    """
    shared = one.keys() & other.keys()
    return tuple(
        sorted({n for name in shared if one[name] != other[name] for n in (one[name], other[name])})
    )


def registry_order(number: str) -> tuple[bool, str]:
    """The order of numbers as names of a trial: the registry that most have first."""
    return not number.startswith("NCT"), number

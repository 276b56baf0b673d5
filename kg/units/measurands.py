"""What trials measure, and what values it can have: ``kg/data/measurands.yaml``.

In: a slug, a value, a unit. Out: the canonical unit, whether the value is one that people have,
the unit that must be meant. The table is checked as it is read, and each fault told by its line.
"""

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any, Final, get_args

from kg import data
from kg.codes import ConceptKind, DesirableDirection
from kg.errors import InputError
from kg.units.spelling import comparable, convert, table
from kg.values import number_of

FILE: Final = "measurands.yaml"
_COUNTED: Final = ("cells/", "copies/")
_BARE: Final = "1"
_WORDS: Final = ("label", "note", "direction")
_LISTS: Final = ("aliases", "broader", "kinds")
_MAPS: Final = ("conversions", "units")
_OF_KIND: Final = {"kinds": get_args(ConceptKind), "direction": get_args(DesirableDirection)}


@cache
def measurands() -> dict[str, dict[str, Any]]:
    """The entries of the table by slug, every scalar as the string it is."""
    return read_measurands(data.read(FILE).decode(), FILE)


def canonical(measurand: str) -> str | None:
    """The canonical unit of a known measurand, by its slug; else nothing.

    >>> canonical("cd4-count"), canonical("sense-of-coherence")
    ('{cells}/uL', None)
    """
    return next(iter(_ranges(measurand)), None)


def in_canonical(measurand: str, value: Decimal, unit: str) -> Decimal | None:
    """The value in the canonical unit, exactly or by the table's factor; nothing without a way.

    >>> in_canonical("cd4-count", Decimal("0.4"), "10*9/L")
    Decimal('400')
    >>> in_canonical("creatinine", Decimal(1), "mg/dL"), in_canonical("age", Decimal(1), "mg")
    (Decimal('88.40'), None)
    """
    own = canonical(measurand)
    if own is None:
        return None
    same = convert(value, unit, own)
    if same is not None:
        return same
    for written, factor in measurands()[measurand].get("conversions", {}).items():
        there = convert(value, unit, written)
        if there is not None:
            return there * Decimal(factor)
    return None


def plausible(measurand: str, value: Decimal, unit: str) -> bool | None:
    """True where a level lies within what people can have; nothing where that is not known.

    It judges levels: a change, a difference or a ratio may well be negative.

    >>> plausible("cd4-count", Decimal(428), "{cells}/mm3"), plausible("age", Decimal(430), "a")
    (True, False)
    >>> plausible("cd4-count", Decimal(42800), "{cells}/mm3")
    False
    >>> plausible("cd4-count", Decimal(4), "mg") is None
    True
    """
    for own, (least, greatest) in _ranges(measurand).items():
        same = convert(value, unit, own)
        if same is not None:
            return Decimal(least) <= same <= Decimal(greatest)
    same = in_canonical(measurand, value, unit)
    if same is None:
        return None
    least, greatest = next(iter(_ranges(measurand).values()))
    return Decimal(least) <= same <= Decimal(greatest)


def meant(measurand: str, unit: str) -> str | None:
    """The unit that must be meant where the written one cannot measure this; else nothing.

    Only what is counted is exchanged, never the volume: a viral load in cells/mL is in copies/mL.
    The caller keeps what was written and flags it.

    >>> meant("hiv-rna", "{cells}/mL"), meant("hiv-rna", "{copies}/mL"), meant("hiv-rna", "mg")
    ('{copies}/mL', None, None)
    """
    known, own = table(), _ranges(measurand)
    if unit not in known or any(comparable(unit, fitting) for fitting in own):
        return None
    below = unit.partition("/")[2]
    for fitting in own:
        swapped = f"{fitting.partition('/')[0]}/{below}"
        if below and swapped in known and known[unit].dimension.startswith(_COUNTED):
            return swapped
    return None


def _ranges(measurand: str) -> dict[str, list[str]]:
    ranges: dict[str, list[str]] = measurands().get(measurand, {}).get("units", {})
    return ranges


# --- The table, as a person writes it ------------------------------------------------------------


def read_measurands(text: str, where: str) -> dict[str, dict[str, Any]]:
    r"""The entries of a table by slug.

    *Errors*: ``InputError`` that lists every fault with its line.

    >>> read_measurands("age:\n  label: age\n  unit: {a: [9, 0]}", "mine.yaml")
    Traceback (most recent call last):
        ...
    kg.errors.InputError: mine.yaml: line 3: age: there is no field 'unit'; expected one of aliases,
    broader, conversions, direction, kinds, label, note, units
    """
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(text, Loader=loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise InputError(f"line {line}: {error.problem or error.context}", where=where) from error
    if not isinstance(root, yaml.MappingNode):
        raise InputError("line 1: the table has no entries", where=where)
    faults = list(_faults(root))
    if faults:
        raise InputError("\n  ".join(faults[:_MOST]), where=where)
    found: dict[str, dict[str, Any]] = {key.value: _plain(value) for key, value in root.value}
    return found


_MOST: Final = 20


def _plain(node: Any) -> Any:  # noqa: ANN401 - a node of YAML
    if isinstance(node.value, str):
        return node.value
    if node.value and isinstance(node.value[0], tuple):
        return {key.value: _plain(value) for key, value in node.value}
    return [_plain(each) for each in node.value]


def _faults(root: Any) -> Iterator[str]:  # noqa: ANN401 - a node of YAML
    """Every fault of the table, in the order of its lines."""
    seen: dict[str, int] = {}
    for key, entry in root.value:
        line = key.start_mark.line + 1
        if key.value in seen:
            yield f"line {line}: {key.value} stands in line {seen[key.value]} already"
        seen[key.value] = line
        if not isinstance(entry.value, list) or not all(isinstance(p, tuple) for p in entry.value):
            yield f"line {line}: {key.value}: expected fields, one a line"
            continue
        fields = {name.value: (name.start_mark.line + 1, value) for name, value in entry.value}
        if "label" not in fields:
            yield f"line {line}: {key.value} has no label"
        for name, (at, value) in fields.items():
            for what in _of_field(name, value, fields):
                yield f"line {at}: {key.value}: {what}"


def _of_field(name: str, value: Any, fields: dict[str, Any]) -> Iterator[str]:  # noqa: ANN401
    """What is wrong with one field of an entry."""
    held: Any = _plain(value)
    form = str if name in _WORDS else list if name in _LISTS else dict if name in _MAPS else None
    if form is None:
        known = ", ".join(sorted((*_WORDS, *_LISTS, *_MAPS)))
        yield f"there is no field {name!r}; expected one of {known}"
        return
    if not isinstance(held, form) or not held:
        yield f"{name} is {held!r}; expected {_FORMS[form]}"
        return
    for word in [held] if isinstance(held, str) else list(held):
        if name in _OF_KIND and word not in _OF_KIND[name]:
            yield f"{name}: {word!r} is none of {', '.join(_OF_KIND[name])}"
        if name in _MAPS and word != _BARE and word not in table():
            yield f"{word!r} is no UCUM code of units.tsv"
    pairs = held.items() if isinstance(held, dict) else ()
    units = _plain(fields["units"][1]) if "units" in fields else {}
    for code, said in pairs:
        yield from _of_range(code, said) if name == "units" else _of_factor(code, said, units)


_FORMS: Final = {str: "words", list: "a list in brackets", dict: "unit: value, in braces"}


def _of_range(code: str, written: Any) -> Iterator[str]:  # noqa: ANN401
    ends = [number_of(str(end)) for end in written] if isinstance(written, list) else []
    if len(ends) != 2 or None in ends or ends[0] >= ends[1]:  # type: ignore[operator] # noqa: PLR2004
        shown = f"[{', '.join(map(str, written))}]" if isinstance(written, list) else written
        yield f"the range of {code} is {shown}; expected [least, greatest]"


def _of_factor(code: str, written: Any, units: Any) -> Iterator[str]:  # noqa: ANN401
    """Faults of a factor; where both units have a range, these must be of one size by it."""
    factor = number_of(str(written))
    if factor is None or factor <= 0:
        yield f"the factor of {code} is {written}; expected a number above 0"
    elif code == next(iter(units), None):
        yield f"{code} is the canonical unit; expected another one"
    elif not units:
        yield f"there is no canonical unit to convert {code} to; expected units before"
    elif code in units and not any(list(_of_range(each, said)) for each, said in units.items()):
        most, own = Decimal(units[code][1]), Decimal(next(iter(units.values()))[1])
        if not own / 2 <= most * factor <= own * 2:
            yield f"{most} {code} are {most * factor} by its factor, and the range ends at {own}"

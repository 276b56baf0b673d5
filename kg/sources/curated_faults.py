"""What is wrong with a curated record, said so that its author can mend it.

In: a tree and its faults. Out: one line a fault, with the place in the record, the line of the
file, what was found and what was expected.
"""

import difflib
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from kg.errors import InputError
from kg.sources.curated_form import validator
from kg.sources.yaml_tree import Fault, Parsed

if TYPE_CHECKING:
    from jsonschema import ValidationError

_MOST_NAMES = 12
_LONGEST = 60


def told(name: str, parsed: Parsed, faults: Iterable[Fault]) -> InputError:
    """The error that tells all faults of a record, in the order in which they stand in it."""
    ordered = sorted(dict.fromkeys(faults), key=lambda f: (parsed.line(f.pointer) or 0, f.pointer))
    lines = [_line(fault, parsed.line(fault.pointer)) for fault in ordered]
    count = "1 fault" if len(lines) == 1 else f"{len(lines)} faults"
    return InputError(
        "\n  ".join([f"the curated record has {count}:", *lines]),
        where=name,
        outcome="The record was set aside",
        way_out="docs/curated-records.md shows the form",
    )


def _line(fault: Fault, line: int | None) -> str:
    place = f"line {line} {fault.pointer or '/'}" if line else fault.pointer or "/"
    found = f"; got {fault.got}" if fault.got is not None else ""
    wanted = f", expected {fault.expected}" if fault.expected and found else ""
    wanted = wanted or (f"; expected {fault.expected}" if fault.expected else "")
    return f"{place}: {fault.what}{found}{wanted}"


def shown(value: Any) -> str:  # noqa: ANN401 - anything that stands in a record
    """A value as an error shows it: short, on one line.

    >>> shown("12O"), shown({"a": "1"}), shown(["a", "b"])
    ('"12O"', 'fields (a)', 'a list of 2')
    """
    if isinstance(value, dict):
        return f"fields ({', '.join(map(str, value))})"[:_LONGEST]
    if isinstance(value, list):
        return f"a list of {len(value)}"
    plain = " ".join(str(value).split())
    return f'"{plain[:_LONGEST]}…"' if len(plain) > _LONGEST else f'"{plain}"'


def nearest(word: str, known: Iterable[str]) -> str:
    """What a misspelt word may have been meant to be, else the words there are.

    >>> nearest("sise", ["size", "label"]), nearest("x", ["b", "a"])
    ('size', 'one of a, b')
    """
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    if close:
        return close[0]
    listed = ", ".join(names[:_MOST_NAMES]) + (", …" if len(names) > _MOST_NAMES else "")
    return f"one of {listed}" if names else "none"


def schema_faults(tree: Any) -> Iterator[Fault]:  # noqa: ANN401 - whatever the file holds
    """Everything in which a tree departs from the JSON Schema of curated records."""
    for error in validator().iter_errors(tree):
        for leaf in _leaves(error):
            yield from _faults(leaf)


def _leaves(error: "ValidationError") -> Iterator["ValidationError"]:
    """The errors that matter: of a choice between short form and fields, those of the fields."""
    if error.validator != "anyOf" or not isinstance(error.instance, dict):
        yield error
        return
    for inner in error.context or ():
        if inner.schema_path[0] == 1:
            yield from _leaves(inner)


def _faults(error: "ValidationError") -> Iterator[Fault]:
    pointer = "".join(f"/{step}" for step in error.absolute_path)
    schema: dict[str, Any] = error.schema if isinstance(error.schema, dict) else {}
    instance: Any = error.instance
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        for name in sorted(set(instance) - set(known)):
            yield Fault(f"{pointer}/{name}", "there is no such field", None, nearest(name, known))
    elif error.validator == "required":
        missing = error.message.split("'")[1]
        yield Fault(pointer, f"the field {missing} is missing")
    elif error.validator == "enum":
        words = [option for option in schema["enum"] if isinstance(option, str)]
        meant = nearest(str(instance), words)
        yield Fault(pointer, "not one of the coded values", shown(instance), meant)
    elif error.validator in {"minLength", "minItems", "minProperties"}:
        yield Fault(pointer, "this is empty")
    else:
        yield Fault(pointer, "this cannot be read", shown(instance), _expected(schema))


def _expected(schema: dict[str, Any]) -> str:
    if "anyOf" in schema:
        return str(schema["anyOf"][0].get("description", "another form"))
    kind = schema.get("type")
    named = {"array": "a list", "object": "fields with values"}
    text = "text" if isinstance(kind, list) else named.get(str(kind), str(kind))
    return (
        str(schema["description"]) if isinstance(kind, list) and "description" in schema else text
    )

"""What a record says that the model has no place for, counted by field, each kind with its reason.

In: a record as plain JSON. Out: how often each of those fields stood there, and the record without
what says nothing. What has a place is read off the types of ``schema``.
"""

import re
import typing
from collections import Counter
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec

from kg.sources.ctgov.record_schema import StudyRecord

_PERSON: Final = "who somebody is and how to reach them: personal data"
_DISPLAY: Final = "a setting of the registry's display"
_UNKNOWN_DAY: Final = "that a day is not known"

REASONS: Final = (
    (r"/protocolSection/contactsLocationsModule/.*[cC]ontacts/.*", _PERSON),
    (r"/protocolSection/contactsLocationsModule/overallOfficials/.*", _PERSON),
    (r"/protocolSection/sponsorCollaboratorsModule/responsibleParty/.*", _PERSON),
    (r"/resultsSection/moreInfoModule/pointOfContact/.*", _PERSON),
    (r"/annotationSection/.*/unpostedResponsibleParty", _PERSON),
    (r".*/calculatePct", _DISPLAY),
    (r".*/(?:dateUnknown|unreleaseDateUnknown)", _UNKNOWN_DAY),
    (r"/annotationSection/.*/unpostedEvents/type", _UNKNOWN_DAY),
    (r"/resultsSection/(?:baseline|outcome)\w+/.*", "a heading or a comment where no number is"),
    (r".*/mcpReleaseN", "the registry's own count of a submission"),
    (r".*/modelPredictions/.*", "a machine's reading of the criteria, which the text states"),
    (r".*", "no field of the registry's API v2"),
)
"""Why fields are left: the first pattern that fits a path says it."""


def reason(path: str) -> str:
    """Why a field is left.

    >>> reason("/resultsSection/moreInfoModule/pointOfContact/email")
    'who somebody is and how to reach them: personal data'
    """
    return next(why for pattern, why in REASONS if re.fullmatch(pattern, path))


def unread(record: dict[str, Any]) -> Counter[str]:
    """How many values stand in each field that is not read.

    >>> unread({"hasResults": True, "unheardOf": {"a": 1, "b": None}})
    Counter({'/unheardOf/a': 1})
    """
    left: Counter[str] = Counter()
    _look(record, _tree(StudyRecord), "", left)
    return left


class _Tree(NamedTuple):
    """The fields of an object that are read: their names, and those that hold objects."""

    names: frozenset[str]
    parts: tuple[tuple[str, "_Tree"], ...]


def _look(value: Any, tree: _Tree, path: str, left: Counter[str]) -> None:  # noqa: ANN401
    if isinstance(value, list):
        for item in value:
            _look(item, tree, path, left)
    elif isinstance(value, dict):
        if not value.keys() <= tree.names:
            for name in value.keys() - tree.names:
                _count(value[name], f"{path}/{name}", left)
        for name, inner in tree.parts:
            if name in value:
                _look(value[name], inner, f"{path}/{name}", left)


def _count(value: Any, path: str, left: Counter[str]) -> None:  # noqa: ANN401 - a JSON value
    if isinstance(value, dict):
        for name, inner in value.items():
            _count(inner, f"{path}/{name}", left)
    elif isinstance(value, list):
        for inner in value:
            _count(inner, f"{path}/*" if isinstance(inner, dict | list) else path, left)
    elif value is not None:
        left[path] += 1


@cache
def _tree(kind: type[msgspec.Struct]) -> _Tree:
    hints = typing.get_type_hints(kind)
    fields = {field.encode_name: hints[field.name] for field in msgspec.structs.fields(kind)}
    inner = {name: _struct_of(hint) for name, hint in fields.items()}
    parts = tuple((name, _tree(each)) for name, each in inner.items() if each is not None)
    return _Tree(frozenset(fields), parts)


def _struct_of(hint: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401 - a type
    for inner in typing.get_args(hint) or (hint,):
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            return inner
    return None


def without_nothing(value: Any) -> Any:  # noqa: ANN401 - a JSON value
    """A value without the fields that hold null or an empty text; what lists hold keeps its place.

    >>> without_nothing({"a": None, "b": "", "c": [None, {"d": None}], "e": [None, "f"]})
    {'c': [{}, {}], 'e': ['', 'f']}
    """
    if isinstance(value, dict):
        kept = {name: each for name, each in value.items() if each is not None and each != ""}
        return {name: without_nothing(each) for name, each in kept.items()}
    if isinstance(value, list):
        nothing: dict[str, Any] | str = {} if any(isinstance(v, dict) for v in value) else ""
        return [nothing if each is None else without_nothing(each) for each in value]
    return value

"""What a record says that the model has no place for, counted by field, each kind with its reason.

In: a record as plain JSON. Out: the same record without nulls and without those fields, and how
often each of them stood there. What has a place is read off the types of ``schema``.
"""

import re
import typing
from collections import Counter
from functools import cache
from typing import Any, Final

import msgspec

from kg.sources.ctgov.record_schema import StudyRecord

Tree = dict[str, "Tree | None"]
"""The fields that are read: an object's by name, nothing under a value."""

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


def weeded(record: dict[str, Any]) -> tuple[dict[str, Any], Counter[str]]:
    """The record without nulls and unread fields, and how many values each of these held.

    >>> weeded({"hasResults": True, "unheardOf": {"a": 1, "b": None}, "derivedSection": None})
    ({'hasResults': True}, Counter({'/unheardOf/a': 1}))
    """
    left: Counter[str] = Counter()
    return _weeded(record, tree_of(StudyRecord), "", left), left


def _weeded(value: Any, tree: Tree | None, path: str, left: Counter[str]) -> Any:  # noqa: ANN401
    if tree is None:
        return value
    if isinstance(value, list):
        return [_weeded({} if v is None else v, tree, path, left) for v in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, inner in value.items():
        if inner is None:
            continue
        if name in tree:
            kept[name] = _weeded(inner, tree[name], f"{path}/{name}", left)
        else:
            _count(inner, f"{path}/{name}", left)
    return kept


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
def tree_of(kind: type[msgspec.Struct]) -> Tree:
    """The fields of a type, by their names in the record."""
    hints = typing.get_type_hints(kind)
    return {
        field.encode_name: _tree_of(hints[field.name]) for field in msgspec.structs.fields(kind)
    }


def _tree_of(hint: Any) -> Tree | None:  # noqa: ANN401 - a type
    for inner in typing.get_args(hint) or (hint,):
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            return tree_of(inner)
    return None


def declared(tree: Tree, path: str = "") -> typing.Iterator[str]:
    """The paths of all values that are read."""
    for name, inner in tree.items():
        if inner is None:
            yield f"{path}/{name}"
        else:
            yield from declared(inner, f"{path}/{name}")

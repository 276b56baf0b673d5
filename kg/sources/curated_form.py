"""The form of curated records: what a person may write, as types and as a JSON Schema.

The fields are those of ``kg.records``, less what only reading a text can say (rules, confidence,
spans); quantities, times, p-values and numbers may be written in their short forms. The schema is
generated from the types, kept in ``kg/data/curated.schema.json`` for editors, and is what records
are checked against.
"""

import json
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

import msgspec

from kg import data
from kg.records import Concept, Record, ReviewDecision, Study
from kg.sources import shorthand

if TYPE_CHECKING:
    from jsonschema.protocols import Validator

SCHEMA_FILE: Final = "curated.schema.json"
SCHEMA_ID: Final = "https://w3id.org/trialkg/curated.schema.json"

# What a claim carries that was read from a text or derived: not for people to write.
_READ_ONLY = frozenset(
    {"evidence", "derivation", "derived_from", "rule", "confidence", "status"}
    | {"suggested_comparisons", "suggested_results", "untied_results"}
)
# Groups, interventions and outcomes are shown by what their source calls them.
_NAMED = ("Arm", "Intervention", "Outcome", "Population", "Subgroup")
_SHORT = {
    "Quantity": shorthand.QUANTITY,
    "TimePoint": shorthand.TIME,
    "TimePeriod": shorthand.PERIOD,
    "PValue": shorthand.P_VALUE,
    "Number": shorthand.NUMBER,
}
# Scalars arrive as the strings that stand in the file; an editor sees numbers and booleans.
_SCALARS: dict[str, dict[str, Any]] = {
    "string": {"type": ["string", "number", "boolean"], "minLength": 1},
    "integer": {
        "type": ["integer", "string"],
        "pattern": "^(0|[1-9][0-9]{0,11})$",
        "minimum": 0,
        "description": "a whole number ≥ 0",
    },
    "decimal": {
        "type": ["number", "string"],
        "pattern": "^[+-]?[0-9]+([.][0-9]+)?$",
        "description": "a decimal number, exactly as the source writes it",
    },
    "boolean": {"enum": [True, False, "true", "false"], "description": "true or false"},
}


class Source(Record, frozen=True, kw_only=True):
    """A paper, registry record or page that facts were entered from."""

    doi: str | None = None
    pmid: str | None = None
    registry_id: str | None = None
    url: str | None = None
    citation: str | None = None

    def cited(self) -> str | None:
        """The best name of the source, as passages cite it."""
        if self.doi:
            return f"doi:{self.doi}"
        return f"PMID:{self.pmid}" if self.pmid else self.registry_id or self.url or self.citation


class CuratedRecord(Record, frozen=True, kw_only=True):
    """Facts of studies that a person entered, each with its source, and what the person decided.

    ``source`` names the entry of ``sources`` that all claims come from that name no other;
    ``author`` decided what no other is named for.
    """

    kind: Literal["curated-record"]
    title: str
    author: str | None = None
    sources: dict[str, Source] = msgspec.field(default_factory=dict)
    source: str | None = None
    concepts: tuple[Concept, ...] = ()
    studies: tuple[Study, ...] = ()
    decisions: tuple[ReviewDecision, ...] = ()


def generated_schema() -> dict[str, Any]:
    """The JSON Schema of curated records, made from the types."""
    schema = _leaner(msgspec.json.schema(CuratedRecord))
    for name in ("SuggestedComparison", "SuggestedResult", "UntiedResult"):
        del schema["$defs"][name]  # a person knows of whom a number is
    for name, expected in _SHORT.items():
        short = {"type": ["string", "number"], "minLength": 1, "description": expected}
        schema["$defs"][name] = {"anyOf": [short, schema["$defs"][name]]}
    for name in _NAMED:
        schema["$defs"][name].setdefault("required", []).append("label")
    decision = schema["$defs"]["ReviewDecision"]
    del decision["properties"]["key"]  # it is its place in the record
    decision["required"] = ["claim"]  # what is not decided yet waits in the record
    record = schema["$defs"]["CuratedRecord"]
    record["properties"]["sources"]["minProperties"] = 1
    for name in ("studies", "decisions"):
        record["properties"][name]["minItems"] = 1
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": SCHEMA_ID,
        "title": "Curated record of clinical trials",
        **schema,
    }


def _leaner(schema: Any) -> Any:  # noqa: ANN401 - a JSON value
    """The schema without defaults and nulls, with scalars as they may be written."""
    if isinstance(schema, list):
        return [_leaner(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "anyOf" in schema:
        kept = [option for option in schema["anyOf"] if option != {"type": "null"}]
        return _leaner(kept[0]) if len(kept) == 1 else {"anyOf": _leaner(kept)}
    kind = "decimal" if schema.get("format") == "decimal" else schema.get("type")
    if isinstance(kind, str) and kind in _SCALARS:
        return dict(_SCALARS[kind])
    return _object({name: value for name, value in schema.items() if name != "default"})


def _object(schema: dict[str, Any]) -> dict[str, Any]:
    if "description" in schema:
        # Only the first line says what the thing is; the rest is for readers of the code.
        schema["description"] = schema["description"].partition("\n")[0]
    if "properties" in schema:
        properties = schema["properties"].items()
        schema["properties"] = {
            name: _leaner(value) for name, value in properties if name not in _READ_ONLY
        }
    return {
        name: value if name in {"properties", "enum", "required"} else _leaner(value)
        for name, value in schema.items()
    }


def schema_text() -> str:
    """The text of the schema file, as it is kept in the package."""
    return json.dumps(generated_schema(), indent=1, ensure_ascii=False) + "\n"


@cache
def validator() -> "Validator":
    """The validator of curated records, from the schema in the package."""
    # Imported here: pages and abstracts, the usual input, need no JSON Schema.
    import jsonschema

    schema = json.loads(data.read(SCHEMA_FILE))
    return jsonschema.Draft202012Validator(schema)

"""What an exported graph says, flattened: the same statements, asked by SPARQL.

In: an exported graph, loaded by pyoxigraph. Out: for each report, by the hash of its text,
:class:`~copies.statements.Statement` records as :mod:`copies.statements` makes them of records.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import pyoxigraph as ox

from copies.paths import KINDS
from copies.statements import Amount, Names, Range, Statement, plain_name
from kg.namespaces import PREFIXES

_HEAD = "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in PREFIXES.items())
FIELDS = {
    "title": "dcterms:title", "journal": "tk:journal", "issued": "dcterms:issued",
    "volume": "tk:volume", "issue": "tk:issue", "page_start": "tk:pageStart",
    "page_end": "tk:pageEnd", "doi": "tk:doi", "pmid": "tk:pmid",
}  # fmt: skip
LIMITS = {"dispersion", "lower", "upper", "ci lower", "ci upper"}
GROUPS = {"arm", "role", "experimental", "reference"}


class Told:
    """A graph being flattened: its quantities, times, concepts and groups at hand."""

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._names = self._labels()
        self._quantities = self._extents()
        self._times = self._moments()
        self._groups = self._sides()

    def statements(self) -> dict[str, list[Statement]]:
        """Every statement of each report, by the hash of its text."""
        told: defaultdict[str, list[Statement]] = defaultdict(list)
        for kind, (where, fields) in KINDS.items():
            for digest, values in self._nodes(where, fields):
                shaped = _shaped(kind, values)
                roles = _several(shaped.get("role")) if kind == "population" else ()
                each = [shaped | {"role": role} for role in roles] or [shaped]
                told[digest] += [Statement(kind, one) for one in each]
        for digest, statement in self._flat():
            told[digest].append(statement)
        return dict(told)

    def _nodes(self, where: str, fields: Mapping[str, str]) -> Iterator[tuple[str, dict[str, Any]]]:
        """Each node's fields, several values of one field as a tuple."""
        found: defaultdict[tuple[str, str], dict[str, list[Any]]] = defaultdict(dict)
        for field, path in fields.items():
            reach = "BIND(?n AS ?v)" if path == "." else f"OPTIONAL {{ ?n {path} ?v }}"
            pattern = f"?report tk:sourceHash ?hash . {where} {reach}"
            for row in self._rows(f"SELECT DISTINCT ?hash ?n ?v WHERE {{ {pattern} }}"):
                values = found[(str(row["hash"].value), str(row["n"]))].setdefault(field, [])
                if row["v"] is not None:
                    values.append(self._value(field, row["v"]))
        for (digest, _), fields_of in found.items():
            yield (
                digest,
                {f: v[0] if len(v) == 1 else tuple(v) or None for f, v in fields_of.items()},
            )

    def _value(self, field: str, term: Any) -> Any:
        if field in GROUPS and term in self._groups:
            return self._groups[term]
        for known in (self._quantities, self._times, self._names):
            if term in known:
                return known[term]
        if isinstance(term, ox.Literal):
            return _literal(term)
        return str(term.value).rpartition("#")[2]

    def _flat(self) -> Iterator[tuple[str, Statement]]:
        for name, path in FIELDS.items():
            for row in self._rows(f"SELECT ?hash ?v {{ ?r tk:sourceHash ?hash ; {path} ?v }}"):
                yield (
                    row["hash"].value,
                    Statement("report", {"field": name, "value": row["v"].value}),
                )
        told = "tk:reportsTrial/(tk:allocation|tk:masking|tk:designFeature)"
        for row in self._rows(f"SELECT ?hash ?v {{ ?r tk:sourceHash ?hash ; {told} ?v }}"):
            feature = row["v"].value.rpartition("#")[2]
            yield row["hash"].value, Statement("design", {"feature": feature})

    def _labels(self) -> dict[Any, Names]:
        found: defaultdict[Any, set[str]] = defaultdict(set)
        labels = "(rdfs:label|skos:prefLabel|skos:altLabel)"
        for row in self._rows(f"SELECT ?c ?v {{ ?c a tk:Concept ; {labels} ?v }}"):
            slug = row["c"].value.rpartition("/")[2]
            found[row["c"]] |= {plain_name(row["v"].value), plain_name(slug)}
        return {concept: Names(names) for concept, names in found.items()}

    def _extents(self) -> dict[Any, Range]:
        columns = "value minValue maxValue minInclusive maxInclusive unit".split()
        optional = " ".join(f"OPTIONAL {{ ?q tk:{c} ?{c} }}" for c in columns)
        found = {}
        for row in self._rows(f"SELECT * {{ ?q a tk:Quantity {optional} }}"):
            value, low, high, low_in, high_in, unit = (_known(row[c]) for c in columns)
            if value is not None:
                low = high = value
                low_in = high_in = True
            found[row["q"]] = Range(low, high, low_in, high_in, unit)
        return found

    def _moments(self) -> dict[Any, str]:
        found = {}
        for row in self._rows("SELECT ?t ?o { ?t a tk:TimePoint OPTIONAL { ?t tk:offset ?o } }"):
            offset = self._quantities.get(row["o"])
            found[row["t"]] = _offset(offset) if offset else "baseline"
        for row in self._rows("SELECT ?t ?to { ?t a tk:TimePeriod ; tk:to ?to }"):
            found[row["t"]] = f"until {found[row['to']]}"
        return found

    def _sides(self) -> dict[Any, str]:
        roles = {"experimentalRole": "experimental", "controlRole": "control"}
        asked = "SELECT ?g ?r { ?g a tk:ParticipantGroup OPTIONAL { ?g tk:armRole ?r } }"
        return {
            row["g"]: roles[row["r"].value.rpartition("#")[2]] if row["r"] else "everybody"
            for row in self._rows(asked)
        }

    def _rows(self, query: str) -> Iterator[Any]:
        found: Any = self._store.query(_HEAD + query, use_default_graph_as_union=True)
        yield from found


def _known(term: Any) -> Any:
    return None if term is None else _literal(term)


def _literal(term: ox.Literal) -> Any:
    kind = term.datatype.value.rpartition("#")[2]
    reads: dict[str, Callable[[str], Any]] = {
        "decimal": Decimal, "integer": int, "boolean": lambda v: v == "true",
    }  # fmt: skip
    return reads.get(kind, str)(term.value)


def _offset(offset: Range) -> str:
    most = "" if offset.high == offset.low else f"-{_plain(offset.high)}"
    return f"{_plain(offset.low)}{most} {offset.unit}"


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _shaped(kind: str, values: dict[str, Any]) -> dict[str, Any]:
    """The fields as the flattened records have them."""
    if kind == "heading":
        name, _, qualifier = str(values["label"]).partition(" / ")
        return {"name": name, "qualifier": qualifier or None, "major": values["major"]}
    if "number" in values:
        _number(values)
    for end in ("from", "to") if kind == "change" else ():
        values[end] = None if values[end] is None else Amount(values[end], values["unit"])
    for name in ("dose", "cycle", "every", "duration"):
        if isinstance(extent := values.get(name), Range):
            values[name] = Amount(extent.low, extent.unit)
    if "exclusion" in values:
        values["exclusion"] = "ExclusionCriterion" in str(values["exclusion"])
    for name in ("about", "flags") if kind in {"conclusion", "criterion"} else ():
        if kind == "conclusion" or name == "flags":
            values[name] = _several(values.get(name))
    return values


def _number(values: dict[str, Any]) -> None:
    """Put together a value and its limits with the unit that they share."""
    number, unit = values.pop("number"), values.pop("unit")
    values["value"] = None if number is None else Amount(number, unit)
    for limit in LIMITS & values.keys():
        if values[limit] is not None:
            values[limit] = Amount(values[limit], unit)


def _several(value: Any) -> tuple[Any, ...]:
    if value is None:
        return ()
    return value if isinstance(value, tuple) else (value,)


def statements_of_graph(turtle: str) -> dict[str, list[Statement]]:
    """The statements of each report of an exported graph, by the hash of its text."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return Told(store).statements()

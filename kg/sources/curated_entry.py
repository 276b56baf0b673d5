"""A curated record made whole: short forms written out, names resolved, evidence attached.

In: the tree of a record as its author wrote it. Out: the same tree in the form of ``kg.records``:
every claim has a key, its passage and the source it inherits; quantities are in canonical units
beside what was written; decisions that were not taken yet are left out; and the faults that a
schema cannot see.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from kg import units
from kg.linking import lexicon
from kg.namespaces import REPORT
from kg.sources import shorthand
from kg.sources.curated_faults import nearest, shown
from kg.sources.yaml_tree import Fault

Fields = dict[str, Any]

_CLAIMS: Final = frozenset(
    "populations criteria arms receives phases subgroups schedules outcomes group_results"
    " adverse_events changes comparisons associations conclusions sister_trials population".split()
)
_REFERENCES: Final = frozenset(
    "group groups experimental_group reference_group of outcome experimental_result"
    " reference_result from_result to_result replaces".split()
)
# Fields that name concepts, and the kinds that fit there; none where any kind does.
_OCCURRENCES = frozenset({"AdverseEvent", "ClinicalEvent"})
_MEASURED = _OCCURRENCES | {"Measurand", "Biomarker", "PersonAttribute", "Condition"}
_CONCEPTS: Final[dict[str, frozenset[str]]] = {
    "about": frozenset(),
    "assesses": _MEASURED,
    "broader": frozenset(),
    "conditions": frozenset({"Condition", "AdverseEvent"}),
    "event": _OCCURRENCES,
    "factor": frozenset(),
    "measurand": _MEASURED,
    "measures": _MEASURED,
    "related": frozenset(),
    "substance": frozenset({"Substance"}),
}
_SHORT: Final[dict[str, Callable[[str], Fields]]] = {
    **dict.fromkeys(
        "bound sustained_for dose cycle_length duration every threshold offset".split(),
        shorthand.quantity,
    ),
    **dict.fromkeys("time at_time until start end follow_up".split(), shorthand.time),
    "over": shorthand.period,
    "p": shorthand.p_value,
    "number": shorthand.number,
}
_TIMES: Final = frozenset({"time", "over"})
_LONGEST_SHORT: Final = 1_000
_CLAIM: Final = re.compile(r"(?:r-)?([\w.-]+):([\w.-]+)")
_SIZED = frozenset(name for name, read in _SHORT.items() if read is shorthand.quantity) | {"number"}
_AMOUNTS = "value min max dispersion dispersion_lower dispersion_upper ci_lower ci_upper".split()
# The measurand of a claim, and the field that is in its unit.
_MEASURES = (("measurand", "number"), ("about", "bound"), ("measures", "threshold"))


class Entry:
    """A record's tree made whole, with the passages, concepts and faults found on the way."""

    def __init__(self, tree: Any) -> None:  # noqa: ANN401 - whatever the file holds
        self.faults: list[Fault] = []
        self.passages: dict[str, str] = {}
        self.concepts: set[str] = set()
        self.undecided: dict[str, str] = {}
        tree = without_blanks(tree)
        root = tree if isinstance(tree, dict) else {}
        self._sources = _fields(root.get("sources"))
        self._own = {c["slug"]: c for c in _items(root.get("concepts")) if "slug" in c}
        self._unsourced: list[str] = []
        self._keys: dict[str, str] = {}
        self._default = root.get("source", sole(self._sources))
        self._author = root.get("author")
        self.tree: Any = {name: self._part(name, value) for name, value in root.items()}
        if "source" in root:
            self._known_source(str(root["source"]), "/source")

    def _part(self, name: str, value: Any) -> Any:  # noqa: ANN401 - a part of the file
        """A field of the record itself; only its lists hold anything to write out."""
        if name not in {"studies", "concepts", "decisions"} or not isinstance(value, list):
            return value
        if name == "decisions":
            return list(self._decided(value))
        made = []
        for number, item in enumerate(value):
            pointer = f"/{name}/{number}"
            if name == "studies" and isinstance(item, dict):
                self._keys = self._named(item, pointer, number)
                made.append(self._claim(item, pointer, self._default))
            else:
                made.append(self._value(item, pointer, None))
        return made

    def _decided(self, items: list[Any]) -> Iterator[Any]:
        """The decisions that were taken, each with its place, its author and the claim's IRI."""
        for number, item in enumerate(items):
            pointer = f"/decisions/{number}"
            if not isinstance(item, dict):
                yield item
            elif "decision" not in item:
                self.undecided[pointer] = str(item.get("claim", ""))
            else:
                yield self._decision(item, pointer)

    def _decision(self, item: Fields, pointer: str) -> Fields:
        whole = {**item, "key": pointer, "author": item.get("author", self._author)}
        if whole["author"] is None:
            self.faults.append(Fault("/author", "a decision needs the name of who decided"))
        if "exact" not in item and "states" not in item:
            said = "nothing says what was decided about: add exact, the words of the claim"
            self.faults.append(Fault(pointer, said))
        claim = claim_iri(str(item.get("claim", "")))
        if claim is None and "claim" in item:
            expected = "an IRI, or a name as answers show it: pmid-19461505:result-2"
            got = shown(item.get("claim"))
            self.faults.append(Fault(f"{pointer}/claim", "no claim of a report", got, expected))
        for name in _TIMES & set(item):
            if isinstance(item[name], str):
                whole[name] = self._short(_SHORT[name], item[name], f"{pointer}/{name}")
        return {**whole, "claim": claim or ""}

    # --- keys and sources -----------------------------------------------------------------------

    def _named(self, study: Fields, pointer: str, number: int) -> dict[str, str]:
        """The keys that a study's claims have, each with the one that it has in the account."""
        found: dict[str, str] = {}
        for place, claim in _claims(study, pointer):
            key = claim.get("key")
            if isinstance(key, str) and key in found:
                self.faults.append(
                    Fault(f"{place}/key", "another claim of the study has it", shown(key))
                )
            elif isinstance(key, str):
                found[key] = f"{number}.{key}"
        return found

    def _claim(self, claim: Fields, pointer: str, source: Any) -> Fields:  # noqa: ANN401
        """A claim with its key, its passage, and its parts made whole."""
        source = claim.get("source", source)
        self._cite(pointer, source, own="source" in claim)
        whole = self._mapping(claim, pointer, source)
        key = claim.get("key")
        whole["key"] = self._keys.get(key, pointer) if isinstance(key, str) else pointer
        whole["evidence"] = [pointer]
        for measurand, sized in _MEASURES:
            slug, fields = whole.get(measurand), whole.get(sized)
            if isinstance(slug, str) and isinstance(fields, dict):
                whole[sized] = _canonical(fields, self._unit(slug))
        return whole

    def _cite(self, pointer: str, source: Any, *, own: bool) -> None:  # noqa: ANN401
        """The passage of a claim; a fault of its source is told once, where it first shows."""
        if isinstance(source, str) and source in self._sources:
            self.passages[pointer] = source
        elif own:
            self._known_source(str(source), f"{pointer}/source")
        elif source is None and not any(pointer.startswith(f"{p}/") for p in self._unsourced):
            self._unsourced.append(pointer)
            said = "no source: name one here or above, or as the record's own"
            self.faults.append(Fault(pointer, said))

    def _known_source(self, source: str, pointer: str) -> None:
        if source not in self._sources:
            said = "no entry of sources has this name"
            self.faults.append(Fault(pointer, said, shown(source), nearest(source, self._sources)))

    def _unit(self, slug: str) -> str | None:
        own = self._own.get(slug, {}).get("canonical_unit")
        return own if isinstance(own, str) else units.canonical(slug)

    # --- values ---------------------------------------------------------------------------------

    def _value(self, value: Any, pointer: str, source: Any) -> Any:  # noqa: ANN401
        if isinstance(value, dict):
            return self._mapping(value, pointer, source)
        if isinstance(value, list):
            return [self._value(v, f"{pointer}/{n}", source) for n, v in enumerate(value)]
        return value

    def _mapping(self, fields: Fields, pointer: str, source: Any) -> Fields:  # noqa: ANN401
        return {
            name: self._field(name, value, f"{pointer}/{name}", source)
            for name, value in fields.items()
        }

    def _field(self, name: str, value: Any, pointer: str, source: Any) -> Any:  # noqa: ANN401
        """One field: a claim, a reference, a concept, an amount, or what it says."""
        if name in _CLAIMS:
            return self._below(value, pointer, source)
        if name in _REFERENCES:
            return self._each(value, pointer, self._reference)
        if name in _CONCEPTS:
            return self._each(value, pointer, lambda slug, at: self._concept(name, slug, at))
        if name in _SHORT and isinstance(value, str):
            return self._short(_SHORT[name], value, pointer)
        if name in _SIZED and isinstance(value, dict):
            return self._sized(value, pointer)
        return self._value(value, pointer, source)

    def _below(self, value: Any, pointer: str, source: Any) -> Any:  # noqa: ANN401
        """The claim or claims of a field."""
        if isinstance(value, dict):
            return self._claim(value, pointer, source)
        if not isinstance(value, list):
            return value
        inner = [(item, f"{pointer}/{number}") for number, item in enumerate(value)]
        return [self._claim(i, at, source) if isinstance(i, dict) else i for i, at in inner]

    def _each(self, value: Any, pointer: str, read: Callable[[str, str], str]) -> Any:  # noqa: ANN401
        if isinstance(value, list):
            return [read(str(item), f"{pointer}/{n}") for n, item in enumerate(value)]
        return read(value, pointer) if isinstance(value, str) else value

    def _reference(self, key: str, pointer: str) -> str:
        if key not in self._keys:
            said = "no claim of the study has this key"
            self.faults.append(Fault(pointer, said, shown(key), nearest(key, self._keys)))
        return self._keys.get(key, key)

    def _concept(self, name: str, slug: str, pointer: str) -> str:
        """The slug of a concept that is known, here or in the lexicon, and of a kind that fits."""
        known = lexicon().concept(slug)
        kinds = set(self._own.get(slug, {}).get("kinds", ())) or set(known.kinds if known else ())
        wanted = _CONCEPTS[name]
        if known is None and slug not in self._own:
            slugs = {*self._own, *(concept.slug for concept in lexicon())}
            said = "no such concept: add it to the record's concepts"
            self.faults.append(Fault(pointer, said, shown(slug), nearest(slug, slugs)))
        elif wanted and kinds and not wanted & kinds:
            said = f"a concept of another kind ({', '.join(sorted(kinds))})"
            self.faults.append(Fault(pointer, said, shown(slug), " or ".join(sorted(wanted))))
        else:
            self.concepts.add(slug)
        return slug

    def _short(self, read: Callable[[str], Fields], text: str, pointer: str) -> Any:  # noqa: ANN401
        try:
            return read(text if len(text) <= _LONGEST_SHORT else "")
        except ValueError as error:
            self.faults.append(Fault(pointer, "this cannot be read", shown(text), str(error)))
            return text

    def _sized(self, fields: Fields, pointer: str) -> Fields:
        """A quantity or number in fields: its unit as a code, its value also as written."""
        whole = dict(fields)
        if isinstance(unit := fields.get("unit"), str):
            coded = self._short(shorthand.unit, unit, f"{pointer}/unit")
            whole |= coded if isinstance(coded, dict) else {}
        if isinstance(value := fields.get("value"), str):
            whole.setdefault("reported", value)
        return whole


def without_blanks(tree: Any) -> Any:  # noqa: ANN401 - whatever the file holds
    """The tree without the fields of decisions that nobody filled in.

    >>> without_blanks({"decisions": [{"claim": "x", "decision": "", "note": ""}]})
    {'decisions': [{'claim': 'x'}]}
    """
    items = tree.get("decisions") if isinstance(tree, dict) else None
    if not isinstance(items, list):
        return tree
    filled = [{n: v for n, v in i.items() if v != ""} if isinstance(i, dict) else i for i in items]
    return {**tree, "decisions": filled}


def claim_iri(written: str) -> str | None:
    """The IRI of a claim of a report that a full or short name writes, else nothing.

    >>> claim_iri("pmid-1:untied-2")
    'https://w3id.org/trialkg/id/report/pmid-1/untied-2'
    >>> claim_iri("a claim") is None
    True
    """
    if written.startswith(REPORT) and "/" in written.removeprefix(REPORT).strip("/"):
        return written
    match = _CLAIM.fullmatch(written)
    return f"{REPORT}{match[1]}/{match[2]}" if match else None


def sole(names: Iterable[str]) -> str | None:
    """The only name there is, else nothing."""
    first, *more = [*names, None]
    return first if len(more) == 1 else None


def _claims(fields: Fields, pointer: str) -> Iterator[tuple[str, Fields]]:
    """Every claim below a place, with its pointer."""
    for name in _CLAIMS & set(fields):
        value = fields[name]
        single = [(f"{pointer}/{name}", value)]
        many = enumerate(value) if isinstance(value, list) else ()
        for place, item in [(f"{pointer}/{name}/{n}", v) for n, v in many] or single:
            if isinstance(item, dict):
                yield place, item
                yield from _claims(item, place)


def _canonical(fields: Fields, unit: str | None) -> Fields:
    """Amounts in the canonical unit of what they measure, where that is exact."""
    written = fields.get("unit")
    if unit is None or not isinstance(written, str) or written == unit:
        return fields
    converted = {
        name: _converted(str(fields[name]), written, unit) for name in _AMOUNTS if name in fields
    }
    if not converted or None in converted.values():
        return fields
    return {"unit_text": written, **fields, **converted, "unit": unit}


def _converted(amount: str, written: str, unit: str) -> str | None:
    try:
        same = units.convert(Decimal(amount), written, unit)
    except InvalidOperation:
        return None
    return None if same is None else format(same, "f")


def _fields(value: Any) -> Fields:  # noqa: ANN401 - a part of the file
    return value if isinstance(value, dict) else {}


def _items(value: Any) -> list[Fields]:  # noqa: ANN401 - a part of the file
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []

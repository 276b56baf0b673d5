"""What morph-kgc makes of registry records as the registry gives them, beside kg's own lines.

In: records, and a Python that has morph-kgc. Out: its time, kg's from the same bytes to lines of
the same triples, and how many those are. Each record is a file of JSON, mapped by RML (JSONPath).
RML names no node after one that stands above it, and counts none: of a record it can say what the
trial itself has. morph-kgc drops a row in which any field of a module is absent, so that records
cannot be given as one list; its start, with nothing to do, is taken off.
"""

import json
import resource
import subprocess
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import pyoxigraph as ox

from kg.graph import account_quads
from kg.identifiers import trial_iri
from kg.namespaces import DCTERMS, TK, TRIAL
from kg.sources.ctgov import read
from kg.terms import Quad, nquads, read_line

RECORDS: Final = 60
_FIELDS: Final = {
    "identificationModule": {"officialTitle": TK.officialTitle},
    "descriptionModule": {
        "briefSummary": DCTERMS.abstract,
        "detailedDescription": TK.detailedDescription,
    },
    "conditionsModule": {"conditions": TK.conditionText, "keywords": TK.keyword},
    "eligibilityModule": {
        "eligibilityCriteria": TK.eligibilityText,
        "studyPopulation": TK.studyPopulation,
    },
    "statusModule": {"whyStopped": TK.whyStopped},
    "designModule": {"targetDuration": TK.targetDuration},
}
_ASKED: Final = {predicate for fields in _FIELDS.values() for predicate in fields.values()}
_PREFIXES: Final = """
@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .
@prefix ql: <http://semweb.mmlab.be/ns/ql#> .
"""
_MAP: Final = """
<urn:map:{name}> a rr:TriplesMap ;
  rml:logicalSource [ rml:source "{file}" ; rml:referenceFormulation ql:JSONPath ;
    rml:iterator "$.protocolSection" ] ;
  rr:subjectMap [ rr:template "{trial}{{identificationModule.nctId}}" ]{fields} .
"""
_FIELD: Final = """ ;
  rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ rml:reference "{path}" ] ]"""


class Compared(NamedTuple):
    """The seconds of both, and the triples: of both alike, of one alone, and all that kg has."""

    theirs: float
    ours: float
    alike: int
    other: int
    every: int

    @property
    def told(self) -> str:
        """The triples, in words."""
        same = "the same triples" if not self.other else f"{self.other} triples differ"
        return f"what RML says of the JSON, {self.alike:,} of {self.every:,} triples, {same}"


def compared(python: str, records: Sequence[object], folder: Path) -> Compared:
    """Both, over some records."""
    files = []
    for number, record in enumerate(records[:RECORDS]):
        files.append((folder / f"record-{number}.json").absolute())
        files[-1].write_text(json.dumps(record), encoding="utf-8")
    idle, _ = _run(python, [], folder)
    theirs, found = _run(python, files, folder)
    _ours(files[:5])  # once before, all imported
    begun = _spent(resource.RUSAGE_SELF)
    own, every = _ours(files)
    ours = _spent(resource.RUSAGE_SELF) - begun
    return Compared(theirs - idle, ours, len(own & found), len(own ^ found), every)


def _spent(who: int) -> float:
    usage = resource.getrusage(who)
    return usage.ru_utime + usage.ru_stime


def _run(python: str, files: Sequence[Path], folder: Path) -> tuple[float, set[tuple[str, ...]]]:
    """Its processor time and its triples; with no file, those of a record that has no field."""
    if not files:
        files = [(folder / "nothing.json").absolute()]
        nothing = {"protocolSection": {"identificationModule": {"nctId": "NCT0"}}}
        files[0].write_text(json.dumps(nothing), encoding="utf-8")
    maps, out = folder / "rml.ttl", folder / "rml.nt"
    maps.write_text(_PREFIXES + "".join(_maps(files)), encoding="utf-8")
    config = folder / "rml.ini"
    config.write_text(
        f"[CONFIGURATION]\noutput_file={out}\nlogging_level=ERROR\n[Source]\nmappings={maps}\n",
        encoding="utf-8",
    )
    out.unlink(missing_ok=True)
    begun = _spent(resource.RUSAGE_CHILDREN)
    subprocess.run([python, "-m", "morph_kgc", str(config)], check=True)
    return _spent(resource.RUSAGE_CHILDREN) - begun, set(_triples(out))


def _maps(files: Iterable[Path]) -> Iterator[str]:
    for number, file in enumerate(files):
        for module, fields in _FIELDS.items():
            stated = "".join(
                _FIELD.format(predicate=predicate, path=f"{module}.{name}")
                for name, predicate in fields.items()
            )
            name = f"{number}-{module}"
            yield _MAP.format(name=name, file=file, trial=TRIAL, fields=stated)


def _triples(file: Path) -> Iterator[tuple[str, ...]]:
    """Its triples; a template of RML leaves the number of a record as it is written."""
    for triple in ox.parse(path=str(file), format=ox.RdfFormat.N_TRIPLES):
        subject, value = triple.subject, triple.object
        if isinstance(subject, ox.NamedNode) and isinstance(value, ox.Literal):
            yield subject.value.lower(), triple.predicate.value, value.value


def _ours(files: Iterable[Path]) -> tuple[set[tuple[str, ...]], int]:
    """The same fields by kg, from the same bytes to lines; and how many triples it has in all."""
    found, every = set[tuple[str, ...]](), 0
    for file in files:
        for account in read(file.name, file.read_bytes()):
            assert not isinstance(account, Exception), account
            quads = account_quads(account)
            every += len(quads)
            found.update(map(_plain, nquads(filter(_is_asked, quads))))
    return found, every


def _is_asked(quad: Quad) -> bool:
    return quad.predicate in _ASKED and quad.subject.startswith(trial_iri(""))


def _plain(line: str) -> tuple[str, ...]:
    subject, predicate, value, _ = read_line(line) or ("", "", "", None)
    return subject, predicate, getattr(value, "lexical", str(value))

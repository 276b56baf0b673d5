"""Small vocabularies of invented terms in every format, and what stands for a publisher."""

import gzip
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MESH = "http://id.nlm.nih.gov/mesh/"
_V = f"{MESH}vocab#"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


def _line(subject: str, predicate: str, value: str) -> str:
    said = value if value.startswith('"') else f"<{MESH}{value}>"
    return f"<{MESH}{subject}> <{predicate}> {said} .\n"


NT = "".join(
    [
        _line("D000001", _TYPE, "vocab#TopicalDescriptor"),
        _line("D000001", _LABEL, '"Zentaroses"@en'),
        _line("D000001", f"{_V}treeNumber", "C99.100"),
        _line("D000001", f"{_V}dateCreated", '"2001-01-01"'),
        _line("D000002", _LABEL, '"Zentarosis, Pulmonary"@en'),
        _line("D000002", _LABEL, '"Zentarose der Lunge"@de'),
        _line("D000002", f"{_V}treeNumber", "C99.100.200"),
        _line("D000002", f"{_V}preferredConcept", "M01"),
        _line("D000002", f"{_V}concept", "M02"),
        _line("M01", f"{_V}preferredTerm", "T01"),
        _line("M01", f"{_V}narrowerConcept", "M02"),
        _line("M02", f"{_V}term", "T02"),
        _line("T01", f"{_V}prefLabel", '"Zentarosis, Pulmonary"@en'),
        _line("T01", f"{_V}altLabel", '"Lung \\"Zentarosis\\""@en'),
        _line("T02", f"{_V}prefLabel", '"Zentarosis of Coal Miners"@en'),
        _line("D000003", _LABEL, '"[OBSOLETE] Zentarism"@en'),
        _line("D000003", f"{_V}active", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        _line("D000003", "http://purl.org/dc/terms/isReplacedBy", "D000001"),
        _line("C000009", _LABEL, '"zentarol"@en'),
        _line("C000009", _TYPE, "vocab#SCR_Chemical"),
        _line("C000009", f"{_V}preferredMappedTo", "D000001Q000002"),
    ]
)

XML = """<?xml version="1.0"?>
<DescriptorRecordSet LanguageCode="eng"><DescriptorRecord DescriptorClass="1">
<DescriptorUI>D000001</DescriptorUI><DescriptorName><String>Zentaroses</String></DescriptorName>
<TreeNumberList><TreeNumber>C99.100</TreeNumber></TreeNumberList></DescriptorRecord>
<DescriptorRecord DescriptorClass="1"><DescriptorUI>D000002</DescriptorUI>
<DescriptorName><String>Zentarosis, Pulmonary</String></DescriptorName>
<TreeNumberList><TreeNumber>C99.100.200</TreeNumber></TreeNumberList><ConceptList>
<Concept PreferredConceptYN="Y"><ConceptUI>M01</ConceptUI><ConceptRelationList>
<ConceptRelation RelationName="NRW"><Concept1UI>M01</Concept1UI><Concept2UI>M02</Concept2UI>
</ConceptRelation></ConceptRelationList><TermList>
<Term IsPermutedTermYN="N" LexicalTag="NON"><String>Zentarosis, Pulmonary</String></Term>
<Term IsPermutedTermYN="Y" LexicalTag="NON"><String>Pulmonary Zentarosis</String></Term>
<Term IsPermutedTermYN="N" LexicalTag="ABB"><String>PZ</String></Term>
</TermList></Concept><Concept PreferredConceptYN="N"><ConceptUI>M02</ConceptUI><TermList>
<Term IsPermutedTermYN="N" LexicalTag="NON"><String>Zentarosis of Coal Miners</String></Term>
</TermList></Concept></ConceptList></DescriptorRecord></DescriptorRecordSet>
"""

SUPPLEMENT = """<SupplementalRecordSet LanguageCode="eng"><SupplementalRecord SCRClass="1">
<SupplementalRecordUI>C000009</SupplementalRecordUI>
<SupplementalRecordName><String>zentarol</String></SupplementalRecordName>
<HeadingMappedToList><HeadingMappedTo><DescriptorReferredTo><DescriptorUI>*D000001</DescriptorUI>
</DescriptorReferredTo><QualifierReferredTo><QualifierUI>*Q000002</QualifierUI></QualifierReferredTo>
</HeadingMappedTo></HeadingMappedToList></SupplementalRecord></SupplementalRecordSet>
"""

OBO = r"""format-version: 1.2
ontology: mondo

[Term]
id: MONDO:0000001
name: zentarosis
synonym: "zentaran disease" EXACT []
synonym: "ZD" EXACT ABBREVIATION []
synonym: "miner\"s zentarosis" NARROW []
alt_id: MONDO:0000009
is_a: MONDO:0000002 {source="x"} ! disorder
property_value: skos:exactMatch MESH:D000001

[Term]
id: MONDO:0000003
name: obsolete zentarism
is_obsolete: true
replaced_by: MONDO:0000001

[Typedef]
id: part_of
name: part of
"""

TURTLE = """@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix obo: <http://purl.obolibrary.org/obo/> .
@prefix oio: <http://www.geneontology.org/formats/oboInOwl#> .
@prefix mesh: <http://identifiers.org/mesh/> .
obo:MONDO_0000001 a owl:Class ; rdfs:label "zentarosis", "Zentarose"@de ;
  oio:hasExactSynonym "zentaran disease" ; skos:altLabel "ZD"@en ;
  rdfs:subClassOf obo:MONDO_0000002, [ a owl:Restriction ] ; skos:exactMatch mesh:D000001 .
obo:MONDO_0000003 a owl:Class ; rdfs:label "obsolete zentarism" ; owl:deprecated true ;
  obo:IAO_0100001 "MONDO:0000001" .
"""

TABLE = (
    "ui\tlabel\ttree_numbers_2015\tentry_terms\n"
    "D000001\tZentaroses\tC99.100\t\n"
    "D000002\tZentarosis, Pulmonary\tC99.100.200\tLung Zentarosis|Zentarosis of Lung\n"
)


def written(folder: Path, name: str, content: str | bytes) -> Path:
    """The file of this name, packed where the name says so."""
    data = content.encode() if isinstance(content, str) else content
    path = folder / name
    path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
    return path


class Publisher:
    """A server of one file: what it serves, what it was asked, how it misbehaves."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.etag = '"one"'
        self.kind = "application/octet-stream"
        self.cut_after: list[int] = []
        self.first: list[int] = []
        self.location = ""
        self.asked: list[dict[str, str]] = []
        self.address = ""


@contextmanager
def publishing(content: bytes) -> Iterator[Publisher]:
    """A publisher that listens on this machine until the block ends."""
    publisher = Publisher(content)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            publisher.asked.append(dict(self.headers.items()))
            if publisher.first:
                self._empty(publisher.first.pop(0))
            elif publisher.location:
                self._empty(302, publisher.location)
            else:
                self._serve()

        def _empty(self, status: int, location: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Length", "0")
            if location:
                self.send_header("Location", location)
            self.end_headers()

        def _serve(self) -> None:
            start, data = 0, publisher.content
            wanted = self.headers.get("Range", "")
            if wanted and self.headers.get("If-Range") == publisher.etag:
                start = int(wanted.removeprefix("bytes=").removesuffix("-"))
            self.send_response(206 if start else 200)
            self.send_header("Content-Type", publisher.kind)
            self.send_header("ETag", publisher.etag)
            self.send_header("Content-Length", str(len(data) - start))
            if start:
                place = f"bytes {start}-{len(data) - 1}/{len(data)}"
                self.send_header("Content-Range", place)
            self.end_headers()
            most = publisher.cut_after.pop(0) if publisher.cut_after else len(data)
            self.wfile.write(data[start : start + most])

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        publisher.address = f"http://127.0.0.1:{server.server_address[1]}"
        try:
            yield publisher
        finally:
            server.shutdown()
            thread.join()

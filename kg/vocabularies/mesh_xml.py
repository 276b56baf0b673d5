"""MeSH as XML: sets of descriptors, of qualifiers, of supplementary records.

In: a file. Out: one term for each record, in memory for one record at a time.

*Source*: NLM, MeSH XML data elements.
"""

from collections.abc import Iterator
from typing import Final

from kg.errors import InputError
from kg.linking.thesaurus import Name, NameKind, Term, TermKind
from kg.namespaces import MESH
from kg.sources.xml_stream import Element, records
from kg.vocabularies.contents import File
from kg.vocabularies.trees import kinds_of

ROOTS: Final = ("DescriptorRecordSet", "QualifierRecordSet", "SupplementalRecordSet")
_TAGS: Final = ("DescriptorRecord", "QualifierRecord", "SupplementalRecord")
_CLASSES: Final[dict[str, TermKind]] = {"1": "Substance", "3": "Condition", "4": "Organism"}
# Lexical tags that say more of a name than that it is one.
_TAGGED: Final[dict[str, NameKind]] = {
    "ABB": "abbreviation",
    "ABX": "abbreviation",
    "ACR": "abbreviation",
    "ACX": "abbreviation",
    "TRD": "brand",
}
_RELATIONS: Final[dict[str, NameKind]] = {"NRW": "narrow", "BRD": "broad", "REL": "related"}


def read(file: File) -> Iterator[Term]:
    """Each record of a set as a term.

    *Errors*: ``InputError`` at the first record that cannot be read: a vocabulary is whole.
    """
    for found in records(file.name, file, _TAGS):
        if isinstance(found, InputError):
            raise InputError(found.what, where=found.where, got=found.got)
        yield _term(file.name, found.element)


def _term(name: str, record: Element) -> Term:
    """The term of a record.

    *Errors*: ``InputError`` for one without identifier or name.
    """
    stem = str(record.tag).removesuffix("Record")
    field = f"{stem}Record" if stem == "Supplemental" else stem
    trees = _texts(record, "TreeNumberList/TreeNumber")
    ui, label = _text(record, f"{field}UI"), _text(record, f"{field}Name/String")
    if not ui or not label:
        raise InputError("a record lacks its identifier or its name", where=name, got=ui or label)
    return Term(
        iri=MESH + ui,
        label=label,
        names=tuple(dict.fromkeys(_names(record, label))),
        kinds=_kinds(record, stem, trees),
        notations=trees,
        mapped=tuple(_mapped(record)),
    )


def _kinds(record: Element, stem: str, trees: tuple[str, ...]) -> tuple[TermKind, ...]:
    if stem == "Qualifier":
        return ("Qualifier",)
    if stem == "Supplemental":
        return (_CLASSES.get(record.get("SCRClass", ""), "Other"),)
    return kinds_of(trees) or ("Other",)


def _names(record: Element, label: str) -> Iterator[Name]:
    concepts = record.findall("ConceptList/Concept")
    relations = _relations(concepts)
    for concept in concepts:
        preferred = concept.get("PreferredConceptYN") == "Y"
        kind = "exact" if preferred else relations.get(_text(concept, "ConceptUI"), "related")
        for term in concept.findall("TermList/Term"):
            text = _text(term, "String")
            if text and text != label:
                yield Name(text, _kind(term, kind))


def _kind(term: Element, of_concept: NameKind) -> NameKind:
    if of_concept != "exact":
        return of_concept
    if term.get("IsPermutedTermYN") == "Y":
        return "permuted"
    return _TAGGED.get(term.get("LexicalTag", ""), "exact")


def _relations(concepts: list[Element]) -> dict[str, NameKind]:
    """How each concept stands to the preferred one: the first named is the nearer to the root."""
    found: dict[str, NameKind] = {}
    for concept in concepts:
        if concept.get("PreferredConceptYN") != "Y":
            continue
        for relation in concept.findall("ConceptRelationList/ConceptRelation"):
            kind = _RELATIONS.get(relation.get("RelationName", ""), "related")
            found[_text(relation, "Concept2UI")] = kind
    return found


def _mapped(record: Element) -> Iterator[str]:
    """Where a supplementary record is filed: a heading, or a heading with a qualifier."""
    for entry in record.findall("HeadingMappedToList/HeadingMappedTo"):
        descriptor = _text(entry, ".//DescriptorUI").removeprefix("*")
        qualifier = _text(entry, ".//QualifierUI").removeprefix("*")
        if descriptor:
            yield MESH + descriptor + qualifier


def _text(element: Element, path: str) -> str:
    return (element.findtext(path) or "").strip()


def _texts(element: Element, path: str) -> tuple[str, ...]:
    return tuple((found.text or "").strip() for found in element.findall(path))

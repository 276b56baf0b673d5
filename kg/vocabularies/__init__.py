"""The world's vocabularies as data: read from files, kept in the store, made ready for grounding.

In: files of vocabularies, or names of those whose publishers are known. Out: terms, and folders in
the store that every build takes up.
"""

from kg.vocabularies.adding import LOCK, Published, add, fetch, publishers
from kg.vocabularies.concept_links import concept_links
from kg.vocabularies.contents import File
from kg.vocabularies.formats import read
from kg.vocabularies.grounders import (
    add_mappings,
    grounder,
    linker,
    mapping_names,
    mapping_set,
    require_names,
)
from kg.vocabularies.installing import NAMES, Source, install, read_source, remove
from kg.vocabularies.known import Known

__all__ = [
    "LOCK",
    "NAMES",
    "File",
    "Known",
    "Published",
    "Source",
    "add",
    "add_mappings",
    "concept_links",
    "fetch",
    "grounder",
    "install",
    "linker",
    "mapping_names",
    "mapping_set",
    "publishers",
    "read",
    "read_source",
    "remove",
    "require_names",
]

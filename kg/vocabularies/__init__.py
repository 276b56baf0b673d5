"""The world's vocabularies as data: read from files, kept in the store, made ready for grounding.

In: files of vocabularies, or names of those whose publishers are known. Out: terms, and folders in
the store that every build takes up.
"""

from kg.vocabularies.adding import LOCK, Published, add, fetch, publishers
from kg.vocabularies.contents import File
from kg.vocabularies.formats import read
from kg.vocabularies.installing import NAMES, Source, install, read_source, remove

__all__ = [
    "LOCK",
    "NAMES",
    "File",
    "Published",
    "Source",
    "add",
    "fetch",
    "install",
    "publishers",
    "read",
    "read_source",
    "remove",
]

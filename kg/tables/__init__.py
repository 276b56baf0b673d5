"""The graph as tidy tables, for people who work with data frames.

In: staged lines. Out: one table for each kind of thing, as Parquet or CSV, and the dictionary of
their columns. See ``columns`` for what declares a table, ``blocks`` for how lines become rows.
"""

from kg.tables.catalogue import DICTIONARY, TABLES, described, origin, table, type_of
from kg.tables.shards import write_in_shards
from kg.tables.writing import FORMS, Form, Written, schema, write_table, write_tables

__all__ = [
    "DICTIONARY",
    "FORMS",
    "TABLES",
    "Form",
    "Written",
    "described",
    "origin",
    "schema",
    "table",
    "type_of",
    "write_in_shards",
    "write_table",
    "write_tables",
]

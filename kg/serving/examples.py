"""The questions as examples that a program finds: sh:SPARQLExecutable.

In: the catalogue, and the address of the service. Out: lines; one question, or all of them.

*Source*: the conventions of the sib-swiss/sparql-examples collection; SHACL Advanced Features
(W3C 2017), section 5.1.
"""

import re
from collections.abc import Iterable
from typing import Final

from kg.namespaces import OWL, PREFIXES, RDF, RDFS, SH
from kg.questions import Question
from kg.serving.description import ENDPOINT, EXAMPLES_PATH, declarations
from kg.serving.words import Notes, each
from kg.terms import Iri, text

_SCHEMA: Final = PREFIXES["schema"]
_HEADER: Final = re.compile(r"^#\+.*\n", re.MULTILINE)
# The class of the executable, and the property that holds its text, by the query's form.
_FORMS: Final = {
    "ASK": ("SPARQLAskExecutable", "ask"),
    "CONSTRUCT": ("SPARQLConstructExecutable", "construct"),
    "SELECT": ("SPARQLSelectExecutable", "select"),
}
_FORM: Final = re.compile(r"^\s*(SELECT|ASK|CONSTRUCT)\b", re.MULTILINE | re.IGNORECASE)


def example_lines(questions: Iterable[Question], base: str) -> list[str]:
    """The questions, each with its words, its group and its query as it stands in its file."""
    notes = Notes()
    prefixes = notes.typed(
        Iri("_:sparqlexamplesprefixes"), OWL.Ontology, *each(SH.declare, declarations(notes))
    )
    for question in questions:
        kind, property_ = _FORMS[_form(question.query)]
        notes.typed(
            Iri(f"{base}{EXAMPLES_PATH}/{question.id}"),
            SH.SPARQLExecutable,
            (RDF.type, Iri(f"{SH}{kind}")),
            (RDFS.comment, text(question.title, "en")),
            (SH.prefixes, prefixes),
            (f"{SH}{property_}", text(_HEADER.sub("", question.query).strip() + "\n")),
            (f"{_SCHEMA}keywords", text(question.group)),
            (f"{_SCHEMA}target", Iri(base + ENDPOINT)),
        )
    return notes.lines()


def _form(query: str) -> str:
    found = _FORM.search(query)
    return found[1].upper() if found else "SELECT"

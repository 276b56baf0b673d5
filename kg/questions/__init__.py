"""The questions that kg answers: the catalogue of ``queries/*.rq``, and how one is asked.

In: the name of a question, values for its parameters and an engine. Out: a table.
"""

from kg.questions.asking import ask, meant_by, query_of
from kg.questions.headers import (
    MEASUREMENTS,
    Parameter,
    Question,
    catalogue,
    catalogue_page,
    question,
    read_question,
    write_catalogue,
)
from kg.questions.paging import answered
from kg.questions.parameters import read_value
from kg.questions.things import Beside, Engine

__all__ = [
    "MEASUREMENTS",
    "Beside",
    "Engine",
    "Parameter",
    "Question",
    "answered",
    "ask",
    "catalogue",
    "catalogue_page",
    "meant_by",
    "query_of",
    "question",
    "read_question",
    "read_value",
    "write_catalogue",
]
